"""One marker in every field of every record: values found nowhere else, so that whoever tells one is seen."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from childdesk.desk.session import Session
from childdesk.domain import catalogue, kinds
from childdesk.domain.ids import new_id
from childdesk.domain.kinds import Scalar, typed_text
from childdesk.domain.plan import New, Set
from childdesk.domain.record import Field

ENDS = frozenset(
    {"exit_on", "exit_reason", "ends", "until", "active", "done_on", "closed_on", "cancelled_on"}
)
"""What takes a record out of the lists; planted in a second row, so that the first stays in them."""
LISTED = ("留守儿童", "困境儿童", "流动儿童", "孤儿", "事实无人抚养儿童")
"""Real categories beside the marked one, so that every roster has the child on it."""
OF_A_CHILD = ("child", "holder")
UNMARKED = (kinds.YesNo, kinds.Whole, kinds.Link, kinds.Region)
"""Two words, small numbers, ids of the house: nothing that could be told apart."""
ENCODINGS = ("utf-8", "utf-16-le", "gb18030")
FIRST = date(1901, 1, 1)
HEX_DIGITS = frozenset(bytes([one]) for one in b"0123456789abcdef")


@dataclass(frozen=True)
class Marker:
    """The value of one field, as it is stored and in every way in which it may be written down."""

    field: str
    privacy: int
    masked: bool
    raw: Scalar
    spellings: tuple[str, ...]

    def stands_in(self, text: str) -> bool:
        return any(spelling in text for spelling in self.spellings)

    def lies_in(self, content: bytes) -> bool:
        """In raw bytes, whatever a program may have encoded it in."""
        return any(spelling in content for spelling in self.encoded())

    def encoded(self) -> list[bytes]:
        """Every spelling in every encoding."""
        return [spelling.encode(code) for spelling in self.spellings for code in ENCODINGS]


class Seeker:
    """Looks for all markers at once: searching eight megabytes for each of them would take half a minute."""

    def __init__(self, known: Mapping[str, Marker]) -> None:
        self._begun: dict[bytes, list[tuple[bytes, str]]] = {}
        for name, one in known.items():
            for spelling in one.encoded():
                self._begun.setdefault(spelling[:4], []).append((spelling, name))
        self._any = re.compile(b"(?=(" + b"|".join(map(re.escape, self._begun)) + b"))")

    def names_in(self, content: bytes) -> set[str]:
        """The fields whose markers lie in some bytes."""
        return {
            name
            for found in self._any.finditer(content)
            for spelling, name in self._begun[found[1]]
            if content.startswith(spelling, found.start())
            and not (spelling.isdigit() and _amid_digits(content, found.start(), len(spelling)))
        }


def _amid_digits(content: bytes, at: int, length: int) -> bool:
    """Whether a number goes on to the left or right: in ids and digests any short one stands by chance."""
    before, after = content[max(at - 1, 0) : at], content[at + length : at + length + 1]
    return before in HEX_DIGITS or after in HEX_DIGITS


def markers() -> dict[str, Marker]:
    """One for every stored field and every field kept as dated rows; by `record.key`."""
    found: dict[str, Marker] = {}
    for record, cls in catalogue.RECORDS.items():
        for key, field in cls.stored().items():
            if not isinstance(field.kind, UNMARKED):
                name = f"{record}.{key}"
                found[name] = marker(name, field, len(found) + 1)
    return found


def marker(name: str, field: Field, number: int) -> Marker:
    """A value of the field's kind that no other field has."""
    kind = field.kind
    raw: Scalar
    if isinstance(kind, kinds.Date | kinds.Moment):
        day = FIRST + timedelta(number)
        raw = day.isoformat() + (" 09:41" if isinstance(kind, kinds.Moment) else "")
        spellings = [
            day.isoformat(),
            f"{day.year}年{day.month}月{day.day}日",
            f"{day:%Y%m%d}",
            f"{day:%Y.%m.%d}",
        ]
    elif isinstance(kind, kinds.Money):
        raw = 9_400_000 + number
        spellings = [str(raw), f"{raw // 100}.{raw % 100:02d}", f"{raw:,}"]
    elif kind.mask:
        raw = _number(kind, number)
        spellings = [raw]
    elif name.endswith(".digest"):
        # Whoever reads a package asks for the attachments that are named in it.
        raw = f"{number:064x}"
        spellings = [raw]
    elif isinstance(kind, kinds.Typed):
        words = f"记号{number:04d}"
        raw, spellings = typed_text({_typed_for(name): words}), [words]
    else:
        raw = f"记号{number:04d}"
        spellings = [raw]
    return Marker(name, int(field.privacy), bool(kind.mask), raw, tuple(spellings))


def _number(kind: kinds.Kind, number: int) -> str:
    """Digits of nobody: there is no province 99."""
    if kind.mask == "phone":
        return f"199{number:08d}"
    if kind.mask == "card":
        return f"62220099{number:011d}"
    return f"99010119010101{number:04d}" + ("43" if isinstance(kind, kinds.DisabilityCertificate) else "")


def _typed_for(name: str) -> str:
    """A field of the same record for which words may have been typed that nobody understood."""
    stored = catalogue.RECORDS[name.partition(".")[0]].stored()
    return next(key for key, field in stored.items() if isinstance(field.kind, kinds.Text))


def plant(session: Session) -> dict[str, list[str]]:
    """Writes every marker into the ledger, as somebody's real file; the rows by record."""
    found = markers()
    children = (_id(0), _id(1))
    rows: dict[str, list[str]] = {}
    for record, cls in catalogue.RECORDS.items():
        for turn, child in enumerate(children):
            values = dict(_values(record, turn, child, found))
            row = child if record == "child" else _id(turn)
            session.ledger.writer.write(f"add_{record}", session.person, [New(record, row, values)])
            rows.setdefault(record, []).append(row)
        assert cls.record == record
    kept = [
        New("category", new_id(), {"child": children[0], "kind": kind, "state": "村登记"}) for kind in LISTED
    ]
    session.ledger.writer.write("add_category", session.person, kept)
    return rows


def _id(turn: int) -> str:
    """Whoever has to choose between two rows by their id chooses the same one every time."""
    return f"{turn}{new_id()[1:]}"


def contradict(session: Session, rows: dict[str, list[str]]) -> None:
    """Another form, opened before anything stood there, says something else of every field."""
    ops = [
        Set(record, rows[record][0], key, f"{one.raw[:-1]}X" if one.masked else f"{one.raw}乙", ())
        for name, one in markers().items()
        for record, _, key in (name.partition("."),)
        if isinstance(catalogue.FIELDS[name].kind, kinds.Text | kinds.IdNumber | kinds.Phone)
    ]
    session.ledger.writer.write("edit_child", session.person, ops)


def _values(record: str, turn: int, child: str, found: dict[str, Marker]) -> Iterator[tuple[str, Scalar]]:
    """In the first row everything but what ends it; in the second that, and who it is."""
    for key, field in catalogue.RECORDS[record].stored().items():
        if key in OF_A_CHILD and record != "child":
            yield key, child
        elif isinstance(field.kind, kinds.YesNo):
            yield key, "否"
        elif isinstance(field.kind, kinds.Region):
            yield key, "990101001001"
        elif isinstance(field.kind, kinds.Whole):
            yield key, 1
        elif not isinstance(field.kind, kinds.Link) and (turn == 1 or key not in ENDS):
            yield key, found[f"{record}.{key}"].raw if turn == (key in ENDS) else _plain(field)


def _plain(field: Field) -> Scalar:
    """A value that tells nothing, for the second row."""
    if isinstance(field.kind, kinds.Date | kinds.Moment):
        return "2026-11-20"
    if isinstance(field.kind, kinds.Typed) or field.kind.mask:
        return None
    if field.key == "digest":
        return "f" * 64
    return 1 if isinstance(field.kind, kinds.Money) else "甲"
