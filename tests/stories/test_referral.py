"""Nobody falls through: each end of 识别, a refusal, nobody who answers, a slip that comes back."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QLabel, QPushButton

from childdesk.desk import due, observations, referral_board, referrals
from childdesk.domain import slip
from childdesk.store import reader
from tests.stories.pages import BoardStory, ReferStory, press, type_into
from tests.ui import stage

TEXTS = {"urgency": "加急", "route": "12355", "reason": "近三周话变少", "child_wish": "愿意", "danger": "无"}
GRADES = re.compile("抑郁|焦虑|自闭|障碍|绿色|黄色|橙色|红色|得分|评分")


@pytest.fixture
def there(tmp_path, shown):
    with stage.opened(tmp_path, 5) as made:
        yield made


def ask(there, work):
    return there.app.bench.glance(work)


def do(there, work):
    done = []
    there.app.bench.write(lambda session, _p: work(session), done.append)
    there.settle()
    return done[0]


def kinds(there, child):
    items = ask(there, lambda s: due.due(s))
    return [one.kind for one in items if one.child == child and one.kind.startswith("referral")]


def words(page):
    labels = [one.text() for one in page.findChildren(QLabel) if one.isVisible()]
    return labels + [one.text() for one in page.findChildren(QPushButton) if one.isVisible()]


def look(there, child, *signs, lasting=False):
    page = there.go("observe", child)
    for key in signs:
        page.list.boxes[key].click()
    if lasting:
        page.list.lasting.click()
    page.list.examples.setPlainText("11月20日上课叫几声才应")
    there.settle()
    assert not any(GRADES.search(one) for one in words(page))
    return page


def test_each_end_of_a_look_leads_to_what_is_to_be_done(there):
    there.go("today")
    for at, (signs, lasting, end, leads) in enumerate(
        (
            ((), False, observations.WATCH, "today"),
            (("cry",), False, observations.WEEK, "today"),
            (("cry",), True, observations.REFER, "refer"),
            (("die",), False, observations.NOW, "refer"),
        )
    ):
        child = there.child(at)
        there.go("today")
        page = look(there, child, *signs, lasting=lasting)
        assert page.bar.note.text() == f"存好后：{end}"
        assert page.urgent.isVisible() == (end == observations.NOW)
        if end == observations.NOW:
            told = " ".join(words(page.urgent))
            assert "不要让孩子一个人" in told
            assert {"120", "110", "12356"} <= {one.text() for one in page.urgent.findChildren(QLabel)}
        page.save()
        there.settle()
        assert there.window.trail.current().route == leads
        rows = ask(there, lambda s, c=child: reader.about(s.ledger.connection, "observation", [c]))[child]
        assert rows[0][1]["result"] == end


def test_a_refused_consent_stays_in_the_list_until_somebody_goes_again(there):
    child = there.child()
    story = ReferStory(there.go("refer", child))
    story.write("reason", "近三周话变少，夜里醒两三次")
    story.write("route", "12355")
    story.choose("consent", "拒绝")
    story.save()
    there.settle()
    (card,) = [one for one in ask(there, referral_board.board).sides["拒绝"] if one.child == child]
    assert card.turn == "您：再劝一次"
    there.clock.moment += timedelta(days=8)
    assert "referral.again" in kinds(there, child)
    there.ask.prepare("跟进转介")
    there.go("referral")._open(card.id)
    there.settle()
    story = ReferStory(there.window.page())
    story.step("已告知监护人")
    there.settle()
    there.ask.prepare("跟进转介")
    there.go("referral")._open(card.id)
    there.settle()
    story = ReferStory(there.window.page())
    story.step("转出了")
    there.settle()
    assert story.trouble("consent") == "监护人同意或免于同意后才能转出"
    story.choose("consent", "免于同意")
    story.step("转出了")
    there.settle()
    assert story.trouble("consent_ground").startswith("免于同意要写依据")
    story.choose("consent_ground", "危及生命")
    story.step("转出了")
    there.settle()
    assert ask(there, lambda s: reader.get(s.ledger.connection, "referral", card.id))["state"] == "已转出"


def sent(there):
    """(child, referral) of one that was sent today."""
    child = there.child()
    row = do(there, lambda s: referrals.save_new(s, child, {**TEXTS, "consent": "同意"})).id
    do(there, lambda s: referrals.step(s, row, "已转出", {}))
    return child, row


def opened(there, row, why="跟进转介"):
    """The page of a referral, opened with a reason."""
    there.ask.prepare(why)
    there.go("referral")._open(row)
    there.settle()
    return ReferStory(there.window.page())


def button_of(page, text):
    return next(
        one for one in page.findChildren(QPushButton) if one.text().strip() == text and one.isVisible()
    )


def test_what_was_signed_is_scanned_sealed_and_taken_out_with_a_reason(there, tmp_path):
    _, row = sent(there)
    picture = tmp_path / "同意书.png"
    image = QImage(1800, 2400, QImage.Format.Format_RGB32)
    image.fill(0xFFFFFF)
    assert image.save(str(picture))
    page = opened(there, row).page
    press(page.papers.parts["take_out"])
    there.settle()
    there.ask.prepare(picture)
    press(page.papers.parts["scan"])
    there.settle()
    out = tmp_path / "出.jpg"
    there.ask.prepare("送接收机构")
    there.ask.prepare(out)
    press(page.papers.parts["take_out"])
    there.settle()
    assert out.read_bytes()[:2] == b"\xff\xd8"
    assert len(out.read_bytes()) < 300 * 1024
    kept = ask(there, lambda s: reader.get(s.ledger.connection, "referral", row))
    assert kept["consent_proof"].startswith("知情同意书")


def test_nobody_answers_for_forty_days_and_it_is_asked_again(there, tmp_path):
    child, row = sent(there)
    for day in range(1, 41):
        there.clock.moment += timedelta(days=1)
        assert ("referral.accept" in kinds(there, child)) == (day >= 3), day
    page = there.go("referral")
    (card,) = [one for one in page.told.mine if one.id == row]
    assert card.clock == ("等接收第40天，超37天", "late", "")
    assert any("打电话用的话" in one.text() for one in there.window.findChildren(QPushButton))
    page = opened(there, row, "打电话催问").page
    there.ask.prepare("问了12355值班的人，说下周安排")
    press(page.papers.parts["chase"])
    there.settle()
    out = tmp_path / "话.pdf"
    there.ask.prepare(out)
    press(page.papers.parts["script"])
    there.settle()
    assert out.read_bytes().startswith(b"%PDF")
    assert "referral.accept" in kinds(there, child)
    kept = ask(there, lambda s: reader.get(s.ledger.connection, "referral", row))
    assert kept["chases"].endswith("问了12355值班的人，说下周安排")


def test_a_slip_that_comes_back_is_found_by_its_code_and_closing_wants_a_second_look(there):
    child, row = sent(there)
    there.clock.moment += timedelta(days=9)
    right = slip.shown(row)
    for code in (right[:-1] + ("2" if right[-1] != "2" else "3"), right):
        there.ask.prepare(code)
        there.go("referral")._key_in()
        there.settle()
        assert there.window.trail.current().route == ("refer" if code == right else "referral")
    story = ReferStory(there.window.page())
    press(button_of(story.page, "反馈单录好了"))
    there.settle()
    assert story.trouble("answer") == "请照单子写对方的处置摘要"
    story.write("answer", "谈了三次，到校正常")
    # A day that cannot be is said at its field; what else was typed stays.
    for day, sentence in (
        ("2027-01-01", "这一天还没有到，请看一眼"),
        ("2026-11-01", "这一天早于前一步，请看一眼"),
    ):
        story.write("accepted_on", day)
        press(button_of(story.page, "反馈单录好了"))
        there.settle()
        assert story.trouble("accepted_on") == sentence
        assert story.page.form.texts()["answer"] == "谈了三次，到校正常"
    assert ask(there, lambda s: reader.get(s.ledger.connection, "referral", row))["state"] == "已转出"
    story.write("accepted_on", "2026-11-25")
    press(button_of(story.page, "反馈单录好了"))
    there.settle()
    raw = ask(there, lambda s: reader.get(s.ledger.connection, "referral", row))
    assert (raw["state"], raw["accepted_on"], raw["answered_on"]) == ("已反馈", "2026-11-25", "2026-12-02")
    story = opened(there, row, "看后结案")
    story.step("结案")
    there.settle()
    assert story.trouble("close_reason") == "结案要写明原因"
    story.write("close_reason", "好转")
    story.step("结案")
    there.settle()
    assert story.trouble("second_look_on").startswith("结案前要再看一次孩子")
    story.write("second_look_on", "今天")
    story.write("second_look", "去家里看的，吃睡都好")
    story.step("结案")
    there.settle()
    assert kinds(there, child) == []
    there.clock.moment += timedelta(days=8)
    assert kinds(there, child) == ["referral.look"]


def test_the_board_can_hide_names_and_every_number_of_few_children_is_hidden(there):
    child = there.child()
    do(there, lambda s: referrals.save_new(s, child, {**TEXTS, "consent": "同意"}))
    page = there.go("referral")
    press(page.by_code)
    there.settle()
    shown = [card.accessibleName() for cards in page.board.cards.values() for card in cards]
    assert shown
    assert not any("〇〇" in one for one in shown)
    counts = re.findall(r"(\d+)(?=　|$)", page.counts.whole().replace("不到3", ""))
    assert not [one for one in counts if 0 < int(one) < 3]
    menu = page.menu()
    assert {"机构名录", "录反馈单（按短码）"} <= {action.text() for action in menu.actions()}
    menu.close()
    assert BoardStory(page).page is page


def test_a_contact_without_a_number_is_said_at_its_field(there):
    page = there.go("directory")
    press(page.new)
    there.settle()
    type_into(page.form.frames["name"].editor.part(), "云溪镇社工站")
    page.save()
    there.settle()
    assert page.form.frames["phone"].trouble() == "没有电话，需要时打不通。请填上电话"
    assert page.form.frames["name"].editor.text() == "云溪镇社工站"
    type_into(page.form.frames["phone"].editor.part(), "0990-1000002")
    page.save()
    there.settle()
    assert any(one.name == "云溪镇社工站" for one in page.entries)
    page = there.go("assess", (there.child(), ""))
    page.save()
    there.settle()
    assert page.form.frames["assessor"].trouble() == "评估由专业人员做，请写评估人"
