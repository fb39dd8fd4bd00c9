"""What came of a paper outside: its scan, handing in by hand, what the sender's words mean, our copies."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from childdesk.desk import checking, handin_return, handin_scans, handins, history, leaving
from childdesk.desk.session import Session
from childdesk.domain import handin_options as steps
from childdesk.domain.errors import Refused
from tests.desk.made import session_in
from tests.desk.test_handins import asked, given, two

PAGE = b"\xff\xd8\xff a signed page without place or camera"


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    made = session_in(tmp_path / "desk")
    yield made
    made.ledger.close()


def test_a_scan_is_sealed_and_the_paper_is_scanned(session: Session, tmp_path: Path) -> None:
    two(session)
    row = asked(session)
    with pytest.raises(Refused, match="没有填过"):
        handin_scans.keep(session, row, PAGE)
    handins.make(session, row, handins.plan(session, row), tmp_path / "o.xlsx")
    handins.step(session, row, steps.TO_SEAL)
    entry = handin_scans.keep(session, row, PAGE)
    handin_scans.keep(session, row, PAGE + b"2")
    line = handins.one(session, row)
    assert (line.state, len(line.versions[0].scans)) == (steps.SCANNED, 2)
    assert handin_scans.pages(session, line.versions[0].id) == [PAGE, PAGE + b"2"]
    kept = session.ledger.home / "attachments"
    assert not any(PAGE in path.read_bytes() for path in kept.iterdir())
    with pytest.raises(Refused, match="已经收过"):
        handin_scans.keep(session, row, PAGE)
    handin_scans.take_out(session, line.versions[0].id, 2, tmp_path / "page.jpg")
    assert (tmp_path / "page.jpg").read_bytes() == PAGE + b"2"
    with pytest.raises(Refused, match="没有这一页"):
        handin_scans.take_out(session, line.versions[0].id, 3, tmp_path / "no.jpg")
    assert checking.check(session) == []
    handins.give(session, row)
    handin_scans.keep(session, row, PAGE + b"3")
    assert handins.one(session, row).state == steps.GIVEN
    assert entry


def test_a_scan_is_taken_back_with_its_state(session: Session, tmp_path: Path) -> None:
    two(session)
    row = asked(session)
    handins.make(session, row, handins.plan(session, row), tmp_path / "o.xlsx")
    handins.step(session, row, steps.TO_SEAL)
    history.apply_undo(session, handin_scans.keep(session, row, PAGE))
    line = handins.one(session, row)
    assert (line.state, line.versions[0].scans) == (steps.TO_SEAL, ())


def test_handed_in_by_hand_keeps_how_many_children_stood_in_it(session: Session) -> None:
    row = asked(session)
    with pytest.raises(Refused, match="几个孩子"):
        handins.give(session, row)
    for wrong in (-1, 1_000_001):
        with pytest.raises(Refused):
            handins.give(session, row, children=wrong)
    handins.give(session, row, "刘敏", children=17)
    line = handins.one(session, row)
    version = line.versions[0]
    assert (line.state, version.children, version.given_to, version.file) == (steps.GIVEN, 17, "刘敏", "")
    assert (line.zero, len(version.receipt)) == (False, 9)
    handins.send_back(session, row, "少一个人")
    handins.give(session, row, children=18)
    line = handins.one(session, row)
    assert [v.children for v in line.versions] == [18, 17]
    assert line.state == steps.GIVEN_AGAIN
    with pytest.raises(Refused, match="别处"):
        handins.frozen(session, version.id)


@pytest.mark.parametrize(
    ("words", "meant"),
    [
        ("周小禾的身份证号不对，李思远要补监护人电话", [(0, "身份证号"), (1, "监护人电话")]),
        ("第5行的性别填错了", [(1, "性别")]),
        ("序号1请核对", [(0, "")]),
        ("格式不对，重新报", []),
    ],
)
def test_the_words_that_are_typed_lead_to_the_children(
    session: Session, tmp_path: Path, words: str, meant: list[tuple[int, str]]
) -> None:
    children = two(session)
    row = asked(session)
    assert handin_return.named(session, row, words) == []
    given(session, row, tmp_path / "o.xlsx")
    found = handin_return.named(session, row, words)
    assert [(one.child, one.head) for one in found] == [(children[at], head) for at, head in meant]


def test_our_copy_of_what_was_handed_in_is_found_and_taken_back(session: Session, tmp_path: Path) -> None:
    two(session)
    row = asked(session)
    given(session, row, tmp_path / "o.xlsx")
    [copy] = handin_scans.copies(session, row)
    assert copy.path == tmp_path / "o.xlsx"
    assert leaving.clear(session, copy.id)
    assert handin_scans.copies(session, row) == []
    assert handins.frozen(session, handins.one(session, row).versions[0].id)
