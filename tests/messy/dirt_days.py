"""Writes birthdays and other days as offices do, with what Excel and the old calendar make of them."""

from __future__ import annotations

from datetime import date, timedelta

from tests.messy.grid import Value, in_words
from tests.messy.pen import Facts, Made, Pen
from tests.messy.truth import Want

SINGLE = (
    "cell:iso", "cell:slash", "iso", "points", "slash", "chinese", "tight", "dashed", "words", "spaced"
)  # fmt: skip
EPOCH = date(1899, 12, 30)


def day(pen: Pen, field: str, facts: Facts) -> Made:
    """A full day in the office's style."""
    truth = date.fromisoformat(facts[field])
    value, form, _ = styled(pen, truth, pen.habits.day_style)
    return value, form, Want((facts[field],))


def birth(pen: Pen, field: str, facts: Facts) -> Made:
    """A birthday; the identity number beside it, if any, decides what remains doubtful."""
    truth = date.fromisoformat(facts[field])
    known = "child.id_number" in pen.fields and bool(facts.get("child.id_number"))
    if known and pen.often(0.012):
        other = truth + timedelta(pen.rnd.choice((1, 2, 31, -30, 366)))
        value, form, _ = styled(pen, other, _single(pen))
        return (
            value,
            form,
            Want(
                (truth.isoformat(), other.isoformat()),
                asks=True,
                why="birth against number",
                against="child.id_number",
            ),
        )
    if pen.often(0.012):
        return _lunar(pen, truth, known=known)
    style = pen.habits.birth_style
    if style == "mixed" or pen.often(0.03):
        style = _single(pen)
    value, form, month_only = styled(pen, truth, style)
    if style == "month number" and truth.month == 10:
        values = (f"{truth.year}-01", f"{truth.year}-10", *((truth.isoformat(),) if known else ()))
        return value, form, Want(values, asks=not known, why="2015.1")
    values = (truth.isoformat(),)
    if month_only:
        values = (truth.isoformat()[:7], *(values if known or month_only == "cell" else ()))
    return value, form, Want(values, why=style)


def _single(pen: Pen) -> str:
    return pen.rnd.choice(SINGLE)


def styled(pen: Pen, truth: date, style: str) -> tuple[Value, str, str]:
    """(value, form, "" or why only the month can be seen: "cell" where the cell itself holds the day)."""
    if style.startswith("cell:"):
        form = style.partition(":")[2]
        if pen.flat and form == "month":
            return truth, form, "text"
        return truth, form, "cell" if form == "month" else ""
    if style == "serial":
        if pen.flat:
            return f"{truth.year}/{truth.month}/{truth.day}", "", ""
        return (truth - EPOCH).days, "serial", ""
    if style == "wholes":
        return int(f"{truth:%Y%m%d}"), "", ""
    if style == "month number":
        return float(f"{truth.year}.{truth.month:02d}"), "", "text"
    said = _in_words(truth, style)
    return said, "", "text" if style.startswith("month") else ""


def _in_words(truth: date, style: str) -> str:
    year, month, number = truth.year, truth.month, truth.day
    return {
        "points": f"{year}.{month}.{number}",
        "slash": f"{year}/{month}/{number}",
        "chinese": f"{year}年{month}月{number}日",
        "tight": f"{truth:%Y%m%d}",
        "dashed": f"{year}-{month}-{number}",
        "spaced": f"{year}. {month}. {number}",
        "words": f"二〇{_figures(year % 100)}年{in_words(month)}月{in_words(number)}日",
        "month points": f"{year}.{month:02d}",
        "month chinese": f"{year}年{month}月",
    }.get(style, truth.isoformat())


def _figures(number: int) -> str:
    return "".join("〇一二三四五六七八九"[int(figure)] for figure in f"{number:02d}")


def _lunar(pen: Pen, truth: date, *, known: bool) -> Made:
    """The family counts by the old calendar: about a month earlier, and said so."""
    lunar = truth - timedelta(pen.rnd.randrange(20, 50))
    number = min(lunar.day, 29)
    canonical = f"农历{lunar.year}-{lunar.month:02d}-{number:02d}"
    said = pen.rnd.choice(
        (
            f"农历{lunar.year}年{lunar.month}月{number}日",
            f"{lunar.year}.{lunar.month}.{number}（农历）",
            f"阴历{lunar.year}-{lunar.month}-{number}",
        )
    )
    return said, "", Want((canonical, *((truth.isoformat(),) if known else ())), why="lunar")
