"""Writes what stands above a table: annex number, title, reporting unit, date, unit of measure."""

from __future__ import annotations

import random

from tests.messy.grid import Grid
from tests.messy.people import TOWN, VILLAGE
from tests.messy.vocabulary import Vocabulary

DAYS = ("2026年11月20日", "2026.11.20", "2026-11", "2026年11月")
MEASURES = ("单位：人", "单位：元", "单位：人、元")
LISTS = {"留守儿童": "留守儿童", "农村留守儿童": "留守儿童", "困境儿童": "困境儿童", "流动儿童": "流动儿童"}
"""Of whom a title or a sheet's name says that it lists them → their kind; any other says none."""
ASKS = ("摸底", "排查")
"""Words of a list of those who are only looked at."""


class Frame:
    """The lines above the table of one office; the same from village to village, but for names."""

    def __init__(self, seed: str, words: Vocabulary) -> None:
        rnd = random.Random(f"{seed}/frame")
        self.offset_rows = rnd.choice((0, 0, 0, 0, 1, 2))
        self.offset_columns = rnd.choice((0, 0, 0, 0, 0, 1))
        self.annex = words.any("FRAME", "annex") if rnd.random() < 0.2 else ""
        self.title = rnd.random() < 0.85
        self.whom, self.noun = words.any("TITLES", "kinds"), words.any("TITLES", "nouns")
        self.kind = self.whom + self.noun
        self.year = rnd.choice(("", "", "2026年", "2026年度", "（2026年11月）"))
        self.unit = words.any("FRAME", "unit") if rnd.random() < 0.45 else ""
        self.date = words.any("FRAME", "date") if rnd.random() < 0.4 else ""
        self.measure = rnd.choice(MEASURES) if rnd.random() < 0.1 else ""
        self.one_cell = rnd.random() < 0.4
        self.gap = rnd.random() < 0.12
        self.merged = rnd.random() < 0.8
        self.stamp = rnd.choice(("", "（盖章）", "（公章）"))
        self.spread_title = rnd.random() < 0.08

    def lists(self, sheet: str) -> str:
        """The kind of everybody in a list by its title and its sheet's name; empty where they say none, or
        more than one."""
        by_name = LISTS.get(sheet, "")
        if not self.title:
            return by_name
        by_title = LISTS.get(self.whom, "")
        said = {by_title, by_name} - {""}
        unclear = len(said) > 1 or "和" in self.whom or "留守困境" in self.whom
        asked = by_title and any(word in self.noun for word in ASKS)
        return "" if unclear or asked else next(iter(said), "")

    def write(self, rnd: random.Random, grid: Grid, right: int, group: str = "") -> int:
        """Writes the lines; returns the row of the header. `right` is the last column of the table."""
        row, left = 1 + self.offset_rows, self.offset_columns
        if self.annex:
            grid.put(row, left, self.annex)
            row += 1
        if self.title:
            whole = f"{TOWN}{VILLAGE}{group}{self.year}{self.kind}"
            title = whole if rnd.random() < 0.8 else f"{VILLAGE}{self.kind}"
            grid.put(row, left, " ".join(title) if self.spread_title else title, bold=True)
            if self.merged:
                grid.merge(row, left, row, right)
            row += 1
        row = self._below_title(rnd, grid, row, right)
        return row + int(self.gap)

    def _below_title(self, rnd: random.Random, grid: Grid, row: int, right: int) -> int:
        parts = []
        if self.unit:
            parts.append(f"{self.unit}{self.stamp if '章' not in self.unit else ''}：{TOWN}{VILLAGE}")
        if self.date:
            parts.append(f"{self.date}：{rnd.choice(DAYS)}")
        if self.measure:
            parts.append(self.measure)
        if not parts:
            return row
        left = self.offset_columns
        if self.one_cell or right - left < 2 * len(parts):
            grid.put(row, left, "          ".join(parts))
            if self.merged:
                grid.merge(row, left, row, right)
            return row + 1
        step = (right - left) // len(parts)
        for number, part in enumerate(parts):
            at = left + number * step
            grid.put(row, at, part)
            if self.merged:
                grid.merge(row, at, row, at + max(0, step - 1))
        return row + 1
