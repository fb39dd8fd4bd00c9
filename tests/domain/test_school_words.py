"""1, 1班 and （一）班 are one class; a school is known by its short name too."""

from __future__ import annotations

import pytest

from childdesk.domain import school_words


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("1", "1"),
        ("1班", "1"),
        ("01班", "1"),
        ("（1）班", "1"),
        ("一班", "1"),
        ("三年级1班", "1"),
        ("三（1）班", "1"),
        ("六一班", "1"),
        ("2023级3班", "3"),
        ("十二班", "12"),
        ("十班", "10"),
        ("２班", "2"),
        ("大一班", "1"),
        ("实验班", "实验"),
        ("", ""),
        ("班", ""),
    ],
)
def test_a_class_has_one_number_however_it_is_written(text, number):
    assert school_words.class_number(text) == number


def test_a_class_is_said_as_one_says_it():
    assert [school_words.class_name(text) for text in ("1", "（二）班", "实验班", "")] == [
        "1班",
        "2班",
        "实验班",
        "",
    ]


def test_a_grade_is_the_registers_word():
    assert [school_words.grade(text) for text in ("3", "三年级", "小学三年级", "预科", " 初一 ", "")] == [
        "三年级",
        "三年级",
        "三年级",
        "预科",
        "七年级",
        "",
    ]


@pytest.mark.parametrize(
    ("first", "second", "same"),
    [
        ("云溪镇中心小学", "中心小学", True),
        ("河湾村小学", "河湾小学", True),
        ("河湾小学", "河湾小学", True),
        ("云溪镇中心小学", "云溪镇初级中学", False),
        ("第二中心小学", "云溪镇中心小学", False),
        ("小学", "云溪镇中心小学", False),
    ],
)
def test_a_short_name_means_the_school(first, second, same):
    assert school_words.same_school(first, second) is same
    assert school_words.same_school(second, first) is same
