"""Counts what rows keep of the items that a county, a township or one desk has added."""

from __future__ import annotations

from childdesk.store.connection import Connection


def held(connection: Connection) -> dict[str, int]:
    """Field key of each item → how many living children have a value there."""
    found = connection.execute(
        "SELECT kept.key, count(*) FROM child, json_each(child.items) AS kept GROUP BY kept.key"
    )
    return {str(key): int(number) for key, number in found}
