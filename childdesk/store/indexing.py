"""Keeps the search index in step with the rows: which words go into it, and when it is made anew."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from childdesk.domain.pinyin import Pinyin
from childdesk.store import reader, search
from childdesk.store.connection import Connection, database, sorted_errors

PART = 500


class Index:
    """The search index of one ledger. `load` brings the pinyin table, when first a name is indexed."""

    def __init__(self, load: Callable[[], Pinyin]) -> None:
        self.load = load

    def create(self, connection: Connection) -> None:
        """Makes the empty search tables."""
        search.create(connection)
        _note_recipe(connection)

    def refresh(self, connection: Connection, children: set[str]) -> None:
        """Brings the index up to date for some children, inside the writer's transaction."""
        if not children:
            return
        living = sorted(reader.many(connection, "child", children))
        search.remove(connection, sorted(children))
        if living:
            search.index_rows(connection, rows(connection, living), self.load())

    def purge(self, connection: Connection) -> None:
        """Leaves no word in the index of what was taken out of it, inside the writer's transaction."""
        search.purge(connection)

    def rebuild(self, connection: Connection) -> None:
        """Makes the whole index again."""
        with sorted_errors(), database(connection).atomic():
            everyone = [str(row[0]) for row in connection.execute("SELECT id FROM child")]
            search.rebuild(connection, rows(connection, everyone), self.load())
            _note_recipe(connection)

    def require_recipe(self, connection: Connection) -> None:
        """Rebuilds the index when it was made by another recipe, or part of it is missing."""
        found = connection.execute("SELECT value FROM ledger WHERE key = 'search_recipe'").fetchone()
        names = "'search_index', 'search_child', 'search_source'"
        sql = f"SELECT count(*) FROM sqlite_master WHERE name IN ({names})"
        whole = connection.execute(sql).fetchone()[0] == 3
        if found is None or str(found[0]) != str(search.RECIPE) or not whole:
            self.rebuild(connection)


def _note_recipe(connection: Connection) -> None:
    sql = "INSERT OR REPLACE INTO ledger VALUES ('search_recipe', ?)"
    connection.execute(sql, (str(search.RECIPE),))


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
                other_names=_words(names.get(child, ()), "name"),
                id_number=str(raw["id_number"] or ""),
                phones=_words(phones.get(child, ()), "number"),
                village_group=str(raw["village_group"] or ""),
                village="",
                unit=str(raw["unit"] or ""),
            )


def _words(held: Iterable[tuple[str, reader.Raw]], key: str) -> tuple[str, ...]:
    """In the order of their ids, so that two desks that know the same keep the same."""
    found = {row: raw[key] for row, raw in held}
    return tuple(str(found[row]) for row in sorted(found) if found[row])
