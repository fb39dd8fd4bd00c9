"""Dialogs: verbs on the buttons, Esc is harmless, Enter destroys nothing, and nobody else opens one."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit

from childdesk.ui import ask
from childdesk.ui.ask import Choice, Dialogs
from childdesk.ui.widgets.dialog import Dialog
from tests.ui.prepared import PreparedAsk

UI = Path(ask.__file__).parent

CLOSE = (Choice("stay", "留着", harmless=True), Choice("leave", "退出在册", danger=True))


@pytest.fixture
def answer(qapp):
    """Does something with the dialog as soon as it is open."""

    def plan(do):
        def act():
            dialog = QApplication.activeModalWidget()
            if dialog is None:
                QTimer.singleShot(5, act)
            else:
                do(dialog)

        QTimer.singleShot(5, act)

    return plan


def press(dialog: Dialog, word: str) -> None:
    """Presses a verb."""
    next(one for one in dialog._verbs.values() if one.text() == word).click()


def test_a_verb_is_the_answer(answer):
    answer(lambda dialog: press(dialog, "退出在册"))
    assert Dialogs().choose("退出在册？", ["周小禾满18周岁。"], CLOSE) == "leave"


@pytest.mark.parametrize("key", [Qt.Key.Key_Escape, Qt.Key.Key_Return, Qt.Key.Key_Enter])
def test_escape_and_enter_are_harmless(answer, key):
    def do(dialog):
        QTest.keyClick(dialog, key)
        if dialog.isVisible():
            QTest.keyClick(dialog, Qt.Key.Key_Escape)

    answer(do)
    assert Dialogs().choose("退出在册？", ["周小禾满18周岁。"], CLOSE) == "stay"


def test_the_harmless_verb_has_the_focus(answer):
    seen = []

    def do(dialog):
        seen.append(dialog.focusWidget().text())
        dialog.reject()

    answer(do)
    Dialogs().choose("退出在册？", ["周小禾满18周岁。"], CLOSE)
    assert seen == ["留着"]


def test_a_reason_must_be_written_before_anything_opens(answer):
    seen = []

    def do(dialog):
        yes = dialog._verbs["yes"]
        seen.append((yes.isEnabled(), yes.toolTip()))
        dialog.findChild(QLineEdit).setText("核对转介材料")
        seen.append((yes.isEnabled(), yes.toolTip()))
        yes.click()

    answer(do)
    assert Dialogs().reason("看这份记录", "要写明理由。", ["督导检查"]) == "核对转介材料"
    assert seen == [(False, "写明理由后才能查看"), (True, "")]


def test_a_usual_reason_is_one_click(answer):
    def do(dialog):
        from_pills = [
            one for one in dialog.findChildren(type(dialog._verbs["yes"])) if one.text() == "督导检查"
        ]
        from_pills[0].click()
        dialog._verbs["yes"].click()

    answer(do)
    assert Dialogs().reason("看这份记录", "要写明理由。", ["督导检查"]) == "督导检查"


def test_a_passphrase_field_hides_and_asks_for_latin_letters(answer):
    seen = []

    def do(dialog):
        field = dialog.findChild(QLineEdit)
        seen.append((field.echoMode(), bool(field.inputMethodHints() & Qt.InputMethodHint.ImhLatinOnly)))
        QTest.keyClicks(field, "four words")
        QTest.keyClick(field, Qt.Key.Key_Return)

    answer(do)
    assert Dialogs().passphrase("口令", "请输入口令。") == "four words"
    assert seen == [(QLineEdit.EchoMode.Password, True)]


def test_a_refused_question_gives_nothing(answer):
    answer(lambda dialog: dialog.reject())
    assert Dialogs().words("名字", "给这个筛选起个名字。") is None
    answer(lambda dialog: dialog.reject())
    assert Dialogs().passphrase("口令", "请输入口令。") is None


def test_unavailable_says_what_to_do_next(answer):
    seen = []

    def do(dialog):
        seen.append(dialog.accessibleDescription())
        dialog.reject()

    answer(do)
    Dialogs().unavailable("D盘满了，没存上。", "删些文件后再点保存。")
    assert seen == ["D盘满了，没存上。 删些文件后再点保存。"]


def test_a_report_is_shown_before_it_is_saved(answer):
    seen = []

    def do(dialog):
        seen.append(dialog.findChild(ask.Dialog.paper.__globals__["QPlainTextEdit"]).toPlainText())
        dialog.reject()

    answer(do)
    assert Dialogs().crashed("childdesk/ui/x.py:3 f") is None
    assert seen == ["childdesk/ui/x.py:3 f"]


def test_prepared_answers_have_the_same_questions():
    wanted = {name for name in vars(ask.Ask) if not name.startswith("_")}
    assert wanted <= {name for name in dir(PreparedAsk()) if not name.startswith("_")}
    assert wanted <= {name for name in dir(Dialogs()) if not name.startswith("_")}


def test_an_unprepared_question_fails_the_test():
    with pytest.raises(AssertionError, match="nobody prepared"):
        PreparedAsk().passphrase("口令", "x")


def test_nobody_else_opens_a_dialog():
    for file in UI.rglob("*.py"):
        text = file.read_text(encoding="utf-8")
        if "QDrag(" in text:  # what is held by the mouse asks nothing, and Qt has no other way to drag
            text = text.replace("drag.exec(", "")
        if file.name not in ("ask.py", "dialog.py"):
            for word in ("QMessageBox", "QInputDialog", "QFileDialog", "QDialog", ".exec("):
                assert word not in text, f"{file.name}: {word}"
