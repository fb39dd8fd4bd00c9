"""Shows a stored number as a person sees it in the cell: leading zeros, 8岁, percent, dates.

What destroyed a long number stays visible: beyond fifteen digits it is shown with its exponent.
"""

from __future__ import annotations

import re

from childdesk.files.date_look import NOISE, date_words, is_date, literal, moment

BUILT_IN = {
    1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%",
    14: "yyyy/m/d", 15: "d-mmm-yy", 16: "d-mmm", 17: "mmm-yy", 18: "h:mm AM/PM", 19: "h:mm:ss AM/PM",
    20: "h:mm", 21: "h:mm:ss", 22: "yyyy/m/d h:mm", 27: 'yyyy"年"m"月"', 28: 'm"月"d"日"',
    29: 'm"月"d"日"', 30: "m-d-yy", 31: 'yyyy"年"m"月"d"日"', 32: 'h"时"mm"分"', 33: 'h"时"mm"分"ss"秒"',
    34: '上午/下午h"时"mm"分"', 35: '上午/下午h"时"mm"分"ss"秒"', 36: 'yyyy"年"m"月"',
    37: "#,##0", 38: "#,##0", 39: "#,##0.00", 40: "#,##0.00", 45: "mm:ss", 46: "[h]:mm:ss", 47: "mm:ss",
    49: "@", 50: 'yyyy"年"m"月"', 51: 'm"月"d"日"', 52: 'yyyy"年"m"月"', 53: 'm"月"d"日"', 54: 'm"月"d"日"',
    55: '上午/下午h"时"mm"分"', 56: '上午/下午h"时"mm"分"ss"秒"', 57: 'yyyy"年"m"月"', 58: 'm"月"d"日"',
}  # fmt: skip
"""Number formats that workbooks name by number alone, as Chinese Excel shows them."""

EXACT = 10**15
"""Beyond fifteen digits a stored number no longer says what was typed."""

_GENERAL = re.compile(r"General|G/通用格式", re.IGNORECASE)
_PIECES = re.compile(r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]|.')
_KNOWN = re.compile(r"[-+ ()（）¥￥$€%,.0#\u3000-\u9fff]*")


def shown(number: float, code: str) -> str:
    """The number as a person sees it. A format that no rule fits shows it plainly; nothing is refused."""
    if code in ("", "General", "@"):
        return plain(number)
    if is_date(code):
        when = moment(number)
        return plain(number) if when is None else date_words(when, code)
    sections = code.split(";")
    section = sections[1] if number < 0 and len(sections) > 1 and sections[1] else sections[0]
    sign = "-" if number < 0 and section is sections[0] else ""
    if _GENERAL.search(section):
        before, after = _GENERAL.split(section, maxsplit=1)
        return sign + _words(before) + plain(abs(number)) + _words(after)
    bare = NOISE.sub("", section)
    if not _KNOWN.fullmatch(bare) or not re.search("[0#]", bare) or abs(number) >= EXACT * 1000:
        return plain(number)
    return sign + _filled(section, bare, abs(number))


def plain(number: float) -> str:
    """General format. Whole numbers below 10^15 keep all digits (a telephone is read, not glanced at);
    above, the exponent shows that digits are gone."""
    if number != number or number in (float("inf"), float("-inf")):
        return "#NUM!"
    if number == int(number) and abs(number) < EXACT:
        return str(int(number))
    if abs(number) >= EXACT or abs(number) < 1e-5:
        mantissa, _, power = f"{number:.5E}".partition("E")
        return f"{mantissa.rstrip('0').rstrip('.')}E{int(power):+03d}"
    return f"{number:.15g}"


def _words(pieces: str) -> str:
    return "".join(literal(piece) for piece in _PIECES.findall(pieces))


def _filled(section: str, bare: str, value: float) -> str:
    """Puts the digits into the placeholders from the right; literals stay where they are."""
    before, _, after = bare.partition(".")
    places = len(re.findall("[0#]", after))
    digits = _fixed(value * 100 if "%" in bare else value, places)
    whole, _, fraction = digits.partition(".")
    for mark in reversed(re.findall("[0#]", after)):
        if mark == "0" or not fraction.endswith("0"):
            break
        fraction = fraction[:-1]
    whole = whole.lstrip("0").rjust(before.count("0"), "0")
    if "," in before:
        whole = re.sub(r"(?<=\d)(?=(?:\d{3})+$)", ",", whole)
    return _placed(_PIECES.findall(section), whole, f".{fraction}" if fraction else "")


def _fixed(value: float, places: int) -> str:
    """Fixed decimals; of a number beyond fifteen digits only those are real, the rest are zeros."""
    if value < EXACT:
        return f"{value:.{places}f}"
    mantissa, _, power = f"{value:.14E}".partition("E")
    return mantissa.replace(".", "") + "0" * (int(power) - 14)


def _placed(pieces: list[str], whole: str, fraction: str) -> str:
    point = pieces.index(".") if "." in pieces else len(pieces)
    left = [i for i, piece in enumerate(pieces[:point]) if piece in "0#"]
    out: list[str] = []
    digits = whole
    for i in range(point - 1, -1, -1):
        piece = pieces[i]
        if piece in "0#":
            take = len(digits) if i == left[0] else 1 + (digits[-2:-1] == ",")
            out.append(digits[len(digits) - take :] if take else "")
            digits = digits[: len(digits) - take]
        elif piece != ",":
            out.append(literal(piece))
    tail = [literal(piece) for piece in pieces[point + 1 :] if piece not in "0#"]
    return "".join(reversed(out)) + fraction + "".join(tail)
