"""What a desk below may send: changes of records that are or were its own. Anything else is put aside."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from childdesk.domain import link as rules
from childdesk.domain.change import ALIVE, NEW, Change
from childdesk.domain.erasure import Erasures
from childdesk.domain.link import Link
from childdesk.domain.wire import mark
from childdesk.store import journal, scope, stubs
from childdesk.store.connection import Connection
from childdesk.store.scope import At

NOT_THEIRS = "不是这个单位的记录"
NOT_SOUND = "与已有的改动对不上"
FEW = 10
"""Below so many children a fifth of them is nothing unusual."""


def rows(changes: Iterable[Change]) -> set[At]:
    """The rows that some changes belong to."""
    return {(change.record, change.row) for change in changes if change.row}


def sorted_out(
    connection: Connection, unit: str, link: Link, changes: list[Change], rid: str
) -> tuple[list[Change], list[Change]]:
    """(what may be applied, what is not the sender's). The desk above may send anything.

    A child that somebody else moved to the sender is the sender's, also where we have forgotten the move:
    after a restore the villages tell us. `rid` is the sender's incarnation.
    """
    if not rules.covers(unit, link.peer.unit) or unit == link.peer.unit:
        return changes, []
    theirs = _Theirs(connection, link, changes, {rid, link.peer_rid})
    good = [change for change in changes if theirs.holds(change)]
    return good, [change for change in changes if not theirs.holds(change)]


class _Theirs:
    """Which rows are or were the sender's: by their unit, or by that of the children that they are about."""

    def __init__(self, connection: Connection, link: Link, changes: list[Change], own: set[str]) -> None:
        self.connection = connection
        self.link = link
        self.own = own
        self.incoming: dict[At, list[Change]] = {}
        for change in changes:
            if change.row:
                self.incoming.setdefault((change.record, change.row), []).append(change)
        self._found: dict[At, bool] = {}

    def holds(self, change: Change) -> bool:
        """Whether a change may be applied; entry headers belong to nobody."""
        return not change.row or self._is((change.record, change.row))

    def _is(self, at: At) -> bool:
        if at not in self._found:
            self._found[at] = False  # for records that point to each other
            known = journal.of_row(self.connection, *at)
            self._found[at] = self._was_there(at, known) or any(
                self._is(("child", child)) for child in self._children(at, known)
            )
        return self._found[at]

    def _was_there(self, at: At, known: list[Change]) -> bool:
        incoming = self.incoming.get(at, ())
        told = [change for change in incoming if change.field == "unit" and change.rid not in self.own]
        if not any(change.value is not None for change in known):
            # What an erasure took out of the first row it has written again: that counts as the first row.
            erasures = Erasures(incoming)
            told += [c for c in incoming if c.kind == NEW or erasures.stands_for(c) is not None]
        # What a stub has let go of stands in the package again: the same change by its mark.
        marks = {change.dot: mark(change) for change in known if change.value is None}
        again = {change.dot: change for change in incoming if marks.get(change.dot) == mark(change)}
        told += again.values()
        if again and any(change.value is None for change in again.values()):
            # Erased since: whose it was says what was written again for it.
            erasures = Erasures(incoming)
            told += [change for change in incoming if erasures.stands_for(change) in again]
        units = (scope.written(change, "unit") for change in (*known, *told))
        if any(rules.covers(self.link.peer.unit, unit) for unit in units if unit):
            return True
        return bool(marks) and (self._came_before(at) or self._left_from(at))

    def _left_from(self, at: At) -> bool:
        """Whether the child of an emptied stub was the sender's once, perhaps by another computer."""
        return any(rules.covers(self.link.peer.unit, unit) for unit in stubs.units(self.connection, at))

    def _came_before(self, at: At) -> bool:
        """Whether something of a row was taken from the sender earlier. Of a stub nothing else is left to
        show whose it was, and what the sender goes on to say of it may come in a package of its own."""
        sql = (
            "SELECT 1 FROM change c WHERE c.row = ? AND c.record = ? AND EXISTS"
            " (SELECT 1 FROM got g WHERE g.link = ? AND g.first <= c.arr AND g.last >= c.arr) LIMIT 1"
        )
        found = self.connection.execute(sql, (at[1], at[0], self.link.no)).fetchone()
        return found is not None

    def _children(self, at: At, known: list[Change]) -> set[str]:
        """The children that a row is about: as known here, or as told where nothing is known."""
        if at[0] == "child":
            return set()
        held = [change for change in known if change.value is not None] or self.incoming.get(at, [])
        return {child for change in held if (child := scope.written(change, "child"))}


def leaving(link: Link, changes: Iterable[Change]) -> set[str]:
    """Children whom some changes withdraw or move out of the sender's unit."""
    found = set()
    for change in changes:
        content = change.content() if change.record == "child" else None
        if change.field == ALIVE and isinstance(content, Mapping) and content.get("alive") is False:
            found.add(change.row)
        if change.field == "unit" and content and not rules.covers(link.peer.unit, str(content)):
            found.add(change.row)
    return found


def living(connection: Connection, unit: str) -> int:
    """How many living children a unit and those below it have here."""
    sql = "SELECT count(*) FROM child WHERE substr(unit, 1, ?) = ?"
    return int(connection.execute(sql, (len(unit), unit)).fetchone()[0])
