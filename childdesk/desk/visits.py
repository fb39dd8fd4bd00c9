"""Records a visit: what the form begins with, what it says when it is saved, and who comes next."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from childdesk.desk import (
    choosing,
    drafting,
    due,
    findings,
    listed,
    observations,
    reading,
    records,
    telling,
    villages,
    visit_rules,
)
from childdesk.desk.choosing import Chosen
from childdesk.desk.session import Right, Session
from childdesk.domain import catalogue, rules, seen
from childdesk.domain.errors import Refused
from childdesk.domain.issue import Issue
from childdesk.domain.kinds import Date, Scalar
from childdesk.domain.plan import Op
from childdesk.domain.rules import CONTACT_DAYS
from childdesk.store import reader

PAGE = "visit"
"""The name under which drafts of the form are kept; the record is the child."""

HOME, SCHOOL, PHONE, NOBODY = "入户", "学校", "电话", "没见到人"
WAYS = (HOME, SCHOOL, PHONE, NOBODY)

AT_THE_DOOR = "上门提醒："
"""Beginning of what the next visitor of a household is told."""

Raw = Mapping[str, Scalar]


@dataclass(frozen=True, slots=True)
class Asked:
    """Somebody who may be asked: name and relation to the child."""

    name: str
    relation: str


@dataclass(frozen=True, slots=True)
class Last:
    """The last visit as the form remembers it; what is sealed is only said to be there."""

    id: str
    day: str
    who: str
    living: str
    guardianship: str
    sealed: bool
    agreed: str
    nobody: bool
    ticks: Mapping[str, seen.Tick]
    family: str
    more: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Opening:
    """What the form needs to know about a child before anything is typed."""

    child: str
    name: str
    who: str
    risk: str
    closed: str
    asked: tuple[Asked, ...]
    last: Last | None
    attention: tuple[str, ...]
    kind: str
    """走访类型: 定期回访 when the day was agreed, else 日常走访."""
    home: str
    school: str
    last_contact: str
    last_met: date | None
    left_behind: bool
    rules: Mapping[str, visit_rules.Rule]


@dataclass(frozen=True, slots=True)
class Answers:
    """The filled form. Dates as typed; `asked` in the order in which they were chosen."""

    date: str = ""
    way: str = HOME
    asked: tuple[Asked, ...] = ()
    last_contact: str = ""
    ticks: Mapping[str, seen.Tick] = field(default_factory=dict)
    living: str = ""
    family: str = ""
    guardianship: str = ""
    mind: str = ""
    changes: tuple[str, ...] = ()
    mind_words: str = ""
    outlook: str = ""
    opinion: str = ""
    next_step: str = ""
    next_date: str = ""
    reason: str = ""
    """Why nobody was met."""
    more: Mapping[str, str] = field(default_factory=dict)
    """Further national fields by key, as typed."""

    @property
    def nobody(self) -> bool:
        """Whether nobody was met."""
        return self.way == NOBODY

    @property
    def danger(self) -> bool:
        """Whether a danger signal was seen."""
        signals = self.mind == seen.DANGER or bool(set(self.changes) & set(seen.SIGNALS))
        return signals and not self.nobody


# ── before ──────────────────────────────────────────────────────────────────────────────────────────


def opening(session: Session, child: str) -> Opening:
    """What stands at hand for one child. Raises Refused for an unknown or withdrawn one."""
    session.require(Right.VIEW)
    connection = session.ledger.connection
    raw = reader.whole(connection, "child", child, session.today)
    if raw is None:
        raise Refused("没有找到这份档案。可能已经撤回")
    kin = [(record, one) for record in catalogue.KIN for one in _about(session, record, child)]
    earlier = sorted(
        _about(session, "visit", child), key=lambda visit: (str(visit["date"]), str(visit["id"]))
    )
    last = _last(earlier[-1], session.today) if earlier else None
    years = listed.age(raw, session.today)
    words = [raw.get("sex"), None if years is None else f"{years}岁", villages.home(session)(raw)]
    met = [visit for visit in earlier if _is_met(visit)]
    contacts = [str(one["last_contact"]) for one in (raw, *earlier) if one.get("last_contact")]
    return Opening(
        child=child,
        name=str(raw["name"]),
        who="，".join(str(word) for word in words if word),
        risk=str(raw.get("risk") or ""),
        closed=str(raw.get("exit_on") or ""),
        asked=tuple(_asked(raw, kin)),
        last=last,
        attention=tuple(_attention(session, raw, kin, last, max(contacts, default=""))),
        kind="定期回访" if earlier and earlier[-1].get("next_date") else "日常走访",
        home=str(raw.get("live_address") or "").partition("\t")[0],
        school=str(raw.get("school") or ""),
        last_contact=max(contacts, default=""),
        last_met=None if not met else date.fromisoformat(str(met[-1]["date"])),
        left_behind="留守儿童" in str(raw.get("categories") or "").split("、"),
        rules=visit_rules.rules(session),
    )


def _about(session: Session, record: str, child: str) -> list[dict[str, Scalar]]:
    rows = reader.about(session.ledger.connection, record, [child]).get(child, [])
    return [{**raw, "id": row} for row, raw in rows]


def _is_met(visit: Raw) -> bool:
    return visit.get("nobody_home") != "是" and visit.get("visit_type") != "电话走访"


def _last(raw: Raw, today: date) -> Last:
    words = {key: str(raw.get(key) or "") for key in catalogue.RECORDS["visit"].fields()}
    kept = ("study_state", "schooling", "asked_address")
    return Last(
        id=str(raw["id"]),
        day=telling.day(words["date"], today),
        who=words["visitor"],
        living=_short(words["living"], "living"),
        guardianship="；".join(part for part in (words["guardianship"], words["opinion"]) if part),
        sealed=bool(raw.get("mind") or raw.get("was_sealed")),
        agreed=words["next_step"],
        nobody=words["nobody_home"] == "是",
        ticks=seen.read(words["living"], words["family"]),
        family=_short(words["family"], "family"),
        more={key: words[key].partition("\t")[0] for key in kept if words[key]},
    )


def _short(text: str, field: str) -> str:
    """What was written, and of the ticks only what is wrong."""
    ticks = {key: tick for key, tick in seen.read(text).items() if tick.verdict == seen.BAD}
    return seen.words(field, ticks, seen.free(text)) or ("都没问题" if text else "")


def _asked(raw: Raw, kin: Iterable[tuple[str, Raw]]) -> list[Asked]:
    """Those who care first, then the child; each name once."""
    order = {"guardian": 0, "mother": 1, "father": 2}
    found: dict[str, Asked] = {}
    for record, one in sorted(kin, key=lambda pair: order[pair[0]]):
        name = str(one.get("name") or "")
        if name:
            usual = {"father": "父亲", "mother": "母亲"}.get(record, "其他")
            found.setdefault(name, Asked(name, str(one.get("relation") or usual)))
    found.setdefault(str(raw["name"]), Asked(str(raw["name"]), "本人"))
    return list(found.values())


def _attention(
    session: Session, raw: Raw, kin: Iterable[tuple[str, Raw]], last: Last | None, contact: str
) -> list[str]:
    home = raw.get("household")
    held = reader.get(session.ledger.connection, "household", str(home)) if home else None
    found = [f"{AT_THE_DOOR}{held['caution']}"] if held and held.get("caution") else []
    since = (session.today - date.fromisoformat(contact)).days if contact else 0
    if since > CONTACT_DAYS:
        found.append(f"父母已{since}天没有联系，先问一声")
    if any(one.get("agreement") == "否" for record, one in kin if record == "guardian"):
        found.append("委托照护确认书还没签")
    if last is not None and last.nobody:
        found.append("上次去没见到人")
    for key, tick in (last.ticks if last else {}).items():
        if tick.verdict == seen.BAD:
            found.append(f"上次{seen.BY_KEY[key].short}有问题，看改了没有")
    missing = rules.missing("child", raw)
    if missing:
        labels = [issue.text.removeprefix("缺") for issue in missing]
        found.append(f"还没采集：{telling.some(labels)}")
    return found


# ── while it is filled in ───────────────────────────────────────────────────────────────────────────


def propose(known: Opening, answers: Answers, today: date) -> visit_rules.Proposal:
    """The next day by what has been answered so far."""
    on = _day(answers.date, today) or today
    return visit_rules.propose(
        visit_rules.Met(
            on=on,
            risk=known.risk,
            nobody=answers.nobody,
            by_phone=answers.way == PHONE,
            recheck=not answers.nobody and any(tick.recheck for tick in answers.ticks.values()),
            danger=answers.danger,
            soon=not answers.nobody and answers.outlook == "七日内再看",
            left_behind=known.left_behind,
            last_met=known.last_met,
        ),
        known.rules,
    )


def texts(known: Opening, answers: Answers) -> dict[str, str]:
    """The national fields as they will be written, by key; what was not answered is left out."""
    place = {HOME: known.home, SCHOOL: known.school, NOBODY: known.home}.get(answers.way, "")
    made = {
        "date": answers.date,
        "visit_type": "电话走访" if answers.way == PHONE else known.kind,
        "nobody_home": "是" if answers.nobody else "否",
        "place": place,
        "next_step": answers.next_step,
        "next_date": answers.next_date,
        **answers.more,
    }
    if answers.nobody:
        made["findings"] = answers.reason
    else:
        made |= {
            "asked_person": "、".join(one.name for one in answers.asked),
            "asked_relation": "、".join(dict.fromkeys(one.relation for one in answers.asked)),
            "last_contact": answers.last_contact,
            "living": seen.words("living", answers.ticks, answers.living),
            "family": seen.words("family", answers.ticks, answers.family),
            "guardianship": answers.guardianship,
            "mind": seen.mind(answers.mind, answers.changes, answers.mind_words, answers.outlook),
            "opinion": answers.opinion,
        }
    return {key: text for key, text in made.items() if text.strip()}


def problems(session: Session, known: Opening, answers: Answers) -> list[Issue]:
    """What is missing, doubtful or impossible in the form as it stands, the worst first."""
    got = reading.read("visit", texts(known, answers), session.today)
    values = {**got.values, "child": known.child}
    found = [*got.issues, *rules.check_new("visit", values, session.today, session.ledger.identity.level)]
    raw = reader.get(session.ledger.connection, "child", known.child) or {}
    return [*found, *rules.beside_child("visit", values, raw)]


# ── saving ──────────────────────────────────────────────────────────────────────────────────────────


def save(
    session: Session, child: str, answers: Answers, look: observations.Answers | None = None
) -> records.Saved:
    """Writes one visit that belongs to no door, as one entry; `trips.save` writes what happened at a door.

    `look` is what the checklist said, where it was opened during the visit. Raises Refused naming the field
    of a value that cannot be read; nothing is written then.
    """
    session.require(Right.EDIT)
    ops, row, issues = written(session, child, answers, {}, look)
    entry = session.ledger.writer.write("add_visit", session.person, ops).entry
    drafting.drop(session, PAGE, child)
    return records.Saved(row, entry, tuple(issues))


def written(
    session: Session, child: str, answers: Answers, more: Raw, look: observations.Answers | None = None
) -> tuple[list[Op], str, list[Issue]]:
    """(ops, visit, issues) of one visit: itself, the newest contact with the parents, what is left to do.

    `more` are fields that stand on no form. Raises Refused naming the field that cannot be read.
    """
    known = opening(session, child)
    got = reading.read("visit", {"visitor": session.name, **texts(known, answers)}, session.today)
    if got.issues:
        raise Refused(got.issues[0].text, got.issues[0].field)
    if not got.values.get("date"):
        raise Refused("没有走访日期，存不下来。请填上日期", "date")
    if known.closed and str(got.values["date"]) > known.closed:
        raise Refused(f"{known.name}那天已经退出。补记请写以前的日子，或先重新登记", "date")
    values = {**got.values, "child": child, **more}
    ops, row = records.creation(session, "visit", values, source="")
    issues = rules.check_new("visit", values, session.today, session.ledger.identity.level)
    raw = reader.get(session.ledger.connection, "child", child) or {}
    issues += rules.beside_child("visit", values, raw)
    findings.refuse_impossible(session, values, issues)
    newer = str(values.get("last_contact") or "")
    if newer > str(raw.get("last_contact") or ""):
        ops += records.changes(session, "child", child, raw, {"last_contact": newer}, {})
    on = date.fromisoformat(str(values["date"]))
    ops += findings.ops(session, child, row, on, {} if answers.nobody else answers.ticks)
    if look is not None and not answers.nobody:
        ops += observations.beside_visit(session, child, look, str(values["date"]))
    return ops, row, issues


# ── one after the other ─────────────────────────────────────────────────────────────────────────────


def queue(session: Session, without: Iterable[str] = ()) -> list[Chosen]:
    """Children who are due, the latest first: who may come next when several sheets are keyed."""
    session.require(Right.VIEW)
    done = set(without)
    items = [item for item in due.due(session, days=7) if item.kind == "visit" and item.child not in done]
    return choosing.offered(session, {item.child: _late(item.days_late) for item in items[: choosing.MOST]})


def _late(days: int) -> str:
    return f"晚了{days}天" if days > 0 else "今天" if days == 0 else f"{-days}天后"


def _day(typed: str, today: date) -> date | None:
    got = reading.read("visit", {"date": typed}, today).values.get("date")
    found = None if got is None else Date().from_db(got)
    return None if found is None else found.exact


def flat(answers: Answers) -> dict[str, str]:
    """The answers as a draft keeps them: texts by key. `thaw` takes them back."""
    made = {key: getattr(answers, key) for key in _WORDS}
    made["asked"] = "\n".join(f"{one.name}\t{one.relation}" for one in answers.asked)
    made["changes"] = "、".join(answers.changes)
    for key, tick in answers.ticks.items():
        made[f"tick.{key}"] = f"{tick.verdict}\t{'1' if tick.recheck else ''}\t{tick.note}"
    for key, text in answers.more.items():
        made[f"more.{key}"] = text
    return {key: text for key, text in made.items() if text}


def thaw(kept: Mapping[str, str]) -> Answers:
    """The answers of a draft; keys of another program's version are left out."""
    asked = (line.partition("\t") for line in kept.get("asked", "").split("\n") if line)
    ticks = {}
    for key, text in kept.items():
        part = text.split("\t", 2)
        if key.startswith("tick.") and key[5:] in seen.BY_KEY and len(part) == 3 and part[0] in seen.VERDICTS:
            ticks[key[5:]] = seen.Tick(part[0], part[2], part[1] == "1")
    fields = catalogue.RECORDS["visit"].fields()
    return Answers(
        **{key: kept[key] for key in _WORDS if key in kept},
        asked=tuple(Asked(name, relation) for name, _, relation in asked),
        changes=tuple(word for word in kept.get("changes", "").split("、") if word),
        ticks=ticks,
        more={key[5:]: text for key, text in kept.items() if key.startswith("more.") and key[5:] in fields},
    )


_WORDS = (
    "date", "way", "last_contact", "living", "family", "guardianship", "mind", "mind_words", "outlook",
    "opinion", "next_step", "next_date", "reason",
)  # fmt: skip
