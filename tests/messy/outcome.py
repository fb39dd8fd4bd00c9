"""What a plan would store for each row, as values by `record.key`: read from the plan's own operations."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from childdesk.desk.import_plan import RowPlan
from childdesk.domain.plan import New, Op, Set

ABOUT = ("child", "father", "mother", "guardian")
DATED = {
    "residence": ("live_address", "place"),
    "parent_state": ("status", "state"),
    "phone": ("phone", "number"),
}


@dataclass(slots=True)
class Stored:
    """One row as it would be kept. `people` are all grown-ups; `said` is every word that is kept anywhere."""

    fields: dict[str, str] = field(default_factory=dict)
    people: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    phones: set[str] = field(default_factory=set)
    said: str = ""


class Outcomes:
    """Reads row after row; households that an earlier row makes are remembered."""

    def __init__(self) -> None:
        self._households: dict[str, dict[str, str]] = {}

    def stored(self, row: RowPlan) -> Stored:
        """What one row would store."""
        made = Stored()
        people: dict[str, dict[str, str]] = {}
        record_of = {row.child: "child"} | {
            op.row: op.record for op in row.ops if isinstance(op, New) and op.record in ABOUT
        }
        words: list[str] = []
        for op in row.ops:
            values = _values(op)
            words += values.values()
            if op.record == "household":
                self._households.setdefault(op.row, {}).update(values)
            elif op.record in ABOUT:
                people.setdefault(op.row, {}).update(values)
            elif op.record == "category":
                _join(made.fields, "child.categories", values.get("kind", ""))
            elif op.record == "name":
                _join(made.fields, "child.former_name", values.get("name", ""))
            elif op.record in DATED:
                self._dated(made, people, op, values, row.child)
        self._flatten(made, people, record_of)
        made.said = "\n".join(words)
        return made

    @staticmethod
    def _dated(
        made: Stored, people: dict[str, dict[str, str]], op: Op, values: dict[str, str], child: str
    ) -> None:
        key, column = DATED[op.record]
        said = values.get(column, "")
        if op.record == "phone":
            made.phones.add(said)
        people.setdefault(values.get("holder", child), {}).setdefault(key, said)

    def _flatten(self, made: Stored, people: dict[str, dict[str, str]], record_of: dict[str, str]) -> None:
        for row, values in people.items():
            record = record_of.get(row, "")
            if record in ABOUT[1:]:
                made.people.append((record, values))
            for key, said in values.items():
                made.fields.setdefault(f"{record}.{key}", said.partition("\t")[0])
        household = self._households.get(made.fields.get("child.household", ""), {})
        for key, said in household.items():
            made.fields.setdefault(f"household.{key}", said.partition("\t")[0])


def _values(op: Op) -> dict[str, str]:
    if isinstance(op, Set):
        return {op.field: str(op.value)} if op.value is not None else {}
    return {key: str(value) for key, value in op.values.items() if value is not None}


def _join(fields: dict[str, str], key: str, said: str) -> None:
    fields[key] = f"{fields[key]}、{said}" if key in fields else said


def accepted(rows: Iterable[RowPlan]) -> list[RowPlan]:
    """The rows that are taken in as children."""
    return [row for row in rows if row.outcome != "reject"]
