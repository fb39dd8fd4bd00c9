"""A form writes only what was touched, never a mask, and never over somebody else's work."""

from __future__ import annotations

import pytest

from childdesk.desk import form, records
from childdesk.domain.errors import Refused
from childdesk.store import reader
from tests.desk import made


@pytest.fixture
def desk(tmp_path):
    session = made.session_in(tmp_path / "home")
    yield session
    session.ledger.close()


def stored(session, child):
    return reader.whole(session.ledger.connection, "child", child, session.today)


def test_a_masked_number_is_never_given_to_a_form_nor_written_back(desk):
    one = made.child(desk, "周小禾", id_number=made.NUMBER)
    seen = form.opened(desk, "child", one, ["name", "id_number", "school"])
    assert seen.masked == {"id_number": "9901**********0326"}
    assert "id_number" not in seen.values
    form.save(desk, seen, {"school": "云溪镇中心小学"})
    assert stored(desk, one)["id_number"] == made.NUMBER


def test_only_touched_fields_are_written(desk):
    one = made.child(desk, "周小禾")
    seen = form.opened(desk, "child", one, ["school", "grade", "live_address"])
    kept = form.save(desk, seen, {"grade": "三年级"})
    changes = [
        line
        for line in desk.ledger.connection.execute(
            "SELECT field FROM change c JOIN entry e ON e.no = c.entry WHERE e.id = ? AND kind = 'set'",
            (kept.entry,),
        )
    ]
    assert changes == [("grade",)]


def test_nothing_touched_writes_nothing(desk):
    one = made.child(desk, "周小禾")
    assert form.save(desk, form.opened(desk, "child", one, ["school"]), {}).entry == ""


def test_two_forms_on_one_field_give_a_conflict_and_keep_both(desk):
    one = made.child(desk, "周小禾", school="甲校")
    first, second = (form.opened(desk, "child", one, ["school"]) for _ in range(2))
    assert form.save(desk, first, {"school": "乙校"}).conflicts == ()
    kept = form.save(desk, second, {"school": "丙校"})
    (torn,) = kept.conflicts
    assert {value.value for value in torn.values} == {"乙校", "丙校"}
    assert kept.entry


def test_a_fact_that_changed_meanwhile_is_looked_at_before_it_is_saved(desk):
    one = made.child(desk, "周小禾")
    seen = form.opened(desk, "child", one, ["live_address"])
    records.edit(desk, "child", one, {"live_address": "云溪镇街上"})
    with pytest.raises(Refused) as refused:
        form.save(desk, seen, {"live_address": "县城"})
    assert refused.value.field == "live_address"
    assert str(stored(desk, one)["live_address"]).startswith("云溪镇街上")


def test_an_impossible_value_is_refused_at_its_field(desk):
    one = made.child(desk, "周小禾")
    seen = form.opened(desk, "child", one, ["name"])
    with pytest.raises(Refused) as refused:
        form.save(desk, seen, {"name": None})
    assert refused.value.field == "name"


def test_doubts_are_said_and_saved_all_the_same(desk):
    one = made.child(desk, "周小禾", id_number=made.NUMBER)
    kept = form.save(desk, form.opened(desk, "child", one, ["sex"]), {"sex": "男"})
    assert [issue.field for issue in kept.issues if issue.level == "doubtful"] == ["sex"]
    assert stored(desk, one)["sex"] == "男"


def test_a_grown_up_who_is_not_there_yet_is_added_to_the_child(desk):
    one = made.child(desk, "周小禾")
    seen = form.opened(desk, "guardian", "", ["name", "relation", "phone"])
    kept = form.save(desk, seen, {"name": "黄秀英", "relation": "祖母", "phone": "10400005678"}, child=one)
    row = reader.get(desk.ledger.connection, "guardian", kept.id)
    assert (row["child"], row["name"]) == (one, "黄秀英")


def test_what_could_not_be_read_is_let_go_once_its_field_is_filled(desk):
    one = made.child(desk, "周小禾", birth="二零一七")
    seen = form.opened(desk, "child", one, ["birth", "note"])
    assert seen.was == {"birth": "二零一七"}
    form.save(desk, seen, {"birth": "2017-03-02"})
    assert stored(desk, one)["was"] is None


def test_sealed_fields_are_never_opened_in_a_form(desk):
    one = made.child(desk, "周小禾")
    father = records.add(desk, "father", {"child": one, "name": "周建军", "status": "服刑在押"}).id
    seen = form.opened(desk, "father", father, ["name", "status"])
    assert seen.values == {"name": "周建军"}
    assert seen.masked == {}


def test_every_kind_of_value_survives_being_shown_and_saved(desk):
    one = made.child(desk, "周小禾")
    values = {
        "birth": "2017-03",
        "amount": 123450,
        "focus": "是",
        "disability_type": "视力残疾、听力残疾、多重残疾",
        "hukou_address": "云溪镇河湾村5组",
        "categories": "流动儿童、困境儿童",
    }
    form.save(desk, form.opened(desk, "child", one, list(values)), values)
    kept = stored(desk, one)
    assert {key: str(kept[key]).partition("\t")[0] for key in values} == {
        k: str(v) for k, v in values.items()
    }


def test_relief_stands_in_the_file_and_another_can_be_added(desk):
    whose = made.child(desk, "周小禾")
    for kind, begins in (("临时救助", "2026-11"), ("医疗救助", "2026-10")):
        seen = form.opened(desk, "relief", "", ["kind", "begins", "amount"])
        form.save(desk, seen, {"kind": kind, "begins": begins, "amount": 50_000}, child=whose)
    parts = [part for part in form.parts(desk, whose) if part.record == "relief"]
    assert {part.title for part in parts} == {"临时救助", "医疗救助"}
    assert {part.shown["amount"] for part in parts} == {"500"}
