"""What referrals of the practice village are about: observed facts, whom they go to, what came back."""

from __future__ import annotations

from typing import NamedTuple


class Matter(NamedTuple):
    """One kind of concern: for which ages, what was seen, how urgent it is, where it goes."""

    ages: tuple[int, int]
    urgency: str
    route: str
    receiver: str
    reason: str
    answer: str
    wish: str = ""


MATTERS = (
    Matter(
        (0, 5),
        "一般",
        "县妇幼保健院",
        "县妇幼保健院儿童保健科",
        "比同龄孩子说话晚，叫名字不常答应，{who}以为长大就好。\n连续两次走访看到的都一样。",
        "已做发育检查，建议每周训练两次，两个月后复查。",
    ),
    Matter(
        (6, 15),
        "一般",
        "学校心理老师或班主任",
        "云溪镇学校心理辅导室",
        "近三周早上说肚子疼，不愿去学校，到校后就好。\n班主任说上课发呆，不和同学玩。",
        "心理老师谈了三次，到校已正常，建议每两周再谈一次。",
        "愿意和心理老师谈",
    ),
    Matter(
        (8, 17),
        "加急",
        "12355青少年服务台",
        "县青少年服务台",
        "常一个人坐着不说话，问起妈妈就流泪。\n近两周饭量少了一半，夜里醒两三次。",
        "已通话两次，建议当面谈，已约好下周三。",
        "想先和妈妈说一说",
    ),
    Matter(
        (6, 17),
        "加急",
        "未成年人救助保护机构",
        "云溪镇未成年人保护工作站",
        "{who}住院一周，家里没有别的大人。\n孩子在邻居家吃饭，晚上一个人睡。",
        "已安排临时照料，{who}出院后接回，照料人另找了姑姑帮忙。",
        "想住在姑姑家",
    ),
    Matter(
        (11, 17),
        "一般",
        "社会心理服务站或社工站",
        "云溪镇社工站",
        "夜里看手机到一点以后，上月缺课六次。\n{who}劝不动，说了几句就关门不出来。",
        "社工已上门两次，与孩子定了作息，本周到校五天。",
        "愿意试着早睡，想去学校篮球队",
    ),
    Matter(
        (12, 17),
        "紧急",
        "12356心理援助热线",
        "县心理援助热线值班室",
        "两次说“我多余”，把心爱的东西送给同学。\n当晚由{who}陪着睡，没有离开孩子。",
        "热线已接谈，次日陪同到县医院门诊，医生要求家人陪伴并按时复诊。",
        "愿意接电话，不想让同学知道",
    ),
)

DONE_BEFORE = (
    "与{who}谈过两次，已告知班主任多留意。",
    "隔两天又去看了一次，与父母通了电话。",
    "请邻居帮着看一看，留了我的电话。",
)
FOLLOW_UPS = ("每周去看一次，问到校和睡觉情况", "隔三天打一次电话，每周上门一次", "与接收机构每周通一次话")
CLOSING = ("好转", "好转", "已由专业机构持续服务", "误报")

PATHS = {
    "草稿": (),
    "已告知监护人": (),
    "已转出": ("已转出",),
    "已接收": ("已转出", "已接收"),
    "服务中": ("已转出", "已接收", "服务中"),
    "已反馈": ("已转出", "已接收", "服务中", "已反馈"),
    "结案": ("已转出", "已接收", "服务中", "已反馈", "结案"),
    "退回": ("已转出", "退回"),
    "拒绝": ("拒绝",),
    "失联": ("失联",),
}
"""Where a referral stands today → the states it went through after it was first written."""

STANDING = (
    "已转出",
    "服务中",
    "结案",
    "已告知监护人",
    "已接收",
    "草稿",
    "已反馈",
    "退回",
    "拒绝",
    "失联",
)
"""The states in the order in which a small village gets them."""
