"""Every desktop's way to say that the session is locked, over a real message bus of its own.

    python -m tests.prove.prove_lock_signs

Starts a bus that stands for the session's and the system's. Another process plays the desktops: it owns each
name of `LINUX`, says at its object that the session is locked, then that it is not. The first must be heard
once, the second never. Without dbus-daemon it says "not run: …" and exits 3.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from functools import partial

from PySide6.QtCore import QCoreApplication, QEventLoop, QTimer
from PySide6.QtDBus import QDBusConnection, QDBusMessage
from PySide6.QtWidgets import QApplication, QWidget

from childdesk.ui import session_signs
from childdesk.ui.session_signs import BEGAN, LINUX, PROPERTY, SessionSigns, Source
from tests.prove import proof

WAIT = 300
"""ms until a signal that was sent must have come."""
LISTENED = LINUX


@contextlib.contextmanager
def bus(server: str) -> Iterator[str]:
    """A message bus for us alone; its address is what the server itself chose."""
    reading, writing = os.pipe()
    command = [server, "--session", "--nofork", "--nosyslog", f"--print-address={writing}"]
    running = subprocess.Popen(command, pass_fds=[writing], stderr=subprocess.DEVNULL)
    os.close(writing)
    try:
        with os.fdopen(reading) as told:
            yield told.readline().strip()
    finally:
        running.terminate()
        running.wait()


def signal(one: Source, *, begins: bool) -> QDBusMessage | None:
    """What a desktop sends; None where it says nothing at the end."""
    path = one.path or "/" + one.service.replace(".", "/")
    message = QDBusMessage.createSignal(path, one.interface or one.service, one.name)
    if one.slot == BEGAN:
        return message if begins else None
    changed = [one.service, {"Locked": begins}, []]
    message.setArguments(changed if one.slot == PROPERTY else [begins])
    return message


def play(at: int) -> None:
    """A desktop: owns the name of a source, says what it is told to on its input, line by line."""
    one = LINUX[at]
    application = QCoreApplication([])
    desktop = QDBusConnection.sessionBus()
    print("owned" if desktop.registerService(one.service) else "refused", flush=True)
    for line in sys.stdin:
        message = signal(one, begins=line.strip() == "begins")
        if message is not None:
            desktop.send(message)
        application.processEvents()
        print("sent", flush=True)


def heard(at: int) -> list[str]:
    """What is wrong with how one source is heard."""
    host = QWidget()
    signs, told = SessionSigns(host), list[int]()
    signs.away.connect(lambda: told.append(1))
    signs.listen()
    command = [sys.executable, "-m", "tests.prove.prove_lock_signs", "--play", str(at)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as desktop:
        assert desktop.stdin is not None
        assert desktop.stdout is not None
        assert desktop.stdout.readline().strip() == "owned"
        wrong = []
        for word, times in (("begins", 1), ("over", 1)):
            desktop.stdin.write(f"{word}\n")
            desktop.stdin.flush()
            desktop.stdout.readline()
            _wait()
            if len(told) != times:
                wrong.append(f"{LINUX[at].service} {LINUX[at].name}: heard {len(told)} times after “{word}”")
        desktop.stdin.close()
    host.deleteLater()
    _wait()
    return wrong


def _wait() -> None:
    loop = QEventLoop()
    QTimer.singleShot(WAIT, loop.quit)
    loop.exec()


def case(seed: int) -> tuple[list[str], Mapping[str, int]]:
    """One source of the list."""
    return heard((seed - 1) % len(LINUX)), {"sources": 1}


@contextlib.contextmanager
def listening(to: tuple[Source, ...]) -> Iterator[None]:
    """The program listens to something else."""
    session_signs.LINUX = to
    try:
        yield
    finally:
        session_signs.LINUX = LISTENED


BROKEN: proof.Broken = {
    "a letter of the name is wrong": partial(
        listening, tuple(one._replace(service=one.service.replace("S", "s")) for one in LISTENED)
    ),
    "the object is where others have it": partial(
        listening, tuple(one._replace(path="") for one in LISTENED)
    ),
    "properties are not looked at": partial(
        listening, tuple(one for one in LISTENED if one.slot != PROPERTY)
    ),
    "only screensavers": partial(
        listening, tuple(one for one in LISTENED if one.service.endswith("ScreenSaver"))
    ),
}


def main() -> int:
    """Starts itself again on a bus of its own; 3 where there is none."""
    server = shutil.which("dbus-daemon")
    if server is None:
        print("not run: no dbus-daemon")
        return 3
    with bus(server) as address:
        names = ("DBUS_SESSION_BUS_ADDRESS", "DBUS_SYSTEM_BUS_ADDRESS")
        environment = {**os.environ, **dict.fromkeys(names, address), "QT_QPA_PLATFORM": "offscreen"}
        command = [sys.executable, "-m", "tests.prove.prove_lock_signs", "--inside", *sys.argv[1:]]
        return subprocess.run(command, env=environment, check=False).returncode


if __name__ == "__main__":
    if sys.argv[1:2] == ["--play"]:
        play(int(sys.argv[2]))
    elif sys.argv[1:2] == ["--inside"]:
        del sys.argv[1]
        application = QApplication([])
        proof.main("prove_lock_signs", case, BROKEN, cases=len(LINUX))
    else:
        raise SystemExit(main())
