"""The first tab of a file: the facts at the left, at the right what happened, newest first."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from childdesk.desk import story
from childdesk.desk.file import File
from childdesk.desk.overview import Fact, Facts
from childdesk.desk.story import Happening
from childdesk.ui import fit
from childdesk.ui.widgets.buttons import button
from childdesk.ui.widgets.card import fact
from childdesk.ui.widgets.empty import Empty
from childdesk.ui.widgets.scroll import scrolled
from childdesk.ui.widgets.segmented import Segmented
from childdesk.ui.widgets.timeline import Moment, Timeline
from childdesk.ui.widgets.words import rule, surface, words

KINDS = (("all", "全部"), (story.VISIT, "走访"), (story.CHANGE, "资料变动"), (story.SEALED, "受保护"))
OPENS = {"family": "guardian", "school": "school", "support": "support"}
"""Section of the overview → the section of the forms that 改 opens."""
_DRAWN = {
    story.DUE: ("note", "yellow"),
    story.VISIT: ("person_walking", "brand"),
    story.CHANGE: ("history", "ink2"),
    story.LEFT: ("archive", "ink2"),
    story.SEALED: ("lock_closed", "ink2"),
}
SEARCHED = 12
"""From so many entries on one may look for words in them."""


def moments(happenings: Sequence[Happening], this_year: int) -> list[Moment]:
    """What the desk tells, as the timeline draws it."""
    made = []
    for at, one in enumerate(happenings):
        icon, ink = _DRAWN[one.kind]
        tone = "yellow" if one.kind == story.DUE else "plain"
        year = one.day[:4] if one.day and one.day[:4] != str(this_year) and one.kind != story.DUE else ""
        made.append(
            Moment(
                f"{at}",
                one.when.removeprefix(f"{year}年") if year else one.when or "日期没记",
                one.title,
                one.text,
                one.who,
                icon,
                ink,
                (one.tag, tone) if one.tag else None,
                sealed=one.kind == story.SEALED,
                year=f"{year}年" if year else "",
            )
        )
    return made


class Overview(QWidget):
    """Facts and story. `edit_asked` names a section of the forms, `sealed_asked` the protected tab."""

    edit_asked = Signal(str)
    call_asked = Signal()
    sealed_asked = Signal()
    visit_asked = Signal()

    def __init__(self, *, visit: bool) -> None:
        super().__init__()
        self._story: Sequence[Happening] = ()
        self._year = 0
        self._facts = fit.column(spacing=8, margins=(16, 8, 8, 8))
        inside = QWidget()
        inside.setLayout(self._facts)
        left = surface("card")
        left.setLayout(fit.column(scrolled(inside), margins=(1, 1, 1, 1)))
        empty = Empty("history", "还没有记录。先去看看孩子", "记走访" if visit else "", self.visit_asked.emit)
        self.line = Timeline(empty)
        self.line.opened.connect(lambda _key: self.sealed_asked.emit())
        self.kinds = Segmented(KINDS, dense=True)
        self.kinds.choose("all")
        self.kinds.chosen.connect(lambda _key: self._draw())
        self.seek = QLineEdit()
        self.seek.setPlaceholderText("找档案里的字")
        self.seek.setAccessibleName("找这份档案里的字")
        self.seek.setClearButtonEnabled(True)
        self.seek.textChanged.connect(lambda _text: self._draw())
        fit.fix(self.seek, width=150)
        head = fit.row(words("经过", "group"), None, self.seek, self.kinds, spacing=10)
        right = surface("card")
        right.setLayout(fit.column(head, self.line, margins=(16, 10, 6, 6), spacing=8))
        fit.hold(head, (0, 0, 8, 0))
        line: QHBoxLayout = fit.row(left, right, spacing=12)
        line.setStretch(0, 43)
        line.setStretch(1, 72)
        self.setLayout(line)

    def show_file(self, shown: File, *, may_edit: bool) -> None:
        """The facts."""
        fit.clear(self._facts)
        for number, section in enumerate(shown.facts):
            if number:
                self._facts.addWidget(rule())
            self._facts.addLayout(self._section(section, may_edit=may_edit))
        self._facts.addStretch(1)

    def show_story(self, told: Sequence[Happening], year: int) -> None:
        """What happened."""
        self._story, self._year = told, year
        counted = len(told)
        self.kinds.say("all", f"全部 {counted}" if counted else "全部")
        self.seek.setVisible(counted >= SEARCHED)
        self._draw()

    def _draw(self) -> None:
        kind, text = self.kinds.key() or "all", self.seek.text().strip()
        kept = [one for one in self._story if kind == "all" or _family(one.kind) == kind]
        if text:
            kept = [one for one in kept if text in one.title + one.text + one.who]
        self.line.show_moments(moments(kept, self._year))

    def _section(self, section: Facts, *, may_edit: bool) -> QVBoxLayout:
        head = fit.row(words(section.title, "group"), None, spacing=4)
        if any(line.phones for line in section.lines):
            call = button("打电话", self.call_asked.emit, kind="quiet", icon="call")
            call.setToolTip("显示全号，会记入访问记录")
            head.addWidget(call)
        edit = button("改", partial(self.edit_asked.emit, OPENS[section.key]), kind="quiet")
        edit.setAccessibleName(f"改{section.title}")
        edit.setVisible(may_edit)
        head.addWidget(edit)
        made = fit.column(head, spacing=5)
        for line in section.lines:
            made.addLayout(_line(line))
        return made


def _line(line: Fact) -> QHBoxLayout:
    """A fact in one line; telephones stand masked behind it."""
    phones = "　".join(phone.masked for phone in line.phones)
    made = fact(
        line.label, f"{line.text}　{phones}" if phones else line.text, width=68, role=line.tone or "small"
    )
    if phones:
        spoken = made.itemAt(1).widget()
        spoken.setAccessibleName(f"{line.label}，{line.text}，电话已遮住")
    return made


def _family(kind: str) -> str:
    """The segment in which a happening stands."""
    return {story.DUE: story.VISIT, story.LEFT: story.CHANGE}.get(kind, kind)
