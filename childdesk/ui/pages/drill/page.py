"""Is the page 两台电脑演练: one step at a time at a village's PC and a township's, a stick between them."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QLabel, QWidget

from childdesk.desk import drill as desk_drill
from childdesk.desk.drill import Scene, Side
from childdesk.desk.session import Session
from childdesk.domain import drill
from childdesk.domain.drill import STEPS, TOWNSHIP, VILLAGE
from childdesk.domain.errors import Refused
from childdesk.ui import fit, icons
from childdesk.ui.page import Host, Page
from childdesk.ui.tasks import Progress
from childdesk.ui.widgets.banner import announce
from childdesk.ui.widgets.buttons import button
from childdesk.ui.widgets.card import Card, fact
from childdesk.ui.widgets.chip import chip
from childdesk.ui.widgets.scroll import scrolled
from childdesk.ui.widgets.words import say, sign, words
from childdesk.ui.workbench import Workbench

NAMES = {VILLAGE: "村里的电脑", TOWNSHIP: "镇里的电脑"}
NOTHING = "还没有准备"
CALM = "两台电脑都是演练的，孩子是编的；和您的档案分开放，做完可以收掉。"
DONE = "演练做完了"


class Desk(Card):
    """What one of the two desks holds."""

    def __init__(self, side: str) -> None:
        super().__init__(NAMES[side])
        self._facts = fit.column(spacing=4)
        self.body.addLayout(self._facts)
        self.show_side(None)

    def show_side(self, side: Side | None) -> None:
        """Its numbers, or that it is not there yet."""
        fit.clear(self._facts)
        if side is None:
            self.say(self.title.text())
            self._facts.addWidget(words(NOTHING, "second"))
            return
        self.say(self.title.text(), side.unit_name)
        self._facts.addLayout(fact("孩子", f"{side.children:,}人"))
        told = f"{side.child}：{side.school or '没写'}" if side.child else "还没有收到"
        self._facts.addLayout(fact("学校", told))
        self._facts.addLayout(fact("没回执的", f"{side.waiting:,}条"))
        self._facts.addLayout(
            fact("要您定", f"{side.conflicts:,}处", role="late" if side.conflicts else "small")
        )


class DrillPage(Page):
    """The step that comes next is one button; what it did stands below, desk by desk and file by file."""

    def __init__(self, host: Host, bench: Workbench) -> None:
        super().__init__(host, "两台电脑演练", back=host.back)
        self.bench = bench
        self.at = ""
        """The step that was done last."""
        self._busy = False
        self.clear = button("收掉演练", self._clear, kind="quiet")
        self.head.act(self.clear)
        self.head.say("练一练：U盘写到一半拔掉，会怎样。")
        self._build_step()
        self._build_desks()
        self._build_list()
        inside = QWidget()
        calm = fit.row(sign("info", "ink2", 16), words(CALM, "second", wrap=True), spacing=8)
        calm.setStretch(1, 1)
        inside.setLayout(fit.column(self.step, self.found, self.desks, calm, None, spacing=12))
        self.body.addWidget(scrolled(inside), 1)
        self._stand()

    def _build_step(self) -> None:
        self.step = Card()
        self.number = words("", "second")
        self.title = words("", "head", wrap=True)
        self.told = words("", "small", wrap=True)
        self.go = button("准备", self._press, kind="primary", icon="arrow_sync")
        self.takes = {
            VILLAGE: button("用村里的", partial(self._play, drill.DECIDE, VILLAGE)),
            TOWNSHIP: button("用镇里的", partial(self._play, drill.DECIDE, TOWNSHIP)),
        }
        self.running = words("", "second")
        acts = fit.row(self.go, *self.takes.values(), self.running, None, spacing=10)
        for part in (self.number, self.title, self.told, acts):
            self.step.add(part)
        self.found = Card(role="good", title="刚才")
        self.sign = sign("checkmark_circle", "green")
        self.found.head.insertWidget(0, self.sign)
        self.said = words("", "strong", wrap=True)
        self.safe = words("", "small", wrap=True)
        self.found.add(self.said)
        self.found.add(self.safe)

    def _build_desks(self) -> None:
        self.sides = {side: Desk(side) for side in (VILLAGE, TOWNSHIP)}
        self.stick = Card("U盘", "这里用一个文件夹代替")
        self._files = fit.column(spacing=4)
        self.stick.body.addLayout(self._files)
        self.stick.body.addStretch(1)
        self.desks = QWidget()
        line = fit.row(self.sides[VILLAGE], self.stick, self.sides[TOWNSHIP], spacing=12)
        for at in range(3):
            line.setStretch(at, 1)
        self.desks.setLayout(line)

    def _build_list(self) -> None:
        card = Card("一共要做")
        self.marks: list[tuple[QLabel, QLabel]] = []
        for number, step in enumerate(STEPS, 1):
            mark, word = sign("ring", "ink3", 16), words(f"{number}　{step.title}", "small", wrap=True)
            line = fit.row(mark, word, spacing=8)
            line.setStretch(1, 1)
            card.add(line)
            self.marks.append((mark, word))
        side = QWidget()
        side.setLayout(fit.column(card, None))
        self.add_side("side", "一共要做", scrolled(side), width=270)

    # -- coming and going ------------------------------------------------------------------------------

    def arrive(self, argument: object = None) -> None:
        """Where one was; a drill that nobody has begun here begins at the first step."""
        self._stand()

    def first_focus(self) -> QWidget | None:
        """The button of the step."""
        return self.takes[VILLAGE] if self._next() == drill.DECIDE else self.go

    def _next(self) -> str:
        return drill.following(self.at)

    def _stand(self) -> None:
        """Says the next step; behind the last one that all is done."""
        key = self._next()
        names = [step.key for step in STEPS]
        at = names.index(key) if key else len(names)
        for number, (mark, word) in enumerate(self.marks):
            drawing = "checkmark_circle" if number < at else "circle" if number == at else "ring"
            icons.show(mark, drawing, "green" if number < at else "brand" if number == at else "ink3", 16)
            fit.mark(word, t="strong" if number == at else "small")
            word.setAccessibleDescription("做过了" if number < at else "现在" if number == at else "")
        step = drill.step(key) if key else None
        self.number.setText(f"第{at + 1}步，共{len(names)}步" if step else f"{len(names)}步都做过了")
        self.title.setText(step.title if step else DONE)
        self.told.setText(step.told if step else "真的U盘也是这样：拔早了，插好再来一次，一条不丢。")
        self.go.setText(f" {step.act if step else '从头再练'}")
        self.go.setVisible(key != drill.DECIDE)
        for one in self.takes.values():
            one.setVisible(key == drill.DECIDE)
        self.found.setVisible(bool(self.at))
        self.desks.setVisible(bool(self.at))
        self.clear.setVisible(bool(self.at))

    # -- doing -----------------------------------------------------------------------------------------

    def _press(self) -> None:
        self._play(self._next() or drill.MAKE)

    def _play(self, key: str, take: str = "") -> None:
        if self._busy:
            return
        self._rest(busy=True)
        self.running.setText("正在做…")
        self.bench.write(
            lambda session, progress: _played(key, take, progress, session),
            self._show,
            refused=self._refused,
            cancelled=self._rest,
            failed=lambda _trouble: self._rest(),
            stepped=self._stepped,
            news=False,
            owner=self,
        )

    def _stepped(self, done: int, total: int, text: str) -> None:
        self.running.setText(f"{text}…" if text else "正在做…")

    def _show(self, scene: Scene) -> None:
        self._rest()
        self.at = scene.step
        pulled = scene.step == drill.PULL
        self.said.setText(scene.said)
        say(self.safe, scene.safe)
        self.safe.setVisible(bool(scene.safe))
        self.found.say("U盘被拔走了" if pulled else "刚才")
        fit.mark(self.found, role="warn" if pulled else "good")
        for side, card in self.sides.items():
            card.show_side(scene.sides[side])
        fit.clear(self._files)
        for one in scene.stick:
            mark = chip("完整", "green") if one.whole else chip("没写完，不采用", "yellow")
            self._files.addLayout(fit.row(words(one.words, "small"), None, mark, spacing=8))
        if not scene.stick:
            self._files.addWidget(words("空的", "second"))
        values = dict(scene.values)
        for side, press in self.takes.items():
            press.setText(f"{'村里' if side == VILLAGE else '镇里'}的：{values.get(side, '')}")
        self._stand()
        icons.show(
            self.sign, "warning" if pulled else "checkmark_circle", "yellow" if pulled else "green", 20
        )
        announce(self.found, f"{scene.said}{scene.safe}")
        focus = self.first_focus()
        if focus is not None:
            focus.setFocus()

    def _refused(self, trouble: Refused) -> None:
        self._rest()
        self.host.banner("warn", trouble.sentence)

    def _rest(self, *, busy: bool = False) -> None:
        self._busy = busy
        self.running.setText("")
        for one in (self.go, *self.takes.values(), self.clear):
            one.setEnabled(not busy)

    def _clear(self) -> None:
        if self._busy:
            return

        def gone(_none: object) -> None:
            self.at = ""
            self._stand()
            self.host.toast("演练收掉了")

        self.bench.write(
            lambda session, _p: desk_drill.clear(session),
            gone,
            refused=self._refused,
            news=False,
            owner=self,
        )


def _played(key: str, take: str, progress: Progress, session: Session) -> Scene:
    return desk_drill.play(session, key, take=take, progress=progress)
