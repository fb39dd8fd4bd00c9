"""Knows the country's divisions: names of a code, old county codes, pick lists, the one in an address."""

from __future__ import annotations

import lzma
import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from childdesk.domain.division_names import PSEUDO, ROAD, Written, is_town, town_ways, ways

LEVELS = (2, 4, 6, 9)
"""Digits of a province, city, county and township code."""

_BLANK = re.compile(r"[\s\-—_/\\,，、>＞.．:：;；|]+")
_COUNTRY = re.compile(r"^(?:中华人民共和国|中国)")


@dataclass(frozen=True, slots=True)
class Place:
    """A division with the names of its levels; a level that is none (市辖区) is empty."""

    code: str
    province: str
    city: str = ""
    county: str = ""
    town: str = ""

    @property
    def words(self) -> str:
        """The names in one line: 湖南省常德市桃源县漆河镇."""
        return f"{self.province}{self.city}{self.county}{self.town}"


@dataclass(frozen=True, slots=True)
class Spell:
    """The names of a county code from `first` to `last` year, and the place's code today or nothing."""

    first: int
    last: int
    city: str
    county: str
    today: str


@dataclass(frozen=True, slots=True)
class _Reading:
    """How far an address was understood: the division, and the characters that were used up."""

    code: str
    used: int


class Divisions:
    """The shipped table. `load` gives its packed bytes; nothing is read before the first question."""

    def __init__(self, load: Callable[[], bytes]) -> None:
        self._load = load
        self._below: dict[str, tuple[Written, ...]] = {}

    @cached_property
    def _text(self) -> tuple[str, str]:
        tree, _, history = lzma.decompress(self._load()).decode("utf-8").partition("\n\n")
        return tree, history

    @cached_property
    def _tree(self) -> tuple[dict[str, str], dict[str, str]]:
        """Code → name down to counties, and county → its towns as they stand in the file."""
        names: dict[str, str] = {}
        towns: dict[str, str] = {}
        province = city = ""
        for line in self._text[0].splitlines():
            if line.startswith("\t\t"):
                county, _, towns_here = line[2:].partition("|")
                names[city + county[:2]] = county[2:]
                towns[city + county[:2]] = towns_here
            elif line.startswith("\t"):
                city = province + line[1:3]
                names[city] = line[3:]
            else:
                province = line[:2]
                names[province] = line[2:]
        return names, towns

    @cached_property
    def _ordered(self) -> list[str]:
        return sorted(self._tree[0])

    @cached_property
    def _history(self) -> dict[str, list[Spell]]:
        found: dict[str, list[Spell]] = defaultdict(list)
        for line in self._text[1].splitlines():
            code, first, last, city, county, today = line.split("\t")
            found[code].append(Spell(int(first), int(last), city, county, today))
        return dict(found)

    # -- names ---------------------------------------------------------------------------------------

    def exists(self, code: str) -> bool:
        """Whether a code of 2, 4, 6 or 9 digits stands today; of a village's 12 the first nine count."""
        if len(code) in (9, 12):
            return code[6:9] in self._towns(code[:6])
        return code in self._tree[0]

    def place(self, code: str) -> Place | None:
        """The names of a code of today, or of an old county code as it was last called; None if unknown."""
        names = self._tree[0]
        if len(code) in (9, 12) and self.exists(code):
            town = self._towns(code[:6])[code[6:9]]
            return Place(code[:9], names[code[:2]], self._city(code), names[code[:6]], town)
        if code in names:
            city = self._city(code) if len(code) > 2 else ""
            return Place(code, names[code[:2]], city, names[code] if len(code) == 6 else "")
        spells = self._history.get(code)
        return self._once(code, spells[-1]) if spells else None

    def county_of_id(self, first6: str, birth_year: int) -> Place | None:
        """The county that the first six digits of an identity number meant in the year of birth.

        A year outside the known ones takes the nearest; None for digits that never were a county.
        """
        spells = self._history.get(first6)
        if not spells:
            return self.place(first6)
        nearest = min(spells, key=lambda s: (max(s.first - birth_year, birth_year - s.last, 0), -s.last))
        return self._once(first6, nearest)

    def today(self, county: str) -> str | None:
        """Today's code of the place that an old county code meant, as far as the table follows it."""
        if county in self._tree[0] and len(county) == 6:
            return county
        spells = self._history.get(county)
        return (spells[-1].today or None) if spells else None

    def _once(self, code: str, spell: Spell) -> Place:
        city = "" if spell.city in PSEUDO else spell.city
        return Place(code, self._tree[0].get(code[:2], ""), city, spell.county)

    def _city(self, code: str) -> str:
        name = self._tree[0].get(code[:4], "")
        return "" if name in PSEUDO or (name == self._tree[0].get(code[:6]) and len(code) > 4) else name

    def _towns(self, county: str) -> dict[str, str]:
        """Three digits → name of a county's towns."""
        return {town[:3]: town[3:] for town in self._tree[1].get(county, "").split("|") if town}

    # -- pick lists ----------------------------------------------------------------------------------

    def children(self, code: str = "") -> tuple[tuple[str, str], ...]:
        """(code, name) of what one picks below a code: provinces, cities, counties, towns.

        Levels that are none are left out: below 北京市 stand its districts, below 湖北省 仙桃市 too, and
        below 广东省 东莞市 at once as the county 441900.
        """
        names = self._tree[0]
        if len(code) == 6:
            return tuple((code + town, name) for town, name in self._towns(code).items())
        if len(code) == 4:
            return tuple((below, names[below]) for below in self._within(code, 6))
        if code:
            picked: list[tuple[str, str]] = []
            for city in self._within(code, 4):
                counties = self._within(city, 6)
                alone = len(counties) == 1 and names[counties[0]] == names[city]
                listed = counties if alone or names[city] in PSEUDO else [city]
                picked += [(one, names[one]) for one in listed]
            return tuple(picked)
        return tuple((one, names[one]) for one in self._ordered if len(one) == 2)

    def _within(self, code: str, size: int) -> list[str]:
        """The codes of `size` digits below a code, in order."""
        ordered = self._ordered
        inside = ordered[bisect_right(ordered, code) : bisect_right(ordered, f"{code}~")]
        return [one for one in inside if len(one) == size]

    # -- addresses -----------------------------------------------------------------------------------

    def recognise(self, words: str, near: str = "") -> str | None:
        """The longest division code (2, 4, 6 or 9 digits) with which free address words begin, or None.

        Levels may be missing or short (湖南桃源漆河镇), old county names count. `near`, the desk's own unit,
        decides between places of one name and lets a township stand alone. What stays open between places of
        one name gives the code that they share.
        """
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
                counties = [near[:6]] if size == 6 else self._within(near[:size], 6)
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
        for county in self._tree[1]:
            for town, name in self._towns(county).items():
                if is_town(name):
                    found[name].append(county + town)
        return dict(found)

    @cached_property
    def _starts(self) -> dict[str, list[Written]]:
        """What an address may begin with: provinces, cities, counties. 郊区 alone says nothing."""
        found: dict[str, list[Written]] = defaultdict(list)
        for code, name in self._tree[0].items():
            if name not in PSEUDO:
                for way in (*ways(name, code), *self._former(code)):
                    if not (len(way.text) == 2 and way.text.endswith("区")):
                        found[way.text].append(way)
        return dict(found)

    @cached_property
    def _longest(self) -> int:
        return max(map(len, self._starts))

    @cached_property
    def _former_names(self) -> dict[str, set[str]]:
        """County or city of today → names that it had and that no other of its province has today."""
        names = self._tree[0]
        taken = {(code[:2], name) for code, name in names.items()}
        heirs: dict[tuple[str, str], tuple[int, str]] = {}
        for code, spells in self._history.items():
            for spell in spells:
                bearers = [(spell.county, spell.today)]
                if spell.today == code and names.get(code[:4]) not in PSEUDO:
                    bearers.append((spell.city, code[:4]))
                for name, heir in bearers:
                    key = (heir[:2], name)
                    if heir in names and len(name) > 2 and key not in taken:
                        # A code that was given to another county leads astray; the last bearer is right.
                        heirs[key] = max(heirs.get(key, (0, "")), (spell.last, heir))
        found: dict[str, set[str]] = defaultdict(set)
        for (_, name), (_, heir) in heirs.items():
            found[heir].add(name)
        return dict(found)

    def _former(self, code: str) -> Iterator[Written]:
        return (Written(name, code) for name in sorted(self._former_names.get(code, ())))

    def _names_below(self, code: str) -> tuple[Written, ...]:
        """How the divisions below may be written; a province's counties need no city before them."""
        if code not in self._below:
            self._below[code] = tuple(self._list_below(code))
        return self._below[code]

    def _list_below(self, code: str) -> Iterable[Written]:
        names = self._tree[0]
        if len(code) == 6:
            yield from town_ways(code, self._towns(code))
        elif len(code) < 6:
            inner = [*self._within(code, 4), *self._within(code, 6)]
            for one in inner:
                if names[one] not in PSEUDO:
                    yield from ways(names[one], one)
                    yield from self._former(one)
            if len(inner) == 1 and names[inner[0]] == names[code]:
                yield from town_ways(inner[0], self._towns(inner[0]))
