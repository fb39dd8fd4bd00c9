"""Measures the next visits of everybody, of one child after a change, and the month, in a sealed ledger.

    python -m tests.bench.bench_due [--children 5000] [--visits 8] [--rounds 7]

Processor time, so that a busy machine measures the same. Bars of the issue: all due dates of 5,000 children
within 100 ms, one change within 5 ms, the month view within 50 ms.
"""

from __future__ import annotations

import argparse
import random
import statistics
import tempfile
import time
from datetime import timedelta
from pathlib import Path

from childdesk.desk import cadences, due, planning, records
from childdesk.domain.ids import new_id
from childdesk.domain.plan import New
from tests.desk import made

BAR_ALL, BAR_ONE, BAR_MONTH = 100.0, 5.0, 50.0


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
        months = _months(session, given.rounds)
        items = due.due(session, days=365)
        session.ledger.close()
    print(f"{given.children} children, {given.visits} more visits each, {len(items)} with a next date")
    figures = (
        ("all due dates", every, BAR_ALL),
        ("one change", single, BAR_ONE),
        ("month", months, BAR_MONTH),
    )
    for what, took, bar in figures:
        median = statistics.median(took)
        print(f"{what:15} {median:7.2f} ms   bar {bar:.0f}   {'holds' if median <= bar else 'MISSED'}")


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
        begun = time.process_time()
        cadences.board(session)
        every.append((time.process_time() - begun) * 1000)
        child = ids[number]
        records.add(
            session, "visit", {"child": child, "date": made.TODAY.isoformat(), "visit_type": "日常走访"}
        )
        begun = time.process_time()
        cadences.board(session)
        single.append((time.process_time() - begun) * 1000)
    return every, single


def _months(session, rounds):
    """The month anew, with what it stands on (next days, names) at hand as in an open window."""
    took = []
    planning.month(session, 2026, 12)
    for _ in range(rounds):
        planning._months.clear()
        begun = time.process_time()
        planning.month(session, 2026, 12)
        took.append((time.process_time() - begun) * 1000)
    return took


if __name__ == "__main__":
    main()
