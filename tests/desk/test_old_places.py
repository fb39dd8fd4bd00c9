"""Former villages and towns resolve through old names: an older list is about the same places."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from childdesk.desk import history, importing, old_places
from childdesk.domain.errors import Refused
from childdesk.store import reader
from tests.desk import made
from tests.desk.test_importing import only, workbook

HEAD = ["姓名", "性别", "出生日期", "村", "现住址", "户籍地址", "监护人", "监护人电话"]
TOWN = "云溪街道"
CHILDREN = [
    ["周甲禾", "女", "2016-03-02", "河湾村", f"{TOWN}河湾村3组12号", f"{TOWN}河湾村3组", "黄秀英",
     "13800005678"],
    ["李乙然", "男", "2017-06-11", "河湾村", f"桃源县{TOWN}河湾村1组", f"{TOWN}河湾村1组", "李大有",
     "13900000812"],
]  # fmt: skip


def before(row):
    """The same child as last year's list has it: the town was 云溪镇, the village 柳沟村."""
    return [text.replace("云溪街道", "云溪镇").replace("河湾村", "柳沟村") for text in row]


@pytest.fixture
def session(tmp_path):
    opened = made.session_in(tmp_path / "home")
    importing.apply(opened, importing.plan(opened, workbook(tmp_path / "now.xlsx", *CHILDREN, head=HEAD)))
    yield opened
    opened.ledger.close()


def old_list(tmp_path):
    return workbook(tmp_path / "old.xlsx", *map(before, CHILDREN), head=HEAD)


def test_without_the_old_names_last_years_list_would_write_the_old_addresses(session, tmp_path):
    sheet = only(importing.plan(session, old_list(tmp_path)))
    assert (sheet.changed, sheet.added) == (2, 0)
    assert any("不是本村：柳沟村" in remark.text for remark in sheet.issues)


def test_with_them_last_years_list_says_nothing_new_and_each_mended_place_is_listed(session, tmp_path):
    old_places.add(session, "云溪镇", "云溪街道")
    old_places.add(session, "柳沟村", "河湾村")

    sheet = only(importing.plan(session, old_list(tmp_path)))

    assert [row.outcome for row in sheet.rows] == ["same", "same"]
    mended = [remark for remark in sheet.issues if remark.text == old_places.MENDED]
    assert ("云溪镇柳沟村3组12号", "云溪街道河湾村3组12号") in {(one.was, one.became) for one in mended}
    assert len(mended) == 6
    assert not any("不是本村" in remark.text for remark in sheet.issues)


def test_a_new_child_of_an_old_list_gets_the_address_of_today(session, tmp_path):
    old_places.add(session, "云溪镇", "云溪街道")
    row = ["吴丙", "男", "2018-01-05", "河湾村", "云溪镇河湾村2组", "云溪镇河湾村2组", "吴大", "13700000001"]
    importing.apply(session, importing.plan(session, workbook(tmp_path / "b.xlsx", row, head=HEAD)))
    raws = [raw for _, raw in reader.everyone(session.ledger.connection, "child")]
    (new,) = [raw for raw in raws if raw["name"] == "吴丙"]
    assert str(new["hukou_address"]).startswith("云溪街道河湾村2组")


@pytest.mark.parametrize(
    ("typed", "said"),
    [("云溪镇", "第1行"), ("云溪镇 → 云溪镇", "第1行"), ("甲村 → 乙村\n乙村 → 甲村", "改来改去")],
)
def test_what_is_no_pair_is_refused_and_nothing_changes(session, typed, said):
    old_places.add(session, "云溪镇", "云溪街道")
    with pytest.raises(Refused, match=said):
        old_places.keep(session, typed)
    assert old_places.every(session) == {"云溪镇": "云溪街道"}


def test_names_that_changed_twice_lead_to_todays_and_a_longer_name_is_another_place(session):
    old_places.keep(session, "甲乡 → 乙镇\n乙镇=丙街道")
    known = old_places.OldPlaces(session)
    assert known.today("桃源县甲乡一村") == "桃源县丙街道一村"
    assert known.today("大甲乡一村") == "大甲乡一村"
    assert known.today("丙街道一村") == "丙街道一村"


def test_an_old_name_is_dropped_and_undone(session):
    old_places.add(session, "云溪镇", "云溪街道")
    dropped = old_places.drop(session, "云溪镇")
    assert old_places.every(session) == {}
    history.apply_undo(session, dropped.entry)
    assert old_places.every(session) == {"云溪镇": "云溪街道"}
    with pytest.raises(Refused, match="没有记过"):
        old_places.drop(session, "别的镇")


PLACE = st.text("甲乙丙丁戊己", min_size=2, max_size=4).map("{}村".format)


@given(st.dictionaries(PLACE, PLACE, min_size=1, max_size=5))
def test_what_is_kept_reads_back_as_it_was(pairs):
    try:
        kept = old_places.read(old_places.words(pairs))
    except Refused:
        return
    assert kept == pairs


@given(st.dictionaries(PLACE, PLACE, min_size=1, max_size=6))
def test_every_former_place_resolves_to_that_of_today_and_what_is_of_today_stays(pairs):
    try:
        pairs = old_places.read(old_places.words(pairs))
    except Refused:
        return
    known = old_places.resolved(pairs)
    for old, new in known.items():
        assert new not in known
        assert old_places.today(f"桃源县云溪镇{old}3组", known) == f"桃源县云溪镇{new}3组"
        assert old_places.today(f"桃源县云溪镇{new}3组", known) == f"桃源县云溪镇{new}3组"
        assert old_places.today(f"桃源县大{old}3组", known) == f"桃源县大{old}3组"


def test_two_villages_that_became_one_are_that_one_also_where_its_name_is_a_part_of_theirs():
    known = old_places.resolved({"上柳沟村": "柳沟村", "下柳沟村": "柳沟村", "石湾村": "云溪镇石湾村"})
    assert old_places.today("云溪镇上柳沟村3组", known) == "云溪镇柳沟村3组"
    assert old_places.today("云溪镇柳沟村3组", known) == "云溪镇柳沟村3组"
    assert old_places.today("云溪镇石湾村1组", known) == "云溪镇石湾村1组"
