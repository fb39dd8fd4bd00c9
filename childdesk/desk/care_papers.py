"""The papers of protection: 转介单, 知情同意书, 反馈单, what to say by telephone, 强制报告表.

They are sealed like what they tell: making one needs the right and a reason, and is noted.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from pathlib import Path

from childdesk.desk import protected, shown
from childdesk.desk.session import Right, Session
from childdesk.domain import care_options, catalogue, referral_steps, situations, slip
from childdesk.domain.errors import Refused
from childdesk.domain.kinds import Scalar
from childdesk.domain.paper import (
    Blank,
    Block,
    Boxes,
    Code,
    Facts,
    Footer,
    Gap,
    Paper,
    Paragraph,
    Signature,
    Style,
    Table,
)
from childdesk.files import saving
from childdesk.store import reader

Raw = Mapping[str, Scalar]
DEFAULT = "期限为默认值，请按本县文件修改。"
SPOKEN = 120
"""Characters of one answer on the telephone."""
PAPERS: Mapping[str, str] = {
    "slip": "转介单",
    "consent": "知情同意书",
    "answer": "反馈单",
    "script": "打电话用的话",
}
"""The papers of a referral, in the order in which they are needed."""


def of_referral(session: Session, row: str, name: str, reason: str) -> Paper:
    """One paper of a referral. Raises Refused without right or reason, for an unknown name or referral."""
    make = _MAKERS.get(name)
    if make is None:
        raise Refused(f"没有这种单子。可选：{'、'.join(PAPERS.values())}", "name")
    raw = protected.read_one(session, "referral", row, reason, to_print=True)
    child = reader.whole(session.ledger.connection, "child", str(raw["child"]), session.today) or {}
    blocks = make(session, row, raw, child)
    return _paper(session, PAPERS[name], blocks, session.name)


def of_report(session: Session, row: str, reason: str, *, named: bool = False) -> Paper:
    """The report on paper. Who reported is left out, unless it stays in the desk's own folder (`named`)."""
    raw = protected.read_one(session, "mandatory_report", row, reason, to_print=True)
    child = reader.whole(session.ledger.connection, "child", str(raw.get("child") or ""), session.today) or {}
    # Whoever reported has mostly printed it, too: at the foot stands the unit, not the person.
    printer = session.name if named else session.ledger.identity.unit_name
    return _paper(
        session, "侵害未成年人案件强制报告表", _report(session, raw, child, named=named), printer, "sheet"
    )


def keep(session: Session, path: Path, content: bytes) -> None:
    """Puts a drawn paper in its place, whole or not at all. Raises Refused or Unavailable."""
    session.require(Right.S3)
    saving.save(path, content)


def _paper(
    session: Session, title: str, blocks: Iterable[Block], printer: str, style: Style = "letter"
) -> Paper:
    footer = Footer(printer, referral_steps.minute(session.clock.now()), masked=None)
    return Paper(title, tuple(blocks), style, "A4", footer, session.ledger.identity.practice)


# ── referral ────────────────────────────────────────────────────────────────────────────────────────


def _slip(session: Session, row: str, raw: Raw, child: Raw) -> list[Block]:
    say = _Words("referral", raw)
    told = "，".join(part for part in (say("consent"), say("consent_at"), say("consent_way")) if part)
    rows = [
        ("孩子", _whose(child, session.today)),
        ("现住址", str(child.get("live_address") or "").partition("\t")[0]),
        ("紧急程度", say("urgency")),
        ("转介原因（看到、听到的）", say("reason")),
        ("有无自伤或伤人风险", say("danger")),
        ("已做工作", "；".join(part for part in (say("prevention"), say("done_before")) if part)),
        ("监护人意见", told),
        ("孩子自己的意思", say("child_wish")),
        (
            "转到",
            "，".join(part for part in (say("receiver") or say("route"), say("receiver_contact")) if part),
        ),
    ]
    ground = care_options.GROUNDS.get(str(raw.get("consent_ground") or ""))
    if ground:
        rows.insert(7, ("免于同意的依据", ground))
    unit = session.ledger.identity.unit_name
    return [
        Facts((("转出单位", unit), ("转介日期", say("date")))),
        _grid(rows),
        Gap(3),
        Paragraph("只写看到、听到的，不写诊断。评估和诊断由专业人员作出。", "small"),
        Paragraph(f"请收到后告诉我们，并填反馈单。短码：{slip.shown(row)}", "small", bold=True),
        Paragraph("接收和反馈的期限没有全国规定。" + DEFAULT, "small"),
        Signature((f"转出人：{say('from_person') or session.name}", _today(session)), seal=True),
    ]


def _consent(session: Session, row: str, raw: Raw, child: Raw) -> list[Block]:
    name = str(child.get("name") or "")
    where = _Words("referral", raw)("receiver") or _Words("referral", raw)("route") or "＿＿＿＿＿＿"
    return [
        Paragraph(f"我是{name}的监护人。村里的儿童主任告诉我，想请{where}帮助孩子。", indent=True),
        Paragraph(
            "我知道：转去的是看到、听到的情况，不是诊断；孩子的情况只给接收的人看；我可以随时改变主意。",
            indent=True,
        ),
        Boxes("我的意见", ("同意", "不同意"), 1),
        Boxes("怎么告诉我的", ("当面", "电话", "微信", "书面"), 2),
        Blank("我还想说", 2, 3),
        Paragraph("孩子自己的意思（说得出来就听，满8岁一定要问）：", bold=True),
        Blank("孩子的话", 2, 4),
        Gap(4),
        Signature(
            ("监护人签字：＿＿＿＿＿＿＿＿", "孩子签字：＿＿＿＿＿＿＿＿", "日期：＿＿＿＿年＿＿月＿＿日")
        ),
        Gap(6),
        Paragraph("有生命危险或孩子正受侵害时，不必等监护人同意，先救人、先报告。", "small"),
    ]


def _answer(session: Session, row: str, raw: Raw, child: Raw) -> list[Block]:
    # No name stands on this one: it travels back, perhaps by many hands. The code says whose it is.
    return [
        Code(slip.code(row), "短码"),
        Gap(3),
        Paragraph("请接收的人填好，交回村里的儿童主任。不必写孩子的名字。", "body"),
        Boxes("接了吗", ("已接案", "不符合条件", "转到别处"), 1),
        Blank("哪天接的", 1, 2),
        Boxes("孩子来了吗", ("来了", "没来"), 3),
        Blank("谁陪着来的", 1, 4),
        Blank("处置摘要（做了什么、建议）", 4, 5),
        Blank("药由谁保管", 1, 6),
        Blank("下次时间", 1, 7),
        Boxes("评估等级（评估人填）", care_options.LEVEL.codes(), 8),
        Blank("评估人、评估工具", 1, 9),
        Signature(("填写人：＿＿＿＿＿＿＿＿", "日期：＿＿＿＿年＿＿月＿＿日"), seal=True),
    ]


def _script(session: Session, row: str, raw: Raw, child: Raw) -> list[Block]:
    say = _Words("referral", raw)
    where = say("receiver") or say("route") or "对方"
    years = _years(child, session.today)
    who = "，".join(part for part in (f"{years}岁" if years else "", str(child.get("sex") or "")) if part)
    unit = session.ledger.identity.unit_name
    lines = [
        f"您好，我是{unit}的儿童主任{session.name}，想请{where}帮一个孩子。",
        f"孩子{who}。我先不说名字，您接了我再说。",
        f"我们看到的是：{_spoken(say('reason')) or '（还没写）'}",
        f"有没有自伤、伤人的风险：{say('danger') or '不清楚'}。",
        f"我们已经做了：{_bare(_spoken(say('done_before'))) or say('prevention') or '还没有'}。",
        f"监护人的意思：{say('consent') or '还没问'}。",
        f"孩子自己说：{_bare(_spoken(say('child_wish'))) or '还没问'}。",
    ]
    asks = (
        "能接吗？哪天、几点、找谁？",
        "要带什么？谁陪着去？",
        f"反馈单的短码是{slip.shown(row)}，麻烦填了交回来。",
    )
    return [
        Facts((("打给", where), ("电话", say("receiver_phone") or "见机构名录"))),
        Paragraph("照着说", "heading"),
        *(Paragraph(line, indent=True) for line in lines),
        Paragraph("要问清", "heading"),
        *(Blank(ask, 1, number) for number, ask in enumerate(asks, 1)),
        Gap(3),
        Paragraph("没人接：12356每天不少于18小时；打不通，有危险就打120、110。", "small"),
    ]


_MAKERS: Mapping[str, Callable[[Session, str, Raw, Raw], list[Block]]] = {
    "slip": _slip,
    "consent": _consent,
    "answer": _answer,
    "script": _script,
}


# ── mandatory report ────────────────────────────────────────────────────────────────────────────────


def _report(session: Session, raw: Raw, child: Raw, *, named: bool) -> list[Block]:
    say = _Words("mandatory_report", raw)
    who = _whose(child, session.today) if child else say("who")
    held = catalogue.RECORDS["mandatory_report"].fields()["situations"].kind
    codes = held.from_db(str(raw["situations"])) if raw.get("situations") else ()
    rows = [
        ("孩子", who),
        ("现住址", str(child.get("live_address") or "").partition("\t")[0]),
        ("发现时间", say("found_at")),
        ("记下时间（本机）", say("written_at")),
        ("发现地点、怎么发现", "，".join(part for part in (say("found_place"), say("found_how")) if part)),
        ("情形", "\n".join(situations.whole(codes))),
        ("看到、听到什么（原话）", say("facts")),
        ("伤情", say("injury")),
        ("涉嫌的人和孩子的关系", say("suspect")),
        ("孩子现在", say("safe")),
        ("已做了什么", say("done")),
        ("后来怎样", say("after")),
    ]
    told = tuple(
        (label, say(at) or "还没有", say(by) if by else "")
        for label, at, by in (
            ("110或派出所", "police_at", "police_by"),
            ("120", "ambulance_at", ""),
            ("儿童督导员", "supervisor_at", "supervisor_by"),
            ("民政或未保中心", "civil_at", "civil_by"),
            ("学校", "school_at", "school_by"),
        )
    )
    blocks: list[Block] = [
        Facts((("报告单位", session.ledger.identity.unit_name), ("回执编号", say("receipt")))),
        _grid(rows),
        Gap(3),
        Paragraph("告诉了谁", "heading", keep=True),
        Table((("对象", "时间", "接的人、警号"),), told, (3, 4, 5)),
        Gap(3),
        Paragraph("报告不需要监护人或别人同意。报告人的情况保密，本表不写。", "small"),
    ]
    if named:
        blocks[-1] = Paragraph("本份留本单位保密存放，不外送。", "small")
        blocks.append(Paragraph(f"报告人：{say('reporter')}", "body"))
    return [*blocks, Signature((session.ledger.identity.unit_name, _today(session)), seal=True)]


# ── words ───────────────────────────────────────────────────────────────────────────────────────────


class _Words:
    """The values of one record in words, by key; empty where there is none."""

    def __init__(self, record: str, raw: Raw) -> None:
        self._fields = catalogue.RECORDS[record].fields()
        self._raw = raw

    def __call__(self, key: str) -> str:
        return shown.text(self._fields[key], self._raw.get(key))


def _spoken(text: str) -> str:
    """As much as one says on the telephone; the rest stands in the 转介单."""
    if len(text) <= SPOKEN:
        return text
    end = max(text.rfind(mark, SPOKEN // 2, SPOKEN) for mark in "。；，")
    return f"{text[: end if end > 0 else SPOKEN]}……（其余在转介单上）"


def _bare(text: str) -> str:
    """Words that are to stand within a sentence: without an end of their own."""
    return text.rstrip("。，；\n ")


def _grid(rows: Iterable[tuple[str, str]]) -> Table:
    return Table((), tuple((label, words) for label, words in rows if words), (3, 9))


def _years(child: Raw, today: date) -> str:
    born = str(child.get("birth") or "")
    if len(born) != 10:
        return ""
    return str(today.year - int(born[:4]) - (today.isoformat()[5:] < born[5:]))


def _whose(child: Raw, today: date) -> str:
    years = _years(child, today)
    parts = (child.get("name"), child.get("sex"), f"{years}岁" if years else "", child.get("school"))
    return "，".join(str(part) for part in parts if part)


def _today(session: Session) -> str:
    return f"{session.today.year}年{session.today.month}月{session.today.day}日"
