"""One paper: how far it is, what comes next, what was sent back, what has changed, and its versions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QWidget

from childdesk.desk import handin_papers
from childdesk.desk.handin_changes import Change
from childdesk.desk.handin_reports import Draft
from childdesk.desk.handins import HandInLine, VersionLine
from childdesk.desk.leaving import Terms
from childdesk.domain import handin_options as steps
from childdesk.ui import fit
from childdesk.ui.pages.handins.acts import AMEND, BY_HAND, FILL, GIVE, LOOK, RETURN, SCAN, ZERO
from childdesk.ui.pages.handins.draft import SHOWN, DraftCards
from childdesk.ui.widgets.buttons import button
from childdesk.ui.widgets.card import Card, fact
from childdesk.ui.widgets.chip import chip
from childdesk.ui.widgets.scroll import scrolled
from childdesk.ui.widgets.words import words

NEXT = {
    steps.TO_FILL: ((FILL, "去填表"), (ZERO, "零报告"), (BY_HAND, "已在别处交了")),
    steps.TO_CHECK: ((steps.TO_PRINT, "核好了"), (FILL, "重新填")),
    steps.TO_PRINT: ((steps.TO_SIGN, "打印好了"), (GIVE, "直接交")),
    steps.TO_SIGN: ((steps.TO_SEAL, "签好了"), (SCAN, "不用盖章，收扫描"), (GIVE, "交上去了")),
    steps.TO_SEAL: ((SCAN, "盖好了，收扫描"), (GIVE, "交上去了")),
    steps.SCANNED: ((GIVE, "交上去了"), (SCAN, "再收一页")),
    steps.GIVEN: ((steps.FILED, "归档"), (RETURN, "被退回了"), (SCAN, "补收扫描")),
    steps.GIVEN_AGAIN: ((steps.FILED, "归档"), (RETURN, "又被退回"), (SCAN, "补收扫描")),
    steps.RETURNED: ((FILL, "改好重填"), (ZERO, "零报告"), (BY_HAND, "已在别处交了")),
    steps.FILED: (),
}
"""State → what may be done next, the usual first."""
OURS = {
    steps.TO_FILL: ((FILL, "写成报表"), (LOOK, "先看一眼"), *NEXT[steps.TO_FILL][1:]),
    steps.TO_CHECK: ((steps.TO_PRINT, "核好了"), (FILL, "重新写"), (LOOK, "看报表")),
    steps.RETURNED: ((FILL, "改好重写"), (LOOK, "先看一眼"), *NEXT[steps.RETURNED][1:]),
}
"""The same where our own report is the paper."""
MOST = 30


class Detail(QWidget):
    """Shows one paper. `asked` carries what to do, `child_asked` a child, the others a version.

    `terms_changed` carries for whom our own report is and how much of a person stands in it.
    """

    asked = Signal(str)
    child_asked = Signal(str)
    copy_asked = Signal(str)
    scan_asked = Signal(str)
    terms_changed = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._body = fit.column(spacing=12, margins=(0, 0, 4, 0))
        inside = QWidget()
        inside.setLayout(self._body)
        self.acts: dict[str, QPushButton] = {}
        self.children_shown: list[QPushButton] = []
        self.scans_shown: list[QPushButton] = []
        self.draft: DraftCards | None = None
        self._next = fit.row(spacing=8)
        outer = fit.column(scrolled(inside), spacing=10)
        outer.addLayout(self._next)
        self.setLayout(outer)

    def show_line(
        self,
        line: HandInLine | None,
        changes: Sequence[Change],
        names: Mapping[str, str],
        *,
        may: bool,
        report: tuple[Draft, Terms] | None = None,
    ) -> None:
        """Another paper, or none; `report` where our own one is asked for."""
        fit.clear(self._body)
        fit.clear(self._next)
        self.acts, self.children_shown, self.scans_shown, self.draft = {}, [], [], None
        if line is not None:
            self._body.addWidget(self._head(line, may=may))
            self._offer(line, may=may)
            back = line.versions[0] if line.versions else None
            if back is not None and back.returned_on and line.state == steps.RETURNED:
                self._body.addWidget(self._returned(back, names))
            if report is not None and line.state in SHOWN:
                self.draft = DraftCards(line, *report)
                self.draft.child_asked.connect(self.child_asked)
                self.draft.terms_changed.connect(self.terms_changed)
                self._body.addWidget(self.draft)
            if changes:
                self._body.addWidget(self._changed(changes, names))
            if line.versions:
                self._body.addWidget(self._versions(line))
        self._body.addStretch(1)

    def _head(self, line: HandInLine, *, may: bool) -> Card:
        card = Card(line.title, line.asked_by)
        tone = "red" if line.is_open and line.days_late > 0 else "brand" if line.is_open else "green"
        card.act(chip(line.state, tone))
        if line.is_open and may:
            self.acts[AMEND] = button("改", partial(self.asked.emit, AMEND), kind="quiet", icon="edit")
            self.acts[AMEND].setAccessibleName("改这份要求")
            card.act(self.acts[AMEND])
        cycle = {"临时": "只这一次"}.get(line.cycle, f"每{line.cycle}一次" if line.cycle else "")
        card.add(fact("什么时候要", "，".join(part for part in (line.when, cycle) if part), width=84))
        if line.report:
            label = handin_papers.offered().get(line.report, line.report)
            card.add(fact("用哪张表", f"本程序的{label}，{handin_papers.when(line)}", width=84))
        who = "、".join(word for one in line.scope if (word := one.partition("=")[2])) or "全部在册的孩子"
        card.add(fact("填给谁", who, width=84))
        if line.note:
            card.add(fact("备注", line.note, width=84))
        return card

    def _offer(self, line: HandInLine, *, may: bool) -> None:
        """What may be done next, below all cards: it stays in sight however many there are."""
        known = {**NEXT, **OURS} if line.report else NEXT
        for number, (key, label) in enumerate(known.get(line.state, ()) if may else ()):
            made = button(label, partial(self.asked.emit, key), kind="" if number else "primary")
            if key == ZERO:
                made.setShortcut("Ctrl+Shift+0")
                made.setToolTip("Ctrl+Shift+0")
            self.acts[key] = made
            self._next.addWidget(made)
        self._next.addStretch(1)

    def _returned(self, version: VersionLine, names: Mapping[str, str]) -> Card:
        card = Card("对方说", version.returned_on, role="warn", icon="warning")
        if version.returned_words:
            card.add(words(version.returned_words, "", wrap=True))
        for place in version.returned[:MOST]:
            card.add(self._child(place.child, names, f"{place.head}：{place.words}"))
        return card

    def _child(self, child: str, names: Mapping[str, str], told: str) -> QWidget:
        made = QWidget()
        if not child:
            made.setLayout(fit.row(words(told, "small", wrap=True)))
            return made
        name = button(names.get(child, "这个孩子"), partial(self.child_asked.emit, child), kind="link")
        self.children_shown.append(name)
        line = fit.row(name, words(told, "second", wrap=True), spacing=8)
        line.setStretch(1, 1)
        made.setLayout(line)
        return made

    def _changed(self, changes: Sequence[Change], names: Mapping[str, str]) -> Card:
        card = Card("交出以后变了", f"{len(changes):,}处")
        for change in changes[:MOST]:
            told = f"{change.head}：{change.before or '空'} → {change.now or '空'}"
            plain = change.head if not change.before or not change.now else told
            card.add(self._child(change.child, names, plain if change.child in names else told))
        if len(changes) > MOST:
            card.add(words(f"还有{len(changes) - MOST:,}处", "second"))
        return card

    def _versions(self, line: HandInLine) -> Card:
        card = Card("每一版", "交出去的都原样留着")
        for version in line.versions:
            elsewhere = "" if version.file else "（在别处做的）"
            none = not version.file and not version.children
            told = [f"第{version.number}版", "零报告" if none else f"{version.children:,}人{elsewhere}"]
            told.append(
                f"{version.given_at}交给{version.given_to or '对方'}" if version.given_at else "还没交"
            )
            if version.receipt:
                told.append(f"本机回执{version.receipt}")
            row = fit.row(words("，".join(told), "small", wrap=True), spacing=8)
            row.setStretch(0, 1)
            if version.scans:
                seen = button(
                    f"看扫描{len(version.scans)}页", partial(self.scan_asked.emit, version.id), kind="quiet"
                )
                self.scans_shown.append(seen)
                row.addWidget(seen)
            if version.file:
                row.addWidget(button("再存一份", partial(self.copy_asked.emit, version.id), kind="quiet"))
            card.add(row)
        return card
