"""Whose a list is: what it says of itself is asked about before it goes to another village."""

from __future__ import annotations

import openpyxl
import pytest

from childdesk.desk import comparing, conflicts, history, importing, villages
from childdesk.desk.import_plan import Said
from childdesk.desk.list_village import Namer
from childdesk.desk.villages import VillageLine
from childdesk.domain.errors import Refused
from childdesk.store import reader
from tests.desk import paired
from tests.desk.test_importing import FIRST, HEAD, SECOND, number, workbook
from tests.desk.test_township_papers import LIST, THREE, children, meet, take

KNOWN = [
    VillageLine(f"99010100100{at}", name)
    for at, name in enumerate(("河湾村", "石桥村", "老街社区", "新建村"))
]
THIRD = ["3", "王丙田", "女", number("20180704", 34), "2018-07-04", "王守成", "祖父", "13700000913", "32"]


@pytest.fixture
def pair(tmp_path):
    with paired.paired(tmp_path) as made:
        villages.take_in(made.above, villages.look(made.above, LIST))
        yield made


def of_villages(path, *rows, head=None, title="全镇留守儿童花名册"):
    return workbook(path, *rows, head=head or [*HEAD, "所在村"], title=title)


@pytest.mark.parametrize(
    ("words", "names"),
    [
        ("云溪镇河湾村留守儿童花名册（2026年11月）", ["河湾村"]),
        ("花名册 云溪镇河湾村留守儿童", ["河湾村"]),
        ("河 湾 村 花 名 册", ["河湾村"]),
        ("青禾县云溪镇石桥村", ["石桥村"]),
        ("填报村（社区）：石桥村", ["石桥村"]),
        ("云溪镇老街居委会", ["老街社区"]),
        ("河湾 11月", ["河湾村"]),
        ("石桥村、河湾村合并花名册", ["河湾村", "石桥村"]),
        ("云溪镇大石桥村花名册", ["大石桥村"]),
        ("青山镇石桥村花名册", ["青山镇石桥村"]),
        ("柳河村困境儿童", ["柳河村"]),
        ("云溪镇2026年秋季农村留守儿童花名册", []),
        ("新建儿童台账", []),
        ("各村返乡儿童，按行政村填写", []),
        ("城乡居民医保", []),
    ],
)
def test_a_title_says_which_village_it_is_from(words, names):
    assert sorted(one.name for one in Namer(KNOWN, "青禾县云溪镇").inside(words)) == sorted(names)


def test_a_list_of_another_village_is_not_taken_in_for_this_one_until_a_person_is_sure(pair, tmp_path):
    path = workbook(tmp_path / "a.xlsx", FIRST, SECOND)
    made = importing.plan(pair.above, path, said=Said(village="石桥村"))
    assert (made.named.name, made.named.unit) == ("河湾村", paired.ONE)
    with pytest.raises(Refused, match="这份表上写的是河湾村，不是石桥村"):
        importing.apply(pair.above, made)
    assert children(pair.above) == {}
    _, entry = take_surely(pair.above, path, "石桥村")
    assert len(children(pair.above, paired.TWO)) == 2
    assert history.of_entry(pair.above, entry).reason == "镇代录：石桥村（表上写的是河湾村）"


def take_surely(session, path, village):
    made = importing.plan(session, path, said=Said(village=village, sure=True))
    return made, importing.apply(session, made)


@pytest.mark.parametrize(
    ("name", "title", "named"),
    [
        ("石桥村.xlsx", "青山镇石桥村留守儿童花名册", "青山镇石桥村"),
        ("石桥村.xlsx", "柳河村留守儿童花名册", "柳河村"),
        ("河湾村.xlsx", "留守儿童花名册", "河湾村"),
        ("河湾村.xlsx", "石桥村留守儿童花名册", ""),
        ("11月.xlsx", "留守儿童花名册", ""),
        ("11月.xlsx", "云溪镇农村留守儿童花名册", ""),
    ],
)
def test_title_then_file_say_whose_it_is(pair, tmp_path, name, title, named):
    path = workbook(tmp_path / name, FIRST, title=title)
    made = importing.plan(pair.above, path, said=Said(village="石桥村"))
    assert (made.named.name if made.named else "") == named


def test_rows_of_another_village_count_more_than_the_title(pair, tmp_path):
    rows = [[*FIRST, "河湾"], [*SECOND, "河湾"]]
    path = of_villages(tmp_path / "a.xlsx", *rows, title="石桥村留守儿童花名册")
    assert importing.plan(pair.above, path, said=Said(village="石桥村")).named.name == "河湾村"
    assert importing.plan(pair.above, path, said=Said(village="河湾村")).named is None


def test_a_list_of_all_villages_goes_to_each_row_by_row(pair, tmp_path):
    head = [*HEAD, "村（社区）", "户主", "户编号"]
    rows = [
        [*FIRST, "河湾村", "周大山", "1"],
        [*SECOND, "云溪镇石桥村", "李大有", "1"],
        [*THIRD, "柳河村", "王守成", "2"],
    ]
    made, _ = take(pair.above, of_villages(tmp_path / "全镇.xlsx", *rows, head=head), "")
    held = {raw["name"]: raw for raw in children(pair.above).values()}
    assert {name: raw["unit"] for name, raw in held.items()} == {
        "周甲禾": paired.ONE,
        "李乙然": paired.TWO,
        "王丙田": paired.TOWN,
    }
    houses = dict(reader.everyone(pair.above.ledger.connection, "household"))
    assert houses[held["周甲禾"]["household"]]["unit"] == paired.ONE
    assert houses[held["李乙然"]["household"]]["unit"] == paired.TWO, "each village counts from 1"
    said = [remark.text for remark in made.sheets[0].issues]
    assert any("按表上写的村归：河湾村1人、石桥村1人；没写村的1人归在" in text for text in said)
    assert any("“柳河村”不在各村的名单里" in text for text in said)
    meet(pair, pair.above, pair.below)
    assert [raw["name"] for raw in children(pair.below).values()] == ["周甲禾"]


def test_a_sheet_for_each_village_goes_to_the_village_of_its_name(pair, tmp_path):
    book = openpyxl.Workbook()
    for name, row in (("河湾村", FIRST), ("石桥", SECOND)):
        sheet = book.create_sheet(name)
        for line in (["留守儿童花名册"], HEAD, row):
            sheet.append(line)
    del book["Sheet"]
    book.save(tmp_path / "全镇.xlsx")
    take(pair.above, tmp_path / "全镇.xlsx", "")
    assert {raw["name"]: raw["unit"] for raw in children(pair.above).values()} == {
        "周甲禾": paired.ONE,
        "李乙然": paired.TWO,
    }


def test_lines_between_the_rows_that_name_a_village_say_whose_the_rows_below_are(pair, tmp_path):
    path = workbook(
        tmp_path / "全镇.xlsx",
        ["河湾村"],
        FIRST,
        ["石桥村二组"],
        SECOND,
        ["柳河村"],
        THIRD,
        title="全镇花名册",
    )
    made, _ = take(pair.above, path, "")
    held = {raw["name"]: raw for raw in children(pair.above).values()}
    assert {name: raw["unit"] for name, raw in held.items()} == {
        "周甲禾": paired.ONE,
        "李乙然": paired.TWO,
        "王丙田": paired.TOWN,
    }
    assert [held[name].get("village_group") for name in ("周甲禾", "李乙然", "王丙田")] == [
        None,
        "二组",
        None,
    ]
    said = [remark.text for remark in made.sheets[0].issues]
    assert any("“柳河村”不在各村的名单里" in text for text in said)


def test_who_stood_with_the_township_goes_to_the_village_once_it_is_known(pair, tmp_path):
    path = of_villages(tmp_path / "a.xlsx", [*THIRD, "柳河村"])
    take(pair.above, path, "")
    villages.take_in(pair.above, villages.look(pair.above, "柳河村 990101001007"))
    made, _ = take(pair.above, path, "")
    assert [raw["unit"] for raw in children(pair.above).values()] == ["990101001007"]
    assert made.sheets[0].changed == 1


def test_a_child_of_one_village_is_not_moved_by_a_list_that_has_it_in_another(pair, tmp_path):
    take(pair.above, workbook(tmp_path / "a.xlsx", FIRST, title="上坪村花名册"), "")
    made, _ = take(pair.above, of_villages(tmp_path / "b.xlsx", [*FIRST, "石桥村"]), "")
    assert [raw["unit"] for raw in children(pair.above).values()] == [THREE]
    assert any("档案在上坪村，表上是石桥村" in remark.text for remark in made.sheets[0].issues)


def test_a_list_of_all_villages_does_not_write_over_what_a_villages_desk_wrote(pair, tmp_path):
    importing.apply(pair.below, importing.plan(pair.below, workbook(tmp_path / "a.xlsx", FIRST)))
    meet(pair, pair.below, pair.above)
    (child,) = children(pair.above)
    other = [*FIRST[:2], "男", *FIRST[3:], "河湾村"]
    take(pair.above, of_villages(tmp_path / "b.xlsx", other), "")
    assert reader.get(pair.above.ledger.connection, "child", child)["sex"] == "女"
    waits = {one.field: {v.value for v in one.values} for one in conflicts.waiting(pair.above)}
    assert waits["child.sex"] == {"女", "男"}


def test_a_list_of_another_township_is_not_taken_in_by_this_one_until_a_person_is_sure(pair, tmp_path):
    path = workbook(tmp_path / "a.xlsx", FIRST, title="青山镇石桥村留守儿童花名册")
    made = importing.plan(pair.above, path)
    with pytest.raises(Refused, match="这份表上写的是青山镇石桥村，不是本镇的"):
        importing.apply(pair.above, made)
    assert children(pair.above) == {}
    importing.apply(pair.above, importing.plan(pair.above, path, said=Said(sure=True)))
    assert len(children(pair.above)) == 1
    assert importing.plan(pair.below, path).named is None


def test_a_pupils_own_village_is_no_difference_to_a_list_that_names_it(pair, tmp_path):
    take(pair.above, of_villages(tmp_path / "a.xlsx", FIRST, head=HEAD, title="石桥村花名册"), "")
    path = of_villages(tmp_path / "学籍.xlsx", [*FIRST, "石桥村"], title="云溪镇中心小学学籍名册")
    assert comparing.compare(pair.above, importing.plan(pair.above, path)).lines == ()


def test_a_village_is_not_given_the_name_of_another(pair):
    with pytest.raises(Refused, match="已经有一个石桥村"):
        villages.rename(pair.above, "上坪村", "石桥村")


def test_at_a_village_every_row_stays_its_own(pair, tmp_path):
    path = of_villages(tmp_path / "a.xlsx", [*FIRST, "石桥村"], title="石桥村花名册")
    made = importing.plan(pair.below, path)
    importing.apply(pair.below, made)
    assert {raw["unit"] for raw in children(pair.below).values()} == {paired.ONE}
    assert any(remark.text == "不是本村：石桥村" for remark in made.sheets[0].issues)
