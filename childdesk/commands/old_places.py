"""The command for names that places once had: old-places."""

from __future__ import annotations

import click

from childdesk.commands.door import Door, pass_door, with_session
from childdesk.desk import old_places
from childdesk.desk.records import Saved
from childdesk.desk.session import Session
from childdesk.domain.ids import short


@click.group("old-places")
def places_() -> None:
    """旧地名：撤并、改名以前的村和乡镇；导入旧名单时认作现在的名字。"""


@places_.command("list")
@pass_door
def places_list(door: Door) -> None:
    """记了哪些旧地名。"""
    with_session(lambda door, session: _tell(door, session, None), door)


@places_.command("add")
@click.argument("old")
@click.argument("new")
@pass_door
def places_add(door: Door, old: str, new: str) -> None:
    """记一个旧名和它现在的名字：old-places add 云溪镇 云溪街道。"""
    with_session(lambda door, session: _tell(door, session, old_places.add(session, old, new)), door)


@places_.command("drop")
@click.argument("old")
@pass_door
def places_drop(door: Door, old: str) -> None:
    """不再认这个旧名。"""
    with_session(lambda door, session: _tell(door, session, old_places.drop(session, old)), door)


def _tell(door: Door, session: Session, saved: Saved | None) -> int:
    pairs = old_places.every(session)
    lines = [f"{old} {old_places.ARROW} {new}" for old, new in pairs.items()] or ["没有记旧地名"]
    lines += [f"已记下。改动 {short(saved.entry)}"] if saved else []
    told = [{"old": old, "new": new} for old, new in pairs.items()]
    door.say({"places": told, "entry": saved.entry if saved else None}, lines)
    return 0


COMMANDS = (places_,)
