"""Every page in every look with nobody, five and 5,000 children: the walk of tests/ui in full.

    python -m tests.prove.prove_every_page [PYTEST'S WORDS…]

The desk of 5,000 is made once, before, and so is the one that has met a township. Afterwards pages are broken
on purpose, with 5,000 children: each must be seen by its own cause. With words of pytest only its tests run.
"""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

os.environ["CHILDDESK_EVERY_PAGE"] = "1"
os.environ["QT_QPA_PLATFORM"] = "offscreen"

from PySide6.QtWidgets import QApplication, QPushButton

from childdesk.ui import theme
from childdesk.ui.page import Page
from childdesk.ui.pages.children import ChildrenPage
from childdesk.ui.pages.plan import PlanPage
from childdesk.ui.pages.today import TodayPage
from tests.ui import met, villages
from tests.ui import test_every_page as every
from tests.ui.scenes import SCENES
from tests.ui.stage import DESIGN

NAMES = ["whole_in_every_look", "pale_in", "are_seen", "is_seen", "has_a_scene"]
"""The walks, and what shows that a broken part would be seen."""
MANY = 5000


def cut(page: Page) -> None:
    """The title of the page has half the room that it needs."""
    page.head.title.setFixedWidth(page.head.title.sizeHint().width() // 2)


def pale(page: Page) -> None:
    """The title is nearly as light as its ground."""
    page.head.title.setStyleSheet("color: " + "#" + "b0b0b0")


def silent(page: Page) -> None:
    """A button without a word, which no Tab reaches."""
    made = QPushButton(page)
    made.setGeometry(300, 8, 40, 40)
    made.show()


def narrow(page: Page) -> None:
    """A button narrower than its words."""
    made = next(one for one in page.head.acts() if not one.isHidden())
    made.setFixedWidth(40)


BROKEN: dict[str, tuple[type[Page], str, Callable[[Page], None], str]] = {
    "cut title": (TodayPage, "today", cut, "cut: "),
    "pale title": (TodayPage, "today", pale, "pale"),
    "silent button": (PlanPage, "plan", silent, "nameless"),
    "narrow button": (ChildrenPage, "children", narrow, "cut: "),
}
"""The page, its route, what is done to it as soon as it is made, the cause by which it must be seen."""


@contextlib.contextmanager
def broken(kind: type[Page], how: Callable[[Page], None]) -> Iterator[None]:
    """Every page of this kind that arrives meanwhile has the fault."""
    arrive = kind.arrive

    def wrong(page: Page, argument: object = None) -> None:
        arrive(page, argument)
        how(page)

    kind.arrive = wrong  # type: ignore[method-assign]
    try:
        yield
    finally:
        kind.arrive = arrive  # type: ignore[method-assign]


def variants() -> bool:
    """Whether every page that is broken on purpose is seen by its cause."""
    application = QApplication.instance() or QApplication([])
    assert isinstance(application, QApplication)
    theme.apply(application)
    good = True
    with tempfile.TemporaryDirectory() as place, every.village(Path(place), MANY) as there:
        for name, (kind, route, how, cause) in BROKEN.items():
            scenes = [scene for scene in SCENES if scene.route == route and not scene.name]
            there.judged = set()
            sound = every.looked_at(there, MANY, "100", scenes)
            with broken(kind, how):
                there.judged = set()
                found = every.looked_at(there, MANY, "100", scenes)
            every.put_on(there, DESIGN, 100)
            seen = [fault for faults in found.values() for fault in faults if cause in fault]
            good &= bool(seen) and not sound
            told = seen[0] if seen else f"NOT SEEN: {found}"
            print(
                f"prove_every_page: broken “{name}”: {told}{f'; sound: {sound}' if sound else ''}", flush=True
            )
    return good


def main() -> int:
    """Runs them two at a time, in processes of their own, then the variants."""
    begun = time.monotonic()
    villages.made(MANY, longest=True)
    print(f"a desk of 5,000 children with their story ({time.monotonic() - begun:.0f} s)", flush=True)
    met.met(MANY)
    print(f"and one that has met a township ({time.monotonic() - begun:.0f} s)", flush=True)
    command = [sys.executable, "-m", "pytest", "-q", "tests/ui/test_every_page.py", "-k", " or ".join(NAMES)]
    command += ["--numprocesses", "2", "--dist", "load", "--durations", "9", *sys.argv[1:]]
    walked = subprocess.run(command, check=False).returncode
    good = bool(sys.argv[1:]) or variants()
    print(
        f"prove_every_page: {'held' if not walked and good else 'NOT held'}, {time.monotonic() - begun:.0f} s"
    )
    return walked or int(not good)


if __name__ == "__main__":
    raise SystemExit(main())
