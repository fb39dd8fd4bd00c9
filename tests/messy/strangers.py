"""Workbooks and sheets that list no children: grown-ups, matrices, indicators, card forms, nothing at all."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import timedelta

from childdesk.domain.village.numbers import Numbers
from tests.messy.grid import Grid
from tests.messy.people import TODAY, TOWN, VILLAGE, grown_name

AREAS = ("石桥村", "大坪村", "河湾村", "柳沟村", "新庙村", "云溪社区", "东山村")


def adults(rnd: random.Random, grid: Grid) -> None:
    """A list of grown-ups in the shape of a roster: cadres, volunteers, old people, the poor."""
    title, extra, ages, word = rnd.choice(
        (
            ("志愿者花名册", "服务意向", (22, 60), "周末陪伴"),
            ("村干部基本信息表", "职务", (28, 58), "委员"),
            ("高龄津贴发放名册", "银行账号", (80, 95), "9900001234567890"),
            ("低保户花名册", "保障人数", (35, 80), "2"),
            ("外出务工人员台账", "务工地点", (20, 55), "浙江省宁波市"),
            ("党员名册", "入党时间", (25, 75), "2008.7.1"),
            ("儿童主任培训人员花名册", "工作单位", (25, 55), f"{TOWN}政府"),
            ("教师花名册", "任教学科", (24, 58), "语文"),
        )
    )
    grid.put(1, 0, f"{TOWN}{VILLAGE}{title}", bold=True)
    grid.merge(1, 0, 1, 6)
    with_birth = rnd.random() < 0.4
    heads = ("序号", "姓名", "性别", "出生日期" if with_birth else "身份证号码", "年龄", "联系电话", extra)
    for at, head in enumerate(heads):
        grid.put(2, at, head, bold=True)
    numbers = Numbers(rnd.randrange(0, 800_000))
    for number in range(1, rnd.randrange(8, 40)):
        age, sex = rnd.randrange(*ages), rnd.choice("男女")
        born = TODAY - timedelta(age * 365 + rnd.randrange(10, 350))
        told = born.isoformat() if with_birth else numbers.identity(born, sex)
        values = (
            number,
            grown_name(rnd, sex, old=age > 60),
            sex,
            told,
            age,
            f"1048{rnd.randrange(10**7):07d}",
            word,
        )
        for at, value in enumerate(values):
            grid.put(2 + number, at, value)


def matrix(rnd: random.Random, grid: Grid) -> None:
    """Numbers by area: the table that a township adds up."""
    grid.put(1, 0, f"{TOWN}农村留守儿童情况汇总表", bold=True)
    grid.merge(1, 0, 1, 8)
    heads = ("区域", "留守儿童总数", "男", "女", "0-5岁", "6-13岁", "14-16岁", "小学", "初中")
    for at, head in enumerate(heads):
        grid.put(2, at, head, bold=True)
    row = 3
    for area in AREAS:
        grid.put(row, 0, area)
        for at in range(1, 9):
            grid.put(row, at, rnd.randrange(0, 60))
        row += 1
    grid.put(row, 0, "合计")
    for at in range(1, 9):
        grid.put(row, at, rnd.randrange(60, 300))


def indicators(rnd: random.Random, grid: Grid) -> None:
    """What an inspection looks at, with marks."""
    grid.put(1, 0, "儿童关爱保护工作考核指标表", bold=True)
    grid.merge(1, 0, 1, 4)
    for at, head in enumerate(("序号", "考核内容", "分值", "评分标准", "得分")):
        grid.put(2, at, head, bold=True)
    lines = (
        "是否建立一人一档",
        "走访记录是否完整",
        "儿童之家开放情况",
        "强制报告制度是否上墙",
        "政策宣传情况",
        "资料归档",
    )
    for number, line in enumerate(lines, 1):
        grid.put(2 + number, 0, number)
        grid.put(2 + number, 1, line)
        grid.put(2 + number, 2, rnd.choice((5, 10, 15, 20)))
        grid.put(2 + number, 3, f"没有的扣{rnd.randrange(1, 5)}分")


def card(rnd: random.Random, grid: Grid) -> None:
    """A form for one child: words at left, answers at right."""
    grid.put(1, 0, "农村留守儿童关爱服务登记卡", bold=True)
    grid.merge(1, 0, 1, 5)
    lines = (
        ("姓名", "", "性别", "", "出生年月", ""),
        ("身份证号", "", "民族", "", "就读学校", ""),
        ("家庭住址", "", "", "", "联系电话", ""),
        ("父亲姓名", "", "务工地点", "", "联系电话", ""),
        ("母亲姓名", "", "务工地点", "", "联系电话", ""),
        ("监护人姓名", "", "与儿童关系", "", "联系电话", ""),
        ("家庭情况", "", "", "", "", ""),
        ("走访记录", "", "", "", "", ""),
        ("村（居）意见", "", "", "", "盖章", ""),
    )
    for row, line in enumerate(lines, 2):
        for at, word in enumerate(line):
            grid.put(row, at, word)
    if rnd.random() < 0.5:
        grid.put(2, 1, "周小禾")
        grid.put(2, 3, "女")


def instructions(rnd: random.Random, grid: Grid) -> None:
    """How the form is to be filled in."""
    grid.put(1, 0, "填表说明", bold=True)
    lines = (
        "一、本表由村（居）儿童主任填写，乡镇儿童督导员审核。",
        "二、身份证号码为18位，请设为文本格式。",
        "三、类别按：留守儿童、困境儿童、孤儿、事实无人抚养儿童填写。",
        "四、每季度末月25日前报乡镇。",
    )
    for row, line in enumerate(lines[: rnd.randrange(2, 5)], 2):
        grid.put(row, 0, line)


def dictionary(rnd: random.Random, grid: Grid) -> None:
    """The options of the drop-downs."""
    lists = {
        "性别": ("男", "女"),
        "民族": ("汉族", "土家族", "苗族", "回族"),
        "是否": ("是", "否"),
        "学段": ("学龄前", "幼儿园", "小学", "初中", "高中"),
        "关系": ("祖父", "祖母", "外祖父", "外祖母"),
    }
    for at, (head, options) in enumerate(lists.items()):
        grid.put(1, at, head)
        for row, option in enumerate(options, 2):
            grid.put(row, at, option)
    rnd.random()


def timetable(rnd: random.Random, grid: Grid) -> None:
    """Who is on duty when."""
    grid.put(1, 0, "儿童之家值班安排表", bold=True)
    for at, head in enumerate(("星期", "上午", "下午", "值班人员", "备注")):
        grid.put(2, at, head)
    for row, weekday in enumerate("一二三四五六日", 3):
        grid.put(row, 0, f"星期{weekday}")
        grid.put(row, 1, "9:00-11:30")
        grid.put(row, 2, "14:00-17:00")
        grid.put(row, 3, grown_name(rnd, "女"))


def empty(rnd: random.Random, grid: Grid) -> None:
    """Nothing, or hardly anything."""
    if rnd.random() < 0.5:
        grid.put(1, 0, f"{TOWN}{VILLAGE}留守儿童花名册")


def blank_roster(rnd: random.Random, grid: Grid) -> None:
    """A roster before anybody has written in it: numbers of lines, no children."""
    grid.put(1, 0, "留守儿童花名册", bold=True)
    grid.merge(1, 0, 1, 6)
    for at, head in enumerate(("序号", "姓名", "性别", "身份证号码", "监护人", "联系电话", "备注")):
        grid.put(2, at, head, bold=True)
    for number in range(1, rnd.randrange(10, 40)):
        grid.put(2 + number, 0, number)


KINDS: dict[str, Callable[[random.Random, Grid], None]] = {
    "adults": adults,
    "matrix": matrix,
    "indicators": indicators,
    "card": card,
    "instructions": instructions,
    "timetable": timetable,
    "empty": empty,
    "blank roster": blank_roster,
}
"""Kinds of workbook without a child."""
BESIDE: dict[str, Callable[[random.Random, Grid], None]] = {
    "填表说明": instructions,
    "汇总表": matrix,
    "数据字典": dictionary,
    "Sheet2": empty,
    "考核": indicators,
}
"""Sheets that stand beside a roster."""
