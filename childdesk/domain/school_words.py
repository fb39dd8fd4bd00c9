"""Schools, grades and classes as lists write them: 1, 1班, （一）班 and 三年级1班 are one class."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from childdesk.domain import options

_DIGITS = {sign: number for number, sign in enumerate("零一二三四五六七八九十")}
_LEAST = 4
"""Characters that a short school name must have to mean the longer one: 中心小学, not 小学."""


@lru_cache(maxsize=4096)
def grade(text: str) -> str:
    """The grade as the register writes it; words that are none stay as they stand."""
    words = _bare(text)
    found = options.GRADE.find(words)
    return found.code if found else words


_SCHOOL_AND_GRADE = re.compile(
    r"(?P<school>.*(?:小学|中学|学校|幼儿园|完小|教学点|中心校|附小|附中|村小|职高|[一二三四五六七八九十镇县乡村]小|[一二三四五六七八九十]中))[(]?"
    r"(?P<grade>[一二三四五六七八九1-9]年级?|[初高][一二三123]|小班|中班|大班|学前班|[一二三四五六七八九](?=[(]))?"
    r"(?:[(]?(?P<number>\d{1,2}|[一二三四五六七八九十]{1,2})[)]?班|[(](?P<bare>\d{1,2})[)])?[)]?"
)


@lru_cache(maxsize=4096)
def parted(text: str) -> tuple[str, str, str]:
    """(school, grade, class) of 河湾小学六年级2班; the words and nothing more where they say no grade."""
    found = _SCHOOL_AND_GRADE.fullmatch(_bare(text))
    if found is None or not found["grade"]:
        return text, "", ""
    number = found["number"] or found["bare"]
    return found["school"], grade(found["grade"]), class_name(number) if number else ""


@lru_cache(maxsize=4096)
def grade_and_class(text: str) -> tuple[str, str, str]:
    """("", grade, class) of 三（2）班 and 初二3班; nothing where no grade stands before the class."""
    _, said, class_ = parted(f"小学{_bare(text)}")
    return ("", said, class_) if class_ else ("", "", "")


_STAGES = {**dict.fromkeys("小班 中班 大班 学前班".split(), "幼儿园"),
           **{f"{year}年级": "小学" if at < 6 else "初中" for at, year in enumerate("一二三四五六七八九")},
           **dict.fromkeys("高一 高二 高三".split(), "高中")}  # fmt: skip


@lru_cache(maxsize=1024)
def stage(text: str) -> tuple[str, str]:
    """(就学情况, grade) of words that name a grade: 三年级, 初二; nothing for any other."""
    words = re.sub(r"[(（]?[\d一二三四五六七八九十]{0,2}[)）]?班$", "", _bare(text))
    found = options.GRADE.find(words or _bare(text)) if not words.isdecimal() else None
    return (_STAGES[found.code], found.code) if found else ("", "")


@lru_cache(maxsize=4096)
def class_number(text: str) -> str:
    """What tells a class from others of its grade: 1 for 1班, （一）班 and 三年级1班; 实验 for 实验班."""
    words = re.split("年级|级|届", re.sub(r"[()\[\]]", "", _bare(text)).removesuffix("班"))[-1]
    number = re.search(r"(\d+|[一二三四五六七八九]?十?[一二三四五六七八九十])$", words)
    if number is None:
        return words
    said = number[1]
    if said.isdecimal():
        return str(int(said))
    if "十" in said:
        tens, _, ones = said.partition("十")
        return str(_DIGITS.get(tens, 1) * 10 + _DIGITS.get(ones, 0))
    return str(_DIGITS[said[-1]])


def class_name(text: str) -> str:
    """The class as one says it: 1班; empty where none is said."""
    number = class_number(text)
    return f"{number}班" if number else ""


@lru_cache(maxsize=4096)
def same_school(first: str, second: str) -> bool:
    """Whether two names mean one school: 云溪镇中心小学 and 中心小学, 河湾村小学 and 河湾小学."""
    short, long = sorted((_place_apart(first), _place_apart(second)), key=len)
    return short == long or (len(short) >= _LEAST and long.endswith(short))


def _place_apart(name: str) -> str:
    return re.sub("[省市县区镇乡村]", "", _bare(name))


def _bare(text: str) -> str:
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))
