"""录入助手: their order and words, one tick each, opened again by what changes, never a value kept twice."""

from __future__ import annotations

import pytest

from childdesk.desk import forms, records, typed
from childdesk.desk.typed import CHANGED, EMPTY, OPEN, TICKED
from childdesk.domain.errors import Refused
from childdesk.store import access, reader
from tests.desk import made, paired

OWN = """
[[section]]
title = "一"
fields = [
  { field = "child.sex", label = "性别", words = { "女" = "女性(2)" } },
  { field = "child.name", label = "姓名" },
  { field = "guardian.name", label = "照料人" },
]
"""


@pytest.fixture
def session(tmp_path):
    opened = made.session_in(tmp_path / "home")
    yield opened
    opened.ledger.close()


@pytest.fixture
def child(session):
    return made.child(session, "周小禾", id_number=made.NUMBER, birth="2017-03-02")


def states(session, child):
    return {item.field: item.state for item in typed.sheet(session, child).items}


def test_the_shipped_order_begins_with_the_name_and_holds_no_sealed_field(session, child):
    sheet = typed.sheet(session, child)
    assert [item.label for item in sheet.items[:3]] == ["儿童姓名", "证件类型", "证件号码"]
    assert sheet.items[2].value == "9901**********0326"
    assert typed.value(session, child, "child.id_number") == made.NUMBER
    (line,) = [one for one in access.lines(session.ledger.connection, 10) if one.act == "type_on"]
    assert (line.record, line.fields) == (child, "child.id_number")


def test_what_is_ticked_stays_ticked_until_it_changes_and_only_that_field_opens_again(session, child):
    typed.tick(session, child, ["child.name", "child.sex"])
    assert (states(session, child)["child.name"], states(session, child)["child.sex"]) == (TICKED, TICKED)

    records.edit(session, "child", child, {"sex": "男", "village_group": "4组"})
    found = states(session, child)
    assert (found["child.name"], found["child.sex"], found["child.illness"]) == (TICKED, CHANGED, EMPTY)
    (one,) = typed.waiting(session)
    assert (one.name, one.changed, one.typed_on) == ("周小禾", 1, "2026-11-23")

    records.edit(session, "child", child, {"sex": "女"})
    assert states(session, child)["child.sex"] == TICKED


def test_a_grown_up_that_is_told_later_opens_its_fields(session, child):
    typed.tick(session, child, [item.field for item in typed.sheet(session, child).items if item.value])
    assert typed.waiting(session) == []
    records.add(session, "guardian", {"child": child, "name": "黄秀英", "relation": "祖母"})
    assert states(session, child)["guardian.name"] == OPEN
    assert [one.left for one in typed.waiting(session)] == [2]


def test_the_next_field_is_the_one_behind_and_from_the_top_at_the_end(session, child):
    typed.load(session, OWN)
    sheet = typed.sheet(session, child)
    assert [(item.label, item.value) for item in sheet.items] == [
        ("性别", "女性(2)"),
        ("姓名", "周小禾"),
        ("照料人", ""),
    ]
    assert (sheet.following(), sheet.following("child.sex")) == ("child.sex", "child.name")
    assert sheet.following("child.name") == "child.sex"
    typed.tick(session, child, ["child.sex", "child.name"])
    assert typed.sheet(session, child).following() == ""


def test_what_is_kept_tells_no_value(session, child):
    typed.tick(session, child, ["child.name", "child.id_number"])
    ((_, raw),) = reader.everyone(session.ledger.connection, "typed")
    assert "周小禾" not in raw["done"]
    assert made.NUMBER not in raw["done"]
    typed.tick(session, child, ["child.name"], typed=False)
    assert states(session, child)["child.name"] == OPEN


def test_an_own_order_is_no_form_that_one_fills_though_it_goes_down_as_forms_do(tmp_path):
    above = paired.desk(tmp_path / "town", paired.TOWN)
    typed.load(above, OWN)
    assert forms.kept(above) == []
    forms.keep_heads(above, "national", "姓名、性别")
    with pytest.raises(Refused, match="换个表名"):
        forms.send_down(above, forms.kept(above)[0].id)
    assert [place.label for place in typed.places(above)] == ["性别", "姓名", "照料人"]
    typed.usual(above)
    with pytest.raises(Refused, match="自带的"):
        typed.usual(above)
    above.ledger.close()


@pytest.mark.parametrize(
    "text",
    [
        "nothing",
        OWN.replace("child.sex", "child.nothing"),
        OWN.replace("guardian.name", "father.status"),
        OWN.replace("guardian.name", "child.sex"),
        OWN.replace("guardian.name", "visit.date"),
    ],
)
def test_an_order_with_a_mistake_is_refused_and_the_old_one_stays(session, child, text):
    with pytest.raises(Refused):
        typed.load(session, text)
    assert typed.sheet(session, child).items[0].label == "儿童姓名"
