"""The township's lock: two people and a printed code open a village that lost everything; it is recorded."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from childdesk.desk import chronicle, escrow, packs, pairing, people, settings, villages
from childdesk.desk.escrow import Second
from childdesk.domain.clock import SetClock
from childdesk.domain.errors import Refused
from childdesk.store import access, slots
from tests.desk import made
from tests.desk.made import NOW, PASSPHRASE
from tests.desk.paired import ONE, TOWN, carry, paired

pytestmark = pytest.mark.long

FRESH = "雨伞 稻田 邮局 竹篮"
WITH = "周国平"


@pytest.fixture
def both(tmp_path):
    with paired(tmp_path) as found:
        yield found


def acts(session):
    return {line.act: line.reason for line in access.lines(session.ledger.connection)}


def locked(both):
    """(the code, the home of the village, who asks): the village has heard of the township's lock."""
    code = escrow.make(both.above, WITH)
    carry(both.above, both.below, both.stick)
    home = both.below.ledger.home
    return code, home, slots.people(home)[0][0]


def answer(both, asked, sheet, **about):
    words = {"code": sheet, "second": Second(WITH), "reason": "口令忘了"} | about
    return escrow.answer(both.above, Path(asked.file), both.stick, asked.digits, **words)


def test_a_village_that_lost_passphrase_and_sheet_is_opened_by_two_people_and_gets_a_new_passphrase(both):
    code, home, person = locked(both)
    assert escrow.standing(both.below).by == "云溪镇"
    asked = escrow.ask(home, person, both.stick)
    page = json.loads(Path(asked.file).read_text())
    assert both.below.ledger.key.hex() not in json.dumps(page) and page["unit"] == ONE
    done = answer(both, asked, code)
    assert both.below.ledger.key.hex().encode() not in Path(done.file).read_bytes()
    assert escrow.finish(home, Path(done.file), FRESH) == person
    assert slots.unlock(home, person, FRESH, SetClock(NOW)) == both.below.ledger.key
    assert not escrow.waits(home)
    assert WITH in acts(both.above)["escrow_opened"] and "口令忘了" in acts(both.above)["escrow_opened"]
    escrow.note_opened(both.below)
    assert acts(both.below)["escrow_used"] == "云溪镇"


def test_one_person_alone_or_without_the_code_or_a_reason_opens_nothing(both):
    code, home, person = locked(both)
    asked = escrow.ask(home, person, both.stick)
    for about, words in (
        ({"second": Second()}, "两个人"),
        ({"second": Second("云溪镇的人")}, "不能是您自己"),
        ({"reason": " "}, "原因"),
        ({"code": "-".join(["000000"] * 8)}, "不是本单位开锁单"),
        ({"code": "1"}, "48位"),
    ):
        with pytest.raises(Refused, match=words):
            answer(both, asked, code, **about)
    assert list(both.stick.glob("CP-OPEN-*")) == [] and "escrow_opened" not in acts(both.above)


def test_wrong_digits_a_changed_request_and_a_stopped_desk_open_nothing(both):
    code, home, person = locked(both)
    asked = escrow.ask(home, person, both.stick)
    with pytest.raises(Refused, match="数字对不上"):
        escrow.answer(
            both.above,
            Path(asked.file),
            both.stick,
            "1" * 24,
            code=code,
            second=Second(WITH),
            reason="口令忘了",
        )
    page = json.loads(Path(asked.file).read_text())
    other = escrow.ask(home, person, both.stick)
    page["to"] = json.loads(Path(other.file).read_text())["to"]
    Path(asked.file).write_text(json.dumps(page))
    with pytest.raises(Refused, match="数字对不上"):
        answer(both, asked, code)
    pairing.revoke(both.above, ONE, "丢了")
    with pytest.raises(Refused, match="已停用"):
        answer(both, other, code)
    assert list(both.stick.glob("CP-OPEN-*")) == []


def test_an_answer_to_another_request_and_a_weak_passphrase_change_nothing(both):
    code, home, person = locked(both)
    first = escrow.ask(home, person, both.stick)
    done = answer(both, first, code)
    with pytest.raises(Refused):
        escrow.finish(home, Path(done.file), "1")
    escrow.ask(home, person, both.stick)
    with pytest.raises(Refused, match="不是给本机这次请求"):
        escrow.finish(home, Path(done.file), FRESH)
    before = slots.people(home)
    assert before == [(person, before[0][1])] and escrow.waits(home)


def test_a_new_sheet_takes_the_place_of_the_old_one_when_the_village_has_heard_of_it(both):
    code, home, person = locked(both)
    before = slots.township(home)
    fresh = escrow.make(both.above, "何文秀")
    asked = escrow.ask(home, person, both.stick)
    answer(both, asked, code)  # not heard yet: the old one still opens
    with pytest.raises(Refused, match="另一张开锁单"):
        answer(both, asked, fresh)
    carry(both.above, both.below, both.stick)
    assert slots.township(home)["recipient"] != before["recipient"]
    asked = escrow.ask(home, person, both.stick)
    answer(both, asked, fresh)
    with pytest.raises(Refused, match="另一张开锁单"):
        answer(both, asked, code)
    assert escrow.standing(both.above).keeper == "何文秀"


def test_a_desk_made_with_a_pack_has_the_lock_from_its_first_minute(both, tmp_path):
    escrow.make(both.above, WITH)
    villages.take_in(both.above, villages.look(both.above, "石桥村 990101001002"))
    [written] = packs.write(both.above, ["990101001002"], both.stick)
    opened = packs.open_pack(Path(written.file), written.digits)
    packs.make(tmp_path / "two", SetClock(NOW), opened, person="李秀英", passphrase=PASSPHRASE)
    slot = slots.township(tmp_path / "two")
    assert slot["unit"] == TOWN
    assert slot["recipient"] == settings.value(both.above, f"escrow.{TOWN}")


def test_what_is_wrapped_is_in_every_backup_and_survives_other_changes_of_the_slots(both):
    _, home, person = locked(both)
    held = slots.township(home)
    slots.set_passphrase(home, both.below.ledger.key, person, FRESH)
    slots.new_recovery_code(home, both.below.ledger.key)
    assert slots.township(home) == held
    copy = json.loads(slots.true_copy(home, both.below.ledger.key))
    assert held in copy["body"]["slots"]


def test_without_a_lock_nobody_is_asked_and_a_village_makes_none(both):
    home = both.below.ledger.home
    with pytest.raises(Refused, match="没有给上级留钥匙"):
        escrow.ask(home, slots.people(home)[0][0], both.stick)
    with pytest.raises(Refused, match="乡镇或县"):
        escrow.make(both.below, WITH)
    helper = made.session_in(both.stick.parent / "helper", role="副手")
    with pytest.raises(Refused, match="副手"):
        escrow.make(helper, WITH)
    helper.ledger.close()


def test_where_somebody_else_can_open_the_desk_she_signs_with_her_own_passphrase_and_both_are_recorded(both):
    code, home, person = locked(both)
    other = people.add(both.above, WITH, "督导员", PASSPHRASE)
    asked = escrow.ask(home, person, both.stick)
    assert escrow.standing(both.above).others == ((other.id, WITH),)
    for second, words in (
        (Second("何文秀"), "周国平里的一位"),
        (Second(WITH), "输自己的口令"),
        (Second(WITH, passphrase=FRESH), "口令不对"),
        (Second(person=both.above.person, passphrase=PASSPHRASE), "周国平里的一位"),
    ):
        with pytest.raises(Refused, match=words):
            answer(both, asked, code, second=second)
    assert list(both.stick.glob("CP-OPEN-*")) == [] and "escrow_opened" not in acts(both.above)
    before = chronicle.page(both.above, chronicle.Filter()).total
    done = answer(both, asked, code, second=Second(WITH, passphrase=PASSPHRASE))
    assert escrow.finish(home, Path(done.file), FRESH) == person
    assert "周国平（用自己的口令签的）" in acts(both.above)["escrow_opened"]
    assert "周国平（用自己的口令签的）" in settings.value(both.above, f"opened.{ONE}")
    assert chronicle.page(both.above, chronicle.Filter()).total == before + 1, "it stands in the journal too"
    people.remove(both.above, other.id)
    assert escrow.others(both.above) == [], "who can open the desk no more is asked for nothing"


def test_a_desk_of_one_person_says_in_the_record_that_only_the_code_spoke_for_the_second(both):
    code, home, person = locked(both)
    answer(both, escrow.ask(home, person, both.stick), code)
    assert "周国平（本机只有一个人，没有第二个口令）" in acts(both.above)["escrow_opened"]
