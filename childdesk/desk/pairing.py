"""Two desks come to know each other: request, answer, finish; and they part: revoke, relink."""

from __future__ import annotations

import contextlib
import json
import secrets
from dataclasses import dataclass
from pathlib import Path

from childdesk.desk.session import Right, Session
from childdesk.domain import link as rules
from childdesk.domain import pairing
from childdesk.domain.errors import Refused, Unavailable
from childdesk.domain.link import PROTOCOL, Link, Peer
from childdesk.domain.pairing import ANSWER, REQUEST, Paper
from childdesk.domain.progress import Progress
from childdesk.files import minisign
from childdesk.store import access, durable, keys, links, stick
from childdesk.store.connection import database, sorted_errors
from childdesk.store.exchange import Exchange, Self

LARGEST = 64 * 1024
PENDING = "pairing"

NOT_PAIRING = "这不是配对文件。没有改动什么"
WRONG_DIGITS = "数字对不上，没有配对。请再念一遍"
NOT_ANSWER = "这是请求，不是答复。请选CP-OK开头的那份"
OTHER_REQUEST = "这份答复不是给本机这次请求的。请重新请求"


@dataclass(frozen=True, slots=True)
class Step:
    """What one step of pairing left: its file, the digits to read aloud, and who the other side is."""

    digits: str
    peer: str
    unit: str
    unit_name: str
    file: str


def me(session: Session) -> Self:
    """This desk as packages name it."""
    kept = keys.of_ledger(session.ledger.connection)
    identity = session.ledger.identity
    node = keys.node(kept.recipient, minisign.public_key(kept.seed))
    return Self(node, identity.unit, identity.practice)


def exchange(session: Session) -> Exchange:
    """The protocol on this desk's ledger."""
    ledger = session.ledger
    return Exchange(ledger.connection, ledger.writer, session.clock, me(session))


def request(session: Session, folder: Path, *, s3: bool = True) -> Step:
    """The desk below asks: one file with its public keys, and digits to read to the desk above."""
    session.require(Right.PEOPLE)
    if session.ledger.identity.level == "county":
        raise Refused("县里不用请求配对，由乡镇来请求")
    paper = paper_of(session, REQUEST, s3=s3 and session.may(Right.S3))
    path = put(folder, pairing.text(paper).encode(), "REQ", ".json")
    session.ledger.bookmark(PENDING, pairing.text(paper))
    _note(session, "pair_request")
    return Step(pairing.digits(paper), "", paper.unit, paper.unit_name, str(path))


def asked(session: Session) -> str:
    """The digits of a request of this desk that nobody has answered yet; empty where none waits."""
    session.require(Right.VIEW)
    kept = session.ledger.bookmark(PENDING)
    paper = pairing.read(kept) if kept else None
    return pairing.digits(paper) if paper is not None and not paper.about else ""


def accept(
    session: Session,
    file: Path,
    folder: Path,
    digits: str,
    *,
    s3: bool = True,
    progress: Progress | None = None,
) -> Step:
    """The desk above answers, when the digits that it heard are those of the file. Raises Refused; Cancelled:
    then neither pairing nor answer is there."""
    import pyrage  # noqa: PLC0415 - heavy: the first page is shown without it

    session.require(Right.PEOPLE)
    asked = read_request(file)
    if not pairing.same(pairing.digits(asked), digits):
        raise Refused(WRONG_DIGITS, "digits")
    require_below(session, asked)
    connection = session.ledger.connection
    former = [one for one in links.everyone(connection, living=False) if one.peer.unit == asked.unit]
    if any(one.living and one.peer.node != asked.node for one in former):
        raise Refused("这个单位已有一台电脑。旧的不用了，请先停用它", "unit")
    epoch = 1 + max((one.epoch for one in former), default=0)
    carries = s3 and asked.s3 and session.may(Right.S3)
    answer = paper_of(session, ANSWER, s3=carries, epoch=epoch, about=pairing.digits(asked))
    sealed = pyrage.encrypt(
        pairing.text(answer).encode(), [pyrage.x25519.Recipient.from_str(asked.recipient)]
    )
    path = put(folder, sealed, "OK", ".age")
    begin(session, asked.peer, path, epoch=epoch, s3=carries, progress=progress)
    _note(session, "pair_accept", asked.unit)
    return Step(pairing.digits(answer), asked.node, asked.unit, asked.unit_name, str(path))


def finish(session: Session, file: Path, digits: str, progress: Progress | None = None) -> Step:
    """The desk below takes the answer, when the digits that it heard are those of the file.

    Beside the file a receipt for both to sign is left, if the stick can be written.
    """
    session.require(Right.PEOPLE)
    answer = _read(_unsealed(session, stick.load(file, LARGEST)))
    waiting = session.ledger.bookmark(PENDING)
    if answer.kind != ANSWER or not waiting:
        raise Refused(OTHER_REQUEST, "file")
    asked = pairing.read(waiting)
    if answer.about != pairing.digits(asked):
        raise Refused(OTHER_REQUEST, "file")
    if not pairing.same(pairing.digits(answer), digits):
        raise Refused(WRONG_DIGITS, "digits")
    if answer.practice is not session.ledger.identity.practice:
        raise Refused("演练的电脑只和演练的配对", "file")
    if not rules.covers(answer.unit, session.ledger.identity.unit):
        raise Refused("答复的单位不管本单位。没有配对", "file")
    exchange(session).begin(answer.peer, epoch=answer.epoch, s3=answer.s3, progress=progress)
    _part_from_former(session, answer)
    session.ledger.bookmark(PENDING, "")
    _note(session, "pair_finish", answer.unit)
    path = _left_receipt(session, file.parent, asked, answer)
    return Step(pairing.digits(answer), answer.node, answer.unit, answer.unit_name, path)


def _part_from_former(session: Session, answer: Paper) -> None:
    """A unit has one living desk: after a new computer above, or a backup from before the first pairing, the
    former one is answered by nobody any more."""
    connection = session.ledger.connection
    with sorted_errors(), database(connection).atomic():
        for one in links.everyone(connection):
            if one.peer.unit == answer.unit and one.peer.node != answer.node:
                links.put(connection, one.no, living=0)


def read_request(file: Path) -> Paper:
    """The request in a file. Raises Refused for anything else."""
    asked = _read(stick.load(file, LARGEST))
    if asked.kind != REQUEST:
        raise Refused(NOT_PAIRING, "file")
    return asked


def paper_of(session: Session, kind: str, *, s3: bool, epoch: int = 0, about: str = "") -> Paper:
    """A paper of this desk: who it is and its public keys."""
    identity = session.ledger.identity
    kept = keys.of_ledger(session.ledger.connection)
    verify = minisign.public_key(kept.seed)
    return Paper(
        kind,
        keys.node(kept.recipient, verify),
        identity.level,
        identity.unit,
        identity.unit_name,
        kept.recipient,
        verify,
        identity.practice,
        s3,
        secrets.token_hex(16),
        epoch,
        about,
    )


def require_below(session: Session, asked: Paper) -> None:
    """Raises Refused unless a request comes from a desk below this one, of the same kind of desks."""
    identity = session.ledger.identity
    if asked.practice is not identity.practice:
        raise Refused("演练的电脑只和演练的配对", "file")
    if asked.protocol > PROTOCOL:
        raise Refused("对方的软件比较新。请先升级本软件", "file")
    if asked.unit == identity.unit or not rules.covers(identity.unit, asked.unit):
        raise Refused("请求的单位不归本单位管。没有配对", "unit")


def _read(content: bytes) -> Paper:
    import pyrage  # noqa: PLC0415 - heavy: the first page is shown without it

    try:
        paper = pairing.read(content.decode())
        pyrage.x25519.Recipient.from_str(paper.recipient)
    except (pairing.NotPairing, UnicodeDecodeError, pyrage.RecipientError) as error:
        raise Refused(NOT_PAIRING, "file") from error
    if not is_whole(paper):
        raise Refused(NOT_PAIRING, "file")
    return paper


def is_whole(paper: Paper) -> bool:
    """Whether a paper's keys are those of the desk that it names."""
    return keys.node(paper.recipient, paper.verify) == paper.node


def _unsealed(session: Session, sealed: bytes) -> bytes:
    import pyrage  # noqa: PLC0415 - heavy: the first page is shown without it

    if not sealed.startswith(b"age-encryption.org/v1\n"):
        _read(sealed)
        raise Refused(NOT_ANSWER, "file")
    identity = keys.of_ledger(session.ledger.connection).identity
    try:
        plain: bytes = pyrage.decrypt(sealed, [pyrage.x25519.Identity.from_str(identity)])
    except pyrage.DecryptError as error:
        raise Refused(OTHER_REQUEST, "file") from error
    return plain


def put(folder: Path, content: bytes, kind: str, end: str) -> Path:
    """Writes one file of a pairing under a name that says nothing."""
    if not folder.is_dir():
        raise Refused(stick.NO_FOLDER, "out")
    path = folder / f"CP-{kind}-{secrets.token_hex(4).upper()}{end}"
    try:
        durable.write_new(path, content)
    except FileNotFoundError as pulled:  # between the look at the folder and now
        raise Unavailable(*stick.PULLED) from pulled
    return path


def begin(
    session: Session, peer: Peer, paper: Path, *, epoch: int, s3: bool, progress: Progress | None
) -> None:
    """Keeps a pairing of which a paper was written already: where it is stopped, the paper goes too, as an
    answer of a pairing that is not here would mislead the village."""
    try:
        exchange(session).begin(peer, epoch=epoch, s3=s3, progress=progress)
    except BaseException:
        with contextlib.suppress(OSError):  # a stick that was pulled meanwhile is not what went wrong
            paper.unlink(missing_ok=True)
        raise


def _left_receipt(session: Session, folder: Path, asked: Paper, answer: Paper) -> str:
    try:
        return receipt(session, folder, asked, pairing.digits(answer), answer.unit_name)
    except (Refused, Unavailable):
        return ""  # a write-protected stick: the pairing holds all the same


def receipt(session: Session, folder: Path, asked: Paper, back: str, above: str = "") -> str:
    """A page for both to sign, with the digits of both ways. `above` is who answered, else this desk."""
    over, day = above or session.ledger.identity.unit_name, session.today
    lines = [
        "　　　　　　配　对　回　执",
        "",
        f"{asked.unit_name}和{over}的电脑配对好了，以后可以用U盘同步。",
        "",
        *_signed("下级", asked.unit_name, pairing.digits(asked)),
        *_signed("上级", over, back),
        "两组数字已在电话里或当面念过、核对过，一致。",
        f"日期：{day.year}年{day.month}月{day.day}日",
        "",
        "打印两份，双方都签字，各留一份。数字不是口令，打不开档案。",
    ]
    return str(put(folder, "\r\n".join([*lines, ""]).encode("utf-8-sig"), "PAPER", ".txt"))


def _signed(side: str, name: str, digits: str) -> list[str]:
    """One side of a receipt: who, its digits on a line of their own, and a line long enough for a name."""
    return [f"{side}：{name}", f"数字：{digits}", "", "签字：____________________", ""]


def _note(session: Session, act: str, unit: str = "") -> None:
    access.note(session.ledger.connection, session.clock, session.person, act, record=unit)


# ── afterwards ──────────────────────────────────────────────────────────────────────────────────────────


def peer(session: Session, words: str) -> Link:
    """The one living pairing that a unit's code or name, or the first characters of a peer mean."""
    known = links.everyone(session.ledger.connection)
    found = [
        one
        for one in known
        if words in (one.peer.unit, one.peer.unit_name)
        or (len(words) >= 6 and one.peer.node.startswith(words))
    ]
    if not words and len(known) == 1:
        return known[0]
    if len(found) != 1:
        raise Refused("没有和这个单位配过对" if not found else "对得上好几个单位，请写区划代码", "peer")
    return found[0]


def revoke(session: Session, words: str, reason: str = "") -> Link:
    """Stops a desk: what it still sends is put aside unread. What it already held it keeps."""
    session.require(Right.PEOPLE)
    link = peer(session, words)
    connection = session.ledger.connection
    with sorted_errors(), database(connection).atomic():
        links.put(connection, link.no, living=0)
    _note(session, "revoke", link.peer.unit)
    return link


def relink(session: Session, words: str) -> Link:
    """Begins a pairing anew: both forget how far they were and offer everything again."""
    session.require(Right.PEOPLE)
    link = peer(session, words)
    exchange(session).relink(link.no)
    _note(session, "relink", link.peer.unit)
    return links.get(session.ledger.connection, link.no)


def chains(session: Session, link: Link) -> str:
    """The chain heads that the other side last told, as JSON text for a supervisor's check."""
    return json.dumps(links.heard(session.ledger.connection, link.no), ensure_ascii=False)
