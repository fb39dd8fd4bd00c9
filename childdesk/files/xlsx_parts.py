"""Opens the container of an .xlsx: which parts there are, which sheets, how they refer to each other."""

from __future__ import annotations

import io
import posixpath
import zipfile
import zlib
from collections.abc import Iterator
from typing import NamedTuple

from childdesk.domain.errors import Refused
from childdesk.files import sentences
from childdesk.files.grid import Budget
from childdesk.files.xml_safe import Node, tree

CHUNK = 1 << 18
SMALL_PART = 40_000_000
SHEETS = 256


class SheetPart(NamedTuple):
    """A worksheet as the workbook lists it."""

    name: str
    hidden: bool
    part: str


class Container:
    """The parts of a workbook. Names are matched without regard to case or the direction of slashes."""

    def __init__(self, data: bytes, budget: Budget) -> None:
        """Raises Refused when the container is damaged or protected."""
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        # NotImplementedError is zipfile's word for a way of packing that it does not know.
        except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
            raise Refused(sentences.BROKEN) from None
        self.budget = budget
        self._infos = {_norm(info.filename): info for info in self._zip.infolist()}
        if any(info.flag_bits & 1 for info in self._infos.values()):
            raise Refused(sentences.LOCKED)

    def __contains__(self, name: str) -> bool:
        return _norm(name) in self._infos

    def size(self, name: str) -> int:
        """Unpacked bytes of a part, as the container claims; 0 when it is missing."""
        info = self._infos.get(_norm(name))
        return info.file_size if info else 0

    def stream(self, name: str) -> Iterator[bytes]:
        """A part in pieces. Raises Refused when it is damaged or the budget is spent."""
        info = self._infos[_norm(name)]
        try:
            with self._zip.open(info) as part:
                while piece := part.read(CHUNK):
                    self.budget.unpack(len(piece))
                    yield piece
        # NotImplementedError is zipfile's word for a way of packing that it does not know.
        except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError) as fault:
            raise Refused(sentences.BROKEN) from fault

    def small(self, name: str) -> Node | None:
        """A small part as a tree; None when it is missing."""
        if name not in self:
            return None
        if self.size(name) > SMALL_PART:
            raise Refused(sentences.TOO_LARGE)
        return tree(b"".join(self.stream(name)))


def _norm(name: str) -> str:
    return name.replace("\\", "/").lstrip("/").casefold()


class Book(NamedTuple):
    """What the workbook part says: its worksheets, the epoch of its dates, and its shared parts."""

    sheets: tuple[SheetPart, ...]
    epoch_1904: bool
    strings: str
    styles: str


def book(container: Container) -> Book:
    """Reads the workbook part. Raises Refused for what is no workbook or holds no worksheet."""
    main = _main_part(container)
    node = container.small(main)
    root = node.children[0] if node is not None and node.children else None
    if root is None or root.name != "workbook":
        raise Refused(sentences.BROKEN)
    related = relations(container, main)
    sheets = []
    for sheet in root.all("sheets", "sheet"):
        kind, part = related.get(sheet.attrs.get("id", ""), ("", ""))
        if kind == "worksheet" and part in container:
            hidden = sheet.attrs.get("state", "visible") != "visible"
            sheets.append(SheetPart(sheet.attrs.get("name", ""), hidden, part))
    if not sheets:
        raise Refused(sentences.NO_SHEETS)
    if len(sheets) > SHEETS:
        raise Refused(sentences.TOO_MANY_SHEETS)
    properties = root.first("workbookPr")
    epoch = properties is not None and properties.attrs.get("date1904", "0") in ("1", "true")
    shared = {kind: part for kind, part in related.values() if kind in ("sharedStrings", "styles")}
    return Book(tuple(sheets), epoch, shared.get("sharedStrings", ""), shared.get("styles", ""))


def _main_part(container: Container) -> str:
    for kind, part in relations(container, "").values():
        if kind == "officeDocument" and part in container:
            return part
    if "xl/workbook.xml" in container:
        return "xl/workbook.xml"
    raise Refused(_what_else(container))


def _what_else(container: Container) -> str:
    if "word/document.xml" in container:
        return sentences.WORD
    if "[Content_Types].xml" in container:
        return sentences.BROKEN
    return sentences.ARCHIVE


def relations(container: Container, part: str) -> dict[str, tuple[str, str]]:
    """{id: (last word of the type, part)} of a part's relations; those that leave the file are left out."""
    folder, name = posixpath.split(part)
    node = container.small(f"{folder}/_rels/{name}.rels" if folder else f"_rels/{name}.rels")
    found = {}
    for relation in node.all("Relationships", "Relationship") if node else ():
        target = relation.attrs.get("Target", "").replace("\\", "/")
        if relation.attrs.get("TargetMode") == "External" or not target:
            continue
        whole = target.lstrip("/") if target.startswith("/") else posixpath.normpath(f"{folder}/{target}")
        kind = relation.attrs.get("Type", "").rpartition("/")[2]
        found[relation.attrs.get("Id", "")] = (kind, whole.lstrip("/"))
    return found
