"""Compares the values that one row would store with what a person reads in its cells."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from childdesk.desk.import_plan import Remark
from tests.messy.outcome import Stored
from tests.messy.people import TODAY
from tests.messy.truth import MEMBER, MIXED, RowTruth, SheetTruth, Want

PLACES = ("province", "city", "county", "town", "village")
NOT_KEPT = frozenset(("row.number", "child.age"))
"""Columns that are no fact about a child: nothing is stored for them."""
NOT_JUDGED = frozenset(
    "child.unit child.household child.registered_on child.id_type guardian.kind child.live_address child.was"
    " child.was_sealed child.note child.phone household.unit household.village_group".split()
)
"""What is stored without a column of its own, by right."""


@dataclass(frozen=True, slots=True)
class Fault:
    """A value that is not what stands in the cell. `kind`: silent (nobody was told), untold (a person would
    have wanted to be told), beside (a second value or note is gone), derived, or told (an issue says so)."""

    kind: str
    field: str
    wanted: str
    stored: str
    why: str
    seed: int
    row: int


def faults(
    truth: SheetTruth,
    row: RowTruth,
    stored: Stored,
    decided: Mapping[int, str | None],
    issues: Sequence[Remark],
    seed: int,
    said: Collection[str] = (),
) -> list[Fault]:
    """What is wrong with the values of one row; columns that were decided wrongly are not judged again.

    `said` are the fields that further rows of the same child say: they are judged there.
    """
    made: list[Fault] = []
    mine = [issue for issue in issues if issue.row == row.row]
    columns = {c.index: c for c in truth.columns if c.index in row.wants or c.kind in (MEMBER, MIXED)}
    judged: set[str] = {*said, *(field for field in decided.values() if field)}
    misplaced = any(
        (field or "").startswith("place.") and not columns[at].right(field)
        for at, field in decided.items()
        if at in columns
    )
    family = row.child.partition("/")[0]
    kin = [one for one in truth.rows if one.child.partition("/")[0] == family]
    notes = {words for one in kin for want in one.wants.values() for words in want.kept}
    before = _places(truth, row)
    known = {c.field for c in truth.columns if c.right(decided.get(c.index))}
    for at, column in columns.items():
        taken = decided.get(at)
        if taken is None or not column.right(taken) or column.kind in (MEMBER, MIXED):
            judged |= {column.field or "", *column.also}
            continue
        judged |= {taken, column.field or ""}
        if taken.startswith("place.") or (misplaced and taken.endswith("address")):
            continue
        want = row.wants[at]
        if want.against and (want.against not in known or _is_gone(truth, row, want.against, taken)):
            want = replace(want, asks=False)
        if taken == "child.note":
            want = _with_notes(want, stored, notes)
        if taken == "child.phone":
            want = _with_family(want, row)
        found = _fault(want, taken, stored, _told(mine, at), before)
        if found:
            kind, said, why = found
            wanted = "|".join(row.wants[at].values)
            made.append(Fault(kind, taken, wanted, said, why or row.wants[at].why, seed, row.row))
    made += _derived(truth, row, stored, judged, mine, seed)
    made += _members(row, stored, mine, seed)
    return made


DIGITS_LEFT = {"E+17": 6, "eaten by Excel": 15}
"""Harm → digits of a number that still stand in the cell; of any other harm all of them can be seen."""
DIGITS_NEEDED = {"child.birth": 14, "child.sex": 17}
"""Field → digits that say it."""


def _is_gone(truth: SheetTruth, row: RowTruth, against: str, field: str) -> bool:
    """Whether the digits that say otherwise no longer stand in the cell: nobody can see what is not there."""
    wants = [row.wants[c.index] for c in truth.columns if c.field == against and c.index in row.wants]
    needed = DIGITS_NEEDED.get(field, 0)
    return any(DIGITS_LEFT.get(want.why, needed) < needed for want in wants)


def _with_family(want: Want, row: RowTruth) -> Want:
    """A telephone of somebody whose name is not known may stand as the child's own."""
    family = tuple(row.facts.get(f"{kin}.phone", "") for kin in ("guardian", "father", "mother"))
    return want if want.values else replace(want, values=tuple(filter(None, family)), optional=True)


def _with_notes(want: Want, stored: Stored, notes: set[str]) -> Want:
    """What stood beside a name is a note too: it may stand behind the note's own words and say whose."""
    said = stored.fields.get("child.note", "")
    rest = [part for part in said.split("；") if not notes & {part, part.partition("：")[2]}]
    return replace(want, values=(*want.values, said)) if "；".join(rest) in (*want.values, "") else want


def _told(mine: Sequence[Remark], at: int) -> bool:
    """Whether an issue is on the cell, or one on the whole row that wants to be looked at."""
    return any(
        issue.column == at or (issue.column is None and issue.level in ("doubtful", "impossible"))
        for issue in mine
    )


def _fault(want: Want, field: str, stored: Stored, told: bool, before: str) -> tuple[str, str, str] | None:
    """(kind, what is stored, why) or None where all is well."""
    said = stored.fields.get(field, "")
    if field.endswith(".phone") and not said:
        # a telephone of nobody in particular is kept as the family's
        said = next((value for value in want.values if value in stored.phones), "")
    if want.optional and said == before:
        # the place columns alone make an address too
        said = ""
    right = any(_same(field, said, value, before) for value in want.values)
    if field in NOT_KEPT or (not said and (want.optional or not want.values)) or (said and right):
        if want.asks and not told and not want.optional:
            return "untold", said, want.why
        beside = [words for words in want.kept if right and words not in stored.said]
        if beside and not told:
            return "beside", beside[0], want.why
        return None
    return ("told" if told else "silent"), said, want.why


def _same(field: str, said: str, wanted: str, before: str) -> bool:
    if said == wanted:
        return True
    if field in ("child.categories", "child.relief", "child.poverty", "child.disability_type"):
        return set(said.split("、")) == set(wanted.split("、"))
    if field.endswith("address"):
        return said == _joined(before, wanted)
    return False


def _places(truth: SheetTruth, row: RowTruth) -> str:
    """The words of the place columns, from the province down."""
    at = {c.field: c.index for c in truth.columns if (c.field or "").startswith("place.")}
    parts = [row.wants[at[f"place.{key}"]] for key in PLACES if at.get(f"place.{key}") in row.wants]
    return "".join(want.values[0] for want in parts if want.values)


def _joined(before: str, address: str) -> str:
    """Place words and address as one, what both say only once."""
    for size in range(min(len(before), len(address)), 0, -1):
        if before.endswith(address[:size]):
            return before + address[size:]
    return before + address


KIND, GROWN = "child.categories", 16
"""What a title may say, and the age from which on nobody is left behind or moving with parents."""


def _by_title(truth: SheetTruth, row: RowTruth, stored: Stored) -> tuple[str, str] | None:
    """(wanted, stored) of the kind that a list's title says, where that is wrong; None where it is right."""
    said, born = stored.fields.get(KIND, ""), row.facts.get("child.birth", "")
    if truth.kind is None:
        fact = row.facts.get(KIND, "")
        return None if not said or _same(KIND, said, fact, "") else (fact, said)
    # Where a column asks about kinds, or somebody is too old or crossed out, a title need not count.
    asks = any(KIND in column.also for column in truth.columns)
    grown = truth.kind != "困境儿童" and (not born or born < f"{TODAY.year - GROWN + 1}")
    open_ = asks or grown or row.mark == "struck"
    return None if said == truth.kind or (not said and open_) else (truth.kind, said)


def _derived(
    truth: SheetTruth, row: RowTruth, stored: Stored, judged: set[str], mine: Sequence[Remark], seed: int
) -> list[Fault]:
    """Values that no column says: they must be true all the same."""
    made = []
    if KIND not in judged and not row.members and (apart := _by_title(truth, row, stored)):
        made.append(Fault("derived", KIND, *apart, "by the title", seed, row.row))
    told = any(issue.level in ("doubtful", "impossible") for issue in mine)
    for field, said in stored.fields.items():
        fact = row.facts.get(field, "")
        usual = field.endswith(".relation") and said in ("其他", "父亲", "母亲")
        if field in judged or field in (*NOT_JUDGED, KIND) or usual or field.startswith("child.x."):
            continue
        if row.members and not field.startswith("child."):
            continue
        if fact and not _same(field, said, fact, ""):
            made.append(Fault("told" if told else "derived", field, fact, said, "no column", seed, row.row))
    return made


def _meant(row: RowTruth, record: str, name: str) -> Mapping[str, str] | None:
    """The member of that name; of two of one name the one whose relation the record says."""
    named = [one for one in row.members if one["name"] == name]
    relation = {"father": "父亲", "mother": "母亲"}.get(record, "")
    return next((one for one in named if one["relation"] == relation), named[0] if named else None)


def _members(row: RowTruth, stored: Stored, mine: Sequence[Remark], seed: int) -> list[Fault]:
    """The members of a school register: each is somebody's own record, by relation, with his own numbers."""
    made: list[Fault] = []
    for record, values in stored.people if row.members else ():
        person = _meant(row, record, values.get("name", ""))
        if person is None and values.get("name") == row.facts.get(f"{record}.name"):
            continue  # another row of the child names him
        if person is None:
            made.append(
                Fault("silent", f"{record}.name", "", values.get("name", ""), "member", seed, row.row)
            )
            continue
        if {"father": "父亲", "mother": "母亲"}.get(record, person["relation"]) != person["relation"]:
            made.append(Fault("silent", record, person["relation"], record, "member", seed, row.row))
        for key in ("phone", "id_number"):
            said = values.get(key, "")
            if said and re.sub(r"\s", "", said) != person[key]:
                made.append(Fault("silent", f"{record}.{key}", person[key], said, "member", seed, row.row))
    names = {values.get("name") for _, values in stored.people}
    told = bool(mine)
    for person in row.members:
        if person["name"] and person["name"] not in names and person["name"] not in stored.said:
            made.append(
                Fault("told" if told else "silent", "member", person["name"], "", "lost", seed, row.row)
            )
    return made
