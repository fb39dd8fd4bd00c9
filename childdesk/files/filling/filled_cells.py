"""The cells of a workbook as they are after the filling: where results of formulas take their values from."""

from __future__ import annotations

from collections.abc import Mapping

from childdesk.files.filling.formulas import Place
from childdesk.files.filling.refs import Growth
from childdesk.files.filling.result_functions import Value
from childdesk.files.sheets import Sheet


class FilledCells:
    """Every cell afterwards. `written` and `formulas` hold places as they are afterwards."""

    def __init__(
        self,
        sheets: Mapping[str, Sheet],
        growth: Growth,
        written: Mapping[Place, Value],
        formulas: Mapping[str, Mapping[Place, str]],
        names: Mapping[str, str],
    ) -> None:
        self._sheets = {name.casefold(): sheet for name, sheet in sheets.items()}
        self._growth = growth
        self._own = growth.sheet.casefold()
        self._written = written
        self._formulas = {name.casefold(): held for name, held in formulas.items()}
        self._sizes: dict[str, tuple[int, int]] = {}
        self._names = {name.casefold(): meant for name, meant in names.items()}

    def formula(self, sheet: str, row: int, column: int) -> str | None:
        """The formula of a cell."""
        return self._formulas.get(sheet.casefold(), {}).get((row, column))

    def name(self, name: str) -> str | None:
        """What a defined name stands for."""
        return self._names.get(name.casefold())

    def size(self, sheet: str) -> tuple[int, int] | None:
        """(rows, columns) that hold anything; None for a sheet that does not exist."""
        name = sheet.casefold()
        found = self._sheets.get(name)
        if found is None:
            return None
        if name not in self._sizes:
            self._sizes[name] = self._measured(name, found)
        return self._sizes[name]

    def _measured(self, name: str, found: Sheet) -> tuple[int, int]:
        rows = found.rows[-1] if found.rows else 0
        columns = found.grid.width
        held = self._formulas.get(name, {})
        if name == self._own:
            rows = self._growth.row(rows) + (self._growth.more if rows <= self._growth.last else 0)
            places = [*self._written, *held]
        else:
            places = list(held)
        rows = max([rows, *(place[0] for place in places)])
        return rows, max([columns, *(place[1] + 1 for place in places)])

    def value(self, sheet: str, row: int, column: int) -> Value:
        """What a cell without a formula holds."""
        if sheet.casefold() == self._own:
            if (row, column) in self._written:
                return self._written[row, column]
            growth = self._growth
            if growth.last < row <= growth.last + growth.more:
                return None
            if row > growth.last:
                row -= growth.more
        return _plain(self._sheets[sheet.casefold()], row, column)


def _plain(sheet: Sheet, row: int, column: int) -> Value:
    cell = sheet.cell(row, column)
    if cell.kind == "blank":
        return None
    if cell.kind in ("number", "date") and cell.number is not None:
        return float(cell.number)
    if cell.kind == "bool":
        return cell.text == "TRUE"
    return cell.text
