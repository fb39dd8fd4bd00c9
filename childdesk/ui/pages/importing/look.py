"""What the import page shows of a plan: numbers, columns, cells, issues, questions."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from childdesk.desk import import_kinds, import_view
from childdesk.desk.import_beside import KEEP, TAKE
from childdesk.desk.import_plan import OWN_FILE, Remark, SheetPlan, of_row
from childdesk.desk.import_view import Preview
from childdesk.desk.importing import HIDDEN
from childdesk.domain.plan import Set
from childdesk.ui import fit
from childdesk.ui.widgets.picker import Picker
from childdesk.ui.widgets.plan_sheet import SheetCell, SheetColumn
from childdesk.ui.widgets.plan_view import PlanIssue, Question, Tile
from childdesk.ui.widgets.segmented import Segmented

MOST_BESIDE, ROOM = 4, 28
"""Sheets that stand side by side, and characters of them."""
EDIT, SEEN = "edit", "seen"
"""The remedies of a cell: other words, or leaving it as it stands."""
SIGNED = ("mended", "refused")
"""Grounds that have a sign before the words."""
HEADS = {"ask": "请选？", "unused": "不用"}
MOST_ISSUES = 400
"""Issues of one kind that F8 walks through; the sheet shows the others by their grounds."""
BESIDE = "beside"
"""The remedy that shows row and file side by side."""
TAKE_ALL, SEVERAL = "take_all", 3
"""The remedy that lets a sheet count in a field for all who stand in two; from how many it is offered."""
NO_KIND, KIND = "no_kind", "kind"
"""The remedies of a category that a title says: leaving it out, and taking it after all."""
OPEN, LOOK_FOR, LEAVE = "open", "look_for", "leave"
"""What can be done about a child whom the list does not name; never closing its file."""
REMEMBER = "以后都这样认"


def head(preview: Preview, took: float) -> str:
    """The file, how long it is, how long reading it took, and that it stays as it is."""
    rows = sum(len(sheet.rows) for sheet in preview.made.sheets if sheet.is_roster)
    time = f"用时{took:.1f}秒　" if took else ""
    return f"{preview.made.file}　{rows:,}行　{time}原文件不会被改动"


def sheets(rosters: Sequence[SheetPlan]) -> Segmented | Picker:
    """Which sheet is shown: a few side by side, one for each group of a village in a list."""
    pairs = [(sheet.name, f"{sheet.name} {len(sheet.rows):,}") for sheet in rosters]
    if len(pairs) <= MOST_BESIDE and sum(len(word) for _, word in pairs) <= ROOM:
        return Segmented(pairs, dense=True)
    made = Picker("看哪一张", "看哪一张")
    made.offer(pairs)
    fit.fix(made, width=208)
    return made


def tiles(preview: Preview, left: Collection[str] = ()) -> list[Tile]:
    """The five numbers; of what was looked at already nothing is counted any more."""
    sheet = preview.plan
    doubts = sum(
        group == "要您看" and mark(preview, remark) not in left for group, remark in preview.remarks()
    )
    return [
        Tile("add", sheet.added, "新增", _of_all(preview) or "台账里没有"),
        Tile("change", sheet.changed, "更新", _change_note(preview)),
        Tile("same", sheet.same, "相同", "不动"),
        Tile("reject", sheet.rejected, "不收", _reject_note(preview), "red" if sheet.rejected else ""),
        Tile("look", doubts, "要您看", _look_note(preview, doubts), "yellow" if doubts else ""),
    ]


def _of_all(preview: Preview) -> str:
    """Of several sheets the numbers are those of the one that is shown: what all bring stands beside."""
    rosters = [sheet for sheet in preview.made.sheets if sheet.is_roster]
    return f"{len(rosters)}张共{sum(sheet.added for sheet in rosters):,}" if len(rosters) > 1 else ""


def _change_note(preview: Preview) -> str:
    """How many values would be others; a telephone that ends because another begins is one of them."""
    if joined := preview.plan.joined:
        return f"并入前面{joined:,}人"
    ops = [op for row in preview.plan.rows if row.outcome == "change" for op in row.ops]
    places = sum(not (isinstance(op, Set) and op.field == "ends") for op in ops)
    return f"共改{places:,}处" if places else "没有不同的"


def _reject_note(preview: Preview) -> str:
    """The number counts rows, those too that wait for an answer; values left out of rows that come in stand
    beside it, as the list has both."""
    told = preview.remarks()
    cells = sum(group == "不收" and remark.column is not None for group, remark in told)
    rows = {row.row for row in preview.plan.rows if row.outcome == "reject"}
    asked = len(rows & {remark.row for group, remark in told if group == "要您看"})
    if asked:
        return f"{asked:,}行待定，另{cells:,}格" if cells else f"{asked:,}行等您定"
    return f"另有{cells:,}格没收" if cells else "写明原因"


def _look_note(preview: Preview, doubts: int) -> str:
    """Open columns first, because an answer settles many cells; else where the doubts stand."""
    waiting = len(preview.questions())
    if waiting:
        rest = doubts - waiting
        return f"{waiting}列等您定" + (f"，另{rest:,}处" if rest else "")
    return "右边逐条看" if doubts else "没有疑问"


def columns(preview: Preview) -> list[SheetColumn]:
    """What every column is taken for."""
    return [
        SheetColumn(column.label, column.state, _width(preview, number))
        for number, column in enumerate(preview.columns)
    ]


def issues(preview: Preview, left: Collection[str] = ()) -> tuple[list[PlanIssue], dict[str, int]]:
    """What is to be looked at, each with its remedies, and how much there is of each kind.

    The key is its number among the remarks; of a kind the first MOST_ISSUES are told. Nothing is said any
    more of what is in `left`, as `mark` names it.
    """
    told: list[PlanIssue] = []
    counts: dict[str, int] = {}
    for number, (group, remark) in enumerate(preview.remarks()):
        if mark(preview, remark) in left:
            continue
        counts[group] = counts.get(group, 0) + 1
        if counts[group] <= MOST_ISSUES:
            told.append(_issue(preview, number, group, remark))
    return told, counts


def mark(preview: Preview, remark: Remark) -> str:
    """What names a remark while its file is planned anew: the child, or sheet, row, column and words."""
    return remark.child or f"{preview.plan.name} {remark.row} {remark.column} {remark.text}"


def question(preview: Preview) -> tuple[Question | None, int]:
    """The first open question and how many there are."""
    waiting = preview.questions()
    if not waiting:
        return None, 0
    one = waiting[0]
    known = {field for field, _ in one.options}
    more = tuple(pair for pair in import_view.all_fields() if pair[0] not in known)
    return Question(one.header, one.title, one.note, one.options, REMEMBER, more), len(waiting)


def about_column(preview: Preview, at: int) -> Question:
    """What a column shall be taken for, asked by a click on its head."""
    taken = preview.plan.columns[at]
    options = [(c.field, import_view.words(c.field)) for c in taken.candidates if c.field]
    if taken.field and taken.field not in {field for field, _ in options}:
        options.insert(0, (taken.field, import_view.words(taken.field)))
    known = {field for field, _ in options}
    more = tuple(pair for pair in import_view.all_fields() if pair[0] not in known)
    options = [*options, ("extra", "作为补充项目留着"), ("drop", "这一列不要")]
    inside = "、".join(preview.samples(taken.index))
    title = f"“{taken.header}”认作哪一项？"
    return Question(taken.header, title, f"里面是：{inside}", tuple(options), REMEMBER, more)


def _width(preview: Preview, column: int) -> int:
    """Wide enough for the usual value: a Chinese character is about 15 px, a figure 8."""
    alone = set(preview.alone())
    rows = [row for row in range(min(len(preview.rows), 40)) if row not in alone]
    cells = [preview.cell(row, column) for row in rows]
    lengths = sorted(sum(15 if ord(c) > 0x2E7F else 8 for c in one.text) for one in cells)
    usual = max(lengths[int(len(lengths) * 0.9)], min(lengths[-1], 150)) if lengths else 0
    signed = 20 if any(one.ground in SIGNED for one in cells) else 0
    taken = preview.columns[column]
    title = len(HEADS.get(taken.state, f"{taken.label}✓")) * 15 + 8
    return max(56, min(240, max(usual + signed, title) + 22))


def told(preview: Preview) -> str:
    """Which rows of which sheet are shown; a sheet that is no roster is named with its reason."""
    plan, every = preview.plan, preview.made.sheets
    name = f"{plan.name}，" if plan.name else ""
    if preview.rows == preview.every:
        if len(every) == 1:
            return f"{name}共{len(plan.rows):,}行"
        others = [one for one in every if not one.is_roster and one.sheet and one.sheet.rows]
        others.sort(key=lambda one: one.why_not != HIDDEN)
        left = "".join(f"；“{one.name}”没收：{one.why_not}" for one in others)
        return f"{name}第{every.index(plan) + 1}张，共{len(every)}张{left}"
    shown = sum(map(preview.is_data, range(len(preview.rows))))
    return f"{name}只看其中{shown:,}行；再按数字看全部"


def cell(preview: Preview, row: int, column: int) -> SheetCell:
    cell = preview.cell(row, column)
    quiet = cell.ground == "title"
    data = preview.is_data(row)
    return SheetCell(cell.text, cell.ground, cell.tip, cell.struck, quiet, data, cell.whole)


def _issue(preview: Preview, number: int, group: str, remark: Remark) -> PlanIssue:
    if remark.child:
        absent = ((OPEN, "打开档案"), (LOOK_FOR, "记下要核对去向"), (LEAVE, "先不管"))
        return PlanIssue(str(number), group, remark.text, remedies=absent)
    said = "" if remark.field else preview.hidden(remark.column, remark.was)  # the sentence has it
    note = preview.change(remark) or said
    bad = remark.level == "impossible"
    ways = _ways(preview, remark)
    return PlanIssue(str(number), group, remark.text, note, f"第{remark.row}行", bad, ways)


def _ways(preview: Preview, remark: Remark) -> tuple[tuple[str, str], ...]:
    """What can be done about a row or a cell of it, where one stands."""
    if remark.field == import_kinds.BY_TITLE:
        dropped = import_kinds.is_dropped(preview.made.answers, preview.plan.name)
        return ((KIND, "还是记上"),) if dropped else ((NO_KIND, "不记这个类别"),)
    row = preview.row(remark.row)
    if row is None or remark.level == "note":
        return ()
    if row.outcome == "reject" and row.child and remark.column is None:
        whose = of_row(row.earlier) if row.earlier else row.child
        return ((whose, "就是他"), (OWN_FILE, "另建一份"), (BESIDE, "对着看"))
    if remark.field:
        both = ((TAKE, "照这里"), (KEEP, "照前面"))
        return (*both, (TAKE_ALL, "都照这里")) if preview.apart(remark.field) >= SEVERAL else both
    if row.outcome == "reject":
        return ((EDIT, "改这一格" if preview.written(remark) else "补上"),)
    if remark.column is None:
        return ((SEEN, "知道了"),)
    return ((EDIT, "改这一格"), (SEEN, "先不填" if remark.level == "impossible" else "就这样"))
