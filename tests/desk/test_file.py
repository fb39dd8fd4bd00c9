"""One child's file: the head with its reasons, the overview, what is missing, what waits for a person."""

from __future__ import annotations

import pytest

from childdesk.desk import children, file, history, protected, records, story
from childdesk.desk.session import Session
from childdesk.domain.errors import Refused
from childdesk.store import access
from tests.desk import made


@pytest.fixture
def desk(tmp_path):
    session = made.session_in(tmp_path / "home")
    yield session
    session.ledger.close()


def facts(shown, section):
    lines = next(part for part in shown.facts if part.key == section).lines
    return {line.label: (line.text, line.tone) for line in lines}


def without_right(session):
    return Session(session.ledger, session.person, session.name, "副手", s3=False, clock=session.clock)


def test_the_head_says_who_and_why(desk):
    one = made.child(desk, "周小禾", id_number=made.NUMBER, categories="留守儿童、困境儿童", risk="蓝")
    records.edit(desk, "child", one, {"risk": "黄"}, reason="照护人年过70，父母联系变少")
    made.visit(desk, one, "2026-11-09", next_date="2026-11-23")
    shown = file.file(desk, one)
    assert (shown.name, shown.who) == ("周小禾", "女，9岁，汉族　云溪镇河湾村3组")
    assert shown.number == "9901**********0326"
    assert [label.text for label in shown.categories if not label.suggested] == ["留守儿童", "困境儿童"]
    assert shown.risk_why[:2] == ("照护人年过70，父母联系变少", "今天改的，陈桂兰")
    assert shown.risk_why[2:] == ("建议绿色：没有看到要提高的情况",)
    assert (shown.next.text, shown.next_why) == ("今天", "上次11月9日走访时约好的")
    assert shown.last_change.startswith("最近改动：今天 ")


def test_a_colour_that_nobody_gave_says_what_to_do(desk):
    shown = file.file(desk, made.child(desk, "毛毛", risk=""))
    assert shown.risk == ""
    assert shown.risk_why[0].startswith("还没有评")
    assert (shown.next.text, shown.next.tone) == ("11月30日", "plain")
    assert shown.next_why == "新登记，7天内首访（默认值）"


def test_the_overview_names_who_cares_and_where_parents_work(desk):
    one = made.child(
        desk, "周小禾", school="云溪镇中心小学", grade="三年级", poverty="最低生活保障", amount="800"
    )
    kin = {"child": one, "name": "黄秀英", "relation": "祖母", "agreement": "无", "phone": "10400005678"}
    guardian = records.add(desk, "guardian", kin).id
    records.add(desk, "father", {"child": one, "name": "周建军", "work_place": "浙江宁波"})
    made.visit(desk, one, "2026-11-20", last_contact="2026-11-02")
    shown = file.file(desk, one)
    family = facts(shown, "family")
    assert family["实际照料"] == ("黄秀英，祖母", "")
    assert family["父亲"] == ("周建军，在浙江宁波务工", "")
    assert family["母亲"] == ("未采集", "unset")
    assert family["委托照护"] == ("没签委托照护确认书", "soon")
    assert family["最近联系"] == ("11月2日与父母联系过，走访时已18天", "late")
    assert facts(shown, "school")["就学"][0] == "云溪镇中心小学三年级"
    assert facts(shown, "support") == {
        "家庭": ("最低生活保障", ""),
        "已享受": ("未采集", "unset"),
        "金额": ("每月800元", ""),
    }
    (phone,) = shown.facts[0].lines[0].phones
    assert (phone.masked, phone.record, phone.row) == ("104****5678", "guardian", guardian)


def test_what_is_still_to_be_collected_is_named_with_its_place(desk):
    one = made.child(desk, "毛毛", birth="", schooling="")
    missing = dict(file.file(desk, one).missing)
    assert missing == {
        "child:id_number": "身份证号",
        "child:birth": "出生日期",
        "child:schooling": "就学情况",
        "guardian:name": "监护人",
    }


def test_both_parents_away_suggest_a_category_with_the_reason(desk):
    one = made.child(desk, "周小禾", categories="困境儿童")
    for record in ("father", "mother"):
        kin = records.add(desk, record, {"child": one, "name": "周某"}).id
        records.add(
            desk, "absence", {"child": one, "holder": kin, "begins": "2026-03-01", "place": "浙江宁波"}
        )
    (suggested,) = [label for label in file.file(desk, one).categories if label.suggested]
    assert (suggested.text, suggested.why) == ("留守儿童", "父母都在外务工，不满16周岁")


def test_protected_records_are_a_number_and_nothing_else(desk):
    one = made.child(desk, "王梓涵")
    records.add(
        desk, "referral", {"child": one, "date": "2026-09-18", "reason": "说话变少", "route": "12355"}
    )
    made.visit(desk, one, "2026-11-09", mind="想妈妈")
    shown = file.file(desk, one)
    assert shown.sealed == 2
    told = story.happenings(desk, one)
    sealed = next(moment for moment in told if moment.kind == story.SEALED)
    assert (sealed.title, sealed.when) == ("受保护的记录", "9月18日")
    assert "说话变少" not in repr(told) + repr(shown)
    assert "想妈妈" not in repr(told) + repr(shown)


def test_protected_records_open_with_the_right_and_a_reason_and_each_is_noted(desk):
    one = made.child(desk, "王梓涵")
    row = records.add(desk, "referral", {"child": one, "date": "2026-09-18", "reason": "说话变少"}).id
    visit = made.visit(desk, one, "2026-11-09", mind="想妈妈")
    with pytest.raises(Refused):
        protected.opened(desk, one, "  ")
    with pytest.raises(Refused):
        protected.opened(without_right(desk), one, "看看")
    opened = protected.opened(desk, one, "核对转介材料")
    assert {(part.record, part.row) for part in opened} == {("referral", row), ("visit", visit)}
    assert ("转介原因", "说话变少") in opened[0].lines
    assert opened[1].lines == (("儿童精神状况", "想妈妈"),)
    notes = access.lines(desk.ledger.connection, 2)
    assert {(note.act, note.record, note.reason) for note in notes} == {
        ("reveal", row, "核对转介材料"),
        ("reveal", visit, "核对转介材料"),
    }


def test_a_story_tells_newest_first_what_is_due_on_top(desk):
    one = made.child(desk, "周小禾", risk="蓝")
    made.visit(
        desk,
        one,
        "2026-10-09",
        living="床铺整洁",
        guardianship="一般",
        next_step="看作业本",
        next_date="2026-11-24",
    )
    records.edit(desk, "child", one, {"risk": "黄", "school": "云溪镇中心小学"}, reason="父母联系变少")
    told = story.happenings(desk, one)
    assert [moment.title for moment in told] == ["应走访", "资料变动", "建档", "日常走访"]
    assert told[0].text == "上次10月9日走访时约好的。上次说好：看作业本。"
    assert told[1].text == "风险等级由蓝改为黄；学校：云溪镇中心小学。理由：父母联系变少。"
    assert told[3].text == "监护一般。床铺整洁。下一步：看作业本。"


def test_a_closed_file_says_when_and_why_and_waits_for_nothing(desk):
    one = made.child(desk, "周小禾")
    made.visit(desk, one, "2026-10-09", next_date="2026-11-24")
    children.close(desk, one, "随父母生活", "2026-11-20")
    assert file.file(desk, one).closed == "11月20日退出（随父母生活）"
    titles = [moment.title for moment in story.happenings(desk, one)]
    assert "应走访" not in titles
    assert "退出在册" in titles


def test_dated_facts_tell_from_when_to_when_and_from_where(desk):
    one = made.child(desk, "周小禾", live_address="云溪镇河湾村3组")
    records.edit(desk, "child", one, {"live_address": "云溪镇街上"})
    rows = [row for row in story.dated(desk, one) if row.record == "residence"]
    assert [(row.text, row.current, row.span) for row in rows] == [
        ("云溪镇街上", True, "今天起"),
        ("云溪镇河湾村3组", False, "到今天"),
    ]
    assert all(row.checked == "今天核实" for row in rows)


def test_numbers_for_a_call_are_whole_and_noted(desk):
    one = made.child(desk, "周小禾")
    records.add(
        desk, "guardian", {"child": one, "name": "黄秀英", "relation": "祖母", "phone": "10400005678"}
    )
    assert file.numbers(desk, one) == [("黄秀英", "10400005678")]
    assert access.lines(desk.ledger.connection, 1)[0].reason == "打电话"


def test_what_two_places_said_differently_waits_in_the_file(desk):
    one = made.child(desk, "周小禾", school="甲校")
    bases = {"school": desk.ledger.writer.state("child", one).base("school")}
    records.edit(desk, "child", one, {"school": "乙校"})
    records.edit(desk, "child", one, {"school": "丙校"}, bases=bases)
    (waits,) = file.file(desk, one).conflicts
    assert (waits.label, {value.value for value in waits.values}) == ("学校", {"乙校", "丙校"})


def test_a_withdrawn_child_is_refused_in_words(desk):
    one = made.child(desk, "周小禾")
    entry = history.of_record(desk, one)[0].id
    history.apply_undo(desk, entry)
    with pytest.raises(Refused):
        file.file(desk, one)
