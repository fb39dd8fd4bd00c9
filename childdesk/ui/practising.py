"""Leads from the real desk into the practice village beside it and back; each is locked before it is left."""

from __future__ import annotations

from pathlib import Path

from childdesk.desk import first_steps, unlocking
from childdesk.ui.entrance import Entrance
from childdesk.ui.first_desk import Begun
from childdesk.ui.seat import Practice


def ways(entrance: Entrance) -> Practice:
    """What 设置 may do."""
    home = entrance.home
    beside, real = first_steps.practice_home(home), first_steps.real_home(home)

    def to(folder: Path) -> None:
        entrance.lock(lambda: entrance.go_to(folder), "正在收好这份档案…")

    return Practice(
        exists=lambda: unlocking.exists(beside),
        go=lambda: to(beside),
        make=lambda passphrase, name: make(entrance, passphrase, name),
        has_home=lambda: real is not None,
        go_home=lambda: to(real) if real is not None else None,
    )


def make(entrance: Entrance, passphrase: str, name: str) -> None:
    """Makes the village with a passphrase of its own and opens it; nothing happens to the real desk."""
    home, clock = entrance.home, entrance.clock

    def begin(_done: object) -> None:
        begun = Begun(first_steps.practice_home(home), passphrase, "practice")
        entrance.lock(lambda: entrance.begin(begun), "正在收好这份档案…")

    entrance.front.write(
        lambda _none, _progress: first_steps.make_practice(home, clock, person=name, passphrase=passphrase),
        begin,
    )
