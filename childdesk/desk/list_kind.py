"""What a list is about: the pupils of a school or class, disabled children, 低保, the children of some years.

Only a child of that kind can be said to be missing in it, and only so can its lines be sorted: a school's by
class, any other by village group. What the list says of itself counts first (its title, its columns, what all
of its rows say), then what the register knows of the children whom it names.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache

from childdesk.desk.import_plan import RowPlan, SheetPlan
from childdesk.domain import identity, options, school_words
from childdesk.domain.days import years_between
from childdesk.domain.kinds import Date, Scalar
from childdesk.domain.plan import New
from childdesk.domain.rules import GROWN
from childdesk.files.evidence import plain

Raw = Mapping[str, Scalar]
MOST = 0.8
"""The share of rows that must say something for the list to be about it."""
SAME_FOR_ALL = ("unit", "village_group")
"""Where all known children of a list agree in one of these, it is a list of that village or group."""
DISABLED = ("disability_type", "disability_level", "disability_certificate")
HELP = ("poverty", "relief")
ENOUGH = 3
"""Known children below which a group that they share says nothing of the list."""
A_FAMILY = 2
"""Children of other groups who may be missing from a list of the whole village."""
YEARS_OF_A_CLASS = 3
"""Years of birth that the pupils of one class may have."""
NO_CLASS = "班级未采集"
ENTERED = "入学年月"

_SCHOOL_TITLE = re.compile("学籍|学生|在校生|在读|新生|幼儿名|入园")
_SCHOOL_NAME = re.compile(
    "[\u4e00-\u9fff]{2,16}?(?:小学(?!生)|中学(?!生)|中心校|一贯制学校|幼儿园|教学点|职教中心|学校)"
)
_SCHOOL_HEADS = frozenset("学校标识码 班内学号 学籍辅号 学生来源 随班就读 入学方式 入园日期".split())
_DISABLED_TITLE = re.compile("残疾|残联")
_HELP_TITLE = (
    (re.compile("低保边缘|低收入"), frozenset(["低保边缘家庭"])),
    (re.compile("低保(?!边缘)|最低生活保障"), frozenset(["最低生活保障"])),
    (re.compile("特困"), frozenset(["特困供养"])),
    (re.compile("监测对象|监测户|防返贫|防止返贫"), frozenset(["防止返贫监测对象"])),
)
_YEARS_TITLE = re.compile("接种|疫苗|儿保|体检|健康管理|适龄|婴幼儿|新生儿")
_YEARS_HEAD = re.compile("疫苗|接种")
_INSURED = re.compile("医保|参保|医疗保险|合作医疗|新农合")


@dataclass(frozen=True, slots=True)
class Kind:
    """Whom a list is about. `sure` where the list itself says so, also if it names nobody who is known."""

    by_class: bool
    sure: bool
    holds: Callable[[Raw], bool]
    grades: Mapping[str, str] = field(default_factory=dict)
    """When somebody came to the school → the grade that the register has for those who came then."""

    def group(self, raw: Raw, texts: Mapping[str, str], entered: str = "") -> str:
        """What a child's line is sorted by, as the list has it, else as the register has it."""
        if not self.by_class:
            return texts.get("child.village_group", "").strip() or str(raw.get("village_group") or "")
        grade = school_words.grade(texts.get("child.grade", "")) or str(raw.get("grade") or "")
        grade = grade or self.grades.get(entered, "") or (f"{entered[:4]}级" if entered else "")
        said = texts.get("child.school_class", "") or str(raw.get("school_class") or "")
        return f"{grade}{school_words.class_name(said)}" or NO_CLASS


def kind_of(
    sheets: Sequence[SheetPlan], known: Mapping[str, Raw], source: str = "", others: Iterable[Raw] = ()
) -> Kind:
    """What the sheets of a list are about; `known` are the children of the register whom they name,
    `others` those whom they do not."""
    told = _Told(sheets, known, source)
    alike = _alike(known.values(), groups=not _covers_groups(known.values(), others))
    if told.of_school:
        whole = _alike(known.values(), groups=False)
        pupils = _pupils(told)
        return Kind(True, bool(told.schools), lambda raw: pupils(raw) and whole(raw), told.grades())
    if told.of_disabled:
        return Kind(False, True, _is_disabled)
    if told.help:
        wanted = told.help
        return Kind(False, True, lambda raw: bool(_help(raw) & wanted))
    if told.of_years and told.years:
        years = told.years
        whole = _alike(known.values(), groups=False)
        return Kind(False, False, lambda raw: _year(raw) in years and whole(raw))
    return Kind(False, False, alike)


def is_of_insured(sheets: Sequence[SheetPlan], source: str) -> bool:
    """Whether a list is of those who are insured here: who is not in it may be insured where the parents
    work, or at school, and is only asked."""
    return bool(_INSURED.search(plain(" ".join([source.rpartition(".")[0] or source, *map(above, sheets)]))))


def school_named(words: str) -> str:
    """The first school that words name; empty for none."""
    found = _SCHOOL_NAME.search(words)
    return found[0] if found else ""


def is_register_of_pupils(heads: Collection[str]) -> bool:
    """Whether the headers of a table are those of the national register of pupils."""
    return len(_SCHOOL_HEADS.intersection(heads)) > 1


def is_grown(row: RowPlan, today: date) -> bool:
    """Whether a row is about somebody of 18 years or more, by number or birthday."""
    number = row.texts.get("child.id_number", "").strip().upper()
    born = identity.birth(number) if len(number) == 18 else None
    born = born or Date().read(row.texts.get("child.birth", ""))[0]
    return born is not None and years_between(born.latest, today) >= GROWN


class _Told:
    """What the words of a list say of it."""

    def __init__(self, sheets: Sequence[SheetPlan], known: Mapping[str, Raw], source: str) -> None:
        self.sheets, self.known = sheets, known
        self.rows = [(sheet, row) for sheet in sheets for row in sheet.rows if row.name]
        self.heads = {plain(column.header.rpartition("/")[2]) for sheet in sheets for column in sheet.columns}
        self.title = plain(" ".join([source.rpartition(".")[0] or source, *map(above, sheets)]))
        self.named = self._each("child.school")
        self.classes = {
            school_words.class_number(text) for text in self._each("child.school_class") or ()
        } - {""}
        self.grade_names = {school_words.grade(text) for text in self._each("child.grade") or ()} - {""}
        self.of_school = self._is_school()
        self.schools = self._schools() if self.of_school else frozenset()
        self.of_disabled = bool(_DISABLED_TITLE.search(self.title)) or self._most(
            lambda row: any(_says(row.texts.get(f"child.{key}", "")) for key in DISABLED)
        )
        self.help = self._help()
        self.of_years = bool(_YEARS_TITLE.search(self.title)) or any(map(_YEARS_HEAD.search, self.heads))
        self.years = frozenset(filter(None, (_year(one) for one in self._everybody())))

    def _each(self, name: str) -> set[str] | None:
        """The different words of a column that most rows fill; None where it is not such a one."""
        said = [row.texts.get(name, "").strip() for _, row in self.rows]
        filled = [text for text in said if _says(text)]
        return set(filled) if filled and len(filled) >= MOST * len(said) else None

    def _most(self, holds: Callable[[RowPlan], bool]) -> bool:
        return bool(self.rows) and sum(holds(row) for _, row in self.rows) >= MOST * len(self.rows)

    def _is_school(self) -> bool:
        """Whether a school, or who is above schools, keeps the list: a village's roster names schools too."""
        words = _SCHOOL_TITLE.search(self.title) or _SCHOOL_NAME.search(self.title)
        if words or is_register_of_pupils(self.heads):
            return True
        return self.named is not None and len(self.named) == 1 and len(self.rows) > 1

    def _schools(self) -> frozenset[str]:
        """The schools of the list in its own words, and in the register's words for the same."""
        titles = _SCHOOL_NAME.findall(self.title)
        said = self.named or set(titles if len(set(titles)) == 1 else ())
        held: defaultdict[str, Counter[str]] = defaultdict(Counter)
        for _, row in self.rows:
            if school := str(self.known.get(row.child, {}).get("school") or ""):
                held[row.texts.get("child.school", "").strip() if self.named else ""][school] += 1
        usual = {
            school
            for counts in held.values()
            for school, number in counts.items()
            if 2 * number >= counts.total()
        }
        return frozenset(said | usual)

    def _help(self) -> frozenset[str]:
        """The kinds of help that everybody in the list has, as its title or most of its rows say."""
        said: set[str] = set()
        for words, codes in _HELP_TITLE:
            if words.search(self.title):
                said |= codes
        counted = Counter(code for _, row in self.rows for code in _helped(row))
        codes = frozenset().union(*(codes for _, codes in _HELP_TITLE))
        said |= {code for code in codes if counted[code] and counted[code] >= MOST * len(self.rows)}
        return frozenset(said)

    def _everybody(self) -> Iterable[Raw]:
        """The children of the list, as the register or the row has them."""
        yield from self.known.values()
        for _, row in self.rows:
            yield from (op.values for op in row.ops if isinstance(op, New) and op.record == "child")

    def grades(self) -> dict[str, str]:
        """入学年月 → the usual grade of those who are known."""
        held: defaultdict[str, Counter[str]] = defaultdict(Counter)
        for sheet, row in self.rows:
            when, grade = entered(sheet, row), self.known.get(row.child, {}).get("grade")
            if when and grade:
                held[when][str(grade)] += 1
        return {when: counts.most_common(1)[0][0] for when, counts in held.items()}


def entered(sheet: SheetPlan, row: RowPlan) -> str:
    """When a pupil came to the school, where the list says it: 202309."""
    at = next((column.index for column in sheet.columns if column.header.endswith(ENTERED)), None)
    if at is None or sheet.sheet is None:
        return ""
    said = re.match(r"(20\d\d)\D?(\d\d?)", plain(sheet.sheet.texts(row.row).get(at, "")))
    return f"{said[1]}{int(said[2]):02d}" if said else ""


def above(sheet: SheetPlan) -> str:
    """The words above the header of a sheet, and its name."""
    head = min(sheet.header_rows, default=0)
    if sheet.sheet is None:
        return sheet.name
    rows = [row for row in range(max(1, head - 5), head) if row in sheet.sheet.rows]
    return " ".join([sheet.name, *(text for row in rows for text in sheet.sheet.texts(row).values())])


def _pupils(told: _Told) -> Callable[[Raw], bool]:
    """Tells of a child whether it is known to go where the list's pupils go: to its school, grade, class."""
    grades, classes = told.grade_names, told.classes
    one_grade = len(grades) == 1
    # 1班 of which grade is not said: where the pupils are of one age it is a class, else a small school.
    one_class = len(classes) == 1 and (one_grade or (not grades and len(told.years) <= YEARS_OF_A_CLASS))

    def holds(raw: Raw) -> bool:
        school = str(raw.get("school") or "")
        if not school or not any(school_words.same_school(school, one) for one in told.schools):
            return False
        grade, number = (
            str(raw.get("grade") or ""),
            school_words.class_number(str(raw.get("school_class") or "")),
        )
        if grades and (grade not in grades if grade else one_grade):
            return False
        if one_class and not grades and _year(raw) not in told.years:
            return False
        return not one_class or number in classes

    return holds


def _covers_groups(inside: Collection[Raw], others: Iterable[Raw]) -> bool:
    """Whether a list of several village groups is of the whole village but for a family or two: with the last
    family of a group the group is gone from a list as well, and is not what the list leaves out."""
    groups = {one.get("village_group") for one in inside}
    outside = sum(
        one.get("village_group") not in {None, *groups} and not (one.get("exit_reason") or one.get("exit_on"))
        for one in others
    )
    return len(groups) > 1 and outside <= max(A_FAMILY, len(inside) // 10)


def _alike(inside: Collection[Raw], *, groups: bool) -> Callable[[Raw], bool]:
    """Tells of a child whether it has what all known children of the list have in common."""
    agreed: dict[str, set[Scalar]] = {}
    for key in SAME_FOR_ALL:
        values = {one.get(key) for one in inside}
        if key == "village_group" and not groups and len(inside) < ENOUGH:
            continue
        several = key == "village_group" and groups
        if (several or len(values) == 1) and None not in values:
            agreed[key] = values
    common = set.intersection(*(_categories(one) for one in inside)) if inside else set()

    def alike(raw: Raw) -> bool:
        apart = (key for key in agreed if raw.get(key) is not None)
        return all(raw[key] in agreed[key] for key in apart) and common <= _categories(raw)

    return alike


def _categories(raw: Raw) -> set[str]:
    return _parts(raw.get("categories"))


def _parts(value: Scalar) -> set[str]:
    return {*str(value or "").split("、")} - {""}


def _is_disabled(raw: Raw) -> bool:
    return (
        any(raw.get(key) for key in DISABLED) or "残疾儿童" in _categories(raw) or raw.get("health") == "残疾"
    )


def _help(raw: Raw) -> set[str]:
    return set().union(*(_parts(raw.get(key)) for key in (*HELP, "household.poverty")))


def _helped(row: RowPlan) -> set[str]:
    words = (row.texts.get(name, "") for name in (*(f"child.{key}" for key in HELP), "household.poverty"))
    parts = (part for text in words for part in re.split("[，,；;|、/]", text) if part)
    found = (options.POVERTY.find(part) or options.RELIEF.find(part) for part in parts)
    return {option.code for option in found if option}


def _year(raw: Raw) -> str:
    return str(raw.get("birth") or "")[:4]


@lru_cache(maxsize=4096)
def _says(text: str) -> bool:
    return bool(text.strip()) and plain(text) not in ("无", "否", "/", "—", "-", "无残疾", "未评级")
