"""Who can open a ledger whose passphrase and recovery sheet are lost: said below, made and used above."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QWidget

from childdesk.desk import escrow
from childdesk.desk.escrow import Asked, Second, Standing
from childdesk.desk.session import Right
from childdesk.domain import tiers
from childdesk.domain.errors import Refused
from childdesk.domain.escrow import Asking
from childdesk.domain.paper import Paper
from childdesk.ui.ask import Choice
from childdesk.ui.one_draft import FieldsDraft
from childdesk.ui.page import Host
from childdesk.ui.pages.settings.rows import Form, Group
from childdesk.ui.pages.settings.sheet import Sheet
from childdesk.ui.widgets.buttons import because, button
from childdesk.ui.widgets.picker import Picker
from childdesk.ui.widgets.question import Question
from childdesk.ui.widgets.secret import Secret
from childdesk.ui.widgets.words import words
from childdesk.ui.workbench import Workbench

TITLE = "上级帮忙开锁"
DRAFT = "keeper-new"
ALONE = "本机只有您一个人能打开，所以只记姓名。加一个人以后，要她用自己的口令签。"
UNPROVED = "新的开锁单还没核对。回“上级帮忙开锁”再做一张"
NONE = "没有。口令和恢复单都丢了，就只能从备份恢复，也要当时的口令"
BOTH = "要两个人：一位能打开上级的档案，一位拿着封好的开锁单。每开一次都有记录"


class Keeper(Question):
    """Who keeps the envelope, and what the sheet means."""

    def __init__(self, level: str) -> None:
        super().__init__()
        told = (
            "开锁单能帮下级换口令：那边口令忘了、恢复单也丢了才用。单有纸打不开，单有口令也打不开，"
            "所以封好交给另一位保管。各村下次同步后自动配上这把锁，村里的设置里看得到。"
        )
        self.second = QLineEdit()
        self.second.setPlaceholderText("如：周国平")
        self.body.addWidget(words(tiers.at(told, level), "small", wrap=True))
        self.body.addWidget(self.field("with", "谁来封存、保管（不能是您自己）", self.second))


class Opening(Question):
    """What two people bring together to open one village."""

    def __init__(self, level: str) -> None:
        super().__init__()
        self.about = words("", "strong", wrap=True)
        self.digits, self.code, self.second, self.reason = (QLineEdit() for _ in range(4))
        self.signer = Picker("和您一起开锁的人", "请选")
        self.passphrase = Secret("她自己的口令", caps=False)
        self.digits.setInputMethodHints(Qt.InputMethodHint.ImhPreferNumbers)
        self.code.setInputMethodHints(
            Qt.InputMethodHint.ImhPreferNumbers | Qt.InputMethodHint.ImhSensitiveData
        )
        self.reason.setPlaceholderText("如：口令忘了，恢复单被水泡坏")
        self.body.addWidget(self.about)
        lines = (
            (
                "digits",
                tiers.at("村里念的24位数字", level),
                self.digits,
                "确认是本人在念：认得声音，或者当面。",
            ),
            ("recovery_code", "开锁单上的码（8组）", self.code, ""),
            ("name", "拿着开锁单、一起在场的是谁", self.second, ALONE),
            ("with", "和您一起开锁、用自己口令签的是谁", self.signer, ""),
            ("with_passphrase", "", self.passphrase, "只用来核对是她本人，不会换人登录。"),
            ("reason", "为什么", self.reason, "连同两个人的名字一起记进访问记录。"),
        )
        self._parts = {key: self.field(key, label, field, note) for key, label, field, note in lines}
        for part in self._parts.values():
            self.body.addWidget(part)

    def offer(self, others: Sequence[tuple[str, str]]) -> None:
        """Who else can open this desk: one of them signs. With nobody, a name is typed."""
        self.signer.offer(others)
        if len(others) == 1:
            self.signer.choose(others[0][0])
        for key, part in self._parts.items():
            if key in ("name", "with", "with_passphrase"):
                part.setVisible(bool(others) is (key != "name"))

    def refuse(self, refused: Refused) -> None:
        """A missing second person is said where it can be mended."""
        alone = refused.field == "with" and not self.signer.all_keys()
        super().refuse(Refused(refused.sentence, "name") if alone else refused)

    def other(self) -> Second:
        """The second person as typed and picked."""
        return Second(self.second.text(), self.signer.key(), self.passphrase.text())

    def wipe(self) -> None:
        """Forgets everything."""
        self.passphrase.line.clear()
        for line in (self.digits, self.code, self.second, self.reason):
            line.clear()


class Escrow(Group):
    """The group 上级帮忙开锁."""

    def __init__(self, host: Host, bench: Workbench) -> None:
        super().__init__(TITLE)
        self.host, self.bench = host, bench
        self._keeper = ""
        self._file: Path | None = None
        self.pair = button("去配对", lambda: host.go("sync"), kind="small", icon="usb_stick")
        self.mine = self.row("谁能帮本机开锁", NONE, self.pair)
        self.level = bench.session().ledger.identity.level
        self.above = self.level != "village"
        self.renew = button("做开锁单", self._ask, kind="small", icon="print")
        self.open = button("帮下级开锁…", self._choose, kind="small", icon="key_multiple")
        none = tiers.at("还没有做。做了以后，各村下次同步就配上", self.level)
        asked = tiers.at("村里带来请求（CP-HELP开头），念24位数字", self.level)
        self.sheet_row = self.row("本单位的开锁单", none, self.renew)
        self.help_row = self.row("帮下级开锁", asked, self.open)
        self.keeper = Keeper(self.level)
        self.draft = FieldsDraft(bench, DRAFT, {"with": self.keeper.second})
        self.keeping = Form(self.keeper, "做一张", back="先不做")
        self.keeping.go.clicked.connect(self._make)
        self.sheet = Sheet(host, "开锁单", self._paper)
        self.sheet.proved.connect(self._proved)
        self.opening = Opening(self.level)
        self.opened = Form(self.opening, "开锁", back="先不开")
        self.opened.go.clicked.connect(self._open)
        for part in (self.keeping, self.sheet, self.opened):
            self.add(part)
        for row in (self.sheet_row, self.help_row):
            self.rows.offer(row, self.above)

    def first(self) -> QWidget:
        """The way to somebody who can help, while there is nobody; above, the sheet."""
        return self.renew if self.above else self.pair if self.pair.isVisibleTo(self) else self

    def load(self) -> None:
        """How things stand, and who may change them."""
        role = self.bench.session().role
        why = "" if self.bench.may(Right.PEOPLE) else f"您的身份是{role}，开锁由督导员来做"
        for part in (self.renew, self.open):
            because(part, why)
        self.bench.tasks.write(lambda session, _p: escrow.standing(session), self._show, owner=self)

    def _show(self, found: Standing) -> None:
        self.mine.say(f"{found.by}。{BOTH}" if found.by else NONE)
        self.opening.offer(found.others)
        self.pair.setVisible(not found.by)
        if found.made:
            self.sheet_row.say(f"{found.made}做的，由{found.keeper}保管。丢了、换人了，就再做一张")

    def leave(self) -> None:
        """Codes do not stay on the screen, who keeps the sheet waits; one that was not proved is said."""
        for form in (self.keeping, self.opened):
            form.close_form()
        self.opening.wipe()
        self._file = None
        if self.sheet.put_away():
            self.host.toast(UNPROVED)

    # -- the sheet -----------------------------------------------------------------------------------

    def _ask(self) -> None:
        self.keeper.second.clear()
        self.keeping.open_form(self.draft)

    def _make(self) -> None:
        self._keeper = self.keeper.second.text()
        self.keeping.wait("正在做…")
        self.bench.write(
            lambda session, _p: escrow.make(session, self._keeper),
            self._made,
            refused=lambda trouble: self._not(self.keeping, trouble),
            failed=lambda _trouble: self.keeping.wait(),
            owner=self,
        )

    def _made(self, code: str) -> None:
        self.keeping.settled()
        self.sheet.show_code(code)
        self.load()

    def _paper(self, code: str) -> Paper:
        session = self.bench.session()
        unit = session.ledger.identity.unit_name
        return escrow.sheet(unit, self._keeper, session.name, code, session.today, self.level)

    def _proved(self) -> None:
        self.host.toast(f"开锁单已核对，请封好交{self._keeper}保管")

    # -- opening -------------------------------------------------------------------------------------

    def _choose(self) -> None:
        file = self.host.ask.open_file(tiers.at("选村里的请求（CP-HELP开头）", self.level))
        if file is not None:
            self._file = file
            self.bench.read(
                lambda _session, _p: escrow.look(file),
                self._looked,
                refused=lambda trouble: self.host.banner("warn", trouble.sentence),
                owner=self,
            )

    def _looked(self, found: tuple[Asking, str]) -> None:
        asking, _ = found
        self.opening.wipe()
        self.opening.about.setText(f"{asking.name}（{asking.unit}）要换口令。")
        self.opened.open_form()

    def _open(self) -> None:
        file, asked = self._file, self.opening
        if file is None:
            return
        code, other, reason = asked.code.text(), asked.other(), asked.reason.text()
        digits = asked.digits.text()
        self.opened.wait("正在开锁…")
        self.bench.write(
            lambda session, _p: escrow.answer(
                session, file, file.parent, digits, code=code, second=other, reason=reason
            ),
            self._answered,
            refused=lambda trouble: self._not(self.opened, trouble),
            failed=lambda _trouble: self.opened.wait(),
            outward=True,
            news=False,
            owner=self,
        )

    def _answered(self, found: Asked) -> None:
        self.opened.close_form()
        self.opening.wipe()
        told = [
            f"给{found.name}的答复写好了（CP-OPEN开头），和请求放在一起。只有那台电脑能读。",
            tiers.at("请把U盘带回村里，在打开档案的页面读它，再定一个新口令。", self.level),
            "这次开锁已记进访问记录。请把开锁单重新封好。",
        ]
        self.host.ask.choose("已开锁", told, [Choice("yes", "知道了", harmless=True, primary=True)])

    def _not(self, form: Form, trouble: Refused) -> None:
        form.wait()
        form.question.refuse(trouble)
