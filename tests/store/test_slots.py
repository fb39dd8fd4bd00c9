"""The key comes out for the right passphrase or code, for nobody else, and outlives accidents of its file."""

from __future__ import annotations

import errno
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from childdesk.domain.clock import SetClock
from childdesk.domain.errors import Refused, Unavailable
from childdesk.store import attempts, durable, recovery_code, slots

ANNA, BEN = "a" * 32, "b" * 32
PASSPHRASE, OTHER = "小溪 石桥 油菜 灯笼", "雨伞 稻田 邮局 竹篮"
COPIES = (slots.FILE, slots.SECOND)


@pytest.fixture(autouse=True)
def light_kdf(monkeypatch):
    """Argon2id with little memory, so that these tests measure the file and not the cost."""
    monkeypatch.setattr(slots, "KDF", slots.Parameters(64, 1, 1))


@pytest.fixture
def clock():
    return SetClock(datetime(2026, 11, 23, 8, tzinfo=UTC))


@pytest.fixture
def home(tmp_path):
    slots.create(tmp_path, ANNA, "何主任", PASSPHRASE)
    return tmp_path


@pytest.fixture
def key(home):
    return slots.unlock(home, ANNA, PASSPHRASE)


def body(home, file=slots.FILE):
    return json.loads((home / file).read_bytes())["body"]


def versions(home):
    return [body(home, file)["version"] for file in COPIES]


def forge(home, file, change):
    """Change a copy as somebody without the key can: the checksum is made to fit, the MAC cannot be."""
    content = json.loads((home / file).read_bytes())
    change(content["body"])
    content["sum"] = slots.hashlib.sha256(slots._canonical(content["body"])).hexdigest()
    (home / file).write_bytes(json.dumps(content).encode())


# ── the way in ──────────────────────────────────────────────────────────────────────────────────────────────


def test_the_passphrase_and_the_code_give_the_same_random_key(tmp_path):
    key, code = slots.create(tmp_path, ANNA, "何主任", PASSPHRASE)
    assert len(key) == 32
    assert slots.unlock(tmp_path, ANNA, PASSPHRASE) == key
    assert slots.unlock_recovery(tmp_path, code) == key
    assert slots.people(tmp_path) == [(ANNA, "何主任")]


def test_the_cost_is_the_one_that_the_design_fixes(tmp_path, monkeypatch):
    """The known answer is the one that Argon2's authors publish for these inputs."""
    monkeypatch.undo()
    assert slots.Parameters(memory=65536, passes=3, lanes=1) == slots.KDF
    key, _ = slots.create(tmp_path, ANNA, "何主任", PASSPHRASE)
    assert body(tmp_path)["slots"][0]["kdf"] == {"name": "argon2id", "m": 65536, "t": 3, "p": 1}
    assert slots.unlock(tmp_path, ANNA, PASSPHRASE) == key
    monkeypatch.setattr(slots, "KDF", slots.Parameters(65536, 2, 1))
    answer = slots.derive(b"password", b"somesalt").hex()
    assert answer == "09316115d5cf24ed5a15a31a3ba326e5cf32edc24702987c02b6566f61913cf7"


def test_neither_key_nor_passphrase_nor_code_stands_in_the_file(tmp_path):
    key, code = slots.create(tmp_path, ANNA, "何主任", PASSPHRASE)
    for file in COPIES:
        content = (tmp_path / file).read_bytes()
        for secret in (key.hex(), PASSPHRASE, code, code.replace("-", ""), recovery_code.read(code).hex()):
            assert secret.encode() not in content
        assert (tmp_path / file).stat().st_mode & 0o077 == 0


def test_a_wrong_passphrase_is_refused_in_one_clear_sentence(home):
    with pytest.raises(Refused) as caught:
        slots.unlock(home, ANNA, OTHER)
    assert caught.value.sentence == "口令不对。您的数据没有动。再试4次后要等1分钟。"
    assert caught.value.field == "passphrase"


@pytest.mark.parametrize("typed", ["", "   ", "\u3000"])
def test_an_empty_passphrase_is_no_passphrase(tmp_path, typed):
    with pytest.raises(Refused, match="还没有填"):
        slots.create(tmp_path, ANNA, "何主任", typed)
    assert list(tmp_path.iterdir()) == []


def test_full_width_typing_opens_what_half_width_typing_closed(tmp_path):
    key, _ = slots.create(tmp_path, ANNA, "何主任", "river 2026")
    assert slots.unlock(tmp_path, ANNA, "ｒｉｖｅｒ　２０２６") == key


def test_somebody_unknown_is_asked_to_choose_again(home):
    with pytest.raises(Refused, match="另选"):
        slots.unlock(home, BEN, PASSPHRASE)


def test_a_folder_with_slots_never_gets_new_ones(home):
    before = (home / slots.FILE).read_bytes()
    (home / slots.SECOND).unlink()
    for lost in ((), (slots.FILE,)):
        for file in lost:
            shutil.copy(home / file, home / slots.SECOND)
            (home / file).unlink()
        with pytest.raises(Refused, match="已有一份档案"):
            slots.create(home, BEN, "刘副手", OTHER)
    assert (home / slots.SECOND).read_bytes() == before


# ── wrong tries ─────────────────────────────────────────────────────────────────────────────────────────────


def test_after_five_wrong_tries_even_the_right_passphrase_waits_a_minute(home, key, clock):
    for left in (4, 3, 2, 1):
        with pytest.raises(Refused, match=f"再试{left}次"):
            slots.unlock(home, ANNA, OTHER, clock)
    with pytest.raises(Refused, match="请等1分钟"):
        slots.unlock(home, ANNA, OTHER, clock)
    clock.moment += timedelta(seconds=18)
    with pytest.raises(Refused, match="请等42秒"):
        slots.unlock(home, ANNA, PASSPHRASE, clock)
    clock.moment += timedelta(seconds=42)
    assert slots.unlock(home, ANNA, PASSPHRASE, clock) == key
    assert slots.unlock(home, ANNA, PASSPHRASE, clock) == key


def test_the_sixth_wrong_try_waits_again_and_a_right_one_starts_afresh(home, clock):
    for _ in range(5):
        with pytest.raises(Refused):
            slots.unlock(home, ANNA, OTHER, clock)
    clock.moment += timedelta(minutes=1)
    with pytest.raises(Refused, match="请等1分钟"):
        slots.unlock(home, ANNA, OTHER, clock)
    with pytest.raises(Refused, match="请等60秒"):
        slots.unlock(home, ANNA, PASSPHRASE, clock)
    clock.moment += timedelta(minutes=1)
    slots.unlock(home, ANNA, PASSPHRASE, clock)
    with pytest.raises(Refused, match="再试4次"):
        slots.unlock(home, ANNA, OTHER, clock)


def test_one_persons_wrong_tries_do_not_hold_up_another(home, key, clock):
    slots.add_person(home, key, BEN, "刘副手", OTHER)
    for _ in range(5):
        with pytest.raises(Refused):
            slots.unlock(home, ANNA, OTHER, clock)
    assert slots.unlock(home, BEN, OTHER, clock) == key


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b'{"a": 1}', b'{"a": ["x", "y"]}', b"\xff"])
def test_a_damaged_count_of_tries_counts_as_none(home, key, clock, content):
    (home / attempts.FILE).write_bytes(content)
    assert slots.unlock(home, ANNA, PASSPHRASE, clock) == key


def test_a_clock_set_back_by_years_keeps_nobody_waiting(home, key, clock):
    for _ in range(5):
        with pytest.raises(Refused):
            slots.unlock(home, ANNA, OTHER, clock)
    clock.moment -= timedelta(days=2000)
    assert slots.unlock(home, ANNA, PASSPHRASE, clock) == key


# ── persons and their passphrases ───────────────────────────────────────────────────────────────────────────


def test_a_second_person_opens_the_same_ledger_with_their_own_words(home, key):
    slots.add_person(home, key, BEN, "刘副手", OTHER)
    assert slots.unlock(home, BEN, OTHER) == slots.unlock(home, ANNA, PASSPHRASE) == key
    assert slots.people(home) == [(ANNA, "何主任"), (BEN, "刘副手")]
    with pytest.raises(Refused, match="口令不对"):
        slots.unlock(home, BEN, PASSPHRASE)


def test_nobody_gets_a_second_slot(home, key):
    with pytest.raises(Refused, match="已有口令"):
        slots.add_person(home, key, ANNA, "何主任", OTHER)
    assert versions(home) == [1, 1]


def test_a_changed_passphrase_opens_and_the_old_one_does_not(home, key):
    slots.change_passphrase(home, ANNA, PASSPHRASE, OTHER)
    assert slots.unlock(home, ANNA, OTHER) == key
    with pytest.raises(Refused, match="口令不对"):
        slots.unlock(home, ANNA, PASSPHRASE)
    assert slots.people(home) == [(ANNA, "何主任")]


def test_a_passphrase_is_changed_only_by_who_knows_the_old_one(home, key):
    before = (home / slots.FILE).read_bytes()
    with pytest.raises(Refused, match="口令不对"):
        slots.change_passphrase(home, ANNA, OTHER, "x")
    with pytest.raises(Refused, match="还没有填"):
        slots.change_passphrase(home, ANNA, PASSPHRASE, "")
    assert (home / slots.FILE).read_bytes() == before


def test_a_removed_person_stays_out_even_with_an_old_copy_beside_the_new_one(home, key, clock):
    slots.add_person(home, key, BEN, "刘副手", OTHER)
    old = (home / slots.SECOND).read_bytes()
    slots.remove_person(home, key, BEN)
    assert slots.people(home) == [(ANNA, "何主任")]
    (home / slots.SECOND).write_bytes(old)
    with pytest.raises(Refused, match="口令不对"):
        slots.unlock(home, BEN, OTHER, clock)
    assert slots.unlock(home, ANNA, PASSPHRASE) == key
    assert versions(home) == [3, 3]


def test_an_old_passphrase_stays_dead_even_with_an_old_copy_beside_the_new_one(home, key, clock):
    old = (home / slots.SECOND).read_bytes()
    slots.change_passphrase(home, ANNA, PASSPHRASE, OTHER)
    (home / slots.SECOND).write_bytes(old)
    with pytest.raises(Refused, match="口令不对"):
        slots.unlock(home, ANNA, PASSPHRASE, clock)
    assert slots.unlock(home, ANNA, OTHER, clock) == key


def test_the_last_person_and_a_stranger_cannot_be_removed(home, key):
    with pytest.raises(Refused, match="至少留一位"):
        slots.remove_person(home, key, ANNA)
    with pytest.raises(Refused, match="没有这个人"):
        slots.remove_person(home, key, BEN)
    with pytest.raises(Refused, match="没有这个人"):
        slots.set_passphrase(home, key, BEN, OTHER)
    assert versions(home) == [1, 1]


def test_a_person_is_shown_by_a_new_name_and_signs_in_as_before(home, key):
    slots.rename_person(home, key, ANNA, "何田田")
    assert slots.people(home) == [(ANNA, "何田田")]
    assert slots.unlock(home, ANNA, PASSPHRASE) == key


def test_a_new_code_replaces_the_paper_in_the_envelope(tmp_path):
    key, old = slots.create(tmp_path, ANNA, "何主任", PASSPHRASE)
    new = slots.new_recovery_code(tmp_path, key)
    assert slots.unlock_recovery(tmp_path, new) == key
    with pytest.raises(Refused, match="现在的恢复码") as caught:
        slots.unlock_recovery(tmp_path, old)
    assert caught.value.field == "recovery_code"


def test_an_old_code_stays_dead_even_with_an_old_copy_beside_the_new_one(tmp_path):
    key, old = slots.create(tmp_path, ANNA, "何主任", PASSPHRASE)
    before = (tmp_path / slots.SECOND).read_bytes()
    new = slots.new_recovery_code(tmp_path, key)
    (tmp_path / slots.SECOND).write_bytes(before)
    with pytest.raises(Refused, match="现在的恢复码"):
        slots.unlock_recovery(tmp_path, old)
    assert slots.unlock_recovery(tmp_path, new) == key


def test_a_forgotten_passphrase_is_replaced_after_the_code_has_opened(tmp_path):
    key, code = slots.create(tmp_path, ANNA, "何主任", PASSPHRASE)
    slots.set_passphrase(tmp_path, slots.unlock_recovery(tmp_path, code), ANNA, OTHER)
    assert slots.unlock(tmp_path, ANNA, OTHER) == key


def test_a_slot_of_a_kind_that_this_version_does_not_know_is_carried_along(home, key):
    township = {"kind": slots.TOWNSHIP, "person": "", "sealed": "00"}
    content = slots._body(home, key)
    slots._write(home, content | {"slots": [*content["slots"], township]}, key)
    slots.add_person(home, key, BEN, "刘副手", OTHER)
    slots.change_passphrase(home, BEN, OTHER, PASSPHRASE)
    slots.new_recovery_code(home, key)
    assert township in body(home)["slots"]


# ── accidents ───────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("file", COPIES)
@pytest.mark.parametrize("harm", ["gone", "empty", "half", "bit", "foreign"])
def test_one_copy_lost_or_damaged_is_healed_from_the_other(home, key, file, harm):
    good = (home / file).read_bytes()
    bad = {"empty": b"", "half": good[: len(good) // 2], "foreign": b'{"people": []}'}
    bad["bit"] = good.replace("何主任".encode(), "何主仼".encode())
    (home / file).unlink() if harm == "gone" else (home / file).write_bytes(bad[harm])
    assert slots.people(home) == [(ANNA, "何主任")]
    assert slots.unlock(home, ANNA, PASSPHRASE) == key
    assert [(home / each).read_bytes() for each in COPIES] == [good, good]


def test_both_copies_lost_names_the_backup_as_the_next_step(home):
    for file in COPIES:
        (home / file).write_bytes(b"")
    for act in (
        lambda: slots.people(home),
        lambda: slots.unlock(home, ANNA, PASSPHRASE),
        lambda: slots.unlock_recovery(home, recovery_code.new_code()),
    ):
        with pytest.raises(Unavailable) as caught:
            act()
        assert "档案没有动" in caught.value.sentence
        assert "备份" in caught.value.next_step


def test_a_forged_copy_with_a_higher_version_loses_against_the_true_one(home, key):
    good = (home / slots.SECOND).read_bytes()
    forge(home, slots.FILE, lambda content: content.update(version=99, slots=content["slots"][1:]))
    assert slots.unlock(home, ANNA, PASSPHRASE) == key
    assert (home / slots.FILE).read_bytes() == good


def test_two_forged_copies_open_nothing_and_are_not_called_a_wrong_passphrase(home, clock):
    for file in COPIES:
        forge(home, file, lambda content: content["slots"][0].update(name="别人"))
    with pytest.raises(Unavailable, match="口令文件"):
        slots.unlock(home, ANNA, PASSPHRASE, clock)


def test_a_slot_moved_to_another_person_does_not_open(home, key, clock):
    slots.add_person(home, key, BEN, "刘副手", OTHER)

    def take_over(content):
        content["slots"][-1].update({part: content["slots"][0][part] for part in ("salt", "nonce", "key")})

    for file in COPIES:
        forge(home, file, take_over)
    with pytest.raises(Refused, match="口令不对"):
        slots.unlock(home, BEN, PASSPHRASE, clock)


def test_a_file_of_a_newer_version_is_left_alone(home):
    forge(home, slots.SECOND, lambda content: content.update(format=2))
    before = [(home / file).read_bytes() for file in COPIES]
    with pytest.raises(Unavailable, match="更新的版本") as caught:
        slots.unlock(home, ANNA, PASSPHRASE)
    assert "升级" in caught.value.next_step
    assert [(home / file).read_bytes() for file in COPIES] == before


@given(at=st.integers(0, 10_000), bits=st.integers(1, 255))
def test_any_changed_byte_in_one_copy_leaves_the_key_in_reach(tmp_path_factory, at, bits):
    home = tmp_path_factory.mktemp("bytes")
    key, _ = slots.create(home, ANNA, "何主任", PASSPHRASE)
    content = bytearray((home / slots.FILE).read_bytes())
    content[at % len(content)] ^= bits
    (home / slots.FILE).write_bytes(content)
    assert slots.unlock(home, ANNA, PASSPHRASE) == key


@pytest.mark.parametrize("failing_call", range(1, 5))
def test_a_full_disk_at_any_write_changes_neither_copy(home, key, monkeypatch, failing_call):
    before = [(home / file).read_bytes() for file in COPIES]
    calls = [0]

    def fail(real):
        def act(*arguments):
            calls[0] += 1
            if calls[0] == failing_call:
                raise OSError(errno.ENOSPC, "full")
            return real(*arguments)

        return act

    monkeypatch.setattr(os, "write", fail(os.write))
    monkeypatch.setattr(os, "fsync", fail(os.fsync))
    with pytest.raises(Unavailable, match="磁盘满了"):
        slots.add_person(home, key, BEN, "刘副手", OTHER)
    monkeypatch.undo()
    assert [(home / file).read_bytes() for file in COPIES] == before
    assert not list(home.glob("*" + durable.PART))


def test_a_full_disk_keeps_nobody_with_the_right_passphrase_out(home, key, monkeypatch):
    (home / slots.SECOND).unlink()

    def full(*_arguments):
        raise OSError(errno.ENOSPC, "full")

    monkeypatch.setattr(os, "write", full)
    assert slots.unlock(home, ANNA, PASSPHRASE) == key
    with pytest.raises(Refused, match="口令不对"):
        slots.unlock(home, ANNA, OTHER)


HAMMER = """
import sys
from pathlib import Path
from childdesk.store import slots
slots.KDF = slots.Parameters(64, 1, 1)
home, number = Path(sys.argv[1]), 0
key = slots.unlock(home, "a" * 32, "p0" if not sys.argv[2:] else sys.argv[2])
while True:
    number += 1
    print("try", number, flush=True)
    slots.set_passphrase(home, key, "a" * 32, f"p{number}")
    print("done", number, flush=True)
"""


def test_a_program_killed_while_changing_a_passphrase_leaves_the_old_or_the_new_one(tmp_path, clock):
    key, code = slots.create(tmp_path, ANNA, "何主任", "p0")
    chance = random.Random(7)
    current = "p0"
    for _ in range(6):
        arguments = [sys.executable, "-c", HAMMER, str(tmp_path), current]
        worker = subprocess.Popen(arguments, stdout=subprocess.PIPE, text=True)
        assert worker.stdout is not None
        first = worker.stdout.readline()
        time.sleep(chance.random() * 0.03)
        os.kill(worker.pid, signal.SIGKILL)
        said = [line.split() for line in [first, *worker.stdout]]
        worker.stdout.close()
        worker.wait()
        done = [int(line[1]) for line in said if line[:1] == ["done"] and len(line) == 2]
        tried = max(int(line[1]) for line in said if len(line) == 2)
        may_open = [f"p{tried}", f"p{done[-1]}" if done else current]
        opening = []
        for passphrase in dict.fromkeys(may_open):
            try:
                assert slots.unlock(tmp_path, ANNA, passphrase, clock) == key
                opening.append(passphrase)
            except Refused:
                continue
        assert len(opening) == 1
        current = opening[0]
        assert slots.unlock_recovery(tmp_path, code) == key
        durable.sweep(tmp_path)
        assert {entry.name for entry in tmp_path.iterdir()} <= {*COPIES, attempts.FILE}


# ── the printed code ────────────────────────────────────────────────────────────────────────────────────────


@given(st.binary(min_size=16, max_size=16))
def test_a_code_read_back_is_the_code_that_was_printed(secret):
    printed = recovery_code.spell(secret)
    assert len(printed) == 8 * 6 + 7
    assert recovery_code.read(printed) == secret


@given(
    secret=st.binary(min_size=16, max_size=16),
    at=st.integers(0, 47),
    digit=st.sampled_from("0123456789"),
)
def test_one_wrong_digit_is_found_and_its_group_named(secret, at, digit):
    digits = recovery_code.spell(secret).replace("-", "")
    if digits[at] == digit:
        digit = str((int(digit) + 1) % 10)
    with pytest.raises(Refused, match=f"第{at // 6 + 1}组"):
        recovery_code.read(digits[:at] + digit + digits[at + 1 :])


@given(secret=st.binary(min_size=16, max_size=16), group=st.integers(0, 7), at=st.integers(0, 4))
def test_two_swapped_neighbours_are_found_and_their_group_named(secret, group, at):
    digits = recovery_code.spell(secret).replace("-", "")
    place = group * 6 + at
    swapped = digits[:place] + digits[place + 1] + digits[place] + digits[place + 2 :]
    if swapped == digits:
        assert recovery_code.read(swapped) == secret
    else:
        with pytest.raises(Refused, match=f"第{group + 1}组"):
            recovery_code.read(swapped)


@pytest.mark.parametrize(
    "write",
    [
        lambda code: code.replace("-", " "),
        lambda code: code.replace("-", ""),
        lambda code: f"  {code.replace('-', '－')}\n",
        lambda code: "".join(chr(ord(c) + 0xFEE0) if c.isdigit() else c for c in code),
        lambda code: code.replace("0", "O").replace("1", "l"),
        lambda code: code.translate(str.maketrans("0123456789", "〇一二三四五六七八九")),
    ],
)
def test_a_code_may_be_typed_in_every_usual_way(write):
    code = recovery_code.spell(bytes(range(16)))
    assert recovery_code.read(write(code)) == bytes(range(16))


def test_a_missing_digit_is_counted():
    with pytest.raises(Refused, match="现在47位"):
        recovery_code.read(recovery_code.new_code()[:-1])


def test_codes_are_random():
    assert len({recovery_code.new_code() for _ in range(50)}) == 50
