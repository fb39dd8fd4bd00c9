"""One list in every kind of file that lists come in: the same children, whatever the file calls itself."""

from __future__ import annotations

import io
import random
from datetime import date

import openpyxl
import pytest
import xlwt
from msoffcrypto.format.ooxml import OOXMLFile

from childdesk.desk import importing
from childdesk.domain.errors import Refused
from tests.desk import made
from tests.desk.test_importing import only
from tests.messy import writers
from tests.messy.grid import Grid
from tests.messy.people import TODAY

HEAD = ("序号", "姓名", "性别", "出生日期", "监护人", "联系电话", "备注")
ROWS = (
    (1, "石一禾", "男", date(2016, 3, 2), "石老太", "10400001111", "住校"),
    (2, "龙思雨", "女", date(2017, 6, 11), "龙老汉", "10400002222", ""),
    (3, "阿依努尔·玉素甫", "女", date(2018, 2, 28), "玉素甫·艾山", "10400003333", "爱画画"),
)
WORD = "青山村2026"


def grid() -> Grid:
    told = Grid("台账")
    told.put(1, 0, "河湾村留守儿童花名册")
    told.merge(1, 0, 1, 6)
    for row, line in enumerate((HEAD, *ROWS), start=2):
        for at, value in enumerate(line):
            told.put(row, at, value, "slash" if isinstance(value, date) else "")
    return told


def biff(old_epoch: bool = False) -> bytes:
    """A workbook of before 2007, as WPS keeps its .et."""
    book = xlwt.Workbook()
    book.dates_1904 = old_epoch
    sheet = book.add_sheet("台账")
    sheet.write_merge(0, 0, 0, 6, "河湾村留守儿童花名册")
    day = xlwt.easyxf(num_format_str="yyyy-mm-dd")
    for row, line in enumerate((HEAD, *ROWS), start=1):
        for at, value in enumerate(line):
            sheet.write(row, at, value, *((day,) if isinstance(value, date) else ()))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def with_openpyxl() -> bytes:
    return writers.write([grid()], "openpyxl", random.Random(1))[0]


FILES = {
    f"{kind}{suffix}": (lambda k=kind: writers.write([grid()], k, random.Random(1))[0], suffix)
    for kind, suffix in (
        (kind, writers.write([Grid("x")], kind, random.Random(1))[1]) for kind, _ in writers.KINDS
    )
} | {
    "xls": (biff, ".xls"),
    "et": (biff, ".et"),
    "xls of 1904": (lambda: biff(True), ".xls"),
    "xls called xlsx": (biff, ".xlsx"),
    "xlsm": (with_openpyxl, ".xlsm"),
    "xlsx without a name's end": (with_openpyxl, ""),
}


@pytest.fixture
def session(tmp_path):
    opened = made.session_in(tmp_path / "home")
    yield opened
    opened.ledger.close()


def told(plan):
    return [
        (
            row.outcome,
            row.name,
            row.texts.get("child.birth"),
            row.texts.get("guardian.name"),
            row.texts.get("guardian.phone"),
            row.texts.get("child.note", ""),
        )
        for row in only(plan).rows
    ]


WANTED = [("add", name, str(born), guardian, phone, note) for _, name, _, born, guardian, phone, note in ROWS]


@pytest.mark.parametrize("name", FILES)
def test_the_same_children_come_out_of_every_kind_of_file(session, tmp_path, name):
    write, suffix = FILES[name]
    path = tmp_path / f"花名册{suffix}"
    path.write_bytes(write())
    assert told(importing.plan(session, path)) == WANTED
    assert session.today == TODAY


@pytest.mark.parametrize("suffix", [".xlsx", ".xlsm", ".et"])
def test_a_sealed_workbook_wants_its_password_whatever_it_is_called(session, tmp_path, suffix):
    sealed = io.BytesIO()
    OOXMLFile(io.BytesIO(with_openpyxl())).encrypt(WORD, sealed)
    path = tmp_path / f"花名册{suffix}"
    path.write_bytes(sealed.getvalue())
    for password in ("", "不是这个"):
        with pytest.raises(Refused) as refused:
            importing.plan(session, path, password=password)
        assert refused.value.field == "password"
    assert told(importing.plan(session, path, password=WORD)) == WANTED
    assert openpyxl.load_workbook(io.BytesIO(with_openpyxl())).sheetnames == ["台账"]
