"""A report as it is looked at: where every head stands, the words of every cell, the children behind each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from childdesk.domain.report.tally import Branch, Line, Tally

Behind = tuple[tuple[str, ...], ...]
"""The children behind each cell of a row."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a head stands: rows and columns from and to, all included."""

    label: str
    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True, slots=True)
class Grid:
    """Heads, rows, the sum. `labels` columns at the left name the rows; `numbers` are columns of figures."""

    title: str
    unit: str
    when: str
    places: tuple[Place, ...]
    depth: int
    labels: int
    rows: tuple[tuple[str, ...], ...]
    behind: tuple[Behind, ...]
    total: tuple[str, ...] | None = None
    numbers: frozenset[int] = frozenset()
    notes: tuple[str, ...] = ()
    subs: frozenset[int] = frozenset()
    """The rows that are a 小计 of those above them."""
    towns: bool = False
    """Whether the first label is the 乡镇."""

    @property
    def columns(self) -> int:
        """How many columns there are, labels included."""
        return max((place.right for place in self.places), default=-1) + 1

    def path(self, column: int) -> str:
        """The heads over a column, from the top."""
        over = [place for place in self.places if place.left <= column <= place.right]
        return "，".join(place.label for place in sorted(over, key=lambda place: place.top))

    def children(self, row: int, column: int) -> tuple[str, ...]:
        """Who is behind a cell; `row` past the last is the sum."""
        if row < len(self.rows):
            return self.behind[row][column]
        found = (child for line in self.behind for child in line[column])
        return tuple(dict.fromkeys(found))


def places(tally: Tally) -> list[Place]:
    """Where every head stands, labels first, counted from the first head row."""
    depth = max((branch.depth() for branch in tally.head), default=1)
    found = [Place(label, 0, at, depth - 1, at) for at, label in enumerate(tally.labels)]

    def put(branch: Branch, top: int, left: int) -> int:
        width = sum(1 for _ in branch.leaves())
        bottom = top if branch.below else depth - 1
        found.append(Place(branch.label, top, left, bottom, left + width - 1))
        at = left
        for below in branch.below:
            at = put(below, top + 1, at)
        return left + width

    left = len(tally.labels)
    for branch in tally.head:
        left = put(branch, 0, left)
    return found


def of_tally(tally: Tally) -> Grid:
    """A table of counts as it is looked at."""
    labels = len(tally.labels)
    columns = labels + len(tally.leaves())
    return Grid(
        tally.title,
        tally.unit,
        tally.when,
        tuple(places(tally)),
        max((branch.depth() for branch in tally.head), default=1),
        labels,
        tuple(_texts(tally, line) for line in tally.lines),
        tuple((*((),) * labels, *(cell.children for cell in line.cells)) for line in tally.lines),
        None if tally.total is None else _texts(tally, tally.total),
        frozenset(range(labels, columns)),
        tally.notes,
        frozenset(at for at, line in enumerate(tally.lines) if line.sub),
        tally.towns,
    )


def _texts(tally: Tally, line: Line) -> tuple[str, ...]:
    told = list(line.labels) + [""] * (len(tally.labels) - len(line.labels))
    for at, leaf in enumerate(tally.leaves()):
        if leaf.share:
            told.append(_share(tally, line, leaf.share))
        else:
            told.append(line.cells[at].said or f"{line.cells[at].number:,}")
    return tuple(told)


def _share(tally: Tally, line: Line, key: str) -> str:
    at = tally.at(key)
    whole = (tally.total or line).cells[at].number
    return "0.00" if whole == 0 else f"{line.cells[at].number * 100 / whole:.2f}"


def of_list(  # noqa: PLR0913 - everything that stands on a list
    title: str,
    unit: str,
    when: str,
    heads: Sequence[str],
    rows: Sequence[Sequence[str]],
    children: Sequence[str],
    numbers: frozenset[int],
    notes: tuple[str, ...],
) -> Grid:
    """A roster as it is looked at: one head row, the child of each row behind every cell."""
    return Grid(
        title,
        unit,
        when,
        tuple(Place(head, 0, at, 0, at) for at, head in enumerate(heads)),
        1,
        0,
        tuple(tuple(row) for row in rows),
        tuple(((child,) if child else (),) * len(heads) for child in children),
        None,
        numbers,
        notes,
    )
