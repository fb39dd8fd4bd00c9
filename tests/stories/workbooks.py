"""Writes the workbooks that people bring: a village's roster with its usual faults, files that are none."""

from __future__ import annotations

import random
from pathlib import Path

import xlsxwriter

from tests.files.people import Child, children

HEAD = (
    "序号",
    "儿童姓名",
    "性别",
    "公民身份证号",
    "出生年月",
    "监护人姓名",
    "与儿童关系",
    "联系电话",
    "状况",
)
STATES = ("一般", "较好", "较好", "一般", "差")
TITLE = "云溪镇河湾村留守儿童花名册（2026年11月）"


def roster(path: Path, count: int = 84, seed: int = 3, title: str = TITLE) -> list[Child]:
    """A roster as a village sends it: title, one column that can mean two things, and these faults.

    Row 4 has no name, row 6 a number whose last digits the spreadsheet lost, row 8 a date in the future, the
    last child stands twice. Returns the children in the order of the rows.
    """
    people = children(count, seed)
    chance = random.Random(seed)
    book = xlsxwriter.Workbook(str(path))
    bold, text = book.add_format({"bold": True, "align": "center"}), book.add_format({"num_format": "@"})
    sheet = book.add_worksheet("留守登记表")
    sheet.merge_range(0, 0, 0, len(HEAD) - 1, title, bold)
    sheet.write_row(1, 0, HEAD, bold)
    for at, one in enumerate([*people, people[-1]]):
        _line(sheet, at, one, chance.choice(STATES), text)
    book.close()
    return people


def _line(sheet: xlsxwriter.worksheet.Worksheet, at: int, one: Child, state: str, text: object) -> None:
    row = at + 2
    born = "2031-02-29" if at == 7 else one.birth.isoformat()
    cells = (at + 1, "" if at == 3 else one.name, one.sex, one.id_number, born, one.guardian, one.relation)
    for column, value in enumerate((*cells, one.phone, state)):
        if column == 3 and at == 5:
            sheet.write_number(row, column, float(one.id_number[:15] + "000"))
        elif isinstance(value, int):
            sheet.write_number(row, column, value)
        else:
            sheet.write_string(row, column, value, text)


SCHOOL = ("姓名", "性别", "身份证号", "出生日期", "监护人姓名", "与儿童关系", "监护人电话", "年级", "班级")


def school(path: Path, known: list[tuple[str, str, str, str]]) -> None:
    """A school's list: two pupils whom nobody knows, and the children known as (name, sex, number, birth).

    Of these the first stands without number and with another guardian, so that only a person can say whether
    it is one child.
    """
    rows: list[list[object]] = [["中心小学2026年秋季学生名册"], list(SCHOOL)]
    for number, one in enumerate(children(2, 99)):
        said = [
            one.name,
            one.sex,
            one.id_number,
            one.birth.isoformat(),
            one.guardian,
            one.relation,
            one.phone,
        ]
        rows.append([*said, "三年级", f"{number + 1}班"])
    for number, (name, sex, card, birth) in enumerate(known):
        other = ("钱大力", "伯父", f"1046000{number:04d}") if number == 0 else ("", "", "")
        rows.append([name, sex, card if number else "", birth, *other, "三年级", f"{number % 2 + 1}班"])
    _sheet(path, rows, "名册")


def _sheet(path: Path, rows: list[list[object]], name: str = "Sheet1") -> None:
    book = xlsxwriter.Workbook(str(path))
    sheet = book.add_worksheet(name)
    for at, row in enumerate(rows):
        sheet.write_row(at, 0, row)
    book.close()


def encrypted(path: Path) -> None:
    """What a spreadsheet saves under a password: a compound file with an EncryptedPackage."""
    head = bytes.fromhex("D0CF11E0A1B11AE1") + bytes(504)
    names = "".join(f"{name}\0" for name in ("EncryptionInfo", "EncryptedPackage")).encode("utf-16-le")
    path.write_bytes(head + names + bytes(4096))


def truncated(path: Path) -> None:
    """A roster of which only the first half was copied."""
    roster(path)
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) // 2])


def empty(path: Path) -> None:
    """A workbook in which nothing was written."""
    _sheet(path, [])


def nothing(path: Path) -> None:
    """A file of no bytes."""
    path.write_bytes(b"")


def letter(path: Path) -> None:
    """A text that somebody called a workbook."""
    path.write_text("各位儿童主任：请于本周五前上报花名册。", encoding="utf-8")


def figures(path: Path) -> None:
    """A summary: numbers by village, no child in it."""
    rows: list[list[object]] = [["村名", "留守儿童", "困境儿童", "流动儿童", "合计"]]
    rows += [[f"第{n}村", 10 + n, 3, 1, 14 + n] for n in range(12)]
    _sheet(path, rows)


def nameless(path: Path) -> None:
    """A child with a name, one without, another with."""
    lines = [
        ["欧阳小路", "女", "2016-03-02", "河湾村3组12号", "黄秀英"],
        ["", "女", "2017-03-02", "河湾村3组14号", "何桂花"],
        ["欧阳小满", "男", "2018-03-02", "河湾村5组2号", "李大有"],
    ]
    _sheet(path, [["姓名", "性别", "出生日期", "现住址", "监护人姓名"], *lines])


def impossible(path: Path, number: str) -> None:
    """A child whose identity number cannot be one."""
    _sheet(path, [["姓名", "性别", "身份证号"], ["欧阳小路", "女", number], ["欧阳小满", "男", ""]])


def twice(path: Path, number: str) -> None:
    """The same child on two lines."""
    line = ["欧阳小路", "女", number, "2016-03-02"]
    _sheet(path, [["姓名", "性别", "身份证号", "出生日期"], line, line])
