"""Every rule of the exchange with that rule broken, and the one test that is named for catching it.

`caught(name)` runs the named test with the rule as it is, then broken. A rule that stands behind another is
broken where its test calls it alone.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from dataclasses import replace
from unittest.mock import patch

from childdesk.domain import link as rules
from childdesk.domain.link import Verdict
from childdesk.store import admission, exchange, journal, salvage, scope, stubs, writer
from childdesk.store.connection import database
from childdesk.store.routing import Router
from tests.domain import test_link
from tests.store import test_empty_stubs, test_exchange
from tests.store.towns import three

Patch = contextlib.AbstractContextManager[object]


def _newest_wins() -> Patch:
    whole = writer.fold

    def broken(*about):
        state = whole(*about)
        state.conflicts.clear()
        return state

    return patch.object(writer, "fold", broken)


def _silent_delete() -> Patch:
    whole = writer.fold

    def broken(*about):
        state = whole(*about)
        if state.unseen:
            state.alive = False
            state.conflicts.pop("_alive", None)
        return state

    return patch.object(writer, "fold", broken)


def _ack_on_export() -> Patch:
    whole = exchange.Exchange.compose

    def broken(self, no, wants=()):
        made = whole(self, no, wants)
        with database(self.connection).atomic():
            exchange.links.put(self.connection, no, acked=made.manifest.span.upto)
        return made

    return patch.object(exchange.Exchange, "compose", broken)


def _ack_never() -> Patch:
    whole = exchange.links.put

    def broken(connection, no, **values):
        values.pop("acked", None)
        if values:
            whole(connection, no, **values)

    return patch.object(exchange.links, "put", broken)


def _no_history() -> Patch:
    def broken(self, link, rows, **_told):
        for at in rows:
            sql = "SELECT max(arr) FROM change WHERE record = ? AND row = ?"
            self._number(link, [self.connection.execute(sql, at).fetchone()[0]], [])

    return patch.object(Router, "_push", broken)


def _no_forwarding() -> Patch:
    whole = Router._batch

    def broken(self, after):
        batch = whole(self, after)
        sql = "SELECT c.arr FROM change c JOIN incarnation i ON i.no = c.inc WHERE i.rid = ?"
        own = {row[0] for row in self.connection.execute(sql, (self.chain.recall("rid", ""),))}
        batch.rows = {
            at: kept for at, arrs in batch.rows.items() if (kept := [arr for arr in arrs if arr in own])
        }
        return batch

    return patch.object(Router, "_batch", broken)


def _judge(changed: Callable) -> Patch:
    whole = rules.judge

    def broken(link, span, ack_ch, *, lost):
        return whole(*changed(link, span, ack_ch, lost)[:3], lost=changed(link, span, ack_ch, lost)[3])

    return patch.object(rules, "judge", broken)


def _constant(where: object, name: str, value: object) -> Patch:
    return patch.object(where, name, lambda *_, **__: value)


def _without_old() -> Patch:
    return _judge(
        lambda link, span, ch, lost: (link, replace(span, epoch=max(span.epoch, link.epoch)), ch, lost)
    )


def _erased_is_emptied() -> Patch:
    def broken(connection):
        sql = "SELECT s.row FROM stub s JOIN change c ON c.row = s.child WHERE c.value IS NULL"
        return {str(row[0]): stubs.EVERYTHING for row in connection.execute(sql)}

    # That what is filled is told anew would make good for it.
    return patch.multiple(stubs, dropped=broken, late=lambda *_: [])


def _erased_is_dropped() -> Patch:
    def broken(connection, arrivals):
        found = journal.numbered(connection, sorted(arrivals))
        stubbed = stubs.rows(connection)
        return frozenset(arr for arr, one in found if one.value is None and one.row in stubbed)

    return patch.object(stubs, "let_go", broken)


BROKEN: dict[str, tuple[Callable[[], Patch], Callable[..., None]]] = {
    "the newest wins": (_newest_wins, test_exchange.test_both_edit_one_field_and_both_see_the_conflict),
    "a withdrawal wins silently": (
        _silent_delete,
        test_exchange.test_an_edit_that_a_withdrawal_had_not_seen_keeps_the_file_and_asks,
    ),
    "what was written counts as received": (_ack_on_export, test_exchange.test_lost_packets_cost_nothing),
    "no acknowledgement": (
        _ack_never,
        test_exchange.test_nothing_is_sent_again_once_it_is_acknowledged,
    ),
    "no history on a move": (
        _no_history,
        test_exchange.test_a_child_moves_with_its_whole_history_and_leaves_a_stub,
    ),
    "no forwarding": (_no_forwarding, test_exchange.test_three_levels_meet),
    "no dedupe": (
        lambda: _constant(Router, "_gone_over", set()),
        test_exchange.test_what_came_from_a_desk_is_not_sent_back_to_it,
    ),
    "no headers": (
        lambda: _constant(Router, "_headers", []),
        test_exchange.test_what_a_village_writes_is_at_the_township_and_comes_back_edited,
    ),
    "who left is not told": (
        lambda: _constant(Router, "_let_go", None),
        test_exchange.test_a_child_moves_with_its_whole_history_and_leaves_a_stub,
    ),
    "who came back is not noticed": (
        lambda: _constant(Router, "_note_return", set()),
        test_exchange.test_a_child_who_comes_back_is_whole_again,
    ),
    "no fork check": (
        lambda: _constant(exchange.Exchange, "_continues", True),
        test_exchange.test_what_an_old_copy_wrote_is_saved_beside_what_the_others_know,
    ),
    "numbers may be used twice": (
        lambda: _constant(exchange.Exchange, "_clashes", False),
        test_exchange.test_numbers_used_for_something_else_are_told_to_who_uses_them,
    ),
    "the chain is not checked": (
        lambda: _constant(exchange, "_holds_together", True),
        test_exchange.test_a_packet_from_which_a_change_was_taken_is_refused,
    ),
    "no salvage": (
        lambda: patch.multiple(
            exchange.salvage,
            collided=lambda *_: {},
            move=lambda connection, chain, *_: (salvage.begin_in_doubt(chain), set())[1],
        ),
        test_exchange.test_what_an_old_copy_wrote_is_saved_beside_what_the_others_know,
    ),
    "numbers go on after going back": (
        lambda: _constant(exchange.salvage, "begin_in_doubt", None),
        test_exchange.test_a_desk_that_had_gone_back_never_uses_its_old_numbers_again,
    ),
    "anybody may write anything": (
        lambda: patch.object(admission, "sorted_out", lambda c, u, link, changes, rid: (changes, [])),
        test_exchange.test_another_villages_record_is_put_aside_and_not_applied,
    ),
    "no brake": (
        lambda: _constant(exchange.Exchange, "_is_large", False),
        test_exchange.test_many_withdrawals_at_once_need_a_person_to_say_yes,
    ),
    "S3 goes everywhere": (
        lambda: _constant(scope, "is_sealed", False),
        test_exchange.test_sealed_fields_stay_where_the_pairing_does_not_carry_them,
    ),
    "no stub": (
        lambda: _constant(stubs, "part", []),
        test_exchange.test_a_child_moves_with_its_whole_history_and_leaves_a_stub,
    ),
    "a stub before the acknowledgement": (
        lambda: _constant(stubs, "_acknowledged", True),
        test_exchange.test_a_late_edit_of_the_former_village_still_arrives,
    ),
    "an erasure stays where it was": (
        lambda: _constant(writer.erasing, "drop", False),
        test_exchange.test_an_erasure_travels_and_nothing_of_the_value_is_left,
    ),
    "a stub of whom something was erased counts as empty": (
        _erased_is_emptied,
        test_exchange.test_a_restored_township_hears_of_an_erasure_from_the_village_that_the_child_has_left,
    ),
    "a value that was erased counts as dropped": (
        _erased_is_dropped,
        test_exchange.test_a_restored_township_gets_a_child_back_of_whom_something_was_erased_and_who_has_left,
    ),
    "what an empty stub is told is kept back": (
        lambda: _constant(stubs, "late", []),
        test_empty_stubs.test_what_an_empty_stub_is_told_before_the_township_has_found_its_feet_goes_up_too,
    ),
    "a stub forgets whose the child was": (
        lambda: _constant(stubs, "units", []),
        test_empty_stubs.test_it_is_taken_too_from_a_new_computer_of_the_village,
    ),
    "what a stub is told anew is dropped at once": (
        lambda: _constant(stubs, "_filled", set()),
        test_empty_stubs.test_what_a_former_village_hears_anew_it_keeps_for_a_township_that_goes_back_to_a_backup,
    ),
    "who tells an emptied stub anew is believed to know of the move": (
        lambda: _constant(Router, "tell_back", None),
        test_empty_stubs.test_a_move_that_only_the_empty_stub_knows_comes_back_to_a_restored_township,
    ),
    "what an erasure wrote again says nothing": (
        lambda: patch.object(admission.Erasures, "stands_for", lambda *_: None),
        test_exchange.test_a_child_of_whom_something_was_erased_comes_back_whole_too,
    ),
    "epochs count for nothing": (_without_old, test_link.test_a_lower_epoch_is_an_old_file),
    "no rollback check": (
        lambda: _judge(lambda link, span, ch, lost: (link, span, ch, False)),
        test_link.test_a_change_of_ours_that_we_do_not_know_means_that_this_desk_has_gone_back,
    ),
    "no check of what was never sent": (
        lambda: _judge(
            lambda link, span, ch, lost: (link, replace(span, ack=min(span.ack, link.pos)), ch, lost)
        ),
        test_link.test_an_acknowledgement_of_what_was_never_sent_means_that_this_desk_has_gone_back,
    ),
    "no check of the acknowledged chain": (
        lambda: _judge(lambda link, span, ch, lost: (link, span, span.ack_ch, lost)),
        test_link.test_an_acknowledgement_with_another_chain_means_that_this_desk_has_gone_back,
    ),
    "no gap check": (
        lambda: _judge(
            lambda link, span, ch, lost: (link, replace(span, frm=min(span.frm, link.recv)), ch, lost)
        ),
        test_link.test_a_gap_means_that_this_desk_has_gone_back,
    ),
    "no check where we stand": (
        lambda: _judge(lambda link, span, ch, lost: (link, replace(span, frm_ch=link.recv_ch), ch, lost)),
        test_link.test_another_chain_where_we_stand_means_that_the_other_side_has_gone_back,
    ),
    "a renewed pairing is not taken up": (
        lambda: _constant(rules, "judge", Verdict.OLD),
        test_link.test_a_higher_epoch_that_begins_at_nothing_is_a_pairing_made_anew,
    ),
}
"""Name of the broken rule → what breaks it, and the test that must then fail."""


def _run(test: Callable[..., None]) -> None:
    if "town" not in test.__code__.co_varnames[: test.__code__.co_argcount]:
        test()
        return
    with three() as made:
        test(made)


def caught(name: str) -> str:
    """How the named test fails once the rule is broken; empty when it does not. It must hold before."""
    breaking, test = BROKEN[name]
    _run(test)
    with breaking():
        try:
            _run(test)
        except NameError:
            raise  # that is a fault of the variant, not its discovery
        except Exception as error:  # noqa: BLE001 - however a broken rule shows, it is seen
            return type(error).__name__
    return ""
