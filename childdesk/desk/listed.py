"""What a row of the list shows: a page of children in few statements, masked, dates in words."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import NamedTuple

from childdesk.desk import cadences, shown, villages
from childdesk.desk.session import Right, Session
from childdesk.domain import catalogue, current, days
from childdesk.domain.errors import Refused
from childdesk.domain.kinds import Date, Link, Scalar, Typed
from childdesk.domain.plan import Set
from childdesk.domain.privacy import S3, UNKNOWN
from childdesk.domain.progress import Progress, Silent
from childdesk.domain.record import Current
from childdesk.files import roster_write
from childdesk.store import access, listing, reader
from childdesk.store.connection import Connection

PART = 256
"""Rows that are brought at a time where nobody looks on."""


class Seen(NamedTuple):
    """One value of a row as it is seen. `tone`: name, risk, chips, masked, unset, late, soon, or empty."""

    text: str
    tone: str = ""
    tip: str = ""


@dataclass(frozen=True, slots=True)
class Kind:
    """One column that can be shown. `usual` ones stand there until a person chooses others."""

    key: str
    label: str
    usual: bool = False
    sortable: bool = True
    number: bool = False


NOTHING = Seen(UNKNOWN, "unset")
USUAL = (
    Kind("name", "姓名", usual=True),
    Kind("sex", "性别", usual=True),
    Kind("age", "年龄", usual=True, number=True),
    Kind("risk", "风险", usual=True),
    Kind("categories", "类别", usual=True, sortable=False),
    Kind("village_group", "组", usual=True),
    Kind("guardian", "监护人", usual=True, sortable=False),
    Kind("id_number", "身份证号", usual=True),
    Kind("school", "就读学校", usual=True),
    Kind("last", "上次", usual=True),
    Kind("next", "下次走访", usual=True),
)
VILLAGE = Kind("village", "村", usual=True)
"""At a township and a county: whose child it is. The school gives its room for it and can be chosen."""
_SPOKEN = {"last": "上次走访", "village_group": "村民组"}
"""Longer words where there is room: in the list of columns and on an exported sheet."""


TITLE = "儿童台账（所见）"
"""How the title of an exported list ends."""
WHO = ("姓名", "性别", "身份证号", "村民组")
"""Headers under which an exported list tells who a child is; the others are put as one reads them best."""


def kinds(*, above: bool = False) -> tuple[Kind, ...]:
    """Every column, the usual ones first. Sealed fields, links and what could not be read are none.

    `above`: at a desk that looks after several villages.
    """
    known = {kind.key for kind in USUAL}
    others = [
        Kind(key, field.label, sortable=not isinstance(field, Current))
        for key, field in catalogue.RECORDS["child"].fields().items()
        if key not in known and field.privacy is not S3 and not isinstance(field.kind, Link | Typed)
    ]
    if not above:
        return (*USUAL, *others)
    at = [kind.key for kind in USUAL].index("village_group")
    return (*USUAL[:at], VILLAGE, *(_spared(kind) for kind in USUAL[at:]), *others)


def _spared(kind: Kind) -> Kind:
    return replace(kind, usual=False) if kind.key == "school" else kind


@dataclass(slots=True)
class _Page:
    """What one page of rows is made from."""

    today: date
    children: dict[str, reader.Raw]
    guardians: dict[str, list[reader.Raw]]
    visits: dict[str, tuple[str, str | None]]
    following: dict[str, str]
    villages: Mapping[str, str]


def rows(session: Session, ids: Sequence[str], keys: Sequence[str]) -> list[tuple[Seen, ...]]:
    """The rows of some children in the order of `ids` and `keys`; unknown children give empty rows.

    A bounded question for a page of 64: one statement for the children, one for each kind of record that a
    column needs. Raises KeyError for an unknown column.
    """
    session.require(Right.VIEW)
    connection = session.ledger.connection
    makers = [_maker(key) for key in keys]
    page = _Page(
        session.today,
        _children(session, ids, keys),
        _about(connection, "guardian", ids, ("name", "relation")) if "guardian" in keys else {},
        listing.last_visits(connection, ids) if "last" in keys else {},
        {child: one.iso for child, one in cadences.some(session, ids).items()} if "next" in keys else {},
        villages.names(session) if "village" in keys else {},
    )
    return [tuple(make(page, child) for make in makers) for child in ids]


def _children(session: Session, ids: Sequence[str], keys: Sequence[str]) -> dict[str, reader.Raw]:
    """The wanted values of the children, current ones of dated rows among them."""
    cls, connection = catalogue.RECORDS["child"], session.ledger.connection
    always = ("unit", "name", "birth", "exit_on")
    stored = dict.fromkeys([*(key for key in keys if key in cls.stored()), *always])
    found = {str(raw["id"]): raw for raw in listing.some(connection, "child", "id", ids, list(stored))}
    for key in cls.through().keys() & set(keys):
        field = cls.through()[key]
        if key == "categories":
            columns = ("child", "kind", "state", "begins", "ends")
            held = _about(connection, "category", ids, columns)
            for child, raw in found.items():
                pairs = [(str(row["id"]), row) for row in held.get(child, ())]
                raw[key] = current.value(field, pairs, session.today)
        else:
            reader.with_current(connection, "child", found, session.today, only=frozenset((key,)))
    return found


def _about(
    connection: Connection, record: str, ids: Sequence[str], keys: Sequence[str]
) -> dict[str, list[reader.Raw]]:
    found: dict[str, list[reader.Raw]] = {}
    for raw in listing.some(connection, record, "child", ids, list(dict.fromkeys(["child", *keys]))):
        found.setdefault(str(raw["child"]), []).append(raw)
    return found


def _maker(key: str) -> Callable[[_Page, str], Seen]:
    if key in _OWN:
        return _OWN[key]
    field = catalogue.RECORDS["child"].fields()[key]
    masked = field.kind.mask is not None

    def plain(page: _Page, child: str) -> Seen:
        raw = page.children.get(child, {}).get(key)
        text = shown.one(field, raw)
        return Seen(text, "masked" if masked else "") if text else NOTHING

    return plain


def _name(page: _Page, child: str) -> Seen:
    return Seen(str(page.children.get(child, {}).get("name") or ""), "name")


def _age(page: _Page, child: str) -> Seen:
    years = age(page.children.get(child, {}), page.today)
    return NOTHING if years is None else Seen(str(years))


def age(raw: Mapping[str, Scalar], today: date) -> int | None:
    """Completed years of a child, None when the birth is not known."""
    born = raw.get("birth")
    if born is None:
        return None
    words = str(born)
    if len(words) == 10 and words <= today.isoformat():
        # A whole day is compared as text: parsing costs a third of a page's time.
        return today.year - int(words[:4]) - (today.isoformat()[5:] < words[5:])
    return days.age(Date().from_db(words), today)


def _risk(page: _Page, child: str) -> Seen:
    return Seen(str(page.children.get(child, {}).get("risk") or ""), "risk")


def _village(page: _Page, child: str) -> Seen:
    unit = str(page.children.get(child, {}).get("unit") or "")
    return Seen(page.villages.get(unit, unit)) if unit else NOTHING


def _categories(page: _Page, child: str) -> Seen:
    held = str(page.children.get(child, {}).get("categories") or "")
    return Seen("、".join(short_category(kind) for kind in held.split("、")), "chips") if held else NOTHING


def short_category(kind: str) -> str:
    """留守儿童 → 留守; a word that would be left without sense stays."""
    return kind.removesuffix("儿童") if kind not in ("孤儿", "其他") else kind


def _guardian(page: _Page, child: str) -> Seen:
    held = sorted(page.guardians.get(child, ()), key=lambda raw: str(raw["id"]))
    if not held:
        return NOTHING
    raw = held[0]
    more = f"等{len(held):,}人" if len(held) > 1 else ""
    return Seen(" ".join(str(raw[key]) for key in ("name", "relation") if raw.get(key)) + more)


def _last(page: _Page, child: str) -> Seen:
    last = page.visits.get(child, ("", None))[0]
    return Seen(day_words(last, page.today)) if last else Seen("没走过", "unset")


def _next(page: _Page, child: str) -> Seen:
    following = page.following.get(child, "")
    if page.children.get(child, {}).get("exit_on"):
        return Seen("已退出", "unset")
    return due_words(following, page.today) if following else Seen("没排", "unset")


_OWN: dict[str, Callable[[_Page, str], Seen]] = {
    "name": _name,
    "age": _age,
    "risk": _risk,
    "village": _village,
    "categories": _categories,
    "guardian": _guardian,
    "last": _last,
    "next": _next,
}


def day_words(day: str, today: date) -> str:
    """An ISO day in a table: 11-09 this year, 2025-11-09 otherwise."""
    return day[5:] if len(day) == 10 and day[:4] == str(today.year) else day


def due_words(day: str, today: date) -> Seen:
    """When something is due: 晚了3天, 今天, 明天, else the day."""
    late = (today - date.fromisoformat(day)).days
    if late > 0:
        return Seen(f"晚了{late}天", "late", day)
    if late == 0:
        return Seen("今天", "soon", day)
    return Seen("明天", "soon", day) if late == -1 else Seen(day_words(day, today), "", day)


def export(
    session: Session, out: Path, ids: Sequence[str], keys: Sequence[str], progress: Progress | None = None
) -> int:
    """Writes what is seen, masked as it is seen, as a workbook; the number of rows. Noted in the access log.

    Raises Refused without the right, without rows, or where the file cannot be written.
    """
    session.require(Right.EXPORT)
    if not ids:
        raise Refused("没有人可以导出。请先放宽条件")
    watch = progress or Silent()
    known = {kind.key: kind for kind in kinds(above=True)}
    columns = [
        roster_write.RosterColumn(_SPOKEN.get(key, known[key].label), kind=_sheet_kind(known[key]))
        for key in keys
    ]
    cells: list[list[str | int | None]] = []
    for start in range(0, len(ids), PART):
        watch.step(start, len(ids), f"正在写第{start + 1:,}人，共{len(ids):,}人")
        cells += [[_cell(one) for one in row] for row in rows(session, ids[start : start + PART], keys)]
    identity = session.ledger.identity
    title = f"{'【演练】' if identity.practice else ''}{identity.unit_name}{TITLE}"
    made = roster_write.Roster(
        title, identity.unit_name, session.today.isoformat(), columns, cells, ("证件号和电话已遮住中间",)
    )
    roster_write.write_roster(out, made, watch)
    access.note(
        session.ledger.connection,
        session.clock,
        session.person,
        "export",
        record="listing",
        fields=f"{len(ids):,}人，{','.join(keys)}",
    )
    return len(ids)


def _sheet_kind(kind: Kind) -> str:
    return "number" if kind.number else "id" if kind.key in ("id_number", "phone") else "text"


def _cell(one: Seen) -> str | int | None:
    if one.tone == "unset":
        return None
    return int(one.text) if one.text.isdecimal() and len(one.text) < 4 else one.text


@dataclass(frozen=True, slots=True)
class Planned:
    """A day set for several children: the entry, how many, and how many were never visited yet."""

    entry: str
    changed: int
    never: int


def plan_visits(session: Session, children: Sequence[str], day: str, reason: str = "") -> Planned:
    """Sets the next visit of several children in one entry, which one undo takes back.

    The day stands in the last visit, so that a child who was never visited is left out and counted.
    Raises Refused for a day that is not to come.
    """
    session.require(Right.EDIT)
    if day < session.today.isoformat():
        raise Refused("请选今天或以后的一天", "next_date")
    last = listing.newest_visits(session.ledger.connection, children)
    ops = [Set("visit", visit, "next_date", day) for visit in last.values()]
    written = session.ledger.writer.write("edit_visit", session.person, ops, reason=reason)
    return Planned(written.entry, len(last), len(children) - len(last))
