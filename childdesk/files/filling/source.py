"""Takes a form in: its bytes as a package that can be patched, whatever kind of workbook it came as."""

from __future__ import annotations

import io
from dataclasses import dataclass
from pathlib import Path

from childdesk.domain.errors import Refused
from childdesk.domain.progress import Progress
from childdesk.files import read, sentences, sniff, unsealing
from childdesk.files.filling.package import TYPES, Package
from childdesk.files.grid import Budget
from childdesk.files.rebuilding import from_sheets
from childdesk.files.sheets import Workbook

MADE_AGAIN = "原表不是xlsx，填好的是照着它新做的xlsx；原表没有动"
ONLY_WORDS = "只带过来文字、合并的格子和底色；字体、列宽、公式没有带过来"


@dataclass(frozen=True, slots=True)
class Given:
    """A form as it was given: read, and as a package. `lost` is what cannot be carried over, in sentences."""

    book: Workbook
    package: bytes
    lost: tuple[str, ...] = ()


def read_form(data: bytes, progress: Progress, password: str = "") -> Given:
    """A form from its bytes; one of another kind is made again as .xlsx, and what that loses is listed.

    Raises Refused as `read.read_bytes` does.
    """
    book = read.read_bytes(data, progress, password=password)
    if book.kind in ("xls", "et"):
        package, lost = read.rebuilt(data, progress, password=password)
        return Given(read.read_bytes(package, progress), package, (MADE_AGAIN, *lost))
    if book.kind != "xlsx":
        package = from_sheets.workbook(book)
        return Given(read.read_bytes(package, progress), package, (MADE_AGAIN, ONLY_WORDS))
    if sniff.kind(data) == "sealed":
        # The reading child has opened it before: what it took can be taken here.
        data = unsealing.workbook(data, password, Budget())
    return Given(book, data)


def read_path(path: Path, progress: Progress, password: str = "") -> Given:
    """A form from its file, which is only ever read."""
    return read_form(read.contents(path), progress, password)


def require_name(out: Path, package: Package) -> None:
    """Raises Refused when the name's ending does not fit what is inside."""
    with_macros = b"macroEnabled" in package.given.get(TYPES, b"")
    suffix = ".xlsm" if with_macros else ".xlsx"
    if out.suffix.lower() != suffix:
        raise Refused(f"文件名请以{suffix}结尾。没有写出什么", "out")


def sealed(data: bytes, password: str) -> bytes:
    """The workbook so that only the password opens it. Raises Refused when that does not work."""
    from msoffcrypto.format import ooxml  # noqa: PLC0415 - few workbooks have a password

    made = io.BytesIO()
    ooxml.OOXMLFile(io.BytesIO(data)).encrypt(password, made)
    if sniff.kind(made.getvalue()) != "sealed":
        raise Refused(sentences.LOCKED)
    return made.getvalue()
