"""Commands of whose file a child's is: transfer, transfers, merge."""

from __future__ import annotations

import click

from childdesk.commands.door import WAITING, Door, pass_door, with_session
from childdesk.desk import merging, naming, transfers
from childdesk.desk.session import Session
from childdesk.domain import catalogue
from childdesk.domain.ids import short


@click.command()
@click.argument("id_")
@click.argument("unit")
@click.option("--reason", default="")
@pass_door
def transfer(door: Door, id_: str, unit: str, reason: str) -> None:
    """把一个孩子转到另一个村；全部记录跟着去，原来的村留一行存根。村里用，是向镇里申请。

    UNIT是12位代码或村名；村里申请转到别的乡镇，写“990101002 柳林村”。
    """

    def work(door: Door, session: Session) -> int:
        _, row = naming.record(session, id_, kind="child")
        done = transfers.move(session, row, unit, reason)
        document = {"id": row, "entry": done.entry, "unit": done.unit, "request": done.request or None}
        told = "已申请，等镇里批准。下次同步时带去。" if done.request else "已转。下次同步时到那个村。"
        door.say(document, [told])
        return WAITING if done.request else 0

    with_session(work, door)


@click.group("transfers")
def transfers_() -> None:
    """转村申请：村里申请，镇里同意或不同意。"""


@transfers_.command("list")
@click.option("--all", "everything", is_flag=True, help="答复过的也列出来")
@pass_door
def transfers_list(door: Door, everything: bool) -> None:
    """等着批准的申请。"""

    def work(door: Door, session: Session) -> int:
        found = [one for one in transfers.every(session) if everything or one.is_open]
        rows = [
            {
                "id": one.id,
                "child": one.child,
                "name": one.name,
                "unit": one.unit,
                "target": one.target,
                "target_name": one.target_name,
                "reason": one.reason,
                "state": one.state,
                "asked_on": one.asked_on or None,
                "decided_on": one.decided_on or None,
                "words": one.words or None,
            }
            for one in found
        ]
        lines = [
            f"{short(one.id)}  {one.name}：{one.unit_name} → {one.target_name}  {one.state}  {one.reason}"
            for one in found
        ]
        door.say({"transfers": rows}, lines or ["没有等着批准的转村申请。"])
        return 0

    with_session(work, door)


@transfers_.command("approve")
@click.argument("id_")
@click.option("--words", default="")
@click.option("--unit", default="", help="转到哪个村；申请里的村名对不上时写")
@pass_door
def transfers_approve(door: Door, id_: str, words: str, unit: str) -> None:
    """同意：孩子和全部记录转过去，可以撤销。"""

    def work(door: Door, session: Session) -> int:
        saved = transfers.approve(session, naming.record(session, id_, kind="transfer")[1], words, unit)
        door.say({"id": saved.id, "entry": saved.entry}, ["已同意。下次同步时到那个村。"])
        return 0

    with_session(work, door)


@transfers_.command("decline")
@click.argument("id_")
@click.option("--words", required=True, help="为什么不同意")
@pass_door
def transfers_decline(door: Door, id_: str, words: str) -> None:
    """不同意，写一句为什么；孩子留在原来的村。"""

    def work(door: Door, session: Session) -> int:
        saved = transfers.decline(session, naming.record(session, id_, kind="transfer")[1], words)
        door.say({"id": saved.id, "entry": saved.entry}, ["已答复，下次同步时带回村里。"])
        return 0

    with_session(work, door)


@transfers_.command("withdraw")
@click.argument("id_")
@pass_door
def transfers_withdraw(door: Door, id_: str) -> None:
    """村里：不转了，撤回申请。"""

    def work(door: Door, session: Session) -> int:
        saved = transfers.withdraw(session, naming.record(session, id_, kind="transfer")[1])
        door.say({"id": saved.id, "entry": saved.entry}, ["已撤回。"])
        return 0

    with_session(work, door)


@click.command()
@click.argument("first")
@click.argument("second")
@click.option("--reason", default="")
@pass_door
def merge(door: Door, first: str, second: str, reason: str) -> None:
    """两份是同一个孩子：第二份并入第一份，两边的记录都留着。"""

    def work(door: Door, session: Session) -> int:
        one = naming.record(session, first, kind="child")[1]
        other = naming.record(session, second, kind="child")[1]
        done = merging.merge(session, one, other, reason)
        document = {"id": one, "entry": done.entry, "moved": done.moved, "differs": list(done.differs)}
        lines = [f"已合并，{done.moved}份记录并了过来。"]
        if done.differs:
            lines.append(
                f"有{len(done.differs)}项两份不一样，保留第一份的：{'、'.join(map(_label, done.differs))}"
            )
        door.say(document, lines)
        return WAITING if done.differs else 0

    with_session(work, door)


def _label(name: str) -> str:
    """A field in words; one that only a newer program knows by its name."""
    field = catalogue.FIELDS.get(name)
    return field.label if field is not None else name


COMMANDS = (transfer, transfers_, merge)
