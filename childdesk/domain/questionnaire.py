"""Item tables of the free scales (PHQ-A, PHQ-9, GAD-7) as a data file: official wording, copied by people.

None is shipped, since only the official Chinese wording counts. What comes out is a sum and the band in which
it lies, by number: what a band means is said by the professional, never by the program.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise

from childdesk.domain.errors import Refused
from childdesk.domain.rulefile import RuleFile, Section

ITEMS: Mapping[str, int] = {"PHQ-A": 9, "PHQ-9": 9, "GAD-7": 7}
"""Free to use; how many items each has. They are answered by four answers that count 0 to 3."""
ANSWERS = 4
LICENSED = ("SDQ", "CDI", "MHT", "SCL-90", "SCL90", "RCADS")
"""Neither built in nor taken in: their owners allow no electronic version without leave, or it is unclear."""


@dataclass(frozen=True, slots=True)
class Item:
    """One question. A `danger` one opens the urgent path when it is answered with more than the least."""

    number: int
    text: str
    danger: bool = False


@dataclass(frozen=True, slots=True)
class Tool:
    """One table: what is asked, the answers from the least on, from which sums on a band begins."""

    name: str
    version: str
    source: str
    ask: str
    answers: tuple[str, ...]
    bands: tuple[int, ...]
    items: tuple[Item, ...]

    @property
    def most(self) -> int:
        """The highest sum."""
        return len(self.items) * (ANSWERS - 1)


@dataclass(frozen=True, slots=True)
class Filled:
    """What a filled table says: the sum, its band by number, what is still open, whether there is danger."""

    score: int
    band: str
    unanswered: tuple[int, ...]
    danger: bool


def fill(tool: Tool, answers: Mapping[int, int]) -> Filled:
    """`answers`: item → answer from 1. Raises Refused for an item or answer that the table has not."""
    for number, answer in answers.items():
        if not 1 <= number <= len(tool.items) or not 1 <= answer <= ANSWERS:
            raise Refused(f"{tool.name}没有第{number}题的第{answer}个答案", f"{number}")
    score = sum(answer - 1 for answer in answers.values())
    open_ = tuple(one.number for one in tool.items if one.number not in answers)
    danger = any(one.danger and answers.get(one.number, 1) > 1 for one in tool.items)
    at = sum(score >= least for least in tool.bands)
    return Filled(score, "" if open_ else f"{score}分，共{tool.most}分，第{at}段", open_, danger)


def words(tool: Tool, answers: Mapping[int, int]) -> str:
    """The answers as they are kept, one line each, without the questions."""
    return "\n".join(
        f"第{number}题：{tool.answers[answer - 1]}" for number, answer in sorted(answers.items())
    )


# ── the file ────────────────────────────────────────────────────────────────────────────────────────────


def read(name: str, text: str) -> dict[str, Tool]:
    """The tables of a file, by name. Raises Refused naming line and reason."""
    file = RuleFile(name, text)
    file.only("version", "source", "tool", "item")
    version, source = file.text("version"), file.text("source")
    found: dict[str, Section] = {}
    for part in file.sections("tool"):
        tool = _tool(part)
        if tool in found:
            raise part.wrong("name", f"“{tool}”写了两遍")
        found[tool] = part
    if not found:
        raise file.wrong("version", "没有写一张题表")
    items: dict[str, list[Item]] = {tool: [] for tool in found}
    for part in file.sections("item"):
        part.only("tool", "text", "danger")
        tool = part.text("tool")
        if tool not in items:
            raise part.wrong("tool", f"没有“{tool}”这张题表")
        if not str(part.data.get("text", "")).strip():
            raise part.wrong("text", f"{tool}第{len(items[tool]) + 1}题还没写，请照官方中文版抄")
        items[tool].append(Item(len(items[tool]) + 1, part.text("text"), part.flag("danger")))
        if len(items[tool]) > ITEMS[tool]:
            raise part.wrong("text", f"{tool}只有{ITEMS[tool]}题，这是多出来的")
    made = {}
    for tool, part in found.items():
        if len(items[tool]) < ITEMS[tool]:
            raise part.wrong("name", f"{tool}有{ITEMS[tool]}题，这里只有{len(items[tool])}题")
        made[tool] = Tool(
            tool,
            version,
            source,
            part.text("ask"),
            _answers(part),
            _bands(part, ITEMS[tool] * (ANSWERS - 1)),
            tuple(items[tool]),
        )
    return made


def _tool(part: Section) -> str:
    part.only("name", "ask", "answers", "bands")
    tool = part.text("name").strip()
    plain = tool.upper().replace(" ", "")
    if any(one in plain for one in LICENSED):
        raise part.wrong("name", f"{tool}有版权，不许做成电子版，装不进来")
    if tool not in ITEMS:
        raise part.wrong("name", f"只收{'、'.join(ITEMS)}，没有“{tool}”")
    return tool


def _answers(part: Section) -> tuple[str, ...]:
    answers = tuple(one.strip() for one in part.words("answers"))
    if len(answers) != ANSWERS or not all(answers) or len(set(answers)) < ANSWERS:
        raise part.wrong("answers", "要写4个不同的答案，从最轻的写起，依次是0到3分")
    return answers


def _bands(part: Section, most: int) -> tuple[int, ...]:
    found = part.data.get("bands", [])
    if not isinstance(found, list) or not all(isinstance(one, int) for one in found) or not found:
        raise part.wrong("bands", "要写每一段从几分起，如[0, 5, 10]")
    if found[0] != 0 or any(one >= two for one, two in pairwise(found)):
        raise part.wrong("bands", "每一段从几分起，要从0开始，从低到高")
    if found[-1] > most:
        raise part.wrong("bands", f"最高{most}分，没有{found[-1]}分这一段")
    return tuple(found)
