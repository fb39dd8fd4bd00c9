"""Asks where a child is to be moved: villages known here first, then any township and the village's name."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QListWidget, QListWidgetItem, QWidget

from childdesk.desk import places
from childdesk.desk.transfers import DIGITS, TOWN_DIGITS, Offer
from childdesk.domain.errors import Refused
from childdesk.ui import fit
from childdesk.ui.widgets.question import Question
from childdesk.ui.widgets.words import words

ROWS = 6
HOW = "（点这里，再写村名）"
OWN = "own"
"""Stands for: a village of the own township, by its name."""


class Where(Question):
    """What is typed narrows the list; a line is taken by Enter or a click; 12 digits stand for themselves."""

    def __init__(self, *, asks: bool) -> None:
        super().__init__()
        self._asks, self._known = asks, list[Offer]()
        self.code, self.town = "", ""
        self.finder, self.village, self.reason = QLineEdit(), QLineEdit(), QLineEdit()
        self.finder.setPlaceholderText("输入村名、乡镇名来找，如：石桥；也可以写12位代码")
        self.finder.textEdited.connect(self._search)
        self.finder.returnPressed.connect(self._take_first)
        self.village.setPlaceholderText("如：柳林村")
        self.reason.setPlaceholderText("如：全家搬到石桥村")
        self.hits = QListWidget()
        self.hits.setAccessibleName("可以选的村")
        self.hits.itemClicked.connect(self._hit)
        self.hits.itemActivated.connect(self._hit)
        self.picked = words("", "strong", wrap=True)
        self.body.addWidget(self.field("unit", "转到哪个村", self.finder))
        self.body.addWidget(self.hits)
        self.body.addWidget(self.picked)
        self._name = self.field("village", "那个村的名字", self.village, "不用写代码，镇里知道。")
        self.body.addWidget(self._name)
        note = "随同步带到镇里，等批准。" if asks else "下次同步时，全部记录跟着过去；批错了可以撤销。"
        self.body.addWidget(self.field("reason", "为什么转", self.reason, note))

    def begin(self, known: list[Offer]) -> None:
        """A new question, with the villages that can be picked."""
        self._known, self.code, self.town = known, "", ""
        for line in (self.finder, self.village, self.reason):
            line.clear()
        self.clear()
        self._search("")
        self._say()

    def target(self) -> str:
        """What was picked, as `transfers.move` takes it. Raises Refused for nothing."""
        typed = self.finder.text().strip()
        if self.code or (len(typed) == DIGITS and typed.isdigit()):
            return self.code or typed
        if not self.town:
            raise Refused("请在下面选一个村", "unit")
        name = self.village.text().strip()
        if not name:
            raise Refused("请写那个村的名字", "village")
        return name if self.town == OWN else f"{self.town} {name}"

    def _search(self, text: str) -> None:
        typed = text.strip()
        if typed:
            self.code, self.town = "", ""
            self._say()
        lines = [
            (one.code, one.name) for one in self._known if typed in one.name or one.code.startswith(typed)
        ]
        if self._asks:
            lines += [(OWN, f"本乡镇的另一个村{HOW}")] if not typed else []
            lines += [(code, f"{where}的村…") for code, where in places.towns(typed)] if typed else []
        self.hits.clear()
        for code, shown in lines:
            item = QListWidgetItem(shown)
            item.setData(Qt.ItemDataRole.UserRole, code)
            self.hits.addItem(item)
        if not lines:
            item = QListWidgetItem("没有找到，换几个字试试")
            item.setFlags(Qt.ItemFlag.NoItemFlags)
            self.hits.addItem(item)
        fit.fix(self.hits, height=8 + 28 * max(min(len(lines), ROWS), 1))
        self.hits.setVisible(not (self.code or self.town))

    def _take_first(self) -> None:
        item = self.hits.item(0)
        if item is not None and self.hits.isVisibleTo(self):
            self._hit(item)

    def _hit(self, item: QListWidgetItem) -> None:
        code = str(item.data(Qt.ItemDataRole.UserRole) or "")
        if not code:
            return
        whole = len(code) == DIGITS
        self.code, self.town = (code, "") if whole else ("", code)
        self.clear()
        self.finder.clear()
        self.hits.hide()
        self._say(item.text().removesuffix(HOW).removesuffix("…"))
        following: QWidget = self.reason if whole else self.village
        following.setFocus(Qt.FocusReason.OtherFocusReason)

    def _say(self, where: str = "") -> None:
        code = self.code or (self.town if len(self.town) == TOWN_DIGITS else "")
        self.picked.setText(f"选了：{where}{f'（{code}）' if code else ''}" if where else "")
        self.picked.setVisible(bool(where))
        self._name.setVisible(bool(self.town))
