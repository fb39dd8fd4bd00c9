"""Commands on files that come and go: import; what a file of answers says."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click

from childdesk.commands.door import WAITING, Door, pass_door, with_session
from childdesk.desk import behalf, collecting, comparing, import_document, importing
from childdesk.desk.import_plan import ImportPlan, Remark, Said
from childdesk.desk.list_owner import Owner
from childdesk.desk.session import Session
from childdesk.domain.errors import Refused
from childdesk.domain.ids import short

MOST = 200
"""Lines about the cells of one sheet that are printed for people."""


@click.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--sheet", default="", help="只导入这一页")
@click.option("--dry-run", is_flag=True, help="只看会怎样，不写入")
@click.option("--answers", type=click.Path(path_type=Path), help="栏目的答案：{表头: 栏目}")
@click.option("--file-password", type=click.Path(path_type=Path), help="表格有密码时：第一行是密码的文件")
@click.option("--for", "village", default="", help="镇代录：这是哪个村的表（村名或代码）")
@click.option("--paper", default="", help="代录时：算作哪一次收表")
@click.option("--sure", is_flag=True, help="表上写着别的村或别的镇，也确实是这里的")
@pass_door
def import_(  # noqa: PLR0913 - one parameter for each option
    door: Door,
    file: Path,
    sheet: str,
    dry_run: bool,
    answers: Path | None,
    file_password: Path | None,
    village: str,
    paper: str,
    sure: bool,
) -> None:
    """导入手头的表：先看清单，再收进档案；一次撤销就全部退回。"""
    given, secret = answers_of(answers), password_of(door, file_password)

    def work(door: Door, session: Session) -> int:
        whose = Said(village=village, paper=collecting.meant(session, paper) if paper else "", sure=sure)
        made = importing.plan(session, file, only=sheet, answers=given, password=secret, said=whose)
        keeper = comparing.keeper(session, made)
        if made.named and not sure and not dry_run:
            raise Refused(f"{named_words(made)}。确实是{village or '本镇的'}，请加上 --sure", "village")
        entry = "" if dry_run else importing.apply(session, made)
        document = {
            "sheets": import_document.document(made, records=dry_run),
            "missing": [{"id": one.child, "name": one.name} for one in made.missing],
            "keeper": {"who": keeper.who, "why": keeper.why} if keeper else None,
            "named": {"name": made.named.name, "unit": made.named.unit or None} if made.named else None,
            "entry": entry,
        }
        lines = [*_plan_lines(made, entry), *_keeper_lines(keeper)]
        lines += [named_words(made)] if made.named and not entry else []
        door.say(document, lines)
        return WAITING if made.waits or (made.named and not entry) else 0

    with_session(work, door)


def named_words(made: ImportPlan) -> str:
    """That a workbook to be taken in for one village says that it is another's; empty for its own."""
    return behalf.another_words(made.named, made.said.village) if made.named else ""


def _keeper_lines(keeper: Owner | None) -> list[str]:
    """That a list is somebody else's, and how it is only compared."""
    if keeper is None:
        return []
    return [f"这像是{keeper.who}的名单：{keeper.why}。只想对照、不收进来，用 childdesk compare"]


def password_of(door: Door, path: Path | None) -> str:
    """The password of a workbook: the first line of a file, nothing without one."""
    return Door(door.home, door.as_json, path, "").passphrase() if path else ""


def answers_of(path: Path | None) -> dict[str, str]:
    """What a file of answers says about headers. Raises Refused when it is none."""
    if path is None:
        return {}
    try:
        given: Any = json.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, ValueError) as error:
        raise Refused("读不到答案文件，或它不是 JSON。没有改动什么", "answers") from error
    if not isinstance(given, dict) or not all(isinstance(value, str) for value in given.values()):
        raise Refused("答案文件要写成 {表头: 栏目}。没有改动什么", "answers")
    return given


def _plan_lines(made: ImportPlan, entry: str) -> list[str]:
    lines: list[str] = []
    for sheet in made.sheets:
        if not sheet.is_roster:
            lines.append(f"{sheet.name}：不是名册，{sheet.why_not}")
            continue
        counts = f"新增{sheet.added}，更新{sheet.changed}，相同{sheet.same}，没收{sheet.rejected}"
        joined = f"；其中{sheet.joined}行是前面写过的孩子，并成一份" if sheet.joined else ""
        lines.append(f"{sheet.name}：共{len(sheet.rows)}行，{counts}{joined}")
        lines += [f"  第{one.row}行：{one.text}{_change(one)}" for one in sheet.issues[:MOST]]
        if len(sheet.issues) > MOST:
            lines.append(f"  还有{len(sheet.issues) - MOST}条，用 --json 看全部")
    lines.append(f"已写入，改动 {short(entry)}。undo {short(entry)} 可全部撤回" if entry else "没有写入")
    return lines


def _change(remark: Remark) -> str:
    """What a cell was and became, as far as it became something."""
    if remark.became:
        return f"（{remark.was} → {remark.became}）"
    return f"（原来：{remark.was}）" if remark.was and remark.level != "note" else ""


COMMANDS = (import_,)
