"""Is the directory of those who help: numbers, hours, area, when each was checked; edited in place."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QFrame, QWidget

from childdesk.desk import directory, directory_import, drafting, form
from childdesk.desk.directory import Entry
from childdesk.desk.directory_import import Taken
from childdesk.desk.records import Saved
from childdesk.desk.session import Right, Session
from childdesk.domain.agency import Agency
from childdesk.domain.errors import Refused
from childdesk.domain.kinds import Scalar
from childdesk.ui import fit
from childdesk.ui.ask import Choice
from childdesk.ui.one_draft import NEW, Body, OneDraft
from childdesk.ui.page import Host, Page
from childdesk.ui.tasks import Progress
from childdesk.ui.undoing import undo_of
from childdesk.ui.widgets.buttons import button
from childdesk.ui.widgets.save_bar import SaveBar
from childdesk.ui.widgets.scroll import scrolled
from childdesk.ui.widgets.section_form import SectionForm
from childdesk.ui.widgets.words import Elided, surface, words
from childdesk.ui.workbench import Workbench

LINES = (
    (Agency.name, Agency.kind),
    (Agency.phone, Agency.hours),
    (Agency.night_phone, Agency.holiday_phone),
    (Agency.person, Agency.area),
    (Agency.address, Agency.checked_on),
    (Agency.note,),
)
SHOWN = 5
DRAFT = "directory"
KEYS = [field.key for line in LINES for field in line]


class DirectoryPage(Page):
    """The list, and one entry's form in its place while it is edited."""

    def __init__(self, host: Host, bench: Workbench) -> None:
        super().__init__(host, "机构名录", back=host.back)
        self.bench = bench
        self.entries: list[Entry] = []
        self.row = ""
        self.form = SectionForm("服务机构", LINES, bench.today)
        self.bar = SaveBar("保存", self.save)
        self.new = button("加一个", partial(self.edit, ""), kind="primary", icon="add")
        self.new.setVisible(bench.may(Right.EDIT))
        self.bring = button("从表格导入", self.choose, icon="arrow_import")
        self.bring.setVisible(bench.may(Right.IMPORT))
        self.head.act(self.bring)
        self.head.act(self.new)
        self._lines = fit.column(spacing=6)
        inside = QWidget()
        inside.setLayout(fit.column(self._lines, None, margins=(0, 0, 4, 0)))
        self._list = scrolled(inside)
        self._edited = QWidget()
        column = fit.column(scrolled(self.form), self.bar, spacing=6)
        column.setStretch(0, 1)
        self._edited.setLayout(column)
        self.bar.second("不改了", self._give_up)
        self.draft = OneDraft(bench, DRAFT, self._body)
        self.body.addWidget(self._list, 1)
        self.body.addWidget(self._edited, 1)
        self._edited.hide()
        self.form.saved.connect(lambda _patch: self.save())
        self.form.changed.connect(self.draft.touch)

    def arrive(self, argument: object = None) -> None:
        """The list."""
        self._close()
        self._read()

    def leave(self) -> None:
        """What was typed and not saved is kept."""
        self.draft.keep()

    def memento(self) -> object:
        """Which one was being changed."""
        return "" if self._edited.isHidden() else self.row or NEW

    def resume(self, memento: object) -> None:
        """The same form again, with what was typed."""
        if isinstance(memento, str) and memento:
            self.edit("" if memento == NEW else memento)

    def first_focus(self) -> QWidget | None:
        """The way to a new one."""
        return self.new

    def take(self, act: str) -> bool:
        """Ctrl+Enter saves."""
        if act == "save" and not self._edited.isHidden():
            self.save()
            return True
        return super().take(act)

    def edit(self, row: str) -> None:
        """Opens the form for one of the desk's own, or a new one."""

        def work(session: Session, _p: Progress) -> tuple[dict[str, Scalar], dict[str, str]]:
            values = dict(form.opened(session, "agency", row, KEYS).values)
            return values, drafting.load(session, DRAFT, row or NEW)

        # On the writing lane: a draft that is being kept or dropped comes before it.
        self.bench.write(
            work,
            lambda found: self._open(row, *found),
            refused=self._warn,
            news=False,
            owner=self,
        )

    def choose(self) -> None:
        """A workbook is looked at, and taken in when the person says so."""
        path = self.host.ask.open_file("机构名录的表格")
        if path is not None:
            self.bench.write(
                lambda session, _p: directory_import.look(session, path),
                self._looked,
                refused=self._warn,
                news=False,
                owner=self,
            )

    def _looked(self, taken: Taken) -> None:
        told = [
            f"新增{len(taken.add):,}个，改{len(taken.change):,}个，已有{taken.same:,}个，不收{len(taken.left):,}行"
        ]
        told += [f"第{row}行：{why}" for row, why in taken.left[:SHOWN]]
        go = Choice("yes", f"收{len(taken.add) + len(taken.change):,}个", primary=True)
        no = Choice("no", "先不加", harmless=True)
        if self.host.ask.choose("从表格导入名录", told, [no, *([go] if taken.some else [])]) == "yes":
            self.bench.write(
                lambda session, _p: directory_import.apply(session, taken),
                self._saved,
                refused=self._warn,
                owner=self,
            )

    def save(self) -> None:
        """Writes what was touched."""
        wrong = self.form.check()
        if wrong:
            wrong[0].editor.setFocus()
            return
        row, texts = self.row, self.form.draft()
        if not row:
            texts = {frame.field.key: frame.editor.text() for frame in self.form.frames.values()}

        def work(session: Session, _p: Progress) -> Saved:
            saved = directory.save(session, texts, row)
            drafting.drop(session, DRAFT, row or NEW)
            return saved

        self.draft.rest()
        self.bench.write(work, self._saved, refused=self._refused, owner=self)

    def _open(self, row: str, values: dict[str, Scalar], half: dict[str, str]) -> None:
        self.row = row
        self.form.open(values)
        if half:
            self.form.resume(half)
            self.host.banner("info", "上次写到一半的还在，接着写吧")
        self.draft.clean()
        self._list.hide()
        self._edited.show()
        self.new.hide()
        next(iter(self.form.frames.values())).editor.setFocus()

    def _body(self) -> Body | None:
        return (self.row or NEW, self.form.draft()) if self.form.editing() else None

    def _give_up(self) -> None:
        """Nobody wants what was typed."""
        row = self.row or NEW
        self._close()
        self.host.clear_banner()
        self.bench.write(
            lambda session, _p: drafting.drop(session, DRAFT, row),
            lambda _done: None,
            news=False,
            quiet=True,
            owner=self,
        )

    def _close(self) -> None:
        self.draft.clean()
        self.form.open({})
        self.form.frames.clear()
        self._edited.hide()
        self._list.show()
        self.new.setVisible(self.bench.may(Right.EDIT))

    def _saved(self, saved: Saved) -> None:
        self.host.clear_banner()
        self._close()
        self._read()
        self.host.toast("已存好名录", undo_of(self.bench, self.host, saved.entry, "名录"))

    def _refused(self, refused: Refused) -> None:
        self.draft.touch()
        if not self.form.refuse(refused):
            self._warn(refused)

    def _warn(self, refused: Refused) -> None:
        self.host.banner("warn", refused.sentence)

    # -- the list ------------------------------------------------------------------------------------

    def _read(self) -> None:
        self.bench.newest("directory", lambda session, _p: directory.entries(session), self._show, owner=self)

    def _show(self, entries: list[Entry]) -> None:
        self.entries = entries
        stale = sum(not one.verified for one in entries)
        own = sum(bool(one.id) for one in entries)
        self.head.say(
            f"本地{own:,}个、全国通用{len(entries) - own:,}个；{stale:,}个没核对过，灰的先问一声"
            if stale
            else f"共{len(entries):,}个，都核对过"
        )
        fit.clear(self._lines)
        for one in entries:
            self._lines.addWidget(self._line(one))

    def _line(self, one: Entry) -> QFrame:
        made = surface("card" if one.verified else "sunk")
        number = fit.fix(words(one.phone, "group" if one.verified else "unset"), width=150)
        name = Elided(one.name, "small" if one.verified else "unset")
        more = [
            one.hours,
            f"夜间{one.night_phone}" if one.night_phone else "",
            f"节假日{one.holiday_phone}" if one.holiday_phone else "",
            one.person,
            one.area,
            one.note,
        ]
        told = Elided("，".join(part for part in more if part), "second")
        checked = fit.fix(words(one.checked_words, "second"), width=150)
        parts: list[QWidget] = [number, fit.fix(name, width=210), told, checked]
        if one.id and self.bench.may(Right.EDIT):
            tried = button("打通了", partial(self._checked, one), kind="small")
            tried.setAccessibleName(f"今天核对过：{one.name}")
            change = button("改", partial(self.edit, one.id), kind="small")
            change.setAccessibleName(f"改：{one.name}")
            parts += [tried, change]
        line = fit.row(*parts, margins=(14, 6, 10, 6), spacing=12)
        line.setStretch(2, 1)
        made.setLayout(line)
        made.setAccessibleName(f"{one.name}，{one.phone}，{one.checked_words}")
        return made

    def _checked(self, one: Entry) -> None:
        self.bench.write(
            lambda session, _p: directory.checked(session, one.id),
            self._saved,
            refused=self._warn,
            owner=self,
        )
