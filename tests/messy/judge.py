"""Compares what the import makes of a generated ledger with what is true of it."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from childdesk.desk import list_owner
from childdesk.desk.import_plan import ImportPlan, Remark, RowPlan, SheetPlan
from tests.messy import judge_values
from tests.messy.judge_values import Fault
from tests.messy.outcome import Outcomes
from tests.messy.people import TODAY
from tests.messy.truth import ColumnTruth, RowTruth, SheetTruth, Truth

CORE = frozenset(
    "child.name child.former_name child.sex child.id_type child.id_number child.birth child.age child.nation"
    " child.hukou_class child.hukou_kind child.hukou_address child.live_address child.village_group"
    " child.phone child.categories child.health child.disability_type child.disability_level"
    " child.disability_certificate child.illness child.schooling child.school child.grade child.school_class"
    " child.student_number child.boarding child.bank_account child.amount child.risk child.note"
    " guardian.agreement guardian.agreement_date place.province place.city place.county place.town"
    " place.village row.number household.number household.head household.size".split()
) | {
    f"{record}.{key}"
    for record in ("father", "mother", "guardian")
    for key in ("name", "id_number", "phone", "relation", "work_place", "status", "health")
}
"""The fields whose names the command line fixes; what else the catalogue has is counted apart."""
IDENTITY = frozenset(("child.name", "child.id_number"))


@dataclass(frozen=True, slots=True)
class Confusion:
    """One column that was not decided as it is: what it is, what it was taken for, and its words."""

    true: str
    taken: str
    header: str
    seed: int
    silent: bool


@dataclass(slots=True)
class Verdict:
    """What happened to one ledger. Faults of values carry their kind: silent, told, lost beside."""

    seed: int
    style: str
    written: str
    roster: bool
    refused: str = ""
    crashed: str = ""
    compared: str = ""
    """As whose it would open to be compared only, and why."""
    auto: int = 0
    identity_auto: int = 0
    silent_wrong: int = 0
    identity_wrong: int = 0
    core: int = 0
    core_found: int = 0
    further: int = 0
    further_found: int = 0
    asked: int = 0
    questions: set[str] = field(default_factory=set)
    asked_unneeded: int = 0
    header_right: bool = True
    records_exact: bool = True
    lost: int = 0
    again: int = 0
    """Further rows about a child whose number stands plainly in both."""
    again_joined: int = 0
    wrong_joined: int = 0
    """Rows that were put to another child."""
    invented: int = 0
    conserved: bool = True
    rows_add_up: bool = True
    vanished: list[str] = field(default_factory=list)
    notes: int = 0
    notes_lost: int = 0
    """Notes (批注) beside children, and those that neither a child's file nor an issue holds."""
    marked: Counter[str] = field(default_factory=Counter)
    marked_told: Counter[str] = field(default_factory=Counter)
    confusions: list[Confusion] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    seconds: float = 0.0

    @property
    def columns_right(self) -> bool:
        """Whether no column was taken for what it is not, and each of the fixed fields was found or asked."""
        return not any(one.silent or one.true in CORE for one in self.confusions)

    @property
    def spotless(self) -> bool:
        """Whether every column at all is right without a question."""
        return self.zero_click and not self.confusions

    @property
    def zero_click(self) -> bool:
        """Whether the file could be taken in as it is, without an answer."""
        return not self.crashed and not self.refused and not self.asked and self._sound

    @property
    def few_clicks(self) -> bool:
        """The same with at most two answers."""
        return not self.crashed and not self.refused and self.asked <= 2 and self._sound

    @property
    def _sound(self) -> bool:
        return self.columns_right and self.records_exact

    def causes(self) -> list[str]:
        """Why it is not a file without clicks, in the order in which one would look."""
        told = [
            ("crash", bool(self.crashed)),
            (f"refused: {self.refused[:24]}", bool(self.refused)),
            ("header rows", not self.header_right),
            (f"children lost ({self.lost})", self.lost > 0),
            (f"rows that are no children taken ({self.invented})", self.invented > 0),
            ("column wrong without asking", self.silent_wrong > 0),
            ("column left as an item", any(not c.silent and c.true in CORE for c in self.confusions)),
            ("asked", self.asked > 0),
            ("cells do not add up", not self.conserved),
        ]
        return [words for words, holds in told if holds]


def refused(truth: Truth, why: str, *, crash: bool = False) -> Verdict:
    """The verdict on a ledger of which there is no plan."""
    made = Verdict(truth.seed, truth.style, truth.written, truth.is_roster)
    if crash:
        made.crashed = why
    else:
        made.refused = why if truth.is_roster else ""
    if truth.is_roster:
        made.records_exact, made.conserved = False, False
        made.lost = len(truth.rows())
        for sheet in truth.sheets:
            made.core += sum(c.field in CORE and not c.empty for c in sheet.columns)
    return made


def judge(truth: Truth, plan: ImportPlan, answered: ImportPlan | None = None) -> Verdict:
    """The verdict on a plan. Where it asks, rows and values are those of the plan after the answers."""
    made = Verdict(truth.seed, truth.style, truth.written, truth.is_roster)
    sheets = _by_name(truth, plan)
    after = _by_name(truth, answered or plan)
    rows = _Rows(made, Outcomes())
    for sheet in truth.sheets:
        if sheet.hidden:
            continue
        if sheet.is_roster:
            rosters = [one for one in sheets[sheet.name] if one.is_roster]
            _columns(made, truth.seed, sheet, {c.index: c for one in rosters for c in one.columns})
            _header(made, sheet, rosters)
            _conservation(made, sheet, rosters)
        rows.sheet(sheet, after[sheet.name])
    rows.values()
    made.asked = len(made.questions)
    keeper = list_owner.owner(plan.sheets, plan.file, TODAY)
    made.compared = f"{keeper.who}: {keeper.why}" if keeper else ""
    return made


def _by_name(truth: Truth, plan: ImportPlan) -> dict[str, list[SheetPlan]]:
    found: dict[str, list[SheetPlan]] = defaultdict(list)
    order = list(dict.fromkeys(_whole(sheet.name) for sheet in plan.sheets))
    for sheet in plan.sheets:
        alone = len(truth.sheets) == 1
        name = truth.sheets[0].name if alone else _named(truth, sheet, order.index(_whole(sheet.name)))
        found[name].append(sheet)
    return found


def _whole(name: str) -> str:
    """The name of a sheet of which a block bears the number."""
    return re.sub(r"（\d+）$", "", name)


def _named(truth: Truth, sheet: SheetPlan, number: int) -> str:
    """Tables of a web page have no names: their order tells them."""
    for name in (sheet.name, _whole(sheet.name)):
        if any(one.name == name for one in truth.sheets):
            return name
    visible = [one.name for one in truth.sheets if not one.hidden]
    return visible[number] if number < len(visible) else sheet.name


# ── columns ─────────────────────────────────────────────────────────────────────────────────────────────


def _columns(made: Verdict, seed: int, truth: SheetTruth, columns: dict[int, object]) -> None:
    for one in truth.columns:
        if one.empty:
            continue
        column = columns.get(one.index)
        taken = getattr(column, "field", None)
        decided = str(getattr(column, "decided", "nothing"))
        core = one.field in CORE
        asked = decided == "ask"
        right = not asked and one.right(taken)
        made.core += core
        made.core_found += core and right
        made.further += one.field is not None and not core
        made.further_found += one.field is not None and not core and right
        if asked:
            made.questions.add(str(getattr(column, "header", "")))
            made.asked_unneeded += one.field is None
            continue
        if taken is not None:
            made.auto += 1
            made.silent_wrong += not right
            if IDENTITY & {one.field, taken}:
                made.identity_auto += 1
                made.identity_wrong += not right
        if not right:
            made.confusions.append(_confusion(one, taken, decided, seed))


def _confusion(one: ColumnTruth, taken: str | None, decided: str, seed: int) -> Confusion:
    said = taken or ("an item" if decided == "extra" else decided)
    header = "/".join(" ".join(word.split()) for word in one.path)
    return Confusion(one.field or f"no field ({one.kind})", said, header, seed, taken is not None)


def _header(made: Verdict, truth: SheetTruth, rosters: Sequence[SheetPlan]) -> None:
    words, all_rows = set(truth.header_rows), {*truth.header_rows, *truth.under_rows}
    for plan in rosters:
        found = set(plan.header_rows)
        made.header_right = made.header_right and words <= found <= all_rows
    made.header_right = made.header_right and bool(rosters)


# ── rows ────────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(slots=True)
class _Taken:
    """A row of the truth that was taken in, with its sheet and what was said of it."""

    sheet: SheetTruth
    row: RowTruth
    planned: RowPlan
    decided: dict[int, str | None]
    issues: list[Remark]

    @property
    def number(self) -> str:
        """The child's number where it stands plainly in the row."""
        at = next((c.index for c in self.sheet.columns if c.field == "child.id_number"), -1)
        want = self.row.wants.get(at)
        right = want is not None and self.decided.get(at) == "child.id_number" and not want.asks
        return want.values[0] if want is not None and right and want.values else ""


@dataclass(slots=True)
class _Rows:
    """Goes through the sheets after the answers: rows, values, what is struck out."""

    made: Verdict
    outcomes: Outcomes
    seen: set[str] = field(default_factory=set)
    taken: dict[str, list[_Taken]] = field(default_factory=dict)
    """Child of the truth → its rows that were taken in."""

    def sheet(self, truth: SheetTruth, plans: Sequence[SheetPlan]) -> None:
        """One sheet."""
        rosters = [plan for plan in plans if plan.is_roster]
        taken = [row for plan in rosters for row in plan.rows]
        if not truth.is_roster:
            self.made.invented += sum(row.outcome != "reject" for row in taken)
            self.made.records_exact = self.made.records_exact and not self.made.invented
            return
        pairs = self._pairs(truth, taken)
        _conservation(self.made, truth, rosters)
        issues = [issue for plan in plans for issue in plan.issues]
        _marked(self.made, truth, issues)
        decided = {c.index: c.field for plan in rosters for c in plan.columns if c.decided != "ask"}
        for row, planned in pairs:
            self.outcomes.stored(planned)
            one = _Taken(truth, row, planned, decided, issues)
            first = self.taken.setdefault(row.child, [])
            if first and one.number and one.number == first[0].number:
                self.made.again += 1
                self.made.again_joined += planned.is_joined and planned.child == first[0].planned.child
            if planned.outcome != "reject":
                first.append(one)
            else:
                self._notes(row, "\n".join(issue.was for issue in issues if issue.row == row.row))

    def values(self) -> None:
        """The values of every file against what each of its rows says; whether these are one child's.

        Only now: a later sheet may make the household of an earlier one's child.
        """
        whose: dict[str, str] = {}
        for child, rows in self.taken.items():
            for one in rows:
                whose.setdefault(one.planned.child, child)
        for child, rows in self.taken.items():
            self.made.wrong_joined += sum(whose[one.planned.child] != child for one in rows)
            for file in [one for one in rows if one.planned.outcome == "add"]:
                self._file(file, [one for one in rows if one.planned.child == file.planned.child])

    def _file(self, file: _Taken, rows: Sequence[_Taken]) -> None:
        stored = self.outcomes.stored(file.planned)
        said = {field for one in rows for field in one.decided.values() if field}
        for one in rows:
            self._notes(one.row, stored.said)
            told = [*one.issues, *_beside(rows, one)]
            self.made.faults += judge_values.faults(
                one.sheet, one.row, stored, one.decided, told, self.made.seed, said
            )

    def _notes(self, row: RowTruth, said: str) -> None:
        """Whether the notes beside a child are kept with it, or listed where its row is not taken."""
        self.made.notes += len(row.notes)
        self.made.notes_lost += sum(words not in said for words in row.notes)

    def _pairs(self, truth: SheetTruth, taken: Sequence[RowPlan]) -> list[tuple[RowTruth, RowPlan]]:
        """Which planned row is which child's; counts children lost and rows taken for children."""
        made = self.made
        at: dict[int, list[RowPlan]] = defaultdict(list)
        for planned in taken:
            at[planned.row].append(planned)
        pairs: list[tuple[RowTruth, RowPlan]] = []
        for row in truth.rows:
            found = _taken_for(truth, row, at.get(row.row, []))
            if found is not None:
                at[row.row].remove(found)
                pairs.append((row, found))
            again = row.child in self.seen
            made.lost += found is None or (found.outcome == "reject" and not again)
            self.seen.add(row.child)
        made.invented += sum(one.outcome != "reject" for left in at.values() for one in left)
        made.records_exact = made.records_exact and not made.lost and not made.invented
        return pairs


def _beside(rows: Sequence[_Taken], one: _Taken) -> list[Remark]:
    """What was said of the other rows of a child: a file that two rows make is told of at either."""
    others = [other for other in rows if other is not one]
    return [
        replace(issue, row=one.row.row, column=None)
        for other in others
        for issue in other.issues
        if issue.row == other.row.row
    ]


def _taken_for(truth: SheetTruth, row: RowTruth, planned: Sequence[RowPlan]) -> RowPlan | None:
    """The planned row of a child: by its name where blocks stand side by side, else the only one."""
    at = next((c.index for c in truth.columns if c.field == "child.name" and c.index in row.wants), -1)
    names = row.wants[at].values if at in row.wants else ()
    return next((one for one in planned if one.name in names), planned[0] if planned else None)


def _conservation(made: Verdict, truth: SheetTruth, rosters: Sequence[SheetPlan]) -> None:
    """Every cell below the header is counted. A header taken too short leaves more cells below it."""
    counted = sum(plan.stored + plan.extra + plan.listed for plan in rosters)
    last = max((max(plan.header_rows, default=0) for plan in rosters), default=0)
    header = {*truth.header_rows, *truth.under_rows}
    below = {0, sum(truth.row_cells.get(row, 0) for row in truth.under_rows if row > last)}
    more = sum(truth.row_cells.get(row, 0) for row in truth.header_rows if row > last)
    right = {truth.cells + more + some + spread for some in below for spread in (0, truth.spread)}
    if counted not in right:
        made.conserved = False
        said = f"{truth.name}: {counted} of {truth.cells} (header {last}, is {max(header)})"
        made.vanished += [] if said in made.vanished else [said]
    noted = sum(plan.notes_kept + plan.notes_listed for plan in rosters)
    if noted != truth.notes:
        made.conserved = False
        made.vanished.append(f"{truth.name}: {noted} of {truth.notes} notes")
    for plan in rosters:
        outcomes = Counter(row.outcome for row in plan.rows)
        parts = plan.added + plan.changed + plan.same + plan.rejected
        rows = set(plan.table_rows)
        covered = {row.row for row in plan.rows} == rows if rows else True
        made.rows_add_up = made.rows_add_up and parts == sum(outcomes.values()) == len(plan.rows) and covered


def _marked(made: Verdict, truth: SheetTruth, issues: Sequence[Remark]) -> None:
    told = {issue.row for issue in issues if issue.column is None and issue.level in ("doubtful", "note")}
    for row in truth.rows:
        made.marked[row.mark] += 1
        made.marked_told[row.mark] += row.row in told
