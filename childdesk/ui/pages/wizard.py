"""Asks the first questions of a new desk, one at a time; leaves a sealed ledger and a sheet of paper."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from childdesk.desk.desks import NewDesk
from childdesk.desk.first_steps import LATER, STEPS, FirstSteps, recovery_sheet
from childdesk.desk.packs import Opened
from childdesk.domain.cadence import BY_COLOUR, EVERY, MONTHLY
from childdesk.domain.clock import Clock
from childdesk.domain.errors import Refused
from childdesk.domain.paper import Paper
from childdesk.ui import fit
from childdesk.ui.tasks import Tasks
from childdesk.ui.widgets.buttons import because, button
from childdesk.ui.widgets.choice import Way, Ways
from childdesk.ui.widgets.question import Question
from childdesk.ui.widgets.recovery import RecoveryCode
from childdesk.ui.widgets.secret import NewSecret
from childdesk.ui.widgets.task_row import TaskRow
from childdesk.ui.widgets.unit_pick import UnitPick
from childdesk.ui.widgets.wizard import StepWords, Wizard
from childdesk.ui.widgets.words import words

LEVELS = (
    Way("village", "村、社区", "儿童主任，一个村一份档案", "people_list"),
    Way("township", "乡镇、街道", "儿童督导员，看各村送来的", "building_government"),
    Way("county", "县、市、区", "民政局、未保中心，看各乡镇送来的", "people_community"),
)
BEGIN = (
    Way("import", "导入手头的表", "花名册、登记表都行；先看一遍再收，随时可以撤销", "arrow_import"),
    Way("practice", "先练习", "用编出来的演练村，和真档案分开放，练坏了也不怕", "people_community"),
    Way("blank", "空白开始", "一个孩子一个孩子地建档", "person_add"),
)
DEMANDS = (
    Way(
        BY_COLOUR,
        "按颜色",
        "红每周、黄每月2次、蓝每月、绿每季度；默认值，请对照县里文件",
        "person_walking",
    ),
    Way(MONTHLY, "每月一次", "每个孩子每月看一次", "calendar_day"),
    Way(EVERY, "其他", "每几天看一次，写在下面", "edit"),
    Way(LATER, "还不清楚", "先按颜色排，第一次看走访安排时再问您", "clock"),
)
QUESTIONS = (
    StepWords("level", "您在哪一级", "您在哪里工作？", "村里记孩子，乡镇和县里看汇总，页面会不一样。"),
    StepWords("unit", "单位和区划", "是哪个单位？", "报表抬头和送给上级的包都用它。"),
    StepWords("person", "您是谁", "您怎么称呼？", "每次改动都记着是谁改的。副手可以以后再加。"),
    StepWords(
        "demand", "走访要求", "县里要求多久走访一次？", "走访的日子按它排。选错了不要紧，在走访页随时能改。"
    ),
    StepWords("passphrase", "口令", "定一个口令", "整份档案用它加密，别人拿走电脑也打不开。"),
    StepWords(
        "recovery", "恢复单", "打印恢复单，封好", "忘了口令，只有这张纸能打开档案。这个码只显示这一次。"
    ),
    StepWords("begin", "从哪里开始", "从哪里开始？", "三样以后都可以再做。"),
)
ADVICE = "四个不相干的词最好记，如用拼音写“白菜 雨伞 电灯 石桥”。请自己另想四个。"


class Demanded(Question):
    """What the county demands; days are asked only where a number of them is meant."""

    def __init__(self) -> None:
        super().__init__()
        self.how, self.days = Ways(DEMANDS), QLineEdit()
        self.how.choose(BY_COLOUR)
        self.how.chosen.connect(self._choose)
        self.body.addWidget(self.field("demand", "", self.how))
        self._every = self.field("days", "每几天1次", self.days, "写数字，如：10")
        self._every.hide()
        self.body.addWidget(self._every)

    def _choose(self, key: str) -> None:
        self.clear()
        self._every.setVisible(key == EVERY)
        if key == EVERY:
            self.days.setFocus(Qt.FocusReason.OtherFocusReason)


class Where(Question):
    """The level, and besides: what there is already, a pack of the desk above, a desk, a backup."""

    def __init__(self, level: Ways) -> None:
        super().__init__()
        self.body.addWidget(self.field("level", "", level))
        self.open = button("打开另一份", kind="link", icon="folder_open")
        self.bring = button("从备份恢复", kind="link", icon="history")
        self.packed = button("我有上级给的开户包", icon="usb_stick")
        given = words("单位、区划、规则都在里面，只要写名字、定口令。", "second", wrap=True)
        line = fit.row(self.packed, given, spacing=12)
        line.setStretch(1, 1)
        self.body.addLayout(line)
        told = words("换了电脑，或者已经有档案了？", "second")
        self.body.addLayout(fit.row(told, self.open, self.bring, None, spacing=16))


def told_of(opened: Opened, today: date) -> str:
    """What a pack has said already, and who goes on by writing the same name."""
    pack = opened.pack
    told = [f"单位是{pack.unit_name}，代码{pack.unit}，由{opened.above}开户。"]
    if pack.again or pack.held:
        new = "这是换新电脑。" if pack.again else ""
        told.append(f"{new}和{opened.above}同步一次，那边{pack.held}个在册孩子的记录都会过来。")
    names = "、".join(one.name for one in opened.former(today))
    if names:
        told.append(f"原来在这里工作的是{names}。写同样的名字，就接着用原来的身份。")
    return "".join(told)


def _one(key: str, label: str, field: QWidget) -> Question:
    made = Question()
    made.body.addWidget(made.field(key, label, field))
    return made


def _person(given: QWidget, name: QLineEdit, phone: QLineEdit) -> Question:
    made = Question()
    given.hide()
    made.body.addWidget(given)
    phone.setInputMethodHints(Qt.InputMethodHint.ImhDialableCharactersOnly)
    made.body.addWidget(made.field("person", "姓名", name))
    made.body.addWidget(made.field("phone", "电话", phone, "可以不写。上级要找您时用。"))
    return made


class FirstUse(Wizard):
    """The wizard over `FirstSteps`. What takes long runs on the lanes of `tasks`; the page only shows."""

    kept = Signal(dict)
    """What may be remembered for coming back, on every step."""
    made = Signal()
    """The desk exists now; from here on only the sheet and the beginning are left."""
    proved = Signal()
    """The sheet is on paper."""
    begun = Signal(str)
    """The last answer: import, practice or blank; sync where a pack was opened."""
    elsewhere = Signal()
    """The folder will not do: another one is wanted."""
    another = Signal()
    """There is a desk already, in another folder."""
    rescue_asked = Signal()
    """There is a backup, for instance from the computer before this one."""
    pack_asked = Signal()
    """The desk above has given a 开户包."""

    def __init__(
        self, flow: FirstSteps, tasks: Tasks, home: Path, clock: Clock, put_on_paper: Callable[[Paper], bool]
    ) -> None:
        super().__init__("新建一份档案", last="开始用")
        self.flow = flow
        self._tasks = tasks
        self._home = home
        self._clock = clock
        self._print = put_on_paper
        self.level = Ways(LEVELS)
        self.where = Where(self.level)
        self.open, self.bring, self.packed = self.where.open, self.where.bring, self.where.packed
        self.unit = UnitPick(flow)
        self.name, self.phone = QLineEdit(), QLineEdit()
        self.given = words("", "small", wrap=True)
        self.demand = Demanded()
        self.secret = NewSecret("口令")
        self.sheet = RecoveryCode()
        self.start = Ways(BEGIN)
        self._wait = TaskRow("正在建档，加密要一两秒…")
        self._wait.hide()
        self.other = button("换一个文件夹", self.elsewhere.emit, icon="folder_open")
        self.other.hide()
        self.parts: dict[str, Question] = {
            "level": self.where,
            "unit": self.unit,
            "person": _person(self.given, self.name, self.phone),
            "demand": self.demand,
            "passphrase": self._passphrase(),
            "recovery": self.sheet,
            "begin": _one("begin", "", self.start),
        }
        for step in QUESTIONS:
            self.add(step, self.parts[step.key])
        self._bind()
        self.show_step("level")

    def _bind(self) -> None:
        self.step_shown.connect(self._shown)
        self.open.clicked.connect(self.another)
        self.bring.clicked.connect(self.rescue_asked)
        self.packed.clicked.connect(self.pack_asked)
        self.finished.connect(lambda: self.begun.emit(self.start.key()))
        self.level.chosen.connect(self._choose_level)
        self.start.chosen.connect(lambda _key: self.parts["begin"].clear())
        self.sheet.print_asked.connect(self._print_sheet)
        self.sheet.paper_changed.connect(lambda there: fit.mark(self.next, kind="primary" if there else ""))
        lines = (self.unit.village, self.unit.digits, self.name, self.phone, self.sheet.last)
        for enter in (*lines, self.demand.days):
            enter.returnPressed.connect(self.go_on)
        self.secret.entered.connect(self.go_on)
        flow = self.flow
        # The table of 40,000 townships is read beside the window while the first question is answered.
        self._tasks.read(
            lambda _none, _progress: flow.prepare(), lambda _done: self.unit.refill(), owner=self
        )

    # -- going through -------------------------------------------------------------------------------

    def go_on(self) -> None:
        """下一步, once the answer holds; the fourth one makes the desk."""
        key = self.key()
        if not self.next.isEnabled() or not self._take(key):
            return
        if key == "passphrase" and self.flow.made is None:
            self._make()
        else:
            if key == "recovery":
                self.sheet.wipe()
                self.proved.emit()
            if key == "recovery" and self.flow.opened is not None:
                # What comes next is to hand in the request and to read its digits aloud.
                self.begun.emit("sync")
                return
            super().go_on()

    def take_pack(self, opened: Opened) -> None:
        """A pack was opened: only name and passphrase are left."""
        self.flow.take_pack(opened)
        self.level.choose(self.flow.level)
        self._pass_over()
        self.given.setText(told_of(opened, self._clock.today()))
        self.given.show()
        self.show_step("person")

    def resume(self, state: Mapping[str, str]) -> None:
        """Takes up what was kept and shows the first question that is still open."""
        self.flow.resume(state)
        self.level.choose(self.flow.level)
        self.skip("demand", on=bool(self.flow.level) and not self.flow.asks("demand"))
        self.unit.refill()
        self.show_step(self.flow.first_open())

    def resume_recovery(self, unit: str, person: str, code: str) -> None:
        """The desk was made but its sheet never proved: shows a new code and goes on from there."""
        self.flow.person = person
        self.flow.made = NewDesk("", self.flow.level, unit, "", code)
        self.sheet.show_code(code)
        self.show_step("recovery")

    def move_to(self, home: Path) -> None:
        """Another folder was chosen: the answers stay, and the same step may be tried again."""
        self._home = home
        self.other.hide()
        self.parts[self.key()].clear()

    def first_focus(self) -> QWidget:
        """The field of the question that is shown."""
        return self.parts[self.key()].first()

    def refuse(self, refused: Refused) -> None:
        """Says what is not right beside its field."""
        if refused.field == "passphrase":
            self.secret.first.refuse(refused.sentence)
        else:
            self.parts[self.key()].refuse(refused)

    def _take(self, key: str) -> bool:
        """Moves the answer into the flow; False when something is missing, which is said."""
        self.parts[key].clear()
        try:
            self._answer(key)
        except Refused as refused:
            self.refuse(refused)
            return False
        missing = self.flow.why_not(key)
        if missing is not None:
            self.refuse(missing)
            return False
        return key != "passphrase" or self.flow.made is not None or self.secret.check()

    def _answer(self, key: str) -> None:
        if key == "person":
            self.flow.person, self.flow.phone = self.name.text(), self.phone.text()
        elif key == "demand":
            self.flow.demand, self.flow.days = self.demand.how.key(), self.demand.days.text()
        elif key == "passphrase":
            self.flow.passphrase = self.secret.text()
        elif key == "recovery":
            self.flow.confirm(self.sheet.last.text())
        elif key == "begin" and not self.start.key():
            raise Refused("请选一样", "begin")

    def _choose_level(self, key: str) -> None:
        self.parts["level"].clear()
        self.given.hide()
        self.flow.choose_level(key)
        self._pass_over()
        self.unit.refill()

    def _pass_over(self) -> None:
        """What is not asked here: a pack has answered where and how, and what comes next is U盘同步."""
        packed = self.flow.opened is not None
        self.skip("demand", on=not self.flow.asks("demand"))
        for step in ("unit", "begin"):
            self.skip(step, on=packed)

    # -- making the desk -----------------------------------------------------------------------------

    def _make(self) -> None:
        self._wait.show()
        self._hold("正在建档，请等一下")
        home, clock, flow = self._home, self._clock, self.flow
        self._tasks.write(
            lambda _none, _progress: flow.make(home, clock),
            self._is_made,
            refused=self._not_made,
            failed=lambda _trouble: self._settle(),
            owner=self,
        )

    def _settle(self) -> None:
        """Nothing is under way any more: one may try again."""
        self._wait.hide()
        self._hold("")

    def _is_made(self, made: NewDesk) -> None:
        self.flow.made = made
        self._settle()
        self.secret.wipe()
        self.sheet.show_code(made.recovery_code)
        self.made.emit()
        self.show_step("recovery")

    def _not_made(self, refused: Refused) -> None:
        self._settle()
        step = {"level": "level", "region": "unit", "unit": "unit", "person": "person"}.get(
            refused.field or ""
        )
        if step:
            self.show_step(step)
        self.refuse(refused)
        self.other.setVisible(refused.field == "home")

    def _hold(self, reason: str) -> None:
        because(self.next, reason)
        because(self.back, reason)

    def _print_sheet(self) -> None:
        made = self.flow.made
        if made is not None:
            paper = recovery_sheet(made.unit, self.flow.person, made.recovery_code, self._clock.today())
            self.sheet.printed(self._print(paper))

    # -- showing -------------------------------------------------------------------------------------

    def _shown(self, key: str) -> None:
        # While a code is to be put on paper first, that is what is filled.
        fit.mark(self.next, kind="" if key == "recovery" and not self.sheet.on_paper else "primary")
        made = self.flow.made is not None
        # What is made cannot be unmade by going back; names and region are changed in 设置 later.
        self.back.setVisible(key not in ("level", "recovery") and not (made and key == "begin"))
        if not made:
            self.kept.emit(self.flow.state())
        if key == "passphrase":
            self.secret.known = self.flow.known()
        if STEPS.index(key) > 0:
            self.unit.refill()
        QTimer.singleShot(0, self, lambda: self.first_focus().setFocus(Qt.FocusReason.OtherFocusReason))

    def _passphrase(self) -> Question:
        made = Question()
        made.begin_with(self.secret)
        made.body.addWidget(words(ADVICE, "small", wrap=True))
        made.body.addWidget(self.secret)
        made.body.addWidget(self._wait)
        made.body.addWidget(self.other, 0, Qt.AlignmentFlag.AlignLeft)
        return made
