"""Whose row a row of a list is: somebody new, a child of the register, or one of whom a person is asked."""

from __future__ import annotations

from collections.abc import Mapping

from childdesk.desk import (
    family,
    import_beside,
    import_dated,
    import_names,
    import_namesakes,
    import_notes,
    import_seats,
    import_twice,
    own_lists,
    sameness,
)
from childdesk.desk.family_row import Row
from childdesk.desk.import_beside import OTHERS
from childdesk.desk.import_cells import Books
from childdesk.desk.import_items import Items
from childdesk.desk.import_plan import (
    EARLIER,
    OWN_FILE,
    ImportPlan,
    Remark,
    RowPlan,
    SheetPlan,
    line,
    of_row,
)
from childdesk.desk.import_together import MOST, Held, Joint, Manner, Sides, Stood, apart, content
from childdesk.desk.session import Session
from childdesk.domain.duplicates import Match, Sketch, Verdict, keys
from childdesk.domain.kinds import Scalar
from childdesk.domain.plan import New, Op, Set
from childdesk.domain.progress import Progress
from childdesk.store import reader


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
        self.stood: dict[str, Stood] = {}
        """Whose file a row of this plan is → where it stood first."""
        self._left: set[str] = set()
        """Households that a child of this plan had before a later line named another."""
        self._keeps = True

    def begin(self, rounded: import_twice.Rounded, rows: int) -> None:
        """Another table of so many rows."""
        self.rounded = rounded
        book = self.made.said.book
        self._keeps = rows <= MOST or (book is not None and len(book.sheets) > 1)

    def matched(self, made: SheetPlan, books: Books, name: str, row: Row) -> RowPlan:
        """What becomes of a row that was understood; what it has of the child is in `row`."""
        decided = self._decided(made, books.number)
        new = sameness.sketch("", row.child, row.grown_ups)
        common = keys(new)
        if decided == OWN_FILE:
            return self._added(made, books, new, common, row)
        every = self.register.matches(new, common)
        whose = next((m for m in every if self._is_another(books, new, m)), None)
        if decided is None and whose is not None:
            self.rounded.set_aside(made, books, row.child, whose.candidate.name)
            row.keep_as_typed(books.unread)
            return self.matched(made, books, name, row)
        alike = every if decided else [m for m in every if not self.namesakes.is_one(books, new, m)]
        if not alike:
            self.namesakes.say(made, books, new, every)
            return self._added(made, books, new, common, row)
        # Somebody whose row was found already may still be meant, but only a person can say so.
        usual = min(alike, key=lambda match: match.candidate.id in self.stood)
        match = next((m for m in alike if m.candidate.id == decided), usual)
        told = RowPlan(books.number, "reject", match.candidate.id, name, texts=books.texts)
        if match.verdict is not Verdict.SAME and told.child != decided:
            return self._likely(made, row, told, match)
        stood = self.stood.get(told.child)
        if stood is None:
            import_beside.pick(made, books, row, self._picks(made, told))
            return self._same(made, new, row, told, match.candidate)
        fits = told.child == decided or stood.fits(new)
        if not (fits and stood.is_kept):
            self._beside(made, told, row, stood)
            return import_twice.twice(made, told, match, stood.at, fits=fits)
        return self._joined(made, books, row, told, stood)

    def _decided(self, made: SheetPlan, number: int) -> str | None:
        """What a person said of a row; a child of an earlier row by its id in this plan."""
        decided = self.made.decisions.get((made.name, number))
        if decided is None or not decided.startswith(EARLIER):
            return decided
        return next((child for child, stood in self.stood.items() if of_row(stood.at) == decided), None)

    def _picks(self, made: SheetPlan, told: RowPlan) -> Mapping[str, str]:
        return self.made.said.picks.get((made.name, told.row), {})

    def _is_another(self, books: Books, new: Sketch, match: Match) -> bool:
        here = match.candidate.id in self.stood
        return self.rounded.is_another(books, new, match, self.register, here=here)

    def _likely(self, made: SheetPlan, row: Row, told: RowPlan, match: Match) -> RowPlan:
        """Somebody who may be the child of a row: a person is asked, unless nothing in it is new."""
        stood, name = self.stood.get(told.child), match.candidate.name
        is_new = stood is not None and stood.known is None
        if not is_new and not family.update(self.session, told.child, row, self.source):
            # Whoever it is: nothing in this row is new to that file.
            told.outcome, told.guess = "same", match.reason
            return told
        text = f"可能已有：{name}，{match.reason}"
        if stood is not None:
            told.earlier = stood.at
            self._beside(made, told, row, stood)
            text = f"像是{line(stood.at, made.name)}的{name}：{match.reason}"
        made.issues.append(Remark(told.row, None, "doubtful", f"{text}。先没收，请您定"))
        return told

    def _added(self, made: SheetPlan, books: Books, new: Sketch, common: frozenset[str], row: Row) -> RowPlan:
        own_lists.keep_for_a_new_child(books, row, self.items)
        seat = self.seats.now
        household, ops = seat.households.of(row)
        child, more = family.create(seat.session, row, self.source, household)
        new = new.of(child)
        self.register.add(new, common)
        told = RowPlan(books.number, "add", child, new.name, [*ops, *more], books.texts)
        self.namesakes.put(made, told, new, books)
        self._keep(Stood(made, told, told, seat, new, None, ops, household), row)
        return told

    def _same(self, made: SheetPlan, new: Sketch, row: Row, told: RowPlan, old: Sketch) -> RowPlan:
        seat = self.seats.now
        household, ops = seat.households.of(row, told.child)
        named = import_names.naming(told.child, old, new, self.source)
        if named.text and "name" in row.child:
            at = next((column.index for column in made.columns if column.field == "child.name"), None)
            made.issues.append(Remark(told.row, at, named.level, named.text, old.name, new.name))
        elsewhere, moved = self.seats.found(told.child)
        if elsewhere:
            made.issues.append(Remark(told.row, None, "doubtful", f"{old.name}的{elsewhere}"))
        stood = Stood(made, told, told, seat, new, old, [*moved, *ops], household)
        told.ops = self._ops(stood, row, new)
        told.outcome = "change" if told.ops else "same"
        self._keep(stood, row)
        return told

    def _keep(self, stood: Stood, row: Row) -> None:
        self.stood[stood.first.child] = stood
        if self._keeps:
            stood.keep(row)

    def _ops(self, stood: Stood, row: Row, new: Sketch) -> list[Op]:
        """Everything that makes or changes the file of a child as its lines have it."""
        child, at = stood.first.child, stood.seat.session
        if stood.known is None:
            return [*stood.before, *family.create(at, row, self.source, stood.household, child)[1]]
        if stood.household:
            row.values.setdefault("child", {})["household"] = stood.household
        ops = list(stood.before)
        if "name" in row.child:
            named = import_names.naming(child, stood.known, new, self.source)
            ops += named.ops
            if named.keep:
                row.child.pop("name")
        return [*ops, *family.update(at, child, row, self.source)]

    def _joined(self, made: SheetPlan, books: Books, row: Row, told: RowPlan, stood: Stood) -> RowPlan:
        """A further line about a child of this plan."""
        told.earlier = stood.at
        self._say_village(made, books, stood)
        picks = self._picks(made, told)
        if OTHERS in picks:
            import_beside.pick(made, books, row, picks)
        if stood.known is None:
            own_lists.keep_for_a_new_child(books, row, self.items)
        joint = Joint(stood.said(), row, self._held(stood), picks, self._manner(made, stood))
        if row.values.get("household"):
            known = stood.first.child if stood.known else ""
            home, ops = stood.seat.households.of(joint.row, known)
            if home and stood.household not in ("", home):
                self._left.add(stood.household)
            stood.household, stood.before = home or stood.household, [*stood.before, *ops]
        more = sameness.sketch(stood.first.child, joint.row.child, joint.row.grown_ups)
        before, ops = stood.holder.ops, self._ops(stood, joint.row, more)
        stood.keep(joint.row)
        if stood.known is None:
            self.register.instead(stood.sketch, more)
            stood.sketch = more
        told.outcome = "change" if content(ops) - content(before) else "same"
        stood.write(ops, told)
        Sides(made, books, told, stood, self.items).say(joint)
        return told

    def without_empty_households(self) -> None:
        """Makes no household that a later line left with nobody in it."""
        rows = [row for sheet in self.made.sheets for row in sheet.rows if row.ops] if self._left else []
        every = [op for row in rows for op in row.ops]
        used = {str(op.values.get("household")) for op in every if isinstance(op, New)}
        used |= {str(op.value) for op in every if isinstance(op, Set) and op.field == "household"}
        empty = self._left - used
        for row in rows if empty else ():
            row.ops = [op for op in row.ops if not (isinstance(op, New) and op.row in empty)]
            if not row.ops and row.outcome == "change":
                row.outcome = "same"

    def _say_village(self, made: SheetPlan, books: Books, stood: Stood) -> None:
        """Two lines of one child under two villages."""
        if self.seats.now.unit != stood.seat.unit:
            here, there = (seat.name or self.seats.own_names[0] for seat in (self.seats.now, stood.seat))
            text = f"{line(stood.at, made.name)}写的是{there}，这里是{here}。归在{there}，请您看"
            at = books.places.get("place.village")
            made.issues.append(Remark(books.number, at, "doubtful", text))

    def _beside(self, made: SheetPlan, told: RowPlan, row: Row, stood: Stood) -> None:
        """What a row of which a person is asked says otherwise than the earlier one."""
        if stood.is_kept:
            told.apart = apart(Joint(stood.said(), row, None, {}, self._manner(made, stood)), self.items)

    def _manner(self, made: SheetPlan, stood: Stood) -> Manner:
        unit = stood.seat.session.ledger.identity.unit_name
        notes = self.items.known(import_notes.ITEM)
        return Manner(unit, notes, lambda name: import_dated.age(made, stood.source(name)[0]))

    def _held(self, stood: Stood) -> Held | None:
        """What the register has of a child, read when two lines differ."""
        if stood.known is None:
            return None
        beside, child = import_beside.Beside(self.session, [stood.first.child]), stood.first.child

        def held(record: str, values: Mapping[str, Scalar]) -> Mapping[str, Scalar]:
            if record != "household":
                return beside.held(child, record, values)
            home = str(beside.held(child, "child", {}).get("household") or "")
            return reader.get(self.session.ledger.connection, "household", home) or {} if home else {}

        return held
