"""Sweeps (专项排查): made in a minute, worked off child by child, told as a table or as a zero report."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from childdesk.desk import listed, listing, records, telling, villages, visits, whereabouts
from childdesk.desk.listing import Filter
from childdesk.desk.session import Right, Session
from childdesk.domain import questions as asked
from childdesk.domain.errors import Refused
from childdesk.domain.ids import new_id
from childdesk.domain.kinds import Date, Scalar
from childdesk.domain.plan import New, Op, Set
from childdesk.domain.plan_options import ANSWERED, NOT_ASKED, SWEEP_OPEN, UNREACHED
from childdesk.domain.progress import Progress, Silent
from childdesk.domain.query import walking
from childdesk.domain.questions import Question
from childdesk.files import roster_write
from childdesk.store import access, reader
from childdesk.store import listing as rows_of

TOLD = "已报出"
_HOUR = re.compile(r"([01]?\d|2[0-3])[:：点](\d{2})?")


@dataclass(frozen=True, slots=True)
class Status:
    """How far a sweep is."""

    id: str
    name: str
    asker: str
    due: str
    hour: str
    state: str
    total: int
    asked: int
    unreached: int
    danger: int

    @property
    def left(self) -> int:
        """Children who were not asked yet."""
        return self.total - self.asked - self.unreached

    def sentence(self, today: date) -> str:
        """已问31/61，联系不上5，今天17:00前."""
        told = f"已问{self.asked:,}/{self.total:,}"
        told += f"，联系不上{self.unreached}" if self.unreached else ""
        told += f"，有危险情况{self.danger}" if self.danger else ""
        return f"{told}，{telling.day(self.due, today)}{self.hour}前"


@dataclass(frozen=True, slots=True)
class Line:
    """One child of a sweep as the page works it off."""

    id: str
    child: str
    name: str
    who: str
    group: str
    state: str
    way: str
    answers: Mapping[int, str]
    danger: bool
    note: str


@dataclass(frozen=True, slots=True)
class Opened:
    """A whole sweep: where it stands, what is asked, and its children."""

    status: Status
    questions: tuple[Question, ...]
    lines: tuple[Line, ...]
    sentence: str


def new(  # noqa: PLR0913 - what a sweep is
    session: Session,
    name: str,
    questions: str,
    due: str,
    *,
    asker: str = "",
    hour: str = "",
    scope: Filter | None = None,
    scope_words: str = "",
) -> tuple[records.Saved, int]:
    """A sweep over the children of a filter (everybody in the register): (saved, how many children)."""
    session.require(Right.EDIT)
    lines = asked.read(questions)
    if due < session.today.isoformat():
        raise Refused("期限请选今天或以后", "due")
    children = listing.ids(session, scope or Filter())
    if not children:
        raise Refused("这个范围里没有孩子，请放宽一点", "scope")
    row = new_id()
    values: dict[str, Scalar] = {
        "unit": session.ledger.identity.unit, "name": _name(name), "asker": asker.strip() or None, "due": due,
        "hour": _hour(hour) or None, "scope": scope_words or "在册的全部孩子",
        "questions": "\n".join(question.line for question in lines), "state": SWEEP_OPEN,
    }  # fmt: skip
    ops: list[Op] = [New("sweep", row, {key: value for key, value in values.items() if value is not None})]
    ops += [New("sweep_answer", new_id(), _fresh(row, child)) for child in children]
    written = session.ledger.writer.write("add_sweep", session.person, ops)
    return records.Saved(row, written.entry), len(children)


def whereabouts_of(session: Session) -> str:
    """The 去向核对 of this season: the one that is going on, or a new one over everybody (up to a month)."""
    name = whereabouts.name(session)
    held = next((one for one in statuses(session) if one.name == name), None)
    if held is not None:
        return held.id
    due = (session.today + timedelta(14)).isoformat()
    return new(session, name, whereabouts.QUESTION, due, asker="本村")[0].id


def _fresh(sweep: str, child: str) -> dict[str, Scalar]:
    return {"sweep": sweep, "child": child, "state": NOT_ASKED}


def day_of(typed: str) -> str:
    """A day as typed, ISO. Raises Refused."""
    return str(Date(exact=True).parse(typed))


def _name(name: str) -> str:
    if not name.strip():
        raise Refused("请写排查的名称", "name")
    return name.strip()[:100]


def _hour(words: str) -> str:
    """17:00 from 17:00, 17点, 9：30; empty for none. Raises Refused."""
    clean = words.strip()
    if not clean:
        return ""
    found = _HOUR.fullmatch(clean)
    if found is None:
        raise Refused("几点前看不懂，请写成17:00", "hour")
    return f"{int(found.group(1)):02d}:{found.group(2) or '00'}"


def answer(
    session: Session,
    row: str,
    given: Mapping[int, str],
    *,
    state: str = ANSWERED,
    way: str = "电话",
    note: str = "",
) -> records.Saved:
    """What one child's family said, written at once: a power cut costs the field being typed at most.

    A danger answer makes a task for today in the same entry. Raises Refused.
    """
    session.require(Right.EDIT)
    stored, sweep, known = _line(session, row)
    answers = asked.answered(known, given)
    if state == ANSWERED and not answers:
        raise Refused("一题都没有答。没联系上请选联系不上", "answers")
    alarming = asked.alarming(known, answers)
    patch: dict[str, Scalar] = {
        "state": state, "way": way, "answers": asked.write(answers) or None, "note": note.strip() or None,
        "danger": ("是" if alarming else "否") if state == ANSWERED else None,
        "asked_on": session.today.isoformat(), "who": session.name,
    }  # fmt: skip
    ops: list[Op] = [Set("sweep_answer", row, key, value) for key, value in patch.items()]
    if str(sweep["questions"]) == whereabouts.QUESTION and 1 in answers:
        ops += whereabouts.ops(session, str(stored["child"]), answers[1], note)
    if alarming and stored.get("danger") != "是":
        ops.append(_task(session, row, stored, f"{sweep['name']}：{'；'.join(alarming)}"))
    written = session.ledger.writer.write("edit_sweep_answer", session.person, ops)
    return records.Saved(row, written.entry)


def alarming(questions: tuple[Question, ...], given: Mapping[int, str]) -> list[str]:
    """The answers that mean danger, with their questions."""
    return asked.alarming(questions, asked.answered(questions, given)) if given else []


def as_seen(alarming_: Sequence[str], note: str, way: str) -> visits.Answers:
    """What a referral or report begins with after such an answer."""
    said = "；".join([*alarming_, *([note.strip()] if note.strip() else [])])
    return visits.Answers(way=visits.HOME if way == "入户" else visits.PHONE, mind_words=said)


def _task(session: Session, row: str, stored: reader.Raw, title: str) -> New:
    values: dict[str, Scalar] = {
        "unit": session.ledger.identity.unit, "child": stored["child"], "title": title[:200], "kind": "跟进",
        "due": session.today.isoformat(), "state": "待办", "about": row, "reason": "排查里问到有危险的回答",
    }  # fmt: skip
    return New("task", new_id(), values)


def _line(session: Session, row: str) -> tuple[reader.Raw, reader.Raw, tuple[Question, ...]]:
    connection = session.ledger.connection
    stored = reader.get(connection, "sweep_answer", row)
    sweep = None if stored is None else reader.get(connection, "sweep", str(stored["sweep"]))
    if stored is None or sweep is None:
        raise Refused("没有找到这个孩子的排查。可能已经撤回")
    if sweep.get("state") == TOLD:
        raise Refused("这次排查已经报出。要改请先撤销报出")
    return stored, sweep, asked.read(str(sweep["questions"]))


def line_of(session: Session, sweep: str, child: str) -> str:
    """The row of one child in a sweep. Raises Refused."""
    rows = reader.about(session.ledger.connection, "sweep_answer", [child]).get(child, ())
    found = next((row for row, raw in rows if raw["sweep"] == sweep), "")
    if not found:
        raise Refused("这次排查里没有这个孩子")
    return found


def statuses(session: Session) -> list[Status]:
    """Every sweep, those that are going on first, then by their day."""
    session.require(Right.VIEW)
    held = rows_of.all_of(session.ledger.connection, "sweep_answer", ("sweep", "state", "danger"))
    counts: dict[str, list[int]] = {}
    for _, sweep, state, danger in held:
        count = counts.setdefault(str(sweep), [0, 0, 0, 0])
        count[0] += 1
        count[1] += state == ANSWERED
        count[2] += state == UNREACHED
        count[3] += danger == "是"
    found = [
        Status(
            row,
            str(raw["name"]),
            str(raw.get("asker") or ""),
            str(raw["due"]),
            str(raw.get("hour") or ""),
            str(raw.get("state") or SWEEP_OPEN),
            *counts.get(row, [0, 0, 0, 0]),
        )
        for row, raw in reader.everyone(session.ledger.connection, "sweep")
    ]
    return sorted(found, key=lambda one: (one.state != SWEEP_OPEN, one.due, one.hour, one.id))


def opened(session: Session, sweep: str) -> Opened:
    """One sweep with its children in walking order. Raises Refused."""
    status = next((one for one in statuses(session) if one.id == sweep), None)
    if status is None:
        raise Refused("没有找到这次排查。可能已经撤回")
    raw = reader.get(session.ledger.connection, "sweep", sweep) or {}
    rows = [(row, one) for row, one in reader.everyone(session.ledger.connection, "sweep_answer")]
    rows = [(row, one) for row, one in rows if one["sweep"] == sweep]
    keys = ("name", "sex", "birth", "village_group", "unit")
    ids = [str(one["child"]) for _, one in rows]
    found = rows_of.some(session.ledger.connection, "child", "id", ids, keys)
    children = {str(one["id"]): one for one in found}
    home = villages.home(session)
    lines = [
        _shown(session, row, one, children[str(one["child"])], home)
        for row, one in rows
        if str(one["child"]) in children
    ]
    lines.sort(key=lambda line: (walking(line.group), line.name, line.child))
    return Opened(status, asked.read(str(raw["questions"])), tuple(lines), status.sentence(session.today))


def _shown(session: Session, row: str, raw: reader.Raw, child: reader.Raw, home: villages.Home) -> Line:
    years = listed.age(child, session.today)
    who = [str(child["sex"] or ""), "" if years is None else f"{years}岁"]
    return Line(
        row,
        str(raw["child"]),
        str(child["name"]),
        "，".join(word for word in who if word),
        home(child),
        str(raw.get("state") or NOT_ASKED),
        str(raw.get("way") or ""),
        asked.thaw(str(raw.get("answers") or "")),
        raw.get("danger") == "是",
        str(raw.get("note") or ""),
    )


# ── telling it ──────────────────────────────────────────────────────────────────────────────────────────


HEADS_BEFORE = ("序号", "村民组", "姓名", "性别年龄")
HEADS_AFTER = ("问到没有", "怎么问的", "备注")
"""What stands before and behind a sweep's questions on its sheet."""


@dataclass(frozen=True, slots=True)
class Report:
    """What was told: rows, how many were not asked yet, and whether nothing was found."""

    path: Path
    rows: int
    left: int
    zero: bool


def report(
    session: Session, sweep: str, out: Path, *, done: bool = False, progress: Progress | None = None
) -> Report:
    """Writes the result as a workbook: a row for each child; a zero report says so in its title.

    With `done` the sweep counts as told, and nothing more is answered in it. Raises Refused.
    """
    session.require(Right.EXPORT)
    found = opened(session, sweep)
    zero = not found.status.danger and not found.status.left
    heads = [question.text for question in found.questions]
    columns = [roster_write.RosterColumn(head) for head in (*HEADS_BEFORE, *heads, *HEADS_AFTER)]
    rows = [
        (
            number, line.group or None, line.name, line.who or None,
            *(line.answers.get(at) for at in range(1, len(heads) + 1)),
            line.state, line.way or None, line.note or None,
        )
        for number, line in enumerate(found.lines, start=1)
    ]  # fmt: skip
    identity = session.ledger.identity
    notes = [found.sentence]
    if zero:
        notes.append(f"零报告：{found.status.total:,}个孩子都问到或联系过，没有发现危险情况。")
    practice = "【演练】" if identity.practice else ""
    title = f"{practice}{identity.unit_name}{found.status.name}{'（零报告）' if zero else ''}"
    made = roster_write.Roster(title, identity.unit_name, session.today.isoformat(), columns, rows, notes)
    roster_write.write_roster(out, made, progress or Silent())
    access.note(
        session.ledger.connection, session.clock, session.person, "export", record=sweep,
        fields=f"{len(rows):,}行，{found.status.asker}", reason=found.status.name,
    )  # fmt: skip
    if done:
        records.edit(session, "sweep", sweep, {"state": TOLD, "told_on": session.today.isoformat()})
    return Report(out, len(rows), found.status.left, zero)


def waits(session: Session) -> list[Status]:
    """The sweeps that are going on."""
    return [one for one in statuses(session) if one.state == SWEEP_OPEN]


def next_lines(found: Opened) -> list[Line]:
    """Who is asked next: not asked yet in walking order, then those who were not reached."""
    fresh = [line for line in found.lines if line.state == NOT_ASKED]
    return [*fresh, *(line for line in found.lines if line.state == UNREACHED)]
