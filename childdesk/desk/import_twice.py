"""A line about somebody of an earlier one, and two children whom a rounded number makes look like one."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

from childdesk.desk.import_cells import Books
from childdesk.desk.import_plan import Remark, RowPlan, SheetPlan, line
from childdesk.desk.sameness import Register
from childdesk.domain import identity
from childdesk.domain.duplicates import Match, Sketch, Verdict, keys
from childdesk.domain.kinds import Date, Scalar

NUMBER = "child.id_number"


def twice(made: SheetPlan, told: RowPlan, match: Match, at: tuple[str, int], *, fits: bool) -> RowPlan:
    """A second line about somebody who stands in an earlier one, and is not put to it."""
    where = line(at, made.name)
    text = f"与{where}是同一个孩子（{match.reason}），没有再收"
    if not fits:
        text = f"与{where}像是同一个孩子：{match.reason}，名字不一样。先没收，请您定"
    made.issues.append(Remark(told.row, None, "doubtful", text))
    told.earlier = at
    return told


class Rounded:
    """The children of one table whose numbers a spreadsheet may have rounded: twins then share one.

    Such a number does not decide alone who a child is; where another name stands beside it, it is kept as
    typed and the child is known by name, birth and family.
    """

    def __init__(self, doubted: Callable[[], Iterable[tuple[int, int]]]) -> None:
        """`doubted` gives (row, column) of the numbers that may be rounded; asked when two are alike."""
        self._doubted = doubted
        self._cells: frozenset[tuple[int, int]] | None = None
        self.aside: set[tuple[int, int]] = set()
        """(row, column) of the numbers that were kept as typed."""

    def is_another(self, books: Books, new: Sketch, match: Match, register: Register, *, here: bool) -> bool:
        """Whether a row is another child than the one who has its number; `here` if that is of this list."""
        old, at = match.candidate, books.places.get(NUMBER)
        if at is None or not new.id_number or new.id_number != old.id_number or new.names() & old.names():
            return False
        if not self._is_rounded(books.number, at):
            return False
        if here or (new.sex and old.sex and new.sex != old.sex):
            return True
        bare = replace(new, id_number=None, birth=new.born())
        return any(m.verdict is Verdict.SAME for m in register.matches(bare, keys(bare)))

    def set_aside(self, made: SheetPlan, books: Books, child: dict[str, Scalar], whose: str) -> None:
        """Keeps the number of a row as it was typed and says so; its birthday still counts."""
        number = str(child.pop("id_number"))
        if (born := identity.birth(number)) is not None:
            child.setdefault("birth", Date().to_db(born))
        at = books.places[NUMBER]
        books.listed.add(at)
        self.aside.add((books.number, at))
        books.unread[NUMBER] = number
        text = f"号码和{whose}的一样，末几位像是被表格改过，没有收，请看证件重填"
        made.issues.append(Remark(books.number, at, "impossible", text, number))

    def _is_rounded(self, row: int, column: int) -> bool:
        if self._cells is None:
            self._cells = frozenset(self._doubted())
        return (row, column) in self._cells
