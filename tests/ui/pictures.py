"""Draws every page, dialog and step with 0, 5 and 5,000 children: python -m tests.ui.pictures [FOLDER WORD…].

100 is a screen of 1366×768, 125 the same screen on which the system enlarges everything: 1093×558 logical
pixels are left. Words limit the pictures to those whose name contains one: child-edit-5-125.
"""

from __future__ import annotations

import functools
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from childdesk.ui import theme
from childdesk.ui.ask import Choice, Dialogs
from tests.stories.pages import FirstUsePage
from tests.ui import scenes_county, scenes_township, stage
from tests.ui.scene import Scene
from tests.ui.scenes import SCENES, leave
from tests.ui.stage import DESIGN, ENLARGED, Stage

NUMBERS = (0, 5, 5000)
SIZES = {"100": DESIGN, "125": ENLARGED}
SIZE = "CHILDDESK_PICTURES"
"""Says to a process of its own which size of screen it is to draw."""

Save = Callable[[QWidget, str], None]

DIALOGS: dict[str, Callable[[Dialogs], object]] = {
    "reason": lambda ask: ask.reason(
        "查看周小禾的受保护记录", "写明理由，会记入访问记录。", ["核对转介材料", "准备走访"]
    ),
    "words": lambda ask: ask.words("周小禾改成红色 一级", "写一句理由，如：照护人年过70，父母联系变少。"),
    "passphrase": lambda ask: ask.passphrase("打开备份", "写下做这份备份时的口令。"),
    "choose": lambda ask: ask.choose(
        "把12个孩子的下次走访定在12月3日？",
        ["还没走访过的排不上，会告诉您有几个。", "排错了可以撤销。"],
        [Choice("no", "先不排", harmless=True), Choice("yes", "排上", primary=True)],
    ),
    "unavailable": lambda ask: ask.unavailable(
        "D盘满了，没存上。您填的内容还在这里。", "删些文件后再点保存。"
    ),
    "crashed": lambda ask: ask.crashed("童档，Python，Qt\n\nchilddesk/ui/tasks.py:1 run\nbuiltins.KeyError"),
}


def dialogs(save: Save, over: QWidget) -> None:
    """Every question of `Ask`, each closed as soon as it was seen."""
    for name, asked in DIALOGS.items():

        def seen(name: str = name) -> None:
            shown = QApplication.activeModalWidget()
            if isinstance(shown, QDialog):
                save(shown, f"dialog-{name}")
                shown.reject()

        QTimer.singleShot(0, seen)
        asked(Dialogs(over))


def way_in(save: Save, folder: Path, size: tuple[int, int]) -> None:
    """First use step by step, and the sign-in of the desk that came of it."""
    there = Stage(folder / "new", size)
    there.ask.prepare(folder / "恢复单.pdf")
    steps = FirstUsePage(there.app.entrance.first.page)
    answers: tuple[tuple[str, Callable[[], object]], ...] = (
        ("level", lambda: steps.level("village")),
        ("unit", lambda: steps.unit("云溪", "河湾村")),
        ("person", lambda: steps.person("陈桂兰", "10400001234")),
        ("demand", lambda: steps.demand("其他", "10")),
        ("passphrase", lambda: steps.passphrase("小溪 石桥 油菜 灯笼")),
        ("recovery", lambda: None),
    )
    for name, answer in answers:
        there.settle()
        save(there.window, f"wizard-{name}")
        answer()
    steps.sheet(steps.page.flow.made.recovery_code[-4:])
    there.settle()
    save(there.window, "wizard-begin")
    there.close()
    again = Stage(folder / "new", size)
    again.settle()
    save(again.window, "sign_in")
    again.enter("不是这个口令")
    save(again.window, "sign_in-wrong")
    again.close()


def pages(
    save: Save, folder: Path, number: int, size: tuple[int, int], wanted: Callable[[str], bool]
) -> None:
    """Every scene on a desk with so many children."""
    _played(save, SCENES, lambda: stage.opened(folder, number, size), "", number, wanted)


def above(
    save: Save, folder: Path, number: int, size: tuple[int, int], wanted: Callable[[str], bool]
) -> None:
    """Every scene on a township's desk of 38 villages and on a county's of five townships with so many
    children; town-villages-month-5-100."""
    for name, scenes in (("town", scenes_township), ("county", scenes_county)):
        _played(
            save,
            scenes.SCENES,
            functools.partial(scenes.opened, folder / name, number, size),
            f"{name}-",
            number,
            wanted,
        )


def _played(
    save: Save,
    scenes: Sequence[Scene],
    opened: Callable[[], AbstractContextManager[Stage]],
    before: str,
    number: int,
    wanted: Callable[[str], bool],
) -> None:
    names = {scene: f"{before}{scene.title}-{number}" for scene in scenes if number or not scene.people}
    chosen = [scene for scene, name in names.items() if wanted(name)]
    if not chosen:
        return
    with opened() as there:
        usual = (there.window.width(), there.window.height())
        for scene in chosen:
            leave(there)
            there.resize(usual)
            scene.play(there)
            there.settle()
            save(there.window, names[scene])


@contextmanager
def saving(folder: Path, percent: str, wanted: Callable[[str], bool]) -> Iterator[tuple[Save, list[Path]]]:
    """Gives what takes one picture, and which were taken."""
    done: list[Path] = []

    def save(widget: QWidget, name: str) -> None:
        if wanted(f"{name}-{percent}"):
            done.append(folder / f"{name}-{percent}.png")
            widget.grab().save(str(done[-1]))

    yield save, done


def draw(folder: Path, percent: str, words: Sequence[str]) -> list[Path]:
    """Takes the pictures of one size of screen."""
    application = QApplication.instance() or QApplication([])
    theme.apply(application, 100)

    def wanted(name: str) -> bool:
        return not words or any(word in f"{name}-{percent}" for word in words)

    def asked(*kinds: str) -> bool:
        return not words or any(kind in word for kind in kinds for word in words)

    size = SIZES[percent]
    with saving(folder, percent, wanted) as (save, done), tempfile.TemporaryDirectory() as place:
        for number in NUMBERS:
            pages(save, Path(place) / str(number), number, size, wanted)
            above(save, Path(place) / str(number), number, size, wanted)
        if asked("wizard", "sign_in"):
            way_in(save, Path(place) / "way", size)
        if asked("dialog"):
            over = QWidget()
            over.resize(*size)
            over.show()
            dialogs(save, over)
            over.close()
    return done


def main(arguments: Sequence[str]) -> None:
    """Takes all pictures; each size in a process of its own, since Qt asks for the factor once."""
    folder = Path(arguments[0] if arguments else "build/pictures")
    folder.mkdir(parents=True, exist_ok=True)
    words = arguments[1:]
    percent = os.environ.get(SIZE, "")
    if percent:
        for path in draw(folder, percent, words):
            sys.stdout.write(f"{path}\n")
        return
    for size in SIZES:
        look = {"QT_SCALE_FACTOR": str(int(size) / 100), SIZE: size}
        command = [sys.executable, "-m", "tests.ui.pictures", str(folder), *words]
        subprocess.run(command, env={**os.environ, **look}, check=True)


if __name__ == "__main__":
    main(sys.argv[1:])
