"""Runs in a process of its own: takes a stranger's picture from the pipe, hands a small plain JPEG back.

Only pixels come back: place, time and camera (EXIF) stay behind. Frames: J and the picture, or R and why not.
"""

from __future__ import annotations

import sys

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize, Qt
from PySide6.QtGui import QColor, QImage, QImageReader, QImageWriter, QPainter

LONGEST = 1600
"""Pixels of the longer side."""
LARGEST = 290_000
"""Bytes: with its seal it stays below 300 KB."""
TOO_MANY = 80_000_000
"""Pixels from which a picture is refused, before any of it is decoded."""
MEMORY_MB, SECONDS = 1536, 20
QUALITIES = (82, 70, 58, 46, 34, 22)

NO_PICTURE = "这个文件不是照片，没有收。请选jpg或png"
DAMAGED = "这张照片读不完整，没有收。请换一张"
TOO_LARGE = "这张照片有{many}万像素，太大，没有收。填好的都在。请在相机里关掉高像素，再拍一张"


def reduced(data: bytes) -> tuple[bytes, bytes]:
    """(b"J", picture) or (b"R", sentence)."""
    buffer = QBuffer()
    buffer.setData(QByteArray(data))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    QImageReader.setAllocationLimit(MEMORY_MB // 2)
    reader = QImageReader(buffer)
    reader.setAutoTransform(True)
    size = reader.size()
    if not reader.canRead() or bytes(reader.format().data()) not in (b"jpeg", b"png", b"bmp", b"webp"):
        return b"R", NO_PICTURE.encode()
    pixels = size.width() * size.height()
    if size.isValid() and pixels >= TOO_MANY:
        return b"R", TOO_LARGE.format(many=f"{pixels // 10_000:,}").encode()
    if size.isValid() and max(size.width(), size.height()) > LONGEST:
        # A JPEG is decoded at the small size at once: 50 megapixels cost no more than a small picture.
        reader.setScaledSize(size.scaled(QSize(LONGEST, LONGEST), Qt.AspectRatioMode.KeepAspectRatio))
    image = reader.read()
    if image.isNull():
        return b"R", DAMAGED.encode()
    return b"J", _packed(_plain(image))


def _plain(image: QImage) -> QImage:
    """The pixels alone on white, without texts, profile or transparency."""
    made = QImage(image.size(), QImage.Format.Format_RGB32)
    made.fill(QColor(Qt.GlobalColor.white))
    painter = QPainter(made)
    painter.drawImage(0, 0, image)
    painter.end()
    return made


def _packed(image: QImage) -> bytes:
    body = b""
    for quality in QUALITIES:
        out = QBuffer()
        out.open(QIODevice.OpenModeFlag.WriteOnly)
        writer = QImageWriter(out, QByteArray(b"jpg"))
        writer.setQuality(quality)
        writer.write(image)
        body = bytes(out.data().data())
        if len(body) <= LARGEST:
            return body
    return _packed(image.scaled(image.width() // 2, image.height() // 2))


def hold() -> None:
    """Asks Linux to end this process when it takes more than it may; elsewhere Qt's own limit holds it."""
    if sys.platform != "linux":
        return
    import resource  # noqa: PLC0415 (this module exists on this platform only)

    size = MEMORY_MB << 20
    resource.setrlimit(resource.RLIMIT_AS, (size, size))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def main() -> int:
    """Reads one picture from standard input and ends."""
    hold()
    with open(0, "rb", closefd=False) as pipe:
        data = pipe.read()
    letter, body = reduced(data)
    with open(1, "wb", closefd=False) as out:
        out.write(letter + body)
    return 0
