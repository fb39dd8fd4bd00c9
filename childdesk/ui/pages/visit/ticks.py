"""Ticks what was seen: three words each, a line for what is wrong, the rest as last time."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QLineEdit, QWidget

from childdesk.domain import seen
from childdesk.domain.seen import BAD, ITEMS, RECHECK, VERDICTS, Tick
from childdesk.ui import fit
from childdesk.ui.widgets.buttons import button
from childdesk.ui.widgets.segmented import Segmented
from childdesk.ui.widgets.words import Elided, words

ALWAYS = 3
"""So many rows stand open; the others open at a first visit, or when somebody wants them."""


class TickRow(QWidget):
    """One thing to look at."""

    changed = Signal()

    def __init__(self, item: seen.Item) -> None:
        super().__init__()
        self.item = item
        self.last: Tick | None = None
        self.verdict = Segmented([(one, one) for one in VERDICTS], dense=True, bad=(BAD,))
        for one in VERDICTS:
            self.verdict.part(one).setAccessibleName(f"{item.label}，{one}")
        self.note = QLineEdit()
        self.note.setPlaceholderText("看到什么，当场怎么办的")
        self.note.setAccessibleName(f"{item.label}：看到什么")
        self.recheck = QCheckBox(RECHECK)
        self.recheck.setAccessibleName(f"{item.label}，{RECHECK}")
        self._before = Elided("", "second")
        fit.fix(self.verdict, width=198)
        label = fit.fix(words(item.label, "small"), width=172)
        line = fit.row(label, self.verdict, self.note, self.recheck, self._before, None, spacing=12)
        line.setStretch(2, 3)
        line.setStretch(4, 2)
        self._line = line
        self.setLayout(line)
        self.verdict.chosen.connect(self._chosen)
        self.note.textEdited.connect(lambda _text: self.changed.emit())
        # Left again, a longer sentence is read from its beginning.
        self.note.editingFinished.connect(lambda: self.note.home(False))
        self.recheck.clicked.connect(lambda _on: self.changed.emit())
        self._settle()

    def tick(self) -> Tick | None:
        """What was ticked, or nothing."""
        verdict = self.verdict.key()
        if verdict is None:
            return None
        bad = verdict == BAD
        return Tick(verdict, self.note.text() if bad else "", self.recheck.isChecked() if bad else False)

    def show_tick(self, tick: Tick | None) -> None:
        """Shows a tick without saying `changed`."""
        self.verdict.choose(None if tick is None else tick.verdict)
        self.note.setText(tick.note if tick else "")
        self.note.home(False)
        self.recheck.setChecked(bool(tick and tick.recheck))
        self._settle()

    def remember(self, last: Tick | None) -> None:
        """What was ticked the last time; said beside the words."""
        self.last = last
        self._settle()

    def as_last(self) -> None:
        """The same as the last time."""
        if self.last is not None:
            self.show_tick(self.last)

    def _chosen(self, verdict: str) -> None:
        self._settle()
        if verdict == BAD:
            self.note.setFocus()
        self.changed.emit()

    def _settle(self) -> None:
        bad = self.verdict.key() == BAD
        self.note.setVisible(bad)
        self.recheck.setVisible(bad)
        self._before.setVisible(not bad)
        # With something wrong the words get the whole line.
        self._line.setStretch(4, 0 if bad else 2)
        self._line.setStretch(5, 0 if bad else 1)
        if self.last is None:
            self._before.say("")
        elif self.verdict.key() == self.last.verdict:
            self._before.say("与上次相同")
        else:
            note = f"（{self.last.note}）" if self.last.note else ""
            self._before.say(f"上次：{self.last.verdict}{note}")


class Ticks(QWidget):
    """All things to look at, the first ones open."""

    changed = Signal()
    opened = Signal()
    """Everything stands open now."""

    def __init__(self) -> None:
        super().__init__()
        self.rows = {item.key: TickRow(item) for item in ITEMS}
        self.rest = button("", self._same, kind="small", icon="checkmark")
        self.more = button("", self._open, kind="quiet", icon="chevron_down")
        head = fit.row(words("看到的情况", "group"), None, self.more, self.rest, spacing=10)
        self.setLayout(fit.column(head, *self.rows.values(), spacing=8))
        for row in self.rows.values():
            row.changed.connect(self._changed)

    def begin(self, last: Mapping[str, Tick] | None, ticks: Mapping[str, Tick]) -> None:
        """A new form. Without a last visit (None) everything stands open; what is ticked stands open too."""
        for number, (key, row) in enumerate(self.rows.items()):
            row.remember((last or {}).get(key))
            row.show_tick(ticks.get(key))
            row.setVisible(number < ALWAYS or not last or key in ticks)
        self._say()

    def ticks(self) -> dict[str, Tick]:
        """What was ticked, in the order of the list."""
        found = {key: row.tick() for key, row in self.rows.items()}
        return {key: tick for key, tick in found.items() if tick is not None}

    def folded(self) -> bool:
        """Whether some rows are not shown."""
        return any(row.isHidden() for row in self.rows.values())

    def first_open(self, field: str) -> QWidget:
        """The first row of a national field that has no tick yet."""
        rows = [row for row in self.rows.values() if row.item.field == field]
        chosen = next((row for row in rows if row.tick() is None), rows[0])
        chosen.show()
        self._say()
        return chosen.verdict.part(VERDICTS[0])

    def _open_keys(self) -> list[str]:
        return [key for key, row in self.rows.items() if row.tick() is None and row.last is not None]

    def _same(self) -> None:
        for key in self._open_keys():
            self.rows[key].as_last()
        self._changed()

    def _open(self) -> None:
        for row in self.rows.values():
            row.show()
        self._say()
        self.opened.emit()

    def _changed(self) -> None:
        self._say()
        self.changed.emit()

    def _say(self) -> None:
        left = len(self._open_keys())
        self.rest.setVisible(left > 0)
        self.rest.setText(f" 其余{left:,}项都与上次相同")
        self.rest.setAccessibleName(f"其余{left:,}项都与上次相同")
        hidden = sum(row.isHidden() for row in self.rows.values())
        self.more.setVisible(hidden > 0)
        self.more.setText(f" 另外{hidden:,}项")
        self.more.setAccessibleName(f"看另外{hidden:,}项")
