"""A child who has come back and stays hidden, because of its history something never came; and what helps.

After a township went back to an old backup it may have lost what this desk had handed on and let go of.
First the two begin anew, which brings everything that anybody still has. What is missing after that nobody
has: a desk that begins from the township's copy sees the child as the township does.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from childdesk.desk import pairing, telling
from childdesk.desk.meetings import ReadFile
from childdesk.desk.session import Right, Session
from childdesk.domain import tiers
from childdesk.domain.link import Link
from childdesk.store import held_back, links
from childdesk.store.held_back import PATIENCE, Wait, is_late

RELINK, MEET, REBUILD = "relink", "meet", "rebuild"
SAFE = "已经收到的都存着，没有丢；镇里有这份档案。"
NEXT = {
    RELINK: "请点“重新对一遍”，下次同步双方把全部内容再给一次，不会重复。",
    MEET: f"已经说好重新对一遍。请照常同步{PATIENCE}次，资料多半就到齐了。",
    REBUILD: "重新对过还是不全：缺的那几处，镇里也没有了，多半是换回过较早的备份。请先同步一次，再打电话"
    "请镇里在“开户和停用”里选本村，点“电脑丢了、坏了”，重写一个开户包。用它重新开户，这个孩子就回来了。",
}


@dataclass(frozen=True, slots=True)
class Held:
    """Who is hidden, and what helps: `step` is relink, meet or rebuild; `above` is whom it concerns."""

    children: tuple[str, ...]
    title: str
    told: str
    next: str
    step: str
    above: str


def note(session: Session, files: Iterable[ReadFile]) -> None:
    """Counts a reading, if something from above was in it."""
    link = _above(session)
    if link is None or not any(one.accepted and one.source == link.peer.unit for one in files):
        return
    ledger = session.ledger
    held_back.count(ledger.connection, ledger.writer.chain, ledger.identity.unit, link.epoch)


def waiting(session: Session) -> Held | None:
    """Those who have been waiting too long, if there are any."""
    session.require(Right.VIEW)
    link = _above(session)
    found = held_back.waiting(session.ledger.connection) if link is not None else {}
    late = {child: (initial, wait) for child, (initial, wait) in found.items() if is_late(wait)}
    if link is None or not late:
        return None
    step = _step([wait for _, wait in late.values()], link.epoch)
    level = session.ledger.identity.level
    who = telling.some([f"{initial or '某'}〇〇" for initial, _ in late.values()], 3, "人")
    told = f"{who}已经转回本村，可以前的资料没有到齐，台账里暂时看不到。{SAFE}"
    return Held(
        tuple(late),
        f"{len(late):,}个孩子转回来了，资料还没到齐",
        _words(told, level),
        _words(NEXT[step], level),
        step,
        link.peer.unit,
    )


def _step(waits: Iterable[Wait], epoch: int) -> str:
    """Whoever has not been asked for anew yet comes first; then those of whom it is still to come."""
    steps = set()
    for wait in waits:
        if wait["epoch"] < epoch or wait["meetings"] < PATIENCE:
            steps.add(MEET)
        else:
            steps.add(RELINK if wait["first"] == epoch else REBUILD)
    return next(step for step in (RELINK, MEET, REBUILD) if step in steps)


def relink(session: Session) -> Held | None:
    """Begins anew with the desk above; returns what is to be said now."""
    link = _above(session)
    if link is not None:
        pairing.relink(session, link.peer.unit)
    return waiting(session)


def _above(session: Session) -> Link | None:
    return next(iter(links.above(session.ledger.connection, session.ledger.identity.unit)), None)


def _words(text: str, level: str) -> str:
    return tiers.own(tiers.below(text, level), level)
