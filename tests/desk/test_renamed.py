"""A village gets another name from the township: its own desk takes it on, and knows the old one."""

from __future__ import annotations

import pytest
from openpyxl import Workbook

from childdesk.desk import importing, records, sync, villages
from childdesk.store.ledger import read_identity
from tests.desk import paired

HEADS = ("姓名", "性别", "出生日期", "所在村")


@pytest.fixture
def pair(tmp_path):
    with paired.paired(tmp_path) as made:
        villages.save(made.above, {"unit": paired.ONE, "name": "河湾村"})
        yield made


def carry(pair):
    sync.write(pair.above, pair.stick)
    sync.read(pair.below, pair.stick)


def called(session):
    return session.ledger.identity.unit_name


def test_the_desk_takes_on_the_new_name_in_every_lane_and_keeps_the_old_one(pair):
    reading = pair.below.ledger.lane("read")
    villages.rename(pair.above, "河湾村", "新湾社区")
    assert called(pair.below) == "河湾村"
    carry(pair)
    assert called(pair.below) == reading.identity.unit_name == "新湾社区"
    assert read_identity(reading.connection).unit_name == "新湾社区", "it stands in the ledger"
    assert villages.former_names(pair.below) == ["河湾村"]
    reading.close()


def test_the_township_before_the_name_stays(pair):
    pair.below.ledger.rename("云溪镇河湾村")
    villages.rename(pair.above, "河湾村", "新湾村")
    carry(pair)
    assert called(pair.below) == "云溪镇新湾村"
    assert villages.former_names(pair.below) == ["云溪镇河湾村"]


def test_taking_the_renaming_back_gives_the_old_name_back(pair):
    villages.rename(pair.above, "河湾村", "新湾村")
    carry(pair)
    villages.rename(pair.above, "新湾村", "河湾村")
    carry(pair)
    assert called(pair.below) == "河湾村"


def test_another_way_of_writing_the_same_name_changes_nothing(pair):
    records.edit(pair.above, "village", villages.one(pair.above, "河湾").id, {"name": "河湾社区"})
    carry(pair)
    assert called(pair.below) == "河湾村"
    records.edit(pair.above, "village", villages.one(pair.above, "河湾").id, {"name": "东风村"})
    carry(pair)
    assert called(pair.below) == "河湾村", "another village's name is no renaming of this one"


def test_a_list_with_the_old_name_is_still_of_this_village(pair, tmp_path):
    villages.rename(pair.above, "河湾村", "新湾村")
    carry(pair)
    path = tmp_path / "名单.xlsx"
    book = Workbook()
    for line in (
        HEADS,
        *((f"周小{name}", "女", f"201{at}-03-02", "河湾村") for at, name in enumerate("禾苗田园")),
    ):
        book.active.append(line)
    book.save(path)
    told = [issue.text for sheet in importing.plan(pair.below, path).sheets for issue in sheet.issues]
    assert not any("不是本村" in text for text in told)
    pair.below.ledger.bookmark(villages.FORMER, "")
    told = [issue.text for sheet in importing.plan(pair.below, path).sheets for issue in sheet.issues]
    assert any("不是本村" in text for text in told)
