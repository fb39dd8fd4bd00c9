"""A card form as a township sends it: labels beside blanks, boxes, a comment, a picture, a second sheet."""

from __future__ import annotations

import io

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from tests.files.feature_form import picture

SHEET = "登记卡"


def card(*, copies: int = 1, called: bool = False) -> bytes:
    """The form; `copies` cards one below the other; `called`: another sheet calls it by its name."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    sheet = book.add_worksheet(SHEET)
    box = book.add_format({"border": 1, "align": "center", "valign": "vcenter", "text_wrap": True})
    day = book.add_format({"border": 1, "num_format": "yyyy-mm-dd"})
    sheet.merge_range("A1:H1", "农村留守儿童登记卡", book.add_format({"bold": True, "align": "center"}))
    sheet.write("A2", "填报单位：            填表人：        填表日期：    年  月  日")
    for number in range(copies):
        _one(sheet, box, day, 2 + number * 9)
    sheet.write_comment("B3", "与户口簿一致")
    sheet.insert_image("J2", "seal.png", {"image_data": io.BytesIO(picture())})
    sheet.print_area(0, 0, 1 + copies * 9, 7)
    sheet.set_header("&C民政")
    words = book.add_worksheet("字典")
    for row, text in enumerate(("祖母", "外祖母", "其他亲属")):
        words.write(row, 0, text)
    if called:
        words.write_formula("C1", f"={SHEET}!C3")
    sheet.data_validation(8, 4, 8, 4, {"validate": "list", "source": "=字典!$A$1:$A$3"})
    book.close()
    return out.getvalue()


def _one(sheet: Worksheet, box: Format, day: Format, top: int) -> None:
    def put(row: int, column: int, text: str = "", right: int = 0, dress: Format = box) -> None:
        if right > column:
            sheet.merge_range(top + row, column, top + row, right, text, dress)
        elif text:
            sheet.write(top + row, column, text, dress)
        else:
            sheet.write_blank(top + row, column, None, dress)

    sheet.merge_range(top, 0, top + 3, 0, "儿童基本情况", box)
    for blank in (
        (0, 1, "姓名"), (0, 2), (0, 3, "性别"), (0, 4, "□男  □女"), (0, 5, "出生日期"), (0, 6, "", 7, day),
        (1, 1, "身份证号"), (1, 2, "", 4), (1, 5, "年龄"), (1, 6, "", 7),
        (2, 1, "儿童类别"), (2, 2, "□留守儿童 □孤儿 □事实无人抚养儿童 □其他____", 7),
        (3, 1, "就读学校：                年级：        ", 7),
        (4, 1, "姓名"), (4, 2), (4, 3, "联系电话"), (4, 4, "", 7),
        (5, 1, "务工地点"), (5, 2, "", 7),
        (6, 0, "监护人"), (6, 1, "姓名"), (6, 2), (6, 3, "与儿童关系"), (6, 4),
        (6, 5, "联系电话"), (6, 6, "", 7),
        (7, 0, "村委会意见", 1), (7, 2, "（盖章）   年  月  日", 7),
    ):  # fmt: skip
        put(*blank)
    sheet.merge_range(top + 4, 0, top + 5, 0, "父亲", box)
