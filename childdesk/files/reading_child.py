"""Runs in a process of its own: takes a stranger's workbook from the pipe, hands plain data back.

Standard input brings the length of a password, the password and the file. Frames go out on standard
output: one letter, four bytes of length, then
    P  (done, total) by marshal         W  the workbook as plain data by marshal
    R  (sentence, field) by marshal     F  kind and place of a fault of ours, without any value
    X  (an .xlsx, what is lost) by marshal, when a workbook of before 2007 is to be made again
Nothing touches the disk; on Linux the kernel holds memory, processor time and file size to the limits.
"""

from __future__ import annotations

import gc
import marshal
import struct
import sys
import time
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import BinaryIO

from childdesk.domain.errors import Refused
from childdesk.files import (
    csv_read,
    html_read,
    ods_read,
    sentences,
    sniff,
    unsealing,
    xls_read,
    xlsx_read,
    xml2003_read,
)
from childdesk.files.grid import Budget, Plain
from childdesk.files.rebuilding import old_book
from childdesk.files.xlsx_parts import Container

EVERY = 0.15
"""Seconds between two reports of progress."""


class Out:
    """The way back to the window's process."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._next = 0.0

    def send(self, letter: bytes, body: bytes) -> None:
        """Sends one frame."""
        self._stream.write(struct.pack(">cI", letter, len(body)) + body)
        self._stream.flush()

    def step(self, done: int, total: int) -> None:
        """Reports progress, not too often."""
        now = time.monotonic()
        if now >= self._next:
            self._next = now + EVERY
            self.send(b"P", marshal.dumps((done, total)))

    def fault(self, kind: type[BaseException], _: BaseException, trace: TracebackType | None) -> None:
        """Sends what kind of fault of ours ended the reading, and where: never with what values."""
        place = ""
        while trace is not None:
            place = f"{Path(trace.tb_frame.f_code.co_filename).name}:{trace.tb_lineno}"
            trace = trace.tb_next
        self.send(b"F", f"{kind.__name__} {place}".encode())


def plain_workbook(data: bytes, budget: Budget, out: Out, password: str = "") -> Plain:
    """Chooses the reader by the file's first bytes. Raises Refused."""
    kind = sniff.kind(data)
    if kind == "sealed":
        data = unsealing.workbook(data, password, budget)
        kind = sniff.kind(data)
    if kind == "zip":
        return _zipped(data, budget, out)
    try:
        return _READERS[kind](data, budget, out.step)
    except xls_read.Sealed:
        return xls_read.read(unsealing.old_workbook(data, password), budget, out.step)


_READERS: dict[str, Callable[[bytes, Budget, Callable[[int, int], None]], Plain]] = {
    "text": csv_read.read,
    "xls": xls_read.read,
    "html": html_read.read,
    "xml": xml2003_read.read,
}


def made_again(data: bytes, budget: Budget, password: str = "") -> old_book.Rebuilt:
    """A workbook of before 2007 as .xlsx. Raises Refused."""
    budget.unpack(len(data))
    try:
        return old_book.rebuild(data)
    except xls_read.Sealed:
        return old_book.rebuild(unsealing.old_workbook(data, password))


def _zipped(data: bytes, budget: Budget, out: Out) -> Plain:
    container = Container(data, budget)
    if "xl/workbook.bin" in container:
        raise Refused(sentences.BINARY_WORKBOOK)
    if ods_read.CONTENT in container:
        return ods_read.read(container, out.step)
    return xlsx_read.read(container, out.step)


def hold_to(memory_mb: int, seconds: int) -> None:
    """Asks Linux to end this process when it takes more; elsewhere the budget alone holds it."""
    if sys.platform != "linux":
        return
    import resource  # noqa: PLC0415 (this module exists on this platform only)

    size = memory_mb << 20
    resource.setrlimit(resource.RLIMIT_AS, (size, size))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds + 10, seconds + 10))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def main(arguments: list[str]) -> int:
    """`memory_mb seconds unpacked_mb [rebuild]`: reads one workbook, or makes it again, and ends."""
    out = Out(open(1, "wb", closefd=False))  # noqa: SIM115 lives as long as we
    sys.excepthook = out.fault
    sys.stdout = sys.stderr  # what a library prints must not stand between two frames
    memory_mb, seconds, unpacked_mb = (int(argument) for argument in arguments[:3])
    again = arguments[3:] == ["rebuild"]
    hold_to(memory_mb, seconds)
    gc.disable()  # what is read stays until the end: looking for rubbish would cost a third of the time
    with open(0, "rb", closefd=False) as pipe:
        (length,) = struct.unpack(">I", pipe.read(4))
        password = pipe.read(length).decode()
        data = pipe.read()
    try:
        budget = Budget(unpacked=unpacked_mb << 20)
        made = made_again(data, budget, password) if again else plain_workbook(data, budget, out, password)
        body = marshal.dumps(tuple(made) if again else made)
    except Refused as refused:
        out.send(b"R", marshal.dumps((refused.sentence, refused.field)))
    except MemoryError:
        out.send(b"R", marshal.dumps((sentences.TOO_LARGE, None)))
    else:
        out.send(b"X" if again else b"W", body)
    return 0
