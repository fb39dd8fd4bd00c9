"""The command on photos and scans: attach."""

from __future__ import annotations

from pathlib import Path

import click

from childdesk.commands.door import Door, pass_door, with_session
from childdesk.desk import naming, photos, records, scans
from childdesk.desk.session import Session
from childdesk.domain.errors import Refused
from childdesk.domain.ids import short
from childdesk.ui import photo


@click.command()
@click.argument("whose")
@click.argument("picture", type=click.Path(path_type=Path))
@pass_door
def attach(door: Door, whose: str, picture: Path) -> None:
    """加一张照片：WHOSE是孩子、走访的编号，或转介的（签好字的同意书）。缩小、去掉地点，加密留在档案里。"""

    def work(door: Door, session: Session) -> int:
        saved = _kept(session, *naming.record(session, whose), photo.reduced(picture))
        document = {"id": saved.id, "entry": saved.entry}
        door.say(document, [f"收了1张照片　{short(saved.id)}　改动 {short(saved.entry)}"])
        return 0

    with_session(work, door)


def _kept(session: Session, record: str, row: str, body: bytes) -> records.Saved:
    """Where a picture of this record belongs. Raises Refused where none does."""
    if record == "referral":
        return scans.keep(session, row, body)
    if record == "child":
        return photos.attach(session, row, body, "照片")
    if record == "visit":
        return photos.of_visit(session, row, body)
    raise Refused("照片加在孩子、走访或转介上。请换一个编号", "whose")


COMMANDS = (attach,)
