"""Moves what other parts of a workbook say about the rows of a list: names, charts, notes, pictures."""

from __future__ import annotations

import re

from childdesk.files.filling import around, refs
from childdesk.files.filling.form_sheet import FormSheet
from childdesk.files.filling.package import Package
from childdesk.files.filling.patch import Element, Part, escaped
from childdesk.files.filling.refs import Growth

_VML_ROW = re.compile(rb"(<x:Row>\s*)(\d+)(\s*</x:Row>)")
_VML_ANCHOR = re.compile(rb"(<x:Anchor>)([^<]*)(</x:Anchor>)")
_VML_DATA = re.compile(rb"<x:ClientData\b.*?</x:ClientData>", re.DOTALL)
_VML_NOTE = re.compile(rb"ObjectType\s*=\s*[\"']Note[\"']")
_VML_FORMULA = re.compile(rb"(<x:Fmla(?:Link|Range|Macro|Txbx)>)([^<]*)(</x:Fmla)")
_LINKED = ("fmlaLink", "fmlaRange", "fmlaTxbx", "textlink")


def move(form: FormSheet, growth: Growth) -> None:
    """Everything outside the sheet that points to it, after rows were added behind the list."""
    package, own = form.package, form.place.name
    _names(package, growth)
    _leads(form, growth)
    for name in package.names("xl/"):
        if name.startswith(("xl/charts/", "xl/ctrlProps/")) and name.endswith(".xml"):
            _formulas(package.part(name), growth, own if "ctrlProps" in name else "")
        elif name.startswith("xl/pivotCache/pivotCacheDefinition"):
            _pivot_source(package.part(name), growth)
        elif name.startswith("xl/drawings/") and name.endswith(".xml") and _mentions(package, name, own):
            _linked(package.part(name), growth)


def move_sheet(package: Package, part: str, name: str, growth: Growth) -> None:
    """The rules of another sheet that point to the list; its cells are the results' matter."""
    if not _mentions(package, part, growth.sheet):
        return
    tree = package.part(part)
    for child in tree.root.children:
        if child.name == "sheetData":
            continue
        for element in child.walk():
            if element.name in around.FORMULAS and element.text:
                tree.say(element, refs.grown(element.text, name, growth))
            elif element.name == "hyperlink" and "location" in element.attrs:
                tree.set(element, "location", refs.grown(element.attrs["location"], name, growth))


def _mentions(package: Package, part: str, sheet: str) -> bool:
    """Whether a part speaks of a sheet at all: most do not, and are not even looked into."""
    words = {sheet, escaped(sheet), sheet.replace("'", "''")}
    data = package.given[part]
    return any(word.encode() in data for word in words) or data[:2] in (b"\xff\xfe", b"\xfe\xff")


def _names(package: Package, growth: Growth) -> None:
    part = package.workbook
    for name in part.root.all("definedNames", "definedName"):
        if name.text:
            part.say(name, refs.grown(name.text, "", growth))


def _leads(form: FormSheet, growth: Growth) -> None:
    """The parts that belong to the sheet."""
    package = form.package
    for relation in package.relations(form.place.part):
        if relation.part not in package:
            continue
        if relation.kind == "drawing":
            part = package.part(relation.part)
            for element in part.root.children:
                around.anchor(part, element, growth)
        elif relation.kind == "vmlDrawing":
            _vml(package, relation.part, growth)
        elif relation.kind in ("comments", "threadedComment", "table", "pivotTable"):
            _own(package, relation.part, growth, form.place.name)


def _own(package: Package, name: str, growth: Growth, own: str) -> None:
    part = package.part(name)
    for element in part.root.walk():
        around.move_one(part, element, own, growth)


def _vml(package: Package, name: str, growth: Growth) -> None:
    """Old drawings of notes and buttons are often no well-made XML; rows are counted from 0 in them."""
    data = package.given[name]

    def held(found: re.Match[bytes]) -> bytes:
        block = found[0]
        row = _VML_ROW.search(block)
        # A note goes with its cell and keeps its size; a button stands on the rows that it covers.
        of = int(row[2]) if row is not None and _VML_NOTE.search(block) else None
        return _VML_ANCHOR.sub(lambda found: _anchor(found, growth, of), _VML_ROW.sub(moved, block))

    def moved(found: re.Match[bytes]) -> bytes:
        return found[1] + str(_down(int(found[2]), growth)).encode() + found[3]

    def formula(found: re.Match[bytes]) -> bytes:
        text = refs.grown(found[2].decode(), growth.sheet, growth)
        return found[1] + text.encode() + found[3]

    made = _VML_FORMULA.sub(formula, _VML_DATA.sub(held, data))
    if made != data:
        package.overwrite(name, made)


def _down(row: int, growth: Growth) -> int:
    """Where a row counted from 0 stands now."""
    return growth.row(row + 1) - 1


def _anchor(found: re.Match[bytes], growth: Growth, note: int | None) -> bytes:
    """The rows of a box, those of a note by the row of its cell."""
    pieces = found[2].split(b",")
    if len(pieces) != 8:
        return found[0]
    for at in (2, 6):
        place = int(pieces[at])
        now = _down(place, growth) if note is None else place + _down(note, growth) - note
        pieces[at] = pieces[at].replace(str(place).encode(), str(now).encode())
    return found[1] + b",".join(pieces) + found[3]


def _formulas(part: Part, growth: Growth, own: str) -> None:
    for element in part.root.walk():
        if element.name == "f" and element.text:
            part.say(element, refs.grown(element.text, own, growth))
        _attributes(part, element, growth, own)


def _linked(part: Part, growth: Growth) -> None:
    for element in part.root.walk():
        _attributes(part, element, growth, "")


def _attributes(part: Part, element: Element, growth: Growth, own: str) -> None:
    for key in _LINKED:
        text = element.attrs.get(key)
        if text:
            part.set(element, key, refs.grown(text, own, growth))


def _pivot_source(part: Part, growth: Growth) -> None:
    for element in part.root.all("cacheSource", "worksheetSource"):
        if element.attrs.get("sheet", "").casefold() == growth.sheet.casefold() and "ref" in element.attrs:
            part.set(element, "ref", refs.areas(element.attrs["ref"], growth))


def drop_chain(package: Package) -> None:
    """The order of computing names cells that have moved; every program makes it anew."""
    package.drop("xl/calcChain.xml")


def compute_on_load(package: Package) -> None:
    """Asks whoever opens the workbook to compute everything."""
    part = package.workbook
    found = part.root.first("calcPr")
    if found is not None:
        part.set(found, "fullCalcOnLoad", "1")
        return
    prefix = part.root.prefix
    line = f'<{prefix}calcPr fullCalcOnLoad="1"/>'.encode()
    before = ("oleSize", "customWorkbookViews", "pivotCaches", "smartTagPr", "smartTagTypes", "webPublishing",
              "fileRecoveryPr", "webPublishObjects", "extLst")  # fmt: skip
    for child in part.root.children:
        if child.name in before:
            part.splice(child.start, child.start, line)
            return
    part.insert_into(part.root, line)
