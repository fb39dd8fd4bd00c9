"""A township's month: 38 villages, 9 with desks, 29 by workbook, three returned; totals equal counting.

The truth is kept beside it, child by child. Every village with a desk is paired and meets by stick, every
other hands in a workbook with heads of its own. Three are sent back (two workbooks, one desk), mended and
given again. Then the board's totals, each village's line and the ledger itself are held against the truth:
the same numbers, the same names in the same villages. A village without children gives 零报告.
"""

from __future__ import annotations

import contextlib
import random
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from unittest.mock import patch

import xlsxwriter

from childdesk.desk import behalf, collecting, importing, list_village, sync, township_board, villages
from childdesk.desk.import_plan import Said
from childdesk.desk.session import Session
from childdesk.domain.township_options import AGAIN, RETURNED, ZERO
from childdesk.store import reader
from tests.desk import paired
from tests.desk.made import GIVEN, SURNAMES
from tests.desk.test_importing import number
from tests.prove import proof
from tests.ui.townships import NAMES

MANY, DESKS, BACK = 38, 9, 3
HEADS = (
    ("序号", "姓名", "性别", "身份证号", "出生日期", "监护人姓名", "与儿童关系", "联系电话"),
    ("编号", "儿童姓名", "性别", "身份证号码", "出生年月日", "监护人", "关系", "监护人电话"),
    ("序号", "姓　名", "性 别", "公民身份号码", "出生日期", "监护人姓名", "与监护人关系", "联系方式"),
)


@dataclass
class Place:
    """A village as it really is: its children by name, and its desk if it has one."""

    unit: str
    name: str
    children: dict[str, list[str]]
    head: tuple[str, ...]
    desk: Session | None = None
    left_out: list[str] = field(default_factory=list)


def case(seed: int) -> tuple[list[str], Mapping[str, int]]:
    """One month; what is wrong at its end."""
    rnd = random.Random(seed)
    places = [place(rnd, at) for at in range(MANY)]
    with tempfile.TemporaryDirectory() as folder, contextlib.ExitStack() as held:
        home = Path(folder)
        above = opened(held, home / "above", paired.TOWN)
        listed = villages.look(above, "\n".join(f"{one.unit} {one.name}" for one in places))
        villages.take_in(above, listed)
        paper = collecting.ask(above, {"title": "11月花名册", "due": "2026-11-25"}).id
        for at, one in enumerate(rnd.sample(places, DESKS)):
            one.desk = opened(held, home / f"desk{at}", one.unit)
            paired.pair(above, one.desk, home / "papers")
        back = [next(one for one in places if one.desk and one.children)]
        back += [one for one in places if not one.desk and len(one.children) > 3][: BACK - 1]
        for one in back:
            one.left_out = rnd.sample(sorted(one.children), 1)
        first_round(above, places, paper, home)
        wrong = at_first(above, back)
        for one in back:
            collecting.mark(above, paper, [one.unit], RETURNED, words=f"少了{len(one.left_out)}个孩子")
        if township_board.board(above, paper).count(RETURNED) != BACK:
            wrong.append("not three returned")
        meet(above, [one for one in back if one.desk], home / "stick")
        for one in back:
            one.left_out = []
            give(above, one, paper, home, "更正")
        meet(above, [one for one in places if one.desk], home / "stick")
        wrong += judged(above, places, back, paper)
        told = township_board.totals(township_board.board(above, paper))
    figures = {"villages": MANY, "desks": DESKS, "workbooks": MANY - DESKS, "returned": len(back)}
    return wrong, figures | {"children": told["told"]}


def place(rnd: random.Random, at: int) -> Place:
    """A village and who really lives there; names may be the same in two villages, numbers never."""
    unit = f"{paired.TOWN}{201 + at}"
    children: dict[str, list[str]] = {}
    for _ in range(0 if at == 5 else rnd.randrange(4, 26)):
        name = rnd.choice(SURNAMES) + "".join(rnd.sample(GIVEN, 2))
        order = at * 26 + len(children)
        born = f"{rnd.randrange(2011, 2022)}{rnd.randrange(1, 13):02d}{rnd.randrange(1, 29):02d}"
        day = f"{born[:4]}-{born[4:6]}-{born[6:]}"
        grown = rnd.choice(SURNAMES) + rnd.choice(GIVEN)
        row = [rnd.choice("男女"), number(born, order), day, grown, "祖母", f"1390000{order:04d}"]
        children.setdefault(name, row)
    return Place(unit, f"{NAMES[at]}村", children, rnd.choice(HEADS))


def opened(held: contextlib.ExitStack, home: Path, unit: str) -> Session:
    """A desk of that unit."""
    with patch.dict(paired.NAMES, {unit: paired.NAMES.get(unit) or NAMES[int(unit[9:]) - 201] + "村"}):
        made = paired.desk(home, unit)
    held.callback(made.ledger.close)
    return made


def first_round(above: Session, places: list[Place], paper: str, home: Path) -> None:
    """The villages hear what is asked for, and all of them give."""
    meet(above, [one for one in places if one.desk], home / "stick")
    for one in places:
        give(above, one, paper, home, "11月")
    meet(above, [one for one in places if one.desk], home / "stick")


def give(above: Session, one: Place, paper: str, home: Path, name: str) -> None:
    """A village with a desk gives its register, another its workbook, one without children says so."""
    rows = {child: row for child, row in one.children.items() if child not in one.left_out}
    path = workbook(home / f"{one.name}{name}.xlsx", one, rows)
    if one.desk is not None:
        if rows:
            importing.apply(one.desk, importing.plan(one.desk, path))
        collecting.give(one.desk, paper)
    elif rows:
        made = importing.plan(above, path, said=Said(village=one.name, paper=paper))
        importing.apply(above, made)
    else:
        collecting.mark(above, paper, [one.unit], ZERO)


def workbook(path: Path, one: Place, rows: Mapping[str, list[str]]) -> Path:
    """The village's own workbook, with its own heads."""
    book = xlsxwriter.Workbook(str(path))
    sheet = book.add_worksheet("花名册")
    sheet.write(0, 0, f"{one.name}留守儿童花名册")
    sheet.write_row(1, 0, one.head)
    for at, (name, row) in enumerate(rows.items()):
        sheet.write_row(at + 2, 0, [str(at + 1), name, *row])
    book.close()
    return path


def meet(above: Session, places: list[Place], stick: Path) -> None:
    """Each desk meets the township by a stick, both ways, until both have heard everything."""
    stick.mkdir(exist_ok=True)
    for _ in range(2):
        for one in places:
            if one.desk is not None:
                sync.meet(one.desk, stick)
        sync.meet(above, stick)
    for one in places:
        if one.desk is not None:
            sync.meet(one.desk, stick)


def at_first(above: Session, back: list[Place]) -> list[str]:
    """What the board says before anything is mended: the left out are missing, and only they."""
    rows = {row.unit: row for row in township_board.board(above).rows}
    return [
        f"{one.name}: {rows[one.unit].told} told at first"
        for one in back
        if rows[one.unit].told != len(one.children) - len(one.left_out)
    ]


def judged(above: Session, places: list[Place], back: list[Place], paper: str) -> list[str]:
    """The board and the ledger beside the truth."""
    board = township_board.board(above, paper)
    rows = {row.unit: row for row in board.rows}
    held: dict[str, list[str]] = {}
    for _, raw in reader.everyone(above.ledger.connection, "child"):
        held.setdefault(str(raw["unit"]), []).append(str(raw["name"]))
    wrong = []
    for one in places:
        line, truth = rows[one.unit], len(one.children)
        if (line.told, line.registered) != (truth, truth):
            wrong.append(f"{one.name}: told {line.told}, registered {line.registered}, really {truth}")
        if sorted(held.get(one.unit, [])) != sorted(one.children):
            wrong.append(f"{one.name}: other names than really")
        if line.owes or (line.state == AGAIN) is not (one in back):
            wrong.append(f"{one.name}: stands as {line.state}")
        if line.desk is not (one.desk is not None):
            wrong.append(f"{one.name}: desk {line.desk}")
    total = sum(len(one.children) for one in places)
    told = township_board.totals(board)
    if (told["told"], told["registered"], told["given"], board.own) != (total, total, MANY, 0):
        wrong.append(f"totals {told}, really {total}")
    return wrong


# ── broken variants ────────────────────────────────────────────────────────────────────────────────


@contextlib.contextmanager
def children_of_the_township() -> Iterator[None]:
    """Who is taken in for a village belongs to the township, and what stands above the list helps nothing."""
    real = behalf.seat

    def seat(session: Session, words: str) -> object:
        own, line = real(session, words)
        return (session if line is not None else own), line

    with patch.object(behalf, "seat", seat), patch.object(list_village, "only", lambda *_: ""):
        yield


@contextlib.contextmanager
def a_return_is_forgotten() -> Iterator[None]:
    """What is given again counts as given for the first time."""
    with patch.object(collecting.options, "AGAIN", "已交"):
        yield


@contextlib.contextmanager
def the_file_is_counted() -> Iterator[None]:
    """A village's children are counted once for every workbook that it gave."""
    real = collecting.taken_in

    def taken_in(session, paper, unit, children, *more):
        held = next(share for share in collecting.every_share(session, paper) if share.unit == unit)
        return real(session, paper, unit, children + (held.children or 0), *more)

    with patch.object(collecting, "taken_in", taken_in):
        yield


BROKEN = {
    "children of the township": children_of_the_township,
    "a return is forgotten": a_return_is_forgotten,
    "counted by file": the_file_is_counted,
}

CAUSES = {
    "children of the township": "other names than really",
    "a return is forgotten": "stands as 已交",
}

if __name__ == "__main__":
    proof.main("prove_township", case, BROKEN, cases=2, red=1, causes=CAUSES)
