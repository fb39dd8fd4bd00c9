"""Blank forms of public origin give no child, and say why; every row of them has its reason."""

from __future__ import annotations

from pathlib import Path

import pytest

from childdesk.desk import importing
from childdesk.domain.errors import Refused
from childdesk.files.layout import EMPTY, FORM, NO_ROWS, layout
from childdesk.files.read import read_workbook
from childdesk.store import reader
from tests.desk import made

FORMS = Path(__file__).parent.parent / "files" / "blank_forms"
REASONS = {
    "培训人员花名册_空白.xls": (NO_ROWS, EMPTY),
    "审核表_两级表头.xlsx": (NO_ROWS,),
    "情况检查表_非台账.xls": (FORM, EMPTY),
    "贫困库_26列.xlsx": (NO_ROWS,),
}


def test_every_blank_form_has_a_reason():
    assert {path.name for path in FORMS.iterdir()} == set(REASONS)


@pytest.mark.parametrize(("name", "reasons"), REASONS.items())
def test_a_blank_form_gives_no_child_and_the_reason(tmp_path, name, reasons):
    session = made.session_in(tmp_path / "home")
    with pytest.raises(Refused) as refused:
        importing.plan(session, FORMS / name)
    assert all(reason in refused.value.sentence for reason in reasons)
    assert "没有改动" in refused.value.sentence
    assert reader.count(session.ledger.connection, "child") == 0
    session.ledger.close()


def test_rows_that_were_numbered_in_advance_are_each_listed_as_unfilled():
    sheet = read_workbook(FORMS / "培训人员花名册_空白.xls").sheets[0]
    table = layout(sheet)
    below = [row for row in sheet.rows if row > table.header.bottom]
    assert table.records == ()
    assert [passed.row for passed in table.passed] == below
    assert {passed.why for passed in table.passed} == {"没有填写的行", "表尾"}
