"""A desk for tests, made once and copied: opening it anew would cost a key derivation each time."""

from __future__ import annotations

import functools
import random
import shutil
import tempfile
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from childdesk.desk import desks, records
from childdesk.desk.session import Session
from childdesk.domain.clock import Clock, SetClock
from childdesk.domain.ids import new_id
from childdesk.domain.plan import New
from childdesk.store import ledger, slots

TODAY = date(2026, 11, 23)
"""A Monday."""
NOW = datetime(2026, 11, 23, 1, tzinfo=UTC)
NUMBER = "990101201703020326"
"""Never given out: there is no province 99."""
PERSON, PASSPHRASE = "陈桂兰", "小溪 石桥 油菜 灯笼"
SURNAMES, GIVEN = "王李张刘陈杨黄赵周吴", "子涵梓轩浩宇欣怡思远一鸣雨桐嘉安然小禾晨曦"


@functools.cache
def template() -> tuple[Path, bytes, str]:
    """(folder, key, id of the director) of an empty practice desk; lives as long as the tests."""
    home = Path(tempfile.mkdtemp(prefix="childdesk-made-"))
    desks.make(
        home,
        SetClock(NOW),
        level="village",
        unit_name="云溪镇河湾村",
        region="990101001001",
        person=PERSON,
        passphrase=PASSPHRASE,
        practice=True,
    )
    who = slots.people(home)[0][0]
    return home, slots.unlock(home, who, PASSPHRASE, SetClock(NOW)), who


def session_in(home: Path, clock: Clock | None = None, *, s3: bool = True, role: str = "主任") -> Session:
    """A session on a copy of the template in `home`, opened for writing. Close its ledger afterwards."""
    source, key, who = template()
    if not home.exists():
        shutil.copytree(source, home)
    clock = clock or SetClock(NOW)
    opened = ledger.open_for_writing(home, key, clock, desks.INDEX, lambda connection: None)
    return Session(opened, who, PERSON, role, s3=s3, clock=clock)


def child(session: Session, name: str, **texts: str) -> str:
    """A child with what is required, unless said otherwise; an empty text leaves a field out."""
    values = {
        "sex": "女",
        "birth": "2017-03-02",
        "nation": "汉族",
        "hukou_class": "本辖区户口",
        "hukou_address": "云溪镇河湾村3组",
        "live_address": "云溪镇河湾村3组12号",
        "village_group": "3组",
        "categories": "留守儿童",
        "health": "健康",
        "schooling": "小学",
        "risk": "黄",
    } | texts
    return records.add(session, "child", {"name": name} | {k: v for k, v in values.items() if v}).id


def visit(session: Session, whose: str, day: str, **texts: str) -> str:
    """A visit on an ISO day."""
    return records.add(session, "visit", {"child": whose, "date": day, "visit_type": "日常走访"} | texts).id


def fill(session: Session, number: int, seed: int = 1) -> list[str]:
    """So many invented children in one entry, with categories, guardians, phones and visits; their ids."""
    rnd = random.Random(seed)
    ops: list[New] = []
    ids = []
    for _ in range(number):
        one, kin = new_id(), new_id()
        ids.append(one)
        born = TODAY - timedelta(days=rnd.randrange(200, 17 * 365))
        values = {
            "unit": session.ledger.identity.unit,
            "name": rnd.choice(SURNAMES) + "".join(rnd.sample(GIVEN, rnd.choice((1, 2, 2)))),
            "sex": rnd.choice("男女"),
            "birth": born.isoformat(),
            "nation": "汉族",
            "hukou_class": "本辖区户口",
            "village_group": f"{rnd.randrange(1, 9)}组",
            "risk": rnd.choice(("红", "黄", "蓝", "蓝", "绿", "绿", None)),
            "health": rnd.choice(("健康", "健康", "残疾")),
            "schooling": rnd.choice(("小学", "初中", "幼儿园")),
            "school": rnd.choice(("云溪镇中心小学", "云溪镇初级中学")),
            "registered_on": "2026-01-05",
        }
        if rnd.random() < 0.9:
            values["id_number"] = f"990101{born:%Y%m%d}{rnd.randrange(1000):03d}{rnd.randrange(10)}"
        if rnd.random() < 0.1:
            values |= {"exit_on": "2026-08-01", "exit_reason": "随父母生活"}
        ops.append(New("child", one, values))
        for kind in rnd.sample(["留守儿童", "流动儿童", "困境儿童"], rnd.choice((0, 1, 1, 2))):
            ops.append(New("category", new_id(), {"child": one, "kind": kind, "state": "村登记"}))
        ops.append(New("guardian", kin, {"child": one, "name": "何" + rnd.choice(GIVEN), "relation": "祖母"}))
        phone = f"104{rnd.randrange(10**8):08d}"
        ops.append(New("phone", new_id(), {"child": one, "holder": kin, "number": phone}))
        for _ in range(rnd.choice((0, 1, 2))):
            day = TODAY - timedelta(days=rnd.randrange(1, 60))
            following = (day + timedelta(days=30)).isoformat()
            texts = {"child": one, "date": day.isoformat(), "visit_type": "日常走访", "living": "床铺整洁"}
            ops.append(New("visit", new_id(), texts | {"next_date": following}))
    session.ledger.writer.write("practice", session.person, ops, source="演练")
    return ids


def two_children(session: Session) -> tuple[str, str]:
    """A girl and a boy of two groups, the boy a child in difficulty: their ids."""
    one = child(session, "周小禾", id_number="990101201703020326", village_group="1组")
    other = child(session, "李思远", sex="男", village_group="2组", categories="困境儿童")
    return one, other
