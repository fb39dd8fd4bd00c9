"""分发: one form becomes a file for each village with its own children; nothing is overwritten."""

from __future__ import annotations

import openpyxl
import pytest

from childdesk.desk import handing_out, records, villages
from childdesk.domain.errors import Refused
from childdesk.store import reader
from tests.desk import paired

HEAD = ["序号", "姓名", "性别", "出生日期", "监护人姓名", "监护人电话"]


@pytest.fixture
def session(tmp_path):
    made = paired.desk(tmp_path / "town", paired.TOWN)
    villages.take_in(
        made, villages.look(made, "990101001001 河湾村\n990101001002 石桥村\n990101001003 上坪村")
    )
    for name, unit in (("周甲", paired.ONE), ("李乙", paired.TWO), ("王丙", paired.TWO)):
        records.add(made, "child", {"name": name, "sex": "女", "birth": "2016-03-02", "unit": unit})
    yield made
    made.ledger.close()


@pytest.fixture
def form(tmp_path):
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["云溪镇留守儿童花名册"])
    sheet.append(HEAD)
    for _ in range(3):
        sheet.append([None] * len(HEAD))
    book.save(tmp_path / "花名册.xlsx")
    return tmp_path / "花名册.xlsx"


def named(path):
    sheet = openpyxl.load_workbook(path).active
    return [row[1].value for row in sheet.iter_rows(min_row=3) if row[1].value]


def test_every_village_gets_the_form_with_its_own_children_and_one_without_gets_it_empty(
    session, form, tmp_path
):
    parts = handing_out.plan(session, form)
    assert {part.line.name: part.children for part in parts} == {"河湾村": 1, "石桥村": 2, "上坪村": 0}
    out = tmp_path / "stick"
    out.mkdir()
    sent = handing_out.write(session, form, parts, out)
    files = {one.name: named(one.file) for one in sent}
    assert files["河湾村"] == ["周甲"]
    assert sorted(files["石桥村"]) == ["李乙", "王丙"]
    assert files["上坪村"] == []
    told = [raw for _, raw in reader.everyone(session.ledger.connection, "outgoing")]
    assert {(raw["recipient"], raw["purpose"]) for raw in told} == {
        ("河湾村", handing_out.PURPOSE),
        ("石桥村", handing_out.PURPOSE),
    }


def test_what_is_there_already_is_not_overwritten(session, form, tmp_path):
    parts = handing_out.plan(session, form, [paired.TWO])
    out = tmp_path / "stick"
    out.mkdir()
    (out / "石桥村_花名册.xlsx").write_bytes(b"theirs")
    with pytest.raises(Refused, match="这里已有石桥村_花名册"):
        handing_out.write(session, form, parts, out)
    assert (out / "石桥村_花名册.xlsx").read_bytes() == b"theirs"


def test_only_a_desk_above_hands_out(form, tmp_path):
    alone = paired.desk(tmp_path / "village", paired.ONE)
    with pytest.raises(Refused, match="分发给各村是镇里的事"):
        handing_out.plan(alone, form)
    alone.ledger.close()
