"""Turns a cell into the text that a field's kind can read, and says what was mended, doubted or destroyed.

Nothing is guessed: what Excel destroyed is called destroyed, with what can still be kept of it. A `shape` is
the name of a field's kind (`id_number`, `date`, `phone`, `name` …); an unknown one is treated as plain words.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Literal

from childdesk.domain import days, identity, options
from childdesk.domain.errors import Refused
from childdesk.domain.words import says_nothing
from childdesk.files import faults, name_look, phone_look
from childdesk.files.date_look import has_day, moment, with_words
from childdesk.files.number_look import EXACT, plain
from childdesk.files.sheets import Cell

Meaning = Literal["", "nothing", "ditto", "as_father", "as_mother", "as_registered"]
"""nothing: says that there is none; ditto: 同上; as_…: 随父, 随母, 同户籍地."""


@dataclass(frozen=True, slots=True)
class Repair:
    """What stood in the cell, what it became, and why, in a few words."""

    was: str
    became: str
    why: str


@dataclass(frozen=True, slots=True)
class Reading:
    """What a cell says. `text` is ready for the field's kind, empty when there is nothing or a problem.

    `problem` says why the value cannot be taken; `doubt` why a person should look at one that was taken.
    `more` are further values of the same cell, `note` is what stood in brackets, `kept` are facts of other
    fields that a destroyed or longer number still holds ({attribute: text}).
    """

    text: str = ""
    repairs: tuple[Repair, ...] = ()
    problem: str = ""
    doubt: str = ""
    meaning: Meaning = ""
    more: tuple[str, ...] = ()
    note: str = ""
    kept: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_plain(self) -> bool:
        """Whether the cell says one thing and nothing has to be said about it, as most cells do."""
        odd = self.problem or self.repairs or self.doubt or self.meaning or self.more or self.note
        return bool(self.text) and not odd and not self.kept


_NONE = frozenset(
    "无 没有 暂无 N/A n/a NA 无此项 无号码 未办 未办理 未登记 未上户 没办 无电话 不知道 不清楚 空 〇 *"
    " 没得 不晓得 搞不清 没电话 没有电话 没得电话 没手机 没有手机 无手机 还没办 没身份证 没办身份证"
    " 身份证未办 未办身份证 未上户口 没上户 没上户口"
    "".split()
)
DITTO = frozenset(("同上", "〃", "″", '"', "“", "”", "“”", "＂", "''", "’’", "上同", "同前", "如上", "同左"))
DITTO |= frozenset("↑ ↓ ∥ ‖ 〻 同 同上行 同上一行 同上格 同上户 同上一户 同上家".split())
ALIKE: dict[str, Meaning] = {
    **dict.fromkeys(DITTO, "ditto"),
    **dict.fromkeys(
        ("随父", "随父亲", "同父", "同父亲", "和他爸一起", "跟他爸一起", "和爸爸一起"), "as_father"
    ),
    **dict.fromkeys(
        ("随母", "随母亲", "同母", "同母亲", "和他妈一起", "跟他妈一起", "和妈妈一起"), "as_mother"
    ),
    **dict.fromkeys(("同户籍地", "同户籍", "同户籍地址", "与户籍地一致", "同户口所在地"), "as_registered"),
}
"""Words that point to another cell: they say nothing of the column in which they stand."""
LONGEST_MEANING = 8
_SPACES = re.compile(r"\s+")
_USUAL = {
    "id_number": re.compile(r"[1-9]\d{16}[\dX](?<!000)", re.ASCII),
    "phone": re.compile(r"1[03-9]\d{9}", re.ASCII),
    "name": re.compile(r"[\u4e00-\u9fff]{2,4}"),
}
"""Shape → how most of its values are written: nothing in them is to be mended."""
_ANSWERING = frozenset(["code", "codes", "yesno"])
"""Shapes to which 无 is an answer."""
_INVISIBLE = re.compile(r"[\u200b-\u200f\u202a-\u202e\u2060\ufeff\u00ad]")
_LIKE_X = dict.fromkeys(map(ord, "ХхΧχ×╳✕✖"), "X")
MANY_PHONES = "一格几个号码，都记下，第一个常用"
MANY_NAMES = "一格里写了几个名字，先记第一个"
NAMED_TWICE = "名字里有冒号，请看是不是写了几个人"
BESIDE_PHONE = "号码旁边的说明另记"
LUNAR = "这是农历，请问清公历是哪一天"
KEPT_LUNAR = "这是农历生日，先照农历记，请问清公历是哪一天"
_LUNAR = re.compile("农历|阴历|旧历|[正冬腊]月|月初[一二三四五六七八九十]|廿|闰")
BESIDE_DAY = "日期旁边的说明另记"
_ZERO = dict.fromkeys("〇○O0", "零")
_WRITTEN_YEAR = re.compile("([零〇○O0一二三四五六七八九]{4})(?=年)")


@lru_cache(maxsize=1 << 13)
def read(cell: Cell, shape: str) -> Reading:
    """What a cell says to a field of that shape; worked out once where the same cell comes again."""
    if cell.kind == "blank":
        return Reading()
    if cell.kind == "error" or faults.why(cell.text):
        return Reading(problem=faults.why(cell.text) or faults.ERROR)
    words = _tidy(cell.text)
    meaning = _meaning(words, shape)
    if meaning:
        return Reading(meaning=meaning)
    usual = _USUAL.get(shape)
    if usual is not None and cell.kind == "text" and usual.fullmatch(words):
        return Reading(words)
    return _READERS.get(shape, _words)(cell, words)


def is_usual(text: str, shape: str) -> bool:
    """Whether `read` takes a cell of words, without blanks at its ends, just as it stands: most are so."""
    usual = _USUAL.get(shape)
    return usual is not None and usual.fullmatch(text) is not None and not _meaning(text, shape)


def _tidy(text: str) -> str:
    if text.isprintable():
        return text.strip()
    return _INVISIBLE.sub("", text).replace("\u3000", " ").strip()


def _meaning(words: str, shape: str) -> Meaning:
    if len(words) > LONGEST_MEANING:
        return ""
    bare = _SPACES.sub("", words)
    if bare in ALIKE:
        return ALIKE[bare]
    if says_nothing(words) or (bare in _NONE and shape not in _ANSWERING):
        return "nothing"
    return ""


def _repaired(reading: Reading, was: str, why: str) -> Reading:
    """The reading with a repair, unless only blanks at the ends went."""
    if reading.text == was.strip() or not reading.text:
        return reading
    return replace(reading, repairs=(*reading.repairs, Repair(was, reading.text, why)))


def _words(cell: Cell, words: str) -> Reading:
    if cell.kind == "bool":
        return Reading("是" if words == "TRUE" else "否")
    return Reading(words)


def _codes(cell: Cell, words: str) -> Reading:
    """Words of lists; 肢体二级 holds the kind of a disability and its level."""
    text = re.sub(r"\s+", "", unicodedata.normalize("NFKC", words))
    found = re.fullmatch(r"(\D+?)(?:残疾)?[(/、,]?([一二三四1-4]级)[)]?", text)
    if found and options.DISABILITY_TYPE.find(found[1]):
        return _repaired(Reading(found[1], kept={"disability_level": found[2]}), words, "残疾等级另记")
    return _words(cell, words)


def _number(cell: Cell, words: str) -> Reading:
    """Whole numbers and amounts: the number itself where there is one, without its decoration."""
    if cell.kind == "number" and cell.number is not None:
        return Reading(plain(cell.number))
    text = unicodedata.normalize("NFKC", words)
    monthly = _MONTHLY.fullmatch(text)
    if monthly:
        return _repaired(Reading(monthly[1]), words, "只留数字")
    return _repaired(Reading(text), words, "全角改半角")


_MONTHLY = re.compile(r"\s*(?:每月|月)?\s*(\d+(?:\.\d+)?)\s*(?:元|块钱?)?\s*(?:/|每|一个?|1个)?\s*月\s*")


# ── identity numbers ─────────────────────────────────────────────────────────────────────────────


def _id_number(cell: Cell, words: str) -> Reading:
    if cell.kind in ("number", "date") and cell.number is not None:
        if cell.number >= EXACT:
            return _destroyed(_surviving(cell.number))
        return _checked_number(plain(cell.number), words)
    text = identity.clean_number(words)
    if re.fullmatch(r"\d(?:\.\d+)?E\+?1[4-9]", text):
        return _destroyed(text.partition("E")[0].replace(".", ""))
    if "*" in text:
        return Reading(problem="号码被星号遮住了，请看证件")
    if text[:-1].isdecimal():
        text = text[:-1] + text[-1:].translate(_LIKE_X)
    return _checked_number(text, words)


def _surviving(number: float) -> str:
    """The leading digits that a float of eighteen digits still vouches for; "" when not even fifteen.

    Excel cuts to fifteen digits; other programs round to the nearest float, which may be 32 away.
    """
    whole = int(number)
    cut = (whole + 500) // 1000
    if float(cut * 1000) == number:
        return str(cut)
    low, high = str(whole - 32)[:14], str(whole + 32)[:14]
    return f"{low}0" if low == high else ""


def _destroyed(digits: str) -> Reading:
    """Eighteen digits kept as a float: the last three are gone, with them sex and check digit."""
    kept = {}
    birth = identity.birth(digits[:15] + "000") if len(digits) >= 15 else None
    if birth is not None:
        kept["birth"] = str(birth)
    lost = "后三位" if kept else "大部分"
    return Reading(problem=f"号码{lost}被表格损坏，请看证件重填", kept=kept)


def _checked_number(text: str, was: str) -> Reading:
    why = "去掉空格、符号，统一大小写"
    if re.fullmatch(r"\d{17}[\dX][1-7][1-4](?:B\d?)?", text) and _fits(text[:18]):
        made = Reading(text[:18], kept={"disability_certificate": text})
        return _repaired(made, was, "取残疾证号里的身份证号")
    if re.fullmatch(r"\d{15}000", text):
        if not _fits(text):
            return _destroyed(text[:15])
        return _repaired(Reading(text, doubt="号码末三位是000，可能被表格损坏"), was, why)
    return _repaired(Reading(text), was, why)


def _fits(number: str) -> bool:
    return identity.birth(number) is not None and identity.check_digit(number[:17]) == number[17]


def _certificate(cell: Cell, words: str) -> Reading:
    if cell.kind == "number" and cell.number is not None and cell.number >= EXACT:
        return Reading(problem="证号后几位被表格损坏，请看证件重填")
    text = identity.clean_number(words)
    if re.fullmatch(r"\d(?:\.\d+)?E\+?\d\d", text):
        return Reading(problem="证号大部分被表格损坏，请看证件重填")
    return _repaired(Reading(text), words, "去掉空格、符号，统一大小写")


def _account(cell: Cell, words: str) -> Reading:
    if cell.kind == "number" and cell.number is not None:
        if cell.number >= EXACT:
            return Reading(problem="账号后几位被表格损坏，请看存折重填")
        return Reading(plain(cell.number))
    text = re.sub(r"[\s\-'’‘`]", "", unicodedata.normalize("NFKC", words))
    if re.fullmatch(r"\d(?:\.\d+)?E\+?\d\d", text, re.IGNORECASE):
        return Reading(problem="账号大部分被表格损坏，请看存折重填")
    return _repaired(Reading(text), words, "去掉空格和符号")


# ── telephones and names ─────────────────────────────────────────────────────────────────────────


def _phone(cell: Cell, words: str) -> Reading:
    """One number, or several in one cell; words beside it become the note."""
    if cell.kind == "number" and cell.number is not None and cell.number < EXACT:
        return Reading(plain(cell.number))
    text = re.sub(r"(?<=\d)\.0+(?!\d)", "", unicodedata.normalize("NFKC", words).strip("'’‘` "))
    if re.search(r"\d\*+\d|\*{3,}", text):
        return Reading(problem="号码被星号遮住了，请另外问一下")
    if re.fullmatch(r"\d(?:\.\d+)?E\+?\d\d", text, re.IGNORECASE):
        return Reading(problem="号码被表格损坏，请重新问一下")
    text = phone_look.parted(text)
    numbers, rest = phone_look.numbers(text)
    if not numbers or re.search(r"\d{5,}", rest):
        return _repaired(Reading(re.sub(r"[\s\-]", "", text)), words, "去掉空格和符号")
    note = re.sub(r"[\s/、,，;；:：|()\[\]或和+]+", " ", rest).strip()
    made = Reading(numbers[0], more=tuple(dict.fromkeys(numbers[1:])), note=note)
    return _repaired(made, words, MANY_PHONES if numbers[1:] else BESIDE_PHONE if note else "去掉空格和符号")


def _name(cell: Cell, words: str) -> Reading:
    """A name; a remark in brackets behind it becomes the note."""
    if cell.kind in ("number", "date") or re.fullmatch(r"[\d\s.\-/]+", words):
        return Reading(problem="名字里只有数字")
    text = re.sub(r"^\d{1,4}[.、．]\s*", "", words)
    text, numbers, behind, is_another = name_look.without_phones(text)
    kept, more = {"phone": numbers[0]} if numbers else {}, tuple(dict.fromkeys(numbers[1:]))
    text, note = name_look.without_remark(text)
    note = "，".join(filter(None, (note, behind)))
    if re.search(r"[^*＊\s][*＊]+[^*＊\s]|^\w[*＊]{1,2}$", text):
        return Reading(problem="名字被星号遮住了，请看证件")
    text = re.sub(r"[*＊△▲★☆●]+", "", text)
    if not any(map(str.isalpha, text)):
        return Reading(problem="这里没有写名字")
    doubt = MANY_NAMES if is_another else ""
    first, others = name_look.several(text)
    if first:
        note = others + (f"（{note}）" if note else "")
        return Reading(first, doubt=MANY_NAMES, more=more, note=note, kept=kept)
    text = re.sub(r"[・•‧∙⋅．.·˙]", "·", text).strip(" ·,，、;；")
    if not re.search(r"[A-Za-z]", text):
        text = re.sub(r"\s+", "", text)
    if len(re.findall("[:：]", text)) > 1:
        return Reading(text, doubt=NAMED_TWICE, more=more, note=note, kept=kept)
    why = "名字后的电话另记" if kept else "名字后的说明另记" if note else "去掉空格和符号"
    return _repaired(Reading(text, doubt=doubt, more=more, note=note, kept=kept), words, why)


# ── dates ────────────────────────────────────────────────────────────────────────────────────────


def _date(cell: Cell, words: str) -> Reading:
    if cell.kind in ("number", "date") and cell.number is not None:
        return _date_of_number(cell, words)
    text = re.sub(r"\s+", " ", unicodedata.normalize("NFKC", words).strip("'’‘` "))
    text = re.sub(r"(?<=\d)\s*[、,。·]\s*(?=\d)", ".", text)
    text = re.sub(r"(?<=\d) (?=\d{1,2}\b)(?!\d{1,2}:)", "-", text)
    text = re.sub(r"\s*(?:上午|下午|AM|PM)?\s*\d{1,2}:\d{2}(?::\d{2})?(?:\.\d+)?\s*(?:AM|PM)?$", "", text)
    text = text.rstrip(".-/ 生")
    turned = re.fullmatch(r"(\d{1,2})[-/.](\d{1,2})[-/.]((?:19|20)\d{2})", text)
    if turned:
        return _turned(turned, words)
    if re.fullmatch(r"\d{2}[-/.](?:0?[1-9]|1[0-2])", text):
        return Reading(problem=days.SHORT)
    if re.fullmatch(r"(?:19|20)\d{2}年?", text):
        return Reading(problem="只有年份，请补上月和日")
    return _day(text, words, "统一日期写法")


def _turned(found: re.Match[str], was: str) -> Reading:
    first, second, year = int(found[1]), int(found[2]), found[3]
    if first == second or first > 12 or second > 12:
        month, day = (second, first) if first > 12 else (first, second)
        return _day(f"{year}-{month}-{day}", was, "统一日期写法")
    return Reading(problem="分不清哪个是月、哪个是日")


def _date_of_number(cell: Cell, words: str) -> Reading:
    number = cell.number or 0.0
    if cell.kind == "date":
        return _date_of_serial(number, words, full=has_day(cell.format) or not cell.format)
    text = plain(number)
    if re.fullmatch(r"(?:19|20)\d{2}\.1", text) and words == text:
        return Reading(problem="分不清是1月还是10月")
    if re.fullmatch(r"(?:19|20)\d{2}(?:\.\d{1,2}|\d{2}|\d{4})", text):
        return _day(words if "." in words else text, words, "统一日期写法")
    if 10_000 <= number <= 60_000 and number == int(number):
        return _date_of_serial(number, words, full=True)
    if re.fullmatch(r"(?:19|20)\d{2}", text):
        return Reading(problem="只有年份，请补上月和日")
    return Reading(problem="这个数看不出是哪一天")


def _date_of_serial(number: float, words: str, *, full: bool) -> Reading:
    when = moment(number)
    if when is None or not days.EARLIEST <= when.year <= days.LATEST:
        return Reading(problem="这个数看不出是哪一天")
    day = when.isoformat()[:10] if full or when.day != 1 else f"{when:%Y-%m}"
    return _repaired(Reading(day), words, "统一日期写法")


def _day(text: str, was: str, why: str) -> Reading:
    if _LUNAR.search(text):
        return _lunar_day(text)
    try:
        made = Reading(str(days.parse(text)))
    except Refused as refused:
        day, words = with_words(text)
        said = _day(day, was, BESIDE_DAY) if day else Reading()
        return replace(said, note=words) if said.text else Reading(problem=refused.sentence)
    return _repaired(made, was, why)


def _lunar_day(text: str) -> Reading:
    """A lunar birthday is kept as one, and somebody asks; a leap month cannot be kept."""
    bare = re.sub(r"农历|阴历|旧历|[()（）]", "", text).strip()
    if re.match(r"\d{2}年", bare):
        return Reading(problem=days.SHORT)
    year = _WRITTEN_YEAR.match(bare)
    if year:
        bare = "".join(str("零一二三四五六七八九".index(_ZERO.get(c, c))) for c in year[1]) + bare[4:]
    try:
        made = days.parse(f"农历{bare}")
    except Refused:
        return Reading(problem=LUNAR)
    return (
        Reading(problem=LUNAR) if "闰" in text or made.day is None else Reading(str(made), doubt=KEPT_LUNAR)
    )


_READERS: dict[str, Callable[[Cell, str], Reading]] = {
    "id_number": _id_number,
    "disability_certificate": _certificate,
    "bank_card": _account,
    "phone": _phone,
    "name": _name,
    "date": _date,
    "codes": _codes,
    "whole": _number,
    "money": _number,
}
