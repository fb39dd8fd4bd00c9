"""Who may open the desk: persons with a role, their slots, and their passphrases."""

from __future__ import annotations

from dataclasses import dataclass

from childdesk.desk import records
from childdesk.desk.session import RIGHTS, Right, Session
from childdesk.domain.errors import Refused
from childdesk.domain.ids import new_id
from childdesk.domain.kinds import PersonName
from childdesk.domain.plan import New
from childdesk.store import reader, slots


@dataclass(frozen=True, slots=True)
class Member:
    """A person of this desk; `can_open` is whether they have a passphrase here."""

    id: str
    name: str
    role: str
    s3: bool
    active: bool
    can_open: bool


def everyone(session: Session) -> list[Member]:
    """All persons of this desk by name; those of other units came with a package and only sign their work."""
    session.require(Right.VIEW)
    opening = {key for key, _ in slots.people(session.ledger.home)}
    found = [
        Member(
            row,
            str(raw["name"]),
            str(raw["role"]),
            raw.get("s3") == "是",
            raw.get("active") != "否",
            row in opening,
        )
        for row, raw in reader.everyone(session.ledger.connection, "person")
        if raw.get("unit") in (None, session.ledger.identity.unit)
    ]
    return sorted(found, key=lambda member: (member.name, member.id))


def add(session: Session, name: str, role: str, passphrase: str, *, s3: bool = False) -> Member:
    """Lets one more person open the desk. Raises Refused: unknown role, taken name, short passphrase."""
    session.require(Right.PEOPLE)
    if role not in RIGHTS:
        raise Refused(f"身份只有{'、'.join(RIGHTS)}", "role")
    clean = PersonName().parse(name)
    if any(member.name == clean and member.can_open for member in everyone(session)):
        raise Refused(f"已有叫{clean}的人。请写全名或加编号", "name")
    if len(passphrase) < 8:
        raise Refused("口令至少8个字。四个不相干的词最好记", "passphrase")
    row = new_id()
    slots.add_person(session.ledger.home, session.ledger.key, row, clean, passphrase)
    values = {
        "name": clean,
        "role": role,
        "s3": "是" if s3 else "否",
        "active": "是",
        "unit": session.ledger.identity.unit,
    }
    try:
        session.ledger.writer.write("add_person", session.person, [New("person", row, values)])
    except BaseException:
        slots.remove_person(session.ledger.home, session.ledger.key, row)
        raise
    return Member(row, clean, role, s3, active=True, can_open=True)


def remove(session: Session, person: str) -> None:
    """Takes a person's way in; what they wrote stays under their name. Raises Refused for oneself."""
    session.require(Right.PEOPLE)
    if person == session.person:
        raise Refused("不能移走正在使用的自己")
    slots.remove_person(session.ledger.home, session.ledger.key, person)
    records.edit(session, "person", person, {"active": "否"})


def set_role(session: Session, person: str, role: str, *, s3: bool) -> records.Saved:
    """Another role for somebody else; the mark for protected records only where the role may have it."""
    session.require(Right.PEOPLE)
    if role not in RIGHTS:
        raise Refused(f"身份只有{'、'.join(RIGHTS)}", "role")
    if person == session.person:
        raise Refused("自己的身份不能自己改。请另一位主任来改", "role")
    sealed = "是" if s3 and Right.S3 in RIGHTS[role] else "否"
    return records.edit(session, "person", person, {"role": role, "s3": sealed})


def give_passphrase(session: Session, person: str, passphrase: str) -> None:
    """A new passphrase for somebody else who forgot theirs, or whose way in was taken away."""
    session.require(Right.PEOPLE)
    if person == session.person:
        raise Refused("自己的口令在“口令和恢复单”里改", "passphrase")
    if len(passphrase) < 8:
        raise Refused("口令至少8个字。四个不相干的词最好记", "passphrase")
    found = next((one for one in everyone(session) if one.id == person), None)
    if found is None:
        raise Refused("没有这个人", "person")
    ledger = session.ledger
    if found.can_open:
        slots.set_passphrase(ledger.home, ledger.key, person, passphrase)
        return
    slots.add_person(ledger.home, ledger.key, person, found.name, passphrase)
    records.edit(session, "person", person, {"active": "是"})


def change_passphrase(session: Session, old: str, new: str) -> None:
    """Changes one's own passphrase; only the slot is wrapped again, the ledger stays as it is."""
    if len(new) < 8:
        raise Refused("口令至少8个字。四个不相干的词最好记", "passphrase")
    slots.change_passphrase(session.ledger.home, session.person, old, new)


def new_recovery_code(session: Session) -> str:
    """A new recovery code; the old one no longer opens anything."""
    session.require(Right.PEOPLE)
    return slots.new_recovery_code(session.ledger.home, session.ledger.key)
