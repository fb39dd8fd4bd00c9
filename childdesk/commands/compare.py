"""The command that holds somebody else's list against the register: compare."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from childdesk.commands.door import WAITING, Door, pass_door, with_session
from childdesk.commands.files import answers_of, named_words, password_of
from childdesk.desk import comparing, importing
from childdesk.desk.comparing import DIFFERENT, GONE, HERE, TASK, THERE, UNSURE, WORDS, Comparison, Line
from childdesk.desk.session import Session
from childdesk.domain.errors import Refused
from childdesk.domain.ids import short


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--sheet", default="", help="只对照这一页")
@click.option("--answers", type=click.Path(path_type=Path), help="栏目的答案：{表头: 栏目}")
@click.option("--file-password", type=click.Path(path_type=Path), help="表格有密码时：第一行是密码的文件")
@click.option("--tasks", is_flag=True, help="每处不一样记成一件要核实的事")
@click.option("--sure", is_flag=True, help="表上写着别的镇，也照样记成要核实的事")
@pass_door
def compare(
    door: Door,
    file: Path,
    sheet: str,
    answers: Path | None,
    file_password: Path | None,
    tasks: bool,
    sure: bool,
) -> None:
    """拿别人的名单（学籍、残联、低保、医保）比对台账：疑似漏报、疑似多报、不一致、已迁走。

    不带 --tasks 什么也不写；带了，每处记成那个村要核查的一件事。
    """
    given, secret = answers_of(answers), password_of(door, file_password)

    def work(door: Door, session: Session) -> int:
        made = importing.plan(session, file, only=sheet, answers=given, password=secret)
        found = comparing.compare(session, made)
        entry = ""
        if tasks and made.named and not sure:
            raise Refused(f"{named_words(made)}。确实要让各村核查，请加上 --sure", "village")
        if tasks:
            entry = comparing.settle(session, found, {line.key: {"": TASK} for line in found.lines}).entry
        told = [named_words(made)] if made.named and not entry else []
        door.say(_document(found, entry), [*_lines(found, entry), *told])
        return WAITING if found.lines else 0

    with_session(work, door)


def _document(found: Comparison, entry: str) -> dict[str, Any]:
    return {
        "rows": found.rows,
        "same": found.same,
        "grown": found.grown,
        "again": found.again,
        "only_there": [_line(line) for line in found.of(THERE)],
        "only_here": [_line(line) for line in found.of(HERE)],
        "different": [_line(line) for line in found.of(DIFFERENT)],
        "gone": [_line(line) for line in found.of(GONE)],
        "unsure": [_line(line) for line in found.of(UNSURE)],
        "entry": entry,
    }


def _line(line: Line) -> dict[str, Any]:
    fields = [{"field": d.field, "ours": d.ours, "theirs": d.theirs} for d in line.differences]
    told = {"sheet": line.sheet, "row": line.row, "child": line.child, "name": line.name}
    return {**told, "unit": line.unit or None, "group": line.group, "why": line.why, "fields": fields}


def _lines(found: Comparison, entry: str) -> list[str]:
    grown = f"，{found.grown}行是大人、没有比" if found.grown else ""
    again = f"，{found.again}行是前面写过的孩子" if found.again else ""
    lines = [f"共{found.rows}行，{found.same}行和台账一样{grown}{again}"]
    for kind in WORDS:
        these = found.of(kind)
        if these:
            lines.append(f"{found.word(kind)}：{len(these)}人")
        for line in these[:200]:
            apart = "；".join(f"{d.label} 台账{d.ours or '未采集'}，表里{d.theirs}" for d in line.differences)
            lines.append(f"  {line.name} {line.group} {apart or line.why}".rstrip())
    lines.append(f"已记成要核实的事，改动 {short(entry)}" if entry else "没有写入")
    return lines


COMMANDS = (compare,)
