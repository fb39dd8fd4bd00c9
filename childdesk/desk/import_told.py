"""What is said of a sheet beside its rows: columns not kept as they stand, and rows that are no child."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from childdesk.desk import import_beside, import_words, own_lists
from childdesk.desk.import_cells import NOT_KEPT, Books
from childdesk.desk.import_plan import Remark, SheetPlan
from childdesk.domain import catalogue
from childdesk.files import faults
from childdesk.files.layout import Layout
from childdesk.files.sheets import Sheet


def columns(made: SheetPlan) -> Iterator[Remark]:
    """One line for each column whose cells are not kept as they stand, or wait for an answer."""
    head = made.header_rows[-1]
    shared = made.sheet.shared if made.sheet is not None else frozenset()
    if shared:
        yield Remark(head, None, "note", FURTHER)
    for column in made.columns:
        if column.index in shared:
            continue
        if column.decided == "ask":
            best = "、".join(_label(candidate.field) for candidate in column.candidates)
            text = f"“{column.header}”是哪一项，请您定：{best}。先没有收"
            yield Remark(head, column.index, "doubtful", text)
        elif column.field in NOT_KEPT and column.extra is None:
            text = f"“{column.header}”不进档案：{NOT_KEPT[column.field]}"
            yield Remark(head, column.index, "note", text)
        elif column.field is None and column.extra is None:
            why = own_lists.why(made) if column.decided == "auto" else "按您的意思不要"
            yield Remark(head, column.index, "note", f"“{column.header}”{why}")


def _label(name: str) -> str:
    """A field in words: 父亲 联系电话."""
    record, _, key = name.partition(".")
    return import_beside.label(record, key) if name in catalogue.FIELDS else name


def passed(made: SheetPlan, table: Layout) -> None:
    """Lists the cells of the rows that are no child, each row with its reason; of those that name a village
    group, whose it became."""
    made.issues += _grouped(made, table)
    for one in table.passed:
        cells, elsewhere = table.sheet.texts(one.row), table.sheet.elsewhere(one.row)
        made.listed += sum(bool(text.strip()) for at, text in cells.items() if at not in elsewhere)
        made.issues.append(Remark(one.row, None, "note", f"不是孩子：{one.why}"))


def _grouped(made: SheetPlan, table: Layout) -> Iterator[Remark]:
    """One line that says who got the village group that stands over them."""
    at = {column.field: column.index for column in made.columns}.get(import_words.GROUP, -1)
    given: Counter[str] = Counter()
    for row in made.rows:
        group = table.village_groups.get(row.row)
        if group and row.outcome != "reject" and not (at >= 0 and table.sheet.cell(row.row, at).text.strip()):
            given[group] += 1
    if given:
        told = "、".join(f"{group}{number:,}人" for group, number in given.items())
        yield Remark(made.header_rows[-1], None, "note", f"村民组照表里分组的行、标题或页名记：{told}")


FURTHER = "一行里写了几个孩子，这里是后面的孩子。一家共用的几格已和前面的孩子一起数过"
UNCOMPUTED = "格公式没有存下结果，都没有收。请用WPS打开这份文件、存一次，再导入一遍，就都有了"


def uncomputed(made: SheetPlan) -> Iterator[Remark]:
    """One line that says how many formulas of the rows have no result in the file, and what helps."""
    lost = sum(remark.text == faults.NO_RESULT for remark in made.issues)
    if lost > 1:
        yield Remark(made.header_rows[-1], None, "doubtful", f"这一页有{lost}{UNCOMPUTED}")


def no_roster(sheet: Sheet, why: str) -> str:
    """Why a sheet is no roster, and that it may be one once its formulas are computed."""
    if not why or not sheet.grid.cells_with(faults.UNCOMPUTED):
        return why
    return f"{why}。表里有公式没有存下结果：请用WPS打开、存一次再导入"


def only_once(books: Books, table: Layout) -> None:
    """Forgets of a row what is counted and told with an earlier child of the same line."""
    elsewhere = table.sheet.elsewhere(books.number)
    if elsewhere:
        texts = table.cells(books.number).texts()
        books.cells -= sum(bool(text) for column, text in texts.items() if column in elsewhere)
        books.listed -= elsewhere
        books.extra -= elsewhere
        books.remarks = [remark for remark in books.remarks if remark.column not in elsewhere]
