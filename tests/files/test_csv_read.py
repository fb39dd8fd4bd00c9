"""Holds text tables to their words, whatever their encoding and separator."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from childdesk.domain.errors import Refused
from childdesk.files import sentences
from childdesk.files.csv_read import decoded, sniffed
from tests.files.handmade import first

TABLE = "姓名,性别,身份证号\r\n王小明,男,430722201105204023\r\n努尔·买买提,男,\r\n"
ROWS = [(1, {0: "姓名", 1: "性别", 2: "身份证号"}), (2, {0: "王小明", 1: "男", 2: "430722201105204023"})]


def read(data: bytes):
    sheet = first(data)
    return [(row, sheet.texts(row)) for row in sheet.rows]


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "gb18030", "gbk"]
)
def test_every_encoding_of_an_office_is_read(encoding):
    assert read(TABLE.encode(encoding))[:2] == ROWS


@pytest.mark.parametrize("delimiter", [",", "\t", ";", "|", "，"])
def test_the_separator_is_found(delimiter):
    assert sniffed(TABLE.replace(",", delimiter)) == delimiter
    assert read(TABLE.replace(",", delimiter).encode())[:2] == ROWS


def test_rare_characters_outside_gbk_survive():
    for rare in "䶮𬎆㛃":
        assert read(f"姓名,班\n王{rare},一\n".encode("gb18030"))[1] == (2, {0: f"王{rare}", 1: "一"})


def test_a_few_damaged_bytes_do_not_turn_utf8_into_other_characters():
    data = (TABLE * 30).encode()
    damaged = data[:400] + b"\xff" + data[401:]
    assert "王小明" in decoded(damaged)
    assert "\ufffd" in decoded(damaged)


def test_excels_named_separator_and_guarded_numbers_are_understood():
    data = b'sep=;\r\nname;id\r\nLi;="012345678901234567"\r\n'
    assert read(data) == [(1, {0: "name", 1: "id"}), (2, {0: "Li", 1: "012345678901234567"})]


def test_a_quotation_mark_that_nobody_closed_does_not_swallow_the_rest():
    data = '姓名,备注\n王一,"高\n' + "".join(f"李{n},好\n" for n in range(60))
    rows = read(data.encode())
    assert len(rows) == 62
    assert rows[1] == (2, {0: "王一", 1: '"高'})


@pytest.mark.parametrize("head", ["", "留守儿童名册\n"])
def test_two_marks_that_belong_to_two_children_do_not_join_them(head):
    text = head + '姓名,身份证号,备注\n王一,1,"高1米3\n王二,2,5"6\n王三,3,无\n'
    rows = [texts for _, texts in read(text.encode()) if len(texts) > 1]
    assert [texts[0] for texts in rows] == ["姓名", "王一", "王二", "王三"]
    assert rows[2][2] == '5"6'


def test_line_breaks_in_quotes_stay_in_their_cell():
    assert read('姓名,"户主\n姓名"\n王,李\n'.encode())[0] == (1, {0: "姓名", 1: "户主\n姓名"})


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"\x00\x00\x00", sentences.EMPTY),
        (b" \r\n ", sentences.EMPTY),
        (b"\x7fELF\x02\x01\x01\x00 and more", sentences.NOT_A_WORKBOOK),
        (bytes(range(128, 256)) * 4, sentences.LETTERS),
    ],
)
def test_what_is_no_text_is_refused(data, sentence):
    with pytest.raises(Refused) as refused:
        read(data)
    assert refused.value.sentence == sentence


plain = st.text(st.characters(codec="gb18030", exclude_categories=["Cc", "Cs", "Co", "Cn"]), max_size=8)


@given(
    st.lists(st.lists(plain, min_size=3, max_size=3), min_size=3, max_size=8),
    st.sampled_from([",", "\t", ";"]),
    st.sampled_from(["utf-8-sig", "gb18030", "utf-16"]),
)
def test_what_was_written_is_read(table, delimiter, encoding):
    table = [["姓名", "性别", "备注"], *table]
    written = io.StringIO()
    csv.writer(written, delimiter=delimiter, quoting=csv.QUOTE_ALL).writerows(table)
    data = written.getvalue().encode(encoding)
    assume(encoding != "gb18030" or decoded(data) == written.getvalue())
    expected = [
        (number, {column: field for column, field in enumerate(row) if field.strip()})
        for number, row in enumerate(table, start=1)
        if any(field.strip() for field in row)
    ]
    assert read(data) == expected
