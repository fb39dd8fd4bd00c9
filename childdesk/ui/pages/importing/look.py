"""What the import page shows of a plan: numbers, columns, cells, issues, questions."""

from __future__ import annotations

from collections.abc import Collection

from childdesk.desk import import_view
from childdesk.desk.import_plan import OWN_FILE, Remark
from childdesk.desk.import_view import Preview
from childdesk.ui.widgets.plan_sheet import SheetCell, SheetColumn
from childdesk.ui.widgets.plan_view import PlanIssue, Question, Tile

MOST_ISSUES = 400
"""Issues of one kind that F8 walks through; the sheet shows the others by their grounds."""
BESIDE = "beside"
"""The remedy that shows row and file side by side."""
OPEN, LOOK_FOR, LEAVE = "open", "look_for", "leave"
"""What can be done about a child whom the list does not name; never closing its file."""
REMEMBER = "以后都这样认"


def tiles(preview: Preview) -> list[Tile]:
    """The five numbers."""
    sheet = preview.plan
    doubts = sum(group == "要您看" for group, _ in preview.remarks())
    return [
        Tile("add", sheet.added, "新增", "台账里没有"),
        Tile("change", sheet.changed, "更新", "有不同的地方"),
        Tile("same", sheet.same, "相同", "不动"),
        Tile("reject", sheet.rejected, "不收", _reject_note(preview), "red" if sheet.rejected else ""),
        Tile("look", doubts, "要您看", _look_note(preview, doubts), "yellow" if doubts else ""),
    ]


def _reject_note(preview: Preview) -> str:
    """The number counts rows; values left out of rows that come in stand beside it, as the list has both."""
    cells = sum(group == "不收" and remark.column is not None for group, remark in preview.remarks())
    return f"另有{cells:,}格没收" if cells else "写明原因"


def _look_note(preview: Preview, doubts: int) -> str:
    """Open columns first, because an answer settles many cells; else where the doubts stand."""
    waiting = len(preview.questions())
    if waiting:
        return f"有{waiting}列等您定"
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
    more of the children in `left`.
    """
    told: list[PlanIssue] = []
    counts: dict[str, int] = {}
    for number, (group, remark) in enumerate(preview.remarks()):
        if remark.child and remark.child in left:
            continue
        counts[group] = counts.get(group, 0) + 1
        if counts[group] <= MOST_ISSUES:
            told.append(_issue(preview, number, group, remark))
    return told, counts


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
    texts = [preview.cell(row, column).text for row in rows]
    lengths = sorted(sum(15 if ord(c) > 0x2E7F else 8 for c in text) for text in texts)
    usual = lengths[int(len(lengths) * 0.9)] if lengths else 0
    head = len(preview.columns[column].label) * 15 + 24
    return max(56, min(240, max(usual, head) + 48))


def told(preview: Preview) -> str:
    """Which rows are shown."""
    name, total = preview.plan.name, len(preview.plan.rows)
    if preview.rows == preview.every:
        return f"{name}，共{total:,}行"
    shown = sum(map(preview.is_data, range(len(preview.rows))))
    return f"{name}，只看其中{shown:,}行；再按一次上面的数字看全部"


def cell(preview: Preview, row: int, column: int) -> SheetCell:
    cell = preview.cell(row, column)
    quiet = cell.ground == "title"
    data = preview.is_data(row)
    return SheetCell(cell.text, cell.ground, cell.tip, cell.struck, quiet, data, cell.whole)


def _issue(preview: Preview, number: int, group: str, remark: Remark) -> PlanIssue:
    if remark.child:
        ways = ((OPEN, "打开档案"), (LOOK_FOR, "记下要核对去向"), (LEAVE, "先不管"))
        return PlanIssue(str(number), group, remark.text, remedies=ways)
    remedies: tuple[tuple[str, str], ...] = ()
    row = preview.row(remark.row)
    maybe = row is not None and row.outcome == "reject" and row.child and remark.column is None
    if maybe and row is not None:
        remedies = ((row.child, "就是他"), (OWN_FILE, "另建一份"), (BESIDE, "对着看"))
    note = preview.change(remark) or preview.hidden(remark.column, remark.was)
    bad = remark.level == "impossible"
    return PlanIssue(str(number), group, remark.text, note, f"第{remark.row}行", bad, remedies)
