"""Suggestions: the training cases, every pair of 事实无人抚养, colours with reasons, and who decides."""

from __future__ import annotations

import itertools
from datetime import date

import pytest

from childdesk.desk import due, records, suggesting
from childdesk.domain import category_rules
from childdesk.domain.days import parse
from childdesk.domain.errors import Refused
from childdesk.domain.privacy import SEALED
from childdesk.domain.standing import Away, Parent, Standing, State
from tests.desk import made

ON = date(2026, 11, 23)
LONG = {"begins": parse("2024-01-01"), "ends": parse("2028-01-01")}


@pytest.fixture
def desk(tmp_path):
    session = made.session_in(tmp_path / "home")
    yield session
    session.ledger.close()


def parent(word, *states, away=None):
    known = tuple(State(one, **LONG) for one in states)
    return Parent(word, known=True, away=away, states=known)


def names(birth="2016-03-02", father=None, mother=None, **more):
    values = {"birth": birth, **more.pop("values", {})}
    known = Standing(values, ON, father or parent("父亲"), mother or parent("母亲"), **more)
    return {one.name: one for one in category_rules.categories(known)}


FAR = {"hukou_code": "990201", "live_code": "980101"}
NEAR = {"hukou_code": "990201", "live_code": "990202"}
OUT = Away(parse("2026-01-01"), cross_county=True)


def test_left_behind_is_both_away_or_one_away_and_the_other_unable():
    both = {"father": parent("父亲", away=OUT), "mother": parent("母亲", away=OUT)}
    assert names(**both)["留守儿童"].missing == ()
    assert names(**both)["留守儿童"].source == "民发〔2024〕17号"
    one = {"father": parent("父亲", away=OUT)}
    assert "留守儿童" not in names(**one)
    assert "留守儿童" in names(**one, mother=parent("母亲", "重残"))
    assert "留守儿童" not in names("2010-11-23", **both)
    assert "留守儿童" in names("2010-11-24", **both)


def test_what_is_not_yet_half_a_year_or_not_written_is_said():
    young = Away(parse("2026-08-01"), cross_county=None)
    found = names(father=parent("父亲", away=young), mother=parent("母亲", away=OUT))["留守儿童"]
    assert found.missing == ("父亲外出还不满6个月，到2027-02-01满", "父亲是否跨县域")
    near = Away(parse("2026-01-01"), cross_county=False)
    assert "留守儿童" not in names(father=parent("父亲", away=near), mother=parent("母亲", away=near))


@pytest.mark.parametrize(
    ("why", "birth", "more", "floats"),
    [
        ("same city, districts of the county's list", "2016-01-01",
         {**NEAR, "here_since": parse("2026-03-01"), "with_whom": "父母双方",
          "same_city_districts": frozenset(("990201", "990202"))}, False),
        ("17 and at university", "2009-01-01",
         {**FAR, "here_since": parse("2025-09-01"), "with_whom": "学校"}, False),
        ("two months only", "2016-01-01",
         {**FAR, "here_since": parse("2026-09-23"), "with_whom": "父母双方"}, False),
        ("alone, without family", "2011-06-01",
         {**FAR, "here_since": parse("2025-09-01"), "with_whom": "独自居住"}, False),
        ("with the parents, eight months, another county", "2016-01-01",
         {**FAR, "here_since": parse("2026-03-01"), "with_whom": "父母双方"}, True),
    ],
)  # fmt: skip
def test_the_cases_of_the_training_deck(why, birth, more, floats):
    assert ("流动儿童" in names(birth, **more)) is floats, why


def test_an_orphan_has_lost_both():
    for one, other in itertools.product(("死亡", "宣告死亡", "宣告失踪"), repeat=2):
        found = names(father=parent("父亲", one), mother=parent("母亲", other))
        assert "孤儿" in found
        assert "事实无人抚养儿童" not in found
    assert "孤儿" not in names(father=parent("父亲", "死亡"), mother=parent("母亲", "失联"))


def test_every_pair_of_both_documents_makes_an_unsupported_child_and_no_other():
    able = ("正常", "外出务工", "患病", "离异", "再婚")
    states = (*sorted(category_rules.CANNOT), *sorted(category_rules.GONE), *able)
    for one, other in itertools.product(states, repeat=2):
        found = names(father=parent("父亲", one), mother=parent("母亲", other))
        wanted = (one in category_rules.CANNOT and other in category_rules.CANNOT) or (
            {one, other} & category_rules.GONE and {one, other} & category_rules.CANNOT
        )
        assert ("事实无人抚养儿童" in found) == bool(wanted), (one, other)


def test_a_term_under_half_a_year_is_said_to_be_too_short():
    short = Parent("父亲", known=True, states=(State("服刑在押", parse("2026-09-01"), parse("2026-12-01")),))
    found = names(father=short, mother=parent("母亲", "失联"))["事实无人抚养儿童"]
    assert "父亲的期限不到6个月" in found.missing


def test_a_child_is_suggested_for_with_reason_source_and_what_is_missing(desk):
    child = made.child(desk, "周小禾", categories="", poverty="最低生活保障", guardianship="差", risk="蓝")
    found = suggesting.suggest(desk, child)
    by = {one.name: one for one in found.categories}
    assert by["家庭贫困儿童"].source == "国发〔2016〕36号"
    assert not by["家庭贫困儿童"].confirmed
    assert (found.risk.proposed, found.risk.now, found.risk.confirmed) == ("红", "蓝", False)
    assert found.risk.reasons == ("监护情况是差",)
    assert "不再“监护差”，就是蓝色" in found.risk.changes
    claims = {one.name: one for one in found.entitlements}
    assert not claims["最低生活保障"].confirmed
    assert claims["学生资助"].missing
    suggesting.confirm(desk, child, "家庭贫困儿童")
    assert {one.name: one.confirmed for one in suggesting.suggest(desk, child).categories}["家庭贫困儿童"]
    with pytest.raises(Refused):
        suggesting.confirm(desk, child, "家庭贫困儿童")


def test_a_village_never_confirms_what_the_county_decides(desk):
    child = made.child(desk, "周小禾", categories="")
    for who in ("father", "mother"):
        records.add(desk, who, {"child": child, "name": "周大", "status": "死亡"})
    [found] = [one for one in suggesting.suggest(desk, child).categories if one.name == "孤儿"]
    assert found.source == "国办发〔2010〕54号"
    suggesting.confirm(desk, child, "孤儿")
    [found] = [one for one in suggesting.suggest(desk, child).categories if one.name == "孤儿"]
    assert (found.state, found.confirmed) == ("已上报", False)
    without = made.session_in(desk.ledger.home, s3=False)
    [hidden] = [one for one in suggesting.suggest(without, child).categories if one.name == "孤儿"]
    assert (hidden.reason, hidden.missing) == (SEALED, ())
    without.ledger.close()


def test_a_colour_is_given_by_a_person_and_its_history_stays(desk):
    child = made.child(desk, "周小禾", risk="绿", guardianship="差")
    with pytest.raises(Refused):
        suggesting.grade(desk, child, "黄")
    assert suggesting.grade(desk, child, "红").entry
    records.edit(desk, "child", child, {"risk": "黄"}, reason="奶奶回来了")
    told = suggesting.gradings(desk, child)
    assert sorted((one["before"], one["risk"], one["proposed"], one["method"]) for one in told) == [
        ("红", "黄", None, "自己判断"),
        ("绿", "红", "红", "建议采纳"),
    ]
    assert all(one["confirmed_by"] == made.PERSON for one in told)


def test_red_means_tomorrow(desk):
    child = made.child(desk, "周小禾", risk="绿")
    made.visit(desk, child, "2026-11-23")
    records.edit(desk, "child", child, {"risk": "红"})
    [item] = [one for one in due.due(desk, days=30) if one.kind == "visit"]
    assert (item.due, item.reason) == ("2026-11-24", "刚评为红色，第二天就去（默认值）；上次见到2026-11-23")


def test_a_county_s_rules_count_and_a_mistake_leaves_the_old_ones(desk):
    child = made.child(desk, "周小禾", guardianship="差")
    text = 'version="1"\ntitle="本县"\nsource="本县民政〔2026〕1号"\n[[rule]]\ncolour="黄"\nwhen=["监护差"]\n'
    suggesting.load_rules(desk, "本县.toml", text)
    assert suggesting.suggest(desk, child).risk.proposed == "黄"
    with pytest.raises(Refused, match=r"本县\.toml第6行：“监护坏”不在可选的词里"):
        suggesting.load_rules(desk, "本县.toml", text.replace("监护差", "监护坏"))
    assert suggesting.suggest(desk, child).risk.source == "本县民政〔2026〕1号"
    suggesting.load_rules(desk, "", "")
    assert suggesting.suggest(desk, child).risk.proposed == "红"
