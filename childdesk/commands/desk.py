"""Commands on the desk itself: new, practice, check, backup, restore, person, passphrase, erase, transfer."""

from __future__ import annotations

from pathlib import Path

import click

from childdesk.commands.door import WAITING, Door, pass_door, with_session
from childdesk.desk import backups, checking, desks, erasing, naming, packs, people
from childdesk.desk import practice as practice_
from childdesk.desk.session import Session
from childdesk.domain.errors import Refused
from childdesk.domain.ids import short


@click.command()
@click.option("--level", type=click.Choice(list(desks.LEVELS)))
@click.option("--unit", help="单位名称，如 云溪镇河湾村")
@click.option("--region", help="区划代码：村12位，镇9位，县6位")
@click.option("--person", "name", help="第一位使用人的姓名")
@click.option("--practice", is_flag=True, help="演练用，永远不与真实档案混在一起")
@click.option(
    "--pack", type=click.Path(path_type=Path, dir_okay=False), help="上级给的开户包，单位等都在里面"
)
@click.option("--digits", help="开户单上的24位数字")
@click.option(
    "--out", type=click.Path(path_type=Path, file_okay=False), help="请求写到哪里，默认写在开户包旁边"
)
@pass_door
def new(  # noqa: PLR0913 - what a desk is
    door: Door,
    level: str | None,
    unit: str | None,
    region: str | None,
    name: str | None,
    practice: bool,
    pack: Path | None,
    digits: str | None,
    out: Path | None,
) -> None:
    """新建一份空的加密档案。恢复码只显示这一次。"""
    person = name or door.person
    if not person:
        raise click.UsageError("请用 --person 写明使用人的姓名")
    if pack is not None:
        _new_with_pack(door, pack, digits or "", person, out)
        return
    if not (level and unit and region):
        raise click.UsageError("请写明 --level、--unit、--region，或用 --pack 打开上级给的开户包")
    made = desks.make(
        door.folder(),
        door.clock,
        level=level,
        unit_name=unit,
        region=region,
        person=person,
        passphrase=door.passphrase(new=True),
        practice=practice,
    )
    _say_new(door, made, {"practice": practice}, [])


def _new_with_pack(door: Door, pack: Path, digits: str, person: str, out: Path | None) -> None:
    opened = packs.open_pack(pack, digits)
    former = [one for one in opened.former(door.clock.today()) if one.name == person]
    who = former[0].id if len(former) == 1 else ""
    secret = door.passphrase(new=True)
    made = packs.make(door.folder(), door.clock, opened, person=person, passphrase=secret, who=who)
    with desks.open_desk(door.folder(), door.clock, person=person, passphrase=secret) as session:
        step = packs.ask(session, out or opened.folder)
    more = {
        "practice": opened.pack.paper.practice,
        "digits": step.digits,
        "peer": step.peer,
        "file": step.file,
        "children": opened.pack.held,
    }
    lines = [f"上级：{opened.above}", f"请求：{step.file}", f"请念给上级的数字码：{step.digits}"]
    _say_new(door, made, more, lines)


def _say_new(door: Door, made: desks.NewDesk, more: dict[str, object], told: list[str]) -> None:
    document = {
        "desk": made.desk,
        "level": made.level,
        "unit": made.unit,
        "fingerprint": made.fingerprint,
        "recovery_code": made.recovery_code,
        **more,
    }
    lines = [f"已新建：{made.unit}", f"指纹：{made.fingerprint}", f"恢复码：{made.recovery_code}", *told]
    door.say(document, [*lines, "恢复码请抄在纸上封好。口令忘了，只有它能打开。"])


@click.command()
@click.option("--children", required=True, type=click.IntRange(1, 100_000))
@click.option("--seed", default=1, show_default=True, type=int)
@pass_door
def practice(door: Door, children: int, seed: int) -> None:
    """给空的演练档案放进生成的孩子；同一个 seed，同一个村。"""

    def work(door: Door, session: Session) -> int:
        counts = practice_.fill(session, children, seed)
        door.say(counts, [f"{record}：{number}" for record, number in counts.items()])
        return 0

    with_session(work, door)


@click.command()
@click.option("--rebuild", is_flag=True, help="由改动记录重新生成所有表和索引")
@pass_door
def check(door: Door, rebuild: bool) -> None:
    """检查档案：文件、改动记录、每一份记录、访问记录。"""

    def work(door: Door, session: Session) -> int:
        if rebuild:
            checking.rebuild(session)
        problems = checking.check(session)
        rows = [{"where": problem.where, "text": problem.text} for problem in problems]
        lines = [f"{problem.where}：{problem.text}" for problem in problems]
        good = ["检查过了，都对得上。"] if not problems else [f"有{len(problems)}处不对："]
        door.say({"ok": not problems, "problems": rows, "rebuilt": rebuild}, good + lines)
        return WAITING if problems else 0

    with_session(work, door, repair=rebuild)


@click.command()
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False), required=False)
@click.option("--rehearse", is_flag=True, help="不另做一份，只把最新一份试着恢复到旁边，数一数再收掉")
@pass_door
def backup(door: Door, folder: Path | None, rehearse: bool) -> None:
    """备份到一个文件夹（如U盘），一份加密文件；写完读回核对。"""
    if folder is None and not rehearse:
        raise click.UsageError("要写备份到哪个文件夹，或 --rehearse")

    def work(door: Door, session: Session) -> int:
        if folder is None:
            return _rehearse(door, session)
        path = backups.make_elsewhere(session, folder)
        made = backups.latest(session)[0]
        document = {"file": str(path), "counts": made.counts}
        door.say(document, [f"已备份并核对：{path.name}，孩子{(made.counts or {}).get('child', 0)}人"])
        return 0

    with_session(work, door)


def _rehearse(door: Door, session: Session) -> int:
    tried = backups.rehearse(session)
    if tried is None:
        raise Refused("还没有备份。请先备份一份", "folder")
    counts = {"child": tried.children, "visit": tried.visits}
    told = f"能恢复：孩子{tried.children:,}人、走访{tried.visits:,}次"
    said = f"试了{tried.made}的备份，{told if tried.holds else '恢复不了，请再备份一份'}"
    door.say({"made": tried.made, "holds": tried.holds, "counts": counts}, [said])
    return 0 if tried.holds else WAITING


@click.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@pass_door
def restore(door: Door, file: Path) -> None:
    """从备份恢复；现在的档案挪到旁边留着。"""
    done = backups.bring_back(
        file, door.folder(), door.clock, person=door.person, passphrase=door.passphrase()
    )
    lines = [f"已恢复，孩子{done.counts.get('child', 0)}人"]
    if done.before:
        lines.append(f"原来的档案留在：{done.before}")
    door.say({"counts": done.counts, "before": done.before}, lines)


@click.group()
def person() -> None:
    """谁能打开这份档案。"""


@person.command("list")
@pass_door
def person_list(door: Door) -> None:
    """列出使用人。"""

    def work(door: Door, session: Session) -> int:
        found = people.everyone(session)
        rows = [
            {
                "id": m.id,
                "name": m.name,
                "role": m.role,
                "s3": m.s3,
                "active": m.active,
                "can_open": m.can_open,
            }
            for m in found
        ]
        lines = [
            f"{short(m.id)}  {m.name}  {m.role}{'' if m.can_open else '  （没有口令，打不开）'}"
            for m in found
        ]
        door.say({"persons": rows}, lines)
        return 0

    with_session(work, door)


@person.command("add")
@click.argument("name")
@click.option("--role", required=True, help="主任、副手、督导员、审计员、村干部")
@click.option("--s3", is_flag=True, help="可看保密记录")
@click.option("--new-passphrase-file", type=click.Path(path_type=Path), help="第一行是他的口令")
@pass_door
def person_add(door: Door, name: str, role: str, s3: bool, new_passphrase_file: Path | None) -> None:
    """加一个人，给他自己的口令。"""
    fresh = Door(door.home, door.as_json, new_passphrase_file, door.person).passphrase(new=True)

    def work(door: Door, session: Session) -> int:
        made = people.add(session, name, role, fresh, s3=s3)
        door.say({"id": made.id, "name": made.name, "role": made.role}, [f"已加：{made.name}，{made.role}"])
        return 0

    with_session(work, door)


@person.command("remove")
@click.argument("id_")
@pass_door
def person_remove(door: Door, id_: str) -> None:
    """移走一个人的口令；他写的记录都留着。"""

    def work(door: Door, session: Session) -> int:
        _, row = naming.record(session, id_, kind="person")
        people.remove(session, row)
        door.say({"id": row}, ["已移走。他写的记录都留着。"])
        return 0

    with_session(work, door)


@click.command()
@click.option("--new-passphrase-file", type=click.Path(path_type=Path), help="第一行是新口令")
@click.option("--recovery", is_flag=True, help="另给一张新的恢复码，旧的作废")
@pass_door
def passphrase(door: Door, new_passphrase_file: Path | None, recovery: bool) -> None:
    """改自己的口令，或换一张恢复码。"""
    old = door.passphrase()
    fresh = "" if recovery else Door(door.home, door.as_json, new_passphrase_file, "").passphrase(new=True)

    def work(door: Door, session: Session) -> int:
        if recovery:
            code = people.new_recovery_code(session)
            door.say({"recovery_code": code}, [f"新的恢复码：{code}", "旧的从现在起打不开了。"])
            return 0
        people.change_passphrase(session, old, fresh)
        door.say({"changed": True}, ["口令已改。档案没有重写，只换了钥匙的包装。"])
        return 0

    with_session(work, door)


@click.command()
@click.argument("id_")
@click.argument("field")
@click.option("--reason", required=True)
@pass_door
def erase(door: Door, id_: str, field: str, reason: str) -> None:
    """彻底删除一项内容的所有痕迹，不能撤销；改动记录照样连得上。"""

    def work(door: Door, session: Session) -> int:
        record, row = naming.record(session, id_, withdrawn=True)
        entry = erasing.erase(session, record, row, field, reason)
        door.say(
            {"id": row, "entry": entry}, ["已彻底删除，不能恢复。", "以前的备份里还有，随旧备份到期删掉。"]
        )
        return 0

    with_session(work, door)


COMMANDS = (new, practice, check, backup, restore, person, passphrase, erase)
