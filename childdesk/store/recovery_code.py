"""Writes 128 random bits as eight groups of six digits, to be copied from paper or read out by phone.

Each group is a number below 65,536 times eleven, so every group checks itself: a wrong digit or two swapped
neighbours are found at once and the group is named. Digits only: they are read out without misunderstanding
in every dialect, typed on the number pad, and no letter resembles them.
"""

from __future__ import annotations

import re
import secrets
import unicodedata

from childdesk.domain.errors import Refused

GROUPS = 8
DIGITS = 6
CHECK = 11
LIMIT = 1 << 16

_SPOKEN = str.maketrans("OoQDIil|Zz〇零一二三四五六七八九", "00001111220" + "0123456789")
"""What people write for a digit, and what it is."""


def new_code() -> str:
    """A fresh code, as printed: `123456-…`, eight groups."""
    return spell(secrets.token_bytes(GROUPS * 2))


def spell(secret: bytes) -> str:
    """The printed form of 16 bytes."""
    if len(secret) != GROUPS * 2:
        raise ValueError("a recovery code holds 16 bytes")
    numbers = (int.from_bytes(secret[at : at + 2], "big") for at in range(0, len(secret), 2))
    return "-".join(f"{number * CHECK:0{DIGITS}d}" for number in numbers)


def read(typed: str) -> bytes:
    """The 16 bytes of a code as somebody typed it, with any spaces, dashes or full-width digits.

    Raises Refused (field `recovery_code`) naming the group that does not check, or how many digits there are.
    """
    plain = unicodedata.normalize("NFKC", typed).translate(_SPOKEN)
    digits = re.sub(r"\D", "", plain)
    if len(digits) != GROUPS * DIGITS:
        sentence = f"恢复码应有{GROUPS * DIGITS}位数字，现在{len(digits)}位。您的数据没有动。"
        raise Refused(sentence, "recovery_code")
    secret = b""
    for number in range(GROUPS):
        value, rest = divmod(int(digits[number * DIGITS : (number + 1) * DIGITS]), CHECK)
        if rest or value >= LIMIT:
            raise Refused(f"恢复码第{number + 1}组不对，请对照恢复单。您的数据没有动。", "recovery_code")
        secret += value.to_bytes(2, "big")
    return secret
