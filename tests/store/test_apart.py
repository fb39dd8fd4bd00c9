"""A large write in two processes: the same bytes in every table as in one, whatever becomes of the other."""

from __future__ import annotations

import contextlib
import os
import secrets
import threading

import pytest

from childdesk.domain import beside, ids
from childdesk.domain.errors import Cancelled
from childdesk.domain.plan import New, Set
from childdesk.domain.progress import Stoppable
from childdesk.store import apart, composing
from tests.beside import Counted
from tests.desk.made import session_in
from tests.prove.same_plan import Stream, tables

CHILDREN = 40


@pytest.fixture
def two(monkeypatch):
    """Every write has a second process, which gets three ops at a time."""
    monkeypatch.setattr(apart, "LARGE", 1)
    monkeypatch.setattr(apart, "OPEN", 3)
    monkeypatch.setattr(composing, "BATCH", 3)
    Counted.put_in_place(monkeypatch)


def ops(sets=()):
    """Children with telephones and a former name; one whose sealed words are a change of their own."""
    made = []
    for number in range(CHILDREN):
        child = f"{number:032x}"
        values = {
            "name": f"王小{chr(0x4E00 + number)}",
            "id_number": f"99010120170302{number:04}",
            "unit": "1",
        }
        made.append(New("child", child, values | ({"was_sealed": "{}"} if number == 3 else {})))
        made.append(New("phone", f"{number + 500:032x}", {"child": child, "number": f"139000000{number:02}"}))
        if number % 5 == 0:
            made.append(New("name", f"{number + 900:032x}", {"child": child, "name": f"小石{number}"}))
    return [*made, *sets]


def written(home, monkeypatch, *, beforehand=False):
    """Every table after new children, changes of some with new rows beside them, and one child more.

    `beforehand` a name of that one is there already.
    """
    session = session_in(home)
    Counted.made.clear()
    with monkeypatch.context() as same:
        same.setattr(secrets, "token_hex", Stream("ids").words)
        same.setattr(os, "urandom", Stream("salts").take)
        same.setattr(ids, "AT_ONCE", 1)
        same.setattr(ids, "_drawn", [])
        writer = session.ledger.writer
        writer.write("import", session.person, ops())
        first = f"{0:032x}"
        changes = [
            Set("child", first, "name", "李小禾"),
            Set("child", first, "name", "李小满", gives_way=True),
        ]
        more = [
            New("phone", f"{number + 2000:032x}", {"child": first, "number": f"13700000{number:03}"})
            for number in range(12)
        ]
        writer.write("import", session.person, [*changes, *more])
        late = f"{CHILDREN:032x}"
        brother = [New("child", late, {"name": "王小满"}), New("phone", f"{3000:032x}", {"child": late})]
        if beforehand:  # what came by another way and is about a child that this write brings
            writer.write(
                "add", session.person, [New("name", f"{3001:032x}", {"child": late, "name": "小石头"})]
            )
        writer.write("import", session.person, brother)
    rows = dict(tables(session.ledger.connection))
    found = session.ledger.connection.execute(
        "SELECT count(*) FROM search_index WHERE search_index MATCH 'h13700000003'"
    )
    rows["found"] = [str(found.fetchone())]
    session.ledger.close()
    return rows


@pytest.mark.parametrize("lives", [1_000_000, 0, 1, 3, 5])
def test_every_table_is_the_same_also_when_the_other_process_dies(two, tmp_path, monkeypatch, lives):
    monkeypatch.setattr(Counted, "lives", lives)
    both = written(tmp_path / "both", monkeypatch)
    assert len(Counted.made) == 3
    assert all(second.process.poll() is not None for second in Counted.made)
    assert Counted.made[0].answers >= min(lives, 3 + len(ops()) // 3)
    monkeypatch.setattr(beside, "cores", lambda: 1)
    alone = written(tmp_path / "alone", monkeypatch)
    assert Counted.made == []
    assert both.keys() == alone.keys()
    assert [name for name in both if both[name] != alone[name]] == []
    assert both["found"] == ["(1,)"]


def test_a_child_of_whom_something_is_here_already_is_found_by_that_too(two, tmp_path, monkeypatch):
    both = written(tmp_path / "both", monkeypatch, beforehand=True)
    assert len(Counted.made) == 4
    monkeypatch.setattr(beside, "cores", lambda: 1)
    alone = written(tmp_path / "alone", monkeypatch, beforehand=True)
    assert [name for name in both if both[name] != alone[name]] == []
    assert any("小石头" in row for row in both["table search_source"])


def test_a_write_that_is_stopped_leaves_no_process_no_thread_and_no_row(two, tmp_path):
    session = session_in(tmp_path / "desk")
    Counted.made.clear()
    threads = threading.active_count()

    class Late(Stoppable):
        def step(self, done: int, total: int, text: str = "") -> None:
            self.stopped |= done > 20
            super().step(done, total, text)

    with pytest.raises(Cancelled):
        session.ledger.writer.write("import", session.person, ops(), progress=Late())
    (second,) = Counted.made
    assert second.process.poll() is not None
    assert threading.active_count() == threads
    for table in ("child", "search_child", "phone"):
        assert session.ledger.connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0] == 0
    session.ledger.close()


@pytest.mark.parametrize("stopped", [False, True])
def test_after_a_large_write_the_connection_has_its_usual_room_and_the_log_is_folded_when_asked(
    two, tmp_path, stopped
):
    session = session_in(tmp_path / "desk")
    connection = session.ledger.connection
    names = ("cache_size", "wal_autocheckpoint")
    usual = [connection.execute(f"PRAGMA {name}").fetchone()[0] for name in names]
    told = Stoppable()
    told.stopped = stopped
    with contextlib.suppress(Cancelled):
        session.ledger.writer.write("import", session.person, ops(), progress=told)
    assert [connection.execute(f"PRAGMA {name}").fetchone()[0] for name in names] == usual
    log = tmp_path / "desk" / "ledger.db-wal"
    size = (tmp_path / "desk" / "ledger.db").stat().st_size
    session.ledger.fold()
    if not stopped:
        assert log.stat().st_size > 0
        assert (tmp_path / "desk" / "ledger.db").stat().st_size > size
    session.ledger.close()


def test_what_a_write_touched_is_told_in_order_and_once():
    every = [*ops(), Set("phone", f"{500:032x}", "number", "13700000000"), New("child", "0a", {})]
    assert composing.touched(every) == tuple(sorted({(op.record, op.row) for op in every}))


@pytest.mark.parametrize(
    ("values", "columns", "row"),
    [
        ({"name": "王小禾", "sex": None}, ("name",), ("7", "王小禾")),
        ({"name": "王小禾", "amount": 3}, ("name", "amount"), ("7", "王小禾", 3)),
        ({"x.b": "b", "name": "王", "x.a": "a"}, ("name", "items"), ("7", "王", '{"x.a": "a", "x.b": "b"}')),
        ({"x.a": None, "sex": "女", "x.b": 2}, ("sex", "items"), ("7", "女", '{"x.b": 2}')),
        ({"categories": "留守儿童", "name": "王小禾"}, ("name",), ("7", "王小禾")),
        ({}, (), ("7",)),
    ],
)  # fmt: skip
def test_a_row_holds_what_is_said_and_items_in_one_column(values, columns, row):
    assert composing.row_of("child", "7", values) == (columns, row)


@pytest.mark.parametrize(
    ("said", "normal"), [(["e\u0301", 7, None], False), (["é", 7, None, "禾"], True), ([7, {"a": 1}], True)]
)
def test_texts_are_seen_as_normal_whatever_stands_among_them(said, normal):
    changes = [Set("child", "7", "note", value) for value in said]
    new = New("child", "8", {str(at): value for at, value in enumerate(said) if not isinstance(value, dict)})
    made = composing.normal([*changes, new])
    assert ([made[:-1], made[-1]] == [changes, new]) is normal
    assert made[0].value == ("é" if isinstance(said[0], str) else said[0])
