"""Sizes and times of packages: `python -m tests.bench.bench_sync`. Ratios hold across machines.

A village of 5,000 children of whom one in a hundred has three fields edited, sealed; beside it the whole
ledger sealed the same way. Then 30 villages of 300 children each into one township; then 180,000 changes.
"""

from __future__ import annotations

import random
import tempfile
import time
from dataclasses import replace
from pathlib import Path

import pyrage

from childdesk.domain.plan import New
from childdesk.files import package
from childdesk.store import migrations
from tests.store.living import families, living
from tests.store.towns import carry, pair, seat

TOWN = "990101001"


def _sealed(packet) -> int:
    identity = pyrage.x25519.Identity.generate()
    recipient = str(identity.to_public())
    return len(package.seal(packet.manifest, packet.changes, {}, seed=bytes(32), recipients=(recipient,)))


def one_in_a_hundred() -> None:
    chance = random.Random(1)
    above, below = seat(TOWN), seat(f"{TOWN}001")
    pair(below, above)
    below.write(*families(5000), operation="import")
    first = below.exchange.compose(below.link(above))
    begun = time.monotonic()
    carry(below, above)
    baseline = time.monotonic() - begun
    carry(above, below)
    rows = [str(row[0]) for row in below.connection.execute("SELECT id FROM child")]
    for row in chance.sample(rows, 50):
        words = {"school": "石桥村中心小学", "note": f"十一月改{chance.randrange(999)}", "risk": "黄"}
        below.set(row, **words)
    packet = below.exchange.compose(below.link(above))
    size, whole = _sealed(packet), _sealed(first)
    begun = time.monotonic()
    carry(below, above)
    print(f"1 % of 5,000 children, 150 fields: {size:,} bytes sealed (limit 10,000); ", end="")
    print(
        f"all of them: {whole:,} bytes, {whole / size:.0f} times; first taking in {baseline:.1f} s, ", end=""
    )
    print(f"the edits {time.monotonic() - begun:.2f} s")
    for one in (above, below):
        one.close()


def _there(op: New, unit: str) -> New:
    return replace(op, values={**op.values, "unit": unit}) if "unit" in op.values else op


def thirty_villages() -> None:
    seconds = []
    for villages in (10, 20, 30):
        above = seat(TOWN)
        packets = []
        for number in range(villages):
            below = seat(f"{TOWN}{number + 1:03d}")
            pair(below, above)
            ops = (_there(op, below.unit) for op in families(300, seed=number))
            below.write(*ops, operation="import")
            packets.append(below.packet(above))
            below.close()
        begun = time.monotonic()
        applied = sum(above.take(packet).applied for packet in packets)
        seconds.append(time.monotonic() - begun)
        print(f"{villages} villages of 300 children: {applied:,} changes in {seconds[-1]:.1f} s", end="; ")
        above.close()
    print(f"30 to 10: {seconds[2] / seconds[0]:.1f} times (limit 30 s)")


def kept() -> None:
    with tempfile.TemporaryDirectory() as folder, living(Path(folder) / "home") as desk:
        desk.write(*families(5000), operation="import")
        before = (desk.home / "ledger.db").stat().st_size
        rows = [str(row[0]) for row in desk.connection.execute("SELECT id FROM child")]
        for start in range(0, 36_000, 500):
            for row in rows[start % 5000 : start % 5000 + 500]:
                desk.set(row, school=f"校{start}", note=f"注{start}", grade="三年级", wish="读书", risk="黄")
        desk.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        size = (desk.home / "ledger.db").stat().st_size
        print(
            f"5,000 children {before / 1e6:.0f} MB; with 180,000 field changes {size / 1e6:.0f} MB", end=" "
        )
        print(f"(limit 100), {(size - before) / 180_000:.0f} bytes a change; ledger {migrations.VERSION}")


if __name__ == "__main__":
    one_in_a_hundred()
    thirty_villages()
    kept()
