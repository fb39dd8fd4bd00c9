"""The field dictionary as everybody may read it."""

from __future__ import annotations

from typing import Any

from childdesk.domain import catalogue, fieldsets


def dictionary() -> list[dict[str, Any]]:
    """Every field and derived value: field, label, kind, required, privacy, set, hint, options."""
    rows: list[dict[str, Any]] = []
    for name, item in catalogue.FIELDS.items():
        options = getattr(item.kind, "options", None)
        rows.append(
            {
                "field": name,
                "label": item.label,
                "kind": item.kind.name,
                "required": item.required,
                "privacy": item.privacy.name,
                "set": fieldsets.set_of(name),
                "hint": item.hint,
                "options": list(options.codes()) if options is not None else [],
            }
        )
    for name, value in catalogue.DERIVED.items():
        rows.append(
            {
                "field": name,
                "label": value.label,
                "kind": value.kind.name,
                "required": False,
                "privacy": value.privacy.name,
                "set": "推算",
                "hint": "",
                "options": [],
            }
        )
    return rows
