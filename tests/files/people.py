"""Makes up people for tests: names, numbers and telephones that fit together and belong to nobody."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import date, timedelta

from childdesk.domain import identity

TODAY = date(2026, 11, 23)
SURNAMES = (
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎"
)
GIVEN = "子轩梓涵一诺浩宇欣怡俊熙雨桐佳明文博思远国强建军秀英桂兰志伟海燕小芳丽娟"
SCHOOLS = ("青山小学", "青山中学", "石桥镇中心小学", "红星幼儿园", "县第一中学", "育才学校")
GRADES = ("一年级", "三年级", "六年级", "七年级", "九年级", "大班")


@dataclass(frozen=True)
class Child:
    """A made-up child with those who belong to it."""

    name: str
    sex: str
    birth: date
    id_number: str
    group: str
    school: str
    grade: str
    guardian: str
    guardian_id: str
    relation: str
    phone: str
    father: str
    mother: str
    work_place: str


def an_id(chance: random.Random, born: date, *, male: bool) -> str:
    """An identity number by GB 11643 for a birthday and a sex."""
    order = chance.randrange(1, 500) * 2 - (1 if male else 2)
    first = f"{chance.choice(('430722', '522424', '620522'))}{born:%Y%m%d}{max(order, 1 if male else 2):03d}"
    return first + identity.check_digit(first)


def a_name(chance: random.Random, surname: str = "") -> str:
    """A name of two or three characters."""
    return (surname or chance.choice(SURNAMES)) + "".join(
        chance.choice(GIVEN) for _ in range(chance.choice((1, 2, 2)))
    )


def a_phone(chance: random.Random) -> str:
    """A mobile number."""
    return f"1{chance.choice('3578')}{chance.randrange(10**9):09d}"


def a_child(chance: random.Random) -> Child:
    """A child under sixteen."""
    male = chance.random() < 0.5
    born = TODAY - timedelta(days=chance.randrange(200, 15 * 365))
    surname = chance.choice(SURNAMES)
    relation, guardian_male = chance.choice(
        (("祖父", True), ("祖母", False), ("外祖母", False), ("伯父", True))
    )
    elder = date(chance.randrange(1948, 1970), chance.randrange(1, 13), chance.randrange(1, 28))
    return Child(
        name=a_name(chance, surname),
        sex="男" if male else "女",
        birth=born,
        id_number=an_id(chance, born, male=male),
        group=f"{chance.choice('一二三四五六七')}组",
        school=chance.choice(SCHOOLS),
        grade=chance.choice(GRADES),
        guardian=a_name(chance, surname),
        guardian_id=an_id(chance, elder, male=guardian_male),
        relation=relation,
        phone=a_phone(chance),
        father=a_name(chance, surname),
        mother=a_name(chance),
        work_place=chance.choice(("广东省深圳市", "浙江省义乌市", "江苏昆山", "县城")),
    )


def children(count: int, seed: int = 1) -> list[Child]:
    """Made-up children; the same seed, the same children."""
    chance = random.Random(seed)
    return [a_child(chance) for _ in range(count)]
