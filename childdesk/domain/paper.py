"""Says what stands on a paper, whatever draws it: letters, visit sheets, rosters, case files."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

Align = Literal["left", "centre", "right", "both"]
Voice = Literal["title", "heading", "body", "small", "note"]
"""title: 宋体 bold; heading: 黑体; body: 仿宋; small and note: 仿宋 of tables and footers."""

Sheet = Literal["A4", "A4 landscape", "A3 landscape"]
Style = Literal["letter", "roster", "sheet", "file"]
"""letter: 公文 with margins of GB/T 9704 and 16 pt; roster: tables of 10.5 pt; sheet: a form of 14 pt;
file: 一人一档, each section on a new page."""

WIDE = 14
"""Rosters with more columns than this stand on A3."""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Words. `indent` moves the first line by two characters, as Chinese prose has it."""

    text: str
    voice: Voice = "body"
    align: Align = "both"
    indent: bool = False
    bold: bool = False
    keep: bool = False
    """Stays on one page with what follows."""


@dataclass(frozen=True, slots=True)
class Facts:
    """Labels with values in columns, such as 填报单位 at the left and 统计时间 at the right."""

    pairs: tuple[tuple[str, str], ...]
    columns: int = 2


@dataclass(frozen=True, slots=True)
class Table:
    """A grid. `head` rows repeat on every page; `widths` are shares; `right` are columns of numbers."""

    head: tuple[tuple[str, ...], ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[int, ...] = ()
    right: tuple[int, ...] = ()
    total: bool = False
    """Whether the last row is a sum and stands in bold."""
    merges: tuple[tuple[int, int, int, int], ...] = ()
    """Cells of the head that are one: row, column, how many rows and columns; the first holds the words."""
    subs: frozenset[int] = frozenset()
    """Rows that are sums of those above them and stand in bold too."""

    @property
    def columns(self) -> int:
        """How many columns the widest row has."""
        return max((len(row) for row in (*self.head, *self.rows)), default=0)


@dataclass(frozen=True, slots=True)
class Boxes:
    """A question with boxes to tick, 6 mm each; `number` counts questions, `ticked` are options by index."""

    question: str
    options: tuple[str, ...]
    number: int = 0
    ticked: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Blank:
    """A line (or several) to write on by hand, after its label."""

    label: str
    lines: int = 1
    number: int = 0


@dataclass(frozen=True, slots=True)
class Code:
    """A code of a paper that comes back, written large in groups of four: `AB12 CD34 EF56`."""

    text: str
    label: str = ""

    @property
    def groups(self) -> str:
        """The characters in groups of four."""
        return " ".join(self.text[at : at + 4] for at in range(0, len(self.text), 4))


@dataclass(frozen=True, slots=True)
class Signature:
    """Who signs and when, at the right; `seal` leaves 45 mm for 公章."""

    lines: tuple[str, ...]
    seal: bool = False


@dataclass(frozen=True, slots=True)
class PageBreak:
    """What follows begins on a new page."""


@dataclass(frozen=True, slots=True)
class Gap:
    """Empty space of so many millimetres."""

    millimetres: int = 6


Block = Paragraph | Facts | Table | Boxes | Blank | Code | Signature | PageBreak | Gap


@dataclass(frozen=True, slots=True)
class Footer:
    """What every page says below: who printed, when, which copy of how many, whether numbers are masked.

    `masked` is None on a paper that holds no number of a person.
    """

    who: str = ""
    when: str = ""
    copy: int = 1
    copies: int = 1
    masked: bool | None = True

    @property
    def words(self) -> str:
        """“陈桂兰打印　2025-11-24 15:42　第1份，共1份　号码已遮住”."""
        parts = []
        if self.who:
            parts.append(f"{self.who}打印")
        if self.when:
            parts.append(self.when)
        parts.append(f"第{self.copy}份，共{self.copies}份")
        if self.masked is not None:
            parts.append("号码已遮住" if self.masked else "号码没有遮住")
        return "　".join(parts)


@dataclass(frozen=True, slots=True)
class Paper:
    """A whole paper. It knows no fonts and no files; `practice` prints 演练 on every page."""

    title: str
    blocks: tuple[Block, ...]
    style: Style = "letter"
    sheet: Sheet = "A4"
    footer: Footer = Footer()
    practice: bool = False

    def tables(self) -> Iterator[Table]:
        """The tables in order."""
        return (block for block in self.blocks if isinstance(block, Table))


def roster(title: str, table: Table, *, facts: tuple[tuple[str, str], ...] = (), footer: Footer) -> Paper:
    """A roster: title, 填报单位 and 统计时间, the table, 负责人 复核人 填表人; A3 above 14 columns."""
    signers = Facts((("负责人", ""), ("复核人", ""), ("填表人", "")), 3)
    blocks: tuple[Block, ...] = (*((Facts(facts, 2),) if facts else ()), table, signers)
    sheet: Sheet = "A3 landscape" if table.columns > WIDE else "A4 landscape"
    return Paper(title, blocks, "roster", sheet, footer)
