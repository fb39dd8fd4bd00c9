"""Keeps the search index in step with the rows: which words go into it, and when it is made anew."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from childdesk.store import reader, search
from childdesk.store.connection import Connection, database, sorted_errors

PART = 500


def create(connection: Connection) -> None:
    """Makes the empty search tables."""
    search.create(connection)
    connection.execute("INSERT OR REPLACE INTO ledger VALUES ('search_recipe', ?)", (str(search.RECIPE),))


def refresh(connection: Connection, children: set[str]) -> None:
    """Brings the index up to date for some children, inside the writer's transaction."""
    living = set(reader.many(connection, "child", children))
    search.remove(connection, sorted(children))
    search.index_rows(connection, rows(connection, sorted(living)))


def rows(connection: Connection, children: Iterable[str]) -> Iterator[search.SearchRow]:
    """What is searched for of each child. Telephones and former names never stop being found."""
    wanted = list(children)
    for start in range(0, len(wanted), PART):
        part = wanted[start : start + PART]
        phones = reader.about(connection, "phone", part)
        names = reader.about(connection, "name", part)
        for child, raw in reader.many(connection, "child", part).items():
            yield search.SearchRow(
                child_id=child,
                name=str(raw["name"] or ""),
                other_names=tuple(str(held["name"]) for _, held in names.get(child, ()) if held["name"]),
                id_number=str(raw["id_number"] or ""),
                phones=tuple(str(held["number"]) for _, held in phones.get(child, ()) if held["number"]),
                village_group=str(raw["village_group"] or ""),
                village="",
                unit=str(raw["unit"] or ""),
            )


def rebuild(connection: Connection) -> None:
    """Makes the whole index again."""
    with sorted_errors(), database(connection).atomic():
        everyone = [str(row[0]) for row in connection.execute("SELECT id FROM child")]
        search.rebuild(connection, rows(connection, everyone))
        connection.execute("INSERT OR REPLACE INTO ledger VALUES ('search_recipe', ?)", (str(search.RECIPE),))


def require_recipe(connection: Connection) -> None:
    """Rebuilds the index when it was made by another recipe, or is missing."""
    found = connection.execute("SELECT value FROM ledger WHERE key = 'search_recipe'").fetchone()
    tables = connection.execute("SELECT count(*) FROM sqlite_master WHERE name LIKE 'search_%'").fetchone()[0]
    if found is None or str(found[0]) != str(search.RECIPE) or not tables:
        rebuild(connection)
