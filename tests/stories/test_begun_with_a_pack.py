"""开户包: one stick and two codes of 24 digits make a new desk that is paired; a lost one comes back."""

from __future__ import annotations

import contextlib
import shutil
from pathlib import Path

import pyrage
import pytest

from childdesk.desk import desks, import_memory, items, packs, pairing, records, settings, sync, villages
from childdesk.domain.clock import SetClock
from childdesk.domain.errors import Refused
from childdesk.domain.pack import read, text
from childdesk.store import access, checking, links, reader, standings
from tests.desk import made
from tests.desk.made import NOW, PASSPHRASE
from tests.desk.paired import ONE, TOWN, TWO, carry, desk, paired

pytestmark = pytest.mark.long


@pytest.fixture
def town(tmp_path):
    found = desk(tmp_path / "town", TOWN)
    villages.take_in(found, villages.look(found, f"河湾村 {ONE}\n石桥村 {TWO}"))
    (tmp_path / "stick").mkdir()
    yield found
    found.ledger.close()


@contextlib.contextmanager
def founded(home, written, person="陈桂兰", who=""):
    """A village's desk that was made with a pack, open."""
    opened = packs.open_pack(Path(written.file), written.digits)
    packs.make(home, SetClock(NOW), opened, person=person, passphrase=PASSPHRASE, who=who)
    with desks.open_desk(home, SetClock(NOW), person=person, passphrase=PASSPHRASE) as session:
        yield session


def rows(session, record):
    return sorted(row for row, _ in reader.everyone(session.ledger.connection, record))


def known(session):
    return [(o.peer.unit, o.living, o.epoch) for o in links.everyone(session.ledger.connection, living=False)]


def acts(session):
    return {line.act for line in access.lines(session.ledger.connection)}


def test_a_village_begins_with_name_and_passphrase_alone_and_is_paired_in_the_same_visit(town, tmp_path):
    stick = tmp_path / "stick"
    items.add(town, "是否低保边缘", "是、否")
    records.add(town, "agency", {"name": "云溪镇小学", "kind": "学校", "phone": "10400001234"})
    settings.keep(town, "visit.days.红", "5")
    remembered = import_memory.remembering(town, {"情形代码": "child.note"})
    town.ledger.writer.write("import", town.person, remembered)
    made_in_town = made.child(town, "不该带走")
    [written] = packs.write(town, [ONE], stick)
    assert written.unit_name == "河湾村" and not written.again
    assert len(written.digits.replace(" ", "")) == 24
    sealed = Path(written.file).read_bytes()
    assert not any(word.encode() in sealed for word in ("河湾", ONE, "云溪镇小学"))
    with founded(tmp_path / "one", written) as village:
        identity = village.ledger.identity
        assert (identity.unit, identity.unit_name, identity.practice) == (ONE, "云溪镇河湾村", True)
        assert settings.value(village, "visit.days.红") == "5"
        assert import_memory.recalled(village) == {"情形代码": "child.note"}
        for record in ("item", "agency", "directive"):
            assert rows(village, record) == rows(town, record) != []
        assert rows(village, "child") == [] != [made_in_town]
        asked = packs.ask(village, stick)
        assert asked.digits == packs.ask(village, stick).digits != written.digits
        child = made.child(village, "周小禾")
        sync.write(village, stick)
        done = packs.accept(town, Path(asked.file), stick, asked.digits)
        assert done.digits == written.digits
        receipt = Path(done.file).read_text("utf-8-sig")
        assert asked.digits in receipt and written.digits in receipt
        assert known(town) == [(ONE, True, 1)] and known(village) == [(TOWN, True, 1)]
        assert sync.read(town, stick).files[-1].accepted
        assert child in rows(town, "child")
        assert packs.waiting(village) is not None
        assert carry(town, village, stick).files[-1].accepted
        assert packs.waiting(village) is None
        assert rows(village, "agency") == rows(town, "agency")
        assert checking.check(village.ledger.connection) == checking.check(town.ledger.connection) == []
        assert {"pack", "pack_accept"} <= acts(town) and "pack_open" in acts(village)


def test_wrong_digits_open_no_pack_and_close_no_pairing(town, tmp_path):
    stick = tmp_path / "stick"
    [written] = packs.write(town, [ONE], stick)
    wrong = written.digits[:-1] + str((int(written.digits[-1]) + 1) % 10)
    with pytest.raises(Refused, match="数字对不上"):
        packs.open_pack(Path(written.file), wrong)
    with pytest.raises(Refused, match="24位"):
        packs.open_pack(Path(written.file), "123")
    other = stick / "CP-NEW-1.age"
    other.write_bytes(b"junk")
    with pytest.raises(Refused, match="不是开户包"):
        packs.open_pack(other, written.digits)
    with founded(tmp_path / "one", written) as village:
        asked = packs.ask(village, stick)
        with pytest.raises(Refused, match="数字对不上"):
            packs.accept(town, Path(asked.file), stick, written.digits)
        assert known(town) == []


def test_whoever_changes_a_pack_and_seals_it_again_has_other_digits(town, tmp_path):
    """The digits stand for the whole text: another key above cannot be put in under the same digits."""
    stick = tmp_path / "stick"
    [written] = packs.write(town, [ONE], stick)
    code = written.digits.replace(" ", "")
    page = pyrage.passphrase.decrypt(Path(written.file).read_bytes(), code).decode()
    assert text(read(page)) == page
    Path(written.file).write_bytes(pyrage.passphrase.encrypt(page.replace("河湾", "石桥").encode(), code))
    with pytest.raises(Refused, match="数字对不上"):
        packs.open_pack(Path(written.file), written.digits)


def test_one_pack_makes_one_desk(town, tmp_path):
    stick = tmp_path / "stick"
    [written] = packs.write(town, [ONE], stick)
    assert [(one.name, one.state) for one in packs.seats(town)] == [
        ("河湾村", packs.GIVEN),
        ("石桥村", packs.NO_DESK),
    ]
    with founded(tmp_path / "one", written) as first, founded(tmp_path / "again", written) as second:
        asked, later = packs.ask(first, stick), packs.ask(second, stick)
        packs.accept(town, Path(asked.file), stick, asked.digits)
        with pytest.raises(Refused, match="已经收过，两台电脑已经配好了"):
            packs.accept(town, Path(asked.file), stick, asked.digits)
        with pytest.raises(Refused, match="已有一台电脑"):
            packs.accept(town, Path(later.file), stick, later.digits)
        with pytest.raises(Refused, match="已有一台电脑"):
            packs.write(town, [ONE], stick)
    assert known(town) == [(ONE, True, 1)]
    assert packs.seats(town)[0].state == packs.PAIRED


def test_a_pack_that_the_township_has_forgotten_is_answered_as_any_request(town, tmp_path):
    stick = tmp_path / "stick"
    [written] = packs.write(town, [ONE], stick)
    town.ledger.bookmark("packs", "{}")
    with founded(tmp_path / "one", written) as village:
        made.child(village, "周小禾")
        asked = packs.ask(village, stick)
        answer = packs.accept(town, Path(asked.file), stick, asked.digits)
        assert answer.file.endswith(".age")
        pairing.finish(village, Path(answer.file), answer.digits)
        assert carry(village, town, stick).files[-1].accepted
        assert carry(town, village, stick).files[-1].accepted


def test_no_pack_for_somebody_elses_unit_and_none_by_somebody_without_the_right(town, tmp_path):
    with pytest.raises(Refused, match="不归本单位管"):
        packs.write(town, ["990102001001"], tmp_path / "stick")
    helper = made.session_in(tmp_path / "helper", role="副手")
    with pytest.raises(Refused, match="副手"):
        packs.write(helper, [ONE], tmp_path / "stick")
    assert list((tmp_path / "stick").iterdir()) == []
    helper.ledger.close()


# ── a lost PC ───────────────────────────────────────────────────────────────────────────────────────────


def everything(session, unit):
    """Every row of every travelling record of a unit's children, and how many changes stand behind it."""
    connection = session.ledger.connection
    children = reader.where(connection, "child", "unit", unit)
    sql = "SELECT count(*) FROM change WHERE row = ?"
    return {
        (record, row): (
            dict(reader.get(connection, record, row)),
            connection.execute(sql, (row,)).fetchone()[0],
        )
        for record in ("child", "guardian", "visit", "phone", "category", "attachment")
        for row, raw in reader.everyone(connection, record)
        if row in children or raw.get("child") in children
    }


def test_a_lost_pc_is_rebuilt_from_the_townships_copy_and_nothing_is_lost_or_doubled(tmp_path):
    with paired(tmp_path) as both:
        stick, above = both.stick, both.above
        children = made.fill(both.below, 25)
        carry(both.below, above, stick)
        records.edit(above, "child", children[3], {"school": "镇里改的学校"})
        carry(above, both.below, stick)
        carry(both.below, above, stick)
        kept = everything(above, ONE)
        assert kept == everything(both.below, ONE) != {}
        # What is not handed over before the PC is lost is lost; its last stick turns up later.
        unseen = made.child(both.below, "没带来的")
        sync.write(both.below, tmp_path / "stick")
        late = Path(shutil.copytree(stick, tmp_path / "late stick"))
        shutil.rmtree(stick)
        stick.mkdir()
        written = packs.replace(above, ONE, stick, "电脑丢了")
        assert written.again and written.held == standings.open_children(above.ledger.connection)[ONE]
        assert known(above) == [(ONE, False, 1)]
        former = packs.open_pack(Path(written.file), written.digits).former(above.today)
        assert [one.name for one in former] == ["河湾村的人"]
        with founded(tmp_path / "fresh", written, "河湾村的人", former[0].id) as fresh:
            assert rows(fresh, "person").count(former[0].id) == 1
            assert fresh.person == both.below.person and rows(fresh, "child") == []
            asked = packs.ask(fresh, stick)
            packs.accept(above, Path(asked.file), stick, asked.digits)
            assert carry(above, fresh, stick).files[-1].accepted
            assert everything(fresh, ONE) == kept
            # The work goes on both ways, and the old PC's stick is put aside.
            mine = made.child(fresh, "新电脑上建的")
            records.edit(fresh, "child", children[0], {"school": "新学校"})
            carry(fresh, above, stick)
            carry(above, fresh, stick)
            assert everything(above, ONE) == everything(fresh, ONE)
            assert mine in rows(above, "child") and len(everything(above, ONE)) == len(kept) + added(
                above, mine
            )
            found = sync.read(above, late)
            assert [one.why_not for one in found.files if not one.accepted] and unseen not in rows(
                above, "child"
            )
            assert sum(standings.isolated(above.ledger.connection).values()) == found.quarantined > 0
            for session in (above, fresh):
                assert checking.check(session.ledger.connection) == []
        assert known(above) == [(ONE, False, 1), (ONE, True, 2)]


def added(session, child):
    """How many rows one more child brought."""
    return sum(
        row == child or raw.get("child") == child for (_, row), (raw, _) in everything(session, ONE).items()
    )


def test_a_desk_that_was_installed_again_with_its_old_keys_is_paired_anew(tmp_path):
    """The same ledger (restored), a new epoch: the former pairing is made new, not doubled."""
    with paired(tmp_path) as both:
        child = made.child(both.below, "周小禾")
        carry(both.below, both.above, both.stick)
        pairing.revoke(both.above, ONE, "重装")
        asked = pairing.request(both.below, both.stick)
        answer = packs.accept(both.above, Path(asked.file), both.stick, asked.digits)
        pairing.finish(both.below, Path(answer.file), answer.digits)
        assert known(both.above) == [(ONE, True, 2)] and known(both.below) == [(TOWN, True, 2)]
        records.edit(both.below, "child", child, {"school": "新学校"})
        carry(both.below, both.above, both.stick)
        assert everything(both.above, ONE) == everything(both.below, ONE)


def test_the_seats_of_a_county_are_its_townships(tmp_path):
    county = desk(tmp_path / "county", "110101")
    found = packs.seats(county)
    assert {len(one.unit) for one in found} == {9} and {one.state for one in found} == {packs.NO_DESK}
    [written] = packs.write(county, [found[0].unit], tmp_path)
    assert packs.open_pack(Path(written.file), written.digits).pack.level == "township"
    county.ledger.close()
