"""What every kind of value can do, whatever it is: parse, format, store, mask."""

from __future__ import annotations

from typing import Generic, TypeVar

from childdesk.domain.errors import Refused

T = TypeVar("T")
Scalar = str | int | None
"""What stands in a table cell and in the journal."""


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
