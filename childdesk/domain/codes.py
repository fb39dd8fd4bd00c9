"""Option lists: permanent codes, words on screen, aliases, retired values, words that changed with time."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from childdesk.domain.words import tidy


@dataclass(frozen=True, slots=True)
class Option:
    """One value of a list. `code` is permanent (the first released word); `words` are (first day, word)."""

    code: str
    aliases: tuple[str, ...] = ()
    retired: date | None = None
    words: tuple[tuple[date, str], ...] = ()

    def word(self, on: date | None = None) -> str:
        """The word valid on a day (today's when None)."""
        valid = self.code
        for begins, word in self.words:
            if on is None or begins <= on:
                valid = word
        return valid


@functools.lru_cache(maxsize=8192)
def fold(text: str) -> str:
    """How words are compared: full width, blanks and bracket shapes do not matter."""
    return tidy(text).replace(" ", "").casefold()


@dataclass(frozen=True)
class CodeList:
    """A named list of options in the ministry's order."""

    name: str
    options: tuple[Option, ...]
    _by_word: Mapping[str, Option] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        by_word: dict[str, Option] = {}
        for option in self.options:
            for word in (option.code, *(word for _, word in option.words), *option.aliases):
                if by_word.setdefault(fold(word), option) is not option:
                    raise ValueError(f"{self.name}: {word} stands for two options")
        object.__setattr__(self, "_by_word", by_word)

    def find(self, word: str) -> Option | None:
        """The option that a word on screen, an older word or an alias stands for."""
        return self._by_word.get(fold(word))

    def codes(self) -> tuple[str, ...]:
        """All codes in order, retired ones included."""
        return tuple(option.code for option in self.options)

    def open(self, on: date | None = None) -> tuple[Option, ...]:
        """The options that may still be chosen on a day."""
        return tuple(o for o in self.options if o.retired is None or (on is not None and on < o.retired))

    def sort(self, codes: Iterable[str]) -> tuple[str, ...]:
        """Known codes in the list's order without repetition."""
        chosen = set(codes)
        return tuple(code for code in self.codes() if code in chosen)


def code_list(name: str, *options: str | Option) -> CodeList:
    """A list from words; a word may carry aliases after `=`: `"男=男性=M"`."""
    made = []
    for option in options:
        if isinstance(option, Option):
            made.append(option)
        else:
            code, *aliases = option.split("=")
            made.append(Option(code, tuple(aliases)))
    return CodeList(name, tuple(made))
