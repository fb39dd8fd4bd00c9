"""Fills what stands above and below a list: 填报单位, 填表人, 日期; what is signed by hand stays blank."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from childdesk.files.filling.cells import escaped_words
from childdesk.files.filling.form_sheet import FormSheet
from childdesk.files.filling.formulas import Place
from childdesk.files.filling.package import Package
from childdesk.files.filling.patch import Element, Part

_MARK = r"\s*(?:[(（][^()（）]{0,6}[)）])?\s*"
_UNIT = r"(?:填报|填表|报送|上报|制表)单位|单位名称|单位|村\s*[(（]居[)）]|村\s*[(（]社区[)）]|村（居）委会"
_PERSON = r"填\s*表\s*人|填\s*报\s*人|制\s*表\s*人|经\s*办\s*人|填表"
_DAY = r"(?:填报|填表|报送|上报|制表)(?:日期|时间)|日\s*期|时\s*间"
_AS_OF = r"统计时间|统计日期|统计截止|截止时间|截止日期|截至时间|截至日期|数据截止"
_BLANK = r"[ \t\u3000_＿—]*"
_LABEL = re.compile(
    rf"(?:(?P<unit>{_UNIT})|(?P<as_of>{_AS_OF})|(?P<person>{_PERSON})|(?P<day>{_DAY}))"
    rf"(?P<mark>{_MARK})[:：](?:\s*(?:截止到|截至))?(?P<blank>{_BLANK})(?P<date>年{_BLANK}月{_BLANK}日?)?"
    r"(?=$|[\r\n(（]|(?<=[ \t\u3000_＿—])|[\u4e00-\u9fff]{2,6}[:：])",
)
_LONE_DATE = re.compile(rf"\s*(?P<blank>(?:20)?{_BLANK})年{_BLANK}月{_BLANK}日\s*")
_LONE = re.compile(rf"(?:(?P<unit>{_UNIT})|(?P<as_of>{_AS_OF})|(?P<person>{_PERSON})|(?P<day>{_DAY})){_MARK}")
_BY_HAND = re.compile("签|印")


@dataclass(frozen=True, slots=True)
class Words:
    """What is known for these lines."""

    unit: str
    person: str
    day: date
    as_of: date

    def of(self, found: re.Match[str]) -> str:
        """What belongs behind a label; "" for what is left to a pen."""
        if found["unit"]:
            return self.unit
        if found["person"]:
            return "" if _BY_HAND.search(found[0]) else self.person
        return day_words(self.as_of if found["as_of"] else self.day)


def day_words(day: date) -> str:
    """2026年11月26日."""
    return f"{day.year}年{day.month}月{day.day}日"


@dataclass(frozen=True, slots=True)
class _Change:
    start: int
    end: int
    text: str


def find(form: FormSheet, texts: dict[Place, str], words: Words) -> dict[Place, bytes]:
    """The cells to write, each with what stands inside it. `texts` are the cells outside the list."""
    runs = _Runs(form.package)
    made: dict[Place, bytes] = {}
    for place, text in texts.items():
        changes = list(_changes(text, words))
        cell = form.lines[place[0]].cells.get(place[1]) if place[0] in form.lines else None
        if cell is None or cell.first("f") is not None:
            continue
        if changes:
            made[place] = runs.changed(cell, text, changes, form.prefix)
            continue
        beside = _beside(form, texts, place)
        alone = _LONE.fullmatch(text.strip())
        if alone and beside is not None and (said := words.of(alone)):
            made[beside] = inline([(None, said)], form.prefix)
    return made


def _changes(text: str, words: Words) -> Iterator[_Change]:
    for found in _LABEL.finditer(text):
        said = words.of(found)
        if not said:
            continue
        start = found.start("blank")
        blank = found["blank"]
        least = 2 if found.end() < len(text) else 0  # the next label must not stick to what is said
        rest = "" if found["date"] else blank[: max(least, len(blank) - _width(said))]
        if rest and not blank.strip("_＿—"):
            rest = rest if found.end() < len(text) else ""
        yield _Change(start, found.end(), said + rest)
    if (lone := _LONE_DATE.fullmatch(text)) is not None:
        yield _Change(lone.start("blank"), lone.end(), day_words(words.day))


def _width(text: str) -> int:
    return sum(2 if ord(c) > 0x2E7F else 1 for c in text)


def _beside(form: FormSheet, texts: dict[Place, str], place: Place) -> Place | None:
    """The blank cell to the right of a label, behind its merge."""
    merge = form.covering(*place)
    beside = (place[0], (merge.right if merge else place[1]) + 1)
    line = form.lines.get(place[0])
    if beside in texts or line is None or beside[1] not in line.cells:
        return None
    return beside


Run = tuple[bytes | None, str]
"""(its properties as written, its words)."""


class _Runs:
    """The runs of rich cells: a word in bold stays bold when something is written behind it."""

    def __init__(self, package: Package) -> None:
        self.package = package
        self._shared: list[Element] | None = None
        self._part: Part | None = None

    def changed(self, cell: Element, text: str, changes: list[_Change], prefix: str) -> bytes:
        """What stands inside the cell afterwards."""
        runs = self._of(cell) or [(None, text)]
        if "".join(words for _, words in runs) != text:
            runs = [(None, text)]
        for change in reversed(changes):
            runs = _spliced(runs, change)
        return inline(runs, prefix)

    def _of(self, cell: Element) -> list[Run] | None:
        value = cell.first("v")
        if cell.attrs.get("t") != "s" or value is None:
            return None
        if self._shared is None:
            name = next(
                (r.part for r in self.package.relations(self.package.workbook_name)
                 if r.kind == "sharedStrings"), ""
            )  # fmt: skip
            self._part = self.package.part(name) if name in self.package else None
            self._shared = list(self._part.root.all("si")) if self._part else []
        at = int(value.text or 0)
        part = self._part
        if part is None or at >= len(self._shared) or part.root.prefix:
            return None
        runs: list[Run] = []
        for run in self._shared[at].all("r"):
            look = run.first("rPr")
            words = run.first("t")
            runs.append((part.raw(look) if look else None, words.text if words else ""))
        return runs or None


def _spliced(runs: list[Run], change: _Change) -> list[Run]:
    """The runs with some characters replaced; new words take the look of the run where they begin."""
    made: list[Run] = []
    at, placed = 0, False
    for look, words in runs:
        end = at + len(words)
        low, high = max(change.start - at, 0), max(change.end - at, 0)
        begins = at <= change.start <= end and not placed
        new = words[:low] + (change.text if begins else "") + words[max(high, low) :]
        placed = placed or begins
        made.append((look, new))
        at = end
    return made


def inline(runs: list[Run], prefix: str) -> bytes:
    """Words inside a cell, in their runs."""
    pieces = []
    for look, words in runs:
        text = f'<{prefix}t xml:space="preserve">{escaped_words(words)}</{prefix}t>'.encode()
        if len(runs) == 1 and look is None:
            pieces.append(text)
        elif words:
            pieces.append(f"<{prefix}r>".encode() + (look or b"") + text + f"</{prefix}r>".encode())
    return f"<{prefix}is>".encode() + b"".join(pieces) + f"</{prefix}is>".encode()
