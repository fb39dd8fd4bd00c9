"""The column of ledger version 10, frozen: scans of a paper that was signed and sealed by its receiver."""

from __future__ import annotations

COLUMNS: tuple[tuple[str, str, str], ...] = (("version", "scans", "TEXT"),)
"""(table, column, type) that older tables get."""
