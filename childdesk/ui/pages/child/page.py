"""Is the page 儿童档案: the head that stays, the tabs below it, and the form of a new file."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtWidgets import QWidget

from childdesk.desk import file, story
from childdesk.desk.file import File
from childdesk.desk.session import Right
from childdesk.desk.story import Happening
from childdesk.domain.errors import Refused
from childdesk.ui import fit
from childdesk.ui.among import Among
from childdesk.ui.page import Host, Page
from childdesk.ui.pages.child import drafts
from childdesk.ui.pages.child.acts import Acts
from childdesk.ui.pages.child.body import Body
from childdesk.ui.pages.child.fresh import Fresh
from childdesk.ui.pages.child.head import HeaderCard, TopLine
from childdesk.ui.pages.child.torn import Torn
from childdesk.ui.widgets.buttons import button, prefer
from childdesk.ui.widgets.scroll import scrolled
from childdesk.ui.widgets.words import sign, surface, words
from childdesk.ui.workbench import Workbench

NEW = "+"
"""What an argument begins with that asks for a new file; a name may stand behind it."""


class ChildPage(Page):
    """One child's file. Called with an id, an `Among`, or `+name` for a new one."""

    def __init__(self, host: Host, bench: Workbench) -> None:
        super().__init__(host, "新建档案", back=host.back)
        self.bench = bench
        self.among = Among("")
        self.file: File | None = None
        self._visit = host.knows("visit")
        self.acts = Acts(host, bench, self, lambda: self.file)
        self.top = TopLine()
        self.card = HeaderCard(
            lambda: self.acts.menu(partial(self.edit, "register", "exit_reason")),
            visit=self._visit,
            refer=host.knows("refer"),
        )
        self.torn = Torn()
        self.file_body = Body(host, bench, self.acts)
        self.tabs, self.forms, self.sealed = self.file_body.tabs, self.file_body.forms, self.file_body.sealed
        self.fresh = Fresh(host, bench)
        self._build()
        self._connect()

    def _build(self) -> None:
        self.closed = surface("sunk")
        self._closed_words = words("", "strong")
        self.reopen = button("重新登记", self.acts.reopen, kind="small")
        line = fit.row(sign("archive"), self._closed_words, None, self.reopen, spacing=10)
        fit.hold(line, (14, 6, 10, 6))
        self.closed.setLayout(line)
        inner = QWidget()
        outer = fit.column(self.top, self.card, self.closed, self.torn, self.file_body, spacing=8)
        outer.setStretch(4, 1)
        inner.setLayout(outer)
        # Moves only where a small window has not the room for a banner and a question as well.
        self._whole = scrolled(inner)
        self.body.addWidget(self._whole, 1)
        self.body.addWidget(self.fresh, 1)

    def _connect(self) -> None:
        card = self.card
        self.top.back.connect(self.host.back)
        self.top.stepped.connect(self.step)
        card.visit.connect(self._go_visit)
        card.refer.connect(lambda: self.host.go("refer", self.among.id))
        card.reveal_asked.connect(lambda: self.acts.reveal_number(card.number))
        card.risk_chosen.connect(self.acts.set_risk)
        card.explain_asked.connect(self.acts.explain_risk)
        card.confirm_asked.connect(self.acts.confirm)
        self.torn.taken.connect(self.acts.settle)
        self.file_body.visit_asked.connect(self._go_visit)
        self.file_body.turned.connect(lambda _key: self._settle_card())
        self.forms.opened.connect(lambda on: prefer(card.record, "edit", first=not on))
        self.fresh.made.connect(lambda child: self.host.go("child", child))
        self.fresh.given_up.connect(self.host.back)
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
            self.file_body.to_tab(str(memento[1]))

    def take(self, act: str) -> bool:
        """The keys of this page."""
        own: dict[str, Callable[[], object]] = {
            "visit": self._go_visit,
            "refer": self.card.hand_on.click,
            "print": self.acts.print_file,
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
        self.torn.set_compact(compact)
        self.forms.set_compact(compact)
        line, column = self.closed.layout(), self._whole.widget().layout()
        assert line is not None and column is not None
        fit.hold(line, (14, 0, 10, 0) if compact else (14, 6, 10, 6))
        column.setProperty("gap", 3 if compact else 8)
        fit.hold(column, (0, 0, 0, 0))
        self._settle_card()

    def step(self, by: int) -> None:
        """The next child of the list, or the one before, on the same tab."""
        following = self.among.step(by)
        if following is not None:
            self.leave()
            self._show_child(following, keep_tab=True)

    def edit(self, section: str, field: str = "") -> None:
        """Opens a section of the forms; without a name where something is missing."""
        self.file_body.edit(section, field)

    # -- showing -------------------------------------------------------------------------------------

    def _settle_card(self) -> None:
        """In a small window the card makes room for what is read and typed; the name moves up.

        So it does for a closed file, whose sentence needs a line of its own.
        """
        closed = self.file is not None and bool(self.file.closed)
        spared = self.compact and (closed or self.tabs.key() != "overview")
        self.card.setVisible(not spared)
        self.top.say_name(self.file.name if spared and self.file is not None else "")

    def _show_child(self, among: Among, *, keep_tab: bool = False) -> None:
        other = among.id != self.among.id
        self.among = among
        self.top.show_place(among)
        if other:
            self.file = None
            self.file_body.put_away()
            if not keep_tab:
                self.file_body.to_tab("overview")
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
        may_edit = self.bench.may(Right.EDIT)
        self.top.say_changed(shown.last_change)
        self.card.show_file(shown, may_edit=may_edit and not shown.closed)
        self.closed.setVisible(bool(shown.closed))
        self._closed_words.setText(f"{shown.closed}，只能看")
        self.reopen.setVisible(may_edit)
        self.torn.show_conflicts(shown.conflicts, may_edit=may_edit)
        self.file_body.show_file(shown, told)
        self._settle_card()
        if first:
            self.file_body.offer(waiting)

    def _go_visit(self) -> None:
        if self._visit:
            self.host.go("visit", self.among.id)
