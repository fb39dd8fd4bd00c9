"""Is the page 核查任务: what a comparison left to be looked into, and what each village found out."""

from __future__ import annotations

from PySide6.QtWidgets import QLineEdit, QStackedWidget, QWidget

from childdesk.desk import checks, twins
from childdesk.desk.checks import Check
from childdesk.desk.records import Saved
from childdesk.desk.session import Right, Session
from childdesk.domain.errors import Refused
from childdesk.domain.township_options import ABOUT_ONE, ONE, WHETHER_ONE
from childdesk.ui import fit
from childdesk.ui.chosen_page import ChosenPage
from childdesk.ui.page import Host
from childdesk.ui.pages.checks.shelf import CheckShelf, VillageShelf
from childdesk.ui.undoing import undo_of
from childdesk.ui.widgets.buttons import because, button
from childdesk.ui.widgets.card import Card, fact
from childdesk.ui.widgets.chip import Answers
from childdesk.ui.widgets.empty import Empty
from childdesk.ui.widgets.question import Question
from childdesk.ui.widgets.scroll import scrolled
from childdesk.ui.widgets.segmented import Segmented
from childdesk.ui.widgets.words import words
from childdesk.ui.workbench import Workbench

OPEN, DONE = "open", "done"
EMPTY = "没有要核查的。拿学籍、残联、低保的名单比一比，不一样的就列在这里"


class ChecksPage(ChosenPage):
    """`arrive` takes the code of a village, the id of a question, or nothing."""

    def __init__(self, host: Host, bench: Workbench) -> None:
        super().__init__(host, bench, "核查任务", self._load)
        self.every: list[Check] = []
        self.unit, self._where = "", ""
        self.above = bench.session().ledger.identity.level != "village"
        self.compare = button("比对一份名单", lambda: host.go("importing"), icon="branch_compare")
        self.compare.setVisible(host.knows("importing"))
        self.go = button("记下，看下一件", self._answer, kind="primary", icon="checkmark")
        self.head.act(self.compare)
        self.head.act(self.go)
        self.which = Segmented([(OPEN, "待核查"), (DONE, "已答")], dense=True)
        self.which.choose(OPEN)
        self.which.chosen.connect(lambda _key: self._show())
        self.villages = VillageShelf("各村")
        self.villages.chosen.connect(self._village)
        self.villages.setVisible(self.above)
        fit.fix(self.villages, width=190)
        self.list = CheckShelf()
        self.list.chosen.connect(self._choose)
        fit.fix(self.list, width=350)
        self._build_detail()
        self.stack = QStackedWidget()
        self.nothing = Empty(
            "shield_task", EMPTY, "比对一份名单", lambda: host.go("importing"), kind="primary"
        )
        over = fit.row(self.villages, self.list, scrolled(self.detail), spacing=12)
        over.setStretch(2, 1)
        inner = QWidget()
        inner.setLayout(fit.column(fit.row(self.which, None), over, spacing=8))
        self.stack.addWidget(inner)
        self.stack.addWidget(self.nothing)
        self.body.addWidget(self.stack, 1)

    def _build_detail(self) -> None:
        self.card = Card()
        self.title = words("", "head", wrap=True)
        self.card.add(self.title)
        self.facts = fit.column(spacing=4)
        self.card.body.addLayout(self.facts)
        self.results = Answers([(code, code) for code in ABOUT_ONE])
        self.whether = Answers([(code, code) for code in WHETHER_ONE])
        for answers in (self.results, self.whether):
            answers.changed.connect(self._say)
        self.told = QLineEdit()
        self.told.setPlaceholderText("如：问了奶奶和班主任，去年转到外县读书")
        self.told.returnPressed.connect(self._answer)
        self.asked = Question()
        both = QWidget()
        both.setLayout(fit.column(self.results, self.whether))
        self.asked.body.addWidget(self.asked.field("answer", "核查下来是什么情况", both))
        self.asked.body.addWidget(self.asked.field("answered", "怎么核查的（可以不写）", self.told))
        self.file = button("打开档案", self._open, icon="person")
        self.again = button("再核查一次", self._reopen)
        self.card.add(self.asked)
        self.decide = button("", self._decide, icon="merge")
        self.decide.hide()
        self.card.add(fit.row(self.decide, self.file, self.again, None))
        self.detail = QWidget()
        self.detail.setLayout(fit.column(self.card, None, margins=(0, 0, 4, 0)))

    # -- reading -------------------------------------------------------------------------------------

    def arrive(self, argument: object = None) -> None:
        """Reads anew."""
        if isinstance(argument, str) and argument:
            self.unit, self.chosen = (argument, "") if len(argument) == 12 else ("", argument)
        self._load()

    def first_focus(self) -> QWidget | None:
        """The first answer of the question that is shown."""
        return self.given().pills()[0] if self.chosen else None

    def given(self) -> Answers:
        """The answers that fit the question that is shown."""
        one = self.one()
        return self.whether if one is not None and one.answers == WHETHER_ONE else self.results

    def _load(self) -> None:
        self.bench.newest(
            "checks", lambda session, _progress: checks.every(session), self._loaded, owner=self
        )

    def _loaded(self, found: list[Check]) -> None:
        self.every = found
        waits = sum(one.is_open for one in found)
        late = sum(one.days_late > 0 for one in found)
        lists = len({one.listed for one in found})
        said = (
            f"{lists:,}份名单，要核查{len(found):,}件，还有{waits:,}件没答" if found else "还没有比对过名单"
        )
        self.head.say(f"{said}，{late:,}件晚了" if late else said)
        self.stack.setCurrentIndex(0 if found else 1)
        self.go.setVisible(bool(found) and self.bench.may(Right.EDIT))
        self.compare.setVisible(bool(found) and self.host.knows("importing"))
        if self.above:
            self.villages.show_lines(checks.by_village(found), self.unit)
        named = next((one for one in found if one.id == self.chosen), None)
        if named is not None and named.is_open is not (self.which.key() == OPEN):
            self.which.choose(OPEN if named.is_open else DONE)
        self._show()

    def _some(self) -> list[Check]:
        wanted = self.which.key() != DONE
        return [one for one in self.every if one.is_open is wanted and self.unit in ("", one.unit)]

    def _show(self) -> None:
        some = self._some()
        if self.chosen not in [one.id for one in some]:
            self.chosen = some[0].id if some else ""
        self.list.show_lines(some, self.chosen)
        self._show_one()

    def _village(self, unit: str) -> None:
        self.unit, self.chosen = unit, ""
        self.villages.mark(unit)
        self._show()

    def _choose(self, row: str) -> None:
        self.chosen = row
        self.list.mark(row)
        self._show_one()

    def one(self) -> Check | None:
        """The question that is shown."""
        return next((one for one in self.every if one.id == self.chosen), None)

    def _show_one(self) -> None:
        one = self.one()
        self.card.setVisible(one is not None)
        fit.clear(self.facts)
        self.asked.clear()
        if one is not None:
            self.title.setText(one.title)
            lines = [("哪个村", one.village), ("出自", one.listed), ("期限", one.due)]
            lines += [("为什么", one.told)] if one.told else []
            lines += [("已答", f"{one.done_on}，{one.answer or '没写结果'}")] if not one.is_open else []
            # An answer that only a newer program knows is on no button: it is told in its own words.
            unknown = one.is_open and one.answer and one.answer not in one.answers
            lines += [("答过", one.answer)] if unknown else []
            for label, text in lines:
                self.facts.addLayout(fact(label, words(text, "small", wrap=True)))
            for answers in (self.results, self.whether):
                answers.setVisible(answers is self.given())
            self.given().choose([one.answer] if one.answer in one.answers else [])
            self.told.setText(one.words)
            may = self.bench.may(Right.EDIT)
            self.asked.setEnabled(may)
            self.file.setVisible(bool(one.child) and self.host.knows("child"))
            self.again.setVisible(not one.is_open and may)
        self._lead(one)
        self._say()

    def _lead(self, one: Check | None) -> None:
        """Where it is decided what an answer has brought to light: two files become one under 要您决定; a
        line of a list is taken over where the list is compared."""
        self.decide.hide()
        if self.above and one is not None and one.answer == ONE:
            self.bench.newest(
                "decide",
                lambda session, _progress: (one, twins.waits(session, one.child)),
                self._show_decide,
                owner=self,
            )

    def _show_decide(self, told: tuple[Check, bool]) -> None:
        one, pair = told
        self._where = "conflicts" if pair else "importing"
        self.decide.setText(" 去定：合成一份" if pair else " 再比对一次，用表里的")
        self.decide.setVisible(one.id == self.chosen and self.host.knows(self._where))

    def _decide(self) -> None:
        one = self.one()
        if one is not None:
            self.host.go(self._where, one.child if self._where == "conflicts" else None)

    def _say(self) -> None:
        one = self.one()
        self.go.setText(" 记下，看下一件" if one is None or one.is_open else " 改这个答复")
        because(self.go, "" if one is not None and self.given().chosen() else "先选核查下来是什么情况")

    # -- doing ---------------------------------------------------------------------------------------

    def _answer(self) -> None:
        one = self.one()
        if one is None or not self.given().chosen():
            return
        result, told = self.given().chosen()[0], self.told.text()

        def work(session: Session) -> Saved:
            return checks.answer(session, one.id, result, told)

        def done(saved: Saved) -> None:
            some = [other.id for other in self._some()]
            at = some.index(one.id) if one.id in some else -1
            self.chosen = next(iter(some[at + 1 :] or some[:at]), "") if one.is_open else one.id
            self.host.toast(f"已记下：{result}", undo_of(self.bench, self.host, saved.entry, "答复"))

        self.bench.write(lambda s, _p: work(s), done, refused=self.asked.refuse, owner=self)

    def _reopen(self) -> None:
        one = self.one()
        if one is not None:
            self.bench.write(
                lambda session, _p: checks.reopen(session, one.id),
                lambda saved: self.host.toast("又放回待核查", undo_of(self.bench, self.host, saved.entry)),
                refused=self._refused,
                owner=self,
            )

    def _refused(self, trouble: Refused) -> None:
        self.host.banner("warn", trouble.sentence)

    def _open(self) -> None:
        one = self.one()
        if one is not None and one.child:
            self.host.go("child", one.child)

    def take(self, act: str) -> bool:
        """Ctrl+Enter answers."""
        if act == "save":
            self._answer()
            return True
        return super().take(act)
