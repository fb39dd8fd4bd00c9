"""What happened to one child, newest first: visits, changes of the file, protected records, what is due."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from childdesk.desk import cadences, history, listed, shown, telling, villages
from childdesk.desk.session import Right, Session
from childdesk.domain import catalogue
from childdesk.domain.kinds import Scalar
from childdesk.domain.plan_options import MET
from childdesk.store import reader

Raw = Mapping[str, Scalar]
DUE, VISIT, CHANGE, SEALED, LEFT = "due", "visit", "change", "sealed", "left"
MOST_WORDS = 4
"""Changes of one entry that are spelled out; the rest is counted."""
_TOLD = ("living", "family", "guardianship", "opinion", "findings", "next_step")


@dataclass(frozen=True, slots=True)
class Happening:
    """One thing that happened or is due. `day` is ISO; sealed ones carry neither title nor text."""

    kind: str
    day: str
    when: str
    title: str
    text: str
    who: str
    tag: str
    record: str
    row: str
    entry: str = ""


@dataclass(frozen=True, slots=True)
class DatedRow:
    """A fact that holds or held for a time: what, whose, from when to when, from where it is known."""

    record: str
    row: str
    label: str
    text: str
    span: str
    source: str
    checked: str
    current: bool
    begins: str


def happenings(session: Session, child: str) -> list[Happening]:
    """Everything about one child: what is due on top, then newest first."""
    session.require(Right.VIEW)
    raw = reader.get(session.ledger.connection, "child", child) or {}
    visits = _visits(session, child)
    found = _told_visits(session, visits)
    found += _protected(session, child)
    found += _changes(session, child)
    found.sort(key=lambda one: (one.day, one.kind == VISIT), reverse=True)
    closed = raw.get("exit_on") or raw.get("exit_reason")
    return found if closed else [*_due(session, child, visits), *found]


def visits(session: Session, child: str) -> list[Happening]:
    """The visits alone, newest first."""
    session.require(Right.VIEW)
    return _told_visits(session, list(reversed(_visits(session, child))))


def dated(session: Session, child: str) -> list[DatedRow]:
    """The facts that begin and end, those that hold first; what became of parents is among the protected."""
    session.require(Right.VIEW)
    connection, found = session.ledger.connection, []
    people = _people(session, child)
    for record, cls in catalogue.DATED.items():
        if record == "parent_state":
            continue
        for row, raw in reader.about(connection, record, [child]).get(child, ()):
            found.append(_dated(session, record, row, raw, people, cls.label))
    return sorted(found, key=lambda one: (not one.current, _reversed(one.begins), one.row))


# ── the parts of a story ────────────────────────────────────────────────────────────────────────────


def _visits(session: Session, child: str) -> list[tuple[str, reader.Raw]]:
    rows = reader.about(session.ledger.connection, "visit", [child]).get(child, [])
    return sorted(rows, key=lambda pair: (str(pair[1]["date"]), pair[0]))


def _told_visits(session: Session, visits: Sequence[tuple[str, reader.Raw]]) -> list[Happening]:
    rows = {str(raw["trip"]) for _, raw in visits if raw.get("trip")}
    trips = reader.many(session.ledger.connection, "trip", rows)
    return [_visit(session, row, raw, trips.get(str(raw.get("trip") or ""), {})) for row, raw in visits]


def _at_door(trip: Raw) -> str:
    """同去：何兰，在场：奶奶，手印; 到门口：有狗没进去. What goes without saying is not said."""
    fields = catalogue.RECORDS["trip"].fields()
    told = {key: shown.one(fields[key], trip.get(key)) for key in ("second_visitor", "present", "outcome")}
    words = {"同去：": told["second_visitor"], "在场：": told["present"]}
    words["到门口："] = "" if told["outcome"] == MET else told["outcome"]
    parts = [f"{word}{text}" for word, text in words.items() if text]
    signed = str(trip.get("signed") or "")
    return "，".join([*parts, *([signed] if signed and signed != "没要求签" else [])])


def _visit(session: Session, row: str, raw: Raw, trip: Raw) -> Happening:
    nobody = raw.get("nobody_home") == "是"
    fields = catalogue.RECORDS["visit"].fields()
    told = {key: shown.one(fields[key], raw.get(key)) for key in _TOLD}
    words = [
        told["living"],
        told["family"],
        told["opinion"] and f"监护人说：{told['opinion']}",
        told["findings"],
        _at_door(trip),
    ]
    if told["guardianship"]:
        words.insert(0, f"监护{told['guardianship']}")
    text = "。".join(word.rstrip("。") for word in words if word)
    if told["next_step"]:
        text += f"{'。' if text else ''}下一步：{told['next_step'].rstrip('。')}"
    following = str(raw.get("next_date") or "")
    asked = "，".join(str(raw[key]) for key in ("asked_person", "asked_relation") if raw.get(key))
    return Happening(
        kind=VISIT,
        day=str(raw["date"]),
        when=telling.day(str(raw["date"]), session.today),
        title="没见到人" if nobody else str(raw.get("visit_type") or "走访"),
        text=f"{text}。" if text else "没有写情况。",
        who=str(raw.get("visitor") or "") or (f"问了{asked}" if asked else ""),
        tag=f"约好{telling.day(following, session.today)}" if following >= session.today.isoformat() else "",
        record="visit",
        row=row,
    )


def _due(session: Session, child: str, visits: Sequence[tuple[str, reader.Raw]]) -> list[Happening]:
    """The next visit, with its reason and what was agreed on the last one."""
    one = cadences.some(session, [child]).get(child)
    if one is None:
        return []
    row, raw = visits[-1] if visits else ("", {})
    words = listed.due_words(one.iso, session.today)
    step = str(raw.get("next_step") or "")
    text = f"{cadences.told(session, one)}。" + (f"上次说好：{step.rstrip('。')}。" if step else "")
    tag = words.text if words.tone == "late" else "待办"
    when = telling.day(one.iso, session.today)
    return [Happening(DUE, one.iso, when, "应走访", text, "", tag, "visit", row)]


def _protected(session: Session, child: str) -> list[Happening]:
    """Referrals and what became of parents: only that there is one, and on which day."""
    connection, found = session.ledger.connection, []
    for record, key in catalogue.PROTECTED.items() if session.sees_traces else ():
        for row, raw in reader.about(connection, record, [child]).get(child, ()):
            day = str(raw.get(key) or "")[:10]
            text = "1条。查看要写明理由，并记入访问记录。"
            when = telling.day(day, session.today)
            found.append(Happening(SEALED, day, when, "受保护的记录", text, "", "", record, row))
    return found


def _changes(session: Session, child: str) -> list[Happening]:
    found = []
    for told in history.of_record(session, child):
        lines = [line for line in told.lines if line.record != "parent_state"]
        if lines:
            found.append(_change(session, child, told, _places(session, lines)))
    return found


def _places(session: Session, lines: list[history.Line]) -> list[history.Line]:
    """The units by their names; of the others a village does not know the names."""
    if not any(line.field == "unit" for line in lines):
        return lines
    names = villages.names(session)
    said = [(names.get(line.before, "别的村"), names.get(line.after, "别的村")) for line in lines]
    return [
        replace(line, before=line.before and before, after=line.after and after)
        if line.field == "unit"
        else line
        for line, (before, after) in zip(lines, said, strict=True)
    ]


def _change(session: Session, child: str, told: history.Told, lines: list[history.Line]) -> Happening:
    day = telling.local_day(told.when)
    keys = {line.field for line in lines if line.row == child}
    born = any(line.row == child and line.field == "name" and not line.before for line in lines)
    left = "exit_on" in keys and any(line.field == "exit_on" and line.after for line in lines)
    title = "建档" if born else "退出在册" if left else "重新登记" if "exit_on" in keys else "资料变动"
    text = f"{told.what}。" if born else _spelled(lines)
    if told.source and born:
        text = f"来自{told.source}。"
    if told.reason:
        text += f"理由：{told.reason.rstrip('。')}。"
    when = telling.day(day, session.today)
    kind = LEFT if left else CHANGE
    return Happening(kind, day, when, title, text, told.person, "", "child", child, told.id)


def _spelled(lines: Sequence[history.Line]) -> str:
    """风险等级由蓝改为黄；学校：云溪镇中心小学；等6处."""
    words = []
    hidden = {"child", "holder", "source", "checked_on", "kind", "begins", "ends"}
    wanted = [line for line in lines if line.field not in hidden or line.before] or list(lines)
    for line in wanted[:MOST_WORDS]:
        whose = "" if line.record == "child" else catalogue.RECORDS[line.record].label
        label = line.label if line.label.startswith(whose) else f"{whose}{line.label}"
        words.append(
            f"{label}由{line.before}改为{line.after or '未采集'}" if line.before else f"{label}：{line.after}"
        )
    more = f"；等{len(wanted):,}处" if len(wanted) > MOST_WORDS else ""
    return "；".join(words) + more + "。"


# ── dated rows ──────────────────────────────────────────────────────────────────────────────────────


def _people(session: Session, child: str) -> dict[str, str]:
    """Row → who it is, for the holders of dated rows."""
    names = {child: "孩子"}
    for record, cls in catalogue.KIN.items():
        rows = reader.about(session.ledger.connection, record, [child]).get(child, ())
        names |= {row: str(raw.get("name") or cls.label) for row, raw in rows}
    return names


def _dated(
    session: Session, record: str, row: str, raw: Raw, people: Mapping[str, str], label: str
) -> DatedRow:
    fields = catalogue.RECORDS[record].fields()
    said = {key: shown.one(field, raw.get(key)) for key, field in fields.items() if raw.get(key) is not None}
    today = session.today.isoformat()
    ended = bool(raw.get("ends")) and str(raw["ends"]) <= today
    holder = people.get(str(raw.get("holder") or ""), "")
    return DatedRow(
        record,
        row,
        f"{holder}{label}" if holder and record != "phone" else f"{said.get('whose') or holder}{label}",
        _dated_text(record, said),
        telling.span(_text(raw.get("begins")), _text(raw.get("ends")), session.today),
        said.get("source", ""),
        f"{telling.day(_text(raw.get('checked_on')), session.today)}核实"
        if raw.get("checked_on")
        else "没核实过",
        current=not ended and said.get("state") not in ("已退出", "不予认定"),
        begins=str(raw.get("begins") or ""),
    )


def _text(value: Scalar) -> str | None:
    return None if value is None else str(value)


_WORDS = {
    "category": ("kind", "state", "confirmed_by", "basis"),
    "absence": ("place", "visits_home"),
    "residence": ("place", "with_whom"),
    "phone": ("number", "state", "best_hour"),
    "name": ("name", "kind", "why"),
    "relief": ("kind", "state", "amount", "cycle"),
}
"""Dated record → the fields that say what it is, in order."""


def _dated_text(record: str, said: Mapping[str, str]) -> str:
    words = [said[key] for key in _WORDS[record] if said.get(key)]
    if record == "absence" and said.get("cross_county") == "是":
        words.append("跨县")
    return "，".join(words) or "外出" if record == "absence" else "，".join(words)


def _reversed(day: str) -> tuple[int, ...]:
    """A later day stands first."""
    return tuple(-ord(character) for character in day) or (1,)
