"""年度一页: what was there for children by the six systems of 困境儿童福利保障, this year beside the last."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from childdesk.desk import counting, event_reports, referral_ledger
from childdesk.desk.report_view import View
from childdesk.domain.report.heads import CARER, HARDSHIP, aged
from childdesk.domain.report.hiding import KEPT_BACK
from childdesk.domain.report.period import YEAR, Period, of
from childdesk.domain.report.tally import Branch, Cell, Counted, Has, Line, Tally
from childdesk.store.snapshot import Snapshot

HEAD = (
    Branch("本年", "this"),
    Branch("上年", "last"),
    Branch("增减", "change", adds=("this", "-last")),
)
BASIC, MEDICAL, SCHOOL = "基本生活", "医疗康复", "基本公共教育"
MIND, SAFETY, CARE = "心理健康关爱", "人身安全保护", "法定监护责任"


def _has(key: str, *codes: str) -> Has:
    return Has(key, frozenset(codes))


PEOPLE: tuple[tuple[str, str, tuple[Has, ...]], ...] = (
    (BASIC, "困境儿童人数", (Has("category", HARDSHIP),)),
    (BASIC, "享受最低生活保障", (_has("aid", "最低生活保障"),)),
    (BASIC, "纳入特困供养", (_has("aid", "特困供养"),)),
    (BASIC, "领孤儿基本生活费", (_has("relief", "孤儿津贴"),)),
    (BASIC, "领事实无人抚养儿童基本生活补贴", (_has("relief", "事实无人抚养儿童基本生活补贴"),)),
    (BASIC, "得到临时救助", (_has("relief", "临时救助"),)),
    (BASIC, "困境儿童中还没填救助措施", (Has("category", HARDSHIP), Has("relief"))),
    (MEDICAL, "残疾儿童", (_has("disabled", "是"),)),
    (MEDICAL, "重病儿童", (_has("health", "重病"),)),
    (MEDICAL, "得到医疗救助", (_has("relief", "医疗救助"),)),
    (
        MEDICAL,
        "享受残疾人两项补贴",
        (_has("relief", "困难残疾人生活补助", "重度残疾人护理补助"),),
    ),
    (MEDICAL, "得到残疾儿童康复救助", (_has("relief", "残疾儿童康复救助"),)),
    (SCHOOL, "小学、初中在读", (_has("schooling", "小学", "初中"),)),
    (SCHOOL, "6至15岁辍学或不在学", (aged(6, 15), _has("schooling", "辍学", "不在学"))),
    (SCHOOL, "6至15岁还没填就学情况", (aged(6, 15), Has("schooling"))),
    (SCHOOL, "得到教育救助", (_has("relief", "教育救助"),)),
    (SAFETY, "风险红色", (_has("risk", "红"),)),
    (SAFETY, "风险黄色", (_has("risk", "黄"),)),
    (SAFETY, "重点关注", (_has("focus", "是"),)),
    (CARE, "留守儿童", (_has("category", "留守儿童"),)),
    (CARE, "流动儿童", (_has("category", "流动儿童"),)),
    (CARE, "留守儿童中无委托照料人", (_has("category", "留守儿童"), _has("carer", CARER[2]))),
    (CARE, "有委托照护协议", (_has("agreement", "是"),)),
    (CARE, "监护情况差", (_has("guardianship", "差"),)),
)
"""System, what is counted, its conditions: at the end of the year, by person."""


def _visits(view: View) -> Cell:
    children = tuple(child for child, _ in event_reports.visits_of(view))
    return Cell(len(children), children)


def _referrals(view: View) -> Cell:
    return _sealed(view, "date")


def _closed(view: View) -> Cell:
    return _sealed(view, "closed_on")


def _sealed(view: View, key: str) -> Cell:
    """A number of referrals; a small one is hidden."""
    year = (view.period.begins if view.period is not None else view.on).year
    return referral_ledger.cell(referral_ledger.numbers(view, key), f"{year:04d}")


EVENTS: tuple[tuple[str, str, Callable[[View], Cell]], ...] = (
    (MIND, "走访（人次）", _visits),
    (MIND, "转介（份，只报个数）", _referrals),
    (MIND, "转介结案（份）", _closed),
)
"""What happened in the year, by number; the first is not protected."""


def tally(view: View) -> Tally:
    """One page: a line for each figure, this year and the year before as it was known at its end."""
    period = view.period or of(YEAR, view.on)
    before = _year_before(view, period)
    told: dict[tuple[str, str], list[Cell]] = {}
    events = EVENTS if view.session.sees_traces else EVENTS[:1]
    for one in (view, before):
        people = _people(one)
        for system, label, takes in PEOPLE:
            ids = tuple(child.id for child in people if all(has.holds(child.facts) for has in takes))
            told.setdefault((system, label), []).append(Cell(len(ids), ids))
        for system, label, count in events:
            told.setdefault((system, label), []).append(count(one))
    lines = []
    for system in (BASIC, MEDICAL, SCHOOL, MIND, SAFETY, CARE):
        for (whose, label), (now, then) in told.items():
            if whose == system:
                lines.append(Line((system, label), (now, then, _more(now, then))))
    return Tally(
        title=f"{view.unit_name}{period.words}儿童关爱服务情况",
        unit=view.unit_name,
        when=view.when,
        labels=("六个体系", "项目"),
        head=HEAD,
        lines=tuple(lines),
        total=None,
        notes=(
            "自拟样式，按困境儿童福利保障六个体系排列",
            "人数是年末（或截止日）在册的；次数是本年内的；上年数按当时本机所知",
            view.known(),
        ),
        chart=("this", "last"),
        apart=tuple(label for _, label, _ in events),
    )


def _more(now: Cell, then: Cell) -> Cell:
    """How many more than the year before; nothing where one of the two is hidden."""
    return Cell(said=KEPT_BACK) if now.said or then.said else Cell(now.number - then.number)


def _year_before(view: View, period: Period) -> View:
    earlier = period.before()
    end = earlier.ends if view.on >= period.ends else _same_day(view.on)
    snapshot = Snapshot(view.session.ledger.connection, end, end, view.snapshot.only)
    return View(view.session, snapshot, earlier, view.asked)


def _same_day(day: date) -> date:
    return (
        (day - timedelta(days=1)).replace(year=day.year - 1)
        if (day.month, day.day) == (2, 29)
        else (day.replace(year=day.year - 1))
    )


def _people(view: View) -> list[Counted]:
    """Everybody registered, with what only this page counts."""
    found = []
    for child in counting.everybody(view):
        raw = view.snapshot.rows("child")[child.id]
        agreed = [guardian.get("agreement") for _, guardian in _guardians(view, child.id)]
        more = {
            "risk": counting.codes(raw.get("risk")),
            "focus": counting.codes(raw.get("focus")),
            "agreement": frozenset(["是"]) if "是" in agreed else frozenset(),
        }
        found.append(Counted(child.id, child.unit, {**child.facts, **more}))
    return found


def _guardians(view: View, child: str) -> list[tuple[str, dict[str, str | int | None]]]:
    return view.snapshot.by("guardian", "child").get(child, [])
