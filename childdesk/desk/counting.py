"""Turns the register of a day into what reports count, and counts it village by village."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from childdesk.desk import report_view
from childdesk.desk.report_view import View, closed, unit_of
from childdesk.domain import current, days, kin_options, options
from childdesk.domain.kinds import Date, Scalar
from childdesk.domain.report.heads import CARER, DISABLED, GROUPS, TABLES
from childdesk.domain.report.tally import Branch, Counted, Line, Tally, counted
from childdesk.store.snapshot import Raw, Snapshot

PLAIN = ("sex", "schooling", "hukou_kind", "health", "boarding", "care_reason", "guardianship")
OFFICIAL = frozenset(options.DISABILITY_TYPE.codes()[:7])
MANY = "多重残疾"


def everybody(view: View) -> list[Counted]:
    """Everybody registered on the day of the view."""
    return [
        Counted(row, unit_of(view, raw), facts(view.snapshot, row, raw))
        for row, raw in view.snapshot.rows("child").items()
        if not closed(raw, view.on)
    ]


def facts(snapshot: Snapshot, child: str, raw: Raw) -> dict[str, frozenset[str]]:
    """What is counted of one child on the snapshot's day."""
    found = {key: codes(raw.get(key)) for key in PLAIN}
    born = raw.get("birth")
    years = None if born is None else days.age(Date().from_db(born), snapshot.on)
    found["age"] = frozenset() if years is None else frozenset([str(years)])
    found["category"] = categories(snapshot, child)
    household = snapshot.rows("household").get(str(raw.get("household") or ""), {})
    found["poverty"] = _real(codes(raw.get("poverty")) | codes(household.get("poverty")))
    found["relief"] = _real(codes(raw.get("relief")) | _given(snapshot, child))
    found["aid"] = _real(found["relief"] | found["poverty"])
    found["carer"] = frozenset([carer(snapshot, child)])
    return found | _disability(raw, found)


def codes(value: Scalar) -> frozenset[str]:
    """The codes of a stored value."""
    return frozenset(str(value).split("、")) if value else frozenset()


def categories(snapshot: Snapshot, child: str) -> frozenset[str]:
    """The categories in force on the day."""
    rows = snapshot.by("category", "child").get(child, ())
    return frozenset(
        str(raw["kind"])
        for _, raw in rows
        if raw.get("kind")
        and raw.get("state") not in current.NOT_IN_FORCE
        and current.is_valid(raw, snapshot.on)
    )


def reliefs(snapshot: Snapshot, child: str) -> list[Raw]:
    """The measures of relief that a child really receives on the day, in the order in which they began."""
    rows = [raw for _, raw in snapshot.by("relief", "child").get(child, ())]
    given = [raw for raw in rows if raw.get("state") is None or raw["state"] in options.RELIEF_GIVEN]
    valid = [raw for raw in given if current.is_valid(raw, snapshot.on)]
    return sorted(valid, key=lambda raw: str(raw.get("begins") or ""))


def _given(snapshot: Snapshot, child: str) -> frozenset[str]:
    return frozenset(str(raw["kind"]) for raw in reliefs(snapshot, child) if raw.get("kind"))


def _real(held: frozenset[str]) -> frozenset[str]:
    """无 beside something is an old tick."""
    return held - {"无"} or held


def carer(snapshot: Snapshot, child: str) -> str:
    """实际监护情况: grandparents before other relatives and friends, before nobody but the parents."""
    relations = {str(raw.get("relation") or "") for _, raw in snapshot.by("guardian", "child").get(child, ())}
    others = relations - kin_options.PARENTS - {"", "本人"}
    grandparents, friends, nobody = CARER
    if others & kin_options.GRANDPARENTS:
        return grandparents
    return friends if others else nobody


def _disability(raw: Raw, held: Mapping[str, frozenset[str]]) -> dict[str, frozenset[str]]:
    types = codes(raw.get("disability_type"))
    signs = types or raw.get("disability_certificate") or held["category"] & GROUPS[DISABLED]
    if not signs and "残疾" not in held["health"]:
        return {"disabled": frozenset(["否"]), "disability": frozenset()}
    official = types & OFFICIAL
    kind = MANY if MANY in official or len(official) > 1 else next(iter(official), "其他")
    return {"disabled": frozenset(["是"]), "disability": frozenset([kind])}


def table(view: View) -> Tally:
    """One of the ministry's tables of counts."""
    kept = TABLES[view.asked.name]
    head = kept.head(view.on)
    among = [child for child in everybody(view) if all(has.holds(child.facts) for has in kept.among)]
    lines, total = by_unit(view, head, among)
    return Tally(
        title=f"{view.unit_name}{LABELS[view.asked.name]}",
        unit=view.unit_name,
        when=view.when,
        labels=report_view.labels(view),
        towns=report_view.by_town(view),
        head=head,
        lines=lines,
        total=total,
        rules=kept.rules(head),
        notes=(*kept.notes, view.known()),
        chart=kept.chart,
    )


LABELS = {
    "left-behind-summary": "农村留守儿童基本情况排查汇总表",
    "hardship-summary": "困境儿童情况汇总表",
    "overview": "儿童综合统计表",
    "age": "儿童年龄统计表",
    "disability": "儿童残疾情况统计表",
    "relief": "儿童救助措施统计表",
}
"""The names of the tables as they stand on paper."""


def by_unit(view: View, head: tuple[Branch, ...], among: Iterable[Counted]) -> tuple[tuple[Line, ...], Line]:
    """A line for each village and the sum, counted anew over everybody; so is the 小计 of each 乡镇."""
    people = list(among)
    units = {child.unit for child in people}
    lines = tuple(
        Line(row.labels, counted(head, (child for child in people if child.unit in row.units)), sub=row.sub)
        for row in report_view.rows(view, units)
    )
    return lines, Line(("合计",), counted(head, people))
