"""Heads decide: the same changes make the same record in any order, and nothing is lost on the way."""

from __future__ import annotations

import dataclasses
import random
from unittest.mock import patch

import pytest
from hypothesis import Phase, find, given, settings
from hypothesis import strategies as st

from childdesk.domain import erasure, renumbered
from childdesk.domain import fold as folding
from childdesk.domain.change import ALIVE, ERASE, NEW, SET, canonical, digest_of
from childdesk.domain.erasure import Erasures, written
from childdesk.domain.fold import RowState, _folded, cautious, fold
from tests.domain.histories import KEYS, RECORD, ROW, VALUES, Desk, desks, everything, view

pytestmark = pytest.mark.long

orders = st.randoms(use_true_random=False)
UNSHRUNK = settings(max_examples=3000, phases=[Phase.generate])
"""For a mutant one example is enough, small or not."""


def folded(changes) -> RowState:
    return fold(RECORD, ROW, changes, cautious)


# ── the rules, each as a function that finds what breaks it; the mutants below must break one ───────────────


def order_matters(found: list[Desk], chance: random.Random) -> bool:
    """I1, I2: shuffled, doubled and told in pieces, the changes make one state."""
    changes = everything(found)
    told = changes + chance.sample(changes, chance.randrange(len(changes) + 1))
    chance.shuffle(told)
    return view(folded(told)) != view(folded(changes))


def a_head_is_wrong(found: list[Desk], chance: random.Random) -> bool:
    """Heads are exactly the changes that no other names in its base, found here in another way."""
    changes = everything(found)
    state = folded(changes)
    for key in KEYS:
        wrote = [c for c in changes if c.kind == SET and c.field == key]
        wrote += [c for c in changes if c.kind == NEW and key in (c.content() or {})]
        named = {dot for c in changes if c.kind == SET and c.field == key for dot in c.base}
        heads = {c.dot for c in wrote if c.dot not in named}
        if any(c.kind == SET and c.field == key for c in changes):
            default = {c.dot for c in changes if c.kind == NEW and not c.field} - named
            missing = set() if any(c.kind == NEW for c in wrote) else default
            if set(state.heads.get(key, ())) != heads | missing:
                return True
        distinct = {written(changes, dot, key) for dot in state.heads.get(key, ())}
        if (len(distinct) > 1) != (key in state.conflicts):
            return True
        if len(distinct) == 1 and state.values.get(key) != next(iter(distinct)):
            return True
    return False


def an_update_is_lost(found: list[Desk], chance: random.Random) -> bool:
    """I3: every change of a field is a head, or reached from one through bases."""
    changes = everything(found)
    state = folded(changes)
    by_dot = {change.dot: change for change in changes}
    for key in KEYS:
        reached: set = set()
        waiting = list(state.heads.get(key, ()))
        while waiting:
            dot = waiting.pop()
            if dot not in reached:
                reached.add(dot)
                waiting += by_dot[dot].base if dot in by_dot else ()
        if any(c.dot not in reached for c in changes if c.kind == SET and c.field == key):
            return True
    return False


def a_withdrawal_wins_over_an_edit(found: list[Desk], chance: random.Random) -> bool:
    """I4: whoever withdrew without having seen an edit does not win silently."""
    changes = everything(found)
    state = folded(changes)
    marks = [c for c in changes if c.field == ALIVE]
    named = {dot for mark in marks for dot in mark.base}
    heads = [mark for mark in marks if mark.dot not in named]
    edits = [c for c in changes if c.kind == SET and c.field not in (ALIVE, ERASE)]
    dead = [mark for mark in heads if not mark.content()["alive"]]
    blind = any(e.seq > mark.content()["seen"].get(e.rid, 0) for mark in dead for e in edits)
    divided = bool(dead) and len(dead) < len(heads)
    if blind or divided:
        return not state.alive or ALIVE not in state.conflicts
    return state.alive == bool(dead) or ALIVE in state.conflicts


def a_risk_is_taken_lightly(found: list[Desk], chance: random.Random) -> bool:
    """Of several colours the most careful one is shown until a person decides."""
    changes = everything(found)
    state = folded(changes)
    distinct = {written(changes, dot, "risk") for dot in state.heads.get("risk", ())}
    colours = [colour for colour in ("红", "黄", "蓝", "绿") if colour in distinct]
    return len(distinct) > 1 and bool(colours) and state.values["risk"] != colours[0]


def two_numbers_make_two_changes(found: list[Desk], chance: random.Random) -> bool:
    """What a desk that was put back has written anew changes nothing, whichever number others built upon."""
    changes = everything(found)
    desk = chance.choice(found)
    own = [c for c in changes if c.rid == desk.rid]
    again = sorted(own, key=lambda c: c.seq)[chance.randrange(len(own) + 1) :]
    places = {c.dot: ("f" * 24, number) for number, c in enumerate(again, 1)}
    copies = [written_anew(c, places) for c in again]
    others = []
    for change in changes:
        base = (places.get(dot, dot) if chance.random() < 0.5 else dot for dot in change.base)
        others.append(dataclasses.replace(change, base=tuple(base)))
    state, twice = folded(changes), folded(others + copies)
    gone = {places[dot] for dot in state.erased if dot in places}
    return settled(state) != settled(twice) or twice.erased != state.erased | gone


def settled(state: RowState) -> object:
    """What nobody is asked about, and about what somebody is; which of several is shown, numbers decide."""
    values = {key: value for key, value in state.values.items() if key not in state.conflicts}
    return values, state.alive, set(state.conflicts), state.born


def written_anew(change, places):
    """A change as its desk writes it anew (`store.salvage`)."""
    rid, seq = places[change.dot]
    content, base = change.content(), tuple(places.get(dot, dot) for dot in change.base)
    if change.field == ALIVE:
        seen = dict(content["seen"])
        for old, new in places.items():
            if content["seen"].get(old[0], 0) >= old[1]:
                seen[new[0]] = max(new[1], seen.get(new[0], 0))
        content = {**content, "seen": seen}
    elif change.field == ERASE:
        dots = [places.get((rid, seq), (rid, seq)) for rid, seq in content["changes"]]
        content = {**content, "changes": sorted(map(list, dots))}
    else:
        return dataclasses.replace(change, rid=rid, seq=seq, base=base)
    text = canonical(content)
    digest = digest_of(change.salt, text)
    return dataclasses.replace(change, rid=rid, seq=seq, base=base, value=text, digest=digest)


RULES = {
    rule.__name__: rule
    for rule in (
        order_matters,
        a_head_is_wrong,
        an_update_is_lost,
        a_withdrawal_wins_over_an_edit,
        a_risk_is_taken_lightly,
        two_numbers_make_two_changes,
    )
}


@pytest.mark.parametrize("rule", RULES)
@settings(max_examples=60)
@given(found=desks(erasing=False), chance=orders)
def test_no_history_breaks(rule, found, chance):
    assert not RULES[rule](found, chance)


# ── the same rules see a fold that is wrong ──────────────────────────────────────────────────────────────


def mutant(name: str):
    """The fold with one rule broken."""

    whole = fold

    def broken(record, row, changes, careful):
        known = list(changes)
        if name == "the last to arrive wins":
            latest = {}
            for change in known:
                latest[change.field, change.kind] = change
            return whole(record, row, [c for c in known if c.kind != SET or c in latest.values()], careful)
        if name == "the newest wins":
            known = [
                dataclasses.replace(c, base=tuple({*c.base, *(o.dot for o in known if o.lam < c.lam)}))
                if c.kind == SET and c.field != ALIVE else c
                for c in known
            ]  # fmt: skip
            return whole(record, row, known, careful)
        if name == "a base is only its first head":
            known = [dataclasses.replace(c, base=c.base[:1]) for c in known]
            return whole(record, row, known, careful)
        if name == "a withdrawal has seen everything":
            state = whole(record, row, known, careful)
            if ALIVE in state.conflicts:
                state.alive = False
                del state.conflicts[ALIVE]
            return state
        if name == "the latest risk counts":
            return whole(record, row, known, lambda *about: None)
        raise AssertionError(name)

    return broken


@pytest.mark.parametrize(
    ("name", "rules"),
    [
        ("the last to arrive wins", {"order_matters"}),
        ("the newest wins", {"a_head_is_wrong"}),
        ("a base is only its first head", {"a_head_is_wrong"}),
        ("a withdrawal has seen everything", {"a_withdrawal_wins_over_an_edit"}),
        ("the latest risk counts", {"a_risk_is_taken_lightly"}),
    ],
)
def test_a_fold_that_is_wrong_is_caught(name, rules):
    with patch.dict(globals(), {"fold": mutant(name)}):
        for rule in rules:
            find(
                st.tuples(desks(erasing=False), orders),
                lambda drawn, rule=rule: RULES[rule](*drawn),
                settings=UNSHRUNK,
            )


# ── erasing ──────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("where", [folding, erasure])
def test_a_fold_and_an_erasure_that_take_two_numbers_for_two_changes_are_caught(where):
    assert where.numbers is renumbered.numbers
    with patch.object(where, "numbers", lambda known: {}):
        find(
            st.tuples(desks(erasing=where is erasure), orders),
            lambda drawn: two_numbers_make_two_changes(*drawn),
            settings=UNSHRUNK,
        )


@settings(max_examples=100)
@given(found=desks(), chance=orders)
def test_what_was_erased_is_gone_under_both_of_its_numbers(found, chance):
    assert not two_numbers_make_two_changes(found, chance)


@settings(max_examples=60)
@given(found=desks(), chance=orders)
def test_erasures_too_come_out_the_same_in_any_order(found, chance):
    assert not order_matters(found, chance)


@settings(max_examples=60)
@given(found=desks())
def test_it_does_not_matter_whether_the_erased_values_are_still_at_hand(found):
    changes = everything(found)
    gone = folded(changes).erased
    stripped = [dataclasses.replace(c, value=None, salt=None) if c.dot in gone else c for c in changes]
    assert view(folded(stripped)) == view(folded(changes))


def what_stays(desk: Desk) -> set[tuple[str, object]]:
    """Every value that some change of the record still holds."""
    gone = folded(desk.known.values()).erased
    kept: set[tuple[str, object]] = set()
    for change in desk.known.values():
        content = None if change.dot in gone else change.content()
        if change.kind == NEW and content:
            kept |= set(content.items())
        elif change.kind == SET and change.field not in (ALIVE, ERASE):
            kept.add((change.field, content))
    return {(key, value) for key, value in kept if value is not None}


@settings(max_examples=60)
@given(found=desks(erasing=False), key=st.sampled_from(KEYS))
def test_erasing_takes_every_value_of_its_field_and_nothing_else(found, key):
    [desk, *_] = found
    before, shown = what_stays(desk), folded(desk.known.values())
    desk.erase(key)
    after = folded(desk.known.values())
    assert what_stays(desk) == {(field, value) for field, value in before if field != key}
    assert after.values.get(key) is None
    for other in KEYS:
        if other != key:
            assert after.values.get(other) == shown.values.get(other)
            assert (other in after.conflicts) == (other in shown.conflicts)
    assert after.alive == shown.alive


def something_comes_back(found: list[Desk], key: str, other: str) -> bool:
    """Two desks erase at once; each writes again what the other erased, without knowing it."""
    one, two = found[0], Desk(9)
    two.hear(list(one.known.values()))
    one.erase(key)
    two.erase(other)
    one.hear(list(two.known.values()))
    two.hear(list(one.known.values()))
    same = view(folded(one.known.values())) == view(folded(two.known.values()))
    return not same or bool({field for field, _ in what_stays(one)} & {key, other})


@settings(max_examples=60)
@given(desks(erasing=False), st.sampled_from(KEYS), st.sampled_from(KEYS))
def test_two_desks_that_erase_at_once_bring_nothing_back(found, key, other):
    assert not something_comes_back(found, key, other)


def test_an_erasure_stirs_no_conflict_in_the_fields_that_it_writes_again():
    one, two = Desk(1), Desk(2)
    one.create()
    two.hear(list(one.known.values()))
    one.erase("name")
    two.save("school", "乙")
    one.hear(list(two.known.values()))
    state = folded(one.known.values())
    assert state.values["school"] == "乙"
    assert not state.conflicts


def test_an_erasure_does_not_bring_back_a_record_that_was_withdrawn_elsewhere():
    one, two = Desk(1), Desk(2)
    one.create()
    two.hear(list(one.known.values()))
    one.alive(False)
    two.erase("name")
    one.hear(list(two.known.values()))
    state = folded(one.known.values())
    assert not state.alive
    assert not state.conflicts


def test_what_was_written_before_an_erasure_of_something_else_is_still_told():
    desk = Desk(1)
    desk.create()
    [first, _] = desk.known
    desk.save("school", "乙")
    desk.erase("name")
    assert written(desk.known.values(), first, "school") == "甲"
    assert written(desk.known.values(), first, "name") is None


def test_a_mark_of_erasure_takes_no_marks_of_life_with_it():
    desk = Desk(1)
    desk.create()
    desk.alive(False)
    marks = [change for change in desk.known.values() if change.field == ALIVE]
    content = {"field": "name", "changes": [list(marks[0].dot)]}
    desk.write(desk.begin(), SET, ERASE, content)
    assert not folded(desk.known.values()).alive


def test_a_mark_of_erasure_takes_nothing_of_another_field_that_bears_a_named_number():
    # An old copy of the file, put back, gave the number to something else and erased that.
    desk = Desk(1)
    desk.create()
    desk.save("school", "乙")
    [other] = [change for change in desk.known.values() if change.field == "school"]
    desk.write(desk.begin(), SET, ERASE, {"field": "name", "changes": [list(other.dot)]})
    assert folded(desk.known.values()).values["school"] == "乙"
    desk.write(desk.begin(), SET, ERASE, {"field": "school", "changes": [list(other.dot)]})
    assert folded(desk.known.values()).values["school"] != "乙"


@pytest.mark.parametrize(
    "content", [None, 7, "x", {}, {"field": "name"}, {"changes": [[1], "ab", ["r", "s"]]}]
)
def test_a_mark_that_makes_no_sense_erases_nothing(content):
    desk = Desk(1)
    desk.create()
    desk.write(desk.begin(), SET, ERASE, content)
    assert folded(desk.known.values()).values["name"] == "毛毛"


def test_without_the_rule_for_copies_an_erased_value_would_come_back():
    # The mutant: a copy is a change like any other.
    drawn = st.tuples(desks(erasing=False), st.sampled_from(KEYS), st.sampled_from(KEYS))
    with patch.object(Erasures, "stands_for", lambda *about: None):
        find(drawn, lambda about: something_comes_back(*about), settings=UNSHRUNK)
        with pytest.raises(AssertionError):
            test_an_erasure_stirs_no_conflict_in_the_fields_that_it_writes_again()


# ── examples ─────────────────────────────────────────────────────────────────────────────────────────────


def test_two_forms_opened_on_one_field_and_both_saved_are_a_conflict():
    desk = Desk(1)
    desk.create()
    first, second = Desk(2), Desk(3)
    for other in (first, second):
        other.hear(list(desk.known.values()))
        other.open("school")
    first.save("school", "乙")
    second.hear(list(first.known.values()))
    second.save("school", "丙")
    state = folded(second.known.values())
    assert set(state.conflicts) == {"school"}
    assert {written(second.known.values(), dot, "school") for dot in state.heads["school"]} == {"乙", "丙"}


def test_the_same_answer_twice_is_no_conflict():
    one, two = Desk(1), Desk(2)
    one.create()
    two.hear(list(one.known.values()))
    one.save("school", "乙")
    two.save("school", "乙")
    one.hear(list(two.known.values()))
    assert not folded(one.known.values()).conflicts


def test_a_person_settles_a_conflict_with_an_ordinary_change():
    one, two = Desk(1), Desk(2)
    one.create()
    two.hear(list(one.known.values()))
    one.save("school", "乙")
    two.save("school", "丙")
    one.hear(list(two.known.values()))
    one.save("school", "丙")
    state = folded(one.known.values())
    assert (state.values["school"], state.conflicts) == ("丙", {})


def test_changes_that_came_without_their_beginning_make_no_record_yet():
    one, two = Desk(1), Desk(2)
    one.create()
    two.hear(list(one.known.values()))
    two.save("school", "乙")
    [late] = [change for change in two.known.values() if change.rid == two.rid]
    assert not folded([late]).born
    assert folded([late, *one.known.values()]).values["school"] == "乙"


def test_every_value_that_a_test_writes_is_told_apart():
    assert len(set(VALUES)) == len(VALUES)


CONTENTS = st.dictionaries(
    st.sampled_from([*KEYS, "x.1", "", ALIVE]), st.one_of(st.none(), st.integers(0, 9), st.text(max_size=3))
)


@given(CONTENTS)
def test_the_short_way_of_an_untouched_row_is_the_long_way(content):
    desk = Desk(1)
    change = desk.write(desk.begin(), NEW, "", content)
    assert folded([change, change]) == _folded(RECORD, ROW, [change], cautious)


def test_the_short_way_is_taken():
    desk = Desk(1)
    change = desk.write(desk.begin(), NEW, "", {"name": "毛毛", "school": None})
    with patch("childdesk.domain.fold._folded", side_effect=AssertionError):
        assert folded([change]).values == {"name": "毛毛", "school": None}
