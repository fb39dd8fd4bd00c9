"""Rows of the list: masked as they are seen, dates in words, and the sheet of what is seen."""

from __future__ import annotations

import openpyxl
import pytest

from childdesk.desk import children, listed, listing, records
from childdesk.domain.errors import Refused
from childdesk.store import access
from tests.desk import made

KEYS = [kind.key for kind in listed.USUAL]


@pytest.fixture
def desk(tmp_path):
    session = made.session_in(tmp_path / "home")
    yield session
    session.ledger.close()


def row(session, child, keys=KEYS):
    return dict(zip(keys, listed.rows(session, [child], keys)[0], strict=True))


def test_a_row_masks_the_number_and_shortens_the_categories(desk):
    one = made.child(
        desk, "周小禾", id_number="990101201703020326", birth="", categories="留守儿童、困境儿童"
    )
    records.add(desk, "guardian", {"child": one, "name": "黄秀英", "relation": "祖母"})
    seen = row(desk, one)
    assert seen["id_number"] == ("9901**********0326", "masked", "")
    assert seen["categories"].text == "留守、困境"
    assert seen["guardian"].text == "黄秀英 祖母"
    assert seen["age"].text == "9"


def test_when_the_next_visit_is_due_is_said_in_words(desk):
    words = {}
    for at, (name, following) in enumerate(
        {
            "甲": "2026-11-20",
            "乙": "2026-11-23",
            "丙": "2026-11-24",
            "丁": "2026-12-03",
            "戊": "2027-01-03",
        }.items()
    ):
        one = made.child(desk, f"王{name}", birth=f"2015-0{at + 1}-02", risk="绿")
        made.visit(desk, one, "2026-11-09", next_date=following)
        words[name] = row(desk, one)["next"][:2]
    assert words == {
        "甲": ("晚了3天", "late"),
        "乙": ("今天", "soon"),
        "丙": ("明天", "soon"),
        "丁": ("12-03", ""),
        "戊": ("2027-01-03", ""),
    }


def test_what_was_not_collected_says_so(desk):
    seen = row(desk, made.child(desk, "毛毛", birth="", risk="", school=""))
    assert {key: seen[key].text for key in ("age", "guardian", "id_number", "school", "last", "next")} == {
        "age": "未采集",
        "guardian": "未采集",
        "id_number": "未采集",
        "school": "未采集",
        "last": "没走过",
        "next": "11-30",
    }
    assert seen["risk"].text == ""


def test_rows_come_in_the_order_of_the_ids_and_unknown_ones_are_empty(desk):
    one, two = made.child(desk, "王甲"), made.child(desk, "王乙", birth="2015-01-01")
    names = [cells[0].text for cells in listed.rows(desk, [two, "0" * 32, one], ["name"])]
    assert names == ["王乙", "", "王甲"]


def test_every_column_but_sealed_ones_can_be_shown(desk):
    one = made.child(desk, "周小禾", phone="10400005678")
    keys = [kind.key for kind in listed.kinds()]
    assert "was_sealed" not in keys
    assert len(keys) == len(set(keys))
    assert row(desk, one, keys)["phone"].text == "104****5678"
    assert row(desk, one, keys)["live_address"].text == "云溪镇河湾村3组12号"


def test_a_closed_child_waits_for_no_visit(desk):
    one = made.child(desk, "周小禾")
    made.visit(desk, one, "2026-11-01", next_date="2026-11-20")
    children.close(desk, one, "随父母生活")
    assert row(desk, one)["next"].text == "已退出"


def test_the_sheet_holds_what_is_seen_and_nothing_more(desk, tmp_path):
    made.child(desk, "周小禾", id_number="990101201703020326", birth="")
    made.child(desk, "=1+1王", birth="2015-01-01")
    ids = listing.ids(desk, listing.Filter())
    assert listed.export(desk, tmp_path / "所见.xlsx", ids, ["name", "age", "id_number", "next"]) == 2
    sheet = openpyxl.load_workbook(tmp_path / "所见.xlsx").active
    cells = [[cell.value for cell in line] for line in sheet.iter_rows()]
    assert ["姓名", "年龄", "身份证号", "下次走访"] in cells
    assert any(line[:3] == ["周小禾", 9, "9901**********0326"] for line in cells)
    assert "990101201703020326" not in str(cells)
    assert access.lines(desk.ledger.connection, 1)[0].act == "export"


def test_an_empty_list_or_no_right_exports_nothing(desk, tmp_path):
    with pytest.raises(Refused):
        listed.export(desk, tmp_path / "a.xlsx", [], ["name"])
    helper = type(desk)(desk.ledger, desk.person, desk.name, "副手", s3=False, clock=desk.clock)
    with pytest.raises(Refused):
        listed.export(helper, tmp_path / "a.xlsx", ["0" * 32], ["name"])
    assert not (tmp_path / "a.xlsx").exists()
