"""Which categories a child's facts suggest, with reason, source and what is missing; a person confirms."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from childdesk.domain import days
from childdesk.domain.standing import DEAD, LOST_BY_COURT, Parent, Standing, State, months_since

LEFT_BEHIND = "民发〔2024〕17号"
MOVING = "民发〔2024〕35号"
ORPHANS = "国办发〔2010〕54号"
UNSUPPORTED = "民发〔2019〕62号、民发〔2020〕125号"
HARDSHIP = "国发〔2016〕36号"
HALF_YEAR = 6

NO_CAPACITY = frozenset(
    ("重病", "重残", "失踪", "宣告失踪", "失联", "服刑在押", "强制隔离戒毒", "被执行其他限制人身自由的措施",
     "无或限制民事行为能力")
)  # fmt: skip
CANNOT = frozenset(
    ("重残", "重病", "服刑在押", "强制隔离戒毒", "被执行其他限制人身自由的措施", "失联", "被撤销监护资格",
     "被遣送（驱逐）出境")
)  # fmt: skip
"""Set A of 62号 and 125号."""
GONE = DEAD | LOST_BY_COURT | {"失踪"}
"""Set D: dead, or declared missing."""
HALF_A_YEAR = frozenset(("服刑在押", "强制隔离戒毒", "被执行其他限制人身自由的措施", "失联"))
"""What counts only from six months on."""
POOR = frozenset(("最低生活保障", "特困供养", "低保边缘家庭", "防止返贫监测对象", "刚性支出困难家庭"))
WITH_PARENTS = frozenset(("父母双方", "父亲", "母亲", "祖父母", "外祖父母", "其他监护人"))


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A category, why, on which ground, and what nobody has written down yet; `sealed` reasons shame."""

    name: str
    reason: str
    source: str
    missing: tuple[str, ...] = ()
    sealed: bool = False


def categories(known: Standing) -> list[Suggestion]:
    """Everything that the facts of a day suggest; nothing for a closed file or from 18 on."""
    if not known.open or not known.under(18):
        return []
    orphan = list(_orphan(known))
    return [
        *(orphan or _unsupported(known)),
        *_left_behind(known),
        *_moving(known),
        *_hardship(known),
    ]


# ── 留守、流动 ───────────────────────────────────────────────────────────────────────────────────────


def _left_behind(known: Standing) -> Iterator[Suggestion]:
    if not known.under(16):
        return
    away = [parent for parent in known.parents if _is_away(parent)]
    staying = [parent for parent in known.parents if not _is_away(parent)]
    if len(away) == 2:
        reason = "父母都在外务工，不满16周岁"
    elif len(away) == 1 and staying[0].words() & (NO_CAPACITY | DEAD):
        reason = f"{away[0].word}在外务工，{staying[0].word}没有监护能力，不满16周岁"
    else:
        return
    missing = [] if known.age is not None else ["出生日期"]
    for parent in away:
        absence = parent.away
        months = None if absence is None else months_since(absence.begins, known.on)
        if absence is None or months is None:
            missing.append(f"{parent.word}外出日期（连续6个月以上才算）")
        elif months < HALF_YEAR and absence.begins is not None:
            full = days.plus_months(absence.begins.latest, HALF_YEAR)
            missing.append(f"{parent.word}外出还不满6个月，到{full}满")
        if absence is None or absence.cross_county is None:
            missing.append(f"{parent.word}是否跨县域")
    if all(parent.away is not None and parent.away.cross_county is False for parent in away):
        return
    sealed = len(away) == 1
    yield Suggestion("留守儿童", reason, LEFT_BEHIND, tuple(missing), sealed=sealed)


def _is_away(parent: Parent) -> bool:
    return parent.away is not None or "外出务工" in parent.words()


def _moving(known: Standing) -> Iterator[Suggestion]:
    """跨县域 with a guardian for half a year; districts of one city may be left out by the county's list."""
    home, here = known.hukou_code, known.live_code
    if not known.under(16) or len(home) < 6 or len(here) < 6 or home[:6] == here[:6]:
        return
    if home[:4] == here[:4] and {home[:6], here[:6]} <= known.same_city_districts:
        return
    if known.with_whom and known.with_whom not in WITH_PARENTS:
        return
    months = months_since(known.here_since, known.on)
    if months is not None and months < HALF_YEAR:
        return
    missing = [] if known.with_whom else ["随谁居住"]
    missing += [] if months is not None else ["来本地居住的日期（满6个月才算）"]
    missing += [] if known.age is not None else ["出生日期"]
    yield Suggestion("流动儿童", "离开户籍地跨县居住，不满16周岁", MOVING, tuple(missing))


# ── 孤儿、事实无人抚养 ────────────────────────────────────────────────────────────────────────────────


def _orphan(known: Standing) -> Iterator[Suggestion]:
    certain = DEAD | LOST_BY_COURT
    if all(parent.words() & certain for parent in known.parents):
        papers = ("死亡或宣告失踪的证明",)
        yield Suggestion("孤儿", "父母都已死亡或宣告失踪，不满18周岁", ORPHANS, papers, sealed=True)


def _unsupported(known: Standing) -> list[Suggestion]:
    """Both parents of set A, or one of D and the other of A."""
    cannot = [_state_of(parent, CANNOT) for parent in known.parents]
    gone = [_state_of(parent, GONE) for parent in known.parents]
    if all(cannot):
        pair = cannot
    elif gone[0] and cannot[1]:
        pair = [gone[0], cannot[1]]
    elif cannot[0] and gone[1]:
        pair = [cannot[0], gone[1]]
    else:
        return []
    missing: list[str] = []
    for parent, state in zip(known.parents, pair, strict=True):
        if state is not None:
            missing += _lacking(parent, state, known)
    said = "，".join(
        f"{parent.word}{state.word}" for parent, state in zip(known.parents, pair, strict=True) if state
    )
    return [Suggestion("事实无人抚养儿童", said, UNSUPPORTED, tuple(missing), sealed=True)]


def _state_of(parent: Parent, among: frozenset[str]) -> State | None:
    found = next((state for state in parent.states if state.word in among), None)
    if found is None and parent.health == "重病" and "重病" in among:
        return State("重病")
    return found


def _lacking(parent: Parent, state: State, known: Standing) -> list[str]:
    """The proof, and for what counts from six months on the dates that show them."""
    found = [f"{parent.word}{state.word}的证明"]
    if state.word not in HALF_A_YEAR:
        return found
    if state.word == "失联":
        months = months_since(state.begins, known.on)
        if months is None:
            found.append(f"{parent.word}失联从哪天起（满6个月才算）")
        elif months < HALF_YEAR and state.begins is not None:
            full = days.plus_months(state.begins.latest, HALF_YEAR)
            found.append(f"{parent.word}失联还不满6个月，到{full}满")
    elif state.begins is None or state.ends is None:
        found.append(f"{parent.word}的期限（6个月以上才算）")
    elif (months_since(state.begins, state.ends.latest) or 0) < HALF_YEAR:
        found.append(f"{parent.word}的期限不到6个月")
    return found


# ── 困境 ────────────────────────────────────────────────────────────────────────────────────────────────


def _hardship(known: Standing) -> Iterator[Suggestion]:
    """Three groups of 国发〔2016〕36号; the cut-offs are ours (建议口径)."""
    poor = sorted(POOR & known.words("poverty"))
    if poor:
        yield Suggestion("家庭贫困儿童", f"家庭是{'、'.join(poor)}", HARDSHIP)
    kinds, level = known.words("disability_type"), known.values.get("disability_level")
    proof = () if known.values.get("disability_certificate") else ("残疾证号",)
    if known.gravely_disabled:
        told = f"{'、'.join(sorted(kinds))}{level}"
        yield Suggestion("重残儿童", told, HARDSHIP, proof)
    elif kinds or known.values.get("health") == "残疾":
        missing = (*proof, *(() if level else ("残疾等级",)))
        yield Suggestion("残疾儿童", "填了残疾情况", HARDSHIP, missing)
    if known.values.get("health") == "重病":
        yield Suggestion("重病儿童", "健康状况是重病", HARDSHIP, ("诊断材料（对照本地重病目录）",))
    if known.values.get("guardianship") == "差":
        yield Suggestion("监护不当儿童", "监护情况是差", HARDSHIP, ("监护不当的具体情形",))
