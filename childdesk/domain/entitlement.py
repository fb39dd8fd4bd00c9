"""What a child may be entitled to, with reason, source and what is missing: the gap list (应享未享)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from childdesk.domain import options
from childdesk.domain.category_rules import ORPHANS, Suggestion
from childdesk.domain.days import Day
from childdesk.domain.kinds import Date
from childdesk.domain.standing import Standing

LOCAL = "按本县标准，请对照本县文件"
RIGID = "《刚性支出困难家庭认定办法》（2024年10月24日）"
CHILD_MONEY = "育儿补贴，2025年1月1日起，每年3600元"
PRESCHOOL = "学前一年免保教费，2025年秋季学期起"
ORPHAN_STUDY = "孤儿助学，2025年4月起，每学年1万元"
AID_BEGINS = date(2025, 1, 1)
STUDYING = frozenset(("高中", "中职", "技工学校", "中专及以上", "大专及以上"))


@dataclass(frozen=True, slots=True)
class Claim:
    """A programme, why the child may have it, on which ground, what is missing, and whether it is had."""

    name: str
    reason: str
    source: str
    missing: tuple[str, ...] = ()
    confirmed: bool = False
    sealed: bool = False


def claims(known: Standing, suggested: list[Suggestion]) -> list[Claim]:
    """Everything that may be claimed on a day. Nothing for a closed file."""
    if not known.open:
        return []
    return [
        *_universal(known),
        *_by_category(known, suggested),
        *_by_family(known),
        *_disabled(known),
    ]


def _universal(known: Standing) -> Iterator[Claim]:
    born = _born(known)
    age = known.age
    if age is not None and age < 3 and known.on >= AID_BEGINS:
        yield Claim(
            "育儿补贴", "不满3周岁", CHILD_MONEY, ("领取账户",) * (not known.values.get("bank_account"))
        )
    school = str(known.values.get("schooling") or "")
    grade = str(known.values.get("grade") or "")
    if school == "幼儿园" and (grade in ("大班", "学前班") or (born is not None and age == 5)):
        missing = () if grade else ("在园班级（大班才算）",)
        yield Claim("学前一年免保教费", "幼儿园大班", PRESCHOOL, missing)


def _born(known: Standing) -> Day | None:
    raw = known.values.get("birth")
    return None if raw is None else Date().from_db(str(raw))


def _by_category(known: Standing, suggested: list[Suggestion]) -> Iterator[Claim]:
    relief = known.words("relief")
    held = set(known.held)
    likely = {one.name: one for one in suggested}
    orphan, unsupported = held & options.ORPHAN, held & options.UNSUPPORTED
    if orphan or "孤儿" in likely:
        reason = "、".join(sorted(orphan)) or likely["孤儿"].reason
        missing = () if orphan else ("孤儿认定", *likely["孤儿"].missing)
        got = "孤儿津贴" in relief
        yield Claim("孤儿基本生活费", reason, ORPHANS, missing, got, sealed=not orphan)
        if known.values.get("schooling") in STUDYING:
            yield Claim("孤儿助学", "孤儿在高中以上就读", ORPHAN_STUDY, ("在读证明",))
    if unsupported or "事实无人抚养儿童" in likely:
        name = "事实无人抚养儿童基本生活补贴"
        one = likely.get("事实无人抚养儿童")
        reason = "、".join(sorted(unsupported)) or (one.reason if one else "")
        missing = () if unsupported else ("资格认定", *(one.missing if one else ()))
        source = "民发〔2019〕62号"
        yield Claim(name, reason, source, missing, name in relief, sealed=not unsupported)


def _by_family(known: Standing) -> Iterator[Claim]:
    poverty, relief = known.words("poverty"), known.words("relief")
    grave = known.gravely_disabled or known.values.get("health") == "重病"
    if "最低生活保障" in poverty:
        got = "最低生活保障" in relief
        yield Claim("最低生活保障", "家庭是低保户", LOCAL, () if got else ("最近一次核定结果",), got)
    elif "低保边缘家庭" in poverty and grave:
        got = "最低生活保障" in relief
        yield Claim("单人保", "低保边缘家庭里有重病或重残的人", LOCAL, ("家庭收入核对",), got)
    if "刚性支出困难家庭" in poverty:
        reason = "家庭是刚性支出困难家庭，认定12个月内有效"
        yield Claim("刚性支出困难家庭救助", reason, RIGID, ("认定日期", "12个月刚性支出"))
    if known.values.get("health") == "重病":
        yield Claim("医疗救助", "重病", LOCAL, ("医疗费用票据",), "医疗救助" in relief)
    school = str(known.values.get("schooling") or "")
    if poverty and school not in ("", "学龄前", "未入园", "辍学", "不在学"):
        yield Claim("学生资助", f"困难家庭，在读{school}", LOCAL, ("向学校提出",), "教育救助" in relief)
    if "特困供养" in poverty:
        got = "特困供养" in relief
        yield Claim("特困供养", "家庭是特困供养", LOCAL, (), got)


def _disabled(known: Standing) -> Iterator[Claim]:
    kinds, level = known.words("disability_type"), str(known.values.get("disability_level") or "")
    if not kinds and known.values.get("health") != "残疾":
        return
    relief, poverty = known.words("relief"), known.words("poverty")
    proof = [] if known.values.get("disability_certificate") else ["残疾证号"]
    proof += [] if level else ["残疾等级"]
    told = "、".join(sorted(kinds)) or "残疾"
    if "最低生活保障" in poverty or "低保边缘家庭" in poverty:
        name = "困难残疾人生活补助"
        yield Claim("困难残疾人生活补贴", f"低保或边缘家庭，{told}", LOCAL, tuple(proof), name in relief)
    if known.gravely_disabled or not level:
        got = "重度残疾人护理补助" in relief
        yield Claim("重度残疾人护理补贴", f"{told}{level}", LOCAL, tuple(proof), got)
    got = "残疾儿童康复救助" in relief
    rehab = f"{told}，流动的孩子可在居住地申请"
    yield Claim("残疾儿童康复救助", rehab, LOCAL, tuple(proof), got)
