"""A village's roster of two years, by hand: twins, newborns, namesakes, step-families, a renamed town."""

from __future__ import annotations

from pathlib import Path

import openpyxl

from childdesk.domain.identity import check_digit

Row = list[str]
HEAD = (
    "序号 儿童信息 - - - 父母情况 - 监护人情况 - - 家庭住址 出生医学证明编号",
    "- 姓名 性别 身份证号 出生年月日 父亲 母亲 姓名 关系 电话 - -",
)
MERGED = ("A1:L1", "A3:A4", "B3:E3", "F3:G3", "H3:J3", "K3:K4", "L3:L4")
FIRST_ROW = 5
CADRE = "13907360099"
"""His telephone stands beside the children of many families."""
KEYS = ("name", "sex", "number", "born", "father", "mother", "guardian", "kin", "phone")


def number(birth: str, order: int) -> str:
    """An identity number of a province that does not exist."""
    first = f"990101{birth}{order:03d}"
    return first + check_digit(first)


def _row(words: str, home: str, certificate: str = "") -> Row:
    said = [part if part != "-" else "" for part in words.split()]
    return [*said, f"云溪镇河湾村{home}", certificate]


FIRST: dict[str, Row] = {
    "twin": _row(
        f"石子涵 男 {number('20180304', 211)} 2018.3.4 石大勇 余小红 石大勇 父子 13907360001", "1组3号"
    ),
    "its twin": _row(
        f"石梓涵 男 {number('20180304', 213)} 2018.3.4 石大勇 余小红 石大勇 父子 13907360001", "1组3号"
    ),
    "big": _row("龙大川 女 - 2021年5月6日 龙安平 覃秀 龙安平 父女 13907360002", "1组4号"),
    "small": _row("龙小川 女 - 2021年5月6日 龙安平 覃秀 龙安平 父女 13907360002", "1组4号"),
    "boy": _row("向阳 男 - 2019-01-09 向伟 田芳 向老三 爷爷 13907360003", "2组1号"),
    "girl": _row("向晴 女 - 2019-01-09 向伟 田芳 向老三 爷爷 13907360003", "2组1号"),
    "newborn": _row("毛毛 女 - 2026-02-03 彭军 李静 彭军 父女 13907360004", "2组2号", "R510000123"),
    "newborn without paper": _row(f"黄宝宝 男 - 2026-01-20 黄涛 钱敏 黄涛 父子 {CADRE}", "2组3号"),
    "her son": _row(
        f"周小天 男 {number('20140505', 117)} 2014-05-05 周建国 郑红 郑红 母子 13907360007", "3组1号"
    ),
    "her daughter": _row(
        f"吴小雨 女 {number('20160606', 226)} 2016-06-06 吴刚 郑红 郑红 母女 13907360007", "3组1号"
    ),
    "new surname": _row(
        f"冯思雨 女 {number('20130707', 328)} 2013-07-07 冯海 蒋英 冯海 父女 13907360008", "3组2号"
    ),
    "new given name": _row(
        f"马小宝 男 {number('20151010', 431)} 2015-10-10 马超 唐琴 马超 父子 {CADRE}", "3组3号"
    ),
    "wrong number": _row(
        f"陈佳怡 女 {number('20121111', 528)} 2012-11-11 陈刚 林丽 陈刚 父女 13907360010", "3组4号"
    ),
    "namesake": _row(f"钟雨彤 女 - 2012-07-30 钟春生 余小琴 叶水生 舅舅 {CADRE}", "1组65号"),
    "her namesake": _row(
        f"钟雨彤 女 {number('20120730', 860)} 2012-07-30 覃金龙 陆萍 覃金龙 父女 {CADRE}", "3组40号"
    ),
    "no guardian": _row("何一诺 男 - 2020-08-08 何平 高洁 - - -", "4组1号"),
    "nor his namesake": _row("何一诺 男 - 2020-08-08 何伟 高敏 - - -", "4组2号"),
    "gone": _row(f"许安 男 {number('20110303', 137)} 2011-03-03 许三 陶丽 许三 父子 13907360012", "4组3号"),
}
NEWS: dict[str, dict[str, str]] = {
    "big": {"number": number("20210506", 128)},
    "small": {"number": number("20210506", 142)},
    "boy": {"number": number("20190109", 151)},
    "newborn": {"name": "彭可欣", "number": number("20260203", 166)},
    "newborn without paper": {"name": "黄子轩", "number": number("20260120", 175)},
    "her son": {"name": "吴小天", "father": "吴刚", "guardian": "吴刚", "kin": "继父"},
    "her daughter": {"guardian": "吴老太", "kin": "奶奶", "phone": "13907361111"},
    "new surname": {"name": "蒋思雨"},
    "new given name": {"name": "马晨阳"},
    "wrong number": {"number": number("20121111", 862)},
    "namesake": {"number": number("20120730", 462)},
    "no guardian": {"number": number("20200808", 171), "guardian": "何老大", "kin": "爷爷", "phone": CADRE},
    "nor his namesake": {"number": number("20200808", 233)},
}
RENAMED = {"her son": "周小天", "new surname": "冯思雨", "new given name": "马小宝", "newborn": "毛毛"}
"""Who bears another name in the second year, and the first one."""
ASKED = ("newborn without paper", "wrong number")
"""Who a person has to say that they are."""
BORN = {
    "brother": _row(
        f"石小三 男 {number('20260501', 313)} 2026-05-01 石大勇 余小红 石大勇 父子 13907360001", "1组3号"
    ),
    "another newborn": _row("毛毛 男 - 2026-09-09 彭军 李静 彭军 父子 13907360004", "2组2号"),
}


def second() -> dict[str, Row]:
    """Next year's rows: what is new is said, the town has its new name, one child is gone, two were born."""
    rows = {who: list(row) for who, row in {**FIRST, **BORN}.items() if who != "gone"}
    for who, news in NEWS.items():
        for key, word in news.items():
            rows[who][KEYS.index(key)] = word
    return {who: [word.replace("云溪镇", "云溪街道") for word in row] for who, row in rows.items()}


def write(path: Path, year: int, rows: list[Row]) -> Path:
    """The list of a year as a village sends it."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append([f"云溪镇河湾村留守儿童、困境儿童花名册（{year}年）"])
    sheet.append(["填报单位（盖章）：河湾村", *[None] * 9, f"填报时间：{year}.11.20"])
    for line in HEAD:
        sheet.append([word if word != "-" else None for word in line.split()])
    for merge in MERGED:
        sheet.merge_cells(merge)
    for at, row in enumerate(rows, 1):
        sheet.append([at, *row])
    sheet.append(["合计", f"{len(rows)}人"])
    sheet.append(["填表人：张主任", *[None] * 4, "审核人："])
    book.save(path)
    return path
