"""Picks the division of a unit, by lists or by typing, and names its village."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QListWidget, QListWidgetItem, QWidget

from childdesk.desk.first_steps import FirstSteps
from childdesk.ui import fit
from childdesk.ui.widgets.flow import Flow
from childdesk.ui.widgets.picker import Picker
from childdesk.ui.widgets.question import Question
from childdesk.ui.widgets.words import words

ROWS = 5


class UnitPick(Question):
    """Search on top, lists below it, then the village's name, its digits and what comes of it."""

    changed = Signal()

    def __init__(self, flow: FirstSteps) -> None:
        super().__init__()
        self._flow = flow
        self.finder = QLineEdit()
        self.finder.setPlaceholderText("输入几个字来找，如：云溪，或 桃源 漆河")
        self.finder.textEdited.connect(self._search)
        self.finder.installEventFilter(self)
        self.hits = QListWidget()
        self.hits.setAccessibleName("找到的地方")
        self.hits.itemActivated.connect(self._hit)
        self.hits.itemClicked.connect(self._hit)
        self.hits.hide()
        self._lists = QWidget()
        self._flow_of_lists = Flow(across=10, down=8)
        self._lists.setLayout(self._flow_of_lists)
        self.pickers: list[Picker] = []
        self.village = QLineEdit()
        self.village.setPlaceholderText("如：河湾村")
        self.village.textEdited.connect(self._name)
        self.digits = QLineEdit()
        self.digits.setMaxLength(3)
        self.digits.setInputMethodHints(Qt.InputMethodHint.ImhDigitsOnly)
        self.digits.textEdited.connect(self._number)
        fit.fix(self.digits, width=72)
        self._whole = words("", "strong", wrap=True)
        self.body.addWidget(self.field("region", "省、市、县、乡镇", self.finder))
        self.body.addWidget(self.hits)
        self.body.addWidget(self._lists)
        name = self.field("village", "村（社区）的名字", self.village)
        number = self.field("digits", "编号后三位", self.digits)
        self._own = QWidget()
        line = fit.row(name, number, spacing=16)
        line.setStretch(0, 1)
        note = words("编号后三位由名字先排一个，和镇里配对时由镇里定下。", "note", wrap=True)
        self._own.setLayout(fit.column(line, note, spacing=5))
        self.body.addWidget(self._own)
        self.body.addWidget(self._whole)

    def refill(self) -> None:
        """Shows the flow's answer: after another level, a pick, or coming back."""
        fit.clear(self._flow_of_lists)
        self.pickers = []
        for pick in self._flow.picks():
            picker = Picker(pick.label, pick.label)
            picker.offer(pick.options)
            picker.choose(pick.picked)
            picker.chosen.connect(self._pick)
            fit.fix(picker, width=144)
            self._flow_of_lists.addWidget(picker)
            self.pickers.append(picker)
        self._own.setVisible(self._flow.level == "village")
        if self.village.text() != self._flow.village:
            self.village.setText(self._flow.village)
        self.digits.setText(self._flow.digits)
        self._say_whole()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """↓ goes into the list, Enter takes its first line."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and self.hits.isVisible():
            if event.key() == Qt.Key.Key_Down:
                self.hits.setCurrentRow(0)
                self.hits.setFocus(Qt.FocusReason.TabFocusReason)
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._hit(self.hits.item(0))
                return True
        return False

    def _search(self, text: str) -> None:
        found = self._flow.search(text)
        self.hits.clear()
        for code, line in found:
            item = QListWidgetItem(line)
            item.setData(Qt.ItemDataRole.UserRole, code)
            self.hits.addItem(item)
        if text.strip() and not found:
            item = QListWidgetItem("没有找到，换几个字试试，或在下面一级一级地选")
            item.setFlags(Qt.ItemFlag.NoItemFlags)
            self.hits.addItem(item)
        fit.fix(self.hits, height=8 + 26 * max(min(len(found), ROWS), 1))
        self.hits.setVisible(bool(text.strip()))

    def _hit(self, item: QListWidgetItem) -> None:
        code = item.data(Qt.ItemDataRole.UserRole)
        if code:
            self.finder.clear()
            self.hits.hide()
            self._pick(str(code))
            self.village.setFocus(Qt.FocusReason.OtherFocusReason)

    def _pick(self, code: str) -> None:
        self.clear()
        self._flow.pick(code)
        self.refill()
        self.changed.emit()
        open_one = next((one for one in self.pickers if not one.key()), None)
        if open_one is not None:
            open_one.setFocus(Qt.FocusReason.OtherFocusReason)

    def _name(self, text: str) -> None:
        self._flow.name_village(text)
        self.digits.setText(self._flow.digits)
        self._say_whole()
        self.changed.emit()

    def _number(self, text: str) -> None:
        self._flow.digits = text.strip()
        self._say_whole()
        self.changed.emit()

    def _say_whole(self) -> None:
        place = self._flow.divisions.place(self._flow.area()) if self._flow.area() else None
        if place is None:
            self._whole.setText("")
        else:
            region = self._flow.region()
            own = self._flow.village if self._flow.level == "village" else ""
            self._whole.setText(f"{place.words}{own}" + (f"　编号{region}" if region else ""))
