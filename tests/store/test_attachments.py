"""A photo comes back as it was, shows nothing on the disk, and is missed plainly when it is gone."""

from __future__ import annotations

import errno
import hashlib
import os
from unittest.mock import patch

import pyrage
import pytest
from hypothesis import given
from hypothesis import strategies as st

from childdesk.domain.errors import Refused, Unavailable
from childdesk.store import attachments, durable

IDENTITY = str(pyrage.x25519.Identity.generate())
PHOTO = b"\xff\xd8\xff" + "周小禾的照片".encode() * 1000


@pytest.fixture
def kept(tmp_path):
    return attachments.Attachments(tmp_path, IDENTITY)


def names(kept):
    return sorted(path.name for path in kept.folder.iterdir())


def test_a_photo_comes_back_under_the_hash_of_its_content(kept):
    name = kept.put(PHOTO)
    assert name == hashlib.sha256(PHOTO).hexdigest()
    assert kept.get(name) == PHOTO
    assert kept.kept() == {name}


@given(st.binary(min_size=1, max_size=5000))
def test_any_content_comes_back(tmp_path_factory, content):
    kept = attachments.Attachments(tmp_path_factory.mktemp("home"), IDENTITY)
    assert kept.get(kept.put(content)) == content


def test_the_disk_shows_an_age_file_and_nothing_of_the_photo(kept):
    kept.put(PHOTO)
    (sealed,) = [path.read_bytes() for path in kept.folder.iterdir()]
    assert sealed.startswith(b"age-encryption.org/v1")
    assert PHOTO[:30] not in sealed
    assert "周小禾".encode() not in sealed


def test_another_desk_cannot_read_it(kept, tmp_path):
    name = kept.put(PHOTO)
    stranger = attachments.Attachments(tmp_path, str(pyrage.x25519.Identity.generate()))
    with pytest.raises(Unavailable, match="读不完整"):
        stranger.get(name)


def test_the_same_photo_is_kept_once(kept):
    assert kept.put(PHOTO) == kept.put(PHOTO)
    assert len(names(kept)) == 1


def test_a_photo_over_the_limit_is_refused_and_one_below_is_kept(kept):
    """age adds a header of random length, below 2 KB, and 16 bytes for every 64 KiB."""
    fits = attachments.LARGEST - 2048
    assert len(kept.get(kept.put(os.urandom(fits)))) == fits
    assert all(path.stat().st_size <= attachments.LARGEST for path in kept.folder.iterdir())
    with pytest.raises(Refused, match="300KB") as caught:
        kept.put(os.urandom(attachments.LARGEST))
    assert caught.value.field == "attachment"
    assert len(names(kept)) == 1


def test_nothing_is_not_a_photo(kept):
    with pytest.raises(Refused, match="空的"):
        kept.put(b"")
    assert not kept.folder.exists()


def test_a_missing_file_names_backup_and_sync_as_the_next_step(kept):
    name = kept.put(PHOTO)
    kept.delete(name)
    with pytest.raises(Unavailable, match="不在了") as caught:
        kept.get(name)
    assert "备份" in caught.value.next_step
    assert kept.kept() == frozenset()
    kept.delete(name)


@pytest.mark.parametrize(
    "harm", [lambda c: b"", lambda c: c[:-1], lambda c: c[:-5] + b"x" + c[-4:], lambda c: PHOTO]
)
def test_a_damaged_file_says_so_and_is_mended_by_putting_the_photo_again(kept, harm):
    name = kept.put(PHOTO)
    path = kept.folder / names(kept)[0]
    path.write_bytes(harm(path.read_bytes()))
    with pytest.raises(Unavailable, match="读不完整"):
        kept.get(name)
    assert kept.put(PHOTO) == name
    assert kept.get(name) == PHOTO


def test_a_file_moved_to_another_name_is_not_taken_for_that_photo(kept):
    name, other = kept.put(PHOTO), kept.put(b"other")
    (kept.folder / f"{name}.age").replace(kept.folder / f"{other}.age")
    with pytest.raises(Unavailable, match="读不完整"):
        kept.get(other)


def test_a_full_disk_leaves_nothing_behind(kept, monkeypatch):
    kept.put(b"before")

    def full(*_arguments):
        raise OSError(errno.ENOSPC, "full")

    monkeypatch.setattr(os, "write", full)
    with pytest.raises(Unavailable, match="磁盘满了"):
        kept.put(PHOTO)
    assert names(kept) == [f"{hashlib.sha256(b'before').hexdigest()}.age"]


@pytest.mark.parametrize("name", ["", "../slots", "a" * 63, "A" * 64, "a" * 64 + "\n", "/etc/passwd"])
def test_nothing_but_a_hash_becomes_a_path(kept, name):
    with pytest.raises(Unavailable, match="这份附件不在了"):
        kept.get(name)
    with patch.object(durable, "remove") as remove:
        kept.delete(name)
    assert not remove.called
    with pytest.raises(ValueError, match="SHA-256"):
        kept._path(name)


def test_foreign_files_beside_them_are_not_counted(kept):
    name = kept.put(PHOTO)
    (kept.folder / "Thumbs.db").write_bytes(b"x")
    (kept.folder / "note.age").write_bytes(b"x")
    assert kept.kept() == {name}
