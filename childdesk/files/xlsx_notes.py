"""Reads the notes and conversations that hang on the cells of an .xlsx sheet."""

from __future__ import annotations

import re
from collections.abc import Iterator

from childdesk.files import notes
from childdesk.files.grid import SheetBuilder
from childdesk.files.xlsx_parts import Container, relations
from childdesk.files.xml_safe import Node

_PLACE = re.compile(r"\$?([A-Z]{1,3})\$?(\d{1,7})")
Said = tuple[str, str]
"""(place of a cell, words)."""


def read(container: Container, part: str, sheet: SheetBuilder) -> None:
    """Gives a sheet its notes. A conversation counts more than the copy of it for older programs."""
    found: dict[str, list[str]] = {}
    beside = [(kind, name) for kind, name in relations(container, part).values() if name in container]
    for kind, name in beside:
        if kind == "comments" and (node := container.small(name)) is not None:
            for place, words in _notes(node):
                found.setdefault(place, []).append(words)
    for kind, name in beside:
        if kind == "threadedComment" and (node := container.small(name)) is not None:
            said: dict[str, list[str]] = {}
            for place, words in _conversation(node):
                said.setdefault(place, []).append(words)
            found |= said
    for place, several in found.items():
        at = _PLACE.fullmatch(place)
        if at is not None:
            sheet.note(int(at[2]), _column(at[1]), "；".join(filter(None, several)))


def _notes(node: Node) -> Iterator[Said]:
    authors = [author.text for author in node.all("comments", "authors", "author")]
    for one in node.all("comments", "commentList", "comment"):
        number = one.attrs.get("authorId", "")
        author = authors[int(number)] if number.isdecimal() and int(number) < len(authors) else ""
        pieces = [*one.all("text", "t"), *one.all("text", "r", "t")]
        yield one.attrs.get("ref", ""), notes.own_words("".join(piece.text for piece in pieces), author)


def _conversation(node: Node) -> Iterator[Said]:
    for one in node.all("ThreadedComments", "threadedComment"):
        yield one.attrs.get("ref", ""), notes.own_words("".join(text.text for text in one.all("text")))


def _column(letters: str) -> int:
    column = 0
    for letter in letters:
        column = column * 26 + ord(letter) - 64
    return column - 1
