"""Commands of the township's lock: escrow make, request, answer, finish, status."""

from __future__ import annotations

from pathlib import Path

import click

from childdesk.commands.door import Door, pass_door, with_session
from childdesk.desk import desks, escrow
from childdesk.desk.escrow import Second
from childdesk.desk.session import Session
from childdesk.domain.errors import Refused

FOLDER = click.Path(path_type=Path, file_okay=False)
FILE = click.Path(path_type=Path)


@click.group("escrow")
def escrow_() -> None:
    """村里口令和恢复单都丢了，镇里两个人一起帮着开锁；每次都有记录。"""


@escrow_.command("make")
@click.option("--with", "second", required=True, help="封存开锁单的另一位")
@pass_door
def make(door: Door, second: str) -> None:
    """镇里：做一张开锁单。码只显示这一次，封好由另一位保管；各村下次同步后换上新锁。"""

    def work(door: Door, session: Session) -> int:
        code = escrow.make(session, second)
        door.say({"code": code, "keeper": second}, [f"开锁单的码：{code}", f"请封好，交{second}保管。"])
        return 0

    with_session(work, door)


@escrow_.command("status")
@pass_door
def status(door: Door) -> None:
    """谁能帮本机开锁；本机能不能帮下级开锁。"""

    def work(door: Door, session: Session) -> int:
        found = escrow.standing(session)
        document = {"by": found.by or None, "made": found.made or None, "keeper": found.keeper or None}
        by = f"{found.by}能帮本机开锁（要两个人）。" if found.by else "没有上级能帮本机开锁。"
        own = f"开锁单{found.made}做的，由{found.keeper}保管。" if found.made else "本机没有做过开锁单。"
        door.say(document, [by, own])
        return 0

    with_session(work, door)


def _say(door: Door, one: escrow.Asked, words: str) -> None:
    document = {"digits": one.digits, "file": one.file, "unit": one.unit, "person": one.name}
    door.say(document, [words, f"数字码：{one.digits}", f"文件：{one.file}"])


@escrow_.command("request")
@click.option("--out", required=True, type=FOLDER, help="U盘或文件夹")
@pass_door
def request(door: Door, out: Path) -> None:
    """村里：口令忘了，请镇里开锁。不用口令；24位数字要亲口念给镇里。"""
    home = door.folder()
    one = escrow.ask(home, desks.who(home, door.person), out)
    _say(door, one, "请把文件带给镇里，并亲口念这24位数字。")


@escrow_.command("answer")
@click.argument("file", type=FILE)
@click.option("--out", required=True, type=FOLDER)
@click.option("--digits", required=True, help="听到的24位数字")
@click.option("--code-file", required=True, type=click.Path(), help="第一行是开锁单上的码")
@click.option("--with", "second", required=True, help="一起在场、拿着开锁单的另一位")
@click.option(
    "--with-passphrase-file", default="", type=click.Path(), help="另一位能打开本机时：第一行是她的口令"
)
@click.option("--reason", required=True)
@pass_door
def answer(door: Door, /, file: Path, out: Path, **words: str) -> None:
    """镇里：两个人一起给一个村开锁，写一份只有那台电脑能读的答复。"""
    code, own = (
        Door(door.home, door.as_json, Path(words[key]), "").passphrase() if words[key] else ""
        for key in ("code_file", "with_passphrase_file")
    )
    second = Second(words["second"], passphrase=own)

    def work(door: Door, session: Session) -> int:
        digits, reason = words["digits"], words["reason"]
        one = escrow.answer(session, file, out, digits, code=code, second=second, reason=reason)
        _say(door, one, f"给{one.name}的答复写好了，已记录。请把文件带回村里。")
        return 0

    with_session(work, door)


@escrow_.command("finish")
@click.argument("file", type=FILE)
@click.option("--new-passphrase-file", required=True, type=FILE, help="第一行是新口令")
@pass_door
def finish(door: Door, file: Path, new_passphrase_file: Path) -> None:
    """村里：读镇里的答复，换上新口令。档案不动。"""
    fresh = Door(door.home, door.as_json, new_passphrase_file, "").passphrase()
    home = door.folder()
    if not escrow.waits(home):
        raise Refused(escrow.OTHER, "file")
    person = escrow.finish(home, file, fresh)
    with desks.open_desk(home, door.clock, person=person, passphrase=fresh) as session:
        escrow.note_opened(session)
        name = session.name
    door.say({"changed": True, "person": name}, [f"{name}的口令已换上新的。请再打印一张新的恢复单。"])


COMMANDS = (escrow_,)
