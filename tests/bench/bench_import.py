"""Measures the import on generated messy ledgers whose truth is known: columns, rows, cells, values, clicks.

    python -m tests.bench.bench_import [--ledgers 400] [--from 5000] [--seen] [--only SEED]
                                       [--second 100] [--villages 200] [--alone] [--broken NAME]

All in one run: the ledgers through the real plan on a practice desk, two simple ways to name columns beside
it, the second file of a township after its questions were answered, two years of a village for the identity
of children, and plans that are spoilt on purpose, on which the figures have to fall.
"""

from __future__ import annotations

import argparse
import copy
import functools
import itertools
import shutil
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from childdesk.desk import importing
from childdesk.desk.import_plan import ImportPlan
from childdesk.desk.session import Session
from childdesk.domain.errors import Refused, Unavailable
from tests.desk.made import session_in
from tests.messy import baselines, broken, figures, judge, make
from tests.messy.baselines import Score
from tests.messy.judge import Verdict
from tests.messy.ledger import office
from tests.messy.truth import Truth
from tests.messy.years import judged

SPOILT = 24
"""How many ledgers the spoilt plans are tried on, and one more whose children stand in two sheets."""


@contextmanager
def desk(folder: Path) -> Iterator[Session]:
    """A fresh, sealed practice desk; gone afterwards."""
    session = session_in(folder)
    try:
        yield session
    finally:
        session.ledger.close()
        shutil.rmtree(folder)


@dataclass(slots=True)
class Tried:
    """One ledger: the plan as it comes, the plan after the answers where it asked, the verdict."""

    plan: ImportPlan | None
    answered: ImportPlan | None
    verdict: Verdict


def tried(session: Session, path: Path, truth: Truth) -> Tried:
    """Reads one ledger; what goes wrong is part of the verdict."""
    begun = time.perf_counter()
    try:
        plan = importing.plan(session, path)
        seconds = time.perf_counter() - begun
        told = answers(plan, truth)
        answered = importing.plan(session, path, answers=told) if told else None
        verdict = judge.judge(truth, plan, answered)
    except (Refused, Unavailable) as why:
        plan = answered = None
        seconds, verdict = time.perf_counter() - begun, judge.refused(truth, str(why))
    except Exception as fault:  # noqa: BLE001 - a crash is one of the figures
        plan = answered = None
        seconds = time.perf_counter() - begun
        verdict = judge.refused(truth, f"{type(fault).__name__}: {fault}", crash=True)
    verdict.seconds = seconds
    return Tried(plan, answered, verdict)


def written(folder: Path, seed: int, *, unseen: bool, village: int = 0) -> tuple[Path, Truth]:
    """The ledger of a seed as a file."""
    data, suffix, truth = make(seed, unseen=unseen, village=village)
    path = folder / f"ledger-{seed}-{village}{suffix}"
    path.write_bytes(data)
    return path, truth


# ── the ledgers ─────────────────────────────────────────────────────────────────────────────────────────


def run(folder: Path, seeds: range, *, unseen: bool, spoil: str) -> list[Verdict]:
    """The verdicts on all ledgers; `spoil` names a way to break each plan first."""
    verdicts = []
    with desk(folder / "desk") as session:
        for seed in seeds:
            path, truth = written(folder, seed, unseen=unseen)
            one = tried(session, path, truth)
            if one.plan is not None and spoil:
                one.verdict = judge.judge(truth, *(ruined(plan, spoil) for plan in (one.plan, one.answered)))
            verdicts.append(one.verdict)
            path.unlink()
    return verdicts


def spoilt(folder: Path, first: int, *, unseen: bool) -> Iterator[tuple[str, str, float, float]]:
    """(variant, figure, as it is, spoilt) for every way to break a plan, on a few ledgers."""
    plans: list[tuple[Tried, Truth]] = []
    with desk(folder / "desk") as session:
        cut = (seed for seed in itertools.count(first + SPOILT) if office(seed, unseen=unseen).by_kind)
        for seed in (*range(first, first + SPOILT), next(cut)):
            path, truth = written(folder, seed, unseen=unseen)
            one = tried(session, path, truth)
            if one.plan is not None and truth.is_roster:
                plans.append((one, truth))
            path.unlink()
    before = figures.figures([one.verdict for one, _ in plans])
    for name, (_, figure) in broken.VARIANTS.items():
        verdicts = [
            judge.judge(truth, *(ruined(plan, name) for plan in (one.plan, one.answered)))
            for one, truth in plans
        ]
        yield name, figure, before[figure], figures.figures(verdicts)[figure]


def ruined(plan: ImportPlan | None, name: str) -> ImportPlan | None:
    """A copy of a plan, spoilt."""
    if plan is None:
        return None
    other = copy.copy(plan)
    other.sheets = [copy.copy(sheet) for sheet in plan.sheets]
    for sheet in other.sheets:
        sheet.rows = [copy.copy(row) for row in sheet.rows]
    broken.VARIANTS[name][0](other)
    return other


def compared(seeds: range, *, unseen: bool) -> dict[str, Score]:
    """The two simple ways on the same ledgers."""
    scores = {"exact synonyms": Score(), "rapidfuzz WRatio ≥ 80": Score()}
    for seed in seeds:
        truth = make(seed, unseen=unseen)[2]
        if truth.is_roster:
            scores["exact synonyms"].add(truth, baselines.exact)
            scores["rapidfuzz WRatio ≥ 80"].add(truth, functools.cache(baselines.fuzzy))
    return scores


# ── the second file of a township ───────────────────────────────────────────────────────────────────────


def second_files(folder: Path, seeds: range, *, unseen: bool) -> tuple[int, int, int, list[int]]:
    """(townships, those that were asked at first, second files that ask nothing, seeds of the others)."""
    townships = asked = clean = 0
    others: list[int] = []
    for seed in seeds:
        path, truth = written(folder, seed, unseen=unseen)
        if not truth.is_roster:
            continue
        with desk(folder / "desk") as session:
            first = tried(session, path, truth)
            townships += 1
            if first.plan is None:
                others.append(seed)
                continue
            asked += bool(first.verdict.asked)
            importing.apply(session, first.answered or first.plan)
            following, other_truth = written(folder, seed, unseen=unseen, village=1)
            after = tried(session, following, other_truth).verdict
            if not after.asked and not after.refused and not after.crashed:
                clean += 1
            else:
                others.append(seed)
    return townships, asked, clean, others


def answers(plan: ImportPlan, truth: Truth) -> dict[str, str]:
    """What a person answers: the true field of each column that is asked about, or that it is none."""
    names = {sheet.name: sheet for sheet in truth.sheets if sheet.is_roster}
    made = {}
    for sheet in plan.sheets:
        true = names.get(sheet.name) or (next(iter(names.values())) if len(names) == 1 else None)
        at = {column.index: column for column in true.columns} if true else {}
        for column in sheet.columns:
            known = at.get(column.index)
            if column.decided == "ask" and known is not None:
                made[column.header] = known.answer
    return made


# ── printing ────────────────────────────────────────────────────────────────────────────────────────────


class Told:
    """What is printed; remembers whether a figure missed its bar."""

    missed = False

    @classmethod
    def lines(cls, *lines: str) -> None:
        """Prints."""
        for line in lines:
            cls.missed |= line.lstrip().startswith("MISSED")
            print(line)


def report(verdicts: list[Verdict]) -> None:
    """Figures, causes, confusions, silent errors, time."""
    rosters = [one for one in verdicts if one.roster]
    children = sum(verdict.lost for verdict in rosters)
    print(f"\n{len(rosters)} rosters, {len(verdicts) - len(rosters)} others; {children} children lost")
    Told.lines(*figures.lines(figures.figures(verdicts)))
    clicks = Counter(min(verdict.asked, 6) for verdict in rosters if not verdict.refused)
    print(f"        questions per file: {dict(sorted(clicks.items()))} (6 and more as 6)")
    print("\nwhy files are not without clicks")
    causes = Counter(cause for one in rosters if not one.zero_click for cause in one.causes()[:1])
    for cause, number in causes.most_common(12):
        seeds = [str(v.seed) for v in rosters if not v.zero_click and v.causes()[:1] == [cause]]
        print(f"{number:5}  {cause}   seeds {' '.join(seeds[:6])}")
    compared = [f"{one.compared} ({one.seed}, {one.style})" for one in rosters if one.compared]
    print("\nher own that would only be compared, and why")
    print("\n".join(f"       {line}" for line in compared[:20]) or "    none")
    print("\nconfusions: true → taken, header words, seeds")
    print("\n".join(figures.confusions(verdicts, 40)) or "    none")
    print("\nsilent value errors by field (wanted ≠ stored, seed:row)")
    print("\n".join(figures.value_faults(verdicts, 30)) or "    none")
    print("\nvalues that a person reads and the import leaves, saying so")
    print("\n".join(figures.told_losses(verdicts, 15)) or "    none")
    vanished = [f"{v.seed} {' '.join(v.vanished)}" for v in rosters if v.vanished]
    print("\ncells that do not add up (seed, sheet: counted of there)")
    print("\n".join(f"       {line}" for line in vanished[:12]) or "    none")
    crashes = [f"{one.seed}: {one.crashed}" for one in verdicts if one.crashed]
    print("\n".join(f"crash  {line}" for line in crashes[:10]))
    seconds = sorted(verdict.seconds for verdict in verdicts)
    middle = seconds[len(seconds) // 2]
    print(f"time per file: median {middle * 1000:.0f} ms, slowest {seconds[-1] * 1000:.0f} ms")


def beside(scores: dict[str, Score]) -> None:
    """The two simple ways."""
    print("\nbeside it, header rows given: core found, silent wrong, wrong name or number, files all right")
    for name, one in scores.items():
        print(
            f"       {name:24}{one.found / max(1, one.core):8.2%}{one.wrong / max(1, one.auto):9.2%}"
            f"{one.identity_wrong:6}{one.right_files / max(1, one.files):10.2%}"
        )


def main() -> None:
    """Makes the ledgers, runs them, prints."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--ledgers", type=int, default=400)
    parser.add_argument("--from", dest="first", type=int, default=5000)
    parser.add_argument("--seen", action="store_true", help="words and forms that the matcher may know")
    parser.add_argument("--unseen", action="store_true", help="the others; this is the default")
    parser.add_argument("--only", type=int, help="one ledger; its verdict is printed in full")
    parser.add_argument("--second", type=int, default=100, help="townships of which a second file is read")
    parser.add_argument(
        "--villages",
        type=int,
        default=200,
        help="villages of which two years are read; with --ledgers 0 nothing else",
    )
    parser.add_argument("--alone", action="store_true", help="the ledgers, and nothing beside or after them")
    parser.add_argument("--broken", default="", choices=["", *broken.VARIANTS])
    chosen = parser.parse_args()
    seeds = range(chosen.first, chosen.first + chosen.ledgers)
    unseen = not chosen.seen
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        if chosen.only is not None:
            seeds = range(chosen.only, chosen.only + 1)
        if not seeds:  # the villages alone
            Told.lines(*judged(folder, chosen.villages, chosen.first))
            return
        print(f"seeds {seeds.start} to {seeds.stop - 1}, words and forms {'unseen' if unseen else 'seen'}")
        report(run(folder, seeds, unseen=unseen, spoil=chosen.broken))
        if chosen.only is not None or chosen.broken or chosen.alone:
            return
        beside(compared(seeds, unseen=unseen))
        print("\nspoilt on purpose")
        for spoil, figure, before, after in spoilt(folder, chosen.first, unseen=unseen):
            mark = "holds " if figures.worse(figure, before, after) else "MISSED"
            Told.lines(f"{mark} {spoil:9} {figure}: {before:.4g} → {after:.4g}")
        some = range(chosen.first, chosen.first + chosen.second)
        townships, asked, clean, others = second_files(folder, some, unseen=unseen)
        mark = "holds " if clean == townships else "MISSED"
        Told.lines("", f"{mark} second files of a township that ask nothing: {clean} of {townships}")
        print(f"       of those townships the first file asked in {asked}")
        print(f"       not: {' '.join(map(str, others[:20]))}" if others else "")
        Told.lines(*judged(folder, chosen.villages, chosen.first))


if __name__ == "__main__":
    main()
    sys.exit(Told.missed)
