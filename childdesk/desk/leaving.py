"""Leaving the house: what a file holds before it is written, where it may lie, and taking our copy back."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from childdesk.desk.rosters import NAMELESS, WHOLE
from childdesk.desk.session import Right, Session
from childdesk.domain.errors import Refused
from childdesk.domain.ids import new_id
from childdesk.domain.plan import New, Set
from childdesk.store import access, folders, reader

FOLDER = "写出的表"
"""Beside the ledger: where files for others lie until they are handed over."""
EXPORTED, CLEARED = "export", "clear"
OUTSIDE = ("工作群", "外面打印店")
"""Receivers who have no business with names: what goes to them is 去标识 unless somebody says otherwise."""
_OUTSIDE = re.compile("(?<!党)群(?!众|团)|微信|钉钉|QQ|打印|复印|图文|文印", re.IGNORECASE)
USUAL_PURPOSES = ("月度动态更新", "季度花名册", "半年核查", "年度汇总", "专项排查", "存档")


def usual_level(recipient: str) -> str:
    """How much a receiver gets when nobody says: a chat group and the print shop outside meet no names."""
    return NAMELESS if _OUTSIDE.search(recipient) else WHOLE


@dataclass(frozen=True, slots=True)
class Terms:
    """For whom, why, and how much of a person."""

    level: str = WHOLE
    recipient: str = ""
    purpose: str = ""


@dataclass(frozen=True, slots=True)
class Load:
    """What a file holds, by count."""

    children: int = 0
    numbers: int = 0
    phones: int = 0
    cards: int = 0
    sealed: int = 0
    masked: bool = False

    @property
    def sentence(self) -> str:
        """As it is said before the file is written."""
        if not self.children:
            return "只有数字，没有姓名和身份证号"
        counts = (
            (self.numbers, "个身份证号"),
            (self.phones, "个电话"),
            (self.cards, "个银行账号"),
        )
        parts = [f"{number:,}{words}" for number, words in counts if number]
        told = "、".join(parts) if parts else "没有身份证号和电话"
        hidden = "（中间已遮住）" if self.masked and parts else ""
        sealed = f"，另有{self.sealed:,}条保密内容" if self.sealed else ""
        return f"这份表里有{self.children:,}个孩子，{told}{hidden}{sealed}"


@dataclass(frozen=True, slots=True)
class Copy:
    """One file that was written: what the desk remembers of it, and whether it still lies there."""

    id: str
    report: str
    as_of: str
    period: str
    level: str
    recipient: str
    purpose: str
    path: Path
    children: int
    cleared_on: str
    there: bool = field(default=False)
    digest: str = ""


def folder(session: Session) -> Path:
    """Beside the ledger; made when it is first needed."""
    made = session.ledger.home / FOLDER
    made.mkdir(exist_ok=True)
    return made


def require_place(out: Path) -> None:
    """Raises Refused for a folder that a cloud client copies: children's names would lie on the net."""
    who = folders.synced_by(out.absolute().parent, folders.system_probe())
    if who:
        better = f"请换一个文件夹，比如档案旁边的“{FOLDER}”"
        raise Refused(f"这个文件夹会被{who}传到网上。表没有写。{better}", "out")


def note(  # noqa: PLR0913 - what left, and all that is remembered of it
    session: Session,
    out: Path,
    content: bytes,
    *,
    report: str,
    as_of: date,
    period: str,
    terms: Terms,
    load: Load,
) -> str:
    """Writes down that a file left: a line of the access log, and a record that stays; its id."""
    row = new_id()
    values: dict[str, str | int | None] = {
        "report": report,
        "as_of": as_of.isoformat(),
        "period": period or None,
        "level": terms.level,
        "recipient": terms.recipient or None,
        "purpose": terms.purpose or None,
        "file": str(out.absolute()),
        "digest": hashlib.sha256(content).hexdigest(),
        "children": load.children,
        "numbers": load.numbers,
        "phones": load.phones,
        "sealed_values": load.sealed,
    }
    session.ledger.writer.write(
        "export", session.person, [New("outgoing", row, values)], reason=terms.purpose
    )
    counts = f"{load.children:,}人，证件号{load.numbers}，电话{load.phones}，保密{load.sealed}"
    _log(session, EXPORTED, report, f"{counts}，{terms.level}，{terms.recipient}", terms.purpose)
    return row


def copies(session: Session, *, uncleared: bool = False) -> list[Copy]:
    """The files that were written, newest first."""
    session.require(Right.EXPORT)
    found = [_copy(row, raw) for row, raw in reader.everyone(session.ledger.connection, "outgoing")]
    kept = [copy for copy in found if not (uncleared and copy.cleared_on)]
    order = {row: at for at, row in enumerate(_order(session))}
    return sorted(kept, key=lambda copy: order.get(copy.id, -1), reverse=True)


def _order(session: Session) -> list[str]:
    return reader.in_order(session.ledger.connection, "outgoing")


def recipients(session: Session) -> list[str]:
    """To whom something went before, the last one first."""
    return list(dict.fromkeys(copy.recipient for copy in copies(session) if copy.recipient))


def last(session: Session, report: str, before: date) -> date | None:
    """The day of the newest file of a report that stood for an earlier day."""
    days = [
        str(raw["as_of"])
        for _, raw in reader.everyone(session.ledger.connection, "outgoing")
        if raw.get("report") == report and str(raw["as_of"]) < before.isoformat()
    ]
    return date.fromisoformat(max(days)) if days else None


def clear(session: Session, row: str) -> bool:
    """Deletes our copy of a file that was handed over; False when it was no longer there.

    Raises Refused when the file was changed since it was written: somebody's work may be in it.
    """
    session.require(Right.EXPORT)
    raw = reader.get(session.ledger.connection, "outgoing", row)
    if raw is None:
        raise Refused("没有找到这份写出的文件")
    path = Path(str(raw.get("file") or ""))
    there = path.is_file()
    if there:
        try:
            if hashlib.sha256(path.read_bytes()).hexdigest() != raw.get("digest"):
                raise Refused("这份文件写好后又改过，没有删。请看一眼再自己删")
            path.unlink()
        except OSError as error:
            raise Refused("这份文件正开着或不能删。请关掉它再试") from error
    today = session.today.isoformat()
    session.ledger.writer.write("export", session.person, [Set("outgoing", row, "cleared_on", today)])
    _log(session, CLEARED, str(raw["report"]), "已清理本机副本" if there else "文件已不在", "")
    return there


def file_name(session: Session, label: str, report: str, on: date, suffix: str) -> str:
    """As offices name them: 云溪镇河湾村儿童动态变动表_20261123_v1.xlsx; the next version counts on."""
    unit = session.ledger.identity.unit_name
    held = reader.everyone(session.ledger.connection, "outgoing")
    before = sum(raw.get("report") == report and raw.get("as_of") == on.isoformat() for _, raw in held)
    clean = "".join(c for c in f"{unit}{label}" if c not in '\\/:*?"<>|')
    return f"{clean}_{on:%Y%m%d}_v{before + 1}{suffix}"


def _copy(row: str, raw: reader.Raw) -> Copy:
    words = {key: str(raw.get(key) or "") for key in raw}
    path = Path(words["file"])
    return Copy(
        row,
        words["report"],
        words["as_of"],
        words["period"],
        words["level"],
        words["recipient"],
        words["purpose"],
        path,
        int(raw.get("children") or 0),
        words["cleared_on"],
        there=not words["cleared_on"] and path.is_file(),
        digest=words["digest"],
    )


def _log(session: Session, act: str, record: str, fields: str, reason: str) -> None:
    connection = session.ledger.connection
    access.note(connection, session.clock, session.person, act, record=record, fields=fields, reason=reason)
