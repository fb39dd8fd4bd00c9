"""The red flow as a person goes through it: the telephone first, then the facts, then the receipt."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton

from childdesk.desk import drafting, due, finding, mandatory
from childdesk.store import access, reader
from tests.stories.effort import Effort
from tests.stories.pages import press, type_into
from tests.ui import stage

SECRET = "左臂有青紫，孩子说不敢回去"
PERIOD = re.compile(r"\d+\s*(小时|分钟|天)\s*(内|以内|之内|前)|限\d|应在")


@pytest.fixture
def there(tmp_path, shown):
    with stage.opened(tmp_path, 5) as made:
        yield made


def said(page):
    return [one.text() for one in page.findChildren(QLabel) if one.isVisible()] + [
        one.text() for one in page.findChildren(QPushButton) if one.isVisible()
    ]


def ask(there, work):
    return there.app.bench.glance(work)


def rows(there, record):
    return ask(there, lambda s: list(reader.everyone(s.ledger.connection, record)))


def fill(there, page, facts=SECRET):
    """Everything that step 2 wants, as a person does it."""
    name = ask(there, lambda s: reader.get(s.ledger.connection, "child", there.child())["name"])
    type_into(page.facts.child.line, name)
    page.facts.child._ask()
    there.settle()
    QTest.keyClick(page.facts.child.line, Qt.Key.Key_Return)
    press(page.facts.how.pills()[0])
    page.facts.boxes["身体多处损伤"].click()
    type_into(page.facts.frames["facts"].editor.part(), facts)
    press(page.facts.safe.pills()[0])


def test_the_red_button_and_f12_lead_to_the_page_from_everywhere_and_before_sign_in_to_110_alone(there):
    for route in ("today", "children", "referral", "settings", "directory", "report"):
        there.go(route)
        assert there.window._frame.buttons["report"].isVisible()
        there.window.act("report")
        there.settle()
        assert there.window.trail.current().route == "report"
        assert there.ask.asked == []
    there.window.act("lock")
    there.settle()
    there.window.act("report")
    there.settle()
    words = " ".join(said(there.window))
    assert "先打110" in words
    assert "报告表" not in words


def test_from_the_button_to_the_printed_report_takes_at_most_twelve_clicks(there, tmp_path):
    out = tmp_path / "报告.pdf"
    there.ask.prepare(out)
    there.go("today")
    effort = Effort(QApplication.instance(), there.ask)
    press(there.window._frame.buttons["report"])
    there.settle()
    page = there.window.page()
    press(page.calls.rows["police_at"].note_it)
    press(page.calls.rows["supervisor_at"].note_it)
    fill(there, page)
    press(page.printing)
    there.settle()
    effort.stop()
    assert effort.clicks <= 12, effort.steps
    assert out.read_bytes().startswith(b"%PDF")
    ((row, kept),) = rows(there, "mandatory_report")
    assert kept["police_at"] == kept["supervisor_at"] == kept["written_at"]
    lines = access.lines(there.app.bench.session().ledger.connection)
    assert any(line.act == "print_s3" and line.record == row for line in lines)


def test_from_the_button_to_the_receipt_it_stays_in_today_until_it_is_settled(there):
    page = there.go("report")
    press(page.calls.rows["police_at"].note_it)
    fill(there, page)
    page.save()
    there.settle()
    assert not page.facts.later.isHidden()
    assert not page.facts.child.isEnabled()
    there.clock.moment += timedelta(minutes=12)
    page._tick()
    assert page.passed.since.text() == "发现至今12分钟"
    assert "还没告诉儿童督导员" in page.passed.undone.text()
    press(page.calls.rows["supervisor_at"].note_it)
    there.settle()
    press(page.calls.rows["civil_at"].note_it)
    there.settle()
    day = ask(there, lambda s: s.today.isoformat())
    for key, text in (("written_on", day), ("receipt", "公2026-17"), ("receipt_on", day)):
        type_into(page.facts.frames[key].editor.part(), text)
    page.save()
    there.settle()
    kinds = [one.kind for one in ask(there, due.due) if one.kind.startswith("report")]
    assert kinds == ["report.close"]
    type_into(page.facts.frames["closed_on"].editor.part(), day)
    page.save()
    there.settle()
    assert page.facts.frames["close_reason"].trouble() == "办结要写明情况"
    type_into(page.facts.frames["close_reason"].editor.part(), "公安已处理")
    page.save()
    there.settle()
    assert page.passed.since.text() == "已办结"
    assert not [one for one in ask(there, due.due) if one.kind.startswith("report")]


def test_no_period_stands_on_the_page_nor_in_its_list(there):
    page = there.go("report")
    fill(there, page)
    page.save()
    there.settle()
    for words in (*said(page), *said(there.go("reported")), *said(there.go("today"))):
        assert not PERIOD.search(words) or "强制" not in words, words
    assert not any(PERIOD.search(words) for words in said(there.go("report")))


def test_leaving_keeps_the_draft_and_takes_it_off_the_screen(there):
    page = there.go("report")
    press(page.calls.rows["police_at"].note_it)
    fill(there, page)
    there.go("children")
    assert page.facts.texts()["facts"] == ""
    assert rows(there, "mandatory_report") == []
    (draft,) = ask(there, lambda s: drafting.waiting(s, mandatory.PAGE))
    assert draft.record == mandatory.NEW
    page = there.go("report")
    assert page.facts.texts()["facts"] == SECRET
    assert page.stamps["police_at"]
    assert page.facts.child.child == there.child()
    page.save()
    there.settle()
    assert len(rows(there, "mandatory_report")) == 1
    assert ask(there, lambda s: drafting.waiting(s, mandatory.PAGE)) == []


def test_what_is_missing_or_impossible_is_said_at_its_field_and_nothing_is_lost(there):
    page = there.go("report")
    page.save()
    there.settle()
    assert rows(there, "mandatory_report") == []
    fill(there, page)
    for text in ("2027-01-01 08:00", "看不懂"):
        type_into(page.facts.frames["found_at"].editor.part(), text)
        page.save()
        there.settle()
        assert page.facts.frames["found_at"].trouble()
        assert page.facts.texts()["facts"] == SECRET
    assert rows(there, "mandatory_report") == []


def test_a_child_of_no_file_is_written_by_words(there):
    page = there.go("report")
    type_into(page.facts.child.line, "小红，约10岁")
    page.facts.child._ask()
    there.settle()
    assert page.facts.child.who() == "小红，约10岁"
    press(page.facts.how.pills()[1])
    page.facts.boxes["失踪或被拐"].click()
    type_into(page.facts.frames["facts"].editor.part(), "三天没见到人")
    page.save()
    there.settle()
    ((_, kept),) = rows(there, "mandatory_report")
    assert (kept["child"], kept["who"]) == (None, "小红，约10岁")


def test_what_is_no_report_leads_to_help_and_a_child_alone_to_the_villages_care(there):
    page = there.go("report")
    page.show_ways(True)
    press(page.ways.parts[3])
    there.settle()
    assert there.window.trail.current().route == "visit"
    page = there.go("report")
    page.show_ways(True)
    press(page.ways.parts[2])
    there.settle()
    assert there.window.trail.current().route == "care"


def test_a_child_alone_on_the_evening_before_spring_festival_is_cared_for_and_handed_on(there):
    there.clock.moment = there.clock.moment.replace(year=2027, month=2, day=5, hour=11)
    page = there.go("care", there.child())
    page.form.frames["why"].editor.set_text("奶奶送医院，父母在外没买到票")
    for key, text in (("why", "奶奶送医院"), ("carer", "邻居何兰"), ("until", "2027-02-07")):
        type_into(page.form.frames[key].editor.part(), text)
    page.save()
    there.settle()
    assert page.form.frames["place"].trouble() == "请写住在哪里"
    assert page.form.frames["carer"].editor.text() == "邻居何兰"
    type_into(page.form.frames["place"].editor.part(), "何兰家，4组")
    press(page.calls["supervisor_at"].note_it)
    page.save()
    there.settle()
    lacks = [one.reason for one in ask(there, due.due) if one.kind.startswith("report.care")]
    assert any("还没告诉民政" in one for one in lacks)
    press(page.calls["civil_at"].note_it)
    there.settle()
    day = ask(there, lambda s: s.today.isoformat())
    for key, text in (("handed_on", day), ("ended_on", day), ("end_reason", "交给未保中心")):
        type_into(page.after.frames[key].editor.part(), text)
    page.save()
    there.settle()
    assert not [one for one in ask(there, due.due) if one.kind.startswith("report.care")]


def test_what_was_written_down_in_haste_is_taken_back_and_comes_again(there):
    there.go("today")
    page = there.go("report")
    fill(there, page)
    page.save()
    there.settle()
    there.window.undo()
    there.settle()
    assert rows(there, "mandatory_report") == []
    assert there.window.trail.current().route != "report", "what is gone is not shown"
    there.window.undo()
    there.settle()
    assert len(rows(there, "mandatory_report")) == 1
    page = there.go("care", there.child())
    for key, text in (
        ("why", "奶奶送医院"),
        ("carer", "邻居何兰"),
        ("place", "何兰家，4组"),
        ("until", "2027-02-07"),
    ):
        type_into(page.form.frames[key].editor.part(), text)
    page.save()
    there.settle()
    there.window.undo()
    there.settle()
    assert rows(there, "temporary_care") == []


def test_the_list_shows_family_names_and_opening_asks_why(there):
    page = there.go("report")
    fill(there, page)
    page.save()
    there.settle()
    page = there.go("reported")
    name = ask(there, lambda s: reader.get(s.ledger.connection, "child", there.child())["name"])
    words = " ".join([*said(page), *(row.accessibleName() for row in page.rows)])
    assert name not in words
    assert SECRET not in words
    there.ask.prepare(None)
    press(page.rows[0])
    assert there.window.trail.current().route == "reported"
    there.ask.prepare("送回执")
    press(page.rows[0])
    there.settle()
    assert there.window.page().facts.texts()["facts"] == SECRET


def test_nothing_of_it_is_in_lists_search_or_the_file(there):
    page = there.go("report")
    fill(there, page)
    page.save()
    there.settle()
    for route, argument in (("today", None), ("children", None), ("child", there.child()), ("history", None)):
        shown = " ".join(said(there.go(route, argument)))
        assert SECRET not in shown
        assert "青紫" not in shown
    assert ask(there, lambda s: finding.find(s, "青紫", 5)).count == 0
