"""Two files of one child become one: the second's history goes into the first, nothing is thrown away."""

from __future__ import annotations

from dataclasses import dataclass

from childdesk.desk.session import Right, Session
from childdesk.domain import catalogue
from childdesk.domain.change import ALIVE, ITEM
from childdesk.domain.errors import Refused
from childdesk.domain.plan import Op, Set
from childdesk.store import journal, reader
from childdesk.store.reader import Raw

OWN = ("unit", "registered_on")
"""Keys that every file has of itself: the first file's stand."""


@dataclass(frozen=True, slots=True)
class Merged:
    """One entry, how many records moved, and the fields in which the two files differ (`record.key`)."""

    entry: str
    moved: int
    differs: tuple[str, ...]


def merge(session: Session, first: str, second: str, reason: str = "") -> Merged:
    """Merges the second child's file into the first. What differs stays as the first has it and is listed;
    the second file can still be opened among those withdrawn, and undo takes the whole entry back."""
    session.require(Right.EDIT)
    if first == second:
        raise Refused("这是同一份档案", "id")
    connection = session.ledger.connection
    files = reader.many(connection, "child", (first, second))
    if len(files) != 2:
        raise Refused("有一份已经撤回，不能合并", "id")
    differs: list[str] = []
    ops = _filled("child", first, files[first], files[second], differs)
    moved: list[Op] = []
    kin = {name: dict(reader.about(connection, name, [first]).get(first, ())) for name in catalogue.KIN}
    for record, row in reader.dependents(connection, second):
        same = _same_person(session, record, row, kin.get(record, {}))
        if same:
            raw = reader.get(connection, record, row) or {}
            ops += _filled(record, same, kin[record][same], raw, differs)
        else:
            moved += _turned(session, record, row, second, first)
    seen = journal.seen(connection, "child", second)
    gone = {"alive": False, "reason": f"并入{first}", "seen": seen}
    heads = session.ledger.writer.state("child", second).heads.get(ALIVE, ())
    ops += [*moved, Set("child", second, ALIVE, gone, heads)]
    entry = session.ledger.writer.write("merge", session.person, ops, reason=reason).entry
    return Merged(entry, len({(op.record, op.row) for op in moved}), tuple(differs))


def _filled(record: str, row: str, mine: Raw, theirs: Raw, differs: list[str]) -> list[Op]:
    """What the first lacks, from the second; where both say something else, only listed."""
    ops: list[Op] = []
    links = set(catalogue.links(catalogue.RECORDS[record]))
    for key, value in theirs.items():
        if value is None or key in OWN or key in ("was", "was_sealed") or (key in links and key == "child"):
            continue
        if mine.get(key) is None:
            ops.append(Set(record, row, key, value))
        elif mine[key] != value and not key.startswith(ITEM):
            differs.append(f"{record}.{key}")
    return ops


def _same_person(session: Session, record: str, row: str, known: dict[str, Raw]) -> str:
    """The first file's father, mother or guardian who is the same person, or nothing."""
    if not known:
        return ""
    raw = reader.get(session.ledger.connection, record, row) or {}
    found = [
        key
        for key, one in known.items()
        if one.get("name") == raw.get("name")
        and (not one.get("id_number") or not raw.get("id_number") or one["id_number"] == raw["id_number"])
    ]
    return found[0] if len(found) == 1 else ""


def _turned(session: Session, record: str, row: str, second: str, first: str) -> list[Op]:
    """A record's links turned from the second file to the first."""
    raw = reader.get(session.ledger.connection, record, row) or {}
    keys = catalogue.links(catalogue.RECORDS[record])
    return [Set(record, row, key, first) for key in keys if raw.get(key) == second]
