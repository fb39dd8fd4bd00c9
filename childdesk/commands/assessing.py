"""Commands on what a professional finds: which tables of items there are, filling one in."""

from __future__ import annotations

from pathlib import Path

import click

from childdesk.commands.door import WAITING, Door, pairs, pass_door, with_session
from childdesk.desk import assessments, naming
from childdesk.desk.session import Session
from childdesk.domain.errors import Refused
from childdesk.domain.ids import short


@click.group()
def assess() -> None:
    """专业评估的题表（PHQ-A、PHQ-9、GAD-7，默认不用）：blank、load、on、off、status、fill。"""


@assess.command("blank")
@pass_door
def assess_blank(door: Door) -> None:
    """题表的空白样子：照官方中文版抄好再装入。"""
    door.say({"text": assessments.blank()}, [assessments.blank()])


@assess.command("load")
@click.argument("file", type=click.Path(path_type=Path))
@pass_door
def assess_load(door: Door, file: Path) -> None:
    """装入抄好的题表；写错会说第几行。装入不等于打开。"""

    def work(door: Door, session: Session) -> int:
        try:
            text = file.read_text(encoding="utf-8-sig")
        except (OSError, UnicodeDecodeError) as error:
            raise Refused("读不到这个文件。原来的题表照旧", "file") from error
        saved = assessments.load(session, file.name, text)
        names = list(assessments.loaded(session))
        door.say({"entry": saved.entry, "tools": names}, [f"已装入{'、'.join(names)}"])
        return 0

    with_session(work, door)


@assess.command("on")
@pass_door
def assess_on(door: Door) -> None:
    """打开：有专业人员在这里用。"""
    _switch(door, on=True)


@assess.command("off")
@pass_door
def assess_off(door: Door) -> None:
    """关上。"""
    _switch(door, on=False)


def _switch(door: Door, *, on: bool) -> None:
    def work(door: Door, session: Session) -> int:
        saved = assessments.switch(session, on=on)
        door.say({"entry": saved.entry, "on": on}, ["题表打开了" if on else "题表关上了"])
        return 0

    with_session(work, door)


@assess.command("status")
@pass_door
def assess_status(door: Door) -> None:
    """打开了没有，装了哪几张，为什么没有SDQ。"""

    def work(door: Door, session: Session) -> int:
        on, names = assessments.scales_on(session), list(assessments.loaded(session))
        document = {"on": on, "tools": names, "may_be_loaded": list(assessments.SCALES)}
        told = f"已装入{'、'.join(names)}" if names else "还没有装入题表"
        door.say(document, ["题表打开了" if on else "题表没有打开", told, assessments.WHY_NOT])
        return 0

    with_session(work, door)


@assess.command("fill")
@click.argument("child")
@click.argument("tool")
@click.argument("words", nargs=-1)
@click.option("--stdin", is_flag=True, help="从标准输入读一个 JSON 对象")
@click.option("--referral", default="", help="来自哪份转介")
@pass_door
def assess_fill(
    door: Door, child: str, tool: str, words: tuple[str, ...], stdin: bool, referral: str
) -> None:
    """评估人填好的一张：fill 孩子 PHQ-9 1=2 2=1 … assessor=… organisation=…（1=2 是第1题第2个答案）。"""
    texts = pairs(words, stdin=stdin)

    def work(door: Door, session: Session) -> int:
        whose = naming.record(session, child, kind="child")[1]
        answers = {}
        for key in [one for one in texts if one.isdecimal()]:
            option = texts.pop(key)
            if not option.isdecimal():
                raise click.UsageError(f"要写成 题号=第几个答案：{key}")
            answers[int(key)] = int(option)
        saved, filled = assessments.save_filled(session, whose, tool, answers, texts, referral)
        document = {"id": saved.id, "entry": saved.entry, "band": filled.band, "danger": filled.danger}
        lines = [f"已存好专业评估　{short(saved.id)}　改动 {short(saved.entry)}"]
        lines += ["有危险信号：不离开孩子，马上打12356、120或110"] if filled.danger else []
        door.say(document, lines)
        return WAITING if filled.danger else 0

    with_session(work, door)


COMMANDS = (assess,)
