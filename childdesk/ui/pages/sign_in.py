"""Is the page before everything: who opens the desk, the passphrase, and the way in when it is forgotten."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QLineEdit, QScrollArea, QStackedWidget, QWidget

from childdesk.domain.errors import Refused
from childdesk.ui import fit
from childdesk.ui.widgets.buttons import because, button
from childdesk.ui.widgets.picker import Picker
from childdesk.ui.widgets.scroll import scrolled
from childdesk.ui.widgets.secret import NewSecret, Secret
from childdesk.ui.widgets.task_row import TaskRow
from childdesk.ui.widgets.words import sign, words

PROMISES = (
    ("person_note", "一个孩子一份档案"),
    ("lock_closed", "整份加密，只存在这台电脑"),
    ("cloud_off", "不连网，不往外传"),
)
DIGITS = 48
"""Of the recovery code, in eight groups of six."""


class SignIn(QWidget):
    """One card: at left what this is, at right who and the passphrase. Nothing of the ledger is known yet."""

    asked = Signal(str, str)
    """Person and passphrase that shall open it."""
    recovered = Signal(str, str, str)
    """Person, recovery code, new passphrase."""
    rescue_asked = Signal()
    """A backup shall help where the desk does not open."""
    another = Signal()
    """Another folder shall be opened."""
    help_asked = Signal()
    """The recovery sheet is lost too: the desk above shall help."""

    def __init__(
        self, people: Sequence[tuple[str, str]], *, unit: str = "", last: str = "", person: str = ""
    ) -> None:
        """`people` are (id, words); `unit`, `last` and `person` what was opened here last, if it is known."""
        super().__init__()
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._left = 0
        self._second = QTimer(self)
        self._second.setInterval(1000)
        self._second.timeout.connect(self._tick)
        self.who = Picker("您是", "选您的名字")
        self.secret = Secret("口令")
        self.go = button("打开", self._go, kind="primary")
        self.forgot = button("忘了口令", lambda: self.show_way("recover"), kind="quiet", icon="key_multiple")
        self.rescue = button("从备份恢复", self.rescue_asked.emit, kind="quiet", icon="history")
        self.rescue.hide()
        self.other = button("打开另一份", self.another.emit, kind="quiet", icon="folder_open")
        self.code = QLineEdit()
        self.fresh = NewSecret("新口令")
        self.mend = button("换口令并打开", self._recover, kind="primary")
        self.back = button(
            "想起来了，返回", lambda: self.show_way("usual"), kind="quiet", icon="chevron_left"
        )
        self.help = button("恢复单也找不到？请上级帮忙", self.help_asked.emit, kind="quiet")
        self._running = TaskRow("正在打开…")
        self._running.hide()
        self._ways = QStackedWidget()
        self._ways.addWidget(self._usual(unit, last))
        self._ways.addWidget(self._recovery())
        self._lay_out()
        self.offer(people, person)
        self.secret.entered.connect(self._go)
        self.fresh.entered.connect(self._recover)
        self.who.chosen.connect(lambda _key: self.secret.setFocus(Qt.FocusReason.OtherFocusReason))

    def offer(self, people: Sequence[tuple[str, str]], person: str = "") -> None:
        """Who may open it; one alone is chosen already."""
        self.who.offer(people)
        self.who.choose(person or (people[0][0] if len(people) == 1 else ""))
        self.who.setEnabled(len(people) > 1)

    def show_way(self, way: str) -> None:
        """usual: with the passphrase; recover: with the code on the recovery sheet."""
        self._ways.setCurrentIndex(0 if way == "usual" else 1)
        self.first_focus().setFocus(Qt.FocusReason.OtherFocusReason)

    def way(self) -> str:
        """Which of the two is shown."""
        return "usual" if self._ways.currentIndex() == 0 else "recover"

    def fill(self, passphrase: str, sentence: str) -> None:
        """On a practice desk the passphrase stands there already, and it is said."""
        self.secret.set_text(passphrase)
        self._note.setText(sentence)

    def offer_rescue(self) -> None:
        """The desk does not open: a backup is the next step, and without anybody to choose the only one."""
        self.rescue.show()
        if not self.who.all_keys():
            because(self.go, "口令文件不见了，先从备份恢复")
            because(self.forgot, "口令文件不见了，先从备份恢复")
            self.rescue.setFocus(Qt.FocusReason.OtherFocusReason)

    def first_focus(self) -> QWidget:
        """The first thing that is still to be said."""
        if self.way() == "recover":
            return self.code
        return self.secret.line if self.who.key() else self.who

    def busy(self, sentence: str = "") -> None:
        """正在打开…; empty words end it."""
        self.go.setText("正在打开…" if sentence else "打开")
        self._running.say(sentence)
        self._running.setVisible(bool(sentence) and self.way() == "recover")
        self._hold("正在打开，请等一下" if sentence else "")

    def refuse(self, refused: Refused) -> None:
        """Says at its field what was not right; what was typed as passphrase is forgotten."""
        self.busy()
        if self.way() == "recover":
            self._refuse_code(refused)
            return
        self.secret.line.selectAll()
        self.secret.refuse(refused.sentence)
        self.secret.setFocus(Qt.FocusReason.OtherFocusReason)

    def wait(self, seconds: int) -> None:
        """After wrong tries: counts down before one may try again."""
        self._left = seconds
        if seconds > 0:
            self._second.start()
        self._tick(0)

    def wipe(self) -> None:
        """Forgets everything secret that was typed."""
        self.secret.wipe()
        self.fresh.wipe()
        self.code.clear()
        self._second.stop()

    def _go(self) -> None:
        if not self.go.isEnabled():
            return
        if not self.who.key():
            self.secret.refuse("先选您的名字")
        elif not self.secret.text():
            self.secret.refuse("口令还没有填")
        else:
            self.asked.emit(self.who.key(), self.secret.text())

    def _recover(self) -> None:
        digits = sum(character.isdecimal() for character in self.code.text())
        if not self.who.key():
            self._say_code("先返回选您的名字")
        elif digits != DIGITS:
            self._say_code(f"恢复码应有{DIGITS}位数字，现在{digits}位")
        elif self.fresh.check() and self.mend.isEnabled():
            self.recovered.emit(self.who.key(), self.code.text(), self.fresh.text())

    def _refuse_code(self, refused: Refused) -> None:
        if refused.field == "passphrase":
            self.fresh.first.refuse(refused.sentence)
        else:
            self._say_code(refused.sentence)

    def _say_code(self, sentence: str) -> None:
        fit.mark(self.code, state="invalid" if sentence else "")
        self.code.setAccessibleDescription(sentence)
        self._code_text.setText(sentence)
        self._code_text.setVisible(bool(sentence))

    def _tick(self, passed: int = 1) -> None:
        self._left = max(self._left - passed, 0)
        if self._left:
            self.secret.refuse(f"请等{self._left}秒再试。您的数据没有动")
            self._hold("等时间到了再试")
        elif self._second.isActive():
            self._second.stop()
            self.secret.refuse("")
            self._hold("")
            self.secret.setFocus(Qt.FocusReason.OtherFocusReason)

    def _hold(self, reason: str) -> None:
        because(self.go, reason)
        because(self.mend, reason)

    def _usual(self, unit: str, last: str) -> QWidget:
        title = words(unit or "打开档案", "page", wrap=True)
        self._note = words(last, "second", wrap=True)
        who = fit.column(words("您是", "label"), self.who, spacing=5)
        foot = fit.row(self.forgot, self.rescue, None, self.other)
        made = QWidget()
        made.setLayout(
            fit.column(
                fit.column(title, self._note, spacing=4), who, self.secret, self.go, None, foot, spacing=16
            )
        )
        return made

    def _recovery(self) -> QWidget:
        title = words("用恢复单换口令", "page")
        note = words("恢复单是建档时打印封存的那张纸。档案不会动，只换口令。", "second", wrap=True)
        self.code.setAccessibleName("恢复码，48位数字")
        self.code.setPlaceholderText("如：012345-012345-……，空格和横线可以不写")
        self.code.setInputMethodHints(
            Qt.InputMethodHint.ImhPreferNumbers | Qt.InputMethodHint.ImhSensitiveData
        )
        self.code.textEdited.connect(lambda _text: self._say_code(""))
        self.code.returnPressed.connect(lambda: self.fresh.setFocus(Qt.FocusReason.TabFocusReason))
        self._code_text = words("", "error", wrap=True)
        self._code_text.hide()
        code = fit.column(words("恢复码（8组，每组6位）", "label"), self.code, self._code_text, spacing=5)
        made = QWidget()
        made.setLayout(
            fit.column(
                fit.column(title, note, spacing=4),
                code,
                self.fresh,
                self._running,
                self.mend,
                None,
                fit.row(self.back, None, self.help),
                spacing=12,
            )
        )
        return made

    def _lay_out(self) -> None:
        side = QFrame()
        side.setProperty("role", "brand")
        lines = [
            fit.row(sign(icon, "white"), words(text, "onbrand"), None, spacing=10) for icon, text in PROMISES
        ]
        name = fit.column(
            words("童档", "onbrandhead"), words("村（居）儿童关爱服务档案", "onbrand"), spacing=8
        )
        side.setLayout(
            fit.column(sign("mark", "card", 64), 8, name, None, *lines, margins=(36, 44, 24, 36), spacing=9)
        )
        fit.fix(side, width=300)
        right = QWidget()
        right.setLayout(fit.column(self._ways, margins=(40, 40, 40, 24)))
        card = QFrame()
        card.setProperty("role", "card")
        inner = fit.row(side, right, spacing=0)
        inner.setStretch(1, 1)
        card.setLayout(inner)
        fit.fix(card, width=800, tall=470)
        foot = words("发现孩子正受侵害？不用登录，先打110。", "second", centred=True)
        inside = QWidget()
        inside.setLayout(fit.column(None, fit.row(None, card, None), None, margins=(16, 12, 16, 4)))
        area: QScrollArea = scrolled(inside)
        # What to do in an emergency stands below, whatever the height of the window.
        outer = fit.column(area, foot, margins=(0, 0, 0, 14), spacing=8)
        outer.setStretch(0, 1)
        self.setLayout(outer)
