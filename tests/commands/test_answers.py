"""What every command answers: the keys that scripts rely on, exit codes, input that stays off the screen."""

from __future__ import annotations

import json
import re

import pytest

from childdesk import cli
from childdesk.__main__ import _asked
from childdesk.desk import due
from tests.commands.asked import CHILDREN, light, run

ISSUES = {"row", "column", "level", "text", "was", "became"}
SHEET = {
    *("name", "is_roster", "why_not", "header_rows", "columns", "rows", "added", "changed", "same"),
    *("rejected", "cells", "issues"),
}
COLUMN = {"index", "header", "field", "extra", "confidence", "decided"}


def test_a_new_desk_says_what_it_is_and_gives_the_recovery_code_once(seat, tmp_path):
    words = "new --level village --unit 桃花村 --region 990101001002 --person 周敏".split()
    made = seat.at(tmp_path / "other").ask(*words, as_json=True)
    assert made.code == 0
    assert {"desk", "level", "unit", "fingerprint", "recovery_code"} <= set(made.document)
    assert (made.document["level"], made.document["unit"]) == ("village", "桃花村")
    again = seat.at(tmp_path / "other").ask(*words)
    assert (again.code, again.err) == (1, "这个文件夹里已有一份档案。它没有动。请换一个文件夹。\n")


def test_the_search_box_answers_with_masked_numbers(made):
    found = made.json("find", "周")
    assert {"count", "children"} <= set(found)
    keys = {"id", "name", "sex", "age", "village_group", "categories", "id_number"}
    assert all(keys <= set(one) for one in found["children"])
    assert all("*" in one["id_number"] for one in found["children"] if one["id_number"])
    assert made.json("find")["count"] == CHILDREN
    assert len(made.json("find", "--limit", "3")["children"]) == 3
    assert made.json("find", "--stdin", stdin={"text": "zxh"}) == made.json("find", "zxh")
    few = made.json("find", "--stdin", stdin={"text": "", "limit": 2})
    assert (few["count"], len(few["children"])) == (CHILDREN, 2)


def test_one_record_is_shown_masked_and_a_number_whole_when_asked(seat, child):
    shown = seat.json("show", child[:6])
    assert {"id", "record", "unit", "fields", "missing"} <= set(shown)
    assert shown["id"] == child
    assert "*" in shown["fields"]["id_number"]
    whole = seat.json("show", child, "--reveal", "id_number", "--reason", "核对户口本")
    assert len(whole["fields"]["id_number"]) == 18
    assert "*" not in whole["fields"]["id_number"]


def test_a_child_and_a_visit_are_added_edited_closed_told_and_taken_back(seat):
    added = seat.ask("add", "child", "name=毛毛", "sex=女", as_json=True)
    assert (added.code, {"id", "entry"} <= set(added.document)) == (0, True)
    child = added.document["id"]
    visit = seat.json("add", "visit", f"child={child[:8]}", "date=2026-11-20", "visit_type=日常走访")
    edit = seat.ask("set", child[:7], "school=中心小学", "risk=红", as_json=True)
    assert (edit.code, edit.document["id"]) == (0, child)
    nothing = seat.ask("set", child, "school=中心小学")
    assert (nothing.code, nothing.out) == (0, f"没有不同，没有改动　{child[:8]}\n")
    closed = seat.ask("close", child, "--reason", "户籍迁出", as_json=True)
    assert (closed.code, {"id", "entry"} <= set(closed.document)) == (0, True)
    told = seat.json("history", child)["entries"]
    operations = {"add_child", "edit_child"}
    assert operations <= {one["operation"] for one in told}
    first = seat.ask("history", child).out.split("\n")[0]
    assert re.match(r"20\d\d-\d\d-\d\d \d\d:\d\d  ", first), "as the clock on the wall says it"
    undone = seat.ask("undo", closed.document["entry"][:6], as_json=True)
    assert (undone.code, undone.document["kept"]) == (0, [])
    assert {"entry", "reverted", "kept"} <= set(undone.document)
    part = seat.ask("undo", added.document["entry"], as_json=True)
    assert part.code in (1, 4), "the visit needs the child"
    assert part.document["kept"]
    assert seat.ask("undo", visit["entry"], "--dry-run").code == 0
    assert seat.ask("undo", visit["entry"]).code == 0
    assert seat.ask("undo", visit["entry"]).code == 1, "there is nothing left to take back"


def test_what_is_due_is_listed_with_the_child_and_the_days(made):
    items = made.json("due", "--days", "3650")["items"]
    assert items
    assert all({"kind", "child", "due", "days_late", "reason"} <= set(one) for one in items)
    later = made.json("due", "--on", "2030-01-01")["items"]
    assert all(one["days_late"] > 0 for one in later)
    assert made.ask("due", "--on", "9999-12-31", "--days", "3660").code == 1
    assert made.ask("due", "--on", "2200-12-31", "--days", "3660").code == 0


def test_a_roster_goes_out_and_comes_back_through_a_plan(seat, tmp_path):
    out = tmp_path / "roster.xlsx"
    written = seat.ask("report", "village-roster", "--out", str(out), as_json=True)
    assert (written.code, {"rows", "checks"} <= set(written.document)) == (0, True)
    assert all({"rule", "holds", "children"} <= set(one) for one in written.document["checks"])
    listed = seat.json("report", "--list")["reports"]
    assert all({"name", "label", "periods", "format", "s3"} <= set(one) for one in listed)
    plan = seat.json("import", str(out), "--dry-run")
    assert {"sheets", "entry"} <= set(plan)
    assert plan["keeper"] is None
    (sheet,) = plan["sheets"]
    assert set(sheet) >= SHEET | {"records"}
    assert all(set(one) >= COLUMN for one in sheet["columns"])
    assert [one["index"] for one in sheet["columns"]] == list(range(len(sheet["columns"])))
    assert {"stored", "extra", "listed"} <= set(sheet["cells"])
    assert all(set(one) >= ISSUES for one in sheet["issues"])
    assert plan["entry"] == ""
    assert seat.json("find")["count"] == CHILDREN


def test_a_list_is_brought_in_as_one_entry_and_taken_back_as_one(seat, tmp_path):
    path = tmp_path / "list.csv"
    path.write_text("姓名,性别,出生日期,现住址\n郑一,男,2015-03-04,3组\n郑二,女,2016-02-30,3组\n", "utf-8")
    done = seat.ask("import", str(path), as_json=True)
    assert done.code == 4, "a date that cannot be waits for a person"
    assert done.document["sheets"][0]["added"] == 2
    (issue,) = (one for one in done.document["sheets"][0]["issues"] if one["level"] == "impossible")
    assert (issue["row"], issue["was"]) == (3, "2016-02-30")
    assert seat.json("find", "郑")["count"] == 2
    assert seat.ask("undo", done.document["entry"]).code == 0
    assert seat.json("find", "郑")["count"] == 0


def test_what_a_list_said_and_what_became_of_it_is_told_in_words_too(seat, tmp_path):
    path = tmp_path / "list.csv"
    path.write_text("姓名,性别,出生日期,现住址\n郑一,男,2015.3.4,3组\n郑二,女,2016-02-30,—\n", "utf-8")
    told = seat.ask("import", str(path), "--dry-run").out
    assert "第2行：统一日期写法（2015.3.4 → 2015-03-04）" in told
    assert "（原来：2016-02-30）" in told
    lines = "".join(f"王{sign}一,男,2015.3.4,3组\n" for sign in "甲乙丙丁戊己庚辛壬癸" * 21)
    path.write_text(f"姓名,性别,出生日期,现住址\n{lines}", "utf-8")
    assert "还有" in seat.ask("import", str(path), "--dry-run").out


def test_of_a_list_that_others_keep_it_is_said_whose_it_is_and_how_it_is_compared(seat, tmp_path):
    path = tmp_path / "学生名册.csv"
    path.write_text("姓名,性别,出生日期,年级,班级\n郑一,男,2015-03-04,四年级,1班\n", "utf-8")
    looked = seat.ask("import", str(path), "--dry-run", as_json=True)
    assert looked.document["keeper"]["who"] == "学校"
    assert "childdesk compare" in seat.ask("import", str(path), "--dry-run").out


def test_checking_backing_up_and_bringing_back(seat, tmp_path):
    assert seat.json("check") == {"ok": True, "problems": [], "rebuilt": False}
    assert seat.json("check", "--rebuild")["ok"]
    backup = seat.ask("backup", str(tmp_path / "stick"), as_json=True)
    assert backup.code == 0
    other = seat.at(tmp_path / "other")
    assert other.ask("restore", backup.document["file"]).code == 0
    assert other.json("find")["count"] == CHILDREN


def test_people_come_and_go_each_with_a_passphrase_of_their_own(seat, tmp_path):
    secret = tmp_path / "secret"
    secret.write_text("副手 自己的 口令", "utf-8")
    added = seat.json("person", "add", "刘副手", "--role", "副手", "--new-passphrase-file", str(secret))
    director = seat.__class__(seat.home, seat.passphrase, "周敏")
    helper = seat.__class__(seat.home, secret, "刘副手")
    assert seat.ask("find").code == 1, "with two, one says who one is"
    assert helper.ask("find").code == 0
    assert helper.ask("person", "remove", added["id"]).code == 1
    assert director.ask("person", "remove", added["id"][:8]).code == 0
    assert helper.ask("find").code == 1
    assert "打不开" in director.ask("person", "list").out
    assert director.ask("passphrase", "--new-passphrase-file", str(secret)).code == 0
    assert director.ask("find").code == 1
    assert director.__class__(seat.home, secret, "周敏").ask("find").code == 0


def test_the_dictionary_names_every_fixed_field(made):
    rows = made.json("fields")["fields"]
    assert all({"field", "label", "kind", "required", "privacy", "set"} <= set(one) for one in rows)
    names = {one["field"] for one in rows}
    child = (
        "name former_name sex id_type id_number birth age nation hukou_class hukou_kind hukou_address"
        " live_address village_group phone categories health disability_type disability_level"
        " disability_certificate illness schooling school grade school_class student_number boarding"
        " bank_account amount risk note"
    )
    kin = "name id_number phone relation work_place status health"
    visit = (
        "child date visit_type asked_person asked_relation living family guardianship mind opinion next_step"
    )
    referral = "child date state urgency route reason consent receiver"
    fixed = {f"child.{key}" for key in child.split()} | {"guardian.agreement", "guardian.agreement_date"}
    fixed |= {f"{who}.{key}" for who in ("father", "mother", "guardian") for key in kin.split()}
    fixed |= {f"visit.{key}" for key in visit.split()} | {f"referral.{key}" for key in referral.split()}
    fixed |= {"household.number", "household.head", "household.size"}
    assert sorted(fixed - names) == []


def test_values_from_standard_input_are_what_would_have_been_typed(seat):
    given = {"name": "孙小", "sex": None, "categories": ["留守儿童", "困境儿童"], "risk": "红"}
    child = seat.json("add", "child", "--stdin", stdin=given)["id"]
    shown = seat.json("show", child)["fields"]
    assert (shown["name"], shown["sex"], shown["risk"]) == ("孙小", None, "红")
    assert set(shown["categories"].split("、")) == {"留守儿童", "困境儿童"}
    assert seat.ask("set", child, "--stdin", stdin={"school": "中心小学", "amount": 1500}).code == 0
    refused = seat.ask("set", child, "--stdin", stdin={"school": {"name": "x"}})
    assert (refused.code, refused.err) == (1, "“school”的值要是文字或数字。没有改动什么。\n")
    for wrong in ("", "{", "[]", '"x"'):
        assert seat.ask("add", "child", "--stdin", stdin=wrong).code == 1


@pytest.mark.parametrize(
    "words",
    [
        (),
        ("--json", "find"),
        ("nonsense",),
        ("--home", "x", "show"),
        ("--home", "x", "close", "abcdef"),
        ("--home", "x", "due", "--on", "31.12.2026"),
        ("--home", "x", "find", "--limit", "-1"),
        ("--home", "x", "add", "child", "name"),
        ("--home", "x", "report"),
        ("--home", "x", "resolve", "abcdef"),
        ("--home", "x", "new", "--level", "province", "--unit", "a", "--region", "1"),
    ],
    ids=" ".join,
)
def test_a_command_that_is_written_wrong_ends_with_2(words):
    assert run(*words).code == 2


def test_a_fault_of_ours_tells_where_it_happened_and_no_value(seat, monkeypatch, capsys):
    def fault(*about):
        raise ValueError("周小禾 990101201703020326")

    monkeypatch.setattr(due, "due", fault)
    words = ["--home", str(seat.home), "--passphrase-file", str(seat.passphrase), "--json", "due"]
    with light():
        assert _asked(words) == 3
    told = capsys.readouterr()
    assert json.loads(told.out)["error"] == "fault"
    assert "childdesk/commands/care.py" in told.err
    assert "周小禾" not in told.out + told.err
    with light(), pytest.raises(ValueError, match="周小禾"):
        cli.run(words)
