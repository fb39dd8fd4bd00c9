"""Commands of a township's desk: villages, board, collect, checks."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import Any

import click

from childdesk.commands.door import WAITING, Door, pass_door, with_session
from childdesk.desk import checks, collecting, naming, township_board, villages
from childdesk.desk.session import Session
from childdesk.domain.errors import Refused
from childdesk.domain.ids import short
from childdesk.domain.township_options import ANSWER, HANDED

FILE = click.Path(path_type=Path)


def read_text(file: Path) -> str:
    """A text file of a person's, as people save it. Raises Refused."""
    try:
        return file.read_bytes()[:200_000].decode("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise Refused("这个文件读不了。没有改动什么") from error


@click.group("villages")
def villages_() -> None:
    """各村：名单、代码、儿童主任；改名、合并。"""


@villages_.command("list")
@pass_door
def villages_list(door: Door) -> None:
    """本镇有哪些村，哪个村用童档。"""

    def work(door: Door, session: Session) -> int:
        found = villages.every(session)
        lines = [
            f"{one.unit} {one.name} {one.director} {one.phone} {'有电脑' if one.desk else ''}".rstrip()
            for one in found
        ]
        door.say({"villages": [_village(one) for one in found]}, lines or ["还没有村。请用 villages add"])
        return 0

    with_session(work, door)


def _village(one: villages.VillageLine) -> dict[str, Any]:
    return {
        "id": one.id or None,
        "unit": one.unit,
        "name": one.name,
        "former_names": list(one.former_names),
        "director": one.director or None,
        "phone": one.phone or None,
        "desk": one.desk,
    }


@villages_.command("add")
@click.argument("file", type=FILE)
@click.option("--dry-run", is_flag=True, help="只看，不收")
@pass_door
def villages_add(door: Door, file: Path, dry_run: bool) -> None:
    """收一份村名单：每行一个村，代码、村名、儿童主任、电话，用空格隔开。"""

    def work(door: Door, session: Session) -> int:
        found = villages.look(session, read_text(file))
        saved = villages.take_in(session, found) if found.add and not dry_run else None
        entry = saved.entry if saved else ""
        left = [{"line": line, "why": why} for line, why in found.left]
        document = {"add": [dict(one) for one in found.add], "same": found.same, "left": left}
        lines = [f"新增{len(found.add)}个村，已有{found.same}个，不收{len(found.left)}行"]
        lines += [f"第{line}行：{why}" for line, why in found.left]
        door.say({**document, "entry": entry or None}, lines)
        return WAITING if found.left else 0

    with_session(work, door)


@villages_.command("rename")
@click.argument("village")
@click.argument("name")
@pass_door
def villages_rename(door: Door, village: str, name: str) -> None:
    """一个村改了名；旧名单上的旧名以后照样认得。"""

    def work(door: Door, session: Session) -> int:
        saved = villages.rename(session, village, name)
        door.say({"id": saved.id, "entry": saved.entry}, [f"已改名。改动 {short(saved.entry)}"])
        return 0

    with_session(work, door)


@villages_.command("merge")
@click.argument("old")
@click.argument("into")
@click.option("--reason", default="")
@click.option("--dry-run", is_flag=True, help="只看，不动")
@pass_door
def villages_merge(door: Door, old: str, into: str, reason: str, dry_run: bool) -> None:
    """一个村并入另一个村：孩子和户都归过去，一次撤销就回来。"""

    def work(door: Door, session: Session) -> int:
        plan = villages.joining(session, old, into)
        entry = "" if dry_run else villages.join(session, plan, reason).entry
        document = {"children": plan.children, "households": plan.households, "entry": entry or None}
        door.say(document, [*plan.told, f"改动 {short(entry)}" if entry else "没有动"])
        return 0

    with_session(work, door)


@click.group("checks")
def checks_() -> None:
    """比对以后要各村核查的事，和各村的答复。"""


@checks_.command("list")
@click.option("--listed", default="", help="只看这一份名单的")
@click.option("--village", default="", help="只看这个村的")
@pass_door
def checks_list(door: Door, listed: str, village: str) -> None:
    """每个村要核查几件，答了几件，答的是什么。"""

    def work(door: Door, session: Session) -> int:
        unit = villages.one(session, village).unit if village else ""
        found = checks.every(session, listed, unit)
        standing = checks.by_village(found)
        document = {
            "checks": [_check(one) for one in found],
            "villages": [
                {
                    "unit": one.unit,
                    "name": one.village,
                    "asked": one.asked,
                    "answered": one.answered,
                    "late": one.late,
                    "answers": dict(one.answers),
                }
                for one in standing
            ],
        }
        lines = [f"{one.village}：{one.asked}件，已答{one.answered}件，晚了{one.late}件" for one in standing]
        lines += [f"  {short(one.id)} {one.title} {one.answer or one.due}" for one in found[:200]]
        door.say(document, lines or ["没有要核查的事。先用 compare --tasks"])
        return WAITING if any(one.is_open for one in found) else 0

    with_session(work, door)


def _check(one: checks.Check) -> dict[str, Any]:
    return {
        "id": one.id,
        "unit": one.unit,
        "title": one.title,
        "child": one.child or None,
        "listed": one.listed,
        "told": one.told or None,
        "due": one.due,
        "days_late": one.days_late,
        "answer": one.answer or None,
        "words": one.words or None,
        "done_on": one.done_on or None,
    }


@checks_.command("answer")
@click.argument("id_")
@click.option("--result", required=True, help="、".join(ANSWER.codes()))
@click.option("--words", default="", help="怎么核查的")
@pass_door
def checks_answer(door: Door, id_: str, result: str, words: str) -> None:
    """答一件：核查下来是什么情况。"""

    def work(door: Door, session: Session) -> int:
        row = naming.record(session, id_, kind="task")[1]
        saved = checks.answer(session, row, result, words)
        door.say({"id": row, "entry": saved.entry}, [f"已答。改动 {short(saved.entry)}"])
        return 0

    with_session(work, door)


@click.command()
@click.option("--paper", default="", help="看哪一次收表（标题或编号）；不写看最近没收齐的")
@pass_door
def board(door: Door, paper: str) -> None:
    """乡镇总览：每个村交没交、晚了几户、上次的包、有什么等着定。"""

    def work(door: Door, session: Session) -> int:
        found = township_board.board(session, collecting.meant(session, paper) if paper else "")
        document = {
            "paper": _paper_document(found.paper) if found.paper else None,
            "villages": [dataclasses.asdict(row) for row in found.rows],
            "totals": township_board.totals(found),
        }
        lines = [township_board.sentence(found)]
        for row in found.rows:
            parts = [row.state, f"在册{row.registered}"]
            parts += [f"交{row.told}人"] if row.told is not None and row.state else []
            parts += [f"本月应访{row.should}户，已访{row.done}户"] if row.should else []
            parts += [f"晚了的走访{row.overdue}"] if row.overdue else []
            parts += [f"转介{row.referrals}"] if row.referrals else []
            parts += [f"待定{row.conflicts}"] if row.conflicts else []
            parts += [f"上次收到{row.last}"] if row.last else []
            lines.append(f"  {row.name}：{'，'.join(part for part in parts if part)}")
        door.say(document, lines)
        return WAITING if any(row.owes for row in found.rows) else 0

    with_session(work, door)


def _paper_document(one: collecting.PaperLine) -> dict[str, Any]:
    return {**dataclasses.asdict(one), "open": one.is_open}


@click.group("collect")
def collect() -> None:
    """收表：向各村要一份表，登记谁交了、退回、催办；村里交自己的。"""


@collect.command("ask")
@click.argument("title")
@click.option("--due", required=True, help="哪天以前要")
@click.option("--period", default="", help="期间，如2026-11")
@click.option("--note", default="", help="说明")
@pass_door
def collect_ask(door: Door, title: str, due: str, period: str, note: str) -> None:
    """向所有的村要一份表。"""

    def work(door: Door, session: Session) -> int:
        texts = {"title": title, "due": due, "period": period, "note": note}
        saved = collecting.ask(session, {key: text for key, text in texts.items() if text})
        door.say({"id": saved.id, "entry": saved.entry}, [f"已发给各村：{title}，{due}前"])
        return 0

    with_session(work, door)


@collect.command("list")
@pass_door
def collect_list(door: Door) -> None:
    """要过哪些表，收了几个村。"""

    def work(door: Door, session: Session) -> int:
        found = collecting.papers(session)
        lines = [f"{short(one.id)} {one.title} {one.due} 已交{one.given}/{one.owed}" for one in found]
        door.say({"papers": [_paper_document(one) for one in found]}, lines or ["没有要收的表"])
        return WAITING if any(one.is_open for one in found) else 0

    with_session(work, door)


@collect.command("mark")
@click.argument("paper")
@click.argument("village", nargs=-1, required=True)
@click.option("--state", required=True, help="、".join(HANDED.codes()))
@click.option("--words", default="", help="退回时：哪里不对")
@click.option("--children", type=int, help="已交时：一个村交来多少个孩子；不写按台账的人数")
@pass_door
def collect_mark(
    door: Door, paper: str, village: tuple[str, ...], state: str, words: str, children: int | None
) -> None:
    """登记几个村：已交、零报告、退回。"""

    def work(door: Door, session: Session) -> int:
        units = [villages.one(session, one).unit for one in village]
        saved = collecting.mark(
            session, collecting.meant(session, paper), units, state, words=words, children=children
        )
        door.say({"entry": saved.entry, "villages": units}, [f"已登记{len(units)}个村：{state}"])
        return 0

    with_session(work, door)


@collect.command("chase")
@click.argument("paper")
@click.argument("village", nargs=-1, required=True)
@click.option("--words", default="", help="对方怎么说")
@pass_door
def collect_chase(door: Door, paper: str, village: tuple[str, ...], words: str) -> None:
    """记一次催办：哪天催的，对方怎么说。"""

    def work(door: Door, session: Session) -> int:
        units = [villages.one(session, one).unit for one in village]
        saved = collecting.chase(session, collecting.meant(session, paper), units, words)
        door.say({"entry": saved.entry, "villages": units}, [f"已记下，催了{len(units)}个村"])
        return 0

    with_session(work, door)


@collect.command("give")
@click.argument("paper")
@pass_door
def collect_give(door: Door, paper: str) -> None:
    """村里：按台账现在的样子交给镇里；下次同步带去。"""

    def work(door: Door, session: Session) -> int:
        saved = collecting.give(session, collecting.meant(session, paper))
        door.say({"entry": saved.entry}, ["已交，下次同步带到镇里"])
        return 0

    with_session(work, door)


COMMANDS = (villages_, checks_, board, collect)
