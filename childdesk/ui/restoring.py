"""Brings a backup back from the window: closes the desk, puts the backup in its place, asks who opens it."""

from __future__ import annotations

from pathlib import Path

from childdesk.desk import backups
from childdesk.domain.errors import Refused
from childdesk.ui.entrance import Entrance


def restore(entrance: Entrance, file: Path, passphrase: str) -> None:
    """Restores `file` for the person who sits here; a refusal is said on the sign-in, nothing has changed."""
    home, person, clock = entrance.home, entrance.person, entrance.clock

    def bring() -> None:
        entrance.front.write(
            lambda _none, _progress: backups.bring_back(
                file, home, clock, person=person, passphrase=passphrase
            ),
            lambda done: restored(done),
            refused=refused,
        )

    def restored(done: backups.Restored) -> None:
        entrance.ask_again()
        if entrance.sign_in is not None:
            children = done.counts.get("child", 0)
            entrance.sign_in.fill("", f"已从备份恢复，孩子{children}人。请输口令打开")

    def refused(trouble: Refused) -> None:
        entrance.ask_again()
        if entrance.sign_in is not None:
            entrance.sign_in.refuse(trouble)

    entrance.lock(bring, "正在换上备份…")
