"""Knows the country's divisions: names of a code, old county codes, pick lists, the one in an address."""

from __future__ import annotations

import lzma
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from childdesk.domain.addresses import AddressReader
from childdesk.domain.division_names import PSEUDO


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


class Divisions:
    """The shipped table. `load` gives its packed bytes; nothing is read before the first question."""

    def __init__(self, load: Callable[[], bytes]) -> None:
        self._load = load

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
        return self._reader.recognise(words, near)

    @cached_property
    def _reader(self) -> AddressReader:
        return AddressReader(self._tree[0], self._former_names, self._within, self._towns)

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
