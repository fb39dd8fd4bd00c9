"""Undo plans the inverse of one entry, and leaves and names what others have built upon."""

from __future__ import annotations

from childdesk.domain import catalogue, erasure, undo
from childdesk.domain.change import ALIVE, NEW, SCHEMA, SET, Change, canonical, digest_of
from childdesk.domain.fold import cautious, fold

CHILD, FATHER, HOUSE, VISIT = "c" * 32, "f" * 32, "d" * 32, "e" * 32
RID = "1" * 24


class Books:
    """A ledger in memory, asked by undo and written by applying its plan."""

    def __init__(self) -> None:
        self.journal: list[Change] = []
        self.taken_back: dict[str, str] = {}

    def changes(self, record, row):
        return [c for c in self.journal if (c.record, c.row) == (record, row)]

    def state(self, record, row):
        return fold(record, row, self.changes(record, row), cautious)

    def at(self, record, row, dot, key):
        return erasure.written(self.changes(record, row), dot, key)

    def undoes(self, entry):
        return self.taken_back.get(entry, "")

    def dependents(self, row):
        found = []
        for record, other in sorted({(c.record, c.row) for c in self.journal}):
            state = self.state(record, other)
            links = catalogue.links(catalogue.RECORDS[record])
            if state.alive and any(state.values.get(key) == row for key in links):
                found.append((record, other))
        return found

    def seen(self, record, row):
        found: dict[str, int] = {}
        for change in self.changes(record, row):
            found[change.rid] = max(change.seq, found.get(change.rid, 0))
        return found

    def write(self, entry, *ops):
        """Each op is (kind, record, row, field, value) or with a base at the end."""
        lam = 1 + max((c.lam for c in self.journal), default=0)
        for kind, record, row, field, value, *rest in ops:
            state = self.state(record, row)
            base = rest[0] if rest else (() if kind == NEW else state.base(field))
            if field == ALIVE and not rest:
                base = state.heads.get(ALIVE, ())
            text, seq = canonical(value), len(self.journal) + 1
            digest = digest_of(b"", text)
            about = (entry, lam, "", "p", SCHEMA, kind, record, row, field, tuple(base), digest, text, b"")
            self.journal.append(Change(RID, seq, *about))

    def plan(self, entry):
        return undo.plan(entry, [c for c in self.journal if c.entry == entry], self)

    def undo(self, entry, as_entry):
        made, kept = self.plan(entry)
        ops = [(SET, op.record, op.row, op.field, op.value, op.base) for op in made.ops()]
        self.taken_back[as_entry] = entry
        self.write(as_entry, *ops)
        return len(made.steps), [(k.record, k.field, k.why) for k in kept]

    def values(self, record, row):
        state = self.state(record, row)
        return {k: v for k, v in state.values.items() if v is not None} if state.alive else None


def family():
    """A child with a father, made by one entry."""
    books = Books()
    books.write(
        "made",
        (NEW, "child", CHILD, "", {"name": "毛毛", "school": "甲"}),
        (NEW, "father", FATHER, "", {"child": CHILD, "name": "周建军"}),
    )
    return books


def test_what_an_entry_created_is_withdrawn_and_comes_back_when_the_undo_is_undone():
    books = family()
    assert books.undo("made", "back") == (2, [])
    assert books.values("child", CHILD) is None
    assert books.undo("back", "again") == (2, [])
    assert books.values("child", CHILD) == {"name": "毛毛", "school": "甲"}
    assert books.undo("again", "away") == (2, [])
    assert books.values("father", FATHER) is None


def test_after_a_redo_the_first_entry_can_be_undone_again():
    books = family()
    books.undo("made", "back")
    books.undo("back", "again")
    assert books.undo("made", "third") == (2, [])
    assert books.values("child", CHILD) is None


def test_undoing_twice_finds_nothing_left_to_do():
    books = family()
    books.undo("made", "back")
    assert books.undo("made", "twice") == (0, [])


def test_a_field_goes_back_to_what_stood_before_the_entry():
    books = family()
    books.write("moved", (SET, "child", CHILD, "school", "乙"), (SET, "child", CHILD, "grade", "三年级"))
    assert books.undo("moved", "back") == (2, [])
    assert books.values("child", CHILD) == {"name": "毛毛", "school": "甲"}
    assert books.undo("back", "again") == (2, [])
    assert books.values("child", CHILD) == {"name": "毛毛", "school": "乙", "grade": "三年级"}


def test_a_field_that_one_entry_set_twice_goes_back_to_what_stood_before_both():
    books = family()
    books.write("moved", (SET, "child", CHILD, "school", "乙"), (SET, "child", CHILD, "school", "丙"))
    assert books.values("child", CHILD)["school"] == "丙"
    assert books.undo("moved", "back") == (1, [])
    assert books.values("child", CHILD)["school"] == "甲"


def test_a_field_that_was_changed_again_is_kept_and_named_and_the_rest_goes_back():
    books = family()
    books.write("moved", (SET, "child", CHILD, "school", "乙"), (SET, "child", CHILD, "grade", "三年级"))
    books.write("later", (SET, "child", CHILD, "school", "丙"))
    assert books.undo("moved", "back") == (1, [("child", "school", "后来又改过")])
    assert books.values("child", CHILD) == {"name": "毛毛", "school": "丙"}


def test_a_child_that_was_visited_later_stays_and_the_undo_says_why():
    books = family()
    books.write("visited", (NEW, "visit", VISIT, "", {"child": CHILD, "date": "2026-11-20"}))
    assert books.undo("made", "back") == (1, [("child", "", "后来的记录用到它")])
    assert books.values("child", CHILD) is not None
    assert books.values("father", FATHER) is None


def test_a_father_who_was_edited_later_stays_with_the_child_that_he_needs():
    books = family()
    books.write("edited", (SET, "father", FATHER, "work_place", "宁波"))
    steps, kept = books.undo("made", "back")
    assert steps == 0
    assert set(kept) == {("father", "", "后来又改过"), ("child", "", "留下的记录用到它")}


def test_a_household_stays_when_a_child_that_stays_was_moved_into_it_later():
    books = Books()
    books.write(
        "made",
        (NEW, "household", HOUSE, "", {"head": "周家"}),
        (NEW, "child", CHILD, "", {"name": "毛毛"}),
    )
    books.write("moved in", (SET, "child", CHILD, "household", HOUSE))
    steps, kept = books.undo("made", "back")
    assert (steps, {record for record, _, _ in kept}) == (0, {"child", "household"})


def test_a_household_goes_when_the_link_to_it_goes_back_with_the_same_entry():
    books = family()
    books.write(
        "housed",
        (NEW, "household", HOUSE, "", {"head": "周家"}),
        (SET, "child", CHILD, "household", HOUSE),
    )
    assert books.undo("housed", "back") == (2, [])
    assert books.values("household", HOUSE) is None
    assert "household" not in books.values("child", CHILD)


def test_what_a_redo_brought_back_stays_once_it_was_visited():
    books = family()
    books.undo("made", "back")
    books.undo("back", "again")
    books.write("visited", (NEW, "visit", VISIT, "", {"child": CHILD, "date": "2026-11-20"}))
    assert books.undo("again", "away") == (1, [("child", "", "后来的记录用到它")])
    assert books.values("child", CHILD) is not None


def test_what_a_redo_brought_back_stays_once_it_was_edited():
    books = family()
    books.undo("made", "back")
    books.undo("back", "again")
    books.write("edited", (SET, "father", FATHER, "work_place", "宁波"))
    steps, kept = books.undo("again", "away")
    assert steps == 0
    assert set(kept) == {("father", "", "后来又改过"), ("child", "", "留下的记录用到它")}


def test_what_was_edited_before_it_was_withdrawn_does_not_hold_a_redo():
    books = family()
    books.write("edited", (SET, "father", FATHER, "work_place", "宁波"))
    seen = books.seen("father", FATHER)
    books.write("gone", (SET, "father", FATHER, ALIVE, {"alive": False, "seen": seen}))
    books.undo("gone", "back")
    assert books.values("father", FATHER) == {"child": CHILD, "name": "周建军", "work_place": "宁波"}
    assert books.undo("back", "away") == (1, [])
    assert books.values("father", FATHER) is None


def test_a_settled_conflict_comes_back_with_both_values_and_is_settled_again_by_a_redo():
    books = family()
    opened = books.state("child", CHILD).base("school")
    books.write("one", (SET, "child", CHILD, "school", "乙", opened))
    books.write("two", (SET, "child", CHILD, "school", "丙", opened))
    books.write("settled", (SET, "child", CHILD, "school", "乙"))
    assert books.undo("settled", "back") == (1, [])
    state = books.state("child", CHILD)
    assert set(state.conflicts) == {"school"}
    heads = state.heads["school"]
    assert {books.at("child", CHILD, dot, "school") for dot in heads} == {"乙", "丙"}
    assert books.undo("back", "again") == (1, [])
    assert (books.values("child", CHILD)["school"], books.state("child", CHILD).conflicts) == ("乙", {})


def test_a_change_goes_back_to_what_an_erasure_of_something_else_wrote_again():
    books = family()
    books.write("moved", (SET, "child", CHILD, "school", "乙"))
    ops = erasure.plan(
        "child", CHILD, "name", books.changes("child", CHILD), books.state("child", CHILD).base("name")
    )
    books.write("erased", *((SET, "child", CHILD, op.field, op.value, op.base) for op in ops))
    assert books.undo("moved", "back") == (1, [])
    assert books.values("child", CHILD) == {"school": "甲"}


def test_a_mark_of_erasure_is_never_undone():
    books = family()
    ops = erasure.plan(
        "child", CHILD, "name", books.changes("child", CHILD), books.state("child", CHILD).base("name")
    )
    books.write("erased", *((SET, "child", CHILD, op.field, op.value, op.base) for op in ops))
    books.undo("erased", "back")
    assert "name" not in books.values("child", CHILD)


def test_what_was_undone_in_between_does_not_stand_in_the_way():
    books = family()
    books.write("first", (SET, "child", CHILD, "school", "乙"))
    books.write("second", (SET, "child", CHILD, "school", "丙"))
    assert books.undo("first", "too early") == (0, [("child", "school", "后来又改过")])
    assert books.undo("second", "back") == (1, [])
    assert books.undo("first", "further back") == (1, [])
    assert books.values("child", CHILD)["school"] == "甲"
    assert books.undo("made", "all") == (2, [])
    assert books.values("child", CHILD) is None


def test_a_change_that_was_undone_and_redone_can_be_undone_again():
    books = family()
    books.write("moved", (SET, "child", CHILD, "school", "乙"))
    books.undo("moved", "back")
    assert books.undo("moved", "twice") == (0, [])
    books.undo("back", "again")
    assert books.undo("moved", "third") == (1, [])
    assert books.values("child", CHILD)["school"] == "甲"
