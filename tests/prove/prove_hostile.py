"""Workbooks that want to crash, fill or stop the program, each planned as an import in a process of its own.

`python -m tests.prove.prove_hostile [--cases N] [--seed S] [--broken NAME]`, see `proof`: the seed is the
number of the file. Printed for each are what the import says, the longest wait without progress, and the most
memory of the window's process. No file may crash it, wait over 2 s without progress, take more than 300 MB,
or be told anything but the sentence that is right for it.

A wait is made of work, of sleep, and of standing in the queue behind what else the machine does. Judged is
what it would be where this program gets a third of a processor: three times the work, and the sleep; on a
quiet machine that is stricter than the clock. The clock is printed beside it, and judged too wherever the
queue took less than half of the wait.
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from tests.files.handmade import HEAD, MAIN, xlsx
from tests.prove import proof

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
    rows = "".join(_row(n, ["课桌", str(n % 40), "张", "二楼仓库"]) for n in range(2, 100_002))
    return xlsx(f"<sheetData>{_row(1, ['项目', '数量', '单位', '备注'])}{rows}</sheetData>")


def many_children() -> bytes:
    """A hundred thousand children of one list, each with a family."""
    rows = "".join(
        _row(n, [f"石雨{chr(0x4E00 + n % 9000)}", "", f"石{chr(0x4E00 + n % 7000)}", f"104{n:08d}"])
        for n in range(2, 100_002)
    )
    return xlsx(f"<sheetData>{_row(1, HEADER)}{rows}</sheetData>")


def all_wrong() -> bytes:
    """Three thousand children whose every telephone and number is wrong: an issue for each cell."""
    rows = "".join(
        _row(n, [f"石雨{chr(0x4E00 + n)}", "43072220110520402", f"石{chr(0x4E00 + n)}", "1380"])
        for n in range(2, 3_002)
    )
    return xlsx(f"<sheetData>{_row(1, HEADER)}{rows}</sheetData>")


FILES: dict[str, tuple[Callable[[], bytes], str]] = {
    "far cell": (far_cell, "1 row"),
    "200,000 styled blank rows": (styled_blanks, "1 row"),
    "wrong dimension": (wrong_dimension, "1 row"),
    "zip bomb": (zip_bomb, "内容太多"),
    "entity bomb": (entity_bomb, "不该有的内容"),
    "truncated": (truncated, "像是不完整"),
    "300 columns": (wide, "100 rows"),
    "100,000 rows": (long, "没有儿童名册"),
    "100,000 children": (many_children, "分成几份"),
    "9,000 doubtful cells": (all_wrong, "3000 rows"),
}
"""Name → how it is made, and what the import has to say."""

BREAK = "CHILDDESK_HOSTILE_BREAK"
"""The variant that the process of its own puts in place."""


SHARE = 3
"""The part of a processor that is counted on is one in so many."""


class _Watch:
    """Notes the longest time between two words of progress, and which words they were."""

    def __init__(self) -> None:
        self.last = _clocks()
        self.words = "the beginning"
        self.clock = self.judged = 0.0
        self.between = ""

    def step(self, done: int, total: int, text: str) -> None:
        """One word of progress."""
        now = _clocks()
        wall, work, queue = (after - before for after, before in zip(now, self.last, strict=True))
        judged = SHARE * work + max(0.0, wall - work - queue)
        if queue * 2 < wall:
            judged = max(judged, wall)
        if judged > self.judged:
            self.judged, self.between = judged, f"{self.words} → {text or 'the end'}"
        self.clock = max(self.clock, wall)
        self.words = f"{text} {done}"
        self.last = _clocks()


def _clocks() -> tuple[float, float, float]:
    """Seconds of the clock, of work of this thread, and of its standing in the queue for a processor."""
    queue = Path("/proc/thread-self/schedstat").read_text().split()[1]
    return time.monotonic(), time.thread_time(), int(queue) / 1e9


def look(path: Path) -> None:
    """In a process of its own: plans the import of a file, prints what happened as JSON."""
    from childdesk.desk import importing  # noqa: PLC0415 - this process measures its own memory
    from childdesk.domain.errors import Refused  # noqa: PLC0415
    from tests.desk.made import session_in  # noqa: PLC0415

    _spoil(os.environ.get(BREAK, ""))
    with tempfile.TemporaryDirectory() as home:
        session = session_in(Path(home) / "desk")
        watch = _Watch()
        try:
            made = importing.plan(session, path, progress=watch)
            said = "; ".join(sheet.why_not or f"{len(sheet.rows)} rows" for sheet in made.sheets)
        except Refused as refused:
            said = refused.sentence
        watch.step(0, 0, "")
        session.ledger.close()
    told = {"said": said, "wait": watch.judged, "clock": watch.clock, "between": watch.between}
    told["memory"] = _memory()
    print(json.dumps(told, ensure_ascii=False))


def _memory() -> int:
    """The most that this process ever held, in MB; deriving a key takes 64 of them and is over by then."""
    status = Path("/proc/self/status").read_text()
    return int(status.partition("VmHWM:")[2].split()[0]) // 1024


def _spoil(variant: str) -> None:
    """Puts a broken rule in place of the right one, in this process alone."""
    from childdesk.desk import importing  # noqa: PLC0415 - this process measures its own memory
    from childdesk.domain.progress import Silent  # noqa: PLC0415
    from childdesk.files import layout  # noqa: PLC0415
    from childdesk.files import read as read_  # noqa: PLC0415

    if variant == "nobody is told how far it is":
        silent = importing.plan
        importing.plan = lambda at, path, **_: silent(at, path, progress=Silent())  # type: ignore[assignment]
    elif variant == "no bound to what is unpacked":
        read_.Limits.__init__.__defaults__ = (1536, 180, 6000)
    elif variant == "an odd sheet ends the program":
        layout.layout = lambda *about: sys.exit(3)  # type: ignore[assignment]


def case(seed: int) -> tuple[list[str], Mapping[str, int]]:
    """The file of that number."""
    name, (make, wanted) = list(FILES.items())[(seed - 1) % len(FILES)]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "ledger.xls"
        path.write_bytes(make())
        began = time.monotonic()
        command = [sys.executable, "-m", "tests.prove.prove_hostile", "--look", str(path)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        took = time.monotonic() - began
    if done.returncode:
        return [f"{name}: ended with {done.returncode} {done.stderr[-200:]}"], {"files": 1}
    told = json.loads(done.stdout)
    if not os.environ.get(BREAK):
        wait = f"longest wait {told['wait']:.1f} s (clock {told['clock']:.1f} s, {told['between']})"
        figures = f"{took:6.1f} s, {wait}, {told['memory']:4} MB"
        print(f"    {name:28}{figures}: {told['said']}", flush=True)
    waited = f"{name}: waited {told['wait']:.1f} s without a word, {told['between']}"
    wrong = [waited] if told["wait"] > WAIT else []
    wrong += [f"{name}: took {told['memory']} MB"] if told["memory"] > MEMORY else []
    wrong += [f"{name}: said {told['said']}"] if wanted not in told["said"] else []
    return wrong, {"files": 1}


@contextlib.contextmanager
def _broken(variant: str) -> Iterator[None]:
    os.environ[BREAK] = variant
    try:
        yield
    finally:
        del os.environ[BREAK]


VARIANTS = {
    "nobody is told how far it is": "waited",
    "no bound to what is unpacked": "zip bomb: said",
    "an odd sheet ends the program": "ended with 3",
}
"""Variant → the words of its own problem."""
BROKEN = {variant: (lambda variant=variant: _broken(variant)) for variant in VARIANTS}


if __name__ == "__main__":
    if len(sys.argv) > 2 and sys.argv[1] == "--look":
        look(Path(sys.argv[2]))
    else:
        proof.main("prove_hostile", case, BROKEN, cases=len(FILES), causes=VARIANTS)
