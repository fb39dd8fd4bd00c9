"""What the pages of a township's desk look like, and what comes to a village from it."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from childdesk.desk import collecting, comparing, importing, packs, villages
from childdesk.desk.comparing import TASK
from childdesk.desk.session import Session
from childdesk.domain.clock import wall
from childdesk.domain.ids import new_id
from childdesk.domain.link import Peer
from childdesk.domain.plan import New
from childdesk.store import admission, links
from childdesk.store.connection import database
from childdesk.ui.pages.settings.escrow import TITLE, Escrow
from tests.stories import workbooks
from tests.stories.pages import press
from tests.ui import scenes_torn, townships
from tests.ui.scene import Scene
from tests.ui.stage import DESIGN, Stage, opened_copy

HERE = (0, 1, 2, 23, 24, 25, 26, 27, 28)
"""The villages that have a desk of their own, by their place in the list: some of each state of the month."""


def opened(
    folder: Path, children: int, size: tuple[int, int] = DESIGN
) -> contextlib.AbstractContextManager[Stage]:
    """The program with a township's desk open: 38 villages with so many children among them, or nothing."""
    return opened_copy(folder, townships.made(children), size)


def _write(stage: Stage, work: Callable[[Session], object]) -> None:
    bench = stage.app.bench
    assert bench is not None
    bench.write(lambda session, _progress: work(session), lambda _done: None)
    stage.settle()


def asked(path: Path) -> Callable[[Session], object]:
    """Work that compares a list and makes a task of every difference."""

    def work(session: Session) -> object:
        found = comparing.compare(session, importing.plan(session, path))
        return comparing.settle(session, found, {line.key: {"": TASK} for line in found.lines})

    return work


def checked(school_list: Callable[[Stage], Path]) -> Callable[[Stage], object]:
    """The questions that a school's list left; `school_list` makes one on a stage."""

    def play(stage: Stage) -> None:
        there = stage.go("checks")
        if not there.every:
            _write(stage, asked(school_list(stage)))
        stage.go("checks")

    return play


def _month(stage: Stage) -> None:
    """A paper of this month: some have given it, three were sent it back, some were reminded."""

    def work(session: Session) -> object:
        texts = {"title": "11月留守儿童花名册", "due": "2026-11-20", "note": "监护人电话一定要填"}
        paper = collecting.ask(session, texts).id
        known = [line.unit for line in villages.every(session)]
        collecting.mark(session, paper, known[:20], "已交")
        collecting.mark(session, paper, known[20:23], "零报告")
        collecting.mark(session, paper, known[:3], "退回", words="3个孩子没有监护人电话，5个没有出生日期")
        return collecting.chase(session, paper, known[25:33], "说明天上午送来")

    there = stage.go("villages")
    if there.board is not None and not there.board.papers:
        _write(stage, work)
    stage.go("villages")


def _paired(stage: Stage) -> None:
    """The month again, with nine of the villages at desks of their own: one quiet for five weeks, one not
    heard yet, one being completed, one of whose changes some were put aside."""

    def work(session: Session) -> None:
        connection = session.ledger.connection
        with database(connection).atomic():
            for at, days in zip(HERE, (0, 1, 6, 13, 15, 36, None, 2, 3), strict=True):
                unit = townships.unit(at)
                peer = Peer(f"{at:024d}", "village", unit, f"{townships.NAMES[at]}村", f"age{at}", f"sig{at}")
                links.add(connection, peer, epoch=1, s3=True, rid="0" * 24)
                no = links.everyone(connection)[-1].no
                heard = session.clock.now() - timedelta(days=days or 0)
                links.put(
                    connection, no, last_read="" if days is None else wall(heard), asking=int(days == 2)
                )
            links.isolate(connection, no, wall(session.clock.now()), admission.NOT_THEIRS, ["{}"] * 3)

    _month(stage)
    there = stage.window.page()
    if there.board is not None and not any(row.desk for row in there.board.rows):
        _write(stage, work)
    stage.go("villages")


def _side(stage: Stage) -> None:
    _month(stage)
    stage.window.act("pane")
    stage.settle()


def _ticked(stage: Stage) -> None:
    _month(stage)
    there = stage.window.page()
    there.table.model.tick(there.table.model.ids[:4], on=True)
    stage.settle()


def _asking(stage: Stage) -> None:
    press(stage.go("villages").collect)
    stage.settle()


def _listing(stage: Stage) -> None:
    press(stage.go("villages").add)
    stage.settle()


def _on_behalf(stage: Stage) -> None:
    """A workbook of one village, looked at before it is taken in for it."""
    path = stage.home / "石桥村留守儿童花名册.xlsx"
    workbooks.roster(path, title="云溪镇石桥村留守儿童花名册（2026年11月）")
    stage.go("importing", (path, townships.unit(1), "石桥村", ""))


def _checks(stage: Stage) -> None:
    checked(lambda there: _school(there))(stage)


def _school(stage: Stage) -> Path:
    path = stage.home / "中心小学名册.xlsx"
    workbooks.school(path, stage.known(24))
    return path


def _typed(stage: Stage) -> None:
    """Some fields of one child typed on, the next one to be copied."""
    there = stage.go("typing", townships.unit(1))
    for _ in range(4):
        there.copy()
        stage.settle()


def lock(stage: Stage) -> None:
    """Who can open whom, and the form that makes the sheet."""
    there = stage.go("settings", TITLE)
    press(next(group for group in there.groups if isinstance(group, Escrow)).renew)
    stage.settle()


def _packs_given(stage: Stage) -> None:
    """Three packs were written, one of them before; their digits are shown."""
    there = stage.go("packs")
    stick = stage.home / "开户U盘"
    stick.mkdir(exist_ok=True)
    stage.ask.prepare(stick)
    there.write([unit for unit in there.table.model.ids if there.seats[unit].state != packs.PAIRED][:3])
    stage.settle()


def twins(stage: Stage) -> None:
    """Two villages hold a file of one child."""

    def work(session: Session) -> object:
        about = {"name": "林小舟", "sex": "女", "birth": "2016-03-02"}
        pair = [
            New("child", new_id(), about | {"unit": townships.unit(at), "school": school})
            for at, school in ((1, "石桥教学点"), (3, "云溪镇中心小学"))
        ]
        return session.ledger.writer.write("import", session.person, pair)

    if not any(case.questions[0].twin for case in stage.go("conflicts").cases):
        _write(stage, work)
    stage.go("conflicts")


SCENES: tuple[Scene, ...] = (
    Scene("conflicts", "twins", twins, people=True),
    Scene("villages", "", lambda stage: stage.go("villages")),
    Scene("villages", "list", _listing),
    Scene("villages", "month", _month, people=True),
    Scene("villages", "desks", _paired, people=True),
    Scene("villages", "ticked", _ticked, people=True),
    Scene("villages", "side", _side, people=True),
    Scene("villages", "asking", _asking, people=True),
    Scene("typing", "some", _typed, people=True),
    Scene("importing", "behalf", _on_behalf, people=True),
    Scene("packs", "", lambda stage: stage.go("packs")),
    Scene("packs", "given", _packs_given, people=True),
    Scene("settings", "escrow", lock),
    Scene("checks", "township", _checks, people=True),
    *scenes_torn.TOWN,
)
"""Played on a township's desk; `people` needs its villages."""
