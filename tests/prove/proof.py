"""How a proof is called, counts, and shows that it can fail.

`python -m tests.prove.prove_NAME [--cases N] [--seed S] [--broken NAME]` prints one line of figures. Without
`--broken` all cases must hold, and then every broken variant must be seen to break; with it only that
variant is run. Exit code 0 when all that was asked holds, 1 when not, 3 when the machine cannot run it.
"""

from __future__ import annotations

import argparse
import contextlib
import sys
import time
import traceback
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from functools import partial

Case = Callable[[int], tuple[list[str], Mapping[str, int]]]
"""A seed → what is wrong (nothing, when it holds) and figures to be added up."""

Broken = Mapping[str, Callable[[], contextlib.AbstractContextManager[object]]]
"""Name of a variant → puts it in place of the real rule."""


PAUSE = 60
"""Seconds after which a long run says how far it is."""


class Asked:
    """What a worker in another process does wrong on purpose; nothing unless asked."""

    how = "right"


@contextlib.contextmanager
def instead(how: str) -> Iterator[None]:
    """The worker makes a mistake."""
    Asked.how = how
    try:
        yield
    finally:
        Asked.how = "right"


def mistakes(*names: str) -> Broken:
    """Broken variants in which the worker is told to make the mistake of this name."""
    return {name: partial(instead, name) for name in names}


def caught(case: Case) -> Case:
    """A case that ends in a fault of the program or of the proof is wrong; those after it are still run."""

    def told(seed: int) -> tuple[list[str], Mapping[str, int]]:
        try:
            return case(seed)
        except Exception:  # noqa: BLE001 - whatever it is, it belongs to this seed
            return [traceback.format_exc()], {}

    return told


def run(
    name: str, case: Case, seeds: range, *, enough: int = 0, cause: str = ""
) -> tuple[int, list[str], Counter[str]]:
    """(cases run, what is wrong with the seed it needs, figures); stops early at `enough` problems that hold
    the words of `cause`."""
    wrong: list[str] = []
    figures: Counter[str] = Counter()
    done = 0
    spoken = time.monotonic()
    for seed in seeds:
        problems, counted = case(seed)
        done += 1
        if time.monotonic() - spoken > PAUSE:
            spoken = time.monotonic()
            print(f"{name}: {done} of {len(seeds)} cases, {len(wrong)} wrong", file=sys.stderr, flush=True)
        figures.update(counted)
        wrong += [f"seed {seed}: {problem}" for problem in problems]
        if enough and sum(cause in problem for problem in wrong) >= enough:
            break
    return done, wrong, figures


def main(
    name: str,
    case: Case,
    broken: Broken,
    *,
    cases: int,
    red: int = 0,
    causes: Mapping[str, str] | None = None,
) -> None:
    """Runs the proof as asked on the command line and ends the program. `red`: most cases of a variant.
    `causes`: words of the problem by which a variant must be seen; any problem is none of its own."""
    parser = argparse.ArgumentParser(prog=f"tests.prove.{name}")
    parser.add_argument("--cases", type=int, default=cases)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--broken", choices=sorted(broken))
    asked = parser.parse_args()
    good = True
    if asked.broken is None:
        begun = time.monotonic()
        done, wrong, figures = run(name, caught(case), range(asked.seed, asked.seed + asked.cases))
        told = " ".join(f"{key}={count}" for key, count in sorted(figures.items()))
        seconds = time.monotonic() - begun
        pace = f"{seconds:.0f} s, {60 * done / max(seconds, 1):.1f} seeds a minute"
        print(f"{name}: cases={done} seed={asked.seed} wrong={len(wrong)} {told} ({pace})", flush=True)
        for problem in wrong[:20]:
            print(f"  {problem}")
        good = not wrong
    for variant in broken if asked.broken is None else (asked.broken,):
        most = min(asked.cases, red) if red else asked.cases
        cause = (causes or {}).get(variant, "")
        with broken[variant]():
            done, wrong, _ = run(name, case, range(asked.seed, asked.seed + most), enough=1, cause=cause)
        own = [problem for problem in wrong if cause in problem]
        seen = own[0] if own else "NOT SEEN" + (f" by its cause: {wrong[0]}" if wrong else "")
        print(f"{name}: broken “{variant}” after {done} cases: {seen}", flush=True)
        good &= bool(own)
    sys.exit(0 if good else 1)
