"""Identity numbers (GB 11643) and disability certificates: what they say, and what is wrong with them."""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache
from operator import mul

from childdesk.domain import days
from childdesk.domain.days import Day
from childdesk.domain.errors import Refused
from childdesk.domain.words import tidy

WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
CHECK = "10X98765432"
DISABILITY_BY_DIGIT = {
    "1": "视力残疾",
    "2": "听力残疾",
    "3": "言语残疾",
    "4": "肢体残疾",
    "5": "智力残疾",
    "6": "精神残疾",
    "7": "多重残疾",
}
"""Digit 19 of a 残疾人证; its order is not that of the option list."""
LEVEL_BY_DIGIT = {"1": "一级", "2": "二级", "3": "三级", "4": "四级"}


_MARKS = re.compile(r"[\s'’`‘\-]")
_DOCUMENT = re.compile(r"[A-Z]{1,3}\d{6,12}[A-Z]?")
_RESIDENT = re.compile(r"\d{17}[\dX]|\d{15}")


def clean_number(text: str) -> str:
    """Full width, blanks, apostrophes and lower x are mended; nothing is guessed."""
    clean = tidy(text)
    return clean if clean.isdecimal() else _MARKS.sub("", clean).upper()


def check_digit(first17: str) -> str:
    """The 18th character by GB 11643-1999 (ISO 7064 MOD 11-2)."""
    if len(first17) != len(WEIGHTS):
        raise ValueError("seventeen digits")
    return CHECK[sum(map(mul, map(int, first17), WEIGHTS)) % 11]


def parse_number(text: str) -> str:
    """A resident number of 18 (or 15) characters, or a document number that begins with a letter.

    Raises Refused naming the fault: length, characters, date inside, or check digit.
    """
    clean = clean_number(text)
    if _DOCUMENT.fullmatch(clean):
        return clean
    if not _RESIDENT.fullmatch(clean):
        raise Refused(_shape_fault(clean))
    if birth(clean) is None:
        raise Refused("证件号里的出生日期不对，请看一眼证件")
    if len(clean) == 18 and check_digit(clean[:17]) != clean[17]:
        # a spreadsheet keeps 15 digits of a number and writes 000 for the rest
        raise Refused(
            "末三位被表格改成了000，请看一眼证件" if clean.endswith("000") else "最后一位对不上，请看一眼证件"
        )
    return clean


def _shape_fault(clean: str) -> str:
    if not clean:
        return "证件号是空的"
    if re.fullmatch(r"\d(\.\d+)?E\+?\d+", clean):
        return "号码被表格改成了科学计数，请看一眼证件"
    if not re.fullmatch(r"[\dX]+", clean):
        return "证件号里有不该有的字"
    if len(clean) < 18:
        return f"少{18 - len(clean)}位，现在{len(clean)}位"
    if len(clean) > 18:
        return f"多{len(clean) - 18}位，现在{len(clean)}位"
    return "X只能在最后一位"


def is_resident(number: str) -> bool:
    """Whether it has the shape of a resident identity number (18 or 15 characters)."""
    return _RESIDENT.fullmatch(number) is not None


@lru_cache(maxsize=64)
def birth(number: str) -> Day | None:
    """The birth date inside a resident number, or None where there is none."""
    if not is_resident(number):
        return None
    digits = number[6:14] if len(number) == 18 else "19" + number[6:12]
    try:
        found = date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return None
    return days.of(found) if days.EARLIEST <= found.year <= days.LATEST else None


def sex(number: str) -> str | None:
    """男 or 女 by the parity of the order code, or None."""
    if not is_resident(number):
        return None
    return "男" if int(number[16] if len(number) == 18 else number[14]) % 2 else "女"


def parse_certificate(text: str) -> str:
    """A 残疾人证 number; raises Refused where the identity number inside or the two digits do not fit."""
    clean = clean_number(text)
    found = re.fullmatch(r"(\d{17}[\dX])([1-7])([1-4])(B\d?)?", clean)
    if not found:
        raise Refused(
            f"残疾证号应是20位，现在{len(clean)}位" if len(clean) != 20 else "残疾证号的最后两位不对"
        )
    parse_number(found.group(1))
    return clean


def certificate_facts(certificate: str) -> tuple[str, str]:
    """(disability kind, level) that a certificate number states by its own digit order."""
    return DISABILITY_BY_DIGIT[certificate[18]], LEVEL_BY_DIGIT[certificate[19]]
