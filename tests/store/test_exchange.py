"""Two and three desks and the packets between them: nothing lost, nothing doubled, old copies found."""

from __future__ import annotations

from dataclasses import replace

from childdesk.domain.ids import new_id
from childdesk.domain.plan import New, Set
from childdesk.domain.wire import chained, mark
from childdesk.store import checking, links, salvage, scope, stubs
from childdesk.store.connection import database
from childdesk.store.exchange import Packet
from tests.store.towns import ONE, TOWN, TWO, as_packet, as_text, carry, pair, seat, settle


def sound(*seats):
    """The journal and the rows of every desk hold."""
    for one in seats:
        found = [*checking.journal_problems(one.connection), *checking.row_problems(one.connection)]
        assert found == []


def test_what_a_village_writes_is_at_the_township_and_comes_back_edited(town):
    above, one, two = town
    child = one.child(school="甲校")
    taken = carry(one, above)
    assert (taken.accepted, taken.applied) == (True, 2)
    above.set(child, note="看过了")
    carry(above, one)
    assert one.get(child)["note"] == "看过了"
    carry(above, two)
    assert two.get(child) is None
    sound(*town)


def test_at_a_pairing_the_desk_above_is_offered_all_without_a_look_at_whose_each_record_is(monkeypatch):
    above, one = seat(TOWN), seat(ONE)
    children = {one.child(school=f"{number}校") for number in range(40)}
    looked = []
    monkeypatch.setattr(scope.Places, "_read", lambda _self, rows: looked.extend(rows))
    pair(one, above)
    monkeypatch.undo()
    assert looked == [], "thousands of records are folded for nothing"
    assert carry(one, above).fresh == {("child", child) for child in children}
    for made in (above, one):
        made.close()


def test_a_packet_read_twice_changes_nothing(town):
    above, one, _ = town
    one.child()
    packet = one.packet(above)
    above.take(packet)
    again = above.take(packet)
    assert (again.accepted, again.applied) == (True, 0)


def test_lost_packets_cost_nothing(town):
    above, one, _ = town
    children = []
    for _ in range(3):
        children.append(one.child())
        one.packet(above)
    assert carry(one, above).applied == 6
    assert all(above.get(child) for child in children)


def test_packets_may_come_in_any_order(town):
    above, one, _ = town
    first_child = one.child()
    first = one.packet(above)
    second_child = one.child()
    second = one.packet(above)
    assert above.take(second).applied == 4
    assert above.take(first).applied == 0
    assert above.get(first_child) and above.get(second_child)


def test_nothing_is_sent_again_once_it_is_acknowledged(town):
    above, one, _ = town
    one.child()
    carry(one, above)
    assert one.exchange.waiting(one.link(above)) == 2
    carry(above, one)
    assert one.exchange.waiting(one.link(above)) == 0
    assert carry(one, above).known == 0


def test_both_edit_one_field_and_both_see_the_conflict(town):
    above, one, _ = town
    child = one.child(school="甲校")
    settle(one, above)
    one.set(child, school="乙校")
    above.set(child, school="丙校")
    settle(one, above)
    assert one.conflicts() == above.conflicts() == [("child", child, "school")]
    above.set(child, school="丙校")
    settle(one, above)
    assert one.conflicts() == above.conflicts() == []
    assert one.get(child)["school"] == above.get(child)["school"] == "丙校"


def test_a_child_moves_with_its_whole_history_and_leaves_a_stub(town):
    above, one, two = town
    child = one.child(school="甲校")
    one.set(child, note="旧事")
    visit = new_id()
    one.write(New("visit", visit, {"child": child, "date": "2026-11-01"}))
    settle(one, above)
    above.set(child, unit=TWO)
    carry(above, two)
    assert two.get(child)["note"] == "旧事"
    assert two.get(visit, "visit")["date"] == "2026-11-01"
    assert {c.dot for c in two.changes()} == {c.dot for c in above.changes()}
    carry(above, one)
    assert one.get(child) is None
    assert one.get(visit, "visit") is None
    assert [(told["initial"], told["unit"]) for told in stubs.told(one.connection)] == [("周", TWO)]
    settle(one, above, two)
    settle(one, above, two)
    assert all(c.value is None for c in one.changes() if c.row in (child, visit) and c.field != "unit")
    before = len(one.changes())
    two.set(child, note="新事")
    settle(one, above, two)
    assert len(one.changes()) == before
    sound(*town)


def test_a_late_edit_of_the_former_village_still_arrives(town):
    above, one, two = town
    child = one.child()
    settle(one, above)
    above.set(child, unit=TWO)
    one.set(child, note="晚了一步")
    carry(above, one)
    assert one.get(child)["note"] == "晚了一步"
    settle(one, above, two)
    assert two.get(child)["note"] == "晚了一步"
    assert one.get(child) is None
    sound(*town)


def test_a_child_who_comes_back_is_whole_again(town):
    above, one, two = town
    child = one.child(note="旧事", school="甲校")
    settle(one, above, two)
    above.set(child, unit=TWO)
    settle(one, above, two)
    assert one.get(child) is None
    two.set(child, school="乙校")
    settle(one, above, two)
    above.set(child, unit=ONE)
    settle(one, above, two)
    assert one.get(child) == above.get(child)
    assert (one.get(child)["note"], one.get(child)["school"]) == ("旧事", "乙校")
    assert two.get(child) is None
    assert stubs.told(one.connection) == []
    sound(*town)


def test_a_child_of_whom_something_was_erased_comes_back_whole_too(town):
    above, one, two = town
    child = one.child(note="旧事", school="甲校")
    one.writer.erase(one.person, "child", child, "school", "写错了")
    settle(one, above, two)
    above.set(child, unit=TWO)
    settle(one, above, two)
    assert one.get(child) is None
    above.set(child, unit=ONE)
    settle(one, above, two)
    assert one.get(child)["note"] == "旧事"
    assert one.get(child)["school"] is None
    sound(*town)


def test_a_restored_township_hears_of_an_erasure_from_the_village_that_the_child_has_left(town):
    above, one, two = town
    child = one.child(note="旧事")
    one.set(child, note="写错的话")
    settle(one, above, two)
    above.set(child, unit=TWO)
    backup = above.copy()
    one.writer.erase(one.person, "child", child, "note", "写错了")
    one.set(child, health="好")
    carry(one, above)
    carry(above, one)
    assert one.get(child) is None
    town[0] = above = backup.renewed()
    settle(one, above, two, rounds=4)
    assert above.get(child)["note"] is None
    assert above.get(child)["health"] == "好"
    assert two.get(child)["health"] == "好"
    sound(above, one, two)


def test_a_restored_township_gets_a_child_back_of_whom_something_was_erased_and_who_has_left(town):
    above, one, _ = town
    settle(one, above)
    backup = above.copy()
    child = one.child(note="写错的话")
    one.writer.erase(one.person, "child", child, "note", "写错了")
    settle(one, above)
    above.set(child, unit=TWO)
    carry(above, one)
    assert one.get(child) is None
    town[0] = above = backup.renewed()
    settle(one, above)
    assert above.get(child)["name"] == "周小禾"
    assert above.get(child)["note"] is None
    sound(above, one)


def test_two_moves_at_once_wait_for_a_person_and_both_villages_keep_the_file(town):
    above, one, two = town
    child = one.child()
    settle(one, above, two)
    above.set(child, unit=TWO)
    one.set(child, unit=TOWN + "003")
    settle(one, above, two)
    assert ("child", child, "unit") in above.conflicts()
    assert two.get(child) is not None


def test_a_desk_whose_old_file_was_put_back_takes_back_what_it_had_told(town):
    above, one, _ = town
    child = one.child(school="甲校")
    settle(one, above)
    old = one.copy()
    one.set(child, note="后来")
    carry(one, above)
    back = old
    assert not carry(above, back).accepted
    settle(back, above)
    assert back.get(child)["note"] == "后来"
    sound(back, above)


def test_what_an_old_copy_wrote_is_saved_beside_what_the_others_know(town):
    above, one, _ = town
    child = one.child(school="甲校")
    other = one.child()
    settle(one, above)
    old = one.copy()
    one.set(child, note="真的后来")
    one.set(other, note="甲")
    settle(one, above)
    old.set(child, school="乙校")
    old.set(other, village_group="3组")
    old.set(child, note="旧档案里写的")
    refused = carry(old, above)
    assert (refused.accepted, refused.applied) == (False, 0)
    carry(above, old)
    settle(old, above)
    for desk in (old, above):
        assert desk.get(child)["school"] == "乙校"
        assert (desk.get(other)["note"], desk.get(other)["village_group"]) == ("甲", "3组")
        assert ("child", child, "note") in desk.conflicts()
    assert {c.dot for c in old.changes()} == {c.dot for c in above.changes()}
    sound(old, above)


def test_a_withdrawal_in_an_old_copy_moves_with_what_it_had_seen(town):
    above, one, _ = town
    child = one.child()
    settle(one, above)
    old = one.copy()
    one.child()
    carry(one, above)
    old.set(child, note="写过")
    old.withdraw(child)
    carry(above, old)
    settle(old, above)
    assert old.get(child) is None and above.get(child) is None
    assert old.conflicts() == above.conflicts() == []
    sound(old, above)


def test_what_was_erased_in_an_old_copy_is_known_as_erased_when_its_number_changes_after_that(town):
    """Of an old copy it is known bit by bit where it begins to differ, so its numbers change more than once.

    The erasure is written between two such times; what stands beside it in the same row keeps its value.
    """
    above, old, _ = town
    child = old.child()
    old.set(child, school="乙校")
    first = old.changes()[-1]
    old.set(child, note="甲")
    later = old.changes()[-2]
    with database(old.connection).atomic():
        old.writer.derive(salvage.move(old.connection, old.writer.chain, {later.rid: later.seq}))
    old.writer.erase(old.person, "child", child, "school", "试")
    with database(old.connection).atomic():
        salvage.begin_in_doubt(old.writer.chain)
        old.writer.derive(salvage.move(old.connection, old.writer.chain, {first.rid: first.seq}))
    assert first.dot not in {change.dot for change in old.changes()}
    sound(old)
    settle(old, above)
    for desk in (old, above):
        assert desk.get(child)["note"] == "甲"
        assert "school" not in {key for key, value in desk.get(child).items() if value}
    assert {c.dot for c in old.changes()} == {c.dot for c in above.changes()}
    sound(old, above)


def test_a_restored_township_gets_its_own_lost_work_back_from_the_villages(town):
    above, one, two = town
    child = one.child()
    settle(one, above, two)
    old = above.copy()
    above.set(child, note="镇里写的")
    settle(one, above, two)
    restored = old.renewed()
    settle(one, restored, two)
    settle(two, restored, one)
    assert restored.get(child)["note"] == "镇里写的"
    sound(restored, one, two)


def test_a_new_pc_gets_everything_of_its_village(town):
    above, one, _ = town
    child = one.child(school="甲校")
    settle(one, above)
    fresh = seat(ONE)
    above.connection.execute("UPDATE link SET living = 0 WHERE peer = ?", (one.node,))
    pair(fresh, above, epoch=2)
    settle(fresh, above)
    assert fresh.get(child) == above.get(child)
    sound(fresh, above)


def test_a_file_from_before_the_pairing_was_renewed_is_passed_over(town):
    above, one, _ = town
    one.child()
    stale = one.packet(above)
    one.exchange.relink(one.link(above))
    carry(one, above)
    old = above.take(stale)
    assert (old.accepted, old.applied) == (False, 0)
    assert "旧文件" in old.why_not


def test_a_field_of_a_newer_version_is_kept_forwarded_and_shown_to_whoever_knows_it(town):
    above, one, two = town
    child = one.child()
    one.set(child, later="将来的")
    carry(one, above)
    above.set(child, unit=TWO)
    settle(one, above, two)
    assert above.writer.state("child", child).values["later"] == "将来的"
    assert two.writer.state("child", child).values["later"] == "将来的"


def test_another_villages_record_is_put_aside_and_not_applied(town):
    above, one, two = town
    child = two.child(name="李思远")
    settle(two, above)
    one.write(Set("child", child, "name", "改了"))
    forged = one.changes()[-1]
    from_one = one.packet(above)
    taken = above.take(_with(from_one, forged))
    assert (taken.accepted, taken.quarantined) == (True, 1)
    assert above.get(child)["name"] == "李思远"
    assert links.isolated(above.connection) == 1


def _with(text, change):
    packet = as_packet(text)
    span = packet.manifest.span
    changes = [change]
    span = replace(span, upto=span.frm + 1, upto_ch=chained(span.frm_ch, map(mark, changes)))
    return as_text(Packet(replace(packet.manifest, span=span), changes))


def test_many_withdrawals_at_once_need_a_person_to_say_yes(town):
    above, one, _ = town
    children = [one.child() for _ in range(20)]
    settle(one, above)
    for child in children[:5]:
        one.withdraw(child)
    packet = one.packet(above)
    asked = above.take(packet, consent=False)
    assert (asked.accepted, asked.needs_consent) == (False, True)
    assert above.get(children[0]) is not None
    assert above.take(packet, consent=True).applied > 0
    assert above.get(children[0]) is None


def test_sealed_fields_stay_where_the_pairing_does_not_carry_them():
    above, one = seat(TOWN), seat(ONE)
    pair(one, above, s3=False)
    child = one.child(name="周小禾", was_sealed='{"a":"密"}')
    carry(one, above)
    assert above.get(child)["name"] == "周小禾"
    assert above.get(child)["was_sealed"] is None
    assert not any("密" in (c.value or "") for c in above.changes())


def test_an_erasure_travels_and_nothing_of_the_value_is_left(town):
    above, one, _ = town
    child = one.child(note="不该留的")
    settle(one, above)
    one.writer.erase(one.person, "child", child, "note", "试")
    settle(one, above)
    for desk in (one, above):
        assert not any("不该留的" in (c.value or "") for c in desk.changes())
    assert one.exchange.waiting(one.link(above)) == 0
    sound(one, above)


def test_a_person_of_the_township_is_known_in_its_villages_and_none_of_a_neighbour(town):
    above, one, two = town
    mine = new_id()
    above.write(New("person", mine, {"name": "督导员", "role": "督导员", "unit": TOWN}))
    other = new_id()
    one.write(New("person", other, {"name": "陈桂兰", "role": "主任", "unit": ONE}))
    settle(one, above, two)
    assert two.get(mine, "person")["name"] == "督导员"
    assert two.get(other, "person") is None
    assert above.get(other, "person")["name"] == "陈桂兰"


def test_three_levels_meet(town):
    above, one, _ = town
    county = seat("990101")
    pair(above, county)
    child = one.child()
    settle(one, above, county)
    assert county.get(child) == one.get(child)
    county.set(child, note="县里看过")
    settle(one, above, county)
    assert one.get(child)["note"] == "县里看过"
    sound(county, above, one)
    county.close()


def test_what_came_from_a_desk_is_not_sent_back_to_it(town):
    above, one, _ = town
    one.child()
    carry(one, above)
    assert above.exchange.waiting(above.link(one)) == 0


def test_an_edit_that_a_withdrawal_had_not_seen_keeps_the_file_and_asks(town):
    above, one, _ = town
    child = one.child()
    settle(one, above)
    one.withdraw(child)
    above.set(child, note="还在读书")
    settle(one, above)
    for desk in (one, above):
        assert desk.get(child)["note"] == "还在读书"
        assert ("child", child, "_alive") in desk.conflicts()


def test_a_packet_from_which_a_change_was_taken_is_refused(town):
    above, one, _ = town
    one.child()
    packet = as_packet(one.packet(above))
    short = replace(packet.manifest, span=replace(packet.manifest.span, upto=packet.manifest.span.upto - 1))
    taken = above.take(as_text(Packet(short, packet.changes[:-1])))
    assert (taken.accepted, taken.applied, above.changes()) == (False, 0, [])


def test_a_desk_that_had_gone_back_never_uses_its_old_numbers_again(town):
    above, one, _ = town
    one.child()
    settle(one, above)
    old = one.copy()
    one.child()
    carry(one, above)
    before = old.exchange.rid
    carry(above, old)
    assert old.exchange.rid != before


def test_numbers_used_for_something_else_are_told_to_who_uses_them(town):
    """The packet fits the chain, only a change in it is another one: its guard alone stands in the way."""
    above, one, _ = town
    child = one.child()
    settle(one, above)
    one.set(child, note="甲")
    mine = one.changes()[-1]
    other = replace(mine, digest="0" * 64, value=None, salt=None)
    above.writer.receive([other])
    taken = carry(one, above)
    assert (taken.accepted, taken.applied) == (False, 0)
    settle(above, one)
    [found] = [change for change in one.changes() if change.digest == mine.digest]
    assert found.dot != mine.dot
    assert found.dot in {change.dot for change in above.changes()}
