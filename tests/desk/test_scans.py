"""A scan of what was signed is sealed like its referral, and leaves only with right and reason."""

from __future__ import annotations

import pytest

from childdesk.desk import checking, referrals, scans, sync
from childdesk.domain.errors import Refused
from childdesk.store import access, reader
from childdesk.store.attachments import Attachments
from tests.desk import made, paired

PICTURE = b"\xff\xd8\xff picture without place or camera"


@pytest.fixture
def session(tmp_path):
    opened = made.session_in(tmp_path / "desk")
    yield opened
    opened.ledger.close()


def referred(session):
    child = made.child(session, "周小禾")
    return child, referrals.save_new(session, child, {"reason": "话变少", "consent": "同意"}).id


def test_a_scan_is_sealed_says_so_in_its_referral_and_goes_with_its_entry(session, tmp_path):
    _, row = referred(session)
    saved = scans.keep(session, row, PICTURE)
    (scan,) = scans.of_referral(session, row)
    assert (scan.id, scan.title) == (saved.id, "知情同意书")
    raw = reader.get(session.ledger.connection, "referral", row)
    assert raw["consent_proof"] == f"知情同意书，{session.today.isoformat()}已扫描"
    kept = list((session.ledger.home / "attachments").iterdir())
    assert len(kept) == 1
    assert PICTURE not in kept[0].read_bytes()
    with pytest.raises(Refused, match="已经收过"):
        scans.keep(session, row, PICTURE)
    out = tmp_path / "out.jpg"
    with pytest.raises(Refused) as refused:
        scans.take_out(session, scan.id, out, " ")
    assert refused.value.field == "reason"
    assert not out.exists()
    scans.take_out(session, scan.id, out, "送接收机构")
    assert out.read_bytes() == PICTURE
    assert access.lines(session.ledger.connection)[0].act == "print_s3"
    assert checking.check(session) == []


def test_without_the_right_there_is_no_scan_to_be_seen_or_taken(session):
    _, row = referred(session)
    scan = scans.keep(session, row, PICTURE).id
    helper = made.session_in(session.ledger.home, s3=False, role="副手")
    for act in (
        lambda: scans.of_referral(helper, row),
        lambda: scans.keep(helper, row, b"x"),
        lambda: scans.take_out(helper, scan, session.ledger.home / "x.jpg", "看看"),
    ):
        with pytest.raises(Refused):
            act()
    helper.ledger.close()


@pytest.mark.parametrize("s3", [True, False])
def test_a_scan_travels_only_to_a_desk_with_the_right(tmp_path, s3):
    above, below = paired.desk(tmp_path / "above", paired.TOWN), paired.desk(tmp_path / "below", paired.ONE)
    paired.pair(above, below, tmp_path / "pairing", s3=s3)
    stick = tmp_path / "stick"
    stick.mkdir()
    _, row = referred(below)
    scans.keep(below, row, PICTURE)
    sync.write(below, stick)
    sync.read(above, stick)
    files = Attachments(above.ledger.home, above.ledger.secret("age"))
    assert len(files.kept()) == int(s3)
    assert reader.count(above.ledger.connection, "consent_scan") == int(s3)
    if s3:
        assert files.get(next(iter(files.kept()))) == PICTURE
    for one in (above, below):
        one.ledger.close()


def test_what_was_scanned_is_looked_at_with_a_reason_and_leaves_no_file(session, tmp_path):
    _, row = referred(session)
    with pytest.raises(Refused, match="还没有签字扫描"):
        scans.look(session, row, "核对材料")
    scans.keep(session, row, PICTURE)
    before = sorted(path for path in tmp_path.rglob("*") if path.is_file())
    with pytest.raises(Refused) as refused:
        scans.look(session, row, " ")
    assert refused.value.field == "reason"
    (seen,) = scans.look(session, row, "核对材料")
    assert (seen.picture, seen.title) == (PICTURE, "知情同意书")
    assert sorted(path for path in tmp_path.rglob("*") if path.is_file()) == before
    last = access.lines(session.ledger.connection)[0]
    assert (last.act, last.reason) == ("open_s3", "核对材料")
    assert not [path for path in before if PICTURE in path.read_bytes()]
