"""The figures of many verdicts, with the bars that they have to hold."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence

from tests.messy.judge import Verdict
from tests.messy.judge_values import Fault

SILENT = ("silent", "untold", "beside", "derived")
"""Faults of which nobody was told."""


def silent(verdicts: Sequence[Verdict]) -> list[Fault]:
    """The faults of values that nobody would notice."""
    return [fault for one in verdicts for fault in one.faults if fault.kind in SILENT]


def figures(verdicts: Sequence[Verdict]) -> dict[str, float]:
    """The figures by name; shares between 0 and 1, except counts of silent errors."""
    rosters = [one for one in verdicts if one.roster]
    strangers = [one for one in verdicts if not one.roster]

    def share(part: float, whole: float) -> float:
        return part / whole if whole else 1.0

    return {
        "silent wrong columns": share(sum(v.silent_wrong for v in rosters), sum(v.auto for v in rosters)),
        "silent wrong name or number": float(sum(v.identity_wrong for v in rosters)),
        "core columns found": share(sum(v.core_found for v in rosters), sum(v.core for v in rosters)),
        "further columns found": share(
            sum(v.further_found for v in rosters), sum(v.further for v in rosters)
        ),
        "header rows right": share(sum(v.header_right for v in rosters), len(rosters)),
        "record sets exact": share(sum(v.records_exact for v in rosters), len(rosters)),
        "further rows put to their child": share(
            sum(v.again_joined for v in rosters), sum(v.again for v in rosters)
        ),
        "rows put to another child": float(sum(v.wrong_joined for v in rosters)),
        "every column right, no question": share(sum(v.spotless for v in rosters), len(rosters)),
        "zero-click files": share(sum(v.zero_click for v in rosters), len(rosters)),
        "files with at most two questions": share(sum(v.few_clicks for v in rosters), len(rosters)),
        "her own that open as a comparison": float(sum(bool(v.compared) for v in rosters)),
        "her own that are refused": float(sum(bool(v.refused) for v in rosters)),
        "files conserved": share(sum(v.conserved for v in rosters), len(rosters)),
        "notes beside children lost": float(sum(v.notes_lost for v in rosters)),
        "files whose rows add up": share(sum(v.rows_add_up for v in rosters), len(rosters)),
        "struck out and told": _marked(rosters, "struck"),
        "red and told": _marked(rosters, "red"),
        "strangers without a child": share(
            sum(not v.invented and not v.crashed for v in strangers), len(strangers)
        ),
        "silent value errors": float(len(silent(verdicts))),
        "crashes": float(sum(bool(v.crashed) for v in verdicts)),
    }


def _marked(verdicts: Sequence[Verdict], mark: str) -> float:
    marked = sum(v.marked[mark] for v in verdicts)
    return sum(v.marked_told[mark] for v in verdicts) / marked if marked else 1.0


BARS: dict[str, tuple[str, float]] = {
    "silent wrong columns": ("≤", 0.001),
    "silent wrong name or number": ("≤", 0),
    "core columns found": ("≥", 0.995),
    "record sets exact": ("≥", 0.995),
    "further rows put to their child": ("≥", 0.995),
    "rows put to another child": ("≤", 0),
    "zero-click files": ("≥", 0.98),
    "files with at most two questions": ("≥", 0.98),
    "her own that open as a comparison": ("≤", 0),
    "her own that are refused": ("≤", 0),
    "files conserved": ("≥", 1.0),
    "notes beside children lost": ("≤", 0.0),
    "files whose rows add up": ("≥", 1.0),
    "strangers without a child": ("≥", 1.0),
    "crashes": ("≤", 0),
}
COUNTS = frozenset(
    (
        "silent wrong name or number",
        "silent value errors",
        "rows put to another child",
        "her own that open as a comparison",
        "her own that are refused",
        "notes beside children lost",
        "crashes",
    )
)


def holds(name: str, value: float) -> bool:
    """Whether a figure holds its bar; one without a bar always does."""
    sign, bar = BARS.get(name, ("≥", float("-inf")))
    return value <= bar if sign == "≤" else value >= bar


def worse(name: str, before: float, after: float) -> bool:
    """Whether a figure got worse."""
    falls = name.startswith("silent") or name in COUNTS
    return after > before if falls else after < before


def lines(found: dict[str, float]) -> list[str]:
    """The figures as they are printed, each with its bar."""
    made = []
    for name, value in found.items():
        said = f"{value:.0f}" if name in COUNTS else f"{value:.2%}"
        sign, bar = BARS.get(name, ("", 0))
        wanted = f"({sign} {bar if name in COUNTS else format(bar, '.1%')})" if sign else ""
        mark = "" if not sign else "holds " if holds(name, value) else "MISSED"
        made.append(f"{mark:7}{name:36}{said:>9}  {wanted}")
    return made


def confusions(verdicts: Sequence[Verdict], most: int) -> list[str]:
    """The commonest confusions: true → taken, how often, words and seeds."""
    counted: Counter[tuple[str, str]] = Counter()
    words: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    seeds: dict[tuple[str, str], list[int]] = defaultdict(list)
    for one in verdicts:
        for c in one.confusions:
            counted[c.true, c.taken] += 1
            words[c.true, c.taken][c.header] += 1
            seeds[c.true, c.taken].append(c.seed)
    return [
        f"{number:5}  {true} → {taken}   {'、'.join(word for word, _ in words[true, taken].most_common(5))}"
        f"   seeds {' '.join(map(str, sorted(set(seeds[true, taken]))[:5]))}"
        for (true, taken), number in counted.most_common(most)
    ]


def value_faults(verdicts: Sequence[Verdict], most: int) -> list[str]:
    """Silent errors by field and kind of dirt, with examples."""
    by: dict[tuple[str, str, str], list[Fault]] = defaultdict(list)
    for fault in silent(verdicts):
        by[fault.field, fault.kind, fault.why].append(fault)
    made = []
    for (field, kind, why), faults in sorted(by.items(), key=lambda pair: -len(pair[1]))[:most]:
        shown = "; ".join(f"{f.wanted!r} ≠ {f.stored!r} ({f.seed}:{f.row})" for f in faults[:2])
        made.append(f"{len(faults):5}  {field} [{kind}{', ' + why if why else ''}]  {shown}")
    return made


def told_losses(verdicts: Sequence[Verdict], most: int) -> list[str]:
    """Values that a person reads and the import does not, though it says so: by field and kind of dirt."""
    by = Counter((f.field, f.why) for one in verdicts for f in one.faults if f.kind == "told")
    return [f"{number:5}  {field} [{why or 'plain'}]" for (field, why), number in by.most_common(most)]
