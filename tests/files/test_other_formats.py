"""Holds web pages, XML workbooks of 2003 and OpenDocument sheets to what a person sees in them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from childdesk.domain.errors import Refused
from childdesk.files import faults, sentences
from childdesk.files.layout import layout
from childdesk.files.sheets import Merge, Note
from tests.files.handmade import first, here, zipped

PAGE = """<html><head><meta http-equiv="Content-Type" content="text/html; charset={charset}">
<style>td {{mso-number-format:"\\@"}}</style></head><body><table border=1>
<tr><td colspan=4>青山村儿童花名册</td></tr>
<tr><th rowspan=2>姓名</th><th colspan=2>监护人</th><th rowspan=2>备&nbsp;注</th></tr>
<tr><th>姓名</th><th>电话</th></tr>
<tr><td>王小明</td><td>王&#24378;</td><td>13800000001</td><td>父母<br>外出</td></tr>
<tr style='display:none'><td><s>李红</s><td>李芳<td>13800000002<td></tr>
</table></body></html>"""

BOOK = """<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>
<Workbook
 xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet">
<Styles><Style ss:ID="d"><NumberFormat ss:Format="yyyy\\-mm\\-dd"/></Style>
<Style ss:ID="x"><Font ss:StrikeThrough="1"/><Interior ss:Color="#FF0000"/></Style></Styles>
<Worksheet ss:Name="花名册"><Table><Column ss:Hidden="1" ss:Index="3"/>
<Row><Cell ss:MergeAcross="1"><Data ss:Type="String">青山村</Data></Cell></Row>
<Row ss:Index="3"><Cell><Data ss:Type="String">姓名</Data></Cell>
<Cell ss:Index="4"><Data ss:Type="String">生日</Data></Cell></Row>
<Row ss:Hidden="1"><Cell ss:StyleID="x"><Data ss:Type="String">王&amp;明</Data></Cell>
<Cell ss:Index="4" ss:StyleID="d"><Data ss:Type="DateTime">2015-03-05T00:00:00.000</Data></Cell>
<Cell><Data ss:Type="Number">4.3072220110520403E17</Data></Cell></Row>
</Table></Worksheet></Workbook>"""

CONTENT = """<?xml version="1.0" encoding="UTF-8"?><office:document-content xmlns:office="o" xmlns:table="t"
 xmlns:text="x" xmlns:style="s"><office:automatic-styles><style:style style:name="ce1">
<style:text-properties style:text-line-through-style="solid"/></style:style><style:style style:name="ta1">
<style:table-properties table:display="false"/></style:style></office:automatic-styles><office:body>
<office:spreadsheet><table:table table:name="花名册">
<table:table-row><table:table-cell table:number-columns-spanned="2" office:value-type="string">
<text:p>青山村</text:p>
</table:table-cell><table:covered-table-cell/></table:table-row>
<table:table-row table:number-rows-repeated="3"><table:table-cell table:number-columns-repeated="1000"/>
</table:table-row>
<table:table-row><table:table-cell table:style-name="ce1" office:value-type="string">
<text:p>王<text:s/>明</text:p>
<text:p>（迁出）</text:p><office:annotation><text:p>旁注</text:p></office:annotation>
</table:table-cell>
<table:table-cell office:value-type="date" office:date-value="2015-03-05"><text:p>2015年3月5日</text:p>
</table:table-cell>
<table:table-cell office:value-type="float" office:value="8"><text:p>8岁</text:p></table:table-cell>
</table:table-row>
<table:table-row table:number-rows-repeated="1048570">
<table:table-cell table:number-columns-repeated="16384"/>
</table:table-row></table:table><table:table table:name="旧" table:style-name="ta1"/>
</office:spreadsheet></office:body></office:document-content>"""


def ods(content: str = CONTENT, **more: bytes) -> bytes:
    return zipped(
        {"mimetype": b"application/vnd.oasis.opendocument.spreadsheet", "content.xml": content.encode()}
        | more
    )


@pytest.mark.parametrize("charset", ["utf-8", "gb2312", "gbk"])
def test_a_web_page_that_calls_itself_xls_is_a_sheet(charset):
    sheet = first(PAGE.format(charset=charset).encode("gb18030" if charset != "utf-8" else charset))
    assert sheet.texts(1) == {0: "青山村儿童花名册"}
    assert sheet.texts(3) == {1: "姓名", 2: "电话"}
    assert sheet.texts(4) == {0: "王小明", 1: "王强", 2: "13800000001", 3: "父母\n外出"}
    assert sheet.merges == (Merge(1, 0, 1, 3), Merge(2, 0, 3, 0), Merge(2, 1, 2, 2), Merge(2, 3, 3, 3))
    assert sheet.hidden_rows == {5}
    assert sheet.cell(5, 0).struck
    table = layout(sheet)
    assert table.path(2) == ("监护人", "电话")
    assert table.records == (4, 5)


def test_a_page_shows_several_blanks_as_one_but_keeps_the_wide_one_of_a_name():
    sheet = first("<table><tr><td>排  序&nbsp;</td><td>王　强</td><td>&nbsp;</td></tr></table>".encode())
    assert sheet.texts(1) == {0: "排 序", 1: "王　强"}


def test_a_page_without_a_table_is_refused():
    with pytest.raises(Refused) as refused:
        here(b"<html><body><p>not found</p></body></html>")
    assert refused.value.sentence == sentences.NOT_A_WORKBOOK


def test_an_xml_workbook_of_2003_is_read():
    book = here(BOOK.encode())
    sheet = book.sheets[0]
    assert (book.kind, sheet.name) == ("xml2003", "花名册")
    assert sheet.texts(3) == {0: "姓名", 3: "生日"}
    assert sheet.texts(4) == {0: "王&明", 3: "2015-03-05", 4: "4.30722E+17"}
    assert (sheet.cell(4, 0).struck, sheet.cell(4, 0).fill) == (True, "FF0000")
    assert (sheet.cell(4, 3).kind, sheet.cell(4, 3).number) == ("date", 42068)
    assert sheet.merges == (Merge(1, 0, 1, 1),)
    assert sheet.hidden_rows == {4}
    assert sheet.column_hidden(2)


def test_some_other_xml_and_broken_xml_are_refused():
    for data, sentence in (
        (b"<?xml version='1.0'?><note>hello</note>", sentences.NOT_A_WORKBOOK),
        (BOOK[:900].encode(), sentences.BROKEN),
        (
            BOOK.replace('<?xml version="1.0"?>', '<?xml version="1.0"?><!DOCTYPE x []>').encode(),
            sentences.ENTITIES,
        ),
    ):
        with pytest.raises(Refused) as refused:
            here(data)
        assert refused.value.sentence == sentence


def test_an_opendocument_sheet_is_read_and_its_empty_paper_costs_nothing():
    book = here(ods())
    sheet = book.sheets[0]
    assert (book.kind, [one.hidden for one in book.sheets]) == ("ods", [False, True])
    assert [(row, sheet.texts(row)) for row in sheet.rows] == [
        (1, {0: "青山村"}),
        (5, {0: "王 明\n（迁出）", 1: "2015年3月5日", 2: "8岁"}),
    ]
    assert sheet.merges == (Merge(1, 0, 1, 1),)
    assert [cell.kind for cell in sheet.cells(5).values()] == ["text", "date", "number"]
    assert (sheet.cell(5, 0).struck, sheet.cell(5, 1).number, sheet.cell(5, 2).number) == (True, 42068, 8)


NOTED = {
    "page": PAGE.format(charset="utf-8").replace(
        "<td>王小明</td>",
        '<td><a class="comment-indicator"></a><comment>电话打不通\n待核</comment><font>王&amp;明</font></td>',
    ),
    "2003": BOOK.replace(
        '<Data ss:Type="String">王&amp;明</Data>',
        '<Data ss:Type="String">王&amp;明</Data><Comment ss:Author="张主任"><ss:Data><B>张主任:</B>'
        "<Font>电话打不通&#10;待核</Font></ss:Data></Comment>",
    ),
    "ods": CONTENT.replace(
        "<text:p>旁注</text:p>",
        "<dc:creator>张主任</dc:creator><text:p>电话打不通</text:p><text:p>待核</text:p>",
    ),
}


@pytest.mark.parametrize("kind", NOTED)
def test_what_hangs_on_a_cell_is_a_note_and_not_its_content(kind):
    sheet = first(ods(NOTED[kind]) if kind == "ods" else NOTED[kind].encode())
    row = 5 if kind == "ods" else 4
    assert sheet.notes == (Note(row, 0, "电话打不通 待核"),)
    assert sheet.texts(row)[0] == ("王 明\n（迁出）" if kind == "ods" else "王&明")


EIGHT = 'office:value-type="float" office:value="8"><text:p>8岁</text:p>'
FORMULAS = {
    "page": PAGE.format(charset="utf-8").replace(
        "<td>王&#24378;</td>", '<td x:fmla="=A9"></td><td>#REF!</td>'
    ),
    "2003": BOOK.replace(
        '<Cell ss:Index="4" ss:StyleID="d">',
        '<Cell ss:Formula="=RC[9]"/><Cell ss:Formula="=RC[9]"><Data ss:Type="Error">#REF!</Data></Cell>'
        '<Cell ss:Formula="=RC[9]"><Data ss:Type="String"></Data></Cell><Cell ss:Index="6">',
    ),
    "ods": CONTENT.replace(
        f"<table:table-cell {EIGHT}</table:table-cell>",
        '<table:table-cell table:formula="of:=[.Z1]"/>'
        '<table:table-cell table:formula="of:=[.Z1]" office:value-type="string" t:value-type="error">'
        "<text:p>Err:508</text:p></table:table-cell>"
        '<table:table-cell table:formula="of:=[.Z1]" office:value-type="string" office:string-value=""/>'
        '<table:table-cell table:formula="of:=[.Z1]"><text:p/></table:table-cell>',
    ),
}


@pytest.mark.parametrize("kind", FORMULAS)
def test_a_formula_without_its_result_and_an_error_are_seen_in_every_format(kind):
    made = FORMULAS[kind]
    sheet = first(ods(made) if kind == "ods" else made.encode())
    row = sheet.cells(5 if kind == "ods" else 4)
    faulty = [cell.text for cell in row.values() if cell.kind == "error"]
    assert faulty == [faults.UNCOMPUTED, "Err:508" if kind == "ods" else "#REF!"]


def test_repeated_rows_and_cells_that_are_filled_are_all_there():
    content = CONTENT.replace(
        '<table:table-row table:number-rows-repeated="3">'
        '<table:table-cell table:number-columns-repeated="1000"/>',
        '<table:table-row table:number-rows-repeated="3"><table:table-cell table:number-columns-repeated="2" '
        'office:value-type="string"><text:p>是</text:p></table:table-cell>',
    )
    sheet = first(ods(content))
    assert [sheet.texts(row) for row in (2, 3, 4)] == [{0: "是", 1: "是"}] * 3


def test_a_protected_opendocument_sheet_is_said_to_be_locked():
    with pytest.raises(Refused) as refused:
        here(ods("junk", **{"META-INF/manifest.xml": b"<manifest:encryption-data/>"}))
    assert refused.value.sentence == sentences.LOCKED


def test_binary_workbooks_are_named():
    with pytest.raises(Refused) as refused:
        here(zipped({"xl/workbook.bin": b"x", "[Content_Types].xml": b"<Types/>"}))
    assert refused.value.sentence == sentences.BINARY_WORKBOOK


@given(st.text(max_size=300))
def test_no_page_is_beyond_the_reader(inner):
    try:
        book = here(f"<table>{inner}</table>".encode("utf-8", "ignore"))
    except Refused:
        return
    assert book.sheets
