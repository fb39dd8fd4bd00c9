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
from childdesk.domain.clock import SetClock
from childdesk.domain.ids import new_id
from childdesk.domain.plan import New
from childdesk.store import ledger, slots
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


@functools.cache
def county() -> Made:
    """A county's desk with nothing in it."""
    home = Path(tempfile.mkdtemp(prefix="childdesk-county-"))
    atexit.register(shutil.rmtree, home, ignore_errors=True)
    about = {"unit_name": "青禾县", "region": REGION[:6], "person": "何平", "passphrase": PASSPHRASE}
    new = desks.make(home, SetClock(NOON), level="county", practice=False, **about)
    return Made(home, slots.unlock_recovery(home, new.recovery_code), desks.people(home)[0][0], "")


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
    ops: list[New] = []
    for number in range(children):
        one, born = (
            new_id(),
            f"{rnd.randrange(2010, 2024)}-{rnd.randrange(1, 13):02d}-{rnd.randrange(1, 28):02d}",
        )
        values = {"unit": unit(number % many), "name": rnd.choice(SURNAMES) + "".join(rnd.sample(GIVEN, 2))}
        values |= {"sex": rnd.choice("男女"), "birth": born, "risk": rnd.choice("红黄蓝绿")}
        values |= {"village_group": f"{rnd.randrange(1, 9)}组", "registered_on": "2026-01-05"}
        ops.append(New("child", one, values))
        ops.append(New("category", new_id(), {"child": one, "kind": "留守儿童", "state": "村登记"}))
    session.ledger.writer.write("import", session.person, ops, source="各村花名册")
