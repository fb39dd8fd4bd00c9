"""The ledger is no prison: another program's engine opens it with the key, and not without it.

The other engine runs in a process of its own: two SQLite libraries on one file in one process drop each
other's locks.
"""

from __future__ import annotations

import subprocess
import sys

import pytest

from childdesk.store import connection
from tests.store import living

KEY = bytes(range(32))

READER = """
import sys
import apsw
opened = apsw.Connection(sys.argv[1], flags=apsw.SQLITE_OPEN_READONLY)
opened.pragma("cipher", "sqlcipher")
opened.pragma("legacy", 4)
if sys.argv[2:]:
    opened.execute(f"PRAGMA key = 'raw:{sys.argv[2]}'")
try:
    print(opened.execute("SELECT count(*), max(name) FROM child").get)
    print(opened.pragma("integrity_check"))
except (apsw.NotADBError, apsw.CorruptError) as error:
    print("closed:", type(error).__name__)
"""


@pytest.fixture
def path(tmp_path):
    place = tmp_path / "ledger.db"
    opened = connection.new_ledger(place, KEY)
    with connection.database(opened).atomic():
        opened.execute("CREATE TABLE child (id TEXT PRIMARY KEY, name TEXT)")
        opened.executemany("INSERT INTO child VALUES (?, '周小禾')", [(str(n),) for n in range(1000)])
    opened.close()
    return place


def read(path, *key):
    arguments = [sys.executable, "-c", READER, str(path), *key]
    return subprocess.run(arguments, capture_output=True, text=True, check=True).stdout.splitlines()


def test_another_engine_in_another_process_opens_the_ledger_with_the_key(path):
    assert read(path, KEY.hex()) == ["(1000, '周小禾')", "ok"]


def test_it_reads_a_whole_desk_as_the_program_wrote_it(tmp_path):
    with living.living(tmp_path / "home") as desk:
        desk.write(*living.families(30))
    assert read(tmp_path / "home" / "ledger.db", living.KEY.hex())[1] == "ok"
    assert read(tmp_path / "home" / "ledger.db", living.KEY.hex())[0].startswith("(30, ")
    assert read(tmp_path / "home" / "ledger.db") == ["closed: NotADBError"]


def test_it_reads_what_is_still_in_the_log_of_an_open_ledger(path):
    opened = connection.open_ledger(path, KEY, "write")
    with connection.database(opened).atomic():
        opened.execute("INSERT INTO child VALUES ('new', '周小禾')")
    assert read(path, KEY.hex())[0] == "(1001, '周小禾')"
    opened.close()


@pytest.mark.parametrize("key", [(), (bytes(32).hex(),), (KEY[::-1].hex(),)])
def test_it_opens_nothing_without_the_key_or_with_another(path, key):
    assert read(path, *key) == ["closed: NotADBError"]
