"""The stock tools age, unzip and minisign open and verify a package without this program."""

from __future__ import annotations

import shutil
import subprocess

import pytest

from childdesk.desk import foreign, sync
from tests.desk import made
from tests.desk.paired import paired

TOOLS = ("age", "minisign", "unzip")


def test_age_unzip_and_minisign_open_and_verify_a_package(tmp_path):
    missing = [tool for tool in TOOLS if shutil.which(tool) is None]
    if missing:
        pytest.exit(f"not run: needs {' '.join(missing)}", returncode=3)
    with paired(tmp_path) as both:
        made.child(both.below, "周小禾")
        [written] = sync.write(both.below, both.stick)
        identity = tmp_path / "key.txt"
        (signer,) = foreign.key_file(both.above, identity, "核对一份包")
        public = signer.public_key
        assert public == sync.public_key(both.below)
    plain = tmp_path / "package.zip"
    subprocess.run(["age", "-d", "-i", identity, "-o", plain, written.file], check=True)
    subprocess.run(["unzip", "-q", plain, "-d", tmp_path / "out"], check=True)
    page = tmp_path / "out" / "manifest.json"
    told = subprocess.run(["minisign", "-V", "-P", public, "-m", page], capture_output=True, text=True)
    assert told.returncode == 0, told.stderr
    assert "周小禾" in (tmp_path / "out" / "changes.jsonl").read_text(encoding="utf-8")
    page.write_bytes(page.read_bytes() + b" ")
    told = subprocess.run(["minisign", "-V", "-P", public, "-m", page], capture_output=True, text=True)
    assert told.returncode != 0
