"""Invents forms as townships send them: titles, one or two header lines, free rows or none, totals, rules."""

from __future__ import annotations

import io
import random

import xlsxwriter

COLUMNS: dict[str, tuple[str, ...]] = {
    "child.name": ("姓名", "儿童姓名", "孩子姓名", "学生姓名"),
    "child.sex": ("性别", "儿童性别"),
    "child.id_number": ("身份证号", "身份证号码", "公民身份号码", "儿童身份证号"),
    "child.birth": ("出生日期", "出生年月", "出生年月日"),
    "child.age": ("年龄", "周岁"),
    "child.nation": ("民族",),
    "child.village_group": ("村民组", "村民小组", "组别"),
    "child.live_address": ("现住址", "家庭住址", "现居住地址"),
    "child.hukou_address": ("户籍地址", "户籍所在地"),
    "child.categories": ("儿童类别", "困境儿童类别", "对象类别"),
    "child.health": ("健康状况", "身体状况"),
    "child.schooling": ("就学情况", "学段"),
    "child.school": ("就读学校", "学校名称", "学校"),
    "child.grade": ("年级", "就读年级"),
    "guardian.name": ("监护人姓名", "监护人", "实际监护人"),
    "guardian.relation": ("与儿童关系", "监护关系"),
    "guardian.phone": ("监护人电话", "监护人联系电话"),
    "father.name": ("父亲姓名", "父亲"),
    "father.phone": ("父亲电话", "父亲联系电话"),
    "father.work_place": ("父亲务工地点",),
    "mother.name": ("母亲姓名", "母亲"),
    "mother.phone": ("母亲电话", "母亲联系电话"),
    "place.village": ("村", "村（社区）", "行政村"),
    "place.town": ("乡镇", "乡镇（街道）"),
    "row.number": ("序号",),
    "x": ("鞋码", "帮扶责任人", "致困原因"),
}
"""Field → heads that a form may give it; `x` is what nobody knows."""
GROUPS = {"guardian": "监护人情况", "father": "父亲情况", "mother": "母亲情况"}


class Made:
    """One invented form and what is known of it: `money` is the column of a total, if any."""

    def __init__(self, seed: int) -> None:
        self.rnd = random.Random(seed)
        rnd = self.rnd
        some = [f for f in COLUMNS if f not in ("child.name", "row.number") and rnd.random() < 0.55]
        if any(f.startswith("guardian.") for f in some) and "guardian.name" not in some:
            some.append("guardian.name")
        if "child.id_number" not in some and rnd.random() < 0.8:
            some.append("child.id_number")
        order = sorted(some, key=lambda f: (rnd.random() < 0.2, list(COLUMNS).index(f)))
        self.fields = [*(["row.number"] if rnd.random() < 0.8 else []), "child.name", *order]
        self.heads = [rnd.choice(COLUMNS[f]) for f in self.fields]
        self.free = rnd.choice((0, 1, 2, 6, 12, 30))
        self.two_lines = rnd.random() < 0.4
        self.foot = rnd.random() < 0.8 or self.free == 0
        self.total = self.foot and rnd.random() < 0.6

    def data(self) -> bytes:
        """The form as bytes."""
        out = io.BytesIO()
        book = xlsxwriter.Workbook(out, {"in_memory": True})
        sheet = book.add_worksheet(self.rnd.choice(("Sheet1", "花名册", "河湾村")))
        line = book.add_format({"border": 1})
        top = self._head(book, sheet, line)
        self._rows(book, sheet, top, line)
        if self.foot:
            self._foot(sheet, top + self.free, line)
        book.close()
        return out.getvalue()

    def _head(self, book: xlsxwriter.Workbook, sheet: xlsxwriter.worksheet.Worksheet, line: object) -> int:
        width = len(self.heads)
        at = 0
        if self.rnd.random() < 0.8:
            sheet.merge_range(0, 0, 0, width - 1, "云溪镇儿童基本情况花名册", book.add_format({"bold": True}))
            at = 1
        if self.rnd.random() < 0.7:
            sheet.write(at, 0, "填报单位（盖章）：")
            sheet.write(at, width - 1, "填报日期：    年  月  日")
            at += 1
        if not self.two_lines:
            for column, head in enumerate(self.heads):
                sheet.write(at, column, head, line)
            return at + 1
        for column, (field, head) in enumerate(zip(self.fields, self.heads, strict=True)):
            group = GROUPS.get(field.partition(".")[0])
            if group is None:
                sheet.merge_range(at, column, at + 1, column, head, line)
            else:
                sheet.write(at, column, group, line)
                sheet.write(at + 1, column, head, line)
        return at + 2

    def _rows(
        self, book: xlsxwriter.Workbook, sheet: xlsxwriter.worksheet.Worksheet, top: int, line: object
    ) -> None:
        text = book.add_format({"border": 1, "num_format": "@"})
        day = book.add_format({"border": 1, "num_format": self.rnd.choice(("yyyy-mm-dd", "yyyy/m/d"))})
        numbered = self.rnd.random() < 0.5
        for row in range(top, top + self.free):
            for column, field in enumerate(self.fields):
                dress = day if field == "child.birth" else text if field.endswith("number") else line
                if field == "row.number":
                    sheet.write(row, column, row - top + 1 if numbered else "", line)
                else:
                    sheet.write_blank(row, column, None, dress)
        if self.free and "child.sex" in self.fields:
            column = self.fields.index("child.sex")
            sheet.data_validation(
                top, column, top + self.free - 1, column, {"validate": "list", "source": ["男", "女"]}
            )

    def _foot(self, sheet: xlsxwriter.worksheet.Worksheet, row: int, line: object) -> None:
        name = self.fields.index("child.name")
        if self.total:
            sheet.write(row, 0, "合计", line)
            last = max(row, 1)
            cells = f"{chr(65 + name)}{row - self.free + 1}:{chr(65 + name)}{last}"
            if name and self.free:
                sheet.write_formula(row, name, f'=COUNTA({cells})&"人"', line)
            row += 1
        sheet.write(row, 0, "负责人：")
        sheet.write(row, max(2, len(self.heads) // 2), "填表人：")
        sheet.write(row + 1, 0, "注：请如实填写。")
