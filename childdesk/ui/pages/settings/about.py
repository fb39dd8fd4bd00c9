"""What this program and this desk are, and the practice village beside the real desk."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from childdesk.desk import villages
from childdesk.ui.page import Host
from childdesk.ui.pages.settings.rows import Form, Group
from childdesk.ui.widgets.buttons import button
from childdesk.ui.widgets.question import Question
from childdesk.ui.widgets.secret import NewSecret
from childdesk.ui.widgets.words import words
from childdesk.ui.workbench import Workbench

LICENCE = "木兰宽松许可证第2版。用到的开源软件和许可在安装文件夹的 licences 里。"
VILLAGE = "里面的孩子都是编的，随便练。和真档案分开放，永远不会混"


class PracticeSecret(Question):
    """A passphrase of the practice village's own."""

    def __init__(self) -> None:
        super().__init__()
        self.body.addWidget(
            words("给演练村定一个口令，和真档案的口令不同更稳妥。做好要等一小会儿。", "small", wrap=True)
        )
        self.secret = NewSecret("演练村的口令")
        self.body.addWidget(self.secret)
        self.begin_with(self.secret.first.line)


class Practice(Group):
    """The group 演练: into the practice village and back."""

    def __init__(self, host: Host, bench: Workbench) -> None:
        super().__init__("演练")
        self.bench = bench
        self.ways = bench.ways.practice
        practice = bench.session().ledger.identity.practice
        self.form = Form(PracticeSecret(), "做一个演练村", back="先不练")
        self.form.go.clicked.connect(self._make)
        self.open = button("去演练村", self._open, kind="small", icon="arrow_routing")
        self.home = button("回真档案", self.ways.go_home, kind="small", icon="building_government")
        if not practice:
            self.row("演练村", VILLAGE, self.open)
        elif self.ways.has_home():
            self.row("这是演练村", "练完了，回真档案。两边各有各的口令", self.home)
        else:
            self.row("这是演练村", VILLAGE)
        drill = button("两台电脑演练", lambda: host.go("drill"), kind="small", icon="usb_stick")
        drill.setVisible(host.knows("drill"))
        self.row("U盘同步", "一个村、一个镇、一个U盘，写到一半拔掉会怎样", drill)
        self.add(self.form)

    def first(self) -> QWidget:
        """The way over."""
        return next((one for one in (self.open, self.home) if one.parentWidget() is not None), self)

    def leave(self) -> None:
        """Forgets what was typed."""
        self.form.close_form()
        self._secret().wipe()

    def _secret(self) -> NewSecret:
        question = self.form.question
        assert isinstance(question, PracticeSecret)
        return question.secret

    def _open(self) -> None:
        if self.ways.exists():
            self.ways.go()
        else:
            self.form.open_form()

    def _make(self) -> None:
        if self._secret().check():
            self.form.wait("正在做…")
            self.ways.make(self._secret().text(), self.bench.session().name)


class About(Group):
    """The group 关于和许可."""

    def __init__(self, host: Host, bench: Workbench) -> None:
        super().__init__("关于和许可")
        identity = bench.session().ledger.identity
        keys = button("看帮助", lambda: host.go("help", ""), kind="small", icon="question_circle")
        self.help = keys
        self.row("童档", f"版本{bench.ways.version}。不连网，档案只存在这台电脑", keys)
        former = bench.glance(villages.former_names)
        name = f"{identity.unit_name}（曾用名：{'、'.join(former)}）" if former else identity.unit_name
        self.row("本机", f"{name}，区划代码{identity.unit}，指纹 {identity.fingerprint}")
        self.row("档案放在", str(bench.ways.home))
        self.row("许可", LICENCE)

    def first(self) -> QWidget:
        """Help."""
        return self.help
