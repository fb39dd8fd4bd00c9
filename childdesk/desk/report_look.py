"""A report before it is written: as it is looked at, what it holds, what differs from the last hand-in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from childdesk.desk import leaving, reports, telling, villages
from childdesk.desk.case_file import Bound
from childdesk.desk.leaving import Copy, Load
from childdesk.desk.report_view import Asked
from childdesk.desk.reports import EVENTS, REPORTS, STATE, Product, Report
from childdesk.desk.rosters import WHOLE, Check, Sheet
from childdesk.desk.session import Session
from childdesk.domain import paper
from childdesk.domain.paper import Footer, Paper, Table
from childdesk.domain.report import period as periods
from childdesk.domain.report.grid import Grid, of_list, of_tally
from childdesk.domain.report.period import HALF, MONTH, QUARTER, YEAR, Period
from childdesk.domain.report.tally import Tally
from childdesk.store import reader

TODAY = ""
"""The key of 截止今天 among the times."""
CHANGED = "涂黄的与{day}写出的不同"

GROUPS: tuple[tuple[str, tuple[str, ...]], ...] = (
    (
        "名册",
        (
            "village-roster", "left-behind-roster", "mobile-roster", "hardship-roster", "orphan-roster",
            "unsupported-roster",
        ),
    ),
    ("统计表", ("left-behind-summary", "hardship-summary", "overview", "age", "disability", "relief")),
    ("做了什么", ("monthly-change", "visit-summary", "visit-list", "referral-ledger", "yearly")),
    ("一个孩子", ("case-file",)),
)  # fmt: skip
"""How the reports are offered; a test holds that each is in one group."""


@dataclass(frozen=True, slots=True)
class Look:
    """One report on the page. `grid` is None where a paper is looked at."""

    asked: Asked
    label: str
    level: str
    grid: Grid | None
    paper: Paper
    load: Load
    checks: tuple[Check, ...]
    file_name: str
    handed: date | None
    sentence: str
    changed: Mapping[tuple[int, int], str] = field(default_factory=dict)
    """(row, column) → what stood there in the last hand-in, where it differs."""


@dataclass(frozen=True, slots=True)
class Named:
    """A child behind a number: id, name, who that is."""

    id: str
    name: str
    second: str


@dataclass(frozen=True, slots=True)
class Shelf:
    """What can be made, in groups, and what was written before, newest first."""

    groups: tuple[tuple[str, tuple[tuple[str, str], ...]], ...]
    copies: tuple[Copy, ...]
    recipients: tuple[str, ...]


def shelf(session: Session) -> Shelf:
    """The list at the left."""
    copies = leaving.copies(session)
    groups = tuple((title, tuple((name, REPORTS[name].label) for name in names)) for title, names in GROUPS)
    people = tuple(dict.fromkeys(copy.recipient for copy in copies if copy.recipient))
    return Shelf(groups, tuple(copies[:12]), people)


def times(session: Session, name: str) -> list[tuple[str, str]]:
    """(key, words) of the times that a report is usually made for; the first is what one wants most often."""
    report = REPORTS[name]
    today = session.today
    if report.periods == (reports.DAY,):
        return [(TODAY, "截止今天")]
    year = periods.of(YEAR, today)
    years = [(year.text, f"今年（{year.words}）"), (year.before().text, f"去年（{year.before().words}）")]
    if report.periods == (reports.DAY, YEAR):
        return years
    found = []
    for kind, this, last in (
        (MONTH, "本月", "上月"),
        (QUARTER, "本季", "上季"),
        (HALF, "本半年", "上半年度"),
    ):
        now = periods.of(kind, today)
        found += [(now, this), (now.before(), last)]
    if report.counts == STATE:
        ended = [(p.text, f"截止{_end(p)}（{p.words}末）") for p, _ in found if p.ends < today]
        return [(TODAY, "截止今天"), *ended, (year.before().text, f"截止{year.before().words}末")]
    return [*((p.text, f"{words}（{p.words}）") for p, words in found), *years]


def _end(period: Period) -> str:
    return f"{period.ends.month}月{period.ends.day}日"


def look(session: Session, asked: Asked, level: str, *, compare: bool = False) -> Look:
    """Makes a report to be looked at. Raises Refused as `reports.produce` does."""
    report = REPORTS[asked.name]
    product = reports.produce(session, asked, level)
    on = reports.view(session, asked).on
    begins = asked.period.begins if asked.period is not None and report.counts != STATE else on
    handed = leaving.last(session, asked.name, begins)
    grid = _grid(product)
    changed = _changed(session, asked, level, grid, handed) if compare and handed and grid else {}
    return Look(
        asked,
        report.label,
        level,
        grid,
        _paper(session, product, grid, level),
        reports.load_of(product, level),
        reports.checks_of(product),
        leaving.file_name(session, _whose(product, report), asked.name, on, f".{report.format}"),
        handed,
        _sentence(session, report, product, on) + _scope(asked),
        changed,
    )


def _scope(asked: Asked) -> str:
    told = "、".join(condition.partition("=")[2] for condition in asked.where)
    return f"，只含{told}" if told else ""


def _whose(product: Product, report: Report) -> str:
    return f"{product.name}{report.label}" if isinstance(product, Bound) else report.label


def _sentence(session: Session, report: Report, product: Product, on: date) -> str:
    day = "今天" if on == session.today else f"{on.month}月{on.day}日"
    if isinstance(product, Bound):
        missing = len(product.missing)
        return f"{product.name}的档案，到{day}为止" + (f"，还缺{missing:,}份原件" if missing else "")
    first = reports.begun(session)
    if first is not None and on < first:
        return f"本机从{telling.day(first.isoformat(), session.today)}才有记录，那天以前是空的"
    if isinstance(product, Sheet):
        return f"{report.label}，到{day}为止，{len(product.rows):,}行"
    told = "由修改记录自动数出来" if report.name == "monthly-change" else "由档案自动数出来"
    return f"{report.label}，到{day}为止，{told}"


def _grid(product: Product) -> Grid | None:
    if isinstance(product, Tally):
        return of_tally(product)
    if isinstance(product, Bound):
        return None
    heads = [column.header for column in product.columns]
    rows = [["" if value is None else str(value) for value in row] for row in product.rows]
    numbers = frozenset(at for at, column in enumerate(product.columns) if column.kind == "number")
    when = product.when or f"统计时间：截止到{product.as_of}"
    return of_list(product.title, product.unit, when, heads, rows, product.children, numbers, product.notes)


def _changed(
    session: Session, asked: Asked, level: str, grid: Grid, handed: date
) -> dict[tuple[int, int], str]:
    """Cells of a table whose words differ from those of the last hand-in, by the labels of rows."""
    earlier = replace(asked, as_of=handed, period=_same(asked, handed))
    before = _grid(reports.produce(session, earlier, level))
    if before is None or not grid.labels or before.columns != grid.columns:
        return {}
    then = {row[: grid.labels]: row for row in before.rows}
    found = {}
    lines = [*grid.rows, *([grid.total] if grid.total else [])]
    sums = {grid.total[: grid.labels]: before.total} if grid.total and before.total else {}
    for at, row in enumerate(lines):
        was = then.get(row[: grid.labels]) or sums.get(row[: grid.labels])
        for column in range(grid.labels, grid.columns):
            if was is not None and was[column] != row[column]:
                found[at, column] = was[column]
    return found


def _same(asked: Asked, handed: date) -> Period | None:
    return None if asked.period is None else periods.of(asked.period.kind, handed)


def _paper(session: Session, product: Product, grid: Grid | None, level: str) -> Paper:
    if isinstance(product, Bound):
        return product.paper
    if grid is None:
        raise ValueError("only a file has no grid")
    stamp = session.clock.now().astimezone().strftime("%Y-%m-%d %H:%M")
    footer = Footer(session.name, stamp, masked=level != WHOLE)
    leaves = [grid.path(at).rpartition("，")[2] for at in range(grid.columns)]
    rows = grid.rows if grid.total is None else (*grid.rows, grid.total)
    widths = tuple(_width(leaves, rows, at) for at in range(grid.columns))
    numbers = tuple(sorted(grid.numbers))
    summed = grid.total is not None
    table = Table(_heads(grid), rows, widths, numbers, total=summed, merges=_merges(grid), subs=grid.subs)
    facts = (("填报单位", grid.unit), ("统计时间", grid.when.removeprefix("统计时间：")))
    made = paper.roster(grid.title, table, facts=facts, footer=footer)
    return replace(made, practice=session.ledger.identity.practice)


def _heads(grid: Grid) -> tuple[tuple[str, ...], ...]:
    """The rows of the head; the words of a head that spans several cells stand in the first of them."""
    made = [[""] * grid.columns for _ in range(grid.depth)]
    for place in grid.places:
        made[place.top][place.left] = place.label
    return tuple(tuple(row) for row in made)


def _merges(grid: Grid) -> tuple[tuple[int, int, int, int], ...]:
    sized = ((p, p.bottom - p.top + 1, p.right - p.left + 1) for p in grid.places)
    return tuple((p.top, p.left, deep, wide) for p, deep, wide in sized if deep * wide > 1)


def _width(heads: Sequence[str], rows: Sequence[Sequence[str]], at: int) -> int:
    longest = max((len(row[at]) for row in rows[:200]), default=0)
    return max(2, min(longest, 20), (len(heads[at]) + 2) // 3)


def names(session: Session, children: Sequence[str]) -> list[Named]:
    """Who is behind a number, in the order of their names."""
    held = reader.many(session.ledger.connection, "child", children)
    found, home = [], villages.home(session)
    for child in children:
        raw = held.get(child)
        if raw is not None:
            parts = filter(None, (str(raw.get("sex") or ""), home(raw)))
            found.append(Named(child, str(raw.get("name") or ""), "，".join(parts)))
    return found


__all__ = ["EVENTS", "GROUPS", "TODAY", "Look", "Named", "Shelf", "look", "names", "shelf", "times"]
