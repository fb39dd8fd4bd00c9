"""儿童档案 as a person uses it: head, story, forms that never overwrite, drafts, protected records, undo."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton

from childdesk.desk import children as children_
from childdesk.desk import drafting, items, records
from childdesk.domain.change import ALIVE
from childdesk.domain.plan import Set
from childdesk.store import access, journal, reader
from childdesk.ui.among import Among
from childdesk.ui.page import Page, Route
from childdesk.ui.pages.child import ChildPage
from childdesk.ui.pages.child.layout import SECTIONS, placed, unplaced
from childdesk.ui.widgets.banner import Banner
from tests.desk import made
from tests.stories.pages import FileStory, NewFileStory, follow, press
from tests.ui import opened


@pytest.fixture
def gone(window):
    """Where the page has led: (route, argument)."""
    led = []

    class Elsewhere(Page):
        def arrive(self, argument=None):
            led.append((self.head.title.text(), argument))

    for key in ("visit", "refer", "children"):
        window.add_route(Route(key, lambda host, key=key: Elsewhere(host, key)))
    return led


@pytest.fixture
def child(desk):
    """周小禾 with her grandmother, a number, and a visit behind her."""

    def add(session):
        one = made.child(
            session, "周小禾", id_number=made.NUMBER, birth="2017-03-02", risk="黄", school="甲校"
        )
        kin = {"child": one, "name": "黄秀英", "relation": "祖母", "phone": "10400005678"}
        records.add(session, "guardian", kin)
        made.visit(session, one, "2026-11-09", living="床铺整洁", next_date="2026-11-23")
        return one

    return desk.do(add)


@pytest.fixture
def story(desk, window, gone):
    def show(argument):
        page = desk.show(window, "child", ChildPage, argument)
        QApplication.processEvents()
        return FileStory(page)

    return show


def stored(desk, child):
    return desk.ask(lambda s: reader.whole(s.ledger.connection, "child", child, s.today))


def said(window):
    return window.findChild(Banner).sentence()


def words(widget):
    for _ in range(5):
        QApplication.processEvents()
    return [one.text() for one in widget.findChildren(QLabel) if one.isVisible() and one.text()]


# ── the head ────────────────────────────────────────────────────────────────────────────────────────


def test_the_head_says_who_with_reasons_and_hides_the_number(story, child):
    page = story(child).page
    told = "　".join(words(page.card))
    assert page.card.name.text() == "周小禾"
    assert "9901**********0326" in told
    assert "今天登记时填的，陈桂兰" in told
    assert "今天" in told
    assert made.NUMBER not in "　".join(words(page))


def test_the_whole_number_is_shown_for_a_minute_and_noted(desk, story, child):
    page = story(child).page
    press(page.card.number._see)
    assert made.NUMBER in words(page.card)
    note = desk.ask(lambda s: access.lines(s.ledger.connection, 1))[0]
    assert (note.act, note.record, note.fields) == ("reveal", child, "child.id_number")
    page.card.number._timer.timeout.emit()
    assert made.NUMBER not in words(page.card)


def test_a_telephone_in_an_item_is_hidden_until_it_is_asked_for_and_kept_while_others_are_changed(
    desk, story, child
):
    def kept(session):
        item = items.add(session, "班主任电话").id
        other = items.add(session, "兴趣").id
        records.edit(session, "child", child, {f"x.{item}": "62234567", f"x.{other}": "画画"})
        return item, other

    item, other = desk.do(kept)
    there = story(child)
    there.tab("forms")
    part = there.part("items")
    assert "****4567" in words(part) and "62234567" not in words(part)
    press(part.form.masks[f"x.{item}"]._see)
    assert "62234567" in words(part)
    part.form._edit.click()
    QApplication.processEvents()
    assert part.form.frames[f"x.{item}"].editor.text() == ""
    part.form.frames[f"x.{other}"].editor.set_text("唱歌")
    part.form.frames[f"x.{other}"].editor.touch()
    assert part.form.patch() == {f"x.{other}": "唱歌"}


def test_walking_on_shows_the_next_of_the_list(desk, story, child, window):
    two = desk.do(lambda s: made.child(s, "周小满", birth="2019-05-05"))
    page = story(Among(child, [child, two], 0, "儿童台账")).page
    assert "第1人，共2人" in words(page.top)
    window.act("next_child")
    assert page.card.name.text() == "周小满"
    assert not page.top.after.isEnabled()
    window.act("last_child")
    assert page.card.name.text() == "周小禾"


def test_another_colour_needs_a_reason_which_then_stands_beside_it(desk, story, child, ask, window):
    page = story(child).page
    ask.prepare("  ")
    follow(page.card.risk_menu(), "红色")
    assert said(window) == "改风险要写一句理由。没有改动"
    ask.prepare("照护人年过70")
    follow(page.card.risk_menu(), "红色")
    assert stored(desk, child)["risk"] == "红"
    assert "照护人年过70" in page.card._why.text()
    assert window._toast.sentence() == "周小禾的风险已改成红色 一级"
    window.undo()
    assert stored(desk, child)["risk"] == "黄"


def test_a_suggestion_is_only_one_until_a_person_takes_it(desk, story, child, window):
    desk.do(lambda s: records.edit(s, "child", child, {"poverty": "最低生活保障"}))
    page = story(child).page
    assert "家庭贫困儿童，建议" in words(page.card)
    assert "家庭贫困儿童" not in stored(desk, child)["categories"]
    follow(page.card.suggestions(), "加上“家庭贫困儿童”")
    assert "家庭贫困儿童" in stored(desk, child)["categories"]
    assert "家庭贫困儿童，建议" not in words(page.card)


def test_a_visit_and_a_referral_begin_here(story, child, gone, window):
    page = story(child).page
    press(page.card.record)
    assert gone[-1] == ("visit", child)
    window.go("child", child)
    press(page.card.hand_on)
    assert gone[-1] == ("refer", child)
    window.go("child", child)
    window.act("visit")
    assert gone[-1] == ("visit", child)


def test_calling_shows_the_numbers_and_notes_it(desk, story, child, ask):
    page = story(child).page
    ask.prepare("ok")
    follow(page.card._menu(), "打电话")
    assert ask.asked == [("choose", "给周小禾家打电话")]
    assert desk.ask(lambda s: access.lines(s.ledger.connection, 1))[0].reason == "打电话"


# ── the story ───────────────────────────────────────────────────────────────────────────────────────


def test_what_happened_stands_newest_first_with_what_is_due_on_top(story, child):
    there = story(child)
    assert there.told()[0] == "应走访"
    assert "建档" in there.told()
    assert there.told()[-1] == "日常走访"


def test_the_story_can_be_narrowed_and_searched(desk, story, child):
    for day in range(1, 14):
        desk.do(lambda s, day=day: made.visit(s, child, f"2026-10-{day:02d}", living=f"第{day}次"))
    there = story(child)
    there.page.file_body.overview.kinds._take("visit")
    assert "建档" not in there.told()
    there.page.file_body.overview.seek.setText("第7次")
    assert there.told() == ["日常走访"]


def test_a_file_without_anything_says_what_to_do_first(desk, story, gone):
    one = desk.do(lambda s: made.child(s, "毛毛"))
    there = story(one)
    there.tab("visits")
    empty = there.page.file_body.visits._empty
    assert empty.isVisible()
    press(empty.act)
    assert gone[-1] == ("visit", one)


# ── the forms ───────────────────────────────────────────────────────────────────────────────────────


def test_a_section_is_changed_in_place_and_saved_as_a_patch(desk, story, child, window):
    there = story(child)
    there.edit("school")
    there.fill("school", school="乙校")
    assert there.page.tabs.part("forms").text() == "资料（未保存）"
    there.save()
    assert stored(desk, child)["school"] == "乙校"
    assert stored(desk, child)["id_number"] == made.NUMBER
    assert "乙校" in there.shown("school")
    assert window._toast.sentence() == "已保存周小禾的就学"
    assert there.page.tabs.part("forms").text() == "资料"
    window.undo()
    assert stored(desk, child)["school"] == "甲校"
    assert "甲校" in there.shown("school")


def test_what_cannot_be_is_said_below_its_field_and_nothing_is_written(desk, story, child):
    there = story(child)
    there.edit("base")
    there.fill("base", birth="2025-02-31")
    assert there.trouble("base", "birth") == "2025年2月没有31日"
    there.save()
    assert stored(desk, child)["birth"] == "2017-03-02"
    assert there.part("base").form.editing()


def test_what_the_ledger_refuses_is_said_at_the_field(desk, story, child):
    desk.do(lambda s: made.child(s, "李安然", id_number="990101201703030321", birth="2017-03-03"))
    there = story(child)
    there.edit("base")
    there.fill("base", id_number="990101201703030321")
    there.save()
    assert there.trouble("base", "id_number").startswith("已有同号的孩子：李安然")


def test_a_masked_number_is_kept_when_nobody_types_another(desk, story, child):
    there = story(child)
    there.edit("base")
    assert there.part("base").form.frames["id_number"].editor.text() == ""
    there.fill("base", nation="回族")
    there.save()
    assert stored(desk, child)["id_number"] == made.NUMBER
    assert stored(desk, child)["nation"] == "回族"


def test_a_guardian_who_is_not_there_yet_is_added(desk, story):
    one = desk.do(lambda s: made.child(s, "毛毛"))
    there = story(one)
    assert "还有2项未采集" in words(there.page)
    there.edit("guardian")
    there.fill("guardian", name="黄秀英", relation="祖母")
    there.save()
    assert (
        desk.ask(lambda s: reader.about(s.ledger.connection, "guardian", [one]))[one][0][1]["name"]
        == "黄秀英"
    )


def test_two_forms_on_one_field_keep_both_and_ask_here(desk, story, child, window):
    there = story(child)
    there.edit("school")
    desk.do(lambda s: records.edit(s, "child", child, {"school": "丙校"}))
    there.fill("school", school="乙校")
    there.save()
    assert "两个说法都留着" in said(window)
    assert there.page.torn.isVisible()
    take = next(
        one for one in there.page.torn.findChildren(type(there.page.card.record)) if "乙校" in one.text()
    )
    press(take)
    assert stored(desk, child)["school"] == "乙校"
    assert not there.page.torn.isVisible()


def test_a_file_withdrawn_by_one_and_edited_by_another_says_both_and_what_a_button_does(desk, story, child):
    def both(session):
        writer = session.ledger.writer
        base = writer.state("child", child).heads.get(ALIVE, ())
        seen = journal.seen(session.ledger.connection, "child", child)
        records.edit(session, "child", child, {"school": "乙校"})
        mark = {"alive": False, "reason": "名单上没有", "seen": seen}
        writer.write(
            "withdraw_child", session.person, [Set("child", child, ALIVE, mark, base)], reason="重名"
        )

    desk.do(both)
    there = story(child)
    assert "陈桂兰撤回了：重名；陈桂兰还在改学校" in words(there.page.torn)
    takes = [part.text() for part in there.page.torn.findChildren(QPushButton) if part.isVisible()]
    assert takes == ["撤回这份", "留着这份"]
    press(next(part for part in there.page.torn.findChildren(QPushButton) if part.text() == "留着这份"))
    assert stored(desk, child)["school"] == "乙校"
    assert not there.page.torn.isVisible()


def test_doubts_stand_below_the_section(desk, story, child):
    desk.do(lambda s: records.edit(s, "child", child, {"sex": "男"}))
    there = story(child)
    there.tab("forms")
    assert "性别与证件号不一致" in words(there.part("base"))


def test_what_was_not_understood_stands_below_the_section(desk, story):
    one = desk.do(lambda s: made.child(s, "毛毛", birth="二零一七"))
    there = story(one)
    there.tab("forms")
    assert "出生日期写的是“二零一七”，没认出来，先留着" in words(there.part("base"))


def test_filling_in_goes_to_the_first_thing_missing(desk, story):
    one = desk.do(lambda s: made.child(s, "毛毛", schooling=""))
    there = story(one)
    press(there.page.file_body.fill)
    assert there.part("base").form.editing()
    assert there.page.tabs.key() == "forms"


def test_dated_facts_are_shown_as_history(desk, story, child):
    desk.do(lambda s: records.edit(s, "child", child, {"live_address": "县城"}))
    there = story(child)
    there.tab("forms")
    told = words(there.page.forms)
    assert "历次变化" in told
    assert "云溪镇河湾村3组12号" in told
    assert told.count("县城") == 2


def test_the_keys_edit_and_save(desk, story, child, window):
    there = story(child)
    window.act("edit")
    assert there.page.forms.editing()
    there.page.forms.edit("school")
    there.fill("school", school="乙校")
    window.act("save")
    assert stored(desk, child)["school"] == "乙校"


def test_giving_up_reads_again_and_leaves_no_draft(desk, story, child):
    there = story(child)
    there.edit("school")
    there.fill("school", school="乙校")
    there.page.forms.drafts.keep()
    there.page.forms.discard()
    assert stored(desk, child)["school"] == "甲校"
    assert desk.ask(drafting.waiting) == []


# ── drafts ──────────────────────────────────────────────────────────────────────────────────────────


def test_what_is_typed_is_kept_two_seconds_later(desk, story, child, qtbot):
    there = story(child)
    there.edit("school")
    there.fill("school", school="乙校")
    timer = there.page.forms.drafts._rest
    assert timer.isActive()
    assert timer.interval() <= 2000
    timer.timeout.emit()
    assert desk.ask(lambda s: drafting.load(s, "child", f"{child}:school")) == {"school": "乙校"}
    assert desk.said["saved"] == "全部已保存"


def test_leaving_keeps_the_draft_and_coming_back_offers_it(desk, story, child, window, gone):
    there = story(child)
    there.edit("school")
    there.fill("school", school="乙校")
    window.go("children")
    assert desk.ask(lambda s: drafting.load(s, "child", f"{child}:school")) == {"school": "乙校"}
    window.forget_pages()
    window.go("child", child)
    again = FileStory(window.page())
    assert said(window) == "您上次写到一半：就学。没有丢"
    again.page.file_body.resume_drafts(["school"])
    assert again.part("school").form.frames["school"].editor.text() == "乙校"
    assert stored(desk, child)["school"] == "甲校"
    again.save()
    assert stored(desk, child)["school"] == "乙校"
    assert desk.ask(drafting.waiting) == []


def test_an_unwanted_draft_is_let_go(desk, story, child, window):
    desk.do(lambda s: drafting.keep(s, "child", f"{child}:school", {"school": "乙校"}))
    page = story(child).page
    page.file_body.forget_drafts(["school"])
    assert desk.ask(drafting.waiting) == []
    assert said(window) == ""


def test_walking_to_another_child_keeps_what_was_typed(desk, story, child):
    two = desk.do(lambda s: made.child(s, "周小满", birth="2019-05-05"))
    there = story(Among(child, [child, two], 0))
    there.edit("school")
    there.fill("school", school="乙校")
    there.page.step(1)
    assert there.page.card.name.text() == "周小满"
    assert there.page.tabs.part("forms").text() == "资料"
    assert desk.ask(lambda s: drafting.load(s, "child", f"{child}:school")) == {"school": "乙校"}


# ── protected, closed, changes ──────────────────────────────────────────────────────────────────────


def test_protected_records_open_with_a_reason_and_close_on_leaving(desk, story, child, ask, window, gone):
    desk.do(
        lambda s: records.add(s, "referral", {"child": child, "date": "2026-11-20", "reason": "说话变少"})
    )
    there = story(child)
    there.tab("sealed")
    assert "说话变少" not in words(there.page)
    ask.prepare("核对转介材料")
    press(there.page.sealed._closed.act)
    assert "说话变少" in words(there.page.sealed)
    assert desk.ask(lambda s: access.lines(s.ledger.connection, 1))[0].reason == "核对转介材料"
    window.go("children")
    window.back()
    assert not window.page().sealed.opened()


def test_without_a_reason_nothing_opens(desk, story, child, ask):
    desk.do(
        lambda s: records.add(s, "referral", {"child": child, "date": "2026-11-20", "reason": "说话变少"})
    )
    there = story(child)
    there.tab("sealed")
    ask.prepare(None)
    press(there.page.sealed._closed.act)
    assert not there.page.sealed.opened()


def test_without_the_right_it_says_who_may_look(tmp_path, window, gone):
    with opened.village(tmp_path / "helper", role="副手", s3=False) as there:
        one = there.do(lambda s: made.child(s, "周小禾"))
        there.do(lambda s: made.visit(s, one, "2026-11-09", mind="想妈妈"))
        page = there.show(window, "child", ChildPage, one)
        QApplication.processEvents()
        FileStory(page).tab("sealed")
        assert "有1份受保护的记录，由督导员查看。需要的话给督导员打电话" in words(page)
        assert not page.sealed._closed.act.isVisible()


def test_leaving_the_register_asks_for_reason_and_day_in_the_form(desk, story, child):
    there = story(child)
    follow(there.page.card._menu(), "退出在册…")
    assert there.part("register").form.editing()
    there.fill("register", exit_reason="随父母生活", exit_on="2026-11-20")
    there.save()
    assert stored(desk, child)["exit_on"] == "2026-11-20"
    assert "11月20日退出（随父母生活），只能看" in words(there.page)
    assert not there.page.card.record.isEnabled()


def test_a_closed_file_is_only_read_until_it_is_registered_again(desk, story, child, ask):
    desk.do(lambda s: children_.close(s, child, "随父母生活"))
    there = story(child)
    there.tab("forms")
    assert not there.part("base").form._edit.isVisible()
    ask.prepare("随父母回村了")
    press(there.page.reopen)
    assert stored(desk, child)["exit_on"] is None
    assert not there.page.closed.isVisible()


def test_every_change_can_be_taken_back_from_the_list(desk, story, child, window):
    desk.do(lambda s: records.edit(s, "child", child, {"school": "乙校"}, reason="转学"))
    there = story(child)
    there.tab("changes")
    rows = there.page.file_body.changes._rows
    first = rows.itemAt(0).widget()
    assert "学校：甲校 → 乙校" in words(first)
    press(first.undo)
    assert stored(desk, child)["school"] == "甲校"
    assert window._toast.sentence().startswith("已撤销")


def test_an_undo_that_later_work_stands_on_is_said(desk, story, child, window):
    desk.do(lambda s: records.edit(s, "child", child, {"school": "乙校"}))
    desk.do(lambda s: records.edit(s, "child", child, {"school": "丙校"}))
    there = story(child)
    there.tab("changes")
    press(there.page.file_body.changes._rows.itemAt(1).widget().undo)
    assert said(window).startswith("没有改回")
    assert stored(desk, child)["school"] == "丙校"


def test_a_withdrawn_child_leads_back_to_the_list(desk, story, child, window, gone):
    desk.do(lambda s: records.withdraw(s, "child", child, "重复"))
    story(child)
    assert gone[-1][0] == "children"
    assert said(window) == "没有找到这份档案。可能已经撤回"


def test_the_tabs_are_walked_with_arrows(story, child):
    page = story(child).page
    QTest.keyClick(page.tabs.part("overview"), Qt.Key.Key_Right)
    assert page.tabs.key() == "forms"
    QTest.keyClick(page.tabs.part("forms"), Qt.Key.Key_Left)
    assert page.tabs.key() == "overview"


def test_coming_back_shows_the_same_tab(story, child, window):
    there = story(child)
    there.tab("changes")
    window.go("children")
    window.back()
    assert window.page().tabs.key() == "changes"


# ── a new file ──────────────────────────────────────────────────────────────────────────────────────


def test_a_name_is_enough_and_the_file_opens(desk, story, window):
    there = NewFileStory(story("+毛毛").page)
    assert there.value("name") == "毛毛"
    there.make()
    page = window.page()
    assert page.card.name.text() == "毛毛"
    assert window._toast.sentence() == "已建毛毛的档案"


def test_a_number_brings_birth_and_sex_but_never_over_what_was_typed(story):
    there = NewFileStory(story("+周小禾").page)
    there.fill(id_number=made.NUMBER)
    assert (there.value("birth"), there.value("sex")) == ("2017-03-02", "女")
    other = NewFileStory(there.page)
    other.page.fresh.begin("李安然")
    other.fill(birth="2016-01-01", id_number=made.NUMBER)
    assert other.value("birth") == "2016-01-01"


def test_a_new_file_without_a_name_says_so_at_the_field(story):
    there = NewFileStory(story("+").page)
    there.fill(nation="汉族")
    there.make()
    assert there.trouble("name") == "没有姓名，存不下来。请填上姓名"


def test_the_same_child_twice_names_the_file_that_is_there(desk, story, child):
    there = NewFileStory(story("+周小禾").page)
    there.fill(id_number=made.NUMBER)
    there.make()
    assert there.trouble("id_number").startswith("已有同号的孩子：周小禾")


def test_a_new_file_that_was_put_aside_is_there_again(desk, story, window, gone):
    window.go("children")
    there = NewFileStory(story("+").page)
    there.fill(name="毛毛", village_group="3组")
    there.page.fresh._put_aside()
    assert gone[-1][0] == "children"
    window.go("child", "+")
    assert there.value("name") == "毛毛"
    there.make()
    assert desk.ask(drafting.waiting) == []


# ── the layout ──────────────────────────────────────────────────────────────────────────────────────


def test_every_field_of_a_file_stands_in_exactly_one_section():
    assert unplaced() == []
    names = [f"{one.record}.{key}" for one in SECTIONS for key in one.names()]
    assert len(names) == len(set(names)) == len(placed())


def test_in_a_small_window_the_card_makes_room_and_the_name_moves_up(story, child, window):
    there = story(child)
    window.resize(1093, 558)
    QApplication.processEvents()
    assert there.page.card.isVisible()
    there.tab("forms")
    assert not there.page.card.isVisible()
    assert "周小禾" in words(there.page.top)
