"""Our own report as the paper that a request asks for: which, of when, about whom, and what stands in it."""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterator, Mapping
from datetime import date

from childdesk.desk import reports
from childdesk.desk.fill_values import asked_of
from childdesk.desk.handin_lines import HandInLine
from childdesk.desk.report_view import Asked
from childdesk.desk.reports import REPORTS, Product
from childdesk.desk.rosters import Sheet
from childdesk.domain import days
from childdesk.domain.errors import Refused
from childdesk.domain.report import period as periods
from childdesk.domain.report.grid import Grid, of_tally
from childdesk.domain.report.tally import Tally

WHOLE_TABLE = ""
"""Stands in place of a child before the figures of a table of counts."""
NUMBER = "序号"
"""A column that says nothing of a child."""

Contents = dict[str, dict[str, str]]
"""Child → head → words, of a list. Of a table of counts: nobody → cell → figure, in the order of the cells,
and child → "" → the cells in which the child counts, by their place in that order."""


def offered() -> dict[str, str]:
    """Name → label of the reports that may be asked for. One child's file is no table."""
    return {name: report.label for name, report in REPORTS.items() if report.format == "xlsx"}


def named(words: str) -> str:
    """The name of the report that a name or a label means. Raises Refused."""
    known = offered()
    found = next((name for name, label in known.items() if words.strip() in (name, label)), None)
    if found is None:
        raise Refused(f"没有叫“{words}”的报表。可选：{'、'.join(known.values())}", "report")
    return found


def require(texts: Mapping[str, str]) -> dict[str, str]:
    """The texts of a request with its report by name. Raises Refused for a report, a time, or children that
    are none: it is said now, and not on the day on which the paper is wanted."""
    made = dict(texts)
    if made.get("report", "").strip():
        made["report"] = named(made["report"])
        period, _ = time(made.get("period", ""))
        if period is not None and period.kind not in REPORTS[made["report"]].periods:
            raise Refused("这张表不按这种期间做。请换一个期间", "period")
        for condition in made.get("scope", "").splitlines():
            asked_of(condition)
    return made


def time(words: str) -> tuple[periods.Period | None, date | None]:
    """(period, day) of the words in which a request keeps its time. Raises Refused."""
    said = words.strip()
    if len(said) == len("2026-11-23"):
        try:
            return None, date.fromisoformat(said)
        except ValueError:
            raise Refused("日期看不懂。请写成2026-11-23，或期间如2026-11", "period") from None
    return (periods.parse(said) if said else None), None


def later(words: str, months: int) -> str:
    """The time of the request that follows so many months later."""
    period, day = time(words)
    if day is not None:
        return days.plus_months(day, months).isoformat()
    return "" if period is None else periods.of(period.kind, days.plus_months(period.begins, months)).text


def when(line: HandInLine) -> str:
    """The time of a request as it is told; as it stands where it was written down by other means."""
    try:
        period, day = time(line.period)
    except Refused:
        return line.period
    if day is not None:
        return f"截止{day.isoformat()}"
    if period is None:
        return "截止写表那天"
    report = REPORTS.get(line.report)
    return f"截止{period.words}末" if report and report.counts == reports.STATE else period.words


def asked(line: HandInLine) -> Asked:
    """What is asked of the report. Raises Refused where the request asks for none."""
    if not line.report:
        raise Refused("这份要的是对方的表，不是本程序的报表", "report")
    period, day = time(line.period)
    return Asked(line.report, period, day, where=line.scope)


def contents(product: Product) -> Contents:
    """What stands in a report, to be held against the next one."""
    if isinstance(product, Tally):
        return _figures(of_tally(product))
    return _rows(product) if isinstance(product, Sheet) else {}


def cells(grid: Grid) -> Iterator[tuple[int, int, str]]:
    """(line, column, name) of every cell with a figure, line by line; the sum is the last line."""
    paths = {at: grid.path(at) for at in range(grid.labels, grid.columns)}
    lines = [*grid.rows, *([grid.total] if grid.total else [])]
    seen: dict[str, int] = {}
    for line, row in enumerate(lines):
        label = "，".join(dict.fromkeys(part for part in row[: grid.labels] if part))
        for at, path in paths.items():
            name = f"{label}，{path}"
            seen[name] = seen.get(name, 0) + 1
            yield line, at, name if seen[name] == 1 else f"{name}（{seen[name]}）"


def _figures(grid: Grid) -> Contents:
    lines = [*grid.rows, *([grid.total] if grid.total else [])]
    figures: dict[str, str] = {}
    behind: dict[str, list[str]] = {}
    for number, (line, at, name) in enumerate(cells(grid)):
        figures[name] = lines[line][at]
        # The sum says nothing of a child that its line does not say.
        for child in grid.behind[line][at] if line < len(grid.rows) else ():
            behind.setdefault(child, []).append(str(number))
    return {WHOLE_TABLE: figures, **{child: {"": ",".join(held)} for child, held in behind.items()}}


def _rows(sheet: Sheet) -> Contents:
    heads = [column.header for column in sheet.columns]
    made: Contents = {}
    for child, values, name in zip(sheet.children, sheet.rows, turns(sheet), strict=True):
        held = made.setdefault(child, {})
        for head, value in zip(heads, values, strict=True):
            if head != NUMBER:
                held[f"{head}{name}"] = "" if value is None else str(value)
    return made


def turns(sheet: Sheet) -> Iterator[str]:
    """What stands behind a head for each row: nothing in the first row of a child, then （2）, （3）."""
    seen: dict[str, int] = {}
    for child in sheet.children:
        seen[child] = seen.get(child, 0) + 1
        yield "" if seen[child] == 1 else f"（{seen[child]}）"


def packed(told: Contents) -> bytes:
    """Contents as they are kept."""
    return zlib.compress(json.dumps(told, ensure_ascii=False).encode())


def unpacked(data: bytes) -> Contents:
    """Contents as they were kept, those of a filled form among them."""
    text = data if data[:1] == b"{" else zlib.decompress(data)
    made: Contents = json.loads(text)
    return made
