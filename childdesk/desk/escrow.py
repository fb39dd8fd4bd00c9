"""The township's lock: a village's ledger key wrapped for the desk above, opened by two people, recorded.

Above: a key pair whose secret half is sealed under a printed code; the code goes into an envelope that a
second person keeps. The public half goes down as a directive, and every desk below wraps its key for it.
Below, when passphrase and recovery sheet are lost: a request, 24 digits read aloud, an answer.
"""

from __future__ import annotations

import contextlib
import json
import secrets
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from childdesk.desk import people, settings, unlocking
from childdesk.desk.pairing import NOT_PAIRING, WRONG_DIGITS, put
from childdesk.desk.session import Right, Session
from childdesk.domain import escrow as papers
from childdesk.domain import link as rules
from childdesk.domain import pairing, tiers
from childdesk.domain.errors import Refused, Unavailable
from childdesk.domain.escrow import Asking
from childdesk.domain.paper import Facts, Footer, Gap, Paper, Paragraph, Signature, Table
from childdesk.store import access, clocks, durable, folders, links, lock, recovery_code, slots, stick

NAME = "escrow."
"""The directive by which the desks below learn for whom to wrap their key, followed by the unit's code."""
KEPT = "escrow"
"""Where the sealed secret halves are kept at the desk above, the newest first."""
OPENED = "opened."
"""How the setting begins, followed by a unit's code, that says when it was opened last, by whom and why."""
GENERATIONS = 5
"""How many former sheets still open what a village that was not here since has wrapped for them."""
FILE = "opening.json"
"""Beside a village's ledger: the request that waits for its answer."""
LARGEST = 64 * 1024

NO_LOCK = "这份档案没有给上级留钥匙。请用恢复单，或从备份恢复"
NOT_MADE = "本单位还没有做开锁单。先在设置里做一张"
OTHER = "这份答复不是给本机这次请求的。口令没有换"


@dataclass(frozen=True, slots=True)
class Standing:
    """How a desk stands with the lock: `by` is the unit that can open this ledger, `made` since when this
    desk can open those below, and who keeps the envelope."""

    by: str
    made: str
    keeper: str
    others: tuple[tuple[str, str], ...] = ()
    """(id, name) of those who can open this desk besides whoever sits at it."""


@dataclass(frozen=True, slots=True)
class Second:
    """The other one of two people: somebody of this desk with the own passphrase, else a name as typed."""

    name: str = ""
    person: str = ""
    passphrase: str = ""


@dataclass(frozen=True, slots=True)
class Asked:
    """A request that was written, or an answer: its digits, its file, whose ledger it is about."""

    digits: str
    file: str
    unit: str
    name: str


# ── above ───────────────────────────────────────────────────────────────────────────────────────────────


def make(session: Session, keeper: str) -> str:
    """Makes the lock of this desk anew and gives the code to be printed. A former sheet opens a village only
    until that village has heard of the new one."""
    import pyrage  # noqa: PLC0415 - heavy: the first page is shown without it

    session.require(Right.PEOPLE)
    if session.ledger.identity.level == "village":
        raise Refused("开锁单由乡镇或县里做", "level")
    second = _second(session, keeper)
    identity = pyrage.x25519.Identity.generate()
    code = recovery_code.new_code()
    sealed = pyrage.passphrase.encrypt(str(identity).encode(), _plain(code))
    kept = {"sealed": papers.packed(sealed), "made": session.today.isoformat(), "keeper": second}
    session.ledger.bookmark(KEPT, json.dumps([kept, *_sheets(session)][:GENERATIONS]))
    settings.keep(session, f"{NAME}{session.ledger.identity.unit}", str(identity.to_public()))
    _note(session, "escrow_made", reason=f"封存人{second}")
    return code


def _sheets(session: Session) -> list[dict[str, str]]:
    found: list[dict[str, str]] = json.loads(session.ledger.bookmark(KEPT) or "[]")
    return found


def _second(session: Session, name: str) -> str:
    clean = name.strip()
    if not clean:
        raise Refused("要两个人在场。请写另一位的姓名", "with")
    if clean == session.name:
        raise Refused("要两个人在场。另一位不能是您自己", "with")
    return clean


def _plain(code: str) -> str:
    return recovery_code.read(code).hex()


def look(file: Path) -> tuple[Asking, str]:
    """A village's request and its digits, as they stand in a file. Raises Refused for anything else."""
    try:
        asking = papers.read(stick.load(file, LARGEST).decode())
    except (papers.NotEscrow, UnicodeDecodeError) as error:
        raise Refused(NOT_PAIRING.replace("配对文件", "开锁请求"), "file") from error
    return asking, papers.digits(asking)


def answer(
    session: Session, file: Path, folder: Path, digits: str, *, code: str, second: Second, reason: str
) -> Asked:
    """Two people open what a village has wrapped for this desk, for that village alone. Recorded.
    The second one signs with the own passphrase where this desk has anybody else who can.

    Raises Refused for wrong digits, a wrong code, one person alone, a village that is not paired or stopped.
    """
    import pyrage  # noqa: PLC0415 - heavy: the first page is shown without it

    session.require(Right.PEOPLE)
    if not others(session):
        _second(session, second.name)
    if not reason.strip():
        raise Refused("请写原因", "reason")
    asking, heard = look(file)
    if not pairing.same(heard, digits):
        raise Refused(WRONG_DIGITS.replace("没有配对", "没有开锁"), "digits")
    _require_known(session, asking.unit)
    own = _identity(session, code)
    try:
        page = pyrage.decrypt(papers.unpacked(asking.wrapped), [pyrage.x25519.Identity.from_str(own)])
        ledger, unit, key = papers.read_key(page.decode())
        target = pyrage.x25519.Recipient.from_str(asking.to)
    except (pyrage.DecryptError, pyrage.RecipientError, papers.NotEscrow, UnicodeDecodeError) as error:
        raise Refused("那边的锁配的是另一张开锁单。没有开锁，请换那一张", "recovery_code") from error
    if (ledger, unit) != (asking.ledger, asking.unit):
        raise Refused("请求和锁里的单位不一样。没有开锁", "file")
    sealed = pyrage.encrypt(papers.answer_text(heard, ledger, key).encode(), [target])
    told = f"{reason.strip()}；和{_attested(session, second)}一起；{asking.name}要的"
    # Recorded before the file is there: nothing is opened that nobody knows of.
    _note(session, "escrow_opened", asking.unit, told)
    settings.keep(session, f"{OPENED}{asking.unit}", f"{session.today.isoformat()}：{told}")
    path = put(folder, sealed, "OPEN", ".age")
    return Asked(heard, str(path), asking.unit, asking.name)


def others(session: Session) -> list[tuple[str, str]]:
    """(id, name) of everybody else who can open this desk."""
    return [
        (one.id, one.name)
        for one in people.everyone(session)
        if one.active and one.can_open and one.id != session.person
    ]


def _attested(session: Session, second: Second) -> str:
    """Who the other one is, in the words of the record; a passphrase is tried at its slot and nothing else
    is opened by it. Raises Refused."""
    known = dict(others(session))
    if not known:
        return f"{_second(session, second.name)}（本机只有一个人，没有第二个口令）"
    named = [key for key, name in known.items() if name == second.name.strip()]
    person = second.person or (named[0] if len(named) == 1 else "")
    if person not in known:
        raise Refused(f"另一位要用自己的口令签：{'、'.join(known.values())}里的一位", "with")
    if not second.passphrase:
        raise Refused(f"请{known[person]}输自己的口令", "with_passphrase")
    try:
        slots.unlock(session.ledger.home, person, second.passphrase, session.clock)
    except Refused as wrong:
        raise Refused(wrong.sentence, "with_passphrase") from wrong
    return f"{known[person]}（用自己的口令签的）"


def _require_known(session: Session, unit: str) -> None:
    own = session.ledger.identity.unit
    if unit == own or not rules.covers(own, unit):
        raise Refused("这个单位不归本单位管。没有开锁", "unit")
    known = [one for one in links.everyone(session.ledger.connection, living=False) if one.peer.unit == unit]
    if not any(one.living for one in known):
        stopped = "这个单位的电脑已停用，可能是丢了的那台。没有开锁"
        raise Refused(stopped if known else "没有和这个单位配过对。没有开锁", "unit")


def _identity(session: Session, code: str) -> str:
    import pyrage  # noqa: PLC0415 - heavy: the first page is shown without it

    sheets = _sheets(session)
    if not sheets:
        raise Refused(NOT_MADE, "recovery_code")
    secret = _plain(code)
    for one in sheets:
        with contextlib.suppress(pyrage.DecryptError):
            plain: bytes = pyrage.passphrase.decrypt(papers.unpacked(one["sealed"]), secret)
            return plain.decode()
    raise Refused("这不是本单位开锁单上的码。没有开锁", "recovery_code")


def sheet(unit: str, keeper: str, person: str, code: str, day: date, level: str) -> Paper:
    """The 开锁单: printed once, sealed in an envelope that the second person keeps."""
    groups = tuple(code.split("-"))
    half = len(groups) // 2
    heads = tuple(f"第{number}组" for number in range(1, len(groups) + 1))
    advice = (
        tiers.at("村里口令忘了、恢复单也丢了，才用它：两个人在场，在“设置”里点“帮下级开锁”。", level),
        "单有这张纸打不开，还要有人能打开本单位的档案。两样由两个人分开保管。",
        tiers.at("每开一次都记在访问记录里：哪天、哪个村、谁和谁、为什么。", level),
        tiers.at("换了新的开锁单，等各村下次同步后，旧的就打不开了，请撕掉旧的。", level),
    )
    return Paper(
        "开锁单",
        (
            Facts((("单位", unit), ("封存人", keeper), ("日期", f"{day:%Y-%m-%d}"), ("存放处", "")), 2),
            Gap(4),
            Table((heads[:half],), (groups[:half],)),
            Table((heads[half:],), (groups[half:],)),
            Gap(4),
            *(Paragraph(f"{number}. {line}") for number, line in enumerate(advice, 1)),
            Signature((f"封存人：{keeper}　　　　　", "在场人：　　　　　　")),
        ),
        "sheet",
        footer=Footer(person, f"{day:%Y-%m-%d}", masked=False),
    )


# ── below, while the desk is open ───────────────────────────────────────────────────────────────────────


def standing(session: Session) -> Standing:
    """Who can open this ledger besides those who sit at it, and what this desk can open."""
    session.require(Right.VIEW)
    slot = slots.township(session.ledger.home)
    kept = next(iter(_sheets(session)), {})
    by = "" if slot is None else _name(session, str(slot["unit"]))
    return Standing(by, kept.get("made", ""), kept.get("keeper", ""), tuple(others(session)))


def _name(session: Session, unit: str) -> str:
    known = links.everyone(session.ledger.connection, living=False)
    return next((one.peer.unit_name for one in known if one.peer.unit == unit), unit)


def settle(session: Session) -> bool:
    """Wraps this ledger's key for the desk above as it has laid down; whether anything changed."""
    import pyrage  # noqa: PLC0415 - heavy: the first page is shown without it

    ledger, own = session.ledger, session.ledger.identity.unit
    laid = [
        one
        for one in clocks.directives(ledger.connection, NAME)
        if one.name == f"{NAME}{one.unit}" and len(one.unit) < len(own)
    ]
    wanted = max(laid, key=lambda one: len(one.unit), default=None)
    slot = slots.township(ledger.home)
    held = None if slot is None else (slot["unit"], slot["recipient"])
    if held == (None if wanted is None else (wanted.unit, wanted.value)):
        return False
    if wanted is None:
        slots.set_township(ledger.home, ledger.key, None)
        _note(session, "escrow_ended")
        return True
    try:
        target = pyrage.x25519.Recipient.from_str(wanted.value)
    except pyrage.RecipientError:
        return False  # a lock that only a newer program knows
    page = papers.key_text(slots.ledger_id(ledger.home), own, ledger.key)
    wrapped = papers.packed(pyrage.encrypt(page.encode(), [target]))
    slots.set_township(
        ledger.home, ledger.key, {"unit": wanted.unit, "own": own, "recipient": wanted.value, "key": wrapped}
    )
    _note(session, "escrow_kept", wanted.unit)
    return True


def _note(session: Session, act: str, unit: str = "", reason: str = "") -> None:
    access.note(session.ledger.connection, session.clock, session.person, act, record=unit, reason=reason)


# ── below, before the desk is open ──────────────────────────────────────────────────────────────────────


def ask(home: Path, person: str, folder: Path) -> Asked:
    """Somebody who can open the ledger no more asks the desk above. Raises Refused where it has no key."""
    import pyrage  # noqa: PLC0415 - heavy: the first page is shown without it

    slot = slots.township(home)
    if slot is None:
        raise Refused(NO_LOCK)
    name = dict(slots.people(home))[person]
    own = pyrage.x25519.Identity.generate()
    unit = str(slot.get("own", ""))
    asking = Asking(
        slots.ledger_id(home),
        unit,
        person,
        name,
        str(slot["key"]),
        str(own.to_public()),
        secrets.token_hex(16),
    )
    waiting = {"identity": str(own), "request": papers.text(asking)}
    path = put(folder, papers.text(asking).encode(), "HELP", ".json")
    durable.replace_file(home / FILE, json.dumps(waiting).encode())
    return Asked(papers.digits(asking), str(path), unit, name)


def finish(home: Path, file: Path, passphrase: str) -> str:
    """Takes the answer: whoever asked gets a new passphrase. Key and ledger stay as they are."""
    import pyrage  # noqa: PLC0415 - heavy: the first page is shown without it

    unlocking.require_fit(passphrase)
    folders.require_good_folder(home, folders.system_probe())
    sealed = stick.load(file, LARGEST)
    try:
        waiting = json.loads((home / FILE).read_bytes())
        asking = papers.read(str(waiting["request"]))
        identity = pyrage.x25519.Identity.from_str(str(waiting["identity"]))
        about, ledger, key = papers.read_answer(pyrage.decrypt(sealed, [identity]).decode())
    except (OSError, ValueError, KeyError, pyrage.DecryptError, pyrage.IdentityError) as error:
        raise Refused(OTHER, "file") from error
    if about != papers.digits(asking) or ledger != slots.ledger_id(home):
        raise Refused(OTHER, "file")
    with lock.DeskLock(home):
        if not slots.is_key(home, key):
            raise Unavailable(*slots.LOST)
        slots.set_passphrase(home, key, asking.person, passphrase)
        durable.remove(home / FILE)
    return asking.person


def waits(home: Path) -> bool:
    """Whether a request waits for its answer here."""
    return (home / FILE).exists()


def note_opened(session: Session) -> None:
    """Writes into the access log that this sign-in came by the desk above."""
    _note(session, "escrow_used", reason=standing(session).by)
