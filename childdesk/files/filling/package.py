"""Holds the parts of a workbook while it is filled, and writes them back in their order."""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
import zlib
from collections.abc import Iterator
from typing import NamedTuple
from xml.parsers import expat

from childdesk.domain.errors import Refused
from childdesk.files import sentences
from childdesk.files.filling.patch import Element, Part

UNPACKED = 300_000_000
"""Bytes of a form's parts together."""
WORKBOOK = "xl/workbook.xml"
TYPES = "[Content_Types].xml"


class Relation(NamedTuple):
    """One relation of a part: the last word of its type, the part it leads to, its element."""

    kind: str
    part: str
    element: Element


class SheetPlace(NamedTuple):
    """A worksheet: its name, its part, and its place in the workbook's list."""

    name: str
    part: str
    at: int
    hidden: bool


class Package:
    """The parts of an .xlsx by name. Parts are read as trees when they are asked for."""

    def __init__(self, data: bytes) -> None:
        """Raises Refused when the container is damaged or too large."""
        try:
            with zipfile.ZipFile(io.BytesIO(data)) as file:
                self._infos = file.infolist()
                if sum(info.file_size for info in self._infos) > UNPACKED:
                    raise Refused(sentences.TOO_LARGE)
                self.given = {info.filename: file.read(info) for info in self._infos}
        # NotImplementedError is zipfile's word for a way of packing that it does not know.
        except (zipfile.BadZipFile, zlib.error, ValueError, OSError, NotImplementedError, RuntimeError):
            raise Refused(sentences.BROKEN) from None
        self._parts: dict[str, Part] = {}
        self.gone: set[str] = set()
        self.added: dict[str, bytes] = {}
        self.rewritten: dict[str, bytes] = {}

    def __contains__(self, name: str) -> bool:
        return name in self.given and name not in self.gone

    def names(self, begin: str = "") -> list[str]:
        """The parts whose names begin so."""
        return [name for name in self.given if name.startswith(begin) and name not in self.gone]

    def part(self, name: str) -> Part:
        """A part as a tree. Raises Refused when it is missing or not well made."""
        if name not in self._parts:
            try:
                self._parts[name] = Part(self.given[name])
            except (KeyError, expat.ExpatError, UnicodeDecodeError, LookupError, IndexError):
                raise Refused(sentences.BROKEN) from None
        return self._parts[name]

    @property
    def workbook(self) -> Part:
        """The workbook part."""
        return self.part(self.workbook_name)

    @property
    def workbook_name(self) -> str:
        """The name of the workbook part."""
        if WORKBOOK in self.given:
            return WORKBOOK
        for relation in self.relations(""):
            if relation.kind == "officeDocument":
                return relation.part
        raise Refused(sentences.BROKEN)

    def relations(self, part: str) -> Iterator[Relation]:
        """What a part leads to inside the package."""
        name = relations_of(part)
        if name not in self:
            return
        folder = posixpath.dirname(part)
        for element in self.part(name).root.all("Relationship"):
            target = element.attrs.get("Target", "").replace("\\", "/")
            if element.attrs.get("TargetMode") == "External" or not target:
                continue
            whole = target if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
            kind = element.attrs.get("Type", "").rpartition("/")[2]
            yield Relation(kind, whole.lstrip("/"), element)

    def sheets(self) -> list[SheetPlace]:
        """The worksheets in their order."""
        name = self.workbook_name
        leads = {r.element.attrs.get("Id", ""): r for r in self.relations(name)}
        found = []
        for at, element in enumerate(self.workbook.root.all("sheets", "sheet")):
            identity = next((v for k, v in element.attrs.items() if k.endswith(":id") or k == "id"), "")
            relation = leads.get(identity)
            if relation is not None and relation.kind == "worksheet" and relation.part in self.given:
                hidden = element.attrs.get("state", "visible") != "visible"
                found.append(SheetPlace(element.attrs.get("name", ""), relation.part, at, hidden))
        return found

    def drop(self, part: str) -> None:
        """Leaves a part out, with the relation of the workbook and the line of the content types."""
        if part not in self:
            return
        self.gone.add(part)
        owner = self.workbook_name
        for relation in self.relations(owner):
            if relation.part == part:
                self.part(relations_of(owner)).replace(relation.element, b"")
        types = self.part(TYPES)
        for element in types.root.all("Override"):
            if element.attrs.get("PartName", "").lstrip("/") == part:
                types.replace(element, b"")

    def overwrite(self, name: str, data: bytes) -> None:
        """Puts other bytes in the place of a part that is no well-made XML."""
        self.rewritten[name] = data

    def add(self, name: str, data: bytes, type_: str = "") -> None:
        """Adds a part; `type_` is its content type where its suffix does not say it."""
        self.added[name] = data
        if type_:
            line = f'<Override PartName="/{name}" ContentType="{type_}"/>'
            types = self.part(TYPES)
            types.insert_into(types.root, line.encode())

    def type_of(self, name: str) -> str:
        """The content type that is written for a part itself; "" when its suffix says it."""
        for element in self.part(TYPES).root.all("Override"):
            if element.attrs.get("PartName", "").lstrip("/") == name:
                return element.attrs.get("ContentType", "")
        return ""

    def changed(self) -> list[str]:
        """The parts that are not as they were given."""
        return sorted(
            {name for name, part in self._parts.items() if part.changed} | self.gone | set(self.rewritten)
        )

    def bytes(self) -> bytes:
        """The workbook."""
        made = io.BytesIO()
        with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as file:
            for info in self._infos:
                name = info.filename
                if name in self.gone or name.endswith("/"):
                    continue
                part = self._parts.get(name)
                data = self.rewritten.get(name, self.given[name])
                if part is not None and part.changed:
                    data = part.bytes()
                file.writestr(_entry(name, info.date_time), data, zipfile.ZIP_DEFLATED)
            for name, data in self.added.items():
                file.writestr(_entry(name, (1980, 1, 1, 0, 0, 0)), data, zipfile.ZIP_DEFLATED)
        return made.getvalue()


def _entry(name: str, day: tuple[int, int, int, int, int, int]) -> zipfile.ZipInfo:
    made = zipfile.ZipInfo(name, day)
    made.compress_type = zipfile.ZIP_DEFLATED
    return made


def relations_of(part: str) -> str:
    """The name of the part that holds a part's relations."""
    folder, name = posixpath.split(part)
    return f"{folder}/_rels/{name}.rels" if folder else f"_rels/{name}.rels"


def numbered(package: Package, name: str) -> str:
    """A free name like a given one: xl/drawings/drawing1.xml → xl/drawings/drawing7.xml."""
    found = re.fullmatch(r"(.*?)(\d*)(\.[^./]+)", name)
    stem, suffix = (found[1], found[3]) if found else (name, "")
    number = 1
    while f"{stem}{number}{suffix}" in package.given or f"{stem}{number}{suffix}" in package.added:
        number += 1
    return f"{stem}{number}{suffix}"
