"""Keeps the search index in step with the rows: which words go into it, and when it is made anew."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from childdesk.domain.pinyin import Pinyin
from childdesk.store import listing, search
from childdesk.store.connection import Connection, database, sorted_errors

PART = 500


class Index:
    """The search index of one ledger. `load` brings the pinyin table, when first a name is indexed."""

    def __init__(self, load: Callable[[], Pinyin]) -> None:
        self.load = load

    def prepare(self) -> None:
        """Reads the table now, while there is time: the first name would wait for it."""
        self.load().name_rank("")

    def create(self, connection: Connection) -> None:
        """Makes the empty search tables."""
        search.create(connection)
        _note_recipe(connection)

    def refresh(
        self,
        connection: Connection,
        children: set[str],
        place: search.Place | None = None,
        new: Sequence[search.SearchRow] = (),
    ) -> None:
        """Brings the index up to date for some children, inside the writer's transaction.

        `new` is what these are searched by where their rows are not there yet.
        """
        if not children:
            return
        wanted = sorted(children)
        living = list(new) or list(rows(connection, wanted))
        search.remove(connection, wanted)
        if living:
            search.index_rows(connection, living, self.load(), place)

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
    """What is searched for of each living child. Telephones and former names never stop being found."""
    wanted = list(children)
    for start in range(0, len(wanted), PART):
        part = wanted[start : start + PART]
        phones = _words(connection, "phone", "number", part)
        names = _words(connection, "name", "name", part)
        for raw in listing.some(connection, "child", "id", part, _SEARCHED):
            child = str(raw["id"])
            yield search.SearchRow(
                child_id=child,
                name=str(raw["name"] or ""),
                other_names=names.get(child, ()),
                id_number=str(raw["id_number"] or ""),
                phones=phones.get(child, ()),
                village_group=str(raw["village_group"] or ""),
                village="",
                unit=str(raw["unit"] or ""),
            )


_SEARCHED = ("name", "id_number", "village_group", "unit")


def _words(
    connection: Connection, record: str, key: str, children: Sequence[str]
) -> dict[str, tuple[str, ...]]:
    """Child → words, in the order of their rows' ids, so that two desks that know the same keep the same."""
    found: dict[str, list[tuple[str, str]]] = {}
    for raw in listing.some(connection, record, "child", children, ("child", key)):
        if raw[key]:
            found.setdefault(str(raw["child"]), []).append((str(raw["id"]), str(raw[key])))
    return {child: tuple(word for _, word in sorted(held)) for child, held in found.items()}
