"""Commands on walking: sheet print, sheet key, homecoming."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

import click

from childdesk.commands.door import WAITING, Door, issue_document, issue_lines, pass_door, waits, with_session
from childdesk.commands.report import draw
from childdesk.desk import homecomings, naming, visit_sheets
from childdesk.desk.session import Session
from childdesk.domain import visit_sheet
from childdesk.domain.errors import Refused
from childdesk.domain.ids import short
from childdesk.files import saving
from childdesk.ui import photo


@click.group()
def sheet() -> None:
    """走访单：print、key。"""


@sheet.command("print")
@click.option("--day", "day_", type=click.DateTime(["%Y-%m-%d"]), help="哪一天的走访安排，不写是今天")
@click.option("--child", "children", multiple=True, help="只打这一户的孩子")
@click.option("--out", required=True, type=click.Path(path_type=Path), help="存成这个PDF")
@pass_door
def sheet_print(door: Door, day_: datetime | None, children: tuple[str, ...], out: Path) -> None:
    """打印一天的走访单，一户一张；回来凭编号录入。"""

    def work(door: Door, session: Session) -> int:
        day = day_.date() if day_ else session.today
        whose = [naming.record(session, child, kind="child")[1] for child in children]
        made = (
            visit_sheets.print_children(session, whose, day)
            if whose
            else visit_sheets.print_day(session, day)
        )
        saving.save(out, draw(made.paper))
        rows = [
            {"code": one.code, "title": one.title, "children": [kid.child for kid in one.kids]}
            for one in made.doors
        ]
        lines = [f"{one.code}  {one.title}  {len(one.kids)}个孩子" for one in made.doors]
        door.say({"sheets": rows, "entry": made.entry}, [f"共{len(rows)}张走访单", *lines])
        return 0

    with_session(work, door)


@sheet.command("key")
@click.argument("code")
@click.argument("keys")
@click.option("--day", "day_", type=click.DateTime(["%Y-%m-%d"]), help="走访日期，不写照单子上的")
@click.option("--second", default="", help="同去的人")
@click.option("--reason", default="", help="没见到人的原因")
@click.option("--photo", "photo_", type=click.Path(path_type=Path), help="单子的照片")
@pass_door
def sheet_key(
    door: Door,
    code: str,
    keys: str,
    day_: datetime | None,
    second: str,
    reason: str,
    photo_: Path | None,
) -> None:
    """录入一张走访单：照单子的次序按数字，没勾的按0。"""

    def work(door: Door, session: Session) -> int:
        opened = visit_sheets.open_sheet(session, code)
        filled = visit_sheet.keyed(keys, len(opened.kids))
        day = day_.date().isoformat() if day_ else ""
        picture = photo.reduced(photo_) if photo_ else b""
        saved = visit_sheets.save(
            session, code, filled, day=day, second=second, reason=reason, picture=picture
        )
        document = {
            "trip": saved.trip,
            "visits": list(saved.visits),
            "entry": saved.entry,
            "issues": [issue_document(issue) for issue in saved.issues],
        }
        told = f"已录入{opened.title}，{len(saved.visits)}个孩子　改动 {short(saved.entry)}"
        door.say(document, [told, *issue_lines(saved.issues)])
        return WAITING if waits(saved.issues) else 0

    with_session(work, door)


@click.group(invoke_without_command=True)
@click.pass_context
def homecoming(context: click.Context) -> None:
    """返乡名单：谁的父母在外、哪天在家、哪些材料只有他们能签；按走的次序。set记下哪天在家。"""
    if context.invoked_subcommand is None:
        _homecoming_list(context.obj)


@homecoming.command("set")
@click.argument("parent")
@click.option("--begins", default="", help="哪天到家")
@click.option("--ends", default="", help="哪天走")
@click.option("--papers", default="", help="要办的、签的")
@pass_door
def homecoming_set(door: Door, parent: str, begins: str, ends: str, papers: str) -> None:
    """记下一位家长哪天在家：PARENT是父亲或母亲的编号。"""

    def work(door: Door, session: Session) -> int:
        record, row = naming.record(session, parent)
        if record not in ("father", "mother"):
            raise Refused("请给父亲或母亲的编号", "parent")
        saved = homecomings.save(session, homecomings.child_of(session, row), row, begins, ends, papers)
        door.say({"entry": saved.entry}, [f"记下了　改动 {short(saved.entry)}"])
        return 0

    with_session(work, door)


def _homecoming_list(door: Door) -> None:
    def work(door: Door, session: Session) -> int:
        return door.say_all("homecomings", homecomings.lines(session), "个孩子", _document, _line)

    with_session(work, door)


def _document(one: homecomings.Line) -> dict[str, Any]:
    return {
        "child": one.child,
        "name": one.name,
        "village_group": one.group,
        "household": one.household,
        "away": list(one.away),
        "home": list(one.home),
        "papers": list(one.papers),
        "parents": [
            {"id": who.row, "who": who.word, "away": who.away, "begins": who.begins, "ends": who.ends}
            for who in one.parents
        ],
    }


def _line(one: homecomings.Line) -> str:
    return (
        f"{one.group}  {one.household}  {one.name}  在外：{'、'.join(one.away)}"
        f"  在家：{'；'.join(one.home) or '还没问'}  要签：{'、'.join(one.papers) or '无'}"
    )


COMMANDS = (sheet, homecoming)
