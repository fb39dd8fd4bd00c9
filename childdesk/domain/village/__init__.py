"""Invents a practice village: families, their children, and what happened to them in thirteen months.

The same seed, day and unit give the same village, byte for byte, with every Python. Nobody in it is real:
names are put together from lists, identity numbers and telephones were never given out (see `numbers`),
village and schools are invented. The values are stored scalars and go to the writer as they are.
"""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from childdesk.domain.plan import New
from childdesk.domain.village import care, referrals, register, reliefs, visits, year
from childdesk.domain.village.inventor import Inventor
from childdesk.domain.village.people import Family
from childdesk.domain.village.story import IMPORT, OPERATIONS, Batch, Dice, Story, register_day

__all__ = ["Batch", "Village", "generate", "register_day", "stream"]


@dataclass(frozen=True, slots=True)
class Village:
    """What was written in a village's ledger, in the order in which it was: first the register, whole."""

    batches: tuple[Batch, ...]

    def joined(self) -> Iterator[Batch]:
        """The same with all families' batches of one day and operation as one: fewer, larger entries."""
        for (day, operation), part in itertools.groupby(
            self.batches, lambda batch: (batch.day, batch.operation)
        ):
            yield Batch(day, operation, tuple(op for batch in part for op in batch.ops))

    def counts(self) -> dict[str, int]:
        """How many records of each kind there are."""
        return dict(Counter(op.record for batch in self.batches for op in batch.ops if isinstance(op, New)))


def generate(children: int, seed: int, today: date, unit: str) -> Village:
    """A village of exactly so many children as it stands on `today`.

    `unit` is the 12-digit code of the village (empty: addresses without a code). The first batch is the
    import of the register on `register_day(today)`; a family's visit, a change, a referral are batches of
    their own. From about 30 children on every prepared family is there. Raises ValueError for fewer than
    one child. 100,000 children at once are better streamed.
    """
    told = list(itertools.chain.from_iterable(stream(children, seed, today, unit)))
    imported = tuple(op for batch in told if batch.operation == IMPORT for op in batch.ops)
    rest = [batch for batch in told if batch.operation != IMPORT]
    rest.sort(key=lambda batch: (batch.day, OPERATIONS.index(batch.operation)))
    return Village((Batch(register_day(today), IMPORT, imported), *rest))


def stream(children: int, seed: int, today: date, unit: str) -> Iterator[list[Batch]]:
    """The same village one family after the other, each with its own story from the import to today."""
    if children < 1:
        raise ValueError("a practice village needs a child")
    inventor = Inventor(today, unit, Dice(str(seed)).random())
    count = 0
    for index in itertools.count():
        if count >= children:
            return
        dice = Dice(f"{seed}/{index}")
        family = inventor.family(dice, index, children - count)
        referrals.assign(family, count, today)
        count += len(family.kids)
        yield _told(Story(dice, today), family, Dice(f"{seed}/{index}/care"), unit)


def _told(story: Story, family: Family, beside: Dice, unit: str) -> list[Batch]:
    ways = {kid.id: register.way(story.dice, family, kid, story.today) for kid in family.kids}
    register.write(story, family, ways)
    for kid in family.kids:
        year.write(story, kid, ways[kid.id])
        referrals.write(story, family, kid, beside)
    visits.write(story, family, ways)
    reliefs.write(story, family)
    if family.index == 0:
        care.agencies(story, beside, unit)
    if family.index == care.REPORTED:
        care.report(story, beside, family, unit)
    return story.batches()
