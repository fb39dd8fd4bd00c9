"""Columns that nobody knows: each becomes an item of this desk, named by its header; nothing is dropped."""

from __future__ import annotations

from collections.abc import Mapping

from childdesk.desk.session import Session
from childdesk.domain.change import ITEM
from childdesk.domain.ids import new_id
from childdesk.domain.kinds import Scalar
from childdesk.domain.plan import New, Op
from childdesk.store import reader


class Items:
    """The items of the ledger by name, and those that an import would add."""

    def __init__(self, session: Session, source: str) -> None:
        self._source = source
        self._unit = session.ledger.identity.unit
        self._known = {
            str(raw["label_words"]): row for row, raw in reader.everyone(session.ledger.connection, "item")
        }
        self._keys: dict[str, str] = {}
        """Header → its field key, worked out once."""
        self.ops: list[Op] = []

    def values(self, extras: Mapping[str, str]) -> dict[str, Scalar]:
        """The words of a row by field key."""
        known = self._keys
        return {known.get(header) or self.key(header): words for header, words in extras.items()}

    def key(self, header: str) -> str:
        """The field key under which a header's values are kept: `x.<item id>`."""
        if header not in self._keys:
            self._keys[header] = self._key(header)
        return self._keys[header]

    def header(self, key: str) -> str:
        """The header of a field key that was asked for before."""
        return next((header for header, known in self._keys.items() if known == key), "")

    def known(self, header: str) -> str:
        """The same for a header of which the plan has met something; empty for any other."""
        return self._keys.get(header, "")

    def _key(self, header: str) -> str:
        label = " ".join(header.split())[:100] or "未命名栏目"
        if label not in self._known:
            row = new_id()
            self._known[label] = row
            values = {"unit": self._unit, "label_words": label, "kept": "否", "source": self._source}
            self.ops.append(New("item", row, values))
        return f"{ITEM}{self._known[label]}"
