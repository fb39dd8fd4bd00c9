"""One record added or changed: read, checked, one entry; what cannot be is said and changes nothing."""

from __future__ import annotations

import json
from datetime import timedelta
from unittest.mock import patch

import pytest

from childdesk.desk import form, records
from childdesk.domain.clock import SetClock
from childdesk.domain.errors import Refused
from childdesk.domain.kinds import typed_words
from childdesk.store import checking, journal, reader
from tests.desk.made import NOW, NUMBER, child, session_in, visit


@pytest.fixture
def session(tmp_path):
    made = session_in(tmp_path / "home")
    yield made
    made.ledger.close()


def raw(session, row, record="child"):
    return reader.whole(session.ledger.connection, record, row, session.today)


def count(session):
    return len(list(journal.everything(session.ledger.connection)))


# ── new ones ─────────────────────────────────────────────────────────────────────────────────────────────


def test_a_child_comes_with_the_rows_behind_telephone_address_and_categories(session):
    texts = {
        "name": " 周 小禾 ",
        "phone": "138-0000-1111",
        "categories": "留守、困境儿童",
        "live_address": "3组",
    }
    saved = records.add(session, "child", texts)
    kept = raw(session, saved.id)
    assert kept["name"] == "周小禾"
    assert kept["phone"] == "13800001111"
    assert set(kept["categories"].split("、")) == {"留守儿童", "困境儿童"}
    assert (kept["unit"], kept["registered_on"]) == ("990101001001", "2026-11-23")
    [head] = journal.headers(session.ledger.connection, limit=1)
    assert (head.operation, head.id) == ("add_child", saved.entry)


def test_a_number_proposes_birth_and_sex(session):
    kept = raw(session, records.add(session, "child", {"name": "周小禾", "id_number": NUMBER}).id)
    assert (kept["birth"], kept["sex"]) == ("2017-03-02", "女")


@pytest.mark.parametrize(
    ("record", "texts", "field"),
    [
        ("child", {"sex": "女"}, "name"),
        ("child", {"name": "  "}, "name"),
        ("guardian", {"name": "王秀英"}, "relation"),
        ("guardian", {"relation": "祖母"}, "name"),
        ("visit", {"visit_type": "日常走访"}, "date"),
        ("visit", {"date": "2026-02-30"}, "date"),
    ],
)
def test_what_cannot_stand_without_its_anchor_is_refused_and_nothing_is_written(
    session, record, texts, field
):
    whose = {} if record == "child" else {"child": child(session, "周小禾")}
    before = count(session)
    with pytest.raises(Refused) as refused:
        records.add(session, record, texts | whose)
    assert refused.value.field == field
    assert count(session) == before


def test_an_impossible_number_or_date_is_kept_as_typed_and_said_and_the_rest_goes_in(session):
    saved = records.add(session, "child", {"name": "周小禾", "id_number": "12345", "birth": "2015年2月30日"})
    kept = raw(session, saved.id)
    assert (kept["id_number"], kept["birth"]) == (None, None)
    assert typed_words(kept["was"]) == {"id_number": "12345", "birth": "2015年2月30日"}
    impossible = {issue.field for issue in saved.issues if issue.level == "impossible"}
    assert impossible == {"id_number", "birth"}


def test_words_of_a_sealed_field_that_were_not_understood_are_sealed_too(session):
    whose = child(session, "周小禾")
    saved = records.add(session, "father", {"child": whose, "name": "周建军", "status": "在里面"})
    kept = raw(session, saved.id, "father")
    assert kept["was"] is None
    assert json.loads(kept["was_sealed"]) == {"status": "在里面"}


def test_the_same_child_twice_is_refused_and_a_likely_one_is_asked_about(session):
    child(session, "周小禾", id_number=NUMBER)
    before = count(session)
    with pytest.raises(Refused, match="已有"):
        child(session, "另一个", id_number=NUMBER)
    assert count(session) == before
    saved = records.add(session, "child", {"name": "周小禾", "birth": "2017-03-02", "sex": "女"})
    assert any("可能已有" in issue.text for issue in saved.issues)


def test_a_child_without_name_and_number_gets_both_later_without_a_second_file(session):
    row = child(session, "毛毛", birth="2017-03")
    records.edit(
        session, "child", row, {"former_name": "毛毛", "name": "周小禾", "id_number": NUMBER, "birth": ""}
    )
    records.edit(session, "child", row, {"birth": "2017-03-02"})
    kept = raw(session, row)
    assert (kept["name"], kept["former_name"], kept["id_number"]) == ("周小禾", "毛毛", NUMBER)
    with pytest.raises(Refused, match="已有"):
        child(session, "周小禾", id_number=NUMBER)
    assert reader.count(session.ledger.connection, "child") == 1


def test_a_village_never_writes_that_a_county_confirmed(session):
    with pytest.raises(Refused, match="县级民政"):
        records.add(
            session,
            "category",
            {"child": child(session, "周小禾"), "kind": "事实无人抚养儿童", "state": "已认定"},
        )


@pytest.mark.parametrize(("record", "key"), [("dog", "name"), ("child", "colour")])
def test_an_unknown_record_or_item_is_refused(session, record, key):
    with pytest.raises(Refused, match="没有"):
        records.add(session, record, {key: "x"})


def test_a_link_may_be_written_by_its_beginning(session):
    row = child(session, "周小禾")
    saved = records.add(session, "father", {"child": row[:8].upper(), "name": "周建军"})
    assert raw(session, saved.id, "father")["child"] == row


# ── changes ──────────────────────────────────────────────────────────────────────────────────────────────


def test_only_what_differs_is_written(session):
    row = child(session, "周小禾", school="中心小学")
    before = count(session)
    assert records.edit(session, "child", row, {"school": "中心小学", "risk": "黄"}).entry == ""
    assert count(session) == before
    records.edit(session, "child", row, {"school": "中心小学", "risk": "红"})
    # The entry, the colour, and its line in the history of colours.
    assert count(session) == before + 3


def test_an_impossible_edit_changes_nothing_at_all(session):
    row = child(session, "周小禾")
    before = count(session)
    with pytest.raises(Refused) as refused:
        records.edit(session, "child", row, {"school": "镇中学", "id_number": "12345"})
    assert refused.value.field == "id_number"
    assert count(session) == before


def test_an_anchor_cannot_be_emptied(session):
    row = child(session, "周小禾")
    with pytest.raises(Refused, match="没有姓名"):
        records.edit(session, "child", row, {"name": ""})


def test_a_new_telephone_ends_the_old_one_and_both_are_kept(session):
    row = child(session, "周小禾", phone="13800001111")
    later = session_in(session.ledger.home, SetClock(NOW + timedelta(days=9)))
    records.edit(later, "child", row, {"phone": "13900002222"})
    rows = reader.about(later.ledger.connection, "phone", [row])[row]
    assert {(kept["number"], kept["ends"]) for _, kept in rows} == (
        {("13800001111", "2026-12-02"), ("13900002222", None)}
    )
    later.ledger.close()


def test_a_withdrawn_record_is_not_edited(session):
    row = child(session, "周小禾")
    records.withdraw(session, "child", row, "重复")
    with pytest.raises(Refused, match="撤回"):
        records.edit(session, "child", row, {"risk": "红"})
    with pytest.raises(Refused, match="撤回"):
        records.withdraw(session, "child", row, "重复")
    assert checking.check(session.ledger.connection) == []


# ── two forms on one record ──────────────────────────────────────────────────────────────────────────────


def test_two_forms_opened_on_one_field_and_both_saved_are_a_conflict(session):
    row = child(session, "周小禾", school="中心小学")
    first, second = (form.opened(session, "child", row, ["school"]) for _ in range(2))
    form.save(session, first, {"school": "镇中学"})
    kept = form.save(session, second, {"school": "教学点"})
    assert [one.field for one in kept.conflicts] == ["child.school"]
    assert reader.conflicts(session.ledger.connection) == [("child", row, "school")]


@pytest.mark.parametrize(
    ("key", "before", "one", "other"),
    [
        ("phone", "13800001111", "13900002222", "13700003333"),
        # What the mask shows is the same; what stands there is not.
        ("phone", "13800001111", "13812341111", "13700003333"),
        ("live_address", "河湾村1组", "河湾村2组", "镇上"),
        ("categories", "留守儿童", "困境儿童", "孤儿"),
    ],
)
def test_a_form_over_a_dated_fact_that_changed_meanwhile_is_not_saved_over_it(
    session, key, before, one, other
):
    row = child(session, "周小禾", **{key: before})
    first, second = (form.opened(session, "child", row, [key]) for _ in range(2))
    form.save(session, first, {key: one})
    with pytest.raises(Refused, match="刚才"):
        form.save(session, second, {key: other})
    assert raw(session, row)[key] == one


def test_a_form_that_did_not_look_again_would_overwrite(session):
    row = child(session, "周小禾", phone="13800001111")
    seen = form.opened(session, "child", row, ["phone"])
    records.edit(session, "child", row, {"phone": "13900002222"})
    with patch.object(form, "_require_unchanged", lambda *about: None):
        form.save(session, seen, {"phone": "13700003333"})
    assert raw(session, row)["phone"] == "13700003333"


# ── who may ──────────────────────────────────────────────────────────────────────────────────────────────


def test_an_auditor_writes_nothing(tmp_path):
    session = session_in(tmp_path / "home", role="审计员")
    with pytest.raises(Refused, match="不能填写"):
        child(session, "周小禾")
    session.ledger.close()


def test_a_deputy_cannot_make_a_director_of_himself(tmp_path):
    session = session_in(tmp_path / "home", role="副手", s3=False)
    row = child(session, "周小禾")
    visit(session, row, "2026-11-20")
    for texts in ({"role": "主任"}, {"s3": "是"}):
        with pytest.raises(Refused, match="不能管人员"):
            records.edit(session, "person", session.person, texts)
    with pytest.raises(Refused, match="不能管人员"):
        records.add(session, "person", {"name": "别人", "role": "主任"})
    with pytest.raises(Refused, match="不能管人员"):
        records.withdraw(session, "person", session.person, "x")
    session.ledger.close()


def test_a_newborn_who_is_typed_again_with_name_and_number_is_offered_and_a_twin_is_not(session):
    born = {"birth": "2026-03-02", "phone": "10400000009"}
    records.add(session, "child", {"name": "毛毛", **born})
    named = records.add(session, "child", {"name": "周思远", "id_number": "990101202603020012", **born})
    assert any("可能已有：毛毛" in issue.text for issue in named.issues)
    twin = records.add(session, "child", {"name": "周思明", **born, "id_number": "990101202603020039"})
    assert not any("周思远" in issue.text for issue in twin.issues)
