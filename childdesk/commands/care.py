"""Commands on what happened and what is due: due, history, undo, conflicts, resolve."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import click

from childdesk.commands.door import REFUSED, WAITING, Door, pass_door, with_session
from childdesk.desk import conflicts as conflicts_
from childdesk.desk import due as due_
from childdesk.desk import history as history_
from childdesk.desk import naming, telling, torn, twins
from childdesk.desk.conflicts import Taken
from childdesk.desk.session import Session
from childdesk.domain.ids import short


@click.command()
@click.option("--on", "on_", type=click.DateTime(["%Y-%m-%d"]), help="当作今天的日期")
@click.option("--days", default=0, show_default=True, type=click.IntRange(0, 3660), help="再往后看几天")
@pass_door
def due(door: Door, on_: datetime | None, days: int) -> None:
    """该做的事：走访、转介跟进；晚了的在前。"""

    def work(door: Door, session: Session) -> int:
        items = due_.due(session, on_.date() if on_ else None, days)
        rows = [
            {
                "kind": item.kind,
                "child": item.child,
                "due": item.due,
                "days_late": item.days_late,
                "reason": item.reason,
                "record": item.record,
            }
            for item in items
        ]
        names = due_.names(session, items)
        lines = [f"共{len(items)}件"] + [_due_line(item, names) for item in items]
        door.say({"items": rows}, lines)
        return 0

    with_session(work, door)


def _due_line(item: due_.Item, names: dict[str, str]) -> str:
    late = f"晚了{item.days_late}天" if item.days_late > 0 else "今天" if not item.days_late else item.due
    return f"{late}  {names.get(item.child, '')}  {item.reason}  {short(item.child)}"


@click.command()
@click.argument("id_", required=False)
@click.option("--limit", default=50, show_default=True, type=click.IntRange(1, 10_000))
@pass_door
def history(door: Door, id_: str | None, limit: int) -> None:
    """修改记录：全部，或一份记录的每一处改动。"""

    def work(door: Door, session: Session) -> int:
        if id_:
            told = history_.of_record(session, naming.record(session, id_, withdrawn=True)[1], limit)
        else:
            told = history_.latest(session, limit)
        door.say({"entries": [_entry(one) for one in told]}, [line for one in told for line in _told(one)])
        return 0

    with_session(work, door)


def _entry(one: history_.Told) -> dict[str, object]:
    return {
        "id": one.id,
        "operation": one.operation,
        "what": one.what,
        "person": one.person,
        "when": one.when,
        "reason": one.reason,
        "source": one.source,
        "undoes": one.undoes,
        "changes": [
            {
                "record": line.record,
                "id": line.row,
                "field": line.field,
                "label": line.label,
                "before": line.before,
                "after": line.after,
            }
            for line in one.lines
        ],
    }


def _told(one: history_.Told) -> list[str]:
    head = f"{telling.moment_of(one.when)}  {short(one.id)}  {one.person}  {one.what}  {one.reason}".rstrip()
    # Which child a new row belongs to is what was asked about; its 32 characters tell a person nothing.
    lines = [line for line in one.lines if line.field not in ("child", "holder") or line.before]
    return [head] + [
        f"    {line.label}：{line.before or '（空）'} → {line.after or '（空）'}" for line in lines
    ]


@click.command()
@click.argument("entry")
@click.option("--dry-run", is_flag=True, help="只看会撤回什么")
@pass_door
def undo(door: Door, entry: str, dry_run: bool) -> None:
    """撤销一次改动；后来又改过的留着并列出来。"""

    def work(door: Door, session: Session) -> int:
        whole = naming.entry(session, entry)
        if dry_run:
            plan, kept = history_.plan_undo(session, whole)
            done = history_.Undone("", len(plan.steps), tuple(kept))
        else:
            done = history_.apply_undo(session, whole)
        rows = [
            {"record": kept.record, "id": kept.row, "field": kept.field, "why": kept.why}
            for kept in done.kept
        ]
        verb = "会撤回" if dry_run else "已撤回"
        lines = [f"{verb}{done.reverted}处　改动 {short(done.entry)}".removesuffix("　改动 ")]
        if not done.reverted and not done.kept:
            lines = ["没有可撤回的，已经撤回过了。"]
        lines += [f"  留着：{kept.record} {short(kept.row)} {kept.field}，{kept.why}" for kept in done.kept]
        door.say({"entry": done.entry, "reverted": done.reverted, "kept": rows}, lines)
        if not done.kept:
            return 0 if done.reverted else REFUSED
        return WAITING if done.reverted else REFUSED

    with_session(work, door)


@click.command()
@pass_door
def conflicts(door: Door) -> None:
    """两边改得不一样、要您定的地方。"""

    def work(door: Door, session: Session) -> int:
        found = conflicts_.waiting(session)
        rows: list[dict[str, object]] = [
            {
                "id": one.id,
                "record": one.record,
                "row": one.row,
                "field": one.field,
                "base": one.base,
                "values": [
                    {
                        "value": v.value,
                        "person": v.person,
                        "unit": v.unit,
                        "when": v.when,
                        "reason": v.reason or None,
                    }
                    for v in one.values
                ],
            }
            for one in found
        ]
        pairs = torn.pairs(session)
        lines = [f"共{len(found) + len(pairs)}处要您定"]
        for one in found:
            lines.append(f"{short(one.id)}  {one.label}　原来：{one.base or '（空）'}")
            lines += [
                f"    {n}. {v.value or '（空）'}　{v.person} {telling.moment_of(v.when)}"
                f"{v.reason and f'，理由：{v.reason}'}"
                for n, v in enumerate(one.values, 1)
            ]
        for key, sides in pairs:
            rows.append(_pair(key, sides))
            lines.append(f"{key[:13]}  可能是同一人（--take 1、--take 2 或 --value 不是同一人）")
            lines += [f"    {n}. {side.where}　{side.value}" for n, side in enumerate(sides, 1)]
        door.say({"conflicts": rows}, lines)
        return 0

    with_session(work, door)


def _pair(key: str, sides: Sequence[torn.Side]) -> dict[str, object]:
    """Two files that may be one child's, in the shape of a conflict."""
    first = key.removeprefix(twins.MARK).partition(".")[0]
    empty = {"person": None, "when": None, "reason": None}
    values = [{"value": s.value, "unit": s.where, **empty} for s in sides]
    about = {"id": key, "record": "child", "row": first, "field": "child._merge"}
    return {**about, "base": None, "values": values}


@click.command()
@click.argument("id_")
@click.argument("side", required=False, type=click.Choice(["mine", "theirs"]))
@click.option("--take", type=click.IntRange(1, 99), help="用第几个")
@click.option("--value", help="另填一个")
@pass_door
def resolve(door: Door, id_: str, side: str | None, take: int | None, value: str | None) -> None:
    """定下一处不一致：用第几个、另填一个、用我们的、用对方的。"""
    if sum(choice is not None for choice in (side, take, value)) != 1:
        raise click.UsageError("请选一种：--take、--value、mine 或 theirs")

    def work(door: Door, session: Session) -> int:
        entry = torn.resolve(session, id_, Taken(side or "", take, value))
        door.say({"entry": entry}, [f"已定下　改动 {short(entry)}"])
        return 0

    with_session(work, door)


COMMANDS = (due, history, undo, conflicts, resolve)
