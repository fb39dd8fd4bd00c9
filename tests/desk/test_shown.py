"""Values leave as they may be seen: numbers masked, sealed ones not, opened only with a reason and noted."""

from __future__ import annotations

import json

import pytest

from childdesk.desk import finding, records, shown, viewing
from childdesk.domain import catalogue
from childdesk.domain.errors import Refused
from childdesk.domain.ids import new_id
from childdesk.domain.plan import New
from childdesk.domain.privacy import S3, SEALED
from childdesk.store import access
from tests.desk.made import NUMBER, child, session_in, visit


@pytest.fixture
def session(tmp_path):
    made = session_in(tmp_path / "home")
    yield made
    made.ledger.close()


def test_a_file_shows_everything_but_the_middle_of_numbers_and_what_is_sealed(session):
    row = child(
        session,
        "周小禾",
        id_number=NUMBER,
        phone="13800001111",
        bank_account="6228480000001234567",
        health="残疾",
    )
    fields = viewing.view(session, "child", row).fields
    assert fields["id_number"] == "9901**********0326"
    assert fields["phone"] == "138****1111"
    assert fields["bank_account"] == "*" * 15 + "4567"
    assert fields["health"] == "残疾"
    assert fields["live_address"].startswith("云溪镇")
    assert fields["age"] == "9"


@pytest.mark.parametrize("record", catalogue.RECORDS)
def test_no_sealed_field_of_any_record_is_ever_shown(session, record):
    sealed = [
        k for k, f in catalogue.RECORDS[record].stored().items() if f.privacy is S3 and k != "was_sealed"
    ]
    words = {key: f"秘密{number}" for number, key in enumerate(sealed)}
    assert shown.fields(record, words) == (
        {key: SEALED if key in words else None for key in catalogue.RECORDS[record].fields()}
    )


def test_what_could_not_be_read_is_masked_by_what_it_was_meant_for(session):
    row = records.add(
        session, "child", {"name": "周小禾", "id_number": "99010120170302032", "birth": "去年"}
    ).id
    was = viewing.view(session, "child", row).fields["was"]
    assert "99010120170302032" not in was
    assert "去年" in was


def test_a_record_says_what_is_missing_and_what_belongs_to_it(session):
    row = child(session, "周小禾", nation="")
    father = records.add(session, "father", {"child": row, "name": "周建军"}).id
    seen = viewing.view(session, "child", row)
    assert "nation" in seen.missing
    assert seen.related["father"] == [father]
    assert seen.unit == "990101001001"
    assert viewing.view(session, "father", father).unit == "990101001001"


@pytest.mark.parametrize("row", ["0" * 32, "withdrawn"])
def test_what_is_not_there_is_said(session, row):
    if row == "withdrawn":
        row = child(session, "周小禾")
        records.withdraw(session, "child", row, "重复")
    with pytest.raises(Refused, match="没有找到"):
        viewing.view(session, "child", row)


# ── opened with a reason ─────────────────────────────────────────────────────────────────────────────────


def test_a_number_is_revealed_and_that_is_noted_without_it(session):
    row = child(session, "周小禾", id_number=NUMBER)
    assert shown.reveal(session, "child", row, "id_number", "") == NUMBER
    [line] = access.lines(session.ledger.connection)
    assert (line.act, line.record, line.fields) == ("reveal", row, "child.id_number")
    assert NUMBER not in repr(line)


def test_a_sealed_value_needs_a_reason_and_the_right(tmp_path, session):
    row = visit(session, child(session, "周小禾"), "2026-11-20", mind="怕黑")
    with pytest.raises(Refused, match="理由"):
        shown.reveal(session, "visit", row, "mind", " ")
    assert access.lines(session.ledger.connection) == []
    assert shown.reveal(session, "visit", row, "mind", "转介前核对") == "怕黑"
    assert access.lines(session.ledger.connection)[0].reason == "转介前核对"
    without = session_in(session.ledger.home, s3=False)
    with pytest.raises(Refused, match="保密"):
        shown.reveal(without, "visit", row, "mind", "转介前核对")
    without.ledger.close()
    deputy = session_in(session.ledger.home, role="副手", s3=True)
    with pytest.raises(Refused, match="保密"):
        shown.reveal(deputy, "visit", row, "mind", "转介前核对")
    deputy.ledger.close()


def test_an_unknown_item_is_not_revealed(session):
    with pytest.raises(Refused, match="没有"):
        shown.reveal(session, "child", child(session, "周小禾"), "colour", "x")


# ── lists ────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_list_of_hits_holds_no_address_no_telephone_and_a_masked_number(session):
    row = child(session, "周小禾", id_number=NUMBER, phone="13800001111")
    found = finding.find(session, "0326")
    assert (found.count, found.hits[0].id) == (1, row)
    told = repr(found)
    assert not any(word in told for word in (NUMBER, "13800001111", "12号"))
    assert found.hits[0].id_number == "9901**********0326"
    assert found.hits[0].categories == ("留守儿童",)


def test_the_count_is_exact_and_the_page_is_as_asked(session):
    for number in range(7):
        child(session, f"周小禾{number}", birth=f"201{number}-03-02")
    found = finding.find(session, "zxh", limit=3)
    assert (found.count, len(found.hits)) == (7, 3)
    assert finding.find(session, "zxh", limit=3, offset=6).hits[0].id not in {hit.id for hit in found.hits}
    assert finding.find(session, "", limit=0).count == 7


def test_unread_words_stay_what_they_are_whoever_wrote_them(session):
    row = new_id()
    kept = json.dumps({"status": "在里面"}, ensure_ascii=False)
    child_row = child(session, "周小禾")
    session.ledger.writer.write(
        "x", "p", [New("father", row, {"child": child_row, "name": "周", "was_sealed": kept})]
    )
    assert viewing.view(session, "father", row).fields["was_sealed"] == SEALED
