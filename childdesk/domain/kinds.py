"""What a value is: each kind parses, formats, stores and compares its own values; `parse(format(v)) == v`."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import date
from typing import Generic, TypeVar

from childdesk.domain import days, identity
from childdesk.domain.codes import CodeList
from childdesk.domain.days import Day
from childdesk.domain.errors import Refused
from childdesk.domain.words import tidy, tidy_words

T = TypeVar("T")
Scalar = str | int | None
"""What stands in a table cell and in the journal."""

SEPARATORS = re.compile(r"[，,；;|、/\n\t]+")
DOTS = re.compile(r"[・•‧∙⋅．.·]")
ADDRESS_MARK = "\t"
DIVISION = re.compile(r"\d{2}|\d{4}|\d{6}|\d{9}|\d{12}")
"""Province, city, county, township or village code."""


class Kind(Generic[T]):
    """Behaviour of one kind of value. `mask` names the way it is masked on screens, if any."""

    name = "kind"
    mask: str | None = None

    def parse(self, text: str) -> T:
        """Reads what a person typed (never empty). Raises Refused with one short sentence."""
        raise Refused("这一格不能直接填写")

    def format(self, value: T) -> str:
        """The value as a person reads it; `parse` gives it back."""
        return str(value)

    def to_db(self, value: T) -> str | int:
        """The scalar kept in tables and journal."""
        return self.format(value)

    def from_db(self, raw: str | int) -> T:
        """The value of a stored scalar."""
        return self.parse(str(raw))

    def read(self, text: str) -> tuple[T | None, str | None]:
        """(value, None), or (None, what is wrong): a data problem as a value, for imports."""
        try:
            return self.parse(text), None
        except Refused as refused:
            return None, refused.sentence

    def scalar(self, text: str) -> str | int:
        """What a person typed, straight to its stored scalar. Raises Refused."""
        return self.to_db(self.parse(text))

    def shown(self, raw: Scalar) -> str:
        """A stored scalar as a person reads it, empty for none."""
        return "" if raw is None else self.format(self.from_db(raw))


class Text(Kind[str]):
    """Words, one line (or several with `lines`), at most `limit` characters."""

    name = "text"

    def __init__(self, limit: int = 100, *, lines: bool = False) -> None:
        self.limit = limit
        self.lines = lines

    def parse(self, text: str) -> str:
        """Tidies blanks; keeps line breaks only where several lines are allowed."""
        parts = text.splitlines() if self.lines else [text]
        clean = "\n".join(tidy_words(part) for part in parts).strip("\n")
        if len(clean) > self.limit:
            raise Refused(f"最多{self.limit}个字，现在{len(clean)}个")
        return clean

    def from_db(self, raw: str | int) -> str:
        """Stored words are already tidy."""
        return str(raw)


class PersonName(Text):
    """A person's name of 1–72 characters; the seven kinds of dot inside a name become `·`."""

    name = "name"

    def __init__(self) -> None:
        super().__init__(72)

    def parse(self, text: str) -> str:
        """Blanks inside Chinese names go, dots are folded."""
        clean = DOTS.sub("·", tidy(text)).strip("·")
        if not re.search(r"[A-Za-z]", clean):
            clean = clean.replace(" ", "")
        if not clean:
            raise Refused("名字是空的")
        if len(clean) > self.limit:
            raise Refused(f"名字最多{self.limit}个字，现在{len(clean)}个")
        return clean


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


class YesNo(Kind[bool]):
    """Two words, 是/否 by default, or 有/无."""

    name = "yesno"
    _YES = frozenset(["是", "有", "1", "Y", "YES", "TRUE", "对", "√", "✓", "需要", "是的"])
    _NO = frozenset(["否", "无", "0", "2", "N", "NO", "FALSE", "不", "没有", "×", "不是", "不需要"])

    def __init__(self, yes: str = "是", no: str = "否") -> None:
        self.yes, self.no = yes, no

    def parse(self, text: str) -> bool:
        """Takes both pairs of words and the usual marks."""
        word = tidy(text).upper()
        if word in self._YES or word == self.yes:
            return True
        if word in self._NO or word == self.no:
            return False
        raise Refused(f"请填{self.yes}或{self.no}")

    def format(self, value: bool) -> str:
        """One of the two words."""
        return self.yes if value else self.no

    def to_db(self, value: bool) -> str:
        """Always 是 or 否, whatever pair of words is shown."""
        return "是" if value else "否"


class Code(Kind[str]):
    """One option of a list; the value is its permanent code."""

    name = "code"

    def __init__(self, options: CodeList) -> None:
        self.options = options

    def parse(self, text: str) -> str:
        """A word on screen, an older word or an alias. Raises Refused listing what is possible."""
        option = self.options.find(text)
        if option is None:
            some = "、".join(o.word() for o in self.options.open()[:6])
            raise Refused(f"“{tidy_words(text)[:12]}”不在选项里，可选：{some}")
        return option.code

    def format(self, value: str) -> str:
        """The word valid today."""
        option = self.options.find(value)
        return value if option is None else option.word()

    def to_db(self, value: str) -> str:
        """The permanent code."""
        return value

    def from_db(self, raw: str | int) -> str:
        """Any code, also one that a newer program invented."""
        return str(raw)


class Codes(Kind[tuple[str, ...]]):
    """Several options of a list, in the list's order.

    `joint` is the option that two or more others bring with them, as 多重残疾 does in the national system.
    """

    name = "codes"

    def __init__(self, options: CodeList, *, joint: str = "") -> None:
        self.options = options
        self.joint = joint

    def parse(self, text: str) -> tuple[str, ...]:
        """Any of the usual separators. A whole word with a separator in it wins over its parts."""
        whole = self.options.find(text)
        if whole is not None:
            return (whole.code,)
        one = Code(self.options)
        chosen = {one.parse(part) for part in SEPARATORS.split(text) if tidy(part)}
        if not chosen:
            raise Refused("一项也没有选")
        if self.joint and len(chosen) > 1:
            chosen.add(self.joint)
        return self.options.sort(chosen)

    def format(self, value: tuple[str, ...]) -> str:
        """Words joined by 、."""
        one = Code(self.options)
        return "、".join(one.format(code) for code in value)

    def to_db(self, value: tuple[str, ...]) -> str:
        """Codes joined by 、 in the list's order."""
        return "、".join(value)

    def from_db(self, raw: str | int) -> tuple[str, ...]:
        """The stored codes; unknown ones are kept."""
        return tuple(str(raw).split("、")) if raw else ()


class Word(Kind[str]):
    """One option of a list where it fits, otherwise the words as written, at most `limit` characters."""

    name = "word"

    def __init__(self, options: CodeList, limit: int = 40) -> None:
        self.options = options
        self.limit = limit

    def parse(self, text: str) -> str:
        """The code of a known word or alias, else the tidied words. Raises Refused only for length."""
        option = self.options.find(text)
        if option is not None:
            return option.code
        clean = tidy_words(text)
        if len(clean) > self.limit:
            raise Refused(f"最多{self.limit}个字，现在{len(clean)}个")
        return clean

    def format(self, value: str) -> str:
        """The word valid today, or the words as written."""
        option = self.options.find(value)
        return value if option is None else option.word()

    def to_db(self, value: str) -> str:
        """The permanent code, or the words."""
        return value

    def from_db(self, raw: str | int) -> str:
        """Stored words are already tidy."""
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


class Phone(Kind[str]):
    """A telephone: mobile, or landline with area code; digits only."""

    name = "phone"
    mask = "phone"

    def parse(self, text: str) -> str:
        """Drops blanks, brackets, +86; raises Refused naming the missing or surplus digits."""
        clean = re.sub(r"\.0$", "", tidy(text)).removeprefix("'")
        clean = re.sub(r"[\s()（）\-—.]", "", clean)
        clean = re.sub(r"^(\+86|0086|86(?=1\d{10}$))", "", clean)
        if not re.fullmatch(r"\d+", clean):
            raise Refused("电话里有不是数字的字")
        if clean.startswith("1") and len(clean) != 11 and len(clean) > 8:
            raise Refused(f"手机号要11位，现在{len(clean)}位")
        if not 3 <= len(clean) <= 17:
            raise Refused(f"电话位数不对，现在{len(clean)}位")
        return clean

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


class Address(Kind[tuple[str, str]]):
    """(words as written, longest division code recognised or empty); it never refuses."""

    name = "address"

    def parse(self, text: str) -> tuple[str, str]:
        """Splits off a code that stands behind the mark; cleans blanks, nothing else."""
        words, _, code = text.rpartition(ADDRESS_MARK)
        if words and DIVISION.fullmatch(code):
            return tidy_words(words), code
        return tidy_words(text), ""

    def format(self, value: tuple[str, str]) -> str:
        """The words, with the code behind a tab when there is one."""
        return value[0] if not value[1] else f"{value[0]}{ADDRESS_MARK}{value[1]}"

    def shown(self, raw: Scalar) -> str:
        """The words alone."""
        return "" if raw is None else str(raw).partition(ADDRESS_MARK)[0]


class Region(Kind[str]):
    """A division code that must exist: county 6, township 9 or village 12 digits."""

    name = "region"

    def parse(self, text: str) -> str:
        """Raises Refused unless it has 6, 9 or 12 digits."""
        clean = tidy(text)
        if not re.fullmatch(r"\d{6}(\d{3}){0,2}", clean):
            raise Refused("区划代码应是6、9或12位数字")
        return clean

    def from_db(self, raw: str | int) -> str:
        """Stored codes are already checked."""
        return str(raw)


class Link(Kind[str]):
    """The id of another record (of the named kind, or of any kind when empty)."""

    name = "link"

    def __init__(self, record: str = "") -> None:
        self.record = record

    def parse(self, text: str) -> str:
        """A full id of 32 hexadecimal characters."""
        clean = tidy(text).lower()
        if not re.fullmatch(r"[0-9a-f]{32}", clean):
            raise Refused("编号不对")
        return clean

    def from_db(self, raw: str | int) -> str:
        """Stored ids are already checked."""
        return str(raw)


class Typed(Kind[str]):
    """What was typed and could not be understood, kept as a JSON object {field key: words}."""

    name = "typed"

    def parse(self, text: str) -> str:
        """A JSON object of words, as `typed_text` writes it; raises Refused for anything else."""
        return typed_text(typed_words(text))

    def from_db(self, raw: str | int) -> str:
        """Stored text is already canonical."""
        return str(raw)


def typed_words(raw: Scalar) -> dict[str, str]:
    """{field key: words as typed} of a stored `was`; empty for none. Raises Refused where it is none."""
    if raw is None:
        return {}
    try:
        found = json.loads(str(raw))
    except ValueError:
        raise Refused("这一格不能直接填写") from None
    if not isinstance(found, dict) or not all(isinstance(word, str) for word in found.values()):
        raise Refused("这一格不能直接填写")
    return found


def typed_text(words: Mapping[str, str]) -> str:
    """The stored form of {field key: words}: JSON, sorted, no spaces."""
    return json.dumps(dict(words), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


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
