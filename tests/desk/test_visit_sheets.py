"""The paper loop: a sheet is printed, filled in by hand, keyed in by numbers, and says the same."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from childdesk.desk import due, history, planning, records, story, visit_sheets
from childdesk.domain import visit_sheet as form
from childdesk.domain.errors import Refused
from childdesk.domain.paper import Footer
from childdesk.domain.visit_sheet import Filled
from childdesk.store import reader
from tests.desk import made


@pytest.fixture
def desk(tmp_path):
    session = made.session_in(tmp_path / "home")
    yield session
    session.ledger.close()


def family(session, number=3):
    home = records.add(session, "household", {"number": "12", "head": "周大有", "caution": "有狗"}).id
    names = ("周小禾", "周小满", "周小麦")[:number]
    return home, [
        made.child(session, name, birth=f"201{5 + at}-03-02", household=home) for at, name in enumerate(names)
    ]


def numbers(questions):
    return st.fixed_dictionaries({}, optional={q.key: st.integers(1, len(q.options)) for q in questions})


sheets = st.integers(1, 4).flatmap(
    lambda kids: st.builds(Filled, numbers(form.DOOR), st.tuples(*[numbers(form.CHILD)] * kids))
)


@given(sheets)
def test_what_is_ticked_on_the_paper_and_keyed_in_is_the_same(filled):
    kids = tuple(form.Kid(str(at), f"孩子{at}", "女，9岁") for at in range(len(filled.kids)))
    door = form.Door(form.new_code(), "2026-11-26", "周大有家", "3组", "", kids)
    paper = form.paper([door], "云溪镇河湾村", Footer(), {door.code: filled})
    keys = "".join(map(str, form.on_paper(paper)))
    assert keys == form.keys_of(filled, len(kids))
    assert form.keyed(keys, len(kids)) == filled
    assert form.keyed(keys.rstrip("0"), len(kids)) == filled


@given(st.integers(0, 10**9))
def test_a_code_is_read_in_groups_and_small_letters_and_a_slip_is_seen(seed):
    code = form.new_code()
    assert form.read_code(f"{code[:4]} {code[4:8]}-{code[8:]}".lower()) == code
    at = seed % 11
    other = form.LETTERS[(form.LETTERS.index(code[at]) + 1) % len(form.LETTERS)]
    slip = code[:at] + other + code[at + 1 :]
    if form._check(slip[:-1]) != slip[-1]:
        with pytest.raises(Refused):
            form.read_code(slip)


def met(**more):
    usual = {question.key: 1 for question in form.CHILD if question.key != "recheck"}
    return usual | more


def test_a_household_of_three_is_one_trip_with_a_visit_for_each_child(desk):
    home, kids = family(desk)
    printed = visit_sheets.print_children(desk, kids, made.TODAY)
    [door] = printed.doors
    assert [kid.name for kid in door.kids] == ["周小禾", "周小满", "周小麦"]
    assert (door.title, door.caution) == ("周大有家", "有狗")
    filled = Filled({"outcome": 1, "signed": 2}, (met(), met(guardianship=3), met(attended=2)))
    keys = form.keys_of(filled, 3)
    saved = visit_sheets.save(desk, door.code, form.keyed(keys, 3), second="何兰")
    assert visit_sheets.ticked(desk, saved.trip) == filled
    trip = reader.get(desk.ledger.connection, "trip", saved.trip)
    assert (trip["household"], trip["second_visitor"], trip["signed"], trip["sheet"]) == (
        home, "何兰", "手印", door.code,
    )  # fmt: skip
    assert [len(story.visits(desk, kid)) for kid in kids] == [1, 1, 1]
    with pytest.raises(Refused, match="已经录过"):
        visit_sheets.save(desk, door.code, filled)
    history.apply_undo(desk, saved.entry)
    assert [len(story.visits(desk, kid)) for kid in kids] == [0, 0, 0]
    assert visit_sheets.open_sheet(desk, door.code).kids


filled_kid = numbers([question for question in form.CHILD if question.key != "recheck"])


@settings(max_examples=12, deadline=None)
@given(kid=filled_kid, signed=st.integers(1, 4))
def test_print_key_ledger_and_print_again_are_equal(tmp_path_factory, kid, signed):
    session = made.session_in(tmp_path_factory.mktemp("sheet") / "home")
    child = made.child(session, "周小禾")
    [door] = visit_sheets.print_children(session, [child], made.TODAY).doors
    if any(key.startswith("tick.") and number == 2 for key, number in kid.items()):
        kid = kid | {"recheck": 1}
    if "outlook" in kid and "mind" not in kid:
        kid.pop("outlook")
    filled = Filled({"outcome": 1, "signed": signed}, (kid,))
    saved = visit_sheets.save(session, door.code, form.keyed(form.keys_of(filled, 1), 1))
    assert visit_sheets.ticked(session, saved.trip) == filled
    session.ledger.close()


def test_nobody_home_a_dog_or_a_refusal_comes_back_to_the_next_visitor(desk):
    home, kids = family(desk, 1)
    [door] = visit_sheets.print_children(desk, kids, made.TODAY).doors
    visit_sheets.save(desk, door.code, Filled({"outcome": 4}, ({},)), reason="狗没拴")
    assert (
        records.reader.get(desk.ledger.connection, "household", home)["caution"] == "2026-11-23：有狗没进去"
    )
    [again] = visit_sheets.print_children(desk, kids, made.TODAY).doors
    assert again.caution == "2026-11-23：有狗没进去"
    [item] = [one for one in due.due(desk, days=9) if one.kind == "visit"]
    assert (item.due, item.reason) == ("2026-11-26", "2026-11-23去过，没见到人，3天内再去")


@pytest.mark.parametrize(
    ("keys", "words"),
    [("19", "监护人签字"), ("1x", "监护人签字"), ("114", "第3个数字不对"), ("1" * 99, "多了")],
)
def test_a_wrong_key_names_its_place_and_nothing_is_written(desk, keys, words):
    with pytest.raises(Refused, match=words):
        form.keyed(keys, 1)


@pytest.mark.parametrize(
    ("day", "words"), [("2026-12-24", "今天以后"), ("2014-01-01", "早于孩子出生"), ("2026-13-01", "没有13月")]
)
def test_a_day_that_cannot_be_is_refused_and_the_sheet_stays_open(desk, day, words):
    _, kids = family(desk, 1)
    [door] = visit_sheets.print_children(desk, kids, made.TODAY).doors
    with pytest.raises(Refused, match=words):
        visit_sheets.save(desk, door.code, Filled({}, (met(),)), day=day)
    assert visit_sheets.open_sheet(desk, door.code)
    assert story.visits(desk, kids[0]) == []


def test_a_day_is_printed_in_walking_order_and_an_empty_day_is_refused(desk):
    _, kids = family(desk)
    other = made.child(desk, "吴思远", village_group="1组")
    for one in (*kids, other):
        made.visit(desk, one, "2026-11-01")
    planning.move(desk, planning._known(desk)[0][kids[0]].home, made.TODAY)
    planning.move(desk, other, made.TODAY)
    printed = visit_sheets.print_day(desk, made.TODAY)
    assert [door.title for door in printed.doors] == ["吴思远", "周大有家"]
    with pytest.raises(Refused):
        visit_sheets.print_day(desk, made.TODAY.replace(day=22))
