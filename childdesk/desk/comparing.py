"""Holds a list that is not hers (a school's, 残联's) against the register: 漏报, 多报, 不一致, 已迁走.

Nothing of it is taken in by itself: each difference is taken over, left as it is, or becomes a task for the
village that answers for the child.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from childdesk.desk import checks, import_beside, import_missing, importing, list_kind, list_owner, villages
from childdesk.desk.import_beside import KEEP, OTHERS, TAKE, Beside
from childdesk.desk.import_plan import Difference, ImportPlan, RowPlan, SheetPlan
from childdesk.desk.list_kind import Kind
from childdesk.desk.list_owner import Owner
from childdesk.desk.records import Saved
from childdesk.desk.session import Right, Session
from childdesk.domain.change import ITEM
from childdesk.domain.plan import New, Op
from childdesk.store import reader

THERE, HERE, DIFFERENT, GONE, UNSURE = "there", "here", "different", "gone", "unsure"
WORDS = {
    THERE: "疑似漏报",
    HERE: "疑似多报",
    DIFFERENT: "不一致",
    GONE: "已迁走",
    UNSURE: "像是同一个孩子",
}
"""What a line of a comparison is, in the order in which they are looked at."""
MEANT = {
    THERE: "表里有，台账里没有",
    HERE: "台账里有，表里没有",
    DIFFERENT: "两边都有，写得不一样",
    GONE: "表里还有，台账里已经不在这个村",
    UNSURE: "对不准，要人看一眼",
}
"""The same in a sentence."""
INSURED = ("名单里没有", "台账里有，参保名单里没有。多半在别处参保，也可能漏保了，问一声")
"""What is said instead of those who are here alone, where a list is of the insured: it is no 多报."""
TASK = "task"
KNOWN_BY = (
    *(f"child.{key}" for key in ("sex", "birth", "school", "grade", "school_class")),
    *(f"guardian.{key}" for key in ("name", "relation")),
)
"""What a task says of a child in somebody else's list."""


@dataclass(frozen=True, slots=True)
class Further:
    """A further row about the child of a line, and the fields in which it alone differs from the register."""

    sheet: str
    row: int
    fields: frozenset[str]


@dataclass(frozen=True, slots=True)
class Line:
    """One child in whom list and register differ. `key` names the line; `group` is 班级 or 村民组; `unit`
    the village that answers for the child, where that is known."""

    key: str
    kind: str
    name: str
    group: str
    child: str = ""
    sheet: str = ""
    row: int = 0
    why: str = ""
    differences: tuple[Difference, ...] = ()
    unit: str = ""
    further: tuple[Further, ...] = ()
    """The other rows about the same child."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """What came of it: lines that differ, and how many rows say the same as the register."""

    made: ImportPlan
    lines: tuple[Line, ...]
    same: int
    rows: int
    grown: int = 0
    """Rows about grown-ups, who are nobody's children and are not compared."""
    again: int = 0
    """Rows about a child of an earlier row: what they say stands in its line."""
    units: Mapping[str, str] = field(default_factory=dict)
    """Code → name of the villages that may be asked."""
    insured: bool = False
    """Whether the list is of the insured, so that who is not in it is only asked where that is."""

    def word(self, kind: str) -> str:
        """What a line of this kind is called."""
        return INSURED[0] if self.insured and kind == HERE else WORDS[kind]

    def meant(self, kind: str) -> str:
        """The same in a sentence."""
        return INSURED[1] if self.insured and kind == HERE else MEANT[kind]

    def of(self, kind: str) -> list[Line]:
        """The lines of one kind."""
        return [line for line in self.lines if line.kind == kind]


def compare(session: Session, made: ImportPlan) -> Comparison:
    """The comparison that an import's plan holds; only children of the list's own kind count as missing.

    Every row of the list is the same as the register, or a line here: none is matched in silence.
    """
    session.require(Right.VIEW)
    rosters = [sheet for sheet in made.sheets if sheet.is_roster]
    named, _ = import_missing.named_in(rosters)
    everyone = import_missing.everyone(session)
    known = {child: everyone[child] for child in named & everyone.keys()}
    kind = list_kind.kind_of(
        rosters, known, made.file, [everyone[child] for child in everyone.keys() - named]
    )
    looker = _Looker(session, known, kind, rosters)
    lines = [line for sheet in rosters for line in looker.lines(sheet)]
    grown = looker.grown
    for child, raw in import_missing.kept_out(rosters, everyone, kind):
        unit, group = str(raw.get("unit") or ""), kind.group(raw, {})
        lines.append(Line(f"{HERE}:{child}", HERE, str(raw["name"]), group, child, unit=unit))
    order = list(WORDS)
    lines.sort(
        key=lambda line: (order.index(line.kind), line.unit, line.group, line.sheet, line.row, line.name)
    )
    rows = sum(len(sheet.rows) for sheet in rosters)
    again = sum(sheet.joined for sheet in rosters)
    same = rows - grown - again - sum(1 for line in lines if line.row)
    insured = list_kind.is_of_insured(rosters, made.file)
    return Comparison(made, tuple(lines), same, rows, grown, again, looker.names, insured)


def keeper(session: Session, made: ImportPlan) -> Owner | None:
    """Who else keeps a list, so that it is compared and not taken in; None where nothing is to compare it
    with."""
    if not reader.count(session.ledger.connection, "child"):
        return None
    return list_owner.owner(made.sheets, made.file, session.today)


class _Looker:
    """Looks at row after row; what it needs of the register is read once."""

    def __init__(
        self, session: Session, raws: Mapping[str, reader.Raw], kind: Kind, rosters: Sequence[SheetPlan]
    ) -> None:
        self.session, self.kind = session, kind
        self.further: dict[tuple[str, int], list[tuple[SheetPlan, RowPlan]]] = {}
        for sheet in rosters:
            for row in sheet.rows:
                if row.is_joined and row.earlier is not None:
                    self.further.setdefault(row.earlier, []).append((sheet, row))
        self.raws = raws
        self.names = villages.names(session)
        self.finder = villages.Finder(villages.every(session))
        self.own = session.ledger.identity.unit if session.ledger.identity.level == "village" else ""
        self.beside = Beside(session, raws)
        self.grown = 0

    def lines(self, sheet: SheetPlan) -> Iterator[Line]:
        """What of a sheet is not the same as the register."""
        why = {remark.row: remark.text for remark in sheet.issues if remark.column is None}
        for row in sheet.rows:
            if row.is_joined:
                continue
            child = "" if row.outcome == "add" else row.child
            if not child and list_kind.is_grown(row, self.session.today):
                self.grown += 1
                continue
            others = self.further.get((sheet.name, row.row), [])
            line = Line(
                f"{sheet.name}:{row.row}",
                THERE,
                row.name or "（没有姓名）",
                self.kind.group(self.raws.get(child, {}), row.texts, list_kind.entered(sheet, row)),
                child,
                sheet.name,
                row.row,
                unit=self._unit(row, child),
                further=tuple(Further(of.name, one.row, frozenset()) for of, one in others),
            )
            if row.outcome == "add":
                yield line
            elif row.outcome == "reject" or row.guess:
                reason = f"{row.guess}" if row.guess else why.get(row.row, "这一行没有收")
                known = tuple(self.beside.differences(row)) if child else ()
                yield replace(line, kind=UNSURE, why=reason, differences=known)
            elif gone := self._gone(row):
                yield replace(line, kind=GONE, why=gone)
            elif any(one.outcome == "change" for one in (row, *(one for _, one in others))):
                found, further = self._apart(row, others)
                if found:
                    yield replace(line, kind=DIFFERENT, differences=found, further=further)

    def _apart(
        self, row: RowPlan, others: Sequence[tuple[SheetPlan, RowPlan]]
    ) -> tuple[tuple[Difference, ...], tuple[Further, ...]]:
        """What all rows about a child say otherwise than its file; of one field the first that says it."""
        found = {one.field: one for one in self.beside.differences(row)}
        further: list[Further] = []
        for sheet, one in others:
            more = {apart.field: apart for apart in self.beside.differences(one)}
            fields = frozenset(name for name in more if name not in found and name not in row.texts)
            found |= {name: more[name] for name in more if name in fields}
            further.append(Further(sheet.name, one.row, fields))
        return tuple(found.values()), tuple(further)

    def _unit(self, row: RowPlan, child: str) -> str:
        """The village that answers: that of the file, else the one that the row names."""
        if child and child in self.raws:
            return str(self.raws[child].get("unit") or "")
        return self.own or self._named(row) or self._lives(row)

    def _named(self, row: RowPlan) -> str:
        return self.finder.unit(row.texts.get("place.village", ""))

    def _lives(self, row: RowPlan) -> str:
        words = (row.texts.get(key, "") for key in ("child.live_address", "child.hukou_address"))
        return next((unit for text in words if (unit := self.finder.inside(text))), "")

    def _gone(self, row: RowPlan) -> str:
        """Why a child of the list is no longer where the list says; empty where it is."""
        raw = self.raws.get(row.child, {})
        if raw.get("exit_reason") or raw.get("exit_on"):
            when = f"{raw['exit_on']}退出" if raw.get("exit_on") else "已退出"
            return f"{when}（{raw['exit_reason']}）" if raw.get("exit_reason") else when
        named, unit = self._named(row), str(raw.get("unit") or "")
        if named and unit and named != unit:
            return f"表里写{self.names.get(named, named)}，台账里现在在{self.names.get(unit, unit)}"
        return ""


Choice = Mapping[str, str]
"""Field of a difference → TAKE, KEEP or TASK; "" stands for the line as a whole."""


def settle(session: Session, found: Comparison, choices: Mapping[str, Choice]) -> Saved:
    """Writes what was chosen as one entry: values and children taken over, tasks for what is to be asked.

    `choices` maps the key of a line to what was chosen for it; what is not named stays as it is. To take over
    a doubtful line says that it is that child. A task for several fields of one child is one task, and goes
    to the village that answers for the child. Nothing chosen writes nothing.
    """
    session.require(Right.IMPORT)
    by_key = {line.key: line for line in found.lines}
    taken = {key: choice for key, choice in choices.items() if TAKE in choice.values() and by_key[key].row}
    picks: dict[tuple[str, int], dict[str, str]] = {}
    for key, choice in taken.items():
        line, ways = by_key[key], _kept(by_key[key], choice)
        picks[line.sheet, line.row] = ways
        for one in line.further if line.kind == DIFFERENT else ():
            picks[one.sheet, one.row] = {
                name: way if name in one.fields or name == OTHERS else KEEP for name, way in ways.items()
            }
    said = replace(found.made.said, picks={**found.made.said.picks, **picks})
    meant = {(line.sheet, line.row): line.child for key in taken if (line := by_key[key]).kind == UNSURE}
    made = replace(found.made, said=said, decisions={**found.made.decisions, **meant})
    ops: list[Op] = _taken(session, made, {by_key[key] for key in taken})
    for key, choice in choices.items():
        if TASK in choice.values():
            task = _task(session, by_key[key], choice, found.made)
            ops += [] if import_missing.is_open(session, task) else [task]
    if not ops:
        return Saved("", "")
    written = session.ledger.writer.write("compare", session.person, ops, source=found.made.file)
    return Saved("", written.entry)


def _kept(line: Line, choice: Choice) -> dict[str, str]:
    """What of a line is taken and what stays as it is. Of a child that is known nothing else is taken in.

    A grown-up of whom nothing is known comes with the name.
    """
    usual = choice.get("", KEEP)
    picks = {d.field: TAKE if choice.get(d.field, usual) == TAKE else KEEP for d in line.differences}
    records = {field.partition(".")[0] for field, way in picks.items() if way == TAKE}
    for one in line.differences:
        record, _, key = one.field.partition(".")
        if record in records and key == "name" and not one.ours:
            picks[one.field] = TAKE
    return picks if line.kind != DIFFERENT else {**picks, OTHERS: KEEP}


def _taken(session: Session, made: ImportPlan, lines: set[Line]) -> list[Op]:
    """The ops of the rows that are taken over, planned anew with what stays; new files go to their unit."""
    if not lines:
        return []
    units = {(line.sheet, line.row): line.unit for line in lines}
    units |= {(one.sheet, one.row): line.unit for line in lines for one in line.further}
    again = importing.again(session, made)
    ops: list[Op] = []
    for sheet in again.sheets:
        for row in sheet.rows:
            if (sheet.name, row.row) in units:
                ops += [import_beside.in_unit(op, units[sheet.name, row.row]) for op in row.ops]
    used = {key for op in ops for key in (op.values if isinstance(op, New) else {op.field: None})}
    return [*(item for item in again.items if f"{ITEM}{item.row}" in used), *ops] if ops else []


def _task(session: Session, line: Line, choice: Choice, made: ImportPlan) -> New:
    source = made.file
    asked = [d for d in line.differences if choice.get(d.field, choice.get("")) == TASK]
    title = {
        THERE: f"核实{line.name}：{source}里有，台账里没有",
        HERE: import_missing.title(line.name, source),
        f"{HERE} insured": f"核实{line.name}在哪里参保：{source}里没有",
        GONE: f"核实{line.name}是不是已经走了：{source}里还有",
        UNSURE: f"核实{line.name}{checks.WHETHER}",
    }.get(_asked_as(line, made), f"核实{line.name}的{'、'.join(d.label for d in asked)}：和{source}不一样")
    told = [f"{d.label}{d.theirs}" for d in asked if d.theirs]
    if line.kind in (THERE, UNSURE):
        told = _known_by(line, made)
    why = line.why if line.kind == GONE else f"名单上写：{'，'.join(told)}" if told else ""
    return import_missing.task(session, line.child, title, source, line.unit, why)


def _asked_as(line: Line, made: ImportPlan) -> str:
    rosters = [sheet for sheet in made.sheets if sheet.is_roster]
    elsewhere = line.kind == HERE and list_kind.is_of_insured(rosters, made.file)
    return f"{HERE} insured" if elsewhere else line.kind


def _known_by(line: Line, made: ImportPlan) -> list[str]:
    """By what a village knows whom a list means; no numbers."""
    rows = (row for sheet in made.sheets if sheet.name == line.sheet for row in sheet.rows)
    texts = next((row.texts for row in rows if row.row == line.row), {})
    return [texts[key] for key in KNOWN_BY if texts.get(key)]
