"""Holds that codes find their names, old codes their places, and addresses their divisions."""

from __future__ import annotations

import random
import re

import pytest

from childdesk import paths
from childdesk.domain.division_names import TOWN_END, short_name
from childdesk.domain.divisions import Divisions, Place


def shipped() -> bytes:
    return paths.resource_bytes("codes/divisions.txt.xz")


@pytest.fixture(scope="module")
def divisions() -> Divisions:
    return Divisions(shipped)


def test_nothing_is_read_before_the_first_question():
    read = []
    table = Divisions(lambda: read.append(1) or shipped())
    assert read == []
    assert table.exists("430725")
    assert table.place("430725105") is not None
    assert read == [1]


def test_the_shipped_file_is_small():
    assert len(shipped()) <= 600_000


def test_a_code_of_every_level_has_its_names(divisions):
    assert divisions.place("43") == Place("43", "湖南省")
    assert divisions.place("4307") == Place("4307", "湖南省", "常德市")
    assert divisions.place("430725") == Place("430725", "湖南省", "常德市", "桃源县")
    town = Place("430725105", "湖南省", "常德市", "桃源县", "漆河镇")
    assert divisions.place("430725105") == divisions.place("430725105203") == town
    assert town.words == "湖南省常德市桃源县漆河镇"


def test_levels_that_are_none_are_left_empty(divisions):
    assert divisions.place("110105").words == "北京市朝阳区"
    assert divisions.place("429004").words == "湖北省仙桃市"
    assert divisions.place("441900121").words == "广东省东莞市虎门镇"


def test_a_code_exists_or_does_not(divisions):
    for code in ("43", "4307", "430725", "430725105", "430725105001"):
        assert divisions.exists(code)
    for code in ("", "4", "99", "4399", "430799", "430725999", "430725999001", "4307251"):
        assert not divisions.exists(code)
        assert divisions.place(code) is None


def test_a_code_of_former_times_has_names_but_does_not_exist(divisions):
    assert not divisions.exists("432421")
    assert divisions.place("432421").words == "湖南省常德地区常德县"


def test_every_division_is_picked_from_the_one_above(divisions):
    provinces = divisions.children()
    assert len(provinces) == 31
    counties: list[str] = []
    for province, _ in provinces:
        for code, name in divisions.children(province):
            below = [(code, name)] if len(code) == 6 else divisions.children(code)
            assert below, code
            assert all(divisions.place(one).county == word for one, word in below)
            counties += [one for one, _ in below]
    assert len(counties) == len(set(counties)) >= 2_978
    assert sum(len(divisions.children(code)) for code in counties) == 41_352
    assert all(len(town) == 9 for town, _ in divisions.children("430725"))


def test_pick_lists_leave_out_levels_that_are_none(divisions):
    assert divisions.children("11")[0] == ("110101", "东城区")
    assert ("429004", "仙桃市") in divisions.children("42")
    assert ("441900", "东莞市") in divisions.children("44")
    assert ("4307", "常德市") in divisions.children("43")


def test_an_old_identity_number_names_the_county_of_its_time(divisions):
    assert divisions.county_of_id("110103", 1990).words == "北京市崇文区"
    assert divisions.county_of_id("513225", 1981).words == "四川省阿坝藏族自治州黑水县"
    assert divisions.county_of_id("513225", 1990).words == "四川省阿坝藏族羌族自治州南坪县"
    assert divisions.county_of_id("513225", 2016).words == "四川省阿坝藏族羌族自治州九寨沟县"


def test_years_outside_the_table_take_the_nearest_names(divisions):
    assert divisions.county_of_id("430725", 1950) == divisions.county_of_id("430725", 1988)
    assert divisions.county_of_id("430725", 2030).county == "桃源县"
    assert divisions.county_of_id("999999", 2016) is None


def test_an_old_county_code_leads_to_the_place_of_today(divisions):
    assert divisions.today("430521") == "430582"
    assert divisions.today("110204") == "110115"
    assert divisions.today("430725") == "430725"
    assert divisions.today("999999") is None
    assert divisions.place("430521").words == "湖南省邵阳市邵东县"


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("湖南省常德市桃源县漆河镇柳林村3组", "430725105"),
        ("湖南省 常德市 / 桃源县", "430725"),
        ("中国湖南省", "43"),
        ("湖南桃源漆河镇", "430725105"),
        ("常德桃源漳江镇", "430725001"),
        ("桃源县漆河镇", "430725105"),
        ("桃源", "430725"),
        ("北京市朝阳区", "110105"),
        ("北京市市辖区朝阳区", "110105"),
        ("重庆市县城口县", "500229"),
        ("上海浦东", "310115"),
        ("广东东莞", "441900"),
        ("东莞市虎门镇", "441900121"),
        ("吉林市昌邑区", "220202"),
        ("吉林", "22"),
        ("海南", "46"),
        ("海南州共和县", "632521"),
        ("贵州省黔东南州从江县", "522633"),
        ("靖州县", "431229"),
        ("内蒙古锡林郭勒盟", "1525"),
        ("新疆和田", "6532"),
        ("湖南道县", "431124"),
        ("湖北省仙桃市彭场镇", "429004109"),
        ("浙江宁波务工", "3302"),
        ("漆河镇", "430725105"),
    ],
)
def test_the_longest_division_in_an_address_is_found(divisions, words, code):
    assert divisions.recognise(words) == code


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("湖南省邵阳市邵东县", "430582"),
        ("邵东县", "430582"),
        ("天津市武清县", "120114"),
        ("襄樊市", "4206"),
    ],
)
def test_former_names_lead_to_the_place_of_today(divisions, words, code):
    assert divisions.recognise(words) == code


@pytest.mark.parametrize(
    "words",
    [
        "",
        "在家",
        "县外",
        "柳林村3组",
        "南京路12号",
        "北京路",
        "桃源小区",
        "江西路",
        "鼓楼区",
        "城关镇",
        "郊区",
        "朝阳",
    ],
)
def test_streets_and_names_borne_by_many_are_not_recognised(divisions, words):
    assert divisions.recognise(words) is None


def test_what_places_of_one_name_share_is_kept(divisions):
    assert divisions.recognise("江苏省鼓楼区") == "32"
    assert divisions.recognise("湖南石门路3号") == "43"


def test_the_desks_own_unit_decides_between_places_of_one_name(divisions):
    assert divisions.recognise("城关镇", near="430725") is None
    assert divisions.recognise("茶庵铺镇3组", near="430725101005") == "430725111"
    assert divisions.recognise("新安镇", near="430725101005") == "430724102"
    assert divisions.recognise("鼓楼区", near="320302") == "320302"
    assert divisions.recognise("鼓楼区", near="3201") == "320106"


def test_every_address_written_in_full_is_recognised(divisions):
    chance = random.Random(20)
    counties = [code for city, _ in divisions.children("43") for code, _ in divisions.children(city)]
    counties += [code for code, _ in divisions.children("11")]
    towns = [town for county in counties if len(county) == 6 for town, _ in divisions.children(county)]
    for code in chance.sample(towns, 300):
        assert divisions.recognise(f"{divisions.place(code).words}和平村2组") == code


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("湖南省", "湖南"),
        ("内蒙古自治区", "内蒙古"),
        ("广西壮族自治区", "广西"),
        ("新疆维吾尔自治区", "新疆"),
        ("靖州苗族侗族自治县", "靖州"),
        ("双江拉祜族佤族布朗族傣族自治县", "双江"),
        ("伊犁哈萨克自治州", "伊犁"),
        ("浦东新区", "浦东"),
        ("东乡族自治县", ""),
        ("道县", ""),
    ],
)
def test_short_names_keep_two_characters_or_are_none(name, short):
    assert short_name(name) == short


@pytest.mark.parametrize(
    ("name", "village"),
    [
        ("云溪镇河湾村", "河湾村"),
        ("积石山保安族东乡族撒拉族自治县大河家镇康吊村", "康吊村"),
        ("宁乡市双江口镇长兴村", "长兴村"),
        ("镇江市丹徒区辛丰镇黄墟村", "黄墟村"),
        ("贵州省镇宁县城关镇南街社区", "南街社区"),
        ("景德镇市浮梁县瑶里镇五华村", "五华村"),
        ("云溪镇镇南村", "镇南村"),
        ("深圳市宝安区西乡街道乐群社区", "乐群社区"),
        ("内乡县马山口镇郭庄村", "郭庄村"),
    ],
)
def test_a_town_ends_where_its_own_name_ends(name: str, village: str) -> None:
    found = re.fullmatch(rf".*?{TOWN_END}(.+)", name)
    assert found is not None
    assert found[1] == village
