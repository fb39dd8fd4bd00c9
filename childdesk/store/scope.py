"""Which units a record belongs to, from its changes: also one that was withdrawn, that another version wrote,
or that two desks moved at once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from childdesk.domain import catalogue
from childdesk.domain.change import NEW, SEAL, SET, Change
from childdesk.domain.fold import RowState, cautious, fold
from childdesk.store import journal
from childdesk.store.connection import Connection

At = tuple[str, str]
"""(record, row)."""

NOWHERE: frozenset[str] = frozenset()


def travels(record: str) -> bool:
    """Whether changes of a record are ever sent; those of a record that only a newer program knows are."""
    cls = catalogue.RECORDS.get(record)
    return cls is None or cls.travels


def comes_down(record: str) -> bool:
    """Whether the desks below receive it too."""
    cls = catalogue.RECORDS.get(record)
    return cls is not None and cls.comes_down


def is_sealed(change: Change) -> bool:
    """Whether a change holds something S3, which goes only where the pairing says so.

    Of a record that is protected as a whole not even that there is one goes elsewhere.
    """
    if change.record in catalogue.PROTECTED:
        return True
    cls = catalogue.RECORDS.get(change.record)
    return change.field == SEAL or (cls is not None and change.field in cls.sealed())


class Places:
    """Units and children of rows, each looked up once."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self._units: dict[str, frozenset[str]] = {}
        self._owners: dict[str, frozenset[str]] = {}

    def forget(self) -> None:
        """Lets go of everything."""
        self._units.clear()
        self._owners.clear()

    def learn(self, rows: Iterable[At]) -> None:
        """Looks several rows up at once, and the children that they are about."""
        wanted = {at for at in rows if at[1] not in self._owners}
        self._read(wanted)
        children = {child for _, row in wanted for child in self._owners.get(row, ())}
        self._read({("child", child) for child in children if child not in self._owners})

    def _read(self, rows: set[At]) -> None:
        for at, changes in journal.by_row(self.connection, rows, keys=("unit", "child")) if rows else ():
            state = fold(*at, changes, cautious)
            self._units[at[1]] = every(state, changes, "unit")
            self._owners[at[1]] = NOWHERE if at[0] == "child" else every(state, changes, "child")

    def children(self, at: At) -> frozenset[str]:
        """The children that a row is or is about."""
        if at[0] == "child":
            return frozenset((at[1],))
        if at[1] not in self._owners:
            self.learn([at])
        return self._owners[at[1]]

    def units(self, at: At) -> frozenset[str]:
        """The units of a row: its own, or those of the children that it is about."""
        if at[1] not in self._owners:
            self.learn([at])
        found = self._units[at[1]]
        for child in self._owners[at[1]]:
            found |= self._units.get(child, NOWHERE)
        return found


def every(state: RowState, changes: Iterable[Change], key: str) -> frozenset[str]:
    """The values of all heads of a field, not only the one that is shown."""
    if key not in state.conflicts:
        value = state.values.get(key)
        return frozenset((str(value),)) if value else NOWHERE
    heads = set(state.conflicts[key])
    found = (written(change, key) for change in changes if change.dot in heads)
    return frozenset(value for value in found if value)


def written(change: Change, key: str) -> str:
    """What a change writes to a field, or nothing."""
    content = change.content()
    if change.kind == NEW and isinstance(content, Mapping):
        return str(content.get(key) or "")
    return str(content or "") if change.kind == SET and change.field == key else ""


def about(connection: Connection, children: Iterable[str]) -> set[At]:
    """The rows of some children: themselves and all that was ever about them, withdrawn or unknown too."""
    wanted = sorted(set(children))
    found: set[At] = {("child", child) for child in wanted}
    for record, cls in catalogue.RECORDS.items():
        if "child" in cls.stored():
            for start in range(0, len(wanted), journal.PART):
                part = wanted[start : start + journal.PART]
                sql = f"SELECT id FROM {record} WHERE child IN ({','.join('?' * len(part))})"
                found |= {(record, str(row[0])) for row in connection.execute(sql, part)}
    for start in range(0, len(wanted), journal.PART):
        part = wanted[start : start + journal.PART]
        sql = f"SELECT record, row FROM stub WHERE child IN ({','.join('?' * len(part))})"
        found |= {(str(a), str(b)) for a, b in connection.execute(sql, part)}
    hidden = [(str(a), str(b)) for a, b in connection.execute("SELECT record, row FROM withdrawn")]
    hidden += _strange(connection)
    places = Places(connection)
    places.learn(hidden)
    return found | {at for at in hidden if places.children(at) & set(wanted)}


STRANGE = "strange"
"""The mark of a ledger that has received records which only a newer program knows."""


def _strange(connection: Connection) -> list[At]:
    """Rows of records that only a newer program knows; the journal is searched only where there are any."""
    if connection.execute("SELECT 1 FROM ledger WHERE key = ?", (STRANGE,)).fetchone() is None:
        return []
    names = ",".join("?" * len(catalogue.RECORDS))
    sql = f"SELECT DISTINCT record, row FROM change WHERE row <> '' AND record NOT IN ({names})"
    return [(str(a), str(b)) for a, b in connection.execute(sql, tuple(catalogue.RECORDS))]
