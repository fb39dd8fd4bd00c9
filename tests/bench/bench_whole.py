"""Prints what the whole way of a workbook into a ledger costs: read, mapped, checked, journalled, indexed.

    python -m tests.bench.bench_whole [--sizes 1000 10000] [--turns 3] [--known 10000] [--messy 5000]
                                      [--broken]

Beside openpyxl's load_workbook and iteration in the same run, phase by phase; then a messy list of children
of whom most are in the register already, beside reading it alone. `--broken` writes each record as an entry
of its own instead (1,000 rows): it must be seen to fall.
"""

from __future__ import annotations

import argparse
import gc
import random
import resource
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unittest.mock import patch

import xlsxwriter

from childdesk.desk import importing
from childdesk.desk.import_plan import ImportPlan
from childdesk.desk.session import Session
from childdesk.files import blocks, columns, layout, verdict
from childdesk.files.read import read_workbook
from childdesk.store import search
from childdesk.store.chain import Chain
from childdesk.store.writer import Writer
from tests.bench.bench_read import COLUMNS, SEED, by_openpyxl, styled_ledger
from tests.desk.made import session_in
from tests.files.people import Child, a_child, a_phone

NEW_ONES = 5
"""One in so many rows of the messy list is a child that the register does not know."""
MEMORY = 300
"""MB that the window's process may take."""

TIMED: tuple[tuple[str, Any, str], ...] = (
    ("read in the child process", importing, "read_workbook"),
    ("blocks", blocks, "parts"),
    ("layout", layout, "layout"),
    ("columns", columns, "read_columns"),
    ("no roster?", verdict, "why_no_children"),
    ("rows: matching, ops", importing._Planner, "_row"),
    ("missing", importing.import_missing, "add_to"),
    ("backup", importing.backups, "make"),
    ("journal: insert what was composed", Chain, "keep_own"),
    ("record tables", Writer, "_insert_new"),
    ("sets: heads and rows", Writer, "states"),
    ("search index", search, "index_rows"),
)


@contextmanager
def phases(seconds: dict[str, float]) -> Iterator[None]:
    """Adds up wall seconds by phase while the block runs."""
    with ExitStack() as stack:
        for name, owner, attribute in TIMED:
            real = getattr(owner, attribute)
            stack.enter_context(patch.object(owner, attribute, _timed(real, name, seconds)))
        yield


def _timed(real: Any, name: str, seconds: dict[str, float]) -> Any:
    def run(*given: Any, **named: Any) -> Any:
        began, before = time.perf_counter(), sum(seconds.values())
        try:
            return real(*given, **named)
        finally:
            inner = sum(seconds.values()) - before  # a phase inside of this one counts by itself
            seconds[name] = seconds.get(name, 0.0) + time.perf_counter() - began - inner

    return run


def imported(session: Session, path: Path, *, broken: bool = False) -> tuple[float, float, ImportPlan]:
    """(seconds of planning, seconds of applying, the plan)."""
    began = time.perf_counter()
    made = importing.plan(session, path)
    planned = time.perf_counter()
    if broken:
        for op in made.ops():
            session.ledger.writer.write("import", session.person, [op], source=made.file)
    else:
        importing.apply(session, made)
    return planned - began, time.perf_counter() - planned, made


@dataclass(frozen=True, slots=True)
class Way:
    """One way of a workbook into a fresh ledger, with what it took."""

    read: float
    planned: float
    applied: float
    spent: float
    folded: float
    peak: int
    made: ImportPlan
    seconds: dict[str, float]

    @property
    def whole(self) -> float:
        return self.planned + self.applied


def one_size(rows: int, turns_each: int, *, broken: bool = False) -> float:
    """Prints the way of a clean list into an empty ledger; returns how many times as long as openpyxl.

    Theirs and ours take turns, and the best of each counts: another program on the machine costs now one,
    now the other. Every turn is printed.
    """
    data = styled_ledger(rows, COLUMNS, SEED)
    print(f"\n{rows} × {COLUMNS}, seed {SEED}, {len(data) / 1e6:.1f} MB{', broken' if broken else ''}")
    with tempfile.TemporaryDirectory() as name:
        path = Path(name) / "ledger.xlsx"
        path.write_bytes(data)
        del data
        turns = [(theirs(path), ours(path, Path(name) / str(at), broken=broken)) for at in range(turns_each)]
    most, least = (min(their[which] for their, _ in turns) for which in (0, 1))
    ways = sorted((way for _, way in turns), key=lambda way: way.whole)
    best, read, spent = ways[0], min(way.read for way in ways), min(way.spent for way in ways)
    print(f"  openpyxl load_workbook + iteration {most:6.2f} s (best of {turns_each}, in turns with ours)")
    print(f"  our reading alone                  {read:6.2f} s   {most / read:.1f} times faster")
    print(
        f"  end to end                         {best.whole:6.2f} s   {best.whole / most:.2f} times openpyxl's"
    )
    pairs = "; ".join(
        f"{way.whole:.2f} to {their[0]:.2f} s: {way.whole / their[0]:.2f}" for their, way in turns
    )
    print(f"    turn by turn: {pairs}")
    times = f"{spent / least:.2f} times openpyxl's {least:.2f} s"
    print(f"  by processor time, child included  {spent:6.2f} s   {times}")
    tell(best.seconds, best.planned, best.applied)
    print(f"      {'afterwards, when nobody waits: the log':42}{best.folded:7.2f} s")
    tell_counts(best.made)
    peak = turns[0][1].peak  # a later turn finds what the first has left
    print(f"    most memory of this process meanwhile {peak} MB (bar {MEMORY}; openpyxl's leavings included)")
    return best.whole / most


def ours(path: Path, folder: Path, *, broken: bool) -> Way:
    """The way of a workbook into a ledger of its own."""
    seconds: dict[str, float] = {}
    session = session_in(folder)
    began = time.perf_counter()
    read_workbook(path)
    read = time.perf_counter() - began
    gc.collect()
    forget_peak()
    spent = processor()
    with phases(seconds):
        planned, applied, made = imported(session, path, broken=broken)
    spent, peak = processor() - spent, peak_mb()
    began = time.perf_counter()
    importing.settle(session)
    folded = time.perf_counter() - began
    session.ledger.close()
    return Way(read, planned, applied, spent, folded, peak, made, seconds)


def forget_peak() -> None:
    """Lets the kernel count the most memory anew."""
    Path("/proc/self/clear_refs").write_text("5")


def peak_mb() -> int:
    """The most memory of this process since then."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) // 1024 for line in lines if line.startswith("VmHWM"))


def theirs(path: Path) -> tuple[float, float]:
    """Seconds by the clock and of the processor that openpyxl takes."""
    data = path.read_bytes()
    began, spent = time.perf_counter(), processor()
    by_openpyxl(data)
    return time.perf_counter() - began, processor() - spent


def processor() -> float:
    """Seconds of processor time of this process and of the reading children that ended."""
    ended = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + ended.ru_utime + ended.ru_stime


def tell(seconds: dict[str, float], planned: float, applied: float) -> None:
    """The phases, and what is left between them.

    What rows say by themselves is in the rest of the plan: it is done here and in a second process at once.
    """
    inner = ("backup", "journal", "record tables", "sets", "search index")
    writing = sum(took for name, took in seconds.items() if name.startswith(inner))
    print(f"    plan {planned:.2f} s, apply {applied:.2f} s")
    for name, took in seconds.items():
        print(f"      {name:42}{took:7.2f} s")
    rest = planned - sum(seconds.values()) + writing
    print(f"      {'rest of the plan':42}{rest:7.2f} s")
    print(f"      {'rest of applying: deciding, commit':42}{applied - writing:7.2f} s")


def tell_counts(made: ImportPlan) -> None:
    """Nothing may be lost for speed: rows in are rows accounted for."""
    for sheet in made.sheets:
        total = sheet.added + sheet.changed + sheet.same + sheet.rejected
        said = f"{sheet.added} added, {sheet.changed} changed, {sheet.same} same, {sheet.rejected} rejected"
        print(f"    rows {len(sheet.table_rows)} = {total}: {said}; {len(sheet.issues)} remarks")
        if total != len(sheet.table_rows):
            raise AssertionError("a row vanished")


# ── a messy list against a large register ───────────────────────────────────────────────────────────────

HEADS = (
    "序号 组别 孩子姓名 性别 身份证号码 出生年月日 就读学校 年级 "
    "父亲姓名 母亲姓名 监护人姓名 与儿童关系 联系电话 家庭住址 备注"
).split()


def children(count: int) -> list[Child]:
    """Made-up children, the same ones each time."""
    chance = random.Random(SEED)
    return [a_child(chance) for _ in range(count)]


def plain_list(path: Path, people: list[Child]) -> None:
    """The register as it first came in."""
    chance = random.Random(SEED + 1)
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, HEADS)
        for row, child in enumerate(people, start=1):
            sheet.write_row(row, 0, cells(row, child, f"青山镇青山村{child.group}{chance.randrange(300)}号"))


def cells(row: int, child: Child, address: str) -> list[str | int]:
    """A child's cells, clean."""
    family = [child.father, child.mother, child.guardian, child.relation, child.phone]
    own = [child.name, child.sex, child.id_number, str(child.birth), child.school, child.grade]
    return [row, child.group, *own, *family, address, ""]


def messy_list(path: Path, people: list[Child], rows: int) -> None:
    """Most of them again as a village wrote them: stamps, blanks, eight ways of days, what changed since."""
    chance = random.Random(SEED + 2)
    chosen = chance.sample(people, rows - rows // NEW_ONES)
    chosen += [a_child(chance) for _ in range(rows // NEW_ONES)]
    chance.shuffle(chosen)
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        sheet.merge_range(0, 0, 0, len(HEADS) - 1, "青山村儿童信息摸底登记表")
        sheet.write_row(1, 0, ["填报单位（盖章）：青山村", "", "", "填报时间：2026年11月"])
        sheet.write_row(2, 0, HEADS)
        for at, child in enumerate(chosen, start=3):
            sheet.write_row(at, 0, dirty(chance, cells(at - 2, child, "青山镇青山村"), child))
        sheet.write_row(rows + 3, 0, ["合计", "", f"{rows}人"])
        sheet.write_row(rows + 4, 0, ["填表人：陈桂兰", "", "", "审核人："])


def dirty(chance: random.Random, row: list[str | int], child: Child) -> list[str | int]:
    """A row with what hands make of it."""
    born = child.birth
    ways = (str(born), f"{born:%Y.%m.%d}", f"{born:%Y/%m/%d}", f"{born.year}年{born.month}月{born.day}日")
    row[5] = chance.choice((*ways, f"{born:%Y%m%d}", f"{born:%Y-%m}"))
    if len(child.name) == 2 and chance.random() < 0.5:
        row[2] = f"{child.name[0]}　{child.name[1]}"
    row[4] = chance.choice((child.id_number, f" {child.id_number}", f"'{child.id_number.lower()}"))
    if chance.random() < 0.2:
        row[12] = f"{a_phone(chance)} / {child.phone}"
    elif chance.random() < 0.3:
        row[12] = f"{child.phone[:3]}-{child.phone[3:7]}-{child.phone[7:]}"
    for column in (6, 7, 8, 9):
        if chance.random() < 0.1:
            row[column] = chance.choice(("", "/", "—", "不详"))
    row[14] = chance.choice(("", "", "", "父母在外务工", "低保户"))
    return row


def against_many(known: int, messy: int) -> None:
    """Prints what a messy list costs where most of its children are in a large register."""
    print(f"\n{messy} messy rows × {len(HEADS)} against {known} children, seed {SEED}")
    seconds: dict[str, float] = {}
    people = children(known)
    with tempfile.TemporaryDirectory() as name:
        first, second = Path(name) / "first.xlsx", Path(name) / "second.xlsx"
        plain_list(first, people)
        messy_list(second, people, messy)
        session = session_in(Path(name) / "desk")
        imported(session, first)
        began = time.perf_counter()
        read_workbook(second)
        read = time.perf_counter() - began
        with phases(seconds):
            planned, applied, made = imported(session, second)
        began = time.perf_counter()
        again = importing.plan(session, second)
        once_more = time.perf_counter() - began
        session.ledger.close()
    print(f"  reading alone {read:6.2f} s")
    print(
        f"  whole         {planned + applied:6.2f} s   {(planned + applied) / read:.1f} times reading alone"
    )
    tell(seconds, planned, applied)
    tell_counts(made)
    print(f"  the same list once more, planned: {once_more:.2f} s")
    tell_counts(again)


def main() -> int:
    """Prints the figures; fails where a bar is missed."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--sizes", type=int, nargs="*", default=[1_000, 10_000])
    parser.add_argument("--turns", type=int, default=3, help="turns of each, of which the best counts")
    parser.add_argument("--known", type=int, default=10_000)
    parser.add_argument("--messy", type=int, default=5_000)
    parser.add_argument("--broken", action="store_true", help="each record an entry of its own: must fall")
    chosen = parser.parse_args()
    if chosen.broken:
        sound, ratio = one_size(1_000, chosen.turns), one_size(1_000, chosen.turns, broken=True)
        fell = ratio > max(1.0, sound * 2)
        print("seen to fall" if fell else "NOT SEEN", f"({ratio:.2f} times as long, unbroken {sound:.2f})")
        return 0 if fell else 1
    ratios = [one_size(rows, chosen.turns) for rows in chosen.sizes]
    if chosen.messy:
        against_many(chosen.known, chosen.messy)
    if not ratios:
        return 0  # nothing was judged
    held = all(ratio <= 1 for ratio in ratios[-1:])
    print("\nholds" if held else "\ndoes not hold", "(bar: end to end in no more wall time than openpyxl)")
    return 0 if held else 1


if __name__ == "__main__":
    sys.exit(main())
