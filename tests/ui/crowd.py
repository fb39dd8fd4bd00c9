"""A desk with very many children and nothing else about them: for what hangs on their number alone."""

from __future__ import annotations

import atexit
import contextlib
import functools
import random
import shutil
import tempfile
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

from childdesk.domain.clock import SetClock
from childdesk.domain.link import Peer
from childdesk.domain.plan import New
from childdesk.store import links, slots
from childdesk.store.connection import database
from childdesk.store.writer import Writer
from tests.ui import villages
from tests.ui.villages import KEPT, Made

SURNAMES = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹"
GIVEN = "子梓宇浩涵欣怡雨轩嘉诗语萱思若佳俊明华伟芳娜秀英敏静丽强磊军洋勇艳杰娟涛超霞平刚桂红梅建国文玉兰"
RISKS = ("", "", "", "绿", "绿", "蓝", "黄", "红")
BATCH = 20_000


@functools.cache
def crowded(children: int) -> Made:
    """Made in about a minute for 100,000, kept like every other large desk."""
    home = KEPT / f"crowd-{children}-{villages._recipe()}"
    code = home / "code.txt"
    if not code.is_file():
        shutil.rmtree(home, ignore_errors=True)
        shutil.copytree(villages.made(0).home, home)
        _fill(replace(villages.made(0), home=home), children)
    words = code.read_text(encoding="utf-8")
    return Made(home, slots.unlock_recovery(home, words), slots.people(home)[0][0], words)


@functools.cache
def waiting(changes: int, children: int = 5_000) -> Made:
    """A paired desk that was never answered: so many changes wait, new children and visits to them."""
    home = KEPT / f"waiting-{changes}-{children}-{villages._recipe()}"
    code = home / "code.txt"
    if not code.is_file():
        half = home.with_name(f"{home.name}-half")
        shutil.rmtree(half, ignore_errors=True)
        shutil.copytree(villages.made(0).home, half)
        base = replace(villages.made(0), home=half)
        with contextlib.closing(villages.opened(half, base, SetClock(villages.NOON)).ledger) as held:
            peer = Peer("1" * 24, "township", villages.REGION[:9], "云溪镇", "age", "sig")
            with database(held.connection).atomic():
                links.add(held.connection, peer, epoch=1, s3=False, rid="0" * 24)
        _fill(base, children)
        _visits(base, children, changes - children)
        half.rename(home)
    words = code.read_text(encoding="utf-8")
    return Made(home, slots.unlock_recovery(home, words), slots.people(home)[0][0], words)


def _visits(base: Made, children: int, visits: int) -> None:
    session = villages.opened(base.home, base, SetClock(villages.NOON))
    chance, day = random.Random(villages.SEED), "2026-11-02"
    with contextlib.closing(session.ledger):
        for first in range(0, visits, BATCH):
            ops = [
                New("visit", f"{chance.getrandbits(128):032x}", {"child": f"{number:032x}", "date": day})
                for number in (at % children for at in range(first, min(first + BATCH, visits)))
            ]
            session.ledger.writer.write("import", session.person, ops)


@functools.cache
def among(children: int, told: int = 120) -> Made:
    """So many children, some with their story and the longest names: made in seconds, hence not kept."""
    base = villages.made(told, longest=True)
    home = Path(tempfile.mkdtemp(prefix="childdesk-crowd-"))
    atexit.register(shutil.rmtree, home, ignore_errors=True)
    made = replace(base, home=home / "desk")
    shutil.copytree(base.home, made.home)
    _fill(made, children - told)
    return made


def _fill(base: Made, children: int) -> None:
    clock = SetClock(villages.NOON)
    session = villages.opened(base.home, base, clock)
    chance = random.Random(villages.SEED)
    with contextlib.closing(session.ledger):
        writer = Writer(session.ledger.connection, clock, session.ledger.index.refresh)
        unit = session.ledger.identity.unit
        for first in range(0, children, BATCH):
            some = range(first, min(first + BATCH, children))
            writer.write("import", session.person, [_child(chance, number, unit) for number in some])


def _child(chance: random.Random, number: int, unit: str) -> New:
    name = chance.choice(SURNAMES) + "".join(chance.choices(GIVEN, k=2))
    born = date(2010, 1, 1) + timedelta(days=chance.randrange(5600))
    values = {
        "unit": unit,
        "name": name,
        "sex": chance.choice("男女"),
        "birth": born.isoformat(),
        "village_group": f"{chance.randrange(1, 30)}组",
        "school": "云溪镇中心小学",
        "risk": chance.choice(RISKS),
    }
    return New("child", f"{number:032x}", {key: value for key, value in values.items() if value})
