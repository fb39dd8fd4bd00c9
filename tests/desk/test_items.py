"""Own items of a village: added, named, kept, filled in a child's form, taken away while nobody has them."""

from __future__ import annotations

import pytest

from childdesk.desk import form, history, items, records, viewing
from childdesk.domain.errors import Refused
from tests.desk.made import session_in


@pytest.fixture
def session(tmp_path):
    made = session_in(tmp_path / "home")
    yield made
    made.ledger.close()


@pytest.fixture
def child(session) -> str:
    return records.add(session, "child", {"name": "周小禾"}).id


def test_an_item_that_is_added_is_kept_and_asked_for_in_every_file(session, child):
    made = items.add(session, " 爱心 早餐 ", "有\n没有\n")
    [line] = items.everyone(session)
    assert (line.label, line.options, line.kept, line.ours, line.children) == (
        "爱心 早餐",
        ("有", "没有"),
        True,
        True,
        0,
    )
    [field] = items.asked(session, {})
    assert (field.key, field.label, field.hint) == (f"x.{made.id}", "爱心 早餐", "如：有、没有")


def test_a_form_fills_it_and_a_second_form_that_saw_the_same_makes_a_conflict(session, child):
    key = f"x.{items.add(session, '爱心早餐').id}"
    one, other = (form.opened(session, "child", child, [key]) for _ in range(2))
    assert one.values == {key: None}
    form.save(session, one, {key: "有"})
    assert viewing.view(session, "child", child).fields[key] == "有"
    assert form.save(session, other, {key: "没有"}).conflicts
    assert items.everyone(session)[0].children == 1


def test_an_item_that_an_import_brought_is_asked_for_only_where_it_stands_until_it_is_kept(session, child):
    row = records.add(session, "item", {"label_words": "鞋码", "kept": "否", "source": "花名册.xlsx"}).id
    assert items.asked(session, {}) == []
    assert [field.label for field in items.asked(session, {f"x.{row}": "34"})] == ["鞋码"]
    items.keep(session, row, kept=True)
    assert [field.label for field in items.asked(session, {})] == ["鞋码"]


@pytest.mark.parametrize(("label", "sentence"), [("  ", "写上这一项叫什么"), ("鞋码", "已经有“鞋码”这一项")])
def test_a_name_is_needed_and_no_second_item_gets_the_same(session, label, sentence):
    items.add(session, "鞋码")
    with pytest.raises(Refused, match=sentence) as told:
        items.add(session, label)
    assert told.value.field == "label_words"


def test_another_name_keeps_the_values(session, child):
    row = items.add(session, "鞋码").id
    records.edit(session, "child", child, {f"x.{row}": "34"})
    items.rename(session, row, "鞋子尺码")
    assert viewing.view(session, "child", child).labels[f"x.{row}"] == "鞋子尺码"


def test_what_a_child_has_stays_and_what_nobody_has_goes_and_comes_back_by_undo(session, child):
    row = items.add(session, "鞋码").id
    records.edit(session, "child", child, {f"x.{row}": "34"})
    with pytest.raises(Refused, match="还有1个孩子写着这一项"):
        items.remove(session, row)
    records.edit(session, "child", child, {f"x.{row}": ""})
    gone = items.remove(session, row)
    assert items.everyone(session) == []
    history.apply_undo(session, gone.entry)
    assert [line.label for line in items.everyone(session)] == ["鞋码"]


def test_what_a_county_has_made_is_not_changed_here(session):
    row = records.add(session, "item", {"label_words": "儿童编号", "unit": "990101"}).id
    for change in (lambda: items.rename(session, row, "编号"), lambda: items.remove(session, row)):
        with pytest.raises(Refused, match="上级定的"):
            change()
