"""What stands over a table says of what kind its children are: a sheet's name, a title, a line between rows.

A sheet's name counts beside a column where at least two sheets bear the names of different kinds: then it is
what the workbook is cut by. Everything else counts only where no column says of what kind a child is, and
where it names exactly one kind: a title that names two, counts children, or lists who is asked about or has
left says nothing of anybody. It is proposed, told as from the title, and one click leaves it out.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from childdesk.desk import import_births, import_words, list_kind
from childdesk.desk.family_row import Row
from childdesk.desk.import_plan import Remark, SheetPlan
from childdesk.domain import days, options
from childdesk.domain.catalogue import FIELDS
from childdesk.files.columns import Column
from childdesk.files.evidence import plain
from childdesk.files.header_grammar import folded
from childdesk.files.layout import Layout
from childdesk.files.sections import are_gone
from childdesk.files.sheets import Workbook

BY_TITLE = "标题里的类别"
"""What is answered `drop` where nobody shall get a category by a title; behind it the name of one sheet."""
FIELD = "child.categories"

_BEFORE = re.compile(r"^(?:附?[表件])?[\d一二三四五六七八九十]{0,2}[、.．:：\s_-]*(?:全村|本村|我村)?")
_AFTER = re.compile(r"[（(]?(?:\d+人?)?[）)]?$")
_PAPER = re.compile(
    "(?:基本)?(?:信息)?(?:花名册|名册|名单|台账|登记[表册]|信息表?|情况表?|明细表?|统计表|汇总表?|表|册)?$"
)
_TITLE = re.compile("名册|名单|台账|登记|信息|情况|明细|统计表|汇总|一览|档案|册$|表$")
_NO_KIND = frozenset(("其他",))
_TOO_WIDE = frozenset(("其他", "家庭贫困儿童", "单亲家庭儿童"))
"""Kinds that the words of a title say of a household, and of which the ministry's meaning has changed."""
_COVERED = {
    "孤儿": options.ORPHAN,
    "事实无人抚养儿童": options.UNSUPPORTED,
    "困境儿童": frozenset(options.CATEGORY.codes()) - {"留守儿童", "流动儿童", "其他"},
    "残疾儿童": frozenset(("残疾儿童", "重残儿童", "重病重残儿童")),
    "重病儿童": frozenset(("重病儿童", "重病重残儿童")),
}
"""Kind → the categories that say as much or more."""
_UNTIL = {"留守儿童": 16, "流动儿童": 16}
"""Kind → the age at which nobody is of it any more, whatever an older list is called."""
_WORDS = {
    word: option.code
    for option in options.CATEGORY.options
    if option.code not in _TOO_WIDE
    for word in (option.code, *option.aliases)
    if word.endswith(("儿童", "孤儿", "未成年人"))
}
_KIND = re.compile("|".join(sorted(_WORDS, key=len, reverse=True)))
_OTHER_KIND = re.compile(
    "留守|流动|随迁|孤儿|孤弃|无人抚养|困境|残疾|重残|重病|大病|患病|监护缺失|监护不当|贫困|低保|特困|困难|致困|单亲|流浪|兜底"
)
_OTHERS = re.compile(
    "退出|减员|转出|迁出|注销|超龄|取消|终止|拟认定|拟上报|疑似|线索|主动发现|申请|申报|摸底|摸排|排查|核查|筛查|比对|非留守|非困境"
    "|不符|不再|历年|妇女|老人|人员|学生|教师|学籍|残联|接种|医保|(?:家长|父母|监护人|志愿者|帮扶人)(?:名单|花名册|名册)"
)
"""Lists of those who are asked about, have left, are grown up, or that others keep."""
_ASKS = re.compile(
    "^(?:儿童|对象|人员|人群|保障|救助)?(?:类别|类型)$|(?:是否|是不是|属于).{0,4}(?:留守|流动|孤儿|无人抚养|困境)"
)
"""Headers of items that say of what kind a child is."""
_IN_BRACKETS = re.compile(r"[（(](?:共|计)?\d+[人名][）)]")
_COUNT = re.compile(r"共|合计|总[计数]|人数|\d+[人名]")
_NOTE = re.compile(r"^(?:注|备注|说明|填[表写]说明|※)")
LONGEST = 40
"""Characters of a title."""
ENOUGH = 60
"""Cells of a column that say whether it is told in words."""
SEVERAL, MOST_LINES = 2, 12
"""Cells without a category from which one remark stands for all, and how many lines it names."""


def named(sheet: str) -> str:
    """The kind of children that the name of a sheet says: 表1 留守儿童花名册; empty for any other name."""
    words = _AFTER.sub("", _BEFORE.sub("", sheet.strip()))
    option = options.CATEGORY.find(_PAPER.sub("", words)) if re.search("[\u4e00-\u9fff]", words) else None
    return option.code if option is not None and option.code not in _NO_KIND else ""


def of_cut(sheet: str, book: Workbook | None) -> str:
    """The kind of a sheet or of a table in it, where the workbook is cut by kinds; else nothing."""
    kinds = {named(one.name) for one in book.sheets if not one.hidden} if book is not None else set()
    return named(sheet) if len(kinds - {""}) > 1 else ""


def of_title(above: Sequence[str], sheet: str) -> tuple[str, str]:
    """(kind, words) that the lines over a table and its sheet's name say; nothing where these name several
    kinds, count, or are about others."""
    told: dict[str, str] = {}
    aside: set[str] = set()
    for line in map(plain, above):
        if _NOTE.match(line) or len(line) > LONGEST:
            continue
        kinds = {_WORDS[word] for word in _KIND.findall(line)}
        if _OTHER_KIND.search(_KIND.sub("", line)) or (kinds and _is_about_others(line)):
            return "", ""
        if _is_title(line):
            told |= dict.fromkeys(kinds, line)
        else:
            aside |= kinds
    if (kind := named(sheet)) and kind not in _TOO_WIDE:
        told.setdefault(kind, sheet)
    elif _KIND.search(sheet) or _OTHER_KIND.search(sheet):
        return "", ""
    return next(iter(told.items())) if len(told) == 1 and aside <= told.keys() else ("", "")


def _is_about_others(line: str) -> bool:
    return bool(_OTHERS.search(line) or list_kind.school_named(line))


def _is_title(line: str) -> bool:
    words = _IN_BRACKETS.sub("", _BEFORE.sub("", line))
    return not (_COUNT.search(words) or ":" in words) and bool(_TITLE.search(words) or named(words))


def says_kinds(columns: Iterable[Column]) -> bool:
    """Whether a column says, or may say, of what kind a child is: then no title does."""
    for column in columns:
        if FIELD in (column.field, *(one.field for one in column.candidates if column.decided == "ask")):
            return True
        words = folded(column.header)
        if column.field is None and _ASKS.search(words):
            return True
    return False


def asked(sheet: str) -> str:
    """What is answered about the title of one sheet: drop, or anything else to take it after all."""
    return f"{BY_TITLE}：{sheet}"


def is_dropped(answers: Mapping[str, str], sheet: str) -> bool:
    """Whether a person wants no category by the title of a sheet."""
    return answers.get(asked(sheet), answers.get(BY_TITLE)) == "drop"


@dataclass(slots=True)
class Kinds:
    """Of what kind the rows of one table are, and what came of it."""

    usual: str = ""
    words: str = ""
    """The title that says so; empty where the workbook is cut by kinds."""
    sections: Mapping[int, tuple[str, str]] = field(default_factory=dict)
    """Row → (kind, words) of the line that stands above it inside the table."""
    dropped: bool = False
    """Whether a person does not want it."""
    given: Counter[tuple[str, str]] = field(default_factory=Counter)
    gone: frozenset[int] = frozenset()
    """Rows below a line that says that they have left."""
    grown: int = 0
    left: int = 0
    struck: int = 0

    def give(self, row: Row, number: int, made: SheetPlan, today: date) -> None:
        """Gives a child the kind that stands over it, unless its line says as much itself."""
        kind, words = self.sections.get(number, (self.usual, self.words))
        if not kind:
            return
        said = {*str(row.child.get("categories") or "").split("、")} - {""}
        if said & (_COVERED.get(kind, frozenset()) | {kind}):
            return
        if words and self._is_no_longer(kind, row, number, made, today):
            return
        self.given[kind, words] += 1
        if not self.dropped:
            row.values.setdefault("child", {})["categories"] = "、".join(options.CATEGORY.sort({*said, kind}))

    def _is_no_longer(self, kind: str, row: Row, number: int, made: SheetPlan, today: date) -> bool:
        if made.sheet is not None and made.sheet.struck(number):
            self.struck += 1
            return True
        if number in self.gone:
            self.left += 1
            return True
        born = import_births.stored(row.child) if kind in _UNTIL else None
        if born is None or (days.age(born, today) or 0) < _UNTIL[kind]:
            return False
        self.grown += 1
        return True

    def say(self, made: SheetPlan) -> None:
        """Tells how many children got their category by what stands over them, and who is to be given one."""
        _say_once(made)
        for (kind, words), number in self.given.items():
            text = f"这一页叫“{made.name}”，没有另写类别的{number:,}人记作{kind}"
            if words:
                text = f"标题是“{words}”，没有类别一列：{number:,}人记作{kind}（来自标题）"
            if words and self.dropped:
                text = f"标题是“{words}”：照您的意思，{number:,}人不记作{kind}"
            where = BY_TITLE if words else ""
            made.issues.append(Remark(made.header_rows[-1], None, "note", text, field=where))
        if self.given and not self.dropped and (why := self._left_out()):
            made.issues.append(Remark(made.header_rows[-1], None, "note", why))

    def _left_out(self) -> str:
        parts = [f"满16周岁的{self.grown:,}人"] if self.grown else []
        parts += [f"划掉的{self.struck:,}人"] if self.struck else []
        parts += [f"写在减少下面的{self.left:,}人"] if self.left else []
        return f"{'、'.join(parts)}没有照标题记类别" if parts else ""


def _say_once(made: SheetPlan) -> None:
    """One remark in place of those on every cell whose words name no category."""
    open_ = [one for one in made.issues if one.text == import_words.TO_CHOOSE]
    if len(open_) < SEVERAL:
        return
    column = next((one for one in made.columns if one.index == open_[0].column), None)
    lines = "、".join(str(one.row) for one in open_[:MOST_LINES])
    more = f"等{len(open_):,}行" if len(open_) > MOST_LINES else "行"
    text = f"“{column.header if column else '类别'}”第{lines}{more}{import_words.TO_CHOOSE}"
    made.issues[:] = [one for one in made.issues if one.text != import_words.TO_CHOOSE]
    made.issues.append(Remark(made.header_rows[-1], open_[0].column, "doubtful", text))


def _in_free_words(table: Layout, column: Column) -> bool:
    """Whether what stands in a column of categories is mostly told in words, so that a title says more."""
    said = table.column(column.index, ENOUGH)
    read = FIELDS[FIELD].kind.read
    return sum(read(text)[0] is not None for text in said) * 2 < len(said)


def over(
    made: SheetPlan, table: Layout, book: Workbook | None, answers: Mapping[str, str], *, own: bool
) -> Kinds:
    """What stands over the rows of a table; of a list that this program wrote nothing is taken from there."""
    if kind := of_cut(made.name, book):
        return Kinds(kind)
    if own:
        return Kinds()
    named_: dict[str, str] = {heading: named(plain(heading)) for heading in {*table.groups.values()}}
    sections = {row: (named_[text], text) for row, text in table.groups.items() if named_[text]}
    kind, words = of_title(table.above, made.name)
    if not (kind or sections) or says_kinds(
        column
        for column in made.columns
        if not (column.field == FIELD and not column.kind and _in_free_words(table, column))
    ):
        return Kinds()
    gone = frozenset(row for row, line in table.groups.items() if are_gone(line))
    return Kinds(kind, words, sections, dropped=is_dropped(answers, made.name), gone=gone)
