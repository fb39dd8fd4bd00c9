"""Every page, in every look, with nobody, a few, many: nothing cut, hidden, nameless, pale or a dead end."""

from __future__ import annotations

import os
from collections import defaultdict
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton, QWidget

from childdesk.ui import fit
from childdesk.ui.pages.help import HelpPage
from childdesk.ui.pages.history import HistoryPage
from childdesk.ui.pages.settings import SettingsPage
from childdesk.ui.widgets.card_button import CardButton
from childdesk.ui.widgets.empty import Empty
from tests.ui import faults, stage
from tests.ui.scenes import SCENES, Scene, leave
from tests.ui.stage import DESIGN, ENLARGED, Stage

LOOKS = {
    "100": (DESIGN, 100),
    "125": (ENLARGED, 100),
    "type150": (DESIGN, 150),
}
"""The design size; a screen on which everything is enlarged to 125 %, hence compact; the largest type."""

WALKED = (
    [(count, look) for count in (0, 5, 5000) for look in LOOKS]
    if os.environ.get("CHILDDESK_EVERY_PAGE")
    else [(0, "100"), (0, "type150"), (5, "125"), (5, "type150"), (120, "100"), (120, "125")]
)
"""(children, look): `make prove` walks all nine with 5,000 children; else the six that differ most."""

Walked = dict[str, list[str]]


def play(there: Stage, scene: Scene) -> None:
    """Leads to one look of a page, from a clean window."""
    leave(there)
    scene.play(there)
    there.settle()


def looked_at(there: Stage, children: int) -> Walked:
    """What is wrong, by scene."""
    found: Walked = defaultdict(list)
    for scene in SCENES:
        if children or not scene.people:
            play(there, scene)
            found[scene.title] += faults_of(there)
    return {title: list(dict.fromkeys(wrong)) for title, wrong in found.items() if wrong}


def told(found: Walked) -> str:
    """Scene by scene, for a failure."""
    return "\n".join(f"{title}\n    " + "\n    ".join(wrong) for title, wrong in found.items())


def faults_of(there: Stage) -> list[str]:
    """Everything that can be seen to be wrong in one look, but its colours."""
    window, page = there.window, there.window.page()
    assert page is not None
    wrong = faults.of_layout(window)
    reached = faults.walk(window)
    wrong += faults.unreached(window, reached) + faults.unordered(page, reached) + faults.mouse_only(window)
    wrong += faults.nameless(window) + faults.unwelcome(window)
    filled = faults.filled(page)
    return wrong + ([f"filled: {filled}"] if len(filled) > 1 else [])


@pytest.mark.parametrize(("children", "look"), WALKED)
def test_every_page_is_whole_with_the_longest_names(qapp, tmp_path: Path, children: int, look: str):
    size, scale = LOOKS[look]
    with stage.opened(tmp_path, children, longest=True) as there:
        there.resize(size, scale)
        assert (there.window.width(), there.window.height()) == size
        assert there.window.compact() == (look != "100")
        found = looked_at(there, children)
        assert not found, told(found)
        assert there.ask.said == []


def test_a_practice_desk_is_whole_too_though_its_ribbon_takes_a_line(qapp, tmp_path: Path):
    with stage.opened(tmp_path, 5, rehearsal=True) as there:
        there.resize(*LOOKS["125"])
        found = looked_at(there, 5)
        assert not found, told(found)


@pytest.mark.parametrize("high", [False, True], ids=["plain", "high"])
def test_no_word_is_pale(qapp, tmp_path: Path, high: bool):
    pale: Walked = {}
    with stage.opened(tmp_path, 120) as there:
        there.resize(DESIGN, 100, high=high)
        for scene in SCENES:
            play(there, scene)
            if wrong := faults.pale(there.window):
                pale[scene.title] = wrong
    assert not pale, told(pale)


def test_a_page_without_children_says_what_to_do_next(qapp, tmp_path: Path):
    lost = []
    with stage.opened(tmp_path, 0) as there:
        for scene in SCENES:
            if scene.people:
                continue
            play(there, scene)
            if not next_steps(there.window.page()):
                lost.append(scene.title)
    assert lost == []


def next_steps(page: QWidget) -> list[str]:
    """What one could do next: a filled button, a field, the button of an empty place, words to read."""
    empty = [one.act.text() for one in faults.shown(page, Empty) if one.act.isVisible()]
    fields = [one.accessibleName() for one in faults.shown(page, QLineEdit)]
    read = [one.text() for one in faults.shown(page, QLabel) if len(one.text()) > 8]
    # Settings and the list of changes are never empty: their rows, each with its button, are the step.
    rows = [one.text() for one in faults.shown(page, QPushButton) if one.isEnabled() and one.text()]
    if isinstance(page, SettingsPage | HistoryPage):
        return rows
    # A card that is pressed says what it leads to: choosing among several is a step, too.
    cards = [one.accessibleName() for one in faults.shown(page, CardButton) if one.isEnabled()]
    return [*empty, *faults.filled(page), *fields, *cards] or (read if isinstance(page, HelpPage) else [])


def test_every_route_has_a_scene_and_every_scene_a_route():
    assert {scene.route for scene in SCENES} == {route.key for route in stage.known_routes()}


# ── what looks is looked at ─────────────────────────────────────────────────────────────────────────


def broken(*parts: QWidget) -> QWidget:
    """A widget with something wrong in it."""
    host = QWidget()
    host.setLayout(fit.column(*parts))
    return host


def test_cut_words_are_seen(shown):
    label = QLabel("一句很长的话，这里放不下")
    label.setFixedWidth(60)
    button = QPushButton("按钮上的字太长")
    button.setFixedWidth(40)
    field = QLineEdit()
    field.setPlaceholderText("框里的提示比框还要长得多")
    field.setFixedWidth(60)
    found = faults.cut(shown(broken(label, button, field)))
    assert [one.partition("“")[2][:4] for one in found] == ["一句很长", "按钮上的", "框里的提"]


def test_things_over_each_other_and_outside_are_seen(shown):
    host = QWidget()
    for text, x in (("第一句", 10), ("第二句", 30), ("第三句", 280)):
        label = QLabel(text, host)
        label.setGeometry(x, 10, 60, 24)
    shown(host, 300, 100)
    assert len(faults.overlapping(host)) == 1
    assert [one for one in faults.squeezed(host) if one.startswith("outside") and "第三句" in one]


def test_pale_words_are_seen_whatever_the_tokens_say(shown):
    host = broken(QLabel("淡得看不清"), QLabel("看得清"))
    shown(host)
    host.findChildren(QLabel)[0].setStyleSheet("color: " + "#" + "b0b0b0")
    assert [one.partition("“")[2][:2] for one in faults.pale(host)] == ["淡得"]


def test_a_button_without_a_name_and_an_unwelcome_word_are_seen(shown):
    silent = QPushButton()
    silent.setFixedSize(40, 40)
    host = shown(broken(silent, QLabel("操作成功")))
    assert len(faults.nameless(host)) == 1
    assert len(faults.unwelcome(host)) == 2


def test_a_step_of_tab_that_goes_up_is_seen(shown):
    host = broken(QPushButton("上"), QPushButton("中"), QPushButton("下"))
    shown(host)
    top, middle, bottom = host.findChildren(QPushButton)
    assert faults.unordered(host, [top, middle, bottom]) == []
    assert len(faults.unordered(host, [top, bottom, middle])) == 1
    assert faults.unreached(host, [top, middle]) == ["unreached: QPushButton“下”"]
