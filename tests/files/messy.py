"""Makes village ledgers as messy as real ones, with the truth beside them."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, field

from childdesk.files.sheets import Merge, Sheet
from tests.files.handmade import table
from tests.files.people import Child, a_child, a_name, a_phone

Value = Callable[[Child, random.Random], object]


@dataclass(frozen=True)
class Kind:
    """A column that a village could keep: its field (None for an item), header words, and what stands in it.

    `group` is the label of a merged header above it; under it the shorter `under` words are used.
    """

    field: str | None
    words: tuple[str, ...]
    value: Value
    group: str = ""
    under: tuple[str, ...] = ()


def _dates(child: Child, chance: random.Random) -> object:
    return chance.choice(STYLES)(child.birth)


STYLES = (
    lambda d: d.isoformat(),
    lambda d: f"{d.year}/{d.month}/{d.day}",
    lambda d: f"{d.year}.{d.month}.{d.day}",
    lambda d: f"{d.year}年{d.month}月{d.day}日",
    lambda d: f"{d:%Y%m%d}",
    lambda d: int(f"{d:%Y%m%d}"),
    lambda d: (d - d.replace(year=1900, month=1, day=1)).days + 2,
)


def _number(child: Child, chance: random.Random) -> object:
    distort = chance.choice((str, str, str, str.lower, lambda n: f"{n} ", lambda n: f"'{n}"))
    return distort(child.id_number)


_NUMBER = Kind("row.number", ("序号", "编号", "序 号"), lambda c, r: None)
_NAME = Kind(
    "child.name",
    ("姓名", "儿童姓名", "姓  名", "留守儿童姓名", "孩子姓名", "*姓名", "学生姓名"),
    lambda c, r: c.name,
)
_ID = Kind(
    "child.id_number",
    (
        "身份证号",
        "身份证号码",
        "公民身份号码",
        "儿童身份证号",
        "身份证件号码",
        "身份证\n号码",
        "身份证号（18位）",
    ),
    _number,
)
_OPTIONAL = (
    Kind("child.sex", ("性别", "性 别"), lambda c, r: c.sex),
    Kind("child.birth", ("出生日期", "出生年月", "出生年月日", "出生\n年月", "生日"), _dates),
    Kind("child.nation", ("民族",), lambda c, r: r.choice(("汉族", "汉族", "苗", "土家族"))),
    Kind("child.village_group", ("组别", "村民小组", "所在组", "组"), lambda c, r: c.group),
    Kind("place.village", ("村", "行政村", "村（社区）", "所在村"), lambda c, r: "青山村"),
    Kind("child.school", ("就读学校", "学校", "学校名称", "所在学校"), lambda c, r: c.school),
    Kind("child.grade", ("年级", "就读年级", "所在年级"), lambda c, r: c.grade),
    Kind(
        "child.live_address",
        ("家庭住址", "现住址", "家庭地址", "详细住址"),
        lambda c, r: f"青山镇青山村{c.group}{r.randrange(1, 90)}号",
    ),
    Kind("child.health", ("健康状况", "身体状况"), lambda c, r: r.choice(("健康", "健康", "良好", "残疾"))),
    Kind(
        "child.categories",
        ("儿童类别", "类别", "困境类型"),
        lambda c, r: r.choice(("留守儿童", "困境儿童", "孤儿")),
    ),
    Kind("child.hukou_kind", ("户口性质", "户籍性质"), lambda c, r: r.choice(("农业", "农村居民户口"))),
    Kind("child.boarding", ("是否寄宿", "寄宿情况", "是否住校"), lambda c, r: r.choice(("是", "否"))),
    Kind(
        "child.note",
        ("备注", "备  注", "说明"),
        lambda c, r: r.choice((None, None, "父母离异", "随祖父母生活")),
    ),
    Kind(None, ("政治面貌",), lambda c, r: "群众"),
    Kind(None, ("走访时间", "最近走访"), lambda c, r: "2026-10-12"),
    Kind(None, ("帮扶责任人", "包保干部"), lambda c, r: a_name(r)),
    Kind(None, ("是否享受资助", "是否参加夏令营"), lambda c, r: r.choice(("是", "否"))),
    Kind(None, ("电脑编码方案", "星愿墙位置"), lambda c, r: f"第{r.randrange(1, 9)}排"),
)
_FAMILIES = (
    (
        Kind(
            "guardian.name",
            ("监护人姓名", "监护人", "委托监护人姓名", "受委托照料人"),
            lambda c, r: c.guardian,
            "监护人情况",
            ("姓名",),
        ),
        Kind(
            "guardian.relation",
            ("与儿童关系", "监护关系", "与监护人关系"),
            lambda c, r: c.relation,
            "监护人情况",
            ("关系", "与儿童关系"),
        ),
        Kind(
            "guardian.phone",
            ("监护人电话", "联系电话", "监护人联系电话"),
            lambda c, r: c.phone,
            "监护人情况",
            ("联系电话", "电话", "联系方式"),
        ),
    ),
    (
        Kind("father.name", ("父亲姓名", "父亲"), lambda c, r: c.father, "父亲", ("姓名",)),
        Kind(
            "father.work_place",
            ("父亲务工地点", "父亲务工地"),
            lambda c, r: c.work_place,
            "父亲",
            ("务工地点",),
        ),
        Kind(
            "father.phone",
            ("父亲联系电话", "父亲电话"),
            lambda c, r: a_phone(r),
            "父亲",
            ("电话", "联系电话"),
        ),
    ),
    (
        Kind("mother.name", ("母亲姓名", "母亲"), lambda c, r: c.mother, "母亲情况", ("姓名",)),
        Kind("mother.phone", ("母亲联系电话", "母亲电话"), lambda c, r: a_phone(r), "母亲情况", ("电话",)),
    ),
    (
        Kind("household.head", ("户主姓名", "户主"), lambda c, r: c.guardian),
        Kind("household.size", ("家庭人口数", "家庭人口"), lambda c, r: r.randrange(2, 8)),
    ),
)


@dataclass
class Messy:
    """A generated sheet and what is true of it: fields by column, records by row, names and numbers."""

    sheet: Sheet
    fields: dict[int, str | None]
    records: dict[int, Child]
    headers: dict[int, str]
    traits: set[str] = field(default_factory=set)


def messy(seed: int) -> Messy:
    """A ledger; the same seed, the same ledger."""
    return _Maker(random.Random(seed)).make()


class _Maker:
    def __init__(self, chance: random.Random) -> None:
        self.chance = chance
        self.rows: list[list[object]] = []
        self.merges: list[Merge] = []
        self.traits: set[str] = set()
        self.records: dict[int, Child] = {}

    def one_in(self, n: int, trait: str) -> bool:
        """Whether this ledger has a trait that one in n has."""
        if self.chance.randrange(n):
            return False
        self.traits.add(trait)
        return True

    def make(self) -> Messy:
        columns = self._columns()
        width = len(columns)
        self._above(width)
        fields, headers = self._header(columns)
        if self.one_in(6, "numbering"):
            self.rows.append([n + 1 if columns[n] else None for n in range(width)])
        self._body(columns)
        self._below(width)
        sheet = table(self.rows, self.merges, "Sheet1")
        return Messy(sheet, fields, self.records, headers, self.traits)

    def _columns(self) -> list[Kind | None]:
        chance = self.chance
        inner: list[Kind | None] = list(chance.sample(_OPTIONAL, chance.randrange(2, 12)))
        at = chance.randrange(len(inner) + 1)
        for family in chance.sample(_FAMILIES, chance.randrange(0, 4)):
            inner[at:at] = family
        if self.one_in(8, "blank column"):
            inner.insert(chance.randrange(len(inner)), None)
        head: list[Kind | None] = [_NUMBER, _NAME] if chance.random() < 0.85 else [_NAME]
        if chance.random() < 0.85:
            head.append(_ID)
        return head + inner

    def _above(self, width: int) -> None:
        if self.one_in(4, "attachment"):
            self.rows.append(["附件2："])
        if not self.one_in(6, "no title"):
            self.rows.append(
                [
                    self.chance.choice(
                        ("青山村留守儿童花名册", "2026年困境儿童信息台账", "农村留守儿童排查登记表")
                    )
                ]
            )
            self.merges.append(Merge(len(self.rows), 0, len(self.rows), width - 1))
        if self.one_in(2, "unit line"):
            line: list[object] = ["填报单位（盖章）：青山村村民委员会"]
            if width > 6:
                line += [None] * (width - 3) + ["填报时间：2026年11月"]
            self.rows.append(line)
        if self.one_in(6, "empty line"):
            self.rows.append([])

    def _header(self, columns: list[Kind | None]) -> tuple[dict[int, str | None], dict[int, str]]:
        grouped = self.one_in(3, "two rows") and any(kind and kind.group for kind in columns)
        lower: list[object] = [None] * len(columns)
        upper: list[object] = [None] * len(columns)
        top = len(self.rows) + 1
        fields: dict[int, str | None] = {}
        for at, kind in enumerate(columns):
            if kind is None:
                continue
            fields[at] = kind.field
            if grouped and kind.group:
                lower[at] = self.chance.choice(kind.under)
                if columns[at - 1] is None or getattr(columns[at - 1], "group", "") != kind.group:
                    upper[at] = kind.group
            else:
                (upper if grouped else lower)[at] = self.chance.choice(kind.words)
        if grouped:
            self._merge_header(columns, top)
            self.rows.append(upper)
        self.rows.append(lower)
        return fields, {at: str(upper[at] or "") + str(lower[at] or "") for at in fields}

    def _merge_header(self, columns: list[Kind | None], top: int) -> None:
        if self.one_in(4, "merges lost"):
            return
        at = 0
        while at < len(columns):
            kind = columns[at]
            end = at
            if kind is not None and kind.group:
                while end + 1 < len(columns) and getattr(columns[end + 1], "group", "") == kind.group:
                    end += 1
                self.merges.append(Merge(top, at, top, end))
            elif kind is not None:
                self.merges.append(Merge(top, at, top + 1, at))
            at = end + 1

    def _body(self, columns: list[Kind | None]) -> None:
        chance = self.chance
        sections = self.one_in(6, "sections")
        totals = self.one_in(6, "subtotals")
        repeats = self.one_in(8, "repeated header")
        header = list(self.rows[-1])
        for number in range(1, chance.randrange(4, 40)):
            if sections and number % 7 == 1:
                self.rows.append([f"第{'一二三四五六七'[number // 7 % 7]}村民小组"])
            if (
                repeats
                and number % 15 == 0
                and "two rows" not in self.traits
                and "numbering" not in self.traits
            ):
                self.rows.append(header)
            child = a_child(chance)
            self.rows.append(
                [kind and (number if kind is _NUMBER else kind.value(child, chance)) for kind in columns]
            )
            self.records[len(self.rows)] = child
            if totals and number % 9 == 0:
                self.rows.append(["小计", None, f"{number}人"])

    def _below(self, width: int) -> None:
        last = len(self.records)
        if self.one_in(5, "blank numbered rows"):
            self.rows += [[last + n] for n in range(1, 8)]
        if self.one_in(5, "total"):
            self.rows.append(["合计", f"{last}人"])
        if self.one_in(3, "signatures"):
            self.rows.append(
                ["单位负责人：", None, "复核人：", None, "填表人：李主任", "联系电话：13800000000"]
            )
        if self.one_in(5, "notes"):
            self.rows.append(["注：1.本表由村（居）儿童主任填写；2.每季度更新一次。"])
            self.merges.append(Merge(len(self.rows), 0, len(self.rows), width - 1))
