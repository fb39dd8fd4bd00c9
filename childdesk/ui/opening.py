"""Passphrase and recovery sheet are both lost: asks the desk above from the sign-in, and takes its answer."""

from __future__ import annotations

from pathlib import Path

from childdesk.desk import escrow, unlocking
from childdesk.desk.escrow import Asked
from childdesk.domain.errors import Refused
from childdesk.ui.ask import Choice
from childdesk.ui.entrance import Entrance

TITLE = "请上级帮忙开锁"
NEW = "定一个新口令。四个不相干的词最好记"


def ask_above(entrance: Entrance) -> None:
    """The request, or the answer where a request waits."""
    ask = entrance.window.ask
    page = entrance.sign_in
    if page is None:
        return
    if not page.who.key():
        page.refuse(Refused("先返回选您的名字", "recovery_code"))
        return
    told = ["口令和恢复单都没有了，上级两个人一起能帮您换口令，档案不会动。每次都有记录。"]
    choices = [Choice("no", "先不用", harmless=True), Choice("ask", "写请求到U盘", primary=True)]
    if escrow.waits(entrance.home):
        told.append("请求已经写过。上级的答复带回来了，就读答复。")
        choices = [choices[0], Choice("ask", "再写一次请求"), Choice("read", "读上级的答复", primary=True)]
    answer = ask.choose(TITLE, told, choices)
    if answer == "ask":
        folder = ask.folder("请求写到哪个U盘或文件夹")
        if folder is not None:
            _ask(entrance, page.who.key(), folder)
    elif answer == "read":
        file = ask.open_file("选上级的答复（CP-OPEN开头）")
        if file is not None:
            _read(entrance, file)


def _ask(entrance: Entrance, person: str, folder: Path) -> None:
    home, page = entrance.home, entrance.sign_in

    def written(found: Asked) -> None:
        told = [
            "请求写好了。请带给上级，亲口念这24位数字：",
            found.digits,
            "上级的答复带回来后，再点“请上级帮忙”，读答复，定新口令。",
        ]
        entrance.window.ask.choose(TITLE, told, [Choice("yes", "抄好了", harmless=True, primary=True)])

    entrance.front.write(
        lambda _none, _progress: escrow.ask(home, person, folder),
        written,
        refused=lambda trouble: _refused(entrance, trouble),
        owner=page,
    )


def _read(entrance: Entrance, file: Path) -> None:
    ask, home = entrance.window.ask, entrance.home
    fresh = ask.passphrase(TITLE, NEW)
    again = ask.passphrase(TITLE, "再输一遍新口令") if fresh else None
    if not fresh or again is None:
        return
    try:
        unlocking.require_fit(fresh, again)
    except Refused as trouble:
        _refused(entrance, trouble)
        return
    if entrance.sign_in is not None:
        entrance.sign_in.busy("正在换上新口令…")
    entrance.front.write(
        lambda _none, _progress: escrow.finish(home, file, fresh),
        lambda person: entrance.open_as(person, fresh, "escrow"),
        refused=lambda trouble: _refused(entrance, trouble),
        failed=lambda _trouble: entrance.ask_again(),
        owner=entrance.sign_in,
    )


def _refused(entrance: Entrance, trouble: Refused) -> None:
    """Said where the code would be typed; nothing has changed."""
    if entrance.sign_in is not None:
        entrance.sign_in.refuse(Refused(trouble.sentence, "recovery_code"))
