"""Editors: Chinese input everywhere, a harmless wheel, dates in all their ways, patches."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QInputMethodEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit, QPlainTextEdit

from childdesk.domain.child import Child
from childdesk.domain.errors import Refused
from childdesk.domain.kinds import (
    Address,
    BankCard,
    Code,
    Codes,
    Date,
    IdNumber,
    Link,
    Moment,
    Money,
    PersonName,
    Phone,
    Text,
    Whole,
    Word,
    YesNo,
)
from childdesk.domain.privacy import UNKNOWN
from childdesk.ui.widgets.editor import AreaEditor, Editor, LineEditor
from childdesk.ui.widgets.editors import AnswersEditor, ComboEditor, SegmentEditor, editor
from childdesk.ui.widgets.section_form import SectionForm

TODAY = date(2025, 11, 24)
LINKS = [("a" * 32, "黄秀英，祖母"), ("b" * 32, "周建军，父亲")]

KINDS = {
    "text": Text(40),
    "lines": Text(200, lines=True),
    "name": PersonName(),
    "whole": Whole(0, 120),
    "money": Money(),
    "date": Date(),
    "moment": Moment(),
    "yesno": YesNo(),
    "code": Child.health.kind,
    "short code": Child.sex.kind,
    "codes": Child.categories.kind,
    "word": Child.grade.kind,
    "id": IdNumber(),
    "phone": Phone(),
    "card": BankCard(),
    "address": Address(),
    "link": Link("guardian"),
}

VALUES = {
    "text": ("跟祖母住", "跟祖母住"),
    "lines": ("第一行\n第二行", "第一行\n第二行"),
    "name": ("周小禾", "周小禾"),
    "whole": ("9", 9),
    "money": ("1234.5", 123450),
    "date": ("2016年3月", "2016-03"),
    "moment": ("2025-11-24 9:30", "2025-11-24 09:30"),
    "yesno": ("是", "是"),
    "short code": ("女", "女"),
    "id": ("1101 0119900307 663x", None),
    "phone": ("138 0000 5678", "13800005678"),
    "address": ("云溪镇河湾村3组", "云溪镇河湾村3组"),
}


def make(name: str) -> Editor:
    """The editor of a kind."""
    return editor(KINDS[name], TODAY, "", LINKS)


def compose(widget, preedit: str, commit: str) -> None:
    """What an input method sends: first the letters under way, then the words."""
    QApplication.sendEvent(widget, QInputMethodEvent(preedit, []))
    done = QInputMethodEvent("", [])
    done.setCommitString(commit)
    QApplication.sendEvent(widget, done)


def typing_part(made: Editor):
    """The widget in an editor that takes letters, if it has one."""
    for kind in (QLineEdit, QPlainTextEdit):
        found = made.findChild(kind)
        if found is not None:
            return found
    return None


@pytest.mark.parametrize("name", KINDS)
def test_every_editor_that_is_typed_into_takes_chinese_from_an_input_method(shown, name):
    made = make(name)
    shown(made)
    part = typing_part(made)
    if part is None:
        assert isinstance(made, SegmentEditor | AnswersEditor | ComboEditor)
        return
    assert part.testAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled)
    part.setFocus()
    compose(part, "xiaohe", "小禾")
    assert "小禾" in made.text()
    assert made.touched


@pytest.mark.parametrize("name", KINDS)
def test_the_wheel_never_changes_a_value(shown, name):
    made = make(name)
    shown(made)
    for part in [made, *made.findChildren(QComboBox), *made.findChildren(QLineEdit)]:
        before = made.text()
        event = QWheelEvent(
            QPointF(5, 5),
            QPointF(5, 5),
            QPoint(0, -120),
            QPoint(0, -120),
            Qt.MouseButton.NoButton,
            Qt.KeyboardModifier.NoModifier,
            Qt.ScrollPhase.NoScrollPhase,
            False,
        )
        QApplication.sendEvent(part, event)
        assert made.text() == before
        assert not made.touched


@pytest.mark.parametrize("name", KINDS)
def test_nothing_is_chosen_by_itself(shown, name):
    made = make(name)
    shown(made)
    made.set_raw(None)
    assert made.text() == ""
    assert made.read() == (None, None)
    assert not made.touched


@pytest.mark.parametrize("name", VALUES)
def test_what_is_typed_becomes_its_stored_scalar(shown, name):
    text, scalar = VALUES[name]
    made = make(name)
    shown(made)
    made.set_text(text)
    made.touch()
    value, trouble = made.read()
    if scalar is None:
        assert value or trouble
    else:
        assert (value, trouble) == (scalar, None)


@pytest.mark.parametrize("name", KINDS)
def test_a_stored_value_comes_back_untouched(shown, name):
    stored = {
        "text": "一句话",
        "lines": "一\n二",
        "name": "周小禾",
        "whole": 9,
        "money": 123450,
        "date": "2016-03",
        "moment": "2025-11-24 09:30",
        "yesno": "否",
        "code": KINDS["code"].options.codes()[0],
        "short code": "男",
        "codes": KINDS["codes"].options.codes()[0],
        "word": "自己写的",
        "id": "11010119900307663X",
        "phone": "13800005678",
        "card": "6222000011112222",
        "address": "云溪镇河湾村3组\t320500",
        "link": "b" * 32,
    }[name]
    made = make(name)
    shown(made)
    made.set_raw(stored)
    assert made.text()
    assert made.read() == (stored, None)


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("20251124", "2025-11-24"),
        ("2025.11.24", "2025-11-24"),
        ("2025/11/4", "2025-11-04"),
        ("11-24", "2025-11-24"),
        ("今天", "2025-11-24"),
        ("昨天", "2025-11-23"),
        ("2016年3月", "2016-03"),
        ("２０２５－１１－２４", "2025-11-24"),
    ],
)
def test_dates_are_taken_in_all_usual_ways_and_shown_in_one(shown, typed, stored):
    made = make("date")
    shown(made)
    QTest.keyClicks(made.line, "1")
    made.line.setText(typed)
    made.line.textEdited.emit(typed)
    made.line.editingFinished.emit()
    assert made.read() == (stored, None)
    assert made.text() == stored


def test_an_impossible_date_says_why_and_keeps_what_was_typed(shown):
    made = make("date")
    shown(made)
    made.line.setText("2025-11-31")
    made.touch()
    made.line.editingFinished.emit()
    value, trouble = made.read()
    assert value is None
    assert "11月" in trouble
    assert made.text() == "2025-11-31"


def test_numbers_are_mended_while_they_are_typed_and_the_caret_stays(shown):
    made = make("id")
    shown(made)
    QTest.keyClicks(made.line, "1101 01x")
    assert made.text() == "110101X"
    made.line.setCursorPosition(2)
    QTest.keyClicks(made.line, " 9")
    assert made.text() == "1190101X"
    assert made.line.cursorPosition() == 3


@pytest.fixture(scope="module")
def every_line(qapp):
    """One editor of each kind that is typed into."""
    return [make(name) for name in LINES]


LINES = ("id", "phone", "money", "whole", "date", "name", "address", "card", "moment")


@given(text=st.text(max_size=60))
def test_no_words_break_a_line_editor(every_line, text):
    for made in every_line:
        made.set_text(text)
        made.touch()
        value, trouble = made.read()
        assert value is None or trouble is None


@pytest.mark.parametrize("name", ["yesno", "short code", "code", "codes", "word"])
def test_every_choice_has_unknown_last(shown, name):
    made = make(name)
    shown(made)
    if isinstance(made, ComboEditor):
        assert made.combo.itemText(made.combo.count() - 1) == UNKNOWN
    elif isinstance(made, SegmentEditor):
        assert list(made.words._buttons)[-1] == UNKNOWN
    else:
        assert made.pills.pills()[-1].text() == UNKNOWN
    made.set_raw(KINDS[name].options.codes()[0] if name != "yesno" else "是")
    made.set_text(UNKNOWN)
    made.touch()
    assert made.read() == (None, None)


def test_unknown_excludes_the_other_answers(shown):
    made = make("codes")
    shown(made)
    first, *_, last = made.pills.pills()
    first.click()
    assert made.read()[0] is not None
    last.click()
    assert made.read() == (None, None)
    assert not first.isChecked()
    first.click()
    assert not last.isChecked()


def test_a_word_of_a_newer_program_is_kept(shown):
    made = make("code")
    shown(made)
    made.set_raw("以后才有的词")
    assert made.read() == ("以后才有的词", None)


def test_an_address_keeps_its_code_unless_its_words_change(shown):
    made = make("address")
    shown(made)
    made.set_raw("云溪镇河湾村3组\t320500")
    assert made.text() == "云溪镇河湾村3组"
    assert made.read()[0] == "云溪镇河湾村3组\t320500"


def test_tab_leaves_a_text_area(shown):
    made = make("lines")
    assert isinstance(made, AreaEditor)
    assert made.area.tabChangesFocus()
    made.deleteLater()


def test_every_editor_of_digits_hints_the_keyboard(qapp):
    for name in ("id", "phone", "card", "whole", "money", "date", "moment"):
        made = make(name)
        assert isinstance(made, LineEditor)
        assert made.line.inputMethodHints() & Qt.InputMethodHint.ImhPreferNumbers
        made.deleteLater()


# the form


@pytest.fixture
def form(shown) -> SectionForm:
    made = SectionForm(
        "基本情况",
        [[Child.name, Child.sex, Child.birth], [Child.id_number, Child.phone], [Child.health]],
        TODAY,
    )
    shown(made, 700, 500)
    return made


def test_reading_shows_unknown_where_nothing_was_collected(form):
    form.show_values({"name": "周小禾", "id_number": "3205**********0321"})
    texts = [label.text() for label in form.findChildren(type(form.title))]
    assert "周小禾" in texts
    assert texts.count(UNKNOWN) == 4
    assert list(form.masks) == ["id_number"]


def test_only_touched_fields_are_in_the_patch(form):
    form.open({"name": "周小禾", "sex": "女", "birth": "2016-03-02"})
    assert form.patch() == {}
    form.frames["birth"].editor.set_text("2016-03-05")
    form.frames["birth"].editor.touch()
    assert form.patch() == {"birth": "2016-03-05"}
    form.frames["birth"].editor.set_text("2016-03-02")
    assert form.patch() == {}
    assert not form.dirty()


def test_a_masked_number_is_never_written_back(form):
    form.open({"id_number": "320500201603020321", "name": "周小禾"}, {"id_number": "3205**********0321"})
    assert form.frames["id_number"].editor.text() == ""
    assert form.patch() == {}
    assert form.missing() == [form.frames["sex"], form.frames["birth"], form.frames["health"]]
    form.frames["id_number"].editor.touch()
    assert form.patch() == {}


def test_a_wrong_value_is_said_below_its_field_on_leaving_and_not_while_typing(form):
    form.open({})
    frame = form.frames["phone"]
    QTest.keyClicks(frame.editor.line, "1380000")
    assert frame.trouble() == ""
    QTest.keyClicks(frame.editor.line, "00a")
    frame.editor.line.editingFinished.emit()
    assert frame.trouble() != ""
    assert frame.editor.line.property("state") == "invalid"
    assert frame.editor.line.accessibleDescription() == frame.trouble()
    QTest.keyClicks(frame.editor.line, "1")
    assert frame.trouble() == ""


def test_saving_goes_to_the_first_wrong_field_and_says_nothing_else(form, qtbot):
    form.open({"name": "周小禾"})
    form.frames["phone"].editor.set_text("abc")
    form.frames["phone"].editor.touch()
    with qtbot.assertNotEmitted(form.saved):
        assert not form.save()
    assert form.window().focusWidget() is form.frames["phone"].editor.part()


def test_what_the_ledger_refuses_stands_at_its_field(form):
    form.open({})
    assert form.refuse(Refused("少1位，现在17位", "id_number"))
    assert form.frames["id_number"].trouble() == "少1位，现在17位"
    assert not form.refuse(Refused("别处的事", "elsewhere"))


def test_a_doubt_may_be_saved_all_the_same(form, qtbot):
    form.open({"name": "周小禾"})
    form.frames["phone"].editor.set_text("13800005678")
    form.frames["phone"].editor.touch()
    form.warn("phone", "和母亲的号码一样")
    with qtbot.waitSignal(form.saved) as told:
        assert form.save()
    assert told.args == [{"phone": "13800005678"}]


def test_a_draft_keeps_what_cannot_be_read_yet(form):
    form.open({"name": "周小禾"})
    form.frames["birth"].editor.set_text("2016-13")
    form.frames["birth"].editor.touch()
    draft = form.draft()
    assert draft == {"birth": "2016-13"}
    form.open({"name": "周小禾"})
    form.resume(draft)
    assert form.frames["birth"].trouble() != ""
    assert form.dirty()


def test_enter_goes_to_the_next_field_and_ctrl_enter_saves(form, qtbot):
    form.open({"name": "周小禾"})
    form.activateWindow()
    QApplication.processEvents()
    form.frames["name"].editor.part().setFocus()
    QTest.keyClick(form.frames["name"].editor.part(), Qt.Key.Key_Return)
    assert not form.frames["name"].editor.part().hasFocus()
    with qtbot.waitSignal(form.saved):
        QTest.keyClick(
            form.frames["name"].editor.part(), Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier
        )


def test_a_revealed_number_hides_again_by_itself(form, qtbot):
    form.show_values({"id_number": "3205**********0321"})
    with qtbot.waitSignal(form.reveal_asked):
        form.masks["id_number"]._see.click()
    form.reveal("id_number", "320500201603020321")
    masked = form.masks["id_number"]
    assert masked.revealed()
    assert masked._timer.interval() == 60_000
    masked._timer.timeout.emit()
    assert masked._text.text() == "3205**********0321"
    assert masked._text.accessibleName() == "身份证号，已遮住"


def test_codes_kinds_have_their_own_editor():
    assert isinstance(KINDS["code"], Code)
    assert isinstance(KINDS["codes"], Codes)
    assert isinstance(KINDS["word"], Word)
