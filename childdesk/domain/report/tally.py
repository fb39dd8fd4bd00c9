"""A table of counts: heads over heads, a line for each village, who is behind every number, 勾稽 rules.

Pure values. A head is a tree whose leaves say which children they count, so that a sheet, its sums, its
checks and the list behind a number all come from the same few lines of data.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

Facts = Mapping[str, frozenset[str]]
"""What is counted of one child: dimension → its codes; nothing collected is an empty set."""


@dataclass(frozen=True, slots=True)
class Counted:
    """One child as reports count it on a day."""

    id: str
    unit: str
    facts: Facts


@dataclass(frozen=True, slots=True)
class Has:
    """A condition: one of the codes is among those of a dimension. No codes: nothing was collected."""

    key: str
    codes: frozenset[str] = frozenset()

    def holds(self, facts: Facts) -> bool:
        """Whether it is so."""
        held = facts.get(self.key, frozenset())
        return bool(held & self.codes) if self.codes else not held


@dataclass(frozen=True, slots=True)
class Branch:
    """A head: with others below it, or a leaf with a key that counts who meets every condition.

    `share` makes a leaf the percentage that another leaf has of its sum; `adds` are the leaves of the same
    line that an office adds up in a formula, those taken away whose key begins with `-`.
    """

    label: str
    key: str = ""
    below: tuple[Branch, ...] = ()
    takes: tuple[Has, ...] = ()
    share: str = ""
    adds: tuple[str, ...] = ()

    def leaves(self) -> Iterator[Branch]:
        """The leaves below it, from left to right."""
        if not self.below:
            yield self
        for branch in self.below:
            yield from branch.leaves()

    def depth(self) -> int:
        """How many rows of heads it takes."""
        return 1 + max((branch.depth() for branch in self.below), default=0)


@dataclass(frozen=True, slots=True)
class Cell:
    """A number, and the children behind it (none for what may not be told by name)."""

    number: int = 0
    children: tuple[str, ...] = ()
    said: str = ""
    """Words that stand in place of a number that is hidden; the number is 0 then and counts for nothing."""


@dataclass(frozen=True, slots=True)
class Line:
    """One row: its labels and a cell for each leaf. `sub`: a 小计 of the lines above it."""

    labels: tuple[str, ...]
    cells: tuple[Cell, ...]
    sub: bool = False


@dataclass(frozen=True, slots=True)
class Check:
    """One 勾稽 check: the rule in words, whether it holds, and the ids of the children behind it when not."""

    rule: str
    holds: bool
    children: tuple[str, ...] = ()
    why: str = ""
    """What the difference is, in words; empty when it holds."""


@dataclass(frozen=True, slots=True)
class Rule:
    """In every line `whole` is the sum of `parts`, keys of leaves; `-` before one takes it away."""

    text: str
    whole: str
    parts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Covered:
    """Everybody in `whole` is in at least one of `parts`, of which several may hold."""

    text: str
    whole: str
    parts: tuple[str, ...]


AnyRule = Rule | Covered


@dataclass(frozen=True, slots=True)
class Tally:
    """A whole table. `total` is counted anew over everybody, so that the sum of the lines can be checked."""

    title: str
    unit: str
    when: str
    labels: tuple[str, ...]
    head: tuple[Branch, ...]
    lines: tuple[Line, ...]
    total: Line | None
    rules: tuple[AnyRule, ...] = ()
    notes: tuple[str, ...] = ()
    chart: tuple[str, ...] = ()
    """Keys of the leaves of the total line (of each line, where there is none) that are worth a picture."""
    apart: tuple[str, ...] = ()
    """Labels of lines in another measure: they are left out of the picture."""
    more: tuple[Check, ...] = field(default=())
    """Checks against other days, found by whoever counted."""
    towns: bool = False
    """Whether the first label is the 乡镇: its villages stand together, and its 小计 stands below them."""

    def leaves(self) -> tuple[Branch, ...]:
        """All leaves from left to right."""
        return tuple(leaf for branch in self.head for leaf in branch.leaves())

    def at(self, key: str) -> int:
        """The column of a leaf among the leaves."""
        return next(at for at, leaf in enumerate(self.leaves()) if leaf.key == key)

    def own(self) -> tuple[Line, ...]:
        """The lines that are no sums of others."""
        return tuple(line for line in self.lines if not line.sub)

    def adds(self, at: int) -> tuple[int, ...]:
        """The places of the lines that the 小计 at a place adds up: those above it, of its kind where a
        village has a line for each kind."""
        end = at
        while end and self.lines[end - 1].sub:
            end -= 1
        first = end
        while first and not self.lines[first - 1].sub:
            first -= 1
        kind = self.lines[at].labels[2:]
        return tuple(one for one in range(first, end) if self.lines[one].labels[2:] == kind)

    def checks(self) -> tuple[Check, ...]:
        """Every rule tried on every line."""
        found = [self._check(rule) for rule in self.rules]
        subs = [at for at, line in enumerate(self.lines) if line.sub]
        if subs:
            sums = [(self.lines[at], [self.lines[one] for one in self.adds(at)]) for at in subs]
            found.append(self._sums("小计＝各村相加", sums))
        if self.total is not None:
            found.append(self._sums("合计＝各行相加", [(self.total, self.own())]))
        return (*found, *self.more)

    def children(self) -> tuple[str, ...]:
        """Everybody whom some cell counts."""
        return tuple(dict.fromkeys(child for line in self.lines for c in line.cells for child in c.children))

    def _check(self, rule: AnyRule) -> Check:
        behind: dict[str, None] = {}
        why = []
        for line in self.own():
            whole = line.cells[self.at(rule.whole)]
            signed = [(key.removeprefix("-"), -1 if key.startswith("-") else 1) for key in rule.parts]
            parts = [(line.cells[self.at(key)], sign) for key, sign in signed]
            if any(cell.said for cell in (whole, *(cell for cell, _ in parts))):
                continue
            if isinstance(rule, Covered):
                covered = {child for cell, _ in parts for child in cell.children}
                wrong = [child for child in whole.children if child not in covered]
                holds, told = not wrong, f"{len(wrong)}人没有"
            else:
                added = sum(cell.number * sign for cell, sign in parts)
                holds = added == whole.number
                wrong = [] if holds else _behind(whole, parts)
                told = f"相加{added}，应为{whole.number}"
            if not holds:
                behind.update(dict.fromkeys(wrong))
                why.append(f"{''.join(line.labels if self.towns else line.labels[-1:])}：{told}")
        return Check(rule.text, not why, tuple(behind), "；".join(why[:3]))

    def _sums(self, rule: str, sums: Iterable[tuple[Line, Sequence[Line]]]) -> Check:
        """Whether every sum is that of its lines."""
        wrong: dict[str, None] = {}
        holds = True
        for total, lines in sums:
            for at, (leaf, whole) in enumerate(zip(self.leaves(), total.cells, strict=True)):
                cells = [line.cells[at] for line in lines]
                if leaf.share or any(cell.said for cell in (whole, *cells)):
                    continue
                if sum(cell.number for cell in cells) != whole.number:
                    holds = False
                    wrong.update(dict.fromkeys(_behind(whole, [(cell, 1) for cell in cells])))
        return Check(rule, holds, tuple(wrong))


def _behind(whole: Cell, parts: Sequence[tuple[Cell, int]]) -> list[str]:
    """Children who stand in the whole and the parts a different number of times."""
    times = Counter(whole.children)
    for cell, sign in parts:
        for child in cell.children:
            times[child] -= sign
    return [child for child, left in times.items() if left]


def counted(head: Iterable[Branch], children: Iterable[Counted]) -> tuple[Cell, ...]:
    """A cell for each leaf: who of the children meets its conditions."""
    leaves = [leaf for branch in head for leaf in branch.leaves()]
    found: list[list[str]] = [[] for _ in leaves]
    for child in children:
        for at, leaf in enumerate(leaves):
            if not leaf.share and all(condition.holds(child.facts) for condition in leaf.takes):
                found[at].append(child.id)
    return tuple(Cell(len(ids), tuple(ids)) for ids in found)


def grouped(label: str, key: str, buckets: Iterable[tuple[str, str]], *, unknown: str = "未采集") -> Branch:
    """A group whose buckets part one dimension: (label, codes joined by 、); with one for nothing collected.

    Its leaves are keyed `key.label`.
    """
    below = [
        Branch(word, f"{key}.{word}", takes=(Has(key, frozenset(codes.split("、"))),))
        for word, codes in buckets
    ]
    if unknown:
        below.append(Branch(unknown, f"{key}.{unknown}", takes=(Has(key),)))
    return Branch(label, below=tuple(below))


def keys(head: Iterable[Branch], prefix: str) -> tuple[str, ...]:
    """The keys of the leaves that begin with a prefix."""
    return tuple(leaf.key for branch in head for leaf in branch.leaves() if leaf.key.startswith(prefix))
