"""The way in and out: sign-in, waiting, recovery, first use, locking, coming back to the same place."""

from __future__ import annotations

import json
import shutil
from datetime import UTC, datetime, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QWidget

from childdesk.desk import cadences, desks, drafting, first_steps, unlocking
from childdesk.desk.lanes import Lanes
from childdesk.domain.clock import SetClock
from childdesk.domain.errors import Refused, Unavailable
from childdesk.ui import autolock, entrance, seat
from childdesk.ui.autolock import AutoLock
from childdesk.ui.entrance import Entrance
from childdesk.ui.page import Page, Route
from childdesk.ui.pages.sign_in import SignIn
from childdesk.ui.seat import Seat
from childdesk.ui.session_signs import LINUX, POWER, SESSION_CHANGE, SessionSigns, means_lock
from childdesk.ui.widgets.picker import Picker
from childdesk.ui.widgets.secret import CAPS_OFF, CAPS_ON, NewSecret, Secret
from tests.stories.pages import FirstUsePage, SignInPage, press, type_into
from tests.ui import faults, opened

NEW = "雨伞 稻田 邮局 竹篮"


class Note(Page):
    """A page with a field whose draft is kept on leaving, like every form."""

    def __init__(self, host, owner) -> None:
        super().__init__(host, "记一句")
        self.owner = owner
        self.field = QLineEdit()
        self.body.addWidget(self.field)

    def arrive(self, argument=None) -> None:
        self.argument = argument
        self.owner.tasks.read(
            lambda session, _progress: drafting.load(session, "note", "1"),
            lambda found: self.field.setText(found.get("words", "")),
            owner=self,
        )

    def leave(self) -> None:
        words = {"words": self.field.text()} if self.field.text() else {}
        tasks = self.owner.tasks
        if tasks is not None:
            tasks.write(lambda session, _p: drafting.keep(session, "note", "1", words), lambda _done: None)

    def memento(self):
        return 42

    def resume(self, memento) -> None:
        self.resumed = memento


class Program:
    """A window with an entrance, as the roof puts them together."""

    def __init__(self, window, home, clock, *, at_once=True) -> None:
        self.window = window
        self.troubles: list[BaseException] = []
        self.tasks = None
        self.opened: list[entrance.Opened] = []
        self.way = Entrance(window, home, clock, self.troubles.append, at_once=at_once)
        self.way.opened.connect(self._open)
        self.way.locked.connect(self._lock)
        window.add_route(Route("today", lambda host: Page(host, "今日"), "今日", "calendar_day"))
        window.add_route(Route("note", lambda host: Note(host, self)))

    def _open(self, found) -> None:
        self.tasks = found.tasks
        self.opened.append(found)
        self.way.settle("today")

    def _lock(self) -> None:
        self.tasks = None

    @property
    def sign_in(self) -> SignInPage:
        return SignInPage(self.way.sign_in)

    @property
    def first_use(self) -> FirstUsePage:
        return FirstUsePage(self.way.first.page)


@pytest.fixture
def home(tmp_path):
    return shutil.copytree(opened.made().home, tmp_path / "desk")


@pytest.fixture
def clock():
    return SetClock(opened.NOON + timedelta(minutes=5))


@pytest.fixture
def program(window, home, clock):
    made = Program(window, home, clock)
    made.way.start()
    yield made
    made.way.close()


# ── sign-in ─────────────────────────────────────────────────────────────────────────────────────────


def test_one_person_alone_is_chosen_and_enter_opens(program):
    assert program.window.covered()
    assert program.way.sign_in.who.key() == opened.made().person
    program.sign_in.sign_in(opened.PASSPHRASE)
    assert not program.window.covered()
    assert program.opened[0].session.name == "陈桂兰"
    assert program.window.trail.current().route == "today"
    assert program.troubles == []


def test_the_next_sign_in_says_what_was_opened_and_by_whom(program, home):
    program.sign_in.sign_in(opened.PASSPHRASE)
    program.way.lock()
    labels = [one.text() for one in program.way.sign_in.findChildren(QLabel)]
    assert "云溪镇河湾村" in labels
    assert any(text.startswith("上次打开：今天 ") and text.endswith("，陈桂兰") for text in labels)
    assert program.way.sign_in.who.currentText() == "陈桂兰，主任"
    ini = (home / seat.FILE).read_text(encoding="utf-8")
    assert "陈桂兰" not in ini


def test_wrong_tries_are_counted_and_the_wait_is_seen(program, clock):
    program.sign_in.sign_in("不是这个口令")
    assert program.sign_in.trouble() == "口令不对。您的数据没有动。再试4次后要等1分钟。"
    earlier = {opened.made().person: (4, clock.now().timestamp())}
    (program.way.home / "attempts.json").write_text(json.dumps(earlier), encoding="utf-8")
    program.sign_in.sign_in("不是这个口令")
    page = program.way.sign_in
    assert program.sign_in.trouble() == "请等60秒再试。您的数据没有动"
    assert not page.go.isEnabled()
    assert page.go.toolTip()
    clock.moment += timedelta(seconds=60)
    for _ in range(60):
        page._tick()
    assert (page.go.isEnabled(), program.sign_in.trouble()) == (True, "")
    program.sign_in.sign_in(opened.PASSPHRASE)
    assert not program.window.covered()


def test_nothing_typed_is_no_try(program, home):
    program.sign_in.sign_in("")
    assert program.sign_in.trouble() == "口令还没有填"
    assert not (home / "attempts.json").exists()


def test_a_desk_that_is_open_elsewhere_is_said_and_one_may_try_again(program, home, clock):
    lanes = Lanes(home, clock, person="", passphrase=opened.PASSPHRASE)
    other = lanes.write()
    program.sign_in.sign_in(opened.PASSPHRASE)
    assert isinstance(program.troubles.pop(), Unavailable)
    assert program.way.sign_in.go.isEnabled()
    lanes.close(other)
    program.sign_in.sign_in(opened.PASSPHRASE)
    assert not program.window.covered()


def test_the_recovery_sheet_opens_with_a_new_passphrase(program):
    program.sign_in.recover("12 34", NEW)
    assert program.way.sign_in._code_text.text() == "恢复码应有48位数字，现在4位"
    program.way.sign_in.show_way("usual")
    program.sign_in.recover(opened.made().code, NEW, again="别的")
    assert program.way.sign_in.fresh.again.trouble() == "两次不一样，请再输一次"
    program.way.sign_in.show_way("usual")
    program.sign_in.recover(opened.made().code, NEW)
    assert program.opened[0].begin == "recover"
    program.way.lock()
    program.sign_in.sign_in(NEW)
    assert not program.window.covered()


def test_a_misread_group_of_the_code_is_named(program):
    code = opened.made().code
    wrong = code[:-1] + str((int(code[-1]) + 1) % 10)
    program.sign_in.recover(wrong, NEW)
    assert program.way.sign_in._code_text.text().startswith("恢复码第8组不对")
    assert program.window.covered()


def test_another_folder_is_opened_and_one_without_a_desk_changes_nothing(program, tmp_path, ask, home):
    (tmp_path / "empty").mkdir()
    ask.prepare(tmp_path / "empty")
    press(program.way.sign_in.other)
    assert ask.said == ["这个文件夹里没有档案。请换一个文件夹。"]
    other = shutil.copytree(home, tmp_path / "other")
    ask.prepare(other)
    press(program.way.sign_in.other)
    assert program.way.home == other
    program.sign_in.sign_in(opened.PASSPHRASE)
    assert program.opened[0].session.ledger.home == other


def test_a_practice_passphrase_that_the_program_knows_stands_there(program):
    program.way.fill(opened.PASSPHRASE, "演练：口令已经填好")
    QTest.keyClick(program.way.sign_in.secret.line, Qt.Key.Key_Return)
    assert not program.window.covered()


def test_more_than_eight_people_are_found_by_typing(shown):
    page = shown(SignIn([(str(n), f"第{n}位同志") for n in range(12)]), 1366, 698)
    assert page.who.isEditable()
    page.who.lineEdit().setText("第7")
    page.who.lineEdit().editingFinished.emit()
    assert page.who.key() == "7"
    page.who.lineEdit().setText("谁")
    assert page.who.key() == ""


# ── first use ───────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def newcomer(window, tmp_path, clock):
    made = Program(window, tmp_path / "fresh", clock)
    made.way.start()
    QApplication.processEvents()
    yield made
    made.way.close()


def test_a_few_answers_make_a_sealed_desk_and_open_it(newcomer, ask):
    story = newcomer.first_use
    story.next()
    assert story.trouble() == "请选您在哪一级工作"
    story.level("village")
    story.next()
    assert story.trouble() == "请选到乡镇（街道）"
    story.unit("桃源 漆河", "河湾村")
    story.person("陈桂兰", "13000002217")
    assert story.page.demand.how.key() == "按颜色"
    story.demand("其他", "abc")
    assert story.trouble() == "天数要在1到366之间"
    story.demand(days="10")
    story.passphrase("12345678")
    assert story.trouble() == "全是数字容易猜，加几个词"
    story.passphrase(NEW, again="雨伞")
    assert story.trouble() == "两次不一样，请再输一次"
    story.passphrase(NEW)
    assert story.page.key() == "recovery"
    ask.prepare(None)
    press(story.page.sheet.printer)
    assert ask.asked == [("printer", "恢复单")]
    story.sheet("0")
    assert story.trouble() == "和恢复单上的最后4位不一样"
    story.sheet(story.page.flow.made.recovery_code[-4:])
    assert faults.filled(story.page) == ["开始用"]
    story.begin("import")
    assert newcomer.opened[0].begin == "import"
    assert newcomer.opened[0].session.ledger.identity.unit_name == "漆河镇河湾村"
    held = cadences.demanded(newcomer.opened[0].session)
    assert (held.how, held.days, held.asked) == ("其他", 10, False)
    assert newcomer.way.seat.text("wizard/step") == ""
    assert newcomer.troubles == []


def here(story: FirstUsePage) -> QWidget | None:
    """What has the focus of the window."""
    QApplication.processEvents()
    return story.page.window().focusWidget()


def at_the_sheet(story: FirstUsePage) -> FirstUsePage:
    """Up to the step that asks for the recovery sheet."""
    story.level("village")
    story.unit("桃源 漆河", "河湾村")
    story.person("陈桂兰")
    story.demand()
    assert faults.filled(story.page) == ["下一步"]
    story.passphrase(NEW)
    QApplication.processEvents()
    assert story.page.key() == "recovery"
    return story


def test_printing_the_sheet_is_what_is_done_next_until_it_is_printed(newcomer, ask, tmp_path):
    story = at_the_sheet(newcomer.first_use)
    assert faults.filled(story.page) == ["打印恢复单"]
    assert here(story) is story.page.sheet.printer
    ask.prepare(None)
    story.print_sheet()
    assert faults.filled(story.page) == ["打印恢复单"], "nothing came out of the printer"
    printer = QPrinter()
    printer.setOutputFileName(str(tmp_path / "sheet.pdf"))
    ask.prepare(printer)
    story.print_sheet()
    assert faults.filled(story.page) == ["下一步"]
    assert here(story) is story.page.sheet.last


def test_who_copies_the_sheet_by_hand_says_so_or_types_its_end(newcomer):
    story = at_the_sheet(newcomer.first_use)
    type_into(story.page.sheet.last, "12")
    assert faults.filled(story.page) == ["打印恢复单"]
    type_into(story.page.sheet.last, "1234")
    assert faults.filled(story.page) == ["下一步"]
    story.page.sheet.show_code(story.page.flow.made.recovery_code)
    assert faults.filled(story.page) == ["打印恢复单"]
    press(story.page.sheet.by_hand)
    assert faults.filled(story.page) == ["下一步"]
    assert here(story) is story.page.sheet.last


def test_going_back_keeps_everything(newcomer):
    story = newcomer.first_use
    story.level("village")
    story.unit("桃源 漆河", "河湾村")
    press(story.page.back)
    assert story.page.key() == "unit"
    assert story.page.unit.village.text() == "河湾村"
    assert [one.currentText() for one in story.page.unit.pickers] == ["湖南省", "常德市", "桃源县", "漆河镇"]
    press(story.page.back)
    assert story.page.level.key() == "village"


def test_the_lists_pick_level_by_level_and_leave_out_what_is_none(newcomer):
    story = newcomer.first_use
    story.level("township")
    for key in ("44", "441900", "441900003"):
        picker = story.page.unit.pickers[-1]
        picker.choose(key)
        picker.chosen.emit(key)
    assert story.page.flow.unit_name() == "东城街道"
    story.next()
    assert story.page.key() == "person"
    story.person("周敏")
    assert story.page.key() == "passphrase", "what a township demands it lays down later, knowingly"
    press(story.page.back)
    assert story.page.key() == "person"


def test_a_desk_without_a_proved_sheet_asks_for_it_again_with_a_new_code(newcomer, window):
    story = newcomer.first_use
    story.level("village")
    story.unit("桃源 漆河", "河湾村")
    story.person("陈桂兰")
    story.demand()
    story.passphrase(NEW)
    old = story.page.flow.made.recovery_code
    newcomer.way.first.page = None
    newcomer.way.start()
    newcomer.sign_in.sign_in(NEW)
    assert newcomer.opened == []
    again = newcomer.first_use
    assert again.page.key() == "recovery"
    code = again.page.flow.made.recovery_code
    assert code != old
    again.sheet(code[-4:])
    again.begin("blank")
    assert newcomer.opened[0].begin == "blank"
    assert not window.covered()


def test_practice_stands_beside_the_real_desk_and_says_so(newcomer, monkeypatch):
    monkeypatch.setattr(first_steps, "PRACTICE_CHILDREN", 5)
    story = newcomer.first_use
    story.level("village")
    story.unit("桃源 漆河", "河湾村")
    story.person("陈桂兰")
    story.demand()
    story.passphrase(NEW)
    story.sheet(story.page.flow.made.recovery_code[-4:])
    real = newcomer.way.home
    story.begin("practice")
    assert newcomer.opened[0].session.ledger.identity.practice
    assert newcomer.way.home == first_steps.practice_home(real)
    assert unlocking.exists(real)


# ── out ─────────────────────────────────────────────────────────────────────────────────────────────


def test_locking_keeps_the_draft_closes_the_ledger_and_comes_back_to_the_same_place(program, home, clock):
    program.sign_in.sign_in(opened.PASSPHRASE)
    program.window.go("note", "17")
    type_into(program.window.page().field, "half a sentence")
    program.window.actions_by_key["lock"].trigger()
    assert program.window.covered()
    assert program.window.page() is None
    lanes = Lanes(home, clock, person="", passphrase=opened.PASSPHRASE)
    other = lanes.write()  # the lock is free: nothing holds the ledger any more
    lanes.close(other)
    program.sign_in.sign_in(opened.PASSPHRASE)
    page = program.window.page()
    assert (page.argument, page.resumed, page.field.text()) == ("17", 42, "half a sentence")
    program.window.back()
    assert program.window.trail.current().route == "today"


def test_with_lanes_of_their_own_the_draft_is_kept_before_the_ledger_closes(qtbot, window, home, clock):
    made = Program(window, home, clock, at_once=False)
    made.way.start()
    made.sign_in.sign_in(opened.PASSPHRASE)
    qtbot.waitUntil(lambda: made.tasks is not None, timeout=10_000)
    made.window.go("note")
    type_into(made.window.page().field, "two seconds")
    made.way.lock()
    qtbot.waitUntil(lambda: made.way.sign_in.go.isEnabled(), timeout=10_000)
    made.sign_in.sign_in(opened.PASSPHRASE)
    qtbot.waitUntil(lambda: made.tasks is not None, timeout=10_000)
    qtbot.waitUntil(lambda: made.window.page().field.text() == "two seconds", timeout=10_000)
    type_into(made.window.page().field, "at the very end")
    made.window.close()
    session = Lanes(home, clock, person="", passphrase=opened.PASSPHRASE)
    writing = session.write()
    assert drafting.load(writing, "note", "1") == {"words": "at the very end"}
    session.close(writing)


def test_somebody_else_does_not_come_back_to_ones_place(program, home):
    program.sign_in.sign_in(opened.PASSPHRASE)
    program.window.go("note", "17")
    program.way.lock()
    program.way._place = entrance._Place("somebody else", program.way._place.steps)
    program.sign_in.sign_in(opened.PASSPHRASE)
    assert program.window.trail.current().route == "today"


def test_nobody_there_for_ten_minutes_locks_and_half_a_minute_before_it_is_said(qtbot, window):
    now = [1000.0]
    watch = AutoLock(window, 10, lambda: now[0])
    watch.start()
    now[0] += 569
    watch.look()
    assert watch.warning() == ""
    now[0] += 2
    watch.look()
    assert watch.warning() == "29秒后锁上，填的内容会留着"
    QTest.keyClick(window.windowHandle(), Qt.Key.Key_A)
    assert watch.warning() == ""
    with qtbot.waitSignal(watch.due):
        now[0] += 600
        watch.look()
    assert watch.warning() == ""


def test_waking_after_a_long_sleep_locks_before_anything_else(qtbot, window):
    now = [1000.0]
    watch = AutoLock(window, 5, lambda: now[0])
    watch.start()
    now[0] += 3600
    with qtbot.waitSignal(watch.due):
        QTest.keyClick(window.windowHandle(), Qt.Key.Key_A)


def test_the_button_of_the_warning_is_a_sign_of_life(window):
    now = [0.0]
    watch = AutoLock(window, 5, lambda: now[0])
    watch.start()
    now[0] += 299
    watch.look()
    press(watch._warning._stay)
    assert watch.left() == 300
    watch.stop()
    assert autolock.WARNING == 30


@pytest.mark.parametrize(
    ("message", "word", "locks"),
    [
        (SESSION_CHANGE, 0x7, True),
        (SESSION_CHANGE, 0x8, False),
        (POWER, 0x4, True),
        (POWER, 0x7, False),
        (0x0100, 0x7, False),
    ],
)
def test_windows_tells_of_locking_and_of_sleep(message, word, locks):
    assert means_lock(message, word) is locks


def test_the_bus_tells_when_it_begins_and_not_when_it_is_over(qtbot, window):
    signs = SessionSigns(window)
    with qtbot.waitSignal(signs.away):
        signs.turned(True)
    with qtbot.assertNotEmitted(signs.away):
        signs.turned(False)


def test_ukui_tells_only_when_it_begins_and_deepin_by_a_property_of_its_session(qtbot, window):
    signs, service = SessionSigns(window), "com.deepin.SessionManager"
    with qtbot.waitSignal(signs.away):
        signs.began()
    with qtbot.waitSignal(signs.away):
        signs.changed(service, {"Locked": True}, [])
    with qtbot.assertNotEmitted(signs.away):
        signs.changed(service, {"Locked": False}, [])
        signs.changed(service, {"CurrentUid": "1000"}, ["Locked"])


def test_every_source_of_the_bus_has_a_slot_that_is_there(window):
    signs = SessionSigns(window)
    known = {
        signs.metaObject().method(at).methodSignature().data().decode()
        for at in range(signs.metaObject().methodCount())
    }
    assert {one.slot for one in LINUX} <= known
    assert {one.service for one in LINUX} >= {"org.ukui.ScreenSaver", "com.deepin.SessionManager"}


def test_a_session_that_is_locked_locks_the_desk(program):
    program.sign_in.sign_in(opened.PASSPHRASE)
    program.way._signs.away.emit()
    assert program.window.covered()


# ── parts ───────────────────────────────────────────────────────────────────────────────────────────


def test_caps_lock_is_read_from_the_letters(shown):
    field = shown(Secret("口令"))
    QTest.keyClick(field.line, Qt.Key.Key_A, Qt.KeyboardModifier.NoModifier)
    assert field.caps().startswith(CAPS_OFF)
    QTest.keyClicks(field.line, "B")  # a capital letter without Shift
    assert field.caps() == CAPS_OFF + "；这里自动用英文输入" or field.caps() == CAPS_ON
    assert field.line.echoMode() is QLineEdit.EchoMode.Password
    press(field.eye)
    assert field.line.echoMode() is QLineEdit.EchoMode.Normal
    field.wipe()
    assert (field.text(), field.line.echoMode()) == ("", QLineEdit.EchoMode.Password)


def test_three_segments_and_a_word_say_how_good_a_passphrase_is(shown):
    field = shown(NewSecret("口令", ["陈桂兰"]))
    lit = []
    for text in ("", "12345678", "shuihu1987", "woaiwojia2020x", NEW):
        type_into(field.first.line, text) if text else field.wipe()
        lit.append([bar.property("lit") for bar in field._bars])
    assert lit[0] == ["", "", ""]
    assert lit[1] == ["0", "", ""]
    assert lit[2] == ["1", "", ""]
    assert lit[3] == ["2", "2", ""]
    assert lit[4] == ["3", "3", "3"]
    assert field._word.text() == "好"


def test_a_picker_of_few_is_a_plain_list_and_chooses_nothing_by_itself(shown):
    box = shown(Picker("省"))
    box.offer([("1", "湖南省"), ("2", "湖北省")])
    assert (box.isEditable(), box.key()) == (False, "")
    box.choose("2")
    assert box.key() == "2"


def test_a_seat_keeps_only_what_it_may(tmp_path):
    kept = Seat(tmp_path / "seat.ini")
    kept.keep("look/scale", 125)
    kept.keep("look/high", True)
    kept.keep("columns/ledger", "name,sex")
    kept.flush()
    again = Seat(tmp_path / "seat.ini")
    assert (again.number("look/scale"), again.yes("look/high")) == (125, True)
    assert again.text("columns/ledger") == "name,sex"
    with pytest.raises(KeyError):
        kept.keep("child/name", "周小禾")
    again.keep("lock/minutes", "999")
    assert again.minutes() == 10
    again.keep("look/scale", "much")
    assert again.number("look/scale") == 0


def test_a_new_desk_needs_a_first_look_only_once(home, clock):
    assert unlocking.people(home) == [(opened.made().person, "陈桂兰")]
    assert datetime(2026, 11, 23, tzinfo=UTC) < clock.now()
    with pytest.raises(Refused):
        desks.who(home, "somebody")
