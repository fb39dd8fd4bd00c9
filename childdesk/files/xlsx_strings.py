"""Reads the strings that an .xlsx keeps once for all its sheets."""

from __future__ import annotations

import re
from collections.abc import Iterable

from childdesk.domain.errors import Refused
from childdesk.files import sentences, usual_xml, xml_safe

PIECES = 2_000
"""A cell holds 32,767 characters; the parser hands them over in pieces of up to 8 KB, line breaks apart."""
_FIRST, _LAST = b"<si><t>", b"</t></si>"
_SIGNS = b"&", b"_x", b"\r"
_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")


class Strings:
    """The shared strings: texts without reading aids, and which of them are struck through as a whole."""

    def __init__(self, pieces: Iterable[bytes] | None) -> None:
        self.texts: list[bytes] = []
        self.struck: set[int] = set()
        self._words: list[str] = []
        self._aids = 0
        self._inside = False
        self._runs = self._struck_runs = 0
        if pieces is None:
            return
        parser = xml_safe.parser()
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._characters
        self._parser = parser
        usual_xml.feed(parser, pieces, b"</si>", self._take)
        self.texts = [text if _seen(text) else b"" for text in self.texts]

    def _take(self, run: bytes) -> None:
        """Strings in one piece are taken; a run that holds anything else goes to the parser."""
        begins = run.find(b"<si>")
        self._parser.Parse(run[:begins], False)
        plain = _plain(run[begins:])
        found = () if plain else usual_xml.STRING.findall(run, begins)
        if plain:
            self.texts += plain
        elif any(odd for _, odd in found):
            self._parser.Parse(run[begins:], False)
        else:
            self.texts += [
                text
                if b"&" not in text and b"_x" not in text and b"\r" not in text
                else unescaped(usual_xml.decoded(text)).encode()
                for text, _ in found
            ]

    def _start(self, name: str, attrs: dict[str, str]) -> None:
        name = xml_safe.local(name)
        if name == "si":
            self._words.clear()
            self._runs = self._struck_runs = 0
        elif name == "t":
            self._inside = not self._aids
        elif name == "rPh":
            self._aids += 1
        elif name == "r":
            self._runs += 1
        elif name in ("strike", "dstrike") and attrs.get("val", "1") not in ("0", "false"):
            self._struck_runs += 1

    def _end(self, name: str) -> None:
        name = xml_safe.local(name)
        if name == "t":
            self._inside = False
        elif name == "rPh":
            self._aids -= 1
        elif name == "si":
            if self._runs and self._runs == self._struck_runs:
                self.struck.add(len(self.texts))
            self.texts.append(unescaped("".join(self._words)).encode())

    def _characters(self, text: str) -> None:
        if self._inside:
            self._words.append(text)
            if len(self._words) > PIECES:
                raise Refused(sentences.TOO_LARGE)
            if len(self._words) > PIECES:
                raise Refused(sentences.TOO_LARGE)


def _plain(run: bytes) -> list[bytes]:
    """The strings of a run in which nothing is to be undone; none where something may be."""
    texts = run[len(_FIRST) : -len(_LAST)].split(_LAST + _FIRST)
    whole = run.startswith(_FIRST) and run.endswith(_LAST) and run.count(b"<") == 4 * len(texts)
    return texts if whole and not any(sign in run for sign in _SIGNS) else []


def _seen(text: bytes) -> bool:
    """Whether a person sees anything: blanks of every width do not count."""
    return b" " < text[:1] < b"\xc2" or bool(text.decode().strip())


def unescaped(text: str) -> str:
    """Undoes `_x000D_` escapes and settles line breaks; half characters become U+FFFD."""
    if "_x" in text:
        text = _ESCAPE.sub(lambda found: chr(int(found[1], 16)), text)
        text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text
