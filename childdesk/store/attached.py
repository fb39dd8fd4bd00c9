"""Attachments that travel with packages: the named, the missing, and as many as the budget takes."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Mapping

from childdesk.domain.change import NEW, Change
from childdesk.domain.errors import Refused, Unavailable
from childdesk.store.attachments import Attachments, is_name
from childdesk.store.connection import Connection

BUDGET = 20 * 1024**2
"""Bytes of attachments in one package; the rest is asked for again and comes with the next."""
NAMING = ("attachment", "consent_scan")
"""Records that name a sealed file; the second kind goes only where sealed records go."""
ASKED = 300
"""Attachments that one package asks for."""


def named(changes: Iterable[Change]) -> list[str]:
    """The hashes of attachments that some changes bring."""
    found = []
    for change in changes:
        content = change.content() if change.record in NAMING and change.kind == NEW else None
        if isinstance(content, dict) and isinstance(content.get("digest"), str):
            found.append(str(content["digest"]))
    return found


def missing(connection: Connection, files: Attachments) -> list[str]:
    """Attachments that a row names and that are not here. What is no hash names none."""
    wanted = {name for name in _rows(connection) if is_name(name)}
    return sorted(wanted - files.kept())[:ASKED] if wanted else []


def within(files: Attachments, names: Iterable[str]) -> dict[str, bytes]:
    """The contents of some attachments, as many as the budget takes."""
    found: dict[str, bytes] = {}
    here = files.kept()
    left = BUDGET
    for name in dict.fromkeys(names):
        if name in here:
            with contextlib.suppress(Unavailable):
                content = files.get(name)
                if len(content) <= left:
                    found[name] = content
                    left -= len(content)
    return found


def keep(connection: Connection, files: Attachments, blobs: Mapping[str, bytes]) -> None:
    """Keeps those of some contents that a row names; a stranger's picture finds no place here."""
    wanted = _rows(connection) if blobs else set()
    for name, content in blobs.items():
        if name in wanted:
            with contextlib.suppress(Refused):
                files.put(content)


def _rows(connection: Connection) -> set[str]:
    found: set[str] = set()
    for record in NAMING:
        sql = f"SELECT DISTINCT digest FROM {record} WHERE digest IS NOT NULL"
        found |= {str(row[0]) for row in connection.execute(sql)}
    return found
