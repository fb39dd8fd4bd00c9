"""A second process beside this one: what is pure in long work is done there, on the computer's other core.

Two threads of one interpreter never compute at the same time; two processes do. The second one knows a module
and answers a frame of bytes with a frame of bytes, in order, over two pipes: nothing touches the disk. It may
die at any time; then whoever asked does the work itself. It ends with the block that began it, and by itself
when the pipe to it closes.
"""

from __future__ import annotations

import contextlib
import gc
import importlib
import os
import queue
import struct
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

if sys.platform == "linux":
    import fcntl

FLAG = "--beside"
"""With this argument and the name of a module a frozen program becomes the second process."""

_START = (
    "import sys; sys.path.insert(0, sys.argv[1]); "
    "from childdesk.domain.beside import main; sys.exit(main(sys.argv[2:]))"
)
EAGER = 0.0005
"""Seconds that a thread computes before one that reads a pipe gets its turn: with the usual five thousandths
the other process would wait for whoever takes what it wrote."""
WIDE = 1 << 20
"""Bytes that a pipe may hold, where the system lets us say so: a whole answer."""
_SET_SIZE = 1031
"""F_SETPIPE_SZ of Linux, for which Python 3.11 has a name on some systems only."""
Answer = Callable[[bytes], bytes]
"""What a module's `answering()` returns: it answers one frame after the other."""


def cores() -> int:
    """How many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


class Beside:
    """One second process. `died` is set once it will not answer any more."""

    def __init__(self, module: str) -> None:
        if getattr(sys, "frozen", False):
            command = [sys.executable, FLAG, module]
        else:
            root = str(Path(__file__).resolve().parents[2])
            command = [sys.executable, "-I", "-c", _START, root, module]
        self.process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
        for pipe in (self.process.stdin, self.process.stdout):
            _widen(pipe)
        self.died = False
        self._ready = False
        self._asked: queue.SimpleQueue[bytes | None] = queue.SimpleQueue()
        self._answered: queue.SimpleQueue[bytes | None] = queue.SimpleQueue()
        self._talks = [threading.Thread(target=talk, daemon=True) for talk in (self._feed, self._listen)]
        for talk in self._talks:
            talk.start()

    def ask(self, body: bytes) -> None:
        """Puts a question at the end of the row."""
        self._asked.put(body)

    def answer(self, seconds: float) -> bytes | None:
        """The answer to the oldest open question; None where there is none yet, or never will be."""
        try:
            found = self._answered.get(timeout=seconds) if seconds else self._answered.get_nowait()
        except queue.Empty:
            return None
        self.died = found is None
        return found

    def is_ready(self) -> bool:
        """Whether it has started and lives: nothing need be asked of one that does not yet."""
        self.died |= self.process.poll() is not None
        return self._ready and not self.died

    def close(self) -> None:
        """Ends it, whatever it is doing."""
        self.process.kill()
        self._asked.put(None)
        for talk in self._talks:
            talk.join()
        self.process.wait()

    def _feed(self) -> None:
        assert self.process.stdin is not None
        try:
            with self.process.stdin as pipe:
                while (body := self._asked.get()) is not None:
                    pipe.write(struct.pack(">I", len(body)))
                    pipe.write(body)
                    pipe.flush()
        except OSError:
            pass  # it has ended; the other pipe says so

    def _listen(self) -> None:
        assert self.process.stdout is not None
        with self.process.stdout as pipe:
            self._ready = _frame(pipe) is not None
            while (body := _frame(pipe)) is not None:
                self._answered.put(body)
        self._answered.put(None)


@contextmanager
def beside(module: str, *, wanted: bool = True) -> Iterator[Beside | None]:
    """The second process for the block; None where there is one core only, or the system gives no process."""
    try:
        made = Beside(module) if wanted and cores() > 1 else None
    except OSError:
        made = None
    usual = sys.getswitchinterval()
    try:
        if made is not None:
            sys.setswitchinterval(EAGER)
        yield made
    finally:
        sys.setswitchinterval(usual)
        if made is not None:
            made.close()


def _widen(pipe: IO[bytes] | None) -> None:
    if sys.platform == "linux" and pipe is not None:
        with contextlib.suppress(OSError):  # more than the system allows: then it stays as it is
            fcntl.fcntl(pipe.fileno(), _SET_SIZE, WIDE)


def _frame(pipe: IO[bytes]) -> bytes | None:
    head = pipe.read(4)
    if len(head) < 4:
        return None
    (length,) = struct.unpack(">I", head)
    body = pipe.read(length)
    return body if len(body) == length else None


def main(arguments: list[str]) -> int:
    """`module`: answers with what it is told until nobody asks any more."""
    out = open(1, "wb", closefd=False)  # noqa: SIM115 lives as long as we
    sys.stdout = sys.stderr  # what a library prints must not stand between two frames
    gc.disable()  # it lives for one import: looking for rubbish would cost a tenth of its time
    answer: Answer = importlib.import_module(arguments[0]).answering()
    with open(0, "rb", closefd=False) as pipe:
        told = b""  # says that it is ready
        while True:
            out.write(struct.pack(">I", len(told)) + told)
            out.flush()
            if (body := _frame(pipe)) is None:
                return 0
            told = answer(body)
