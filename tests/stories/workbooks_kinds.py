"""Writes a ledger that keeps each kind of children in a sheet of its own, as many villages do."""

from __future__ import annotations

from pathlib import Path

import xlsxwriter

from tests.files.people import Child, children

LEFT, HARD, ORPHANS = "留守儿童", "困境儿童", "孤儿"
HEADS = {
    LEFT: ("序号", "姓名", "性别", "身份证号", "监护人姓名", "与儿童关系", "联系电话", "学校", "父母外出地"),
    HARD: ("序号", "姓名", "身份证号", "困境情形", "监护人姓名", "联系电话", "健康状况", "就读学校", "鞋码"),
    ORPHANS: ("序号", "姓名", "身份证号", "照料人姓名", "关系", "每月基本生活费"),
}


def kinds(path: Path, seed: int = 31, other_schools: int = 2) -> list[Child]:
    """24 left-behind children; 10 in hardship, six of them left behind too, one with another telephone, some
    with another school; three orphans, one of them in hardship and one with the number of somebody else.
    """
    people = children(30, seed)
    book = xlsxwriter.Workbook(str(path))
    _sheet(book, LEFT, [_left(number, one) for number, one in enumerate(people[:24], 1)])
    hard = [*people[24:28], *people[2:8]]
    _sheet(book, HARD, [_hard(number, one, other_schools) for number, one in enumerate(hard, 1)])
    orphans = [[one.name, one.id_number] for one in (people[24], people[28])]
    orphans.append([people[29].name, people[9].id_number])
    rows = [[number, *one, "", "", 1400] for number, one in enumerate(orphans, 1)]
    _sheet(book, ORPHANS, rows)
    book.close()
    return people


def _sheet(book: xlsxwriter.Workbook, name: str, rows: list[list[object]]) -> None:
    sheet = book.add_worksheet(name)
    head = HEADS[name]
    sheet.merge_range(0, 0, 0, len(head) - 1, f"云溪镇河湾村{name}花名册", book.add_format({"bold": True}))
    sheet.write_row(1, 0, head)
    for at, row in enumerate(rows, 2):
        sheet.write_row(at, 0, row)


def _left(number: int, one: Child) -> list[object]:
    family = [one.guardian, one.relation, one.phone, one.school, one.work_place]
    return [number, one.name, one.sex, one.id_number, *family]


def _hard(number: int, one: Child, others: int) -> list[object]:
    phone = "13904601234" if number == 6 else one.phone
    school = "石门中心小学" if 7 <= number < 7 + others else one.school
    state = ("家庭贫困", "重残", "重病")[number % 3]
    health = {"重残": "残疾", "重病": "重病"}.get(state, "健康")
    return [number, one.name, one.id_number, state, one.guardian, phone, health, school, 30 + number]
