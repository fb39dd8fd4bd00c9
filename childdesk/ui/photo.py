"""Makes a photo small and plain in a child process: what a stranger's file does there harms nobody here."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import childdesk
from childdesk.domain.errors import Refused

FLAG = "--reduce-photo"
"""With this argument a frozen program becomes the child."""
LARGEST_FILE = 60 << 20
SECONDS = 30
PATTERNS = "照片 (*.jpg *.jpeg *.png *.bmp *.webp)"

_START = (
    "import sys; sys.path.insert(0, sys.argv[1]); from childdesk.ui.photo_child import main; sys.exit(main())"
)


def reduced(path: Path) -> bytes:
    """A JPEG of at most 300 KB without anything but its pixels. Raises Refused; the file stays as it is."""
    try:
        if path.stat().st_size > LARGEST_FILE:
            raise Refused("这个文件太大，没有收。请选一张小一点的", "photo")
        data = path.read_bytes()
    except OSError as error:
        raise Refused("读不到这个文件，没有收。请看看U盘或换一张", "photo") from error
    if getattr(sys, "frozen", False):
        command = [sys.executable, FLAG]
    else:
        command = [sys.executable, "-I", "-c", _START, str(Path(childdesk.__file__).resolve().parent.parent)]
    try:
        done = subprocess.run(
            command,
            input=data,
            capture_output=True,
            timeout=SECONDS,
            check=False,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
    except subprocess.TimeoutExpired as late:
        raise Refused("这张照片读得太久，没有收。请换一张", "photo") from late
    letter, body = done.stdout[:1], done.stdout[1:]
    if letter == b"J" and body:
        return body
    sentence = body.decode() if letter == b"R" else "这张照片读不完整，没有收。请换一张"
    raise Refused(sentence, "photo")
