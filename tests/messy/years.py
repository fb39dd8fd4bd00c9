"""Reads two years of a village into one desk and says which rows were taken for which child.

Broken on purpose: new names are not looked at, whoever is missing is not listed, one name and birthday are
enough for one child, a number decides alone.
"""

from __future__ import annotations

import contextlib
import shutil
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from childdesk.desk import import_missing, import_names, importing
from childdesk.desk.import_plan import ImportPlan, RowPlan
from childdesk.domain import duplicates
from childdesk.domain.duplicates import Sketch, Verdict
from childdesk.domain.errors import Refused, Unavailable
from childdesk.domain.plan import New, Set
from tests.desk.made import session_in
from tests.messy import villages
from tests.messy.people import TODAY
from tests.messy.villages import Line, Years

FIRST_ROW = 3
MUST_ASK = frozenset(("number corrected",))
"""What a person has to confirm."""
MAY_ASK = MUST_ASK | {"newborn named", "number came later", "new guardian", "number damaged", "twin"}
"""What is not certain from the two lists alone."""
RENAMED = frozenset(("new surname", "new given name"))


@dataclass(slots=True)
class Count:
    """What happened over many villages; examples as (village, row, event, names)."""

    rows: int = 0
    matched: int = 0
    added: int = 0
    asked: int = 0
    asked_needlessly: int = 0
    wrong_merges: int = 0
    second_files: int = 0
    renamed: int = 0
    renamed_known: int = 0
    corrected: int = 0
    corrected_asked: int = 0
    missing: int = 0
    missing_listed: int = 0
    touched_again: int = 0
    not_read: int = 0
    crashed: int = 0
    examples: dict[str, list[str]] = field(default_factory=dict)
    events: Counter[str] = field(default_factory=Counter)

    def note(self, what: str, example: str, event: str) -> None:
        """Keeps one example of something that went wrong."""
        self.examples.setdefault(what, []).append(example)
        self.events[f"{what}: {event or 'nothing'}"] += 1


def judged(folder: Path, number: int, first: int) -> Iterator[str]:
    """The lines of the report on so many villages, and on those in which something is broken on purpose."""
    if not number:
        return
    count = _counted(folder, range(first, first + number))
    yield f"\nidentity of children: {number} villages from seed {first}, {count.rows} rows of a second year"
    for what, value in _faults(count).items():
        yield f"{'MISSED' if value else 'holds '} {what:42}{value:6}"
    yield (
        f"       found {count.matched}, new {count.added}, asked {count.asked}"
        f" (of them without need {count.asked_needlessly}); new names {count.renamed},"
        f" corrected numbers {count.corrected}, missing {count.missing}"
    )
    for what, much in count.events.most_common(14):
        examples = "; ".join(count.examples[what.partition(":")[0]][:2])
        yield f"{much:5}  {what}   {examples}"
    for name, (what, broken) in BROKEN.items():
        with broken():
            seen = _faults(_counted(folder, range(first, first + min(number, SPOILT))))[what]
        yield f"{'holds ' if seen else 'MISSED'} broken, {name}: {what} {seen}"


SPOILT = 12
"""Villages that are read again for each thing broken on purpose."""


def _counted(folder: Path, seeds: range) -> Count:
    count = Count()
    for seed in seeds:
        _one(folder, seed, count)
    return count


def _faults(count: Count) -> dict[str, int]:
    """What has to be nought."""
    return {
        "wrong merges": count.wrong_merges,
        "second files of one child": count.second_files,
        "new names not seen as such": count.renamed - count.renamed_known,
        "corrected numbers not put to a person": count.corrected - count.corrected_asked,
        "missing children not listed": count.missing - count.missing_listed,
        "rows that the same file changes again": count.touched_again,
        "lists that could not be read": count.not_read,
        "crashes": count.crashed,
    }


def _instead(
    place: object, name: str, broken: object
) -> Callable[[], contextlib.AbstractContextManager[None]]:
    @contextlib.contextmanager
    def put() -> Iterator[None]:
        right = getattr(place, name)
        setattr(place, name, broken)
        try:
            yield
        finally:
            setattr(place, name, right)

    return put


def _trusting(new: Sketch, old: Sketch) -> tuple[Verdict, str]:
    alike = bool(new.names() & old.names()) or bool(new.family & old.family)
    return (Verdict.SAME, "") if alike and new.born() == old.born() else (Verdict.DIFFERENT, "")


def _by_number_alone(new: Sketch, old: Sketch) -> tuple[Verdict, str]:
    same = new.id_number is not None and new.id_number == old.id_number
    return (Verdict.SAME, "") if same else (Verdict.DIFFERENT, "")


BROKEN = {
    "names not looked at": (
        "new names not seen as such",
        _instead(import_names, "naming", lambda *_: import_names.Naming()),
    ),
    "nobody is missing": (
        "missing children not listed",
        _instead(import_missing, "missing", lambda *_: []),
    ),
    "a birthday in one family is enough": (
        "wrong merges",
        _instead(duplicates, "_verdict", _trusting),
    ),
    "the number decides alone": (
        "second files of one child",
        _instead(duplicates, "_verdict", _by_number_alone),
    ),
}  # fmt: skip


def _one(folder: Path, seed: int, count: Count) -> None:
    years = villages.village(seed)
    home = folder / "village"
    session = session_in(home)
    try:
        before = folder / "first.xlsx"
        before.write_bytes(villages.file(years.first, "2025年"))
        plan = importing.plan(session, before)
        importing.apply(session, plan)
        known = _first_year(plan, years, seed, count)
        count.touched_again += sum(bool(row.ops) for row in _rows(importing.plan(session, before)))
        after = folder / "second.xlsx"
        after.write_bytes(villages.file(years.second, "2026年"))
        _second_year(importing.plan(session, after), years, known, seed, count)
    except (Refused, Unavailable) as why:
        count.not_read += 1
        count.note("lists that could not be read", f"{seed}: {why}", "")
    except Exception as why:  # noqa: BLE001 - a crash is one of the figures
        count.crashed += 1
        count.note("crashes", f"{seed}: {type(why).__name__}: {why}", "")
    finally:
        session.ledger.close()
        shutil.rmtree(home)


def _rows(plan: ImportPlan) -> list[RowPlan]:
    return [row for sheet in plan.sheets for row in sheet.rows]


def _first_year(plan: ImportPlan, years: Years, seed: int, count: Count) -> dict[str, str]:
    """Child of the truth → id; in an empty desk every row is somebody new."""
    known: dict[str, str] = {}
    planned = {row.row: row for row in _rows(plan)}
    for at, line in enumerate(years.first, FIRST_ROW):
        row = planned.get(at)
        if row is not None and row.outcome == "add":
            known[line.child] = row.child
        elif row is not None and row.outcome == "reject":
            count.asked += 1
            if not _namesake(years, line):
                count.asked_needlessly += 1
                count.note("asked without need", _example(seed, at, line), "first year")
        elif row is not None:
            count.wrong_merges += 1
            count.note("wrong merges", _example(seed, at, line), "first year")
    return known


def _is_young(line: Line) -> bool:
    born = line.facts["child.birth"]
    return not born or date.fromisoformat(born) > TODAY.replace(year=TODAY.year - 16)


def _namesake(years: Years, line: Line) -> bool:
    """Whether somebody else in the first list has the same name and birthday: then asking is right."""
    keys = ("child.name", "child.birth")
    alike = [one for one in years.first if all(one.facts[key] == line.facts[key] for key in keys)]
    return len(alike) > 1


def _second_year(plan: ImportPlan, years: Years, known: dict[str, str], seed: int, count: Count) -> None:
    planned = {row.row: row for row in _rows(plan)}
    issues = [issue for sheet in plan.sheets for issue in sheet.issues]
    for at, line in enumerate(years.second, FIRST_ROW):
        row = planned.get(at)
        if row is None:
            count.note("rows lost", _example(seed, at, line), line.event)
            continue
        told = any(issue.row == at and issue.level in ("doubtful", "impossible") for issue in issues)
        _row(row, line, known.get(line.child), told=told, at=at, seed=seed, count=count)
        if line.event in RENAMED and row.child == known.get(line.child):
            words = [issue.text for issue in issues if issue.row == at]
            count.renamed_known += _name_kept(row, years, line, words)
    said = "\n".join(issue.text for issue in issues)
    # The lists are titled 留守儿童: at sixteen nobody is of that kind, nor missing in a list of it.
    gone = [line for line in years.missing if line.child in known and _is_young(line)]
    count.missing += len(gone)
    count.missing_listed += sum(line.facts["child.name"] in said for line in gone)


def _row(
    row: RowPlan, line: Line, child: str | None, *, told: bool, at: int, seed: int, count: Count
) -> None:
    count.rows += 1
    count.renamed += line.event in RENAMED and child is not None
    count.corrected += line.event in MUST_ASK and child is not None
    example = _example(seed, at, line)
    if row.outcome == "reject":
        count.asked += 1
        count.corrected_asked += line.event in MUST_ASK and row.child == child
        named_alike = line.event == "namesake"
        if not named_alike and (line.event not in MAY_ASK or row.child != child):
            count.asked_needlessly += 1
            count.note("asked without need", example, line.event)
        return
    if row.outcome == "add":
        count.added += 1
        if child is not None:
            count.second_files += 1
            count.note("second files", example, line.event)
        return
    count.matched += 1
    if row.child != child:
        count.wrong_merges += 1
        count.note("wrong merges", example, line.event)
    elif line.event in MUST_ASK:
        count.corrected_asked += told


def _name_kept(row: RowPlan, years: Years, line: Line, words: list[str]) -> bool:
    """Whether the new name becomes the name, and the old one is kept or told."""
    old = next(one.facts["child.name"] for one in years.first if one.child == line.child)
    new = any(isinstance(op, Set) and op.record == "child" and op.field == "name" for op in row.ops)
    kept = any(isinstance(op, New) and op.record == "name" and op.values.get("name") == old for op in row.ops)
    return new and (kept or any(old in said for said in words))


def _example(seed: int, at: int, line: Line) -> str:
    return f"{seed}:{at} {line.facts['child.name']} {line.facts['child.birth']}"
