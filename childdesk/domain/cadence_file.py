"""Reads the rule file behind the next days: the shipped one, or the one that a county loaded."""

from __future__ import annotations

from childdesk.domain.cadence import COLOURS, Colour, Holiday, Rules, Season
from childdesk.domain.rulefile import RuleFile, Section


def read(name: str, text: str) -> Rules:
    """The rules of a file. Raises Refused naming line and reason; nothing else is ever half read."""
    file = RuleFile(name, text)
    file.only(
        "version", "title", "source", "first", "nobody", "risk", "category", "season", "holiday", "event",
        "school",
    )  # fmt: skip
    source = file.text("source")
    colours = {colour.name: colour for colour in (_colour(part, source) for part in file.sections("risk"))}
    for wanted in COLOURS:
        if wanted not in colours:
            raise file.wrong("version", f"没有写“{wanted}”多久一次")
    return Rules(
        version=file.text("version"),
        title=file.text("title"),
        source=source,
        first=file.section("first").number("days", 1, 366),
        nobody=file.section("nobody").number("days", 1, 30),
        colours=colours,
        categories=_named_days(file, "category", source),
        seasons=tuple(_season(part, source) for part in file.sections("season")),
        holidays=tuple(_holiday(part, source) for part in file.sections("holiday")),
        events=_named_days(file, "event", source),
        school=_school(file.section("school")),
    )


def _colour(part: Section, source: str) -> Colour:
    part.only("name", "days", "meet", "first", "put_off", "agreed", "source")
    name = part.text("name")
    if name not in COLOURS:
        raise part.wrong("name", f"“{name}”不是红、黄、蓝、绿、未评")
    return Colour(
        name,
        part.number("days", 1, 366),
        part.flag("meet"),
        part.number("first", 1, 366),
        part.number("put_off", 0, 90),
        part.number("agreed", 0, 366, 0),
        part.text("source", source),
    )


def _named_days(file: RuleFile, name: str, source: str) -> dict[str, tuple[int, str]]:
    found = {}
    for part in file.sections(name):
        part.only("name", "days", "source")
        found[part.text("name")] = (part.number("days", 1, 366), part.text("source", source))
    return found


def _season(part: Section, source: str) -> Season:
    part.only("name", "from", "to", "days", "within", "categories", "source")
    return Season(
        part.text("name"),
        part.day("from"),
        part.day("to"),
        part.number("days", 1, 366),
        part.number("within", 1, 60),
        frozenset(part.words("categories")),
        part.text("source", source),
    )


def _holiday(part: Section, source: str) -> Holiday:
    part.only("name", "before", "after", "categories", "source")
    if part.text("name") not in ("寒假", "暑假"):
        raise part.wrong("name", "只有寒假和暑假")
    return Holiday(
        part.text("name"),
        part.number("before", 1, 60),
        part.number("after", 1, 60),
        frozenset(part.words("categories")),
        part.text("source", source),
    )


def _school(part: Section) -> dict[str, str]:
    part.only("summer_from", "summer_to", "winter_from", "winter_to")
    found = {"summer_from": "07-06", "summer_to": "08-31"}
    for key in part.data:
        part.day(key)
        found[key] = part.text(key)
    if ("winter_from" in found) != ("winter_to" in found):
        raise part.wrong("winter_from", "寒假要写开始和结束两个日子")
    return found
