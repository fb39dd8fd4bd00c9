"""The questions of a sweep as one line each: 有没有单独下河：没有/有！ — a marked answer means danger."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from childdesk.domain.errors import Refused

MOST = 12
"""Questions of one sweep."""
DANGER = "！"
MARKS = "!！*＊"
"""What may stand behind a danger answer."""
_SPLIT = re.compile(r"[/／、]")


@dataclass(frozen=True, slots=True)
class Question:
    """Words, the answers to choose from (none: free words), and which of them mean danger."""

    text: str
    answers: tuple[str, ...] = ()
    danger: frozenset[str] = frozenset()

    @property
    def line(self) -> str:
        """The line that `read` takes back."""
        marked = "/".join(f"{one}{DANGER}" if one in self.danger else one for one in self.answers)
        return f"{self.text}：{marked}" if self.answers else self.text


def read(text: str) -> tuple[Question, ...]:
    """One question a line. Raises Refused for none or for more than twelve."""
    found = tuple(one(line) for line in text.splitlines() if line.strip())
    if not found:
        raise Refused("至少写一个问题", "questions")
    if len(found) > MOST:
        raise Refused(f"最多{MOST}个问题，现在{len(found)}个", "questions")
    if len({question.text for question in found}) < len(found):
        raise Refused("有两个问题写得一样", "questions")
    return found


def one(line: str) -> Question:
    """One line: words, then after a colon the answers, parted by /; ！ behind one marks danger."""
    text, _, rest = line.strip().replace(":", "：").partition("：")
    if not text.strip():
        raise Refused("问题是空的", "questions")
    marked = [word.strip() for word in _SPLIT.split(rest) if word.strip()]
    answers = tuple(word.rstrip(MARKS) for word in marked)
    danger = frozenset(word.rstrip(MARKS) for word in marked if word[-1] in MARKS)
    return Question(text.strip(), answers, danger)


def answered(questions: tuple[Question, ...], given: Mapping[int, str]) -> dict[int, str]:
    """The answers by number of the question (from 1); a number key chooses an answer.

    Raises Refused for a question that is not there or an answer that is none of those to choose from.
    """
    found = {}
    for number, words in given.items():
        if not 1 <= number <= len(questions):
            raise Refused(f"没有第{number}个问题", f"{number}")
        question, typed = questions[number - 1], words.strip()
        if question.answers and typed.isdecimal() and 1 <= int(typed) <= len(question.answers):
            typed = question.answers[int(typed) - 1]
        if question.answers and typed and typed not in question.answers:
            raise Refused(f"第{number}题的答案不在可选的里面", f"{number}")
        if typed:
            found[number] = typed
    return found


def write(answers: Mapping[int, str]) -> str:
    """The answers as a record keeps them: one line each, number first."""
    return "\n".join(f"{number}\t{words}" for number, words in sorted(answers.items()))


def thaw(text: str) -> dict[int, str]:
    """The answers that `write` wrote."""
    pairs = (line.partition("\t") for line in text.splitlines())
    return {int(number): words for number, _, words in pairs if number.isdecimal()}


def alarming(questions: tuple[Question, ...], answers: Mapping[int, str]) -> list[str]:
    """What was answered and means danger, in words."""
    return [
        f"{questions[number - 1].text}：{words}"
        for number, words in sorted(answers.items())
        if number <= len(questions) and words in questions[number - 1].danger
    ]
