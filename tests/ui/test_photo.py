"""Photos: small, plain and sealed; what is no photo is said, in a child process, and nothing is lost."""

from __future__ import annotations

import struct

import pytest
from PySide6.QtCore import QBuffer, QByteArray, QIODevice
from PySide6.QtGui import QColor, QImage, QImageWriter

from childdesk.desk import photos
from childdesk.domain.errors import Refused
from childdesk.store import reader
from childdesk.store.attachments import Attachments
from childdesk.ui import photo
from tests.desk import made
from tests.files import handmade


def jpeg(wide, tall, *, noisy=False):
    image = QImage(wide, tall, QImage.Format.Format_RGB32)
    image.fill(QColor("teal"))
    if noisy:
        for x in range(0, wide, 2):
            for y in range(0, tall, 7):
                image.setPixel(x, y, (x * 7919 + y * 104729) & 0xFFFFFF)
    out = QBuffer()
    out.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QImageWriter(out, QByteArray(b"jpg"))
    writer.setQuality(95)
    assert writer.write(image)
    return bytes(out.data().data())


def with_place(body):
    """The same JPEG with an EXIF part that names a place."""
    part = b"Exif\0\0MM\0*\0\0\0\x08GPS 31.2304N 121.4737E"
    return body[:2] + b"\xff\xe1" + struct.pack(">H", len(part) + 2) + part + body[2:]


def image_of(body):
    made_of = QImage()
    assert made_of.loadFromData(QByteArray(body))
    return made_of


def test_a_photo_comes_back_small_and_without_its_place(tmp_path):
    path = tmp_path / "IMG_1.jpg"
    path.write_bytes(with_place(jpeg(2400, 1800, noisy=True)))
    body = photo.reduced(path)
    assert len(body) <= 300_000
    assert b"GPS" not in body
    assert b"Exif" not in body
    assert max(image_of(body).width(), image_of(body).height()) == 1600


@pytest.mark.parametrize(("wide", "tall"), [(10_000, 8_000), (8_000, 10_000)])
def test_eighty_megapixels_are_refused_with_their_number_and_a_smaller_way(tmp_path, wide, tall):
    path = tmp_path / "huge.jpg"
    path.write_bytes(jpeg(wide, tall))
    with pytest.raises(Refused) as refused:
        photo.reduced(path)
    assert refused.value.sentence == (
        "这张照片有8,000万像素，太大，没有收。填好的都在。请在相机里关掉高像素，再拍一张"
    )


def test_what_a_telephone_takes_below_that_is_read_small(tmp_path):
    path = tmp_path / "large.jpg"
    path.write_bytes(jpeg(9_248, 6_944))
    shown = image_of(photo.reduced(path))
    assert (shown.width(), shown.height()) == (1600, 1201)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "不是照片"),
        ("花名册".encode(), "不是照片"),
        (b"%PDF-1.7 not a picture", "不是照片"),
        (handmade.png(64_000, 64_000), "409,600万像素，太大"),
        (handmade.png(10_000, 8_000), "8,000万像素，太大"),
        (handmade.png(10_000, 7_999), "读不完整"),
        (jpeg(400, 300)[:60], "照片"),
    ],
)
def test_what_is_no_photo_is_said(tmp_path, content, words):
    path = tmp_path / "图.jpg"
    path.write_bytes(content)
    with pytest.raises(Refused, match=words):
        photo.reduced(path)
    assert path.read_bytes() == content


def test_a_missing_file_is_said(tmp_path):
    with pytest.raises(Refused, match="读不到"):
        photo.reduced(tmp_path / "没有.jpg")


def test_it_is_sealed_named_in_the_file_and_kept_once(tmp_path):
    session = made.session_in(tmp_path / "home")
    child, body = made.child(session, "周小禾"), jpeg(200, 100)
    saved = photos.attach(session, child, body)
    raw = reader.get(session.ledger.connection, "attachment", saved.id)
    assert (raw["child"], raw["title"], raw["taken_on"]) == (child, "走访照片", "2026-11-23")
    kept = Attachments(session.ledger.home, session.ledger.secret("age"))
    assert kept.get(str(raw["digest"])) == body
    assert all(body not in file.read_bytes() for file in session.ledger.home.rglob("*") if file.is_file())
    with pytest.raises(Refused, match="已经收过"):
        photos.attach(session, child, body)
    for wide in range(201, 206):
        photos.attach(session, child, jpeg(wide, 100))
    with pytest.raises(Refused, match="最多收6张"):
        photos.attach(session, child, jpeg(300, 100))
    session.ledger.close()
