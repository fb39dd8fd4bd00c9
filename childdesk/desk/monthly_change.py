"""月度变动: by 对象类型 who came, was changed, left, and how many there are, from the journal itself."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from childdesk.desk import report_view
from childdesk.desk.counting import categories
from childdesk.desk.report_view import View, closed, unit_of
from childdesk.domain import catalogue
from childdesk.domain.report.heads import GROUPS
from childdesk.domain.report.tally import Branch, Cell, Check, Line, Rule, Tally
from childdesk.store import journal
from childdesk.store.snapshot import Snapshot

HEAD = (
    Branch(
        "变更操作",
        below=(
            Branch("小计", "all", adds=("came", "changed", "left")),
            Branch("新增", "came"),
            Branch("修改", "changed"),
            Branch("退出", "left"),
        ),
    ),
    Branch("当前数量", "now"),
)
RULES = (Rule("各行：新增＋修改＋退出＝小计", "all", ("came", "changed", "left")),)
WHOSE = ("child", *catalogue.KIN, *catalogue.DATED)
"""Records of which a change counts as 修改; a visit or a referral is work done, not a change of the file."""

Members = dict[tuple[str, str], set[str]]
"""(unit, 对象类型) → children."""


def members(view: View, snapshot: Snapshot) -> Members:
    """Who belongs to which type in a snapshot."""
    found: Members = {}
    for child, raw in snapshot.rows("child").items():
        if closed(raw, snapshot.on):
            continue
        held = categories(snapshot, child)
        for kind, codes in GROUPS.items():
            if held & codes:
                found.setdefault((unit_of(view, raw), kind), set()).add(child)
    return found


def tally(view: View, before: date | None = None) -> Tally:
    """The table of the view's period. `before` is the day of the last hand-in: it is checked against."""
    if view.period is None:
        raise ValueError("a change needs a period")
    eve = view.period.begins - timedelta(days=1)
    connection = view.session.ledger.connection
    now = members(view, view.snapshot)
    then = members(view, Snapshot(connection, eve, eve, view.snapshot.only))
    touched = _touched(view, eve)
    lines = []
    for row in report_view.rows(view, {unit for unit, _ in (*now, *then)}):
        for kind in GROUPS:
            parts = [_change(now, then, unit, kind, touched) for unit in sorted(row.units)]
            lines.append(Line((*row.labels, kind), _added(parts), sub=row.sub))
    day = before or eve
    last = then if day == eve else members(view, Snapshot(connection, day, day, view.snapshot.only))
    return Tally(
        title=f"{view.unit_name}儿童动态变动表",
        unit=view.unit_name,
        when=view.when,
        labels=(*report_view.labels(view), "对象类型"),
        towns=report_view.by_town(view),
        head=HEAD,
        lines=tuple(lines),
        total=Line(("合计", ""), _added([line.cells for line in lines if not line.sub])),
        rules=RULES,
        notes=(
            "由修改记录自动数出：新增、退出与上期末比，修改是资料有变动的人数",
            "一个孩子属于几类时在几行里都数，合计是人次",
            view.known(),
        ),
        chart=("came", "changed", "left"),
        more=_flow(last, then, now, day if before else None),
    )


def _touched(view: View, eve: date) -> set[str]:
    connection, snapshot = view.session.ledger.connection, view.snapshot
    until = None if snapshot.until is None else snapshot.until.isoformat()
    found: set[str] = set()
    for record, row in journal.touched(connection, eve.isoformat(), until, WHOSE):
        child = row if record == "child" else str(snapshot.rows(record).get(row, {}).get("child") or "")
        found.add(child)
    return found


Cells = tuple[Cell, ...]


def _change(now: Members, then: Members, unit: str, kind: str, touched: set[str]) -> Cells:
    """What became of one type in one village."""
    has, had = now.get((unit, kind), set()), then.get((unit, kind), set())
    return _cells(has - had, has & had & touched, had - has, has)


def _cells(came: set[str], changed: set[str], left: set[str], has: set[str]) -> Cells:
    parts = [tuple(sorted(part)) for part in (came, changed, left)]
    everyone = tuple(child for part in parts for child in part)
    return (
        Cell(len(everyone), everyone),
        *(Cell(len(part), part) for part in parts),
        Cell(len(has), tuple(sorted(has))),
    )


def _added(lines: list[Cells]) -> Cells:
    """The sum of lines: who moved from one village to another counts in both."""
    cells = []
    for at in range(5):
        parts = [line[at] for line in lines]
        children = tuple(child for cell in parts for child in cell.children)
        cells.append(Cell(sum(cell.number for cell in parts), children))
    return tuple(cells)


def _flow(last: Members, then: Members, now: Members, handed: date | None) -> tuple[Check, ...]:
    """上次＋新增－退出＝现在, by type; a broken one names those who came or went between the two days."""
    words = f"上次（{handed.isoformat()}交）" if handed else "上期末"
    broken = []
    for kind in GROUPS:
        was, had, has = (_of(kind, held) for held in (last, then, now))
        came, left = has - had, had - has
        meant = (was | came) - left
        if len(was) + len(came) - len(left) != len(has):
            sum_ = len(was) + len(came) - len(left)
            rule = f"{kind}：{words}{len(was)}＋新增{len(came)}－退出{len(left)}＝{sum_}，现在{len(has)}"
            broken.append(
                Check(rule, holds=False, children=tuple(sorted(meant ^ has)), why="可能有漏记的变动")
            )
    return tuple(broken) or (Check(f"{words}＋新增－退出＝现在", holds=True),)


def _of(kind: str, held: Mapping[tuple[str, str], set[str]]) -> set[str]:
    found: set[str] = set()
    for (_, one), children in held.items():
        if one == kind:
            found |= children
    return found
