"""The villages of a township: who they are, with or without ChildDesk, and which one some words mean."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from childdesk.desk import places, reading, records, shown
from childdesk.desk.session import Right, Session
from childdesk.domain import catalogue
from childdesk.domain.division_names import TOWN_END
from childdesk.domain.errors import Refused
from childdesk.domain.ids import new_id
from childdesk.domain.kinds import Scalar
from childdesk.domain.plan import New, Op, Set
from childdesk.store import links, listing, reader

DIGITS, TOWN = 12, 9
"""How many digits the code of a village has, and of a township."""
FORMER = "former names"
"""The bookmark of a village's desk that holds how its unit was called before."""
_ENDS = re.compile(r"(?:村民委员会|社区居民委员会|居民委员会|村委会|居委会|社区|村|居)$")


@dataclass(frozen=True, slots=True)
class VillageLine:
    """One village. `desk` says whether a living desk of its own is paired, `id` is empty for one that is
    known by its desk alone."""

    unit: str
    name: str
    id: str = ""
    former_names: tuple[str, ...] = ()
    director: str = ""
    phone: str = ""
    desk: bool = False
    merged_into: str = ""
    ended_on: str = ""


def every(session: Session, *, ended: bool = False) -> list[VillageLine]:
    """The villages below this desk by their code: those written down, and those that are paired."""
    session.require(Right.VIEW)
    connection = session.ledger.connection
    paired = {one.peer.unit: one.peer for one in links.everyone(connection) if len(one.peer.unit) == DIGITS}
    found: dict[str, VillageLine] = {}
    for row, raw in reader.everyone(connection, "village"):
        unit = str(raw["unit"])
        found[unit] = _line(row, raw, desk=unit in paired)
    for unit, peer in paired.items():
        found.setdefault(unit, VillageLine(unit, peer.unit_name, desk=True))
    return [found[unit] for unit in sorted(found) if ended or not found[unit].ended_on]


def _line(row: str, raw: reader.Raw, *, desk: bool) -> VillageLine:
    former = str(raw.get("former_names") or "")
    return VillageLine(
        str(raw["unit"]),
        str(raw["name"]),
        row,
        tuple(part for part in re.split("[、，, ]+", former) if part),
        str(raw.get("director") or ""),
        shown.one(catalogue.FIELDS["village.phone"], raw.get("phone")),
        desk,
        str(raw.get("merged_into") or ""),
        str(raw.get("ended_on") or ""),
    )


def names(session: Session) -> dict[str, str]:
    """Code → name, those that have ended too, and this desk's own; at a county with the 乡镇 before it, since
    two of them may have a village of one name."""
    identity = session.ledger.identity
    known, above = {one.unit: one.name for one in every(session, ended=True)}, towns(session)
    for unit in [one for one in known if one[:TOWN] in above]:
        known[unit] = f"{above[unit[:TOWN]]}{within(known[unit])}"
    return {identity.unit: identity.unit_name} | above | known


Home = Callable[[Mapping[str, Scalar]], str]
"""What says where a child lives, from its `unit` and `village_group`."""


def home(session: Session) -> Home:
    """3组 at a village's own desk; at one that looks after several 河湾村3组, or 云溪镇河湾村3组."""
    known = {} if session.ledger.identity.level == "village" else names(session)

    def words(raw: Mapping[str, Scalar]) -> str:
        village = known.get(str(raw.get("unit") or ""), "")
        return village + shown.one(catalogue.FIELDS["child.village_group"], raw.get("village_group"))

    return words


def of_children(session: Session, ids: Iterable[str]) -> dict[str, str]:
    """Child → village, at a desk that looks after several; nothing at a village's own."""
    if session.ledger.identity.level == "village":
        return {}
    known = names(session)
    rows = listing.some(session.ledger.connection, "child", "id", sorted(set(ids)), ["unit"])
    return {str(raw["id"]): known.get(str(raw["unit"] or ""), "") for raw in rows}


def towns(session: Session) -> dict[str, str]:
    """At a county: code → name of its townships, as they call themselves where they are paired."""
    identity = session.ledger.identity
    if identity.level != "county":
        return {}
    known = dict(places.divisions().children(identity.unit))
    paired = (one.peer for one in links.everyone(session.ledger.connection))
    return known | {peer.unit: peer.unit_name for peer in paired if len(peer.unit) == TOWN}


def within(name: str) -> str:
    """A village's name without the township before it: 云溪镇河湾村 is 河湾村 in the lists of its town."""
    found = re.fullmatch(rf".*?{TOWN_END}(.+)", name)
    return found[1] if found else name


def one(session: Session, words: str) -> VillageLine:
    """The one village that a code, a name, a former name mean. Raises Refused."""
    found = meant(session, words)
    if len(found) == 1:
        return found[0]
    raise Refused(
        f"没有“{words}”这个村。请先在“各村”里加上" if not found else f"“{words}”对得上好几个村，请写区划代码",
        "village",
    )


def meant(session: Session, words: str) -> list[VillageLine]:
    """Every village that some words may mean; with the 乡镇 before it the one of that township."""
    found, called = Finder(every(session)).all_of(words), names(session)
    return [line for line in found if called[line.unit] == words.strip()] or found


class Finder:
    """Which village some words mean: its code, its name with or without 村, a name that it once had."""

    def __init__(self, known: Iterable[VillageLine]) -> None:
        self._by_word: dict[str, dict[str, VillageLine]] = {}
        for line in known:
            for word in (line.unit, *map(bare, (line.name, *line.former_names))):
                if word:
                    self._by_word.setdefault(word, {})[line.unit] = line

    def all_of(self, words: str) -> list[VillageLine]:
        """Every village that the words may mean."""
        clean = words.strip()
        return list({**self._by_word.get(clean, {}), **self._by_word.get(bare(clean), {})}.values())

    def unit(self, words: str) -> str:
        """The code of the only village that the words mean, or nothing."""
        found = self.all_of(words) if words.strip() else []
        return found[0].unit if len(found) == 1 else ""

    def inside(self, text: str) -> str:
        """The code of the only village whose name stands in a longer text, such as an address, or nothing."""
        hits = {
            unit
            for word, lines in self._by_word.items()
            if len(word) > 1 and re.search(rf"{re.escape(word)}(?:村|社区|居委|，|$)", text)
            for unit in lines
        }
        return hits.pop() if len(hits) == 1 else ""


def bare(name: str) -> str:
    """A village's name without the township before it and 村 behind it: 云溪镇河湾村民委员会 → 河湾."""
    clean = re.sub(r"\s+", "", name)
    clean = re.sub(rf"^.*?{TOWN_END}(?=.)", "", clean)
    short = _ENDS.sub("", clean)
    return short or clean


# ── writing ──────────────────────────────────────────────────────────────────────────────────────


def save(session: Session, texts: Mapping[str, str], row: str = "") -> records.Saved:
    """Adds a village or changes one. Raises Refused for a code that is not below this desk or is taken."""
    session.require(Right.PEOPLE)
    unit = texts.get("unit", "").strip()
    if not row or unit:
        require_below(session, unit)
        if any(other != row for other in reader.where(session.ledger.connection, "village", "unit", unit)):
            raise Refused("这个代码已经有一个村", "unit")
    if row:
        return records.edit(session, "village", row, texts)
    return records.add(session, "village", {key: text for key, text in texts.items() if text.strip()})


def require_below(session: Session, unit: str) -> None:
    """Raises Refused unless a code is that of a village below this desk."""
    own = session.ledger.identity.unit
    if not re.fullmatch(r"\d{12}", unit) or not unit.startswith(own) or unit == own:
        raise Refused(f"村的区划代码是12位，以{own}开头", "unit")


@dataclass(frozen=True, slots=True)
class Listed:
    """What a pasted list of villages would do: new ones, known ones, lines that are not taken and why."""

    add: tuple[Mapping[str, str], ...]
    same: int
    left: tuple[tuple[int, str], ...]


def look(session: Session, text: str) -> Listed:
    """Reads a list, one village a line: code, name, 儿童主任, telephone in any order, parted by blanks or
    commas. A village without a code gets the next free one."""
    session.require(Right.PEOPLE)
    own = session.ledger.identity.unit
    taken = {line.unit for line in every(session, ended=True)}
    finder = Finder(every(session))
    add: list[Mapping[str, str]] = []
    left: list[tuple[int, str]] = []
    same = 0
    for number, line in enumerate(text.splitlines(), 1):
        parts = [part for part in re.split(r"[\s,，、;；\t]+", line) if part]
        if not parts:
            continue
        found = _parted(parts)
        if not found.get("name"):
            left.append((number, "没有村名"))
        elif found.get("unit") and not found["unit"].startswith(own):
            left.append((number, f"代码不以{own}开头"))
        elif found.get("unit") in taken or finder.unit(found["name"]):
            same += 1
        else:
            found.setdefault("unit", _next(own, taken))
            taken.add(found["unit"])
            add.append(found)
    if not add and not left and not same:
        raise Refused("名单里一个村也没有。没有改动什么", "village")
    return Listed(tuple(add), same, tuple(left))


def _parted(parts: Iterable[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for part in parts:
        if re.fullmatch(r"\d{12}", part):
            found.setdefault("unit", part)
        elif re.fullmatch(r"[\d-]{7,13}", part):
            found.setdefault("phone", part)
        elif not re.fullmatch(r"\d{1,3}", part):
            found.setdefault("director" if "name" in found else "name", part)
    return found


def _next(own: str, taken: set[str]) -> str:
    """The next free code of a village: 201 … as the statistical codes of villages are given out."""
    number = next(n for n in range(201, 1000) if f"{own}{n:03d}" not in taken)
    return f"{own}{number:03d}"


def take_in(session: Session, listed: Listed) -> records.Saved:
    """Writes the new villages of a list as one entry."""
    session.require(Right.PEOPLE)
    ops: list[Op] = []
    row = ""
    for texts in listed.add:
        got = reading.read("village", dict(texts), session.today)
        made, row = records.creation(session, "village", got.values, source="")
        ops += made
    if not ops:
        raise Refused("没有新的村。名单没有动")
    return records.Saved(row, session.ledger.writer.write("add_village", session.person, ops).entry)


# ── merged and renamed ───────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Joining:
    """What merging or renaming would do: children and households that move, and what is said of it."""

    old: VillageLine
    new: VillageLine
    children: int
    households: int
    ops: tuple[Op, ...]
    told: tuple[str, ...]


def rename(session: Session, words: str, name: str) -> records.Saved:
    """Another name; the old one is kept, so that lists which still use it are understood."""
    line = _kept(session, one(session, words))
    clean = name.strip()
    if not clean:
        raise Refused("请写上新的村名", "name")
    if clean == line.name:
        raise Refused("名字没有变", "name")
    if any(bare(other.name) == bare(clean) and other.unit != line.unit for other in every(session)):
        raise Refused(f"已经有一个{clean}。两个村真的合成一个，请用“并入”", "name")
    former = "、".join(dict.fromkeys((*line.former_names, line.name)))
    return records.edit(session, "village", line.id, {"name": clean, "former_names": former})


def follow_name(session: Session) -> bool:
    """At a village's own desk: takes on the name that the desk above has given it, the township's before it
    as it was; the old one stays known. Whether anything changed."""
    identity = session.ledger.identity
    known = [line for line in every(session) if line.unit == identity.unit and line.id]
    if identity.level != "village" or not known:
        return False
    name, own, former = known[0].name, identity.unit_name, former_names(session)
    lines_up = bare(own) in map(bare, known[0].former_names) or bare(name) in map(bare, former)
    if bare(name) == bare(own) or not lines_up:
        return False
    at = own.rfind(bare(own))
    whole = name if re.search("街道|镇|乡|苏木", name) else own[:at] + name
    session.ledger.bookmark(FORMER, "、".join(dict.fromkeys([*former, own])))
    session.ledger.rename(whole)
    return True


def former_names(session: Session) -> list[str]:
    """How this desk's own unit was called before."""
    return [name for name in session.ledger.bookmark(FORMER).split("、") if name]


def own_names(session: Session) -> list[str]:
    """What this desk's unit is called and was called before."""
    return [session.ledger.identity.unit_name, *former_names(session)]


def _kept(session: Session, line: VillageLine) -> VillageLine:
    """The village with a record of its own: one that was known by its desk alone is written down."""
    if line.id:
        return line
    saved = records.add(session, "village", {"unit": line.unit, "name": line.name})
    return next(other for other in every(session) if other.id == saved.id)


def joining(session: Session, old: str, new: str) -> Joining:
    """The plan that one village becomes part of another: every child and household goes over with its story.

    Nothing is written. Raises Refused for one and the same village.
    """
    session.require(Right.PEOPLE)
    first, second = one(session, old), one(session, new)
    if first.unit == second.unit:
        raise Refused("这是同一个村", "into")
    connection = session.ledger.connection
    ops: list[Op] = []
    counts: dict[str, int] = {}
    for record in ("child", "household"):
        rows = reader.where(connection, record, "unit", first.unit)
        counts[record] = len(rows)
        ops += [Set(record, row, "unit", second.unit) for row in rows]
    former = "、".join(dict.fromkeys((*second.former_names, first.name, *first.former_names)))
    today = session.today.isoformat()
    gone = {"merged_into": second.unit, "ended_on": today}
    ops += _changed(first, gone) + _changed(second, {"former_names": former})
    told = [f"{counts['child']:,}个孩子、{counts['household']:,}户归到{second.name}，记录都跟着去"]
    told.append(f"以后名单上写“{first.name}”，也认作{second.name}")
    if first.desk:
        told.append(f"{first.name}的电脑同步后只留存根；请到U盘同步的“开户和停用”里停用它")
    return Joining(first, second, counts["child"], counts["household"], tuple(ops), tuple(told))


def _changed(line: VillageLine, values: Mapping[str, str]) -> list[Op]:
    if line.id:
        return [Set("village", line.id, key, value) for key, value in values.items()]
    made = new_id()
    return [New("village", made, {"unit": line.unit, "name": line.name, **values})]


def join(session: Session, plan: Joining, reason: str = "") -> records.Saved:
    """Carries the plan out as one entry; undo brings every child back."""
    session.require(Right.PEOPLE)
    entry = session.ledger.writer.write("join_villages", session.person, plan.ops, reason=reason).entry
    return records.Saved(plan.new.id, entry)
