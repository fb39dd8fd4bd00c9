"""Holds the practice village: the same for a seed, valid in every value, plausible, and nobody real."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections import Counter
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from childdesk.domain import catalogue, current, days, identity, rules, village
from childdesk.domain.codes import CodeList
from childdesk.domain.kinds import Code, Codes, Date, Scalar, Word
from childdesk.domain.options import names_sealed_matter
from childdesk.domain.plan import New
from childdesk.domain.privacy import S3
from childdesk.domain.village.numbers import LAST_FAMILY, Numbers
from childdesk.domain.village.story import Dice
from tests.domain.village_told import MANY, SEEDS, SMALL, TODAY, UNIT, Told, earliest, made, replay

DOUBTS_ON_PURPOSE = {"已满18周岁，请看是否退出"}
FREE_WORDS = {"referral.route"}


@pytest.fixture(params=SEEDS)
def told(request) -> Told:
    return made(request.param)


@pytest.fixture
def small() -> Told:
    return made(7, SMALL)


def written(batches) -> str:
    """The whole story as text."""
    return json.dumps(
        [
            (
                str(batch.day),
                batch.operation,
                [
                    (op.record, op.row, dict(op.values))
                    if isinstance(op, New)
                    else (op.record, op.row, op.field, op.value)
                    for op in batch.ops
                ],
            )
            for batch in batches
        ],
        ensure_ascii=False,
    )


# -- the same, and not the same ---------------------------------------------------------------------


def test_one_seed_gives_one_village_to_the_byte():
    first, second = (village.generate(SMALL, 7, TODAY, UNIT).batches for _ in range(2))
    assert written(first) == written(second)


def test_the_village_does_not_depend_on_the_hash_seed_of_the_process():
    script = (
        "import hashlib, datetime; from childdesk.domain import village;"
        "made = village.generate(30, 7, datetime.date(2026, 11, 23), '');"
        "print(hashlib.sha256(repr(made).encode()).hexdigest())"
    )
    digests = {
        subprocess.run(
            [sys.executable, "-c", script],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(digests) == 1


def test_the_dice_fall_the_same_in_every_python():
    dice = Dice("7/0")
    assert (dice.id(), dice.number(1, 6), dice.number(1, 10**9)) == (
        "0f3d4ea79de8c2e95ab39fd1b4b815a0",
        1,
        915980874,
    )


def test_another_seed_gives_another_village():
    first, second = (set(made(seed).children()) for seed in SEEDS[:2])
    assert not first & second


@pytest.mark.parametrize("children", [1, 2, 5, 34, SMALL])
def test_a_village_has_exactly_as_many_children_as_asked_for(children):
    assert village.generate(children, 3, TODAY, UNIT).counts()["child"] == children


def test_a_village_without_a_child_is_refused():
    with pytest.raises(ValueError):
        village.generate(0, 1, TODAY, UNIT)


def test_the_stream_tells_the_same_story_family_by_family():
    streamed = [batch for family in village.stream(SMALL, 7, TODAY, UNIT) for batch in family]
    whole = village.generate(SMALL, 7, TODAY, UNIT).batches
    ops = [sorted(map(repr, (op for batch in told for op in batch.ops))) for told in (streamed, whole)]
    assert ops[0] == ops[1]


def test_a_family_is_told_in_the_order_of_days():
    for family in village.stream(SMALL, 7, TODAY, UNIT):
        days_told = [batch.day for batch in family]
        assert days_told == sorted(days_told)
        assert days_told[0] >= village.register_day(TODAY)


# -- what the writer needs --------------------------------------------------------------------------


def test_the_register_comes_first_and_nothing_after_today(told):
    assert told.batches[0].operation == "import"
    assert [batch.operation for batch in told.batches].count("import") == 1
    days_told = [batch.day for batch in told.batches]
    assert days_told == sorted(days_told)
    assert (days_told[0], days_told[-1]) == (village.register_day(TODAY), TODAY)


def set_too_early(batches) -> list[str]:
    """Rows that are set in the batch that makes them, or before it, or that are made twice."""
    born: set[str] = set()
    found: list[str] = []
    for batch in batches:
        found += [op.row for op in batch.ops if not isinstance(op, New) and op.row not in born]
        new = [op.row for op in batch.ops if isinstance(op, New)]
        found += [row for row, times in Counter(new).items() if times > 1 or row in born]
        born.update(new)
    return found


@pytest.mark.parametrize("seed", SEEDS)
def test_a_row_is_set_only_in_a_later_batch_than_the_one_that_made_it(seed):
    whole = village.generate(MANY, seed, TODAY, UNIT)
    assert set_too_early(whole.batches) == []
    assert set_too_early(whole.joined()) == []


def test_joined_batches_are_one_for_each_day_and_operation():
    whole = village.generate(SMALL, 7, TODAY, UNIT)
    joined = list(whole.joined())
    assert len({(batch.day, batch.operation) for batch in joined}) == len(joined) < len(whole.batches)
    assert sum(len(batch.ops) for batch in joined) == sum(len(batch.ops) for batch in whole.batches)


def test_every_link_points_to_a_row_that_is_there_already(told):
    there: dict[str, str] = {}
    for batch in told.batches:
        for op in batch.ops:
            if not isinstance(op, New):
                continue
            assert re.fullmatch(r"[0-9a-f]{32}", op.row)
            for key in catalogue.links(catalogue.RECORDS[op.record]):
                if key in op.values:
                    wanted = catalogue.RECORDS[op.record].stored()[key].kind.record
                    assert there[str(op.values[key])] in ([wanted] if wanted else ["child", *catalogue.KIN])
            there[op.row] = op.record


def test_a_holder_belongs_to_the_child_of_its_row(told):
    kin = {key: row for name in catalogue.KIN for key, row in told.rows[name].items()}
    for record in ("absence", "parent_state", "phone"):
        for row in told.rows[record].values():
            assert row["holder"] == row["child"] or kin[str(row["holder"])]["child"] == row["child"]


# -- every value ------------------------------------------------------------------------------------


def values_of(told: Told):
    """(record.key, stored scalar) of everything ever written."""
    for batch in told.batches:
        for op in batch.ops:
            pairs = op.values.items() if isinstance(op, New) else [(op.field, op.value)]
            for key, raw in pairs:
                yield f"{op.record}.{key}", raw


def test_every_value_passes_its_kind_and_its_list(told):
    seen: set[tuple[str, Scalar]] = {pair for pair in values_of(told) if pair[1] is not None}
    for name, raw in seen:
        kind = catalogue.FIELDS[name].kind
        value = kind.from_db(raw)
        assert kind.to_db(value) == raw, name
        assert kind.to_db(kind.parse(kind.format(value))) == raw, name
        assert kind.scalar(kind.shown(raw)) is not None
        chosen: CodeList | None = getattr(kind, "options", None)
        if isinstance(kind, Code | Codes | Word) and chosen is not None and name not in FREE_WORDS:
            assert set(value if isinstance(kind, Codes) else [value]) <= set(chosen.codes()), (name, raw)


def test_only_stored_fields_are_written(told):
    for record, key in {tuple(name.split(".")) for name, _ in values_of(told)}:
        assert key in catalogue.columns(record)


def test_no_open_word_speaks_of_a_sealed_matter(told):
    for name, raw in set(values_of(told)):
        if isinstance(raw, str) and catalogue.FIELDS[name].privacy is not S3:
            assert not names_sealed_matter(raw), (name, raw)


def test_no_text_has_a_gap_left_in_it(told):
    for name, raw in set(values_of(told)):
        assert not re.search(r"[{}]|。。|，，|；；|[，；]。", str(raw)) or name == "child.was", (name, raw)


# -- nothing impossible -----------------------------------------------------------------------------


def worse_than_notes(told: Told, today: date) -> Counter[tuple[str, str, str]]:
    """(level, record, text) of issues that are neither notes nor something missing."""
    found: Counter[tuple[str, str, str]] = Counter()
    for record, rows in told.rows.items():
        for raw in rows.values():
            issues = rules.contradictions(record, raw, today, "village")
            if "child" in raw:
                issues += rules.beside_child(record, raw, told.children()[str(raw["child"])])
            found.update((i.level, record, i.text) for i in issues if i.level not in ("note", "missing"))
    categories: dict[str, list[dict[str, Scalar]]] = {}
    for row in told.rows.get("category", {}).values():
        categories.setdefault(str(row["child"]), []).append(row)
    for child, held in categories.items():
        issues = rules.beside_each_other(held, told.children()[child], today)
        found.update((i.level, "category", i.text) for i in issues)
    return found


def test_the_rules_find_nothing_but_what_is_there_on_purpose(told):
    assert {text for _, _, text in worse_than_notes(told, TODAY)} == DOUBTS_ON_PURPOSE


@settings(max_examples=15)
@given(
    st.dates(date(2024, 1, 1), date(2032, 12, 31)) | st.just(date(2028, 2, 29)),
    st.integers(0, 10**6),
)
def test_on_any_day_the_village_fits_the_rules_and_its_rows_follow_the_births(today, seed):
    whole = village.generate(34, seed, today, UNIT)
    told = replay(whole.batches)
    assert set_too_early(whole.joined()) == []
    assert {text for _, _, text in worse_than_notes(told, today)} <= DOUBTS_ON_PURPOSE
    assert before_birth(told) == []
    assert all(batch.day <= today for batch in told.batches)


def before_birth(told: Told) -> list[tuple[str, Scalar, Scalar]]:
    """Rows about a child that begin, or were noted, before it was born."""
    return [
        (record, raw[key], told.children()[str(raw["child"])]["birth"])
        for record in (*catalogue.DATED, "visit", "referral")
        for raw in told.rows.get(record, {}).values()
        for key in ("begins", "date", "checked_on", "last_contact")
        if key in raw and earliest(raw[key]) < earliest(told.children()[str(raw["child"])]["birth"])
    ]


def test_no_row_about_a_child_begins_before_its_birth(told):
    assert before_birth(told) == []


def test_a_row_becomes_known_on_a_day_on_which_it_could_be_known(told):
    for record in (*catalogue.DATED, "visit", "referral"):
        for key, raw in told.rows[record].items():
            begun = raw.get("begins") or raw.get("date")
            assert begun is None or earliest(begun) <= told.new_on[key], (record, raw)


def test_no_child_is_ever_left_behind_and_moving_with_its_parents(told):
    for child in told.children():
        kinds = {str(row["kind"]) for row in told.of("category", child)}
        assert not {"留守儿童", "流动儿童"} <= kinds


def test_left_behind_children_are_under_sixteen_and_a_parent_is_away(told):
    for child, raw in told.living().items():
        if "留守儿童" in told.kinds(child):
            assert days.age(Date().from_db(str(raw["birth"])), TODAY) < 16
            away = [row for row in told.of("absence", child) if current.is_valid(row, TODAY)]
            assert away and all(row.get("place") for row in away)
            assert raw.get("left_type") or raw.get("was")


def test_a_parent_who_is_gone_went_after_the_child_was_born(told):
    for row in told.rows["parent_state"].values():
        if row["state"] not in ("患病", "重病", "重残"):
            assert earliest(row["begins"]) > earliest(told.children()[str(row["child"])]["birth"])


def test_a_village_never_says_that_the_county_has_decided(told):
    assert {row["state"] for row in told.rows["category"].values()} <= {"村登记", "已上报", "已退出"}


def test_who_has_left_has_no_open_category_and_no_later_visit(told):
    gone = {key: raw for key, raw in told.children().items() if "exit_on" in raw}
    assert gone
    for child, raw in gone.items():
        assert raw["exit_reason"] and told.kinds(child) == set()
        assert all(str(row["date"]) < str(raw["exit_on"]) for row in told.of("visit", child))


# -- nobody real ------------------------------------------------------------------------------------


def people(told: Told):
    """Everybody with a number: (number, name, birth or None)."""
    for record in ("child", *catalogue.KIN):
        for raw in told.rows[record].values():
            if raw.get("id_number"):
                yield str(raw["id_number"]), raw


def test_identity_numbers_were_never_given_to_anybody(told):
    owners: dict[str, set[str]] = {}
    for number, raw in people(told):
        assert number.startswith("99") and identity.parse_number(number) == number
        owners.setdefault(number, set()).add(str(raw["name"]))
    assert all(len(names) == 1 for names in owners.values())


def test_no_two_children_have_one_number(told):
    numbers = [raw["id_number"] for raw in told.children().values() if "id_number" in raw]
    assert len(numbers) == len(set(numbers))


def test_telephones_are_no_mobile_numbers_and_belong_to_one_family(told):
    owners: dict[str, set[Scalar]] = {}
    for row in told.rows["phone"].values():
        number = str(row["number"])
        assert re.fullmatch(r"1040\d{7}", number)
        owners.setdefault(number, set()).add(told.children()[str(row["child"])]["household"])
    assert all(len(households) == 1 for households in owners.values())


def test_numbers_stay_valid_to_the_last_family_and_then_end():
    born, given = date(2016, 3, 5), set()
    for index in (0, 1, 98, 99, 100, 50_000, LAST_FAMILY - 1):
        numbers = Numbers(index)
        for sex in "男女男":
            number = numbers.identity(born, sex)
            assert identity.parse_number(number) == number and identity.sex(number) == sex
            assert re.fullmatch(r"99(?!00)\d{4}20160305\d{3}[\dX]", number)
            given.add(number)
        given.add(numbers.phone())
    assert len(given) == 7 * 4
    with pytest.raises(ValueError):
        Numbers(LAST_FAMILY)
