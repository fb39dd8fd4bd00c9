"""Commands on what is suggested and asked for: suggest, grade, sweep."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import click

from childdesk.commands.door import Door, pass_door, with_session
from childdesk.desk import naming, suggesting
from childdesk.desk.session import Session


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


COMMANDS = (suggest,)
