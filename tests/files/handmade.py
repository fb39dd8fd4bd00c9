"""Builds workbooks and pictures byte by byte, so that a test can write what no library would."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Callable, Sequence
from pathlib import Path

from childdesk.files import grid, read, reading_child, sheets
from childdesk.files.grid import Budget, Grid, GridBuilder, Look
from childdesk.files.number_look import plain
from childdesk.files.sheets import Merge, Sheet, Workbook

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'

STYLES = (
    f'<styleSheet xmlns="{MAIN}"><numFmts count="2">'
    '<numFmt numFmtId="164" formatCode="yyyy&quot;年&quot;m&quot;月&quot;"/>'
    '<numFmt numFmtId="165" formatCode="000"/></numFmts>'
    '<fonts count="2"><font><sz val="11"/></font><font><strike/><color rgb="FFFF0000"/></font></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill>'
    '<fill><patternFill patternType="solid"><fgColor rgb="FFFF0000"/></patternFill></fill></fills>'
    '<cellXfs count="6"><xf numFmtId="0" fontId="0" fillId="0"/><xf numFmtId="14" fontId="0" fillId="0"/>'
    '<xf numFmtId="164" fontId="0" fillId="0"/><xf numFmtId="165" fontId="0" fillId="0"/>'
    '<xf numFmtId="0" fontId="1" fillId="0"/><xf numFmtId="49" fontId="0" fillId="1"/></cellXfs></styleSheet>'
)
"""Style numbers: 0 plain, 1 date, 2 年月, 3 three digits, 4 struck through, 5 text on red."""


def xlsx(
    sheet: str | bytes | dict[str, str],
    *,
    strings: str = "",
    workbook: str = "",
    properties: str = "",
    extra: dict[str, bytes] | None = None,
    rename: Callable[[str], str] = str,
) -> bytes:
    """A workbook from the inner XML of its worksheet(s): `<sheetData>…</sheetData>…`."""
    bodies = sheet if isinstance(sheet, dict) else {"Sheet1": sheet}
    parts: dict[str, bytes] = {
        "[Content_Types].xml": b"<Types/>",
        "_rels/.rels": f'{HEAD}<Relationships xmlns="{PACKAGE}">'
        f'<Relationship Id="r1" Type="{OFFICE}/officeDocument" '
        'Target="xl/workbook.xml"/></Relationships>'.encode(),
        "xl/styles.xml": (HEAD + STYLES).encode(),
    }
    listed, related = "", f'<Relationship Id="st" Type="{OFFICE}/styles" Target="styles.xml"/>'
    if strings:
        parts["xl/sharedStrings.xml"] = f'{HEAD}<sst xmlns="{MAIN}">{strings}</sst>'.encode()
        related += f'<Relationship Id="ss" Type="{OFFICE}/sharedStrings" Target="/xl/sharedStrings.xml"/>'
    for number, (name, body) in enumerate(bodies.items(), start=1):
        listed += f'<sheet name="{name}" sheetId="{number}" r:id="s{number}"/>'
        related += (
            f'<Relationship Id="s{number}" Type="{OFFICE}/worksheet" Target="worksheets/sheet{number}.xml"/>'
        )
        inner = body.encode() if isinstance(body, str) else body
        whole = f'{HEAD}<worksheet xmlns="{MAIN}">'.encode() + inner + b"</worksheet>"
        parts[f"xl/worksheets/sheet{number}.xml"] = inner if inner.startswith(b"<?xml") else whole
    usual = f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}">{properties}<sheets>{listed}</sheets></workbook>'
    parts["xl/workbook.xml"] = (HEAD + (workbook or usual)).encode()
    parts["xl/_rels/workbook.xml.rels"] = (
        f'{HEAD}<Relationships xmlns="{PACKAGE}">{related}</Relationships>'.encode()
    )
    parts |= extra or {}
    return zipped({rename(name): body for name, body in parts.items()})


def zipped(parts: dict[str, bytes]) -> bytes:
    """A zip archive of the parts."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, body in parts.items():
            archive.writestr(name, body)
    return made.getvalue()


class _Nowhere:
    def write(self, _: bytes) -> None:
        """Frames of progress go nowhere."""

    def flush(self) -> None:
        """Nothing to flush."""


def here(data: bytes) -> Workbook:
    """Reads in this process what the child would read in its own: fast, for what is no threat."""
    return sheets.workbook(reading_child.plain_workbook(data, Budget(), reading_child.Out(_Nowhere())))


def first(data: bytes) -> Sheet:
    """The first sheet, read in this process."""
    return here(data).sheets[0]


def through_the_child(data: bytes, folder: Path, name: str = "台账.xlsx") -> Workbook:
    """Writes the bytes to a file and reads it as the program does."""
    path = folder / name
    path.write_bytes(data)
    return read.read_workbook(path)


def table(rows: Sequence[Sequence[object]], merges: Sequence[Merge] = (), name: str = "") -> Sheet:
    """A sheet from rows of str, int, float or None; row 1 is the first."""
    builder = GridBuilder(Budget())
    for number, row in enumerate(rows, start=1):
        builder.begin_row(number)
        for column, value in enumerate(row):
            if isinstance(value, int | float):
                cell = builder.add(plain(float(value)).encode(), grid.NUMBER, float(value))
                builder.put(column, cell)
            elif value is not None and str(value).strip():
                builder.put(column, builder.word(str(value)))
    return Sheet(name, Grid(builder.plain([Look()])), merges=tuple(merges))


def png(wide: int, tall: int) -> bytes:
    """A PNG of a few bytes that says how many pixels it has, and holds hardly any of them."""
    head = struct.pack(">IIBBBBB", wide, tall, 8, 2, 0, 0, 0)
    chunks = [(b"IHDR", head), (b"IDAT", zlib.compress(bytes(1000))), (b"IEND", b"")]
    body = b"".join(
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        for name, data in chunks
    )
    return b"\x89PNG\r\n\x1a\n" + body
