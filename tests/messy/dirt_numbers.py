"""Writes identity numbers, telephones, accounts and amounts as Excel and tired people leave them."""

from __future__ import annotations

from childdesk.domain import identity
from tests.messy.grid import Value
from tests.messy.pen import Facts, Made, Pen
from tests.messy.truth import Want

FULL_WIDTH = str.maketrans("0123456789X", "０１２３４５６７８９Ｘ")
GONE = Want((), asks=True)


def identity_number(pen: Pen, field: str, facts: Facts) -> Made:
    """A number in the office's style, now and then damaged."""
    number = facts[field]
    child = field == "child.id_number"
    if child and pen.often(0.05):
        return _damaged(pen, number)
    if not child and pen.often(0.02):
        return _damaged(pen, number, grown=True)
    if child and facts.get("child.disability_certificate") and pen.rnd.random() < 0.25:
        certificate = facts["child.disability_certificate"]
        return certificate, "", Want((number,), why="certificate in the number's column")
    style = pen.habits.id_style
    if style == "mixed":
        style = pen.rnd.choice(("text", "text", "spaces", "mark", "full", "lower"))
    elif pen.often(0.02):
        style = pen.rnd.choice(("spaces", "mark", "full", "lower", "edge"))
    return _styled(pen, number, style)


def _styled(pen: Pen, number: str, style: str) -> Made:
    if style == "number" and number.isdecimal():
        return _eaten(pen, number)
    right = (number,)
    if style == "spaces":
        return f"{number[:6]} {number[6:14]} {number[14:]}", "", Want(right, why="blanks inside")
    if style == "mark":
        return pen.rnd.choice("'‘`’") + number, "", Want(right, why="apostrophe")
    if style == "full":
        return number.translate(FULL_WIDTH), "", Want(right, why="full width")
    if style == "lower":
        return number.lower(), "", Want(right, why="lower x" if number.endswith("X") else "")
    if style == "tab":
        return (f"\t{number}" if pen.flat else number), "text", Want(right, why="tab" if pen.flat else "")
    if style == "edge":
        return (
            pen.rnd.choice((f"{number} ", f"\u00a0{number}", f"{number}\u200b")),
            "",
            Want(right, why="edge"),
        )
    return number, pen.rnd.choice(("", "text")), Want(right)


def _eaten(pen: Pen, number: str) -> Made:
    """What a spreadsheet keeps of a number typed as a number: fifteen digits, and zeros."""
    form = pen.rnd.choice(("", "whole"))
    return float(int(number[:15] + "000")), form, Want((), asks=True, why="eaten by Excel")


def _damaged(pen: Pen, number: str, *, grown: bool = False) -> Made:
    how = pen.rnd.choice(("eaten", "power", "15 digits", "17 digits", "typo", "19 digits"))
    if how == "eaten" and number.isdecimal():
        return _eaten(pen, number)
    if how == "power":
        return f"{number[0]}.{number[1:6]}E+17", "", Want((), asks=True, why="E+17")
    if how == "15 digits":
        # grown-ups once had such numbers: theirs stand as they are
        short = number[:6] + number[8:17]
        return short, "", Want((short,) if grown else (), asks=not grown, why="15 digits")
    if how == "17 digits":
        return number[:17], "", Want((), asks=True, why="17 digits")
    if how == "19 digits":
        at = pen.rnd.randrange(14, 17)
        return number[:at] + number[at] + number[at:], "", Want((), asks=True, why="19 digits")
    return _typo(pen, number), "", Want((), asks=True, why="typo")


def _typo(pen: Pen, number: str) -> str:
    """One digit of the order code is another, so that the check digit fails."""
    at = pen.rnd.randrange(14, 16)
    other = str((int(number[at]) + pen.rnd.randrange(1, 10)) % 10)
    made = number[:at] + other + number[at + 1 :]
    return made if identity.check_digit(made[:17]) != made[17] else number[:17]


def certificate(pen: Pen, field: str, facts: Facts) -> Made:
    """A 残疾人证 number: 20 characters."""
    number = facts[field]
    if number.isdecimal() and pen.often(0.03):
        return float(int(number[:15] + "0" * 5)), "", Want((), asks=True, why="eaten by Excel")
    return number, pen.rnd.choice(("", "text")), Want((number,))


def telephone(pen: Pen, field: str, facts: Facts) -> Made:
    """One telephone, or two, or one with a word beside it."""
    number = facts[field]
    record = field.partition(".")[0]
    second = facts.get("mother.phone" if record == "father" else "father.phone", "")
    if second and second != number and pen.often(0.04):
        joint = pen.rnd.choice(("/", "、", "；", ";", " ", "\n", "，", " / "))
        return f"{number}{joint}{second}", "", Want((number,), kept=(second,), why="two telephones")
    if pen.often(0.012):
        who = pen.rnd.choice(("（邻居）", "(晚上打)", "（微信同号）", "（村主任转）"))
        return f"{number}{who}", "", Want((number,), kept=(who[1:-1],), why="note beside telephone")
    if pen.often(0.012):
        return number[:10], "", Want((), asks=True, why="10 digits")
    style = pen.habits.phone_style
    if pen.often(0.02):
        style = pen.rnd.choice(("spaced", "dashed", "code", "full", "float"))
    return _telephone_in(pen, number, style)


def _telephone_in(pen: Pen, number: str, style: str) -> Made:
    right = Want((number,))
    if style == "number" and not pen.flat:
        return int(number), "whole", right
    if style == "spaced":
        return f"{number[:3]} {number[3:7]} {number[7:]}", "", right
    if style == "dashed":
        return f"{number[:3]}-{number[3:7]}-{number[7:]}", "", right
    if style == "code":
        return f"+86{number}", "", right
    if style == "full":
        return number.translate(FULL_WIDTH), "", right
    if style == "float":
        return f"{number}.0", "", right
    return number, "text", right


def account(pen: Pen, field: str, facts: Facts) -> Made:
    """A bank account of 18 digits."""
    number = facts[field]
    if pen.often(0.05):
        return (
            float(int(number[:15] + "0" * (len(number) - 15))),
            "",
            Want((), asks=True, why="eaten by Excel"),
        )
    if pen.often(0.1):
        return " ".join(number[at : at + 4] for at in range(0, len(number), 4)), "", Want((number,))
    return number, "text", Want((number,))


def amount(pen: Pen, field: str, facts: Facts) -> Made:
    """Yuan, of which the truth is in 分."""
    cents = int(facts[field])
    yuan = cents / 100
    if pen.rnd.random() < 0.3:
        return f"{yuan:g}元", "", Want((facts[field],))
    return (int(yuan) if yuan.is_integer() else yuan), "", Want((facts[field],))


def age(pen: Pen, field: str, facts: Facts) -> Made:
    """An age, perhaps of last year, perhaps wrong by years."""
    years = int(facts[field])
    if pen.often(0.006) and facts.get("child.birth"):
        return (
            years + pen.rnd.choice((5, 6, 7)),
            "",
            Want((), asks=True, why="age against birth", against="child.birth"),
        )
    years -= int(pen.habits.old_ages and years > 0)
    value: Value = years if pen.rnd.random() < 0.8 else f"{years}岁"
    return value, "", Want((), optional=True)


def size(pen: Pen, field: str, facts: Facts) -> Made:
    """How many people live in the household."""
    number = facts[field]
    return (int(number) if pen.rnd.random() < 0.8 else f"{number}人"), "", Want((number,), optional=True)


def as_text(pen: Pen, field: str, facts: Facts) -> Made:
    """Numbers that are names: kept as text."""
    return facts[field], "text", Want((facts[field],), optional=field == "household.number")
