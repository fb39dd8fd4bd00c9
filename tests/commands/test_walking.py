"""Walking and deciding on the command line: calls, homecomings, rule files, a sweep in the sender's form."""

from __future__ import annotations

import openpyxl

GONE = "周小禾那天已经退出。补记请写以前的日子，或先重新登记。\n"


def test_the_round_is_listed_and_a_call_is_kept(seat):
    found = seat.json("call", "list")["calls"]
    keys = {"child", "name", "village_group", "risk", "reasons", "tried", "script"}
    assert all(keys <= set(one) for one in found)
    child = found[0]["child"]
    saved = seat.ask("call", "save", child[:8], "--words", "都好", "--contact", "昨天", as_json=True)
    assert (saved.code, {"id", "entry"} <= set(saved.document)) == (0, True)
    assert child not in {one["child"] for one in seat.json("call", "list")["calls"]}
    wrong = seat.ask("call", "save", child[:8], "--words", "好", "--again", "2020-01-01")
    assert (wrong.code, wrong.err) == (1, "下次再打，请选今天以后的一天。\n")


def test_a_parent_who_comes_home_is_kept_and_stands_in_the_list(seat, child):
    first = next(one for one in seat.json("homecoming")["homecomings"] if one["parents"])
    assert {"id", "who", "away", "begins", "ends"} <= set(first["parents"][0])
    parent, days = first["parents"][0]["id"], ("--begins", "2100-01-28", "--ends", "2100-02-16")
    told = seat.ask("homecoming", "set", parent[:10], *days, as_json=True)
    assert (told.code, "entry" in told.document) == (0, True)
    [line] = [one for one in seat.json("homecoming")["homecomings"] if one["child"] == first["child"]]
    assert any("2100年1月28日到2100年2月16日" in one for one in line["home"])
    other = seat.ask("homecoming", "set", child, "--begins", "2100-01-28")
    assert (other.code, other.err) == (1, "请给父亲或母亲的编号。\n")


def test_a_rule_file_is_shown_changed_and_put_back(seat, tmp_path):
    shown = seat.json("rules", "show", "risk")
    assert {"kind", "title", "version", "source", "own", "text"} <= set(shown)
    assert shown["own"] is False
    file = tmp_path / "本县.toml"
    file.write_text(shown["text"].replace('["危险信号"]', '["没有这个词"]'), "utf-8")
    bad = seat.ask("rules", "load", "risk", str(file))
    assert bad.code == 1
    assert "第22行" in bad.err
    assert seat.json("rules", "show", "risk") == shown
    file.write_text(shown["text"].replace("2026-11", "本县2026"), "utf-8")
    assert seat.ask("rules", "load", "risk", str(file)).code == 0
    assert seat.json("rules", "show", "risk")["version"] == "本县2026"
    assert seat.ask("rules", "usual", "risk").code == 0
    assert seat.json("rules", "show", "risk") == shown


def test_a_sweep_takes_its_questions_from_a_form_and_fills_it(seat, tmp_path):
    book = openpyxl.Workbook()
    book.active.append(["序号", "姓名", "身份证号", "是否单独下河"])
    for _ in range(20):
        book.active.append([])
    form = tmp_path / "镇里发的表.xlsx"
    book.save(form)
    made = seat.json("sweep", "new", "防溺水", "--form", str(form), "--due", "2100-06-01")
    assert made["questions"] == ["是否单独下河"]
    child = seat.json("find", "zxh")["children"][0]["id"]
    assert seat.ask("sweep", "answer", made["id"], child, "1=没有").code == 0
    out = tmp_path / "已填.xlsx"
    told = seat.ask("sweep", "report", made["id"], "--form", str(form), "--out", str(out), as_json=True)
    assert (told.code, told.document["rows"]) == (4, made["children"])
    column = [row[3] for row in openpyxl.load_workbook(out).active.iter_rows(min_row=2, values_only=True)]
    assert [one for one in column if one] == ["没有"]


def test_market_days_and_homes_a_day_are_set_shown_and_refused(seat):
    assert seat.json("rules", "market", "农历逢三、八")["market"] == "农历逢3、8"
    assert seat.json("rules", "homes", "4") == {"homes": 4}
    status = seat.json("rules", "status")
    assert (status["market"], status["homes"]) == ("农历逢3、8", 4)
    wrong = seat.ask("rules", "market", "逢三")
    assert (wrong.code, wrong.err) == (1, "集日看不懂。如：农历逢3、8；公历5日。\n")
    assert seat.json("rules", "status") == status
    assert seat.json("rules", "market")["market"] == ""


def test_next_years_holidays_are_computed_until_their_pack_is_loaded(seat, tmp_path):
    assert 2027 not in seat.json("rules", "status")["calendar"]
    text = seat.json("rules", "show", "calendar")["text"]
    pack = tmp_path / "2027.toml"
    pack.write_text(text.replace("2026", "2027"), "utf-8")
    assert seat.ask("rules", "load", "calendar", str(pack)).code == 0
    assert 2027 in seat.json("rules", "status")["calendar"]
    assert seat.ask("rules", "usual", "calendar").code == 0
    assert 2027 not in seat.json("rules", "status")["calendar"]


def test_a_visit_that_cannot_be_is_said_and_nothing_is_written(seat, child, tmp_path):
    printed = seat.json("sheet", "print", "--child", child, "--out", str(tmp_path / "单子.pdf"))
    key = ("sheet", "key", printed["sheets"][0]["code"], "11" + "1" * 11)
    before = seat.json("history")
    for day, said in (("2100-01-01", "走访日期在今天以后"), ("2001-01-01", "日期早于孩子出生")):
        answer = seat.ask(*key, "--day", day)
        assert (answer.code, answer.out, answer.err) == (1, "", f"{said}，请看一眼日期。\n")
    assert seat.json("history") == before
    assert seat.ask("close", child, "--reason", "户籍迁出", "--on", "2026-11-10").code == 0
    before = seat.json("history")
    for command in (key, ("call", "save", child, "--words", "都好")):
        answer = seat.ask(*command)
        assert (answer.code, answer.out, answer.err) == (1, "", GONE)
    assert seat.json("history") == before
    assert seat.ask(*key, "--day", "2026-11-09").code in (0, 4), (
        "what was seen before it left is still keyed in"
    )
