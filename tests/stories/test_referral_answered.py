"""A receiver with a desk of its own: a referral goes up on a stick, is accepted, answered, and comes back."""

from __future__ import annotations

import shutil

import pytest
from PySide6.QtWidgets import QLabel

from childdesk.desk import clocks, due, referral_board, referrals, sync
from childdesk.store import reader
from tests.desk import paired
from tests.stories.pages import BoardStory, ReferStory
from tests.ui import stage


@pytest.fixture
def there(tmp_path, shown):
    with stage.opened(tmp_path, 5) as made:
        yield made


@pytest.fixture
def town(there, tmp_path):
    """The township's desk, paired with the one in the window; `stick` lies beside it."""
    practice = there.app.bench.glance(lambda s: s.ledger.identity.practice)
    above = paired.desk(tmp_path / "town", paired.TOWN, practice=practice)
    do(there, lambda s: paired.pair(above, s, tmp_path / "stick"))
    yield above
    above.ledger.close()


def do(there, work):
    done = []
    there.app.bench.write(lambda session, _p: work(session), done.append)
    there.settle()
    return done[0]


def carry(there, town, stick, *, up):
    """One way of the stick; a new one each time, since old packages are passed over."""
    shutil.rmtree(stick, ignore_errors=True)
    stick.mkdir()
    if up:
        do(there, lambda s: sync.write(s, stick))
        sync.read(town, stick)
    else:
        sync.write(town, stick)
        do(there, lambda s: sync.read(s, stick))


def kinds(there, child):
    items = there.app.bench.glance(lambda s: due.due(s, days=40))
    return {one.kind for one in items if one.child == child and one.kind.startswith("referral")}


def test_a_township_accepts_and_answers_by_stick_and_the_next_step_stands_on_today(there, town, tmp_path):
    child, stick = there.child(), tmp_path / "stick"
    story = ReferStory(there.go("refer", child))
    story.write("reason", "近三周话变少，夜里醒两三次")
    story.write("route", "未成年人救助保护机构")
    story.write("receiver", "云溪镇未成年人保护工作站")
    story.choose("consent", "同意")
    story.write("child_wish", "愿意")
    story.save()
    there.settle()
    board = there.app.bench.glance(referral_board.board)
    (card,) = [one for one in board.columns["已告知监护人"] if one.child == child]
    there.ask.prepare("跟进转介")
    there.go("referral")._open(card.id)
    there.settle()
    ReferStory(there.window.page()).step("转出了")
    there.settle()
    clocks.change(town, "answer_days", 12)
    carry(there, town, stick, up=True)

    (seen,) = referral_board.board(town).mine
    assert (seen.id, seen.turn, seen.village) == (card.id, "您：接收", "云溪镇河湾村")
    assert referrals.open_one(town, card.id, "接案").values["reason"].startswith("近三周话变少")
    referrals.step(town, card.id, "已接收", {"receiver_contact": "值班的李老师"})
    assert referral_board.board(town).mine[0].turn == "您：反馈"
    carry(there, town, stick, up=False)

    (waits,) = [one for one in there.app.bench.glance(referral_board.board).columns["已接收"]]
    assert waits.turn == "云溪镇未成年人保护工作站：反馈"
    answer = [one for one in there.app.bench.glance(lambda s: due.due(s, days=40)) if one.child == child]
    # The township's own clock holds in the village for this referral.
    assert "接收满12天要有反馈" in {one.reason for one in answer}

    referrals.step(town, card.id, "已反馈", {"answer": "谈了三次，到校正常"})
    assert referral_board.board(town).mine == ()
    carry(there, town, stick, up=False)
    assert {"referral.close", "referral.look"} <= kinds(there, child)
    page = there.go("referral")
    assert BoardStory(page).names("已反馈") == [f"{card.title}"]
    assert "您：看后结案" in {one.turn for one in page.told.mine}
    raw = there.app.bench.glance(lambda s: reader.get(s.ledger.connection, "referral", card.id))
    assert (raw["answer"], raw["receiver_contact"]) == ("谈了三次，到校正常", "值班的李老师")
    assert (
        there.app.bench.glance(lambda s: [one for one in due.due(s) if one.kind == "referral.accept"]) == []
    )
    said = " ".join(one.text() for one in there.go("today").findChildren(QLabel))
    assert "收到反馈7天内看后结案（默认值）" in said
