"""Brings in a workbook of thousands of children and takes it back: a person must see what was seen before.

`python -m tests.prove.prove_import_undone [--cases N] [--seed S] [--broken NAME]`, see `proof`. In a case a
desk with some children gets a list of 3,000 others as a workbook and takes the import back. Record tables,
the search (also for those who came and went, by name, first letters and number), what is due, the list of
children and every report must be as before. Then the import again, a visit to one of the new
children, and the undo: what the visit needs must stay and be named, everything else go.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from unittest.mock import patch

from childdesk.desk import due, finding, history, importing, listing, records, reports
from childdesk.desk.import_plan import ImportPlan
from childdesk.desk.report_view import Asked
from childdesk.desk.reports import REPORTS
from childdesk.desk.session import Session
from childdesk.domain import catalogue, undo
from childdesk.domain.pinyin import Pinyin
from childdesk.paths import resource
from childdesk.store import reader, search, writer
from tests.desk import made
from tests.prove import proof
from tests.stories import workbooks

INITIALS = Pinyin(resource("codes", "pinyin.txt").read_bytes)
CHILDREN = 3000
BEFORE = 40
CASE_FILE = "case-file"
ASKED = ("", "zxh", "周", "3组", "1111", "王", "小学", "13800", "毛毛")


def seen(session: Session, child: str, also: Sequence[str]) -> dict[str, object]:
    """What a person sees: every record, the search, what is due, the list, every report, one child's file."""
    at = session.ledger.connection
    words = (*ASKED, *also)
    return {
        **{f"table {name}": dict(reader.everyone(at, name)) for name in catalogue.RECORDS},
        **{f"search {text}": (search.Order(at).ids(text), finding.find(session, text, 50)) for text in words},
        "due": due.due(session, days=400),
        "list": [listing.ids(session, listing.Filter(), listing.Order(key)) for key in ("name", "age")],
        **{f"report {name}": reports.produce(session, Asked(name)) for name in REPORTS if name != CASE_FILE},
        "case file": reports.produce(session, Asked(CASE_FILE, child=child)),
    }


def told_of(plan: ImportPlan) -> list[str]:
    """Words by which some children of a list are looked for: names, first letters, the end of a number."""
    rows = plan.sheets[0].rows[:: max(1, len(plan.sheets[0].rows) // 8)]
    numbers = [row.texts["child.id_number"][-6:] for row in rows if row.texts.get("child.id_number")]
    return (
        [row.name for row in rows]
        + [letter for row in rows for letter in INITIALS.initials(row.name)[:1]]
        + numbers
    )


def differing(before: Mapping[str, object], after: Mapping[str, object]) -> list[str]:
    """What is not as it was."""
    return [what for what in before if before[what] != after[what]]


def case(seed: int) -> tuple[list[str], Mapping[str, int]]:
    """One import, taken back whole, then again and taken back as far as a later visit allows."""
    folder = Path(tempfile.mkdtemp(prefix="childdesk-undone-"))
    session = made.session_in(folder / "home")
    try:
        child = made.fill(session, BEFORE, seed)[0]
        path = folder / "list.xlsx"
        workbooks.roster(path, CHILDREN, seed)
        plan = importing.plan(session, path)
        also = told_of(plan)
        before = seen(session, child, also)
        entry = importing.apply(session, plan)
        apart = differing(before, seen(session, child, also))
        changed = len(apart)
        reported = sum(what.startswith("report ") for what in apart)
        done = history.apply_undo(session, entry)
        wrong = [f"not as before: {what}" for what in differing(before, seen(session, child, also))]
        wrong += [f"kept {kept.record}" for kept in done.kept]
        wrong += [] if changed > 8 else ["the import changed nothing to be seen"]
        wrong += [] if reported > 4 else [f"the import changed only {reported} reports"]
        more, figures = with_a_visit(session, path, before)
        return wrong + more, {"children": CHILDREN, "reverted": done.reverted, "changed": changed, **figures}
    finally:
        session.ledger.close()
        shutil.rmtree(folder)


def with_a_visit(
    session: Session, path: Path, before: Mapping[str, object]
) -> tuple[list[str], Mapping[str, int]]:
    """The import again, one visit, the undo: the visited child stays, is named, and nobody else does."""
    entry = importing.apply(session, importing.plan(session, path))
    known = set(before["table child"])
    child = next(row for row, _ in reader.everyone(session.ledger.connection, "child") if row not in known)
    visit = records.add(session, "visit", {"child": child, "date": "2026-11-20", "visit_type": "日常走访"}).id
    done = history.apply_undo(session, entry)
    now = dict(reader.everyone(session.ledger.connection, "child"))
    wrong = (
        [] if set(now) == known | {child} else [f"{len(set(now) - known)} children stay, not the visited one"]
    )
    wrong += [] if reader.get(session.ledger.connection, "visit", visit) else ["the visit is gone"]
    wrong += [] if any(kept.row == child for kept in done.kept) else ["what was kept is not named"]
    wrong += (
        []
        if finding.find(session, str(now.get(child, {}).get("name", "?")), 50).count
        else ["it is not found"]
    )
    return wrong, {"kept": len(done.kept)}


BROKEN = {
    "the index stays": lambda: patch.object(writer, "_children", lambda at, changes: ()),
    "links do not hold": lambda: patch.object(undo._Undoing, "_holds_on", lambda *about: False),
}

if __name__ == "__main__":
    proof.main("prove_import_undone", case, BROKEN, cases=3, red=1)
