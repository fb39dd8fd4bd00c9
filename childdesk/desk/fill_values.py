"""Says for every child what belongs in a column of somebody else's form: the words, the number, the day."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from datetime import date

from childdesk.desk import places, shown
from childdesk.desk.register import MERGED
from childdesk.desk.session import Session
from childdesk.domain import catalogue, days
from childdesk.domain.change import ITEM
from childdesk.domain.division_names import TOWN_END
from childdesk.domain.errors import Refused
from childdesk.domain.kinds import Date, Money, Scalar, Whole
from childdesk.domain.query import group_number
from childdesk.files.filling.cells import Said
from childdesk.files.header_grammar import folded
from childdesk.store.snapshot import Raw, Snapshot

ABOUT = ("child", "father", "mother", "guardian", "household")
"""Records whose fields a form may ask for."""
PLACES = ("province", "city", "county", "town")
YES, NO = "是", "否"
_UNSUPPORTED = frozenset(code for code, group in MERGED.items() if group == "事实无人抚养儿童")
_ORPHANS = frozenset(code for code, group in MERGED.items() if group == "孤儿")

Person = tuple[str, Raw]
"""(id, stored and current values of the child)."""


class People:
    """The register on a day, one child after the other in the order of the village roster."""

    def __init__(self, session: Session, as_of: date | None) -> None:
        self.session = session
        self.on = as_of or session.today
        self.snapshot = Snapshot(session.ledger.connection, self.on, as_of)
        self._whole: dict[tuple[str, str], Raw] = {}
        labels = self.snapshot.rows("item")
        self.items = {folded(str(raw["label_words"])): f"{ITEM}{row}" for row, raw in labels.items()}
        unit = session.ledger.identity.unit
        place = places.divisions().place(unit[:9]) if len(unit) >= 9 else None
        self.place = {key: str(getattr(place, key, "")) for key in PLACES}

    def everyone(self, where: Sequence[str] = ()) -> list[Person]:
        """Everybody who is open on the day and meets every `FIELD=VALUE`. Raises Refused."""
        found = [child for child in self.meeting(where) if not _closed(child[1], self.on)]
        return sorted(found, key=lambda child: _order(child[1], child[0]))

    def meeting(self, where: Sequence[str]) -> Iterator[Person]:
        """Everybody who meets every `FIELD=VALUE`, closed ones among them. Raises Refused."""
        asked = [asked_of(one) for one in where]
        for row in self.snapshot.rows("child"):
            child = (row, self.snapshot.whole("child", row))
            if all(self._meets(child, name, value) for name, value in asked):
                yield child

    def _meets(self, child: Person, name: str, value: str) -> bool:
        said = self.said(child, name, 0).text
        words = set(re.split("、", said)) | {said}
        if name == "child.categories":
            words |= {
                MERGED[code] for code in str(child[1].get("categories") or "").split("、") if code in MERGED
            }
        if not value:
            return not said
        return value in words or _same(name, value, said)

    def record(self, name: str, child: Person) -> Raw:
        """The record of a kind that belongs to a child; empty where there is none."""
        row, raw = child
        if name == "child":
            return raw
        key = (name, row)
        if key not in self._whole:
            if name == "household":
                self._whole[key] = self.snapshot.rows(name).get(str(raw.get("household") or ""), {})
            else:
                held = self.snapshot.about(name, row)
                self._whole[key] = held[0] if held else {}
        return self._whole[key]

    def said(self, child: Person, name: str, number: int) -> Said:
        """What a field (`record.key`) says of a child; `number` is its place in the list, from 1."""
        record, _, key = name.partition(".")
        if name == "row.number":
            return Said(str(number), float(number))
        if record == "place":
            return Said(self._place(key))
        if name == "child.age":
            born = child[1].get("birth")
            years = None if born is None else days.age(Date().from_db(born), self.on)
            return Said("" if years is None else str(years), None if years is None else float(years))
        raw = self.record(record, child).get(key)
        return said_of(name, raw)

    def _place(self, key: str) -> str:
        """A place of the desk itself; what the code does not say is read from the unit's own name."""
        found = re.match(rf"(.*?{TOWN_END})(.+)", self.session.ledger.identity.unit_name)
        if key == "village":
            return found[2] if found else self.session.ledger.identity.unit_name
        return self.place[key] or (found[1] if found and key == "town" else "")

    def item(self, header: str) -> str:
        """The key under which this desk keeps an extra item with this header; "" for none."""
        return self.items.get(folded(header), "")

    def answer(self, child: Person, header: str) -> Said | None:
        """What a column says that is no field: an item of this desk, a question, the last visit."""
        key = self.item(header)
        if key:
            return Said(str(child[1].get(key) or ""))
        plain = folded(header.rpartition("/")[2])
        ask = question(plain)
        if ask is not None:
            return Said(YES if ask(child[1]) else NO)
        if re.fullmatch("(最近|上次|末次)(一次)?走访(日期|时间)?|走访(日期|时间)", plain):
            visits = [raw for _, raw in self.snapshot.by("visit", "child").get(child[0], ())]
            days_ = [
                str(v["date"]) for v in visits if v.get("date") and str(v["date"]) <= self.on.isoformat()
            ]
            return said_of("visit.date", max(days_, default=None))
        return None


Ask = Callable[[Raw], bool]


def question(header: str) -> Ask | None:
    """What a yes-or-no column asks about a child's categories; None where no answer is known."""
    found = re.fullmatch(
        r"(?:是否|是不是)(?:为|是|属于)?(?:农村)?(.+?)(?:家庭)?(?:学生|儿童|生|幼儿|子女)?", header
    )
    asked = found[1] if found else ""
    kinds: dict[str, frozenset[str]] = {
        "留守": frozenset(("留守儿童",)),
        "流动": frozenset(("流动儿童",)),
        "困境": frozenset(("困境儿童",)),
        "孤": _ORPHANS,
        "事实无人抚养": _UNSUPPORTED,
    }
    wanted = kinds.get(asked.removesuffix("儿").removesuffix("儿童"))
    if wanted is not None:
        codes = wanted
        return lambda raw: bool(codes & set(str(raw.get("categories") or "").split("、")))
    if asked in ("残疾", "残障"):
        return lambda raw: bool(raw.get("disability_type") or raw.get("health") == "残疾")
    return None


def said_of(name: str, raw: Scalar) -> Said:
    """A stored scalar as a form takes it."""
    field = catalogue.FIELDS[name]
    if raw is None:
        return Said("")
    words = shown.text(field, raw)
    if isinstance(field.kind, Date):
        return Said(words, day=field.kind.from_db(raw).exact)
    if isinstance(field.kind, Whole):
        return Said(words, float(raw))
    if isinstance(field.kind, Money):
        return Said(words, int(raw) / 100)
    return Said(words)


def asked_of(text: str) -> tuple[str, str]:
    """(field, value) of a condition `FIELD=VALUE`. Raises Refused for what is no field."""
    name, mark, value = text.partition("=")
    name = name.strip()
    if not mark:
        raise Refused("筛选要写成 栏目=值", "where")
    if "." not in name:
        name = f"child.{name}"
    known = name in catalogue.FIELDS or name in (
        "child.age",
        *(f"place.{key}" for key in (*PLACES, "village")),
    )
    if not known or name.partition(".")[0] not in (*ABOUT, "place"):
        raise Refused(f"没有“{name}”这个栏目，可以用 fields 看有哪些", "where")
    return name, value.strip()


def _same(name: str, value: str, said: str) -> bool:
    """Whether a value that is written otherwise means the same: 汉 and 汉族."""
    field = catalogue.FIELDS.get(name)
    if field is None:
        return False
    wanted, _ = field.kind.read(value)
    has, _ = field.kind.read(said)
    if isinstance(wanted, tuple) and isinstance(has, tuple):
        return bool(wanted) and set(wanted) <= set(has)
    return wanted is not None and wanted == has


def _closed(raw: Raw, on: date) -> bool:
    left = raw.get("exit_on")
    return bool(left and str(left) <= on.isoformat()) or bool(raw.get("exit_reason") and not left)


def _order(raw: Raw, child: str) -> tuple[str, int, str, str, str, str]:
    group = str(raw.get("village_group") or "")
    number = group_number(group) if group else None
    place = int(number) if number else 999_999
    unit, household = str(raw.get("unit") or ""), str(raw.get("household") or "")
    return unit, place, group, household, str(raw.get("birth") or ""), child
