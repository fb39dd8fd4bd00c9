"""Commands between desks: pair, rebuild, sync, revoke, relink."""

from __future__ import annotations

from pathlib import Path

import click

from childdesk.commands.door import REFUSED, WAITING, Door, pass_door, with_session
from childdesk.desk import (
    arrived,
    foreign,
    held_back,
    meetings,
    packs,
    pairing,
    same_stick,
    sync,
    telling,
)
from childdesk.desk.session import Session

FOLDER = click.Path(path_type=Path, file_okay=False)
FILE = click.Path(path_type=Path)


@click.group()
def pair() -> None:
    """和上级或下级的电脑配对：请求、答复、完成，两个数字码在电话里各念一遍。"""


def _say_step(door: Door, step: pairing.Step, words: str) -> None:
    document = {
        "digits": step.digits,
        "peer": step.peer,
        "unit": step.unit,
        "unit_name": step.unit_name,
        "file": step.file,
    }
    door.say(document, [words, f"数字码：{step.digits}", f"文件：{step.file}"])


@pair.command("request")
@click.option("--out", required=True, type=FOLDER, help="U盘或文件夹")
@click.option("--s3/--no-s3", default=True, show_default=True, help="保密记录是否一同报送")
@pass_door
def pair_request(door: Door, out: Path, s3: bool) -> None:
    """下级请求配对，写一份文件，得到要念给上级的24位数字。"""

    def work(door: Door, session: Session) -> int:
        step = pairing.request(session, out, s3=s3)
        _say_step(door, step, "请把文件带给上级，并在电话里念这24位数字。")
        return 0

    with_session(work, door)


@pair.command("accept")
@click.argument("file", type=FILE)
@click.option("--out", required=True, type=FOLDER)
@click.option("--digits", required=True, help="电话里听到的24位数字")
@click.option("--s3/--no-s3", default=True, show_default=True, help="保密记录是否一同收")
@pass_door
def pair_accept(door: Door, file: Path, out: Path, digits: str, s3: bool) -> None:
    """上级答复，写一份文件，得到要念给下级的24位数字。"""

    def work(door: Door, session: Session) -> int:
        step = packs.accept(session, file, out, digits, s3=s3)
        closed = Path(step.file).suffix == ".txt"
        then = "回执请双方签字，现在可以同步了。" if closed else "请把文件带回去，并念这24位数字。"
        _say_step(door, step, f"已和{step.unit_name}配对。{then}")
        return 0

    with_session(work, door)


@pair.command("finish")
@click.argument("file", type=FILE)
@click.option("--digits", required=True, help="电话里听到的24位数字")
@pass_door
def pair_finish(door: Door, file: Path, digits: str) -> None:
    """下级完成配对；文件旁边留一份双方签字的回执。"""

    def work(door: Door, session: Session) -> int:
        step = pairing.finish(session, file, digits)
        _say_step(door, step, f"已和{step.unit_name}配对。现在可以同步了。")
        return 0

    with_session(work, door)


def _pack_document(one: packs.Written) -> dict[str, object]:
    return {
        "digits": one.digits,
        "unit": one.unit,
        "unit_name": one.unit_name,
        "file": one.file,
        "again": one.again,
        "children": one.held,
    }


@pair.command("pack")
@click.argument("units", nargs=-1, required=True)
@click.option("--out", required=True, type=FOLDER, help="U盘或文件夹")
@click.option("--s3/--no-s3", default=True, show_default=True, help="保密记录是否一同报送")
@pass_door
def pair_pack(door: Door, units: tuple[str, ...], out: Path, s3: bool) -> None:
    """给还没有电脑的村写开户包：单位、规则、名录、上级的钥匙都在里面。村里用 new --pack 打开。"""

    def work(door: Door, session: Session) -> int:
        chosen = [packs.unit_of(session, words) for words in units]
        found = packs.write(session, chosen, out, s3=s3)
        lines = [f"{one.unit_name}：{Path(one.file).name}，打开它的数字码 {one.digits}" for one in found]
        document = {"packs": [_pack_document(one) for one in found]}
        door.say(document, [*lines, "数字码不要和U盘放在一起，请当面或在电话里给。"])
        return 0

    with_session(work, door)


@pair.command("ask")
@click.option("--out", required=True, type=FOLDER, help="U盘或文件夹")
@pass_door
def pair_ask(door: Door, out: Path) -> None:
    """用开户包建的档案，把请求再写一次；数字码不变。"""

    def work(door: Door, session: Session) -> int:
        step = packs.ask(session, out)
        _say_step(door, step, "请把文件带给上级，并念这24位数字。")
        return 0

    with_session(work, door)


@click.command()
@click.argument("unit")
@click.option("--out", required=True, type=FOLDER, help="U盘或文件夹")
@click.option("--reason", required=True, help="如：电脑丢了")
@pass_door
def rebuild(door: Door, unit: str, out: Path, reason: str) -> None:
    """一个村的电脑丢了或坏了：停用旧的，写一个重建用的开户包；新电脑配好后，同步一次就全回来。"""

    def work(door: Door, session: Session) -> int:
        one = packs.replace(session, unit, out, reason)
        lines = [f"旧电脑已停用。重建包：{Path(one.file).name}，数字码 {one.digits}"]
        lines.append(f"新电脑会有{one.held}个孩子的全部记录。旧电脑没有带来的改动不在里面。")
        door.say(_pack_document(one), lines)
        return 0

    with_session(work, door)


@click.group("sync")
def sync_() -> None:
    """用U盘或文件夹和别的电脑同步。"""


@sync_.command("write")
@click.argument("folder", type=FOLDER)
@click.option("--to", default="", help="只写给这个单位（区划代码或名称）")
@pass_door
def sync_write(door: Door, folder: Path, to: str) -> None:
    """给每个配过对的单位写一份包。"""

    def work(door: Door, session: Session) -> int:
        seen = same_stick.look(session, folder)
        found = sync.write(session, folder, to)
        rows = [
            {
                "file": one.file,
                "peer": one.peer,
                "unit": one.unit,
                "unit_name": one.unit_name,
                "changes": one.changes,
                "bytes": one.size,
            }
            for one in found
        ]
        lines = [f"给{one.unit_name}：{one.changes}处改动，{Path(one.file).name}" for one in found]
        lines += _stick(seen)
        document = {"written": rows, "stick": seen or None}
        door.say(document, [*lines, "写完并读回核对过，可以拔出U盘了。"])
        return 0

    with_session(work, door)


@sync_.command("read")
@click.argument("place", type=FILE)
@click.option("--dry-run", is_flag=True, help="只看，不收")
@click.option("--confirm", is_flag=True, help="打过电话，一次撤回或转走很多孩子也收")
@pass_door
def sync_read(door: Door, place: Path, dry_run: bool, confirm: bool) -> None:
    """读文件夹里（或一份）给本机的包；每份要么全收，要么不动。"""

    def work(door: Door, session: Session) -> int:
        seen = same_stick.look(session, place)
        found = sync.read(session, place, dry_run=dry_run, consent=confirm)
        came = arrived.among(session, found.changed | found.fresh)
        document = {
            "read": [
                {
                    "file": one.file,
                    "from": one.source,
                    "accepted": one.accepted,
                    "why_not": one.why_not or None,
                }
                for one in found.files
            ],
            "applied": found.came,
            "conflicts": found.conflicts,
            "quarantined": found.quarantined,
            "warnings": found.warnings,
            "shorter": found.shorter,
            "dates": found.dates,
            "dry_run": dry_run,
            "children": sync.children(session, found),
            "from_above": [{"record": one.record, "number": one.number, "names": one.whose} for one in came],
            "held_back": _held_back(session)[0],
            "stick": seen or None,
        }
        lines = [f"{Path(one.file).name}：收了{one.came}处改动" for one in found.files if one.accepted]
        lines += meetings.untaken(found.files)
        lines += [f"上级给了{one.what}：{one.whose}" for one in came]
        lines += [f"小心：{warning}" for warning in (*found.warnings, *found.shorter, *found.dates)]
        lines += [*_held_back(session)[1], *_stick(seen)]
        if found.quarantined:
            lines.append(f"有{found.quarantined}条放在一边，没有采用，请打电话问一声")
        if found.conflicts:
            lines.append(f"有{found.conflicts}处两边改得不一样，请用 conflicts 看一看")
        door.say(document, lines)
        if not any(one.accepted for one in found.files):
            return REFUSED
        return WAITING if found.conflicts or found.quarantined else 0

    with_session(work, door)


@sync_.command("status")
@pass_door
def sync_status(door: Door) -> None:
    """和每个单位同步到哪里了。"""

    def work(door: Door, session: Session) -> int:
        found = sync.status(session)
        rows = [
            {
                "peer": one.peer,
                "level": one.level,
                "unit": one.unit,
                "unit_name": one.unit_name,
                "last_sent": one.last_sent or None,
                "last_read": one.last_read or None,
                "unacknowledged": one.unacknowledged,
                "living": one.living,
                "asking": one.asking,
            }
            for one in found
        ]
        lines = [
            f"{one.unit_name}：上次写{one.last_sent[:10] or '没有'}，上次读{one.last_read[:10] or '没有'}，"
            f"还有{one.unacknowledged}处对方没有回执"
            for one in found
        ]
        former = meetings.past(session, 10)
        past = [
            {"when": one.when, "what": one.what, "result": one.result, "code": one.code or None}
            for one in former
        ]
        held, told = _held_back(session)
        lines += told
        document = {"peers": rows, "public_key": sync.public_key(session), "past": past, "held_back": held}
        lines += [
            f"{telling.stamp(one.when)}  {one.what}  {one.result}  核对码{one.code or '—'}" for one in former
        ]
        door.say(document, lines or ["还没有和别的电脑配对。"])
        return 0

    with_session(work, door)


def _stick(seen: str) -> list[str]:
    """Whether it is the stick of last time, where that is known."""
    return [f"U盘：{same_stick.WORDS[seen]}"] if seen else []


def _held_back(session: Session) -> tuple[dict[str, object] | None, list[str]]:
    """Children who have come back and whose history has not: as a document, and in words."""
    found = held_back.waiting(session)
    if found is None:
        return None, []
    about = (list(found.children), found.step, found.above, found.next)
    document: dict[str, object] = dict(zip(("children", "step", "peer", "next"), about, strict=True))
    command = [f"命令行：relink {found.above}"] if found.step == held_back.RELINK else []
    return document, [f"{found.title}。{found.told}", found.next, *command]


@sync_.command("lost")
@click.option("--reason", required=True, help="怎么丢的，会记下来")
@pass_door
def sync_lost(door: Door, reason: str) -> None:
    """U盘丢了：记一笔。里面的包别人打不开，换一个U盘再同步就补上了。"""

    def work(door: Door, session: Session) -> int:
        noted = meetings.lost(session, reason)[0]
        document = {"when": noted.when, "what": noted.what, "result": noted.result}
        door.say(document, [f"{noted.result}。{meetings.LOST_SAFE}。"])
        return 0

    with_session(work, door)


HOW = (
    "拆开：age -d -i 钥匙文件 -o 包.zip 包.age，再 unzip 包.zip",
    "核对：minisign -V -P 对方的公钥 -m manifest.json；改动在 changes.jsonl 里，一行一处",
    "这把钥匙能打开给本机的每一个包，用完请删掉",
)


@sync_.command("key")
@click.option("--out", required=True, type=FILE, help="钥匙写到这个新文件")
@click.option("--reason", required=True, help="为什么要，会记下来")
@pass_door
def sync_key(door: Door, out: Path, reason: str) -> None:
    """不用童档也能拆包：给 age 的钥匙、给 minisign 的公钥，和怎么做。

    \b
    拆开：age -d -i 钥匙文件 -o 包.zip 包.age，再 unzip 包.zip
    核对：minisign -V -P 对方的公钥 -m manifest.json
    """

    def work(door: Door, session: Session) -> int:
        signers = foreign.key_file(session, out, reason)
        rows = [
            {"unit": one.unit, "unit_name": one.unit_name, "public_key": one.public_key} for one in signers
        ]
        lines = [f"{one.unit_name}的公钥：{one.public_key}" for one in signers]
        door.say({"file": str(out), "signers": rows}, [f"钥匙：{out}", *lines, *HOW])
        return 0

    with_session(work, door)


@click.command()
@click.argument("peer")
@click.option("--reason", default="")
@pass_door
def revoke(door: Door, peer: str, reason: str) -> None:
    """停用一台丢了或坏了的电脑；它已有的内容收不回来。"""

    def work(door: Door, session: Session) -> int:
        link = pairing.revoke(session, peer, reason)
        document = {"peer": link.peer.node, "unit": link.peer.unit, "living": False}
        door.say(document, [f"已停用：{link.peer.unit_name}。它以后写的包放在一边，不采用。"])
        return 0

    with_session(work, door)


@click.command()
@click.argument("peer", default="")
@pass_door
def relink(door: Door, peer: str) -> None:
    """和一个单位重新对一遍：双方都把全部内容再给一次，不会重复。"""

    def work(door: Door, session: Session) -> int:
        link = pairing.relink(session, peer)
        document = {"peer": link.peer.node, "unit": link.peer.unit, "epoch": link.epoch}
        door.say(document, [f"下次同步会和{link.peer.unit_name}重新对一遍。"])
        return 0

    with_session(work, door)


COMMANDS = (pair, rebuild, sync_, revoke, relink)
