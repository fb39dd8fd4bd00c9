"""Makes a township's desk with villages and children, once, and copies it: for pages, pictures, proofs."""

from __future__ import annotations

import atexit
import contextlib
import functools
import random
import shutil
import tempfile
from pathlib import Path

from childdesk.desk import desks, villages
from childdesk.desk.session import Session
from childdesk.domain.clock import SetClock, wall
from childdesk.domain.ids import new_id
from childdesk.domain.link import Peer
from childdesk.domain.plan import New
from childdesk.store import ledger, links, slots
from childdesk.store.connection import database
from tests.desk.made import GIVEN, SURNAMES
from tests.ui.villages import NOON, PASSPHRASE, Made

TOWN, REGION, PERSON = "云溪镇", "990101001", "刘敏"
NAMES = (
    "河湾 石桥 上坪 下坪 杨家 柳林 大沟 青山 白水 新建 东风 红旗 永安 长乐 龙潭 凤凰 双河 三岔 老街 油坊 "
    "桃园 梨树 枣林 竹溪 松岭 柏坡 榆树 槐荫 沙坝 黄土 黑石 金沟 银杏 铁炉 铜锣 水磨 官渡 康吊移民安置小区"
).split()


@functools.cache
def made(children: int = 0, many: int = 38) -> Made:
    """A township with so many villages and so many children among them; nobody of them exists."""
    home = Path(tempfile.mkdtemp(prefix="childdesk-township-"))
    atexit.register(shutil.rmtree, home, ignore_errors=True)
    clock = SetClock(NOON)
    new = desks.make(
        home,
        clock,
        level="township",
        unit_name=TOWN,
        region=REGION,
        person=PERSON,
        passphrase=PASSPHRASE,
        practice=False,
    )
    key, person = slots.unlock_recovery(home, new.recovery_code), desks.people(home)[0][0]
    base = Made(home, key, person, new.recovery_code)
    if children:
        with contextlib.closing(opened(home, base, clock).ledger) as held:
            session = desks._seat(held, person, clock)
            fill(session, children, many)
    return base


COUNTY = "青禾县"
TOWNS = ("云溪镇", "梨树乡", "青山街道", "龙潭镇", "松岭乡")


@functools.cache
def county(children: int = 0, towns: int = 2, many: int = 3) -> Made:
    """A county's desk: with nothing in it, or with townships of so many villages each and children."""
    home = Path(tempfile.mkdtemp(prefix="childdesk-county-"))
    atexit.register(shutil.rmtree, home, ignore_errors=True)
    about = {"unit_name": COUNTY, "region": REGION[:6], "person": "何平", "passphrase": PASSPHRASE}
    clock = SetClock(NOON)
    new = desks.make(home, clock, level="county", practice=False, **about)
    base = Made(home, slots.unlock_recovery(home, new.recovery_code), desks.people(home)[0][0], "")
    if children:
        with contextlib.closing(opened(home, base, clock).ledger) as held:
            fill_county(desks._seat(held, base.person, clock), children, towns, many)
    return base


def fill_county(session: Session, children: int, towns: int, many: int, seed: int = 5) -> None:
    """Paired townships, each with as many villages, the first of one name in each; and children."""
    codes = [f"{REGION[:6]}{at + 1:03d}" for at in range(towns)]
    connection = session.ledger.connection
    with database(connection).atomic():
        for at, code in enumerate(codes):
            peer = Peer(f"{at:024d}", "township", code, TOWNS[at], f"age{at}", f"sig{at}")
            links.add(connection, peer, epoch=1, s3=True, rid="0" * 24)
            links.put(connection, links.everyone(connection)[-1].no, last_read=wall(session.clock.now()))
    units = [
        (f"{code}{201 + at}", NAMES[0 if not at else (town * (many - 1) + at) % len(NAMES)])
        for town, code in enumerate(codes)
        for at in range(many)
    ]
    ops = [New("village", new_id(), {"unit": unit, "name": f"{name}村"}) for unit, name in units]
    session.ledger.writer.write("add_village", session.person, ops)
    _children(session, [unit for unit, _ in units], children, random.Random(seed))


def opened(home: Path, base: Made, clock: SetClock) -> Session:
    """A writing session without a key derivation; close its ledger afterwards."""
    found = ledger.open_for_writing(home, base.key, clock, desks.INDEX, lambda _connection: None)
    return desks._seat(found, base.person, clock)


def copied(folder: Path, base: Made) -> Path:
    """A copy that a test may change."""
    return Path(shutil.copytree(base.home, folder))


def unit(at: int) -> str:
    """The code of the village at a place of NAMES."""
    return f"{REGION}{201 + at}"


def fill(session: Session, children: int, many: int = 38, seed: int = 5) -> None:
    """The villages, and children among them with categories and a visit each now and then."""
    rnd = random.Random(seed)
    lines = [
        f"{unit(at)} {NAMES[at]}村 {rnd.choice(SURNAMES)}{''.join(rnd.sample(GIVEN, 2))} 1040000{at:04d}"
        for at in range(many)
    ]
    villages.take_in(session, villages.look(session, "\n".join(lines)))
    _children(session, [unit(at) for at in range(many)], children, rnd)


def _children(session: Session, units: list[str], children: int, rnd: random.Random) -> None:
    ops: list[New] = []
    for number in range(children):
        one, born = (
            new_id(),
            f"{rnd.randrange(2010, 2024)}-{rnd.randrange(1, 13):02d}-{rnd.randrange(1, 28):02d}",
        )
        values = {
            "unit": units[number % len(units)],
            "name": rnd.choice(SURNAMES) + "".join(rnd.sample(GIVEN, 2)),
        }
        values |= {"sex": rnd.choice("男女"), "birth": born, "risk": rnd.choice("红黄蓝绿")}
        values |= {"village_group": f"{rnd.randrange(1, 9)}组", "registered_on": "2026-01-05"}
        ops.append(New("child", one, values))
        ops.append(New("category", new_id(), {"child": one, "kind": "留守儿童", "state": "村登记"}))
    session.ledger.writer.write("import", session.person, ops, source="各村花名册")
