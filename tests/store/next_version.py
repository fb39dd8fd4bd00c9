"""The program as it may be one version later: one frozen step more, so that there is something to migrate."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Callable, Iterator
from unittest.mock import patch

from childdesk.store import migrations
from childdesk.store.connection import Database, Migrations


def a_table_and_a_column_more(db: Database) -> None:
    """As a later step may be: something new, something filled from what is there, rows gone over."""
    db.execute("CREATE TABLE later (row TEXT PRIMARY KEY, words TEXT NOT NULL)")
    db.execute("INSERT INTO later SELECT id, coalesce(name, '') FROM child")
    db.execute("ALTER TABLE draft ADD COLUMN step TEXT")
    db.execute("CREATE INDEX later_words ON later (words)")


@contextlib.contextmanager
def next_version(step: Callable[[Database], None] = a_table_and_a_column_more) -> Iterator[None]:
    """Ledgers are one version newer as long as this lasts."""
    steps = Migrations("childdesk")
    for name in sorted(name for name in vars(migrations) if re.fullmatch(r"m\d{3}_.*", name)):
        steps(name=name)(getattr(migrations, name))
    steps(name="m999_later")(step)
    with (
        patch.object(migrations, "STEPS", steps),
        patch.object(migrations, "VERSION", migrations.VERSION + 1),
        patch.object(migrations, "_expected", None),
    ):
        yield
