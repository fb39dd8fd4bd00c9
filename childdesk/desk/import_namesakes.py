"""Two rows of one list that share a name: one child written twice, or two children."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from childdesk.desk import import_births
from childdesk.desk.import_births import Told
from childdesk.desk.import_cells import Books
from childdesk.desk.import_plan import Remark, RowPlan, SheetPlan, line
from childdesk.domain import identity
from childdesk.domain.duplicates import ONE_IN_COMMON, Match, Sketch, Verdict, is_somebody, one_name

_TELLING = frozenset(
    f"child.{key}"
    for key in (
        "village_group school grade school_class live_address hukou_address phone student_number".split()
    )
) | frozenset(
    [
        "household.head",
        "household.number",
        "guardian.phone",
        "guardian.agreement_date",
        "father.name",
        "mother.name",
    ]
)
_DECISIVE = frozenset(["household.number", "household.head", "child.student_number"])
"""A household of one's own and a number of one's own settle it alone."""
APART = 2
"""Other telling cells in which two rows of one list must differ to be two children of one name."""


def are_namesakes(texts: Mapping[str, str], others: Mapping[str, str]) -> bool:
    """Whether two rows of one list that share a name say different things of where the child belongs."""
    shared = [key for key in _TELLING if texts.get(key) and others.get(key)]
    apart = {key for key in shared if texts[key] != others[key]}
    return bool(apart & _DECISIVE) or len(apart) >= APART


class Namesakes:
    """Whom the rows of a plan would add, and what they say of births that are not known."""

    def __init__(self, today: date) -> None:
        self._today = today
        self.rows: dict[str, RowPlan] = {}
        """Child that the plan adds → its row."""
        self._sheets: dict[str, str] = {}
        self._births: dict[str, Told] = {}

    def put(self, made: SheetPlan, row: RowPlan, new: Sketch, books: Books) -> None:
        """A row that adds a child."""
        self.rows[row.child] = row
        self._sheets[row.child] = made.name
        if new.birth is None and new.id_number is None:
            birth = import_births.told(None, books, self._today)
            if birth is not None:
                self._births[row.child] = birth

    def is_one(self, books: Books, new: Sketch, match: Match) -> bool:
        """Whether somebody of this very list only shares a name: both are taken in, and it is said."""
        old = match.candidate
        row = self.rows.get(old.id)
        if row is None or not new.names() & old.names():
            return False
        if self._apart(books, new, old) or not one_name(new, old):
            return True
        kin = match.reason != ONE_IN_COMMON and any(map(is_somebody, new.family & old.family))
        related = match.verdict is Verdict.SAME or kin
        return not related and are_namesakes(books.texts, row.texts)

    def _apart(self, books: Books, new: Sketch, old: Sketch) -> bool:
        """Whether the births cannot be one; where two numbers stand, these have said all."""
        if new.id_number and old.id_number:
            return False
        born = old.born()
        other = self._births.get(old.id) if born is None else Told(born.earliest, born.latest)
        # A day that its own number contradicts may be the wrong one of the two, as a dragged date is.
        births = {new.born(), identity.birth(new.id_number) if new.id_number else new.birth}
        said = [import_births.told(one, books, self._today) for one in births]
        return other is not None and all(birth is not None and birth.apart(other) for birth in said)

    def say(self, made: SheetPlan, books: Books, new: Sketch, namesakes: Sequence[Match]) -> None:
        """Tells that two of one name were taken in."""
        for match in namesakes[:1]:
            at = (self._sheets[match.candidate.id], self.rows[match.candidate.id].row)
            alike = "同名" if one_name(match.candidate, new) else "曾用名相同"
            text = f"与{line(at, made.name)}{alike}，别的不一样，当两个孩子收。请您看"
            made.issues.append(Remark(books.number, books.places.get("child.name"), "doubtful", text))
