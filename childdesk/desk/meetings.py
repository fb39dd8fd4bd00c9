"""Remembers former meetings with a stick: when, how much went each way, what came of it, the receipt code.

A receipt code is the beginning of a package's own check in its name. The village sees that of the package it
wrote, the desk above that of the package it read: two people on the telephone compare four characters.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from childdesk.desk import telling
from childdesk.desk.session import Right, Session
from childdesk.domain.errors import Cancelled, Refused, Unavailable
from childdesk.domain.link import Verdict
from childdesk.domain.tally import Tally
from childdesk.files.package import NOT_FOR_US
from childdesk.store import access, durable, exchange, stick

OWN = "这是本机写出的包，带给对方读"
STOPPED_BEFORE = "停用的电脑以前写的包，没有动"
"""Said of a package of which nothing is put aside any more: its stick comes by with every meeting."""
MET, BROKEN, WROTE, READ = "sync_met", "sync_broken", "sync_write", "sync_read"
LOST, LOST_STICK, NOTED = "sync_lost", "U盘丢了", "记下了"
LOST_SAFE = "同步包只有对方的电脑打得开。上面要是还有导出的表格，请报告单位。换一个U盘再同步，就补上了"
READING, TAKING, WRITING, CHECKING = "正在读包", "正在收进档案", "正在写", "正在读回核对"
"""How a meeting says which step it is at, for whoever shows it."""
CODE = 4
"""Characters of a check that are read aloud."""
TIMED = 5
"""Former meetings by which the time of the next one is told."""
PULLED, FULL, STOPPED = "U盘拔早了，没写完", "U盘满了，没写上", "停下了，没写完"
EARLIER, LATER = timedelta(days=-1), timedelta(days=400)
"""How far behind and ahead of another desk's package a clock may be before one is asked to look at it."""
DONE, AGAIN, REDONE, UNWRITTEN = "完成", "没有丢，再来一次", "没有丢，已重做", "收到了，没写上"


@dataclass(frozen=True, slots=True)
class Written:
    """One package that was written."""

    file: str
    peer: str
    unit: str
    unit_name: str
    changes: int
    """As people are told them, as everywhere in a meeting (`domain/tally.py`)."""
    size: int


@dataclass(frozen=True, slots=True)
class ReadFile:
    """One file that was looked at, and what came of it."""

    file: str
    source: str
    accepted: bool
    why_not: str
    came: int = 0
    needs_consent: bool = False


@dataclass(slots=True)
class Read:
    """Everything that came of one reading."""

    files: list[ReadFile] = field(default_factory=list)
    applied: int = 0
    """Lines of the journal that were taken in, headers among them."""
    came: int = 0
    """How many changes people are told that they are."""
    quarantined: int = 0
    conflicts: int = 0
    warnings: list[str] = field(default_factory=list)
    changed: set[tuple[str, str]] = field(default_factory=set)
    fresh: set[tuple[str, str]] = field(default_factory=set)
    shorter: list[str] = field(default_factory=list)
    """Desks whose access log has become shorter than they had told, in words."""
    dates: list[str] = field(default_factory=list)
    """Desks whose date and ours cannot both be right, in words. Nothing hangs on it but what people read."""


@dataclass(frozen=True, slots=True)
class Met:
    """What one meeting with a stick did: first theirs was read, then ours was written."""

    read: Read
    written: list[Written]
    entry: str = ""
    brought: Tally = field(default_factory=Tally)
    """What the packages hold together; what goes to several desks counts once."""
    unwritten: str = ""
    """Why ours could not be written although theirs was taken in: what came stays."""


@dataclass(frozen=True, slots=True)
class Meeting:
    """One line of 以前的同步; `tone` is good, soon (somebody has to look) or info."""

    when: str
    what: str
    result: str
    tone: str
    code: str


def code(file: str) -> str:
    """The receipt code of a package, by its name; empty for a file that somebody has renamed."""
    said = stick.name_of(Path(file))
    return said.check[:CODE] if said is not None else ""


def compare_dates(found: Read, name: str, written: str, now: datetime) -> None:
    """Notes once for each desk when its package was written tomorrow or later, or more than a year ago."""
    try:
        then = datetime.fromisoformat(written.replace("Z", "+00:00"))
    except ValueError:
        return
    if then.tzinfo is None or EARLIER <= now - then <= LATER:
        return
    theirs, ours = then.astimezone().date(), now.astimezone().date()
    far = telling.apart(theirs, ours)
    said = f"{name}写这份包时是{theirs}，本机今天是{ours}，差{far}，请看看两边电脑右下角的日期"
    found.dates = [one for one in found.dates if not one.startswith(name)] + [said]


def untaken(files: Sequence[ReadFile]) -> list[str]:
    """Why files were not taken, in one sentence for each reason. A stick that goes from village to village
    holds packages for all of them: those for others are one quiet line at the end."""
    by_reason: dict[str, list[str]] = {}
    for one in files:
        if not one.accepted and one.why_not:
            by_reason.setdefault(one.why_not, []).append(Path(one.file).name)
    others = by_reason.pop(NOT_FOR_US, []) if len(files) > 1 else []
    stopped = by_reason.pop(STOPPED_BEFORE, []) if len(files) > 1 else []
    said = [
        f"{names[0] if len(names) == 1 else f'{len(names):,}份包'}：{why}" for why, names in by_reason.items()
    ]
    said += [f"另有{len(stopped):,}份是{STOPPED_BEFORE}"] if stopped else []
    return [*said, f"另有{len(others):,}份是给别的电脑的包，没有动"] if others else said


def newest(session: Session) -> int:
    """The number of the last line of the access log: a meeting begins behind it."""
    return next((line.seq for line in access.lines(session.ledger.connection, 1)), 0)


def note(session: Session, met: Met, since: int, torn: int, took: float) -> None:
    """Writes down a meeting that was carried through in `took` seconds; its single steps stand behind
    `since`. Its codes are those of what went up and of the newest that came from each desk below."""
    own, read = len(session.ledger.identity.unit), met.read
    came = {one.source: one.file for one in read.files if one.accepted and len(one.source) > own}
    up = [one.file for one in met.written if len(one.unit) < own]
    codes = dict.fromkeys(code(file) for file in (*up, *came.values()))
    calm = ("", OWN, STOPPED_BEFORE, NOT_FOR_US, exchange.WHY[Verdict.OLD])
    untaken = sum(not one.accepted and one.why_not not in calm for one in read.files)
    told = [f"code={one}" for one in codes if one]
    told += [f"torn={torn}", f"untaken={untaken}", f"unwritten={int(bool(met.unwritten))}", f"since={since}"]
    went = met.brought.changes
    told += [f"moved={went + read.came}", f"took={round(took * 10)}"]
    what = f"带去{went:,}条，收到{read.came:,}条"
    connection = session.ledger.connection
    access.note(connection, session.clock, session.person, MET, fields=" ".join(told), reason=what)


def likely(session: Session, changes: int) -> int:
    """Seconds that a meeting with so many changes will take, by the last ones here: what the quickest took,
    and for every change as much more as the slowest. 0 where none was timed yet."""
    timed = []
    for line in access.lines(session.ledger.connection, 4000, (MET,)):
        about = _about(line)
        if "took" in about and not int(about.get("unwritten", ["0"])[0]):
            timed.append((int(about["took"][0]) / 10, int(about["moved"][0])))
        if len(timed) == TIMED:
            break
    if not timed:
        return 0
    least = min(took for took, _ in timed)
    slope = max((took - least) / moved if moved else 0.0 for took, moved in timed)
    return max(1, round(least + slope * changes))


@contextlib.contextmanager
def watched(session: Session, since: int) -> Iterator[None]:
    """Writes down a meeting that did not come to its end, and lets the reason through."""
    try:
        yield
    except (Unavailable, Cancelled) as trouble:
        with contextlib.suppress(Unavailable):
            about = (session.ledger.connection, session.clock, session.person, BROKEN)
            access.note(*about, fields=f"since={since}", reason=_broken(trouble))
        raise


def _broken(trouble: Unavailable | Cancelled) -> str:
    if isinstance(trouble, Cancelled):
        return STOPPED
    known = {stick.PULLED[0]: PULLED, durable.DISK_FULL[0]: FULL}
    return known.get(trouble.sentence) or trouble.sentence.partition("。")[0]


def lost(session: Session, reason: str) -> list[Meeting]:
    """Writes down that a stick was lost. There is nothing to stop: nobody else opens what lies on it, and the
    next package holds everything that was not acknowledged. Returns the former meetings with it."""
    session.require(Right.EXPORT)
    if not reason.strip():
        raise Refused("请写一句怎么丢的", "reason")
    access.note(session.ledger.connection, session.clock, session.person, LOST, reason=reason.strip())
    return past(session)


def past(session: Session, limit: int = 200) -> list[Meeting]:
    """Former meetings, the newest first; what was only read or only written is a line of its own."""
    session.require(Right.VIEW)
    found: list[Meeting] = []
    floor: int | None = None
    redone = False
    for line in access.lines(session.ledger.connection, 4000, (MET, BROKEN, WROTE, READ, LOST)):
        if line.act in (MET, BROKEN):
            found.append(_met(line) if line.act == MET else _left(line, redone=redone))
            redone = redone or line.act == MET
            floor = int(_about(line).get("since", ["0"])[0])
        elif line.act == LOST:
            found.append(Meeting(line.at, f"{LOST_STICK}：{line.reason}", NOTED, "info", ""))
        elif line.reason and (floor is None or line.seq <= floor):
            found.append(_single(line))
        if len(found) == limit:
            break
    return found


def _about(line: access.Access) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for word in line.fields.split():
        key, _, value = word.partition("=")
        found.setdefault(key, []).append(value)
    return found


def _met(line: access.Access) -> Meeting:
    about = _about(line)
    torn, untaken, unwritten = (int(about.get(key, ["0"])[0]) for key in ("torn", "untaken", "unwritten"))
    result, tone = DONE, "good"
    if unwritten:
        result, tone = UNWRITTEN, "soon"
    elif torn:
        result, tone = f"{torn:,}处要您定", "soon"
    elif untaken:
        result, tone = f"{untaken:,}份没收", "soon"
    return Meeting(line.at, line.reason, result, tone, _codes(about))


def _left(line: access.Access, *, redone: bool) -> Meeting:
    return Meeting(line.at, line.reason, REDONE if redone else AGAIN, "info" if redone else "soon", "")


def _single(line: access.Access) -> Meeting:
    """Only one way, by the command line or of a time when a meeting was not written down as one."""
    return Meeting(line.at, line.reason, DONE, "good", _codes(_about(line)))


def _codes(about: dict[str, list[str]]) -> str:
    codes = about.get("code", [])
    return codes[0] if len(codes) == 1 else f"{codes[0]}等{len(codes)}个" if codes else ""
