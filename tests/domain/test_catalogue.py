"""The catalogue is whole: every key ever released is there, every field is in one set."""

from pathlib import Path

import pytest

from childdesk.domain import catalogue, fieldsets, kinds
from childdesk.domain.errors import Refused
from childdesk.domain.kin import Kin
from childdesk.domain.privacy import Privacy
from childdesk.domain.record import Current

GOLDEN = Path(__file__).with_name("golden_keys.txt")
FIXED = {
    "child": "name former_name sex id_type id_number birth age nation hukou_class hukou_kind hukou_address"
    " live_address village_group phone categories health disability_type disability_level"
    " disability_certificate illness schooling school grade school_class student_number boarding bank_account"
    " amount risk note",
    "father": "name id_number phone relation work_place status health",
    "mother": "name id_number phone relation work_place status health",
    "guardian": "name id_number phone relation work_place status health agreement agreement_date",
    "visit": "child date visit_type asked_person asked_relation living family guardianship mind opinion"
    " next_step",
    "referral": "child date state urgency route reason consent receiver",
    "household": "number head size",
}
"""The names that the command line, workbooks and other desks rely on."""


def lines() -> list[str]:
    """`record.key kind privacy` of every field and derived value."""
    everything = [*catalogue.FIELDS.items(), *catalogue.DERIVED.items()]
    return [f"{name} {item.kind.name} {item.privacy.name}" for name, item in everything]


def test_every_key_ever_released_is_still_there_with_its_kind_and_privacy() -> None:
    released = GOLDEN.read_text(encoding="utf-8").splitlines()
    gone = [line for line in released if line not in lines() and line.split()[0] not in catalogue.RETIRED]
    assert gone == []


def test_a_new_key_is_written_into_the_golden_list() -> None:
    released = GOLDEN.read_text(encoding="utf-8").splitlines()
    assert [line for line in lines() if line not in released] == []
    assert len(released) == len(set(released))


@pytest.mark.parametrize("record", FIXED)
def test_the_fixed_names_are_there(record: str) -> None:
    cls = catalogue.record(record)
    assert set(FIXED[record].split()) <= set(cls.fields()) | set(cls.derived())


def test_every_field_is_in_exactly_one_set_and_the_sealed_ones_in_the_special_one() -> None:
    placed = [catalogue.name_of(item) for items in fieldsets.SETS.values() for item in items]
    assert sorted(placed) == sorted(catalogue.FIELDS)
    for name, item in catalogue.FIELDS.items():
        assert (fieldsets.set_of(name) == fieldsets.SPECIAL) == (item.privacy is Privacy.S3), name
    assert all(fieldsets.set_of(name) == fieldsets.BASIC for name in catalogue.DERIVED)


def test_a_required_field_is_never_one_that_a_county_must_first_switch_on() -> None:
    for name, item in catalogue.FIELDS.items():
        assert not (item.required and fieldsets.set_of(name) == fieldsets.EXTENDED), name


def test_father_and_mother_have_field_objects_of_their_own() -> None:
    objects = {id(item) for item in catalogue.FIELDS.values()}
    assert len(objects) == len(catalogue.FIELDS)
    assert all(catalogue.name_of(item) == name for name, item in catalogue.FIELDS.items())
    assert set(Kin.fields()) <= set(catalogue.KIN["father"].fields())


def test_through_fields_point_to_a_column_of_a_dated_record_of_equal_privacy() -> None:
    for name, item in catalogue.FIELDS.items():
        if isinstance(item, Current):
            column = catalogue.DATED[item.rows].stored()[item.column]
            assert column.privacy is item.privacy, name


def test_dated_records_can_begin_and_end_and_say_whence() -> None:
    for name, cls in catalogue.DATED.items():
        assert {"child", "begins", "ends", "source", "checked_on"} <= set(cls.stored()), name


def test_anchors_are_fields_and_links_point_to_records() -> None:
    for name, cls in catalogue.RECORDS.items():
        assert {key for group in cls.anchors for key in group} <= set(cls.fields()), name
        for item in cls.fields().values():
            if isinstance(item.kind, kinds.Link) and item.kind.record:
                assert item.kind.record in catalogue.RECORDS


def test_only_settings_stay_at_this_desk() -> None:
    assert [name for name, cls in catalogue.RECORDS.items() if not cls.travels] == [
        "setting",
        "outgoing",
        "form",
        "handin",
        "version",
        "typed",
    ]


def test_numbers_that_are_masked_are_at_least_sensitive() -> None:
    for name, item in catalogue.FIELDS.items():
        if item.kind.mask:
            assert item.privacy >= Privacy.S2, name


def test_what_a_village_must_not_collect_is_collected_nowhere() -> None:
    words = ("艾滋", "犯罪", "失足", "诊断", "宗教", "政治面貌")
    for name, item in catalogue.FIELDS.items():
        assert not any(word in item.label for word in words), name
        options = getattr(item.kind, "options", None)
        if options is not None and not name.endswith(".status") and name != "parent_state.state":
            assert not any(word in code for word in words for code in options.codes()), name


def test_an_unknown_name_is_refused() -> None:
    for ask in (lambda: catalogue.field("child.wrong"), lambda: catalogue.record("wrong")):
        with pytest.raises(Refused):
            ask()


@pytest.mark.parametrize(
    ("record", "key", "words", "kept"),
    [("child", "birth", "羊年", "was"), ("child", "categories", "服刑人员子女", "was_sealed"),
     ("father", "status", "不知去向", "was_sealed"), ("father", "phone", "138", "was"),
     ("visit", "mind", "长", "was_sealed"), ("referral", "state", "办完", "was"),
     ("person", "role", "村长", "")],
)  # fmt: skip
def test_words_meant_for_a_sealed_field_are_sealed_too(record: str, key: str, words: str, kept: str) -> None:
    assert catalogue.kept_as_typed(record, key, words) == kept
    if kept and catalogue.field(f"{record}.{key}").privacy is Privacy.S3:
        assert catalogue.field(f"{record}.{kept}").privacy is Privacy.S3
