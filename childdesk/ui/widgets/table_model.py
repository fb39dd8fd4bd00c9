"""Holds a table as ids now and rows by page: looking up a cell costs nothing and cannot fail."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

PAGE = 64
PAGES = 32

CELL = int(Qt.ItemDataRole.UserRole)
TICKED = CELL + 1

Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True)
class Cell:
    """What a table shows of one value. `role` is a way of drawing: see `row_painter`."""

    text: str
    role: str = ""
    tip: str = ""
    spoken: str = ""


@dataclass(frozen=True)
class Column:
    """One column: permanent key, header, width in px of the 100 % design."""

    key: str
    label: str
    width: int = 90
    right: bool = False
    sortable: bool = True
    private: bool = False
    """Shown only once a person has chosen it."""


Rows = Callable[[Sequence[str], Sequence[str]], Sequence[Sequence[Cell]] | None]
"""(ids of one page, column keys) → one row of cells for each id, or None: `put` will bring them later."""


class TableModel(QAbstractTableModel):
    """Ids in the order of the question; cells come in pages of 64, at most 32 of which are kept."""

    ticked_changed = Signal()

    def __init__(self, columns: Sequence[Column], rows: Rows, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.columns: tuple[Column, ...] = tuple(columns)
        self.ids: list[str] = []
        self.sorted_by = ""
        self.descending = False
        self.ticked: set[str] = set()
        self._rows = rows
        self._pages: OrderedDict[int, Sequence[Sequence[Cell]]] = OrderedDict()
        self._asked: set[int] = set()
        self._places: dict[str, int] | None = None

    def set_ids(self, ids: Sequence[str]) -> None:
        """Another answer of the same question; ticks of ids that are gone go too."""
        self.beginResetModel()
        self.ids = list(ids)
        self._forget()
        if self.ticked:
            self.ticked &= set(self.ids)
        self.endResetModel()
        self.ticked_changed.emit()

    def set_columns(self, columns: Sequence[Column]) -> None:
        """Other columns, or the same in another order."""
        self.beginResetModel()
        self.columns = tuple(columns)
        self._forget()
        self.endResetModel()

    def set_sorted(self, key: str, *, descending: bool) -> None:
        """Marks the column by which the ids are in order."""
        self.sorted_by, self.descending = key, descending
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(self.columns))

    def fetch(self, first: int, last: int) -> None:
        """Brings the pages of the rows first…last, unless they are here or on their way."""
        if not self.ids:
            return
        for page in range(max(first, 0) // PAGE, min(last, len(self.ids) - 1) // PAGE + 1):
            if page in self._pages:
                self._pages.move_to_end(page)
            elif page not in self._asked:
                self._ask(page)

    def put(self, ids: Sequence[str], rows: Sequence[Sequence[Cell]]) -> None:
        """Rows that come later; they are dropped when the question has changed meanwhile."""
        place = self._place_of(ids[0]) if ids else None
        if place is None or self.ids[place : place + len(ids)] != list(ids) or place % PAGE:
            return
        self._keep(place // PAGE, rows)

    def invalidate(self, ids: Iterable[str]) -> None:
        """Forgets the pages that hold these ids; the view fetches what it shows."""
        for one in ids:
            place = self._place_of(one)
            if place is not None:
                page = place // PAGE
                self._pages.pop(page, None)
                self._asked.discard(page)

    def bring(self, ids: Sequence[str], keys: Sequence[str]) -> Sequence[Sequence[Cell]]:
        """Rows of any ids at once, for copying; nothing is kept."""
        return self._rows(ids, keys) or ()

    def row_of(self, id: str) -> int | None:
        """Where an id stands."""
        return self._place_of(id)

    def loaded(self, row: int) -> bool:
        """Whether a row can be shown."""
        return row // PAGE in self._pages

    def cells(self, row: int) -> Sequence[Cell] | None:
        """All cells of a row that is here, else None."""
        rows = self._pages.get(row // PAGE)
        inner = row % PAGE
        return rows[inner] if rows is not None and inner < len(rows) else None

    def cell(self, row: int, key: str) -> Cell | None:
        """A cell that is loaded, or None."""
        at = next((n for n, column in enumerate(self.columns) if column.key == key), None)
        return None if at is None else self._cell(row, at + 1)

    def tick(self, ids: Iterable[str], *, on: bool) -> None:
        """Ticks or unticks rows."""
        if on:
            self.ticked |= set(ids)
        else:
            self.ticked -= set(ids)
        self._repaint_ticks()

    def tick_all(self) -> None:
        """All that match, also those that were never shown."""
        self.ticked = set(self.ids)
        self._repaint_ticks()

    def tick_none(self) -> None:
        """None at all."""
        self.ticked.clear()
        self._repaint_ticks()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 Qt's signature
        """All of them, so that the scroll bar is honest."""
        return 0 if parent.isValid() else len(self.ids)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 Qt's signature
        """The tick and the columns."""
        return 0 if parent.isValid() else len(self.columns) + 1

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Only looks up; a page that is not here yet gives nothing."""
        row, at = index.row(), index.column()
        if at == 0:
            return self._tick_data(row, role)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return self._alignment(at)
        cell = self._cell(row, at)
        if cell is None:
            return None
        if role == CELL:
            return cell
        if role == Qt.ItemDataRole.DisplayRole:
            return cell.text
        if role == Qt.ItemDataRole.ToolTipRole:
            return cell.tip or None
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return cell.spoken or f"{self.columns[at - 1].label}，{cell.text}"
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        """Column names; the sorted one carries an arrow."""
        if orientation != Qt.Orientation.Horizontal or not 0 < section <= len(self.columns):
            return None
        column = self.columns[section - 1]
        if role == Qt.ItemDataRole.DisplayRole:
            arrow = (" ↓" if self.descending else " ↑") if column.key == self.sorted_by else ""
            return column.label + arrow
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return self._alignment(section)
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Rows can be chosen; the first cell can be ticked."""
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        plain = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        return plain | Qt.ItemFlag.ItemIsUserCheckable if index.column() == 0 else plain

    def _tick_data(self, row: int, role: int) -> object:
        on = 0 <= row < len(self.ids) and self.ids[row] in self.ticked
        if role == Qt.ItemDataRole.CheckStateRole:
            return Qt.CheckState.Checked if on else Qt.CheckState.Unchecked
        if role == TICKED:
            return on
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return "已选" if on else "未选"
        return None

    def _alignment(self, at: int) -> Qt.AlignmentFlag:
        right = 0 < at <= len(self.columns) and self.columns[at - 1].right
        side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
        return side | Qt.AlignmentFlag.AlignVCenter

    def _cell(self, row: int, at: int) -> Cell | None:
        rows = self._pages.get(row // PAGE)
        inner = row % PAGE
        if rows is None or not 0 <= inner < len(rows) or not 0 < at <= len(rows[inner]):
            return None
        return rows[inner][at - 1]

    def _ask(self, page: int) -> None:
        self._asked.add(page)
        ids = self.ids[page * PAGE : (page + 1) * PAGE]
        rows = self._rows(ids, [column.key for column in self.columns])
        if rows is not None:
            self._keep(page, rows)

    def _keep(self, page: int, rows: Sequence[Sequence[Cell]]) -> None:
        self._asked.discard(page)
        self._pages[page] = rows
        self._pages.move_to_end(page)
        while len(self._pages) > PAGES:
            self._pages.popitem(last=False)
        last = min((page + 1) * PAGE, len(self.ids)) - 1
        self.dataChanged.emit(self.index(page * PAGE, 0), self.index(last, len(self.columns)))

    def _forget(self) -> None:
        self._pages.clear()
        self._asked.clear()
        self._places = None

    def _place_of(self, id: str) -> int | None:
        if self._places is None:
            self._places = {one: at for at, one in enumerate(self.ids)}
        return self._places.get(id)

    def _repaint_ticks(self) -> None:
        if self.ids:
            last = self.index(len(self.ids) - 1, len(self.columns))
            self.dataChanged.emit(self.index(0, 0), last, [Qt.ItemDataRole.CheckStateRole])
        self.ticked_changed.emit()
