"""Is the page on which a person decides what two places wrote differently; nothing is ever discarded."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from childdesk.desk import torn
from childdesk.desk.conflicts import Taken
from childdesk.desk.session import Right
from childdesk.desk.torn import Case
from childdesk.ui import fit
from childdesk.ui.page import Host, Page
from childdesk.ui.pages.conflicts.cards import QuestionCard
from childdesk.ui.undoing import undo_of
from childdesk.ui.widgets.buttons import because, button
from childdesk.ui.widgets.card import Card
from childdesk.ui.widgets.card_button import CardButton
from childdesk.ui.widgets.chip import RiskChip
from childdesk.ui.widgets.empty import Empty
from childdesk.ui.widgets.scroll import bring, scrolled
from childdesk.ui.widgets.words import Elided, words
from childdesk.ui.workbench import Workbench

TITLE = "两边都改了，请您定"
SENTENCE = "同一处，两边改得不一样。没选上的也留在修改记录里，随时能改回来"
TWIN_SENTENCE = "像是一个孩子有两份档案。合成一份，两份的经过都留着，也能撤销"
NOTHING = "没有要您定的。两边改的都已合好。"
MOST = 60
"""Children listed at once; the others follow as these are decided."""


class ConflictsPage(Page):
    """The list of whom there is something to decide about, and the cards of one of them."""

    def __init__(self, host: Host, bench: Workbench) -> None:
        super().__init__(host, TITLE, back=host.back)
        self.bench = bench
        self.cases: list[Case] = []
        self.at = 0
        self._settled: set[tuple[str, str]] = set()
        """Of whom everything was decided while one sat here."""
        self.cards: list[QuestionCard] = []
        self.later = button("以后再定", self._later, icon="clock")
        self.all_theirs = button("都用对方的", self._theirs, icon="branch_compare")
        self.all_theirs.setToolTip("风险等级不在内，要一个一个定；可以一次撤销")
        self.go = button("定好，看下一个", self._settle, kind="primary", icon="chevron_right")
        for one in (self.later, self.go):
            self.head.act(one)
        self.list = Card("要您定的", tight=False)
        self._names = fit.column(spacing=4)
        inside = QWidget()
        inside.setLayout(fit.column(self._names, None))
        self.list.add(scrolled(inside), 1)
        self.list.add(self.all_theirs)
        self.add_side("side", "要您定的", self.list, width=258, left=True)
        self.who = fit.row(spacing=10)
        self._lines = fit.column(spacing=12)
        inner = QWidget()
        inner.setLayout(fit.column(self._lines, None))
        self.body.addLayout(self.who)
        self.area = scrolled(inner)
        self.body.addWidget(self.area, 1)

    # -- coming and going ----------------------------------------------------------------------------

    def arrive(self, argument: object = None) -> None:
        """Everything that waits; `argument` is the child to begin with."""
        child = argument if isinstance(argument, str) else ""
        self.bench.read(
            lambda session, _progress: torn.cases(session), partial(self._read, child=child), owner=self
        )

    def first_focus(self) -> QWidget | None:
        """The first value that can be taken."""
        waiting = [card for card in self.cards if card.choice is None and card.takes]
        return waiting[0].takes[0] if waiting else self.go

    def take(self, act: str) -> bool:
        """Ctrl+Enter settles; F8 walks through the list."""
        if act == "save" and self.go.isEnabled():
            self._settle()
            return True
        if act in ("next_issue", "last_issue") and self.cases:
            self.show_case((self.at + (1 if act == "next_issue" else -1)) % len(self.cases))
            return True
        return super().take(act)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """1, 2, 3 decide the first card that is still open."""
        number = event.key() - Qt.Key.Key_0
        card = next((card for card in self.cards if card.choice is None), None)
        if card is None or not 1 <= number <= 9 or event.modifiers() or not card.press(number):
            super().keyPressEvent(event)

    # -- showing -------------------------------------------------------------------------------------

    def _read(self, cases: list[Case], child: str) -> None:
        self.cases = cases
        self._settled -= {_who(case) for case in cases}
        self.host.badge("sync", sum(len(case.questions) for case in cases))
        found = next((at for at, case in enumerate(cases) if child and _about(case, child)), 0)
        self.show_case(min(found, max(len(cases) - 1, 0)))

    def show_case(self, at: int) -> None:
        """The cards of one child."""
        self.at = at
        self._fill_list()
        fit.clear(self.who)
        fit.clear(self._lines)
        self.cards = []
        some = bool(self.cases)
        for one in (self.later, self.all_theirs, self.go):
            one.setVisible(some)
        self.all_theirs.setVisible(bool(torn.theirs(self.cases)) and len(self.cases) > 1)
        if not some:
            self.head.say("U盘同步之后，两边改得不一样的会列在这里")
            self._lines.addWidget(Empty("checkmark_circle", NOTHING, "看修改记录", self._see_changes))
            return
        case = self.cases[at]
        self.head.say(TWIN_SENTENCE if all(one.twin for one in case.questions) else SENTENCE)
        self._fill_who(case)
        may_edit = self.bench.may(Right.EDIT)
        for question in case.questions:
            card = QuestionCard(question, may_edit=may_edit)
            card.taken.connect(lambda _id, _taken: self._go_on())
            card.asked_other.connect(self._ask_other)
            self.cards.append(card)
            self._lines.addWidget(card)
        self._go_on()

    def _go_on(self) -> None:
        """What has been pressed is gone: one stands at what is to be decided next, else at 定好."""
        self._say()
        part = self.first_focus()
        if part is not None and self.isVisible():
            part.setFocus()
            bring(self.area, next((card for card in self.cards if card.isAncestorOf(part)), part))

    def _fill_list(self) -> None:
        fit.clear(self._names)
        done = len(self._settled)
        self.list.say("要您定的", f"已定{done:,}，共{done + len(self.cases):,}" if self.cases else "")
        for number, case in enumerate(self.cases[:MOST]):
            parts = [words(case.name, "strong"), Elided(case.about, "second")]
            parts += [Elided(case.others, "second")] if case.others else []
            made = CardButton(
                f"{case.name}，{case.about}", fit.column(*parts, margins=(10, 6, 10, 6), spacing=2)
            )
            made.setCheckable(True)
            made.setChecked(number == self.at)
            made.clicked.connect(lambda _on=False, number=number: self.show_case(number))
            self._names.addWidget(made)
        if len(self.cases) > MOST:
            self._names.addWidget(words(f"还有{len(self.cases) - MOST:,}人，先定上面的", "note"))

    def _fill_who(self, case: Case) -> None:
        self.who.addWidget(words(case.name, "head"))
        self.who.addWidget(words(case.words, "second"))
        if case.risk:
            self.who.addWidget(RiskChip(case.risk))
        merged = f"其他{case.merged:,}处两边没有冲突，已自动合好" if case.merged else ""
        self.who.addStretch(1)
        if case.child and self.host.knows("child"):
            opener = button(
                "打开档案", lambda: self.host.go("child", case.child), kind="quiet", icon="person"
            )
            self.who.addWidget(opener)
        if merged:
            self.who.addWidget(words(merged, "second"))

    def _say(self) -> None:
        chosen = self._chosen()
        last = len(self.cases) < 2
        self.go.setText(" 定好" if last else " 定好，看下一个")
        because(self.go, "" if chosen else "先选一个。不定也行，点“以后再定”")

    # -- deciding ------------------------------------------------------------------------------------

    def _chosen(self) -> dict[str, Taken]:
        return {card.question.id: card.choice for card in self.cards if card.choice is not None}

    def _ask_other(self, key: str) -> None:
        card = next(card for card in self.cards if card.question.id == key)
        value = self.host.ask.words(card.question.label, "两边都不对时，写上对的。")
        if value:
            card.choose(Taken(value=value), f"：{value}")

    def _see_changes(self) -> None:
        self.host.go("history")

    def _later(self) -> None:
        if len(self.cases) > 1:
            self.show_case((self.at + 1) % len(self.cases))
        else:
            self.host.back()

    def _settle(self) -> None:
        chosen = self._chosen()
        if chosen:
            self._write(chosen, f"已定好{len(chosen):,}处")

    def _theirs(self) -> None:
        taken = torn.theirs(self.cases)
        self._write(taken, f"{len(taken):,}处都用了对方的")

    def _write(self, taken: dict[str, Taken], said: str) -> None:
        def done(entry: str) -> None:
            self._settled |= {_who(case) for case in self.cases if all(q.id in taken for q in case.questions)}
            self.host.toast(said, undo_of(self.bench, self.host, entry))
            following = self.cases[(self.at + 1) % len(self.cases)].child if len(self.cases) > 1 else ""
            self.arrive(following)

        self.bench.write(
            lambda session, _progress: torn.settle(session, taken),
            done,
            refused=lambda trouble: self.host.banner("warn", trouble.sentence),
            owner=self,
        )


def _about(case: Case, child: str) -> bool:
    """Whether a child is the one of a case, or one of the two files side by side."""
    return case.child == child or any(one.twin and child in one.id for one in case.questions)


def _who(case: Case) -> tuple[str, str]:
    return case.child, "" if case.child else case.name
