"""Prints how fast a workbook of 10,000 rows and 40 columns is read, beside openpyxl in the same run.

    python -m tests.bench.bench_read

The whole way into a ledger is measured by `bench_whole`.
"""

from __future__ import annotations

import io
import random
import sys
import time
from collections.abc import Callable
from datetime import timedelta

import openpyxl
import xlsxwriter

from childdesk.files.columns import read_columns
from childdesk.files.grid import Budget
from childdesk.files.layout import layout
from childdesk.files.read import read_bytes
from childdesk.files.reading_child import Out, plain_workbook
from childdesk.files.sheets import Workbook
from tests.files.people import TODAY, a_child, a_phone

ROWS, COLUMNS, SEED = 10_000, 40, 7
RUNS = 3


def styled_ledger(rows: int, columns: int, seed: int) -> bytes:
    """A bordered ledger as a township sends it: numbers, names, dates, addresses, every eighth cell blank."""
    chance = random.Random(seed)
    made = io.BytesIO()
    book = xlsxwriter.Workbook(made, {"in_memory": True})
    box, text = book.add_format({"border": 1}), book.add_format({"border": 1, "num_format": "@"})
    day = book.add_format({"border": 1, "num_format": "yyyy-mm-dd"})
    sheet = book.add_worksheet()
    names = [
        "序号",
        "姓名",
        "性别",
        "身份证号",
        "出生日期",
        "组别",
        "就读学校",
        "监护人姓名",
        "联系电话",
        "家庭住址",
    ]
    for column in range(columns):
        sheet.write(0, column, names[column] if column < len(names) else f"补充{column}", box)
    for row in range(1, rows + 1):
        child = a_child(chance)
        address = f"青山镇青山村{child.group}{chance.randrange(1, 300)}号"
        cells = [row, child.name, child.sex, child.id_number, child.birth, child.group, child.school]
        cells += [child.guardian, child.phone, address]
        for column in range(len(cells), columns):
            more = (child.father, a_phone(chance), child.grade, chance.randrange(2000), address)[column % 5]
            cells.append("" if chance.randrange(8) == 0 else more)
        for column, value in enumerate(cells):
            if column == 4:
                sheet.write_datetime(row, column, child.birth + timedelta(), day)
            elif value == "":
                sheet.write_blank(row, column, None, box)
            else:
                sheet.write(row, column, value, text if isinstance(value, str) and value.isdigit() else box)
    book.close()
    return made.getvalue()


class _Silence:
    def write(self, _: bytes) -> None:
        """Nobody listens."""

    def flush(self) -> None:
        """Nothing waits."""


def by_openpyxl(data: bytes) -> int:
    """openpyxl's default mode, every cell touched."""
    sheet = openpyxl.load_workbook(io.BytesIO(data)).active
    assert sheet is not None
    return sum(value is not None for row in sheet.iter_rows(values_only=True) for value in row)


def here(data: bytes) -> int:
    """Our reader without its child process."""
    return sum(
        len(sheet["grid"]["columns"]) // 2
        for sheet in plain_workbook(data, Budget(), Out(_Silence()))["sheets"]
    )


def through_the_child(data: bytes) -> Workbook:
    """Our reader as the program uses it."""
    return read_bytes(data)


def table_and_columns(data: bytes) -> int:
    """Reading, finding the table, deciding the columns."""
    table = layout(read_bytes(data).sheets[0])
    return len(table.records) + len(read_columns(table, TODAY))


def fastest(tasks: dict[str, Callable[[bytes], object]], data: bytes) -> dict[str, float]:
    """Wall seconds of each task's fastest run; they take turns, so that a busy machine harms all alike."""
    seconds: dict[str, list[float]] = {name: [] for name in tasks}
    for _ in range(RUNS):
        for name, task in tasks.items():
            began = time.perf_counter()
            task(data)
            seconds[name].append(time.perf_counter() - began)
    return {name: min(times) for name, times in seconds.items()}


def main() -> int:
    """Prints seconds and ratios; fails when reading is less than five times faster than openpyxl."""
    data = styled_ledger(ROWS, COLUMNS, SEED)
    cells = sum(len(sheet.grid) for sheet in read_bytes(data).sheets)
    print(f"{ROWS} × {COLUMNS}, seed {SEED}, {len(data) / 1e6:.1f} MB, {cells} filled cells, best of {RUNS}")
    tasks: dict[str, Callable[[bytes], object]] = {
        "openpyxl load_workbook + iteration": by_openpyxl,
        "reader, in this process": here,
        "reader, through the child process": through_the_child,
        "reader, child, table and columns": table_and_columns,
    }
    times = fastest(tasks, data)
    theirs = times["openpyxl load_workbook + iteration"]
    for name, ours in times.items():
        print(f"{name:40}{ours:8.2f} s   {theirs / ours:5.1f} times faster")
    ratio = theirs / times["reader, through the child process"]
    print("holds" if ratio >= 5 else "does not hold", "(bar: 5 times)")
    return 0 if ratio >= 5 else 1


if __name__ == "__main__":
    sys.exit(main())
