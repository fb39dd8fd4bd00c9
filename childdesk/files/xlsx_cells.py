"""Makes the cells of an .xlsx from what its XML says: type, style, stored value."""

from __future__ import annotations

from childdesk.files import faults, grid
from childdesk.files.date_look import is_date, serial_of
from childdesk.files.grid import GridBuilder, Look
from childdesk.files.number_look import EXACT, shown
from childdesk.files.xlsx_strings import unescaped


class CellMaker:
    """Makes the distinct cells of one sheet. `shift` are the days from 1900's epoch to the workbook's."""

    def __init__(
        self, builder: GridBuilder, strings: list[bytes], struck: set[int], dress: list[Look], shift: int
    ) -> None:
        self.builder = builder
        self.strings, self.struck, self.dress, self.shift = strings, struck, dress, shift
        self.dates = [is_date(look.format) for look in dress]
        self._struck_looks: dict[int, int] = {}

    def make(self, kind: str, style: str, value: str) -> int:
        """The number of the cell for a stored value, or -1 when a person sees nothing in it."""
        look = self.look(style)
        if kind == "s":
            return self.shared(value, look)
        if kind in ("", "n"):
            return self.number(value, look)
        if kind == "b":
            return self._word("TRUE" if value.strip() in ("1", "true") else "FALSE", grid.BOOL, look)
        if kind == "e":
            return self._word(value, grid.ERROR, look)
        if kind == "d":
            return self._iso(value, look)
        return self._word(unescaped(value), grid.TEXT, look)

    def uncomputed(self, style: str) -> int:
        """The number of the cell for a formula of which the file holds no result."""
        return self._word(faults.UNCOMPUTED, grid.ERROR, self.look(style))

    def look(self, style: str) -> int:
        """The number of a style's look; one that the workbook does not have is dressed as nothing."""
        look = int(style) if style else 0
        return look if look < len(self.dress) else 0

    def shared(self, value: str, look: int) -> int:
        """The number of the cell for a shared string, or -1 when a person sees nothing in it."""
        at = int(value)
        if at in self.struck:
            look = self._struck_look(look)
        text = self.strings[at]
        return self.builder.add(text, grid.TEXT, None, look) if text else -1

    def _word(self, text: str, kind: int, look: int) -> int:
        return self.builder.add(text.encode(), kind, None, look) if text.strip() else -1

    def _struck_look(self, look: int) -> int:
        made = self._struck_looks.get(look)
        if made is None:
            made = self._struck_looks[look] = len(self.dress)
            self.dress.append(self.dress[look]._replace(struck=True))
            self.dates.append(self.dates[look])
        return made

    def number(self, value: str, look: int) -> int:
        """The number of the cell for a stored number; what is none is shown as it stands."""
        try:
            number = float(value)
        except ValueError:
            return self._word(value, grid.TEXT, look)
        if abs(number) >= EXACT and value.strip().isdecimal() and int(value) != int(number):
            return self._word(value.strip(), grid.TEXT, look)  # more digits than a float: not Excel's work
        kind = grid.NUMBER
        if self.dates[look] and number >= 0:
            kind, number = grid.DATE, number + self.shift
        return self.builder.add(shown(number, self.dress[look].format).encode(), kind, number, look)

    def _iso(self, value: str, look: int) -> int:
        serial = serial_of(value)
        if serial is None:
            return self._word(value, grid.TEXT, look)
        text = value.strip()[:10] if serial == int(serial) else value
        return self.builder.add(text.encode(), grid.DATE, serial, look)
