"""A scored questionnaire as a data file: items, scores, direction, bands, overrides. Nothing is in code.

It belongs to assessors of 民政 or commissioned bodies, and is off until a county switches it on.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from childdesk.domain.errors import Refused
from childdesk.domain.rulefile import RuleFile, Section

COLOURS = ("红", "黄", "蓝", "绿")
SAFER_HIGH, GRAVER_HIGH = "分高安全", "分高危险"


@dataclass(frozen=True, slots=True)
class Item:
    """One question: its number within the file, its part, and the answers with their scores."""

    number: int
    part: str
    group: str
    text: str
    options: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Override:
    """A matter that makes the colour red by itself."""

    number: int
    part: str
    text: str


@dataclass(frozen=True, slots=True)
class Band:
    """A colour from a score on (included); the bands of a scale leave no gap."""

    colour: str
    least: int


@dataclass(frozen=True, slots=True)
class Scale:
    """A whole questionnaire. `bands` go from the lowest score to the highest."""

    title: str
    version: str
    source: str
    direction: str
    bands: tuple[Band, ...]
    parts: Mapping[str, str]
    items: tuple[Item, ...]
    overrides: tuple[Override, ...]

    def colour(self, score: int) -> str:
        """The band in which a score lies; both of its ends belong to it."""
        found = self.bands[0].colour
        for band in self.bands:
            if score >= band.least:
                found = band.colour
        return found


@dataclass(frozen=True, slots=True)
class Result:
    """What a filled scale says: score and colour by part, the gravest one, what overrode it, what is open."""

    scores: Mapping[str, int]
    colours: Mapping[str, str]
    colour: str
    overrides: tuple[str, ...]
    unanswered: tuple[int, ...]


def score(scale: Scale, answers: Mapping[int, int], overrides: frozenset[int]) -> Result:
    """`answers`: item → option from 1. Every part is scored by its own items; the gravest colour holds.

    A part with an unanswered item has no colour of its own. Raises Refused for what the file does not know.
    """
    scores: dict[str, int] = {}
    open_: list[int] = []
    known = {item.number: item for item in scale.items}
    for number, option in answers.items():
        if number not in known or not 1 <= option <= len(known[number].options):
            raise Refused(f"量表没有第{number}题的第{option}个答案", f"{number}")
    for item in scale.items:
        if item.number in answers:
            points = item.options[answers[item.number] - 1][1]
            scores[item.part] = scores.get(item.part, 0) + points
        else:
            open_.append(item.number)
    lacking = {known[number].part for number in open_}
    colours = {part: scale.colour(total) for part, total in scores.items() if part not in lacking}
    held = tuple(one.text for one in scale.overrides if one.number in overrides)
    if len(held) < len(overrides):
        raise Refused("量表里没有这一条直接定红的事项", "overrides")
    colour = "红" if held else min(colours.values(), key=COLOURS.index, default="")
    return Result(scores, colours, colour, held, tuple(open_))


# ── the file ────────────────────────────────────────────────────────────────────────────────────────────


def read(name: str, text: str) -> Scale:
    """A scale from its file. Raises Refused naming line and reason."""
    file = RuleFile(name, text)
    file.only("title", "version", "source", "direction", "part", "band", "item", "override")
    direction = file.text("direction")
    if direction not in (SAFER_HIGH, GRAVER_HIGH):
        raise file.wrong("direction", f"“direction”只能写{SAFER_HIGH}或{GRAVER_HIGH}")
    parts = {}
    for part in file.sections("part"):
        part.only("key", "name")
        parts[part.text("key")] = part.text("name")
    if not parts:
        raise file.wrong("title", "没有写一个部分")
    items = tuple(_item(at, one, parts) for at, one in enumerate(file.sections("item"), start=1))
    if not items:
        raise file.wrong("title", "没有写一道题")
    overrides = tuple(_override(at, one, parts) for at, one in enumerate(file.sections("override"), start=1))
    return Scale(
        file.text("title"),
        file.text("version"),
        file.text("source"),
        direction,
        _bands(file, direction),
        parts,
        items,
        overrides,
    )


def _bands(file: RuleFile, direction: str) -> tuple[Band, ...]:
    found: list[Band] = []
    for part in file.sections("band"):
        part.only("colour", "least")
        colour = part.text("colour")
        if colour not in COLOURS:
            raise part.wrong("colour", f"“{colour}”不是红、黄、蓝、绿")
        band = Band(colour, part.number("least", 0, 1000))
        if found and band.least <= found[-1].least:
            raise part.wrong("least", "分数线要从低到高")
        found.append(band)
    if not found or found[0].least:
        raise file.wrong("direction", "第一段要从0分开始")
    order = [COLOURS.index(band.colour) for band in found]
    if order != sorted(order, reverse=direction == GRAVER_HIGH) or len(set(order)) < len(order):
        raise file.wrong("direction", "分数段的颜色次序和方向不合")
    return tuple(found)


def _item(number: int, part: Section, parts: Mapping[str, str]) -> Item:
    part.only("part", "group", "text", "options")
    options = []
    for one in part.words("options"):
        words, mark, points = one.rpartition("=")
        if not mark or not points.strip().isdecimal():
            raise part.wrong("options", f"“{one}”要写成 答案=分数")
        options.append((words.strip(), int(points)))
    if len(options) < 2:
        raise part.wrong("options", "至少要有两个答案")
    return Item(number, _part(part, parts), part.text("group", ""), part.text("text"), tuple(options))


def _override(number: int, part: Section, parts: Mapping[str, str]) -> Override:
    part.only("part", "text")
    return Override(number, _part(part, parts), part.text("text"))


def _part(part: Section, parts: Mapping[str, str]) -> str:
    found = part.text("part")
    if found not in parts:
        raise part.wrong("part", f"没有“{found}”这个部分")
    return found
