"""What a person has said about one workbook: answers, whose rows are whose, and its password."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic

from childdesk.desk import comparing, importing
from childdesk.desk.import_plan import ImportPlan, Said
from childdesk.desk.list_owner import Owner
from childdesk.desk.session import Session
from childdesk.ui.tasks import Progress


@dataclass
class Told:
    """Kept in memory for one file. Each new answer plans the file anew."""

    answers: dict[str, str] = field(default_factory=dict)
    passing: set[str] = field(default_factory=set)
    decisions: dict[tuple[str, int], str] = field(default_factory=dict)
    secret: str = ""
    fixes: dict[tuple[str, int, int], str] = field(default_factory=dict)
    picks: dict[tuple[str, int], dict[str, str]] = field(default_factory=dict)
    left: set[str] = field(default_factory=set)
    """Of what nothing more is to be said: children not named, doubts that were looked at."""
    compared: bool = False
    """Whether it was asked already if the workbook is rather to be compared."""
    keeper: Owner | None = None
    """Who else keeps the list, as far as one can see."""
    copied: str = ""
    """What was copied out of a table instead of a file."""
    village: str = ""
    """Whose workbook it is, where a township takes it in on a village's behalf; `place` is its name."""
    place: str = ""
    paper: str = ""
    sure: bool = False
    """That the workbook is that village's though another is named in it."""
    took: float = 0.0
    """Seconds that the file took to be read and looked at for the first time."""
    held: Said = field(default_factory=Said)
    """With the workbook once it is read: a further answer does not read it again."""

    @classmethod
    def of(cls, argument: Path | tuple[Path, str, str, str]) -> tuple[Path, Told]:
        """A file, or (file, village, its name, what of 收表 it is) of a workbook taken in for a village."""
        if isinstance(argument, Path):
            return argument, cls()
        path, village, place, paper = argument
        return path, cls(village=village, place=place, paper=paper)

    @property
    def mark(self) -> str:
        """What stands before everything that is said about a workbook taken in for a village."""
        return f"镇代录：{self.place}　" if self.place else ""

    def go(self, made: ImportPlan) -> tuple[str, str]:
        """(words of the way on, why not). A workbook that is owed counts though nothing in it is new."""
        people = made.people
        if people or not self.paper:
            return f"导入{people:,}人", "" if people else "没有要新增或更新的人"
        return "都一样，记为已交", ""

    def answer(self, header: str, answer: str, *, remember: bool) -> None:
        """What a column is; with `remember` the next file of the same kind is not asked about."""
        self.answers[header] = answer
        if remember:
            self.passing.discard(header)
        else:
            self.passing.add(header)

    def plan(self, session: Session, path: Path, progress: Progress) -> ImportPlan:
        """What importing the file would do, with everything that has been said."""
        begun = monotonic()
        book = self.held.book
        if book is None and self.copied:
            book = importing.pasted(self.copied, progress)
        made = importing.plan(
            session,
            path,
            answers=dict(self.answers),
            decisions=dict(self.decisions),
            passing=frozenset(self.passing),
            said=Said(self.fixes, self.picks, book, self.village, self.paper, self.sure),
            password=self.secret,
            progress=progress,
        )
        self.held = made.said
        self.took = self.took or monotonic() - begun
        if not self.compared:
            self.keeper = comparing.keeper(session, made)
        return made
