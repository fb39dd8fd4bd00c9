"""A village's PC is rebuilt from the township's copy: photos and scans come back, over several meetings."""

from __future__ import annotations

import hashlib
import shutil
from pathlib import Path

from childdesk.desk import packs, photos, records
from childdesk.store import attached
from childdesk.store.attachments import Attachments
from tests.desk import made
from tests.desk.paired import ONE, carry, paired
from tests.stories.test_begun_with_a_pack import founded

PAGES = [bytes([65 + at]) * 1000 for at in range(7)]
"""The last one is a scan of a signed consent: it goes only where sealed records go."""


def files(session):
    return Attachments(session.ledger.home, session.ledger.secret("age"))


def held(session):
    there = files(session)
    return sorted(there.get(name) for name in there.kept())


def test_photos_and_scans_come_back_by_their_hash_as_many_as_a_package_may_hold_at_a_time(
    tmp_path, monkeypatch
):
    with paired(tmp_path) as both:
        above, stick = both.above, both.stick
        child = made.child(both.below, "周小禾")
        for page in PAGES[:6]:
            photos.attach(both.below, child, page)
        scan = {"child": child, "title": "同意书", "digest": files(both.below).put(PAGES[6]), "size": 1000}
        records.add(both.below, "consent_scan", {key: str(word) for key, word in scan.items()})
        carry(both.below, above, stick)
        assert held(above) == PAGES
        shutil.rmtree(stick)
        stick.mkdir()
        monkeypatch.setattr(attached, "BUDGET", 2500)
        written = packs.replace(above, ONE, stick, "电脑丢了")
        with founded(tmp_path / "fresh", written, "李秀英") as fresh:
            asked = packs.ask(fresh, stick)
            packs.accept(above, Path(asked.file), stick, asked.digits)
            counts = []
            for _ in range(4):
                carry(above, fresh, stick)
                counts.append(len(files(fresh).kept()))
                carry(fresh, above, stick)
            assert counts == [2, 4, 6, 7]
            assert held(fresh) == PAGES
            assert attached.missing(fresh.ledger.connection, files(fresh)) == []
            assert {hashlib.sha256(page).hexdigest() for page in held(fresh)} == files(fresh).kept()
