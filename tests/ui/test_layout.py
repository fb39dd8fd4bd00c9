"""Layout: at every size, type and contrast no words are cut, Tab reaches everything, one button is filled."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QCheckBox,
    QLabel,
    QLineEdit,
    QPushButton,
    QRadioButton,
    QWidget,
)

from childdesk.ui import theme
from childdesk.ui.widgets.words import Elided
from tests.ui import gallery

PAGES = ("today", "ledger", "file", "form", "import", "visit")
SIZES = ((1366, 698, 100), (1093, 558, 100), (1366, 698, 125), (1366, 698, 150))


@pytest.fixture
def desk(qtbot, qapp):
    """The window of the gallery in a size and type."""

    def build(wide: int, tall: int, scale: int, *, high: bool = False):
        theme.apply(qapp, scale, high=high)
        made = gallery.a_window()
        qtbot.addWidget(made)
        made.resize(wide, tall)
        made.show()
        return made

    return build


def settle() -> None:
    """Lets layouts come to rest."""
    for _ in range(4):
        QApplication.processEvents()


def cut_labels(root: QWidget) -> list[str]:
    """Labels whose words need more room than they have."""
    found = []
    for label in root.findChildren(QLabel):
        if not label.isVisible() or not label.text() or isinstance(label, Elided):
            continue
        room = label.contentsRect()
        flags = int(Qt.TextFlag.TextWordWrap) if label.wordWrap() else 0
        needed = QFontMetrics(label.font()).boundingRect(
            QRect(0, 0, room.width() if label.wordWrap() else 100_000, 100_000), flags, label.text()
        )
        clamped = label.maximumHeight() < 16_777_215
        too_tall = needed.height() > room.height() + 4 and not clamped
        if needed.width() > room.width() + 2 or too_tall:
            found.append(f"{label.text()} {needed.size().toTuple()} > {room.size().toTuple()}")
    return found


def cut_buttons(root: QWidget) -> list[str]:
    """Buttons whose words need more room than they have."""
    found = []
    for one in root.findChildren(QAbstractButton):
        if one.isVisible() and one.text() and one.sizeHint().width() > one.width() + 2:
            found.append(f"{one.text()} {one.sizeHint().width()} > {one.width()}")
    return found


def squashed(root: QWidget) -> list[str]:
    """Controls that are lower than they ask for, so that they lie over each other."""
    kinds = (QPushButton, QLineEdit, QCheckBox, QRadioButton)
    return [
        f"{type(one).__name__} {one.text()} {one.height()} < {one.minimumSizeHint().height()}"
        for kind in kinds
        for one in root.findChildren(kind)
        if one.isVisible() and one.height() < one.minimumSizeHint().height() - 1
    ]


@pytest.mark.parametrize(("wide", "tall", "scale"), SIZES)
def test_no_words_are_cut_and_nothing_is_squashed(desk, wide, tall, scale):
    window = desk(wide, tall, scale)
    for page in PAGES:
        window.go(page)
        settle()
        assert window.width() == wide
        assert cut_labels(window) + cut_buttons(window) + squashed(window) == [], page


def test_high_contrast_cuts_nothing_either(desk):
    window = desk(1366, 698, 100, high=True)
    for page in PAGES:
        window.go(page)
        settle()
        assert cut_labels(window) + cut_buttons(window) == [], page


def test_the_guard_sees_words_that_are_cut(shown):
    label = QLabel("一句很长的话，放不下")
    shown(label, 40, 20)
    assert len(cut_labels_of(label)) == 1


def cut_labels_of(label: QLabel) -> list[str]:
    host = QWidget()
    label.setParent(host)
    label.show()
    host.show()
    found = cut_labels(host)
    host.close()
    host.deleteLater()
    return found


def test_a_page_has_at_most_one_filled_button(desk):
    window = desk(1366, 698, 100)
    for page in PAGES:
        a_page_has_at_most_one_filled_button(window, page)


def a_page_has_at_most_one_filled_button(window, page):
    window.go(page)
    settle()
    filled = [
        one.text()
        for one in window.page().findChildren(QPushButton)
        if one.isVisible() and one.property("kind") == "primary"
    ]
    assert len(filled) <= 1


def test_tab_reaches_every_control_and_comes_round(desk):
    window = desk(1366, 698, 100)
    for page in PAGES:
        tab_reaches_every_control_and_comes_round(window, page)


def tab_reaches_every_control_and_comes_round(window, page):
    window.go(page)
    window.activateWindow()
    settle()
    reached = walk(window)
    wanted = {
        one
        for one in window.findChildren(QWidget)
        if one.isVisible()
        and one.isEnabled()
        and one.focusPolicy() & Qt.FocusPolicy.TabFocus
        and one.focusProxy() is None
        and isinstance(one, QPushButton | QLineEdit | QCheckBox | QRadioButton)
        and not in_radio_group(one)
    }
    assert {describe(one) for one in wanted} - {describe(one) for one in reached} == set()


def in_radio_group(widget: QWidget) -> bool:
    """Of a group of radio buttons Tab reaches one; the arrows reach the others."""
    return isinstance(widget, QRadioButton) and not widget.isChecked()


def describe(widget: QWidget) -> str:
    """How a control is told in a failure."""
    return f"{type(widget).__name__} {widget.accessibleName() or getattr(widget, 'text', str)()}"


def walk(window: QWidget) -> list[QWidget]:
    """What has the focus as Tab is pressed, until it comes round."""
    reached: list[QWidget] = []
    for _ in range(200):
        window.focusNextChild()
        now = window.focusWidget()
        if now is None or now in reached:
            break
        reached.append(now)
    return reached


def test_tab_moves_in_reading_order_inside_the_body(desk):
    window = desk(1366, 698, 100)
    for page in PAGES:
        tab_moves_in_reading_order_inside_the_body(window, page)


def tab_moves_in_reading_order_inside_the_body(window, page):
    window.go(page)
    window.activateWindow()
    settle()
    body = window.page()
    places = [
        one.mapTo(body, QPoint(0, 0))
        for one in walk(window)
        if body.isAncestorOf(one) and isinstance(one, QLineEdit)
    ]
    lines = [place.y() for place in places]
    assert lines == sorted(lines)


def test_every_control_has_a_name(desk):
    window = desk(1366, 698, 100)
    for page in PAGES:
        every_control_has_a_name(window, page)


def every_control_has_a_name(window, page):
    window.go(page)
    settle()
    nameless = [
        type(one).__name__
        for kind in (QPushButton, QLineEdit, QCheckBox, QRadioButton)
        for one in window.findChildren(kind)
        if one.isVisible() and not (one.accessibleName() or getattr(one, "text", str)().strip())
    ]
    assert nameless == []


def test_every_control_can_be_hit(desk):
    window = desk(1366, 698, 100)
    for page in PAGES:
        every_control_can_be_hit(window, page)


def every_control_can_be_hit(window, page):
    window.go(page)
    settle()
    small = [
        f"{describe(one)} {one.width()}×{one.height()}"
        for one in window.findChildren(QAbstractButton)
        if one.isVisible() and one.width() and (one.height() < 26 or one.width() < 24)
        if not isinstance(one, QCheckBox) and one.objectName() != "qt_toolbar_ext_button"
    ]
    assert small == []
