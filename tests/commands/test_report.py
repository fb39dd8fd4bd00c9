"""The command `report`: every report writes its file and says its checks; what left is listed and cleared."""

from __future__ import annotations

from pathlib import Path

import openpyxl

from childdesk.desk import reports

KEYS = {"name", "label", "periods", "format", "s3"}


def test_the_list_names_every_report_with_its_periods(seat):
    listed = seat.json("report", "--list")["reports"]
    assert [one["name"] for one in listed] == list(reports.REPORTS)
    assert all(set(one) == KEYS for one in listed)
    assert {one["format"] for one in listed} == {"xlsx", "pdf"}
    assert [one["name"] for one in listed if one["s3"]] == ["referral-ledger", "case-file"]


def test_every_report_is_written_with_rows_and_checks_that_name_children(seat, child, tmp_path):
    for name, report in reports.REPORTS.items():
        out = tmp_path / f"{name}.{report.format}"
        more = ("--child", child) if name == "case-file" else ()
        told = seat.json("report", name, "--out", str(out), *more)
        assert {"rows", "checks", "holds", "level", "file", "id"} <= set(told), name
        assert all(set(check) == {"rule", "holds", "children"} for check in told["checks"]), name
        assert out.read_bytes()[:4] in (b"PK\x03\x04", b"%PDF"), name


def test_a_period_and_a_day_are_taken_and_printed(seat, tmp_path):
    out = tmp_path / "a.xlsx"
    year = seat.json("report", "age", "--out", str(out), "--as-of", "2026-06-30")
    assert year["rows"] == 1
    words = [cell.value for row in openpyxl.load_workbook(out).worksheets[0] for cell in row]
    assert "统计时间：截止到2026-06-30" in words
    for period in ("2025", "2025-H2", "2025-Q4", "2025-12"):
        assert seat.ask("report", "visit-summary", "--out", str(out), "--period", period).code == 0


def test_without_a_place_it_lies_beside_the_ledger_and_our_copy_can_be_cleared(seat):
    made = seat.json("report", "age", "--to", "镇民政办", "--purpose", "季报")
    path = Path(made["file"])
    assert path.parent == seat.home / "写出的表"
    assert path.name.endswith("_v1.xlsx")
    [copy] = seat.json("copies")["copies"]
    assert (copy["id"], copy["recipient"], copy["there"]) == (made["id"], "镇民政办", True)
    assert seat.json("copies", "--clear", made["id"][:8]) == {"id": made["id"], "deleted": True}
    assert not path.exists()
    assert not seat.json("copies")["copies"][0]["there"]


def test_a_nameless_roster_says_its_level_and_holds_no_number(seat, tmp_path):
    told = seat.json("report", "village-roster", "--out", str(tmp_path / "a.xlsx"), "--level", "去标识")
    assert (told["level"], told["holds"]["id"], told["holds"]["phone"]) == ("去标识", 0, 0)


def test_sealed_content_needs_its_reason_and_sections_are_chosen(seat, child, tmp_path):
    out = str(tmp_path / "a.xlsx")
    refused = seat.ask("report", "referral-ledger", "--out", out, "--with-s3")
    assert (refused.code, refused.err) == (1, "带保密内容要写明理由。\n")
    assert not Path(out).exists()
    words = ("--out", out, "--with-s3", "--reason", "督导检查")
    assert seat.json("report", "referral-ledger", *words)["rows"] >= 1
    pdf = ("report", "case-file", "--child", child, "--out", str(tmp_path / "a.pdf"))
    assert seat.ask(*pdf, "--sections", "base,visits").code == 0
    assert "没有“cake”" in seat.ask(*pdf, "--sections", "cake").err
