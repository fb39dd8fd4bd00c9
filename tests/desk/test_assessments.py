"""Professional assessments: off by default, by a named assessor, sealed; danger is followed at once."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner

from childdesk.cli import cli
from childdesk.desk import assessments, county_rules, due, history, protected
from childdesk.domain.errors import Refused
from childdesk.store import reader
from tests.desk import made
from tests.domain.test_questionnaire import table

WHO = {"assessor": "李老师", "organisation": "县未保中心"}
PHQ = table("PHQ-9", 9, danger=9)
LEAST = dict.fromkeys(range(1, 10), 1)


@pytest.fixture
def session(tmp_path):
    opened = made.session_in(tmp_path / "home")
    yield opened
    opened.ledger.close()


@pytest.fixture
def child(session):
    return made.child(session, "王梓涵", risk="绿")


def test_a_table_is_used_only_when_it_is_loaded_and_switched_on(session, child):
    with pytest.raises(Refused, match="没有打开"):
        assessments.save_filled(session, child, "PHQ-9", LEAST, WHO)
    assessments.load(session, "县.toml", PHQ)
    assert not assessments.scales_on(session)
    assert assessments.tools(session) == {}
    with pytest.raises(Refused, match="没有打开"):
        assessments.save_filled(session, child, "PHQ-9", LEAST, WHO)
    assessments.switch(session, on=True)
    assert set(assessments.tools(session)) == {"PHQ-9"}
    with pytest.raises(Refused, match="还没有装入GAD-7"):
        assessments.save_filled(session, child, "GAD-7", LEAST, WHO)
    with pytest.raises(Refused, match="还有1题没答"):
        assessments.save_filled(session, child, "PHQ-9", dict.fromkeys(range(1, 9), 1), WHO)
    with pytest.raises(Refused, match="请写评估人") as refused:
        assessments.save_filled(session, child, "PHQ-9", LEAST, {})
    assert refused.value.field == "assessor"
    assert list(reader.everyone(session.ledger.connection, "assessment")) == []


def test_a_filled_table_is_a_finding_of_its_assessor_and_sealed(session, child):
    assessments.load(session, "县.toml", PHQ)
    assessments.switch(session, on=True)
    saved, filled = assessments.save_filled(session, child, "PHQ-9", {**LEAST, 2: 4}, WHO)
    assert (filled.band, filled.danger) == ("3分，共27分，第1段", False)
    raw = reader.get(session.ledger.connection, "assessment", saved.id)
    assert (raw["tool"], raw["score"], raw["assessor"]) == ("PHQ-9（测试版）", 3, "李老师")
    assert raw["answers"].split("\n")[1] == "第2题：天天"
    assert reader.get(session.ledger.connection, "child", child)["risk"] == "绿"
    told = str(history.of_record(session, saved.id)) + str(history.latest(session))
    assert "第1段" not in told
    assert "天天" not in told
    [opened] = [one for one in protected.opened(session, child, "督导检查") if one.title == "专业评估"]
    assert "3分，共27分，第1段" in str(opened.lines)


def test_danger_in_a_table_is_written_as_a_look_that_is_followed(session, child):
    assessments.load(session, "县.toml", PHQ)
    assessments.switch(session, on=True)
    _, filled = assessments.save_filled(session, child, "PHQ-9", {**LEAST, 9: 2}, WHO)
    assert filled.danger
    [(_, look)] = reader.everyone(session.ledger.connection, "observation")
    assert (look["result"], look["danger_signs"]) == ("立即行动", assessments.DANGER)
    assert [one.child for one in due.due(session, days=1) if one.kind != "visit"] == [child]


def test_a_result_is_never_put_in_words_of_illness(session, child):
    assessments.switch(session, on=True)
    with pytest.raises(Refused, match="这里不写病名") as refused:
        assessments.save(session, child, {**WHO, "band": "中度抑郁"})
    assert refused.value.field == "band"


def test_a_county_sees_its_tables_among_its_rules_and_goes_back_to_none(session):
    held = county_rules.held(session, county_rules.ITEMS)
    assert (held.own, held.title) == (False, "评估题表")
    line, sentence = county_rules.check(county_rules.ITEMS, held.text)
    assert (line, "要写字" in sentence) == (5, True)
    county_rules.save(session, county_rules.ITEMS, PHQ)
    held = county_rules.held(session, county_rules.ITEMS)
    assert (held.own, held.title, held.version) == (True, "评估题表（PHQ-9）", "测试版")
    county_rules.usual(session, county_rules.ITEMS)
    assert assessments.loaded(session) == {}


def test_the_command_line_loads_switches_fills_and_says_why_there_is_no_sdq(session, child, tmp_path):
    assessments.load(session, "县.toml", table())
    session.ledger.close()
    secret = tmp_path / "secret"
    secret.write_text(made.PASSPHRASE, encoding="utf-8")

    def ask(*words, code=0, given=None):
        door = ["--home", str(session.ledger.home), "--json", "--passphrase-file", str(secret)]
        result = CliRunner().invoke(cli, [*door, "--person", session.name, "assess", *words], input=given)
        assert result.exit_code == code, result.output
        return json.loads(result.stdout) if result.stdout.strip() else {}

    good, bad = tmp_path / "good.toml", tmp_path / "bad.toml"
    good.write_text(PHQ, encoding="utf-8")
    bad.write_text(PHQ.replace('"PHQ-9"', '"SDQ"', 1), encoding="utf-8")
    ask("load", str(bad), code=1)
    assert ask("status") == {"on": False, "tools": ["GAD-7"], "may_be_loaded": ["PHQ-A", "PHQ-9", "GAD-7"]}
    assert ask("load", str(good))["tools"] == ["PHQ-9"]
    ask("fill", child, "PHQ-9", "1=1", code=1)
    assert ask("on")["on"]
    given = json.dumps({str(at): "1" for at in range(1, 10)} | WHO | {"9": "3"}, ensure_ascii=False)
    told = ask("fill", child, "PHQ-9", "--stdin", code=4, given=given)
    assert (told["band"], told["danger"]) == ("2分，共27分，第1段", True)
    assert "PHQ-9" in ask("blank")["text"]
