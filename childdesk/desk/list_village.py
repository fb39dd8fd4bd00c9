"""Which village a list says it is from: in its column 村, above its table, by its sheet's or file's name.

A township takes the village's own list in for it, and its own list of all villages row by row: neither may go
to the wrong village because nobody looked at the title.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from childdesk.desk import list_kind
from childdesk.desk.import_plan import Named, SheetPlan
from childdesk.desk.villages import VillageLine, bare
from childdesk.domain.division_names import TOWN_END
from childdesk.files.evidence import plain

_END = "(?:村|社区|居委)"
_TOWN = rf"[\u4e00-\u9fff]{{1,6}}?{TOWN_END}"
_TOWN_BEFORE = re.compile(rf"(?:^|[^\u4e00-\u9fff]|[省市县区州旗盟])({_TOWN})$")
_OF_A_TOWN = re.compile(
    rf"(?:^|[^\u4e00-\u9fff]|[省市县区州旗盟])({_TOWN})([\u4e00-\u9fff]{{1,8}}?){_END}(?![民级里])"
)
_ALONE = re.compile(rf"(?:^|[^\u4e00-\u9fff])([\u4e00-\u9fff]{{2,4}}?){_END}(?![民级里组（(:：、/])")
_NO_NAME = re.compile(
    "[农乡本我全各该每某]$|[年月度]|行政|自然|所[在属]|填[表报]|上报|报送|示范|空心|重点|户籍|脱贫|贫困|中心|辖|有"
)
"""农村, 各村, 行政村 and the like are no village's name."""
_LONGER = re.compile(r"(?:^|[^\u4e00-\u9fff]|[镇乡道木县区市州旗年月度])([大小上下东西南北新老前后中])$")
"""大石桥村 is not 石桥村."""
_SPREAD = re.compile(r"(?<!\S)(?:\S\s+)+\S(?!\S)")
"""Blanks within a title that is written 石 桥 村."""


class Namer:
    """Finds names of villages in words; `town` is the township whose villages they are, where it is one."""

    def __init__(self, known: Iterable[VillageLine], town: str = "") -> None:
        self._town = re.sub("^.*[省市县区州旗盟](?=..)", "", town)
        self._lines: dict[str, VillageLine | None] = {}
        for line in known:
            for word in map(bare, (line.name, *line.former_names)):
                twice = word in self._lines and self._lines[word] != line
                self._lines[word] = None if twice else line
        self._words = sorted((word for word in self._lines if word), key=len, reverse=True)

    def one(self, words: str) -> Named | None:
        """The village that a cell of a column 村 means."""
        clean = plain(words)
        found = next(iter(self.inside(clean)), None)
        line = self._lines.get(bare(clean))
        if found is None and line is not None:
            return Named(line.name, line.unit, clean)
        return found or (Named(clean, "", clean) if clean else None)

    def inside(self, words: str) -> list[Named]:
        """Every village that a title or a file's name says."""
        text = _SPREAD.sub(lambda spread: re.sub(r"\s+", "", spread[0]), words)
        left, found = text, []
        for word in self._words:
            line = self._lines[word]
            for hit in re.finditer(rf"{re.escape(word)}{_END}", left):
                found.append(self._hit(text, hit.start(), word, line))
                left = left[: hit.start()] + "　" * len(hit[0]) + left[hit.end() :]
        found += self._of_no_known_name(left, text)
        pieces = set(re.split(r"[^\u4e00-\u9fff]+", text))
        alone = (line for word in self._words if word in pieces and (line := self._lines[word]))
        return found or [Named(line.name, line.unit, words) for line in alone]

    def _hit(self, text: str, at: int, word: str, line: VillageLine | None) -> Named:
        before = text[:at]
        town, longer = _TOWN_BEFORE.search(before), _LONGER.search(before)
        name = line.name if line else f"{word}村"
        if longer:
            return Named(f"{longer[1]}{name}", "", text)
        if town and self._is_another(town[1]):
            return Named(f"{town[1]}{name}", "", text)
        return Named(name, line.unit if line else "", text)

    def is_of_another_town(self, named: Named) -> bool:
        """Whether a village was named with a township that is not ours."""
        town = re.match(_TOWN, named.name)
        return not named.unit and town is not None and self._is_another(town[0])

    def _is_another(self, town: str) -> bool:
        return bool(self._town) and not town.endswith(self._town)

    def _of_no_known_name(self, left: str, text: str) -> Iterator[Named]:
        for hit in _OF_A_TOWN.finditer(left):
            if not _NO_NAME.search(hit[2]):
                town = hit[1] if self._is_another(hit[1]) else ""
                yield Named(f"{town}{hit[2]}村", "", text)
        for hit in _ALONE.finditer(left):
            if not _NO_NAME.search(hit[1]) and not re.search(TOWN_END, hit[1]):
                yield Named(f"{hit[1]}村", "", text)


def another(sheet: SheetPlan, source: str, namer: Namer, line: VillageLine) -> Named | None:
    """The other village that a sheet says it is from; None where it says the one meant, or none.

    The rows count first, then what stands above them, then the file's name: a name of a file is often kept
    from month to month, and a title is often copied from a neighbour.
    """
    for named in (_of_rows(sheet, namer), *_of_titles(sheet, source, namer)):
        if any(one.unit == line.unit for one in named):
            return None
        if named:
            return named[0]
    return None


def of_another_town(sheet: SheetPlan, source: str, namer: Namer) -> Named | None:
    """The village of another township that a sheet's title, or else its file's name, says; None for ours."""
    named = next(filter(None, _of_titles(sheet, source, namer)), [])
    return next((one for one in named if namer.is_of_another_town(one)), None)


def only(sheet: SheetPlan, source: str, namer: Namer) -> str:
    """The code of the only village of ours that a sheet's title, else its file's name, says; or nothing."""
    named = next(filter(None, _of_titles(sheet, source, namer)), [])
    return named[0].unit if len({one.unit for one in named}) == 1 else ""


def _of_titles(sheet: SheetPlan, source: str, namer: Namer) -> Iterator[Sequence[Named]]:
    yield namer.inside(list_kind.above(sheet))
    yield namer.inside(source.rpartition(".")[0] or source)


def _of_rows(sheet: SheetPlan, namer: Namer) -> Sequence[Named]:
    """The village that at least half of the rows name which name one."""
    said = [text for row in sheet.rows if (text := row.texts.get("place.village", "").strip())]
    (most, number), *_ = Counter(said).most_common(1) or [("", 0)]
    found = namer.one(most) if 2 * number >= len(said) and number else None
    return [found] if found else []
