"""Measures the next visits of everybody, and of one child after a change, in a sealed ledger.

    python -m tests.bench.bench_due [--children 5000] [--visits 8] [--rounds 7]

Bars of the issue: all due dates of 5,000 children within 100 ms, one change within 5 ms.
"""

from __future__ import annotations

import argparse
import random
import statistics
import tempfile
import time
from datetime import timedelta
from pathlib import Path

from childdesk.desk import cadences, due, records
from childdesk.domain.ids import new_id
from childdesk.domain.plan import New
from tests.desk import made

BAR_ALL, BAR_ONE = 100.0, 5.0


def main() -> None:
    """Prints the medians and whether they are within the bars."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--children", type=int, default=5_000)
    parser.add_argument("--visits", type=int, default=8)
    parser.add_argument("--rounds", type=int, default=7)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        session = made.session_in(Path(folder) / "home")
        ids = made.fill(session, given.children)
        _walk(session, ids, given.visits)
        every, single = _measure(session, ids, given.rounds)
        items = due.due(session, days=365)
        session.ledger.close()
    whole, one = statistics.median(every), statistics.median(single)
    print(f"{given.children} children, {given.visits} more visits each, {len(items)} with a next date")
    print(
        f"all due dates   {whole:7.1f} ms   bar {BAR_ALL:.0f}   {'holds' if whole <= BAR_ALL else 'MISSED'}"
    )
    print(f"one change      {one:7.2f} ms   bar {BAR_ONE:.0f}   {'holds' if one <= BAR_ONE else 'MISSED'}")


def _walk(session, ids, visits):
    rnd = random.Random(2)
    ops = []
    for child in ids:
        for _ in range(visits):
            day = made.TODAY - timedelta(days=rnd.randrange(1, 400))
            texts = {"child": child, "date": day.isoformat(), "visit_type": "日常走访"}
            ops.append(
                New("visit", new_id(), texts | {"living": "床铺整洁，" * 12, "family": "祖母照料，" * 12})
            )
    session.ledger.writer.write("practice", session.person, ops)


def _measure(session, ids, rounds):
    every, single = [], []
    for number in range(rounds):
        cadences.forget(session)
        begun = time.perf_counter()
        cadences.board(session)
        every.append((time.perf_counter() - begun) * 1000)
        child = ids[number]
        records.add(
            session, "visit", {"child": child, "date": made.TODAY.isoformat(), "visit_type": "日常走访"}
        )
        begun = time.perf_counter()
        cadences.board(session)
        single.append((time.perf_counter() - begun) * 1000)
    return every, single


if __name__ == "__main__":
    main()
