"""Reads a stranger's workbook in a child process with limits, so that no file can take the window with it."""

from __future__ import annotations

import marshal
import queue
import struct
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, cast

import childdesk
from childdesk.domain.errors import Refused
from childdesk.domain.progress import Progress, Silent
from childdesk.files import sentences
from childdesk.files.grid import Plain
from childdesk.files.sheets import Workbook, workbook

FLAG = "--read-workbook"
"""With this argument a frozen program becomes the reading child."""

LARGEST_FILE = 100 << 20
POLL = 0.1

_START = (
    "import sys; sys.path.insert(0, sys.argv[1]); "
    "from childdesk.files.reading_child import main; sys.exit(main(sys.argv[2:]))"
)


@dataclass(frozen=True, slots=True)
class Limits:
    """What reading one file may cost: memory of the child, wall time, bytes of unpacked XML."""

    memory_mb: int = 1536
    seconds: int = 180
    unpacked_mb: int = 600


class ReaderError(Exception):
    """Kind and place of a fault in the reading child, for the log; it carries no value of the file."""


def read_workbook(
    path: Path,
    progress: Progress | None = None,
    limits: Limits | None = None,
    *,
    password: str = "",
    meanwhile: Callable[[], object] | None = None,
) -> Workbook:
    """Reads any workbook that we know.

    `password` opens a workbook that has one; it is decrypted in the child's memory only. `meanwhile` is done
    here while the child reads: most computers have two cores.
    Raises Refused with the reason and the next step (missing, locked, empty, too large, protected, damaged,
    no workbook; its `field` is "password" when a password is wanted or wrong), Cancelled when `progress`
    was told to stop; the child is ended before this returns.
    """
    return read_bytes(contents(path), progress, limits, password=password, meanwhile=meanwhile)


def read_bytes(
    data: bytes,
    progress: Progress | None = None,
    limits: Limits | None = None,
    *,
    password: str = "",
    meanwhile: Callable[[], object] | None = None,
) -> Workbook:
    """Reads a workbook that is already in memory. Raises as `read_workbook` does."""
    told, held = progress or Silent(), limits or Limits()
    plain = cast("Plain", _asked(data, told, held, password, meanwhile=meanwhile))
    told.step(1, 1, "读完了")
    return workbook(plain)


def rebuilt(
    data: bytes, progress: Progress | None = None, *, password: str = ""
) -> tuple[bytes, tuple[str, ...]]:
    """A workbook of before 2007 as .xlsx, and what cannot be carried over, in sentences.

    Made in the child process. Raises as `read_workbook` does.
    """
    made = _asked(data, progress or Silent(), Limits(), password, "rebuild")
    return cast("tuple[bytes, tuple[str, ...]]", made)


def _asked(
    data: bytes,
    told: Progress,
    held: Limits,
    password: str,
    *how: str,
    meanwhile: Callable[[], object] | None = None,
) -> object:
    """What the child hands back, once its progress is told."""
    ends = time.monotonic() + held.seconds
    frames: queue.SimpleQueue[tuple[bytes, bytes]] = queue.SimpleQueue()
    done = total = 0
    with _child(held, *how) as process:
        talk = threading.Thread(target=_talk, args=(process, (_head(password), data), frames), daemon=True)
        talk.start()
        if meanwhile is not None:
            meanwhile()
        while True:
            told.step(done, total, "正在读表格")
            try:
                letter, body = frames.get(timeout=POLL)
            except queue.Empty:
                if time.monotonic() > ends:
                    raise Refused(sentences.TOO_SLOW) from None
                continue
            if letter == b"P":
                done, total = marshal.loads(body)
            else:
                told.step(total, total, "读完了")
                return _answer(letter, body)


def _answer(letter: bytes, body: bytes) -> object:
    if letter in (b"W", b"X"):
        made: object = marshal.loads(body)
        return made
    if letter == b"R":
        sentence, field = marshal.loads(body)
        raise Refused(sentence, field)
    raise Refused(sentences.UNREADABLE) from ReaderError(body.decode() or "the reading child ended")


def _head(password: str) -> bytes:
    """What stands before the file in the pipe: nothing of a password is on a command line or a disk."""
    words = password.encode()
    return struct.pack(">I", len(words)) + words


def contents(path: Path) -> bytes:
    """The file's bytes. Raises Refused when it is missing, locked, empty or too large."""
    if path.name.startswith("~$"):
        raise Refused(sentences.LOCK_FILE)
    try:
        with path.open("rb") as file:
            data = file.read(LARGEST_FILE + 1)
    except FileNotFoundError:
        raise Refused(sentences.GONE) from None
    except OSError:
        raise Refused(sentences.NOT_READABLE) from None
    if not data:
        raise Refused(sentences.EMPTY)
    if len(data) > LARGEST_FILE:
        raise Refused(sentences.FILE_TOO_LARGE)
    return data


@contextmanager
def _child(limits: Limits, *how: str) -> Iterator[subprocess.Popen[bytes]]:
    """The reading child, which does not outlive the block."""
    held = [str(limits.memory_mb), str(limits.seconds), str(limits.unpacked_mb), *how]
    if getattr(sys, "frozen", False):
        command = [sys.executable, FLAG, *held]
    else:
        root = str(Path(childdesk.__file__).resolve().parent.parent)
        command = [sys.executable, "-I", "-c", _START, root, *held]
    process = subprocess.Popen(
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
    )
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def _talk(
    process: subprocess.Popen[bytes],
    given: tuple[bytes, ...],
    frames: queue.SimpleQueue[tuple[bytes, bytes]],
) -> None:
    """Hands the file over, then passes frames on; an empty fault at the end tells of the child's death."""
    assert process.stdin is not None
    assert process.stdout is not None
    with process.stdin as feed, process.stdout as answers:
        try:
            for piece in given:
                feed.write(piece)
            feed.close()
        except OSError:
            pass  # the child ended early; what it said, if anything, is still in the other pipe
        while (frame := _frame(answers)) is not None:
            frames.put(frame)
    frames.put((b"F", b""))


def _frame(answers: IO[bytes]) -> tuple[bytes, bytes] | None:
    head = answers.read(5)
    if len(head) < 5:
        return None
    letter, length = struct.unpack(">cI", head)
    body = answers.read(length)
    return (letter, body) if len(body) == length else None
