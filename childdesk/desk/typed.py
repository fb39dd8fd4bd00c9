"""录入助手: types a child's file on into the national system, field by field in its order and words.

What was typed is ticked with a seal of its content, never the content; a later change opens the field again.
"""

from __future__ import annotations

import functools
import hashlib
import hmac
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from childdesk.desk import records, settings, shown, villages
from childdesk.desk.session import Right, Session
from childdesk.domain import catalogue
from childdesk.domain.errors import Refused
from childdesk.domain.ids import new_id
from childdesk.domain.kinds import Scalar
from childdesk.domain.plan import New, Op, Set
from childdesk.domain.privacy import S3
from childdesk.files import saving
from childdesk.paths import resource
from childdesk.store import access, reader

SETTING = settings.NATIONAL
LARGEST_ORDER = 200_000
UNREADABLE = "这份栏目顺序读不了，请看看是不是存出来的那种文本文件。原来的照旧用"
SEALED_LENGTH = 16
OPEN, TICKED, CHANGED, EMPTY = "open", "ticked", "changed", "empty"


@dataclass(frozen=True, slots=True)
class Place:
    """One field of their page: ours, their word for it, their words for its options."""

    field: str
    label: str
    section: str
    words: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Item:
    """One field of one child. `value` is as a screen shows it; `state` open, ticked, changed since, empty."""

    field: str
    label: str
    section: str
    value: str
    state: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """One child in their order."""

    child: str
    name: str
    items: tuple[Item, ...]

    def count(self, *states: str) -> int:
        """How many fields are in one of the states."""
        return sum(item.state in states for item in self.items)

    @property
    def left(self) -> int:
        """How many are still to be typed, those that changed included."""
        return self.count(OPEN, CHANGED)

    def following(self, after: str = "") -> str:
        """The next field to be typed behind one, from the top again at the end; nothing when all is done."""
        names = [item.field for item in self.items]
        at = names.index(after) + 1 if after in names else 0
        order = [*self.items[at:], *self.items[:at]]
        return next((item.field for item in order if item.state in (OPEN, CHANGED)), "")


@dataclass(frozen=True, slots=True)
class Waiting:
    """One child of the list: how many fields are still to be typed, how many changed since."""

    child: str
    name: str
    group: str
    left: int
    changed: int
    typed_on: str


# ── their page ───────────────────────────────────────────────────────────────────────────────────


@functools.lru_cache(maxsize=4)
def read_places(text: str) -> tuple[Place, ...]:
    """The places of a page description. Raises Refused where it is none, with what is wrong."""
    try:
        found = tomllib.loads(text)
        places = [
            Place(str(one["field"]), str(one["label"]), str(section["title"]), dict(one.get("words", {})))
            for section in found["section"]
            for one in section["fields"]
        ]
    except (tomllib.TOMLDecodeError, KeyError, TypeError, AttributeError) as error:
        raise Refused(UNREADABLE, "file") from error
    for place in places:
        item = catalogue.FIELDS.get(place.field)
        if item is None or place.field.partition(".")[0] not in ("child", *catalogue.KIN):
            raise Refused(f"没有“{place.field}”这个栏目")
        if item.privacy is S3:
            raise Refused(f"“{place.label}”是保密的，不能放进录入助手")
    if len({place.field for place in places}) != len(places):
        raise Refused("有的栏目写了两次")
    return tuple(places)


def places(session: Session) -> tuple[Place, ...]:
    """The fields of their page in its order: the county's own, else the shipped one."""
    kept = settings.value(session, SETTING)
    return read_places(kept or resource("forms", "national.toml").read_text("utf-8"))


def load(session: Session, text: str) -> records.Saved:
    """Puts the county's own order in the place of the shipped one. Raises Refused with what is wrong."""
    session.require(Right.PEOPLE)
    read_places(text)
    return settings.keep(session, SETTING, text)


def load_file(session: Session, path: Path) -> records.Saved:
    """The same from a text file. Raises Refused where it cannot be read."""
    session.require(Right.PEOPLE)
    try:
        content = path.read_bytes()
        if len(content) > LARGEST_ORDER:
            raise Refused(UNREADABLE, "file")
        return load(session, content.decode("utf-8-sig"))
    except (OSError, UnicodeDecodeError) as error:
        raise Refused(UNREADABLE, "file") from error


def usual(session: Session) -> records.Saved:
    """Back to the shipped order; the own one stays in the history. Raises Refused."""
    session.require(Right.PEOPLE)
    if not is_own(session):
        raise Refused("现在用的就是自带的栏目顺序")
    return settings.keep(session, SETTING, "")


def is_own(session: Session) -> bool:
    """Whether another order than the shipped one holds."""
    return bool(settings.value(session, SETTING))


def save_file(session: Session, path: Path) -> None:
    """Writes the order that holds as a text file, to be changed and loaded. Raises Refused, Unavailable."""
    session.require(Right.VIEW)
    text = settings.value(session, SETTING) or resource("forms", "national.toml").read_text("utf-8")
    saving.save(path, text.encode())


# ── one child ────────────────────────────────────────────────────────────────────────────────────


def sheet(session: Session, child: str) -> Sheet:
    """One child's fields in their order. Raises Refused when it is gone."""
    session.require(Right.VIEW)
    raws = _raws(session, [child]).get(child)
    if raws is None:
        raise Refused("没有找到这个孩子", "id")
    done = _done(session).get(child, ("", {}, ""))[1]
    items = [_item(session, place, raws, done) for place in places(session)]
    return Sheet(child, str(raws["child"]["name"]), tuple(items))


def _raws(session: Session, children: Iterable[str]) -> dict[str, dict[str, reader.Raw]]:
    """Child → record → values, with what holds today."""
    connection, wanted = session.ledger.connection, list(children)
    rows = reader.with_current(connection, "child", reader.many(connection, "child", wanted), session.today)
    found = {child: {"child": raw} for child, raw in rows.items()}
    for record in catalogue.KIN:
        about = reader.about(connection, record, wanted)
        held = {row: raw for some in about.values() for row, raw in some}
        reader.with_current(connection, record, held, session.today)
        for child, some in about.items():
            if child in found:
                found[child][record] = some[0][1]
    return found


def _item(session: Session, place: Place, raws: Mapping[str, reader.Raw], done: Mapping[str, str]) -> Item:
    words = _words(place, raws)
    item = catalogue.FIELDS[place.field]
    record, _, key = place.field.partition(".")
    value = shown.one(item, raws.get(record, {}).get(key)) if item.kind.mask else words
    return Item(place.field, place.label, place.section, value, _state(session, place.field, words, done))


def _words(place: Place, raws: Mapping[str, reader.Raw]) -> str:
    """A value as their page wants it, whole."""
    record, _, key = place.field.partition(".")
    text = shown.text(catalogue.FIELDS[place.field], raws.get(record, {}).get(key))
    return "、".join(place.words.get(part, part) for part in text.split("、")) if place.words else text


def _state(session: Session, field: str, words: str, done: Mapping[str, str]) -> str:
    kept = done.get(field)
    if kept is None:
        return OPEN if words else EMPTY
    return TICKED if kept == _seal(session, field, words) else CHANGED


def _seal(session: Session, field: str, words: str) -> str:
    """Tells whether a content is still the same; keyed with the ledger's secret, it tells nothing else."""
    key = session.ledger.secret("age").encode()
    return hmac.new(key, f"{field}\n{words}".encode(), hashlib.sha256).hexdigest()[:SEALED_LENGTH]


def value(session: Session, child: str, field: str) -> str:
    """The whole value of one field, to be put on the clipboard; noted in the access log. Raises Refused."""
    session.require(Right.EXPORT)
    place = next((one for one in places(session) if one.field == field), None)
    raws = _raws(session, [child]).get(child)
    if place is None or raws is None:
        raise Refused("没有这一项", "field")
    access.note(
        session.ledger.connection, session.clock, session.person, "type_on", record=child, fields=field
    )
    return _words(place, raws)


def tick(session: Session, child: str, fields: Iterable[str], *, typed: bool = True) -> records.Saved:
    """Says that fields were typed, as they stand now, or that they were not."""
    session.require(Right.EDIT)
    raws = _raws(session, [child]).get(child)
    if raws is None:
        raise Refused("没有找到这个孩子", "id")
    by_field = {place.field: place for place in places(session)}
    row, done, _ = _done(session).get(child, ("", {}, ""))
    kept = dict(done)
    for field in fields:
        if field not in by_field:
            raise Refused("没有这一项", "field")
        if typed:
            kept[field] = _seal(session, field, _words(by_field[field], raws))
        else:
            kept.pop(field, None)
    return _keep(session, child, row, kept)


def _keep(session: Session, child: str, row: str, kept: Mapping[str, str]) -> records.Saved:
    lines = "\n".join(f"{field} {seal}" for field, seal in sorted(kept.items()))
    values: dict[str, Scalar] = {"done": lines or None, "typed_on": session.today.isoformat()}
    ops: list[Op] = [Set("typed", row, key, one) for key, one in values.items()]
    if not row:
        row = new_id()
        ops = [New("typed", row, {"child": child, **values})]
    return records.Saved(row, session.ledger.writer.write("type_on", session.person, ops).entry)


def _done(session: Session) -> dict[str, tuple[str, dict[str, str], str]]:
    """Child → (row, field → seal, day)."""
    found: dict[str, tuple[str, dict[str, str], str]] = {}
    for row, raw in reader.everyone(session.ledger.connection, "typed"):
        lines = [line.split(" ") for line in str(raw.get("done") or "").splitlines()]
        seals = {line[0]: line[1] for line in lines if len(line) == 2}
        found[str(raw["child"])] = (row, seals, str(raw.get("typed_on") or ""))
    return found


# ── everybody ────────────────────────────────────────────────────────────────────────────────────


def waiting(session: Session, unit: str = "") -> list[Waiting]:
    """The open children with something still to be typed: what changed since first, then the begun ones.

    `unit` narrows it to one village.
    """
    session.require(Right.VIEW)
    connection = session.ledger.connection
    rows = {
        row: raw
        for row, raw in reader.everyone(connection, "child")
        if not raw.get("exit_reason") and not raw.get("exit_on") and unit in ("", raw.get("unit"))
    }
    done, every, found = _done(session), places(session), []
    above = session.ledger.identity.level != "village" and not unit
    names = villages.names(session) if above else {}
    for child, raws in _raws(session, rows).items():
        _, seals, day = done.get(child, ("", {}, ""))
        states = [_state(session, place.field, _words(place, raws), seals) for place in every]
        left, changed = states.count(OPEN) + states.count(CHANGED), states.count(CHANGED)
        if left:
            name, group = str(raws["child"]["name"]), str(raws["child"].get("village_group") or "")
            # Several villages in one list: the group alone says nothing.
            group = f"{names.get(str(raws['child'].get('unit')), '')}{group}"
            found.append(Waiting(child, name, group, left, changed, day))
    return sorted(found, key=lambda one: (not one.changed, not one.typed_on, one.group, one.name))
