"""Brings a backup back from the window: from 设置, or before signing in where the desk does not open."""

from __future__ import annotations

from pathlib import Path

from childdesk.desk import backups, telling
from childdesk.desk import rescue as helping
from childdesk.domain.errors import Refused
from childdesk.ui.ask import BACKUPS, Choice
from childdesk.ui.entrance import Entrance


def rescue(entrance: Entrance) -> None:
    """From the sign-in of a desk that does not open: takes back lost slots, else offers the newest backup."""
    home, ask = entrance.home, entrance.window.ask
    found = helping.newest(home)
    if found is not None and helping.lost_slots(home):
        entrance.front.write(
            lambda _none, _progress: helping.take_back_slots(home), lambda _done: _slots_are_back(entrance)
        )
        return
    file = found.path if found is not None else None
    if found is not None:
        when = telling.moment(found.made, entrance.clock.today())
        told = [
            f"最近的好备份：{when}，孩子{(found.counts or {}).get('child', 0)}人。",
            "现在打不开的那份会挪到旁边留着。",
        ]
        verbs = [
            Choice("no", "先不恢复", harmless=True),
            Choice("other", "选另一份"),
            Choice("this", "用这份备份", primary=True),
        ]
        answer = ask.choose("从备份恢复", told, verbs)
        if answer == "no":
            return
        file = found.path if answer == "this" else None
    file = file or ask.open_file("选一份备份", BACKUPS)
    first = entrance.sign_in is None and not entrance.person
    name = (ask.words("从备份恢复", "备份里您叫什么？写全名") or "") if file is not None and first else ""
    secret = ask.passphrase("从备份恢复", "输做这份备份时您的口令") if file is not None else None
    if file is not None and secret:
        restore(entrance, file, secret, name)


def _slots_are_back(entrance: Entrance) -> None:
    entrance.ask_again()
    if entrance.sign_in is not None:
        entrance.sign_in.fill("", "口令文件已从备份取回，档案没有动。请输口令打开")


def restore(entrance: Entrance, file: Path, passphrase: str, name: str = "") -> None:
    """Restores `file` for the person who sits here, or by `name` where there is no desk yet.

    A refusal is said on the sign-in, or over first use; nothing has changed.
    """
    home, person, clock = entrance.home, name or entrance.person, entrance.clock
    if not person and entrance.sign_in is not None:
        person = entrance.sign_in.who.key()

    def bring() -> None:
        entrance.front.write(
            lambda _none, _progress: backups.bring_back(
                file, home, clock, person=person, passphrase=passphrase
            ),
            lambda done: restored(done),
            refused=refused,
            failed=lambda _trouble: entrance.ask_again(),
        )

    def restored(done: backups.Restored) -> None:
        entrance.ask_again()
        if entrance.sign_in is not None:
            children = done.counts.get("child", 0)
            entrance.sign_in.fill("", f"已从备份恢复，孩子{children:,}人。请输口令打开")

    def refused(trouble: Refused) -> None:
        entrance.ask_again()
        if entrance.sign_in is not None:
            entrance.sign_in.refuse(trouble)
        else:
            entrance.window.ask.unavailable(trouble.sentence, "什么也没有改。请再试一次。")

    if entrance.tasks is not None:
        entrance.lock(bring, "正在换上备份…")
        return
    if entrance.sign_in is not None:
        entrance.sign_in.busy("正在换上备份…")
    bring()
