"""收表: what all villages owe by a day, how each stands with it, and giving it from a village's own desk."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from childdesk.desk import reading, records, villages
from childdesk.desk.session import Right, Session
from childdesk.domain import township_options as options
from childdesk.domain.errors import Refused
from childdesk.domain.ids import SHORTEST_PREFIX, new_id
from childdesk.domain.kinds import Scalar
from childdesk.domain.plan import New, Op, Set
from childdesk.store import reader, standings

MOST_TOLD = 99_999
"""More children than a village has: a number that was mistyped."""


@dataclass(frozen=True, slots=True)
class PaperLine:
    """One paper that all owe, and how many have given it."""

    id: str
    title: str
    period: str
    due: str
    note: str
    days_late: int
    owed: int
    given: int
    returned: int

    @property
    def is_open(self) -> bool:
        """Whether a village still owes it."""
        return self.given < self.owed


@dataclass(frozen=True, slots=True)
class Share:
    """How one village stands with one paper."""

    id: str
    paper: str
    unit: str
    state: str
    given_on: str
    children: int | None
    way: str
    file: str
    words: str
    chased: tuple[str, ...]

    @property
    def is_in(self) -> bool:
        """Whether the village has done its part."""
        return self.state in options.IN


def ask(session: Session, texts: Mapping[str, str]) -> records.Saved:
    """Asks all villages for a paper: one entry with a line for each. Raises Refused without title or day."""
    session.require(Right.PEOPLE)
    _require_above(session)
    for key, sentence in (("title", "请写上要交的是什么表"), ("due", "请写上哪天以前要")):
        if not texts.get(key, "").strip():
            raise Refused(sentence, key)
    known = villages.every(session)
    if not known:
        raise Refused("还没有村。请先把各村加上", "village")
    got = reading.read("collection", dict(texts), session.today)
    if got.issues:
        raise Refused(got.issues[0].text, got.issues[0].field)
    same = (str(got.values["title"]), str(got.values.get("period") or ""))
    there = next(
        (line for line in papers(session) if (line.title, line.period) == same and line.is_open), None
    )
    if there is not None:
        raise Refused(f"“{there.title}”正在收，{there.due}前要。要另收一份，请换个名字", "title")
    ops, paper = records.creation(session, "collection", got.values, source="")
    ops += [_owed(paper, line.unit, session.today) for line in known]
    return records.Saved(paper, session.ledger.writer.write("ask_villages", session.person, ops).entry)


def _owed(paper: str, unit: str, on: date) -> New:
    values: dict[str, Scalar] = {"unit": unit, "collection": paper, "state": options.NOT_YET}
    return New("handed", new_id(), values | {"state_on": on.isoformat()})


def _require_above(session: Session) -> None:
    if session.ledger.identity.level == "village":
        raise Refused("收各村的表是镇里的事")


def papers(session: Session) -> list[PaperLine]:
    """The papers, the newest day first."""
    session.require(Right.VIEW)
    shares = every_share(session)
    found = []
    for row, raw in reader.everyone(session.ledger.connection, "collection"):
        mine = [share for share in shares if share.paper == row]
        due = str(raw["due"])
        found.append(
            PaperLine(
                row,
                str(raw["title"]),
                str(raw.get("period") or ""),
                due,
                str(raw.get("note") or ""),
                (session.today - date.fromisoformat(due)).days,
                len(mine),
                sum(share.is_in for share in mine),
                sum(share.state == options.RETURNED for share in mine),
            )
        )
    return sorted(found, key=lambda line: (line.due, line.title), reverse=True)


def paper(session: Session, row: str) -> PaperLine:
    """One paper by its id. Raises Refused when it is gone."""
    found = next((line for line in papers(session) if line.id == row), None)
    if found is None:
        raise Refused("没有找到这次收表", "collection")
    return found


def every_share(session: Session, paper: str = "") -> list[Share]:
    """How every village stands, with one paper or with all."""
    session.require(Right.VIEW)
    rows = reader.everyone(session.ledger.connection, "handed")
    return [_share(row, raw) for row, raw in rows if paper in ("", raw.get("collection"))]


def _share(row: str, raw: reader.Raw) -> Share:
    words = {key: str(raw.get(key) or "") for key in raw}
    return Share(
        row,
        words["collection"],
        words["unit"],
        words["state"] or options.NOT_YET,
        words["given_on"],
        None if raw.get("children") is None else int(str(raw["children"])),
        words["way"],
        words["file"],
        words["words"],
        tuple(words["chased"].splitlines()),
    )


# ── what a township writes down ──────────────────────────────────────────────────────────────────


def _chosen(session: Session, paper: str, units: Collection[str]) -> list[Share]:
    found = [share for share in every_share(session, paper) if share.unit in units]
    if len(found) != len(set(units)):
        raise Refused("有的村不在这次收表里", "village")
    return found


def mark(
    session: Session,
    paper: str,
    units: Collection[str],
    state: str,
    *,
    words: str = "",
    children: int | None = None,
) -> records.Saved:
    """Writes down how some villages stand: given on paper, 零报告, 退回 with what is wrong, 未交 again.

    What was given by hand keeps how many children it told of: `children` of one village, else those whom the
    register has for each. Raises Refused.
    """
    session.require(Right.EDIT)
    found = options.HANDED.find(state)
    if found is None:
        raise Refused(f"没有“{state}”这一种", "state")
    code = found.code
    if code == options.RETURNED and not words.strip():
        raise Refused("退回要写一句哪里不对", "words")
    counts = _told(session, code, units, children)
    ops: list[Op] = []
    for share in _chosen(session, paper, units):
        if code == options.RETURNED and not share.is_in:
            raise Refused("还没交的不能退回", "state")
        values: dict[str, Scalar] = {"state": code}
        if code == options.RETURNED:
            values["words"] = words.strip()
        elif code in options.IN:
            again = code == options.GIVEN and share.state in (options.RETURNED, options.AGAIN)
            values["state"] = options.AGAIN if again else code
            values |= {"given_on": session.today.isoformat(), "way": options.BY_HAND}
            values["children"] = counts.get(share.unit, 0)
        else:
            values["children"] = None
        ops += _set(session, share, values)
    return records.Saved("", session.ledger.writer.write("mark_handed", session.person, ops).entry)


def _told(session: Session, code: str, units: Collection[str], children: int | None) -> Mapping[str, int]:
    """Unit → the children that were given by hand; nobody with 零报告."""
    if children is None:
        return standings.open_children(session.ledger.connection) if code == options.GIVEN else {}
    if code != options.GIVEN or len(units) != 1:
        raise Refused("人数只能给一个村写，而且要是已交", "children")
    if not 0 <= children <= MOST_TOLD:
        raise Refused("请写交来多少个孩子，用数字", "children")
    return dict.fromkeys(units, children)


def _set(session: Session, share: Share, values: Mapping[str, Scalar]) -> list[Op]:
    today = session.today.isoformat()
    return [Set("handed", share.id, key, value) for key, value in {**values, "state_on": today}.items()]


def taken_in(
    session: Session, paper: str, unit: str, children: int, file: str, way: str = options.ON_BEHALF
) -> list[Op]:
    """The ops that say that a village's workbook has come, with how many children."""
    share = _chosen(session, paper, [unit])[0]
    again = share.state in (options.RETURNED, options.AGAIN)
    values: dict[str, Scalar] = {
        "state": (options.AGAIN if again else options.GIVEN) if children else options.ZERO,
        "given_on": session.today.isoformat(),
        "children": children,
        "way": way,
        "file": file[:200] or None,
    }
    return _set(session, share, values)


def chase(session: Session, paper: str, units: Collection[str], words: str = "") -> records.Saved:
    """Writes down that some villages were reminded, and what they said."""
    session.require(Right.EDIT)
    line = f"{session.today.isoformat()} {' '.join(words.split()) or '打过电话'}"
    ops: list[Op] = []
    for share in _chosen(session, paper, units):
        ops.append(Set("handed", share.id, "chased", "\n".join((*share.chased, line))[-4000:]))
    return records.Saved("", session.ledger.writer.write("chase_handed", session.person, ops).entry)


def meant(session: Session, words: str) -> str:
    """The id of the paper that a title or the first characters of its id mean. Raises Refused."""
    known = papers(session)
    clean = words.strip()
    found = [line.id for line in known if clean in (line.id, line.title)]
    if not found and len(clean) >= SHORTEST_PREFIX:
        found = [line.id for line in known if line.id.startswith(clean.lower())]
    if not found:
        titles = "、".join(line.title for line in known[:5])
        raise Refused(f"没有收过“{clean}”。收过的有：{titles}" if titles else "还没有要收的表", "paper")
    return found[0]


@dataclass(frozen=True, slots=True)
class Owed:
    """A paper that this village owes: what it is, how it stands, how many children would go along."""

    line: PaperLine
    share: Share
    children: int


# ── what a village does at its own desk ──────────────────────────────────────────────────────────


def owed(session: Session) -> list[tuple[PaperLine, Share]]:
    """What this village owes its township: open ones and those that came back, by their day."""
    own = session.ledger.identity.unit
    lines = {line.id: line for line in papers(session)}
    mine = [share for share in every_share(session) if share.unit == own and share.paper in lines]
    return sorted(
        ((lines[share.paper], share) for share in mine), key=lambda pair: (pair[1].is_in, pair[0].due)
    )


def owed_one(session: Session, paper: str) -> Owed | None:
    """One paper that this village owes, or nothing where the id is that of something else."""
    found = next((pair for pair in owed(session) if pair[0].id == paper), None)
    if found is None:
        return None
    count = standings.open_children(session.ledger.connection).get(session.ledger.identity.unit, 0)
    return Owed(*found, count)


def give(session: Session, paper: str) -> records.Saved:
    """Gives this village's register as it stands; with nobody in it that is 零报告. It goes by stick."""
    session.require(Right.EDIT)
    own = session.ledger.identity.unit
    count = standings.open_children(session.ledger.connection).get(own, 0)
    ops = taken_in(session, paper, own, count, "", options.BY_DESK)
    return records.Saved("", session.ledger.writer.write("give_collection", session.person, ops).entry)


def total(shares: Iterable[Share]) -> int:
    """How many children the villages that have given their part told of."""
    return sum(share.children or 0 for share in shares if share.is_in)
