"""Two windows and a stick: a village opens its 开户包, is paired at once, loses its PC, has it back."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtPrintSupport import QPrinter

from childdesk.desk import records
from childdesk.desk.packs import GIVEN, NO_DESK, PAIRED
from childdesk.store import access, links, reader
from tests.stories.meeting import meet
from tests.stories.pages import FirstUsePage, press
from tests.ui import townships
from tests.ui.stage import DESIGN, ENLARGED, Stage

pytestmark = pytest.mark.long

SECRET = "雨伞 稻田 邮局 竹篮"


@pytest.fixture
def above(qapp, tmp_path: Path):
    made = Stage(townships.copied(tmp_path / "town", townships.made(76)))
    made.enter()
    yield made
    assert made.ask.said == []
    made.close()


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    made = tmp_path / "stick"
    made.mkdir()
    return made


def give(above: Stage, act: str, *answers: object) -> tuple[str, Path]:
    """The pack of 河湾村: its digits as they stand on the screen, and its file."""
    page = above.go("packs", townships.unit(0))
    above.ask.prepare(*answers)
    press(page.one.parts[act])
    above.settle()
    assert page.stack.currentIndex() == 2
    folder = answers[-1]
    assert isinstance(folder, Path)
    newest = max(folder.glob("CP-NEW-*"), key=lambda file: file.stat().st_mtime_ns)
    labels = [label.text() for label in page.given.findChildren(type(page.one.name))]
    return next(text for text in labels if len(text.replace(" ", "")) == 24), newest


def begin(home: Path, file: Path, digits: str, name: str) -> Stage:
    """A new PC: the pack is opened, name and passphrase are given, the sheet is proved."""
    made = Stage(home)
    steps = FirstUsePage(made.app.entrance.first.page)
    made.ask.prepare(file, digits)
    press(steps.page.packed)
    made.settle()
    assert steps.page.key() == "person", "what the pack says is not asked"
    assert "云溪镇河湾村" in steps.page.given.text()
    steps.person(name)
    steps.passphrase(SECRET)
    assert steps.page.key() == "recovery"
    steps.sheet(steps.page.flow.made.recovery_code[-4:])
    made.settle()
    return made


def accept(above: Stage, digits: str, stick: Path) -> None:
    page = above.go("packs")
    above.ask.prepare(next(stick.glob("CP-REQ-*")), digits, "yes")
    press(page.hear)
    above.settle()
    assert page.seats[townships.unit(0)].state == PAIRED


def children(stage: Stage) -> set[str]:
    found = stage.app.bench.glance(lambda s: list(reader.everyone(s.ledger.connection, "child")))
    return {str(raw["name"]) for _, raw in found if raw["unit"] == townships.unit(0)}


def test_a_village_opens_its_pack_and_after_the_pc_is_lost_once_more(above, stick, tmp_path):
    digits, file = give(above, "give", stick)
    assert above.window.page().seats[townships.unit(0)].state == GIVEN
    below = begin(tmp_path / "village", file, digits, "陈桂兰")
    page = below.window.page()
    assert below.window.trail.current().route == "sync" and page.waiting.isVisible()
    below.resize(ENLARGED)
    assert page.start.visibleRegion().boundingRect() == page.start.rect()
    below.resize(DESIGN)
    wrong = above.go("packs")
    above.ask.prepare(next(stick.glob("CP-REQ-*")), "1" * 24)
    press(wrong.hear)
    above.settle()
    assert "数字对不上" in above.window._frame.bar.sentence()
    assert len(page.waiting.digits.text().replace(" ", "")) == 24 and page.waiting.digits.text() != digits
    accept(above, page.waiting.digits.text(), stick)
    assert above.window._frame.bar.isHidden(), "what went wrong before is not said any more"
    assert list(stick.glob("CP-PAPER-*"))
    meet(below, stick)
    assert page.out.isVisible()
    assert not page.waiting.isVisible(), "the township has been heard"
    assert children(below) == children(above) and len(children(below)) == 2
    below.app.bench.write(lambda s, _p: records.add(s, "child", {"name": "周小禾"}), lambda _done: None)
    meet(below, stick)
    meet(above, stick)
    assert "周小禾" in children(above)
    below.close()

    for old in stick.glob("CP-*"):
        old.unlink()
    digits, file = give(above, "lost", "yes", stick)
    fresh = begin(tmp_path / "again", file, digits, "陈桂兰")
    accept(above, fresh.window.page().waiting.digits.text(), stick)
    meet(fresh, stick)
    assert children(fresh) == children(above) and len(children(fresh)) == 3
    people = fresh.app.bench.glance(lambda s: list(reader.everyone(s.ledger.connection, "person")))
    assert [raw["name"] for _, raw in people].count("陈桂兰") == 1
    kept = above.app.bench.glance(lambda s: links.everyone(s.ledger.connection, living=False))
    assert [(one.living, one.epoch) for one in kept] == [(False, 1), (True, 2)]
    assert fresh.ask.said == [] == below.ask.said
    fresh.close()


def test_wrong_digits_are_said_beside_the_question_and_nothing_is_made(above, stick, tmp_path):
    digits, file = give(above, "give", stick)
    made = Stage(tmp_path / "village")
    steps = FirstUsePage(made.app.entrance.first.page)
    made.ask.prepare(file, digits[::-1])
    press(steps.page.packed)
    made.settle()
    assert steps.page.key() == "level"
    assert "数字对不上" in steps.page.parts["level"].trouble()
    assert not (tmp_path / "village" / "ledger.db").exists()
    made.close()


def test_a_pc_is_only_stopped_and_can_be_told_to_begin_anew(above, stick, tmp_path):
    digits, file = give(above, "give", stick)
    below = begin(tmp_path / "village", file, digits, "陈桂兰")
    accept(above, below.window.page().waiting.digits.text(), stick)
    page = above.go("packs", townships.unit(0))
    above.ask.prepare("yes")
    press(page.one.parts["relink"])
    above.settle()
    above.ask.prepare("yes")
    press(page.one.parts["stop"])
    above.settle()
    assert page.seats[townships.unit(0)].state == "已停用"
    assert page.one.parts["again"].isVisible() and not page.one.parts["stop"].isVisible()
    assert page.seats[townships.unit(1)].state == NO_DESK
    acts = {line.act for line in above.app.bench.glance(lambda s: access.lines(s.ledger.connection))}
    assert {"pack", "pack_accept", "relink", "revoke"} <= acts
    below.close()


def test_several_packs_at_once_each_with_its_slip(above, stick, tmp_path):
    page = above.go("packs")
    page.table.model.tick(page.table.model.ids[:3], on=True)
    above.ask.prepare(stick)
    page.write(page.table.ticked())
    above.settle()
    assert len(list(stick.glob("CP-NEW-*"))) == 3
    assert page.table.ticked() == []
    printer = QPrinter()
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "slip.pdf"))
    above.ask.prepare(printer)
    page.given.lines.itemAt(0).layout().itemAt(1).widget().click()
    assert (tmp_path / "slip.pdf").stat().st_size > 1000
    above.go("sync")
    assert page.stack.currentIndex() == 0, "the digits do not stay"


def test_a_village_whose_stick_was_gone_writes_its_request_again(above, stick, tmp_path):
    digits, file = give(above, "give", stick)
    made = begin(tmp_path / "village", file, digits, "陈桂兰")
    page = made.window.page()
    shown = page.waiting.digits.text()
    other = tmp_path / "other"
    other.mkdir()
    made.ask.prepare(other)
    press(page.waiting.again)
    made.settle()
    assert list(other.glob("CP-REQ-*")) and page.waiting.digits.text() == shown
    made.close()
