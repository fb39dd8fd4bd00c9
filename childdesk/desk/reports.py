"""Reports upward: which there are, making one of a day or a period, checked, and writing it for somebody."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from pathlib import Path

from childdesk.desk import (
    case_file,
    category_rosters,
    counting,
    event_reports,
    leaving,
    monthly_change,
    referral_ledger,
    report_view,
    village_roster,
    yearly,
)
from childdesk.desk.case_file import Bound
from childdesk.desk.fill_values import People, asked_of
from childdesk.desk.leaving import Load, Terms
from childdesk.desk.report_view import Asked, View
from childdesk.desk.rosters import LEVELS, NAMELESS, WHOLE, Check, Sheet
from childdesk.desk.session import Right, Session
from childdesk.domain import catalogue
from childdesk.domain.errors import Refused
from childdesk.domain.paper import Paper
from childdesk.domain.progress import Progress, Silent
from childdesk.domain.report import period as periods
from childdesk.domain.report.period import Period
from childdesk.domain.report.tally import Tally
from childdesk.files import roster_write, saving, tally_write
from childdesk.store import journal
from childdesk.store.snapshot import Snapshot

Product = Sheet | Tally | Bound
Draw = Callable[[Paper], bytes]
"""Makes a PDF of a paper; handed in by the roof, because this floor knows no Qt."""

DAY = "as-of"
STATE, EVENTS, JOURNAL = "state", "events", "journal"
"""What a period means: the state at its end · what happened in it, as known now · what the journal says."""


@dataclass(frozen=True, slots=True)
class Report:
    """One report that can be made. `periods` says which words for a period it takes."""

    name: str
    label: str
    periods: tuple[str, ...]
    format: str
    s3: bool
    counts: str
    make: Callable[[View], Product]
    usual: str = ""
    """The kind of period when none is said; empty: the day alone."""


@dataclass(frozen=True, slots=True)
class Made:
    """A written report: rows, and the checks with the children behind a broken one."""

    path: Path
    rows: int
    checks: tuple[Check, ...]
    holds: dict[str, int] = field(default_factory=dict)
    load: Load = field(default_factory=Load)
    id: str = ""


def _roster(view: View) -> Sheet:
    made = village_roster.sheet(view.session, view.snapshot)
    return replace(made, when=view.when, notes=(*made.notes, view.known()))


def _change(view: View) -> Tally:
    begins = view.period.begins if view.period is not None else view.on
    return monthly_change.tally(view, leaving.last(view.session, view.asked.name, begins))


PLAIN = Terms()
ANY = (DAY, *periods.ALL)
_XLSX = "xlsx"


def _all() -> dict[str, Report]:
    found = [Report("village-roster", "村级儿童台账", ANY, _XLSX, s3=False, counts=STATE, make=_roster)]
    for name, style in category_rosters.STYLES.items():
        found.append(
            Report(name, style.label, ANY, _XLSX, s3=False, counts=STATE, make=category_rosters.sheet)
        )
    for name, label in counting.LABELS.items():
        found.append(Report(name, label, ANY, _XLSX, s3=False, counts=STATE, make=counting.table))
    month, year = periods.MONTH, periods.YEAR
    visits, listed = event_reports.visit_summary, event_reports.visit_list
    referrals = referral_ledger.referral_ledger
    return {
        report.name: report
        for report in (
            *found,
            Report("monthly-change", "儿童动态变动表", ANY, _XLSX, False, JOURNAL, _change, month),
            Report("visit-summary", "走访情况汇总表", ANY, _XLSX, False, EVENTS, visits, month),
            Report("visit-list", "走访明细表", ANY, _XLSX, False, EVENTS, listed, month),
            Report("referral-ledger", "转介台账", ANY, _XLSX, True, EVENTS, referrals, year),
            Report("yearly", "年度关爱服务一页", (DAY, year), _XLSX, False, EVENTS, yearly.tally, year),
            Report("case-file", "一人一档", (DAY,), "pdf", True, STATE, lambda v: case_file.bind(v, WHOLE)),
        )
    }


REPORTS: dict[str, Report] = _all()
"""Name → report, in the order in which they are offered."""


def view(session: Session, asked: Asked) -> View:
    """The register as the report sees it. Raises Refused for an unknown report, a day or period to come."""
    session.require(Right.VIEW)
    report = REPORTS.get(asked.name)
    if report is None:
        raise Refused(f"没有叫“{asked.name}”的报表。可选：{'、'.join(REPORTS)}", "name")
    if asked.as_of is not None and asked.as_of > session.today:
        raise Refused("截止日期还没到。请选今天或以前", "as_of")
    if asked.period is not None and asked.period.kind not in report.periods:
        raise Refused("这张表不按这种期间做。请换一个期间", "period")
    today = asked.as_of or session.today
    period = asked.period or (periods.of(report.usual, today) if report.usual else None)
    if period is not None and period.begins > today:
        raise Refused("这个期间还没有开始。请换一个期间", "period")
    on = min(period.ends, today) if period is not None else today
    until = asked.as_of
    if until is None and report.counts != EVENTS and on < session.today:
        until = on
    until = None if until is None else min(until, today)
    only = _only(session, report, asked, period, until) if asked.where else None
    snapshot = Snapshot(session.ledger.connection, on, until, only)
    return View(session, snapshot, period if report.counts != STATE or asked.period else None, asked)


def _only(
    session: Session, report: Report, asked: Asked, period: Period | None, until: date | None
) -> frozenset[str]:
    """Who meets the conditions; for what changed in a period also who met them before it."""
    days_ = [until]
    if report.counts == JOURNAL and period is not None:
        days_.append(period.begins - timedelta(days=1))
    people = (People(session, day).meeting(asked.where) for day in days_)
    return frozenset(child for held in people for child, _ in held)


def produce(session: Session, asked: Asked, level: str = WHOLE) -> Product:
    """Makes a report without writing it. S3 needs the right and a reason. Raises Refused."""
    if level not in LEVELS:
        raise Refused(f"没有“{level}”这一档。可选：{'、'.join(LEVELS)}", "level")
    report = REPORTS.get(asked.name)
    if asked.where and report is not None and report.format == "pdf":
        raise Refused("一人一档只有一个孩子，不用筛选", "where")
    if asked.sealed:
        session.require(Right.S3)
        if report is not None and not report.s3:
            raise Refused("这张表里没有保密内容，不用写理由", "reason")
        if level == NAMELESS:
            raise Refused("保密内容不能这样交出去。请选全文", "level")
    seen = view(session, asked)
    if seen.asked.name == "case-file":
        if not asked.child:
            raise Refused("一人一档要指明是哪个孩子", "child")
        return case_file.bind(seen, level)
    made = REPORTS[asked.name].make(seen)
    if isinstance(made, Sheet) and report_view.by_town(seen):
        people, whence = seen.snapshot.rows("child"), report_view.whence(session, seen.snapshot)
        made = made.by_town([whence(people[child]) for child in made.children])
    if asked.where and not isinstance(made, Bound):
        made = replace(made, notes=(*made.notes, *(_scope(condition) for condition in asked.where)))
    return made.at(level) if isinstance(made, Sheet) else made


def _scope(condition: str) -> str:
    """A condition as a note below the table."""
    name, value = asked_of(condition)
    known = catalogue.FIELDS.get(name)
    return f"只含{known.label if known is not None else name}为“{value or '空'}”的儿童"


def load_of(product: Product, level: str) -> Load:
    """What a product holds: said before it is written."""
    if isinstance(product, Tally):
        return Load()
    held = product.holds() if isinstance(product, Sheet) else product.holds
    children = 1 if isinstance(product, Bound) else len(set(product.children))
    return Load(
        children,
        held.get("id", 0),
        held.get("phone", 0),
        held.get("card", 0),
        held.get("sealed", 0),
        masked=level != WHOLE,
    )


def checks_of(product: Product) -> tuple[Check, ...]:
    """The 勾稽 checks of a product."""
    if isinstance(product, Tally):
        return product.checks()
    if isinstance(product, Sheet):
        return product.checks
    return tuple(Check(f"有{name}", holds=False, children=(product.child,)) for name in product.missing)


def make(
    session: Session,
    asked: Asked,
    out: Path,
    terms: Terms = PLAIN,
    *,
    draw: Draw | None = None,
    progress: Progress | None = None,
) -> Made:
    """Writes one report; what left, for whom and why is written down.

    Raises Refused for an unknown report, a day to come, a folder in a cloud, or a file that cannot be
    written; nothing is left then.
    """
    session.require(Right.EXPORT)
    leaving.require_place(out)
    product = produce(session, asked, terms.level)
    written = content(session, product, draw, progress or Silent())
    saving.save(out, written)
    load = load_of(product, terms.level)
    period = asked.period.text if asked.period is not None else ""
    on = view(session, asked).on
    row = leaving.note(
        session, out, written, report=asked.name, as_of=on, period=period, terms=terms, load=load
    )
    return Made(out, rows_of(product), checks_of(product), held(load), load, row)


def held(load: Load) -> dict[str, int]:
    """What a load holds, by the name of each kind of value."""
    return {"id": load.numbers, "phone": load.phones, "card": load.cards, "sealed": load.sealed}


def first_row(product: Product) -> int:
    """The row of the sheet, from 1, in which the first line below the head stands."""
    return tally_write.first_row(product) if isinstance(product, Tally) else roster_write.HEAD_ROWS + 1


def content(
    session: Session, product: Product, draw: Draw | None = None, progress: Progress | None = None
) -> bytes:
    """The file as bytes; nothing touches the disk."""
    practice = session.ledger.identity.practice
    if isinstance(product, Tally):
        return tally_write.content(product, practice=practice)
    if isinstance(product, Sheet):
        return roster_write.content(product.roster(practice), progress or Silent())
    if draw is None:
        raise ValueError("a paper needs somebody who draws it")
    return draw(product.paper)


def rows_of(product: Product) -> int:
    """How many lines it has."""
    if isinstance(product, Tally):
        return len(product.own())
    return len(product.rows) if isinstance(product, Sheet) else 1


def begun(session: Session) -> date | None:
    """The first day of which this desk knows anything; reports of earlier days are empty."""
    first = journal.first_day(session.ledger.connection)
    return date.fromisoformat(first) if first else None
