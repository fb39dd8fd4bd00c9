"""A village has lost passphrase and recovery sheet: two people at the township help it."""

from __future__ import annotations

from pathlib import Path

import pytest

from childdesk.desk import escrow, people
from childdesk.store import access
from childdesk.ui.pages.settings.escrow import TITLE, Escrow
from tests.stories.meeting import both_open, meet, pair
from tests.stories.pages import press, type_into
from tests.ui.stage import Stage

FRESH = "雨伞 稻田 邮局 竹篮"


@pytest.fixture
def two(qapp, tmp_path: Path):
    with both_open(tmp_path, 0, 0) as found:
        yield found


def lock_of(stage: Stage) -> Escrow:
    page = stage.go("settings", TITLE)
    return next(group for group in page.groups if isinstance(group, Escrow))


def make_sheet(above: Stage) -> str:
    """The township makes its sheet, which somebody else keeps; its code."""
    made = lock_of(above)
    press(made.renew)
    type_into(made.keeper.second, above.app.bench.session().name)
    press(made.keeping.go)
    above.settle()
    assert "不能是您自己" in made.keeper.trouble()
    type_into(made.keeper.second, "周国平")
    press(made.keeping.go)
    above.settle()
    code = made.sheet.code
    type_into(made.sheet.shown.last, code[-4:])
    press(made.sheet.go)
    above.settle()
    assert "周国平保管" in made.sheet_row.told()
    return code


def open_for(above: Stage, request: Path, code: str) -> None:
    """Two people answer a request: wrong digits first, then the right ones."""
    made = lock_of(above)
    above.ask.prepare(request)
    press(made.open)
    above.settle()
    fields = (made.opening.digits, made.opening.code, made.opening.second, made.opening.reason)
    for line, text in zip(fields, ("1" * 24, code, "周国平", "口令忘了"), strict=True):
        type_into(line, text)
    press(made.opened.go)
    above.settle()
    assert "数字对不上" in made.opening.trouble()
    type_into(made.opening.digits, escrow.look(request)[1])
    above.ask.prepare("yes")
    press(made.opened.go)
    above.settle()
    assert not made.opened.isVisible() and made.opening.code.text() == ""


def log(stage: Stage) -> dict[str, str]:
    return {
        one.act: one.reason for one in stage.app.bench.glance(lambda s: access.lines(s.ledger.connection))
    }


def test_two_people_help_a_village_to_a_new_passphrase(two, tmp_path):
    below, above = two
    stick = tmp_path / "stick"
    stick.mkdir()
    pair(below, above, stick)
    assert "没有" in lock_of(below).mine.told() and not lock_of(below).renew.isVisible()
    code = make_sheet(above)
    meet(above, stick)
    meet(below, stick)
    assert "云溪镇" in lock_of(below).mine.told()
    below.window.acted.emit("lock")
    below.settle()
    page = below.app.entrance.sign_in
    page.show_way("recover")
    below.ask.prepare("ask", stick, "yes")
    press(page.help)
    below.settle()
    open_for(above, next(stick.glob("CP-HELP-*")), code)
    below.ask.prepare("read", next(stick.glob("CP-OPEN-*")), FRESH, FRESH)
    press(page.help)
    below.settle()
    assert not below.window.covered(), "the new passphrase has opened it"
    assert {"escrow_used", "escrow_kept"} <= set(log(below))
    assert "周国平" in log(above)["escrow_opened"] and "口令忘了" in log(above)["escrow_opened"]


def test_where_the_township_has_a_second_person_she_is_picked_and_signs_with_her_own_passphrase(
    two, tmp_path
):
    below, above = two
    stick = tmp_path / "stick"
    stick.mkdir()
    pair(below, above, stick)
    code = make_sheet(above)
    bench = above.app.bench
    bench.write(lambda s, _p: people.add(s, "周国平", "督导员", FRESH), lambda _done: None)
    above.settle()
    meet(above, stick)
    meet(below, stick)
    below.window.acted.emit("lock")
    below.settle()
    below.app.entrance.sign_in.show_way("recover")
    below.ask.prepare("ask", stick, "yes")
    press(below.app.entrance.sign_in.help)
    below.settle()
    request = next(stick.glob("CP-HELP-*"))
    made = lock_of(above)
    above.ask.prepare(request)
    press(made.open)
    above.settle()
    asked = made.opening
    assert not asked.second.isVisible(), "a name is not typed where somebody can be picked"
    assert asked.signer.isVisible() and asked.signer.currentText() == "周国平"
    for line, text in (
        (asked.digits, escrow.look(request)[1]),
        (asked.code, code),
        (asked.reason, "口令忘了"),
    ):
        type_into(line, text)
    asked.passphrase.set_text("不是她的口令 一二三")
    press(made.opened.go)
    above.settle()
    assert "口令不对" in asked.trouble()
    assert list(stick.glob("CP-OPEN-*")) == []
    asked.passphrase.set_text(FRESH)
    above.ask.prepare("yes")
    press(made.opened.go)
    above.settle()
    assert len(list(stick.glob("CP-OPEN-*"))) == 1
    assert asked.passphrase.text() == "", "it is not left on the page"
    assert "周国平（用自己的口令签的）" in log(above)["escrow_opened"]
