"""A check is silent on a good ledger and names whatever was changed behind the program's back."""

from __future__ import annotations

import dataclasses
import shutil
from unittest.mock import patch

import pytest

from childdesk.domain.clock import SetClock
from childdesk.store import access, checking, journal, reader
from tests.store.living import NOW, PERSON, families, living, reopened


@pytest.fixture
def desk(tmp_path):
    with living(tmp_path / "home") as opened:
        opened.write(*families(4), operation="import")
        child = first(opened)
        opened.set(child, school="镇中学", **{"x.0a": "爱画画"})
        base = opened.writer.state("child", child).base("note")
        opened.set(child, base=base, note="甲")
        opened.set(child, base=base, note="乙")
        opened.writer.erase(PERSON, "child", child, "id_number", "本人要求")
        for act in ("sign_in", "reveal"):
            access.note(opened.connection, SetClock(NOW), PERSON, act, reason="核对")
        yield opened


def first(desk):
    return min(row for row, _ in reader.everyone(desk.connection, "child"))


def problems(desk):
    return [f"{problem.where}：{problem.text}" for problem in checking.check(desk.connection)]


def test_a_good_ledger_has_no_problems(desk):
    assert problems(desk) == []


def test_a_damaged_search_table_says_what_mends_it(desk):
    with desk.connection:
        desk.connection.execute("DELETE FROM search_index_data WHERE id > 10")
    assert problems(desk)[0].startswith("查找：查找用的表读不完整，重新生成就好")


HARM = {
    "a row": "UPDATE child SET school = '改过的' WHERE school = '镇中学'",
    "a row that was emptied": "UPDATE father SET name = NULL WHERE rowid = 1",
    "a row that was removed": "DELETE FROM phone WHERE rowid = 1",
    "a row that was added": "INSERT INTO visit (id, child) VALUES ('f', 'e')",
    "an item of a row": "UPDATE child SET items = '{}' WHERE items IS NOT NULL",
    "an item too many": """UPDATE child SET items = '{"x.0a":"爱画画","x.0b":""}' WHERE items IS NOT NULL""",
    "the value of a change": "UPDATE change SET value = '\"改过的\"' WHERE value = '\"镇中学\"'",
    "the salt of a change": "UPDATE change SET salt = x'00112233445566778899aabbccddeeff' WHERE arr = 5",
    "value and salt, as if erased": "UPDATE change SET value = NULL, salt = NULL WHERE value = '\"镇中学\"'",
    "the digest of a change": f"UPDATE change SET digest = '{'0' * 64}' WHERE arr = 3",
    "who wrote a change": "UPDATE change SET person = 'b' WHERE arr = 4",
    "when a change was written": "UPDATE change SET wall = '2020-01-01T00:00:00Z' WHERE arr = 4",
    "the base of a change": "UPDATE change SET base = '[]' WHERE base <> '[]'",
    "the link of a change": f"UPDATE change SET h = '{'0' * 64}' WHERE arr = 7",
    "a change from the middle": "DELETE FROM change WHERE arr = 6",
    "the last change": "DELETE FROM change WHERE arr = (SELECT max(arr) FROM change)",
    "two changes that swap places": "UPDATE change SET seq = seq - 9 WHERE seq IN (4, 5);"
    "UPDATE change SET seq = -seq WHERE seq < 0",
    "the end of the chain": "UPDATE incarnation SET seq = seq - 1",
    "who an entry is said to be by": "UPDATE entry SET person = 'b' WHERE no = 2",
    "why an entry is said to be": "UPDATE entry SET reason = '别的' WHERE no = 2",
    "an entry that was removed": "DELETE FROM entry WHERE no = 2",
    "heads": "DELETE FROM heads WHERE rowid = 1",
    "a conflict that was hidden": "DELETE FROM conflict",
    "a conflict that is none": "INSERT INTO conflict SELECT 'father', id, 'name' FROM father LIMIT 1",
    "a withdrawal that was none": "INSERT INTO withdrawn SELECT 'father', id FROM father LIMIT 1",
    "a line of the access log": "UPDATE access SET reason = '没什么' WHERE seq = 1",
    "a line taken out of the access log": "DELETE FROM access WHERE seq = 1",
    "a child who is not found": "DELETE FROM search_child WHERE child = (SELECT max(id) FROM child)",
    "a child without words": "DELETE FROM search_index WHERE rowid = (SELECT max(rowid) FROM search_index)",
    "a child found by something else": "UPDATE search_source SET source = replace(source, '138', '139')",
}


@pytest.mark.parametrize("what", HARM)
def test_harm_is_named(desk, what):
    for statement in HARM[what].split(";"):
        assert desk.connection.execute(statement).rowcount > 0
    desk.connection.commit()
    found = problems(desk)
    assert found
    # A problem names a place by the beginning of its id, never a value.
    assert not any(word in line for line in found for word in ("改过的", "镇中学", "户主", "1380000"))


@pytest.mark.parametrize("rule", ["is_genuine", "link", "_difference", "_entry_problems", "index_problems"])
def test_each_rule_of_the_check_is_needed(desk, rule):
    """Without one rule, some of the harm above, which is seen with it, would go unseen."""
    lenient = {
        "is_genuine": lambda change: True,
        "link": lambda previous, change: change and desk_link(desk, change),
        "_difference": lambda state, found: "",
        "_entry_problems": lambda connection: [],
        "index_problems": lambda connection: [],
    }

    def goes_unseen(what: str) -> bool:
        desk.connection.execute("SAVEPOINT harm")
        for statement in HARM[what].split(";"):
            desk.connection.execute(statement)
        with patch.object(checking, rule, lenient[rule]):
            unseen = not problems(desk)
        assert not unseen or problems(desk), what
        desk.connection.execute("ROLLBACK TO harm")
        desk.connection.execute("RELEASE harm")
        return unseen

    assert any(map(goes_unseen, HARM))


def desk_link(desk, change):
    sql = "SELECT h FROM change WHERE seq = ?"
    return journal.unpacked(desk.connection.execute(sql, (change.seq,)).fetchone()[0])


def test_a_page_that_was_damaged_is_named(tmp_path):
    with living(tmp_path / "home") as desk:
        desk.write(*families(50))
        desk.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        file = desk.home / "ledger.db"
        pages = desk.connection.execute("PRAGMA page_count").fetchone()[0]
        content = bytearray(file.read_bytes())
        content[4096 * (pages - 1) + 100] ^= 1
        file.write_bytes(content)
    again = reopened(tmp_path / "home")
    found = problems(again)
    assert found
    assert all(line.startswith("文件：") for line in found)
    again.close()


def test_a_page_torn_by_a_power_cut_that_is_whole_in_the_log_is_no_damage(tmp_path):
    with living(tmp_path / "home") as desk:
        desk.write(*families(5))
        desk.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        desk.child("周小禾")
        shutil.copytree(desk.home, tmp_path / "cut", ignore=shutil.ignore_patterns("*-shm"))
    log, file = (tmp_path / "cut" / name for name in ("ledger.db-wal", "ledger.db"))
    page = int.from_bytes(log.read_bytes()[32:36], "big")
    content = bytearray(file.read_bytes())
    content[4096 * (page - 1) + 2048 : 4096 * page] = bytes(2048)
    file.write_bytes(content)
    again = reopened(tmp_path / "cut")
    assert problems(again) == []
    assert "周小禾" in {raw["name"] for _, raw in reader.everyone(again.connection, "child")}
    again.close()


def test_a_value_that_came_without_and_later_with_is_taken(tmp_path, desk):
    child = first(desk)
    other = desk.copy(tmp_path / "other")
    desk.set(child, school="甲校")
    header, change = desk.changes()[-2:]
    other.writer.receive([header, dataclasses.replace(change, value=None, salt=None)])
    assert any("没有删除记录" in line for line in problems(other))
    other.writer.receive([change])
    assert problems(other) == []
    assert other.get(child)["school"] == "甲校"
    other.close()


def test_a_check_reads_and_writes_nothing(desk):
    before = desk.tables(), desk.journal_rows()
    problems(desk)
    assert (desk.tables(), desk.journal_rows()) == before
