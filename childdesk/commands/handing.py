"""Commands by which a township hands out a form and types children on: handout, typed."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import click

from childdesk.commands.door import WAITING, Door, pass_door, with_session
from childdesk.commands.files import answers_of
from childdesk.desk import handing_out, naming, typed, villages
from childdesk.desk.session import Session
from childdesk.domain.ids import short

FILE = click.Path(path_type=Path)
STATES = {typed.OPEN: "待录", typed.TICKED: "录过了", typed.CHANGED: "录过又改了", typed.EMPTY: ""}


@click.command("handout")
@click.argument("form", type=FILE)
@click.option("--out", required=True, type=FILE, help="写到这个文件夹")
@click.option("--village", multiple=True, help="只给这些村；不写给所有的村")
@click.option("--answers", type=FILE, help="栏目的答案：{表头: 栏目}")
@click.option("--mask", "masked", is_flag=True, help="证件号和电话遮住中间")
@click.option("--dry-run", is_flag=True, help="只看，不写")
@pass_door
def handout(
    door: Door,
    form: Path,
    out: Path,
    village: tuple[str, ...],
    answers: Path | None,
    masked: bool,
    dry_run: bool,
) -> None:
    """分发：一张表按村拆开，先填好各村自己的孩子。"""
    given = answers_of(answers)

    def work(door: Door, session: Session) -> int:
        units = [villages.one(session, one).unit for one in village]
        parts = handing_out.plan(session, form, units, answers=given, masked=masked)
        sent = [] if dry_run else handing_out.write(session, form, parts, out)
        files = {one.unit: one.file for one in sent}
        rows = [
            {
                "unit": part.line.unit,
                "name": part.line.name,
                "children": part.children,
                "file": files.get(part.line.unit),
            }
            for part in parts
        ]
        lines = [f"{part.line.name}：{part.children}人" for part in parts]
        door.say({"villages": rows}, [*lines, f"写了{len(sent)}份" if sent else "没有写"])
        return WAITING if any(part.made and part.made.waits for part in parts) else 0

    with_session(work, door)


@click.group("typed")
def typed_() -> None:
    """录入助手：往全国系统录，一项一项，录过的打勾，改过的再出来。"""


@typed_.command("list")
@click.option("--village", default="", help="只看这个村的")
@pass_door
def typed_list(door: Door, village: str) -> None:
    """还有哪些孩子要录，各剩几项，几项录过又改了。"""

    def work(door: Door, session: Session) -> int:
        unit = villages.one(session, village).unit if village else ""
        found = typed.waiting(session, unit)
        rows = [{"child": o.child, "name": o.name, "left": o.left, "changed": o.changed} for o in found]
        lines = [f"{short(o.child)} {o.name} 还有{o.left}项，改了{o.changed}项" for o in found]
        door.say({"children": rows}, lines or ["都录完了"])
        return WAITING if found else 0

    with_session(work, door)


@typed_.command("show")
@click.argument("child")
@pass_door
def typed_show(door: Door, child: str) -> None:
    """一个孩子的各栏，按全国系统的先后。"""

    def work(door: Door, session: Session) -> int:
        sheet = typed.sheet(session, naming.record(session, child, kind="child")[1])
        rows = [dataclasses.asdict(item) for item in sheet.items]
        lines = [
            f"{item.section} {item.label}：{item.value or '未采集'} {STATES[item.state]}".rstrip()
            for item in sheet.items
        ]
        door.say({"child": sheet.child, "name": sheet.name, "left": sheet.left, "fields": rows}, lines)
        return WAITING if sheet.left else 0

    with_session(work, door)


@typed_.command("tick")
@click.argument("child")
@click.argument("field", nargs=-1)
@click.option("--undo", is_flag=True, help="其实没录")
@pass_door
def typed_tick(door: Door, child: str, field: tuple[str, ...], undo: bool) -> None:
    """记下这些栏目录好了；不写栏目就是全部。"""

    def work(door: Door, session: Session) -> int:
        row = naming.record(session, child, kind="child")[1]
        fields = field or [item.field for item in typed.sheet(session, row).items if item.value]
        saved = typed.tick(session, row, fields, typed=not undo)
        door.say({"child": row, "entry": saved.entry, "fields": list(fields)}, [f"已记下{len(fields)}项"])
        return 0

    with_session(work, door)


@typed_.command("order")
@click.option("--load", "load", type=FILE, help="换成这份栏目顺序")
@click.option("--out", type=FILE, help="把现在用的存成文本，改好再载入")
@click.option("--usual", is_flag=True, help="用回自带的")
@pass_door
def typed_order(door: Door, load: Path | None, out: Path | None, usual: bool) -> None:
    """全国系统的栏目先后和叫法：看、存、换成本县自己的、用回自带的。"""
    if sum((load is not None, out is not None, usual)) > 1:
        raise click.UsageError("--load、--out、--usual 只能用一个")

    def work(door: Door, session: Session) -> int:
        entry = None
        if load is not None:
            entry = typed.load_file(session, load).entry
        elif usual:
            entry = typed.usual(session).entry
        elif out is not None:
            typed.save_file(session, out)
        rows = [dataclasses.asdict(place) for place in typed.places(session)]
        told = f"{'自己的' if typed.is_own(session) else '自带的'}栏目顺序，{len(rows)}项"
        document = {"own": typed.is_own(session), "fields": rows, "entry": entry}
        door.say(document, [told, *(f"{row['section']} {row['label']}" for row in rows)])
        return 0

    with_session(work, door)


COMMANDS = (handout, typed_)
