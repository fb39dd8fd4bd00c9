"""The visit sheet (走访单): what stands on it, and what the number keys mean when it comes back.

A question is a box with numbers; keying goes down the sheet, one key each, 0 for what was left blank.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from childdesk.domain import seen
from childdesk.domain.errors import Refused
from childdesk.domain.paper import (
    Blank,
    Block,
    Boxes,
    Code,
    Facts,
    Footer,
    Gap,
    PageBreak,
    Paper,
    Paragraph,
    Signature,
)
from childdesk.domain.plan_options import OUTCOME, SIGNED

VERSION = "2026-1"
"""Of this layout; a sheet is keyed in by the layout that it was printed with."""
LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
"""Characters of a code: none that looks like another."""
CODE_LENGTH = 12
BLANK = 0


@dataclass(frozen=True, slots=True)
class Question:
    """One line of boxes: key, words, and the answers by number from 1."""

    key: str
    text: str
    options: tuple[str, ...]


DOOR: tuple[Question, ...] = (
    Question("outcome", "到门口的情况", tuple(OUTCOME.codes())),
    Question("signed", "监护人签字", tuple(SIGNED.codes())),
)
"""Asked once for each door."""

CHILD: tuple[Question, ...] = (
    *(Question(f"tick.{item.key}", item.label, seen.VERDICTS) for item in seen.ITEMS),
    Question("recheck", "有问题的，7天内复查", ("要", "不用")),
    Question("guardianship", "监护状况", ("较好", "一般", "差")),
    Question("attended", "走访时有大人看护", ("有", "没有")),
    Question("mind", "孩子精神状况", seen.MINDS),
    Question("outlook", "看下来", seen.OUTLOOKS),
)
"""Asked for each child of the household."""

WORDS = (("note", "看到的问题、孩子说的话"), ("opinion", "监护人意见"), ("next_step", "下一步"))
"""Lines to write on."""


@dataclass(frozen=True, slots=True)
class Kid:
    """One child of a sheet: what is printed about it."""

    child: str
    name: str
    who: str
    last: str = ""
    asks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Door:
    """One sheet: its code, the day, the door, its children in their order."""

    code: str
    day: str
    title: str
    place: str
    caution: str
    kids: tuple[Kid, ...]


@dataclass(frozen=True, slots=True)
class Filled:
    """The answers of one sheet: numbers by question, for the door and for each child; words where written."""

    door: Mapping[str, int] = field(default_factory=dict)
    kids: tuple[Mapping[str, int], ...] = ()
    words: tuple[Mapping[str, str], ...] = ()
    contact: str = ""
    """最近一次与父母联系, as written."""


def new_code() -> str:
    """A fresh code: eleven random characters and one that checks them."""
    body = "".join(secrets.choice(LETTERS) for _ in range(CODE_LENGTH - 1))
    return body + _check(body)


def read_code(typed: str) -> str:
    """The code as it stands in the ledger. Raises Refused for one that was mistyped."""
    clean = "".join(char for char in typed.upper() if char.isalnum())
    if len(clean) != CODE_LENGTH or any(char not in LETTERS for char in clean):
        raise Refused(f"走访单编号是{CODE_LENGTH}个字母和数字", "code")
    if clean[-1] != _check(clean[:-1]):
        raise Refused("编号有一位不对，请再看一眼单子", "code")
    return clean


def _check(body: str) -> str:
    return LETTERS[hashlib.sha256(body.encode()).digest()[0] % len(LETTERS)]


# ── printing ────────────────────────────────────────────────────────────────────────────────────────────


def paper(
    doors: Sequence[Door], unit: str, footer: Footer, filled: Mapping[str, Filled] | None = None
) -> Paper:
    """All sheets of a round, each on a page of its own; `filled` ticks the boxes (code → answers)."""
    blocks: list[Block] = []
    for number, door in enumerate(doors):
        if number:
            blocks.append(PageBreak())
        blocks += _sheet(door, (filled or {}).get(door.code))
    return Paper(f"{unit}走访单", tuple(blocks), "sheet", footer=footer)


def _sheet(door: Door, filled: Filled | None) -> list[Block]:
    blocks: list[Block] = [Code(door.code, "编号")]
    facts = [("户", door.title), ("日期", door.day), ("住址", door.place)]
    if door.caution:
        facts.append(("上门提醒", door.caution))
    blocks.append(Facts(tuple(facts), 2))
    numbers = {} if filled is None else filled.door
    blocks += [_boxes(question, at, numbers) for at, question in enumerate(DOOR, start=1)]
    for at, kid in enumerate(door.kids):
        head = f"{at + 1}. {kid.name}（{kid.who}）{kid.last}"
        blocks += [Gap(2), Paragraph(head, "heading", "left", bold=True, keep=True)]
        if kid.asks:
            blocks.append(Paragraph(f"要问：{'；'.join(kid.asks)}", "small", "left"))
        given = filled.kids[at] if filled is not None and at < len(filled.kids) else {}
        blocks += [_boxes(question, number, given) for number, question in enumerate(CHILD, start=1)]
        blocks += [Blank(label) for _, label in WORDS]
    blocks.append(Blank("最近一次与父母联系（月、日）"))
    signers = ("走访人：　　　　　　同去的人：　　　　　　", "监护人签字：　　　　　　　　年　　月　　日")
    blocks.append(Signature(signers))
    return blocks


def _boxes(question: Question, number: int, given: Mapping[str, int]) -> Boxes:
    chosen = given.get(question.key, BLANK)
    options = tuple(f"{at} {word}" for at, word in enumerate(question.options, start=1))
    return Boxes(question.text, options, number, (chosen - 1,) if chosen else ())


# ── keying ──────────────────────────────────────────────────────────────────────────────────────────────


def order(kids: int) -> list[tuple[int, Question]]:
    """(child from 0, or -1 for the door; question) in the order of the sheet: what the keys go through."""
    found = [(-1, question) for question in DOOR]
    return found + [(at, question) for at in range(kids) for question in CHILD]


def keyed(keys: str, kids: int) -> Filled:
    """What a row of number keys says, in the sheet's order. Raises Refused naming the place.

    Too few keys leave the rest blank; a key that is no answer of its question is refused.
    """
    places = order(kids)
    clean = [char for char in keys if not char.isspace()]
    if len(clean) > len(places):
        raise Refused(f"多了{len(clean) - len(places)}个数字，请从头对一遍", "keys")
    door: dict[str, int] = {}
    found: tuple[dict[str, int], ...] = tuple({} for _ in range(kids))
    for at, (char, (kid, question)) in enumerate(zip(clean, places, strict=False), start=1):
        if not char.isdecimal() or int(char) > len(question.options):
            raise Refused(f"第{at}个数字不对：{question.text}", "keys")
        if int(char):
            (door if kid < 0 else found[kid])[question.key] = int(char)
    return Filled(door, found)


def keys_of(filled: Filled, kids: int) -> str:
    """The number keys that say the same: what somebody would press with this sheet before them."""
    return "".join(
        str((filled.door if kid < 0 else filled.kids[kid]).get(question.key, BLANK))
        for kid, question in order(kids)
    )


def word(question: Question, number: int) -> str:
    """The answer behind a number; empty for blank."""
    return question.options[number - 1] if number else ""


def on_paper(sheet: Paper) -> list[int]:
    """The number that is ticked at every question, in order: what an eye reads off the sheet."""
    boxes = [block for block in sheet.blocks if isinstance(block, Boxes)]
    return [block.ticked[0] + 1 if block.ticked else BLANK for block in boxes]
