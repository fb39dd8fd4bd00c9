"""Finds the header of a table, one to four rows of it, and flattens merged headers into a path per column."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import pairwise

from childdesk.files.evidence import is_name, plain, traits
from childdesk.files.header_grammar import is_unit, segment
from childdesk.files.sheets import Merge, Sheet

Lines = Mapping[int, Mapping[int, str]]
"""{row: {column: text}} of the rows that hold anything."""

SCAN = 40
"""Filled rows among which the header is looked for."""
DEEPEST = 5
"""Rows that a header has at most."""
GOOD_ENOUGH = 0.35

META = re.compile(
    r"[:：]|盖章|印章|公章|^附件|^附表|填报|制表|截止|截至|^\s*\d{0,4}\s*年\s*\d{0,2}\s*月(?:\s*\d{0,2}\s*日)?\s*$"
    r"|(?:花名册|登记表|统计表|台账|汇总表|一览表|明细表|名单|摸底表|排查表|信息表|情况表|调查表|档案表|名册)$"
)
"""Lines above a table: titles, who fills it in, when."""
_GROUP = re.compile(r"(?:情况|信息|状况|资料|一栏)$")
_TYPED = frozenset(
    "id_number phone birth student_number disability_certificate sex nation bank_account checked".split()
)

_NUMBERS = frozenset("id_number phone student_number disability_certificate".split())


@dataclass(frozen=True)
class HeaderBlock:
    """Where a table's header stands. `rows` are its row numbers, numbering and unit rows included.

    `paths` gives for each column that has a header its words from the top down.
    """

    rows: tuple[int, ...]
    paths: dict[int, tuple[str, ...]]
    numbering: tuple[int, ...] = ()
    words: dict[int, frozenset[str]] = field(default_factory=dict)

    @property
    def top(self) -> int:
        """The first row of the header."""
        return self.rows[0]

    @property
    def bottom(self) -> int:
        """The last row of the header."""
        return self.rows[-1]


def find(sheet: Sheet) -> HeaderBlock | None:
    """The header of the sheet's table, or None when nothing looks like one."""
    lines = {row: sheet.texts(row) for row in sheet.rows[:SCAN]}
    scored = _contrasted([(score(texts), row) for row, texts in lines.items()], lines)
    best = max((value for value, _ in scored), default=0.0)
    if best < GOOD_ENOUGH:
        return None
    good = [(value, row) for value, row in scored if value >= max(GOOD_ENOUGH, best - 0.3)]
    widest = max(len(lines[row]) for _, row in good)
    anchor = next(row for _, row in good if len(lines[row]) * 2 >= widest)
    return _Growing(sheet, lines, anchor).block()


def _contrasted(scored: list[tuple[float, int]], lines: Lines) -> list[tuple[float, int]]:
    """A row of different words over rows of values is a header even when we know few of its words."""
    made = []
    for at, (value, row) in enumerate(scored):
        texts = lines[row].values()
        if (
            0.05 < value < GOOD_ENOUGH
            and len(set(texts)) * 10 >= len(texts) * 9
            and not any(map(is_value, texts))
        ):
            below = [text for _, later in scored[at + 1 : at + 4] for text in lines[later].values()]
            if sum(map(is_value, below)) * 8 >= len(below) > 0 or _mostly_numbers(below):
                value += 0.3
        made.append((value, row))
    return made


def _mostly_numbers(texts: list[str]) -> bool:
    """Whether what stands below are figures, as under a form of three hundred items."""
    return len(texts) > 0 and sum("number" in traits(plain(text)) for text in texts) * 2 >= len(texts)


def score(texts: Mapping[int, str]) -> float:
    """How much a row looks like a header: the share of words that headers use, less that of values."""
    count = len(texts)
    if count < 2 or sum(is_meta(text) for text in texts.values()) * 2 >= count:
        return 0.0
    if all(is_unit(text) for text in texts.values()):
        return 0.0
    said = [plain(text) for text in texts.values()]
    both = said.count("男") + said.count("女") if "男" in said and "女" in said else 0
    words = sum(is_header_word(text) for text in texts.values()) + both
    values = sum(is_value(text) for text in texts.values()) - both
    return (words - 1.2 * values) / count + min(count, 8) * 0.01 if words > 1 else 0.0


def is_meta(text: str) -> bool:
    """Whether a text belongs above a table rather than into its header."""
    return META.search(text) is not None


def _is_title(text: str) -> bool:
    """Whether a text stands over tables; a column that is called 盖章 is none."""
    return is_meta(text) and len(plain(text)) > 3


def is_header_word(text: str) -> bool:
    """Whether a text is a header that we understand."""
    return len(text) <= 30 and segment(text).understood and not is_value(text)


def is_value(text: str) -> bool:
    """Whether a text is plainly a value: a number of some kind, a date, 男, 汉族."""
    return bool(traits(plain(text)) & _TYPED)


def _names(header: str, text: str) -> bool:
    """Whether a text under a header for names is somebody's and no word of a header."""
    return segment(header).attribute == "name" and is_name(plain(text)) and not is_header_word(text)


class _Growing:
    """Grows the header from its best row through merges and half-empty neighbours."""

    def __init__(self, sheet: Sheet, lines: Lines, anchor: int) -> None:
        self.lines = lines
        self.top = self.bottom = anchor
        self.merges = [m for m in sheet.merges if m.top <= anchor + DEEPEST and m.bottom >= anchor - DEEPEST]

    def block(self) -> HeaderBlock:
        while self._up_by_merge() or self._down_by_merge() or self._up() or self._down():
            pass
        numbering = self._numbering()
        rows = tuple(range(self.top, self.bottom + 1 + len(numbering)))
        paths = {column: path for column in self._columns() if (path := self._path(column))}
        words: dict[int, set[str]] = {}
        for row in rows:
            for column, text in self.lines.get(row, {}).items():
                words.setdefault(column, set()).add(plain(text))
        return HeaderBlock(rows, paths, numbering, {c: frozenset(found) for c, found in words.items()})

    @property
    def flat(self) -> bool:
        """Whether the header's group labels are merged no more, as in csv files; titles do not count."""
        rows = [m.top for m in self.merges if m.right > m.left and self.top - 1 <= m.top <= self.bottom + 1]
        return not any(sum(not is_meta(text) for text in self._line(row).values()) > 1 for row in rows)

    def _line(self, row: int) -> Mapping[int, str]:
        return self.lines.get(row, {})

    def _deep_enough(self, rows: int) -> bool:
        return self.bottom - self.top + 1 + rows > DEEPEST

    def _up_by_merge(self) -> bool:
        for merge in self.merges:
            text = self._line(merge.top).get(merge.left, "")
            reaches = merge.top < self.top <= merge.bottom <= self.bottom + 1
            if reaches and text and not is_meta(text) and not self._deep_enough(self.top - merge.top):
                self.top = merge.top
                return True
        return False

    def _down_by_merge(self) -> bool:
        for merge in self.merges:
            text = self._line(merge.top).get(merge.left, "")
            reaches = self.top <= merge.top <= self.bottom < merge.bottom
            if any(self._is_somebodys(row) for row in range(self.bottom + 1, merge.bottom + 1)):
                continue  # 留守儿童 written downwards beside the children
            if reaches and text and not is_value(text) and not self._deep_enough(merge.bottom - self.bottom):
                self.bottom = merge.bottom
                return True
        return False

    def _is_somebodys(self, row: int) -> bool:
        """Whether a row holds a number of somebody's, which no header does."""
        return any(traits(plain(text)) & _NUMBERS for text in self._line(row).values())

    def _up(self) -> bool:
        """A row of group labels above: it names groups of columns, or fills what this row leaves blank."""
        step = self._step(-1)
        upper, lower = self._line(self.top - step), self._line(self.top)
        if not upper or self._deep_enough(step) or any(_is_title(t) or is_value(t) for t in upper.values()):
            return False
        groups = [m for m in self.merges if m.top == m.bottom == self.top - step and m.right > m.left]
        width = max([*lower, *upper]) - min([*lower, *upper]) + 1
        named = [m for m in groups if m.left in upper and m.right - m.left + 1 < width * 0.9]
        if named and (len(upper) > 1 or is_header_word(next(iter(upper.values())))):
            self.top -= step
            return True
        if self.flat and self._labels_above(upper):
            self.top -= step
            return True
        return False

    def _step(self, way: int) -> int:
        """1, or 2 where merges are lost and a blank line stands between two lines of a header."""
        edge = self.top if way < 0 else self.bottom
        return 2 if self.flat and not self._line(edge + way) and self._line(edge + 2 * way) else 1

    def _labels_above(self, upper: Mapping[int, str]) -> bool:
        """Whether a line without merges stands over parts of the header: labels, and what the parts lack."""
        named = {column for row in range(self.top, self.bottom + 1) for column in self._line(row)}
        over = [column for column in upper if column in named]
        fills = len(upper) - len(over)
        if len(upper) < 2 or (len(over) * 10 > len(named) * 6 and fills * 3 < len(upper)):
            return False
        said = sum(is_header_word(text) or _GROUP.search(plain(text)) is not None for text in upper.values())
        return said * 10 >= len(upper) * 6

    def _down(self) -> bool:
        """A row of names below that stands only under group labels or gaps."""
        step = self._step(1)
        lower = self._line(self.bottom + step)
        upper = {c: text for row in range(self.top, self.bottom + 1) for c, text in self._line(row).items()}
        if len(lower) < 2 or self._deep_enough(step) or any(is_value(t) for t in lower.values()):
            return False
        if all(is_unit(text) for text in lower.values()):
            return False
        if any(_names(upper.get(column, ""), text) for column, text in lower.items()):
            return False  # 姓名 over 石雨桐: a row of two cells is somebody
        if sum(map(_is_title, lower.values())) * 2 >= len(lower):
            return False  # 负责人：  填表人： below a form without a free row is its foot
        if sum(is_header_word(t) for t in lower.values()) < len(lower) * 0.5:
            return False
        if self.flat:
            over = sum(column in lower for column in upper)
            people = all(segment(text).role and not segment(text).attribute for text in lower.values())
            apart = over * 10 <= len(lower) * 6 or (len(upper) - over) * 3 >= len(upper)
            fits = (people or apart) and self._covers(upper, lower)
        else:
            groups = [m for m in self.merges if m.top <= self.bottom <= m.bottom and m.right > m.left]
            under = {column for m in groups for column in range(m.left, m.right + 1)}
            last = self._line(self.bottom)
            fits = step == 1 and all(column in under or column not in last for column in lower)
        self.bottom += step if fits else 0
        return fits

    @staticmethod
    def _covers(upper: Mapping[int, str], lower: Mapping[int, str]) -> bool:
        """Whether each name below stands under a label, at its place or to the left of it."""
        label = -1
        for column in range(max(lower) + 1):
            if column in upper:
                label = column
            if column in lower and label not in lower:
                return False
        return True

    def _numbering(self) -> tuple[int, ...]:
        """Rows below that hold only column numbers or units."""
        found: list[int] = []
        for row in (self.bottom + 1, self.bottom + 2):
            line = self._line(row)
            if not line or not all(is_unit(text) for text in line.values()):
                break
            counts = [int(bare) for text in line.values() if (bare := text.strip("（()） ")).isdecimal()]
            if counts and (len(line) < 3 or len(line) * 2 < len(self._line(self.bottom))):
                break
            if sum(later < earlier for earlier, later in pairwise(counts)) * 2 > max(0, len(counts) - 1):
                break  # 23, 5, 0 are figures, not the numbers of columns
            found.append(row)
        return tuple(found)

    def _columns(self) -> range:
        rows = range(self.top, self.bottom + 1)
        last = max((max(self._line(row)) for row in rows if self._line(row)), default=-1)
        inside = [
            m.right for m in self.merges if m.left in self._line(m.top) and self.top <= m.top <= self.bottom
        ]
        return range(max([last, *(right for right in inside if right < last + 60)]) + 1)

    def _path(self, column: int) -> tuple[str, ...]:
        path: list[str] = []
        for row in range(self.top, self.bottom + 1):
            text = self._text(row, column)
            words = re.sub(r"\s+", "", text)
            if words and (not path or path[-1] != words):
                path.append(words)
        return tuple(path)

    def _text(self, row: int, column: int) -> str:
        own = self._line(row).get(column, "")
        if own:
            return own
        merge = self._covering(row, column)
        if merge is not None:
            return self._line(merge.top).get(merge.left, "") if merge.top >= self.top else ""
        return self._label(row, column)

    def _covering(self, row: int, column: int) -> Merge | None:
        inside = (m for m in self.merges if m.top <= row <= m.bottom and m.left <= column <= m.right)
        return next(inside, None)

    def _label(self, row: int, column: int) -> str:
        """Without merges a group's label reaches right over the columns that are named below."""
        if row == self.bottom or not self._named_below(row, column):
            return ""
        if any(m.top <= row <= m.bottom and m.right > m.left for m in self.merges):
            return ""
        left = column
        while left >= 0 and left not in self._line(row):
            if any(left in self._line(above) for above in range(self.top, row)):
                return ""  # the next group begins here
            left -= 1
        return self._line(row)[left] if left >= 0 and self._named_below(row, left) else ""

    def _named_below(self, row: int, column: int) -> bool:
        return any(column in self._line(below) for below in range(row + 1, self.bottom + 1))
