"""F1: every page says what it is for, and every key stands there."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QLabel

from childdesk.ui.actions import ACTIONS
from childdesk.ui.pages.help import TOLD
from tests.ui import stage

KEYS = {
    **{f"place{n}": f"Ctrl+{n}" for n in range(1, 10)},
    "find": "Ctrl+F",
    "new": "Ctrl+N",
    "visit": "Ctrl+Shift+V",
    "refer": "Ctrl+Shift+R",
    "save": "Ctrl+S",
    "undo": "Ctrl+Z",
    "back": "Alt+Left",
    "forward": "Alt+Right",
    "help": "F1",
    "edit": "F2",
    "filter": "F4",
    "pane": "F6",
    "next_issue": "F8",
    "last_issue": "Shift+F8",
    "report": "F12",
    "print": "Ctrl+P",
    "lock": "Ctrl+L",
    "last_child": "Ctrl+PgUp",
    "next_child": "Ctrl+PgDown",
    "larger": "Ctrl++",
    "smaller": "Ctrl+-",
    "usual": "Ctrl+0",
}
"""The table of keys that people are taught."""


def test_every_page_has_a_help_of_its_own():
    routes = {route.key for route in stage.known_routes()} - {"help"}
    assert routes - set(TOLD) == set()


def test_the_keys_are_those_that_people_are_taught():
    assert {act.key: act.keys[0] for act in ACTIONS} == KEYS


def test_f1_says_what_the_page_is_for_and_lists_every_key(qapp, tmp_path: Path):
    with stage.opened(tmp_path, 5) as there:
        there.go("children")
        there.window.act("help")
        there.settle()
        page = there.window.page()
        told = "　".join(one.text() for one in page.findChildren(QLabel))
        assert TOLD["children"][1][0] in told
        for act in ACTIONS:
            if not act.key.startswith("place"):
                assert act.label in told
        there.window.act("back")
        there.settle()
        assert there.window.trail.current().route == "children"


def test_keys_of_the_page_lead_where_they_say(qapp, tmp_path: Path):
    with stage.opened(tmp_path, 5) as there:
        child = there.rich()
        for start, act, route in (
            (("child", child), "refer", "refer"),
            (("child", child), "visit", "visit"),
            (("child", child), "print", "reports"),
            (("children", None), "print", "reports"),
            (("history", None), "visit", "visit"),
            (("history", None), "refer", "referral"),
            (("today", None), "report", "report"),
            (("today", None), "new", "child"),
        ):
            there.go(*start)
            there.window.act(act)
            there.settle()
            assert there.window.trail.current().route == route, act
        there.go("history")
        there.window.act("print")
        assert "没有要打印的" in there.window._toast.sentence()
