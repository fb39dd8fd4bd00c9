"""Holds the reading child to its limits: every hostile file gets a sentence or the right answer, in time."""

from __future__ import annotations

import io
import marshal
import struct
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import pytest

from childdesk.domain.errors import Cancelled, Refused
from childdesk.domain.progress import Stoppable
from childdesk.files import read, sentences, sheets
from childdesk.files.read import Limits, ReaderError, read_bytes, read_workbook
from tests.files.handmade import HEAD, MAIN, through_the_child, xlsx, zipped

ROOT = Path(__file__).resolve().parents[2]


def refusal(data: bytes, tmp_path, name: str = "台账.xlsx") -> str:
    with pytest.raises(Refused) as refused:
        through_the_child(data, tmp_path, name)
    return refused.value.sentence


def test_the_name_is_not_asked_what_the_file_is(tmp_path):
    data = xlsx('<sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>姓名</t></is></c></row></sheetData>')
    book = through_the_child(data, tmp_path, "花名册.xls")
    assert (book.kind, book.sheets[0].texts(1)) == ("xlsx", {0: "姓名"})
    assert through_the_child("姓名,性别\n王,女\n".encode(), tmp_path, "名单.xlsx").kind == "csv"


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", sentences.EMPTY),
        (b"%PDF-1.7 ...", sentences.PDF),
        (b"\xff\xd8\xff\xe0JFIF", sentences.PICTURE),
        (b"Rar!\x1a\x07", sentences.ARCHIVE),
        (zipped({"readme.txt": b"x"}), sentences.ARCHIVE),
        (zipped({"word/document.xml": b"<x/>", "[Content_Types].xml": b"<x/>"}), sentences.WORD),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "EncryptedPackage".encode("utf-16-le"),
            sentences.LOCKED,
        ),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "WordDocument".encode("utf-16-le"),
            sentences.WORD,
        ),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), sentences.NOT_A_WORKBOOK),
        (xlsx("<sheetData/>")[:-40], sentences.BROKEN),
        (xlsx("<sheetData/>")[:300], sentences.BROKEN),
        (xlsx({}), sentences.NO_SHEETS),
    ],
)
def test_each_foreign_or_damaged_file_gets_its_sentence(data, sentence, tmp_path):
    assert refusal(data, tmp_path) == sentence


def test_a_missing_file_a_folder_and_a_lock_file_get_their_sentences(tmp_path):
    for path, sentence in (
        (tmp_path / "没有.xlsx", sentences.GONE),
        (tmp_path, sentences.NOT_READABLE),
        (tmp_path / "~$台账.xlsx", sentences.LOCK_FILE),
    ):
        with pytest.raises(Refused) as refused:
            read_workbook(path)
        assert refused.value.sentence == sentence


def test_damaged_bytes_inside_the_container_are_called_broken(tmp_path):
    rows = "".join(f'<row r="{n}"><c r="A{n}"><v>{n * 7919 % 9973}</v></c></row>' for n in range(1, 4000))
    data = bytearray(xlsx(f"<sheetData>{rows}</sheetData>"))
    place = data.index(b"xl/worksheets/sheet1.xml") + 2000
    data[place : place + 40] = bytes(40)
    assert refusal(bytes(data), tmp_path) == sentences.BROKEN


def test_a_protected_zip_is_said_to_be_locked(tmp_path):
    data = bytearray(xlsx("<sheetData/>"))
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.infolist()
    at = data.index(b"PK\x01\x02")
    data[at + 8] |= 1
    assert refusal(bytes(data), tmp_path) == sentences.LOCKED


def test_a_far_cell_does_not_cost_more_than_a_near_one(tmp_path):
    began = time.monotonic()
    book = through_the_child(
        xlsx('<sheetData><row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'), tmp_path
    )
    assert book.sheets[0].texts(1048576) == {16383: "1"}
    assert time.monotonic() - began < 2


def test_styled_blank_rows_cost_no_memory(tmp_path):
    blank = "".join(f'<c r="{letter}1" s="1"/>' for letter in "ABCDEFGHIJKLMNOPQRST")
    rows = "".join(f'<row r="{n}">{blank}</row>' for n in range(2, 30_000))
    head = '<row r="1"><c r="A1" t="inlineStr"><is><t>姓名</t></is></c></row>'
    book = through_the_child(xlsx(f"<sheetData>{head}{rows}</sheetData>"), tmp_path)
    assert list(book.sheets[0].rows) == [1]


def test_three_hundred_columns_are_read(tmp_path):
    fields = ",".join(f"列{n}" for n in range(300))
    book = through_the_child(f"{fields}\n{fields}\n".encode(), tmp_path)
    assert book.sheets[0].texts(1)[299] == "列299"


def test_a_zip_bomb_is_stopped_by_the_bytes_that_come_out(tmp_path):
    head = f'{HEAD}<worksheet xmlns="{MAIN}"><sheetData>'.encode()
    data = xlsx(head + b" " * (30 << 20) + b"</sheetData></worksheet>")
    assert len(data) < 100_000
    assert len(through_the_child(data, tmp_path).sheets[0].grid) == 0
    with pytest.raises(Refused) as refused:
        read_bytes(data, limits=Limits(unpacked_mb=20))
    assert refused.value.sentence == sentences.TOO_LARGE


def test_a_string_used_a_million_times_with_other_dress_is_held_to_the_budget(tmp_path):
    styles = "".join("<xf numFmtId='0' fontId='0' fillId='0'/>" for _ in range(6000))
    book = f'<styleSheet xmlns="{MAIN}"><cellXfs>{styles}</cellXfs></styleSheet>'
    cells = "".join(f'<row r="{n}"><c r="A{n}" s="{n}" t="s"><v>0</v></c></row>' for n in range(1, 6000))
    data = xlsx(
        f"<sheetData>{cells}</sheetData>",
        strings=f"<si><t>{'长' * 32_000}</t></si>",
        extra={"xl/styles.xml": book.encode()},
    )
    assert refusal(data, tmp_path) == sentences.TOO_LARGE


def test_a_person_can_stop_the_reading(tmp_path):
    told = Stoppable()
    told.stop()
    with pytest.raises(Cancelled):
        read_bytes("姓名\n王\n".encode(), told)


def test_what_takes_too_long_is_stopped(monkeypatch):
    monkeypatch.setattr(read, "_START", "import time; time.sleep(60)")
    with pytest.raises(Refused) as refused:
        read_bytes(b"x,y\n", limits=Limits(seconds=0))
    assert refused.value.sentence == sentences.TOO_SLOW


def test_a_fault_in_the_child_names_its_place_and_no_value(monkeypatch):
    data = xlsx('<sheetData><row r="1"><c r="A1" t="s"><v>99</v></c></row></sheetData>')
    with pytest.raises(Refused) as refused:
        read_bytes(data)
    assert refused.value.sentence == sentences.UNREADABLE
    assert isinstance(refused.value.__cause__, ReaderError)
    assert str(refused.value.__cause__).startswith("IndexError xlsx_cells.py:")


def test_the_death_of_the_child_is_a_sentence(monkeypatch):
    monkeypatch.setattr(read, "_START", "import os; os._exit(134)")
    with pytest.raises(Refused) as refused:
        read_bytes(b"x,y\n" * 100_000)
    assert refused.value.sentence == sentences.UNREADABLE


def test_progress_is_told_while_reading():
    class Steps:
        def __init__(self):
            self.seen = []

        def step(self, done, total, text=""):
            self.seen.append((done, total, text))

    told = Steps()
    rows = "".join(
        f'<row r="{n}">'
        + "".join(f'<c r="{c}{n}" t="inlineStr"><is><t>{c}{n}</t></is></c>' for c in "ABCDEFGHIJ")
        + "</row>"
        for n in range(1, 20_000)
    )
    read_bytes(xlsx(f"<sheetData>{rows}</sheetData>"), told)
    assert any(0 < done <= total for done, total, _ in told.seen)
    assert all(text for *_, text in told.seen)


def test_the_program_itself_is_the_reading_child_when_it_is_told_to():
    data = xlsx('<sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>姓名</t></is></c></row></sheetData>')
    command = [sys.executable, "-W", "error", "-m", "childdesk", read.FLAG, "512", "30", "100"]
    ended = subprocess.run(command, input=bytes(4) + data, capture_output=True, timeout=30, check=True)
    letters = []
    rest = ended.stdout
    while rest:
        letter, length = struct.unpack_from(">cI", rest)
        letters.append((letter, rest[5 : 5 + length]))
        rest = rest[5 + length :]
    assert letters[-1][0] == b"W"
    assert sheets.workbook(marshal.loads(letters[-1][1])).sheets[0].texts(1) == {0: "姓名"}


def test_a_frozen_program_starts_itself_as_the_reading_child(monkeypatch, tmp_path):
    program = tmp_path / "childdesk-frozen"
    program.write_text(
        f"#!{sys.executable}\nimport sys\nsys.path.insert(0, {str(ROOT)!r})\n"
        "from childdesk.__main__ import main\nmain()\n"
    )
    program.chmod(0o755)
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr(sys, "executable", str(program))
    assert read_bytes("姓名,性别\n王,女\n".encode()).kind == "csv"


def test_the_reading_child_loads_no_window_and_no_ledger():
    code = (
        "import sys, childdesk.__main__; print(sorted(n for n in sys.modules if n.startswith('childdesk.')))"
    )
    told = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, check=True, cwd=ROOT
    ).stdout.decode()
    assert "childdesk.files.reading_child" in told
    assert "childdesk.cli" not in told
    assert "childdesk.store" not in told
    assert "childdesk.ui" not in told
