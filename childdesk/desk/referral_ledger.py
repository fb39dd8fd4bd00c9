"""转介台账: counts in which small numbers are hidden; with right and reason, row by row."""

from __future__ import annotations

from childdesk.desk import event_reports, referral_numbers, report_view
from childdesk.desk.referral_numbers import STATE, STATES, UNIT, URGENCIES, URGENCY
from childdesk.desk.report_view import View, unit_of
from childdesk.desk.rosters import Column, Sheet
from childdesk.domain import catalogue
from childdesk.domain.errors import Refused
from childdesk.domain.report.hiding import FEW, KEPT_BACK, Hidden
from childdesk.domain.report.tally import Branch, Cell, Line, Rule, Tally, keys
from childdesk.store.snapshot import Raw

REFERRAL_HEAD = (
    Branch("转介总数", "count"),
    Branch("状态", below=tuple(Branch(word, f"state.{word}") for word in STATES)),
    Branch("紧急程度", below=tuple(Branch(word, f"urgency.{word}") for word in URGENCIES)),
)
REFERRAL_RULES = (
    Rule("转介总数＝各状态相加", "count", keys(REFERRAL_HEAD, "state.")),
    Rule("转介总数＝各紧急程度相加", "count", keys(REFERRAL_HEAD, "urgency.")),
)
_SEALED = (
    "state", "urgency", "route", "reason", "consent", "receiver", "accepted_on", "answered_on", "answer",
    "close_reason", "closed_on",
)  # fmt: skip


def referral_ledger(view: View) -> Tally | Sheet:
    """转介台账: by count, of nobody by name; with a reason (and the right) row by row.

    Raises Refused for a role that meets no trace of what is protected.
    """
    if not view.session.sees_traces:
        raise Refused(f"您的身份是{view.session.role}，没有这张表")
    if view.asked.sealed:
        return _by_name(view, rows_of(view))
    return _by_count(view)


def rows_of(view: View) -> list[tuple[str, Raw]]:
    """The referrals that were written within the period, in the order of their days."""
    rows = [
        (row, raw)
        for row, raw in view.snapshot.rows("referral").items()
        if view.within(raw, "date") and str(raw.get("child")) in view.snapshot.rows("child")
    ]
    return sorted(rows, key=lambda pair: (str(pair[1]["date"]), pair[0]))


def numbers(view: View, key: str = "date") -> Hidden:
    """The numbers of the year in which the period lies, as every table may print them."""
    children = view.snapshot.rows("child")
    rows = [raw for raw in view.snapshot.rows("referral").values() if str(raw.get("child")) in children]
    year = (view.period.begins if view.period is not None else view.on).year
    return referral_numbers.numbers(rows, key, year, lambda raw: unit_of(view, children[str(raw["child"])]))


def cell(found: Hidden, period: str, face: tuple[int, ...] = (), values: tuple[str, ...] = ()) -> Cell:
    """One number as it may be printed."""
    said = found.said(period, face, values)
    return Cell(said=said) if said in (FEW, KEPT_BACK) else Cell(int(said))


def _by_count(view: View) -> Tally:
    found = numbers(view)
    everywhere = {unit_of(view, raw) for raw in view.snapshot.rows("child").values()}
    lines = []
    for row in report_view.rows(view, everywhere):
        parts = [_cells(view, found, unit) for unit in sorted(row.units)]
        lines.append(Line(row.labels, _added(parts) if row.sub else parts[0], sub=row.sub))
    return Tally(
        title=f"{view.unit_name}转介情况统计表",
        unit=view.unit_name,
        when=view.when,
        labels=report_view.labels(view),
        towns=report_view.by_town(view),
        head=REFERRAL_HEAD,
        lines=tuple(lines),
        total=Line(("合计",), _cells(view, found)),
        rules=REFERRAL_RULES,
        notes=(
            f"自拟样式。转介是保密内容，这里只有个数：1到2个写“{FEW}”，由它推得出来的写“{KEPT_BACK}”",
            view.known(),
        ),
    )


def _added(lines: list[tuple[Cell, ...]]) -> tuple[Cell, ...]:
    """The 小计 of a 乡镇. Only what everybody can add up himself is told: a sum over a hidden number would
    give it away."""
    return tuple(
        Cell(said=KEPT_BACK) if any(one.said for one in cells) else Cell(sum(one.number for one in cells))
        for cells in zip(*lines, strict=True)
    )


def _cells(view: View, found: Hidden, unit: str | None = None) -> tuple[Cell, ...]:
    period = view.period.text if view.period is not None else f"{view.on.year:04d}"
    face, whose = ((), ()) if unit is None else ((UNIT,), (unit,))
    return (
        cell(found, period, face, whose),
        *(cell(found, period, (*face, STATE), (*whose, word)) for word in STATES),
        *(cell(found, period, (*face, URGENCY), (*whose, word)) for word in URGENCIES),
    )


def _by_name(view: View, rows: list[tuple[str, Raw]]) -> Sheet:
    fields = catalogue.RECORDS["referral"].fields()
    children = view.snapshot.rows("child")
    columns = (
        Column("序号", 5, "number"),
        Column("转介编号", 10),
        Column("儿童姓名", 10, what="name"),
        Column("转介日期", 12),
        *(Column(fields[key].label, 12, what="sealed") for key in _SEALED),
    )
    lines = tuple(
        (
            number,
            row[:8].upper(),
            event_reports.words("child", "name", children[str(raw["child"])]),
            event_reports.words("referral", "date", raw),
            *(event_reports.words("referral", key, raw) for key in _SEALED),
        )
        for number, (row, raw) in enumerate(rows, 1)
    )
    return Sheet(
        title=f"{view.unit_name}转介台账（保密）",
        unit=view.unit_name,
        as_of=view.on.isoformat(),
        columns=columns,
        rows=lines,
        children=tuple(str(raw["child"]) for _, raw in rows),
        notes=("自拟样式。保密：只给写明的人看，用完收回", view.known()),
        when=view.when,
    )
