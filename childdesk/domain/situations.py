"""The situations of the mandatory report in full, where each comes from, and what is none of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

NINE = "关于建立侵害未成年人案件强制报告制度的意见（试行）"
THREE = "民发〔2019〕34号"
HOME = "反家庭暴力法第十四条"


@dataclass(frozen=True, slots=True)
class Situation:
    """One situation: the code that is kept, plain words for the page, the words of its source."""

    code: str
    short: str
    whole: str
    source: str


SITUATIONS = (
    Situation("身体私密处受伤", "隐私部位受伤，说不清原因",
              "生殖器官或隐私部位遭受或疑似遭受非正常损伤", NINE),
    Situation("未满14岁女孩受侵害", "不满14岁的女孩被性侵、怀孕、流产",
              "不满十四周岁的女性遭受或疑似遭受性侵害、怀孕、流产", NINE),
    Situation("满14岁女孩受侵害", "14岁以上女孩因性侵怀孕、流产",
              "十四周岁以上的女性遭受或疑似遭受性侵害所致怀孕、流产", NINE),
    Situation("身体多处损伤", "身上多处有伤、严重营养不良、神志不清",
              "身体存在多处损伤、严重营养不良、意识不清，存在或疑似存在受到家庭暴力、欺凌、虐待、殴打或者被人麻醉等情形",
              NINE),
    Situation("非正常伤残死亡", "自杀、自残、中毒、被打等造成伤残、死亡",
              "因自杀、自残、工伤、中毒、被人麻醉、殴打等非正常原因导致伤残、死亡", NINE),
    Situation("被遗弃或无人照料", "被遗弃，或长期没人照料",
              "被遗弃或长期处于无人照料状态", NINE),
    Situation("失踪或被拐", "来源不明、失踪、被拐卖收买",
              "来源不明、失踪或者被拐卖、收买", NINE),
    Situation("被组织乞讨", "被人组织讨钱",
              "被组织乞讨", NINE),
    Situation("其他严重侵害", "别的严重侵害，或正面临危险",
              "其他严重侵害身心健康的情形，或正在面临不法侵害危险", NINE),
    Situation("脱离监护单独居住或失踪", "脱离监护单独居住，或失踪",
              "脱离监护单独居住生活或失踪", THREE),
    Situation("监护人不履行监护责任", "监护人没能力管，或不管",
              "监护人丧失监护能力或不履行监护责任", THREE),
    Situation("疑似受家庭暴力或侵害", "怀疑被家里人打、被侵害",
              "疑似遭受家庭暴力或不法侵害", THREE),
    Situation("家庭暴力致伤或面临危险", "家庭暴力，受伤或有危险",
              "遭受或疑似遭受家庭暴力", HOME),
)  # fmt: skip
BY_CODE = {one.code: one for one in SITUATIONS}

FIRST = ("身体多处损伤", "被遗弃或无人照料", "非正常伤残死亡", "失踪或被拐")
"""Shown at once; the others open below."""

DO = (
    "陪着孩子，不让孩子一个人",
    "记孩子原话，一句就够",
    "留好衣物、物品，不清洗",
    "记下时间、地点、在场的人",
)
DO_NOT = ("不反复追问细节", "不找涉嫌侵害人对质", "不拍隐私部位", "不等监护人同意、不劝和")
SAY = "说清：地点、孩子几岁、看到什么、是否安全"


def whole(codes: Iterable[str]) -> list[str]:
    """The words of the source for each code, in the order of the list."""
    chosen = set(codes)
    return [f"{one.whole}（{one.source}）" for one in SITUATIONS if one.code in chosen]


REPORT, CARE, HELP, REFER = "report", "care", "help", "refer"


@dataclass(frozen=True, slots=True)
class Way:
    """Something that was met, and what it is: a report, protection by the village, or help."""

    met: str
    kind: str
    what: str


WAYS = (
    Way("身上有伤，怀疑被打、被侵害", REPORT, "强制报告：先打110，再记下来"),
    Way("被遗弃，找不到监护人", REPORT, "强制报告；今晚没人管的，同时安排临时照料"),
    Way("今晚没人照料：监护人住院、被带走、出事", CARE, "临时生活照料：村里先安排人，再告诉民政"),
    Way("没有户口", HELP, "帮扶：帮着办户口，不是强制报告"),
    Way("家里穷", HELP, "帮扶：看救助条件，不是强制报告"),
    Way("只是旷课、不想上学", HELP, "帮扶：和家长、学校一起劝，不是强制报告"),
    Way("情绪不对、行为变了", REFER, "先看一看，需要的转介"),
)
"""是报告、保护，还是帮扶?"""

CARE_SOURCE = "民法典第三十四条：村委会应当安排必要的临时生活照料"
