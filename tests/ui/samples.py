"""Invented people and sheets with which the widgets are shown and tested; nobody of them exists."""

from __future__ import annotations

from collections.abc import Sequence

from childdesk.ui.widgets.filter_pane import FilterGroup
from childdesk.ui.widgets.find_box import Hit
from childdesk.ui.widgets.plan_sheet import SheetCell, SheetColumn
from childdesk.ui.widgets.plan_view import PlanIssue, Question, Tile
from childdesk.ui.widgets.table_model import Cell, Column
from childdesk.ui.widgets.timeline import Moment

COLUMNS = (
    Column("name", "姓名", 128),
    Column("sex", "性别", 46),
    Column("age", "年龄", 44, right=True),
    Column("risk", "风险", 64),
    Column("categories", "类别", 96),
    Column("group", "组", 44),
    Column("guardian", "监护人", 106),
    Column("id_number", "身份证号", 146),
    Column("school", "就读学校", 114),
    Column("last", "上次", 58),
    Column("next", "下次走访", 66),
    Column("address", "现住址", 200, private=True),
)

PEOPLE = (
    "李安然 女 8 黄 留守 3组 李大有，祖父 1247 云溪镇中心小学 11-08 晚了1天",
    "周小禾 女 9 黄 留守、困境 3组 黄秀英，祖母 0321 云溪镇中心小学 11-09 今天",
    "吴思远 男 14 黄 留守 6组 陈玉梅，外祖母 3312 云溪镇初级中学 11-09 今天",
    "何子轩 男 10 黄 留守、困境 2组 何满仓，祖父 5510 县特殊教育学校 11-18 12-03",
    "韩子墨 男 9 黄 留守 6组 韩老根，祖父 9014 云溪镇中心小学 11-20 12-05",
    "赵一鸣 男 11 蓝 留守、困境 5组 赵德厚，祖父 2815 云溪镇中心小学 10-24 今天",
    "周小满 男 6 蓝 留守 3组 黄秀英，祖母 0916 河湾村幼儿园 10-25 明天",
    "郑浩然 男 5 蓝 留守 4组 刘巧云，祖母 7131 河湾村幼儿园 11-02 12-02",
    "罗欣妍 女 13 蓝 留守 4组 罗四喜，伯父 6628 云溪镇初级中学 11-05 12-05",
    "阿依努尔·麦麦提 女 7 蓝 留守 2组 古丽，姑姑 0025 云溪镇中心小学 11-11 12-11",
    "林嘉怡 女 12 蓝 留守 1组 林守田，祖父 4420 云溪镇中心小学 11-12 12-12",
    "唐可欣 女 4 蓝 留守 6组 未采集 未采集 未入园 11-16 12-16",
)


def cells(line: str) -> tuple[Cell, ...]:
    """One invented child as a row."""
    name, sex, age, risk, categories, group, guardian, tail, school, last, due = line.split()
    number = (
        Cell(tail, "unset") if tail == "未采集" else Cell(f"3205**********{tail}", "masked", spoken="已遮住")
    )
    late = "late" if due.startswith("晚") else "soon" if due in ("今天", "明天") else ""
    return (
        Cell(name, "name"),
        Cell(sex),
        Cell(age),
        Cell(risk, "risk", spoken=f"风险，{risk}色"),
        Cell(categories, "chips"),
        Cell(group),
        Cell(guardian.replace("，", " "), "unset" if guardian == "未采集" else ""),
        number,
        Cell(school),
        Cell(last),
        Cell(due, late),
        Cell("云溪镇河湾村3组12号"),
    )


def rows(ids: Sequence[str], keys: Sequence[str]) -> list[tuple[Cell, ...]]:
    """Rows for ids such as `c00017`, in the order of the keys."""
    order = [column.key for column in COLUMNS]
    places = [order.index(key) for key in keys]
    made = [cells(PEOPLE[int(one[1:]) % len(PEOPLE)]) for one in ids]
    return [tuple(row[at] for at in places) for row in made]


def ids(number: int) -> list[str]:
    """So many ids."""
    return [f"c{at:05d}" for at in range(number)]


GROUPS = (
    FilterGroup(
        "category",
        "类别",
        tuple((w, w) for w in ("留守儿童", "流动儿童", "困境儿童", "事实无人抚养", "孤儿")),
    ),
    FilterGroup("risk", "风险", tuple((w, w) for w in ("红", "黄", "蓝", "绿")), kind="risk"),
    FilterGroup("group", "村民组", tuple((f"{n}组", f"{n}组") for n in range(1, 7)), folded=True),
    FilterGroup("state", "在册状态", (("在册", "登记在册"), ("退出", "已退出"))),
    FilterGroup("more", "年龄、就学、健康", (("小学", "小学"),), folded=True),
)

COUNTS = {
    "category": {"留守儿童": 41, "流动儿童": 6, "困境儿童": 23, "事实无人抚养": 3, "孤儿": 1},
    "risk": {"红": 2, "黄": 9, "蓝": 31, "绿": 44},
    "group": {f"{n}组": 12 + n for n in range(1, 7)},
    "state": {"在册": 86, "退出": 17},
    "more": {"小学": 40},
}

HITS = (
    Hit("c1", "周小禾", ((0, 2),), "女，9岁，3组", "黄", "姓名"),
    Hit("c2", "周小满", ((0, 2),), "男，6岁，3组", "蓝", "姓名"),
    Hit("c3", "朱晓航", ((0, 1),), "男，12岁，1组", "绿", "拼音 zxh"),
    Hit("c4", "阿依努尔·麦麦提", (), "女，7岁，2组", "", "证件后4位 0025"),
)

MOMENTS = (
    Moment(
        "m1",
        "今天",
        "应入户走访",
        "上次说好看作业本，问父亲何时回家、签委托照护确认书。",
        icon="note",
        ink="yellow",
        tag=("待办", "yellow"),
    ),
    Moment(
        "m2",
        "11月9日",
        "入户走访",
        "监护一般。床铺整洁，作业没人辅导；奶奶说夜里咳嗽，药按时吃。孩子想妈妈，说话比上次少。",
        "陈桂兰",
        icon="person_walking",
        tag=("下次看情绪", "plain"),
    ),
    Moment(
        "m3",
        "11月6日",
        "资料变动",
        "风险由蓝色改为黄色，理由：照护人年过70，父母联系变少。",
        "陈桂兰，刘敏确认",
        icon="merge",
        ink="ink2",
    ),
    Moment(
        "m4",
        "10月28日",
        "救助",
        "申请困境儿童基本生活补贴，材料齐，交镇民政办。",
        "陈桂兰",
        icon="hand_open_heart",
        ink="green",
        tag=("等初审", "blue"),
    ),
    Moment("m5", "9月18日", "受保护", "1条。查看要写明理由，并记入修改记录。", sealed=True),
)

TILES = (
    Tile("add", 61, "新增", "台账里没有"),
    Tile("change", 12, "更新", "共改27处"),
    Tile("same", 9, "相同", "不动"),
    Tile("skip", 2, "不收", "写明原因", "red"),
    Tile("ask", 3, "要您看", "1列、2人", "yellow"),
)

QUESTION = Question(
    "q7",
    "第7列“状况”是什么？",
    "里面是：一般28、较好39、差4、迁出1、空12",
    (
        ("guardianship", "监护情况（较好／一般／差）"),
        ("health", "健康状况"),
        ("study", "学业状况"),
        ("extra", "都不是，作为本村自设项目保留"),
    ),
    "云溪镇的表以后都这样认",
)

ISSUES = (
    PlanIssue(
        "i8",
        "不收",
        "身份证号最后3位成了0",
        "表格软件只保住15位，原号找不回",
        "第8行",
        bad=True,
        remedies=(("fill", "补上号码"), ("drop", "不填号码，先收")),
    ),
    PlanIssue(
        "i53", "不收", "第53行没有姓名", "只有电话和住址，无法建档", bad=True, remedies=(("fill", "补上"),)
    ),
    PlanIssue("i11", "修正", "删除线“迁出”1人", "不会自动退出，导入后列给您", "第11行"),
    PlanIssue("i12", "同名", "周小禾，3组，也有一位", "生日不同", "第4行"),
)

SHEET_COLUMNS = (
    SheetColumn("", "unused", 42),
    SheetColumn("姓名", "sure", 140),
    SheetColumn("身份证号", "sure", 170),
    SheetColumn("出生日期", "sure", 116),
    SheetColumn("监护人、关系", "sure", 116),
    SheetColumn("联系电话", "sure", 118),
    SheetColumn("", "ask", 58),
)

SHEET_ROWS = (
    (3, "序号|儿童姓名|公民身份证号|出生年月|监护人 关系|联系电话|状况"),
    (4, "1|周小禾|3205**********0321|2016-03-02|黄秀英 祖母|138****5678|一般"),
    (5, "2|李安然|3205**********1247|~2017-06-11|李大有 祖父|~139****0812|较好"),
    (6, "3|赵一鸣|3205**********2815|2014-08-30|赵德厚 祖父|未采集|一般"),
    (7, "4|林嘉怡|~3205**********442X|~2013-05-19|林守田 祖父|135****2290|较好"),
    (8, "5|马小龙|!3205**********4000|2015-02-03|马得水 祖父|136****7741|差"),
    (9, "6|吴思远|3205**********3312|2011-01-15|陈玉梅 外祖母|137****5520|一般"),
    (10, "7|~何子轩（肢残）|3205**********5510|2015-10-07|何满仓 祖父|150****3018|一般"),
    (11, "-8|-钱佳宁|-3205**********1902|-2012-12-01|-钱大海 祖父|-—|-迁出"),
    (12, "9|罗欣妍|3205**********6628|2012-04-22|罗四喜 伯父|158****9916|较好"),
    (13, "10|唐可欣|未采集|2021-07-30|未采集|未采集|较好"),
)

NUMBERS = tuple(number for number, _ in SHEET_ROWS)


def sheet_cell(row: int, column: int) -> SheetCell:
    """A cell of the invented roster; ~ is mended, ! refused, - struck out."""
    text = SHEET_ROWS[row][1].split("|")[column]
    if row == 0:
        return SheetCell(text, "title")
    if column == 0 and text[0] != "-":
        return SheetCell(text, quiet=True)
    kinds = {"~": "mended", "!": "refused"}
    if text[:1] in kinds:
        return SheetCell(text[1:], kinds[text[0]], "写的是2017.6.11")
    if text[:1] == "-":
        return SheetCell(text[1:], struck=True)
    return SheetCell(text, quiet=text == "未采集" or "*" in text)
