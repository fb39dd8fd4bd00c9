"""The columns of ledger version 11, frozen: a professional's item table, its sum and its answers."""

from __future__ import annotations

COLUMNS: tuple[tuple[str, str, str], ...] = (
    ("assessment", "score", "INTEGER"),
    ("assessment", "answers", "TEXT"),
)
"""(table, column, type) that older tables get."""
