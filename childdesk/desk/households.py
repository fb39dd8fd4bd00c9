"""Which household a row of a list means: by its number, else by its head, where nothing speaks against it.

Two families of one village group may have heads of one name. Where a list gives them other numbers of people
and their children share no parent, they are two households; a household that is known stays the child's own.
Each group may count its households from 1: one number under two heads is one household only where a parent
is shared, or where the ledger has it and no other group is named.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from childdesk.desk import family, family_row
from childdesk.desk.session import Session
from childdesk.domain import catalogue
from childdesk.domain.codes import fold
from childdesk.domain.ids import new_id
from childdesk.domain.kinds import Scalar
from childdesk.domain.plan import New, Op, Set
from childdesk.store import reader

Raw = Mapping[str, Scalar]
PARENTS = ("father", "mother")
OUR_OWN = ("unit", "was")
"""What no list says of a household."""


@dataclass(slots=True)
class _Home:
    """A household of the ledger, or one that the plan at hand makes: then its first row says whose it is."""

    row: str
    values: dict[str, Scalar]
    stored: bool
    kept_for: str = ""
    """The village that it goes to as soon as a row of it is met: till then it stands with the desk above."""
    parents: set[str] = field(default_factory=set)


class Households:
    """The households of the ledger and those that a plan is about to make."""

    def __init__(self, session: Session, above: str = "") -> None:
        """`above` is the desk with whose households those of this village may still stand."""
        self._session = session
        self._known: dict[tuple[str, str], list[_Home]] = {}
        self._kept: dict[str, _Home] = {}
        for row, raw in reader.everyone(session.ledger.connection, "household"):
            if session.acting in ("", raw.get("unit")):  # each village counts its households from 1
                self._learn(_Home(row, dict(raw), stored=True))
            elif raw.get("unit") == above:
                self._kept[row] = _Home(row, dict(raw), stored=True, kept_for=session.acting)
        for home in self._kept.values():  # behind the village's own
            self._learn(home)

    def _learn(self, home: _Home) -> None:
        for key in _keys(home.values):
            self._known.setdefault(key, []).append(home)

    def of(self, row: family_row.Row, child: str = "") -> tuple[str, list[Op]]:
        """(household id or empty, ops that make or change it) for one row; `child` is the file meant."""
        values = dict(row.values.get("household", {}))
        if not values.get("number") and not values.get("head"):
            return "", []
        if row.child.get("village_group"):
            values.setdefault("village_group", row.child["village_group"])
        home = self._meant(values, _parents(row.values), child)
        if home is not None:
            home.parents |= _parents(row.values)
            return home.row, [*self.take_over(home.row), *self._news(home, values)]
        made = new_id()
        values["unit"] = self._session.ledger.identity.unit
        self._learn(_Home(made, values, stored=False, parents=_parents(row.values)))
        return made, [New("household", made, values)]

    def _meant(self, values: Raw, parents: set[str], child: str) -> _Home | None:
        found = list(self._candidates(values))
        found = [home for home in found if not home.kept_for or self._is_kept(home, values, child)]
        if child and found and (len(found) > 1 or not self._agrees(found[0], values, parents)):
            raw = reader.get(self._session.ledger.connection, "child", child) or {}
            own = next((home for home in found if home.row == raw.get("household")), None)
            if own is not None:
                return own
        whole = next((home for home in found if self._agrees(home, values, parents)), None)
        return whole or next((home for home in found if parents & self._parents_in(home)), None)

    def take_over(self, row: str) -> list[Op]:
        """What brings a household of the desk above over to this village, once."""
        home = self._kept.get(row)
        if home is None or not home.kept_for:
            return []
        unit, home.kept_for = home.kept_for, ""
        return [Set("household", row, "unit", unit)]

    def _is_kept(self, home: _Home, values: Raw, child: str) -> bool:
        """Whether a household of the desk above is this village's: the child's own, or of one number and one
        head. A number alone says nothing there, since each village counts from 1."""
        raw = reader.get(self._session.ledger.connection, "child", child) if child else None
        if raw is not None and raw.get("household") == home.row:
            return True
        told = [(one.get("number"), fold(str(one.get("head") or ""))) for one in (home.values, values)]
        return told[0] == told[1] and all(told[0])

    def _agrees(self, home: _Home, values: Raw, parents: set[str]) -> bool:
        """Whether its number says that it is the household meant, or its size does not say otherwise."""
        if not values.get("number") or home.values.get("number") != values["number"]:
            return not _apart(home.values, values, "size")
        if not _apart(home.values, values, "head"):
            return True
        held = self._parents_in(home)
        if parents and held:
            return bool(parents & held)
        return home.stored and not _apart(home.values, values, "village_group")

    def _candidates(self, values: Raw) -> Iterator[_Home]:
        """Those of the number; of the head those that no other number tells apart."""
        if values.get("number"):
            yield from self._known.get(("number", str(values["number"])), ())
        for home in self._known.get(_head(values), ()) if values.get("head") else ():
            if not (values.get("number") and home.values.get("number")):
                yield home

    def _parents_in(self, home: _Home) -> set[str]:
        """The parents of the children who live there, read once when it matters."""
        if home.stored and not home.parents:
            connection = self._session.ledger.connection
            children = reader.where(connection, "child", "household", home.row)
            for record in PARENTS:
                for held in reader.about(connection, record, children).values():
                    home.parents |= {str(raw["name"]) for _, raw in held if raw.get("name")}
        return home.parents

    def _news(self, home: _Home, values: Raw) -> list[Op]:
        """What a list says otherwise of a household of the ledger; the first row that says it counts.

        One that the plan makes takes what no row before has said: its values are still those of its op.
        """
        if not home.stored:
            home.values.update((key, new) for key, new in values.items() if home.values.get(key) is None)
            return []
        unit = self._session.ledger.identity.unit_name
        ops: list[Op] = []
        for key, new in values.items():
            old = home.values.get(key)
            if key in OUR_OWN or key not in catalogue.RECORDS["household"].stored():
                continue
            if family.differs(old, new) and not family.says_less("household", key, old, new, unit):
                home.values[key] = new
                ops.append(Set("household", home.row, key, new))
        return ops


def _head(values: Raw) -> tuple[str, str]:
    return "head", f"{values['head']}|{values.get('village_group') or ''}"


def _keys(values: Raw) -> Iterator[tuple[str, str]]:
    if values.get("number"):
        yield "number", str(values["number"])
    if values.get("head"):
        yield _head(values)


def _parents(values: family_row.Values) -> set[str]:
    return {str(values[record]["name"]) for record in PARENTS if values.get(record, {}).get("name")}


def _apart(one: Raw, other: Raw, key: str) -> bool:
    """Whether two say different things of a household; where one says nothing, it does not."""
    said = {fold(str(values[key])) for values in (one, other) if values.get(key) is not None}
    return len(said) > 1
