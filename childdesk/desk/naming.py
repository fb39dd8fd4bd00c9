"""Finds the record or entry that a person means by the first characters of its id."""

from __future__ import annotations

import re

from childdesk.desk import traces
from childdesk.desk.session import Session
from childdesk.domain.errors import Refused
from childdesk.domain.ids import SHORTEST_PREFIX
from childdesk.store import journal, reader


def record(session: Session, prefix: str, *, kind: str = "", withdrawn: bool = False) -> tuple[str, str]:
    """(record, id) of the one living record meant; with `withdrawn`, also of those taken back.

    Raises Refused when the prefix is too short, unknown, ambiguous or of another kind.
    """
    clean = _clean(prefix)
    found = reader.by_prefix(session.ledger.connection, clean)
    if not found and withdrawn:
        found = journal.rows_by_prefix(session.ledger.connection, clean)
    found = [pair for pair in found if traces.seen(session, pair[0])]
    if kind:
        found = [pair for pair in found if pair[0] == kind]
    if not found:
        raise Refused("没有找到这个编号。请再看一眼编号")
    if len(found) > 1:
        raise Refused("这个编号对得上好几份。请多写几位")
    return found[0]


def entry(session: Session, prefix: str) -> str:
    """The full id of the one entry meant. Raises Refused."""
    connection = session.ledger.connection
    found = [one for one in journal.entries_by_prefix(connection, _clean(prefix)) if traces.of(session, one)]
    if not found:
        raise Refused("没有找到这次改动。请再看一眼编号")
    if len(found) > 1:
        raise Refused("这个编号对得上好几次改动。请多写几位")
    return found[0]


def _clean(prefix: str) -> str:
    clean = prefix.strip().lower()
    if not re.fullmatch(r"[0-9a-f]+", clean):
        raise Refused("编号只有数字和a到f")
    if len(clean) < SHORTEST_PREFIX:
        raise Refused(f"编号至少写{SHORTEST_PREFIX}位")
    return clean
