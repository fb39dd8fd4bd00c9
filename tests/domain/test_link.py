"""What a package means for a link, rule by rule: each with all the others satisfied."""

from __future__ import annotations

from dataclasses import replace

import pytest

from childdesk.domain import link as rules
from childdesk.domain.link import Link, Peer, Span, Verdict
from childdesk.domain.wire import START

CH, OTHER = b"a" * 16, b"b" * 16
LINK = Link(
    1, Peer("n", "village", "1", "村", "", ""), True, True, "r", "p", 2, False, 5, 7, CH, 9, CH, 1, "", ""
)
SPAN = Span(2, False, 7, CH, 8, OTHER, 5, CH)


def judged(span=SPAN, ack_ch=CH, lost=False):
    return rules.judge(LINK, span, ack_ch, lost=lost)


def test_what_fits_is_taken():
    assert judged() is Verdict.TAKE


def test_a_lower_epoch_is_an_old_file():
    assert judged(replace(SPAN, epoch=1)) is Verdict.OLD


def test_a_higher_epoch_that_begins_at_nothing_is_a_pairing_made_anew():
    assert judged(Span(3, False, 0, START, 4, CH, 0, START)) is Verdict.RENEW


@pytest.mark.parametrize("about", [{"frm": 3}, {"ack": 3}], ids=str)
def test_a_higher_epoch_that_is_already_under_way_means_that_this_desk_forgot_it(about):
    assert judged(replace(Span(3, False, 0, START, 4, CH, 0, START), **about)) is Verdict.BEHIND


def test_a_change_of_ours_that_we_do_not_know_means_that_this_desk_has_gone_back():
    assert judged(lost=True) is Verdict.BEHIND


def test_an_acknowledgement_of_what_was_never_sent_means_that_this_desk_has_gone_back():
    assert judged(replace(SPAN, ack=10)) is Verdict.BEHIND


def test_an_acknowledgement_with_another_chain_means_that_this_desk_has_gone_back():
    assert judged(ack_ch=OTHER) is Verdict.BEHIND
    assert judged(ack_ch=None) is Verdict.BEHIND


def test_a_gap_means_that_this_desk_has_gone_back():
    assert judged(replace(SPAN, frm=8)) is Verdict.BEHIND


def test_another_chain_where_we_stand_means_that_the_other_side_has_gone_back():
    assert judged(replace(SPAN, frm_ch=OTHER)) is Verdict.FORKED


def test_an_older_beginning_is_taken_and_looked_at_more_closely():
    assert judged(replace(SPAN, frm=5, frm_ch=OTHER)) is Verdict.TAKE


def test_a_record_comes_down_only_where_it_may():
    assert rules.concerns("990101001001", frozenset(("990101001001",)), down=False)
    assert rules.concerns("990101", frozenset(("990101001001",)), down=False)
    assert not rules.concerns("990101001001", frozenset(("990101001",)), down=False)
    assert rules.concerns("990101001001", frozenset(("990101001",)), down=True)
    assert not rules.concerns("990101001001", frozenset(("990101001002",)), down=True)
