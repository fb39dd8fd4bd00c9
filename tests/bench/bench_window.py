"""Measures the window: from the accepted passphrase to the painted list, pages of 100,000, scrolling, memory,
and how long it stands still while 150,000 changes that wait are counted for U盘同步 and for its status line.

    python -m tests.bench.bench_window [--runs 5] [--children 5000] [--many 100000] [--memory 10000]
    python -m tests.bench.bench_window --only waiting [--changes 150000]
    python -m tests.bench.bench_window --broken NAME|all

Every process is a new one. After the bars each broken variant is run, and must miss its bar; with `--broken`
only they are. The whole process of a bare window in the same style and font is measured in the
same run, turn and turn about; what the key derivation takes is printed beside and not counted. The desks are
made once and kept in build/desks.
"""

from __future__ import annotations

import argparse
import gc
import json
import os
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication, QLabel, QVBoxLayout, QWidget

from childdesk.ui import theme

TIMES, FRAME, SLOWEST, MOST, STILL = 5.0, 16.0, 33.0, 300, 100.0
"""The bars: bare windows until the list, ms for a page, ms for a paint, MB with 10,000 children, ms without
an answer while much is counted."""

HEAVY = ("openpyxl", "lxml", "pyrage", "xlsxwriter", "xlrd", "msoffcrypto")
"""What the first page must be shown without; the table of pinyin besides."""


class Painted(QObject):
    """Calls back once something was painted for the first time that `ready` agrees with."""

    def __init__(self, seen: QWidget, ready: Callable[[], bool], then: Callable[[], object]) -> None:
        super().__init__(seen)
        self._ready = ready
        self._then: Callable[[], object] | None = then
        seen.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 Qt's name
        """A filter runs before the paint; what it puts off runs after."""
        if event.type() == QEvent.Type.Paint and self._then is not None:
            QTimer.singleShot(0, self._look)
        return False

    def _look(self) -> None:
        if self._then is not None and self._ready():
            then, self._then = self._then, None
            then()


# ── each of these is a process of its own ───────────────────────────────────────────────────────────────


def bare() -> None:
    """A window with a line of words in our style and font, until it is painted."""
    application = _application()
    window = QWidget()
    line = QLabel("童档")
    layout = QVBoxLayout(window)
    layout.addWidget(line)
    window.resize(1366, 698)
    Painted(line, lambda: True, application.quit)
    window.show()
    application.exec()


def spoil(broken: str) -> None:
    """Puts a broken variant in place, in this process."""
    if broken:
        from tests.bench._broken_window import VARIANTS  # noqa: PLC0415 - never part of what is measured

        VARIANTS[broken]()


def start(home: Path, broken: str) -> None:
    """The program, from Enter at the passphrase to the painted list; prints what it saw as JSON."""
    from childdesk import app as roof  # noqa: PLC0415 - the bare window is measured without the program
    from childdesk.domain.clock import SetClock  # noqa: PLC0415
    from tests.ui import villages  # noqa: PLC0415

    spoil(broken)
    application = _application()
    told: dict[str, object] = {}
    _time_the_key(told)
    roof.START = "children"
    program = roof.App(home, SetClock(villages.NOON))
    program.start()
    page = program.entrance.sign_in
    assert page is not None
    page.secret.set_text(villages.PASSPHRASE)

    def shown() -> None:
        told["first_page"] = _heavy()
        page.secret.entered.emit()
        QTimer.singleShot(0, watch)

    def watch() -> None:
        list_ = program.window.made("children")
        if list_ is None:
            QTimer.singleShot(1, watch)
            return
        table = list_.table  # type: ignore[attr-defined]
        Painted(table.view.viewport(), lambda: table.model.loaded(0), done)
        table.view.viewport().update()

    def done() -> None:
        told["painted"] = time.perf_counter()
        told["list"] = _heavy()
        told["rows"] = len(program.window.made("children").table.model.ids)  # type: ignore[union-attr]
        program.window.close()
        application.quit()

    Painted(page, lambda: True, shown)
    application.exec()
    told["took"] = (told["painted"] - told["accepted"]) * 1000  # type: ignore[operator]
    print(json.dumps(told))


def _time_the_key(told: dict[str, object]) -> None:
    """Notes when the passphrase was accepted, and how long its derivation took."""
    from childdesk.store import slots  # noqa: PLC0415

    unlock = slots.unlock

    def timed(*words: object, **more: object) -> bytes:
        began = time.perf_counter()
        key: bytes = unlock(*words, **more)  # type: ignore[arg-type]
        told["accepted"] = time.perf_counter()
        told["derivation"] = (time.perf_counter() - began) * 1000
        return key

    slots.unlock = timed  # type: ignore[assignment]


def use(home: Path, broken: str) -> None:
    """The list of an opened desk, scrolled: pages, paints and memory, as JSON."""
    from childdesk.app import steady  # noqa: PLC0415
    from childdesk.desk.listing import Filter  # noqa: PLC0415
    from tests.ui import villages  # noqa: PLC0415
    from tests.ui.stage import Stage  # noqa: PLC0415

    spoil(broken)
    _application()
    there = Stage(home)
    steady(there.app)
    there.enter(villages.PASSPHRASE)
    list_ = there.go("children", Filter())
    table, chance = list_.table, random.Random(7)
    number = len(table.model.ids)
    bar = table.view.verticalScrollBar()
    pages = []
    for _ in range(200):
        first = chance.randrange(max(number - 64, 1)) // 64 * 64
        table.model._forget()
        pages.append(_timed(lambda first=first: table.model.fetch(first, first + 63)))
    paints = []
    for step in range(600):
        # Line by line, page by page, and jumps with the handle.
        by = (1, 3, 18)[step % 3] if step < 450 else chance.randrange(number)
        bar.setValue(bar.value() + by if step < 450 else by)
        paints.append(_timed(table.view.viewport().repaint))
        QApplication.processEvents()
    now, peak = _memory("VmRSS"), _memory("VmHWM")
    there.close()
    print(json.dumps({"rows": number, "pages": pages, "paints": paints, "peak": peak, "now": now}))


def wait(home: Path, broken: str) -> None:
    """U盘同步 is opened where much waits: how long the window stood still, as JSON."""
    from tests.bench._still_window import told  # noqa: PLC0415 - never part of what else is measured

    spoil(broken)
    _application()
    print(json.dumps(told(home)))


def _timed(work: Callable[[], object]) -> tuple[float, float]:
    """ms by the clock and of the processor; others who use the machine lengthen only the first."""
    clock, own = time.perf_counter(), time.thread_time()
    work()
    return (time.perf_counter() - clock) * 1000, (time.thread_time() - own) * 1000


def _application() -> QApplication:
    application = QApplication(sys.argv[:1])
    application.setStyle("Fusion")
    theme.apply(application)
    return application


def _heavy() -> list[str]:
    """What is loaded and should not be yet."""
    found = [name for name in HEAVY if name in sys.modules]
    pinyin = sys.modules.get("childdesk.domain.pinyin")
    if pinyin is not None and any(isinstance(one, pinyin._Table) for one in gc.get_objects()):
        found.append("pinyin table")
    return found


def _memory(key: str) -> int:
    """MB of this process; what its parent had is not in it, as it would be in getrusage."""
    for line in Path("/proc/self/status").read_text(encoding="utf-8").splitlines():
        if line.startswith(key):
            return int(line.split()[1]) // 1024
    return 0


# ── the run ─────────────────────────────────────────────────────────────────────────────────────────────


def desk(children: int) -> Path:
    """A desk with so many children, made once. Over 20,000 they have no story: a list is what is measured."""
    from tests.ui import villages  # noqa: PLC0415
    from tests.ui.crowd import crowded  # noqa: PLC0415

    return (crowded(children) if children > 20_000 else villages.made(children)).home


def _run(*words: str) -> tuple[float, dict[str, object]]:
    began = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-m", "tests.bench.bench_window", *words], capture_output=True, text=True, check=True
    )
    took = (time.perf_counter() - began) * 1000
    last = done.stdout.strip().splitlines()
    return took, json.loads(last[-1]) if last else {}


def _copy(folder: Path, base: Path) -> str:
    return str(shutil.copytree(base, folder, ignore=shutil.ignore_patterns("code.txt")))


def starting(runs: int, children: int, folder: Path, broken: str = "") -> set[str]:
    """The first bar and what was loaded; which of them was missed."""
    base, bares, ours, keys = desk(children), [], [], []
    heavy: set[str] = set()
    for run in range(runs):
        took, _ = _run("--bare")
        _, told = _run("--start", _copy(folder / f"start-{broken}-{run}", base), *_with(broken))
        assert told["rows"], "an empty list was measured"
        bares.append(took)
        ours.append(float(told["took"]))  # type: ignore[arg-type]
        keys.append(float(told["derivation"]))  # type: ignore[arg-type]
        heavy |= {*told["first_page"], *told["list"]}  # type: ignore[misc]
    bare_, our, key = (statistics.median(one) for one in (bares, ours, keys))
    print(f"bare window, the whole process: {bare_:.0f} ms (median of {runs}: {_span(bares)})")
    print(
        f"accepted passphrase → painted list of {children:,}: {our:.0f} ms "
        f"(median of {runs}: {_span(ours)}), {our / bare_:.2f} × the bare window; bar {TIMES:g} ×"
    )
    print(f"key derivation before that, not counted: {key:.0f} ms")
    print(f"loaded by then that should not be: {'、'.join(sorted(heavy)) or 'nothing'}")
    return _missed(ratio=our > TIMES * bare_, loaded=bool(heavy))


def scrolling(many: int, folder: Path, broken: str = "") -> set[str]:
    """Pages and paints with many children; which of their bars was missed."""
    _, told = _run("--use", _copy(folder / f"many-{broken}", desk(many)), *_with(broken))
    over = {}
    for key, what, bar in (
        ("pages", f"a page of 64 of {told['rows']:,}", FRAME),
        ("paints", "a paint in a scripted scroll", SLOWEST),
    ):
        clock, own = (sorted(pair[at] for pair in told[key]) for at in (0, 1))  # type: ignore[attr-defined]
        print(
            f"{what}: median {clock[len(clock) // 2]:.1f} ms, worst {clock[-1]:.1f} ms by the clock and "
            f"{own[-1]:.1f} ms of the processor, of {len(own)}; bar {bar:g} ms"
        )
        over[key] = own[-1] > bar
    return _missed(**over)


def remembering(children: int, folder: Path, broken: str = "") -> set[str]:
    """Memory with the list scrolled through; whether its bar was missed."""
    _, told = _run("--use", _copy(folder / f"memory-{broken}", desk(children)), *_with(broken))
    print(
        f"memory with {told['rows']:,} children: {told['now']} MB resident, {told['peak']} MB at most, "
        f"the key derivation's 64 MB in it; bar {MOST} MB"
    )
    return _missed(memory=int(told["peak"]) > MOST)  # type: ignore[call-overload]


def standing(changes: int, folder: Path, broken: str = "") -> set[str]:
    """How long the window stands still while much waits; whether its bar was missed."""
    from tests.ui.crowd import waiting  # noqa: PLC0415

    base = waiting(changes)
    _, told = _run("--wait", _copy(folder / f"wait-{broken}", base.home), *_with(broken))
    words = {"first": "U盘同步 opened", "again": "again", "edit": "an edit saved on it"}
    stood: dict[str, tuple[float, float]] = told["stood"]  # type: ignore[assignment]
    said = ", ".join(
        f"{words[key]} {by:.0f} ms ({own:.0f} by the program)" for key, (by, own) in stood.items()
    )
    print(
        f"{told['changes']:,} changes wait; the window stood still at most: {said}; bar {STILL:g} ms; "
        f"counting them took {told['took']:.0f} ms of the processor beside it"
    )
    return _missed(still=max(own for _, own in stood.values()) > STILL)


def _missed(**over: bool) -> set[str]:
    return {figure for figure, so in over.items() if so}


def _with(broken: str) -> list[str]:
    return ["--variant", broken] if broken else []


Measured = Callable[[argparse.Namespace, Path, str], set[str]]

BROKEN: dict[str, tuple[str, Measured]] = {
    "every_row": ("ratio", lambda asked, folder, name: starting(1, asked.children, folder, name)),
    "workbooks_at_once": ("loaded", lambda asked, folder, name: starting(1, asked.children, folder, name)),
    "row_by_row": ("pages", lambda asked, folder, name: scrolling(asked.many, folder, name)),
    "asking_paint": ("paints", lambda asked, folder, name: scrolling(asked.many, folder, name)),
    "counting_in_the_window": ("still", lambda asked, folder, name: standing(asked.changes, folder, name)),
    "kept_for_ever": ("memory", lambda asked, folder, name: remembering(asked.memory, folder, name)),
}
"""Which figure each variant of _broken_window must miss, and what measures it: every figure has one."""


def seen_to_fall(asked: argparse.Namespace, folder: Path, name: str) -> bool:
    """Whether a broken variant misses its own bar."""
    print(f"── broken: {name}", flush=True)
    figure, measure = BROKEN[name]
    fell = figure in measure(asked, folder, name)
    print(f"   seen: {figure} falls" if fell else f"   NOT SEEN: {figure} holds", flush=True)
    return fell


def _span(numbers: list[float]) -> str:
    return f"{min(numbers):.0f}–{max(numbers):.0f}"


def main() -> int:
    """Prints the figures; 1 where a bar was missed, or where a broken variant misses none."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--bare", action="store_true")
    parser.add_argument("--start", type=Path)
    parser.add_argument("--use", type=Path)
    parser.add_argument("--wait", type=Path)
    parser.add_argument("--only", choices=["waiting"])
    parser.add_argument("--changes", type=int, default=150_000)
    parser.add_argument("--variant", default="")
    parser.add_argument("--broken", choices=[*BROKEN, "all"])
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--children", type=int, default=5000)
    parser.add_argument("--many", type=int, default=100_000)
    parser.add_argument("--memory", type=int, default=10_000)
    asked = parser.parse_args()
    if asked.bare:
        bare()
    elif asked.wait:
        wait(asked.wait, asked.variant)
    elif asked.start or asked.use:
        start(asked.start, asked.variant) if asked.start else use(asked.use, asked.variant)
    else:
        with tempfile.TemporaryDirectory(prefix="childdesk-bench-") as name:
            return 0 if _held(asked, Path(name)) else 1
    return 0


def _held(asked: argparse.Namespace, folder: Path) -> bool:
    missed: set[str] = set()
    if asked.broken is None:
        if asked.only is None:
            missed |= starting(asked.runs, asked.children, folder)
            missed |= scrolling(asked.many, folder)
            missed |= remembering(asked.memory, folder)
        missed |= standing(asked.changes, folder)
        print(f"missed: {'、'.join(sorted(missed))}" if missed else "every bar holds", flush=True)
    wanted = BROKEN if asked.broken in (None, "all") else (asked.broken,)
    if asked.only is not None:
        wanted = [name for name in wanted if BROKEN[name][0] == "still"]
    return all([not missed, *(seen_to_fall(asked, folder, name) for name in wanted)])


if __name__ == "__main__":
    sys.exit(main())
