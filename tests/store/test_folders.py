"""A folder that would lose the ledger or leak it is refused, and every ordinary folder is not."""

from __future__ import annotations

import errno
import os
from pathlib import Path, PureWindowsPath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from childdesk.domain.errors import Refused, Unavailable
from childdesk.store import folders

ROOT = "/dev/vda / ext4 rw,relatime 0 0\nproc /proc proc rw 0 0\n"


def linux(mounts=ROOT):
    return folders.Probe("linux", lambda: mounts, lambda _root: 0)


def windows(**drives):
    return folders.Probe("win32", lambda: "", lambda root: drives.get(root[0].upper(), 3))


def test_an_ordinary_folder_is_taken_and_left_empty(tmp_path):
    folders.require_good_folder(tmp_path, folders.system_probe())
    folders.require_good_folder(tmp_path / "not" / "yet" / "there", folders.system_probe())
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "kind",
    [
        "nfs",
        "nfs4",
        "cifs",
        "smb3",
        "fuse.sshfs",
        "fuse.rclone",
        "fuse.davfs2",
        "fuse.gvfsd-fuse",
        "FUSE.SSHFS",
    ],
)
def test_a_network_file_system_is_refused(tmp_path, kind):
    probe = linux(ROOT + f"server:/x {tmp_path} {kind} rw 0 0\n")
    with pytest.raises(Refused, match="在网络上") as caught:
        folders.require_good_folder(tmp_path / "童档", probe)
    assert caught.value.field == "home"
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "kind",
    [
        *("ext4", "xfs", "btrfs", "zfs", "bcachefs", "vfat", "exfat", "ntfs3", "fuseblk", "fuse.ntfs-3g"),
        *("overlay", "fuse.fuse-overlayfs", "9p", "virtiofs", "drvfs", "tmpfs"),
    ],
)
def test_a_local_disk_of_any_kind_is_taken_a_containers_root_too(tmp_path, kind):
    folders.require_good_folder(tmp_path, linux(f"x / {kind} rw 0 0\n"))


def test_the_nearest_mount_decides_and_of_two_on_one_point_the_later(tmp_path):
    assert folders.on_network(Path("/mnt/a/b"), linux(ROOT + "s:/ /mnt nfs rw 0 0\n"))
    assert not folders.on_network(
        Path("/mnt/a/b"), linux("s:/ /mnt nfs rw 0 0\nd /mnt/a ext4 rw 0 0\n" + ROOT)
    )
    assert not folders.on_network(Path("/mntother"), linux(ROOT + "s:/ /mnt nfs rw 0 0\n"))
    assert folders.on_network(Path("/mnt"), linux("d /mnt ext4 rw 0 0\ns:/ /mnt nfs rw 0 0\n"))


def test_a_mount_point_with_a_space_is_understood():
    assert folders.on_network(Path("/media/my share/x"), linux(ROOT + r"s:/ /media/my\040share cifs rw 0 0"))


def test_a_link_to_a_network_drive_is_followed(tmp_path):
    (tmp_path / "share").mkdir()
    (tmp_path / "desk").symlink_to(tmp_path / "share")
    probe = linux(ROOT + f"s:/ {tmp_path}/share nfs4 rw 0 0\n")
    assert folders.on_network(tmp_path / "desk", probe)


@given(st.text(max_size=200))
def test_any_text_as_mount_table_is_read_without_a_fall(text):
    assert folders.on_network(Path("/home/x"), linux(text)) in {True, False}


@pytest.mark.parametrize(
    "place", [r"\\server\share\童档", r"\\?\UNC\server\share", r"\\10.0.0.5\c$\x", r"Z:\童档"]
)
def test_windows_network_places_are_known_by_name_and_by_drive(place):
    assert folders.on_network(PureWindowsPath(place), windows(Z=folders.DRIVE_REMOTE))


@pytest.mark.parametrize("place", [r"C:\Users\a\童档", r"D:\童档", r"\\?\C:\Users\a", r"E:\\"])
def test_windows_disks_and_sticks_are_no_network(place):
    assert not folders.on_network(PureWindowsPath(place), windows(Z=folders.DRIVE_REMOTE))


@pytest.mark.parametrize(
    ("name", "who"),
    [
        ("OneDrive", "OneDrive"),
        ("OneDrive - 云溪镇人民政府", "OneDrive"),
        ("BaiduSyncdisk", "百度网盘"),
        ("百度网盘同步空间", "百度网盘"),
        ("我的坚果云", "坚果云"),
        ("Nutstore", "坚果云"),
        ("WPSDrive", "WPS云盘"),
        ("WPS Cloud Files", "WPS云盘"),
        ("WPS云盘", "WPS云盘"),
        ("微云同步助手(123456)", "微云"),
        ("腾讯文档", "腾讯文档"),
        ("iCloudDrive", "iCloud"),
        ("Dropbox (个人)", "Dropbox"),
        ("Google Drive", "Google Drive"),
    ],
)
def test_a_synced_folder_is_refused_by_its_name_anywhere_above(tmp_path, name, who):
    place = tmp_path / name / "文档"
    place.mkdir(parents=True)
    with pytest.raises(Refused, match=who) as caught:
        folders.require_good_folder(place / "童档", linux())
    assert "传到网上" in caught.value.sentence
    assert caught.value.field == "home"
    assert list(place.iterdir()) == []


@pytest.mark.parametrize(
    "name",
    [
        "文档",
        "网盘下载",
        "BaiduNetdiskDownload",
        "onedriver",
        "my dropbox notes",
        "云溪镇",
        "Desktop",
        "童档",
    ],
)
def test_a_folder_that_only_sounds_like_one_is_taken(tmp_path, name):
    (tmp_path / name).mkdir()
    folders.require_good_folder(tmp_path / name, linux())


@pytest.mark.parametrize(("mark", "who"), [(".dropbox", "Dropbox"), (".stfolder", "Syncthing")])
def test_a_synced_folder_is_refused_by_what_the_program_left_in_it(tmp_path, mark, who):
    (tmp_path / mark).mkdir()
    with pytest.raises(Refused, match=who):
        folders.require_good_folder(tmp_path / "a" / "b", linux())


@pytest.mark.parametrize("encoding", ["utf-16", "utf-8", "gbk"])
def test_a_renamed_synced_folder_is_refused_by_its_icon(tmp_path, encoding):
    text = "[.ShellClassInfo]\r\nIconResource=C:\\Program Files\\Nutstore\\Nutstore.exe,2\r\nInfoTip=同步\r\n"
    (tmp_path / "desktop.ini").write_bytes(text.encode(encoding))
    with pytest.raises(Refused, match="坚果云"):
        folders.require_good_folder(tmp_path / "村里", linux())


def test_an_ordinary_icon_of_a_folder_disturbs_nobody(tmp_path):
    (tmp_path / "desktop.ini").write_text(
        "[.ShellClassInfo]\nIconResource=C:\\Windows\\system32\\shell32.dll,3\n"
    )
    folders.require_good_folder(tmp_path, linux())


def test_a_synced_folder_is_refused_when_the_environment_names_it(tmp_path, monkeypatch):
    monkeypatch.setenv("OneDriveCommercial", str(tmp_path / "云"))
    probe = folders.system_probe()
    assert folders.synced_by(tmp_path / "云" / "童档", probe) == "OneDrive"
    assert folders.synced_by(tmp_path / "云云", probe) == ""


def test_a_link_into_a_synced_folder_is_followed(tmp_path):
    (tmp_path / "Dropbox").mkdir()
    (tmp_path / "desk").symlink_to(tmp_path / "Dropbox")
    assert folders.synced_by(tmp_path / "desk", linux()) == "Dropbox"


@pytest.mark.parametrize("code", [errno.EACCES, errno.EROFS, errno.EPERM])
def test_a_folder_that_may_not_be_written_is_refused(tmp_path, monkeypatch, code):
    """Root may write everywhere, so the answer of the kernel is put in its place."""

    def refuse(*_arguments):
        raise OSError(code, os.strerror(code))

    monkeypatch.setattr(os, "open", refuse)
    with pytest.raises(Refused, match="不让写入"):
        folders.require_good_folder(tmp_path, linux())


def test_a_full_disk_is_unavailable_rather_than_a_wrong_folder(tmp_path, monkeypatch):
    def full(_handle, _content):
        raise OSError(errno.ENOSPC, "full")

    monkeypatch.setattr(os, "write", full)
    with pytest.raises(Unavailable, match="磁盘满了"):
        folders.require_good_folder(tmp_path, linux())
    monkeypatch.undo()
    assert list(tmp_path.iterdir()) == []


def test_a_file_in_place_of_a_folder_is_refused(tmp_path):
    (tmp_path / "file").write_bytes(b"x")
    with pytest.raises(Refused, match="不是文件夹"):
        folders.require_good_folder(tmp_path / "file", linux())
    with pytest.raises(Refused, match="不是文件夹"):
        folders.require_good_folder(tmp_path / "file" / "below", linux())


def test_a_disk_with_a_restore_programs_file_at_its_root_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(folders, "_RESET_MARKS", (str(tmp_path / "Persi0.sys"),))
    folders.require_good_folder(tmp_path, linux())
    (tmp_path / "Persi0.sys").write_bytes(b"")
    with pytest.raises(Refused, match="开机还原"):
        folders.require_good_folder(tmp_path, linux())


def test_a_mark_written_at_closing_is_read_at_opening(tmp_path):
    place = tmp_path / "closings"
    assert folders.read_mark(place) is None
    folders.write_mark(place, 41)
    folders.write_mark(place, 42)
    assert folders.read_mark(place) == 42
    place.write_bytes(b"\xffnumber")
    assert folders.read_mark(place) is None


@given(noted=st.none() | st.integers(0, 50), inside=st.integers(0, 50))
def test_only_a_ledger_behind_its_note_has_gone_back(noted, inside):
    verdict = folders.went_back(noted, inside)
    assert (verdict is not None) == (noted is not None and inside < noted)
    if verdict is not None:
        assert "还原" in verdict.sentence


def test_every_sentence_is_short():
    said = [getattr(folders, name) for name in dir(folders) if name.isupper()]
    sentences = [part for text in said if isinstance(text, str) and "。" in text for part in text.split("。")]
    assert len(sentences) > 10
    assert all(len(sentence.replace("{who}", "百度网盘")) <= 20 for sentence in sentences)
