"""The list of children: who is in it, in which order, how many there are of each, and what a row shows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from weakref import WeakKeyDictionary

from childdesk.desk import desks, villages
from childdesk.desk.register import (
    BANDS,
    CLOSED,
    LATE,
    MERGED,
    NEVER,
    NONE,
    NOT_JUDGED,
    OPEN,
    UNKNOWN_AGE,
    WEEK,
    Register,
)
from childdesk.desk.session import Right, Session
from childdesk.domain import catalogue, options
from childdesk.domain.query import group_number
from childdesk.store import listing
from childdesk.store.ledger import Ledger

Chosen = Mapping[str, tuple[str, ...]]
"""Filter group → chosen values: or within a group, and between groups."""


@dataclass(frozen=True)
class Filter:
    """What narrows the list: words as in the search box, and chosen values by group. A hashable value."""

    text: str = ""
    groups: tuple[tuple[str, tuple[str, ...]], ...] = ((("state"), (OPEN,)),)

    @classmethod
    def of(cls, chosen: Chosen, text: str = "") -> Filter:
        """From a mapping; groups without a choice are left out."""
        return cls(text.strip(), tuple((group, tuple(v)) for group, v in sorted(chosen.items()) if v))

    @property
    def chosen(self) -> dict[str, tuple[str, ...]]:
        """The choice as a mapping."""
        return dict(self.groups)


EVERYONE = Filter(groups=())
"""Nothing is narrowed: those who left are in it too."""


@dataclass(frozen=True)
class Order:
    """By what, and whether from high to low. `name` is the Chinese list of names."""

    key: str = "name"
    descending: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    """One group of a filter: key, name, (value, word) of what may be chosen."""

    key: str
    label: str
    options: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Narrowed:
    """The answer to a filter: ids in order, how many there are of each option, how many are registered."""

    ids: tuple[str, ...]
    counts: Mapping[str, Mapping[str, int]]
    open: int
    everyone: int


STATES = ((OPEN, "登记在册"), (CLOSED, "已退出"))
VISITS = ((LATE, "已经晚了"), (WEEK, "这周要走"), (NONE, "没排走访"), (NEVER, "还没走访过"))
MAIN = ("留守儿童", "流动儿童", "困境儿童", "事实无人抚养儿童", "孤儿")
"""Categories that are always offered; others appear once a child has one."""
MISSING = "id_number birth sex nation hukou_address live_address phone guardian categories health schooling"
_SHORT = {"事实无人抚养儿童": "事实无人抚养"}
_LABELS = {"guardian": "监护人", "phone": "电话"}

_registers: WeakKeyDictionary[Ledger, Register] = WeakKeyDictionary()


def _register(session: Session) -> Register:
    """The register of this lane's ledger, brought up to date."""
    found = _registers.setdefault(session.ledger, Register(session.ledger.connection))
    found.refresh(session)
    return found


def ids(session: Session, wanted: Filter, order: Order = Order()) -> list[str]:
    """The children of a filter in order. Raises KeyError for an order that cannot be."""
    session.require(Right.VIEW)
    register = _register(session)
    mask = _mask(session, register, wanted)
    if order.key != "name":
        return register.ordered(mask, session, order.key, descending=order.descending)
    found = register.chosen(mask)
    return found[::-1] if order.descending else found


def narrowed(session: Session, wanted: Filter, order: Order) -> Narrowed:
    """Ids, counts and totals in one go."""
    found = ids(session, wanted, order)
    register = _register(session)
    still = register.group(session, "state").get(OPEN, 0).bit_count()
    return Narrowed(tuple(found), counts(session, wanted), still, len(register.ids))


def counts(session: Session, wanted: Filter) -> dict[str, dict[str, int]]:
    """How many there are of each option, given what is chosen in the other groups."""
    session.require(Right.VIEW)
    register = _register(session)
    text = register.matching(wanted.text)
    parts = {group: _any(session, register, group, values) for group, values in wanted.groups}
    found: dict[str, dict[str, int]] = {}
    for group in groups(session):
        others = text
        for other, mask in parts.items():
            if other != group.key:
                others &= mask
        masks = _masks(session, register, group.key)
        found[group.key] = {value: (others & masks.get(value, 0)).bit_count() for value, _ in group.options}
    return found


def groups(session: Session) -> list[Group]:
    """The groups of the filter; what nobody has is left out, but for the options that always stand."""
    register = _register(session)

    def used(key: str, order: Sequence[str]) -> tuple[tuple[str, str], ...]:
        have = _masks(session, register, key)
        return tuple((value, value) for value in order if value in have)

    village = sorted(_masks(session, register, "group"), key=_by_number)
    others = tuple(dict.fromkeys(MERGED.get(code, code) for code in options.CATEGORY.codes()))
    have = _masks(session, register, "category")
    kinds = (*MAIN, *(kind for kind in others if kind in have and kind not in MAIN))
    bands = (*(word for _, word in BANDS), UNKNOWN_AGE)
    return [
        Group("category", "类别", tuple((kind, _SHORT.get(kind, kind)) for kind in kinds)),
        Group("risk", "风险", tuple((word, word) for word in (*options.RISK.codes(), NOT_JUDGED))),
        Group("visit", "走访", VISITS),
        *_villages(session, register),
        Group("group", "村民组", tuple((word, word) for word in village)),
        Group("state", "在册状态", STATES),
        Group("age", "年龄", used("age", bands)),
        Group("schooling", "就学", used("schooling", options.SCHOOLING.codes())),
        Group("health", "健康", used("health", options.HEALTH.codes())),
        Group("missing", "还没采集", tuple((key, _label(key)) for key in MISSING.split())),
    ]


def _villages(session: Session, register: Register) -> list[Group]:
    """At a township: which village."""
    if session.ledger.identity.level == "village":
        return []
    names = villages.names(session)
    have = sorted(_masks(session, register, "village"))
    return [Group("village", "村", tuple((unit, names.get(unit, unit)) for unit in have))]


def place_of(session: Session, wanted: Filter, letters: str) -> str | None:
    """The first child of the filter, in list order, whose name begins with what was typed.

    Letters are pinyin or initials, Chinese characters the name itself. None where nobody does.
    """
    register = _register(session)
    mask = _mask(session, register, wanted)
    typed = letters.strip().casefold()
    if not typed or not mask:
        return None
    if typed.isascii() and len(typed) == 1:
        first = listing.first_at(session.ledger.connection, typed)
        return None if first is None else register.after(mask, first)
    named = mask & register.matching(typed)
    found = register.chosen(named)
    rank = desks.INDEX.load().name_rank(typed) if not typed.isascii() else typed
    ranks = ((child, listing.rank_of(session.ledger.connection, child)) for child in found[:200])
    start = rank.split(" ")[0]
    return next((child for child, of in ranks if of.startswith(start)), found[0] if found else None)


def letter(session: Session, child: str) -> str:
    """The initial letter under which a child stands in the list of names; a bounded question."""
    return listing.rank_of(session.ledger.connection, child)[:1].upper()


def _by_number(word: str) -> tuple[int, str]:
    number = group_number(word)
    return (int(number) if number else 9_999, word)


def _label(key: str) -> str:
    return _LABELS.get(key) or catalogue.RECORDS["child"].fields()[key].label


def _mask(session: Session, register: Register, wanted: Filter) -> int:
    mask = register.matching(wanted.text)
    for group, values in wanted.groups:
        mask &= _any(session, register, group, values)
    return mask


def _any(session: Session, register: Register, group: str, values: Sequence[str]) -> int:
    masks, found = _masks(session, register, group), 0
    for value in values:
        found |= masks.get(value, 0)
    return found


def _masks(session: Session, register: Register, group: str) -> Mapping[str, int]:
    masks = register.group(session, group)
    return masks if group != "missing" else {**masks, **register.group(session, "lacking")}
