"""Draws every page with 0, 5 and 5,000 children at 100 and 125 %: python -m tests.ui.pictures [FOLDER WORD…].

125 % is a screen of 1366×768 on which the system enlarges everything: 1093×558 logical pixels are left.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtWidgets import QApplication

from childdesk import app as roof
from childdesk.desk import children as children_
from childdesk.desk import listing, records
from childdesk.desk.session import Session
from childdesk.ui import theme
from childdesk.ui.among import Among
from childdesk.ui.page import Host, Page
from childdesk.ui.window import Window
from childdesk.ui.workbench import Workbench
from tests.desk import made
from tests.ui import opened
from tests.ui.prepared import PreparedAsk

NUMBERS = (0, 5, 5000)
SIZES = {"100": (1366, 698), "125": (1093, 558)}
"""Percent of the screen → client area in logical pixels."""

Scene = tuple[str, Callable[["Stage"], object]]
"""What the picture is called, and what a person does before it is taken."""


class Stage:
    """A window on a desk with its pages, ready to be looked at."""

    def __init__(self, desk: opened.Desk, size: tuple[int, int]) -> None:
        self.desk = desk
        self.ask = PreparedAsk()
        self.window = Window(self.ask)
        for route in roof.routes(self._page):
            self.window.add_route(route)
        session = desk.bench.session()
        self.window.say_title(session.ledger.identity.unit_name, practice=False)
        self.window.status("who", f"{session.name}，{session.role}")
        self.window.status("unit", session.ledger.identity.unit_name)
        self.window.status("backup", "上次备份 今天 08:12，已检查")
        self.window.resize(*size)
        self.window.show()
        self.window.activateWindow()

    def _page(self, make: Callable[[Host, Workbench], Page]) -> Callable[[Host], Page]:
        return lambda host: make(host, self.desk.bench)

    def child(self, at: int = 0) -> str:
        """A child of the list, by its place; empty where there is none."""
        ids = self.desk.ask(lambda session: listing.ids(session, listing.Filter()))
        return ids[at] if at < len(ids) else ""

    def go(self, route: str, argument: object = None) -> Page | None:
        """Shows a page and lets it draw."""
        self.window.go(route, argument)
        self.settle()
        return self.window.page()

    def settle(self) -> None:
        """Lets everything be laid out."""
        for _ in range(4):
            QApplication.processEvents()


def today(stage: Stage) -> object:
    """今日 as it is met in the morning."""
    return stage.go("today")


def children(stage: Stage) -> object:
    """台账 with a filter and two rows chosen."""
    page = stage.go("children", listing.Filter.of({"category": ("留守儿童",), "risk": ("黄", "蓝")}))
    page.table.model.tick(page.table.model.ids[1:7:5], on=True)
    return page


def everybody(stage: Stage) -> object:
    """台账 as it is first met."""
    return stage.go("children", listing.Filter())


def child(stage: Stage) -> object:
    """A file as it opens."""
    ids = stage.desk.ask(lambda session: listing.ids(session, listing.Filter()))
    return stage.go("child", Among(ids[1], ids, 1, "儿童台账")) if ids else None


def child_tab(key: str) -> Callable[[Stage], object]:
    """A file at one of its tabs."""

    def act(stage: Stage) -> object:
        page = child(stage)
        if page is not None:
            page.file_body.to_tab(key)
        return page

    return act


def child_form(stage: Stage) -> object:
    """A section being edited, with something wrong in it."""
    page = child(stage)
    if page is not None:
        page.edit("school", "school")
        stage.settle()
        page.forms.edit("care", "last_contact")
        part = next(part for part in page.forms.parts if part.section.key == "care")
        frame = part.form.frames["last_contact"]
        frame.editor.set_text("2026-11-31")
        frame.editor.touch()
        frame.check()
    return page


def child_torn(stage: Stage) -> object:
    """Two places have said different things about one child, who has left since."""
    one = stage.child(2)
    if not one:
        return None

    def tear(session: Session) -> None:
        bases = {"school": session.ledger.writer.state("child", one).base("school")}
        records.edit(session, "child", one, {"school": "云溪镇第二小学"})
        records.edit(session, "child", one, {"school": "县实验小学"}, bases=bases)

    stage.desk.do(tear)
    return stage.go("child", one)


def child_closed(stage: Stage) -> object:
    """A closed file."""
    one = stage.child(3)
    if not one:
        return None
    stage.desk.do(lambda session: children_.close(session, one, "随父母生活", "2026-11-20"))
    return stage.go("child", one)


def child_opened(stage: Stage) -> object:
    """What is protected, opened with a reason."""
    page = child_tab("sealed")(stage)
    if page is None or not page.file.sealed:
        return None
    stage.ask.prepare("核对转介材料")
    page.acts.open_sealed(page.sealed.show_opened)
    return page


def new_child(stage: Stage) -> object:
    """A new file."""
    return stage.go("child", "+周小")


SCENES: tuple[Scene, ...] = (
    ("today", today),
    ("children", children),
    ("everybody", everybody),
    ("child", child),
    ("child_forms", child_tab("forms")),
    ("child_edit", child_form),
    ("child_visits", child_tab("visits")),
    ("child_sealed", child_tab("sealed")),
    ("child_opened", child_opened),
    ("child_changes", child_tab("changes")),
    ("child_torn", child_torn),
    ("child_closed", child_closed),
    ("child_new", new_child),
)


@contextmanager
def desk_of(number: int, folder: Path) -> Iterator[opened.Desk]:
    """A desk with so many children; very many are filled in one go, since a story for each takes minutes."""
    small = number if number < 1000 else 0
    with opened.village(folder, small) as desk:
        if number > small:
            desk.do(lambda session: made.fill(session, number))
        yield desk


def draw(folder: Path, percent: str, words: Sequence[str]) -> list[Path]:
    """Takes the pictures of one size of screen; `words` limits them to names that contain one."""
    application = QApplication.instance() or QApplication([])
    theme.apply(application, 100)
    done: list[Path] = []
    for number in NUMBERS:
        names = [(name, act) for name, act in SCENES if _wanted(f"{name}_{number}", words)]
        if not names:
            continue
        with tempfile.TemporaryDirectory() as place, desk_of(number, Path(place)) as desk:
            stage = Stage(desk, SIZES[percent])
            for name, act in names:
                if act(stage) is None:
                    continue
                stage.settle()
                done.append(folder / f"{name}_{number}_{percent}.png")
                stage.window.grab().save(str(done[-1]))
            stage.window.close()
            stage.window.deleteLater()
            QApplication.processEvents()
    return done


def _wanted(name: str, words: Sequence[str]) -> bool:
    return not words or any(word in name for word in words)


def main(arguments: Sequence[str]) -> None:
    """Takes all pictures; the enlarged ones in a process of their own, since Qt asks for the factor once."""
    folder = Path(arguments[0] if arguments else "build/pictures")
    folder.mkdir(parents=True, exist_ok=True)
    words = arguments[1:]
    percent = os.environ.get("CHILDDESK_PICTURES", "")
    if percent:
        for path in draw(folder, percent, words):
            sys.stdout.write(f"{path}\n")
        return
    for size in SIZES:
        factor = {"QT_SCALE_FACTOR": str(int(size) / 100), "CHILDDESK_PICTURES": size}
        subprocess.run(
            [sys.executable, "-m", "tests.ui.pictures", str(folder), *words],
            env={**os.environ, **factor},
            check=True,
        )


if __name__ == "__main__":
    main(sys.argv[1:])
