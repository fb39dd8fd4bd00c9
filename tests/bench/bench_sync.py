"""Sizes and times of packages: `python -m tests.bench.bench_sync`. Ratios hold across machines.

A village of 5,000 children of whom one in a hundred has three fields edited, sealed; beside it, compressed
and sealed the same way, what SQLite's session extension makes of the same edits (values only: no history, no
author, no conflict), the whole file, and what a Loro document makes of the same edits (history, but the last
writer wins and nobody is shown). Then 30 villages of 300 children each into one township; then 180,000
changes and 150,000 visits. A word runs one part: `edits`, `villages`, `kept`.
"""

from __future__ import annotations

import random
import sys
import tempfile
import time
import zlib
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import apsw
import loro
import pyrage

from childdesk.domain import catalogue
from childdesk.domain.plan import New
from childdesk.files import package
from childdesk.store import migrations
from childdesk.store.connection import database
from tests.store.living import Living, families, living
from tests.store.towns import carry, pair, seat

TOWN = "990101001"


def _sealed(packet) -> int:
    identity = pyrage.x25519.Identity.generate()
    recipient = str(identity.to_public())
    return len(package.seal(packet.manifest, packet.changes, {}, seed=bytes(32), recipients=(recipient,)))


def _beside(content: bytes) -> int:
    """Bytes of something else, compressed and sealed as a package is."""
    recipient = pyrage.x25519.Identity.generate().to_public()
    return len(pyrage.encrypt(zlib.compress(content, 9), [recipient]))


def _tables(connection) -> apsw.Connection:
    """The record tables as they are, in a database that can watch what changes."""
    twin = apsw.Connection(":memory:")
    for name in catalogue.RECORDS:
        sql = connection.execute("SELECT sql FROM sqlite_master WHERE name = ?", (name,)).fetchone()[0]
        twin.execute(sql)
        rows = connection.execute(f"SELECT * FROM {name}").fetchall()
        if rows:
            twin.executemany(f"INSERT INTO {name} VALUES ({','.join('?' * len(rows[0]))})", rows)
    return twin


def _changeset(twin: apsw.Connection, connection, rows: list[str]) -> bytes:
    """What the session extension makes of the same edits."""
    watch = apsw.Session(twin, "main")
    watch.attach()
    for row in rows:
        sql = "SELECT school, note, risk FROM child WHERE id = ?"
        twin.execute("UPDATE child SET school = ?, note = ?, risk = ? WHERE id = ?",
                     (*connection.execute(sql, (row,)).fetchone(), row))  # fmt: skip
    return bytes(watch.changeset())


def _document(connection) -> tuple[loro.LoroDoc, dict[str, loro.LoroMap]]:
    """The record tables as a Loro document: a map for each row; and the maps of the children."""
    made, children = loro.LoroDoc(), {}
    for name in catalogue.RECORDS:
        table, found = made.get_map(name), connection.execute(f"SELECT * FROM {name}")
        heads = [column[0] for column in found.description]
        for raw in found:
            row = dict(zip(heads, raw, strict=True))
            held = table.insert_container(str(row["id"]), loro.LoroMap())
            for key, value in row.items():
                if isinstance(value, str | int):
                    held.insert(key, value)
            if name == "child":
                children[str(row["id"])] = held
    made.commit()
    return made, children


def _loro_updates(document: loro.LoroDoc, children: dict[str, loro.LoroMap], connection, rows) -> bytes:
    """What Loro makes of the same edits: everything behind the version before them."""
    before = document.oplog_vv
    for row in rows:
        sql = "SELECT school, note, risk FROM child WHERE id = ?"
        for key, value in zip(
            ("school", "note", "risk"), connection.execute(sql, (row,)).fetchone(), strict=True
        ):
            children[row].insert(key, value)
    document.commit()
    return bytes(document.export(loro.ExportMode.Updates(before)))


def _whole_file(connection) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        connection.execute("VACUUM INTO ?", (f"{folder}/whole.db",))
        return Path(folder, "whole.db").read_bytes()


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
    twin, edited = _tables(below.connection), chance.sample(rows, 50)
    document, children = _document(below.connection)
    for row in edited:
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
    session = _beside(_changeset(twin, below.connection, edited))
    file = _beside(_whole_file(below.connection))
    updates = _beside(_loro_updates(document, children, below.connection, edited))
    all_of_it = _beside(bytes(document.export(loro.ExportMode.Snapshot())))
    print(
        f"beside it, compressed and sealed: session changeset {session:,} bytes, whole file {file:,} bytes,",
        end="",
    )
    print(f" Loro {updates:,} bytes of edits, {all_of_it:,} bytes of all of them")
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
        begun, used = time.monotonic(), time.process_time()
        applied = sum(above.take(packet).applied for packet in packets)
        seconds.append(time.process_time() - used)
        clock = f"{seconds[-1]:.1f} s of the processor, {time.monotonic() - begun:.1f} s by the clock"
        print(f"{villages} villages of 300 children: {applied:,} changes in {clock}", end="; ")
        above.close()
    print(f"30 to 10: {seconds[2] / seconds[0]:.1f} times (limit 30 s)")


def kept() -> None:
    with tempfile.TemporaryDirectory() as folder, living(Path(folder) / "home") as desk:
        desk.write(*families(5000), operation="import")
        before = _size(desk)
        rows = [str(row[0]) for row in desk.connection.execute("SELECT id FROM child")]
        for start in range(0, 36_000, 500):
            with database(desk.connection).atomic():
                for row in rows[start % 5000 : start % 5000 + 500]:
                    words = {"school": f"校{start}", "note": f"注{start}", "grade": "三年级", "wish": "读书"}
                    desk.set(row, **words, risk="黄红蓝绿"[start // 5000 % 4])
        changed = _size(desk)
        print(
            f"5,000 children {before / 1e6:.0f} MB; with 180,000 field changes {changed / 1e6:.0f} MB"
            f" (limit 100), {(changed - before) / 180_000:.0f} bytes a change",
            flush=True,
        )
        for start in range(0, 150_000, 500):
            first = date(2021, 1, 1) + timedelta(start // 82)
            with database(desk.connection).atomic():
                for row in rows[start % 5000 : start % 5000 + 500]:
                    desk.about("visit", row, **visit(start, first))
        size = _size(desk)
        print(f"and 150,000 visits {size / 1e6:.0f} MB (limit 400), ", end="")
        print(f"{(size - changed) / 150_000:.0f} bytes a visit; ledger {migrations.VERSION}")


def visit(number: int, day: date) -> dict[str, object]:
    """What a director writes of one visit, in the national fields; the words differ from visit to visit."""
    return {
        "date": day.isoformat(),
        "visit_type": "日常走访",
        "asked_person": f"奶奶{number % 700}",
        "asked_relation": "祖母",
        "living": f"住在老屋，和爷爷奶奶一起，家里养了{number % 9}只鸡，吃住都好",
        "family": f"父亲在宁波，{number % 28 + 1}号打了电话，母亲春节回来",
        "guardianship": "祖母照料，身体还行",
        "opinion": f"第{number}次：孩子愿意上学，作业有人看",
        "next_step": "下月再去",
        "next_date": (day + timedelta(30)).isoformat(),
    }


def _size(desk: Living) -> int:
    desk.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    return (desk.home / "ledger.db").stat().st_size


PARTS = {"edits": one_in_a_hundred, "villages": thirty_villages, "kept": kept}

if __name__ == "__main__":
    for word in sys.argv[1:] or PARTS:
        PARTS[word]()
