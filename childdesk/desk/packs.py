"""开户包: a desk above gives a new desk below all that it needs, and the pairing closes in the same visit.

The desk above writes the pack and prints its 24 digits (one way). The new desk opens it with them, knows the
desk above from then on, and writes its request with 24 digits of its own (the other way). When these are read
out and found the same above, both know each other. A lost desk is replaced the same way.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from childdesk.desk import desks, escrow, pairing, places, villages
from childdesk.desk.desks import NewDesk, Start
from childdesk.desk.pairing import Step
from childdesk.desk.session import Right, Session
from childdesk.domain import link as rules
from childdesk.domain import pack as packing_rules
from childdesk.domain import pairing as papers
from childdesk.domain import tiers
from childdesk.domain.clock import Clock
from childdesk.domain.errors import Refused
from childdesk.domain.link import PROTOCOL, Link
from childdesk.domain.pack import LEVELS, PACK, Former, Pack
from childdesk.domain.pairing import REQUEST, Paper
from childdesk.domain.paper import Facts, Footer, Gap, Paragraph, Signature, Table
from childdesk.domain.paper import Paper as Sheet
from childdesk.domain.progress import Progress
from childdesk.store import access, links, packing, standings, stick

LARGEST = 32 * 1024**2
DIGITS = 24

NOT_PACK = "数字对不上，或者这不是给您的开户包。什么也没有建。请对照开户单再输一遍"
NOT_READ = "这不是开户包。什么也没有建，请选CP-NEW开头的文件"
PAIRED_ALREADY = "这份请求已经收过，两台电脑已经配好了。什么也不用做，直接同步就行"
LIVES = "这个单位已有一台电脑。旧的不用了，请先停用它"


@dataclass(frozen=True, slots=True)
class Written:
    """One pack that was written, with the digits that open it."""

    unit: str
    unit_name: str
    digits: str
    file: str
    again: bool
    held: int


@dataclass(frozen=True, slots=True)
class Seat:
    """One unit below and how it stands with a desk of its own."""

    unit: str
    name: str
    state: str
    since: str
    held: int
    last_read: str
    waiting: int


NO_DESK, GIVEN, PAIRED, STOPPED = "没有电脑", "已给开户包", "在用", "已停用"


# ── above ───────────────────────────────────────────────────────────────────────────────────────────────


def seats(session: Session) -> list[Seat]:
    """Every unit directly below this desk, with or without a desk of its own, by code."""
    session.require(Right.VIEW)
    connection = session.ledger.connection
    living = {one.peer.unit: one for one in links.everyone(connection)}
    former = {one.peer.unit: one for one in links.everyone(connection, living=False) if not one.living}
    issued = {one["unit"]: one["on"] for one in _issued(session).values() if not one["node"]}
    held = standings.open_children(connection)
    found = []
    for unit, name in _below(session):
        link = living.get(unit) or former.get(unit)
        state = PAIRED if unit in living else GIVEN if unit in issued else STOPPED if link else NO_DESK
        count = sum(number for code, number in held.items() if rules.covers(unit, code))
        waiting = link.pos - link.acked if link is not None and link.living else 0
        last = link.last_read[:10] if link is not None else ""
        found.append(Seat(unit, name, state, issued.get(unit, ""), count, last, waiting))
    return found


def _below(session: Session) -> list[tuple[str, str]]:
    identity = session.ledger.identity
    if identity.level == "county":
        paired = (one.peer for one in links.everyone(session.ledger.connection))
        known = {peer.unit: peer.unit_name for peer in paired if rules.covers(identity.unit, peer.unit)}
        return sorted((known | dict(places.divisions().children(identity.unit))).items())
    return [(line.unit, line.name) for line in villages.every(session)] if identity.level != "village" else []


def write(session: Session, units: Sequence[str], folder: Path, *, s3: bool = True) -> list[Written]:
    """Writes a pack for each of several units. Raises Refused for one that has a living desk."""
    session.require(Right.PEOPLE)
    if not units:
        raise Refused(tiers.at("请先选要开户的村", session.ledger.identity.level), "unit")
    known = dict(_below(session))
    return [_write(session, unit, known.get(unit, ""), folder, s3=s3) for unit in units]


def replace(session: Session, words: str, folder: Path, reason: str) -> Written:
    """For a lost or broken PC: stops the old one and writes a pack for the new one, which gets everything.

    What the old one had not handed over is not here; `held` says how many children the new one will find.
    """
    session.require(Right.PEOPLE)
    unit = unit_of(session, words)
    if not folder.is_dir():
        raise Refused(stick.NO_FOLDER, "out")
    if any(one.peer.unit == unit for one in links.everyone(session.ledger.connection)):
        pairing.revoke(session, unit, reason)
    name = dict(_below(session)).get(unit, "")
    return _write(session, unit, name, folder, s3=True)


def unit_of(session: Session, words: str) -> str:
    """The code of the unit below that a code or a name mean. Raises Refused."""
    for unit, name in _below(session):
        if words.strip() in (unit, name):
            return unit
    found = {
        one.peer.unit
        for one in links.everyone(session.ledger.connection, living=False)
        if words.strip() in (one.peer.unit, one.peer.unit_name)
    }
    if len(found) == 1:
        return found.pop()
    raise Refused(f"没有“{words}”这个单位。没有改动什么，请写区划代码", "unit")


def _write(session: Session, unit: str, name: str, folder: Path, *, s3: bool) -> Written:
    identity, connection = session.ledger.identity, session.ledger.connection
    if unit == identity.unit or not rules.covers(identity.unit, unit) or len(unit) not in LEVELS:
        raise Refused("这个单位不归本单位管。没有写开户包", "unit")
    former = [one for one in links.everyone(connection, living=False) if one.peer.unit == unit]
    if any(one.living for one in former):
        raise Refused(LIVES, "unit")
    given = name or next((one.peer.unit_name for one in former), "")
    if not given:
        raise Refused("这个村还没有名字。请先在“各村”里加上", "unit")
    epoch = 1 + max((one.epoch for one in former), default=0)
    paper = pairing.paper_of(session, PACK, s3=s3 and session.may(Right.S3), epoch=epoch)
    count = _held(session, unit)
    again = bool(former)
    changes = tuple(packing.common(connection, unit, again=again))
    page = packing_rules.text(Pack(paper, unit, _whole(identity.unit_name, given), again, count, changes))
    told = packing_rules.digits(page)
    path = pairing.put(folder, _sealed(page, told), "NEW", ".age")
    entry = {"unit": unit, "epoch": paper.epoch, "s3": paper.s3, "on": session.today.isoformat(), "node": ""}
    kept = {code: one for code, one in _issued(session).items() if one["unit"] != unit or one["node"]}
    session.ledger.bookmark("packs", json.dumps({**kept, told: entry}))
    access.note(connection, session.clock, session.person, "pack", record=unit)
    return Written(unit, given, told, str(path), again, count)


def slip(written: Written, above: str, person: str, day: date) -> Sheet:
    """The 开户单 that goes with a pack, on paper and not with the stick: the digits that open it."""
    groups = tuple(written.digits.split(" "))
    level = "county" if len(written.unit) < villages.DIGITS else "township"
    steps = (
        tiers.at("在村里的电脑上打开童档，", level)
        + "点“我有上级给的开户包”，选U盘上的这份文件，输入上面24位数字。",
        "写上姓名，定一个口令，打印恢复单封好。屏幕上会出来另一组24位数字。",
        tiers.at("把那组数字念给镇里（或当面对一遍），U盘交回来。镇里收下后，就可以同步了。", level),
        "这张单子不要和U盘放在一起。用完撕掉。",
    )
    again = "换新电脑（旧的已停用）" if written.again else "第一次开户"
    facts = (("单位", written.unit_name), ("代码", written.unit), ("文件", Path(written.file).name))
    return Sheet(
        "开户单",
        (
            Facts((*facts, ("开户", again), ("由", above), ("日期", f"{day:%Y-%m-%d}")), 2),
            Gap(4),
            Table((tuple(f"第{number}组" for number in range(1, len(groups) + 1)),), (groups,)),
            Gap(4),
            *(Paragraph(f"{number}. {line}") for number, line in enumerate(steps, 1)),
            Signature(("交出：　　　　　　", "收到：　　　　　　")),
        ),
        "sheet",
        footer=Footer(person, f"{day:%Y-%m-%d}", masked=False),
    )


def _held(session: Session, unit: str) -> int:
    held = standings.open_children(session.ledger.connection)
    return sum(number for code, number in held.items() if rules.covers(unit, code))


def _whole(above: str, name: str) -> str:
    """A village as it calls itself, with its township before it."""
    return name if name.startswith(above) or not above.endswith(("镇", "乡", "街道")) else f"{above}{name}"


def _issued(session: Session) -> dict[str, dict[str, str]]:
    found = json.loads(session.ledger.bookmark("packs") or "{}")
    return {str(code): {key: str(value) for key, value in one.items()} for code, one in found.items()}


def _sealed(page: str, code: str) -> bytes:
    import pyrage  # noqa: PLC0415 - heavy: the first page is shown without it

    sealed: bytes = pyrage.passphrase.encrypt(page.encode(), code.replace(" ", ""))
    return sealed


def accept(
    session: Session,
    file: Path,
    folder: Path,
    digits: str,
    *,
    s3: bool = True,
    progress: Progress | None = None,
) -> Step:
    """The desk above closes the pairing, when the digits that it heard are those of the request.

    A request that comes of a pack needs no answer: only a receipt for both to sign is left. Any other one,
    and one whose pack is not remembered here (as after a restore), is answered as without a pack.
    """
    session.require(Right.PEOPLE)
    asked = pairing.read_request(file)
    about = _open_pack_of(session, asked)
    if about is None and _is_paired(session, asked):
        raise Refused(PAIRED_ALREADY, "file")
    if about is None:
        return pairing.accept(session, file, folder, digits, s3=s3, progress=progress)
    if not papers.same(papers.digits(asked), digits):
        raise Refused(pairing.WRONG_DIGITS, "digits")
    pairing.require_below(session, asked)
    connection = session.ledger.connection
    if any(one.peer.unit == asked.unit for one in links.everyone(connection)):
        raise Refused(LIVES, "unit")
    carries = s3 and asked.s3 and about["s3"] == str(True)
    path = pairing.receipt(session, folder, asked, asked.about)
    pairing.begin(session, asked.peer, Path(path), epoch=int(about["epoch"]), s3=carries, progress=progress)
    issued = _issued(session) | {asked.about: about | {"node": asked.node}}
    session.ledger.bookmark("packs", json.dumps(issued))
    access.note(connection, session.clock, session.person, "pack_accept", record=asked.unit)
    return Step(asked.about, asked.node, asked.unit, asked.unit_name, path)


def _is_paired(session: Session, asked: Paper) -> bool:
    """Whether a request is that of a pack which has paired this very desk: its file was read once more."""
    about = _issued(session).get(asked.about)
    link = links.of_peer(session.ledger.connection, asked.node)
    return about is not None and about["node"] == asked.node and link is not None and link.living


def _open_pack_of(session: Session, asked: Paper) -> dict[str, str] | None:
    """The pack that a request comes of, if it was written here, is the unit's newest and not used yet."""
    about = _issued(session).get(asked.about)
    if about is None or about["unit"] != asked.unit or about["node"]:
        return None
    known = links.everyone(session.ledger.connection, living=False)
    latest = max((one.epoch for one in known if one.peer.unit == asked.unit), default=0)
    return about if int(about["epoch"]) > latest else None


# ── below ───────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Opened:
    """A pack that was opened with its digits."""

    pack: Pack
    digits: str
    folder: Path

    @property
    def above(self) -> str:
        """The name of the desk above."""
        return self.pack.paper.unit_name

    def former(self, today: date) -> list[Former]:
        """Who worked at the desk that is replaced and may go on under the same name."""
        return packing_rules.people(self.pack, today.isoformat())


def open_pack(file: Path, digits: str) -> Opened:
    """Opens a pack with the 24 digits on the slip. Raises Refused; nothing is made yet."""
    import pyrage  # noqa: PLC0415 - heavy: the first page is shown without it

    code = "".join(sign for sign in digits if sign.isdecimal())
    if len(code) != DIGITS:
        raise Refused(f"开户单上是{DIGITS}位数字，现在{len(code)}位", "digits")
    sealed = stick.load(file, LARGEST)
    if not sealed.startswith(b"age-encryption.org/v1\n-> scrypt"):
        raise Refused(NOT_READ, "file")
    try:
        page = pyrage.passphrase.decrypt(sealed, code).decode()
        pack = packing_rules.read(page)
        pyrage.x25519.Recipient.from_str(pack.paper.recipient)
    except (pyrage.DecryptError, packing_rules.NotPack, UnicodeDecodeError, pyrage.RecipientError) as error:
        raise Refused(NOT_PACK, "digits") from error
    told = packing_rules.digits(page)
    if not papers.same(told, code) or not pairing.is_whole(pack.paper):
        raise Refused(NOT_PACK, "digits")
    if pack.paper.protocol > PROTOCOL:
        raise Refused("镇里的软件比较新。请先升级本软件", "file")
    if not rules.covers(pack.paper.unit, pack.unit):
        raise Refused(NOT_READ, "file")
    return Opened(pack, told, file.parent)


def make(home: Path, clock: Clock, opened: Opened, *, person: str, passphrase: str, who: str = "") -> NewDesk:
    """Makes the desk of a pack, whole or not at all: it knows the desk above and all that came with it.

    `who` is one of `former`, who goes on under the same name.
    """
    pack = opened.pack
    return desks.make(
        home,
        clock,
        level=pack.level,
        unit_name=pack.unit_name,
        region=pack.unit,
        person=person,
        passphrase=passphrase,
        practice=pack.paper.practice,
        start=Start(lambda session: _begin(session, opened), who),
    )


def _begin(session: Session, opened: Opened) -> None:
    paper = opened.pack.paper
    work = pairing.exchange(session)
    packing.introduce(work, paper.peer, epoch=paper.epoch, s3=paper.s3, changes=opened.pack.changes)
    asked = pairing.paper_of(session, REQUEST, s3=paper.s3, epoch=paper.epoch, about=opened.digits)
    session.ledger.bookmark(pairing.PENDING, papers.text(asked))
    access.note(session.ledger.connection, session.clock, session.person, "pack_open", record=paper.unit)
    escrow.settle(session)


def waiting(session: Session) -> Paper | None:
    """The request of a desk that was made with a pack, until the desk above has been heard."""
    kept = session.ledger.bookmark(pairing.PENDING)
    asked = papers.read(kept) if kept else None
    if asked is None or not asked.about:
        return None
    return asked if any(not link.last_read for link in _above(session)) else None


def _above(session: Session) -> list[Link]:
    return links.above(session.ledger.connection, session.ledger.identity.unit)


def ask(session: Session, folder: Path) -> Step:
    """Writes the request of a desk that was made with a pack; again and again with the same digits."""
    session.require(Right.PEOPLE)
    asked = waiting(session)
    if asked is None:
        raise Refused("没有在等镇里答复的开户包。已经可以同步了", "file")
    path = pairing.put(folder, papers.text(asked).encode(), "REQ", ".json")
    access.note(session.ledger.connection, session.clock, session.person, "pair_request")
    above = _above(session)[0].peer
    return Step(papers.digits(asked), above.node, above.unit, above.unit_name, str(path))
