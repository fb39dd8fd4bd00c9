"""Reports of what was done: visits counted and listed, referrals by count or, with a reason, by name."""

from __future__ import annotations

from collections.abc import Sequence

from childdesk.desk import report_view, shown
from childdesk.desk.counting import categories
from childdesk.desk.report_view import View, closed, unit_of
from childdesk.desk.rosters import EVENTS, Column, Sheet
from childdesk.domain import catalogue, options, work_options
from childdesk.domain.report.tally import Branch, Cell, Line, Rule, Tally, keys
from childdesk.store.snapshot import Raw

UNSAID = "未填"
_TYPES = (*work_options.VISIT_TYPE.codes(), UNSAID)
_CARE = (*options.GUARDIANSHIP.codes(), UNSAID)

VISIT_HEAD = (
    Branch("在册儿童", "registered"),
    Branch("走访人次", "visits"),
    Branch("走访类型", below=tuple(Branch(word, f"type.{word}") for word in _TYPES)),
    Branch("没见到人", "nobody"),
    Branch("走访到的儿童", "met"),
    Branch("没走访到的儿童", "unmet"),
    Branch("监护状况", below=tuple(Branch(word, f"care.{word}") for word in _CARE)),
    Branch("加入重点关注", "focus"),
)
VISIT_RULES = (
    Rule("走访人次＝各走访类型相加", "visits", keys(VISIT_HEAD, "type.")),
    Rule("走访人次＝没见到人＋各监护状况", "visits", ("nobody", *keys(VISIT_HEAD, "care."))),
    Rule("在册儿童＝走访到＋没走访到", "registered", ("met", "unmet")),
)

Visits = Sequence[tuple[str, Raw]]
"""(child, visit)."""


def visits_of(view: View) -> list[tuple[str, Raw]]:
    """The visits of the period in the order of their days."""
    rows = [
        (str(raw["child"]), raw)
        for raw in view.snapshot.rows("visit").values()
        if view.within(raw, "date") and str(raw.get("child")) in view.snapshot.rows("child")
    ]
    return sorted(rows, key=lambda pair: (str(pair[1]["date"]), pair[0]))


def visit_summary(view: View) -> Tally:
    """走访汇总: how often, how, whom not."""
    visits = visits_of(view)
    children = view.snapshot.rows("child")
    units = {child: unit_of(view, raw) for child, raw in children.items()}
    open_ = [child for child, raw in children.items() if not closed(raw, view.on)]
    lines = [
        Line(
            row.labels,
            _visit_cells(
                [child for child in open_ if units[child] in row.units],
                [pair for pair in visits if units[pair[0]] in row.units],
            ),
            sub=row.sub,
        )
        for row in report_view.rows(view, set(units.values()))
    ]
    return Tally(
        title=f"{view.unit_name}走访情况汇总表",
        unit=view.unit_name,
        when=view.when,
        labels=report_view.labels(view),
        towns=report_view.by_town(view),
        head=VISIT_HEAD,
        lines=tuple(lines),
        total=Line(("合计",), _visit_cells(open_, visits)),
        rules=VISIT_RULES,
        notes=("自拟样式", "走访到的儿童：截止日还在册、本期至少见到一次的人数", view.known()),
        chart=keys(VISIT_HEAD, "type."),
    )


def _visit_cells(registered: list[str], visits: Visits) -> tuple[Cell, ...]:
    seen = [pair for pair in visits if pair[1].get("nobody_home") != "是"]
    met = {child for child, _ in seen}
    by_type = {word: _cell(visits, "visit_type", word, _TYPES) for word in _TYPES}
    by_care = {word: _cell(seen, "guardianship", word, _CARE) for word in _CARE}
    nobody = [child for child, raw in visits if raw.get("nobody_home") == "是"]
    return (
        _people(registered),
        _people([child for child, _ in visits]),
        *by_type.values(),
        _people(nobody),
        _people([child for child in registered if child in met]),
        _people([child for child in registered if child not in met]),
        *by_care.values(),
        _people([child for child, raw in visits if raw.get("focus") == "是"]),
    )


def _cell(visits: Visits, key: str, word: str, words: Sequence[str]) -> Cell:
    return _people([child for child, raw in visits if _bucket(raw, key, words) == word])


def _bucket(raw: Raw, key: str, words: Sequence[str]) -> str:
    value = str(raw.get(key) or "")
    return value if value in words else UNSAID


def _people(children: list[str]) -> Cell:
    return Cell(len(children), tuple(children))


LIST_COLUMNS = (
    Column("序号", 5, "number"),
    Column("儿童类型", 12),
    Column("儿童姓名", 10, what="name"),
    Column("随访地点", 20, what="address", made=EVENTS),
    Column("随访时间", 12, made=EVENTS),
    Column("走访类型", 10, made=EVENTS),
    Column("问询对象", 10, what="name", made=EVENTS),
    Column("与儿童关系", 10, made=EVENTS),
    Column("走访人", 10, made=EVENTS),
    Column("监护状况", 10, what="free", made=EVENTS),
    Column("走访情况", 46, what="free", made=EVENTS),
    Column("下一步", 16, what="free", made=EVENTS),
)


def visit_list(view: View) -> Sheet:
    """走访明细: one row a visit, without what was seen of a child's mind."""
    rows = []
    visits = visits_of(view)
    children = view.snapshot.rows("child")
    for number, (child, raw) in enumerate(visits, 1):
        held = "、".join(options.CATEGORY.sort(categories(view.snapshot, child)))
        said = [
            words("visit", key, raw)
            for key in ("visit_type", "asked_person", "asked_relation", "visitor", "guardianship")
        ]
        place = words("visit", "place", raw) or words(
            "child", "live_address", view.snapshot.whole("child", child)
        )
        said_of = (words("visit", key, raw) for key in ("living", "family", "findings"))
        told = "；".join(part.strip().rstrip("。；;") for part in said_of if part)
        nobody = "没见到人" if raw.get("nobody_home") == "是" else None
        rows.append(
            (
                number,
                held or None,
                words("child", "name", children[child]),
                place,
                words("visit", "date", raw),
                *said,
                told or nobody,
                words("visit", "next_step", raw),
            )
        )
    return Sheet(
        title=f"{view.unit_name}走访明细表",
        unit=view.unit_name,
        as_of=view.on.isoformat(),
        columns=LIST_COLUMNS,
        rows=tuple(rows),
        children=tuple(child for child, _ in visits),
        notes=("参考样式。精神状况是保密内容，不在本表内", view.known()),
        when=view.when,
    )


def words(record: str, key: str, raw: Raw) -> str | None:
    """A stored value in words, whole."""
    return shown.text(catalogue.RECORDS[record].fields()[key], raw.get(key)) or None
