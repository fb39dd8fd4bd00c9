"""Shows a serial day as its cell does: 2015年3月, 二〇一五年三月, 2015/3/5, 上午9:05.

Serial days are those of the 1900 system; a 1904 workbook's are shifted by the reader beforehand.
"""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from functools import lru_cache

LAST_SERIAL = 2_958_465
"""9999-12-31."""

NOISE = re.compile(r'"[^"]*"|\\.|_.|\*.|\[(?!h+\]|m+\]|s+\])[^\]]*\]', re.IGNORECASE)
"""What a format shows literally or not at all; [h] stays, because it counts hours."""

_PIECES = re.compile(
    r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]|AM/PM|A/P|上午/下午|y+|m+|d+|h+|s+(?:\.0+)?|e+|a+|g+|.', re.IGNORECASE
)
_USUAL = re.compile("yyyy(?P<between>[-/.])(?P<month>mm?)(?P<after>[-/.])(?P<day>dd?)")
_HALVES = {"AM/PM": ("AM", "PM"), "A/P": ("A", "P"), "上午/下午": ("上午", "下午")}
_CHINESE = {"[DBNum1]": "〇一二三四五六七八九十", "[DBNum2]": "零壹贰叁肆伍陆柒捌玖拾"}
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_BY_SYSTEM = {"[$-F800]": 'yyyy"年"m"月"d"日"', "[$-F400]": "h:mm:ss"}
_WEEKDAYS = "一二三四五六日"


_WITH_WORDS = re.compile(
    r"((?:19|20)\d{2}[-./年]\d{1,2}(?:[-./月]\d{1,2}日?|月)?)[\s,(]*"
    r"((?![前后左约至到底初上中下以起月日号])[\u4e00-\u9fff]{2,8})\)?"
)


def with_words(text: str) -> tuple[str, str]:
    """(day, words) of 2016年7月双胞胎; nothing for words that change the day: 2016年7月以前."""
    found = _WITH_WORDS.fullmatch(text)
    return (found[1], found[2]) if found else ("", "")


@lru_cache(maxsize=4096)
def is_date(code: str) -> bool:
    """Whether a number format shows a date or a time."""
    bare = NOISE.sub("", code.split(";")[0]).lower()
    if "general" in bare or "g/" in bare or re.search(r"[0#?]", bare.replace("s.0", "s")):
        return False
    return re.search(r"[ymdhs]", bare) is not None


@lru_cache(maxsize=4096)
def has_day(code: str) -> bool:
    """Whether a date format shows the day of the month (年月 formats do not)."""
    return "d" in NOISE.sub("", code.split(";")[0]).lower()


def moment(serial: float) -> datetime | None:
    """The moment of a serial day, to the second; None outside the calendar."""
    if not 0 <= serial < LAST_SERIAL + 1:
        return None
    start = datetime(1899, 12, 31) if serial < 60 else datetime(1899, 12, 30)  # noqa: DTZ001 a cell has no zone
    days = int(serial)
    return start + timedelta(days=days, seconds=round((serial - days) * 86_400))


def serial_of(text: str) -> float | None:
    """The serial day of an ISO date or moment; None for what is none."""
    try:
        when = datetime.fromisoformat(text.strip()).replace(tzinfo=None)
    except ValueError:
        return None
    gap = when - datetime(1899, 12, 30)  # noqa: DTZ001 a cell has no zone
    return gap.days + gap.seconds / 86_400


def date_words(when: datetime, code: str) -> str:
    """The moment in a date format."""
    plain = _plain(code)
    return _in_full(when, code) if plain is None else plain % (when.year, when.month, when.day)


@lru_cache(maxsize=4096)
def _plain(code: str) -> str | None:
    """What puts year, month and day into a format that shows just these, in this order, once each."""
    shape = _USUAL.fullmatch(code)
    if shape is None:
        return None
    between, after = shape["between"], shape["after"]
    return f"%d{between}%0{len(shape['month'])}d{after}%0{len(shape['day'])}d"


def _in_full(when: datetime, code: str) -> str:
    section = _BY_SYSTEM.get(code[:8].upper()) or code.split(";")[0]
    digits = next((chars for mark, chars in _CHINESE.items() if mark.lower() in section.lower()), "")
    pieces = _PIECES.findall(section)
    twelve = any(piece.upper() in _HALVES for piece in pieces)
    words: list[str] = []
    after_hour = False
    for at, piece in enumerate(pieces):
        low = piece.lower()
        if low in ("m", "mm") and (after_hour or _seconds_follow(pieces[at + 1 :])):
            words.append(_spelt(when.minute, len(low), digits))
        else:
            words.append(_piece(when, piece, digits, twelve=twelve))
        if low[0] in "hsyd" or low.startswith("[h"):
            after_hour = low[0] in "hs["
    return "".join(words).strip()


def _seconds_follow(pieces: list[str]) -> bool:
    return next((p.lower() for p in pieces if p[0].isascii() and p[0].isalpha()), "").startswith("s")


def _piece(when: datetime, piece: str, digits: str, *, twelve: bool) -> str:
    if piece.upper() in _HALVES:
        return _HALVES[piece.upper()][when.hour >= 12]
    low = piece.lower()
    first, length = low[0], len(low)
    if first in "ye" and low[-1] == first:
        return _spelt(when.year % 100, 2, digits) if low == "yy" else _year(when.year, digits)
    if first == "m":
        return _spelt(when.month, length, digits) if length <= 2 else _MONTHS[when.month - 1]
    if first == "d":
        return _spelt(when.day, length, digits) if length <= 2 else ""
    if first == "h" or low.startswith("[h"):
        return _spelt(
            (when.hour - 1) % 12 + 1 if twelve else when.hour, length if first == "h" else 1, digits
        )
    if first == "s":
        return _spelt(when.second, 2 if low.startswith("ss") else 1, digits)
    if first == "a" and length >= 3:
        return ("星期" if length == 4 else "") + _WEEKDAYS[when.weekday()]
    return literal(piece)


def literal(piece: str) -> str:
    """What a piece of a format shows of itself."""
    if piece[0] == '"':
        return piece[1:-1] if len(piece) > 1 else ""
    if piece[0] == "\\":
        return piece[1:]
    if piece[0] in "_*[" and len(piece) > 1:
        return ""
    return piece


def _year(year: int, digits: str) -> str:
    return "".join(digits[int(digit)] for digit in str(year)) if digits else str(year)


def _spelt(value: int, width: int, digits: str) -> str:
    """5 → 05 or 五, 12 → 十二, 31 → 三十一."""
    if not digits:
        return f"{value:0{width}d}"
    tens, ones = divmod(value, 10)
    if not tens:
        return digits[ones]
    return ("" if tens == 1 else digits[tens]) + digits[10] + (digits[ones] if ones else "")
