"""What was written differently at two places, child by child, as a person decides it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from childdesk.desk import conflicts, shown, telling, twins
from childdesk.desk.conflicts import Conflict, Value
from childdesk.desk.session import Session
from childdesk.desk.twins import Twin
from childdesk.domain import catalogue, days
from childdesk.domain.change import ALIVE
from childdesk.domain.errors import Refused
from childdesk.domain.kinds import Codes, Date
from childdesk.domain.privacy import S3
from childdesk.store import reader

TWIN = "可能是同一人"
NOT_FOUND = "没有找到这一处，请再看一眼编号"
SEVERAL = "编号对得上好几处，请多写几位"


@dataclass(frozen=True, slots=True)
class Side:
    """One value on its card: where it was written, by whom and when, in words."""

    where: str
    value: str
    who: str
    own: bool
    number: int


@dataclass(frozen=True, slots=True)
class Question:
    """One field to be decided. `note` says what holds meanwhile; `both` is the union where two can stand."""

    id: str
    label: str
    base: str
    sides: tuple[Side, ...]
    note: str = ""
    risk: bool = False
    both: str = ""
    typed: bool = False
    """Whether another value may be typed: not for what is sealed, and not for withdrawn against edited."""
    base_who: str = ""
    """Who wrote what stood there before, and when."""
    twin: bool = False
    """Whether the sides are two whole files that may be one child: one is kept, or they are not one."""


@dataclass(frozen=True, slots=True)
class Case:
    """Everything to be decided about one child, or about one record that is no child's."""

    child: str
    name: str
    words: str
    risk: str
    about: str
    questions: tuple[Question, ...]

    @property
    def others(self) -> str:
        """Who else has changed it, and when, as the list says it."""
        said = [f"{side.who}也改了" for one in self.questions for side in one.sides if not side.own]
        return "" if any(one.twin for one in self.questions) or not said else said[0]


def cases(session: Session) -> list[Case]:
    """All that waits, the children with risk colours to be decided first, then by name."""
    by_child: dict[tuple[str, str], list[Conflict]] = {}
    for one in conflicts.waiting(session):
        by_child.setdefault(_whose(session, one), []).append(one)
    children = reader.many(session.ledger.connection, "child", {child for child, _ in by_child if child})
    found = []
    for (child, other), torn in by_child.items():
        raw = children.get(child, {})
        name = str(raw.get("name") or other)
        risk = str(raw.get("risk") or "")
        questions = tuple(_question(session, one, risk) for one in torn)
        about = "、".join(dict.fromkeys(question.label for question in questions))
        found.append(Case(child, name, _second(session, raw), risk, about, questions))
    found += [_twin(session, one) for one in twins.pairs(session)]
    return sorted(found, key=lambda case: (not any(q.risk for q in case.questions), case.name, case.child))


def count(session: Session) -> int:
    """How many questions wait: what was written differently, and pairs of files that may be one child's."""
    return conflicts.count(session) + twins.count(session)


def pairs(session: Session) -> list[tuple[str, tuple[Side, ...]]]:
    """Every pair of files that may be one child's: its id, and both files in words."""
    return [(one.id, _twin(session, one).questions[0].sides) for one in twins.pairs(session)]


def resolve(session: Session, prefix: str, taken: conflicts.Taken) -> str:
    """Settles the one question that an id, or the beginning of one, means. Returns the entry."""
    if not prefix.startswith(twins.MARK):
        side, number, value = taken.side, taken.number, taken.value
        return conflicts.resolve(session, prefix, side=side, take=number, value=value)
    found = [one.id for one in twins.pairs(session) if one.id.startswith(prefix)]
    if len(found) != 1:
        raise Refused(NOT_FOUND if not found else SEVERAL)
    return twins.settle(session, found[0], taken)


def _twin(session: Session, one: Twin) -> Case:
    """Two files side by side."""
    raw = reader.get(session.ledger.connection, "child", one.first) or {}
    sides = []
    for number, child in enumerate((one.first, one.second), 1):
        where, words = twins.told(session, child)
        sides.append(Side(where, words, one.reason, own=False, number=number))
    question = Question(one.id, TWIN, "", tuple(sides), twin=True)
    return Case(one.first, str(raw.get("name") or ""), _second(session, raw), "", TWIN, (question,))


def settle(session: Session, taken: Mapping[str, conflicts.Taken]) -> str:
    """Settles several questions; what one wrote differently as one entry. Returns the last entry."""
    plain = {key: one for key, one in taken.items() if not key.startswith(twins.MARK)}
    entry = conflicts.settle(session, plain) if plain else ""
    for key, one in taken.items():
        if key.startswith(twins.MARK):
            entry = twins.settle(session, key, one)
    return entry


def _whose(session: Session, one: Conflict) -> tuple[str, str]:
    """(child, "") of a conflict, or ("", what it is) where no child is meant."""
    if one.record == "child":
        return one.row, ""
    raw = reader.get(session.ledger.connection, one.record, one.row) or {}
    label = catalogue.RECORDS[one.record].label
    name = raw.get("name") or raw.get("title") or ""
    return (str(raw["child"]), "") if raw.get("child") else ("", f"{label} {name}".strip())


def _second(session: Session, raw: reader.Raw) -> str:
    birth = raw.get("birth")
    born = None if birth is None else Date().from_db(birth)
    age = days.age(born, session.today)
    parts = (raw.get("sex"), None if age is None else f"{age}岁", raw.get("village_group"))
    return "，".join(str(part) for part in parts if part)


def _question(session: Session, one: Conflict, risk: str) -> Question:
    record, _, key = one.field.partition(".")
    fields = catalogue.RECORDS[record].fields()
    label = one.label if record == "child" else f"{catalogue.RECORDS[record].label}{one.label}"
    torn_risk = one.field == "child.risk"
    note = f"定下来之前，按较谨慎的{risk}色办" if torn_risk and risk else ""
    sides = tuple(_side(session, value, number) for number, value in enumerate(one.values, 1))
    both = ""
    kind = fields[key].kind if key in fields else None
    if isinstance(kind, Codes):
        codes = {code for value in one.values for code in str(value.raw or "").split("、") if code}
        both = shown.one(fields[key], "、".join(kind.options.sort(codes)))
    typed = key in fields and key != ALIVE and fields[key].privacy is not S3
    ordered = tuple(sorted(sides, key=lambda side: not side.own))
    before = f"{one.base_by}，{telling.moment(one.base_when, session.today)}" if one.base_when else ""
    return Question(one.id, label, one.base, ordered, note, torn_risk, both, typed, before)


def _side(session: Session, value: Value, number: int) -> Side:
    unit = session.ledger.identity
    where = "我们这里改成" if value.own else "对方改成"
    if value.unit and value.unit != unit.unit:
        higher = len(value.unit.rstrip("0")) < len(unit.unit.rstrip("0"))
        where = "上级改成" if higher else "村里改成"
    who = f"{value.person}，{telling.moment(value.when, session.today)}"
    return Side(where, value.value or "空着", who, value.own, number)


def theirs(found: Iterable[Case]) -> dict[str, conflicts.Taken]:
    """Every question answered with the other side's one value. Risk colours are left out: these are never in
    bulk; so is where others wrote several."""
    return {
        question.id: conflicts.Taken(side="theirs")
        for case in found
        for question in case.questions
        if not question.risk
        and not question.twin
        and len({side.value for side in question.sides if not side.own}) == 1
    }
