"""Copies a sheet within a package, with its drawings, comments, print set-up and names."""

from __future__ import annotations

import re

from childdesk.files.filling.package import Package, SheetPlace, numbered, relations_of
from childdesk.files.filling.patch import Element, escaped, with_attribute

_COPIED = ("drawing", "comments", "vmlDrawing", "printerSettings")
"""What belongs to one sheet alone; pictures within drawings are shared."""
_TABLES = re.compile(
    rb"<(?:\w+:)?tableParts\b.*?</(?:\w+:)?tableParts>|<(?:\w+:)?tableParts\b[^>]*/>", re.DOTALL
)
_VIEW = re.compile(rb"<(?:\w+:)?sheetView\b[^>]*>")
_CODE_NAME = re.compile(rb'\scodeName="[^"]*"')
NAME_LONG = 31
"""Letters of a sheet's name."""


def sheet_name(wanted: str, taken: set[str]) -> str:
    """A name for a sheet that the workbook does not have yet; it is taken from now on."""
    bare = re.sub(r"[\[\]:*?/\\']", "", wanted).strip() or "1"
    name, number = bare[:NAME_LONG], 1
    while name.casefold() in taken:
        number += 1
        tail = f"({number})"
        name = bare[: NAME_LONG - len(tail)] + tail
    taken.add(name.casefold())
    return name


class Copier:
    """Adds copies of one sheet at the end of a workbook."""

    def __init__(self, package: Package, place: SheetPlace) -> None:
        self.package, self.place = package, place
        elements = list(package.workbook.root.all("sheets", "sheet"))
        self._taken = {e.attrs.get("name", "").casefold() for e in elements}
        self._ids = {int(e.attrs.get("sheetId", 0) or 0) for e in elements}
        self._count = len(elements)
        self._lines: list[bytes] = []
        self._leads: list[bytes] = []
        self._names: list[bytes] = []
        leads = package.part(relations_of(package.workbook_name)).root
        self._relations = {e.attrs.get("Id", "") for e in leads.all("Relationship")}

    def free_name(self, wanted: str) -> str:
        """A sheet name that nobody has."""
        return sheet_name(wanted, self._taken)

    def add(self, data: bytes, name: str) -> None:
        """Adds a sheet that holds these bytes, made from those of the copied sheet."""
        part = numbered(self.package, self.place.part)
        kind = self.package.type_of(self.place.part)
        self.package.add(part, _plain_copy(data), kind)
        self._copy_relations(part)
        number = max(self._ids, default=0) + 1
        self._ids.add(number)
        identity = self._free_relation()
        target = "/" + part
        prefix = self.package.workbook.root.prefix
        self._lines.append(
            f'<{prefix}sheet name="{escaped(name)}" sheetId="{number}" r:id="{identity}"'
            ' xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"/>'.encode()
        )
        self._leads.append(
            f'<Relationship Id="{identity}" Target="{target}" Type="http://schemas.openxmlformats.org/'
            'officeDocument/2006/relationships/worksheet"/>'.encode()
        )
        self._copy_names(name)
        self._count += 1

    def rename(self, wanted: str) -> None:
        """Names the copied sheet anew, unless something in the workbook calls it by its name."""
        package, place = self.package, self.place
        workbook = package.workbook
        calls = f"{escaped(place.name)}!".encode(), f"{escaped(place.name)}'!".encode()
        parts = (n for n in package.names("xl/") if n.endswith(".xml") and n != package.workbook_name)
        names = list(workbook.root.all("definedNames", "definedName"))
        strange = [e for e in names if place.name in e.text and not self._own_print(e)]
        if strange or any(call in package.given[part] for part in parts for call in calls):
            return
        element = list(workbook.root.all("sheets", "sheet"))[place.at]
        self._taken.discard(place.name.casefold())
        name = self.free_name(wanted)
        workbook.set(element, "name", name)
        for one in names:
            if self._own_print(one):
                workbook.say(one, _of_sheet(name, one.text))

    def _own_print(self, element: Element) -> bool:
        """Whether a name is the print area or the print titles of the copied sheet."""
        own = element.attrs.get("localSheetId") == str(self.place.at)
        return own and element.attrs.get("name", "").startswith("_xlnm.Print")

    def close(self) -> None:
        """Writes what was added into the workbook's own parts."""
        workbook = self.package.workbook
        sheets = workbook.root.first("sheets")
        if not self._lines or sheets is None:
            return
        workbook.insert_into(sheets, b"".join(self._lines))
        leads = self.package.part(relations_of(self.package.workbook_name))
        leads.insert_into(leads.root, b"".join(self._leads))
        names = workbook.root.first("definedNames")
        if names is not None and self._names:
            workbook.insert_into(names, b"".join(self._names))

    def _free_relation(self) -> str:
        number = len(self._relations) + 1
        while f"rId{number}" in self._relations:
            number += 1
        self._relations.add(f"rId{number}")
        return f"rId{number}"

    def _copy_names(self, name: str) -> None:
        """The print area and titles of a copy; other names of the sheet stay with the first."""
        workbook = self.package.workbook
        for element in workbook.root.all("definedNames", "definedName"):
            if not self._own_print(element):
                continue
            tag = with_attribute(workbook.tag(element), "localSheetId", str(self._count))
            words = _of_sheet(name, element.text)
            end = f"</{element.prefix}definedName>".encode()
            self._names.append(tag + escaped(words).encode() + end)

    def _copy_relations(self, part: str) -> None:
        source = relations_of(self.place.part)
        if source not in self.package:
            return
        tree = self.package.part(source)
        data = tree.data
        for relation in reversed(list(self.package.relations(self.place.part))):
            element = relation.element
            new = b""
            if relation.kind in _COPIED and relation.part in self.package.given:
                target = "/" + self._copied(relation.part)
                new = with_attribute(tree.raw(element), "Target", target)
            data = data[: element.start] + new + data[element.end :]
        self.package.add(relations_of(part), data)

    def _copied(self, name: str) -> str:
        """A copy of a part and of its relations, which lead to the same pictures."""
        new = numbered(self.package, name)
        self.package.add(new, self.package.given[name], self.package.type_of(name))
        leads = relations_of(name)
        if leads in self.package.given:
            self.package.add(relations_of(new), self.package.given[leads])
        return new


def _of_sheet(name: str, places: str) -> str:
    """Places of one sheet as those of another: '登记表'!$A$1:$F$20 → '王小一'!$A$1:$F$20."""
    quoted = "'" + name.replace("'", "''") + "'!"
    return re.sub(r"(?:'(?:[^']|'')+'|[^',!]+)!", lambda _: quoted, places)


def _plain_copy(data: bytes) -> bytes:
    """A sheet's bytes without what only one sheet may have: being selected, tables, a name for macros."""
    data = _TABLES.sub(b"", data)
    data = _VIEW.sub(lambda found: with_attribute(found[0], "tabSelected", None), data)
    return _CODE_NAME.sub(b"", data, count=1)
