"""Whether a child is already in the register: looked up for one, or against everybody for an import."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from operator import itemgetter

from childdesk.desk.session import Session
from childdesk.domain import catalogue, identity
from childdesk.domain.codes import fold
from childdesk.domain.days import Day
from childdesk.domain.duplicates import Match, Sketch, Verdict, compare, find, keys, mark_in
from childdesk.domain.errors import Refused
from childdesk.domain.issue import Issue
from childdesk.domain.kinds import Date, Scalar
from childdesk.domain.progress import Progress, Silent
from childdesk.store import reader

Raw = Mapping[str, Scalar]
FAMILY = ("name", "id_number", "phone")
_DATE = Date()
FIGURES = 6
"""Figures that the number of a birth certificate has at least."""
BATCH = 1000
"""Children of the register that are looked at between two words of progress."""


def beside_register(session: Session, values: Raw) -> list[Issue]:
    """Refuses a second file of a child for certain; a likely one becomes a doubtful issue."""
    number = values.get("id_number")
    if number:
        refuse_same_number(session, str(number), "")
    new = sketch("", values, ())
    found: list[Issue] = []
    for match in find(new, _candidates(session, new)):
        if match.verdict is Verdict.SAME:
            raise Refused(f"已有这个孩子：{match.candidate.name}，{match.reason}。请打开那份", "name")
        found.append(Issue("doubtful", "name", f"可能已有：{match.candidate.name}，{match.reason}"))
    return found


def refuse_same_number(session: Session, number: str, but: str) -> None:
    """Raises Refused when another child has the number."""
    for child in reader.where(session.ledger.connection, "child", "id_number", number):
        if child != but:
            raw = reader.get(session.ledger.connection, "child", child) or {}
            group = f"，{raw['village_group']}" if raw.get("village_group") else ""
            raise Refused(f"已有同号的孩子：{raw.get('name')}{group}。请打开那份", "id_number")


def sketch(child: str, raw: Raw, family: Iterable[Raw]) -> Sketch:
    """What identifies a child, from its stored scalars and those of its grown-ups."""
    members = {str(kin[key]) for kin in family for key in FAMILY if kin.get(key)}
    if raw.get("phone"):
        members.add(str(raw["phone"]))
    former = raw.get("former_name")
    others = frozenset(part for part in str(former).split("、") if part) if former else frozenset()
    return Sketch(
        name=str(raw.get("name") or ""),
        id_number=_number(raw),
        birth=_day(raw.get("birth")),
        sex=str(raw["sex"]) if raw.get("sex") else None,
        other_names=others,
        family=frozenset(members),
        id=child,
        certificate=_certificate(raw),
        mark=mark_in(str(raw["note"])) if raw.get("note") else "",
    )


def _number(raw: Raw) -> str | None:
    """The identity number; where only a 残疾人证 is written, the one that it begins with."""
    if raw.get("id_number"):
        return str(raw["id_number"])
    first = str(raw.get("disability_certificate") or "")[:18]
    right = identity.is_resident(first) and identity.check_digit(first[:17]) == first[17:]
    return first if right else None


def _certificate(raw: Raw) -> str:
    """The number of the 出生医学证明; words in its place (办理中) are nobody's."""
    if not raw.get("birth_certificate"):
        return ""
    written = fold(str(raw["birth_certificate"])).upper()
    return written if sum(map(str.isdigit, written)) >= FIGURES else ""


def _day(raw: Scalar) -> Day | None:
    return None if raw is None else _DATE.from_db(raw)


def near(session: Session, child: str) -> list[tuple[str, Match]]:
    """Other files that are, or may be, this child's."""
    own = sketches(session, [child]).get(child)
    found = [] if own is None else _candidates(session, own)
    matches = [(one.id, compare(own, one)) for one in found if own is not None and one.id != child]
    return [(other, match) for other, match in matches if match.verdict is not Verdict.DIFFERENT]


def _candidates(session: Session, new: Sketch) -> list[Sketch]:
    """The children with the same name; with the same birthday or telephone those who may have had none."""
    connection = session.ledger.connection
    found = set(reader.where(connection, "child", "name", new.name))
    if new.certificate:
        found |= set(reader.where(connection, "child", "birth_certificate", new.certificate))
    near = set(reader.where(connection, "child", "birth", Date().to_db(new.birth))) if new.birth else set()
    rows = reader.where(connection, "name", "name", new.name)
    found |= {str((reader.get(connection, "name", row) or {}).get("child")) for row in rows}
    rows = [row for member in new.family for row in reader.where(connection, "phone", "number", member)]
    near |= {str((reader.get(connection, "phone", row) or {}).get("child")) for row in rows}
    known = sketches(session, found | near)
    # Two children with numbers are compared by name; a shared grandmother says nothing.
    return [one for child, one in known.items() if child in found or not (new.id_number and one.id_number)]


def sketches(session: Session, children: Iterable[str]) -> dict[str, Sketch]:
    """The sketches of some children, with former names, telephones and families."""
    return _sketched(session, reader.many(session.ledger.connection, "child", sorted(children)))


def _sketched(session: Session, known: dict[str, dict[str, Scalar]]) -> dict[str, Sketch]:
    """The sketches of children whose stored scalars are at hand, in their order."""
    connection = session.ledger.connection
    wanted = list(known)
    rows = reader.with_current(
        connection,
        "child",
        known,
        session.today,
        only=frozenset(("former_name", "phone")),
    )
    families: dict[str, list[Raw]] = {}
    for record in catalogue.KIN:
        kin = {row: raw for rows in reader.about(connection, record, wanted).values() for row, raw in rows}
        for raw in reader.with_current(
            connection, record, kin, session.today, only=frozenset(("phone",))
        ).values():
            families.setdefault(str(raw["child"]), []).append(raw)
    return {child: sketch(child, raw, families.get(child, ())) for child, raw in rows.items()}


class Register:
    """Everybody in the ledger, indexed by what two files of one child have in common."""

    def __init__(self, session: Session, progress: Progress | None = None) -> None:
        told = progress or Silent()
        everyone = sorted(reader.everyone(session.ledger.connection, "child"), key=itemgetter(0))
        self._by_key: dict[str, list[Sketch]] = {}
        self._numberless: dict[str, list[Sketch]] = {}
        for first in range(0, len(everyone), BATCH):
            told.step(first, len(everyone), "正在看台账里有谁")
            for one in _sketched(session, dict(everyone[first : first + BATCH])).values():
                self.add(one, keys(one))

    def add(self, one: Sketch, common: frozenset[str]) -> None:
        """Makes a child known by its keys, also one that the plan at hand is about to create."""
        for key in common:
            self._by_key.setdefault(key, []).append(one)
            if not one.id_number:
                self._numberless.setdefault(key, []).append(one)

    def instead(self, old: Sketch, new: Sketch) -> None:
        """More is known of a child whom the plan at hand makes."""
        for key in keys(old):
            for index in (self._by_key, self._numberless):
                index[key] = [one for one in index.get(key, ()) if one.id != old.id]
        self.add(new, keys(new))

    def matches(self, new: Sketch, common: frozenset[str]) -> list[Match]:
        """Certain matches alone, else the likely ones; `common` are the keys of `new`."""
        near: dict[str, Sketch] = {}
        for key in common:
            # Two children with numbers are compared by number or name; a shared grandmother says nothing.
            held = self._numberless if new.id_number and key.startswith("family:") else self._by_key
            for old in held.get(key, ()):
                near[old.id] = old
        return find(new, near.values())
