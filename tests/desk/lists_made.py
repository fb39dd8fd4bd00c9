"""Lists that are not hers, as those who keep them hand them out: 学籍 (68 columns), 残联, 低保, 接种."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import openpyxl

from childdesk.desk.session import Session
from childdesk.store import reader

MEMBER = [
    *"姓名 关系 关系说明 现住址 户口所在地行政区划 联系电话 是否监护人".split(),
    *"身份证件类型 身份证件号 民族 工作单位 职务".split(),
]
SCHOOL_HEAD = [
    *"学校标识码 姓名 性别 出生日期 出生地行政区划代码 籍贯 民族 国籍/地区 身份证件类型 港澳台侨外".split(),
    *"健康状况 政治面貌 身份证件号 户口性质 户口所在地行政区划 班号 入学年月 入学方式 就读方式".split(),
    *"现住址 通信地址 家庭地址 联系电话 邮政编码 是否独生子女 是否受过学前教育 是否留守儿童".split(),
    *"是否需要申请资助 是否享受一补 是否孤儿 是否烈士或优抚子女 上下学距离 上下学方式".split(),
    *"是否需要乘坐校车 曾用名 身份证件有效期 血型 特长 学籍辅号 班内学号 学生来源 电子信箱".split(),
    *"主页地址 残疾类型 是否由政府购买学位 随班就读".split(),
    *(f"成员1{word}" for word in MEMBER),
    *(f"成员2{word}" for word in MEMBER),
    "是否进城务工人员随迁子女",
]
"""The columns of the national register of pupils, in their order."""

Values = Mapping[str, str]


def known(session: Session) -> dict[str, dict[str, str]]:
    """Every open child of the register with its grown-ups: values as words, theirs with `father.` before."""
    connection = session.ledger.connection
    raws = reader.with_current(connection, "child", dict(reader.everyone(connection, "child")), session.today)
    made = {
        row: {key: str(value).partition("\t")[0] for key, value in raw.items() if value is not None}
        for row, raw in raws.items()
        if not raw.get("exit_on")
    }
    for record in ("father", "mother", "guardian"):
        for child, held in reader.about(connection, record, sorted(made)).items():
            people = reader.with_current(connection, record, dict(held), session.today)
            for raw in list(people.values())[:1] if child in made else ():
                made[child] |= {f"{record}.{key}": str(value) for key, value in raw.items() if value}
    return made


def pupil(one: Values, code: str = "1143000001") -> list[str]:
    """A line of the register of pupils."""
    cells = dict.fromkeys(SCHOOL_HEAD, "")
    cells |= {
        "学校标识码": code,
        "姓名": one["name"],
        "性别": one.get("sex", ""),
        "出生日期": one.get("birth", "").replace("-", ""),
        "民族": one.get("nation", ""),
        "国籍/地区": "中国",
        "身份证件类型": "居民身份证" if one.get("id_number") else "其他",
        "港澳台侨外": "非港澳台侨外",
        "健康状况": "健康或良好",
        "政治面貌": "少年先锋队员",
        "身份证件号": one.get("id_number", ""),
        "户口性质": "农业家庭户口",
        "户口所在地行政区划": "990101",
        "班号": one.get("school_class", "1").removesuffix("班"),
        "入学年月": one.get("entered", "202309"),
        "入学方式": "就近入学",
        "就读方式": "住校" if one.get("boarding") == "寄宿生" else "走读",
        "现住址": one.get("live_address", ""),
        "通信地址": one.get("live_address", ""),
        "家庭地址": one.get("live_address", ""),
        "联系电话": one.get("father.phone", ""),
        "邮政编码": "990100",
        "是否独生子女": "否",
        "是否受过学前教育": "是",
        "是否留守儿童": "双亲留守儿童" if "留守" in one.get("categories", "") else "非留守儿童",
        "是否需要申请资助": "否",
        "是否享受一补": "否",
        "是否孤儿": "否",
        "是否烈士或优抚子女": "否",
        "上下学距离": "2",
        "上下学方式": "步行",
        "是否需要乘坐校车": "否",
        "学生来源": "正常入学",
        "残疾类型": one.get("disability_type", "") or "无残疾",
        "是否由政府购买学位": "否",
        "随班就读": one.get("随班就读", ""),
        "血型": one.get("血型", ""),
        "是否进城务工人员随迁子女": "否",
    }
    for number, record in (("1", "father"), ("2", "mother")):
        if f"{record}.name" in one:
            cells |= {
                f"成员{number}姓名": one[f"{record}.name"],
                f"成员{number}关系": "父亲" if record == "father" else "母亲",
                f"成员{number}联系电话": one.get(f"{record}.phone", ""),
                f"成员{number}是否监护人": "是",
                f"成员{number}身份证件类型": "居民身份证",
                f"成员{number}身份证件号": one.get(f"{record}.id_number", ""),
                f"成员{number}民族": one.get("nation", ""),
            }
    return list(cells.values())


def _book(path: Path, title: str, head: Sequence[str], rows: Sequence[Sequence[str]], sheet: str) -> Path:
    book = openpyxl.Workbook()
    page = book.active
    page.title = sheet
    if title:
        page.append([title])
    page.append(list(head))
    for row in rows:
        page.append(list(row))
    book.save(path)
    return path


def school(path: Path, pupils: Sequence[Values], title: str = "云溪镇中心小学学籍信息") -> Path:
    """The register of pupils of one school."""
    return _book(path, title, SCHOOL_HEAD, [pupil(one) for one in pupils], "学生基本信息")


def disabled(path: Path, people: Sequence[Values]) -> Path:
    """The list that 残联 hands out."""
    head = "序号 姓名 性别 残疾人证号 残疾类别 残疾等级 户籍地址 监护人 联系电话".split()
    rows = [
        [
            str(at + 1),
            one["name"],
            one.get("sex", ""),
            one.get("disability_certificate", ""),
            one.get("disability_type", "").removesuffix("残疾"),
            one.get("disability_level", ""),
            one.get("hukou_address", ""),
            one.get("guardian.name", ""),
            one.get("guardian.phone", ""),
        ]
        for at, one in enumerate(people)
    ]
    return _book(path, "云溪镇持证残疾儿童名单（县残联）", head, rows, "名单")


def on_relief(path: Path, people: Sequence[Values]) -> Path:
    """The list of children in households that draw 低保."""
    head = "序号 户主姓名 家庭人口 姓名 与户主关系 身份证号 保障类别 月保障金额".split()
    rows = [
        [
            str(at + 1),
            one.get("father.name") or one.get("guardian.name", ""),
            "4",
            one["name"],
            "之子" if one.get("sex") == "男" else "之女",
            one.get("id_number", ""),
            "农村低保",
            "420",
        ]
        for at, one in enumerate(people)
    ]
    return _book(path, "河湾村农村低保家庭未成年人名册", head, rows, "低保")


def vaccinated(path: Path, people: Sequence[Values]) -> Path:
    """The list of a vaccination clinic: the little ones, by village group."""
    head = (
        "序号 儿童姓名 性别 出生日期 出生证编号 父亲姓名 母亲姓名 联系电话 现住址 应种疫苗 应种日期".split()
    )
    rows = [
        [
            str(at + 1),
            one["name"],
            one.get("sex", ""),
            one.get("birth", ""),
            "",
            one.get("father.name", ""),
            one.get("mother.name", ""),
            one.get("mother.phone", ""),
            one.get("live_address", ""),
            "麻腮风疫苗",
            "2026-12-10",
        ]
        for at, one in enumerate(people)
    ]
    return _book(path, "云溪镇预防接种门诊应种儿童名单", head, rows, "应种")
