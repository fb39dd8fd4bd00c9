"""How long things may take here: shipped numbers that no law knows, until the county sets its own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from childdesk.desk import records, settings
from childdesk.desk.session import Right, Session
from childdesk.domain.errors import Refused
from childdesk.domain.mandatory_steps import After
from childdesk.domain.referral_steps import Clocks

NOTICE = "默认值，请按本县文件修改"
SETTING = "clock."


@dataclass(frozen=True, slots=True)
class Number:
    """One number that may be set: its words, its unit, the shipped value and what stands now."""

    name: str
    label: str
    unit: str
    usual: int
    now: int
    by: str = ""
    """县 or 乡镇, where a desk above has laid it down."""


_LABELS: Mapping[str, tuple[str, str]] = {
    "urgent_hours": ("紧急转介，多久要有人接", "小时"),
    "soon_days": ("加急转介，多久要有人接", "天"),
    "usual_days": ("一般转介，多久要有人接", "天"),
    "answer_days": ("接收后，多久要有反馈", "天"),
    "close_days": ("收到反馈后，多久看后结案", "天"),
    "look_1": ("反馈后第一次回看", "天"),
    "look_2": ("反馈后第二次回看", "天"),
    "look_3": ("反馈后第三次回看", "天"),
    "written_days": ("打电话后，书面报告", "天"),
    "look_days": ("等回执时，隔多久看一次孩子", "天"),
}


def _usual() -> dict[str, int]:
    clocks, after = Clocks(), After()
    own = {name: getattr(clocks, name) for name in _LABELS if hasattr(clocks, name)}
    own |= {f"look_{n}": days for n, days in enumerate(clocks.looks, 1)}
    return own | {name: getattr(after, name) for name in ("written_days", "look_days")}


USUAL: Mapping[str, int] = _usual()


def numbers(session: Session) -> list[Number]:
    """Everything that may be set, with what holds now."""
    session.require(Right.VIEW)
    own, above = _own(session), settings.from_above(session, SETTING)
    return [
        Number(name, label, unit, USUAL[name], own.get(name, USUAL[name]), above.get(f"{SETTING}{name}", ""))
        for name, (label, unit) in _LABELS.items()
    ]


def change(session: Session, name: str, value: int) -> records.Saved:
    """Another number. Raises Refused for an unknown name, or one outside 1–366."""
    session.require(Right.EDIT)
    if name not in _LABELS:
        raise Refused("没有这一项", "name")
    if not 1 <= value <= 366:
        raise Refused(f"要在1到366{_LABELS[name][1]}之间", name)
    return settings.keep(session, f"{SETTING}{name}", str(value))


def of_referrals(session: Session) -> Clocks:
    """The clocks of referrals as they hold here."""
    own = _own(session)
    now = {name: own.get(name, usual) for name, usual in USUAL.items()}
    changed = {name for name, value in own.items() if value != USUAL[name]}
    if changed & {"look_1", "look_2", "look_3"}:
        changed.add("looks")
    return Clocks(
        now["urgent_hours"],
        now["soon_days"],
        now["usual_days"],
        now["answer_days"],
        now["close_days"],
        (now["look_1"], now["look_2"], now["look_3"]),
        frozenset(changed),
    )


def words(session: Session) -> str:
    """多久要有人接收, in one line."""
    now = of_referrals(session)
    told = f"紧急{now.urgent_hours}小时，加急{now.soon_days}天，一般{now.usual_days}天"
    usual = not now.changed & {"urgent_hours", "soon_days", "usual_days"}
    return f"多久要有人接收：{told}" + (f"（{NOTICE}）" if usual else "")


def of_reports(session: Session) -> After:
    """What holds here for the time after the call."""
    own = _own(session)
    names = ("written_days", "look_days")
    changed = frozenset(name for name in names if own.get(name, USUAL[name]) != USUAL[name])
    written, look = (own.get(name, USUAL[name]) for name in names)
    return After(written, look, changed)


def _own(session: Session) -> dict[str, int]:
    found = {}
    for key, value in settings.every(session, SETTING).items():
        name = key.removeprefix(SETTING)
        if name in _LABELS and value.isdecimal() and 1 <= int(value) <= 366:
            found[name] = int(value)
    return found
