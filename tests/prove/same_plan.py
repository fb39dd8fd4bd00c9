"""Compares what two checkouts of the program make of the same workbooks, down to the last row and remark.

    python -m tests.prove.same_plan --beside DIR [--cases 40] [--seed 1] [--broken]

DIR is another checkout (an older commit in a worktree of its own). Both read the same workbooks into desks of
their own: the plan with every remark, what is journalled, every table, the search index, the same list once
more, an undo. Ids are random: they are named in the order in which they appear. For a change that may make
nothing different (a faster way of doing the same); rows are asked of the process beside wherever there is
one. `--broken` harms this side's plans; it must be seen.
"""

from __future__ import annotations

import argparse
import contextlib
import dataclasses
import hashlib
import json
import os
import re
import secrets
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

TABLES = (
    "SELECT name FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%' ORDER BY name"
)
PASSED = re.compile(r"search_index_|sqlite_|_sqlite")
"""Tables of SQLite's own; the rest is compared whole, salts and links of the chain among it."""

OWN = ("age", "recipient")
"""Keys of the ledger that another library draws."""


class Stream:
    """Random bytes that are the same in every process: ids and salts can then be compared as they stand."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._held = b""
        self._number = 0

    def take(self, count: int | None = None) -> bytes:
        """The next bytes."""
        wanted = 32 if count is None else count
        while len(self._held) < wanted:
            self._number += 1
            self._held += hashlib.sha256(f"{self._name} {self._number}".encode()).digest()
        taken, self._held = self._held[:wanted], self._held[wanted:]
        return taken

    def words(self, count: int | None = None) -> str:
        """The next bytes in hexadecimal."""
        return self.take(count).hex()


def told(value: Any) -> Any:
    """A plan as plain data."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        fields = dataclasses.fields(value)
        return {
            item.name: told(getattr(value, item.name))
            for item in fields
            if item.name not in ("sheet", "book")
        }
    if isinstance(value, dict):
        return {str(key): told(item) for key, item in value.items()}
    if isinstance(value, set | frozenset):
        return sorted(map(str, value))
    if isinstance(value, list | tuple):
        return [told(item) for item in value]
    if hasattr(value, "items"):
        return {str(key): told(item) for key, item in value.items()}
    return value if isinstance(value, str | int | float | bool | None) else str(value)


def line(value: Any) -> str:
    """Plain data as one line."""
    return json.dumps(told(value), ensure_ascii=False)


def tables(connection: Any) -> Iterator[tuple[str, list[str]]]:
    """Every table's rows in the order in which they lie there."""
    for (name,) in connection.execute(TABLES).fetchall():
        if not PASSED.match(name):
            rows = connection.execute(f"SELECT * FROM {name}")
            yield f"table {name}", [str(row) for row in rows if row[0] not in OWN]


def digests(folder: Path, files: list[Path], *, broken: bool) -> dict[str, str]:
    """What one desk makes of a row of workbooks: part → digest."""
    from childdesk.desk import history, importing  # noqa: PLC0415 - of the checkout that is asked
    from childdesk.domain import ids  # noqa: PLC0415
    from childdesk.domain.errors import Refused, Unavailable  # noqa: PLC0415
    from childdesk.store import checking  # noqa: PLC0415
    from tests.desk.made import session_in  # noqa: PLC0415

    with contextlib.suppress(ImportError):  # an older checkout knows one way only
        from childdesk.desk import import_halves  # noqa: PLC0415

        import_halves.LARGE, import_halves.ROWS = 0, 1
        import_halves.PART, import_halves.FURTHER = 16, 0
    with contextlib.suppress(ImportError):
        from childdesk.store import apart  # noqa: PLC0415

        apart.LARGE = 1
    secrets.token_hex, os.urandom = Stream("ids").words, Stream("salts").take
    ids.AT_ONCE = 1
    session, found = session_in(folder), {}
    entry = ""

    def keep(part: str, lines: list[str]) -> None:
        found[part] = hashlib.sha256("\n".join(lines).encode()).hexdigest()[:16] + f" of {len(lines)}"

    for number, path in enumerate([*files, files[-1]]):
        try:
            plan = importing.plan(session, path)
        except (Refused, Unavailable) as why:
            keep(f"{number} refused", [str(why)])
            continue
        if broken and number == 0:
            plan.sheets[0].rows.pop()
        keep(f"{number} plan", [line(part) for part in (plan.sheets, plan.items, plan.missing)])
        keep(f"{number} ops", [line([type(op).__name__, op]) for op in plan.ops()])
        entry = importing.apply(session, plan) or entry
        for part, lines in tables(session.ledger.connection):
            keep(f"{number} {part}", lines)
    wrong = [str(problem) for problem in checking.check(session.ledger.connection)]
    keep("check", wrong)
    if entry:
        history.apply_undo(session, entry)
        for part, lines in tables(session.ledger.connection):
            keep(f"undone {part}", lines)
    session.ledger.close()
    return found


def lists(folder: Path, seed: int) -> list[Path]:
    """The workbooks of a case: a messy ledger; now and then two years of a village, or a plain wide list."""
    from tests.bench import bench_import, bench_read, bench_whole  # noqa: PLC0415

    if seed % 8 == 1:
        wide = folder / "wide.xlsx"
        wide.write_bytes(bench_read.styled_ledger(300, 40, seed))
        return [wide]
    if seed % 8 == 2:
        first, second = folder / "first.xlsx", folder / "second.xlsx"
        people = bench_whole.children(200)
        bench_whole.plain_list(first, people)
        bench_whole.messy_list(second, people, 150)
        return [first, second]
    return [bench_import.written(folder, seed, unseen=False, village=number)[0] for number in (0, 1)]


def asked(checkout: Path, folder: Path, files: list[Path], *, broken: bool) -> dict[str, str]:
    """The digests of one checkout, from a process of its own."""
    command = [sys.executable, str(Path(__file__).resolve()), "--tell", str(folder), *map(str, files)]
    command += ["--broken"] if broken else []
    env = {**os.environ, "PYTHONPATH": str(checkout)}
    done = subprocess.run(command, env=env, cwd=checkout, capture_output=True, text=True, check=True)
    answer: dict[str, str] = json.loads(done.stdout)
    return answer


def main() -> int:
    """Prints which parts differ."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--beside", type=Path)
    parser.add_argument("--cases", type=int, default=40)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--broken", action="store_true")
    parser.add_argument("--tell", type=Path, nargs="+", help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.tell:
        print(json.dumps(digests(chosen.tell[0], chosen.tell[1:], broken=chosen.broken)))
        return 0
    if chosen.beside is None:
        print("not run: --beside names no other checkout")
        return 3
    here, parts, differing = Path(__file__).resolve().parents[2], 0, 0
    for seed in range(chosen.seed, chosen.seed + chosen.cases):
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            files = lists(folder, seed)
            ours = asked(here, folder / "ours", files, broken=chosen.broken)
            theirs = asked(chosen.beside.resolve(), folder / "theirs", files, broken=False)
        parts += len(ours.keys() | theirs.keys())
        apart = [part for part in ours.keys() | theirs.keys() if ours.get(part) != theirs.get(part)]
        differing += len(apart)
        for part in sorted(apart)[:8]:
            print(f"seed {seed}: {part}: {ours.get(part)} here, {theirs.get(part)} there")
    print(f"same_plan: cases={chosen.cases} seed={chosen.seed} parts={parts} differing={differing}")
    return 1 if differing else 0


if __name__ == "__main__":
    sys.exit(main())
