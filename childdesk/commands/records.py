"""Commands on single records: find, show, add, set, close, fields."""

from __future__ import annotations

from datetime import date

import click

from childdesk.commands.door import (
    WAITING,
    Door,
    issue_document,
    issue_lines,
    json_input,
    pairs,
    pass_door,
    waits,
    with_session,
)
from childdesk.desk import children, fields, finding, naming, records, shown, viewing
from childdesk.desk.session import Session
from childdesk.domain.errors import Refused
from childdesk.domain.ids import short

MOST = 100_000
"""Children that one answer may list."""


@click.command()
@click.argument("text", required=False, default="")
@click.option("--limit", default=50, show_default=True, type=click.IntRange(0, MOST))
@click.option("--stdin", is_flag=True, help='{"text": "…", "limit": 50}')
@pass_door
def find(door: Door, text: str, limit: int, stdin: bool) -> None:
    """找人：姓名、拼音、首字母、证件尾号、电话、村民组；空白列出所有人。"""
    words, limit = _asked(limit) if stdin else (text, limit)

    def work(door: Door, session: Session) -> int:
        found = finding.find(session, words, limit)
        rows = [
            {
                "id": hit.id,
                "name": hit.name,
                "sex": hit.sex,
                "age": hit.age,
                "village_group": hit.village_group,
                "categories": list(hit.categories),
                "id_number": hit.id_number,
                "risk": hit.risk,
                "closed": hit.closed,
                "why": hit.why,
            }
            for hit in found.hits
        ]
        lines = [f"共{found.count}人"] + [_hit_line(hit) for hit in found.hits]
        door.say({"count": found.count, "children": rows}, lines)
        return 0

    with_session(work, door)


def _asked(limit: int) -> tuple[str, int]:
    """Text and limit from standard input. Raises Refused when they are something else."""
    given = json_input()
    if not isinstance(given, dict):
        raise Refused("标准输入里要有一个 JSON 对象")
    text, most = given.get("text") or "", given.get("limit", limit)
    if not isinstance(text, str) or not isinstance(most, int) or not 0 <= most <= MOST:
        raise Refused('要写成 {"text": 文字, "limit": 数}')
    return text, most


def _hit_line(hit: finding.Hit) -> str:
    age = "年龄未采集" if hit.age is None else f"{hit.age}岁"
    parts = [
        short(hit.id),
        hit.name,
        hit.sex,
        age,
        hit.village_group,
        "、".join(hit.categories),
        hit.id_number,
    ]
    return "  ".join(part for part in parts if part)


@click.command()
@click.argument("id_")
@click.option("--reveal", metavar="FIELD", help="显示这一项的全文，会记入访问记录")
@click.option("--reason", default="", help="打开保密记录的理由")
@pass_door
def show(door: Door, id_: str, reveal: str | None, reason: str) -> None:
    """看一份记录，证件号、电话遮住中间，保密内容不显示。"""

    def work(door: Door, session: Session) -> int:
        record, row = naming.record(session, id_)
        view = viewing.view(session, record, row)
        values = dict(view.fields)
        if reveal:
            values[reveal] = shown.reveal(session, record, row, reveal, reason)
        document = {
            "id": row,
            "record": record,
            "unit": view.unit,
            "fields": values,
            "missing": list(view.missing),
            "issues": [issue_document(issue) for issue in view.issues],
            "related": view.related,
        }
        lines = [f"{view.label}　{short(row)}　{view.unit}"]
        lines += [f"  {view.labels[key]}：{value}" for key, value in values.items() if value]
        if view.missing:
            lines.append("  还没采集：" + "、".join(view.labels[key] for key in view.missing))
        door.say(document, lines + issue_lines(view.issues))
        return 0

    with_session(work, door)


@click.command()
@click.argument("record")
@click.argument("words", nargs=-1)
@click.option("--stdin", is_flag=True, help="从标准输入读一个 JSON 对象")
@pass_door
def add(door: Door, record: str, words: tuple[str, ...], stdin: bool) -> None:
    """新增一份记录：add child name=… birth=…；add visit child=编号 date=…"""
    texts = pairs(words, stdin=stdin)

    def work(door: Door, session: Session) -> int:
        saved = records.add(session, record, texts)
        _say_saved(door, saved, "已新增")
        return WAITING if waits(saved.issues) else 0

    with_session(work, door)


@click.command("set")
@click.argument("id_")
@click.argument("words", nargs=-1)
@click.option("--stdin", is_flag=True, help="从标准输入读一个 JSON 对象")
@click.option("--reason", default="")
@pass_door
def set_(door: Door, id_: str, words: tuple[str, ...], stdin: bool, reason: str) -> None:
    """修改一份记录里的几项：set 编号 school=… phone=…"""
    texts = pairs(words, stdin=stdin)

    def work(door: Door, session: Session) -> int:
        record, row = naming.record(session, id_)
        saved = records.edit(session, record, row, texts, reason=reason)
        _say_saved(door, saved, "已修改" if saved.entry else "没有不同，没有改动")
        return WAITING if waits(saved.issues) else 0

    with_session(work, door)


@click.command()
@click.argument("id_")
@click.option("--reason", required=True, help="退出原因：选项或文字")
@click.option("--on", "on_", type=click.DateTime(["%Y-%m-%d"]), help="退出日期，默认今天")
@pass_door
def close(door: Door, id_: str, reason: str, on_: date | None) -> None:
    """孩子退出在册，写明原因和日期；档案留着。"""

    def work(door: Door, session: Session) -> int:
        _, row = naming.record(session, id_, kind="child")
        saved = children.close(session, row, reason, on_.strftime("%Y-%m-%d") if on_ else "")
        _say_saved(door, saved, "已退出在册")
        return WAITING if waits(saved.issues) else 0

    with_session(work, door)


def _say_saved(door: Door, saved: records.Saved, words: str) -> None:
    document = {
        "id": saved.id,
        "entry": saved.entry,
        "issues": [issue_document(issue) for issue in saved.issues],
    }
    entry = f"　改动 {short(saved.entry)}" if saved.entry else ""
    lines = [f"{words}　{short(saved.id)}{entry}"]
    door.say(document, lines + issue_lines(saved.issues))


@click.command("fields")
@pass_door
def fields_(door: Door) -> None:
    """印出栏目字典。"""
    rows = fields.dictionary()
    lines = [f"{r['field']}\t{r['label']}\t{r['kind']}\t{r['privacy']}\t{r['set']}" for r in rows]
    door.say({"fields": rows}, lines)


COMMANDS = (find, show, add, set_, close, fields_)
