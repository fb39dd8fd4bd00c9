"""The ledger opens with its key, in its mode, and says plainly what is wrong when it does not."""

from __future__ import annotations

import contextlib
import os
import signal
import sqlite3
import subprocess
import sys
import threading
import time

import pytest

from childdesk.domain.errors import Cancelled, Refused, Unavailable
from childdesk.store import connection as ledger
from childdesk.store import durable

KEY = bytes(range(32))
OTHER_KEY = bytes(32)


@pytest.fixture
def path(tmp_path):
    """A ledger with one table of 200 rows, closed."""
    place = tmp_path / "ledger.db"
    opened = ledger.new_ledger(place, KEY)
    with ledger.database(opened).atomic():
        opened.execute("CREATE TABLE child (id TEXT PRIMARY KEY, name TEXT)")
        opened.executemany("INSERT INTO child VALUES (?, ?)", [(str(n), "周小禾" * 50) for n in range(200)])
    opened.close()
    return place


@contextlib.contextmanager
def opened(path, mode="read", key=KEY):
    with contextlib.closing(ledger.open_ledger(path, key, mode)) as connection:
        yield connection


def pragma(connection, name):
    return connection.execute(f"PRAGMA {name}").fetchone()[0]


def test_what_was_written_is_read_again_with_the_key(path):
    with opened(path) as connection:
        assert connection.execute("SELECT count(*) FROM child").fetchone() == (200,)


def test_the_file_shows_neither_its_format_nor_a_name(path):
    content = path.read_bytes()
    assert not content.startswith(ledger.PLAIN_HEADER)
    assert "周小禾".encode() not in content
    assert b"CREATE TABLE" not in content
    assert path.stat().st_mode & 0o077 == 0


def test_the_log_beside_an_open_ledger_shows_no_name_either(path):
    with opened(path, "write") as connection:
        with ledger.database(connection).atomic():
            connection.execute("UPDATE child SET name = '何田田' || id")
        log = path.with_name("ledger.db-wal").read_bytes()
        assert len(log) > 4096
        assert "何田田".encode() not in log


def test_the_writing_lane_loses_nothing_at_a_power_cut_and_leaves_no_temporary_files(path):
    with opened(path, "write") as connection:
        assert pragma(connection, "journal_mode") == "wal"
        assert pragma(connection, "synchronous") == 2
        assert pragma(connection, "temp_store") == 2
        assert pragma(connection, "foreign_keys") == 0
        assert pragma(connection, "secure_delete") == 1
        assert pragma(connection, "cipher_memory_security") == "0"


@pytest.mark.parametrize("mode", ["read", "window"])
def test_the_reading_lanes_cannot_write_even_when_told_to(path, mode):
    with opened(path, mode) as connection:
        for statement in ("DELETE FROM child", "CREATE TABLE other (id)", "CREATE TEMP TABLE other (id)"):
            with pytest.raises(ledger.OperationalError):
                connection.execute(statement)
        connection.rollback()
        connection.execute("PRAGMA query_only = OFF")
        with pytest.raises(ledger.OperationalError):
            connection.execute("DELETE FROM child")


def test_the_window_reads_what_the_writing_lane_committed_while_both_are_open(path):
    with opened(path, "write") as writer, opened(path, "window") as window:
        with ledger.database(writer).atomic():
            writer.execute("INSERT INTO child VALUES ('new', '何田田')")
            assert window.execute("SELECT count(*) FROM child").fetchone() == (200,)
        assert window.execute("SELECT count(*) FROM child").fetchone() == (201,)


def test_a_connection_belongs_to_the_thread_that_opened_it(path):
    with opened(path) as connection:
        caught: list[BaseException] = []

        def read():
            try:
                connection.execute("SELECT 1")
            except ledger.driver.ProgrammingError as error:
                caught.append(error)

        thread = threading.Thread(target=read)
        thread.start()
        thread.join()
        assert "thread" in str(caught[0])


@pytest.mark.parametrize("mode", ["write", "read", "window"])
def test_a_wrong_key_says_that_the_file_is_not_whole_and_changes_nothing(path, mode, capfd):
    before = path.read_bytes()
    with pytest.raises(Unavailable, match="读不完整") as caught:
        ledger.open_ledger(path, OTHER_KEY, mode)
    assert "备份" in caught.value.next_step
    assert path.read_bytes() == before
    assert capfd.readouterr() == ("", "")


def test_a_key_of_the_wrong_length_is_a_mistake_of_ours(path):
    with pytest.raises(ValueError, match="32"):
        ledger.open_ledger(path, b"short", "read")


def test_an_empty_file_is_damage_and_not_a_fresh_start(path):
    path.write_bytes(b"")
    with pytest.raises(Unavailable, match="读不完整"):
        ledger.open_ledger(path, KEY, "write")
    assert path.stat().st_size == 0


@pytest.mark.parametrize("content", [b"x", b"PK\x03\x04" * 3000, os.urandom(8192), b"\x00" * 4096])
def test_a_foreign_file_is_not_opened_and_not_touched(path, content):
    path.write_bytes(content)
    with pytest.raises(Unavailable, match="读不完整"):
        ledger.open_ledger(path, KEY, "write")
    assert path.read_bytes() == content


def test_a_plain_database_is_never_taken_for_a_sealed_one(path):
    path.unlink()
    with contextlib.closing(sqlite3.connect(path)) as plain:
        plain.execute("CREATE TABLE child (id)")
        plain.commit()
    with pytest.raises(Unavailable, match="没有加密"):
        ledger.open_ledger(path, KEY, "write")


def test_a_missing_ledger_is_never_made_by_opening_it(tmp_path):
    with pytest.raises(Unavailable, match="没有档案文件"):
        ledger.open_ledger(tmp_path / "ledger.db", KEY, "write")
    assert list(tmp_path.iterdir()) == []


def test_a_new_ledger_never_replaces_one(path):
    before = path.read_bytes()
    with pytest.raises(Refused, match="已有一份档案"):
        ledger.new_ledger(path, KEY)
    assert path.read_bytes() == before


def test_a_new_ledger_may_take_the_empty_file_that_a_power_cut_left(tmp_path):
    path = tmp_path / "ledger.db"
    path.touch()
    ledger.new_ledger(path, KEY).close()
    assert path.stat().st_size > 0
    with opened(path) as connection:
        assert connection.execute("SELECT count(*) FROM sqlite_master").fetchone() == (0,)


def test_a_folder_with_spaces_chinese_and_signs_opens_like_any_other(tmp_path):
    place = tmp_path / "童档 100% #1?x=y"
    place.mkdir()
    ledger.new_ledger(place / "ledger.db", KEY).close()
    with opened(place / "ledger.db") as connection:
        assert pragma(connection, "user_version") == 0
    assert (place / "ledger.db").stat().st_size > 0


@pytest.mark.parametrize("share", [0.1, 0.5, 0.97])
def test_one_changed_byte_is_found_by_the_seals(path, share):
    content = bytearray(path.read_bytes())
    content[int(len(content) * share) | 4097] ^= 1
    path.write_bytes(content)
    with opened(path) as connection:
        assert ledger.check_pages(connection)


def test_a_whole_file_has_nothing_wrong_with_its_pages(path):
    with opened(path) as connection:
        assert ledger.check_pages(connection) == []


def test_a_truncated_ledger_is_damaged_and_says_so(path):
    os.truncate(path, path.stat().st_size // 2)
    with pytest.raises(Unavailable, match="读不完整"):
        ledger.open_ledger(path, KEY, "read")


def test_a_second_writer_is_told_that_the_ledger_is_open_elsewhere(path):
    with opened(path, "write") as first, opened(path, "write") as second:
        second.execute("PRAGMA busy_timeout = 10")
        first.execute("BEGIN IMMEDIATE")
        with pytest.raises(Unavailable, match="另一个窗口") as caught, ledger.sorted_errors():
            second.execute("BEGIN IMMEDIATE")
        assert caught.value.next_step


def test_a_full_disk_while_writing_is_unavailable_and_the_ledger_stays_as_it_was(path):
    with opened(path, "write") as connection:
        pages = pragma(connection, "page_count")
        connection.execute(f"PRAGMA max_page_count = {pages + 1}")
        house = ledger.database(connection)
        with pytest.raises(Unavailable, match="磁盘满了"), ledger.sorted_errors(), house.atomic():
            connection.executemany(
                "INSERT INTO child VALUES (?, ?)", [(f"n{n}", "x" * 900) for n in range(99)]
            )
        assert connection.execute("SELECT count(*) FROM child").fetchone() == (200,)


def test_a_write_that_the_disk_refuses_is_unavailable_and_the_ledger_stays_as_it_was(path):
    """The limit on file size is real: the kernel answers the write of the log with an error."""
    code = """
import resource, signal, sys
from pathlib import Path
from childdesk.domain.errors import Unavailable
from childdesk.store import connection as ledger
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
opened = ledger.open_ledger(Path(sys.argv[1]), bytes(range(32)), "write")
resource.setrlimit(resource.RLIMIT_FSIZE, (65536, 65536))
try:
    with ledger.sorted_errors(), ledger.database(opened).atomic():
        opened.executemany("INSERT INTO child VALUES (?, ?)", [(f"n{n}", "x" * 900) for n in range(999)])
except Unavailable as error:
    print(error.sentence)
print(opened.execute("SELECT count(*) FROM child").fetchone()[0])
"""
    answer = subprocess.run([sys.executable, "-c", code, path], capture_output=True, text=True, check=True)
    assert answer.stdout.splitlines()[-1] == "200"
    assert "没有动" in answer.stdout.splitlines()[0]
    with opened(path) as connection:
        assert ledger.check_pages(connection) == []


def test_an_interrupted_statement_is_a_cancellation(path):
    with opened(path) as connection:
        connection.set_progress_handler(lambda: 1, 10)
        with pytest.raises(Cancelled), ledger.sorted_errors():
            connection.execute("SELECT count(*) FROM child a, child b, child c").fetchone()


def test_wrong_sql_stays_our_own_fault(path):
    with opened(path, "write") as connection:
        with pytest.raises(ledger.OperationalError, match="no such table"), ledger.sorted_errors():
            connection.execute("SELECT * FROM elsewhere")
        with pytest.raises(ledger.IntegrityError), ledger.sorted_errors():
            connection.execute("INSERT INTO child VALUES ('1', 'twice')")


def test_sqlite_utils_catches_what_our_driver_raises(path):
    """Without the shim `drop(ignore=True)` raises: it would catch the standard library's error only."""
    with opened(path, "write") as connection:
        house = ledger.database(connection)
        house["nothing"].drop(ignore=True)
        house["child"].insert({"id": "n", "name": "何田田", "group": "3组"}, alter=True)
        assert house["child"].count == 201


@pytest.mark.parametrize(("how", "called"), [("ledger.database(c)", False), ("ledger.Database(c)", True)])
def test_a_plug_in_of_somebody_else_never_sees_the_ledger(tmp_path, how, called):
    """The second case shows that the plug-in is real: without our switch it is loaded."""
    (tmp_path / "listener.py").write_text(
        "import sqlite_utils\n@sqlite_utils.hookimpl\ndef prepare_connection(conn): print('heard')\n"
    )
    info = tmp_path / "listener-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: listener\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text("[sqlite_utils]\nlistener = listener\n")
    code = (
        "from pathlib import Path\nfrom childdesk.store import connection as ledger\n"
        f"c = ledger.new_ledger(Path({str(tmp_path / 'l.db')!r}), bytes(32))\n{how}.table_names()"
    )
    places = os.pathsep.join([str(tmp_path), *(place for place in sys.path if place)])
    answer = subprocess.run(
        [sys.executable, "-c", code],
        env=os.environ | {"PYTHONPATH": places},
        capture_output=True,
        text=True,
        check=True,
    )
    assert ("heard" in answer.stdout) is called


@pytest.mark.parametrize("mode", ["write", "read", "window"])
def test_a_row_that_replaces_another_fires_its_triggers_and_nothing_sets_that_twice(path, mode):
    """The pragma is set at opening: each later setting makes SQLite forget what it has prepared."""
    with opened(path, mode) as connection:
        told = []
        connection.set_trace_callback(told.append)
        ledger.database(connection)
        connection.set_trace_callback(None)
        assert told == []
        assert pragma(connection, "recursive_triggers") == 1


def test_an_engine_that_may_lose_pages_or_cannot_seal_is_refused(path, monkeypatch):
    monkeypatch.setattr(ledger, "OLDEST_SQLITE", (99, 0, 0))
    with pytest.raises(Unavailable, match="缺了一部分"):
        ledger.open_ledger(path, KEY, "read")
    monkeypatch.undo()
    monkeypatch.setattr(ledger, "_seals", False)
    with pytest.raises(Unavailable, match="缺了一部分"):
        ledger.new_ledger(path.with_name("other.db"), KEY)
    assert not path.with_name("other.db").exists()


def test_a_write_protected_ledger_is_refused_when_it_is_opened_and_not_at_the_first_save(path, monkeypatch):
    """Root may write everywhere, so what SQLite does then is put in its place: it opens for reading."""
    uri = path.as_uri() + "?mode=ro"
    real = ledger.driver.connect
    monkeypatch.setattr(ledger.driver, "connect", lambda _uri, **more: real(uri, **more))
    with pytest.raises(Unavailable, match="不让写入"):
        ledger.open_ledger(path, KEY, "write")


def test_a_killed_writer_leaves_a_ledger_with_every_acknowledged_row(path):
    code = """
import sys
from pathlib import Path
from childdesk.store import connection as ledger
opened = ledger.open_ledger(Path(sys.argv[1]), bytes(range(32)), "write")
for number in range(100000):
    with ledger.database(opened).atomic():
        opened.execute("INSERT INTO child VALUES (?, 'x')", (f"w{number}",))
    print(number, flush=True)
"""
    worker = subprocess.Popen([sys.executable, "-c", code, path], stdout=subprocess.PIPE)
    assert worker.stdout is not None
    worker.stdout.readline()
    time.sleep(0.1)
    os.kill(worker.pid, signal.SIGKILL)
    acknowledged = worker.stdout.read().split() or [b"0"]
    worker.stdout.close()
    worker.wait()
    with opened(path, "window") as connection:
        kept = connection.execute("SELECT count(*) FROM child WHERE id LIKE 'w%'").fetchone()[0]
    assert kept >= int(acknowledged[-1]) + 1


def test_every_sentence_is_short_and_ends_like_one():
    said = [getattr(house, name) for house in (ledger, durable) for name in dir(house) if name.isupper()]
    pairs = [pair for pair in said if isinstance(pair, tuple) and all(isinstance(one, str) for one in pair)]
    assert len(pairs) >= 10
    for pair in pairs:
        for sentence in "".join(pair).split("。")[:-1]:
            assert len(sentence) <= 20, sentence
