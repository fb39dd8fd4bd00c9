"""Photos and scans on the command line: small and sealed; what is no picture or too large is said."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtGui import QColor, QImage

from childdesk.desk import desks
from childdesk.domain.clock import SystemClock
from childdesk.store import reader
from childdesk.store.attachments import Attachments
from tests.commands.asked import PASSPHRASE, PERSON, light
from tests.files import handmade


def picture(path: Path, wide: int = 300) -> str:
    image = QImage(wide, 200, QImage.Format.Format_RGB32)
    image.fill(QColor("white"))
    assert image.save(str(path))
    return str(path)


def held(seat, record):
    with light(), desks.open_desk(seat.home, SystemClock(), person=PERSON, passphrase=PASSPHRASE) as session:
        files = Attachments(session.ledger.home, session.ledger.secret("age"))
        return [
            (raw, files.get(str(raw["digest"])))
            for _, raw in reader.everyone(session.ledger.connection, record)
        ]


def test_a_photo_of_a_child_and_of_a_visit_is_kept_sealed_and_taken_back(seat, child, tmp_path):
    visit = seat.json("add", "visit", f"child={child}", "date=2026-11-20", "visit_type=日常走访")["id"]
    before = len(held(seat, "attachment"))
    first = seat.ask("attach", child, picture(tmp_path / "a.png"), as_json=True)
    second = seat.ask("attach", visit[:8], picture(tmp_path / "b.jpg", 301), as_json=True)
    assert (first.code, second.code) == (0, 0), second.err
    assert {"id", "entry"} == set(first.document) == set(second.document)
    kept = {(raw["about"], raw["title"]) for raw, body in held(seat, "attachment") if body[:2] == b"\xff\xd8"}
    assert {(child, "照片"), (visit, "走访照片")} <= kept
    assert seat.ask("undo", second.document["entry"]).code == 0
    assert len(held(seat, "attachment")) == before + 1
    other = seat.ask("attach", first.document["id"], picture(tmp_path / "c.png", 302))
    assert (other.code, other.err) == (1, "照片加在孩子、走访或转介上。请换一个编号。\n")


def test_a_scan_of_what_was_signed_belongs_to_the_referral(seat, child, tmp_path):
    words = ("date=2026-11-20", "urgency=一般", "reason=话变少", "consent=已签知情同意书")
    row = seat.json("add", "referral", f"child={child}", *words)["id"]
    assert seat.ask("attach", row, picture(tmp_path / "a.png")).code == 0
    assert [raw["referral"] for raw, _ in held(seat, "consent_scan")] == [row]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("花名册".encode(), "这个文件不是照片，没有收。请选jpg或png。\n"),
        (b"", "这个文件不是照片，没有收。请选jpg或png。\n"),
        (
            handmade.png(10_000, 8_000),
            "这张照片有8,000万像素，太大，没有收。填好的都在。请在相机里关掉高像素，再拍一张。\n",
        ),
        (handmade.png(100, 100), "这张照片读不完整，没有收。请换一张。\n"),
        (None, "读不到这个文件，没有收。请看看U盘或换一张。\n"),
    ],
    ids=["words", "nothing", "80 megapixels", "torn", "gone"],
)
def test_what_is_no_picture_is_said_and_a_sheet_with_it_can_be_keyed_again(
    seat, child, tmp_path, content, words
):
    path = tmp_path / "单子.jpg"
    if content is not None:
        path.write_bytes(content)
    printed = seat.json("sheet", "print", "--child", child, "--out", str(tmp_path / "单子.pdf"))
    key = ("sheet", "key", printed["sheets"][0]["code"], "11" + "1" * 11, "--photo")
    before = seat.json("history")
    for command in (("attach", child, str(path)), (*key, str(path))):
        answer = seat.ask(*command)
        assert (answer.code, answer.out, answer.err) == (1, "", words)
    assert seat.json("history") == before
    again = seat.ask(*key, picture(tmp_path / "另一张.png"), as_json=True)
    assert (again.code, len(again.document["visits"])) == (0, 1)
