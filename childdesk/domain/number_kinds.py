"""Kinds whose values are numbers and days: amounts, dates, identity and telephone numbers."""

from __future__ import annotations

import re
from datetime import date

from childdesk.domain import days, identity
from childdesk.domain.days import Day
from childdesk.domain.errors import Refused
from childdesk.domain.kind import Kind
from childdesk.domain.words import tidy


class Whole(Kind[int]):
    """A whole number between `low` and `high`."""

    name = "whole"

    def __init__(self, low: int = 0, high: int = 999_999) -> None:
        self.low, self.high = low, high

    def parse(self, text: str) -> int:
        """Takes full-width digits and a trailing unit such as 岁、人、级."""
        found = re.fullmatch(r"(-?\d{1,9})(?:\.0+)?\s*[岁人个次月年天级班名元]?", tidy(text))
        if not found:
            raise Refused("这里要一个整数")
        value = int(found.group(1))
        if not self.low <= value <= self.high:
            raise Refused(f"要在{self.low}到{self.high}之间")
        return value

    def to_db(self, value: int) -> int:
        """Stored as an integer."""
        return value


class Money(Kind[int]):
    """An amount in 分; shown and typed in 元 with at most two decimals."""

    name = "money"

    def parse(self, text: str) -> int:
        """`1,234.5元` → 123450."""
        clean = tidy(text).replace(",", "").removeprefix("¥").removesuffix("元").strip()
        found = re.fullmatch(r"(\d{1,9})(?:\.(\d{1,2})0*)?", clean)
        if not found:
            raise Refused("金额看不懂，请写成1234.50")
        return int(found.group(1)) * 100 + int((found.group(2) or "0").ljust(2, "0"))

    def format(self, value: int) -> str:
        """Yuan; cents only where there are any."""
        yuan, cents = divmod(value, 100)
        return f"{yuan}.{cents:02d}" if cents else str(yuan)

    def to_db(self, value: int) -> int:
        """Stored in 分."""
        return value

    def from_db(self, raw: str | int) -> int:
        """分 as stored."""
        return int(raw)


class Date(Kind[Day]):
    """A day; with `exact` it must be a full solar date, else month-only and lunar days are known too."""

    name = "date"

    def __init__(self, *, exact: bool = False) -> None:
        self.exact = exact

    def parse(self, text: str) -> Day:
        """See `days.parse`."""
        day = days.parse(text)
        if self.exact and day.exact is None:
            raise Refused("请写到哪一天，如2016-03-05")
        return day


class Moment(Kind[str]):
    """A local date and time to the minute, `2026-11-23 09:20`."""

    name = "moment"

    def parse(self, text: str) -> str:
        """Takes `2026-11-23 9:20`, `2026-11-23T09:20`, or a date alone (00:00 is not added)."""
        clean = tidy(text).replace("T", " ")
        head, _, tail = clean.partition(" ")
        day = days.parse(head)
        if day.exact is None:
            raise Refused("请写到哪一天，如2026-11-23 09:20")
        if not tail.strip():
            return str(day)
        found = re.fullmatch(r"(\d{1,2})[:时点](\d{1,2})分?(?::\d{2})?", tail.strip())
        if not found or int(found.group(1)) > 23 or int(found.group(2)) > 59:
            raise Refused("时间看不懂，请写成09:20")
        return f"{day} {int(found.group(1)):02d}:{int(found.group(2)):02d}"

    def from_db(self, raw: str | int) -> str:
        """Stored text is already canonical."""
        return str(raw)


class IdNumber(Kind[str]):
    """A resident identity number by GB 11643, an older 15-digit one, or a document that begins with a letter.

    `minor` refuses 15 digits: nobody under 18 has such a number, so it is a damaged one.
    """

    name = "id_number"
    mask = "id"

    def __init__(self, *, minor: bool = False) -> None:
        self.minor = minor

    def parse(self, text: str) -> str:
        """Mends blanks, full width, lower x; raises Refused naming what does not fit."""
        number = identity.parse_number(text)
        if self.minor and len(number) == 15 and number.isdecimal():
            raise Refused("孩子没有15位证件号，少了3位")
        return number

    def to_db(self, value: str) -> str:
        """As it is."""
        return value

    def from_db(self, raw: str | int) -> str:
        """Stored numbers are already checked."""
        return str(raw)


class DisabilityCertificate(Kind[str]):
    """A 残疾人证 number: identity number, one digit kind, one digit grade, optional B and re-issue digit."""

    name = "disability_certificate"
    mask = "id"

    def parse(self, text: str) -> str:
        """Checks the identity number inside and the two digits; raises Refused."""
        return identity.parse_certificate(text)

    def from_db(self, raw: str | int) -> str:
        """Stored numbers are already checked."""
        return str(raw)


_MOBILE = re.compile(r"1\d{10}", re.ASCII)


class Phone(Kind[str]):
    """A telephone: mobile, or landline with area code; digits only."""

    name = "phone"
    mask = "phone"

    def parse(self, text: str) -> str:
        """Drops blanks, brackets, +86; raises Refused naming the missing or surplus digits."""
        clean = tidy(text)
        if _MOBILE.fullmatch(clean):
            return clean
        clean = re.sub(r"\.0$", "", clean).removeprefix("'")
        clean = re.sub(r"[\s()（）\-—.]", "", clean)
        clean = re.sub(r"^(\+86|0086|86(?=1\d{10}$))", "", clean)
        if not re.fullmatch(r"\d+", clean):
            raise Refused("电话里有不是数字的字")
        if clean.startswith("1") and len(clean) != 11 and len(clean) > 8:
            raise Refused(f"手机号要11位，现在{len(clean)}位")
        if not 3 <= len(clean) <= 17:
            raise Refused(f"电话位数不对，现在{len(clean)}位")
        return clean

    def to_db(self, value: str) -> str:
        """As it is."""
        return value

    def from_db(self, raw: str | int) -> str:
        """Stored numbers are already clean."""
        return str(raw)


class BankCard(Kind[str]):
    """A bank account number of 8–30 digits."""

    name = "bank_card"
    mask = "card"

    def parse(self, text: str) -> str:
        """Drops blanks and hyphens; raises Refused."""
        clean = re.sub(r"[\s\-]", "", tidy(text)).removeprefix("'")
        if not re.fullmatch(r"\d{8,30}", clean):
            raise Refused("银行账号应是8到30位数字")
        return clean

    def from_db(self, raw: str | int) -> str:
        """Stored numbers are already clean."""
        return str(raw)


def today_words(text: str, today: date) -> str:
    """今天, 昨天, 前天 and `11-24` become full ISO dates; everything else is returned unchanged."""
    clean = tidy(text)
    back = {"今天": 0, "今日": 0, "昨天": 1, "昨日": 1, "前天": 2}.get(clean)
    if back is not None:
        return date.fromordinal(today.toordinal() - back).isoformat()
    found = re.fullmatch(r"(\d{1,2})[-/.月](\d{1,2})日?", clean)
    if found:
        return f"{today.year}-{int(found.group(1)):02d}-{int(found.group(2)):02d}"
    return text
