"""The whole register as it is, or as it was known at the end of a past day: one way to read for reports."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from childdesk.domain import catalogue, current
from childdesk.domain.fold import cautious, fold
from childdesk.domain.kinds import Scalar
from childdesk.store import journal, reader
from childdesk.store.connection import Connection

Raw = dict[str, Scalar]


class Snapshot:
    """Record tables held in memory. `until` is a past day: what had not arrived by its end is not there.

    With `only`, nothing is there but these children and what is about them.
    """

    def __init__(
        self,
        connection: Connection,
        on: date,
        until: date | None = None,
        only: frozenset[str] | None = None,
    ) -> None:
        self.connection = connection
        self.on = on
        self.until = until
        self.only = only
        self._limit = None if until is None else journal.arrivals_until(connection, until.isoformat())
        self._later = self._changed_since()
        self._rows: dict[str, dict[str, Raw]] = {}
        self._about: dict[tuple[str, str], dict[str, list[tuple[str, Raw]]]] = {}

    def _changed_since(self) -> dict[str, set[str]]:
        found: dict[str, set[str]] = {}
        if self._limit is not None:
            sql = "SELECT DISTINCT record, row FROM change WHERE arr > ? AND row <> ''"
            for record, row in self.connection.execute(sql, (self._limit,)):
                found.setdefault(str(record), set()).add(str(row))
        return found

    def rows(self, record: str) -> dict[str, Raw]:
        """All records of one kind that lived then, by id, with their stored values."""
        if record not in self._rows:
            later = self._later.get(record, set())
            kept = {row: raw for row, raw in reader.everyone(self.connection, record) if row not in later}
            kept.update(self._replayed(record, later))
            if self.only is not None:
                kept = {row: raw for row, raw in kept.items() if self._concerns(record, row, raw, self.only)}
            # By id: a row that was withdrawn and came back stands where it stood.
            self._rows[record] = dict(sorted(kept.items()))
        return self._rows[record]

    @staticmethod
    def _concerns(record: str, row: str, raw: Raw, only: frozenset[str]) -> bool:
        """Whether a record is one of these children, about one of them, or about nobody."""
        if record == "child":
            return row in only
        return "child" not in raw or raw["child"] in only

    def _replayed(self, record: str, rows: set[str]) -> Iterator[tuple[str, Raw]]:
        for row in rows:
            state = fold(record, row, journal.of_row(self.connection, record, row, self._limit), cautious)
            if state.born and state.alive:
                empty: Raw = dict.fromkeys(catalogue.RECORDS[record].stored())
                yield row, {**empty, **state.values}

    def by(self, record: str, key: str) -> dict[str, list[tuple[str, Raw]]]:
        """The records of one kind grouped by one of their values, such as `child` or `holder`."""
        if (record, key) not in self._about:
            found: dict[str, list[tuple[str, Raw]]] = {}
            for row, raw in self.rows(record).items():
                found.setdefault(str(raw.get(key) or ""), []).append((row, raw))
            self._about[record, key] = found
        return self._about[record, key]

    def whole(self, record: str, row: str) -> Raw:
        """One record with its stored values and those of its dated rows on the day."""
        raw = dict(self.rows(record)[row])
        for key, field in catalogue.RECORDS[record].through().items():
            holder = "holder" if "holder" in catalogue.RECORDS[field.rows].stored() else "child"
            raw[key] = current.value(field, self.by(field.rows, holder).get(row, ()), self.on)
        return raw

    def about(self, record: str, child: str) -> list[Raw]:
        """The whole records of one kind about a child."""
        return [self.whole(record, row) for row, _ in self.by(record, "child").get(child, ())]
