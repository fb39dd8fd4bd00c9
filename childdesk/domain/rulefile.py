"""Reads a rule file (TOML) so that every mistake names its line and its reason; the old rules then stay."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from childdesk.domain.errors import Refused

STAYS = "原来的规则照旧用着"
MOST = 60_000
"""Characters of one file: what a setting can hold."""

_HEAD = re.compile(r"^\s*(\[\[?)\s*([\w.\-\"一-鿿]+)\s*\]\]?")
_KEY = re.compile(r"^\s*([\w\-\"一-鿿]+)\s*=")
_AT = re.compile(r"at line (\d+)")


class Section:
    """A table of a rule file that knows on which line each of its keys stands."""

    def __init__(self, file: RuleFile, data: Mapping[str, Any], path: str, line: int) -> None:
        self.file, self.data, self.path, self.line = file, data, path, line

    def wrong(self, key: str, reason: str) -> Refused:
        """The refusal that names file, line and reason."""
        return self.file.wrong(self.file.line_of(self.path, key) or self.line, reason)

    def text(self, key: str, usual: str | None = None) -> str:
        """Words; without `usual` they must be there."""
        found = self.data.get(key, usual)
        if not isinstance(found, str) or (usual is None and not found.strip()):
            raise self.wrong(key, f"“{key}”要写字，放在引号里")
        return found

    def number(self, key: str, low: int, high: int, usual: int | None = None) -> int:
        """A whole number within bounds."""
        found = self.data.get(key, usual)
        if not isinstance(found, int) or isinstance(found, bool) or not low <= found <= high:
            raise self.wrong(key, f"“{key}”要是{low}到{high}的整数")
        return found

    def flag(self, key: str, *, usual: bool = False) -> bool:
        """true or false."""
        found = self.data.get(key, usual)
        if not isinstance(found, bool):
            raise self.wrong(key, f"“{key}”只能是true或false")
        return found

    def words(self, key: str, allowed: Iterable[str] = ()) -> tuple[str, ...]:
        """A list of words, each among the allowed ones where these are given."""
        found = self.data.get(key, [])
        if not isinstance(found, list) or not all(isinstance(one, str) for one in found):
            raise self.wrong(key, f'“{key}”要写成一串词：["…", "…"]')
        known = tuple(allowed)
        for one in found:
            if known and one not in known:
                raise self.wrong(key, f"“{one}”不在可选的词里")
        return tuple(found)

    def day(self, key: str, usual: str | None = None) -> tuple[int, int]:
        """A day of any year, written MM-DD."""
        found = self.text(key, usual)
        try:
            made = date.fromisoformat(f"2024-{found}")
        except ValueError:
            raise self.wrong(key, f"“{key}”要写成月-日，如06-01") from None
        return made.month, made.day

    def span(self, key: str, words: str) -> tuple[date, date]:
        """A date, or two with / between them."""
        first, _, last = words.partition("/")
        try:
            begins, ends = date.fromisoformat(first.strip()), date.fromisoformat((last or first).strip())
        except ValueError:
            raise self.wrong(key, f"“{words}”要写成2026-02-15或2026-02-15/2026-02-23") from None
        if ends < begins:
            raise self.wrong(key, f"“{words}”后面的日子早于前面的")
        return begins, ends

    def only(self, *keys: str) -> None:
        """Refuses a key that nobody knows: a slip of the pen must not switch a rule off silently."""
        for key in self.data:
            if key not in keys:
                raise self.wrong(key, f"没有“{key}”这一项")


class RuleFile(Section):
    """A whole rule file."""

    def __init__(self, name: str, text: str) -> None:
        self.name = name
        self._lines: dict[tuple[str, str], int] = {}
        if len(text) > MOST:
            raise self.wrong(1, "文件太大")
        self._index(text)
        try:
            data = tomllib.loads(text)
        except tomllib.TOMLDecodeError as error:
            at = _AT.search(str(error))
            line = int(at.group(1)) if at else text.count("\n") + 1
            raise self.wrong(line, "这一行的写法不对，看看引号、等号、括号") from None
        super().__init__(self, data, "", 1)

    def wrong(self, key: object, reason: str) -> Refused:
        """`key` is a line number here, or a key at the top of the file."""
        line = key if isinstance(key, int) else self._lines.get(("", str(key)), 1)
        return Refused(f"{self.name}第{line}行：{reason}。{STAYS}", "file")

    def section(self, name: str) -> Section:
        """One [table]; empty where there is none."""
        data = self.data.get(name, {})
        if not isinstance(data, dict):
            raise self.wrong(name, f"“{name}”要写成一段[{name}]")
        return Section(self, data, name, self.line_of(name, "") or 1)

    def sections(self, name: str) -> Iterator[Section]:
        """Every [[table]] of a name, in order."""
        found = self.data.get(name, [])
        if not isinstance(found, list) or not all(isinstance(one, dict) for one in found):
            raise self.wrong(name, f"“{name}”要写成一段段[[{name}]]")
        for number, data in enumerate(found):
            path = f"{name}#{number}"
            yield Section(self, data, path, self.line_of(path, "") or 1)

    def line_of(self, path: str, key: str) -> int:
        """The line on which a key of a table stands; 0 where it does not."""
        return self._lines.get((path, key), 0)

    def _index(self, text: str) -> None:
        path, counts = "", dict[str, int]()
        for number, line in enumerate(text.splitlines(), start=1):
            head, key = _HEAD.match(line), _KEY.match(line)
            if head:
                path = head.group(2).strip('"')
                if head.group(1) == "[[":
                    counts[path] = counts.get(path, -1) + 1
                    path = f"{path}#{counts[path]}"
                self._lines.setdefault((path, ""), number)
            elif key:
                self._lines.setdefault((path, key.group(1).strip('"')), number)
