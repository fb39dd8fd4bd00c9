"""Writes one cell of a form: days as its format shows them, numbers as numbers, everything else as words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from childdesk.files.date_look import is_date
from childdesk.files.filling.patch import escaped, with_attribute
from childdesk.files.filling.result_functions import Value

EPOCH = date(1899, 12, 30)
EPOCH_1904 = 1462
TEXT_FORMAT = "@"


@dataclass(frozen=True, slots=True)
class Said:
    """What is to stand in a cell. `text` always; `number` or `day` where it is one.

    `marked` gives it a yellow ground: it differs from what was handed in last.
    """

    text: str
    number: float | None = None
    day: date | None = None
    marked: bool = False


def as_stored(said: Said, code: str, epoch_1904: bool = False) -> float | str:
    """A number or words, whichever suits the cell's number format."""
    if said.day is not None and is_date(code):
        return float((said.day - EPOCH).days - (EPOCH_1904 if epoch_1904 else 0))
    if said.number is not None and code != TEXT_FORMAT and not is_date(code):
        return said.number
    return said.text


def cell(prefix: str, place: str, style: int | str, value: float | str | None) -> bytes:
    """A cell without a formula; None leaves it blank."""
    dress = f' s="{style}"' if str(style) not in ("", "0") else ""
    begin = f'<{prefix}c r="{place}"{dress}'
    if value is None or value == "":
        return f"{begin}/>".encode()
    if isinstance(value, str):
        keep = ' xml:space="preserve"' if value != value.strip() or "\n" in value else ""
        inner = f"<{prefix}is><{prefix}t{keep}>{escaped_words(value)}</{prefix}t></{prefix}is>"
        return f'{begin} t="inlineStr">{inner}</{prefix}c>'.encode()
    return f"{begin}><{prefix}v>{shown_number(value)}</{prefix}v></{prefix}c>".encode()


def with_formula(tag: bytes, place: str, prefix: str, formula: bytes, value: Value) -> bytes:
    """A cell (its start tag as it is written) with a formula element and what it shows; None: nothing yet."""
    kind = "b" if isinstance(value, bool) else "str" if isinstance(value, str) else None
    if tag.endswith(b"/>"):
        tag = tag[:-2].rstrip() + b">"
    tag = with_attribute(with_attribute(tag, "r", place), "t", kind)
    result = ""
    if value is not None:
        said = str(int(value)) if isinstance(value, bool) else value
        words = escaped_words(said) if isinstance(said, str) else shown_number(said)
        result = f"<{prefix}v>{words}</{prefix}v>"
    return tag + formula + f"{result}</{prefix}c>".encode()


def shown_number(value: float) -> str:
    """A number as XML holds it."""
    return str(int(value)) if value == int(value) and abs(value) < 1e15 else repr(value)


def escaped_words(text: str) -> str:
    """Words inside an element; line breaks stay as they are."""
    return escaped(text).replace("&#10;", "\n").replace("&quot;", '"')
