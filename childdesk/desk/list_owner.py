"""Whose a workbook is: hers, or a list that a school, 残联, 民政 or a clinic keeps, which is only compared.

Decided by evidence: what stands above the table, who sent it, and columns that only such a list has where it
lacks what her own has (a guardian, a category, why parents are away). In doubt it is hers: a list of others
that opens as an import costs a click, her own that opens as a comparison costs trust.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from childdesk.desk import list_kind
from childdesk.desk.import_plan import SheetPlan
from childdesk.files.columns import Column
from childdesk.files.evidence import plain

SCHOOL, RELIEF = "学校", "低保"
_STRONG = (
    (re.compile("学籍"), SCHOOL),
    (re.compile("残联"), "残联"),
    (re.compile("预防接种|接种门诊|疫苗"), "接种门诊"),
    (re.compile("医保|参保"), "医保"),
)
"""Words above a list, or in its file's name, that say who keeps it."""
_HERS = re.compile(
    "留守|困境|孤儿|事实无人|无人抚养|流动儿童|随迁|关爱|监护|走访|摸底|排查|一人一档|儿童主任|儿童之家|儿童台账"
)
_SCHOOL_TITLE = re.compile("学生|在校生|在读生|新生|班级|幼儿(?:花?名[册单])")
_RELIEF_TITLE = re.compile("低保|最低生活保障|特困|救助对象|困难群众|边缘家庭|监测对象|监测户")
_FROM_A_VILLAGE = re.compile(
    "(?:填报|报送|填表|上报|制表)?(?:单位|村).{0,10}[:：].*(?:村|社区|居委会|村委会)"
)
_CHILDREN_OF_A_VILLAGE = re.compile("[村社区].{0,20}(?:儿童|孩子)")

_SCHOOL_FIELDS = frozenset("student_number school_class grade school boarding".split())
_SCHOOL_HEADS = frozenset(
    "学号 座号 座位号 班主任 班内学号 入学年月 入学时间 学籍辅号 学校标识码 就读方式 学生来源".split()
)
_RELIEF_FIELDS = frozenset("household.head household.size household.poverty child.amount".split())
_RELIEF_HEADS = re.compile(
    "户主|(?:低保|救助|保障|特困|享受)\\w{0,4}(?:证号|证编号|编号|人口|人数)|与户主关系|家庭人口|保障金|救助金|施保"
)
_RELIEF_PROOF = re.compile("(?:低保|救助|保障|特困)\\w{0,2}证|(?:享受|保障)人[口数]")
_OWN_FIELDS = frozenset(
    "child.categories child.left_type child.care_reason child.guardianship child.risk child.village_group "
    "guardian.agreement father.status mother.status father.work_place mother.work_place".split()
)
_CARE = re.compile("监护|照料|照护|抚养|委托|看护|代管|托管")
ENOUGH = 2
"""Columns of her own, or of another's, that say something together."""

SCHOOLS = 3
"""Schools that the rows of a list name, from which on it is no one school's."""


@dataclass(frozen=True, slots=True)
class Owner:
    """Somebody else who keeps a list, and by what it is seen."""

    who: str
    why: str


def owner(sheets: Sequence[SheetPlan], source: str, today: date) -> Owner | None:
    """Who keeps a list, where that is not her; None for her own and for what nobody can tell."""
    seen = _Seen([sheet for sheet in sheets if sheet.is_roster], source)
    if not seen.columns or ((seen.own_words or seen.of_a_village) and len(seen.own) >= ENOUGH):
        return None
    return seen.strong() or seen.school() or seen.relief(today)


class _Seen:
    """What there is to see of a list."""

    def __init__(self, sheets: Sequence[SheetPlan], source: str) -> None:
        self.columns: list[Column] = [column for sheet in sheets for column in sheet.columns]
        self.rows = [row for sheet in sheets for row in sheet.rows if row.name]
        above = [list_kind.above(sheet) for sheet in sheets]
        self.title = plain(" ".join([source.rpartition(".")[0] or source, *above]))
        self.heads = {plain(column.header.rpartition("/")[2]) for column in self.columns}
        self.fields = {column.field for column in self.columns if column.field}
        self.own = (self.fields & _OWN_FIELDS) | {
            "guardian" for column in self.columns if not column.member and _CARE.search(column.header)
        }
        self.own_words = bool(_HERS.search(self.title))
        self.school_name = list_kind.school_named(self.title)
        self.of_a_village = bool(_FROM_A_VILLAGE.search(self.title)) and not self.school_name

    def strong(self) -> Owner | None:
        """The keeper is named, or the columns are those of the register of pupils."""
        for words, who in _STRONG:
            if found := words.search(self.title):
                return Owner(who, f"写着“{found[0]}”")
        if list_kind.is_register_of_pupils(self.heads):
            return Owner(SCHOOL, "栏目是学籍系统的")
        return None

    def school(self) -> Owner | None:
        """A list of pupils: a school's words with its columns, or its columns without any of hers."""
        columns = [
            column.header
            for column in self.columns
            if plain(column.header.rpartition("/")[2]) in _SCHOOL_HEADS
            or (column.field or "").removeprefix("child.") in _SCHOOL_FIELDS
        ]
        told = self.school_name or next(iter(_SCHOOL_TITLE.findall(self.title)), "")
        if self.of_a_village or len(self.own) >= ENOUGH or not columns:
            return None
        if told and (not self.own_words or (self.school_name and not self.own)):
            return Owner(SCHOOL, f"写着“{told}”，有{_named(columns)}")
        numbered = "child.student_number" in self.fields and len(columns) >= ENOUGH
        if numbered and not self.own and not self.own_words and not self._of_no_one_school():
            return Owner(SCHOOL, f"有{_named(columns)}，没有监护人")
        return None

    def _of_no_one_school(self) -> bool:
        """Whether a list without a school's name gathers children of a village: it says so, or names the
        child as she does (流动儿童姓名), or they go to several schools."""
        hers = any(c.field == "child.name" and _HERS.search(plain(c.header)) for c in self.columns)
        schools = {plain(row.texts.get("child.school", "")) for row in self.rows} - {""}
        return hers or len(schools) >= SCHOOLS or _CHILDREN_OF_A_VILLAGE.search(self.title) is not None

    def relief(self, today: date) -> Owner | None:
        """A list of households that draw 低保 or the like: 户主, 证号, 享受人口, and grown-ups."""
        columns = [
            column.header
            for column in self.columns
            if column.field in _RELIEF_FIELDS or _RELIEF_HEADS.search(plain(column.header))
        ]
        if len(columns) < ENOUGH or len(self.own) >= ENOUGH or self.own_words:
            return None
        if found := _RELIEF_TITLE.search(self.title):
            return Owner(RELIEF, f"写着“{found[0]}”，有{_named(columns)}")
        proof = any(_RELIEF_PROOF.search(plain(head)) for head in columns)
        grown = sum(list_kind.is_grown(row, today) for row in self.rows)
        if proof and not self.own and grown * 5 >= len(self.rows):
            return Owner(RELIEF, f"有{_named(columns)}，里面有大人")
        return None


def _named(headers: Sequence[str]) -> str:
    """The first two of some columns, by name."""
    return "、".join(f"“{header.rpartition('/')[2].strip()}”" for header in headers[:2])
