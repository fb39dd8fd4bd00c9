"""The way of a referral: which steps are allowed, what each needs, and that a clock always runs."""

from __future__ import annotations

import itertools
import random
from datetime import UTC, date, datetime, timedelta

import pytest

from childdesk.domain import referral_steps as steps
from childdesk.domain import slip
from childdesk.domain.errors import Refused
from childdesk.domain.ids import new_id
from childdesk.domain.referral_steps import CLOSED, SERVED, STATES, USUAL, Clocks

NOW = datetime(2026, 11, 23, 1, tzinfo=UTC)
DAY = "2026-11-23"
FULL = {
    "date": "2026-11-20",
    "urgency": "一般",
    "route": "12355青少年服务台",
    "consent": "同意",
    "consent_ground": "危及生命",
    "close_reason": "好转",
    "second_look_on": DAY,
    "second_look": "去家里看的",
    "reopened_why": "又不去上学了",
}
PAIRS = list(itertools.product(STATES, STATES))


def go(before, **changes):
    made = steps.patch(before, changes, NOW)
    after = {**before, **made}
    steps.refuse(before, after, NOW)
    return after


@pytest.mark.parametrize(("old", "new"), PAIRS)
def test_a_step_is_allowed_exactly_where_the_table_says(old, new):
    before = FULL | {"state": old}
    if new == old or new in STATES[old].ways:
        assert go(before, state=new)["state"] == new
        return
    with pytest.raises(Refused) as refused:
        go(before, state=new)
    assert refused.value.field == "state"
    assert all(way in refused.value.sentence for way in STATES[old].ways)


@pytest.mark.parametrize(("old", "new"), [(a, b) for a, b in PAIRS if b in STATES[a].ways])
def test_whatever_a_step_needs_is_asked_for_at_its_field(old, new):
    for need in STATES[new].needs:
        before = {key: value for key, value in FULL.items() if key not in (need.key, need.unless)}
        if need.only_if is not None:
            before[need.only_if[0]] = need.only_if[1]
        with pytest.raises(Refused) as refused:
            go(before | {"state": old}, state=new)
        assert refused.value.field == need.key


@pytest.mark.parametrize("consent", [None, "拒绝", "联系不上"])
def test_nobody_is_handed_over_without_consent_or_its_exception(consent):
    with pytest.raises(Refused) as refused:
        go(FULL | {"state": "已告知监护人", "consent": consent}, state="已转出")
    assert refused.value.field == "consent"


def test_a_referral_that_cannot_be_closed_by_a_state_cannot_be_keyed_in_closed_either():
    with pytest.raises(Refused) as refused:
        go({}, date="2026-11-01", state=CLOSED)
    assert refused.value.field == "close_reason"
    assert go({}, date="2026-11-01", state=CLOSED, close_reason="好转")["state"] == CLOSED


def test_a_closed_one_keeps_its_reason_when_it_is_changed():
    closed = go(FULL | {"state": "已反馈"}, state=CLOSED)
    assert closed["closed_on"] == DAY
    with pytest.raises(Refused) as refused:
        go(closed, close_reason=None)
    assert refused.value.field == "close_reason"


def test_reopening_wants_its_reason_and_keeps_the_story():
    closed = go(FULL | {"state": "已反馈", "reopened_why": None}, state=CLOSED)
    with pytest.raises(Refused) as refused:
        go(closed, state=SERVED)
    assert refused.value.field == "reopened_why"
    again = go(closed, state=SERVED, reopened_why="又不去上学了")
    assert (
        again["earlier"]
        == "2026-11-23结案（好转），2026-11-23再看：去家里看的；2026-11-23重新办理：又不去上学了"
    )
    assert [again[key] for key in steps.ENDED] == [None] * 4
    assert steps.running(again, USUAL)
    twice = go(
        go(
            go(again, state="已反馈"), state=CLOSED, close_reason="其他", second_look_on=DAY, second_look="好"
        ),
        state=SERVED,
        reopened_why="搬家",
    )
    assert len(twice["earlier"].splitlines()) == 2


@pytest.mark.parametrize("key", steps.PAST)
def test_a_day_that_has_not_come_is_refused_at_its_field(key):
    with pytest.raises(Refused) as refused:
        go(FULL | {"state": "服务中"}, **{key: "2026-11-24"})
    assert refused.value.field == key


@pytest.mark.parametrize(("earlier", "key"), list(itertools.pairwise(steps.ORDER)))
def test_a_step_before_the_one_before_it_is_refused(earlier, key):
    with pytest.raises(Refused) as refused:
        go({"state": "服务中", earlier: "2026-11-10"}, **{key: "2026-11-09"})
    assert refused.value.field == key


def test_an_urgent_one_has_two_hours_from_the_minute_it_was_written_and_again_from_the_minute_it_was_sent():
    draft = go({}, date=DAY, urgency="紧急", route="120急救", consent="免于同意", consent_ground="危及生命")
    (clock,) = steps.running(draft, USUAL)
    assert clock.kind == "referral.leave"
    assert (clock.until - datetime.fromisoformat(draft["written_at"])) == timedelta(hours=2)
    assert "2小时内（默认值）" in clock.why
    sent = go(go(draft, state="已告知监护人"), state="已转出")
    (clock,) = steps.running(sent, Clocks(urgent_hours=4, changed=frozenset(["urgent_hours"])))
    assert (clock.until - datetime.fromisoformat(sent["sent_at"])) == timedelta(hours=4)
    assert "4小时内" in clock.why
    assert "默认值" not in clock.why


def test_after_the_answer_three_looks_follow_even_when_it_is_closed():
    raw = {"state": CLOSED, "answered_on": "2026-11-01", "close_reason": "好转"}
    seen = []
    for key in steps.LOOK_KEYS:
        (clock,) = steps.running(raw, USUAL)
        seen.append((clock.kind, (clock.due - date(2026, 11, 1)).days))
        raw[key] = DAY
    assert seen == [("referral.look", 7), ("referral.look", 30), ("referral.look", 90)]
    assert steps.running(raw, USUAL) == []
    assert steps.running({"state": CLOSED, "answered_on": "2026-11-01", "close_reason": "误报"}, USUAL) == []


def history(seed):
    """A referral that goes any way that is open to it, with days between; each state it was in."""
    rnd = random.Random(seed)
    now = NOW - timedelta(days=400)
    first = {"date": steps.minute(now)[:10], "urgency": rnd.choice(["一般", "加急", "紧急", None])}
    extra = {key: value for key, value in FULL.items() if key not in first and rnd.random() < 0.7}
    raw = {**first, **extra, "second_look_on": first["date"]}
    raw |= steps.patch({}, raw, now)
    yield raw, now
    for _ in range(rnd.randrange(1, 25)):
        now += timedelta(minutes=rnd.choice([1, 90, 1440, 5000, 50_000]))
        wanted = rnd.choice([*STATES[steps.state_of(raw)].ways, *STATES])
        changes = {"state": wanted} | ({"next_date": None} if rnd.random() < 0.3 else {})
        if rnd.random() < 0.3:
            changes["next_date"] = steps.minute(now + timedelta(days=rnd.randrange(60)))[:10]
        try:
            made = steps.patch(raw, changes, now)
            steps.refuse(raw, {**raw, **made}, now)
        except Refused:
            continue
        raw = {**raw, **made}
        yield raw, now


@pytest.mark.parametrize("part", range(4))
def test_over_random_histories_nothing_falls_through(part):
    reached = set()
    for seed in range(part * 250, part * 250 + 250):
        for raw, now in history(seed):
            state = steps.state_of(raw)
            reached.add(state)
            clocks = steps.running(raw, USUAL)
            if state == CLOSED:
                assert raw["close_reason"]
                assert raw["second_look"]
                assert raw["closed_on"] <= steps.minute(now)[:10]
            else:
                assert clocks, f"{state} without a clock"
                assert clocks[0].kind != "referral.look"
                # A step that was made long ago is due, whatever was agreed beside it.
                later = date.fromisoformat(steps.minute(now)[:10]) + timedelta(days=31)
                assert any(one.due <= later for one in clocks)
    assert reached == set(STATES)


def test_a_draft_without_anything_stands_at_the_head_until_it_has_a_day():
    (clock,) = steps.running({}, USUAL)
    assert clock.due < date(2001, 1, 1)


def test_the_code_of_a_slip_is_read_back_and_one_wrong_character_is_noticed():
    for _ in range(200):
        row = new_id()
        made = slip.code(row)
        assert slip.read(f" {slip.shown(row).lower()} ") == made
        at = random.Random(row).randrange(8)
        other = next(one for one in slip.ALPHABET if one != made[at])
        with pytest.raises(Refused):
            slip.read(made[:at] + other + made[at + 1 :])
        for place in range(7):
            turned = made[:place] + made[place + 1] + made[place] + made[place + 2 :]
            if turned != made:
                with pytest.raises(Refused):
                    slip.read(turned)
    with pytest.raises(Refused, match="现在3位"):
        slip.read("abc")
