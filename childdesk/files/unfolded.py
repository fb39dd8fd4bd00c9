"""Unfolds a list of households: 子女1姓名, 子女2姓名 … in one line become one sheet for each child of it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from childdesk.domain.words import says_nothing
from childdesk.files import header_block, header_grammar
from childdesk.files.evidence import is_name, plain
from childdesk.files.header_block import HeaderBlock
from childdesk.files.header_grammar import folded, segment
from childdesk.files.header_words import CHILD_OF_SEVERAL, COUNTING
from childdesk.files.sheets import Sheet
from childdesk.files.values import DITTO

_WHO = f"(?:{'|'.join(CHILD_OF_SEVERAL)})"
_CHILD = re.compile(
    rf".*?(?:{_WHO}([{COUNTING}])(?![人个名位岁周年月日级班])的?(.*)"
    rf"|第([{COUNTING}])[个名位]?{_WHO}的?(.*)|{_WHO}([^\d]{{2,8}}?)([1-9]))"
)
_NOTHING = frozenset("无 没有 暂无".split())
Groups = Mapping[int, Mapping[int, str]]
"""Which child of a line (from 1) → its columns and what each says."""


def parts(sheet: Sheet) -> tuple[Sheet, ...]:
    """The sheet itself, or a sheet for the first children of all lines, one for the second, and so on.

    What stands once for all children of a line (户主, 住址) stands in each; it is counted with the first.
    """
    if not any(sheet.grid.cells_with(word) for word in CHILD_OF_SEVERAL):
        return (sheet,)
    header = header_block.find(sheet)
    groups = _groups(header) if header is not None else {}
    if header is None or not _is_list(sheet, header, groups):
        return (sheet,)
    lines = _Lines(sheet, header, groups)
    return tuple(lines.part(number) for number in sorted(groups))


def _groups(header: HeaderBlock) -> Groups:
    found: dict[int, dict[int, str]] = {}
    for column, path in header.paths.items():
        said = _CHILD.fullmatch("".join(map(folded, path)))
        if said:
            number = COUNTING.index(said[1] or said[3] or said[6]) % 9 + 1
            words = said[2] or said[4] or said[5] or ""
            found.setdefault(number, {})[column] = segment(words).attribute if words else "name"
    return found


def _is_list(sheet: Sheet, header: HeaderBlock, groups: Groups) -> bool:
    """Whether there are a first and a second child with a name each, and no other child beside them."""
    if len(groups) < 2 or sorted(groups) != list(range(1, len(groups) + 1)):
        return False
    if any(list(columns.values()).count("name") != 1 for columns in groups.values()):
        return False
    mine = {column for columns in groups.values() for column in columns}
    read = [header_grammar.path(*path) for column, path in header.paths.items() if column not in mine]
    if any(one.attribute == "name" and one.role == "child" for one in read):
        return False
    second = next(column for column, attribute in groups[2].items() if attribute == "name")
    below = sheet.rows_between(header.bottom + 1, sheet.rows[-1])
    return any(is_name(plain(sheet.texts(row).get(second, ""))) for row in below)


def _is_nothing(text: str) -> bool:
    return says_nothing(text) or text.strip() in _NOTHING


@dataclass(frozen=True, slots=True)
class _Line:
    """One line below the header: its first child, and the children of whom something stands there."""

    first: int
    named: frozenset[int]
    filled: frozenset[int]


class _Lines:
    """The lines of a list of households."""

    def __init__(self, sheet: Sheet, header: HeaderBlock, groups: Groups) -> None:
        self.sheet, self.groups = sheet, groups
        self._mine = {column for columns in groups.values() for column in columns}
        self._lines: dict[int, _Line] = {}
        self._whole: dict[int, dict[int, int]] = {}
        """Row → its cells, 同上 and what is merged over several lines put in place."""
        self._behind: set[int] = set()
        """Rows behind a line that is not among those of first children."""
        above: dict[int, int] = {}
        before = 1
        spans = {m.top: m for m in sheet.merges if m.bottom > m.top > header.bottom}
        for row in sheet.rows_between(header.bottom + 1, sheet.rows[-1]):
            self._lines[row] = self._line(row)
            self._behind |= {row} if before != 1 else set()
            before = self._lines[row].first
            cells = {
                c: above.get(c, at) if self._is_ditto(at) else at for c, at in sheet.grid.row(row).items()
            }
            self._whole[row] = cells
            above = {**above, **cells}
        for merge in spans.values():
            at = sheet.grid.at(merge.top, merge.left)
            for row in range(merge.top + 1, merge.bottom + 1):
                if at is not None and row in self._whole:
                    self._whole[row].setdefault(merge.left, at)

    def _is_ditto(self, cell: int) -> bool:
        return self.sheet.grid.words[cell] in DITTO

    def _line(self, row: int) -> _Line:
        texts = {column: text for column, text in self.sheet.texts(row).items() if text.strip()}
        filled, named = set(), set()
        for number, columns in self.groups.items():
            said = [texts[column] for column in columns if column in texts]
            filled |= {number} if said else set()
            named |= {number} if not all(map(_is_nothing, said)) else set()
        return _Line(min(named, default=1), frozenset(named), frozenset(filled))

    def part(self, number: int) -> Sheet:
        """The sheet of the first, second … children."""
        mine = self.groups[number]
        shared = frozenset(range(self.sheet.grid.width)) - self._mine
        again = frozenset(row for row, line in self._lines.items() if line.first != number)

        def cells(row: int, held: dict[int, int]) -> dict[int, int]:
            line = self._lines.get(row)
            if line is not None and (number > 1 or row in self._behind):
                held = self._whole[row]
            if line is None or line.first == number or number in line.named:
                wanted = shared | mine.keys()
            else:  # 无 in the columns of a second child
                wanted = frozenset(mine) if number in line.filled else frozenset()
            return {column: cell for column, cell in held.items() if column in wanted}

        inside = shared | mine.keys()
        return replace(
            self.sheet,
            name=f"{self.sheet.name}（{number}）",
            grid=self.sheet.grid.chosen(cells),
            merges=tuple(merge for merge in self.sheet.merges if merge.left in inside),
            notes=tuple(
                note
                for note in self.sheet.notes
                if note.column in mine or (number == 1 and note.column not in self._mine)
            ),
            shared=shared if number > 1 else frozenset(),
            again=again if number > 1 else frozenset(),
        )
