"""What stands below the head of a file: the tabs, what is missing, and the page of the chosen tab."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from childdesk.desk import history, story
from childdesk.desk.conflicts import Conflict
from childdesk.desk.file import File
from childdesk.desk.session import Right
from childdesk.desk.story import Happening
from childdesk.ui import fit
from childdesk.ui.page import Host
from childdesk.ui.pages.child.acts import Acts
from childdesk.ui.pages.child.changes import Changes
from childdesk.ui.pages.child.forms import Forms, place_of
from childdesk.ui.pages.child.layout import SECTIONS
from childdesk.ui.pages.child.overview import Overview, moments
from childdesk.ui.pages.child.sealed import Sealed
from childdesk.ui.pages.child.tabs import Tabs
from childdesk.ui.widgets.buttons import button
from childdesk.ui.widgets.empty import Empty
from childdesk.ui.widgets.timeline import Timeline
from childdesk.ui.widgets.words import surface, words
from childdesk.ui.workbench import Workbench

TABS = (
    ("overview", "概览"),
    ("forms", "资料"),
    ("visits", "走访"),
    ("sealed", "受保护"),
    ("changes", "修改记录"),
)


class Body(QWidget):
    """The tabs of one file. `turned` says that another one is shown, `visit_asked` that one wants to go."""

    turned = Signal(str)
    visit_asked = Signal()

    def __init__(self, host: Host, bench: Workbench, acts: Acts) -> None:
        super().__init__()
        self.host = host
        self.bench = bench
        self.acts = acts
        self.file: File | None = None
        visit = host.knows("visit")
        self.tabs = Tabs(TABS)
        self.overview = Overview(visit=visit)
        self.forms = Forms(host, bench)
        none = "还没有走访过。第一次，多看一眼"
        self.visits = Timeline(
            Empty("person_walking", none, "记走访" if visit else "", self.visit_asked.emit)
        )
        self.sealed = Sealed()
        self.changes = Changes()
        self._missing = words("", "missing")
        self.fill = button("去补填", self._fill_missing, kind="quiet", icon="edit")
        self._build()
        self._connect()

    def _build(self) -> None:
        visits = surface("card")
        visits.setLayout(fit.column(self.visits, margins=(16, 12, 6, 6)))
        parts = (self.overview, self.forms, visits, self.sealed, self.changes)
        # Not a stack: that would be as tall as its tallest page, also where it is not shown.
        self._pages: dict[str, QWidget] = {key: part for (key, _), part in zip(TABS, parts, strict=True)}
        outer = fit.column(fit.row(self.tabs, None, self._missing, self.fill, spacing=6), spacing=8)
        for part in self._pages.values():
            outer.addWidget(part, 1)
        self.setLayout(outer)
        self._turn_to(self.tabs.key())

    def _connect(self) -> None:
        overview, forms = self.overview, self.forms
        self.tabs.chosen.connect(self.show_tab)
        overview.edit_asked.connect(self.edit)
        overview.call_asked.connect(self.acts.call)
        overview.sealed_asked.connect(lambda: self.to_tab("sealed"))
        overview.visit_asked.connect(self.visit_asked)
        self.visits.opened.connect(lambda _key: self.to_tab("sealed"))
        self.sealed.asked.connect(lambda: self.acts.open_sealed(self.sealed.show_opened))
        self.changes.undo_asked.connect(self.acts.undo)
        forms.torn.connect(self._is_torn)
        forms.dirty.connect(lambda dirty: self.tabs.say("forms", "资料（未保存）" if dirty else "资料"))

    def show_file(self, shown: File, told: Sequence[Happening]) -> None:
        """One child, read anew; open sections stay open."""
        self.file = shown
        may_edit, year = self.may_edit(), self.bench.today.year
        self.tabs.count("visits", shown.visits)
        self.tabs.count("sealed", shown.sealed)
        lacking = len(shown.missing) if may_edit else 0
        self._missing.setText(f"还有{lacking:,}项未采集" if lacking else "")
        self._missing.setToolTip("、".join(label for _, label in shown.missing))
        self.fill.setVisible(bool(lacking))
        self.overview.show_file(shown, may_edit=may_edit)
        self.overview.show_story(told, year)
        self.visits.show_moments(moments([one for one in told if one.kind == story.VISIT], year))
        self.sealed.show_count(shown.sealed, may=self.bench.may(Right.S3))
        if not self.forms.editing():
            self.forms.put_away()
        self._refresh_tab()

    def put_away(self) -> None:
        """Another child comes: drafts are kept, nothing of this one stays."""
        self.file = None
        self.forms.put_away()
        self.sealed.close_again()

    def may_edit(self) -> bool:
        """Whether the file is open and this person may change it."""
        return self.file is not None and not self.file.closed and self.bench.may(Right.EDIT)

    def offer(self, waiting: Sequence[str]) -> None:
        """What was left half written is offered, never put back unasked."""
        if not waiting or self.forms.editing() or not self.may_edit():
            return
        labels = {section.key: section.label for section in SECTIONS}
        names = dict.fromkeys(labels.get(key.partition(":")[0], "资料") for key in waiting)
        self.host.banner(
            "info",
            f"您上次写到一半：{'、'.join(names)}。没有丢",
            [
                ("接着写", partial(self.resume_drafts, waiting)),
                ("不要了", partial(self.forget_drafts, waiting)),
            ],
        )

    def resume_drafts(self, waiting: Sequence[str]) -> None:
        """接着写."""
        self.host.clear_banner()
        if self.file is not None:
            self._to_forms()
            self.forms.load(self.file.id, self.file.name, may_edit=True, resumed=waiting)

    def forget_drafts(self, waiting: Sequence[str]) -> None:
        """不要了."""
        self.host.clear_banner()
        if self.file is not None:
            self.forms.drafts.begin(self.file.id)
            self.forms.drafts.forget(waiting)

    def edit(self, section: str, field: str = "") -> None:
        """Opens a section of the forms; without a name where something is missing."""
        shown = self.file
        if shown is None or not self.may_edit():
            return
        self._to_forms()
        if self.forms.holds(shown.id):
            self.forms.edit(section, field)
        else:
            self.forms.load(shown.id, shown.name, may_edit=True, wanted=(section or "?", field))

    def show_tab(self, key: str) -> None:
        """Another tab of the same file."""
        if key != "sealed":
            self.sealed.close_again()
        self._turn_to(key)
        self._refresh_tab()

    def to_tab(self, key: str) -> None:
        """Chooses a tab and shows it."""
        self.tabs.choose(key)
        self.show_tab(key)

    def _to_forms(self) -> None:
        """The forms, without reading them: whoever calls says what is opened in them."""
        self.tabs.choose("forms")
        self._turn_to("forms")

    def _turn_to(self, key: str) -> None:
        for one, part in self._pages.items():
            part.setVisible(one == key)
        self.turned.emit(key)

    def _refresh_tab(self) -> None:
        """The tabs that ask for more read it when they are shown."""
        shown, key, may_edit = self.file, self.tabs.key(), self.may_edit()
        if shown is None:
            return
        if key == "forms" and not self.forms.holds(shown.id):
            self.forms.load(shown.id, shown.name, may_edit=may_edit)
        elif key == "changes":
            child, today = shown.id, self.bench.today
            self.bench.newest(
                "child.changes",
                lambda session, _p: history.of_record(session, child),
                lambda told: self.changes.show_changes(told, today, may_undo=may_edit),
                owner=self,
            )

    def _fill_missing(self) -> None:
        if self.file is not None and self.file.missing:
            self.edit(*place_of(self.file.missing[0][0]))

    def _is_torn(self, torn: Sequence[Conflict]) -> None:
        names = "、".join(one.label for one in torn)
        self.host.banner("warn", f"“{names}”刚才别处也改过。两个说法都留着，请您定")
