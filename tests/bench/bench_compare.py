"""A list of 3,100 pupils beside a township's register: how long, and whether any pupil is matched in silence.

python -m tests.bench.bench_compare [--pupils 3100] [--seed 1]. Bar: 3 seconds from the file to the lines, by
processor time (the clock stands beside it), and no pupil who is taken for a child that he is not, or for
nobody though he stands in the register, without a line that says so. Among the pupils are namesakes of one
birthday, children without number, with a slip in the birthday, moved and closed ones. Beside it the same list
matched by name alone, as a lookup in a spreadsheet does it: that must be seen to match wrongly in silence.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

import xlsxwriter

from childdesk.desk import comparing, importing, records, villages
from childdesk.desk.comparing import UNSURE
from childdesk.domain.clock import SetClock
from tests.desk.made import GIVEN, SURNAMES
from tests.desk.test_importing import number
from tests.ui import townships
from tests.ui import villages as made_villages

BAR = 3.0
HEAD = (
    "序号",
    "学校",
    "年级",
    "班级",
    "姓名",
    "性别",
    "身份证件号",
    "出生日期",
    "民族",
    "村",
    "现住址",
    "家长姓名",
)
SCHOOLS = ("云溪镇中心小学", "云溪镇初级中学", "石桥教学点")


@dataclass
class Pupil:
    """A line of the list, and whose file it is: "" for nobody's."""

    cells: list[str]
    truth: str
    how: str


def main() -> None:
    """Prints how long it took and what was matched in silence; ends with 1 where a bar is missed."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--pupils", type=int, default=3_100)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    rnd = random.Random(given.seed)
    with tempfile.TemporaryDirectory() as folder:
        base = townships.made()
        home = townships.copied(Path(folder) / "home", base)
        session = townships.opened(home, base, SetClock(made_villages.NOON))
        children = register(session, rnd, given.pupils - given.pupils // 10)
        pupils = school_list(children, rnd, given.pupils)
        path = written(Path(folder) / "学籍.xlsx", pupils)
        begun, clock = time.process_time(), time.perf_counter()
        made = importing.plan(session, path)
        planned = time.process_time()
        found = comparing.compare(session, made)
        took, wall = time.process_time() - begun, time.perf_counter() - clock
        silent = silently_wrong(found, pupils)
        by_name = wrong_by_name(children, pupils)
        session.ledger.close()
    print(f"{found.rows} pupils beside {len(children)} children of 38 villages, seed {given.seed}")
    print("  " + "  ".join(f"{word} {len(found.of(kind))}" for kind, word in comparing.WORDS.items()))
    print(f"matched in silence wrongly {len(silent)}   bar 0   {'holds' if not silent else 'MISSED'}")
    print(f"by name alone, as a lookup does it: {by_name} wrong in silence (must be seen)")
    print(
        f"file to lines {took:.2f} s processor time ({planned - begun:.2f} of it the plan),"
        f" {wall:.2f} s by the clock   bar {BAR:.0f}   {'holds' if took <= BAR else 'MISSED'}"
    )
    if silent or not by_name or found.rows != given.pupils:
        print(*silent[:20], sep="\n")
    sys.exit(bool(silent or not by_name or took > BAR or found.rows != given.pupils))


def register(session, rnd, many):
    """So many children in the township's villages; (id, values) of each."""
    townships.fill(session, 0)
    units = villages.every(session)
    ops, children = [], []
    for at in range(many):
        born = f"{rnd.randrange(2011, 2020)}{rnd.randrange(1, 13):02d}{rnd.randrange(1, 28):02d}"
        line = rnd.choice(units)
        values = {
            "unit": line.unit,
            "name": rnd.choice(SURNAMES) + "".join(rnd.sample(GIVEN, rnd.choice((1, 2, 2)))),
            "sex": rnd.choice("男女"),
            "birth": f"{born[:4]}-{born[4:6]}-{born[6:]}",
            "nation": "汉族",
            "school": rnd.choice(SCHOOLS),
            "grade": rnd.choice(("三年级", "五年级", "七年级")),
            "school_class": f"{rnd.randrange(1, 4)}班",
            "live_address": f"{line.name}{rnd.randrange(1, 9)}组",
        }
        if rnd.random() < 0.92:
            values["id_number"] = number(born, at % 1000)
        if rnd.random() < 0.02:
            values |= {"exit_on": "2026-08-01", "exit_reason": "户籍迁出"}
        made, one = records.creation(session, "child", values, source="")
        ops += made
        children.append((one, {**values, "village": line.name}))
    session.ledger.writer.write("import", session.person, ops)
    return children


def school_list(children, rnd, many):
    """The pupils: most are children of the register, some with less or other data, some are others."""
    pupils = []
    for one, values in children:
        if len(pupils) >= many * 0.88:
            break
        how = rnd.choices(("whole", "no number", "slip", "grade", "village"), (80, 6, 3, 8, 3))[0]
        cells = dict(values)
        if how == "no number":
            cells.pop("id_number", None)
        elif how == "slip":
            cells["birth"] = f"{int(values['birth'][:4]) - 1}{values['birth'][4:]}"
            cells.pop("id_number", None)
        elif how == "grade":
            cells["grade"] = "九年级"
        elif how == "village":
            cells["village"] = "双河村" if values["village"] != "双河村" else "石桥村"
        pupils.append(Pupil(line_of(cells), one, how))
    while len(pupils) < many:
        _, values = rnd.choice(children)
        at = 1000 + len(pupils)
        born = values["birth"].replace("-", "")
        cells = {**values, "school": rnd.choice(SCHOOLS)}
        how = rnd.choice(("namesake", "namesake without number", "stranger"))
        if how == "stranger":
            cells["name"] = f"欧阳{rnd.choice(GIVEN)}{rnd.choice(GIVEN)}"
        cells["id_number"] = number(born, at % 1000) if how != "namesake without number" else ""
        if cells["id_number"] == values.get("id_number"):
            continue
        pupils.append(Pupil(line_of(cells), "", how))
    rnd.shuffle(pupils)
    return pupils


def line_of(cells):
    """One line in the order of the head, without its number."""
    keys = "school grade school_class name sex id_number birth nation village live_address".split()
    return [str(cells.get(key) or "") for key in keys] + [""]


def written(path, pupils):
    """The list as a school hands it out."""
    book = xlsxwriter.Workbook(str(path))
    sheet = book.add_worksheet("学籍")
    sheet.write(0, 0, "2026年秋季学籍")
    sheet.write_row(1, 0, HEAD)
    for at, pupil in enumerate(pupils):
        sheet.write_row(at + 2, 0, [str(at + 1), *pupil.cells])
    book.close()
    return path


def silently_wrong(found, pupils):
    """Pupils taken for somebody whom they are not; 像是同一个孩子 is no silence."""
    rows = {row.row: row for sheet in found.made.sheets for row in sheet.rows}
    unsure = {line.row for line in found.of(UNSURE)}
    wrong = []
    for at, pupil in enumerate(pupils):
        row = rows[at + 3]
        taken = "" if row.outcome == "add" else row.child
        if row.row not in unsure and taken != pupil.truth and (taken or not lost(pupil)):
            wrong.append(f"row {row.row}: {pupil.how}, {row.outcome}")
    return wrong


def lost(pupil):
    """Whether it is right to say 疑似漏报 though there is a file: without number, the birthday a year off."""
    return pupil.how == "slip"


def wrong_by_name(children, pupils):
    """How many a lookup by name alone would take for somebody else."""
    first = {}
    for one, values in children:
        first.setdefault(values["name"], one)
    return sum(first.get(pupil.cells[3], "") != pupil.truth for pupil in pupils)


if __name__ == "__main__":
    main()
