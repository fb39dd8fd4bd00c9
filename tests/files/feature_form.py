"""A township's form with everything that fillers lose, made here, and a look at what is left of it."""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Callable

import xlsxwriter
from lxml import etree

FIRST, LAST = 5, 16
"""The blank rows of the list, as the sheet numbers them."""
SHEET = "困境儿童花名册"
HEADS = (
    "序号", "村组", "儿童姓名", "性别", "身份证号码", "出生日期", "监护人姓名", "与儿童关系", "监护人电话",
    "儿童类别", "月补助金额", "备注",
)  # fmt: skip
CATEGORIES = ("留守儿童", "流动儿童", "困境儿童", "事实无人抚养儿童", "孤儿")
_X14 = "http://schemas.microsoft.com/office/spreadsheetml/2009/9/main"
_XM = "http://schemas.microsoft.com/office/excel/2006/main"


def picture() -> bytes:
    """A small red square as PNG: the stamp."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    rows = b"".join(b"\x00" + b"\xc0\x20\x20" * 24 for _ in range(24))
    head = struct.pack(">IIBBBBB", 24, 24, 8, 2, 0, 0, 0)
    body = chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + body


def make(blank: int = LAST - FIRST + 1) -> bytes:
    """The form with `blank` free rows."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    sheet = book.add_worksheet(SHEET)
    words = book.add_worksheet("字典")
    summary = book.add_worksheet("汇总")
    last = FIRST + blank - 1
    _list(book, sheet, last)
    _rules(book, sheet, last)
    _below(book, sheet, last)
    words.write_column("A1", CATEGORIES)
    words.write_column("B1", ("祖母", "祖父", "母亲", "父亲", "外祖母", "外祖父"))
    words.hide()
    _more_sheets(book)
    _summary(book, summary, last)
    _workbook(book, last)
    book.close()
    return _with_x14(out.getvalue(), last)


def _list(book: xlsxwriter.Workbook, sheet: xlsxwriter.worksheet.Worksheet, last: int) -> None:
    title = book.add_format({"bold": True, "font_size": 18, "align": "center", "font_name": "黑体"})
    head = book.add_format({"bold": True, "border": 1, "bg_color": "#DDEBF7", "text_wrap": True})
    cell = book.add_format({"border": 1, "locked": False})
    text = book.add_format({"border": 1, "num_format": "@", "locked": False})
    day = book.add_format({"border": 1, "num_format": "yyyy-mm-dd", "locked": False})
    money = book.add_format({"border": 1, "num_format": "#,##0.00", "locked": False})
    red = book.add_format({"color": "red", "bold": True})
    sheet.merge_range(0, 0, 0, 11, "", title)
    sheet.write_rich_string(0, 0, red, "困境", "儿童花名册", title)
    sheet.merge_range(1, 0, 1, 5, "填报单位（盖章）：            ")
    sheet.merge_range(1, 6, 1, 11, "填报日期：    年  月  日")
    for at, words in enumerate(HEADS):
        sheet.merge_range(2, at, 3, at, words, head)
        sheet.set_column(at, at, 20 if "身份证" in words else 12)
    forms = [cell, cell, cell, cell, text, day, cell, cell, text, cell, money, cell]
    for row in range(FIRST - 1, last):
        sheet.set_row(row, 21)
        for at, form in enumerate(forms):
            if at == 0:
                sheet.write_formula(row, 0, "=ROW()-4", cell, row - 3)
            else:
                sheet.write_blank(row, at, None, form)
        sheet.add_sparkline(row, 12, {"range": f"'{SHEET}'!K{row + 1}:K{row + 1}"})


def _rules(book: xlsxwriter.Workbook, sheet: xlsxwriter.worksheet.Worksheet, last: int) -> None:
    rows = f"{FIRST}:{{}}{last}"
    sheet.data_validation(f"D{rows.format('D')}", {"validate": "list", "source": ["男", "女"]})
    sheet.data_validation(
        f"E{rows.format('E')}", {"validate": "length", "criteria": "==", "value": 18, "ignore_blank": True}
    )
    sheet.data_validation(f"H{rows.format('H')}", {"validate": "list", "source": "=字典!$B$1:$B$6"})
    red = book.add_format({"bg_color": "#FFC7CE"})
    formula = f'=AND(E5<>"",COUNTIF($E${FIRST}:$E${last},E5)>1)'
    sheet.conditional_format(f"E{rows.format('E')}", {"type": "formula", "criteria": formula, "format": red})
    sheet.conditional_format(f"K{rows.format('K')}", {"type": "data_bar", "data_bar_2010": True})
    sheet.autofilter(3, 0, last - 1, 11)
    sheet.freeze_panes(4, 3)
    sheet.ignore_errors({"number_stored_as_text": f"E{rows.format('E')}"})


def _below(book: xlsxwriter.Workbook, sheet: xlsxwriter.worksheet.Worksheet, last: int) -> None:
    bold = book.add_format({"bold": True, "border": 1})
    sheet.write(last, 0, "合计", bold)
    sheet.write_formula(last, 2, f'=COUNTA(C{FIRST}:C{last})&"人"', bold)
    sheet.write_formula(last, 10, f"=SUM(K{FIRST}:K{last})", bold)
    sheet.merge_range(last + 1, 0, last + 1, 5, "负责人（签字）：")
    sheet.merge_range(last + 1, 6, last + 1, 11, "填表人：")
    sheet.merge_range(last + 2, 0, last + 2, 11, "注：本表一式两份。")
    sheet.insert_image(
        last - 1, 9, "stamp.png", {"image_data": io.BytesIO(picture()), "object_position": 2, "y_offset": 14}
    )
    sheet.insert_textbox(last + 3, 0, "请于每月25日前报送", {"width": 240, "height": 40})
    sheet.write_comment(last, 10, "由公式计算，请勿填写", {"visible": True})
    sheet.write_comment(3, 4, "18位，末位可为X")
    sheet.write_url(last + 2, 0, f"internal:'{SHEET}'!A{last + 1}", string="注：本表一式两份。")
    chart = book.add_chart({"type": "column"})
    chart.add_series({"values": f"='{SHEET}'!$K${FIRST}:$K${last}"})
    sheet.insert_chart(last + 6, 6, chart)
    sheet.set_landscape()
    sheet.set_paper(8)
    sheet.fit_to_pages(1, 0)
    sheet.print_area(0, 0, last + 2, 11)
    sheet.repeat_rows(0, 3)
    sheet.set_h_pagebreaks([last + 3])
    sheet.set_header("&L&G&C内部资料", {"image_left": "logo.png", "image_data_left": io.BytesIO(picture())})
    sheet.set_footer("第&P页，共&N页")
    sheet.protect("", {"insert_rows": True})
    sheet.unprotect_range(f"B{FIRST}:L{last}", "填报区")
    sheet.set_tab_color("#C00000")
    sheet.outline_settings(visible=True)


def _summary(book: xlsxwriter.Workbook, sheet: xlsxwriter.worksheet.Worksheet, last: int) -> None:
    sheet.write_row("A1", ("类别", "人数", "金额"))
    for at, category in enumerate(CATEGORIES, start=1):
        sheet.write(at, 0, category)
        sheet.write_formula(at, 1, f"=COUNTIF({SHEET}!$J${FIRST}:$J${last},A{at + 1})")
        sheet.write_formula(
            at, 2, f"=SUMIF('{SHEET}'!$J${FIRST}:$J${last},A{at + 1},'{SHEET}'!$K${FIRST}:$K${last})"
        )
    sheet.write(6, 0, "合计")
    sheet.write_formula(6, 1, "=COUNTA(名单)")
    sheet.write_formula(6, 2, f"={SHEET}!K{last + 1}")


def _more_sheets(book: xlsxwriter.Workbook) -> None:
    """What a township sends along: how to fill it in, whom to ask, the other rosters of the same round."""
    for name in ("填表说明", "联系方式", "上年汇总", "孤儿补助标准", "村组代码", "审核关系"):
        sheet = book.add_worksheet(name)
        sheet.merge_range("A1:D1", name)
        sheet.write_column("A2", ("一、逐人填写", "二、身份证号填18位", "三、金额以元为单位"))
        sheet.write_formula("D9", "=SUM(D2:D8)")
        sheet.set_paper(9)


def _workbook(book: xlsxwriter.Workbook, last: int) -> None:
    book.define_name("名单", f"={SHEET}!$C${FIRST}:$C${last}")
    book.set_properties({"title": "困境儿童花名册", "company": "云溪镇民政办"})
    book.set_custom_property("表号", "民儿基01表")


def _with_x14(data: bytes, last: int) -> bytes:
    """Adds a validation of the newer kind, which only the extension list knows."""
    rule = (
        f'<ext xmlns:x14="{_X14}" uri="{{CCE6A557-97BC-4b89-ADB6-D9C93CAAB3DF}}">'
        f'<x14:dataValidations xmlns:xm="{_XM}" count="1"><x14:dataValidation type="list" allowBlank="1">'
        "<x14:formula1><xm:f>字典!$A$1:$A$5</xm:f></x14:formula1>"
        f"<xm:sqref>J{FIRST}:J{last}</xm:sqref></x14:dataValidation></x14:dataValidations></ext>"
    )
    source = zipfile.ZipFile(io.BytesIO(data))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        for info in source.infolist():
            body = source.read(info)
            if info.filename == "xl/worksheets/sheet1.xml":
                body = body.replace(b"</extLst>", rule.encode() + b"</extLst>")
            file.writestr(info, _with_printer(info.filename, body))
        for number in range(2, 10):
            file.writestr(f"xl/worksheets/_rels/sheet{number}.xml.rels", _PRINTER.format(number))
            file.writestr(f"xl/printerSettings/printerSettings{number}.bin", b"\x00" * 64)
    return out.getvalue()


_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/printerSettings"
_PRINTER = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship'
    f' Id="rId1" Type="{_OFFICE}" Target="../printerSettings/printerSettings{{0}}.bin"/></Relationships>'
)
_BINARY = (
    b'<Default Extension="bin" ContentType="application/vnd.openxmlformats-officedocument'
    b'.spreadsheetml.printerSettings"/><Override'
)


def _with_printer(name: str, body: bytes) -> bytes:
    """Settings of the office's printer stand beside each sheet that it once printed."""
    if name == "[Content_Types].xml":
        return body.replace(b"<Override", _BINARY, 1)
    found = re.fullmatch(r"xl/worksheets/sheet([2-9])\.xml", name)
    if not found:
        return body
    if b"<pageSetup" in body:
        return body.replace(b"<pageSetup", b'<pageSetup r:id="rId1"', 1)
    return body.replace(b"</worksheet>", b'<pageSetup r:id="rId1"/></worksheet>')


# ── a look at what is left ───────────────────────────────────────────────────────────────────────


class Look:
    """The parts of a workbook, seen through lxml."""

    def __init__(self, data: bytes) -> None:
        file = zipfile.ZipFile(io.BytesIO(data))
        self.parts = {name: file.read(name) for name in file.namelist()}
        leads = dict(re.findall(rb'Target="/?(?:xl/)?(worksheets/[^"]+)"[^>]*?Id="([^"]+)"', self._rels()))
        leads |= {
            b: a
            for a, b in re.findall(rb'Id="([^"]+)"[^>]*?Target="/?(?:xl/)?(worksheets/[^"]+)"', self._rels())
        }
        book = etree.fromstring(self.parts["xl/workbook.xml"])
        self.book = book
        by_id = {identity.decode(): target.decode() for target, identity in leads.items()}
        self.sheets = {
            e.get("name"): "xl/" + by_id[next(v for k, v in e.attrib.items() if k.endswith("}id"))]
            for e in book.iter("{*}sheet")
        }
        self.root = etree.fromstring(self.parts[self.sheets[SHEET]])

    @property
    def raw(self) -> bytes:
        """The form's sheet as it is written."""
        return self.parts[self.sheets[SHEET]]

    def _rels(self) -> bytes:
        return self.parts["xl/_rels/workbook.xml.rels"]

    def at(self, path: str) -> list[etree._Element]:
        """Elements of the form's sheet."""
        return self.root.findall(path)

    def all_of(self, begin: str) -> bytes:
        """All parts whose names begin so, together."""
        return b"\n".join(body for name, body in sorted(self.parts.items()) if name.startswith(begin))

    def cell(self, place: str, sheet: str = SHEET) -> etree._Element | None:
        """A cell by its place."""
        root = self.root if sheet == SHEET else etree.fromstring(self.parts[self.sheets[sheet]])
        return next((c for c in root.iter("{*}c") if c.get("r") == place), None)

    def formula(self, place: str, sheet: str = SHEET) -> str:
        """The formula of a cell, "" for none."""
        cell = self.cell(place, sheet)
        found = cell.find("{*}f") if cell is not None else None
        return (found.text or "") if found is not None else ""


Check = Callable[[Look, int], bool]
"""(workbook, last row of the list) → whether the feature is there and stands where it should."""


def _name(look: Look, name: str) -> str:
    return next((e.text or "" for e in look.book.iter("{*}definedName") if e.get("name") == name), "")


def _has(look: Look, path: str, **attributes: str) -> bool:
    return any(all(e.get(k) == v for k, v in attributes.items()) for e in look.at(path))


def _stamp(look: Look, last: int) -> bool:
    found = etree.fromstring(look.all_of("xl/drawings/drawing1.xml") or b"<x/>").iter("{*}pic")
    anchors = [p.getparent() for p in found]
    return any(abs(int(a.find("{*}from/{*}row").text) - (last - 1)) <= 1 for a in anchors)


def _notes(look: Look) -> list[int]:
    """How many rows the box of each note spans."""
    anchors = re.findall(rb"<x:Anchor>([^<]*)</x:Anchor>", look.all_of("xl/drawings/vml"))
    found = [[int(piece) for piece in anchor.split(b",")] for anchor in anchors]
    return [piece[6] - piece[2] for piece in found]


FEATURES: dict[str, Check] = {
    "标题合并": lambda k, n: _has(k, ".//{*}mergeCell", ref="A1:L1"),
    "签字行合并": lambda k, n: _has(k, ".//{*}mergeCell", ref=f"A{n + 2}:F{n + 2}"),
    "富文本标题": lambda k, n: b"<rPr>" in k.all_of("xl/sharedStrings") + k.raw,
    "列宽": lambda k, n: len(k.at(".//{*}cols/{*}col")) >= 2,
    "行高": lambda k, n: any(r.get("r") == str(n) and r.get("ht") == "21" for r in k.at(".//{*}row")),
    "冻结窗格": lambda k, n: _has(k, ".//{*}pane", ySplit="4"),
    "合计公式": lambda k, n: k.formula(f"K{n + 1}") == f"SUM(K{FIRST}:K{n})",
    "人数公式": lambda k, n: k.formula(f"C{n + 1}") == f'COUNTA(C{FIRST}:C{n})&"人"',
    "合计有结果": lambda k, n: (c := k.cell(f"K{n + 1}")) is not None and c.find("{*}v") is not None,
    "序号公式": lambda k, n: k.formula(f"A{n}") == "ROW()-4",
    "跨表公式": lambda k, n: f"$J${FIRST}:$J${n}" in k.formula("B2", "汇总"),
    "跨表条件求和": lambda k, n: f"$K${FIRST}:$K${n}" in k.formula("C2", "汇总"),
    "跨表引用合计": lambda k, n: k.formula("C7", "汇总") == f"{SHEET}!K{n + 1}",
    "命名区域": lambda k, n: _name(k, "名单").endswith(f"$C${FIRST}:$C${n}"),
    "打印区域": lambda k, n: _name(k, "_xlnm.Print_Area").endswith(f"$L${n + 3}"),
    "打印标题": lambda k, n: _name(k, "_xlnm.Print_Titles").endswith("$1:$4"),
    "筛选": lambda k, n: _has(k, ".//{*}autoFilter", ref=f"A4:L{n}"),
    "下拉（性别）": lambda k, n: _has(k, ".//{*}dataValidation", sqref=f"D{FIRST}:D{n}"),
    "长度校验": lambda k, n: _has(k, ".//{*}dataValidation", sqref=f"E{FIRST}:E{n}"),
    "新式下拉": lambda k, n: any(e.text == f"J{FIRST}:J{n}" for e in k.root.iter(f"{{{_XM}}}sqref")),
    "条件格式": lambda k, n: _has(k, ".//{*}conditionalFormatting", sqref=f"E{FIRST}:E{n}"),
    "新式数据条": lambda k, n: any(True for _ in k.root.iter(f"{{{_X14}}}dataBar")),
    "批注": lambda k, n: f'ref="K{n + 1}"'.encode() in k.all_of("xl/comments"),
    "批注框位置": lambda k, n: f"<x:Row>{n}</x:Row>".encode() in k.all_of("xl/drawings/vml"),
    "批注框大小": lambda k, n: _notes(k) and all(rows <= 5 for rows in _notes(k)),
    "印章图片": _stamp,
    "文本框": lambda k, n: "请于每月25日前报送".encode() in k.all_of("xl/drawings/"),
    "图表数据": lambda k, n: f"$K${FIRST}:$K${n}".encode() in k.all_of("xl/charts/"),
    "迷你图": lambda k, n: sum(1 for _ in k.root.iter(f"{{{_X14}}}sparkline")) == n - FIRST + 1,
    "页眉图片": lambda k, n: b"&amp;G" in k.raw and b"logo" in k.all_of("xl/drawings/vml"),
    "页脚": lambda k, n: "第&amp;P页".encode() in k.raw,
    "横向A3一页宽": lambda k, n: _has(k, ".//{*}pageSetup", orientation="landscape", paperSize="8"),
    "分页符": lambda k, n: _has(k, ".//{*}rowBreaks/{*}brk", id=str(n + 3)),
    "工作表保护": lambda k, n: _has(k, ".//{*}sheetProtection", sheet="1"),
    "允许编辑区": lambda k, n: _has(k, ".//{*}protectedRange", sqref=f"B{FIRST}:L{n}"),
    "忽略错误": lambda k, n: _has(k, ".//{*}ignoredError", sqref=f"E{FIRST}:E{n}"),
    "超链接": lambda k, n: any(f"A{n + 1}" in (e.get("location") or "") for e in k.at(".//{*}hyperlink")),
    "隐藏的字典页": lambda k, n: any(e.get("state") == "hidden" for e in k.book.iter("{*}sheet")),
    "自定义属性": lambda k, n: "民儿基01表".encode() in k.all_of("docProps/"),
    "页签颜色": lambda k, n: _has(k, ".//{*}tabColor"),
    "边框样式": lambda k, n: (c := k.cell(f"E{n}")) is not None and c.get("s") not in (None, "0"),
}  # fmt: skip
"""What a filler may lose, and how to see whether it did."""


def lost(data: bytes, last: int) -> list[str]:
    """The features that a filled workbook lost or left behind."""
    look = Look(data)
    return [name for name, check in FEATURES.items() if not check(look, last)]


def same_parts(before: bytes, after: bytes) -> tuple[int, int]:
    """(parts that kept every byte, parts of the form)."""
    given, made = Look(before).parts, Look(after).parts
    return sum(made.get(name) == body for name, body in given.items()), len(given)
