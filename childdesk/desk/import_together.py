"""A child that stands in two lines of one workbook, mostly in two of its sheets: both lines make one file.

What the earlier line leaves empty the later one fills, and categories stand side by side. Where the two say
different things neither is the newer: what the register has stands, else the earlier line, and a person is
asked. A grown-up of another name is somebody else, with everything that is said of him.
"""

from __future__ import annotations

import marshal
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from childdesk.desk import family, import_beside
from childdesk.desk.family_row import Row, Values
from childdesk.desk.import_beside import KEEP, TAKE
from childdesk.desk.import_cells import Books
from childdesk.desk.import_dated import MOVES_ON
from childdesk.desk.import_items import Items
from childdesk.desk.import_plan import Difference, Remark, RowPlan, SheetPlan, line
from childdesk.desk.import_seats import Seat
from childdesk.domain import catalogue, options
from childdesk.domain.change import ITEM
from childdesk.domain.codes import fold
from childdesk.domain.duplicates import Sketch
from childdesk.domain.kinds import Date, Scalar, typed_text, typed_words
from childdesk.domain.plan import New, Op

MOST = 3_000
"""Rows of a workbook with one table up to which the lines of a child are put together: what a line says is
kept for that, and in a longer list the second line about somebody is told and left out."""
_OURS = frozenset(["household", "unit"])
"""What the program itself puts into the values of a row."""
_TYPED = frozenset(["was", "was_sealed"])
_WHO = ("name", "id_number")
_NO_NEWS = frozenset(f"{record}.{key}" for record in catalogue.RECORDS for key in _TYPED) | {
    "father.relation",
    "mother.relation",
}
"""What is not named among the things that a line brings."""
SAID, NEWER, MOVED_ON = "said", "newer", "moved on"
"""Why one of two lines counts: a person said so, its sheet is newer, or that of something that moves on."""

Held = Callable[[str, Mapping[str, Scalar]], Mapping[str, Scalar]]
"""(record, values) → what the register has of the one who is meant."""


@dataclass(slots=True)
class Stood:
    """A child of this plan: the line in which it stood first, and what all its lines say together.

    `holder` is the line whose ops make or change the file, `before` what is written ahead of them.
    """

    made: SheetPlan
    first: RowPlan
    holder: RowPlan
    seat: Seat
    sketch: Sketch
    known: Sketch | None
    """Who it is in the register; None for somebody new."""
    before: list[Op]
    household: str = ""
    sources: dict[str, tuple[SheetPlan, int]] = field(default_factory=dict)
    """Field → the later line that said it."""
    later: list[RowPlan] = field(default_factory=list)
    """The lines that were put to the first."""
    _said: bytes = b""

    def keep(self, row: Row) -> None:
        """Keeps what the lines say so far, small."""
        self._said = marshal.dumps((row.values, row.phones))

    @property
    def is_kept(self) -> bool:
        """Whether another line can be put to it."""
        return bool(self._said)

    def said(self) -> Row:
        """What the lines say so far."""
        values, phones = marshal.loads(self._said)
        return Row(values, phones=phones)

    @property
    def at(self) -> tuple[str, int]:
        """(sheet, row) of the line in which it stood first."""
        return self.made.name, self.first.row

    def write(self, ops: list[Op], told: RowPlan) -> None:
        """Gives the ops to the line that has had them, or where it had none to `told`.

        Where a newer line leaves a file as the register has it, none of its lines changes anything.
        """
        if self.known is not None and not self.holder.ops:
            self.holder = told
        self.holder.ops = ops
        self.later.append(told)
        if self.known is not None and not ops:
            for one in (self.first, *self.later):
                one.outcome = "same"

    def source(self, name: str) -> tuple[SheetPlan, int]:
        """The line that said something first."""
        return self.sources.get(name, (self.made, self.first.row))

    def fits(self, new: Sketch) -> bool:
        """Whether a line bears a name of the child: a number under two names may have been copied."""
        names = self.sketch.names() | (self.known.names() if self.known else frozenset())
        return fold(new.name) in names


@dataclass(frozen=True, slots=True)
class Clash:
    """Two lines that say different things of one field. `taken`: the later counts.

    `told` is what differs, as it may be seen; `why` SAID, NEWER or MOVED_ON. `also` are further fields that
    go with it.
    """

    told: Difference
    taken: bool
    why: str
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Manner:
    """How lines are put together: the unit in words, the key of 批注, and of a field whether the later line
    is newer (1) or older (-1) than the one that said it."""

    unit: str
    notes: str = ""
    age: Callable[[str], int] = lambda _name: 0


class Joint:
    """What two lines say together: fields that the later one brings, and those in which they differ."""

    def __init__(
        self,
        earlier: Row,
        later: Row,
        held: Held | None,
        picks: Mapping[str, str],
        manner: Manner,
    ) -> None:
        """`held` is asked what the register has; None for somebody new."""
        self.row = earlier
        """What both say."""
        self.brought: list[str] = []
        self.clashes: list[Clash] = []
        self._held, self._picks, self._manner = held, picks, manner
        self._listed = {**_LISTED, manner.notes: "；"}
        for record, theirs in later.values.items():
            mine = earlier.values.setdefault(record, {})
            if record in catalogue.KIN and (key := _another(mine, theirs)):
                self._somebody_else(record, key, mine, theirs)
            else:
                for key, new in theirs.items():
                    self._field(record, key, mine, new)
        self._phones(later)

    def _field(self, record: str, key: str, mine: dict[str, Scalar], new: Scalar) -> None:
        old = mine.get(key)
        if key in _OURS or new is None:
            return
        if old is None:
            # A telephone of nobody in particular may be known as somebody's of the family.
            if record != "child" or key != "phone" or new not in _numbers(self.row.values):
                self._bring(record, key, mine, new)
            return
        both = self._both(record, key, old, new)
        if both is None:
            both = self._clash(record, key, mine, new)
        if family.differs(old, both):
            self._bring(record, key, mine, both)

    def _bring(self, record: str, key: str, mine: dict[str, Scalar], new: Scalar) -> None:
        """Takes a value over; what the register has as well is no news."""
        there = self._there(record, key, mine)
        mine[key] = new
        news = {*str(new).split("、")} - {*str(there or "").split("、")}
        if news if key == "categories" else family.differs(there, new):
            self.brought.append(f"{record}.{key}")

    def _there(self, record: str, key: str, mine: Mapping[str, Scalar]) -> Scalar:
        return self._held(record, mine).get(key) if self._held else None

    def _both(self, record: str, key: str, old: Scalar, new: Scalar) -> Scalar:
        """A value that holds what both say; None where they say different things."""
        if not family.differs(old, new) or family.says_less(record, key, old, new, self._manner.unit):
            return old
        if family.says_less(record, key, new, old, self._manner.unit):
            return new
        if (exact := _more_exact(record, key, old, new)) is not None:
            return exact
        if key in _TYPED:
            return typed_text({**typed_words(new), **typed_words(old)})
        if record != "child":
            return None
        if key == "phone" and new in _numbers(self.row.values):
            return old
        if key == "categories":
            return "、".join(options.CATEGORY.sort({*str(old).split("、"), *str(new).split("、")}))
        if key in self._listed:
            mark = self._listed[key]
            return mark.join(dict.fromkeys([*str(old).split(mark), *str(new).split(mark)]))
        return None

    def _clash(self, record: str, key: str, mine: Mapping[str, Scalar], new: Scalar) -> Scalar:
        """What counts of two different things: what a person said, the newer sheet, what the register has."""
        name, old = f"{record}.{key}", mine[key]
        way, age = self._picks.get(name, ""), self._manner.age(name)
        if way in (TAKE, KEEP):
            taken, why = way == TAKE, SAID
        elif age:
            taken, why = age > 0, MOVED_ON if name in MOVES_ON else NEWER
        else:
            taken, why = self._has(record, key, mine, new) and not self._has(record, key, mine, old), ""
        self.clashes.append(Clash(import_beside.difference(record, key, old, new), taken, why))
        return new if taken else old

    def _has(self, record: str, key: str, mine: Mapping[str, Scalar], value: Scalar) -> bool:
        """Whether the register has a value; of a name or number whether it has somebody who bears it."""
        there = self._there(record, key, {key: value} if key in _WHO else mine)
        return there is not None and not family.differs(there, value)

    def _somebody_else(
        self, record: str, key: str, mine: dict[str, Scalar], theirs: dict[str, Scalar]
    ) -> None:
        self._clash(record, key, mine, theirs[key])
        clash = self.clashes.pop()
        goes = mine if clash.taken else theirs
        also = tuple(f"{record}.{one}" for one in goes if one != key and one not in _TYPED)
        self.clashes.append(replace(clash, also=also))
        if clash.taken:
            self.row.values[record] = dict(theirs)

    def _phones(self, later: Row) -> None:
        for record, numbers in later.phones.items():
            held = self.row.phones.setdefault(record, [])
            held += [number for number in numbers if number not in held]


_LISTED = {"note": "；", "former_name": "、"}
"""Words that stand one behind the other."""


def _more_exact(record: str, key: str, old: Scalar, new: Scalar) -> Scalar:
    """Of two days of which one holds the other (2021年9月, 2021-09-23) the more exact one."""
    item = catalogue.RECORDS[record].fields().get(key)
    if item is None or not isinstance(item.kind, Date) or old is None or new is None:
        return None
    one, two = Date().from_db(old), Date().from_db(new)
    if one.earliest <= two.earliest and two.latest <= one.latest:
        return new
    return old if two.earliest <= one.earliest and one.latest <= two.latest else None


def _another(mine: Mapping[str, Scalar], theirs: Mapping[str, Scalar]) -> str:
    """By what a grown-up is somebody else than the one of the earlier line; empty where nothing says so."""
    for key in _WHO:
        if mine.get(key) and theirs.get(key):
            return key if fold(str(mine[key])) != fold(str(theirs[key])) else ""
    return ""


def _numbers(values: Values) -> set[Scalar]:
    """The telephones of the family, whosever they are: one of them is nobody's second."""
    return {held["phone"] for held in values.values() if held.get("phone")}


def content(ops: Iterable[Op]) -> Counter[str]:
    """What ops say, whichever ids they give to what they make."""
    return Counter(repr(_without_ids(op)) for op in ops)


def _without_ids(op: Op) -> tuple[object, ...]:
    if isinstance(op, New):
        return op.record, sorted((key, str(value)) for key, value in op.values.items() if key != "holder")
    return op.record, op.row, op.field, op.value


def label(name: str, items: Items) -> str:
    """A field in words; an item by its header."""
    record, _, key = name.partition(".")
    return items.header(key) if key.startswith(ITEM) else import_beside.label(record, key)


def apart(joint: Joint, items: Items) -> tuple[Difference, ...]:
    """What two lines say differently."""
    return tuple(replace(clash.told, label=label(clash.told.field, items)) for clash in joint.clashes)


class Sides:
    """The later line and the earlier one: says what comes together, and lists the cells that do not count."""

    def __init__(self, made: SheetPlan, books: Books, told: RowPlan, stood: Stood, items: Items) -> None:
        self.made, self.books, self.told, self.stood, self.items = made, books, told, stood, items

    def say(self, joint: Joint) -> None:
        """Everything that is to be said of a line that was put to an earlier one."""
        taken = {clash.told.field for clash in joint.clashes}
        brought = [name for name in joint.brought if name not in taken]
        self._joined(brought if self.told.outcome == "change" else [], clashes=bool(taken))
        self.told.apart = apart(joint, self.items)
        for clash, told in zip(joint.clashes, self.told.apart, strict=True):
            self._settle(clash, told)
        for name in joint.brought:
            self.stood.sources[name] = (self.made, self.told.row)

    def _joined(self, brought: Sequence[str], *, clashes: bool) -> None:
        labels = list(dict.fromkeys(label(name, self.items) for name in brought if name not in _NO_NEWS))
        more = f"等{len(labels)}项" if len(labels) > SHOWN else ""
        nothing = "有写得不一样的" if clashes else "没有新的内容"
        what = f"添上{'、'.join(labels[:SHOWN])}{more}" if labels else nothing
        text = f"和{line(self.stood.at, self.made.name)}是同一个孩子，并成一份：{what}"
        self.made.issues.append(Remark(self.told.row, None, "note", text))

    def _settle(self, clash: Clash, told: Difference) -> None:
        source = self.stood.source(told.field)
        where = line((source[0].name, source[1]), self.made.name)
        whose = f"{self.told.name}的{told.label}" if self.told.name else told.label
        text = f"{whose}：这里“{told.theirs}”，{where}“{told.ours}”"
        if clash.why == MOVED_ON:
            self._say("note", f"{text}。照较新的", told.field, told if clash.taken else None)
        elif clash.why != SAID:
            usual = "先照台账里的，和这里一样" if clash.taken else "先照前面的"
            usual = "先照较新的" if clash.why == NEWER else usual
            self._say("doubtful", f"{text}。{usual}，请您定", told.field)
        if clash.taken:
            here = line((self.made.name, self.told.row), source[0].name)
            for name in (told.field, *clash.also):
                self._leave(source, name, f"{told.label}照{here}的")
            self.stood.sources[told.field] = (self.made, self.told.row)
            return
        self._list(told.field)
        if clash.why == SAID:
            self._say("note", f"照您的意思，{told.label}照{where}的", told.field)
        for name in clash.also:
            self._list(name)
            self._say("note", f"和{told.label}一起定", name)

    def _say(self, level: str, text: str, name: str, instead: Difference | None = None) -> None:
        at = self._place(name)
        was, became = self.books.texts.get(name, ""), ""
        if instead is not None:
            was, became = instead.ours, instead.theirs
        asked = name if level == "doubtful" else ""
        self.made.issues.append(Remark(self.told.row, at, level, text, was, became, field=asked))

    def _place(self, name: str) -> int | None:
        return self.books.places.get(name, _column(self.made, name, self.items))

    def _list(self, name: str) -> None:
        """The cell of the later line is listed."""
        at = self._place(name)
        if at is not None and at not in self.books.listed:
            self.books.extra.discard(at)
            self.books.listed.add(at)

    def _leave(self, source: tuple[SheetPlan, int], name: str, text: str) -> None:
        """A cell that was counted as taken is listed."""
        made, row = source
        at = _column(made, name, self.items)
        was = made.sheet.cell(row, at).text if made.sheet is not None and at is not None else ""
        if not was.strip():
            return
        if name.partition(".")[2].startswith(ITEM):
            made.extra -= 1
        else:
            made.stored -= 1
        made.listed += 1
        made.issues.append(Remark(row, at, "note", text, was))


SHOWN = 4
"""Fields that are named when a line brings several."""


def _column(made: SheetPlan, name: str, items: Items) -> int | None:
    """The column of a sheet in which a field stands."""
    key = name.partition(".")[2]
    if key.startswith(ITEM):
        return next((c.index for c in made.columns if c.extra and items.key(c.extra) == key), None)
    return next((c.index for c in made.columns if c.field == name), None)
