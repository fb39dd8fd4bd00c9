"""The stories in a real window: Qt's xcb platform on a screen of 1366×768 that Xvfb makes.

    python -m tests.prove.prove_real_window [TESTS…]

Every warning of Qt fails there too, and so does a thread or a timer that is left. Without Xvfb or without
Qt's libraries for X it says "not run: …" and exits 3.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

TESTS = (
    "tests/stories",
    "tests/ui/test_window.py",
    "tests/ui/test_crash_once.py",
    "tests/ui/test_editors.py",
)
SCREEN = "1366x768x24"
ASKED = "from PySide6.QtWidgets import QApplication; print(QApplication([]).platformName())"


@contextmanager
def screen(server: str) -> Iterator[str]:
    """A display of its own; its number is what the server itself chose."""
    reading, writing = os.pipe()
    command = [server, "-displayfd", str(writing), "-screen", "0", SCREEN, "-nolisten", "tcp", "-noreset"]
    running = subprocess.Popen(
        command, pass_fds=[writing], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    os.close(writing)
    try:
        with os.fdopen(reading) as told:
            yield f":{told.readline().strip()}"
    finally:
        running.terminate()
        running.wait()


def main(tests: list[str]) -> int:
    """0 when every story holds, 3 when there is no screen to show a window on."""
    server = shutil.which("Xvfb")
    if server is None:
        print("not run: no Xvfb")
        return 3
    with screen(server) as display:
        environment = {**os.environ, "DISPLAY": display, "QT_QPA_PLATFORM": "xcb"}
        asked = subprocess.run(
            [sys.executable, "-c", ASKED], env=environment, capture_output=True, text=True, check=False
        )
        if asked.stdout.strip() != "xcb":
            print(f"not run: Qt opens no window on X: {asked.stderr.strip().splitlines()[:1]}")
            return 3
        print(f"{SCREEN} on {display}, platform {asked.stdout.strip()}")
        return subprocess.run(
            [sys.executable, "-m", "pytest", "-q", *(tests or TESTS)], env=environment, check=False
        ).returncode


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
