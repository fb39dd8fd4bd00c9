"""Fills an empty 演练 desk with a generated village; a real desk never lets one in."""

from __future__ import annotations

from datetime import UTC, datetime, time
from pathlib import Path

from childdesk.desk import desks
from childdesk.desk.session import Right, Session
from childdesk.domain import village
from childdesk.domain.clock import Clock, SetClock
from childdesk.domain.errors import Refused
from childdesk.domain.progress import Progress, Silent
from childdesk.store import reader
from childdesk.store.writer import Writer

PASSPHRASE = "练习用口令四个词"
"""The passphrase of practice desks that the program makes itself; it is said on the sign-in page."""
PERSON, UNIT, REGION = "陈桂兰", "云溪镇河湾村", "990101001001"
CHILDREN, SEED = 60, 20261123
MORNING = time(1, 0, tzinfo=UTC)
"""Nine in the morning in China."""


def ensure(home: Path, clock: Clock) -> bool:
    """Makes a practice desk with its village in a folder that has none; True when it was made now."""
    if (home / desks.LEDGER).exists():
        return False
    home.mkdir(parents=True, exist_ok=True)
    desks.make(
        home,
        clock,
        level="village",
        unit_name=UNIT,
        region=REGION,
        person=PERSON,
        passphrase=PASSPHRASE,
        practice=True,
    )
    with desks.open_desk(home, clock, person=PERSON, passphrase=PASSPHRASE) as session:
        fill(session, CHILDREN, SEED)
    return True


def fill(session: Session, children: int, seed: int, progress: Progress | None = None) -> dict[str, int]:
    """Generates the village and writes it as the entries of its story, each on its day; counts by record.

    Raises Refused on a real desk or one that already has children.
    """
    session.require(Right.IMPORT)
    ledger = session.ledger
    if not ledger.identity.practice:
        raise Refused("这是真实的档案，不能放演练数据。数据没有动")
    if reader.count(ledger.connection, "child"):
        raise Refused("演练村里已有孩子。数据没有动")
    watch = progress or Silent()
    made = village.generate(children, seed, session.today, ledger.identity.unit)
    batches = list(made.joined())
    for number, batch in enumerate(batches):
        watch.step(number, len(batches), "正在生成演练村")
        clock = SetClock(datetime.combine(batch.day, MORNING))
        writer = Writer(ledger.connection, clock, ledger.index.refresh)
        writer.write(batch.operation, session.person, batch.ops, source="演练")
    return made.counts()
