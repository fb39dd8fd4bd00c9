"""Workbooks that want to crash, fill or stop the program, each planned in a process of its own.

`python -m tests.prove.prove_hostile` prints for each file the sentence or the rows, the
longest wait without progress, and the most memory that the window's process took. Exit code 0 when no file
crashed it, waited over 2 s without progress, or took more than 300 MB.
"""

from __future__ import annotations

import io
import json
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

from tests.files.handmade import HEAD, MAIN, xlsx

WAIT, MEMORY = 2.0, 300
HEADER = "姓名 身份证号 监护人 电话".split()


def _cell(place: str, text: str) -> str:
    return f'<c r="{place}" t="inlineStr"><is><t>{text}</t></is></c>'


def _row(number: int, texts: list[str]) -> str:
    cells = "".join(_cell(f"{chr(65 + at)}{number}", text) for at, text in enumerate(texts))
    return f'<row r="{number}">{cells}</row>'


_LIST = _row(1, HEADER) + _row(2, ["石雨桐", "", "石大勇", "10400001111"])


def far_cell() -> bytes:
    """A list, and one value in the last cell of the sheet."""
    return xlsx(f'<sheetData>{_LIST}<row r="1048576">{_cell("XFD1048576", "x")}</row></sheetData>')


def styled_blanks() -> bytes:
    """200,000 rows of twenty bordered, empty cells below a list."""
    letters = "ABCDEFGHIJKLMNOPQRST"
    rows = (
        f'<row r="{n}">{"".join(f"""<c r="{c}{n}" s="1"/>""" for c in letters)}</row>'
        for n in range(3, 200_003)
    )
    return xlsx(f"<sheetData>{_LIST}{''.join(rows)}</sheetData>")


def wrong_dimension() -> bytes:
    """The sheet says that it reaches to the end of the world."""
    return xlsx(f'<dimension ref="A1:XFD1048576"/><sheetData>{_LIST}</sheetData>')


def zip_bomb() -> bytes:
    """A gigabyte of blanks in a few megabytes."""
    out = io.BytesIO()
    old = zipfile.ZipFile(io.BytesIO(xlsx(f"<sheetData>{_LIST}</sheetData>")))
    with old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as new:
        for name in old.namelist():
            if not name.endswith("sheet1.xml"):
                new.writestr(name, old.read(name))
        with new.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as part:
            part.write(f'{HEAD}<worksheet xmlns="{MAIN}"><sheetData>'.encode())
            for _ in range(1024):
                part.write(b" " * (1 << 20))
            part.write(b"</sheetData></worksheet>")
    return out.getvalue()


def entity_bomb() -> bytes:
    """Ten entities, each ten times the one before."""
    entities = '<!ENTITY a "ha">' + "".join(
        f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(9)
    )
    text = f'<?xml version="1.0"?><!DOCTYPE x [{entities}]><worksheet xmlns="{MAIN}"><sheetData>'
    cell = '<row r="1"><c r="A1" t="inlineStr"><is><t>&j;</t></is></c></row>'
    return xlsx(f"{text}{cell}</sheetData></worksheet>".encode())


def truncated() -> bytes:
    """The last third is missing."""
    data = far_cell()
    return data[: len(data) * 2 // 3]


def wide() -> bytes:
    """Three hundred columns of a hundred rows."""
    lines = [",".join(["姓名", "性别", "身份证号", *(f"补充{n}" for n in range(297))])]
    lines += [
        ",".join([f"石雨{chr(0x4E00 + n)}", "女", "", *(str(n * k) for k in range(297))]) for n in range(100)
    ]
    return "\n".join(lines).encode()


def long() -> bytes:
    """A hundred thousand rows of four columns that are no list of children."""
    rows = "".join(_row(n, ["石雨桐", str(n), "石大勇", "10400001111"]) for n in range(2, 100_002))
    return xlsx(f"<sheetData>{_row(1, ['项目', '数量', '单位', '备注'])}{rows}</sheetData>")


FILES: dict[str, Callable[[], bytes]] = {
    "far cell": far_cell,
    "200,000 styled blank rows": styled_blanks,
    "wrong dimension": wrong_dimension,
    "zip bomb": zip_bomb,
    "entity bomb": entity_bomb,
    "truncated": truncated,
    "300 columns": wide,
    "100,000 rows": long,
}


class _Watch:
    """Notes the longest time between two words of progress."""

    def __init__(self) -> None:
        self.last = time.monotonic()
        self.longest = 0.0

    def step(self, done: int, total: int, text: str) -> None:
        """One word of progress."""
        now = time.monotonic()
        self.longest = max(self.longest, now - self.last)
        self.last = now


def look(path: Path) -> None:
    """In a process of its own: reads the file, finds its tables, prints what happened as JSON."""
    from childdesk.domain.errors import Refused  # noqa: PLC0415 - this process measures its own memory
    from childdesk.files import blocks, layout  # noqa: PLC0415
    from childdesk.files.read import read_workbook  # noqa: PLC0415

    watch = _Watch()
    try:
        book = read_workbook(path, watch)
        tables = [layout.layout(part, watch) for sheet in book.sheets for part in blocks.parts(sheet)]
        said = "; ".join(table.why_not or f"{len(table.records)} rows" for table in tables)
    except Refused as refused:
        said = refused.sentence
    watch.step(0, 0, "")
    status = Path("/proc/self/status").read_text()
    memory = int(status.partition("VmHWM:")[2].split()[0]) // 1024
    print(json.dumps({"said": said, "wait": watch.longest, "memory": memory}, ensure_ascii=False))


def main() -> int:
    """Every file in turn."""
    if len(sys.argv) > 2 and sys.argv[1] == "--look":
        look(Path(sys.argv[2]))
        return 0
    bad = 0
    with tempfile.TemporaryDirectory() as folder:
        for name, make in FILES.items():
            path = Path(folder) / "ledger.xls"
            path.write_bytes(make())
            began = time.monotonic()
            done = subprocess.run(
                [sys.executable, "-m", "tests.prove.prove_hostile", "--look", str(path)],
                capture_output=True,
                text=True,
                check=False,
            )
            took = time.monotonic() - began
            if done.returncode:
                print(f"MISSED {name:28}ended with {done.returncode}")
                bad += 1
                continue
            told = json.loads(done.stdout)
            holds = told["wait"] <= WAIT and told["memory"] <= MEMORY
            bad += not holds
            mark = "holds " if holds else "MISSED"
            figures = f"{took:6.1f} s, longest wait {told['wait']:.1f} s, {told['memory']:4} MB"
            print(f"{mark} {name:28}{figures}: {told['said']}")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
