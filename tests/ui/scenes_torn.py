"""What two desks wrote differently, as the page shows it: reasons, a union, a withdrawal, two moves."""

from __future__ import annotations

import contextlib
from pathlib import Path

from childdesk.desk import form, records, suggesting, sync
from childdesk.desk.session import Session
from childdesk.domain.plan import Set
from tests.desk import paired
from tests.ui import met, townships
from tests.ui.scene import Scene
from tests.ui.stage import Stage

MANY = 60
"""Children above which the stick is not carried there and back: it would take minutes."""


def _met(stage: Stage) -> None:
    """A village and its township changed the same children, and a stick went there and back."""
    children = stage.ids()
    if len(children) < MANY and not any("镇里" in case.others for case in stage.go("conflicts").cases):
        folder = stage.home / met.FOLDER
        stage.app.bench.tasks.write(
            lambda session, _p: _meet(session, folder, children[3:5]), lambda _done: None
        )
        stage.settle()
    stage.go("conflicts")


def _meet(session: Session, folder: Path, children: list[str]) -> None:
    if not folder.exists():
        met.meet(session, folder)
    stick = folder / "stick"
    above = paired.again(folder)
    with contextlib.closing(above.ledger):
        sync.meet(session, stick)
        sync.meet(above, stick)
        first, second = children
        _both(session, above, first)
        records.withdraw(above, "child", second, "名单上没有这个孩子")
        records.edit(session, "child", second, {"school": "河湾教学点"})
        for one in (session, above, session):
            sync.meet(one, stick)


def _both(session: Session, above: Session, child: str) -> None:
    suggesting.grade(session, child, "黄", reason="照护人年过70，父母联系变少")
    suggesting.grade(above, child, "绿", reason="核对低保名单时按旧表填")
    ours, theirs = {"poverty": "低保户"}, {"poverty": "脱贫不稳定户"}
    for one, texts in (
        (session, ours | {"school": "河湾教学点"}),
        (above, theirs | {"school": "云溪镇中学"}),
    ):
        bases = form.opened(one, "child", child, list(texts)).bases
        records.edit(one, "child", child, texts, bases=bases)
    records.edit(above, "child", child, {"note": "镇里看过低保名单", "village_group": "3组"})


def _gone(stage: Stage) -> None:
    """The card of a file that the township withdrew while the village went on with it."""
    _met(stage)
    there = stage.window.page()
    at = next((at for at, case in enumerate(there.cases) if "撤回" in case.about), None)
    if at is not None:
        there.show_case(at)
    stage.settle()


def _gone_file(stage: Stage) -> None:
    """The file of that child: who withdrew it, who went on, and both ways."""
    _met(stage)
    cases = stage.window.page().cases
    stage.go("child", next((case.child for case in cases if "撤回" in case.about), stage.child()))


def _moved(stage: Stage) -> None:
    """A township's child that was moved to two villages at once."""

    def work(session: Session) -> None:
        bases = session.ledger.writer.state("child", child).base("unit")
        for at in (2, 17):
            move = Set("child", child, "unit", townships.unit(at), bases)
            why = "随外祖父母住" if at == 2 else "父母在那里买了房"
            session.ledger.writer.write("transfer", session.person, [move], reason=why)

    child = stage.ids()[0]
    if all(case.child != child for case in stage.go("conflicts").cases):
        bench = stage.app.bench
        assert bench is not None
        bench.write(lambda session, _progress: work(session), lambda _done: None)
        stage.settle()
    stage.go("conflicts", child)
    stage.settle()


VILLAGE: tuple[Scene, ...] = (
    Scene("conflicts", "met", _met, people=True),
    Scene("conflicts", "gone", _gone, people=True),
    Scene("child", "gone", _gone_file, people=True),
)
TOWN: tuple[Scene, ...] = (Scene("conflicts", "moved", _moved, people=True),)
"""Played on the desk of a village, and of a township."""
