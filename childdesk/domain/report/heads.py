"""The heads and rules of the ministry's tables of counts, as data; words are those valid on the day.

Every option of a list stands in exactly one bucket of its group (a test holds it), and every group has one
for what was not collected, so that the sums can agree.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from childdesk.domain import options
from childdesk.domain.report.tally import AnyRule, Branch, Covered, Has, Rule, grouped, keys

LEFT, MOBILE = "留守儿童", "流动儿童"
UNSUPPORTED, ORPHAN = "事实无人抚养儿童", "孤儿"
BADLY_KEPT, POOR, DISABLED, HARD = "监护不当儿童", "家庭贫困儿童", "残疾儿童", "困境儿童"

GROUPS: dict[str, frozenset[str]] = {
    LEFT: frozenset([LEFT]),
    MOBILE: frozenset([MOBILE]),
    UNSUPPORTED: options.UNSUPPORTED,
    ORPHAN: options.ORPHAN,
    BADLY_KEPT: frozenset([BADLY_KEPT, "监护缺失儿童"]),
    POOR: frozenset([POOR]),
    DISABLED: frozenset([DISABLED, "重残儿童", "重病重残儿童"]),
    HARD: frozenset(
        [
            HARD,
            "重病儿童",
            "福利机构代养困境儿童",
            "流浪儿童",
            "灾害致困儿童",
            "兜底监护儿童",
            "单亲家庭儿童",
            "其他",
        ]
    ),
}
"""对象类型 of reports → the categories that belong to it; every category belongs to exactly one."""

IN_NEED = tuple(GROUPS[name] for name in (UNSUPPORTED, BADLY_KEPT, POOR, DISABLED, HARD))
"""What the table of 困境儿童 counts; 孤儿 have tables of their own."""
HARDSHIP = frozenset().union(*IN_NEED)

SCHOOLING = (
    ("学龄前", "学龄前、未入园"),
    ("幼儿园", "幼儿园"),
    ("小学", "小学"),
    ("初中", "初中"),
    ("高中", "高中"),
    ("中专及以上", "中职、技工学校、中专及以上、大专及以上"),
    ("其他", "特殊教育、文盲或半文盲、辍学、不在学、其他"),
)
SCHOOLING_SHORT = (
    ("学龄前", "学龄前、未入园、幼儿园"),
    ("小学", "小学"),
    ("初中", "初中"),
    ("高中", "高中"),
    ("大中专及以上", "中职、技工学校、中专及以上、大专及以上"),
    ("其他", "特殊教育、文盲或半文盲、辍学、不在学、其他"),
)
HEALTH = (
    ("健康", "健康"),
    ("一般或较弱", "一般或较弱"),
    ("重病", "重病"),
    ("慢性病", "慢性病"),
    ("残疾", "残疾"),
    ("其他", "其他、患病"),
)
HUKOU = (
    ("农村居民户口", "农村居民户口"),
    ("城镇居民户口", "城镇居民户口"),
    ("其他", "居民户口、无户口、其他"),
)
HUKOU_LONG = (*HUKOU[:2], ("居民户口", "居民户口"), ("其他户口", "无户口、其他"))
BOARDING = (("寄宿生", "寄宿生"), ("非寄宿生", "非寄宿生"))
GUARDIANSHIP = tuple((word, word) for word in options.GUARDIANSHIP.codes())
CARE_REASON = tuple((word, word) for word in options.CARE_REASON.codes())
SEX = (("男", "男"), ("女", "女"))
CARER = ("祖父母、外祖父母", "亲戚朋友", "无委托照料人")
"""实际监护情况; these are our own codes, of which one contains the mark between codes."""
DISABILITY = tuple((word, word) for word in options.DISABILITY_TYPE.codes()[:7])
MOST = 200
"""Nobody is older."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A table: its head on a day, which children it counts, its rules, notes, and what is worth a picture."""

    head: Callable[[date], tuple[Branch, ...]]
    among: tuple[Has, ...]
    rules: Callable[[tuple[Branch, ...]], tuple[AnyRule, ...]]
    notes: tuple[str, ...] = ()
    chart: tuple[str, ...] = ()
    upright: bool = False


def aged(first: int, last: int = MOST) -> Has:
    """In completed years on the day."""
    return Has("age", frozenset(str(years) for years in range(first, last + 1)))


def _ages(label: str, first: int, last: int) -> Branch:
    key = f"age.{label}"
    return Branch(
        f"{label}周岁",
        below=(
            Branch("小计", key, takes=(aged(first, last),)),
            *(
                Branch(sex, f"{key}.{sex}", takes=(aged(first, last), Has("sex", frozenset([sex]))))
                for sex in ("男", "女")
            ),
        ),
    )


def measures(on: date, codes: tuple[str, ...], rest: str = "") -> tuple[Branch, ...]:
    """救助措施 in the words of the day; what is in none of them is `rest`."""
    found = [
        Branch(_word(code, on), f"relief.{code}", takes=(Has("relief", frozenset([code])),)) for code in codes
    ]
    if rest:
        others = frozenset(options.RELIEF.codes()) - frozenset(codes) - {"无"}
        found.append(Branch(rest, "relief.其他", takes=(Has("relief", others),)))
    found.append(Branch("无", "relief.无", takes=(Has("relief", frozenset(["无"])),)))
    return tuple(found)


def _word(code: str, on: date) -> str:
    option = options.RELIEF.find(code) or options.POVERTY.find(code)
    return option.word(on) if option is not None else code


# ── 农村留守儿童基本情况排查汇总表 ──────────────────────────────────────────────────────────────────────

_MEASURES = (
    "建档立卡贫困户", "最低生活保障", "特困供养", "临时救助", "医疗救助", "住房救助",
    "困难残疾人生活补助", "重度残疾人护理补助", "孤儿津贴",
)  # fmt: skip


def left_behind(on: date) -> tuple[Branch, ...]:
    """The three-row head of the ministry's screen."""
    carers = tuple(Branch(word, f"carer.{word}", takes=(Has("carer", frozenset([word])),)) for word in CARER)
    return (
        Branch("数量", "count"),
        Branch("占总统计量情况（%）", "share", share="count"),
        Branch(
            "年龄段情况",
            below=(
                _ages("0-5", 0, 5),
                _ages("6-13", 6, 13),
                _ages("14-16", 14, 16),
                Branch("未采集", "age.未采集", takes=(Has("age"),)),
            ),
        ),
        grouped("教育情况", "schooling", SCHOOLING),
        grouped("户籍性质", "hukou_kind", HUKOU),
        grouped("健康状况", "health", HEALTH),
        grouped("寄宿情况", "boarding", BOARDING),
        grouped("委托照料原因情况", "care_reason", CARE_REASON),
        Branch("实际监护情况", below=carers),
        grouped("监护情况", "guardianship", GUARDIANSHIP),
        Branch("救助措施", below=measures(on, _MEASURES, "其他")),
    )


def _left_behind_rules(head: tuple[Branch, ...]) -> tuple[AnyRule, ...]:
    bands = ("0-5", "6-13", "14-16")
    return (
        Rule("数量＝各年龄段小计＋未采集", "count", (*(f"age.{band}" for band in bands), "age.未采集")),
        *(
            Rule(f"{band}周岁小计＝男＋女", f"age.{band}", (f"age.{band}.男", f"age.{band}.女"))
            for band in bands
        ),
        *(
            Rule(f"数量＝{words}各栏相加", "count", keys(head, f"{key}."))
            for words, key in (
                ("教育情况", "schooling"),
                ("户籍性质", "hukou_kind"),
                ("健康状况", "health"),
                ("寄宿情况", "boarding"),
                ("委托照料原因", "care_reason"),
                ("实际监护情况", "carer"),
                ("监护情况", "guardianship"),
            )
        ),
        Covered("每人都填了救助措施（可多项）", "count", keys(head, "relief.")),
    )


# ── the others ──────────────────────────────────────────────────────────────────────────────────────


def hardship(on: date) -> tuple[Branch, ...]:
    """困境儿童汇总: by what makes it hard."""
    poor = Has("category", GROUPS[POOR])
    kinds = ("最低生活保障", "特困供养", "建档立卡户")
    words = ("低保", "特困", _word("建档立卡户", on))
    return (
        Branch("小计", "count"),
        Branch("事实无人抚养儿童人数", "kind.unsupported", takes=(Has("category", options.UNSUPPORTED),)),
        Branch("监护不当儿童人数", "kind.badly", takes=(Has("category", GROUPS[BADLY_KEPT]),)),
        Branch(
            "家庭贫困儿童人数",
            below=(
                Branch("小计", "kind.poor", takes=(poor,)),
                *(
                    Branch(word, f"poor.{code}", takes=(poor, Has("poverty", frozenset([code]))))
                    for word, code in zip(words, kinds, strict=True)
                ),
            ),
        ),
        Branch("残疾儿童人数", "kind.disabled", takes=(Has("category", GROUPS[DISABLED]),)),
        Branch("其他困境儿童人数", "kind.other", takes=(Has("category", GROUPS[HARD]),)),
    )


def _hardship_rules(head: tuple[Branch, ...]) -> tuple[AnyRule, ...]:
    return (
        Rule("小计＝各类相加（一人两类时会不等）", "count", keys(head, "kind.")),
        Covered("每个家庭贫困儿童都写明了贫困类型", "kind.poor", keys(head, "poor.")),
    )


def overview(on: date) -> tuple[Branch, ...]:
    """综合统计: two rows of heads."""
    poor = "建档立卡贫困户"
    aid = (
        Branch(
            f"{_word(poor, on)}家庭人数", "aid.card", takes=(Has("aid", frozenset([poor, "建档立卡户"])),)
        ),
        Branch("城乡低保家庭人数", "aid.low", takes=(Has("aid", frozenset(["最低生活保障"])),)),
        Branch("纳入特困人员救助供养人数", "aid.destitute", takes=(Has("aid", frozenset(["特困供养"])),)),
        Branch("其它救助人数", "aid.other", takes=(Has("aid", OTHER_AID),)),
        Branch("无", "aid.none", takes=(Has("aid", frozenset(["无"])),)),
    )
    return (
        Branch("总人数", "count"),
        grouped("儿童性别", "sex", SEX),
        grouped("健康状况", "health", HEALTH),
        grouped("教育", "schooling", SCHOOLING_SHORT),
        grouped("户籍性质", "hukou_kind", HUKOU_LONG),
        Branch("保障措施", below=aid),
    )


OTHER_AID = (frozenset(options.RELIEF.codes()) | frozenset(options.POVERTY.codes())) - {
    "建档立卡贫困户", "建档立卡户", "最低生活保障", "特困供养", "无",
}  # fmt: skip


def _overview_rules(head: tuple[Branch, ...]) -> tuple[AnyRule, ...]:
    named = (("性别", "sex"), ("健康状况", "health"), ("教育", "schooling"), ("户籍性质", "hukou_kind"))
    return (
        *(Rule(f"总人数＝{words}各栏相加", "count", keys(head, f"{key}.")) for words, key in named),
        Covered("每人都填了保障措施（可多项）", "count", keys(head, "aid.")),
    )


def ages(on: date) -> tuple[Branch, ...]:
    """年龄: 0-3, 4-6, 7-13, 14-17, 18 and over."""
    bands = ((0, 3), (4, 6), (7, 13), (14, 17))
    return (
        Branch("合计", "count"),
        *(Branch(f"{a}-{b}岁", f"age.{a}-{b}", takes=(aged(a, b),)) for a, b in bands),
        Branch("18岁及以上", "age.18", takes=(aged(18),)),
        Branch("未采集", "age.未采集", takes=(Has("age"),)),
    )


def disability(on: date) -> tuple[Branch, ...]:
    """残疾: by kind; with two kinds or more a child is counted once, as 多重残疾."""
    yes, no = Has("disabled", frozenset(["是"])), Has("disabled", frozenset(["否"]))
    kinds = grouped("残疾", "disability", DISABILITY, unknown="").below
    rest = frozenset(["其他"])
    return (
        Branch("合计", "count"),
        Branch("健康", "disabled.否", takes=(no,)),
        Branch(
            "残疾",
            below=(
                Branch("小计", "disabled.是", takes=(yes,)),
                *(Branch(b.label, b.key, takes=(yes, *b.takes)) for b in kinds),
                Branch("其他或未采集", "disability.rest", takes=(yes, Has("disability", rest))),
            ),
        ),
    )


def relief(on: date) -> tuple[Branch, ...]:
    """救助措施: a child may have several."""
    codes = tuple(code for code in options.RELIEF.codes() if code not in ("其他", "无"))
    return (
        Branch("合计", "count"),
        *measures(on, codes, "其他"),
        Branch("未采集", "relief.未采集", takes=(Has("relief"),)),
    )


SEVERAL = "一个孩子可以有几项，所以各栏相加会大于人数"
TABLES: dict[str, Kept] = {
    "left-behind-summary": Kept(
        left_behind,
        (Has("category", frozenset([LEFT])),),
        _left_behind_rules,
        (
            "参考样式，请以镇里发的表为准",
            "未采集：这一项还没有填；教育情况的“其他”含特殊教育、文盲、辍学、不在学",
            "年龄按截止日期的周岁，只知月份的按月末算",
            f"救助措施：{SEVERAL}",
        ),
        chart=("age.0-5", "age.6-13", "age.14-16", "age.未采集"),
    ),
    "hardship-summary": Kept(
        hardship,
        (Has("category", HARDSHIP),),
        _hardship_rules,
        ("参考样式，请以镇里发的表为准", "小计按人数，一个孩子只数一次", "孤儿另有名册，不在本表"),
        chart=("kind.unsupported", "kind.badly", "kind.poor", "kind.disabled", "kind.other"),
    ),
    "overview": Kept(
        overview,
        (),
        _overview_rules,
        ("参考样式，请以镇里发的表为准", "登记在册的全部儿童", f"保障措施：{SEVERAL}"),
        chart=tuple(f"schooling.{word}" for word, _ in SCHOOLING_SHORT),
    ),
    "age": Kept(
        ages,
        (),
        lambda head: (Rule("合计＝各年龄段＋未采集", "count", keys(head, "age.")),),
        ("登记在册的全部儿童", "年龄按截止日期的周岁"),
        chart=("age.0-3", "age.4-6", "age.7-13", "age.14-17", "age.18"),
        upright=True,
    ),
    "disability": Kept(
        disability,
        (),
        lambda head: (
            Rule("合计＝健康＋残疾小计", "count", ("disabled.否", "disabled.是")),
            Rule("残疾小计＝各类残疾相加", "disabled.是", keys(head, "disability.")),
        ),
        ("登记在册的全部儿童；没有写残疾的算在健康里", "两类以上的只算在多重残疾里"),
        chart=keys(disability(date(2026, 1, 1)), "disability."),
    ),
    "relief": Kept(
        relief,
        (),
        lambda head: (Covered("每人都填了救助措施（可多项）", "count", _told(head)),),
        ("登记在册的全部儿童", SEVERAL),
        chart=("relief.最低生活保障", "relief.特困供养", "relief.临时救助", "relief.医疗救助"),
    ),
}
"""Report name → its table. A rule is one line beside the head that it checks."""


def _told(head: tuple[Branch, ...]) -> tuple[str, ...]:
    return tuple(key for key in keys(head, "relief.") if key != "relief.未采集")
