"""Puts very many rows into a sheet that was written with one: streamed, looking like the first."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence

from childdesk.domain.errors import Unavailable
from childdesk.files.column_names import letters
from childdesk.files.roster_widths import Cell

SHEET = "xl/worksheets/sheet1.xml"
PART = 200
"""Rows that are packed at a time."""

_STYLE = re.compile(r'<c r="[A-Z]+\d+" s="(\d+)"')
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def with_rows(frame: bytes, first: int, rows: Iterable[tuple[float, Sequence[Cell]]]) -> bytes:
    """The workbook with rows (height, cells) right below row `first` (counted from 1), in its styles.

    Text stands in its cell and is never a formula or a number. What stands further below must already be
    where it belongs.
    """
    done = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(frame)) as book, zipfile.ZipFile(done, "w", zipfile.ZIP_DEFLATED) as out:
        for item in book.infolist():
            if item.filename != SHEET:
                out.writestr(item, book.read(item), zipfile.ZIP_DEFLATED)
                continue
            head, row, tail = _parted(book.read(item).decode(), first)
            with out.open(item.filename, "w") as part:
                part.write(f"{head}{row}".encode())
                for words in _packed(first, _STYLE.findall(row), rows):
                    part.write(words.encode())
                part.write(tail.encode())
    return done.getvalue()


def _parted(sheet: str, first: int) -> tuple[str, str, str]:
    begin = sheet.find(f'<row r="{first}" ')
    end = sheet.find("</row>", begin) + len("</row>")
    if begin < 0:
        raise Unavailable("表没有写成。数据没有动。", "请再试一次。")
    return sheet[:begin], sheet[begin:end], sheet[end:]


def _packed(first: int, styles: Sequence[str], rows: Iterable[tuple[float, Sequence[Cell]]]) -> Iterator[str]:
    names = [letters(at) for at in range(len(styles))]
    held: list[str] = []
    for number, (height, cells) in enumerate(rows, first + 1):
        held.append(f'<row r="{number}" ht="{height:g}" customHeight="1">')
        for name, style, value in zip(names, styles, cells, strict=True):
            at = f'<c r="{name}{number}" s="{style}"'
            if value is None or value == "":
                held.append(f"{at}/>")
            elif isinstance(value, int):
                held.append(f"{at}><v>{value}</v></c>")
            else:
                held.append(f'{at} t="inlineStr"><is><t xml:space="preserve">{_safe(value)}</t></is></c>')
        held.append("</row>")
        if number % PART == 0:
            yield "".join(held)
            held.clear()
    yield "".join(held)


def _safe(text: str) -> str:
    """Text as it may stand in a part; what no part may hold is left out."""
    if "&" in text or "<" in text or ">" in text:
        text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return text if text.isprintable() else _FORBIDDEN.sub("", text)
