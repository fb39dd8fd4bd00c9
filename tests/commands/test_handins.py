"""The commands `fill` and `handin`: a form filled as it is, and the life of a paper from asked to filed."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from tests.commands.asked import CHILDREN
from tests.desk.test_filling_sheets import ALL, HARD, LEFT, names, three
from tests.files.card_form import card
from tests.ui.test_photo import jpeg, with_place


@pytest.fixture
def form(tmp_path: Path) -> Path:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.title = "名册"
    sheet.append(["填报单位："])
    sheet.append(["序号", "姓名", "性别", "鞋码"])
    for number in (1, 2, 3):
        sheet.append([number])
    path = tmp_path / "form.xlsx"
    book.save(path)
    return path


def test_a_form_is_looked_at_first_and_nothing_is_written(seat, form, tmp_path):
    before = form.read_bytes()
    out = tmp_path / "out.xlsx"
    told = seat.json("fill", str(form), "--out", str(out), "--dry-run")
    assert told["rows"] == CHILDREN
    assert [one["header"] for one in told["unfilled"]] == ["鞋码"]
    assert not out.exists()
    assert form.read_bytes() == before


def test_a_form_is_filled_under_a_new_name_and_the_own_one_stays(seat, form, tmp_path):
    before = form.read_bytes()
    out = tmp_path / "out.xlsx"
    assert seat.ask("fill", str(form), "--out", str(out), "--to", "镇民政").code == 0
    sheet = openpyxl.load_workbook(out)["名册"]
    assert "周小禾" in {row[1].value for row in sheet.iter_rows()}
    assert sheet["A1"].value.startswith("填报单位：桃花村")
    assert form.read_bytes() == before
    refused = seat.ask("fill", str(form), "--out", str(form))
    assert refused.code == 1
    assert "原表" in refused.err
    assert form.read_bytes() == before


def test_a_card_form_is_filled_with_a_card_for_each_child(seat, tmp_path):
    source, out = tmp_path / "card.xlsx", tmp_path / "cards.xlsx"
    source.write_bytes(card())
    assert seat.json("fill", str(source), "--out", str(out))["rows"] == CHILDREN
    sheets = [sheet for sheet in openpyxl.load_workbook(out).worksheets if sheet.title != "字典"]
    assert len(sheets) == CHILDREN
    assert "周小禾" in {sheet["C3"].value for sheet in sheets}


def test_a_sheet_without_heads_is_refused_with_the_reason(seat, tmp_path):
    book = openpyxl.Workbook()
    book.worksheets[0].append(["随便写写"])
    path = tmp_path / "no.xlsx"
    book.save(path)
    told = seat.ask("fill", str(path), "--out", str(tmp_path / "o.xlsx"))
    assert told.code == 1
    assert "原表没有动" in told.err
    assert not (tmp_path / "o.xlsx").exists()


def test_a_paper_is_asked_for_filled_given_returned_and_given_again(seat, child, form, tmp_path):
    made = seat.json(
        "handin", "new", "title=留守儿童花名册", "due=2026-11-25", "hour=17:00", "asked_by=镇民政"
    )
    row = made["id"]
    first = seat.json("handin", "fill", row, "--out", str(tmp_path / "1.xlsx"), "--template", str(form))
    assert (first["version"], first["rows"], first["marked"]) == (1, CHILDREN, 0)
    seat.json("handin", "give", row, "--to", "镇民政")
    seat.json("handin", "return", row, "--words", "性别不对")
    assert (
        seat.ask("set", child, "sex=男").code == 4
    )  # what waits for a person: it does not agree with the number
    again = seat.json("handin", "fill", row, "--out", str(tmp_path / "2.xlsx"), "--template", str(form))
    assert (again["version"], again["marked"]) == (2, 1)
    [line] = [one for one in seat.json("handin", "list")["handins"] if one["id"] == row]
    assert line["title"] == "留守儿童花名册"
    seat.json("handin", "give", row)
    kept = tmp_path / "kept.xlsx"
    seat.json("handin", "copy", row, "--version", "1", "--out", str(kept))
    assert kept.read_bytes() == (tmp_path / "1.xlsx").read_bytes()


def test_a_workbook_of_several_forms_is_filled_in_one_go(seat, tmp_path):
    form, out = three(tmp_path / "f.xlsx"), tmp_path / "o.xlsx"
    told = seat.json(
        "fill", str(form), "--out", str(out), "--sheet", ALL, "--sheet", HARD, "--where", f"{HARD}!sex=女"
    )
    assert [(one["name"], one["filled"]) for one in told["sheets"]] == [
        (LEFT, False), (HARD, True), (ALL, True),
    ]  # fmt: skip
    assert {one["sheet"] for one in told["columns"]} == {HARD, ALL}
    assert [(one["sheet"], one["header"]) for one in told["unfilled"]] == [(ALL, "鞋码")]
    assert told["children"] == CHILDREN
    assert len(names(out, ALL)) == CHILDREN
    assert names(out, LEFT) == []


def test_a_signed_paper_is_scanned_and_one_made_elsewhere_keeps_its_number(seat, form, tmp_path):
    row = seat.json("handin", "new", "title=花名册", "due=2026-11-25")["id"]
    seat.ask("handin", "fill", row, "--out", str(tmp_path / "1.xlsx"), "--template", str(form))
    picture = tmp_path / "scan.jpg"
    picture.write_bytes(with_place(jpeg(600, 800)))
    told = seat.json("handin", "scan", row, str(picture))
    assert (told["state"], told["scans"]) == ("已扫描", 1)
    seat.json("handin", "copy", row, "--scan", "1", "--out", str(tmp_path / "out.jpg"))
    body = (tmp_path / "out.jpg").read_bytes()
    assert body.startswith(b"\xff\xd8")
    assert b"Exif" not in body
    other = seat.json("handin", "new", "title=溺水隐患", "due=2026-11-24")["id"]
    assert seat.ask("handin", "give", other).code == 1
    seat.json("handin", "give", other, "--children", "7")
    [line] = [one for one in seat.json("handin", "list")["handins"] if one["id"] == other]
    assert (line["state"], line["versions"][0]["children"]) == ("已交", 7)


def test_nothing_to_report_is_one_word(seat):
    row = seat.json("handin", "new", "title=溺水隐患", "due=2026-11-24")["id"]
    seat.json("handin", "zero", row)
    [line] = [one for one in seat.json("handin", "list")["handins"] if one["id"] == row]
    assert line["zero"] is True


def test_our_own_report_is_the_paper_of_a_request(seat, child, tmp_path):
    words = ("title=11月汇总", "due=2026-11-25", "asked_by=乡镇民政", "cycle=月")
    refused = seat.ask("handin", "new", *words, "report=没有的表")
    assert (refused.code, "排查汇总表" in refused.err) == (1, True)
    row = seat.json("handin", "new", *words, "report=village-roster", "scope=child.sex=女")["id"]
    [line] = [one for one in seat.json("handin", "list")["handins"] if one["id"] == row]
    assert (line["report"], line["period"], line["scope"]) == ("village-roster", "", ["child.sex=女"])
    seen = seat.json("handin", "look", row)
    assert not (tmp_path / "1.xlsx").exists()
    made = seat.json("handin", "fill", row, "--out", str(tmp_path / "1.xlsx"))
    assert 0 < made["rows"] == seen["rows"] < CHILDREN
    assert (made["version"], made["marked"], made["level"]) == (1, 0, "全文")
    assert made["checks"] == seen["checks"]
    assert {"rule", "holds", "children"} == made["checks"][0].keys()
    assert made["holds"]["id"] <= made["rows"]
    told = seat.json("handin", "step", row, "待打印")
    assert told["checks"] == [one for one in made["checks"] if not one["holds"]]
    assert seat.json("handin", "give", row)["receipt"]
    assert seat.json("handin", "changes", row)["changes"] == []
    seat.json("handin", "return", row, "--words", "年级漏了")
    seat.json("set", child, "grade=三年级")
    changed = seat.json("handin", "changes", row)["changes"]
    assert [(one["child"], one["head"]) for one in changed] == [(child, "年级")]
    again = seat.json("handin", "fill", row, "--out", str(tmp_path / "2.xlsx"))
    assert again["marked"] == len(changed)
    kept = tmp_path / "kept.xlsx"
    seat.json("handin", "copy", row, "--version", "1", "--out", str(kept))
    assert kept.read_bytes() == (tmp_path / "1.xlsx").read_bytes()


def test_a_report_of_some_children_says_which(seat, tmp_path):
    out = tmp_path / "o.xlsx"
    made = seat.json("report", "village-roster", "--where", "sex=女", "--out", str(out))
    sheet = openpyxl.load_workbook(out).worksheets[0]
    words = [str(cell.value) for line in sheet.iter_rows() for cell in line if cell.value]
    assert "注：只含性别为“女”的儿童" in words
    assert 0 < made["rows"] < CHILDREN
    assert "男" not in words
    told = seat.ask("report", "village-roster", "--where", "鞋码=37", "--out", str(out))
    assert (told.code, "栏目" in told.err) == (1, True)
