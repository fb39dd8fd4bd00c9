"""The command `report`: lists the reports, makes one, says what it holds before and after."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import click

from childdesk.commands.door import Door, pass_door, with_session
from childdesk.desk import leaving, naming, reports
from childdesk.desk.leaving import Terms
from childdesk.desk.report_view import Asked
from childdesk.desk.rosters import LEVELS, MASKED, Check
from childdesk.desk.session import Session
from childdesk.domain.errors import Refused
from childdesk.domain.paper import Paper
from childdesk.domain.report import period as periods


@dataclass(frozen=True, slots=True)
class Wanted:
    """The options of the command, as they were typed."""

    name: str
    period: str
    as_of: datetime | None
    child: str
    sections: str
    out: Path | None
    reason: str
    where: tuple[str, ...] = ()


@click.command()
@click.argument("name", required=False)
@click.option("--list", "list_", is_flag=True, help="列出能做的报表")
@click.option("--period", default="", help="期间：2026、2026-H1、2026-Q3、2026-11")
@click.option("--as-of", type=click.DateTime(["%Y-%m-%d"]), help="截至这一天，按本机所知")
@click.option("--child", default="", help="一人一档：哪个孩子")
@click.option("--sections", default="", help="一人一档：只要这几部分，如 base,visits")
@click.option("--where", multiple=True, help="只含这样的孩子：栏目=值，如 categories=困境儿童")
@click.option("--out", type=click.Path(path_type=Path), help="存成这个文件；不写就放在档案旁边")
@click.option("--purpose", default="", help="做什么用")
@click.option("--to", "recipient", default="", help="给谁")
@click.option("--mask", "masked", is_flag=True, help="证件号和电话遮住中间")
@click.option("--level", type=click.Choice(LEVELS), help="写出多少；发到群里、外面打印的不写就是去标识")
@click.option("--with-s3", "with_s3", is_flag=True, help="带保密内容，要有权限并写明理由")
@click.option("--reason", default="", help="带保密内容的理由")
@pass_door
def report(  # noqa: PLR0913 - a command line has this many options
    door: Door,
    name: str | None,
    list_: bool,
    period: str,
    as_of: datetime | None,
    child: str,
    sections: str,
    where: tuple[str, ...],
    out: Path | None,
    purpose: str,
    recipient: str,
    masked: bool,
    level: str | None,
    with_s3: bool,
    reason: str,
) -> None:
    """做报表：report village-roster --out 台账.xlsx"""
    if list_:
        _list(door)
        return
    if name is None:
        raise click.UsageError("请写报表名，或用 --list")
    if with_s3 and not reason.strip():
        raise Refused("带保密内容要写明理由", "reason")
    wanted = Wanted(name, period, as_of, child, sections, out, reason.strip() if with_s3 else "", where)
    terms = Terms(MASKED if masked else level or leaving.usual_level(recipient), recipient, purpose)
    with_session(lambda door, session: _make(door, session, wanted, terms), door)


def _list(door: Door) -> None:
    rows = [
        {"name": r.name, "label": r.label, "periods": list(r.periods), "format": r.format, "s3": r.s3}
        for r in reports.REPORTS.values()
    ]
    door.say({"reports": rows}, [f"{row['name']}  {row['label']}" for row in rows])


def _make(door: Door, session: Session, wanted: Wanted, terms: Terms) -> int:
    child = naming.record(session, wanted.child, kind="child")[1] if wanted.child else ""
    asked = Asked(
        wanted.name,
        periods.parse(wanted.period) if wanted.period else None,
        wanted.as_of.date() if wanted.as_of else None,
        child,
        tuple(part.strip() for part in wanted.sections.split(",") if part.strip()),
        wanted.reason,
        wanted.where,
    )
    out = wanted.out or _beside(session, asked)
    made = reports.make(session, asked, out, terms, draw=draw)
    lines = [f"已写好：{out.name}，{made.rows}行", f"{made.load.sentence}，{terms.level}"]
    lines += [check_line(check) for check in made.checks]
    document = {
        "rows": made.rows,
        "checks": checks_document(made.checks),
        "holds": made.holds,
        "level": terms.level,
        "file": str(out),
        "id": made.id,
    }
    door.say(document, lines)
    return 0


def checks_document(checks: Sequence[Check]) -> list[dict[str, object]]:
    """勾稽 checks as they are told to a program."""
    return [{"rule": one.rule, "holds": one.holds, "children": list(one.children)} for one in checks]


def check_line(check: Check) -> str:
    """One 勾稽 check as a person reads it."""
    return f"  {'✓' if check.holds else '✗'} {check.rule}" + (f"（{check.why}）" if check.why else "")


def _beside(session: Session, asked: Asked) -> Path:
    seen = reports.view(session, asked)
    known = reports.REPORTS[asked.name]
    name = leaving.file_name(session, known.label, asked.name, seen.on, f".{known.format}")
    return leaving.folder(session) / name


def draw(paper: Paper) -> bytes:
    """A paper as PDF; starts Qt without a display where there is none."""
    from PySide6.QtGui import QGuiApplication  # noqa: PLC0415 - heavy: only where a PDF is drawn

    from childdesk.ui import paper as drawing  # noqa: PLC0415 - heavy: brings Qt

    if QGuiApplication.instance() is None:
        if not os.environ.get("DISPLAY") and not os.environ.get("WAYLAND_DISPLAY"):
            os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
        _alive.append(QGuiApplication(["childdesk"]))
    return drawing.pdf_bytes(paper)


_alive: list[object] = []
"""The application of Qt must outlive what it draws."""


@click.command("copies")
@click.option("--clear", "clear_", default="", metavar="ID", help="已交，清理这份的本机副本")
@pass_door
def copies(door: Door, clear_: str) -> None:
    """写出过的文件：给谁、为什么；交出去以后清理本机副本。"""

    def work(door: Door, session: Session) -> int:
        if clear_:
            row = naming.record(session, clear_, kind="outgoing")[1]
            there = leaving.clear(session, row)
            door.say({"id": row, "deleted": there}, ["已清理" if there else "文件已不在，记下了"])
            return 0
        rows = leaving.copies(session)
        door.say({"copies": [_document(one) for one in rows]}, _told(rows))
        return 0

    with_session(work, door)


def _document(copy: leaving.Copy) -> dict[str, object]:
    return {
        "id": copy.id,
        "report": copy.report,
        "as_of": copy.as_of,
        "period": copy.period,
        "level": copy.level,
        "recipient": copy.recipient,
        "purpose": copy.purpose,
        "file": str(copy.path),
        "children": copy.children,
        "cleared_on": copy.cleared_on,
        "there": copy.there,
    }


def _told(rows: Sequence[leaving.Copy]) -> list[str]:
    return [
        f"{copy.id[:8]}  {copy.as_of}  {copy.path.name}  {copy.recipient}  "
        f"{'已清理' if copy.cleared_on else '还在' if copy.there else '不在了'}"
        for copy in rows
    ]


COMMANDS = (report, copies)
