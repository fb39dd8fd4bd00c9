"""Reads strangers' XML: no document type, no entities, no more than the budget allows."""

from __future__ import annotations

from collections.abc import Iterator
from xml.parsers import expat

from childdesk.domain.errors import Refused
from childdesk.files import sentences

NODES = 400_000
"""More elements than any honest small part holds."""


def parser() -> expat.XMLParserType:
    """An expat parser that refuses a document type, the door of entity bombs and of foreign files."""
    made = expat.ParserCreate()
    made.buffer_text = True
    made.StartDoctypeDeclHandler = _refuse_doctype
    return made


def _refuse_doctype(*_: object) -> None:
    raise Refused(sentences.ENTITIES)


def local(name: str) -> str:
    """An element's or attribute's name without its prefix."""
    return name.rpartition(":")[2]


class Node:
    """An element of a small part. Names have lost their prefixes; `attrs` too."""

    __slots__ = ("attrs", "children", "name", "text")

    def __init__(self, name: str, attrs: dict[str, str]) -> None:
        self.name = name
        self.attrs = attrs
        self.children: list[Node] = []
        self.text = ""

    def all(self, *path: str) -> Iterator[Node]:
        """Every descendant reached by the path of names."""
        for child in self.children:
            if child.name == path[0]:
                if len(path) == 1:
                    yield child
                else:
                    yield from child.all(*path[1:])

    def first(self, *path: str) -> Node | None:
        """The first such descendant."""
        return next(self.all(*path), None)


def tree(data: bytes) -> Node:
    """A small part as a tree. Raises Refused when it is too large, ExpatError when it is not well made."""
    root = Node("", {})
    stack = [root]
    count = 0

    def start(name: str, attrs: dict[str, str]) -> None:
        nonlocal count
        count += 1
        if count > NODES or len(stack) > 200:
            raise Refused(sentences.TOO_LARGE)
        node = Node(local(name), {local(key): value for key, value in attrs.items()})
        stack[-1].children.append(node)
        stack.append(node)

    def end(_: str) -> None:
        stack.pop()

    def words(text: str) -> None:
        stack[-1].text += text

    made = parser()
    made.StartElementHandler = start
    made.EndElementHandler = end
    made.CharacterDataHandler = words
    made.Parse(data, True)
    return root
