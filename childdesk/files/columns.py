"""Decides for every column of a table which field it is, which item it becomes, or that a person must say."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from typing import Literal

from childdesk.domain import catalogue
from childdesk.domain.errors import Refused
from childdesk.domain.progress import Progress, Silent
from childdesk.files import column_roles, header_grammar, legends, member_words, sections, ticks
from childdesk.files.column_case import Case
from childdesk.files.column_names import shown_header
from childdesk.files.column_scores import (
    ASK,
    AUTO,
    Candidate,
    by_values,
    contradicted,
    field_of,
    header_score,
    meant,
    telling,
    whose_number,
)
from childdesk.files.evidence import SAMPLE, profile
from childdesk.files.header_grammar import NO_FIELD, Header, folded
from childdesk.files.header_words import KIN
from childdesk.files.layout import Layout

Decided = Literal["auto", "memory", "answer", "extra", "ask"]
CATEGORIES = "child.categories"
EXTRA, DROP = "extra", "drop"
"""Answers that are no field: keep the column as an item, leave it out."""
OTHER_FIELDS = frozenset(
    "place.province place.city place.county place.town place.village row.number child.age".split()
)
"""Fields of a table that no record keeps under this name."""
FEW = 5
"""Values below which bad ones say nothing against an exact header of identity numbers."""
STEP = 10
"""Columns between two words of progress."""
COLUMNS = "正在认栏目"
_DECIDED_BY_WORDS = frozenset("id_number phone birth disability_certificate".split())
"""Attributes whose exact words say enough over a handful of values."""
_ORDER = frozenset("123一二三")
NEAR = 0.05
"""Two columns whose scores for one field differ by less are both asked about."""
_IDENTITY = frozenset(["child.name", "child.id_number"])


@dataclass(frozen=True)
class Column:
    """One column of a table. One of `field` and `extra` is set; neither when it is asked about or dropped.

    `header` is shown and answered with; `key` is what memory keeps it under. `candidates` are the best
    three fields, the likeliest first. `member` and `attribute` are set for the grown-ups that a school
    register only numbers: `field` is what they usually are, `members.in_row` says what they are in a row.
    """

    index: int
    header: str
    key: str
    field: str | None
    extra: str | None
    confidence: float
    decided: Decided
    candidates: tuple[Candidate, ...] = ()
    hidden: bool = False
    member: str = ""
    attribute: str = ""
    kind: str = ""
    """The category that a tick in it says (√ under 留守); other columns may be of its field as well."""


def read_columns(
    table: Layout,
    today: date,
    answers: Mapping[str, str] | None = None,
    memory: Mapping[str, str] | None = None,
    progress: Progress | None = None,
    *,
    ticked: bool = False,
) -> tuple[Column, ...]:
    """The columns of a table in order; `ticked` takes those of ticks under 留守, 孤儿 … as categories.

    `answers` maps a header (or its key, or the column's index as text) to a field, `extra` or `drop`, and
    counts more than `memory`, which maps keys to the same. Raises Refused for an answer that names no field.
    """
    cases = _cases(table, today, progress or Silent())
    _name_members(cases, table)
    column_roles.give(cases)
    for case in cases:
        case.candidates = _candidates(case)
    if ticked:
        for case in cases:
            case.kind = ticks.kind(case.path, partial(table.column, case.index, SAMPLE))
    decided = _told(cases, answers or {}, memory or {}, table)
    decided |= _ticked([case for case in cases if case.kind and case.index not in decided])
    taken = {column.field for column in decided.values() if column.field and not column.kind}
    open_cases = [case for case in cases if case.index not in decided]
    for case, column in zip(open_cases, _assigned(open_cases, taken), strict=True):
        decided[case.index] = replace(column, member=case.member, attribute=case.attribute)
    return tuple(replace(decided[c.index], hidden=table.sheet.column_hidden(c.index)) for c in cases)


def known_field(name: str) -> bool:
    """Whether `record.key` is a field that a column may be."""
    return name in catalogue.FIELDS or name in catalogue.DERIVED or name in OTHER_FIELDS


def _cases(table: Layout, today: date, told: Progress) -> list[Case]:
    cases: list[Case] = []
    seen_keys: Counter[str] = Counter()
    told.step(0, len(table.columns), COLUMNS)
    samples = table.samples(SAMPLE)
    for number, index in enumerate(table.columns):
        if number % STEP == 0:
            told.step(number, len(table.columns), COLUMNS)
        path = table.path(index)
        values = samples.get(index, [])
        if path and (said := legends.legend(path[-1])):
            figures = {value for value in values if value.isdecimal()}
            values = values if figures - said.keys() else [said.get(value, value) for value in values]
        if not path and not values:
            continue
        key = "/".join(folded(part) for part in path)
        seen_keys[key] += 1
        if seen_keys[key] > 1 or not key:
            key = f"{key}#{seen_keys[key]}"
        header = header_grammar.path(*path) if path else _nameless(values)
        cases.append(Case(index, path, header, profile(values, today), key, bool(values)))
    return cases


def _nameless(values: Sequence[str]) -> Header:
    """What a column without a header holds: village groups are plain to see."""
    groups = len(values) > 1 and all(map(sections.village_group, values))
    return Header("", "village_group", 1.0) if groups else header_grammar.NOTHING


def _name_members(cases: list[Case], table: Layout) -> None:
    """Says of 成员1…, 成员2… whom their relations usually name; without relations they stay items."""
    members = [(case, found) for case in cases if (found := member_words.member(case.path))]
    relations = [
        (number, table.column(case.index, SAMPLE))
        for case, (number, attribute) in members
        if attribute == member_words.RELATION
    ]
    roles = member_words.usual_roles(relations)
    for case, (number, attribute) in members:
        if number in roles:
            case.member, case.attribute = number, attribute
            if attribute and attribute != member_words.IS_GUARDIAN:
                case.header = Header(roles[number], attribute, 1.0)


def _candidates(case: Case) -> tuple[Candidate, ...]:
    """The fields that a column could be, best first; none for what is known to have no field."""
    header, seen = meant(case.header, case.seen, "".join(case.path[-1:])), case.seen
    found: dict[str, float] = {}
    if header.attribute == "code":
        found = {"row.number": 0.8} if seen.running or not seen.count else {}
        case.sure_extra = True
    elif contradicted(header, seen, "".join(case.path[-1:])):
        case.sure_extra = True
    elif header.attribute and header.attribute != NO_FIELD and header.certainty >= 0.5:
        score = header_score(header, seen)
        if _words_decide(case):
            score = max(score, AUTO + 0.05)
        name = field_of(case.role, header.attribute)
        if name:
            found[name] = _adjusted(case, name, score)
        case.sure_extra = not name and case.role != "adult" and score >= AUTO
    elif header.attribute == NO_FIELD:
        case.sure_extra = header.certainty >= 0.5
    attribute, score = by_values(seen)
    if attribute and not case.sure_extra and (not found or max(found.values()) < AUTO):
        for role in _possible_roles(case, attribute):
            name = field_of(role, attribute)
            if name:
                found.setdefault(name, score - 0.05 * len(found))
    ranked = sorted(found.items(), key=lambda item: -item[1])
    return tuple(Candidate(name, round(min(score, 0.99), 3)) for name, score in ranked[:3])


def _words_decide(case: Case) -> bool:
    """Whether words alone decide: 身份证号 or 父亲电话 over a handful of values, however bad, is no question.

    Bad values are listed. Values that are plainly something else (telephones, say) still make it one.
    """
    attribute = case.header.attribute
    if case.header.certainty < 1 or attribute not in _DECIDED_BY_WORDS or case.seen.count >= FEW:
        return False
    named = attribute != "id_number" or (bool(case.path) and "身份" in folded(case.path[-1]))
    return named and telling(case.seen) in ("", attribute)


def _adjusted(case: Case, name: str, score: float) -> float:
    """What the table as a whole says against a sure header."""
    minors = case.seen.minors
    if name == "child.id_number" and minors is not None and minors < 0.2 and not case.header.role:
        return min(score, 0.55)
    if name == "row.number" and case.seen.enough and not case.seen.running and case.header.certainty < 1:
        return 0.0
    if not case.header.role and case.role in KIN:
        return min(score, 0.85)
    return score


def _possible_roles(case: Case, attribute: str) -> tuple[str, ...]:
    if attribute == "id_number":
        whose = whose_number(case.seen, case.role)
        if whose in ("child", *KIN):
            return (whose, *(role for role in ("child", *KIN) if role != whose))
    if case.role in KIN:
        return (case.role, "child")
    return ("child", *KIN) if attribute in ("name", "phone", "id_number") else ("child",)


def _told(
    cases: list[Case], answers: Mapping[str, str], memory: Mapping[str, str], table: Layout
) -> dict[int, Column]:
    """The columns that a person has decided, now or earlier."""
    decided: dict[int, Column] = {}
    for case in cases:
        header = shown_header(case.path, case.index)
        answer = next((answers[k] for k in (str(case.index), header, case.key) if k in answers), None)
        remembered = memory.get(case.key)
        if answer is not None:
            if answer not in (EXTRA, DROP) and not known_field(answer):
                raise Refused("答案里的栏目不存在", answer)
            decided[case.index] = _settled(case, answer, "answer", 1.0)
        elif remembered is not None and (remembered in (EXTRA, DROP) or known_field(remembered)):
            decided[case.index] = _settled(case, remembered, "memory", 0.99)
    return decided


def _ticked(cases: list[Case]) -> dict[int, Column]:
    """Columns of ticks: what each says is a category, sure or to be confirmed."""
    sure = ticks.sure({case.index: case.kind for case in cases})
    found = {}
    for case in cases:
        header = shown_header(case.path, case.index)
        best = (Candidate(CATEGORIES, 0.9 if case.index in sure else 0.6),)
        if case.index in sure:
            found[case.index] = _settled(case, CATEGORIES, "auto", 0.9)
        else:
            found[case.index] = Column(
                case.index, header, case.key, None, None, 0.6, "ask", best, kind=case.kind
            )
    return found


def _settled(case: Case, answer: str, decided: Decided, confidence: float) -> Column:
    name = answer if answer not in (EXTRA, DROP) else None
    extra = _extra_name(case) if answer == EXTRA else None
    header = shown_header(case.path, case.index)
    kind = case.kind if name == CATEGORIES else ""
    return Column(case.index, header, case.key, name, extra, confidence, decided, case.candidates, kind=kind)


def _assigned(cases: list[Case], taken: set[str]) -> list[Column]:
    """Gives each field to one column, filled ones and the surest first; others are asked about or items."""
    wishes = sorted(
        ((c.score, -case.index, c.field, case) for case in cases for c in case.candidates[:1]),
        key=lambda wish: (wish[3].filled and wish[0] >= AUTO, *wish[:2]),
        reverse=True,
    )
    owner: dict[str, tuple[float, Case]] = {}
    asked: set[int] = set()
    further: set[int] = set()
    for score, _, name, case in wishes:
        if name in taken:
            continue
        if name not in owner:
            owner[name] = (score, case)
        elif _is_further_number(name, owner[name][1], case):
            further.add(case.index)
        elif _doubts(name, owner[name], (score, case)):
            owner[name], doubtful = _rivals(name, owner[name], (score, case))
            asked |= doubtful
    made = [_decide(case, owner, asked, taken) for case in cases]
    return [
        replace(column, field=case.candidates[0].field, extra=None, decided="auto")
        if case.index in further
        else column
        for case, column in zip(cases, made, strict=True)
    ]


def _is_further_number(name: str, first: Case, second: Case) -> bool:
    """Whether a column holds one more telephone of the same person: 电话1 and 电话2."""
    if not name.endswith(".phone"):
        return False
    one, two = ("/".join(map(folded, case.path)) for case in (first, second))
    return one != two and one[:-1] == two[:-1] and {one[-1], two[-1]} <= _ORDER and bool(one[:-1])


def _doubts(name: str, first: tuple[float, Case], second: tuple[float, Case]) -> bool:
    """Whether a second column makes it unsure which one is meant; half-understood words do not."""
    if first[1].header.certainty >= 0.95 > 0.85 > second[1].header.certainty:
        return False
    return (name in _IDENTITY and second[0] >= AUTO) or first[0] - second[0] < NEAR


def _rivals(
    name: str, first: tuple[float, Case], second: tuple[float, Case]
) -> tuple[tuple[float, Case], set[int]]:
    """Which of two columns has a field and which are asked about: none when one carries its label."""
    if first[1].key.partition("#")[0] == second[1].key.partition("#")[0] or name == "row.number":
        return first, set()
    filled = [one for one in (first, second) if one[1].filled]
    if len(filled) == 1:  # about a column in which nothing stands nobody need be asked
        return filled[0], set()
    naming = [one for one in (first, second) if not folded("".join(one[1].path[-1:])).startswith("是否")]
    if len(naming) == 1:  # whether there is an illness is asked in one column, which it is in another
        return naming[0], set()
    label = folded(catalogue.FIELDS[name].label) if name in catalogue.FIELDS else ""
    labelled = [one for one in (first, second) if folded("".join(one[1].path[-1:])) == label]
    near = name.endswith(".phone")  # 监护人 电话 住址 联系电话: of two the nearer one is meant
    if len(labelled) == 1 and (labelled[0] is first or not near):
        return labelled[0], set()
    return first, {second[1].index} if near else {first[1].index, second[1].index}


def _decide(case: Case, owner: Mapping[str, tuple[float, Case]], asked: set[int], taken: set[str]) -> Column:
    header = shown_header(case.path, case.index)
    best = case.candidates[0] if case.candidates else Candidate("", 0.0)
    mine = bool(best.field) and best.field not in taken and owner.get(best.field, (0, None))[1] is case
    if mine and best.score >= AUTO and case.index not in asked:
        return Column(case.index, header, case.key, best.field, None, best.score, "auto", case.candidates)
    if case.index in asked or (mine and best.score >= ASK and not case.sure_extra):
        return Column(case.index, header, case.key, None, None, best.score, "ask", case.candidates)
    sure = 0.9 if case.sure_extra else 0.6
    return Column(case.index, header, case.key, None, _extra_name(case), sure, "extra", case.candidates)


def _extra_name(case: Case) -> str:
    name = shown_header(case.path, case.index)
    _, mark, copy = case.key.rpartition("#")
    return f"{name}（{copy}）" if mark and case.path else name
