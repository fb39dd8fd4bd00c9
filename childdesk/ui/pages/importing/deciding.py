"""What a person decides over a sheet: whose row it is, field by field, mended cells, moved columns."""

from __future__ import annotations

from typing import Protocol

from childdesk.desk import import_beside, import_kinds, import_missing
from childdesk.desk.import_beside import TAKE
from childdesk.desk.import_plan import OWN_FILE, Remark, of_row
from childdesk.desk.import_view import MISSING, Preview
from childdesk.desk.records import Saved
from childdesk.ui.page import Host
from childdesk.ui.pages.importing import look
from childdesk.ui.pages.importing.told import Told
from childdesk.ui.undoing import undo_of
from childdesk.ui.widgets.beside import EARLIER, Apart, BesideCard
from childdesk.ui.widgets.buttons import button
from childdesk.ui.widgets.plan_sheet import PlanSheet
from childdesk.ui.widgets.plan_view import PlanView
from childdesk.ui.widgets.words import Elided
from childdesk.ui.workbench import Workbench

TILES = {"reject": "不收", "look": "要您看", "change": "整理过"}
"""Number of the plan → the issues behind it."""


class Looked(Protocol):
    """The page that is looked at."""

    host: Host
    bench: Workbench
    plan: PlanView
    sheet: PlanSheet
    preview: Preview | None
    told: Elided
    told_so_far: Told

    def replan(self) -> None:
        """Plans anew with what was said."""
        ...


class Deciding:
    """Turns what a person does on the page into what is said about the file; each time it is planned anew."""

    def __init__(self, page: Looked) -> None:
        self.page = page
        self.beside = BesideCard()
        self.beside.joined.connect(self._joined)
        self.beside.parted.connect(lambda: self._decide(OWN_FILE))
        self.beside.left.connect(self.beside.hide)
        self._row = 0
        page.plan.lead(self.beside)
        self.compare = button("只对照，不导入", self._compare, icon="branch_compare")
        self.compare.setVisible(page.host.knows("comparing"))
        page.plan.aside(self.compare)
        page.plan.issues.remedied.connect(self.remedied)
        page.plan.issues.shown.connect(self._show_issue)
        page.plan.tile_chosen.connect(self._tile)
        page.sheet.moved.connect(self.moved)
        page.sheet.mended.connect(self.mended)

    def remedied(self, key: str, remedy: str) -> None:
        """Whose file a row is, or first a look at both."""
        preview = self.page.preview
        if preview is None:
            return
        remark = preview.remarks()[int(key)][1]
        self._row = remark.row
        if remark.child:
            self._absent(preview, remark, remedy)
        elif remedy == look.EDIT:
            self._show_issue(key)
            self.page.sheet.setFocus()
            self.page.sheet.mend()
        elif remedy == look.SEEN:
            self._seen(preview, remark)
        elif remark.field == import_kinds.BY_TITLE:
            said = {look.NO_KIND: "drop", look.KIND: "keep"}[remedy]
            self.page.told_so_far.answer(import_kinds.asked(preview.plan.name), said, remember=False)
            self.page.replan()
        elif remark.field:
            self._chosen(preview, remark, remedy)
        elif remedy == look.BESIDE:
            self._look(preview, remark.text)
        else:
            self._decide(remedy)

    def _absent(self, preview: Preview, remark: Remark, remedy: str) -> None:
        """A child whom the list does not name: its file is looked at, asked after, or left; never closed."""
        if remedy == look.OPEN:
            self.page.host.go("child", remark.child)
            return
        left, source = self.page.told_so_far.left, preview.made.file
        mine = [one for one in preview.made.missing if one.child == remark.child]

        def done(saved: Saved) -> None:
            said = "已记下：核对去向" if saved.entry else "已经记过要核对去向"
            self.page.host.toast(said, undo_of(self.page.bench, self.page.host, saved.entry))

        left.add(remark.child)
        self.page.plan.issues.show_issues(*look.issues(preview, left))
        self.page.plan.issues.show_group(MISSING)
        if remedy == look.LOOK_FOR:
            self.page.bench.write(
                lambda session, _progress: import_missing.look_for(session, mine, source),
                done,
                owner=self.compare,
            )

    def _seen(self, preview: Preview, remark: Remark) -> None:
        """A doubt that was looked at and stays as it is: nothing more is said of it."""
        left, issues = self.page.told_so_far.left, self.page.plan.issues
        left.add(look.mark(preview, remark))
        group = issues.group()
        told, counts = look.issues(preview, left)
        issues.show_issues(told, counts)
        if group in counts:
            issues.show_group(group)
        self.page.plan.tiles.show_tiles(look.tiles(preview, left))

    def mended(self, row: int, column: int, text: str) -> None:
        """A cell with new words; where the sheet is shown, counted from 0."""
        preview = self.page.preview
        if preview is not None:
            at = (preview.plan.name, preview.rows[row], preview.columns[column].index)
            self.page.told_so_far.fixes[at] = text
            self.page.replan()

    def moved(self, from_column: int, to_column: int) -> None:
        """What one column was taken for was dragged onto another; the first is then kept as an item."""
        preview = self.page.preview
        if preview is None:
            return
        one, other = preview.plan.columns[from_column], preview.plan.columns[to_column]
        if one.field:
            self.page.told_so_far.answer(other.header, one.field, remember=True)
            self.page.told_so_far.answer(one.header, "extra", remember=False)
            self.page.replan()

    def _compare(self) -> None:
        """A list that is not hers is held beside the register and not taken in."""
        if self.page.preview is not None:
            self.page.host.go("comparing", self.page.preview.made)

    def _show_issue(self, key: str) -> None:
        preview = self.page.preview
        if preview is not None:
            remark = preview.remarks()[int(key)][1]
            if preview.at(remark.row) < 0 and preview.rows != preview.every:
                self.page.plan.tiles.choose("")
                self._tile("")
            self.page.sheet.go(*preview.place(remark))

    def _tile(self, key: str) -> None:
        """A number shows its rows alone, and what is to be said of them; once more, and every row is back."""
        if self.page.preview is not None:
            self.page.preview.only(key)
            self.show_rows()
        if key in TILES:
            self.page.plan.issues.show_group(TILES[key])

    def show_rows(self) -> None:
        """Shows the rows that are wanted: all, or those behind one of the five numbers."""
        preview = self.page.preview
        if preview is None:
            return
        sheet, columns = self.page.sheet, look.columns(preview)
        sheet.show_sheet(columns, preview.rows, lambda row, column: look.cell(preview, row, column))
        sheet.clearSpans()
        for at in preview.alone():
            sheet.setSpan(at, 0, 1, max(len(columns), 2))
        self.page.told.say(look.told(preview))

    def _decide(self, whose: str) -> None:
        preview = self.page.preview
        if preview is not None:
            self.page.told_so_far.decisions[preview.plan.name, self._row] = whose
            self.page.replan()

    def _chosen(self, preview: Preview, remark: Remark, way: str) -> None:
        """Which of two rows about one child counts in one field; with TAKE_ALL for all such children."""
        rows = {remark.row}
        if way == look.TAKE_ALL:
            rows, way = {one.row for one in preview.plan.issues if one.field == remark.field}, TAKE
        for row in rows:
            self.page.told_so_far.picks.setdefault((preview.plan.name, row), {})[remark.field] = way
        self.page.replan()

    def _look(self, preview: Preview, why: str) -> None:
        row = preview.row(self._row)
        if row is None:
            return
        if row.earlier is not None:
            apart = [Apart(one.field, one.label, one.ours, one.theirs) for one in row.apart]
            self.beside.show_apart(why, apart, EARLIER)
            return
        self.page.bench.read(
            lambda session, _progress: import_beside.differences(session, row),
            lambda apart: self.beside.show_apart(
                why, [Apart(one.field, one.label, one.ours, one.theirs) for one in apart]
            ),
            owner=self.beside,
        )

    def _joined(self, ways: dict[str, str]) -> None:
        preview = self.page.preview
        row = None if preview is None else preview.row(self._row)
        if preview is not None and row is not None:
            self.page.told_so_far.picks[preview.plan.name, row.row] = ways
            self._decide(of_row(row.earlier) if row.earlier else row.child)
