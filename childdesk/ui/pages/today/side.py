"""The cards beside the day: the month, what others owe, days that come, what was left half written."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QWidget

from childdesk.desk.arrived import Came
from childdesk.desk.birthdays import Ahead
from childdesk.desk.drafting import Waiting
from childdesk.desk.held_back import Held
from childdesk.desk.today import Today, Wait
from childdesk.ui import fit
from childdesk.ui.widgets.buttons import button
from childdesk.ui.widgets.card import Card
from childdesk.ui.widgets.words import Elided, say, sign, words

Open = Callable[[str], object]
DRAFTS = {
    "child": "资料",
    "visit": "走访",
    "refer": "转介",
    "report": "强制报告",
    "care": "临时照料",
    "observe": "识别",
    "assess": "专业评估",
    "scale": "评分",
    "calls": "电话访",
    "keying": "走访单",
    "sweep": "排查",
    "sweep-new": "新排查",
    "handin-new": "要交的表",
    "paper-new": "收表",
    "villages-new": "各村名单",
    "item-new": "补充项目",
    "old-place-new": "旧地名",
    "member-new": "人员",
    "keeper-new": "开锁单",
    "rulefile": "本县规则",
    "directory": "机构",
}
ROUTES: dict[str, tuple[str, str | None]] = {
    "sweep-new": ("sweep", None),
    "handin-new": ("handins", None),
    "paper-new": ("villages", None),
    "villages-new": ("villages", None),
    "item-new": ("settings", "本村项目"),
    "old-place-new": ("settings", "旧地名"),
    "member-new": ("settings", "人员"),
    "keeper-new": ("settings", "上级帮忙开锁"),
}
"""Draft → the page of its form and the part of it, where the two are not called the same."""
SEALED_DRAFTS = frozenset(("refer", "report", "care", "observe"))
SHOWN = 3
"""Lines of one card; how many there are stands beside its title."""


class Side(QWidget):
    """Made anew with every answer; a card with nothing in it is not there."""

    def __init__(self, open_child: Open, open_draft: Callable[[Waiting], object]) -> None:
        super().__init__()
        self._open = open_child
        self._draft = open_draft
        self._held: Held | None = None
        self.reported: Callable[[], object] | None = None
        """Leads to the mandatory reports that are not settled."""
        self.decide: Callable[[], object] | None = None
        """Leads to what two places wrote differently."""
        self.moves: Callable[[], object] | None = None
        """Leads to the requests to move a child to another village."""
        self.stick: Callable[[], object] | None = None
        """Leads to U盘同步, where it stands what helps a child who has come back in part only."""
        self.sent_down: Callable[[str], object] = lambda _record: None
        """Leads to what came from above of one kind of record."""
        self.month = MonthCard()
        self._cards = fit.column(spacing=10)
        self.setLayout(fit.column(self.month, self._cards, None, spacing=10))

    def show_day(self, page: Today, board: Callable[[], object] | None, plan: Callable[[], object]) -> None:
        """Other facts. `board` leads to all referrals, `plan` to the children without a planned visit."""
        fit.clear(self._cards)
        self.month.show_month(page)
        self.month.setVisible(page.children > 0)
        for card in (
            self._drafts(page.drafts),
            self._waits_whole(),
            self._torn(page.torn),
            self._moving(page.moving),
            self._came(page.came),
            self._waiting(page.waiting, board),
            self._ahead(page.ahead),
            self._ungraded(page, plan),
        ):
            if card is not None:
                self._cards.addWidget(card)

    def _torn(self, number: int) -> Card | None:
        if not number or self.decide is None:
            return None
        card = Card("要您定的")
        go = button("去看看", self.decide, kind="quiet")
        go.setAccessibleName(f"看要您定的{number:,}处")
        card.add(_line("merge", f"{number:,}处要您定", "两边改得不一样，或可能是同一人", go))
        return card

    def show_held(self, held: Held | None) -> None:
        """Whoever has come back and is in no list yet; stands among the cards at the next `show_day`."""
        self._held = held

    def _waits_whole(self) -> Card | None:
        held = self._held
        if held is None or self.stick is None:
            return None
        card = Card("转回来还没到齐的")
        go = button("去看看", self.stick, kind="quiet")
        go.setAccessibleName(f"看怎么办：{held.title}")
        card.add(_line("hourglass", held.title, "点开看要做什么，资料没有丢", go))
        return card

    def _moving(self, moving: Sequence[tuple[str, str]]) -> Card | None:
        if not moving or self.moves is None:
            return None
        card = Card("转村")
        for what, whose in moving:
            go = button("去看看", self.moves, kind="quiet")
            go.setAccessibleName(f"看{what}")
            card.add(_line("people_list", what, whose, go))
        return card

    def _came(self, came: Sequence[Came]) -> Card | None:
        if not came:
            return None
        card = Card("上级新给的")
        for one in came:
            go = button("去看看", partial(self.sent_down, one.record), kind="quiet")
            go.setAccessibleName(f"看{one.what}")
            card.add(_line("arrow_download", one.what, one.whose, go))
        return card

    def _drafts(self, drafts: Sequence[Waiting]) -> Card | None:
        if not drafts:
            return None
        card = Card("没写完的", icon="edit")
        for one in drafts[:SHOWN]:
            more = button("接着写", partial(self._draft, one), kind="quiet")
            title = draft_title(one)
            more.setAccessibleName(f"接着写：{title}")
            card.add(_line("", title, "还没保存，没有丢", more))
        return card

    def _waiting(self, waiting: Sequence[Wait], board: Callable[[], object] | None) -> Card | None:
        if not waiting:
            return None
        card = Card("等别人答复", _more(len(waiting)))
        if self.reported is not None and any(one.what == "强制报告" for one in waiting):
            more = button("强制报告", self.reported, kind="link")
            more.setAccessibleName("接着办强制报告")
            card.act(more)
        if board is not None:
            card.act(button("转介看板", board, kind="link"))
        for one in waiting[:SHOWN]:
            late = words(one.due.text, one.due.tone or "small")
            ink = "red" if one.due.tone == "late" else "ink2"
            icon = "alert_urgent" if one.what == "强制报告" else "arrow_routing"
            card.add(_line(icon, f"{one.title}　{one.what}".strip("　"), one.why, late, ink))
        return card

    def _ahead(self, ahead: Sequence[Ahead]) -> Card | None:
        if not ahead:
            return None
        card = Card("快到的日子", _more(len(ahead)))
        for one in ahead[:SHOWN]:
            go = button(one.when, partial(self._open, one.child), kind="quiet")
            go.setAccessibleName(f"打开档案：{one.title}，{one.when}")
            card.add(_line("calendar_clock", one.title, one.why, go))
        return card

    def _ungraded(self, page: Today, plan: Callable[[], object]) -> Card | None:
        if not page.ungraded:
            return None
        card = Card("还没评风险")
        go = button("去看看", plan, kind="quiet")
        go.setAccessibleName(f"看还没评风险的{page.ungraded:,}个孩子")
        card.add(
            _line("calendar_day", f"{page.ungraded:,}个孩子还没评风险", "评了颜色，就知道多久去一次", go)
        )
        return card


class MonthCard(Card):
    """How many stops of this month are made."""

    def __init__(self) -> None:
        super().__init__("本月走访")
        self._figure = words("", "figure")
        self._of = words("", "second")
        self._left = words("", "second")
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName("本月走访进度")
        self.add(fit.row(self._figure, self._of, None, self._left, spacing=8))
        self.add(self._bar)

    def show_month(self, page: Today) -> None:
        """Other figures."""
        month = page.month
        self._figure.setText(f"{month.done:,}")
        say(self._of, f"户已走，应走{month.all:,}户" if month.all else "户已走，这个月还没约走访")
        say(self._left, f"还剩{month.left}天" if month.left else "今天是月底")
        self._bar.setRange(0, max(month.all, 1))
        self._bar.setValue(month.done)


def draft_title(draft: Waiting) -> str:
    """Whose, and what: 周小禾的资料. A referral shows the family name alone, as everywhere."""
    if not draft.name:
        return "新建档案" if draft.page == "child" else f"没写完的{DRAFTS.get(draft.page, '资料')}"
    name = f"{draft.name[:1]}〇〇" if draft.page in SEALED_DRAFTS else draft.name
    return f"{name}的{DRAFTS.get(draft.page, '资料')}"


def _more(number: int) -> str:
    return f"共{number}" if number > SHOWN else ""


def _line(icon: str, title: str, note: str, right: QWidget, ink: str = "ink2") -> QHBoxLayout:
    """Icon, two lines of words, something at the right."""
    text = fit.column(Elided(title, "small"), Elided(note, "note"), spacing=0)
    made = fit.row(spacing=10)
    if icon:
        made.addWidget(sign(icon, ink))
    made.addLayout(text, 1)
    made.addWidget(right)
    return made
