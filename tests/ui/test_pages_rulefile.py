"""本县规则 as a person meets it: looked at, edited, a mistake at its line, loaded, put back."""

from __future__ import annotations

import pytest

from childdesk.desk import cadences, county_rules, scoring, suggesting
from childdesk.ui.pages.rulefile import RuleFilePage
from tests.stories.pages import press


@pytest.fixture
def page(desk, window):
    return desk.show(window, "rulefile", RuleFilePage, "risk")


def write(page, was, becomes):
    text = page.text.toPlainText()
    assert was in text
    page.text.setPlainText(text.replace(was, becomes, 1))


def test_a_mistake_is_shown_at_its_line_and_the_old_rules_stay(page, desk):
    before = desk.ask(suggesting.rules)
    line = page.text.toPlainText().split("\n").index('when = ["危险信号"]') + 1
    write(page, '["危险信号"]', '["没有这个词"]')
    page.save()
    assert f"第{line}行" in page.trouble.text()
    assert "原来的规则照旧用着" in page.trouble.text()
    assert page.text.textCursor().blockNumber() + 1 == line
    assert page.text._wrong == line
    assert desk.ask(suggesting.rules) == before


def test_what_is_right_is_kept_and_can_be_taken_back_or_put_back(page, desk, window):
    assert not page.save_button.isEnabled()
    write(page, 'version = "2026-11"', 'version = "本县2026"')
    press(page.save_button)
    assert desk.ask(suggesting.rules).version == "本县2026"
    assert "本县自己的" in page.state.text()
    window.undo()
    page.arrive("risk")
    assert desk.ask(suggesting.rules).version == "2026-11"
    write(page, 'version = "2026-11"', 'version = "本县2026"')
    page.save()
    press(page.usual)
    assert desk.ask(lambda s: county_rules.held(s, "risk")).own is False
    assert not page.usual.isEnabled()


def test_next_years_holidays_are_loaded_from_a_file(page, desk, window, tmp_path):
    page._choose("calendar")
    text = page.text.toPlainText()
    path = tmp_path / "calendar-2027.toml"
    path.write_text(text.replace("2026", "2027"), encoding="utf-8")
    window.ask.prepare(path)
    press(page.load_button)
    assert sorted(desk.ask(cadences.calendar).packs) == [2026, 2027]
    assert "2027" in page.state.text()
    path.write_bytes(b"\xff\xfe\x00")
    window.ask.prepare(path)
    press(page.load_button)
    assert "读不到这个文件" in window._frame.bar.sentence()


def test_the_scale_is_switched_on_and_off_and_its_file_is_looked_at(page, desk):
    page._choose("scale")
    assert page.switch.text() == "打开量表"
    press(page.switch)
    assert desk.ask(scoring.is_on)
    press(page.switch)
    assert not desk.ask(scoring.is_on)
    page._choose("visits")
    assert not page.switch.isVisible()


def test_the_lines_are_numbered_and_stay_so_when_they_scroll(page):
    text = page.text
    text.verticalScrollBar().setValue(text.verticalScrollBar().maximum())
    assert text._numbers.width() == text.numbers_width()
    image = text._numbers.grab().toImage()
    colours = {
        image.pixelColor(x, y).name() for x in range(image.width()) for y in range(0, image.height(), 3)
    }
    assert len(colours) > 2, "numbers are drawn"
