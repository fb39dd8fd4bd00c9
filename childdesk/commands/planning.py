"""Commands on what is suggested and asked for: suggest, sweep."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import Any

import click

from childdesk.commands.door import WAITING, Door, pass_door, with_session
from childdesk.desk import naming, suggesting, sweep_forms, sweeps
from childdesk.desk.listing import Filter
from childdesk.desk.session import Session
from childdesk.domain.errors import Refused
from childdesk.domain.ids import short
from childdesk.domain.plan_options import ANSWERED, UNREACHED


@click.command()
@click.argument("child")
@click.option("--on", "on_", type=click.DateTime(["%Y-%m-%d"]), help="当作今天的日期")
@pass_door
def suggest(door: Door, child: str, on_: datetime | None) -> None:
    """建议：类别、风险颜色、应享的救助；都要人来定。"""

    def work(door: Door, session: Session) -> int:
        whose = naming.record(session, child, kind="child")[1]
        found = suggesting.suggest(session, whose, on_.date() if on_ else None)
        door.say(_document(found), _lines(found))
        return 0

    with_session(work, door)


def _document(found: suggesting.Suggested) -> dict[str, Any]:
    risk = found.risk
    return {
        "child": found.child,
        "on": found.on.isoformat(),
        "categories": [
            {
                "category": one.name,
                "suggested": one.suggested,
                "state": one.state,
                "reason": one.reason,
                "source": one.source,
                "missing": list(one.missing),
                "confirmed": one.confirmed,
            }
            for one in found.categories
        ],
        "risk": {
            "risk": risk.proposed,
            "now": risk.now,
            "reason": "；".join(risk.reasons),
            "reasons": list(risk.reasons),
            "changes": list(risk.changes),
            "source": risk.source,
            "missing": list(risk.missing),
            "confirmed": risk.confirmed,
        },
        "entitlements": [
            {
                "entitlement": one.name,
                "reason": one.reason,
                "source": one.source,
                "missing": list(one.missing),
                "confirmed": one.confirmed,
            }
            for one in found.entitlements
        ],
    }


def _lines(found: suggesting.Suggested) -> list[str]:
    lines = ["类别"]
    for one in found.categories:
        mark = "已定" if one.confirmed else "建议"
        lines.append(f"  {mark}　{one.name}　{one.reason}（{one.source}）{_lacking(one.missing)}")
    risk = found.risk
    now = f"，现在{risk.now}色" if risk.now else "，现在没评"
    lines.append(f"风险　建议{risk.proposed}色{now}　{'；'.join(risk.reasons)}（{risk.source}）")
    lines += [f"  {one}" for one in risk.changes]
    lines.append("应享")
    for claim in found.entitlements:
        mark = "已享" if claim.confirmed else "未享"
        lines.append(f"  {mark}　{claim.name}　{claim.reason}（{claim.source}）{_lacking(claim.missing)}")
    return lines


def _lacking(missing: tuple[str, ...]) -> str:
    return f"　还缺：{'、'.join(missing)}" if missing else ""


@click.group()
def sweep() -> None:
    """专项排查：new、answer、status、report。"""


@sweep.command("new")
@click.argument("name")
@click.option("--question", "questions", multiple=True, help="问题：答案1/答案2！（！是危险）")
@click.option("--form", "form_", type=click.Path(path_type=Path), help="来的表：表里要问的就是问题")
@click.option("--due", required=True, help='期限：2026-11-26 或 "2026-11-26 17:00"')
@click.option("--asker", default="", help="谁要的")
@click.option("--scope", multiple=True, help="范围：group=3组、category=留守儿童、risk=红 …")
@pass_door
def sweep_new(
    door: Door,
    name: str,
    questions: tuple[str, ...],
    form_: Path | None,
    due: str,
    asker: str,
    scope: tuple[str, ...],
) -> None:
    """新建一次排查；范围不写就是在册的全部孩子。"""

    def work(door: Door, session: Session) -> int:
        day, _, hour = due.strip().partition(" ")
        chosen = _scope(scope)
        lines = [*questions, *(sweep_forms.questions_of(session, form_) if form_ else ())]
        if not lines:
            raise Refused("请写一个问题，或给出来的表", "questions")
        saved, number = sweeps.new(
            session,
            name,
            "\n".join(lines),
            _iso(day),
            asker=asker,
            hour=hour,
            scope=Filter.of({"state": ("open",), **chosen}),
            scope_words="，".join(scope),
        )
        found = sweeps.opened(session, saved.id)
        texts = [question.line for question in found.questions]
        document = {"id": saved.id, "entry": saved.entry, "children": number, "questions": texts}
        door.say(document, [f"已新建{name}，{number}个孩子　{short(saved.id)}"])
        return 0

    with_session(work, door)


def _scope(words: tuple[str, ...]) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for word in words:
        key, mark, value = word.partition("=")
        if not mark or key not in ("group", "category", "risk", "schooling", "health", "age"):
            raise click.UsageError(f"范围要写成 group=3组：{word}")
        found[key] = (*found.get(key, ()), value)
    return found


def _iso(words: str) -> str:
    try:
        return date.fromisoformat(words).isoformat()
    except ValueError:
        raise Refused("期限要写成2026-11-26", "due") from None


@sweep.command("answer")
@click.argument("sweep_")
@click.argument("child")
@click.argument("answers", nargs=-1)
@click.option("--unreached", is_flag=True, help="联系不上")
@click.option("--way", default="电话", type=click.Choice(["电话", "入户", "纸上", "其他"]))
@click.option("--note", default="")
@pass_door
def sweep_answer(
    door: Door, sweep_: str, child: str, answers: tuple[str, ...], unreached: bool, way: str, note: str
) -> None:
    """记一个孩子的回答：1=没有 2=有，或用答案的序号 1=2。"""

    def work(door: Door, session: Session) -> int:
        row = naming.record(session, sweep_, kind="sweep")[1]
        whose = naming.record(session, child, kind="child")[1]
        line = sweeps.line_of(session, row, whose)
        state = UNREACHED if unreached else ANSWERED
        saved = sweeps.answer(session, line, _given(answers), state=state, way=way, note=note)
        found = sweeps.opened(session, row)
        danger = next(one.danger for one in found.lines if one.id == line)
        document = {"id": line, "entry": saved.entry, "danger": danger, "sentence": found.sentence}
        door.say(document, [found.sentence] + (["有危险的回答，已记成今天的任务"] if danger else []))
        return WAITING if danger else 0

    with_session(work, door)


def _given(answers: tuple[str, ...]) -> dict[int, str]:
    found = {}
    for word in answers:
        number, mark, words = word.partition("=")
        if not mark or not number.strip().isdecimal():
            raise click.UsageError(f"要写成 题号=答案：{word}")
        found[int(number)] = words
    return found


@sweep.command("status")
@click.argument("sweep_", required=False)
@pass_door
def sweep_status(door: Door, sweep_: str | None) -> None:
    """每次排查到哪儿了。"""

    def work(door: Door, session: Session) -> int:
        only = naming.record(session, sweep_, kind="sweep")[1] if sweep_ else ""
        found = [one for one in sweeps.statuses(session) if only in ("", one.id)]
        rows = [
            {
                "id": one.id,
                "name": one.name,
                "asker": one.asker,
                "due": one.due,
                "hour": one.hour,
                "state": one.state,
                "total": one.total,
                "asked": one.asked,
                "unreached": one.unreached,
                "left": one.left,
                "danger": one.danger,
                "sentence": one.sentence(session.today),
            }
            for one in found
        ]
        door.say({"sweeps": rows}, [f"{short(str(r['id']))}  {r['name']}　{r['sentence']}" for r in rows])
        return 0

    with_session(work, door)


@sweep.command("report")
@click.argument("sweep_")
@click.option("--out", required=True, type=click.Path(path_type=Path), help="存成这个文件")
@click.option("--done", is_flag=True, help="算作已报出")
@click.option("--form", "form_", type=click.Path(path_type=Path), help="填进对方来的这份表")
@click.option("--found-only", is_flag=True, help="对方的表里只填有危险情况的；一个都没有就写零报告")
@pass_door
def sweep_report(
    door: Door, sweep_: str, out: Path, done: bool, form_: Path | None, found_only: bool
) -> None:
    """把结果做成表，或填进对方的表；没有发现就是零报告。"""

    def work(door: Door, session: Session) -> int:
        row = naming.record(session, sweep_, kind="sweep")[1]
        if form_ is None:
            made = sweeps.report(session, row, out, done=done)
        else:
            made = sweep_forms.report_into(session, row, form_, out, found_only=found_only, done=done)
        document = {"rows": made.rows, "left": made.left, "zero": made.zero, "path": str(made.path)}
        told = "零报告" if made.zero else f"还有{made.left}个没问" if made.left else "已写好"
        door.say(document, [f"{made.path.name}：{made.rows}行，{told}"])
        return WAITING if made.left else 0

    with_session(work, door)


COMMANDS = (suggest, sweep)
