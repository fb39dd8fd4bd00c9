"""Colours and type: every ground carries its text, every length grows, and no colour stands elsewhere."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QPushButton, QWidget

from childdesk import paths
from childdesk.ui import fit, system_contrast, theme
from childdesk.ui.widgets.buttons import button

UI = Path(theme.__file__).parent
HEX = re.compile(r"#[0-9A-Fa-f]{6}\b|#[0-9A-Fa-f]{3}\b")


@pytest.mark.parametrize("colours", [theme.LIGHT, theme.HIGH], ids=["plain", "high"])
@pytest.mark.parametrize(("mark", "ground", "least"), theme.CONTRAST, ids=lambda one: str(one))
def test_every_pair_in_use_has_its_contrast(colours, mark, ground, least):
    assert theme.ratio(colours[mark], colours[ground]) >= least


@pytest.mark.parametrize(
    ("mark", "ground", "published"),
    [
        ("ink", "card", 15.5),
        ("ink", "page", 14.0),
        ("ink", "selection", 12.7),
        ("ink2", "card", 7.6),
        ("ink2", "page", 6.8),
        ("ink2", "rail", 6.2),
        ("ink3", "card", 5.2),
        ("ink3", "page", 4.7),
        ("brand", "card", 7.8),
        ("brand", "tint", 6.6),
        ("red", "redbg", 6.2),
        ("yellow", "yellowbg", 5.3),
        ("blue", "bluebg", 5.6),
        ("green", "greenbg", 5.4),
        ("orange", "orangebg", 5.2),
        ("none", "nonebg", 7.1),
        ("edge", "card", 3.7),
    ],
)
def test_the_published_ratios_hold(mark, ground, published):
    assert theme.ratio(theme.LIGHT[mark], theme.LIGHT[ground]) == pytest.approx(published, abs=0.06)


def test_black_on_white_is_twenty_one_and_equal_colours_are_one():
    assert theme.ratio("#000000", "#FFFFFF") == pytest.approx(21)
    assert theme.ratio("#123456", "#123456") == 1


def test_both_contrasts_know_the_same_tokens():
    assert set(theme.LIGHT) == set(theme.HIGH)


def test_high_contrast_has_at_least_seven_to_one_for_every_text():
    for mark, ground, least in theme.CONTRAST:
        if least >= 4.5:
            assert theme.ratio(theme.HIGH[mark], theme.HIGH[ground]) >= 7, (mark, ground)


@pytest.mark.parametrize("scale", theme.SCALES)
@pytest.mark.parametrize("high", [False, True])
def test_the_sheet_holds_only_listed_colours_and_no_placeholder(scale, high):
    look = theme.Look(scale, high)
    text = theme.sheet(look)
    assert set(HEX.findall(text)) <= set(look.colours.values())
    assert not re.search(r"\$|\b[sh]\(|@|pxpx", text)


@pytest.mark.parametrize("scale", theme.SCALES)
def test_no_type_is_smaller_than_twelve_pixels_at_full_size(scale):
    sizes = [int(size) for size in re.findall(r"font-size: (\d+)px", theme.sheet(theme.Look(scale)))]
    assert min(sizes) >= round(12 * scale / 100)


def test_weights_are_usual_and_bold_only():
    assert set(re.findall(r"font-weight: (\d+)", theme.sheet(theme.Look()))) <= {"400", "700"}


def test_hairlines_do_not_grow_and_lengths_do():
    assert theme.Look(150).px(1) == 1
    assert theme.Look(150).px(34) == 51
    assert theme.Look(125).px(8) == 10


@pytest.mark.parametrize("scale", theme.SCALES)
@pytest.mark.parametrize("kind", ["", "primary", "small", "quiet", "pick"])
def test_focus_does_not_change_the_height_of_a_button(qapp, shown, scale, kind):
    theme.apply(qapp, scale)
    made = QPushButton("保存")
    made.setProperty("kind", kind)
    shown(made)
    made.clearFocus()
    before = made.sizeHint().height()
    made.activateWindow()
    made.setFocus()
    QApplication.processEvents()
    assert made.hasFocus()
    assert made.sizeHint().height() == before


def test_an_unknown_scale_is_a_mistake():
    with pytest.raises(ValueError, match="117"):
        theme.apply(QApplication.instance(), 117)


def test_no_colour_stands_in_python_outside_the_theme():
    found = [
        f"{file.name}: {hit}"
        for file in UI.rglob("*.py")
        if file.name != "theme.py"
        for hit in HEX.findall(file.read_text(encoding="utf-8"))
    ]
    assert found == []


def test_no_colour_stands_in_the_sheet_itself():
    assert HEX.findall(paths.resource("style.qss").read_text(encoding="utf-8")) == []


def test_no_widget_carries_a_sheet_of_its_own():
    found = [
        file.name
        for file in UI.rglob("*.py")
        if "setStyleSheet(" in file.read_text(encoding="utf-8") and file.name != "theme.py"
    ]
    assert found == []


def test_nothing_casts_shadows_or_fades():
    text = "".join(file.read_text(encoding="utf-8") for file in UI.rglob("*.py"))
    assert not re.search(r"QGraphics\w*Effect|setWindowOpacity|processEvents|QThread\b", text)


def test_a_scheme_of_the_desktop_wins_over_our_sheet(qapp):
    theme.apply(qapp, 125, system=True)
    assert qapp.styleSheet() == ""
    assert theme.look() == theme.Look(125, True)
    assert qapp.font().pixelSize() == 19
    theme.apply(qapp)
    assert qapp.styleSheet() != ""


def test_only_windows_tells_of_a_scheme():
    assert system_contrast.in_force() is False


@pytest.mark.parametrize("kind", ["primary", "danger"])
def test_a_filled_button_has_its_ring_outside(shown, kind):
    host = QWidget()
    made = button("保存", kind=kind)
    other = button("取消")
    host.setLayout(fit.column(made, other, margins=(20, 20, 20, 20)))
    shown(host, 200, 120)
    host.activateWindow()
    made.setFocus()
    QApplication.processEvents()
    ring = made._ring
    assert ring.isVisible()
    assert ring.geometry().contains(made.geometry())
    assert ring.width() > made.width()
    picture = host.grab().toImage()
    ink = theme.look().colour("ring")
    assert picture.pixelColor(ring.geometry().center().x(), ring.geometry().top() + 1) == ink
    other.setFocus()
    assert not ring.isVisible()


def test_a_new_look_reaches_the_application(qapp):
    theme.apply(qapp, 125)
    assert qapp.font().pixelSize() == 19
    assert theme.look().scale == 125
