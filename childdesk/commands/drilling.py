"""The command of the drill: a village's PC, a township's, and a stick that is pulled in the middle."""

from __future__ import annotations

from dataclasses import asdict

import click

from childdesk.commands.door import WAITING, Door, pass_door, with_session
from childdesk.desk import drill as drill_
from childdesk.desk.session import Session
from childdesk.domain.drill import STEPS, TOWNSHIP, VILLAGE


@click.command()
@click.option("--take", type=click.Choice((VILLAGE, TOWNSHIP)), default=VILLAGE, show_default=True)
@click.option("--keep", is_flag=True, help="做完留着两份演练档案和U盘文件夹")
@pass_door
def drill(door: Door, take: str, keep: bool) -> None:
    """两台电脑演练：一个村、一个镇、一个U盘，写到一半拔掉。做完收掉，您的档案不动。"""

    def work(door: Door, session: Session) -> int:
        scenes = [drill_.play(session, step.key, take=take) for step in STEPS]
        place = drill_.folder(session.ledger.home)
        if not keep:
            drill_.clear(session)
        compared, different = (max(getattr(one, key) for one in scenes) for key in ("compared", "different"))
        document = {
            "steps": [
                {
                    "step": scene.step,
                    "said": scene.said,
                    "safe": scene.safe,
                    "sides": {side: asdict(one) for side, one in scene.sides.items()},
                    "stick": [asdict(one) for one in scene.stick],
                }
                for scene in scenes
            ],
            "compared": compared,
            "different": different,
            "folder": str(place) if keep else None,
        }
        lines = [f"{step.title}：{scene.said}{scene.safe}" for step, scene in zip(STEPS, scenes, strict=True)]
        door.say(document, lines)
        return WAITING if different else 0

    with_session(work, door)


COMMANDS = (drill,)
