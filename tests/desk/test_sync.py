"""Packages through the real seal and a real folder: what is refused changes nothing and says why."""

from __future__ import annotations

import dataclasses
import hashlib
import json
import shutil
from datetime import timedelta
from pathlib import Path

import pytest

from childdesk.desk import conflicts, foreign, meetings, pairing, records, sync, transfers
from childdesk.domain.errors import Refused, Unavailable
from childdesk.files import package
from childdesk.store import access, checking, links, reader, stick
from childdesk.store.attachments import Attachments
from tests.desk import made
from tests.desk.paired import ONE, TWO, carry, desk, pair, paired


@pytest.fixture
def both(tmp_path):
    with paired(tmp_path) as found:
        yield found


def name_of(session, row):
    raw = reader.get(session.ledger.connection, "child", row)
    return raw and raw["name"]


def journal(session):
    return session.ledger.connection.execute("SELECT count(*), max(arr) FROM change").fetchone()


def test_a_child_reaches_the_township_and_is_named_in_the_report(both):
    child = made.child(both.below, "周小禾")
    [written] = sync.write(both.below, both.stick)
    found = sync.read(both.above, both.stick)
    assert name_of(both.above, child) == "周小禾"
    assert [(one["name"], one["what"]) for one in sync.children(both.above, found)] == [("周小禾", "新来")]
    assert Path(written.file).parent == both.stick / "CHILDSYN"
    assert checking.check(both.above.ledger.connection) == []


def test_the_name_of_a_package_is_ascii_and_says_nothing(both):
    made.child(both.below, "周小禾")
    [written] = sync.write(both.below, both.stick)
    said = stick.name_of(Path(written.file))
    assert said is not None and written.file.isascii() is str(both.stick).isascii()
    sealed = Path(written.file).read_bytes()
    assert not any(word.encode() in sealed for word in ("周小禾", "河湾", ONE))


def test_a_dry_run_leaves_nothing(both):
    made.child(both.below, "周小禾")
    sync.write(both.below, both.stick)
    before = journal(both.above)
    found = sync.read(both.above, both.stick, dry_run=True)
    assert (found.applied > 0, journal(both.above)) == (True, before)
    assert sync.read(both.above, both.stick).applied == found.applied


def test_two_edits_of_one_field_wait_with_both_names_and_units(both):
    child = made.child(both.below, "周小禾")
    carry(both.below, both.above, both.stick)
    records.edit(both.above, "child", child, {"school": "乙校"})
    records.edit(both.below, "child", child, {"school": "丙校"})
    assert carry(both.above, both.below, both.stick).conflicts == 1
    carry(both.below, both.above, both.stick)
    for session in (both.above, both.below):
        [one] = conflicts.waiting(session)
        assert {(v.value, v.unit) for v in one.values} == {("乙校", "990101001"), ("丙校", ONE)}
    [one] = conflicts.waiting(both.below)
    conflicts.resolve(both.below, one.id, side="mine")
    carry(both.below, both.above, both.stick)
    assert conflicts.waiting(both.above) == []
    assert reader.get(both.above.ledger.connection, "child", child)["school"] == "丙校"


def test_what_was_written_just_now_stays_even_where_a_desk_counts_from_an_earlier_number_again(tmp_path):
    for number in (17, 18, 19, 20):
        stick.write(tmp_path, "ABCDEF", 3, number, f"{number}".encode())
    fresh = stick.write(tmp_path, "ABCDEF", 3, 12, b"put back")
    assert fresh.read_bytes() == b"put back"
    assert [name.number for path in stick.candidates(tmp_path) if (name := stick.name_of(path))] == [
        12,
        18,
        19,
        20,
    ]


def test_a_stick_that_stays_in_keeps_three_generations(both):
    for number in range(5):
        made.child(both.below, f"周小{number}")
        sync.write(both.below, both.stick)
    names = sorted(path.name for path in (both.stick / "CHILDSYN").iterdir())
    assert len(names) == 3
    assert [stick.name_of(Path(name)).number for name in names] == [3, 4, 5]


def test_files_of_others_are_left_alone_and_a_disguised_program_is_named(both):
    (both.stick / "autorun.inf").write_text("x")
    (both.stick / "照片").mkdir()
    (both.stick / "照片.exe").write_bytes(b"MZ")
    made.child(both.below, "周小禾")
    found = carry(both.below, both.above, both.stick)
    assert len(found.warnings) == 2
    assert (both.stick / "照片.exe").exists()


def refused(session, place, match):
    """The place is read, nothing is accepted and nothing changes."""
    before = journal(session)
    found = sync.read(session, place)
    assert [one.accepted for one in found.files] == [False]
    assert match in found.files[0].why_not
    assert journal(session) == before


def test_a_damaged_package_is_refused(both):
    made.child(both.below, "周小禾")
    [written] = sync.write(both.below, both.stick)
    sealed = bytearray(Path(written.file).read_bytes())
    for at in (30, len(sealed) // 2, len(sealed) - 1):
        other = both.stick / f"{at}.age"
        other.write_bytes(bytes(sealed[:at]) + bytes([sealed[at] ^ 1]) + bytes(sealed[at + 1 :]))
        refused(both.above, other, "")
    other.write_bytes(bytes(sealed[:-5]))
    refused(both.above, other, "读不完整")
    other.write_bytes(b"")
    refused(both.above, other, "读不完整")


def test_a_package_for_another_desk_and_from_a_stranger_is_refused(both, tmp_path):
    made.child(both.below, "周小禾")
    [written] = sync.write(both.below, both.stick)
    other = desk(tmp_path / "other", TWO)
    refused(other, Path(written.file), "不是给本机的")
    refused(both.below, Path(written.file), "本机写出的包")
    connection = both.above.ledger.connection
    connection.execute("DELETE FROM link")
    connection.commit()
    refused(both.above, Path(written.file), "没有配过对")
    other.ledger.close()


def test_a_revoked_desk_is_put_aside(both):
    made.child(both.below, "周小禾")
    sync.write(both.below, both.stick)
    pairing.revoke(both.above, ONE)
    found = sync.read(both.above, both.stick)
    assert [one.accepted for one in found.files] == [False]
    assert found.quarantined > 0
    assert links.isolated(both.above.ledger.connection) == found.quarantined
    assert reader.count(both.above.ledger.connection, "child") == 0
    again = sync.read(both.above, both.stick)
    assert again.quarantined == 0
    assert [(one.accepted, one.why_not) for one in again.files] == [(False, meetings.STOPPED_BEFORE)]
    assert meetings.untaken([*again.files, *again.files]) == [f"另有2份是{meetings.STOPPED_BEFORE}"]
    assert links.isolated(both.above.ledger.connection) == found.quarantined, "put aside once"


def test_a_newer_protocol_and_a_practice_package_are_refused(both, monkeypatch):
    made.child(both.below, "周小禾")
    whole = package.replace
    with monkeypatch.context() as patch:
        patch.setattr(package, "replace", lambda page, **about: whole(page, reader=99, **about))
        [written] = sync.write(both.below, both.stick)
    refused(both.above, Path(written.file), "先升级")
    with monkeypatch.context() as patch:
        patch.setattr(package, "replace", lambda page, **about: whole(page, practice=False, **about))
        [written] = sync.write(both.below, both.stick)
    refused(both.above, Path(written.file), "真实档案的包")


def test_a_package_whose_first_page_only_a_later_program_understands_asks_for_that_program(both, monkeypatch):
    made.child(both.below, "周小禾")
    whole = package.first_page.text

    def later(page):
        told = json.loads(whole(page)) | {"reader": 99, "suite": "GM1"}
        return json.dumps({key: part for key, part in told.items() if key != "epoch"})

    with monkeypatch.context() as patch:
        patch.setattr(package.first_page, "text", later)
        [written] = sync.write(both.below, both.stick)
    refused(both.above, Path(written.file), "先升级")


def test_many_withdrawals_are_taken_of_the_package_that_somebody_has_asked_about_and_of_no_other(both):
    children = [made.child(both.below, f"周小{word}") for word in "禾苗田地山水云风雨雪月"]
    carry(both.below, both.above, both.stick)
    for child in children[:4]:
        records.withdraw(both.below, "child", child, "试")
    shutil.rmtree(both.stick / stick.FOLDER)
    [written] = sync.write(both.below, both.stick)
    before = journal(both.above)
    [asked] = sync.read(both.above, both.stick).files
    assert (asked.accepted, asked.needs_consent) == (False, True)
    assert not any(
        one.accepted for one in sync.meet(both.above, both.stick, agreed={"CS-another"}).read.files
    )
    assert journal(both.above) == before
    met = sync.meet(both.above, both.stick, agreed={Path(written.file).name})
    assert [one.accepted for one in met.read.files] == [True]
    assert reader.count(both.above.ledger.connection, "child") == 7


def test_no_folder_no_package_and_nobody_known_are_one_sentence_each(both, tmp_path):
    with pytest.raises(Refused, match="没有找到这个文件夹"):
        sync.read(both.above, tmp_path / "gone")
    with pytest.raises(Refused, match="没有给本机的同步包"):
        sync.read(both.above, both.stick)
    with pytest.raises(Refused, match="没有找到这个文件夹"):
        sync.write(both.above, tmp_path / "gone")
    alone = desk(tmp_path / "alone", TWO)
    with pytest.raises(Refused, match="还没有和别的电脑配对"):
        sync.write(alone, both.stick)
    alone.ledger.close()


def test_a_picture_travels_by_its_hash_and_one_that_was_lost_is_asked_for_again(both):
    child = made.child(both.below, "周小禾")
    content = b"a picture"
    digest = hashlib.sha256(content).hexdigest()
    below = Attachments(both.below.ledger.home, both.below.ledger.secret("age"))
    above = Attachments(both.above.ledger.home, both.above.ledger.secret("age"))
    below.put(content)
    records.add(both.below, "attachment", {"child": child, "title": "照片", "digest": digest, "size": "9"})
    carry(both.below, both.above, both.stick)
    assert above.get(digest) == content
    shutil.rmtree(both.above.ledger.home / "attachments")
    carry(both.above, both.below, both.stick)
    carry(both.below, both.above, both.stick)
    assert above.get(digest) == content


def test_an_attachment_whose_name_is_no_hash_is_set_aside_and_everything_else_travels(both):
    child = made.child(both.below, "周小禾")
    about = {"child": child, "title": "照片", "size": "9"}
    records.add(both.below, "attachment", about | {"digest": "../../别处"})
    records.add(both.below, "attachment", about | {"digest": "z" * 64})
    content = b"a picture"
    below = Attachments(both.below.ledger.home, both.below.ledger.secret("age"))
    records.add(both.below, "attachment", about | {"digest": below.put(content)})
    for source, target in ((both.below, both.above), (both.above, both.below)) * 2:
        assert all(one.accepted for one in carry(source, target, both.stick).files)
    above = Attachments(both.above.ledger.home, both.above.ledger.secret("age"))
    assert above.kept() == {hashlib.sha256(content).hexdigest()}
    assert reader.count(both.above.ledger.connection, "attachment") == 3
    with pytest.raises(Unavailable, match="这份附件不在了"):
        above.get("../../别处")


def test_a_package_that_asks_for_what_is_no_hash_is_read_all_the_same(both, monkeypatch):
    made.child(both.below, "周小禾")
    whole = package.replace
    with monkeypatch.context() as patch:
        patch.setattr(package, "replace", lambda page, **about: whole(page, wants=("没有",), **about))
        sync.write(both.below, both.stick)
    assert sync.read(both.above, both.stick).applied > 0


def test_the_key_for_stock_tools_takes_right_and_reason_is_noted_and_overwrites_nothing(both, tmp_path):
    out = tmp_path / "key.txt"
    with pytest.raises(Refused, match="写明理由"):
        foreign.key_file(both.above, out, " ")
    with pytest.raises(Refused):
        foreign.key_file(dataclasses.replace(both.above, s3=False), out, "核对")
    assert not out.exists()
    (signer,) = foreign.key_file(both.above, out, "核对一份包")
    assert out.read_text().startswith("AGE-SECRET-KEY-1")
    assert signer.public_key == sync.public_key(both.below)
    noted = [line for line in access.lines(both.above.ledger.connection, 20) if line.act == "sync_key"]
    assert [line.reason for line in noted] == ["核对一份包"]
    with pytest.raises(Refused, match="已有同名的文件"):
        foreign.key_file(both.above, out, "再来一次")


def test_a_child_moves_between_two_villages_through_the_township(both, tmp_path):
    two = desk(tmp_path / "two", TWO)
    pair(both.above, two, tmp_path / "other stick")
    child = made.child(both.below, "周小禾", school="甲校")
    carry(both.below, both.above, both.stick)
    transfers.transfer(both.above, child, "石桥村")
    sync.write(both.above, both.stick)
    sync.read(two, both.stick)
    sync.read(both.below, both.stick)
    assert name_of(two, child) == "周小禾"
    assert name_of(both.below, child) is None
    for session in (two, both.below):
        assert checking.check(session.ledger.connection) == []
    two.ledger.close()


def test_a_ledger_rebuilt_after_a_transfer_is_as_it_was(both):
    child = made.child(both.below, "周小禾")
    carry(both.below, both.above, both.stick)
    transfers.transfer(both.above, child, TWO)
    carry(both.above, both.below, both.stick)
    both.below.ledger.writer.rebuild()
    assert name_of(both.below, child) is None
    assert checking.check(both.below.ledger.connection) == []


def test_an_access_log_that_was_cut_is_said_where_its_package_is_read_and_an_old_file_is_not_blamed(both):
    row = made.child(both.below, "周小禾")
    sync.write(both.below, both.stick)
    [old] = list(both.stick.rglob("*.age"))
    kept = old.read_bytes()
    assert sync.read(both.above, both.stick).shorter == []
    records.edit(both.below, "child", row, {"school": "甲校"})
    assert carry(both.below, both.above, both.stick).shorter == []
    old.write_bytes(kept)
    assert sync.read(both.above, old).shorter == [], "it is only old"
    connection = both.below.ledger.connection
    with connection:
        connection.execute("DELETE FROM access WHERE seq > 2")
    records.edit(both.below, "child", row, {"school": "乙校"})
    found = carry(both.below, both.above, both.stick)
    assert len(found.shorter) == 1
    assert "河湾村的访问记录比上次少了" in found.shorter[0]
    assert found.applied > 0, "what the village wrote is taken in all the same"


@pytest.mark.parametrize(
    ("days", "far"), [(0, ""), (-300, ""), (2, "2天"), (100, "3个多月"), (2_000, "5年多"), (-500, "1年多")]
)
def test_two_clocks_that_cannot_both_be_right_are_said_and_nothing_hangs_on_them(both, days, far):
    child = made.child(both.below, "周小禾")
    both.below.clock.moment += timedelta(days=days)
    for _ in range(2):
        sync.write(both.below, both.stick)
    found = sync.read(both.above, both.stick)
    assert name_of(both.above, child) == "周小禾"
    assert len(found.dates) == bool(far), "once, however many packages"
    if far:
        assert found.dates[0].startswith("河湾村写这份包时是")
        assert f"本机今天是2026-11-23，差{far}，" in found.dates[0]
    back = sync.write(both.above, both.stick)
    assert back and all(one.accepted for one in sync.read(both.below, both.stick).files)
