"""Whose row a row of a list is: somebody new, a child of the register, or one of whom a person is asked."""

from __future__ import annotations

from dataclasses import replace

from childdesk.desk import (
    family,
    import_beside,
    import_names,
    import_namesakes,
    import_seats,
    import_twice,
    own_lists,
    sameness,
)
from childdesk.desk.family_row import Row
from childdesk.desk.import_cells import Books
from childdesk.desk.import_items import Items
from childdesk.desk.import_plan import OWN_FILE, ImportPlan, Remark, RowPlan, SheetPlan
from childdesk.desk.session import Session
from childdesk.domain.duplicates import Match, Sketch, Verdict, keys
from childdesk.domain.progress import Progress


class Whose:
    """Knows everybody in the ledger and everybody that the plan would add."""

    rounded: import_twice.Rounded
    """What of the table at hand a spreadsheet may have rounded."""

    def __init__(self, session: Session, made: ImportPlan, items: Items, progress: Progress) -> None:
        self.session = session
        self.made = made
        self.source = made.file
        self.items = items
        self.register = sameness.Register(session, progress)
        self.seats = import_seats.Seats(session)
        self.namesakes = import_namesakes.Namesakes(session.today)
        self.taken: dict[str, int] = {}
        """Whose file a row of this plan is → the row."""

    def begin(self, rounded: import_twice.Rounded) -> None:
        """Another table."""
        self.rounded = rounded

    def matched(self, made: SheetPlan, books: Books, name: str, row: Row) -> RowPlan:
        """What becomes of a row that was understood; what it has of the child is in `row`."""
        number, texts = books.number, books.texts
        decided = self.made.decisions.get((made.name, number))
        new = sameness.sketch("", row.child, row.grown_ups)
        common = keys(new)
        if decided == OWN_FILE:
            return self._added(books, new, common, row)
        every = self.register.matches(new, common)
        whose = next((m for m in every if self._is_another(books, new, m)), None)
        if decided is None and whose is not None:
            self.rounded.set_aside(made, books, row.child, whose.candidate.name)
            row.keep_as_typed(books.unread)
            return self.matched(made, books, name, row)
        alike = every if decided else [m for m in every if not self.namesakes.is_one(books, new, m)]
        again = next((m for m in alike if m.verdict is Verdict.SAME and m.candidate.id in self.taken), None)
        if again is not None and decided != again.candidate.id:
            earlier = self.taken[again.candidate.id]
            return import_twice.twice(made, number, name, texts, again, earlier)
        # Somebody whose row was found already may still be meant, but only a person can say so.
        matches = sorted(alike, key=lambda match: match.candidate.id in self.taken)
        if not matches:
            self.namesakes.say(made, books, every)
            return self._added(books, new, common, row)
        first = next((m for m in matches if m.candidate.id == decided), matches[0])
        if first.verdict is Verdict.SAME or first.candidate.id == decided:
            known = RowPlan(number, "same", first.candidate.id, name, texts=texts)
            import_beside.pick(made, books, row, self.made.said.picks.get((made.name, number), {}))
            return self._same(made, new, row, known, first)
        if not family.update(self.session, first.candidate.id, row, self.source):
            # Whoever it is: nothing in this row is new to that file.
            return RowPlan(number, "same", first.candidate.id, name, texts=texts, guess=first.reason)
        text = f"可能已有：{first.candidate.name}，{first.reason}。先没收，请您定"
        made.issues.append(Remark(number, None, "doubtful", text))
        return RowPlan(number, "reject", first.candidate.id, name, texts=texts)

    def _is_another(self, books: Books, new: Sketch, match: Match) -> bool:
        here = match.candidate.id in self.taken or match.candidate.id in self.namesakes.rows
        return self.rounded.is_another(books, new, match, self.register, here=here)

    def _added(self, books: Books, new: Sketch, common: frozenset[str], row: Row) -> RowPlan:
        own_lists.keep_for_a_new_child(books, row, self.items)
        seat = self.seats.now
        household, ops = seat.households.of(row)
        child, more = family.create(seat.session, row, self.source, household)
        self.register.add(replace(new, id=child), common)
        made = RowPlan(books.number, "add", child, new.name, [*ops, *more], books.texts)
        self.namesakes.put(made, new, books)
        return made

    def _same(self, made: SheetPlan, new: Sketch, row: Row, known: RowPlan, match: Match) -> RowPlan:
        child, old = known.child, match.candidate
        if child in self.namesakes.rows:
            earlier = self.namesakes.rows[child].row
            return import_twice.twice(made, known.row, known.name, known.texts, match, earlier)
        seat = self.seats.now
        household, ops = seat.households.of(row, child)
        if household:
            row.values["child"]["household"] = household
        named = import_names.naming(child, old, new, self.source)
        if named.text and "name" in row.child:
            at = next((column.index for column in made.columns if column.field == "child.name"), None)
            made.issues.append(Remark(known.row, at, named.level, named.text, old.name, new.name))
            ops = [*ops, *named.ops]
        if named.keep:
            row.values["child"].pop("name", None)
        self.taken[child] = known.row
        elsewhere, moved = self.seats.found(child)
        if elsewhere:
            made.issues.append(Remark(known.row, None, "doubtful", f"{old.name}的{elsewhere}"))
        known.ops = [*moved, *ops, *family.update(seat.session, child, row, self.source)]
        known.outcome = "change" if known.ops else "same"
        return known
