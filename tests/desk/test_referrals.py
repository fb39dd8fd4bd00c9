"""Referrals: the board without names, opening with a reason, the steps forward, drafts, doubts."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from childdesk.desk import drafting, history, referral_board, referrals
from childdesk.domain import work_options
from childdesk.domain.errors import Refused
from childdesk.domain.referral import Referral
from childdesk.domain.referral_steps import CLOSED, ENDED, ORDER, PAST, STATES
from childdesk.store import access, reader
from tests.desk import made

TEXTS = {
    "urgency": "加急",
    "route": "12355",
    "receiver": "县青少年服务台",
    "reason": "近三周话变少，夜里醒两三次",
    "done_before": "家访两次，和班主任说过",
    "danger": "无",
    "child_wish": "想先和妈妈说一说",
}


@pytest.fixture
def session(tmp_path):
    opened = made.session_in(tmp_path / "desk")
    yield opened
    opened.ledger.close()


@pytest.fixture
def child(session):
    return made.child(session, "周小禾")


def stored(session, row):
    return reader.get(session.ledger.connection, "referral", row)


def test_consent_decides_in_which_state_a_referral_begins(session, child):
    begins = {
        "": "草稿",
        "同意": "已告知监护人",
        "免于同意": "已告知监护人",
        "拒绝": "拒绝",
        "联系不上": "失联",
    }
    for consent, state in begins.items():
        row = referrals.save_new(session, child, {**TEXTS, "consent": consent}).id
        assert stored(session, row)["state"] == state


def test_a_new_referral_stands_in_the_fields_of_the_form_and_its_draft_is_gone(session, child):
    drafting.keep(session, referrals.PAGE, child, {"reason": "x"})
    saved = referrals.save_new(session, child, {**TEXTS, "date": "今天", "next_date": ""})
    row = stored(session, saved.id)
    assert (row["route"], row["urgency"], row["danger"]) == ("12355青少年服务台", "加急", "否")
    assert (row["date"], row["from_person"]) == ("2026-11-23", "陈桂兰")
    assert drafting.load(session, referrals.PAGE, child) == {}
    assert history.apply_undo(session, saved.entry).reverted == 1


def test_what_cannot_be_read_is_refused_at_its_field_and_nothing_is_written(session, child):
    for key, text in (("next_date", "2026-11-31"), ("receiver_phone", "12"), ("urgency", "快")):
        with pytest.raises(Refused) as refused:
            referrals.save_new(session, child, {**TEXTS, key: text})
        assert refused.value.field == key
    assert reader.count(session.ledger.connection, "referral") == 0


def test_the_board_shows_family_names_and_clocks_and_whose_turn_it_is(session, child):
    draft = referrals.save_new(session, child, TEXTS).id
    sent = referrals.save_new(session, child, {**TEXTS, "consent": "同意"}).id
    referrals.step(session, sent, "已转出", {})
    told = referral_board.board(session)
    assert told.sentence == "在办2份　1份轮到您"
    assert [card.id for card in told.columns["草稿"]] == [draft]
    (card,) = told.columns["已转出"]
    assert (card.title, card.urgency, card.route) == ("周〇〇", "加急", "县青少年服务台")
    assert (card.clock.text, card.turn, card.mine) == ("等接收第0天，限3天", "县青少年服务台：接收", False)
    session.clock.moment += timedelta(days=4)
    (card,) = referral_board.board(session).columns["已转出"]
    assert (card.clock, card.turn) == (("等接收第4天，超1天", "late", ""), "您：打电话催问")
    assert referral_board.board(session).sentence == "在办2份　2份超期　2份轮到您"
    assert "周小禾" not in repr(told)
    assert "话变少" not in repr(told)


def test_the_clock_of_an_answer_warns_before_it_is_late(session, child):
    row = referrals.save_new(session, child, {**TEXTS, "consent": "同意"}).id
    for state in ("已转出", "已接收", "服务中"):
        referrals.step(session, row, state, {})
    assert stored(session, row)["accepted_on"] == "2026-11-23"
    session.clock.moment += timedelta(days=27)
    (card,) = referral_board.board(session).columns["服务中"]
    assert (card.clock.text, card.clock.tone, card.turn) == ("服务第27天，快到30天", "soon", "您：先问一声")


def test_without_the_right_only_their_number_is_known_and_none_is_opened(tmp_path):
    session = made.session_in(tmp_path / "desk", s3=False)
    row = referrals.save_new(session, made.child(session, "周小禾"), TEXTS).id
    told = referral_board.board(session)
    assert (told.sealed, told.open, told.sentence) == (1, (), "有1份受保护的转介在办")
    for work in (
        lambda: referrals.open_one(session, row, "看一眼"),
        lambda: referrals.step(session, row, "结案", {"close_reason": "误报"}),
        lambda: referrals.save_changes(session, row, {"reason": "x"}, "y"),
    ):
        with pytest.raises(Refused, match="不能看保密记录"):
            work()
    session.ledger.close()


def test_opening_wants_a_reason_and_the_log_keeps_it(session, child):
    row = referrals.save_new(session, child, {**TEXTS, "consent": "同意"}).id
    with pytest.raises(Refused):
        referrals.open_one(session, row, " ")
    opened = referrals.open_one(session, row, "核对材料")
    assert opened.values["reason"] == TEXTS["reason"]
    assert opened.values["danger"] == "否"
    assert (opened.state, opened.steps) == ("已告知监护人", ("已转出", "拒绝", "失联", "结案"))
    assert opened.whose.name == "周小禾"
    line = access.lines(session.ledger.connection)[0]
    assert (line.act, line.record, line.reason) == ("open_s3", row, "核对材料")


def test_a_referral_goes_its_way_to_the_end_with_the_days_of_its_steps(session, child):
    row = referrals.save_new(session, child, TEXTS).id
    with pytest.raises(Refused, match="监护人的意见"):
        referrals.step(session, row, "已告知监护人", {})
    referrals.step(session, row, "已告知监护人", {"consent": "同意", "consent_way": "当面、电话"})
    for state in ("已转出", "已接收", "服务中"):
        referrals.step(session, row, state, {})
    referrals.step(session, row, "已反馈", {"answer": "谈了三次，到校正常"})
    with pytest.raises(Refused) as refused:
        referrals.step(session, row, "结案", {})
    assert refused.value.field == "close_reason"
    with pytest.raises(Refused) as refused:
        referrals.step(session, row, "结案", {"close_reason": "好转"})
    assert refused.value.field == "second_look_on"
    looked = {"close_reason": "好转", "second_look_on": "今天", "second_look": "去家里看的，吃睡都好"}
    referrals.step(session, row, "结案", looked)
    raw = stored(session, row)
    assert [raw[key] for key in ("state", "accepted_on", "answered_on", "closed_on", "close_reason")] == [
        "结案", "2026-11-23", "2026-11-23", "2026-11-23", "好转",
    ]  # fmt: skip
    assert [card.id for card in referral_board.board(session).closed] == [row]
    assert referral_board.board(session).open == ()


def test_nothing_is_handed_over_without_consent_and_no_step_is_jumped(session, child):
    row = referrals.save_new(session, child, TEXTS).id
    with pytest.raises(Refused, match="不能直接到"):
        referrals.step(session, row, "已转出", {})
    referrals.step(session, row, "拒绝", {"consent": "拒绝"})
    referrals.step(session, row, "已告知监护人", {})
    with pytest.raises(Refused) as refused:
        referrals.step(session, row, "已转出", {})
    assert refused.value.field == "consent"
    with pytest.raises(Refused) as refused:
        referrals.step(session, row, "已转出", {"consent": "免于同意"})
    assert refused.value.field == "consent_ground"
    referrals.step(session, row, "已转出", {"consent": "免于同意", "consent_ground": "危及生命"})


def test_every_state_of_the_list_has_its_ways_on():
    states = set(work_options.REFERRAL_STATE.codes())
    assert set(STATES) == states
    assert {one for state in STATES.values() for one in state.ways} <= states
    assert all(CLOSED in state.ways for state in STATES.values() if state.word != CLOSED)
    assert {*referral_board.COLUMNS, *referral_board.SIDES, CLOSED} == states
    fields = set(Referral.fields())
    assert {key for state in STATES.values() for key in state.stamps} <= fields
    assert {need.key for state in STATES.values() for need in state.needs} <= fields
    assert {*ENDED, *PAST, *ORDER} <= fields


def test_the_form_knows_what_a_childs_age_asks_for(session):
    young = referrals.whose(session, made.child(session, "周小满", birth="2021-03-02", id_number=""))
    assert (young.asks_wish, young.needs_consent) == (False, True)
    old = referrals.whose(session, made.child(session, "孙雨桐", birth="2010-12-03", id_number=""))
    assert (old.asks_wish, old.needs_consent) == (True, False)
    assert "写看到、听到的，不写诊断" in old.notes


def test_a_diagnosis_and_numbers_are_doubted_and_not_refused(session, child):
    who = referrals.whose(session, child)
    told = referrals.warnings(
        {"reason": "好像有抑郁症", "done_before": "打了13000002217", "child_wish": "愿意"}, who
    )
    assert set(told) == {"reason", "done_before"}
    assert referrals.warnings({"consent": "免于同意", "child_wish": "愿意"}, who).keys() == {"consent"}
    assert referrals.warnings({"consent": "免于同意", "danger": "有", "child_wish": "愿意"}, who) == {}


@given(st.text(max_size=60))
def test_doubts_are_short_sentences_whatever_was_written(text):
    who = referrals.Whose("c", "周小禾", "", None, "", ())
    for sentence in referrals.warnings({"reason": text, "follow_up": text}, who).values():
        assert len(sentence) <= 20
