"""Gives out identity numbers and telephones that nobody has.

Identity numbers have a right check digit, but begin with 99, and there is no
province 99: prefixes 990101 to 999999 were never issued. Telephones are 1040xxxxxxx: mobile numbers begin
with 13 to 19 and 10 is kept for short service codes, so no telephone rings (199 0000 xxxx would not do,
that range is given out). Both pass the same checks as real ones.
"""

from __future__ import annotations

from datetime import date

from childdesk.domain import identity

FAMILIES_PER_PREFIX = 99
LAST_FAMILY = 9_898 * FAMILIES_PER_PREFIX


class Numbers:
    """Gives out the identity numbers and telephones of one family; no other family has them."""

    def __init__(self, index: int) -> None:
        if index >= LAST_FAMILY:
            raise ValueError("a practice village has room for fewer families")
        prefix, block = divmod(index, FAMILIES_PER_PREFIX)
        self._prefix = 990_101 + prefix
        self._first = 10 + block * 10
        self._phone = 10_400_000_000 + index * 10
        self._given: dict[tuple[date, str], int] = {}

    def identity(self, born: date, sex: str) -> str:
        """The next number for this birth date and sex; twins get neighbouring ones."""
        given = self._given.get((born, sex), 0)
        self._given[born, sex] = given + 1
        order = self._first + given * 2 + (sex == "男")
        first17 = f"{self._prefix}{born:%Y%m%d}{order:03d}"
        return first17 + identity.check_digit(first17)

    def phone(self) -> str:
        """The next telephone; there are ten."""
        self._phone += 1
        return str(self._phone)
