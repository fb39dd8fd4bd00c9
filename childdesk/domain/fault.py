"""Where a fault of ours happened, told without a single value: for the crash dialog and the command line."""

from __future__ import annotations

import traceback
from pathlib import Path

from childdesk.domain.errors import ChildDeskError


def places(trouble: BaseException) -> list[str]:
    """Where it happened, innermost last, and what kind it is; words only of our own exceptions."""
    frames = traceback.extract_tb(trouble.__traceback__)
    lines = [f"{_short(frame.filename)}:{frame.lineno} {frame.name}" for frame in frames]
    said = f"：{trouble}" if isinstance(trouble, ChildDeskError) else ""
    lines.append(f"{type(trouble).__module__}.{type(trouble).__qualname__}{said}")
    if trouble.__cause__ is not None:
        lines += ["起因", *places(trouble.__cause__)]
    return lines


def _short(name: str) -> str:
    """A file's path from the package on; the folders above may carry a person's name."""
    parts = Path(name).parts
    for root in ("childdesk", "site-packages", "tests"):
        if root in parts:
            return "/".join(parts[parts.index(root) :])
    return parts[-1] if parts else "?"
