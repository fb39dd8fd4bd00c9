"""What was written differently at two places, child by child, as a person decides it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from childdesk.desk import conflicts, history, shown, telling, transfers, twins, villages
from childdesk.desk.conflicts import GONE, Conflict, Value
from childdesk.desk.session import Right, Session
from childdesk.desk.twins import Twin
from childdesk.domain import catalogue, days
from childdesk.domain.change import ALIVE
from childdesk.domain.errors import Refused
from childdesk.domain.kinds import Codes, Date
from childdesk.domain.privacy import S3
from childdesk.store import journal, reader

TWIN = "可能是同一人"
NOT_FOUND = "没有找到这一处，请再看一眼编号"
SEVERAL = "编号对得上好几处，请多写几位"
OURS = {"village": "我们村", "township": "我们镇", "county": "我们县"}
ABOVE = {9: "镇里", 6: "县里"}
OTHER = "对方"
MOVED, MEANWHILE = "转到哪个村", "定下来之前，两个村都留着这份档案"
LONGEST = 6
"""Characters of a village's name that a button still takes."""


@dataclass(frozen=True, slots=True)
class Side:
    """One value on its card: where it was written, by whom and when, in words."""

    where: str
    value: str
    who: str
    own: bool
    number: int
    reason: str = ""
    """Why it was written so, as its writer said."""
    take: str = "用这个"
    """What its button says."""


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
    base_reason: str = ""
    here: bool = True
    """Whether this desk decides it: to which village a child goes is decided by the desk above."""
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
    others: str = ""
    """What somebody else did to it, and when, as the list says it."""
    merged: int = 0
    """How many other places came with it and were put together without a question."""


def cases(session: Session) -> list[Case]:
    """All that waits, the children with risk colours to be decided first, then by name."""
    by_child: dict[tuple[str, str], list[Conflict]] = {}
    for one in conflicts.waiting(session):
        by_child.setdefault(_whose(session, one), []).append(one)
    children = reader.many(session.ledger.connection, "child", {child for child, _ in by_child if child})
    found = []
    names = transfers.called(session) if by_child else {}
    for (child, other), torn in by_child.items():
        raw = children.get(child, {})
        name = str(raw.get("name") or other)
        risk = str(raw.get("risk") or "")
        asked = (_question(session, one, risk, names) for one in torn)
        questions = tuple(sorted(asked, key=lambda question: not question.risk))
        about = "、".join(dict.fromkeys(question.label for question in questions))
        others, merged = _others(session, torn, names), _merged(session, child, torn)
        found.append(Case(child, name, _second(session, raw), risk, about, questions, others, merged))
    found += [_twin(session, one) for one in twins.pairs(session)]
    return sorted(found, key=lambda case: (not any(q.risk for q in case.questions), case.name, case.child))


def _others(session: Session, torn: Iterable[Conflict], names: Mapping[str, str]) -> str:
    """今天，镇里刘敏也改了; 镇里刘敏撤回了，这里还在改."""
    for one in torn:
        for value in one.values:
            if not value.own:
                who = f"{_whose_side(session, value, names)}{value.person}"
                if value.value == GONE and one.field.endswith(ALIVE):
                    return f"{who}撤回了，这里还在改"
                day = telling.day(telling.local_day(value.when), session.today)
                return f"{day}，{who}也改了"
    return ""


def _merged(session: Session, child: str, torn: Iterable[Conflict]) -> int:
    """What else of a child came with the other side's values and disagreed with nothing. What is protected is
    counted only for those with the right."""
    connection = session.ledger.connection
    waiting = {(one.record, one.row, one.field.partition(".")[2]) for one in torn}
    foreign = [value.dot for one in torn for value in one.values if not value.own]
    if not child or not foreign:
        return 0
    rows = [child, *(row for _, row in reader.dependents(connection, child))]
    came = journal.come_with(connection, foreign, rows) - waiting
    return sum(_tells(session, record, key) for record, _, key in came)


def _tells(session: Session, record: str, key: str) -> bool:
    if record not in ("child", "visit", *history.FACTS):
        return False
    fields = catalogue.RECORDS[record].fields()
    sealed = record in catalogue.PROTECTED or (key in fields and fields[key].privacy is S3)
    return (key == "" or key in fields) and (not sealed or session.may(Right.S3))


def count(session: Session) -> int:
    """How many questions wait: what was written differently, and pairs of files that may be one child's."""
    return conflicts.count(session) + twins.count(session)


def known(session: Session) -> int:
    """The same for the badge, quickly: pairs are in it once they have been counted for a page."""
    return conflicts.count(session) + twins.known(session)


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
        sides.append(Side(where, words, one.reason, own=False, number=number, take="合成一份，照这份"))
    question = Question(one.id, TWIN, "", tuple(sides), twin=True)
    name, others = str(raw.get("name") or ""), f"{sides[0].where[:-3]}和{sides[1].where[:-3]}各有一份档案"
    return Case(one.first, name, _second(session, raw), "", TWIN, (question,), others)


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
    parts = (raw.get("sex"), None if age is None else f"{age}岁", villages.home(session)(raw))
    return "，".join(str(part) for part in parts if part)


def _question(session: Session, one: Conflict, risk: str, names: Mapping[str, str]) -> Question:
    record, _, key = one.field.partition(".")
    fields = catalogue.RECORDS[record].fields()
    label = one.label if record == "child" else f"{catalogue.RECORDS[record].label}{one.label}"
    torn_risk = one.field == "child.risk"
    note = f"定下来之前，按较谨慎的{risk}色办" if torn_risk and risk else ""
    here = one.field != "child.unit" or not transfers.asks(session)
    if one.field == "child.unit":
        label, note = MOVED, MEANWHILE if here else conflicts.ABOVE_DECIDES
    both = ""
    kind = fields[key].kind if key in fields else None
    if isinstance(kind, Codes):
        codes = {code for value in one.values for code in str(value.raw or "").split("、") if code}
        both = shown.one(fields[key], "、".join(kind.options.sort(codes)))
    typed = key in fields and key not in (ALIVE, "unit") and fields[key].privacy is not S3
    before = f"{one.base_by}，{telling.moment(one.base_when, session.today)}" if one.base_when else ""
    sides = _sides(session, one, names)
    told = (before, one.base_reason, here)
    return Question(one.id, label, one.base, sides, note, torn_risk, both, typed, *told)


def _sides(session: Session, one: Conflict, names: Mapping[str, str]) -> tuple[Side, ...]:
    """Ours first, each with what its button says."""
    whose = [_whose_side(session, value, names) for value in one.values]
    found = []
    for number, (value, where) in enumerate(zip(one.values, whose, strict=True), 1):
        take = f"用{'我们' if value.own else where if len(where) <= LONGEST else '村里'}的"
        if one.field.endswith(f".{ALIVE}"):
            take = "撤回这份" if value.value == GONE else "留着这份"
        elif len(set(whose)) < len(whose):
            take = "用这个"
        who = f"{value.person}，{telling.moment(value.when, session.today)}"
        side = Side(f"{where}改成", value.value or "空着", who, value.own, number, value.reason, take)
        found.append(side)
    return tuple(sorted(found, key=lambda side: not side.own))


def _whose_side(session: Session, value: Value, names: Mapping[str, str]) -> str:
    """Where a value was written: 我们村, 镇里, the name of a village."""
    identity = session.ledger.identity
    if value.own:
        return OURS[identity.level]
    if value.unit and len(value.unit) < len(identity.unit):
        return ABOVE.get(len(value.unit), "上级")
    return OTHER if value.unit in ("", identity.unit) else names.get(value.unit, "别的村")


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
