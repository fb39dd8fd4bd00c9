"""One change under two numbers: a desk that heard of its own past too late has written it anew.

Somebody put an old copy back; the desk went on, gave what it held new numbers (`store.salvage`), and later a
stick brought what it had told under the old ones. Both stay in the journal, as nothing is ever taken out of
it; for what a record is they are one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from childdesk.domain.change import ALIVE, Change, Dot

Numbers = Mapping[Dot, tuple[Dot, ...]]
"""The numbers of one and the same change, under each of them; a change that has only one is not in it."""


def numbers(known: list[Change]) -> Numbers:
    """Which changes of one row are the same.

    The salt makes a digest the mark of one change, also of one without its value; entry, kind and field stand
    beside it. A withdrawal that is written anew says what it had seen under the new numbers, so that its
    digest differs, but an entry withdraws a row only once.
    """
    if len({change.rid for change in known}) == 1:
        return {}
    found: dict[tuple[str, str, str, str], list[Dot]] = {}
    for change in known:
        digest = "" if change.field == ALIVE else change.digest
        found.setdefault((change.entry, change.kind, change.field, digest), []).append(change.dot)
    several = [tuple(dots) for dots in found.values() if len({rid for rid, _ in dots}) > 1]
    return {dot: dots for dots in several for dot in dots}


def under_all(dots: Iterable[Dot], known: Numbers) -> set[Dot]:
    """Numbers, and the other numbers of the same changes."""
    named = set(dots)
    return named.union(*(known[dot] for dot in named if dot in known)) if known else named
