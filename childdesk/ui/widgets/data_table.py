"""Shows very many rows calmly: ticks, sorting, chosen columns, acts for several, everything by keyboard."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QFontMetrics, QGuiApplication
from PySide6.QtWidgets import QFrame, QMenu, QPushButton, QStackedLayout, QToolTip, QWidget

from childdesk.ui import fit, theme
from childdesk.ui.widgets.buttons import button
from childdesk.ui.widgets.column_chooser import ColumnChooser
from childdesk.ui.widgets.table_model import PAGE, Column, Rows, TableModel
from childdesk.ui.widgets.table_view import TableView
from childdesk.ui.widgets.words import words

State = dict[str, object]
"""What is remembered of a table: order and widths of columns, sorting. No values."""


class DataTable(QFrame):
    """A table over ids. `rows(ids, keys)` brings a page of cells; sorting and filtering happen elsewhere."""

    opened = Signal(str)
    """Enter or double click: the id of the row."""
    sort_asked = Signal(str, bool)
    """Column key, and whether from high to low."""
    only_asked = Signal(str)
    """“只看…” of a column's menu."""
    columns_changed = Signal()
    """Order, width or choice of columns: what is remembered has changed."""
    jump_asked = Signal(str)
    """Letters typed on the table: the page finds the first name that begins so."""

    def __init__(self, columns: Sequence[Column], rows: Rows, *, unit: str = "人") -> None:
        super().__init__()
        self.setProperty("role", "plain")
        self._all = tuple(columns)
        self._usual = tuple(column.key for column in columns if not column.private)
        self._widths = {column.key: column.width for column in columns}
        self._unit = unit
        self.letter_at: Callable[[int], str] | None = None
        self.model = TableModel(self._shown(self._usual), rows, self)
        self.view = TableView(self.model)
        self._chooser = ColumnChooser(self)
        self._build()
        self._connect()
        self._apply_widths()

    def _build(self) -> None:
        self._bar = QFrame()
        self._bar.setProperty("role", "bar")
        self._chosen = words("", "strong")
        self._hint = words("空格选中　回车打开", "second")
        self._acts = fit.row(spacing=8)
        none = button("取消选择", self.model.tick_none, kind="quiet")
        self._bar.setLayout(
            fit.row(self._chosen, self._acts, None, self._hint, none, margins=(12, 4, 8, 4), spacing=10)
        )
        self._bar.hide()
        self._empty: QWidget | None = None
        self._stack = QStackedLayout()
        self._stack.addWidget(self.view)
        outer = fit.column(margins=(0, 0, 0, 0), spacing=0)
        outer.addLayout(self._stack, 1)
        outer.addWidget(self._bar)
        self.setLayout(outer)

    def _connect(self) -> None:
        self.view.activated_row.connect(self._open)
        self.view.typed.connect(self.jump_asked)
        self.model.ticked_changed.connect(self._count)
        head = self.view.head
        head.taken.connect(self._clicked)
        head.sectionResized.connect(self._resized)
        head.customContextMenuRequested.connect(self._menu)
        bar = self.view.verticalScrollBar()
        bar.sliderMoved.connect(self._tell_place)
        self._chooser.chosen.connect(self.choose_columns)
        theme.seat().changed.connect(self._relook)

    def set_ids(self, ids: Sequence[str], *, current: str | None = None) -> None:
        """The ids in order; keeps or sets the current row."""
        keep = current or self.current()
        self.model.set_ids(ids)
        row = self.model.row_of(keep) if keep else None
        self.view.go(row if row is not None else 0)
        self._stack.setCurrentIndex(1 if not ids and self._empty is not None else 0)
        self.view.fetch_visible()

    def set_empty(self, widget: QWidget) -> None:
        """What stands here when there are no rows."""
        if self._empty is not None:
            self._stack.removeWidget(self._empty)
            self._empty.deleteLater()
        self._empty = widget
        self._stack.addWidget(widget)
        self._stack.setCurrentIndex(0 if self.model.ids else 1)

    def refresh(self, ids: Sequence[str]) -> None:
        """These ids have changed: their pages are brought anew."""
        self.model.invalidate(ids)
        self.view.fetch_visible()
        self.view.viewport().update()

    def current(self) -> str | None:
        """The id of the row with the focus."""
        row = self.view.currentIndex().row()
        return self.model.ids[row] if 0 <= row < len(self.model.ids) else None

    def go(self, id: str) -> None:
        """Moves to a row."""
        row = self.model.row_of(id)
        if row is not None:
            self.view.go(row)

    def ticked(self) -> list[str]:
        """The ticked ids in the order of the table."""
        return [one for one in self.model.ids if one in self.model.ticked]

    def act(self, text: str, do: Callable[[list[str]], object], *, icon: str = "") -> QPushButton:
        """One more act for several rows; it is given their ids."""
        made = button(text, lambda: do(self.ticked()), kind="small", icon=icon)
        self._acts.addWidget(made)
        return made

    def sort(self, key: str, *, descending: bool) -> None:
        """Marks the order in which the ids stand."""
        self.model.set_sorted(key, descending=descending)
        self._apply_widths()

    def choose_columns(self, keys: Sequence[str]) -> None:
        """Shows these columns in this order."""
        self.model.set_columns(self._shown(keys))
        self._apply_widths()
        self.view.fetch_visible()
        self.columns_changed.emit()

    def open_chooser(self, below: QWidget | None = None) -> None:
        """选列: which columns, in which order."""
        keys = [column.key for column in self.model.columns]
        self._chooser.open_at(self._all, keys, self._usual, below or self)

    def state(self) -> State:
        """What is remembered: columns, widths, sorting."""
        return {
            "columns": [column.key for column in self.model.columns],
            "widths": dict(self._widths),
            "sort": self.model.sorted_by,
            "descending": self.model.descending,
        }

    def restore(self, state: State) -> None:
        """Puts back what was remembered; what no longer exists is ignored."""
        widths, columns = state.get("widths"), state.get("columns")
        if isinstance(widths, dict):
            known = {k: w for k, w in widths.items() if k in self._widths and isinstance(w, int)}
            self._widths.update(known)
        if isinstance(columns, list) and any(column.key in columns for column in self._all):
            self.model.set_columns(self._shown([str(key) for key in columns]))
        self._apply_widths()
        self.model.set_sorted(str(state.get("sort", "")), descending=bool(state.get("descending")))
        self.view.fetch_visible()

    def copy(self) -> str:
        """Puts the ticked rows, or the current one, on the clipboard as they are seen; returns the text."""
        current = self.current()
        ids = self.ticked() or ([current] if current else [])
        keys = [column.key for column in self.model.columns]
        lines = ["\t".join(column.label for column in self.model.columns)]
        for at in range(0, len(ids), PAGE):
            rows = self.model.bring(ids[at : at + PAGE], keys)
            lines += ["\t".join(cell.text for cell in row) for row in rows]
        text = "\n".join(lines)
        QGuiApplication.clipboard().setText(text)
        return text

    def say_hint(self, text: str) -> None:
        """Other words at the right of the selection bar."""
        self._hint.setText(text)

    def set_compact(self, compact: bool) -> None:
        """The hint at the right of the bar goes first."""
        self._hint.setVisible(not compact)

    def _shown(self, keys: Sequence[str]) -> list[Column]:
        known = {column.key: column for column in self._all}
        return [known[key] for key in keys if key in known]

    def _apply_widths(self) -> None:
        px = theme.look().px
        head = self.view.head
        head.blockSignals(True)
        head.resizeSection(0, px(34))
        metrics = QFontMetrics(theme.look().font(theme.SECOND))
        for at, column in enumerate(self.model.columns):
            # A head is never cut off: the arrow of the sorted column needs room too.
            title = str(self.model.headerData(at + 1, Qt.Orientation.Horizontal) or "")
            room = metrics.horizontalAdvance(title) + px(18)
            head.resizeSection(at + 1, max(px(self._widths[column.key]), room))
        head.blockSignals(False)
        self.view.updateGeometries()
        self.view.viewport().update()

    def _relook(self) -> None:
        self.view.relook()
        self._apply_widths()

    def _open(self, row: int) -> None:
        if 0 <= row < len(self.model.ids):
            self.opened.emit(self.model.ids[row])

    def _count(self) -> None:
        number = len(self.model.ticked)
        every = number == len(self.model.ids) and number > 1
        self._chosen.setText(f"已选{'全部' if every else ''}{number:,}{self._unit}")
        self._bar.setVisible(number > 0)

    def _clicked(self, section: int) -> None:
        if section == 0:
            everything = len(self.model.ticked) < len(self.model.ids)
            self.model.tick_all() if everything else self.model.tick_none()
            return
        column = self.model.columns[section - 1]
        if column.sortable:
            again = column.key == self.model.sorted_by
            self.sort_asked.emit(column.key, not self.model.descending if again else False)

    def _resized(self, section: int, _old: int, new: int) -> None:
        if 0 < section < len(self.model.columns) and new > 0:  # the last one fills what is left
            self._widths[self.model.columns[section - 1].key] = round(new * 100 / theme.look().scale)
            self.columns_changed.emit()

    def _menu(self, place: QPoint) -> None:
        head = self.view.head
        self.header_menu(head.section_at(place.x())).popup(head.mapToGlobal(place))

    def header_menu(self, section: int) -> QMenu:
        """The menu of a column's head."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        if 0 < section <= len(self.model.columns):
            column = self.model.columns[section - 1]
            if column.sortable:
                menu.addAction("升序", lambda: self.sort_asked.emit(column.key, False))
                menu.addAction("降序", lambda: self.sort_asked.emit(column.key, True))
            menu.addAction("只看…", lambda: self.only_asked.emit(column.key))
            menu.addAction("列宽适应", lambda: self.view.fit_column(section))
            hide = menu.addAction("隐藏此列", lambda: self._hide(column.key))
            hide.setEnabled(len(self.model.columns) > 1)
            menu.addSeparator()
        menu.addAction("选列…", self.open_chooser)
        return menu

    def _hide(self, key: str) -> None:
        self.choose_columns([column.key for column in self.model.columns if column.key != key])

    def _tell_place(self, value: int) -> None:
        """While the handle is dragged: where one is, and the initial letter if the page knows it."""
        row = self.view.rowAt(0)
        letter = self.letter_at(row) if self.letter_at is not None and row >= 0 else ""
        told = f"第{row + 1:,}{self._unit}，共{len(self.model.ids):,}{self._unit}"
        bar = self.view.verticalScrollBar()
        QToolTip.showText(bar.mapToGlobal(QPoint(-120, bar.height() // 2)), f"{letter}　{told}".strip(), bar)
