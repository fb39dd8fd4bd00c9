"""Commands on what is followed to its end: papers of a referral or report, a slip that came back, counts."""

from __future__ import annotations

from pathlib import Path

import click

from childdesk.commands.door import WAITING, Door, pairs, pass_door, with_session
from childdesk.commands.report import draw
from childdesk.desk import care_papers, directory_import, naming, referral_counts, referrals, scans
from childdesk.desk.referral_counts import COLUMNS
from childdesk.desk.session import Session
from childdesk.domain import slip as slip_
from childdesk.domain.errors import Refused
from childdesk.domain.ids import short
from childdesk.domain.report import period as periods


@click.command()
@click.argument("id_")
@click.option(
    "--kind",
    default="slip",
    show_default=True,
    type=click.Choice([*care_papers.PAPERS]),
    help="转介的单子：转介单、知情同意书、反馈单、打电话用的话",
)
@click.option("--reason", required=True, help="打印保密记录的理由，记入访问记录")
@click.option("--out", required=True, type=click.Path(path_type=Path, dir_okay=False))
@pass_door
def paper(door: Door, id_: str, kind: str, reason: str, out: Path) -> None:
    """转介的单子，或强制报告表，存成PDF。"""

    def work(door: Door, session: Session) -> int:
        record, row = naming.record(session, id_)
        if record == "mandatory_report":
            made = care_papers.of_report(session, row, reason)
        else:
            row = naming.record(session, id_, kind="referral")[1]
            made = care_papers.of_referral(session, row, kind, reason)
        care_papers.keep(session, out, draw(made))
        code = slip_.shown(row) if record == "referral" else ""
        document = {"out": str(out), "title": made.title, "code": code}
        door.say(document, [f"已存好{made.title}　{code}".rstrip()])
        return 0

    with_session(work, door)


@click.command()
@click.argument("code")
@click.argument("words", nargs=-1)
@click.option("--stdin", is_flag=True, help="从标准输入读一个 JSON 对象")
@pass_door
def slip(door: Door, code: str, words: tuple[str, ...], stdin: bool) -> None:
    """录反馈单：slip 短码 answer=… went_on=… companion=…"""
    texts = pairs(words, stdin=stdin)

    def work(door: Door, session: Session) -> int:
        saved = referrals.keyed(session, code, texts)
        door.say(
            {"id": saved.id, "entry": saved.entry, "issues": []},
            [f"已录反馈单　{short(saved.id)}　改动 {short(saved.entry)}"],
        )
        return 0

    with_session(work, door)


@click.command()
@click.argument("id_")
@click.option("--reason", required=True, help="取出保密材料的理由，记入访问记录")
@click.option("--number", default=1, show_default=True, type=click.IntRange(1, scans.MOST), help="第几张")
@click.option("--out", required=True, type=click.Path(path_type=Path, dir_okay=False))
@pass_door
def scan(door: Door, id_: str, reason: str, number: int, out: Path) -> None:
    """取出一份转介的签字扫描，存成照片；用完请删掉。加一张用attach。"""

    def work(door: Door, session: Session) -> int:
        row = naming.record(session, id_, kind="referral")[1]
        found = scans.of_referral(session, row)
        if number > len(found):
            raise Refused(f"这份转介有{len(found)}张签字扫描，没有第{number}张", "number")
        scans.take_out(session, found[number - 1].id, out, reason)
        door.say({"out": str(out), "scans": len(found)}, [f"已取出第{number}张，共{len(found)}张"])
        return 0

    with_session(work, door)


@click.command()
@click.option("--period", default="", help="2026、2026-H1、2026-Q3、2026-11；不写就是今年")
@pass_door
def counts(door: Door, period: str) -> None:
    """一段时间里的转介：发现、转出、接收、反馈、结案，按去向、按村；1到2个不显示。"""

    def work(door: Door, session: Session) -> int:
        asked = periods.parse(period) if period else periods.of(periods.YEAR, session.today)
        found = referral_counts.counts(session, asked)
        parts = {"total": [found.total], "routes": found.routes, "villages": found.villages}
        document = {"period": asked.text} | {
            name: [
                {"label": line.label, **dict(zip(COLUMNS, line.cells, strict=True))}
                | {"accept_days": line.accept_days, "answer_days": line.answer_days}
                for line in lines
            ]
            for name, lines in parts.items()
        }
        door.say(document, [asked.words, referral_counts.words(session, asked)])
        return 0

    with_session(work, door)


@click.group()
def directory() -> None:
    """机构名录：import。"""


@directory.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--dry-run", is_flag=True, help="只看会收什么")
@pass_door
def directory_in(door: Door, file: Path, dry_run: bool) -> None:
    """从表格导入机构名录：一格几个号码、两行表头、合并格都行；同名的改号码。"""

    def work(door: Door, session: Session) -> int:
        taken = directory_import.look(session, file)
        entry = "" if dry_run else directory_import.apply(session, taken).entry
        document = {
            "added": len(taken.add),
            "changed": len(taken.change),
            "same": taken.same,
            "left": [{"row": row, "why": why} for row, why in taken.left],
            "entry": entry,
        }
        counted = f"新增{len(taken.add)}个，改{len(taken.change)}个，已有{taken.same}个"
        door.say(document, [counted, *(f"第{row}行没有收：{why}" for row, why in taken.left)])
        return WAITING if taken.left else 0

    with_session(work, door)


COMMANDS = (directory, paper, slip, scan, counts)
