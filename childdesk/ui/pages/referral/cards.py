"""Shows referrals as cards in columns or as a list: family name, urgency, route, clock, whose turn."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QWidget

from childdesk.desk.referral_board import COLUMNS, SIDES, Card
from childdesk.ui import fit, theme
from childdesk.ui.widgets.buttons import button
from childdesk.ui.widgets.card_button import CardButton
from childdesk.ui.widgets.chip import chip, count
from childdesk.ui.widgets.scroll import scrolled
from childdesk.ui.widgets.words import Elided, rule, sign, surface, words

MOST = 12
"""Cards of a column; the rest is counted and stands in the list."""

BATCH = 40
"""Lines of the list that are drawn at once; the following ones when they are asked for."""

NARROW = 108
"""The least width of a card: six columns with a bar beside each have no more room in the largest type."""

ROOMY = 110
"""Up to this type the short code has room beside whose turn it is; in larger type the tooltip says it."""

_URGENT = {"一般": "plain", "加急": "yellow", "紧急": "red"}
_TONES = {"late": "late", "soon": "soon", "good": "good"}


BY_CODE = "code"


def title(card: Card, way: str) -> str:
    """The family name, or only the short code where others may see it; the village besides."""
    name = card.code if way == BY_CODE else card.title
    return f"{name}　{card.village}" if card.village else name


def spoken(card: Card, way: str = "") -> str:
    """As it is read aloud."""
    return f"{title(card, way)}，{card.urgency}，{card.route}，{card.state}，{card.clock.text}，{card.turn}"


def board_card(card: Card, do: Callable[[], object], way: str = "") -> CardButton:
    """One card of a column."""
    name = card.code if way == BY_CODE else card.title
    head = fit.row(Elided(name, "group"), None, _urgency(card), spacing=4)
    where = f"{card.village}　{card.route}" if card.village else card.route
    clock = Elided(card.clock.text, _TONES.get(card.clock.tone, "second"))
    turn = _turn(card)
    if way != BY_CODE and theme.look().scale <= ROOMY:
        turn.addWidget(words(card.code, "note"))
    inside = fit.column(head, Elided(where, "small"), clock, rule(), turn, spacing=5)
    fit.hold(inside, (10, 10, 8, 9))
    made = CardButton(spoken(card, way), inside, least=NARROW)
    made.setToolTip("" if way == BY_CODE else f"短码{card.code}")
    made.clicked.connect(lambda: do())
    return made


def strip_card(card: Card, do: Callable[[], object], way: str = "") -> CardButton:
    """One that stands beside the way: a line."""
    parts = (
        words(title(card, way), "group"),
        _urgency(card),
        words(card.turn, "turn" if card.mine else "second"),
    )
    made = CardButton(spoken(card, way), fit.row(*parts, margins=(12, 5, 12, 5), spacing=10))
    made.clicked.connect(lambda: do())
    return made


def list_card(card: Card, do: Callable[[], object], way: str = "") -> CardButton:
    """One line of the list."""
    clock = words(card.clock.text, _TONES.get(card.clock.tone, "second"))
    line = fit.row(
        fit.fix(Elided(title(card, way), "group"), width=132 if card.village else 76),
        fit.fix(_urgency(card), width=52),
        Elided(card.route, "small"),
        fit.fix(words(card.state, "small"), width=108),
        fit.fix(clock, width=190),
        fit.fix(_holder(_turn(card)), width=210),
        margins=(14, 8, 14, 8),
        spacing=12,
    )
    line.setStretch(2, 1)
    made = CardButton(spoken(card, way), line)
    made.clicked.connect(lambda: do())
    return made


class Board(QWidget):
    """The columns, and a strip for those beside the way. ←→ go between columns, ↑↓ between cards."""

    opened = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.cards: dict[str, list[CardButton]] = {}
        self.name_by = ""
        self._columns: QHBoxLayout = fit.row(spacing=6)
        self._strip = fit.row(spacing=8)
        self._sides = QWidget()
        self._sides.setLayout(self._strip)
        inner = fit.column(self._columns, self._sides, spacing=8)
        inner.setStretch(0, 1)
        self.setLayout(inner)

    def show_cards(self, columns: Mapping[str, Sequence[Card]], sides: Mapping[str, Sequence[Card]]) -> None:
        """Other cards; empty columns stay, an empty strip does not."""
        fit.clear(self._columns)
        fit.clear(self._strip)
        self.cards = {}
        for state in COLUMNS:
            self._columns.addWidget(self._column(state, columns.get(state, ())), 1)
        there = [state for state in SIDES if sides.get(state)]
        self._sides.setVisible(bool(there))
        most = 2 if len(there) == 1 else 1
        for state in there:
            self._strip.addWidget(words(f"{state}{len(sides[state]):,}", "group"))
            self.cards[state] = [self._made(card, strip_card) for card in sides[state][:most]]
            for made in self.cards[state]:
                self._strip.addWidget(made)
        self._strip.addStretch(1)

    def first(self) -> QWidget | None:
        """The first card."""
        return next((cards[0] for cards in self.cards.values() if cards), None)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The arrows."""
        across = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()), 0)
        down = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()), 0)
        columns = [cards for cards in self.cards.values() if cards]
        here = self.window().focusWidget()
        at = next(
            ((x, y) for x, cards in enumerate(columns) for y, one in enumerate(cards) if one is here), None
        )
        if at is None or not (across or down):
            super().keyPressEvent(event)
            return
        column = columns[max(0, min(at[0] + across, len(columns) - 1))]
        column[max(0, min(at[1] + down, len(column) - 1))].setFocus(Qt.FocusReason.TabFocusReason)

    def _column(self, state: str, cards: Sequence[Card]) -> QFrame:
        made = surface("sunk")
        made.setAccessibleName(f"{state}，{len(cards):,}份")
        stack = fit.column(spacing=8, margins=(0, 0, 2, 0))
        self.cards[state] = [self._made(card, board_card) for card in cards[:MOST]]
        for one in self.cards[state]:
            stack.addWidget(one)
        if len(cards) > MOST:
            stack.addWidget(words(f"还有{len(cards) - MOST:,}份\n换成列表看", "second"))
        stack.addStretch(1)
        inside = QWidget()
        inside.setLayout(stack)
        head = fit.row(words(state, "group"), count(len(cards)), None, spacing=8)
        inner = fit.column(head, scrolled(inside), margins=(6, 10, 2, 8), spacing=10)
        inner.setStretch(1, 1)
        made.setLayout(inner)
        return made

    def _made(self, card: Card, make: Callable[[Card, Callable[[], object], str], CardButton]) -> CardButton:
        return make(card, lambda: self.opened.emit(card.id), self.name_by)


class CardList(QWidget):
    """The same as lines, the longest waiting first."""

    opened = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.cards: list[CardButton] = []
        self.name_by = ""
        self._all: Sequence[Card] = ()
        self._lines = fit.column(spacing=6)
        self.more = button("", self._go_on, icon="chevron_down")
        inside = QWidget()
        inside.setLayout(fit.column(self._lines, fit.row(self.more, None), None, spacing=6))
        self.setLayout(fit.column(scrolled(inside)))

    def show_cards(self, cards: Sequence[Card]) -> None:
        """Other lines."""
        fit.clear(self._lines)
        self._all, self.cards = cards, []
        self._grow()

    def _go_on(self) -> None:
        at = len(self.cards)
        self._grow()
        following = self.cards[at]
        # It can take the focus as soon as it is shown.
        QTimer.singleShot(0, following, lambda: following.setFocus(Qt.FocusReason.TabFocusReason))

    def _grow(self) -> None:
        for card in self._all[len(self.cards) : len(self.cards) + BATCH]:
            made = list_card(card, partial(self.opened.emit, card.id), self.name_by)
            self.cards.append(made)
            self._lines.addWidget(made)
        left = len(self._all) - len(self.cards)
        self.more.setVisible(left > 0)
        self.more.setText(f" 再看{min(left, BATCH)}份，还有{left:,}份")
        self.more.setAccessibleName(self.more.text().strip())

    def first(self) -> QWidget | None:
        """The first line."""
        return self.cards[0] if self.cards else None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """↑↓ go between the lines."""
        step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()))
        here = self.window().focusWidget()
        at = next((at for at, card in enumerate(self.cards) if card is here), None)
        if step is None or at is None:
            super().keyPressEvent(event)
            return
        self.cards[max(0, min(at + step, len(self.cards) - 1))].setFocus(Qt.FocusReason.TabFocusReason)


def _urgency(card: Card) -> QLabel:
    return chip(card.urgency, _URGENT.get(card.urgency, "plain"))


def _turn(card: Card) -> QHBoxLayout:
    mine = card.mine
    text = Elided(card.turn, "turn" if mine else "second")
    mark = sign("person" if mine else "hourglass", "brand" if mine else "ink2", 16)
    line = fit.row(mark, text, spacing=6)
    line.setStretch(1, 1)
    return line


def _holder(line: QHBoxLayout) -> QWidget:
    made = QWidget()
    made.setLayout(line)
    return made
