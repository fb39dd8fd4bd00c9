"""An import plan as one document whose keys are part of the product (design of the command line)."""

from __future__ import annotations

from typing import Any

from childdesk.desk.import_plan import ImportPlan, RowPlan, SheetPlan
from childdesk.files.columns import Column


def document(made: ImportPlan, *, records: bool) -> list[dict[str, Any]]:
    """The plan as the command line prints it (design §5); `records` adds what each row would hold."""
    return [_sheet_document(sheet, records=records) for sheet in made.sheets]


def column_document(column: Column) -> dict[str, Any]:
    """What a column is taken for, as `import` and `fill` print it."""
    return {
        "index": column.index,
        "header": column.header,
        "field": column.field,
        "extra": column.extra,
        "confidence": round(column.confidence, 3),
        "decided": column.decided,
    }


def _sheet_document(sheet: SheetPlan, *, records: bool) -> dict[str, Any]:
    found: dict[str, Any] = {
        "name": sheet.name,
        "is_roster": sheet.is_roster,
        "why_not": sheet.why_not,
        "header_rows": list(sheet.header_rows),
        "columns": [column_document(column) for column in sheet.columns],
        "rows": len(sheet.rows),
        "added": sheet.added,
        "changed": sheet.changed,
        "same": sheet.same,
        "rejected": sheet.rejected,
        "joined": sheet.joined,
        "cells": {"stored": sheet.stored, "extra": sheet.extra, "listed": sheet.listed},
        "notes": {"kept": sheet.notes_kept, "listed": sheet.notes_listed},
        "issues": [
            {
                "row": remark.row,
                "column": remark.column,
                "level": remark.level,
                "text": remark.text,
                "was": remark.was,
                "became": remark.became,
            }
            for remark in sheet.issues
        ],
    }
    if records:
        found["records"] = [
            {
                "row": row.row,
                "outcome": row.outcome,
                "id": row.child,
                "fields": row.texts,
                "joins": _joins(row),
            }
            for row in sheet.rows
        ]
    return found


def _joins(row: RowPlan) -> dict[str, Any] | None:
    """The earlier row of the same child that a row was put to."""
    return dict(zip(("sheet", "row"), row.earlier, strict=True)) if row.earlier and row.is_joined else None
