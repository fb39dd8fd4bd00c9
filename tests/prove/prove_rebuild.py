"""Drops every record table, index and search table of a filled ledger, or some; the journal makes them again.

`python -m tests.prove.prove_rebuild [--cases N] [--seed S] [--broken NAME]`, see `proof`. Half of the cases
are a practice village; half a ledger in which somebody added, edited, withdrew, revived and erased at random,
with forms left open. What `check --rebuild` makes must equal what was there, row for row, and its check find
nothing.
"""

from __future__ import annotations

import random
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path
from unittest.mock import patch

from childdesk.desk import practice
from childdesk.desk.session import Session
from childdesk.store import checking, writer
from tests.prove import proof
from tests.store import test_rebuild as rules
from tests.store.copies import Copy
from tests.store.living import PERSON, Living, families, made


def case(seed: int) -> tuple[list[str], Mapping[str, int]]:
    """One ledger, filled, robbed of its tables, made again."""
    folder = Path(tempfile.mkdtemp(prefix="childdesk-rebuild-"))
    try:
        home = folder / "home"
        desk = made(home, practice=True)
        changes = fill(desk, seed)
        before = rules.everything(desk)
        rows = sum(map(len, before[0].values()))
        desk.close()
        gone = drop(home, random.Random(seed))
        again = rules.rebuilt(home)
        wrong = [
            f"{what} differs"
            for what, old, new in zip(
                ("a table", "the search", "the index"), before, rules.everything(again), strict=True
            )
            if old != new
        ]
        wrong += [f"{one.where} {one.text}" for one in checking.check(again.connection)[:3]]
        again.close()
        return wrong, {"changes": changes, "rows": rows, "dropped": gone}
    finally:
        shutil.rmtree(folder)


def fill(desk: Living, seed: int) -> int:
    """Something to lose; the number of changes."""
    if seed % 2:
        session = Session(desk.ledger, PERSON, "陈桂兰", "主任", s3=True, clock=desk.clock)
        practice.fill(session, 20 + seed % 40, seed)
    else:
        desk.write(*families(20 + seed % 40, seed), operation="import")
        person = Copy(desk, random.Random(seed))
        for _ in range(80):
            person.act()
        child = person.rows("child")[0]
        opened = desk.writer.state("child", child).base("risk")
        for risk in ("红", "绿"):
            desk.set(child, base=opened, risk=risk)
    return len(desk.changes())


def drop(home: Path, chance: random.Random) -> int:
    """Takes away every derived table with its indexes, or some of them; how many."""
    names = [*rules.OURS, *rules.SEARCH]
    gone = names if chance.random() < 0.5 else chance.sample(names, chance.randint(1, len(names)))
    rules.harm(home, *(f"DROP TABLE {name}" for name in gone))
    return len(gone)


BROKEN = {
    rule.__name__.replace("_", " "): (lambda rule=rule: patch.object(writer, "fold", rule(writer.fold)))
    for rule in (rules.forgets_marks_of_life, rules.takes_the_last_written)
}

if __name__ == "__main__":
    proof.main("prove_rebuild", case, BROKEN, cases=60, red=20)
