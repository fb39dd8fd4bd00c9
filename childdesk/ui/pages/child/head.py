"""Stays on top of a file: the way back, who it is, risk and next visit with their reasons, the acts."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QVBoxLayout, QWidget

from childdesk.desk.file import File, Label
from childdesk.ui import fit, risk
from childdesk.ui.among import Among
from childdesk.ui.widgets.buttons import because, button, tool
from childdesk.ui.widgets.chip import RiskChip, chip
from childdesk.ui.widgets.flow import Flow
from childdesk.ui.widgets.masked import Masked
from childdesk.ui.widgets.words import Elided, say, sign, surface, upright, words

LONG = 6
"""Characters of a name beside which there is still room for who it is."""


class TopLine(QWidget):
    """‹ 儿童台账　第2人，共34人 ‹ ›; at the right who changed the file last."""

    back = Signal()
    stepped = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self._back = button("返回", self.back.emit, kind="quiet", icon="chevron_left")
        self._name = words("", "group")
        self._name.hide()
        self._place = words("", "second")
        self.before = tool(
            "上一个孩子（Ctrl+PgUp）", "chevron_left", lambda: self.stepped.emit(-1), kind="dot"
        )
        self.after = tool(
            "下一个孩子（Ctrl+PgDn）", "chevron_right", lambda: self.stepped.emit(1), kind="dot"
        )
        self._changed = Elided("", "second")
        line = fit.row(
            self._back, self._name, self._place, self.before, self.after, None, self._changed, spacing=6
        )
        line.setStretch(6, 1)
        self._changed.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.setLayout(line)

    def show_place(self, among: Among) -> None:
        """Where in a list one is."""
        self._back.setText(f" {among.back or '返回'}")
        self._back.setAccessibleName(f"返回{among.back}")
        several = among.at >= 0 and len(among.ids) > 1
        self._place.setText(f"第{among.at + 1:,}人，共{len(among.ids):,}人" if several else "")
        for part, by in ((self.before, -1), (self.after, 1)):
            part.setVisible(several)
            part.setEnabled(among.step(by) is not None)

    def say_name(self, name: str) -> None:
        """Whose file it is, where the card has given way; empty where the card stands."""
        self._name.setText(name)
        self._name.setVisible(bool(name))

    def say_changed(self, text: str) -> None:
        """When the file was changed last, and by whom."""
        self._changed.say(text)


class HeaderCard(QFrame):
    """The card. Signals say what a person wants; the page does it."""

    visit = Signal()
    refer = Signal()
    reveal_asked = Signal()
    risk_chosen = Signal(str)
    explain_asked = Signal()
    confirm_asked = Signal(str)
    """A suggested category that a person takes."""

    def __init__(self, menu: Callable[[], QMenu], *, visit: bool, refer: bool) -> None:
        super().__init__()
        self.setProperty("role", "card")
        self.name = words("", "name")
        self._who = Elided("", "small")
        self._long = words("", "head", wrap=True)
        self._who_below = Elided("", "small")
        self.number = Masked("", "身份证号")
        self.number.asked.connect(self.reveal_asked)
        self._no_number = words("身份证号　未采集", "unset")
        self._chips = Flow(across=6, down=4)
        self._suggested: list[Label] = []
        self._suggest = button("看建议", self._show_suggestions, kind="quiet")
        self._suggest.hide()
        self.level = RiskChip(whole=True)
        self._change = button("改", self._choose_risk, kind="quiet")
        self._change.setAccessibleName("改风险等级")
        self._why = words("", "second", wrap=True)
        self._why.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._why_short = Elided("", "second")
        self._why_short.hide()
        self._explain = button("什么会改变它", self.explain_asked.emit, kind="link")
        self._next = words("", "soon")
        self._next_why = Elided("", "second")
        self.record = button("记走访", self.visit.emit, kind="primary", icon="edit")
        self.record.setVisible(visit)
        self.hand_on = button("转介", self.refer.emit, icon="arrow_routing")
        self.hand_on.setVisible(refer)
        self.more = tool("更多：打电话、打印、退出在册", "more_horizontal", self._open_menu)
        self._menu = menu
        self.setLayout(self._laid_out())
        self.setAccessibleName("档案的头")

    def _laid_out(self) -> QHBoxLayout:
        self._photo = surface("photo")
        face = sign("person", "ink2", 24)
        frame = fit.column(None, face, None, margins=(8, 8, 8, 8))
        frame.setAlignment(face, Qt.AlignmentFlag.AlignHCenter)
        self._photo.setLayout(frame)
        fit.fix(self._photo, width=66, height=88)
        first = fit.row(self.name, self._who, spacing=12)
        first.setStretch(1, 1)
        label = words("身份证号", "second")
        self._labelled = QWidget()
        self._labelled.setLayout(fit.row(label, self.number, None, spacing=10))
        chips = QWidget()
        chips.setLayout(self._chips)
        kinds = fit.row(chips, self._suggest, None, spacing=6)
        kinds.setAlignment(self._suggest, Qt.AlignmentFlag.AlignTop)
        who = fit.column(
            first, self._long, self._who_below, self._labelled, self._no_number, kinds, None, spacing=4
        )
        head = fit.row(self.level, None, self._change)
        judged = fit.column(head, self._why, self._why_short, None, fit.row(self._explain, None), spacing=4)
        self._acts = fit.row(self.record, self.hand_on, self.more, None, spacing=8)
        following = fit.row(self._next, self._next_why, spacing=8)
        following.setStretch(1, 1)
        when = fit.column(words("下次走访", "second"), following, None, self._acts, spacing=4)
        # Widgets, not layouts: Tab goes down one column before it goes to the next.
        columns = [_column(part) for part in (who, judged, when)]
        made = fit.row(
            self._photo,
            columns[0],
            upright(),
            columns[1],
            upright(),
            columns[2],
            margins=(16, 12, 16, 12),
            spacing=16,
        )
        made.setAlignment(self._photo, Qt.AlignmentFlag.AlignTop)
        for at, part in ((1, 10), (3, 6), (5, 7)):
            made.setStretch(at, part)
        return made

    def show_file(self, shown: File, *, may_edit: bool) -> None:
        """Another child, or the same one anew."""
        self.name.setText(shown.name)
        # A long name takes the line for itself, in smaller type.
        long = len(shown.name) > LONG
        self._long.setText(shown.name)
        self._who.say(shown.who)
        self._who_below.say(shown.who)
        for part in (self.name, self._who):
            part.setVisible(not long)
        for part in (self._long, self._who_below):
            part.setVisible(long)
        self.number.change(shown.number)
        self._labelled.setVisible(bool(shown.number))
        self._no_number.setVisible(not shown.number)
        fit.clear(self._chips)
        self._suggested = [label for label in shown.categories if label.suggested]
        for label in shown.categories:
            made = chip(
                f"{label.text}，建议" if label.suggested else label.text,
                "doubt" if label.suggested else "plain",
            )
            made.setToolTip(label.why)
            self._chips.addWidget(made)
        self._suggest.setVisible(bool(self._suggested) and may_edit)
        self.level.set_level(shown.risk)
        self._why.setText("\n".join(shown.risk_why))
        self._why_short.say("；".join(shown.risk_why))
        self._change.setVisible(may_edit)
        say(self._next, shown.next.text, shown.next.tone if shown.next.tone in ("late", "soon") else "strong")
        self._next_why.say(shown.next_why)
        for act in (self.record, self.hand_on):
            because(act, "" if may_edit else "这份档案现在只能看")

    def set_compact(self, compact: bool) -> None:
        """The photo's place gives way, and what the colours mean moves into the menu."""
        self._photo.setVisible(not compact)
        self._explain.setVisible(not compact)
        self._why.setVisible(not compact)
        self._why_short.setVisible(compact)

    def suggestions(self) -> QMenu:
        """What the values suggest, each with its reason; choosing one confirms it."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for label in self._suggested:
            words_ = f"加上“{label.text}”：{label.why}"
            menu.addAction(words_, lambda label=label: self.confirm_asked.emit(label.text))
        return menu

    def _show_suggestions(self) -> None:
        self.suggestions().popup(self._suggest.mapToGlobal(self._suggest.rect().bottomLeft()))

    def _choose_risk(self) -> None:
        self.risk_menu().popup(self._change.mapToGlobal(self._change.rect().bottomLeft()))

    def risk_menu(self) -> QMenu:
        """The four colours."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for level in risk.LEVELS[:4]:
            menu.addAction(level.name, lambda level=level: self.risk_chosen.emit(level.word))
        return menu

    def _open_menu(self) -> None:
        self._menu().popup(self.more.mapToGlobal(self.more.rect().bottomLeft()))


def _column(layout: QVBoxLayout) -> QWidget:
    made = QWidget()
    made.setLayout(layout)
    return made
