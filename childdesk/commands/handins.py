"""Commands on papers that somebody asks for: handin new, list, fill, zero, step, give, return …"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import click

from childdesk.commands.door import WAITING, Door, pairs, pass_door, with_session
from childdesk.commands.files import answers_of
from childdesk.commands.report import check_line, checks_document
from childdesk.desk import (
    forms,
    handin_changes,
    handin_reports,
    handin_return,
    handin_scans,
    handins,
    leaving,
    reports,
)
from childdesk.desk.handins import HandInLine
from childdesk.desk.leaving import Terms
from childdesk.desk.naming import record as named
from childdesk.desk.rosters import LEVELS, Check
from childdesk.desk.session import Session
from childdesk.domain import handin_options as steps
from childdesk.domain.errors import Refused
from childdesk.domain.ids import short
from childdesk.ui import photo


@click.group()
def handin() -> None:
    """上报：谁要什么表、办到哪一步、退回了什么。"""


@handin.command()
@click.argument("words", nargs=-1)
@click.option("--stdin", is_flag=True, help="从标准输入读 JSON")
@click.option("--heads", type=click.Path(path_type=Path), help="没有电子表：表头的文本文件，每行一个")
@click.option("--workbook", type=click.Path(path_type=Path), help="对方的表")
@pass_door
def new(door: Door, words: tuple[str, ...], stdin: bool, heads: Path | None, workbook: Path | None) -> None:
    """记下一份要交的表：handin new title=留守儿童花名册 due=2026-11-25 hour=17:00 asked_by=乡镇民政

    要的是本程序的报表：另写 report=left-behind-summary period=2026-11（或 2026-11-20）
    scope=child.categories=困境儿童
    """
    texts = pairs(words, stdin=stdin)

    def work(door: Door, session: Session) -> int:
        title = texts.get("title", "")
        if heads is not None:
            texts["form"] = forms.keep_heads(session, title, heads.read_text(encoding="utf-8-sig"))
        elif workbook is not None:
            texts["form"] = forms.keep_workbook(session, title, workbook)
        saved = handins.ask(session, texts)
        door.say({"id": saved.id, "entry": saved.entry}, [f"已记下　{short(saved.id)}"])
        return 0

    with_session(work, door)


@handin.command("forms")
@pass_door
def forms_(door: Door) -> None:
    """常用表：本机的，和上级发下来的。"""

    def work(door: Door, session: Session) -> int:
        found = forms.kept(session)
        rows = [
            {"id": one.id, "name": one.name, "file": one.file, "heads": list(one.heads), "by": one.by or None}
            for one in found
        ]
        door.say({"forms": rows}, [f"{one.name}{f'（{one.by}发的）' if one.by else ''}" for one in found])
        return 0

    with_session(work, door)


@handin.command("send-form")
@click.argument("name")
@pass_door
def send_form(door: Door, name: str) -> None:
    """乡镇、县：把一张常用表随同步包发给下面每个单位。"""

    def work(door: Door, session: Session) -> int:
        found = [one for one in forms.kept(session) if one.name == name and not one.by]
        if not found:
            raise Refused("本机没有这张常用表。没有改动什么", "name")
        saved = forms.send_down(session, found[0].id)
        door.say({"entry": saved.entry, "name": name}, [f"{name}下次同步时发给各村。"])
        return 0

    with_session(work, door)


@handin.command("list")
@click.option("--all", "all_", is_flag=True, help="连同已归档的")
@click.option("--seal", is_flag=True, help="只看要带到镇上盖章的")
@pass_door
def list_(door: Door, all_: bool, seal: bool) -> None:
    """要交的表，按期限排。"""

    def work(door: Door, session: Session) -> int:
        found = handins.to_seal(session) if seal else handins.every(session, filed=all_)
        door.say({"handins": [_document(line) for line in found]}, [_words(line) for line in found])
        return 0

    with_session(work, door)


def _document(line: HandInLine) -> dict[str, object]:
    return {
        "id": line.id,
        "title": line.title,
        "asked_by": line.asked_by,
        "due": line.due,
        "hour": line.hour,
        "cycle": line.cycle,
        "report": line.report,
        "period": line.period,
        "scope": list(line.scope),
        "state": line.state,
        "zero": line.zero,
        "days_late": line.days_late,
        "versions": [
            {
                "id": version.id,
                "number": version.number,
                "as_of": version.as_of,
                "file": version.file,
                "children": version.children,
                "given_at": version.given_at,
                "given_to": version.given_to,
                "receipt": version.receipt,
                "digest": version.digest,
                "scans": len(version.scans),
                "returned_words": version.returned_words,
                "returned": [
                    {"child": place.child, "head": place.head, "words": place.words}
                    for place in version.returned
                ],
            }
            for version in line.versions
        ],
    }


def _words(line: HandInLine) -> str:
    late = f"晚了{line.days_late}天" if line.is_open and line.days_late > 0 else line.when
    return f"{late}  {line.title}  {line.asked_by}  {line.state}  {short(line.id)}"


@handin.command()
@click.argument("id_")
@click.option("--out", type=click.Path(path_type=Path), required=True, help="填好的表存成这个文件")
@click.option("--template", type=click.Path(path_type=Path), help="这次另用这张表")
@click.option("--answers", type=click.Path(path_type=Path), help="栏目的答案：{表头: 栏目}")
@click.option("--level", type=click.Choice(LEVELS), help="本程序的报表：写出多少")
@pass_door
def fill(
    door: Door, id_: str, out: Path, template: Path | None, answers: Path | None, level: str | None
) -> None:
    """填这份上报的表，并留一份不变的底；要的是本程序的报表，就写那份报表。"""

    def work(door: Door, session: Session) -> int:
        row = named(session, id_, kind="handin")[1]
        if template is None and handins.one(session, row).report:
            return _write_report(door, session, row, out, level or "")
        made = handins.plan(session, row, template, answers=answers_of(answers))
        marked = handin_changes.mark(session, row, made)
        version = handins.make(session, row, made, out)
        unfilled = [{"index": left.index, "header": left.header, "why": left.why} for left in made.unfilled]
        document = {
            "version": version.number,
            "rows": made.rows,
            "marked": marked,
            "unfilled": unfilled,
            "warnings": made.warnings,
            "file": str(out),
            "checks": [],
            "holds": made.holds,
            "level": made.wish.level,
        }
        lines = [f"第{version.number}版，{made.rows}人：{out.name}"]
        if marked:
            lines.append(f"  {marked}格和上次交的不一样，已标黄底")
        lines += [f"  没有填：{left.header}，{left.why}" for left in made.unfilled]
        door.say(document, [*lines, *(f"  请看：{warning}" for warning in made.warnings)])
        return WAITING if made.waits else 0

    with_session(work, door)


def _write_report(door: Door, session: Session, row: str, out: Path, level: str) -> int:
    line = handins.one(session, row)
    terms = Terms(level or leaving.usual_level(line.asked_by), line.asked_by, line.title)
    made = handin_reports.make(session, row, out, terms)
    document = {
        "version": made.version.number,
        "rows": made.rows,
        "marked": made.marked,
        "unfilled": [],
        "warnings": [],
        "file": str(out),
        "checks": checks_document(made.checks),
        "holds": reports.held(made.load),
        "level": made.level,
    }
    lines = [f"第{made.version.number}版，{made.rows}行：{out.name}", f"{made.load.sentence}，{made.level}"]
    if made.marked:
        lines.append(f"  {made.marked}格和上次交的不一样，已标黄底")
    door.say(document, [*lines, *(check_line(check) for check in made.checks)])
    return 0


@handin.command()
@click.argument("id_")
@click.option("--level", type=click.Choice(LEVELS), help="写出多少")
@pass_door
def look(door: Door, id_: str, level: str | None) -> None:
    """要的是本程序的报表：先看一眼里面有什么、勾稽对不对，不写文件。"""

    def work(door: Door, session: Session) -> int:
        row = named(session, id_, kind="handin")[1]
        seen = handin_reports.draft(session, row, level or "")
        document = {
            "id": row,
            "report": seen.asked.name,
            "when": seen.when,
            "rows": seen.rows,
            "marked": seen.marked,
            "checks": checks_document(seen.checks),
            "holds": reports.held(seen.load),
            "level": seen.level,
        }
        lines = [f"{seen.label}，{seen.when}，{seen.rows}行", f"{seen.load.sentence}，{seen.level}"]
        door.say(document, [*lines, *(check_line(check) for check in seen.checks)])
        return 0

    with_session(work, door)


@handin.command()
@click.argument("id_")
@pass_door
def zero(door: Door, id_: str) -> None:
    """零报告：这次没有要报的。"""
    _done(door, id_, handins.zero, "已报零")


@handin.command()
@click.argument("id_")
@click.argument("state")
@pass_door
def step(door: Door, id_: str, state: str) -> None:
    """办到哪一步：待核、待打印、待签字、待盖章、已扫描、已归档。"""
    told: list[Check] = []

    def act(session: Session, row: str) -> str:
        before = handins.one(session, row)
        if before.state == steps.TO_CHECK:
            told.extend(handin_reports.broken(session, before))
        return handins.step(session, row, state)

    _done(door, id_, act, f"已记为{state}", told)


@handin.command()
@click.argument("id_")
@click.option("--to", "recipient", default="", help="交给谁")
@click.option("--children", type=click.IntRange(0, 1_000_000), help="在别处做好交了的：表里有几个孩子")
@pass_door
def give(door: Door, id_: str, recipient: str, children: int | None) -> None:
    """交上去了。"""
    _done(
        door, id_, lambda session, row: handins.give(session, row, recipient, children=children), "已记为交出"
    )


@handin.command()
@click.argument("id_")
@click.argument("pictures", nargs=-1, required=True, type=click.Path(path_type=Path))
@pass_door
def scan(door: Door, id_: str, pictures: tuple[Path, ...]) -> None:
    """收下签字盖章后的扫描或照片：缩小、去掉拍摄地点，封存起来。"""

    def work(door: Door, session: Session) -> int:
        row = named(session, id_, kind="handin")[1]
        for path in pictures:
            handin_scans.keep(session, row, photo.reduced(path))
        line = handins.one(session, row)
        count = len(line.versions[0].scans)
        document = {"id": row, "state": line.state, "version": line.versions[0].number, "scans": count}
        door.say(document, [f"收好了，共{count}页　{line.state}"])
        return 0

    with_session(work, door)


def _done(
    door: Door,
    id_: str,
    act: Callable[[Session, str], str],
    words: str,
    checks: Sequence[Check] = (),
) -> None:
    def work(door: Door, session: Session) -> int:
        row = named(session, id_, kind="handin")[1]
        entry = act(session, row)
        line = handins.one(session, row)
        receipt = line.versions[0].receipt if line.versions else ""
        told = f"，本机回执{receipt}" if receipt else ""
        document = {
            "id": row,
            "entry": entry,
            "state": line.state,
            "receipt": receipt,
            "checks": checks_document(checks),
        }
        door.say(document, [f"{words}　{line.state}{told}", *(check_line(check) for check in checks)])
        return 0

    with_session(work, door)


@handin.command("return")
@click.argument("id_")
@click.option("--words", default="", help="对方说的话")
@click.option("--file", "file", type=click.Path(path_type=Path), help="退回来的表：看标黄和批注")
@pass_door
def return_(door: Door, id_: str, words: str, file: Path | None) -> None:
    """被退回了：记下对方的话和指的是谁。"""

    def work(door: Door, session: Session) -> int:
        row = named(session, id_, kind="handin")[1]
        places = handin_return.places(session, row, file) if file is not None else []
        places += handin_return.named(session, row, words)
        entry = handins.send_back(session, row, words, places)
        names = handins.names(session, [place.child for place in places])
        rows = [{"child": p.child, "head": p.head, "words": p.words} for p in places]
        lines = [f"  {names.get(p.child, '')}　{p.head}：{p.words}" for p in places]
        door.say({"id": row, "entry": entry, "returned": rows}, [f"已记为退回，指到{len(places)}处", *lines])
        return WAITING

    with_session(work, door)


@handin.command()
@click.argument("id_")
@pass_door
def changes(door: Door, id_: str) -> None:
    """从上次交出到现在，变了什么。"""

    def work(door: Door, session: Session) -> int:
        row = named(session, id_, kind="handin")[1]
        found = handin_changes.since(session, row)
        names = handins.names(session, [change.child for change in found])
        rows = [{"child": c.child, "head": c.head, "before": c.before, "now": c.now} for c in found]
        lines = [
            f"  {names.get(c.child, c.before) if c.child else ''}　{c.head}：{c.before} → {c.now}"
            for c in found
        ]
        door.say({"changes": rows}, [f"变了{len(found)}处", *lines])
        return 0

    with_session(work, door)


@handin.command("copy")
@click.argument("id_")
@click.option("--version", "number", type=click.IntRange(1, 999), help="第几版，不写就是最新的")
@click.option("--scan", "page", type=click.IntRange(1, 99), help="要第几页扫描，而不是表")
@click.option("--out", type=click.Path(path_type=Path), required=True)
@pass_door
def copy_(door: Door, id_: str, number: int | None, page: int | None, out: Path) -> None:
    """把当时交的那一版（或它的一页扫描）原样再写出来。"""

    def work(door: Door, session: Session) -> int:
        line = handins.one(session, named(session, id_, kind="handin")[1])
        chosen = next((v for v in line.versions if number in (None, v.number)), None)
        if chosen is None:
            raise Refused("没有这一版")
        if page is None:
            handins.copy_out(session, chosen.id, out)
        else:
            handin_scans.take_out(session, chosen.id, page, out)
        door.say({"file": str(out), "version": chosen.number}, [f"第{chosen.number}版：{out.name}"])
        return 0

    with_session(work, door)


COMMANDS = (handin,)
