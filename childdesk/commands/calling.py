"""Commands on the telephone round and on parents who come home: call list, call save, homecoming set."""

from __future__ import annotations

from typing import Any

import click

from childdesk.commands.door import Door, pass_door, with_session
from childdesk.desk import calls, naming
from childdesk.desk.session import Session
from childdesk.domain import seen
from childdesk.domain.ids import short


@click.group()
def call() -> None:
    """电话访：list、save。"""


@call.command("list")
@pass_door
def call_list(door: Door) -> None:
    """今晚打给谁、为什么；最要紧的在最前面。"""

    def work(door: Door, session: Session) -> int:
        return door.say_all(
            "calls", calls.round_of(session), "家", lambda one: _document(session, one), _line
        )

    with_session(work, door)


def _document(session: Session, one: calls.Call) -> dict[str, Any]:
    return {
        "child": one.child,
        "name": one.name,
        "village_group": one.group,
        "risk": one.risk,
        "reasons": [{"kind": kind, "text": told} for kind, told in one.why],
        "tried": one.tried,
        "script": list(calls.script(session, one)),
    }


def _line(one: calls.Call) -> str:
    why = "；".join(f"{kind}：{told}" for kind, told in one.why)
    return f"{short(one.child)}  {one.group}  {one.name}  {why or one.tried}"


@call.command("save")
@click.argument("child")
@click.option("--result", default=calls.REACHED, type=click.Choice(list(calls.RESULTS)), help="打通没有")
@click.option("--words", default="", help="说了什么")
@click.option("--contact", default="", help="最近一次与父母联系")
@click.option("--mind", default="", type=click.Choice(["", *seen.MINDS]), help="听下来孩子的精神状况")
@click.option("--next-step", default="", help="下一步")
@click.option("--again", default="", help="哪天再打")
@click.option("--hour", default="", help="什么时候打方便")
@click.option("--number", "phone", default="", help="打的哪个电话（电话记录的编号）")
@pass_door
def call_save(  # noqa: PLR0913 - what comes of a call
    door: Door,
    child: str,
    result: str,
    words: str,
    contact: str,
    mind: str,
    next_step: str,
    again: str,
    hour: str,
    phone: str,
) -> None:
    """记一个电话：打通了就是一次电话走访，没打通就改天再打。"""

    def work(door: Door, session: Session) -> int:
        whose = naming.record(session, child, kind="child")[1]
        row = naming.record(session, phone, kind="phone")[1] if phone else ""
        said = calls.Said(result, row, words, contact, mind, next_step, again, hour)
        saved = calls.save(session, whose, said)
        door.say({"id": saved.id, "entry": saved.entry}, [f"记下了：{result}　改动 {short(saved.entry)}"])
        return 0

    with_session(work, door)


COMMANDS = (call,)
