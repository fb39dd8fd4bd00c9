"""Kinds whose values are words: free text, names, options of a list, yes and no."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping

from childdesk.domain.codes import CodeList
from childdesk.domain.errors import Refused
from childdesk.domain.kind import Kind, Scalar
from childdesk.domain.words import tidy, tidy_words

SEPARATORS = re.compile(r"[，,；;|、/\n\t]+")
FURTHER_SEPARATORS = re.compile(r"[\s+＋&＆·和及与\\]+|[①-⑩]|(?<!\d)\d{1,2}[.．、)）]")
"""What parts words as well, unless it stands within one."""
DOTS = re.compile(r"[・•‧∙⋅．.·]")


class Text(Kind[str]):
    """Words, one line (or several with `lines`), at most `limit` characters."""

    name = "text"

    def __init__(self, limit: int = 100, *, lines: bool = False) -> None:
        self.limit = limit
        self.lines = lines

    def parse(self, text: str) -> str:
        """Tidies blanks; keeps line breaks only where several lines are allowed."""
        parts = text.splitlines() if self.lines else [text]
        clean = "\n".join(tidy_words(part) for part in parts).strip("\n")
        if len(clean) > self.limit:
            raise Refused(f"最多{self.limit}个字，现在{len(clean)}个")
        return clean

    def to_db(self, value: str) -> str:
        """As it is."""
        return value

    def from_db(self, raw: str | int) -> str:
        """Stored words are already tidy."""
        return str(raw)


class PersonName(Text):
    """A person's name of 1–72 characters; the seven kinds of dot inside a name become `·`."""

    name = "name"

    def __init__(self) -> None:
        super().__init__(72)

    def parse(self, text: str) -> str:
        """Blanks inside Chinese names go, dots are folded."""
        clean = DOTS.sub("·", tidy(text)).strip("·")
        if " " in clean and not re.search(r"[A-Za-z]", clean):
            clean = clean.replace(" ", "")
        if not clean:
            raise Refused("名字是空的")
        if len(clean) > self.limit:
            raise Refused(f"名字最多{self.limit}个字，现在{len(clean)}个")
        return clean


class YesNo(Kind[bool]):
    """Two words, 是/否 by default, or 有/无."""

    name = "yesno"
    _YES = frozenset(
        [
            "是",
            "有",
            "1",
            "Y",
            "YES",
            "TRUE",
            "对",
            "√",
            "✓",
            "需要",
            "是的",
            "已签",
            "已签订",
            "签了",
            "已签协议",
        ]
    )
    _NO = frozenset(
        [
            "否",
            "无",
            "0",
            "2",
            "N",
            "NO",
            "FALSE",
            "不",
            "没有",
            "×",
            "不是",
            "不需要",
            "未签",
            "没签",
            "未签订",
            "没有签",
        ]
    )

    def __init__(self, yes: str = "是", no: str = "否") -> None:
        self.yes, self.no = yes, no

    def parse(self, text: str) -> bool:
        """Takes both pairs of words and the usual marks."""
        word = tidy(text).upper()
        if word in self._YES or word == self.yes:
            return True
        if word in self._NO or word == self.no:
            return False
        raise Refused(f"请填{self.yes}或{self.no}")

    def format(self, value: bool) -> str:
        """One of the two words."""
        return self.yes if value else self.no

    def to_db(self, value: bool) -> str:
        """Always 是 or 否, whatever pair of words is shown."""
        return "是" if value else "否"


class Code(Kind[str]):
    """One option of a list; the value is its permanent code."""

    name = "code"

    def __init__(self, options: CodeList) -> None:
        self.options = options

    def parse(self, text: str) -> str:
        """A word on screen, an older word or an alias. Raises Refused listing what is possible."""
        option = self.options.find(text)
        if option is None:
            some = "、".join(o.word() for o in self.options.open()[:6])
            raise Refused(f"“{tidy_words(text)[:12]}”不在选项里，可选：{some}")
        return option.code

    def format(self, value: str) -> str:
        """The word valid today."""
        option = self.options.find(value)
        return value if option is None else option.word()

    def to_db(self, value: str) -> str:
        """The permanent code."""
        return value

    def from_db(self, raw: str | int) -> str:
        """Any code, also one that a newer program invented."""
        return str(raw)


class Codes(Kind[tuple[str, ...]]):
    """Several options of a list, in the list's order.

    `joint` is the option that two or more others bring with them, as 多重残疾 does in the national system.
    """

    name = "codes"

    def __init__(self, options: CodeList, *, joint: str = "") -> None:
        self.options = options
        self.joint = joint

    def parse(self, text: str) -> tuple[str, ...]:
        """Any of the usual separators. A whole word with a separator in it wins over its parts."""
        whole = self.options.find(text)
        if whole is not None:
            return (whole.code,)
        one = Code(self.options)
        chosen = {code for part in SEPARATORS.split(text) if tidy(part) for code in self._codes(one, part)}
        if not chosen:
            raise Refused("一项也没有选")
        if self.joint and len(chosen) > 1:
            chosen.add(self.joint)
        return self.options.sort(chosen)

    @staticmethod
    def _codes(one: Code, part: str) -> list[str]:
        """One word; where there is no such, the words that a blank, a plus, 和 or a ring of numbers parts."""
        words = [word for word in FURTHER_SEPARATORS.split(part) if tidy(word)]
        if one.options.find(part) is not None or not words:
            return [one.parse(part)]
        try:
            return [one.parse(word) for word in words]
        except Refused:
            return [one.parse(part)]

    def format(self, value: tuple[str, ...]) -> str:
        """Words joined by 、."""
        one = Code(self.options)
        return "、".join(one.format(code) for code in value)

    def to_db(self, value: tuple[str, ...]) -> str:
        """Codes joined by 、 in the list's order."""
        return "、".join(value)

    def from_db(self, raw: str | int) -> tuple[str, ...]:
        """The stored codes; unknown ones are kept."""
        return tuple(str(raw).split("、")) if raw else ()


class Word(Kind[str]):
    """One option of a list where it fits, otherwise the words as written, at most `limit` characters."""

    name = "word"

    def __init__(self, options: CodeList, limit: int = 40) -> None:
        self.options = options
        self.limit = limit

    def parse(self, text: str) -> str:
        """The code of a known word or alias, else the tidied words. Raises Refused only for length."""
        option = self.options.find(text)
        if option is not None:
            return option.code
        clean = tidy_words(text)
        if len(clean) > self.limit:
            raise Refused(f"最多{self.limit}个字，现在{len(clean)}个")
        return clean

    def format(self, value: str) -> str:
        """The word valid today, or the words as written."""
        option = self.options.find(value)
        return value if option is None else option.word()

    def to_db(self, value: str) -> str:
        """The permanent code, or the words."""
        return value

    def from_db(self, raw: str | int) -> str:
        """Stored words are already tidy."""
        return str(raw)


class Typed(Kind[str]):
    """What was typed and could not be understood, kept as a JSON object {field key: words}."""

    name = "typed"

    def parse(self, text: str) -> str:
        """A JSON object of words, as `typed_text` writes it; raises Refused for anything else."""
        return typed_text(typed_words(text))

    def from_db(self, raw: str | int) -> str:
        """Stored text is already canonical."""
        return str(raw)


def typed_words(raw: Scalar) -> dict[str, str]:
    """{field key: words as typed} of a stored `was`; empty for none. Raises Refused where it is none."""
    if raw is None:
        return {}
    try:
        found = json.loads(str(raw))
    except ValueError:
        raise Refused("这一格不能直接填写") from None
    if not isinstance(found, dict) or not all(isinstance(word, str) for word in found.values()):
        raise Refused("这一格不能直接填写")
    return found


def typed_text(words: Mapping[str, str]) -> str:
    """The stored form of {field key: words}: JSON, sorted, no spaces."""
    return json.dumps(dict(words), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
