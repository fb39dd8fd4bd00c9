"""Every page, in every look, with nobody, a few, many: nothing cut, hidden, nameless, pale or a dead end."""

from __future__ import annotations

import contextlib
import gc
import os
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from PySide6.QtWidgets import QComboBox, QLabel, QLineEdit, QPlainTextEdit, QPushButton, QWidget

from childdesk.ui import fit
from childdesk.ui.pages.help import HelpPage
from childdesk.ui.pages.history import HistoryPage
from childdesk.ui.widgets.card_button import CardButton
from childdesk.ui.window import Window
from tests.ui import crowd, faults, met, stage, villages
from tests.ui.scenes import MET, SCENES, Scene, leave
from tests.ui.stage import DESIGN, ENLARGED, Stage

LOOKS = {
    "100": (DESIGN, 100),
    "125": (ENLARGED, 100),
    "type150": (DESIGN, 150),
}
"""The design size; a screen on which everything is enlarged to 125 %, hence compact; the largest type."""

NUMBERS = (0, 5, 5000)
WHOLE_STORY = bool(os.environ.get("CHILDDESK_EVERY_PAGE"))
"""Whether all 5,000 children have their story, as in `make prove`; else 120 of them do."""

ALL, BEFORE, AFTER = "all", "before", "after"
"""Which scenes: all, those before the desk has met another one, the others on a desk that has met."""

WALKS = [
    (children, looks, part)
    for children in sorted(NUMBERS, reverse=WHOLE_STORY)
    for looks in ([(look,) for look in LOOKS] if WHOLE_STORY else [tuple(LOOKS)])
    for part in ((BEFORE, AFTER) if WHOLE_STORY and children >= villages.MANY else (ALL,))
]
"""What one test walks: every look of so many children; in `make prove` each look is a test of its own, and of
very many children two: they meet another desk once, before."""

OF_ONE = frozenset(
    "child visit refer report care reported observe assess directory settings handins help sync drill".split()
)
"""Pages of one child or of none: with many children `make test` walks them in the design size alone."""

Walked = dict[str, list[str]]


def play(there: Stage, scene: Scene) -> None:
    """Leads to one look of a page, from a clean window."""
    leave(there)
    scene.play(there)
    there.settle()


def scenes_of(part: str) -> Sequence[Scene]:
    """The scenes of a part, in their order."""
    at = [scene.name for scene in SCENES].index(MET)
    return {ALL: SCENES, BEFORE: SCENES[:at], AFTER: SCENES[at:]}[part]


def looked_at(there: Stage, children: int, look: str, scenes: Sequence[Scene] = SCENES) -> Walked:
    """What is wrong, by scene. Colours are looked at once: they are the same in every size."""
    found: Walked = defaultdict(list)
    size, scale = LOOKS[look]
    put_on(there, size, scale)
    assert (there.window.width(), there.window.height()) == size
    assert there.window.compact() == (look != "100")
    for scene in scenes:
        if walked(scene, children, look):
            play(there, scene)
            wrong = found[f"{scene.title} {look}"]
            if not children and not next_steps(there.window):
                wrong.append("lost: nothing says what to do next")
            wrong += faults_of(there)
            if look == "100" and (children == 5 or (children and not scene.name)):
                wrong += pale(there)
    return {title: list(dict.fromkeys(wrong)) for title, wrong in found.items() if wrong}


def walked(scene: Scene, children: int, look: str) -> bool:
    """Whether it is looked at: every page with every number of children; in `make prove` in every look."""
    once = children >= villages.MANY and not WHOLE_STORY and scene.route in OF_ONE
    return (bool(children) or not scene.people) and (look == "100" or not once)


def pale(there: Stage) -> list[str]:
    """The words of this look that are too near their ground; the frame round the page with the first."""
    wrong = faults.pale(there.window, there.judged)
    page = there.window.page()
    assert page is not None
    there.judged = {one for one in faults.shown(there.window) if not page.isAncestorOf(one)}
    return wrong


def put_on(there: Stage, size: tuple[int, int], scale: int, *, high: bool = False) -> None:
    """Another look. Pages are made in it, as they are when the program starts with it."""
    leave(there)
    there.window.forget_pages()
    there.settle()
    there.resize(size, scale, high=high)
    gc.freeze()  # as when the program starts with it


def told(found: Walked) -> str:
    """Scene by scene, for a failure."""
    return "\n".join(f"{title}\n    " + "\n    ".join(wrong) for title, wrong in found.items())


def faults_of(there: Stage) -> list[str]:
    """Everything that can be seen to be wrong in one look, but its colours."""
    window, page = there.window, there.window.page()
    assert page is not None
    wrong = faults.of_layout(window)
    reached = faults.walk(window)
    with faults.still(window):
        wrong += faults.unreached(window, reached) + faults.mouse_only(window)
        wrong += faults.nameless(window) + faults.unwelcome(window)
    wrong += faults.unordered(page, reached)
    filled = faults.filled(page)
    return wrong + ([f"filled: {filled}"] if len(filled) > 1 else [])


def base_of(children: int, part: str = ALL) -> villages.Made:
    """A desk with so many children. The few are a practice desk, whose ribbon takes a line."""
    if part == AFTER:
        return met.met(children)
    if children >= villages.MANY and not WHOLE_STORY:
        return crowd.among(children)
    return villages.made(children, longest=True, rehearsal=children == 5)


@contextlib.contextmanager
def village(folder: Path, children: int, part: str = ALL) -> Iterator[Stage]:
    """The program on a desk with so many children."""
    with stage.opened_copy(folder, base_of(children, part)) as there:
        yield there


def apart(children: int, looks: tuple[str, ...], part: str) -> object:
    """A walk that goes in any process: it takes minutes and shares nothing with the others."""
    name = f"every page {children} {' '.join(looks)} {part}"
    return pytest.param(children, looks, part, marks=[pytest.mark.long, pytest.mark.xdist_group(name)])


@pytest.mark.parametrize(("children", "looks", "part"), [apart(*walk) for walk in WALKS])
def test_every_page_is_whole_in_every_look_with_the_longest_names(
    qapp, tmp_path: Path, children: int, looks: tuple[str, ...], part: str
):
    found: Walked = {}
    with village(tmp_path, children, part) as there:
        for look in looks:
            found |= looked_at(there, children, look, scenes_of(part))
        assert there.ask.said == []
    assert not found, told(found)


@pytest.mark.long
@pytest.mark.xdist_group("high contrast")
def test_no_word_is_pale_in_high_contrast(qapp, tmp_path: Path):
    found: Walked = {}
    with village(tmp_path, 5) as there:
        put_on(there, DESIGN, 100, high=True)
        for scene in SCENES:
            play(there, scene)
            if wrong := pale(there):
                found[scene.title] = wrong
    assert not found, told(found)


def next_steps(window: Window) -> list[str]:
    """What one is led to: what has the focus when the page opens, if it is a step, and the filled button.

    A step is a button with words, a field, a choice; on a page that is read, the reading: help, and the list
    of changes while there are any. A row of another list, a tab or a filter is none.
    """
    page, here = window.page(), window.focusWidget()
    assert page is not None
    led = []
    if here is not None and page.isAncestorOf(here) and here.isVisible() and here.isEnabled():
        led = [here.accessibleName() or faults.words_of(here)] if isinstance(here, STEPS) else []
    read = isinstance(page, HelpPage) or (isinstance(page, HistoryPage) and page.list.isVisible())
    return [*led, *faults.filled(page)] or (["read"] if read else [])


STEPS = (QPushButton, QLineEdit, QPlainTextEdit, QComboBox, CardButton)


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
    host = shown(broken(silent, QLabel("操作成功"), QLabel("今天要走4882户"), QLabel("一共4,882户，2026年")))
    assert len(faults.nameless(host)) == 1
    assert len(faults.unwelcome(host)) == 3


def test_a_step_of_tab_that_goes_up_is_seen(shown):
    host = broken(QPushButton("上"), QPushButton("中"), QPushButton("下"))
    shown(host)
    top, middle, bottom = host.findChildren(QPushButton)
    assert faults.unordered(host, [top, middle, bottom]) == []
    assert len(faults.unordered(host, [top, bottom, middle])) == 1
    assert faults.unreached(host, [top, middle]) == ["unreached: QPushButton“下”"]
