"""Holds the reader of .xlsx to what a person sees and to a second engine."""

from __future__ import annotations

import io
from datetime import date, datetime
from unittest.mock import patch

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.styles import Font, PatternFill

from childdesk.domain.errors import Refused
from childdesk.files import faults, sentences, usual_xml
from childdesk.files.sheets import Merge, Note
from tests.files.handmade import HEAD, MAIN, OFFICE, PACKAGE, first, here, xlsx


def rows(body: str, **more):
    return first(xlsx(f"<sheetData>{body}</sheetData>", **more))


def saved(book: openpyxl.Workbook) -> bytes:
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


def test_a_sheet_shows_what_a_person_sees():
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["姓名", "出生日期", "年龄", "是否在册", "备注"])
    sheet.append(["王小明", date(2015, 3, 1), 9, True, None])
    sheet["B2"].number_format = 'yyyy"年"m"月"'
    sheet["C2"].number_format = '0"岁"'
    read = first(saved(book))
    assert read.texts(1) == {0: "姓名", 1: "出生日期", 2: "年龄", 3: "是否在册", 4: "备注"}
    assert read.texts(2) == {0: "王小明", 1: "2015年3月", 2: "9岁", 3: "TRUE"}
    assert [cell.kind for cell in read.cells(2).values()] == ["text", "date", "number", "bool"]
    assert read.cell(2, 1).number == 42064
    assert read.cell(2, 4).kind == "blank"


def test_an_identity_number_eaten_by_excel_shows_its_exponent_and_keeps_the_raw_number():
    read = rows('<row r="1"><c r="A1"><v>4.3072220110520403E+17</v></c></row>')
    cell = read.cell(1, 0)
    assert (cell.text, cell.kind) == ("4.30722E+17", "number")
    assert cell.number == 4.3072220110520403e17


def test_eighteen_digits_that_no_float_could_hold_are_read_as_they_were_written():
    read = rows('<row r="1"><c r="A1"><v>430722201105204023</v></c></row>')
    assert (read.cell(1, 0).text, read.cell(1, 0).kind) == ("430722201105204023", "text")


def test_dates_of_1904_workbooks_are_shifted():
    read = rows('<row r="1"><c r="A1" s="1"><v>40602</v></c></row>', properties='<workbookPr date1904="1"/>')
    assert read.cell(1, 0).text == "2015/3/1"


def test_rich_text_leaves_out_reading_aids_and_knows_when_it_is_struck_through():
    strings = (
        "<si><r><rPr><strike/></rPr><t>李四</t></r><rPh sb='0' eb='1'><t>lisi</t></rPh></si>"
        "<si><r><t>张</t></r><r><rPr><strike/></rPr><t>三</t></r></si><si><t>王_x000D_\n五</t></si><si><t/></si>"
    )
    read = rows(
        '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c><c r="C1" t="s"><v>2</v></c>'
        '<c r="D1" t="s"><v>3</v></c></row>',
        strings=strings,
    )
    assert read.texts(1) == {0: "李四", 1: "张三", 2: "王\n五"}
    assert [cell.struck for cell in read.cells(1).values()] == [True, False, False]


def test_strike_out_and_fill_of_a_style_are_seen():
    book = openpyxl.Workbook()
    book.active.append(["赵六", "已迁出"])
    for cell in book.active[1]:
        cell.font = Font(strike=True)
        cell.fill = PatternFill("solid", fgColor="FFFF0000")
    read = first(saved(book))
    assert read.struck(1)
    assert {cell.fill for cell in read.cells(1).values()} == {"FF0000"}


def test_hidden_rows_columns_sheets_and_merges_are_told():
    book = openpyxl.Workbook()
    sheet = book.active
    for row in range(1, 5):
        sheet.append([f"{row}组", "名", "字"])
    sheet.row_dimensions[3].hidden = True
    sheet.column_dimensions["B"].hidden = True
    sheet.merge_cells("A1:C1")
    book.create_sheet("旧表").sheet_state = "veryHidden"
    read = here(saved(book))
    assert read.sheets[0].hidden_rows == {3}
    assert read.sheets[0].column_hidden(1)
    assert not read.sheets[0].column_hidden(2)
    assert read.sheets[0].merges == (Merge(1, 0, 1, 2),)
    assert [sheet.hidden for sheet in read.sheets] == [False, True]


def test_formulas_give_their_stored_result_and_errors_are_errors():
    read = rows(
        '<row r="1"><c r="A1"><f>1+1</f><v>2</v></c><c r="B1" t="str"><f>A1&amp;"人"</f><v>2人</v></c>'
        '<c r="C1" t="e"><f>VLOOKUP(1,2,3)</f><v>#N/A</v></c><c r="D1"><f>A9</f></c></row>'
    )
    assert read.texts(1) == {0: "2", 1: "2人", 2: "#N/A", 3: faults.UNCOMPUTED}
    assert [read.cell(1, column).kind for column in (2, 3)] == ["error", "error"]


@pytest.mark.parametrize("usual", [True, False])
def test_a_formula_is_never_computed_unless_the_file_holds_its_result(usual):
    """An empty text is a result; no result at all is none, and says so instead of looking empty."""
    mark = "" if usual else "<!-- odd -->"
    read = rows(
        f'{mark}<row r="1"><c r="A1" t="str"><f>IF(Z1="","",Z1)</f><v></v></c><c r="B1"><f>Z1</f><v></v></c>'
        '<c r="C1"><f>Z1</f></c><c r="D1" t="str"><f>Z1</f></c><c r="E1"><f t="shared" si="0"/></c>'
        '<c r="F1" t="str"><f>Z1</f><v/></c><c r="G1" t="e"><f>Z1</f><v></v></c><c r="H1"><v></v></c></row>'
    )
    assert read.texts(1) == dict.fromkeys((1, 2, 3, 4, 6), faults.UNCOMPUTED)


def beside(**parts: tuple[str, str]) -> dict[str, bytes]:
    """Parts that stand beside the first sheet: name → (kind, words)."""
    related = "".join(
        f'<Relationship Id="n{at}" Type="{OFFICE}/{kind}" Target="../{name}.xml"/>'
        for at, (name, (kind, _)) in enumerate(parts.items())
    )
    rels = f'<Relationships xmlns="{PACKAGE}">{related}</Relationships>'.encode()
    made = {f"xl/{name}.xml": body.encode() for name, (_, body) in parts.items()}
    return made | {"xl/worksheets/_rels/sheet1.xml.rels": rels}


NOTES = (
    "<comments><authors><author>张主任</author><author/></authors><commentList>"
    '<comment ref="A2" authorId="0"><text><r><t>张主任:</t></r><r><t>\n电话</t></r><r><t>打不通</t></r>'
    '</text></comment><comment ref="B3" authorId="1"><text><t>[Threaded comment]\n\nYour version …\n\n'
    'Comment:\n    待核</t></text></comment><comment ref="C9" authorId="7"><text><t> </t></text></comment>'
    '<comment ref="nowhere"><text><t>x</t></text></comment></commentList></comments>'
)
TALK = (
    '<ThreadedComments><threadedComment ref="B3" id="1"><text>待核</text></threadedComment>'
    '<threadedComment ref="B3" parentId="1"><text>已核，下月转学</text></threadedComment></ThreadedComments>'
)


def test_notes_and_conversations_that_hang_on_cells_are_read_in_the_words_of_people():
    body = '<row r="1"><c r="A1"><v>1</v></c></row>'
    noted = rows(body, extra=beside(comments1=("comments", NOTES)))
    assert noted.notes == (Note(2, 0, "电话打不通"), Note(3, 1, "待核"))
    talked = rows(body, extra=beside(c=("comments", NOTES), t=("threadedComment", TALK)))
    assert talked.notes_of(3) == [Note(3, 1, "待核；已核，下月转学")]
    assert rows(body).notes == ()


def test_the_extent_that_a_sheet_claims_is_not_believed():
    for claim in ("A1", "A1:XFD1048576", "nonsense"):
        read = first(
            xlsx(f'<dimension ref="{claim}"/><sheetData><row r="2"><c r="B2"><v>5</v></c></row></sheetData>')
        )
        assert [(row, read.texts(row)) for row in read.rows] == [(2, {1: "5"})]


def test_a_far_cell_costs_nothing():
    read = rows(
        '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>2</v></c></row>'
    )
    assert list(read.rows) == [1, 1048576]
    assert read.texts(1048576) == {16383: "2"}


def test_rows_out_of_order_and_twice_are_put_in_order():
    read = rows(
        '<row r="3"><c r="A3"><v>3</v></c></row><row r="1"><c r="A1"><v>1</v></c></row>'
        '<row r="3"><c r="B3"><v>4</v></c></row>'
    )
    assert [(row, read.texts(row)) for row in read.rows] == [(1, {0: "1"}), (3, {0: "3", 1: "4"})]


def test_cells_and_rows_without_an_address_follow_each_other():
    read = rows("<row><c><v>1</v></c><c><v>2</v></c></row><row><c><v>3</v></c></row>")
    assert [(row, read.texts(row)) for row in read.rows] == [(1, {0: "1", 1: "2"}), (2, {0: "3"})]


def test_names_with_a_prefix_and_parts_with_backslashes_and_odd_case_are_found():
    inner = (
        f'{HEAD}<x:worksheet xmlns:x="{MAIN}"><x:sheetData><x:row r="1"><x:c r="A1" t="inlineStr">'
        "<x:is><x:t>好</x:t></x:is></x:c></x:row></x:sheetData></x:worksheet>"
    )
    data = xlsx(inner, rename=lambda name: name.replace("/", "\\").replace("sheet1", "Sheet1"))
    assert first(data).texts(1) == {0: "好"}


@pytest.mark.parametrize(
    "row",
    [
        '<row r="1"><!-- <row r="9"><c r="A9"><v>9</v></c></row> --><c r="A1"><v>1</v></c></row>',
        '<row r="1"><c r="A1" t="str"><v><![CDATA[1]]></v></c></row>',
        '<row r="1" ><c  r="A1"><v>1</v></c></row>',
        '<row r="1">\n  <c r="A1">\n    <v>1</v>\n  </c>\n</row>',
        "<row r='1'><c r='A1'><v>1</v></c></row>",
        '<row spans="1:1" r="1"><c r="A1" s="0" t="n"><v>&#49;</v></c></row>',
        '<row r="1"><c r="A1"><v>1</v><extLst><ext/></extLst></c></row>',
        '<row r="1" ht="20"/><row r="1"><c r="A1"><v>1</v></c></row>',
    ],
)
def test_unusual_writing_reads_like_usual_writing(row):
    read = rows(row)
    assert [(number, read.texts(number)) for number in read.rows] == [(1, {0: "1"})]


texts = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=12)
values = st.one_of(
    texts,
    st.integers(-(10**9), 10**9),
    st.booleans(),
    st.none(),
    st.dates(date(1950, 1, 1), date(2080, 1, 1)),
)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.lists(values, max_size=6), max_size=8))
def test_it_agrees_cell_for_cell_with_a_second_engine(table):
    book = openpyxl.Workbook()
    for row in table:
        book.active.append(row)  # what begins with = becomes a formula without a result
    data = saved(book)
    ours = {
        (row, column): cell
        for sheet in here(data).sheets
        for row in sheet.rows
        for column, cell in sheet.cells(row).items()
    }
    theirs = {
        (cell.row, cell.column - 1): cell.value
        for row in openpyxl.load_workbook(io.BytesIO(data)).active.iter_rows()
        for cell in row
        if cell.value is not None and str(cell.value).strip()
    }
    assert set(ours) == set(theirs)
    for place, value in theirs.items():
        cell = ours[place]
        if isinstance(value, datetime):
            assert (cell.kind, cell.text) == ("date", value.strftime("%Y-%m-%d"))
        elif isinstance(value, bool):
            assert cell.text == str(value).upper()
        elif str(value)[:1] == "=" and value != "=":
            assert (cell.text, cell.kind) == (faults.UNCOMPUTED, "error")
        elif isinstance(value, int):
            assert (cell.text, cell.number) == (str(value), value)
        else:
            assert cell.text == value.replace("\r\n", "\n").replace("\r", "\n")


@settings(max_examples=40, deadline=None)
@given(st.lists(st.lists(values, max_size=5), min_size=1, max_size=6))
def test_the_short_way_and_the_parser_agree(table):
    book = openpyxl.Workbook()
    for row in table:
        book.active.append(
            [f" {value}" if isinstance(value, str) and value[:1] == "=" else value for value in row]
        )
    data = saved(book)
    assert_both_ways_agree(data)


def assert_both_ways_agree(data: bytes) -> None:
    usual = here(data)
    with patch.object(usual_xml, "_is_odd", lambda *_, **__: True):  # the parser reads all
        parsed = here(data)
    for one, other in zip(usual.sheets, parsed.sheets, strict=True):
        assert [(row, one.cells(row)) for row in one.rows] == [(row, other.cells(row)) for row in other.rows]


endings = st.builds(
    "{}{}".format,
    st.sampled_from(["", ' s="1"', ' s="2"', ' s="9"', ' s="1" t="n"', ' t="s"', ' s="3" t="s"', ' t="str"']),
    st.sampled_from(
        ["/>", "></c>", "><v></v></c>", "><v>0</v></c>", "><v>3</v></c>", "><v>43695</v></c>"]
        + ["><f>A1+1</f><v>2</v></c>", "><f>A1+2</f><v>2</v></c>", '><f t="shared" si="0"/><v>1</v></c>']
        + ["><v>&#49;</v></c>", "><v> 1 </v></c>", "><v>1</v ></c>", "> <v>1</v></c>", "><v>1</v></c> "]
        + ["><v>2</v></c>"] * 3
        + ["><f>A1</f></c>", "><f>A1</f><v></v></c>", "><f>A1</f><v/></c>", '><f t="shared" si="0"/></c>']
    ),
).filter(lambda end: ' t="s"' not in end or not ("<v></v>" in end or "43695" in end))  # no such strings
"""What may stand behind the place of a cell, as usual and otherwise, in wild mixtures."""


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(endings, max_size=7), min_size=1, max_size=5))
def test_every_mixture_of_cells_reads_the_short_way_as_by_the_parser(table):
    rows_ = (
        f'<row r="{number}">' + "".join(f'<c r="{"ABCDEFG"[at]}{number}"{end}' for at, end in enumerate(row))
        for number, row in enumerate(table, start=1)
    )
    strings = (
        "<si><t>一</t></si><si><t> </t></si><si><r><rPr><strike/></rPr><t>二</t></r></si><si><t>三</t></si>"
    )
    assert_both_ways_agree(xlsx(f"<sheetData>{'</row>'.join((*rows_, ''))}</sheetData>", strings=strings))


said = st.sampled_from(["一", " ", "", "A&amp;B", "_x000D_", "\u3000", "</t><t>", "二&#49;", "<t/>"])


@settings(max_examples=60, deadline=None)
@given(st.lists(said, min_size=1))
def test_every_mixture_of_strings_reads_the_short_way_as_by_the_parser(words):
    strings = "".join(f"<si><t>{word}</t></si>" for word in words)
    numbered = enumerate(words, start=1)
    cells = "".join(f'<row r="{at}"><c r="A{at}" t="s"><v>{at - 1}</v></c></row>' for at, _ in numbered)
    assert_both_ways_agree(xlsx(f"<sheetData>{cells}</sheetData>", strings=strings))


def test_a_document_type_is_refused_before_it_can_grow():
    bomb = (
        '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>'
        f'<worksheet xmlns="{MAIN}"><sheetData><row r="1"><c r="A1" t="str"><v>&b;</v></c></row>'
        "</sheetData></worksheet>"
    )
    with pytest.raises(Refused) as refused:
        here(xlsx(bomb))
    assert refused.value.sentence == sentences.ENTITIES


def test_broken_xml_is_called_broken():
    with pytest.raises(Refused) as refused:
        here(xlsx("<sheetData><row r='1'><c></row></sheetData>"))
    assert refused.value.sentence == sentences.BROKEN
