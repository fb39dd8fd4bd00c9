"""Knows where the program's own files lie: in a source tree, in an installed wheel, or in a frozen folder."""

from __future__ import annotations

import sys
from functools import cache
from pathlib import Path


@cache
def resources() -> Path:
    """The folder of what is shipped and never written: icons, codes, forms, rules, letters, style sheet."""
    package = Path(__file__).resolve().parent
    frozen = getattr(sys, "_MEIPASS", None)
    places = [package.parent / "resources", package / "resources"]
    if frozen is not None:
        places.insert(0, Path(frozen) / "resources")
    return next((place for place in places if place.is_dir()), places[-1])


def resource(*parts: str) -> Path:
    """A file or folder inside `resources/`; it need not exist."""
    return resources().joinpath(*parts)


def resource_bytes(name: str) -> bytes:
    """The content of a file inside `resources/`, named with slashes: `codes/pinyin.txt`. Raises OSError."""
    return resource(*name.split("/")).read_bytes()
