"""What the page 同步 says before a meeting: of a stick only the first pages of our own packages are read."""

from __future__ import annotations

import io
import os

import pytest

from childdesk.desk import outlook, photos, records, sync
from childdesk.domain import manifest
from childdesk.domain.tally import Tally
from childdesk.files import first_look, package
from childdesk.store import keys, links, stick
from tests.desk import made
from tests.desk.paired import TOWN, TWO, desk, pair, paired


@pytest.fixture
def both(tmp_path):
    with paired(tmp_path) as found:
        yield found


class Counted(io.BytesIO):
    """A file that knows how much of it was read."""

    asked = 0

    def read(self, size: int | None = -1) -> bytes:
        piece = super().read(size)
        self.asked += len(piece)
        return piece


def page(session, content: bytes):
    signers = {one.peer.node: one.peer.verify for one in links.everyone(session.ledger.connection)}
    source = Counted(content)
    return first_look.manifest(source, keys.of_ledger(session.ledger.connection).identity, signers), source


def test_of_a_large_package_only_its_beginning_is_read_and_says_what_the_whole_says(both, monkeypatch):
    child = made.child(both.below, "周小禾")
    for _ in range(5):
        photos.attach(both.below, child, os.urandom(250_000))
    [written] = sync.write(both.below, both.stick)
    sealed = stick.load(next(both.stick.rglob("CS-*")), package.LARGEST)
    assert len(sealed) == written.size > 1_250_000
    found, source = page(both.above, sealed)
    assert source.asked < len(sealed) / 4
    signers = {one.peer.node: one.peer.verify for one in links.everyone(both.above.ledger.connection)}
    own = keys.of_ledger(both.above.ledger.connection).identity
    assert found == package.unseal(sealed, own, signers).manifest

    monkeypatch.setattr(package, "unseal", lambda *_: pytest.fail("the whole package was opened"))
    seen = outlook.outlook(both.above, both.stick)
    assert (seen.packages, seen.arriving) == (1, found.counted)


def test_a_file_of_somebody_else_a_torn_one_and_another_signer_tell_nothing(both, tmp_path):
    made.child(both.below, "周小禾")
    sync.write(both.below, both.stick)
    sealed = stick.load(next(both.stick.rglob("CS-*")), package.LARGEST)
    assert page(both.above, sealed)[0] is not None
    for harmed in (b"", sealed[:200], sealed[:-20] if len(sealed) < 60_000 else b"x", os.urandom(900)):
        assert page(both.above, harmed)[0] is None
    for at in range(0, len(sealed), 97):
        bent = bytes(one ^ 1 if n == at else one for n, one in enumerate(sealed))
        assert page(both.above, bent)[0] is None
    assert page(both.below, sealed)[0] is None, "it is not for the one who wrote it"
    two = desk(tmp_path / "two", TWO)
    assert page(two, sealed)[0] is None
    own = keys.of_ledger(both.above.ledger.connection).identity
    assert first_look.manifest(io.BytesIO(sealed), own, {}) is None, "nobody known has signed it"
    two.ledger.close()


def test_packages_of_other_pairings_on_one_stick_are_not_even_opened(both, tmp_path, monkeypatch):
    two = desk(tmp_path / "two", TWO)
    pair(both.above, two, tmp_path / "papers")
    made.child(both.below, "周小禾")
    sync.write(both.below, both.stick)
    sync.write(both.above, both.stick)
    sync.write(two, both.stick)
    assert len(list(both.stick.rglob("CS-*"))) == 4
    seen = []
    real = first_look.manifest
    monkeypatch.setattr(
        first_look, "manifest", lambda source, *more: seen.append(source.name) or real(source, *more)
    )
    assert outlook.outlook(two, both.stick).packages == 1
    assert len(seen) == 1
    two.ledger.close()


def test_what_no_package_has_taken_along_is_counted_and_a_package_that_was_written_has_it(both):
    sync.write(both.below, both.stick)
    sync.write(both.above, both.stick)
    assert sync.unsent(both.below) == 0 == sync.unsent(both.above)
    child = made.child(both.below, "周小禾")
    more = sync.unsent(both.below)
    assert more > 0
    sync.write(both.below, both.stick)
    assert sync.unsent(both.below) == 0, "though nobody has acknowledged it"
    records.edit(both.below, "child", child, {"school": "河湾教学点"})
    assert sync.unsent(both.below) == 1
    outlook.outlook(both.below, both.stick)
    assert sync.unsent(both.below) == 1, "numbering it for the look is no package"
    sync.meet(both.above, both.stick)
    sync.meet(both.below, both.stick)
    assert sync.unsent(both.below) == 0 == sync.unsent(both.above)
    made.child(both.above, "不在那个村")
    assert sync.unsent(both.above) == 0, "no desk below is to hear of it"
    records.edit(both.above, "child", child, {"school": "镇小学"})
    assert sync.unsent(both.above) == 1


def test_what_waits_what_was_taken_along_what_came_and_what_is_on_its_way_are_one_number(both):
    sync.meet(both.below, both.stick)
    sync.meet(both.above, both.stick)
    sync.meet(both.below, both.stick)
    first, second = made.child(both.below, "周小禾"), made.child(both.below, "林小舟")
    records.edit(both.below, "child", first, {"school": "河湾教学点", "grade": "二年级"})
    records.add(both.below, "visit", {"child": second, "date": "2026-11-02", "visit_type": "日常走访"})
    waits = outlook.outlook(both.below, both.stick)
    assert waits.waiting == Tally(waits.waiting.changes, 2)
    assert waits.on_way == Tally()
    met = sync.meet(both.below, both.stick)
    lying = outlook.outlook(both.below, both.stick)
    assert met.brought == lying.on_way == lying.waiting == waits.waiting
    assert met.written[0].changes == met.brought.changes
    seen = outlook.outlook(both.above, both.stick)
    assert seen.arriving == met.brought.changes
    there = sync.meet(both.above, both.stick)
    assert there.read.came == there.read.files[-1].came == met.brought.changes
    assert there.read.applied > there.read.came, "headers are no matter of hers"
    past = [
        next(one.what for one in outlook.outlook(side, both.stick).past) for side in (both.below, both.above)
    ]
    assert past[0].startswith(f"带去{met.brought.changes}条")
    assert past[1].endswith(f"收到{met.brought.changes}条")


def test_what_goes_to_two_villages_is_told_once(both, tmp_path):
    two = desk(tmp_path / "two", TWO)
    pair(both.above, two, tmp_path / "papers")
    sync.meet(both.above, both.stick)
    sync.meet(both.below, both.stick)
    sync.meet(two, both.stick)
    sync.meet(both.above, both.stick)
    sync.meet(both.below, both.stick)
    sync.meet(two, both.stick)
    records.add(both.above, "agency", {"name": "云溪镇卫生院", "unit": TOWN})
    waits = outlook.outlook(both.above, both.stick).waiting
    met = sync.meet(both.above, both.stick)
    assert [one.changes for one in met.written] == [waits.changes] * 2
    assert met.brought == outlook.outlook(both.above, both.stick).on_way == Tally(waits.changes, 0)
    two.ledger.close()


def test_of_a_package_of_an_older_program_its_lines_are_told(both, monkeypatch):
    made.child(both.below, "周小禾")
    real = manifest.text
    monkeypatch.setattr(manifest, "text", lambda page: real(page).replace('"counted"', '"of later"'))
    sync.write(both.below, both.stick)
    found, _source = page(both.above, stick.load(next(both.stick.rglob("CS-*")), package.LARGEST))
    assert found.counted is None
    assert outlook.outlook(both.above, both.stick).arriving == found.span.upto
