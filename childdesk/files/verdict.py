"""Says why a table with rows is no list of children: figures, adults, or something without names."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date

from childdesk.files import header_grammar, other_table
from childdesk.files.columns import Column
from childdesk.files.evidence import ENOUGH, SAMPLE, plain, profile
from childdesk.files.header_words import KIN
from childdesk.files.layout import BLANK_CARD, CARD, EMPTY, FORM, NO_HEADER, NO_ROWS, Layout
from childdesk.files.other_table import INDICATORS, MATRIX, SIDEWAYS, TWO_COLUMNS, VISITS

ADULTS = "名单里都是成年人"
FIGURES = "这是汇总数字，不是名单"
NO_NAME = "没有儿童姓名这一列"
HIDDEN = "姓名都遮住了，认不出是谁"
WHY_NOT = (
    EMPTY, NO_HEADER, CARD, BLANK_CARD, FORM, NO_ROWS, ADULTS, FIGURES, NO_NAME, HIDDEN, MATRIX, INDICATORS,
    SIDEWAYS, TWO_COLUMNS, VISITS,
)  # fmt: skip
"""Every reason why a sheet is no roster of children."""

_BARE = frozenset("child.name row.number place.village child.village_group".split())
"""What a table of ticks says of somebody."""
_YEAR = re.compile(r"(?:19|20)\d\d")
_AGE = re.compile(r"(\d{1,3})(?:周?岁)?")
_NOBODY = re.compile(r"\w{1,2}(?:某{1,2}|[*＊]{1,3})(?:某|[*＊]|\w)?")


def why_no_children(table: Layout, columns: tuple[Column, ...], today: date) -> str:
    """Why a table with rows is no list of children; empty when it is one."""
    by_field = {column.field: column.index for column in columns if column.field}
    if _are_adults(table, by_field, today):
        return ADULTS
    if _are_hidden(table, by_field):
        return HIDDEN
    hoped = {
        candidate.field
        for column in columns
        if column.decided == "ask" and not _counts(table, column.index, today)
        for candidate in column.candidates
    }
    if _are_visits(table, by_field):
        return VISITS
    if {"child.name", "child.id_number"} & (set(by_field) | hoped):
        if _is_name_in_two(table, by_field):
            return TWO_COLUMNS
        return MATRIX if _is_matrix(table, columns) else ""
    if other_table.is_sideways(table.sheet):
        return SIDEWAYS
    heads = {column.index: table.path(column.index)[-1] for column in columns if table.path(column.index)}
    if other_table.are_items(heads.values()):
        return INDICATORS
    return FIGURES if _is_figures(table, today) else NO_NAME


def _are_visits(table: Layout, by_field: Mapping[str, int]) -> bool:
    """Whether it is kept visit by visit: what was done stands beside names that come back again and again."""
    heads = ["".join(table.path(column)[-1:]) for column in table.columns]
    if "child.name" not in by_field or not other_table.are_of_visits(heads):
        return False
    names = [plain(name) for name in table.column(by_field["child.name"], len(table.records))]
    return len(names) >= ENOUGH and len(set(names)) * 3 <= len(names) * 2


def _is_name_in_two(table: Layout, by_field: Mapping[str, int]) -> bool:
    """Whether 姓 stands in the column before 名: neither of the two is a name."""
    at = by_field.get("child.name", 0)
    words = ["".join(table.path(column)[-1:]) for column in (at - 1, at)]
    return [header_grammar.folded(word) for word in words] == ["姓", "名"]


def _is_matrix(table: Layout, columns: tuple[Column, ...]) -> bool:
    """Whether a name is all that is said of anybody, and months, days or ticks of no kind stand beside it."""
    if any(column.decided == "ask" or column.field not in _BARE for column in columns if not column.extra):
        return False
    heads = {column.index: (table.path(column.index) or ("",))[-1] for column in columns if column.extra}
    if other_table.count_on(heads.values()):
        return True
    understood = sum(header_grammar.segment(text).understood for text in heads.values())
    if len(heads) < other_table.WIDE or understood * 2 > len(heads):
        return False
    cells = [table.sheet.texts(row) for row in table.records[:SAMPLE]]
    below = [{at: text for at, text in line.items() if at in heads} for line in cells]
    return other_table.is_matrix({-1: "", **heads}, below)


def _are_adults(table: Layout, by_field: Mapping[str, int], today: date) -> bool:
    """Whether identity numbers, else ages, say that nobody on the list is a child."""
    if (
        "child.age" in by_field
        and profile(table.column(by_field["child.age"], SAMPLE), today).share("age") > 0.5
    ):
        return False
    if "child.birth" in by_field and _born_lately(table.column(by_field["child.birth"], SAMPLE), today):
        return False
    kin = {
        by_field[f"{who}.id_number"] for who in KIN if {f"{who}.id_number", f"{who}.name"} <= set(by_field)
    }
    bare = [at for at in table.columns if at not in kin and _is_bare_number(table.path(at))]
    for index in [by_field["child.id_number"]] if "child.id_number" in by_field else bare:
        seen = profile(table.column(index, SAMPLE), today)
        if seen.minors is not None:
            return seen.minors < 0.1
    if "child.age" not in by_field:
        return False
    return _are_of_age(table.column(by_field["child.age"], SAMPLE))


def _are_of_age(texts: Sequence[str]) -> bool:
    """Whether ages alone say that they are grown up: helpers of 22 among those of 40 too."""
    years = [int(found[1]) for text in texts if (found := _AGE.fullmatch(plain(text)))]
    return len(years) >= ENOUGH and sum(year > 18 for year in years) * 10 > len(years) * 9


def _born_lately(texts: Sequence[str], today: date) -> bool:
    """Whether days of birth say that they are children: then numbers of grown-ups are of somebody else."""
    years = [int(found[0]) for text in texts if (found := _YEAR.search(plain(text)))]
    return len(years) >= ENOUGH and sum(year > today.year - 19 for year in years) * 10 >= len(years) * 9


def _are_hidden(table: Layout, by_field: Mapping[str, int]) -> bool:
    """Whether names are 张某, 李** and no number says who it is: a list made for others to look at."""
    if "child.name" not in by_field:
        return False
    names = table.column(by_field["child.name"], SAMPLE)
    numbers = table.column(by_field["child.id_number"], SAMPLE) if "child.id_number" in by_field else []
    hidden = sum(_NOBODY.fullmatch(name.strip()) is not None for name in names)
    return hidden * 5 >= len(names) * 4 > 0 and all("*" in number for number in numbers)


def _is_bare_number(path: tuple[str, ...]) -> bool:
    header = header_grammar.path(*path) if path else header_grammar.NOTHING
    return header.attribute == "id_number" and header.role in ("", "child")


def _counts(table: Layout, column: int, today: date) -> bool:
    """Whether a column holds numbers: 留守儿童 over 12, 7, 9 counts them and names nobody."""
    return profile(table.column(column, SAMPLE), today).share("number") > 0.6


def _is_figures(table: Layout, today: date) -> bool:
    """Whether most columns hold numbers: a summary, a matrix, an indicator table."""
    filled = [index for index in table.columns if profile(table.column(index, SAMPLE), today).count]
    return sum(_counts(table, index, today) for index in filled) * 2 >= len(filled)
