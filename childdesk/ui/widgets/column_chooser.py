"""Lets a person choose which columns a table shows and in which order."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QListWidget, QListWidgetItem, QWidget

from childdesk.ui import fit
from childdesk.ui.widgets.buttons import button
from childdesk.ui.widgets.table_model import Column
from childdesk.ui.widgets.words import words

KEY = int(Qt.ItemDataRole.UserRole)


class ColumnChooser(QFrame):
    """A list with check boxes that opens below its button; dragging or Alt+↑↓ orders."""

    chosen = Signal(list)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setProperty("role", "pop")
        self.list = ColumnList()
        self.list.itemChanged.connect(lambda _item: self._tell())
        self.list.moved.connect(self._tell)
        self._usual: tuple[str, ...] = ()
        foot = fit.row(
            button("恢复默认", self.restore, kind="quiet"), None, button("好", self.hide, kind="small")
        )
        hint = words("勾上的才显示；拖动或Alt+↑↓换次序", "note")
        self.setLayout(fit.column(hint, self.list, foot, margins=(10, 8, 10, 8), spacing=6))
        fit.fix(self, width=300, height=420)

    def open_at(
        self, columns: Sequence[Column], shown: Sequence[str], usual: Sequence[str], below: QWidget
    ) -> None:
        """Opens with what is shown now, in its order, the rest behind it."""
        self._usual = tuple(usual)
        self._fill(columns, shown)
        corner = below.mapToGlobal(QPoint(below.width() - self.width(), below.height() + 4))
        self.move(corner)
        self.show()
        self.list.setFocus(Qt.FocusReason.PopupFocusReason)

    def keys(self) -> list[str]:
        """The ticked columns in order."""
        items = [self.list.item(at) for at in range(self.list.count())]
        return [str(item.data(KEY)) for item in items if item.checkState() == Qt.CheckState.Checked]

    def restore(self) -> None:
        """Back to the usual columns."""
        columns = {
            str(self.list.item(at).data(KEY)): self.list.item(at).text() for at in range(self.list.count())
        }
        self._fill([Column(key, text) for key, text in columns.items()], self._usual)
        self._tell()

    def _fill(self, columns: Sequence[Column], shown: Sequence[str]) -> None:
        known = {column.key: column for column in columns}
        order = [key for key in shown if key in known] + [key for key in known if key not in set(shown)]
        self.list.blockSignals(True)
        self.list.clear()
        for key in order:
            item = QListWidgetItem(known[key].label)
            item.setData(KEY, key)
            item.setFlags(
                Qt.ItemFlag.ItemIsEnabled
                | Qt.ItemFlag.ItemIsSelectable
                | Qt.ItemFlag.ItemIsUserCheckable
                | Qt.ItemFlag.ItemIsDragEnabled
            )
            item.setCheckState(Qt.CheckState.Checked if key in set(shown) else Qt.CheckState.Unchecked)
            self.list.addItem(item)
        self.list.setCurrentRow(0)
        self.list.blockSignals(False)

    def _tell(self) -> None:
        keys = self.keys()
        if keys:
            self.chosen.emit(keys)


class ColumnList(QListWidget):
    """The list itself; `moved` says that the order has changed."""

    moved = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self.setAccessibleName("要显示的列")
        self.model().rowsMoved.connect(lambda *_: self.moved.emit())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Alt+↑↓ moves the current column."""
        step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()))
        if step is None or not event.modifiers() & Qt.KeyboardModifier.AltModifier:
            super().keyPressEvent(event)
            return
        at = self.currentRow()
        if 0 <= at + step < self.count():
            item = self.takeItem(at)
            self.insertItem(at + step, item)
            self.setCurrentRow(at + step)
            self.moved.emit()
