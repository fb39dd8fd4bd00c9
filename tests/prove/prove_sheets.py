"""Takes in ledgers that keep each kind of children in a sheet of its own, with choices made at random.

`python -m tests.prove.prove_sheets [--cases N] [--seed S] [--broken NAME]`, see `proof`. In a case somebody
looks at a generated ledger (words and forms unseen) in which many a child stands in two sheets, says of some
fields which of two rows counts, and takes it in. Every row and cell is counted once; who stands in two
sheets by one number has one file; what was chosen stands in it; the same workbook again, without the
choices, changes nothing; undo gives the tables of before.
"""

from __future__ import annotations

import itertools
import random
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path
from unittest.mock import PropertyMock, patch

from childdesk.desk import history, import_beside, importing, shown
from childdesk.desk.import_beside import KEEP, TAKE
from childdesk.desk.import_plan import ImportPlan, Said
from childdesk.desk.import_together import SAID, Clash, Joint, Stood
from childdesk.desk.session import Session
from childdesk.domain import catalogue
from childdesk.domain.kinds import Scalar
from childdesk.store import reader
from tests.desk import made
from tests.messy import judge, make
from tests.messy.ledger import office
from tests.messy.truth import Truth
from tests.prove import proof

FIRST, EACH = 20_000, 40
"""Where the seeds of the ledgers begin, and how many belong to a case."""

Chosen = dict[tuple[str, int], dict[str, str]]


def tables(session: Session) -> dict[str, object]:
    """Every record."""
    return {name: dict(reader.everyone(session.ledger.connection, name)) for name in catalogue.RECORDS}


def chosen(plan: ImportPlan, chance: random.Random) -> Chosen:
    """What somebody says of the fields in which two rows differ; of some nothing."""
    picks: Chosen = {}
    for sheet in plan.sheets:
        for row in sheet.rows:
            for one in row.apart if row.is_joined else ():
                way = chance.choice((KEEP, TAKE, ""))
                if way:
                    picks.setdefault((sheet.name, row.row), {})[one.field] = way
    return picks


def stands(session: Session, plan: ImportPlan, picks: Chosen) -> list[str]:
    """Of which child's own fields the file has something else than what was chosen last."""
    wanted: dict[tuple[str, str], str] = {}
    for sheet in plan.sheets:
        for row in sheet.rows:
            for one in row.apart:
                way = picks.get((sheet.name, row.row), {}).get(one.field, "")
                if way and not one.field.startswith("child.x."):
                    wanted[row.child, one.field] = one.theirs if way == TAKE else one.ours
    return [
        f"{name} is not what was chosen"
        for (child, name), words in wanted.items()
        if name in OWN and _words(session, child, name) != words
    ]


OWN = frozenset(
    name for name, field in catalogue.FIELDS.items() if name.startswith("child.") and not field.kind.mask
)


def _words(session: Session, child: str, name: str) -> str:
    held = reader.whole(session.ledger.connection, "child", child, session.today) or {}
    return shown.text(catalogue.FIELDS[name], held.get(name.partition(".")[2]))


def case(seed: int) -> tuple[list[str], Mapping[str, int]]:
    """One ledger: looked at, chosen, taken in, again, and taken back."""
    at = next(
        n
        for n in itertools.count(FIRST + seed * EACH)
        if office(n, unseen=True).by_kind and make(n, unseen=True)[2].is_roster
    )
    folder = Path(tempfile.mkdtemp(prefix="childdesk-sheets-"))
    session = made.session_in(folder / "home")
    try:
        data, suffix, truth = make(at, unseen=True)
        path = folder / f"ledger{suffix}"
        path.write_bytes(data)
        before = tables(session)
        plan = importing.plan(session, path)
        picks = chosen(plan, random.Random(seed))
        said = importing.plan(session, path, said=Said(picks=picks))
        wrong = [problem for one in (plan, said) for problem in counted(one, truth)]
        entry = importing.apply(session, said)
        wrong += stands(session, said, picks)
        again = importing.plan(session, path)
        wrong += [
            f"{sheet.name}:{row.row} changes again" for sheet in again.sheets for row in sheet.rows if row.ops
        ]
        kept = history.apply_undo(session, entry).kept
        wrong += ["undo keeps something"] if kept else []
        wrong += [f"not as before: {name}" for name, rows in tables(session).items() if rows != before[name]]
        joined = sum(sheet.joined for sheet in said.sheets)
        return [f"ledger {at}: {one}" for one in wrong], {
            "rows": sum(len(sheet.rows) for sheet in said.sheets),
            "joined": joined,
            "chosen": sum(map(len, picks.values())),
        }
    finally:
        session.ledger.close()
        shutil.rmtree(folder)


def counted(plan: ImportPlan, truth: Truth) -> list[str]:
    """What the judge finds wrong with rows, cells and whose they are."""
    seen = judge.judge(truth, plan)
    wrong = [] if seen.conserved and seen.rows_add_up else ["rows or cells do not add up"]
    wrong += [f"{seen.wrong_joined} rows put to another child"] if seen.wrong_joined else []
    return wrong + (["a second file of one number"] if seen.again != seen.again_joined else [])


BROKEN = {
    "a choice is not heard": lambda: patch.object(Joint, "_clash", _first),
    "what the register has does not count": lambda: patch.object(Joint, "_there", lambda *about: None),
    "nobody is put together": lambda: patch.object(Stood, "is_kept", PropertyMock(return_value=False)),
}


def _first(joint: Joint, record: str, key: str, mine: Mapping[str, Scalar], new: Scalar) -> Scalar:
    """The earlier line counts, whatever was said."""
    told = import_beside.difference(record, key, mine[key], new)
    joint.clashes.append(Clash(told, taken=False, why=SAID))
    return mine[key]


CAUSES = {
    "a choice is not heard": "is not what was chosen",
    "what the register has does not count": "changes again",
    "nobody is put together": "a second file",
}

if __name__ == "__main__":
    proof.main("prove_sheets", case, BROKEN, cases=24, causes=CAUSES)
