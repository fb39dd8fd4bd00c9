"""设置: each group, as somebody uses it; what is typed is forgotten, what is done can be undone."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QPushButton

from childdesk.desk import old_places, people, unlocking, visit_rules
from childdesk.ui import theme
from childdesk.ui.pages.settings.page import GROUPS
from tests.stories.pages import FileStory, press
from tests.ui import faults, stage, villages

pytestmark = pytest.mark.long

NEW = "石榴 板凳 月亮 码头"


@pytest.fixture
def there(qapp, tmp_path: Path):
    with stage.opened(tmp_path, 5) as made:
        yield made


def group(there, name: str):
    """Goes to a group and gives it."""
    page = there.go("settings", name)
    found = page.groups[[one for one, _ in GROUPS].index(name)]
    assert found.isVisible()
    assert [one.isVisible() for one in page.groups].count(True) == 1
    return found


def asked(there, question):
    """A question to the desk."""
    return there.app.bench.glance(question)


def member(there, name: str):
    """A person of the desk."""
    return next(one for one in asked(there, people.everyone) if one.name == name)


def by_name(part, name: str) -> QPushButton:
    """A button by what is read aloud."""
    found = [
        one for one in part.findChildren(QPushButton) if one.isVisible() and one.accessibleName() == name
    ]
    assert len(found) == 1, [one.accessibleName() for one in part.findChildren(QPushButton)]
    return found[0]


def add(there, name: str, role: str, *, seals: bool = False):
    """加一个人, through the form."""
    members = group(there, "人员")
    press(members.add_one)
    members.fields.name.setText(name)
    press(members.fields.role.part(role))
    there.settle()
    if seals:
        press(members.fields.sealed.part("1"))
    members.fields.secret.first.set_text(NEW)
    members.fields.secret.again.set_text(NEW)
    press(members.form.go)
    there.settle()
    return members


def test_a_deputy_is_added_changed_to_supervisor_and_the_change_is_undone(there):
    members = add(there, "何兰", "副手")
    assert member(there, "何兰").role == "副手"
    assert not member(there, "何兰").s3
    assert not members.form.isVisible()
    assert members.fields.secret.text() == ""
    press(by_name(members, "何兰：改身份"))
    press(members.fields.role.part("督导员"))
    there.settle()
    press(members.fields.sealed.part("1"))
    press(members.form.go)
    there.settle()
    assert (member(there, "何兰").role, member(there, "何兰").s3) == ("督导员", True)
    there.window.act("undo")
    there.settle()
    assert (member(there, "何兰").role, member(there, "何兰").s3) == ("副手", False)


def test_a_deputy_is_never_asked_about_protected_records(there):
    members = group(there, "人员")
    press(members.add_one)
    assert not members.fields.sealed.isVisible()
    press(members.fields.role.part("主任"))
    there.settle()
    assert members.fields.sealed.isVisible()


def test_a_passphrase_is_taken_away_and_given_again(there):
    members = add(there, "何兰", "副手")
    press(by_name(members, "何兰：移走"))
    press(members.form.go)
    there.settle()
    assert not member(there, "何兰").can_open
    press(by_name(members, "何兰：再给口令"))
    members.fields.secret.first.set_text(NEW)
    members.fields.secret.again.set_text(NEW)
    press(members.form.go)
    there.settle()
    assert member(there, "何兰").can_open
    assert unlocking.people(there.home)


def test_what_is_wrong_is_said_at_its_field(there):
    members = group(there, "人员")
    press(members.add_one)
    members.fields.secret.first.set_text("123")
    press(members.form.go)
    assert members.fields.secret.first.trouble()
    members.fields.secret.first.set_text(NEW)
    members.fields.secret.again.set_text(NEW)
    press(members.form.go)
    assert members.fields.trouble() == "写上全名"
    members.fields.name.setText("陈桂兰")
    press(members.form.go)
    there.settle()
    assert "已有叫陈桂兰的人" in members.fields.trouble()
    assert members.form.go.isEnabled()


def test_a_rule_of_visits_is_changed_undone_and_all_go_back(there):
    rules = group(there, "走访规则")
    assert not rules.usual.isEnabled()
    rules.often["黄"].choose("30")
    rules.often["黄"].chosen.emit("30")
    there.settle()
    assert asked(there, visit_rules.rules)["黄"].days == 30
    there.window.act("undo")
    there.settle()
    rules.often["红"].chosen.emit("3")
    there.settle()
    press(rules.usual)
    there.settle()
    assert {risk: rule.days for risk, rule in asked(there, visit_rules.rules).items()} == visit_rules.DEFAULT


def test_the_passphrase_is_changed_only_with_the_old_one(there):
    keys = group(there, "口令和恢复单")
    press(keys.change)
    for old, said in (("", "先输现在的口令"), ("不是这个", "口令不对")):
        keys.both.old.set_text(old)
        keys.both.new.first.set_text(NEW)
        keys.both.new.again.set_text(NEW)
        press(keys.change_form.go)
        there.settle()
        assert said in keys.both.old.trouble()
    keys.both.old.set_text(villages.PASSPHRASE)
    press(keys.change_form.go)
    there.settle()
    assert not keys.change_form.isVisible()
    there.window.act("lock")
    there.settle()
    there.enter(NEW)
    assert not there.window.covered()


def test_a_new_recovery_sheet_is_printed_and_proved_and_leaves_the_screen(there, tmp_path):
    keys = group(there, "口令和恢复单")
    press(keys.renew)
    press(keys.warned.go)
    there.settle()
    code = keys.sheet.code
    printer = QPrinter()
    printer.setOutputFileName(str(tmp_path / "sheet.pdf"))
    there.ask.prepare(printer)
    assert faults.filled(keys) == ["打印恢复单"]
    press(keys.sheet.shown.printer)
    assert faults.filled(keys) == ["封好了"]
    assert (tmp_path / "sheet.pdf").stat().st_size > 1000
    keys.sheet.shown.last.setText("0000" if code[-4:] != "0000" else "1111")
    press(keys.sheet.go)
    assert "不一样" in keys.sheet.shown.trouble()
    keys.sheet.shown.last.setText(code[-4:])
    press(keys.sheet.go)
    assert not keys.sheet.isVisible()
    assert code[:6] not in " ".join(one.accessibleName() for one in keys.findChildren(QPushButton))
    assert keys.sheet.shown._grid.count() == 0


def test_a_sheet_that_was_not_proved_is_said_when_one_leaves(there):
    keys = group(there, "口令和恢复单")
    press(keys.renew)
    press(keys.warned.go)
    there.settle()
    there.go("today")
    assert "新恢复单还没核对" in there.window._toast.sentence()
    assert keys.sheet.shown._grid.count() == 0


def test_a_backup_is_brought_back_after_its_numbers_were_seen(there):
    copies = group(there, "备份与恢复")
    press(copies.now)
    there.settle()
    press(copies.made.all[0].findChildren(QPushButton)[0])
    there.settle()
    assert copies.form.isVisible()
    press(copies.form.go)
    assert copies.seen.secret.trouble()
    copies.seen.secret.set_text(villages.PASSPHRASE)
    press(copies.form.go)
    there.settle()
    assert there.window.covered()
    there.enter()
    assert len(there.ids()) == 5


def test_the_newest_backup_is_brought_back_to_try_it_and_the_row_says_how_it_went(there):
    copies = group(there, "备份与恢复")
    assert "还没试过" in copies.tried.told()
    there.app._daily()
    there.settle()
    copies = group(there, "备份与恢复")
    assert "能恢复：孩子5人" in copies.tried.told()
    newest = max((there.home / "backups").glob("*"), key=lambda path: path.name)
    newest.write_bytes(newest.read_bytes()[:-2000] + bytes(2000))
    press(copies.try_)
    there.settle()
    assert "恢复不了" in copies.tried.told()
    there.app._heard("")
    there.settle()
    assert there.window._frame.status.text("backup").endswith("，读不完整")


def test_a_file_that_is_no_backup_is_said_and_nothing_changes(there, tmp_path):
    other = tmp_path / "不是.childdesk"
    other.write_bytes(b"no backup at all")
    copies = group(there, "备份与恢复")
    there.ask.prepare(other)
    press(copies.back)
    there.settle()
    assert not copies.form.isVisible()
    assert not there.window.covered()


def test_a_backup_makes_no_folder_where_a_stick_was(there, tmp_path):
    copies = group(there, "备份与恢复")
    there.ask.prepare(tmp_path / "stick")
    copies._backup_to()
    there.settle()
    assert not (tmp_path / "stick").exists()
    assert "没有找到这个文件夹" in there.window._frame.bar.sentence()
    assert copies.running.isHidden()


def test_the_look_is_kept_and_taken_back(there):
    look = group(there, "显示和锁屏")
    press(look.scale.part("125"))
    there.settle()
    assert theme.look().scale == 125
    there.window.act("undo")
    there.settle()
    assert theme.look().scale == 100
    assert look.scale.key() == "100"


def test_settings_are_found_by_words_and_the_groups_come_back(there):
    page = there.go("settings", "人员")
    page.search.setText("口令")
    there.settle()
    shown = [name for (name, _), one in zip(GROUPS, page.groups, strict=True) if one.isVisible()]
    assert "口令和恢复单" in shown
    assert "走访规则" not in shown
    page.search.setText("没有这种东西")
    assert page.nothing.isVisible()
    page.search.clear()
    assert [one.isVisible() for one in page.groups].count(True) == 1


def test_the_practice_village_is_made_beside_and_left_again(there):
    practice = group(there, "演练")
    press(practice.open)
    question = practice.form.question
    question.secret.first.set_text(NEW)
    question.secret.again.set_text(NEW)
    press(practice.form.go)
    there.settle()
    assert there.app.entrance.home == there.home.with_name("desk-practice")
    assert len(there.ids()) > 5
    practice = group(there, "演练")
    press(practice.home)
    there.settle()
    assert there.app.entrance.home == there.home
    there.enter()
    assert len(there.ids()) == 5


def test_an_item_of_the_village_is_added_filled_in_a_file_and_cannot_be_taken_away_then(there):
    own = group(there, "本村项目")
    press(own.add_one)
    press(own.form.go)
    there.settle()
    assert own.fields.trouble() == "写上这一项叫什么"
    own.fields.name.setText("爱心早餐")
    own.fields.options.setPlainText("有\n没有")
    press(own.form.go)
    there.settle()
    assert [row.told() for row in own.lines.all] == ["爱心早餐：还没有孩子填，自己加的，可填有、没有"]

    file = FileStory(there.go("child", there.child()))
    file.edit("items")
    part = file.part("items")
    [frame] = part.form.frames.values()
    assert frame.field.label == "爱心早餐"
    frame.editor.set_text("有")
    frame.editor.touch()
    file.save()
    there.settle()
    assert "有" in file.shown("items")

    own = group(there, "本村项目")
    assert own.lines.all[0].told().startswith("爱心早餐：1个孩子有")
    names = [one.accessibleName() for one in own.lines.all[0].findChildren(QPushButton)]
    assert names == ["爱心早餐：改名"]
    press(by_name(own, "爱心早餐：改名"))
    own.fields.name.setText("早餐")
    press(own.form.go)
    there.settle()
    there.window.undo()
    there.settle()
    assert own.lines.all[0].told().startswith("爱心早餐")


def test_an_item_that_nobody_has_is_taken_away_and_comes_back(there):
    own = group(there, "本村项目")
    press(own.add_one)
    own.fields.name.setText("鞋码")
    press(own.form.go)
    there.settle()
    press(by_name(own, "鞋码：拿掉"))
    there.settle()
    assert own.lines.all[0].told().startswith("还没有本村项目")
    there.window.undo()
    there.settle()
    assert own.lines.all[0].told().startswith("鞋码")


def test_an_old_name_of_a_place_is_written_down_refused_where_it_is_none_and_dropped(there):
    places = group(there, "旧地名")
    press(places.more)
    places.old.setText("云溪镇")
    places.new.setText("云溪镇")
    press(places.form.go)
    there.settle()
    assert "旧名" in places.fields.trouble()

    places.new.setText("云溪街道")
    press(places.form.go)
    there.settle()
    assert [row.told() for row in places.known.all] == ["云溪镇：现在叫云溪街道"]

    press(by_name(places, "不再认云溪镇"))
    there.settle()
    assert places.known.all == []
    assert asked(there, old_places.every) == {}
