"""Stands beside a referral: whom to try now and why, its papers, and asking again when nobody answers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from childdesk.desk import care_papers, directory, referrals, scans
from childdesk.desk.directory import Proposed
from childdesk.desk.referrals import Opened
from childdesk.desk.session import Session
from childdesk.domain.paper import Paper
from childdesk.ui import fit, photo
from childdesk.ui.page import Host
from childdesk.ui.paper import pdf_bytes
from childdesk.ui.undoing import undo_of
from childdesk.ui.widgets.buttons import button
from childdesk.ui.widgets.card import Card
from childdesk.ui.widgets.words import words
from childdesk.ui.workbench import Workbench

SHOWN, SCHOOL_FROM = 4, 6
NO_SCAN = "这份转介还没有签字扫描。签好字后拍一张，点“加签字扫描”"
CHASE, ASSESS, SCAN, LOOK, TAKE_OUT = "chase", "assess", "scan", "look", "take_out"
MORE = {
    CHASE: "记一次催问",
    ASSESS: "录专业评估",
    SCAN: "加签字扫描",
    LOOK: "看签字扫描",
    TAKE_OUT: "取出签字扫描",
}


class Tries(Card):
    """先找谁. `taken` carries the one that a person chose."""

    taken = Signal(object)

    def __init__(self) -> None:
        super().__init__("先找谁", icon="call")

    def show_tries(self, found: Sequence[Proposed]) -> None:
        """Whom to try at this hour; a press fills the form."""
        fit.clear(self.body)
        for one in found:
            made = button(one.number, partial(self.taken.emit, one), kind="small")
            made.setAccessibleName(f"{one.entry.name}，{one.number}")
            why = words(one.why, "note", wrap=True)
            line = fit.row(made, why, spacing=8)
            line.setStretch(1, 1)
            self.add(fit.column(words(one.entry.name, "small", wrap=True), line, spacing=3))
        self.setVisible(bool(found))


class Papers(Card):
    """The papers of one referral, and what was said when somebody asked again."""

    asked = Signal(str)
    """The name of a paper, CHASE or ASSESS."""

    def __init__(self) -> None:
        super().__init__("单子和催问", icon="print")
        names = {name: f"{title}PDF" for name, title in care_papers.PAPERS.items()} | MORE
        self.parts = {
            name: button(label, partial(self.asked.emit, name), kind="small") for name, label in names.items()
        }
        for one in self.parts.values():
            self.add(fit.row(one, None))
        self._story = words("", "note", wrap=True)
        self.add(self._story)

    def tell(self, *stories: str) -> None:
        """What happened before: how often somebody asked, how it was closed and opened again."""
        lines = [line for story in stories for line in story.splitlines() if line]
        self._story.setText("\n".join(lines[-SHOWN:]))


def fill_steps(
    card: Card, opened: Opened, go_to: Callable[[str], object], key_in: Callable[[], object] | None
) -> None:
    """The clock, whose turn it is, and the steps from here; `key_in` where its slip has come back."""
    fit.clear(card.body)
    card.say("下一步", opened.clock.text)
    card.add(words(opened.turn, "small", wrap=True))
    if key_in is not None and opened.state in referrals.ANSWERABLE:
        card.add(words("照单子把“对方的答复”填好，再点下面", "note", wrap=True))
        card.add(button("反馈单录好了", key_in, icon="checkmark"))
    for state in opened.steps:
        card.add(button(referrals.VERBS[state], partial(go_to, state), kind="small"))
    card.show()


def tries(session: Session, urgency: str, age: int | None) -> list[Proposed]:
    """Whom to try now, by the clock of the desk."""
    now = session.clock.now().astimezone()
    return directory.propose(session, urgency, age, now, in_school=(age or 0) >= SCHOOL_FROM)


def printed(bench: Workbench, host: Host, row: str, name: str, owner: QWidget) -> None:
    """Asks where to, and writes one paper of a referral."""

    def drawn(paper: Paper) -> None:
        path = host.ask.save_file("存成PDF", f"{paper.title}.pdf", "PDF (*.pdf)")
        if path is None:
            return
        content = pdf_bytes(paper)
        bench.write(
            lambda session, _p: care_papers.keep(session, path, content),
            lambda _done: host.toast(f"已存好{paper.title}"),
            refused=lambda refused: host.banner("warn", refused.sentence),
            news=False,
            owner=owner,
        )

    bench.write(
        lambda session, _p: care_papers.of_referral(session, row, name, "转介用的单子"),
        drawn,
        refused=lambda refused: host.banner("warn", refused.sentence),
        news=False,
        owner=owner,
    )


def beside(bench: Workbench, host: Host, opened: Opened, name: str, owner: QWidget) -> None:
    """What a button of the card does."""
    if name == CHASE:
        chased(bench, host, opened.id, owner)
    elif name == ASSESS:
        host.go("assess", (opened.whose.child, opened.id))
    elif name == SCAN:
        scanned(bench, host, opened.id, owner)
    elif name == LOOK:
        looked_at(bench, host, opened.id)
    elif name == TAKE_OUT:
        taken_out(bench, host, opened.id, owner)
    else:
        printed(bench, host, opened.id, name, owner)


def chased(bench: Workbench, host: Host, row: str, owner: QWidget) -> None:
    """Asks what was said, and notes it."""
    said = host.ask.words("记一次催问", "问了谁、怎么说？写一句")
    if said is None:
        return
    bench.write(
        lambda session, _p: referrals.chase(session, row, said),
        lambda saved: host.toast("记下了。还没答复的，会接着提醒", undo_of(bench, host, saved.entry, "催问")),
        refused=lambda refused: host.banner("warn", refused.sentence),
        owner=owner,
    )


def scanned(bench: Workbench, host: Host, row: str, owner: QWidget) -> None:
    """Takes in a photo or scan of what was signed: small, without place and camera, sealed."""
    path = host.ask.open_file("签好字的知情同意书", photo.PATTERNS)
    if path is None:
        return
    bench.write(
        lambda session, _p: scans.keep(session, row, photo.reduced(path)),
        lambda saved: host.toast("已收好签字扫描，和转介一样受保护", undo_of(bench, host, saved.entry)),
        refused=lambda refused: host.banner("warn", refused.sentence),
        owner=owner,
    )


def looked_at(bench: Workbench, host: Host, row: str) -> None:
    """Shows what was signed, for a reason; nothing is written to the disk."""
    if not bench.glance(lambda session: scans.of_referral(session, row)):
        host.banner("info", NO_SCAN)
        return
    reason = host.ask.reason("看签字扫描", "会记下谁看、为什么。", ("核对转介材料", "家长来问"))
    if reason is not None:
        host.go("scan", (row, reason))


def taken_out(bench: Workbench, host: Host, row: str, owner: QWidget) -> None:
    """Writes the newest scan to a file, for a reason."""
    found = bench.glance(lambda session: scans.of_referral(session, row))
    if not found:
        host.banner("info", NO_SCAN)
        return
    reason = host.ask.reason(
        "取出签字扫描", "取出后在盘里就不受保护了，用完请删掉。", ("送接收机构", "核对转介材料")
    )
    path = (
        None if reason is None else host.ask.save_file("存成照片", f"{found[-1].title}.jpg", "照片 (*.jpg)")
    )
    if reason is None or path is None:
        return
    bench.write(
        lambda session, _p: scans.take_out(session, found[-1].id, path, reason),
        lambda _done: host.toast("已取出签字扫描"),
        refused=lambda refused: host.banner("warn", refused.sentence),
        news=False,
        owner=owner,
    )
