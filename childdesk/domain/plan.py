"""What would happen: the steps of an import, undo, merge, bulk edit or restore, before they count."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from childdesk.domain.change import Dot
from childdesk.domain.kinds import Scalar


@dataclass(frozen=True, slots=True)
class New:
    """A record to be created. `values` maps keys to scalars; empty ones are left out."""

    record: str
    row: str
    values: Mapping[str, Scalar]


@dataclass(frozen=True, slots=True)
class Set:
    """One field to be changed. `base` is what its editor saw when it was opened; None means as it is now."""

    record: str
    row: str
    field: str
    value: Scalar | Mapping[str, object]
    base: tuple[Dot, ...] | None = None
    gives_way: bool = False
    """Written on somebody's behalf: what they wrote themselves at that time is shown until one decides."""


Op = New | Set
"""What a plan asks the writer for."""

Outcome = Literal["add", "change", "same", "skip", "conflict"]


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that a plan would do, in words, with the changes that it stands for."""

    outcome: Outcome
    record: str
    row: str
    text: str
    ops: tuple[Op, ...] = ()


@dataclass(slots=True)
class Plan:
    """Steps in the order in which they are done. Applying it writes one entry."""

    operation: str
    steps: list[Step] = field(default_factory=list)
    source: str = ""
    undoes: str = ""

    def ops(self) -> list[Op]:
        """Everything that the writer is asked for, in order."""
        return [op for step in self.steps for op in step.ops]

    def count(self, outcome: Outcome) -> int:
        """How many steps have this outcome."""
        return sum(step.outcome == outcome for step in self.steps)
