"""The command that fills somebody else's form: fill."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click

from childdesk.commands.door import WAITING, Door, pass_door, with_session
from childdesk.commands.files import answers_of
from childdesk.desk import filling, leaving
from childdesk.desk.fill_choice import Offer
from childdesk.desk.filling import FillPlan, Wish
from childdesk.desk.import_document import column_document
from childdesk.desk.rosters import LEVELS, MASKED
from childdesk.desk.session import Session


@click.command()
@click.argument("template", type=click.Path(path_type=Path))
@click.option("--out", type=click.Path(path_type=Path), required=True, help="填好的表存成这个文件")
@click.option("--sheet", "sheets", multiple=True, help="只填这一页，可写几个；不写就填要填孩子的各页")
@click.option("--where", multiple=True, help="只填这些孩子：栏目=值，可写几个；只管一页的写成 页名!栏目=值")
@click.option("--as-of", type=click.DateTime(["%Y-%m-%d"]), help="截至这一天，按本机所知")
@click.option("--dry-run", is_flag=True, help="只看会怎样，不写出")
@click.option(
    "--answers",
    type=click.Path(path_type=Path),
    help="栏目的答案：{表头: 栏目}，只管一页的写成 {页名!表头: 栏目}",
)
@click.option("--file-password", type=click.Path(path_type=Path), help="表格有密码时：第一行是密码的文件")
@click.option("--seal", type=click.Path(path_type=Path), help="给填好的表加密码：第一行是密码的文件")
@click.option("--purpose", default="", help="做什么用")
@click.option("--to", "recipient", default="", help="给谁")
@click.option("--mask", "masked", is_flag=True, help="证件号和电话遮住中间")
@click.option("--level", type=click.Choice(LEVELS), help="写出多少；发到群里、外面打印的不写就是去标识")
@click.option("--with-s3", is_flag=True, help="连同保密内容，要写理由")
@click.option("--reason", default="", help="写出保密内容的理由")
@pass_door
def fill(  # noqa: PLR0913 - a command line has this many options
    door: Door,
    template: Path,
    out: Path,
    sheets: tuple[str, ...],
    where: tuple[str, ...],
    as_of: datetime | None,
    dry_run: bool,
    answers: Path | None,
    file_password: Path | None,
    seal: Path | None,
    purpose: str,
    recipient: str,
    masked: bool,
    level: str | None,
    with_s3: bool,
    reason: str,
) -> None:
    """填别人的表：照原样填好，另存成新文件；原表不动。"""
    given = answers_of(answers)
    where = (*(f"{name}!" for name in sheets), *where)
    chosen = MASKED if masked else level or leaving.usual_level(recipient)
    wish = Wish(where, as_of.date() if as_of else None, chosen, with_s3, reason)
    secret, closing = _secret(door, file_password), _secret(door, seal)

    def work(door: Door, session: Session) -> int:
        made = filling.plan(session, template, wish, answers=given, password=secret)
        if not dry_run:
            filled = filling.write(
                session, made, out, purpose=purpose or reason, recipient=recipient, seal=closing
            )
            made.lost += filled.warnings
        door.say(_document(made, "" if dry_run else str(out)), _lines(made, "" if dry_run else out.name))
        return WAITING if made.waits else 0

    with_session(work, door)


def _secret(door: Door, path: Path | None) -> str:
    return Door(door.home, door.as_json, path, "").passphrase() if path else ""


def _document(made: FillPlan, out: str) -> dict[str, object]:
    return {
        "sheet": made.sheet,
        "sheets": [_sheet_document(made, offer) for offer in made.offered],
        "columns": [
            {**column_document(column), "sheet": sheet.name}
            for sheet in made.sheets
            for column in sheet.columns
        ],
        "rows": made.rows,
        "children": len(made.children),
        "unfilled": [
            {
                "index": left.index,
                "header": left.header,
                "why": left.why,
                "asks": left.asks,
                "sheet": left.sheet,
            }
            for left in made.unfilled
        ],
        "warnings": list(made.warnings),
        "holds": made.holds,
        "level": made.wish.level,
        "file": out,
    }


def _sheet_document(made: FillPlan, offer: Offer) -> dict[str, object]:
    rows = next((len(sheet.children) for sheet in made.sheets if sheet.name == offer.name), 0)
    return {
        "name": offer.name,
        "filled": offer.chosen,
        "rows": rows,
        "where": list(offer.where),
        "why_not": offer.why,
    }


def _lines(made: FillPlan, out: str) -> list[str]:
    lines = []
    for sheet in made.sheets:
        only = "、".join(one.partition("=")[2] for one in sheet.where)
        lines.append(f"{sheet.name}：{len(sheet.children)}人" + (f"（只填{only}）" if only else ""))
        lines += [f"  没有填：{left.header}，{left.why}" for left in sheet.unfilled]
    lines += [f"没有填这一页：{one.name}（{one.why or '没有选'}）" for one in made.offered if not one.chosen]
    lines += [f"  请看：{warning}" for warning in made.warnings]
    lines.append(f"已填好：{out}。原表没有动" if out else "没有写出")
    return lines


COMMANDS = (fill,)
