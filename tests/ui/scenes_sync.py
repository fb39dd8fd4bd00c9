"""U盘同步 in each of its states: a stick that looks infected, at work, done, refused."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from childdesk.desk import meetings
from childdesk.desk.held_back import NEXT, RELINK, SAFE, Held
from childdesk.desk.meetings import ReadFile
from childdesk.desk.same_stick import SAME
from childdesk.domain.errors import Refused
from childdesk.ui.page import Page
from childdesk.ui.sticks import Stick
from tests.stories.pages import press
from tests.ui.scene import Scene
from tests.ui.stage import Stage

GB = 10**9


def states(met: Callable[[Stage], Path]) -> tuple[Scene, ...]:
    """The looks of the page; `met` pairs the desk with a township and gives the folder of the stick."""

    def found(stage: Stage) -> Page:
        folder = met(stage)
        for name in ("autorun.inf", "照片.exe"):
            (folder / name).write_text("nothing", encoding="utf-8")
        (folder / "照片").mkdir(exist_ok=True)
        page = stage.go("sync")
        page._timer.stop()
        page.chosen, page.stick = None, Stick(folder, "办公U盘（F:）", 32 * GB // 10, True)
        page._again()
        stage.settle()
        page._outlook = replace(page._outlook, stick=SAME)
        page._show_stick()
        return page

    def working(stage: Stage) -> None:
        page = found(stage)
        page._busy = True
        page.start.setEnabled(False)
        page.stop.show()
        page._begin_steps()
        page._stepped(40, 120, f"{meetings.WRITING}到U盘（KB）")
        stage.settle()
        page._busy = False  # nothing runs: the next scene may begin anew

    def done(stage: Stage) -> None:
        page = found(stage)
        press(page.start)
        stage.settle()

    def refused(stage: Stage) -> None:
        page = found(stage)
        page._refused(Refused("U盘写到一半不见了。档案没有动。请插好U盘，再点一次"))
        stage.settle()

    def held(stage: Stage) -> None:
        page = found(stage)
        told = "周〇〇、吴〇〇已经转回本村，可以前的资料没有到齐，台账里暂时看不到。" + SAFE
        page.held.show_held(Held(("a", "b"), "2个孩子转回来了，资料还没到齐", told, NEXT[RELINK], RELINK, ""))
        stage.settle()

    def braked(stage: Stage) -> None:
        page = found(stage)
        unit = page._outlook.peers[0].unit
        page.brake.show_files([ReadFile("CS-1.age", unit, False, "", 0, True)], {unit: "云溪镇"})
        stage.settle()

    acts = {
        "stick": found,
        "working": working,
        "refused": refused,
        "done": done,
        "held": held,
        "braked": braked,
    }
    return tuple(Scene("sync", name, act) for name, act in acts.items())
