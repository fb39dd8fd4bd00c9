"""Is the page 儿童档案: the head that stays, the tabs below it, and the form of a new file."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtWidgets import QStackedWidget, QWidget

from childdesk.desk import file, history, story
from childdesk.desk.conflicts import Conflict
from childdesk.desk.file import File
from childdesk.desk.session import Right
from childdesk.desk.story import Happening
from childdesk.domain.errors import Refused
from childdesk.ui import fit
from childdesk.ui.among import Among
from childdesk.ui.page import Host, Page
from childdesk.ui.pages.child import drafts
from childdesk.ui.pages.child.acts import Acts
from childdesk.ui.pages.child.changes import Changes
from childdesk.ui.pages.child.forms import Forms, place_of
from childdesk.ui.pages.child.fresh import Fresh
from childdesk.ui.pages.child.head import HeaderCard, TopLine
from childdesk.ui.pages.child.layout import SECTIONS
from childdesk.ui.pages.child.overview import Overview, moments
from childdesk.ui.pages.child.sealed import Sealed
from childdesk.ui.pages.child.tabs import Tabs
from childdesk.ui.pages.child.torn import Torn
from childdesk.ui.widgets.buttons import button, prefer
from childdesk.ui.widgets.empty import Empty
from childdesk.ui.widgets.timeline import Timeline
from childdesk.ui.widgets.words import sign, surface, words
from childdesk.ui.workbench import Workbench

TABS = (
    ("overview", "概览"),
    ("forms", "资料"),
    ("visits", "走访"),
    ("sealed", "受保护"),
    ("changes", "修改记录"),
)
NEW = "+"
"""What an argument begins with that asks for a new file; a name may stand behind it."""


class ChildPage(Page):
    """One child's file. Called with an id, an `Among`, or `+name` for a new one."""

    def __init__(self, host: Host, bench: Workbench) -> None:
        super().__init__(host, "新建档案", back=host.back)
        self.bench = bench
        self.among = Among("")
        self.file: File | None = None
        self._visit, self._refer = host.knows("visit"), host.knows("refer")
        self.acts = Acts(host, bench, self, lambda: self.file)
        self.top = TopLine()
        self.card = HeaderCard(
            lambda: self.acts.menu(partial(self.edit, "register", "exit_reason")),
            visit=self._visit,
            refer=self._refer,
        )
        self.torn = Torn()
        self.tabs = Tabs(TABS)
        self.overview = Overview(visit=self._visit)
        self.forms = Forms(host, bench)
        self.visits = Timeline(self._no_visits())
        self.sealed = Sealed()
        self.changes = Changes()
        self.fresh = Fresh(host, bench)
        self._build()
        self._connect()

    def _no_visits(self) -> Empty:
        return Empty(
            "person_walking",
            "还没有走访过。第一次，多看一眼",
            "记走访" if self._visit else "",
            self._go_visit,
        )

    def _build(self) -> None:
        self._closed = surface("sunk")
        self._closed_words = words("", "strong")
        self._reopen = button("重新登记", self.acts.reopen, kind="small")
        self._closed.setLayout(
            fit.row(
                sign("archive"), self._closed_words, None, self._reopen, margins=(14, 6, 10, 6), spacing=10
            )
        )
        self._missing = words("", "missing")
        self._fill = button("去补填", self._fill_missing, kind="quiet", icon="edit")
        tabs = fit.row(self.tabs, None, self._missing, self._fill, spacing=6)
        visits = surface("card")
        visits.setLayout(fit.column(self.visits, margins=(16, 12, 6, 6)))
        self._stack = QStackedWidget()
        for tab in (self.overview, self.forms, visits, self.sealed, self.changes):
            self._stack.addWidget(tab)
        self._whole = QWidget()
        outer = fit.column(self.top, self.card, self._closed, self.torn, tabs, self._stack, spacing=8)
        outer.setStretch(5, 1)
        self._whole.setLayout(outer)
        self.body.addWidget(self._whole, 1)
        self.body.addWidget(self.fresh, 1)

    def _connect(self) -> None:
        card, overview = self.card, self.overview
        self.top.back.connect(self._go_back)
        self.top.stepped.connect(self.step)
        card.visit.connect(self._go_visit)
        card.refer.connect(lambda: self.host.go("refer", self.among.id))
        card.reveal_asked.connect(lambda: self.acts.reveal_number(card.number))
        card.risk_chosen.connect(self.acts.set_risk)
        card.explain_asked.connect(self.acts.explain_risk)
        card.confirm_asked.connect(self.acts.confirm)
        self.torn.taken.connect(self.acts.settle)
        self.tabs.chosen.connect(self.show_tab)
        overview.edit_asked.connect(self.edit)
        overview.call_asked.connect(self.acts.call)
        overview.sealed_asked.connect(lambda: self._to_tab("sealed"))
        overview.visit_asked.connect(self._go_visit)
        self.visits.opened.connect(lambda _key: self._to_tab("sealed"))
        self.sealed.asked.connect(lambda: self.acts.open_sealed(self.sealed.show_opened))
        self.changes.undo_asked.connect(self.acts.undo)
        self.forms.torn.connect(self._is_torn)
        self.forms.dirty.connect(lambda dirty: self.tabs.say("forms", "资料（未保存）" if dirty else "资料"))
        self.forms.opened.connect(lambda on: prefer(card.record, "edit", first=not on))
        self.fresh.made.connect(lambda child: self.host.go("child", child))
        self.fresh.given_up.connect(self._go_back)
        self.bench.changed.connect(self._changed)

    # -- coming and going ----------------------------------------------------------------------------

    def arrive(self, argument: object = None) -> None:
        """Another child, the same one anew, or a new file."""
        text = argument if isinstance(argument, str) else ""
        fresh = text.startswith(NEW)
        self.head.setVisible(fresh)
        self._whole.setVisible(not fresh)
        self.fresh.setVisible(fresh)
        if fresh:
            self.file = None
            self.head.say("有名字就能建档。填了身份证号，性别和生日会带出来")
            self.fresh.begin(text.removeprefix(NEW))
            return
        self._show_child(Among.of(argument))

    def leave(self) -> None:
        """Drafts are kept, and what was opened with a reason is closed."""
        self.sealed.close_again()
        if self.forms.editing():
            self.forms.drafts.keep()
        self.fresh.leave()

    def memento(self) -> object:
        """The child and the tab."""
        return self.among, self.tabs.key()

    def resume(self, memento: object) -> None:
        """The same tab, and the child to which one had walked on."""
        if isinstance(memento, tuple) and isinstance(memento[0], Among) and not self.fresh.isVisible():
            if memento[0].id != self.among.id:
                self._show_child(memento[0])
            self._to_tab(str(memento[1]))

    def take(self, act: str) -> bool:
        """The keys of this page."""
        own: dict[str, Callable[[], object]] = {
            "visit": self._go_visit,
            "edit": lambda: self.edit(""),
            "last_child": partial(self.step, -1),
            "next_child": partial(self.step, 1),
        }
        if act == "save":
            form = self.fresh if self.fresh.isVisible() else self.forms if self.forms.editing() else None
            form.save() if form is not None else None
            return form is not None
        if act in own and self.file is not None and (act != "visit" or self._visit):
            own[act]()
            return True
        return super().take(act)

    def first_focus(self) -> QWidget | None:
        """记走访, or the first tab; in a new file the name."""
        if self.fresh.isVisible():
            return self.fresh.first()
        return self.card.record if self.card.record.isVisible() else self.tabs.part(self.tabs.key())

    def set_compact(self, compact: bool) -> None:
        """What may be spared in a small window."""
        super().set_compact(compact)
        self.card.set_compact(compact)
        self.forms.set_compact(compact)
        self._settle_card()

    def _settle_card(self) -> None:
        """In a small window the card makes room for what is read and typed; the name moves up."""
        spared = self.compact and self.tabs.key() != "overview"
        self.card.setVisible(not spared)
        self.top.say_name(self.file.name if spared and self.file is not None else "")

    def step(self, by: int) -> None:
        """The next child of the list, or the one before, on the same tab."""
        following = self.among.step(by)
        if following is not None:
            self.leave()
            self._show_child(following, keep_tab=True)

    # -- showing -------------------------------------------------------------------------------------

    def _show_child(self, among: Among, *, keep_tab: bool = False) -> None:
        other = among.id != self.among.id
        self.among = among
        self.top.show_place(among)
        if other:
            self.file = None
            self.forms.put_away()
            self.sealed.close_again()
            if not keep_tab:
                self._to_tab("overview")
        self._load()

    def _load(self) -> None:
        child = self.among.id
        self.bench.newest(
            "child",
            lambda session, _p: (
                file.file(session, child),
                story.happenings(session, child),
                drafts.waiting(session, child),
            ),
            lambda found: self._show(*found),
            refused=self._gone,
            owner=self,
        )

    def _changed(self) -> None:
        if self.isVisible() and self.file is not None:
            self._load()

    def _gone(self, refused: Refused) -> None:
        self.host.go("children")
        self.host.banner("info", refused.sentence)

    def _show(self, shown: File, told: Sequence[Happening], waiting: Sequence[str]) -> None:
        first = self.file is None
        self.file = shown
        may_edit = self.bench.may(Right.EDIT) and not shown.closed
        year = self.bench.today.year
        self.top.say_changed(shown.last_change)
        self.card.show_file(shown, may_edit=may_edit)
        self._closed.setVisible(bool(shown.closed))
        self._closed_words.setText(f"{shown.closed}，只能看")
        self._reopen.setVisible(self.bench.may(Right.EDIT))
        self.torn.show_conflicts(shown.conflicts, may_edit=may_edit)
        self.tabs.count("visits", shown.visits)
        self.tabs.count("sealed", shown.sealed)
        lacking = len(shown.missing) if may_edit else 0
        self._missing.setText(f"还有{lacking}项未采集" if lacking else "")
        self._missing.setToolTip("、".join(label for _, label in shown.missing))
        self._fill.setVisible(bool(lacking))
        self.overview.show_file(shown, may_edit=may_edit)
        self.overview.show_story(told, year)
        self.visits.show_moments(moments([one for one in told if one.kind == story.VISIT], year))
        self.sealed.show_count(shown.sealed, may=self.bench.may(Right.S3))
        self._settle_card()
        self._refresh_tab(may_edit=may_edit)
        if first and may_edit and waiting and not self.forms.editing():
            self._offer(waiting)

    def _offer(self, waiting: Sequence[str]) -> None:
        """What was left half written is offered, never put back unasked."""
        labels = {section.key: section.label for section in SECTIONS}
        names = dict.fromkeys(labels.get(key.partition(":")[0], "资料") for key in waiting)
        self.host.banner(
            "info",
            f"您上次写到一半：{'、'.join(names)}。没有丢",
            [("接着写", partial(self._resume_drafts, waiting)), ("不要了", partial(self._forget, waiting))],
        )

    def _resume_drafts(self, waiting: Sequence[str]) -> None:
        self.host.clear_banner()
        shown = self.file
        if shown is not None:
            self._to_forms()
            self.forms.load(shown.id, shown.name, may_edit=True, resumed=waiting)

    def _forget(self, waiting: Sequence[str]) -> None:
        self.host.clear_banner()
        self.forms.drafts.begin(self.among.id)
        self.forms.drafts.forget(waiting)

    def _refresh_tab(self, *, may_edit: bool) -> None:
        """The tabs that ask for more read it when they are shown."""
        shown, key = self.file, self.tabs.key()
        if shown is None:
            return
        if key == "forms" and not (self.forms.editing() and self.forms.child == shown.id):
            self.forms.load(shown.id, shown.name, may_edit=may_edit)
        elif key == "changes":
            child, today = shown.id, self.bench.today
            self.bench.newest(
                "child.changes",
                lambda session, _p: history.of_record(session, child),
                lambda told: self.changes.show_changes(told, today, may_undo=may_edit),
                owner=self,
            )

    def show_tab(self, key: str) -> None:
        """Another tab of the same file."""
        if key != "sealed":
            self.sealed.close_again()
        self._stack.setCurrentIndex([one for one, _ in TABS].index(key))
        self._settle_card()
        if self.file is not None:
            self._refresh_tab(may_edit=self._may_edit())

    def _may_edit(self) -> bool:
        return self.file is not None and not self.file.closed and self.bench.may(Right.EDIT)

    def _to_forms(self) -> None:
        """The forms, without reading them: whoever calls says what is opened in them."""
        self.tabs.choose("forms")
        self._stack.setCurrentIndex(1)
        self._settle_card()

    def _to_tab(self, key: str) -> None:
        self.tabs.choose(key)
        self.show_tab(key)

    # -- doing ---------------------------------------------------------------------------------------

    def edit(self, section: str, field: str = "") -> None:
        """Opens a section of the forms; without a name where something is missing."""
        shown = self.file
        if shown is None or not self._may_edit():
            return
        self._to_forms()
        if self.forms.editing() and self.forms.child == shown.id:
            self.forms.edit(section, field)
        else:
            self.forms.load(shown.id, shown.name, may_edit=True, wanted=(section or "?", field))

    def _fill_missing(self) -> None:
        if self.file is not None and self.file.missing:
            self.edit(*place_of(self.file.missing[0][0]))

    def _is_torn(self, torn: Sequence[Conflict]) -> None:
        names = "、".join(one.label for one in torn)
        self.host.banner("warn", f"“{names}”刚才别处也改过。两个说法都留着，请您定")

    def _go_visit(self) -> None:
        if self._visit:
            self.host.go("visit", self.among.id)

    def _go_back(self) -> None:
        self.host.back()
