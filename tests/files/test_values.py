"""Holds cells to what they say: mended where it is safe, called destroyed where Excel destroyed it."""

from __future__ import annotations

import random
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from childdesk.domain import days, identity
from childdesk.domain.kinds import Date, IdNumber, PersonName, Phone
from childdesk.files.number_look import shown
from childdesk.files.sheets import Cell
from childdesk.files.values import KEPT_LUNAR, LUNAR, Reading, Repair, is_usual, read
from tests.files.people import a_phone, an_id


def text(words: str, shape: str):
    return read(Cell(words), shape)


def number(value: float, shape: str, code: str = ""):
    return read(Cell(shown(value, code), "number", value, code), shape)


ids = st.builds(
    lambda seed, born, male: an_id(random.Random(seed), born, male=male),
    st.integers(0, 10**6),
    st.dates(date(1940, 1, 1), date(2026, 11, 1)),
    st.booleans(),
)


@given(ids)
def test_a_clean_identity_number_needs_no_repair(good):
    assert text(good, "id_number").text == good
    assert text(good, "id_number").repairs == ()


@given(
    ids,
    st.sampled_from(
        [
            lambda n: f" {n} ",
            lambda n: f"'{n}",
            lambda n: n.lower(),
            lambda n: f"{n[:6]} {n[6:14]} {n[14:]}",
            lambda n: "".join(chr(ord(c) + 0xFEE0) for c in n),
            lambda n: f"\u202d{n}\u202c",
            lambda n: n.replace("X", "×"),
            lambda n: f"{n[:6]}-{n[6:14]}-{n[14:]}",
        ],
    ),
)
def test_every_usual_distortion_of_a_number_is_mended_and_said(good, distort):
    made = text(distort(good), "id_number")
    assert made.text == good
    assert not made.problem
    assert IdNumber().parse(made.text) == good
    assert all(repair.became == good and repair.was != good for repair in made.repairs)


@given(ids)
def test_a_number_eaten_by_excel_is_never_completed(good):
    if good.endswith("X"):
        return
    for code in ("", "0", "0_ "):
        cut = number(float(int(good) // 1000 * 1000), "id_number", code)
        rounded = number(float(int(good)), "id_number", code)
        for made in (cut, rounded):
            assert made.text == ""
            assert "损坏" in made.problem
            assert made.kept.get("birth", str(identity.birth(good))) == str(identity.birth(good))
        assert "birth" in cut.kept


@given(ids)
def test_what_a_csv_export_leaves_of_an_eaten_number_is_not_taken(good):
    if good.endswith("X"):
        return
    assert text(f"{float(int(good)):.5E}", "id_number").problem
    zeroed = good[:15] + "000"
    made = text(zeroed, "id_number")
    assert made.problem or made.doubt


def test_a_masked_number_is_refused():
    assert text("430722********1234", "id_number").problem


def test_a_disability_certificate_in_the_number_column_gives_both():
    good = an_id(random.Random(5), date(2014, 5, 6), male=True)
    made = text(f"{good}43B1", "id_number")
    assert (made.text, made.kept) == (good, {"disability_certificate": f"{good}43B1"})
    assert made.repairs


def test_a_certificate_or_account_eaten_by_excel_is_not_taken():
    assert number(4.3072220110520403e19, "disability_certificate").problem
    assert number(6.2284800123456789e18, "bank_card").problem
    assert number(622848001234567, "bank_card").text == "622848001234567"
    assert text("6228 4800 1234 5678 901", "bank_card").text == "6228480012345678901"


@pytest.mark.parametrize(
    "words",
    [
        "2015-03-05",
        "2015/3/5",
        "2015.3.5",
        "2015.03.05",
        "20150305",
        "2015年3月5日",
        "2015年03月05",
        "２０１５．３．５",
        "2015-3-5 00:00:00",
        "2015 3 5",
        "2015、3、5",
        "'2015-03-05",
        "2015年3月5日生",
        "2015/3/5 上午 9:05",
        " 2015-03-05 ",
    ],
)
def test_the_styles_of_a_date_become_one(words):
    made = text(words, "date")
    assert made.text == "2015-03-05"
    assert made.repairs == () or made.repairs[0].became == "2015-03-05"


@pytest.mark.parametrize("words", ["2015年3月", "2015.3", "2015-03", "201503"])
def test_year_and_month_stay_year_and_month(words):
    assert text(words, "date").text == "2015-03"


@pytest.mark.parametrize(
    "words",
    ["15.3.5", "2015", "2015年", "2015-13-01", "2015-02-30", "3/4/2015", "三月初五", "不详的日子", "05-06"],
)
def test_a_date_that_cannot_be_known_is_a_problem_and_no_guess(words):
    made = text(words, "date")
    assert made.text == ""
    assert made.problem


def test_a_day_behind_a_month_is_told_when_only_one_can_be_the_month():
    assert text("15/3/2015", "date").text == "2015-03-15"
    assert text("3/15/2015", "date").text == "2015-03-15"


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("农历2015年三月初五", "农历2015-03-05"),
        ("2015-3-5（农历）", "农历2015-03-05"),
        ("2017年腊月初八", "农历2017-12-08"),
        ("阴历二〇一八年正月十五", "农历2018-01-15"),
        ("2017年5月初三", "农历2017-05-03"),
        ("农历二〇一二年五月廿一", "农历2012-05-21"),
    ],
)
def test_lunar_birthdays_stay_lunar_and_somebody_is_to_ask_for_the_day(said, kept):
    made = text(said, "date")
    assert (made.text, made.doubt) == (kept, KEPT_LUNAR)


@pytest.mark.parametrize("said", ["农历2020年闰四月初五", "农历2016年3月", "农历正月十五"])
def test_a_lunar_day_that_cannot_be_kept_is_asked_for(said):
    made = text(said, "date")
    assert (made.text, made.problem) == ("", LUNAR)


def test_numbers_that_are_dates_are_read_as_their_cell_shows_them():
    assert number(42068, "date").text == "2015-03-05"
    assert number(20150305, "date").text == "2015-03-05"
    assert number(201503, "date").text == "2015-03"
    assert number(2015.3, "date").text == "2015-03"
    assert number(2015.1, "date").problem
    assert number(2015.1, "date", "0.00").text == "2015-10"
    assert number(8, "date").problem


def test_a_date_cell_that_shows_only_the_month_is_a_month_unless_a_day_was_typed():
    month = 'yyyy"年"m"月"'
    assert read(Cell("2015年3月", "date", 42064, month), "date").text == "2015-03"
    assert read(Cell("2015年3月", "date", 42068, month), "date").text == "2015-03-05"
    assert read(Cell("2015/3/5", "date", 42068.5, "yyyy/m/d"), "date").text == "2015-03-05"


@given(
    st.dates(date(1930, 1, 1), date(2030, 1, 1)),
    st.sampled_from(["%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d", "%Y%m%d", "%Y年%m月%d日"]),
)
def test_every_written_day_is_read_back(day, style):
    assert text(day.strftime(style), "date").text == day.isoformat()


@given(
    st.text(max_size=20),
    st.sampled_from(["date", "id_number", "phone", "name", "whole", "bank_card", "code", "x"]),
)
def test_no_words_are_beyond_it(words, shape):
    made = text(words, shape)
    assert not (made.problem and made.text)


@given(st.text("0123456789年月日-./ 农历上午:", max_size=14))
def test_every_date_that_it_takes_is_one_that_the_record_takes(words):
    made = text(words, "date")
    if made.text:
        assert Date().parse(made.text) == days.parse(made.text)


@given(st.integers(0, 10**6))
def test_telephones_in_every_dress(seed):
    good, other = a_phone(random.Random(seed)), a_phone(random.Random(seed + 1))
    for words in (
        good,
        f"{good[:3]} {good[3:7]} {good[7:]}",
        f"{good[:3]}-{good[3:7]}-{good[7:]}",
        f"+86{good}",
        f"'{good}",
    ):
        assert text(words, "phone").text == good
    assert number(float(good), "phone").text == good
    for mark in "/、，；\n ":
        made = text(f"{good}{mark}{other}", "phone")
        assert (made.text, made.more) == (good, (other,) if other != good else ())
        assert made.repairs
    noted = text(f"{good}（奶奶）", "phone")
    assert (noted.text, noted.note) == (good, "奶奶")
    assert Phone().parse(noted.text) == good


def test_a_telephone_eaten_or_cut_is_not_mended():
    assert text("1.38123E+10", "phone").problem
    assert text("0736-5212345", "phone").text == "07365212345"
    assert text("1381234567", "phone").text == "1381234567"


@pytest.mark.parametrize(
    ("words", "name", "note"),
    [
        ("张三（已迁出）", "张三", "已迁出"),
        ("张 三", "张三", ""),
        ("张　三", "张三", ""),
        ("努尔•买买提", "努尔·买买提", ""),
        ("阿依古丽．吐尔逊", "阿依古丽·吐尔逊", ""),
        ("1、李四", "李四", ""),
        ("王五*", "王五", ""),
        ("王㛃", "王㛃", ""),
        ("𬎆小明", "𬎆小明", ""),
        ("Anna Li", "Anna Li", ""),
    ],
)
def test_names_lose_their_remarks_and_nothing_else(words, name, note):
    made = text(words, "name")
    assert (made.text, made.note) == (name, note)
    assert PersonName().parse(made.text) == name
    assert bool(made.repairs) == (words != name)


def test_a_telephone_behind_a_name_is_kept_as_a_telephone():
    for words in ("王强13812345678", "王强 138 1234 5678", "王强：13812345678", "王强（13812345678）"):
        made = text(words, "name")
        assert (made.text, made.kept) == ("王强", {"phone": "13812345678"})


def test_a_disability_with_its_level_gives_both():
    assert text("肢体二级", "codes").text == "肢体"
    assert text("智力残疾（3级）", "codes").kept == {"disability_level": "3级"}
    assert text("留守儿童、困境儿童", "codes").text == "留守儿童、困境儿童"


def test_words_that_say_nothing_say_nothing():
    for words in ("", "—", "/", "无", "不详"):
        assert text(words, "phone").meaning in ("nothing", "")
        assert text(words, "phone").text == ""
    assert text("无", "codes").text == "无"
    assert text("同上", "address").meaning == "ditto"
    assert text("随父", "address").meaning == "as_father"


def test_an_error_of_a_formula_is_no_value():
    assert read(Cell("#N/A", "error"), "name").problem


def test_numbers_lose_their_dress():
    assert number(9, "whole", '0"岁"').text == "9"
    assert number(1234.5, "money", "#,##0.00").text == "1234.5"
    assert text("９岁", "whole").text == "9岁"


def test_a_repair_tells_what_was_and_what_became():
    assert text(" 2015.3.5", "date").repairs == (Repair("2015.3.5", "2015-03-05", "统一日期写法"),)


@given(
    st.one_of(
        ids,
        st.text(max_size=5),
        st.sampled_from("无 没有 同上 随父 不详 暂无 张三 欧阳小禾 10012345678".split()),
    ),
    st.sampled_from(["id_number", "phone", "name", "text", "date"]),
)
def test_what_is_usual_is_read_as_it_stands(words, shape):
    words = words.strip()
    if words and is_usual(words, shape):
        for around in (words, f" {words}", f"{words}\u3000", f"\t{words}\n"):
            assert read(Cell(around), shape) == Reading(words)


def test_most_names_and_numbers_are_usual_and_words_with_a_meaning_are_not():
    assert is_usual("张三", "name")
    assert is_usual("10012345678", "phone")
    assert not is_usual("没有", "name")
    assert not is_usual("同上", "name")
