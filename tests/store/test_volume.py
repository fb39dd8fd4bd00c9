"""A stick is known by the number of its volume; what is no stick, or has no number, has no mark."""

from __future__ import annotations

from pathlib import Path

import pytest

from childdesk.store import volume

MOUNTS = "/dev/vda / ext4 rw 0 0\n"


def windows(kind, serial):
    return volume.Probe("win32", lambda: "", Path("nowhere"), lambda _root: kind, lambda _root: serial)


@pytest.fixture
def computer(tmp_path):
    """Gives a probe of a computer with a stick at /media/a b, whose volume has this number."""

    def made(number, point="/media/a\\040b"):
        volumes = tmp_path / f"by-uuid {number}"
        volumes.mkdir()
        device = tmp_path / "sdb1"
        device.touch()
        if number:
            (volumes / number).symlink_to(device)
        (volumes / "1111-1111").symlink_to("/dev/vda")
        mounts = f"{MOUNTS}{device} {point} vfat rw 0 0\n"
        return volume.Probe("linux", lambda: mounts, volumes, lambda _root: 0, lambda _root: 0)

    return made


def test_one_volume_has_one_mark_wherever_on_it_one_looks_and_another_has_another(computer):
    first, second = computer("2A7F-10C3"), computer("93D1-0042")
    mark = volume.mark(Path("/media/a b"), first)
    assert len(mark) == volume.LENGTH
    assert volume.mark(Path("/media/a b/CHILDSYN"), first) == mark
    assert volume.mark(Path("/media/a b"), second) not in ("", mark)
    assert "2A7F" not in mark.upper()


@pytest.mark.parametrize(
    ("place", "point"),
    [("/home/chen", "/media/a\\040b"), ("/media/other", "/media/a\\040b"), ("/mnt/disk", "/mnt/disk")],
)
def test_a_folder_that_is_on_no_stick_has_none(computer, place, point):
    assert volume.mark(Path(place), computer("2A7F-10C3", point)) == ""


def test_a_stick_whose_number_the_system_does_not_say_has_none(computer):
    assert volume.mark(Path("/media/a b"), computer("")) == ""
    lost = volume.Probe("linux", lambda: "/dev/sdb1 /media/u vfat rw 0 0\n", Path("nowhere"), int, int)
    assert volume.mark(Path("/media/u"), lost) == ""


def test_windows_says_the_serial_number_of_a_drive_that_can_be_taken_out(computer):
    place = Path("F:\\CHILDSYN")
    mark = volume.mark(place, windows(volume.DRIVE_REMOVABLE, 0x2A7F10C3))
    assert len(mark) == volume.LENGTH
    assert volume.mark(place, windows(volume.DRIVE_REMOVABLE, 0x93D10042)) not in ("", mark)
    assert volume.mark(place, windows(volume.DRIVE_REMOVABLE, 0)) == ""
    assert volume.mark(place, windows(3, 0x2A7F10C3)) == "", "a disk of the computer is no stick"


def test_this_computer_answers_and_a_temporary_folder_is_no_stick(tmp_path):
    assert volume.mark(tmp_path, volume.system_probe()) == ""
