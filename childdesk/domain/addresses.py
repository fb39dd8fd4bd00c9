"""Reads where an address lies: the longest chain of divisions with which free words begin."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from childdesk.domain.division_names import PSEUDO, ROAD, Written, is_town, town_ways, ways

LEVELS = (2, 4, 6, 9)
"""Digits of a province, city, county and township code."""

_BLANK = re.compile(r"[\s\-—_/\\,，、>＞.．:：;；|]+")
_COUNTRY = re.compile(r"^(?:中华人民共和国|中国)")


@dataclass(frozen=True, slots=True)
class _Reading:
    """How far an address was understood: the division, and the characters that were used up."""

    code: str
    used: int


class AddressReader:
    """Recognises divisions among the names that it is given.

    `names`: code of 2, 4 or 6 digits → name; `former`: code → names of former times; `within(code, size)`:
    codes of a size below a code; `towns(county)`: three digits → name.
    """

    def __init__(
        self,
        names: Mapping[str, str],
        former: Mapping[str, Iterable[str]],
        within: Callable[[str, int], list[str]],
        towns: Callable[[str], dict[str, str]],
    ) -> None:
        self.names = names
        self.former = former
        self.within = within
        self.towns = towns
        self._below: dict[str, tuple[Written, ...]] = {}

    def recognise(self, words: str, near: str = "") -> str | None:
        """The longest code in free words or None; see `Divisions.recognise`."""
        text = _COUNTRY.sub("", _BLANK.sub("", words))
        readings = [*self._read(text)] or [*self._read_town(text, near)]
        if not readings:
            return None
        furthest = max((len(one.code), one.used) for one in readings)
        codes = {one.code for one in readings if (len(one.code), one.used) == furthest}
        for size in (9, 6, 4, 2):
            close = {code for code in codes if near and code[:size] == near[:size]}
            if len(codes) > 1 and close:
                codes = close
        shared = (size for size in reversed(LEVELS) if len({code[:size] for code in codes}) == 1)
        size = next(shared, 0)
        return min(codes)[:size] or None

    def _read(self, text: str) -> Iterator[_Reading]:
        """Every way of understanding the beginning of an address.

        A short name at the very beginning counts as a province's, or when the next level follows, or when it
        is all there is and means one place: 大理 with its city, not 朝阳.
        """
        for size in range(2, min(self._longest, len(text)) + 1):
            names = self._starts.get(text[:size], [])
            highest = min((name.code for name in names if name.short), key=len, default="")
            one_place = all(name.code.startswith(highest) for name in names)
            for name in names:
                alone = name.code == highest and (len(highest) == 2 or (size == len(text) and one_place))
                for one in self._accepted(text, size, name):
                    if not name.short or alone or len(one.code) > len(name.code):
                        yield one

    def _go_on(self, text: str, used: int, code: str) -> list[_Reading]:
        """What can be understood after a division; itself where nothing can."""
        found: list[_Reading] = []
        for start in (used, *(used + len(one) for one in PSEUDO if text.startswith(one, used))):
            for name in self._names_below(code):
                if text.startswith(name.text, start):
                    found += self._accepted(text, start + len(name.text), name)
        return found or [_Reading(code, used)]

    def _accepted(self, text: str, end: int, name: Written) -> list[_Reading]:
        """What follows a name, or nothing where the next words make a short name something else."""
        further = self._go_on(text, end, name.code)
        deeper = any(len(one.code) > len(name.code) for one in further)
        return further if not name.short or deeper or text[end : end + 1] not in ROAD else []

    def _read_town(self, text: str, near: str) -> list[_Reading]:
        """A township that stands alone: near the desk, or else the only one of its name in the country."""
        for size in (6, 4, 2):
            if len(near) >= size:
                counties = [near[:6]] if size == 6 else self.within(near[:size], 6)
                names = (name for county in counties for name in self._names_below(county))
                found = [_Reading(n.code, len(n.text)) for n in names if text.startswith(n.text)]
                if found:
                    return found
        if near:
            return []
        for size in range(min(12, len(text)), 2, -1):
            codes = self._town_names.get(text[:size], ())
            if codes:
                return [_Reading(codes[0], size)] if len(codes) == 1 else []
        return []

    @cached_property
    def _town_names(self) -> dict[str, list[str]]:
        """Full names of towns, 镇 乡 街道 only, with all their codes."""
        found: dict[str, list[str]] = defaultdict(list)
        for county in (code for code in self.names if len(code) == 6):
            for town, name in self.towns(county).items():
                if is_town(name):
                    found[name].append(county + town)
        return dict(found)

    @cached_property
    def _starts(self) -> dict[str, list[Written]]:
        """What an address may begin with: provinces, cities, counties. 郊区 alone says nothing."""
        found: dict[str, list[Written]] = defaultdict(list)
        for code, name in self.names.items():
            if name not in PSEUDO:
                for way in (*ways(name, code), *self._former(code)):
                    if not (len(way.text) == 2 and way.text.endswith("区")):
                        found[way.text].append(way)
        return dict(found)

    @cached_property
    def _longest(self) -> int:
        return max(map(len, self._starts))

    def _former(self, code: str) -> Iterator[Written]:
        return (Written(name, code) for name in sorted(self.former.get(code, ())))

    def _names_below(self, code: str) -> tuple[Written, ...]:
        """How the divisions below may be written; a province's counties need no city before them."""
        if code not in self._below:
            self._below[code] = tuple(self._list_below(code))
        return self._below[code]

    def _list_below(self, code: str) -> Iterable[Written]:
        names = self.names
        if len(code) == 6:
            yield from town_ways(code, self.towns(code))
        elif len(code) < 6:
            inner = [*self.within(code, 4), *self.within(code, 6)]
            for one in inner:
                if names[one] not in PSEUDO:
                    yield from ways(names[one], one)
                    yield from self._former(one)
            if len(inner) == 1 and names[inner[0]] == names[code]:
                yield from town_ways(inner[0], self.towns(inner[0]))
