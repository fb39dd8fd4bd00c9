"""Changes a part of a workbook where it must be: a tree that knows where every element stands, and splices.

What is not touched keeps its bytes: prefixes, order of attributes, extensions that nobody here knows. expat
alone reads, with a document type refused, so no tree library and no entity comes near a stranger's file.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape

from childdesk.domain.errors import Refused
from childdesk.files import sentences
from childdesk.files.xml_safe import local, parser

NODES = 3_000_000
"""More elements than any form holds."""
_TAG = re.compile(rb"<[^>\"']*(?:\"[^\"]*\"[^>\"']*|'[^']*'[^>\"']*)*>")
_DECLARED = re.compile(rb"^\s*<\?xml[^>]*encoding\s*=\s*[\"']([\w.\-]+)[\"'][^>]*\?>")
_MARKS = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "\n": "&#10;", "\t": "&#9;", "\r": "&#13;"}
_NEVER = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_PLAIN = re.compile('[^\x00-\x1f&<>"\ufffe\uffff]*')
"""Words that stand in XML as they are; most are."""


class Element:
    """An element and where it stands in the bytes of its part. `name` has lost its prefix."""

    __slots__ = ("attrs", "children", "close", "end", "name", "parent", "prefix", "start", "text")

    def __init__(self, name: str, attrs: dict[str, str], parent: Element | None, start: int) -> None:
        self.name = local(name)
        self.prefix = name[: -len(self.name)]
        self.attrs = attrs
        self.parent = parent
        self.start = start
        self.close = self.end = start
        self.children: list[Element] = []
        self.text = ""

    def all(self, *path: str) -> Iterator[Element]:
        """Every descendant reached by the path of names."""
        for child in self.children:
            if child.name == path[0]:
                if len(path) == 1:
                    yield child
                else:
                    yield from child.all(*path[1:])

    def first(self, *path: str) -> Element | None:
        """The first such descendant."""
        return next(self.all(*path), None)

    def walk(self) -> Iterator[Element]:
        """The element and everything inside it, in order."""
        yield self
        for child in self.children:
            yield from child.walk()


class Part:
    """One part of a workbook and what is to be changed in it."""

    def __init__(self, data: bytes) -> None:
        """Raises Refused for a part that is not well made or holds a document type."""
        self.data = _in_utf8(data)
        self._edits: list[tuple[int, int, bytes]] = []
        self.root = self._tree()

    def _tree(self) -> Element:
        top = Element("", {}, None, 0)
        stack = [top]
        made = parser()
        count = 0

        def start(name: str, attrs: dict[str, str]) -> None:
            nonlocal count
            count += 1
            if count > NODES or len(stack) > 400:
                raise Refused(sentences.TOO_LARGE)
            element = Element(name, attrs, stack[-1], made.CurrentByteIndex)
            stack[-1].children.append(element)
            stack.append(element)

        def end(_: str) -> None:
            element = stack.pop()
            index = made.CurrentByteIndex
            element.close = index
            # Of an element written as one tag expat tells the end, of others where the end tag begins.
            single = self.data[index - 2 : index] == b"/>" and self.tag_end(element) == index
            element.end = index if single else self.data.index(b">", index) + 1

        def words(text: str) -> None:
            stack[-1].text += text

        made.StartElementHandler, made.EndElementHandler, made.CharacterDataHandler = start, end, words
        made.Parse(self.data, True)
        return top.children[0]

    # -- looking --------------------------------------------------------------------------------------

    def tag_end(self, element: Element) -> int:
        """Where the start tag ends."""
        found = _TAG.match(self.data, element.start)
        return found.end() if found else element.end

    def is_empty(self, element: Element) -> bool:
        """Whether the element is written as one tag."""
        return self.data[self.tag_end(element) - 2 : self.tag_end(element)] == b"/>"

    def raw(self, element: Element) -> bytes:
        """The element as it is written."""
        return self.data[element.start : element.end]

    def tag(self, element: Element) -> bytes:
        """Its start tag as it is written."""
        return self.data[element.start : self.tag_end(element)]

    # -- changing -------------------------------------------------------------------------------------

    @property
    def changed(self) -> bool:
        """Whether anything is to be changed."""
        return bool(self._edits)

    def set(self, element: Element, key: str, value: str) -> None:
        """Sets an attribute (with its prefix, as written); equal ones are left alone."""
        if element.attrs.get(key) == value:
            return
        tag = self.tag(element)
        found = _attribute(key).search(tag)
        words = escaped(value).encode()
        if found:
            self._edits.append((element.start + found.start(2), element.start + found.end(2), words))
        else:
            at = element.start + 1 + len((element.prefix + element.name).encode())
            self._edits.append((at, at, b" " + key.encode() + b'="' + words + b'"'))

    def say(self, element: Element, text: str) -> None:
        """Replaces the words inside an element that holds words only."""
        if element.text == text:
            return
        if self.is_empty(element):
            tag = self.tag(element)[:-2].rstrip()
            name = (element.prefix + element.name).encode()
            self.replace(element, tag + b">" + escaped(text).encode() + b"</" + name + b">")
        else:
            self._edits.append((self.tag_end(element), element.close, escaped(text).encode()))

    def replace(self, element: Element, content: bytes) -> None:
        """Puts other bytes in the place of an element; nothing removes it."""
        self._edits.append((element.start, element.end, content))

    def splice(self, start: int, end: int, content: bytes) -> None:
        """Puts other bytes in a place of the part."""
        self._edits.append((start, end, content))

    def insert_into(self, element: Element, content: bytes) -> None:
        """Adds bytes as the last inside an element."""
        if self.is_empty(element):
            tag = self.tag(element)[:-2].rstrip()
            name = (element.prefix + element.name).encode()
            self.replace(element, tag + b">" + content + b"</" + name + b">")
        else:
            self._edits.append((element.close, element.close, content))

    def bytes(self) -> bytes:
        """The part with its changes."""
        made: list[bytes] = []
        at = 0
        for start, end, content in sorted(self._edits, key=lambda edit: edit[:2]):
            if start < at:
                raise ValueError("two changes of one place")
            made += [self.data[at:start], content]
            at = end
        made.append(self.data[at:])
        return b"".join(made)


def escaped(text: str) -> str:
    """Words as they stand in XML; what XML cannot hold is left out."""
    if _PLAIN.fullmatch(text):
        return text
    clean = _NEVER.sub("", text)
    for mark, written in _MARKS.items():
        if mark in clean:
            clean = clean.replace(mark, written)
    return clean


def attribute(tag: bytes, key: str) -> str | None:
    """An attribute of a start tag, or None."""
    found = _attribute(key).search(tag)
    return unescape(found[2].decode()) if found else None


def with_attribute(tag: bytes, key: str, value: str | None) -> bytes:
    """A start tag with an attribute set, or without it for None."""
    found = _attribute(key).search(tag)
    if value is None:
        return tag[: found.start()] + tag[found.end() :] if found else tag
    words = escaped(value).encode()
    if found:
        return tag[: found.start(2)] + words + tag[found.end(2) :]
    name = re.match(rb"<[^\s/>]+", tag)
    at = name.end() if name else 1
    return tag[:at] + b" " + key.encode() + b'="' + words + b'"' + tag[at:]


_ATTRIBUTES: dict[str, re.Pattern[bytes]] = {}


def _attribute(key: str) -> re.Pattern[bytes]:
    if key not in _ATTRIBUTES:
        _ATTRIBUTES[key] = re.compile(rb"\s" + re.escape(key.encode()) + rb"\s*=\s*([\"'])(.*?)\1", re.DOTALL)
    return _ATTRIBUTES[key]


def _in_utf8(data: bytes) -> bytes:
    """The part in UTF-8, which is what nearly all are written in."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        text = data.decode("utf-16")
    else:
        declared = _DECLARED.match(data)
        encoding = declared[1].decode().lower() if declared else "utf-8"
        if encoding in ("utf-8", "utf8", "us-ascii"):
            return data
        text = data.decode(encoding)
    return re.sub(r"encoding\s*=\s*[\"'][\w.\-]+[\"']", 'encoding="UTF-8"', text, count=1).encode()
