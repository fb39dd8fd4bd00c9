"""The left column of the list: the filter that follows what there is, and the filters a person has kept."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QWidget

from childdesk.desk.listing import Chosen, Group
from childdesk.ui import fit
from childdesk.ui.widgets.filter_pane import FilterGroup, FilterPane
from childdesk.ui.workbench import Workbench

SAVED, LAST = "filter/children.saved", "filter/children.last"
FOLDED = frozenset(("group", "age", "schooling", "health", "missing"))
DEFAULT: Mapping[str, tuple[str, ...]] = {"state": ("open",)}
MOST = 6
"""Filters that may be kept."""


class Narrowing(QFrame):
    """Holds the pane and makes it anew when other options have turned up. `changed` as the pane says it."""

    changed = Signal()

    def __init__(self, bench: Workbench) -> None:
        super().__init__()
        self.bench = bench
        self._groups: Sequence[Group] = ()
        self._place = fit.column(spacing=0)
        self.setLayout(self._place)
        self.pane = FilterPane(())
        self._place.addWidget(self.pane)
        self._chosen: dict[str, tuple[str, ...]] = dict(DEFAULT)
        fit.fix(self, width=184)

    def chosen(self) -> dict[str, tuple[str, ...]]:
        """What is chosen, also where the pane does not offer it (yet)."""
        return dict(self._chosen)

    def choose(self, chosen: Chosen) -> None:
        """Sets the choice without saying `changed`."""
        self._chosen = {group: tuple(values) for group, values in chosen.items() if values}
        self.pane.choose(self._chosen)

    def drop(self, group: str, value: str) -> None:
        """Takes one choice away and says so."""
        left = tuple(one for one in self._chosen.get(group, ()) if one != value)
        self.choose({**self._chosen, group: left})
        self._tell()

    def show_counts(self, groups: Sequence[Group], counts: Mapping[str, Mapping[str, int]]) -> None:
        """How many there are of each; other options make another pane."""
        if list(groups) != list(self._groups):
            self._make(groups)
        self.pane.count(counts)

    def words(self) -> list[tuple[str, str, str]]:
        """(group, value, word) of what is chosen, for the chips; who is registered needs none."""
        shown = {
            group: values for group, values in self._chosen.items() if (group, values) != ("state", ("open",))
        }
        labels = {group.key: dict(group.options) for group in self._groups}
        return [
            (group, value, labels.get(group, {}).get(value, value))
            for group, values in shown.items()
            for value in values
        ]

    def open_group(self, key: str) -> None:
        """Unfolds one group and goes there."""
        if any(group.key == key for group in self._groups):
            self.pane.fold(key, folded=False)
            self.first(key).setFocus()

    def first(self, key: str = "") -> QWidget:
        """Where the focus goes."""
        boxes = self.pane.boxes(key) if key else ()
        return boxes[0] if boxes else self.pane.first()

    def keep(self, name: str) -> None:
        """Keeps the present choice under a name; the oldest goes when there are too many."""
        saved = {**self._saved(), name: {key: list(values) for key, values in self._chosen.items()}}
        self.bench.remember(SAVED, dict(list(saved.items())[-MOST:]))
        self.pane.favourites(list(self._saved()))

    def recall(self) -> None:
        """The choice of the last time."""
        last = self.bench.recall(LAST)
        if isinstance(last, dict):
            self.choose({str(key): tuple(map(str, values)) for key, values in last.items()})

    def _saved(self) -> dict[str, dict[str, list[str]]]:
        kept = self.bench.recall(SAVED)
        return kept if isinstance(kept, dict) else {}

    def _take(self, name: str) -> None:
        self.choose({key: tuple(values) for key, values in self._saved().get(name, {}).items()})
        self._tell()

    def _make(self, groups: Sequence[Group]) -> None:
        folds = {group.key: self.pane.folded(group.key) for group in self._groups}
        self._groups = list(groups)
        made = FilterPane(
            [
                FilterGroup(
                    group.key,
                    group.label,
                    group.options,
                    kind="risk" if group.key == "risk" else "",
                    folded=folds.get(group.key, group.key in FOLDED),
                )
                for group in groups
                if group.options
            ]
        )
        made.choose(self._chosen)
        made.favourites(list(self._saved()))
        made.changed.connect(self._picked)
        made.favourite_taken.connect(self._take)
        self._place.replaceWidget(self.pane, made)
        self.pane.deleteLater()
        self.pane = made

    def _picked(self) -> None:
        self._chosen = self.pane.chosen()
        self._tell()

    def _tell(self) -> None:
        self.bench.remember(LAST, {key: list(values) for key, values in self._chosen.items()})
        self.changed.emit()
