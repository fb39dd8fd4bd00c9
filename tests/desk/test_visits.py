"""A visit: what the form begins with, what it writes, which day it proposes, who comes next."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from childdesk.desk import children, choosing, drafting, due, history, records, visit_rules, visits
from childdesk.desk.visit_rules import DEFAULT, Met, Rule, propose
from childdesk.desk.visits import Answers, Asked
from childdesk.domain import seen
from childdesk.domain.errors import Refused
from childdesk.domain.seen import Tick
from childdesk.store import reader
from tests.desk import made
from tests.desk.made import TODAY

RULES = {risk: Rule(risk, days, usual=True) for risk, days in DEFAULT.items()}
JULY = date(2026, 7, 1)
FULL = Answers(
    date="今天",
    asked=(Asked("黄秀英", "祖母"), Asked("周小禾", "本人")),
    last_contact="2026-11-20",
    ticks={"food": Tick(seen.GOOD), "safety": Tick(seen.BAD, "灶台边柴草没隔开", recheck=True)},
    living="床铺整洁",
    family="奶奶七十二岁",
    guardianship="一般",
    mind=seen.CHANGED,
    changes=("话变少",),
    opinion="同意春节签确认书",
    next_step="12月8日前联系父亲",
    next_date="2026-11-30",
)


@pytest.fixture
def session(tmp_path):
    opened = made.session_in(tmp_path / "desk")
    yield opened
    opened.ledger.close()


@pytest.fixture
def child(session):
    row = made.child(session, "周小禾")
    records.add(session, "guardian", {"child": row, "name": "黄秀英", "relation": "祖母", "agreement": "无"})
    records.add(session, "father", {"child": row, "name": "周建军"})
    return row


def stored(session, row):
    return reader.get(session.ledger.connection, "visit", row)


# ── before ──────────────────────────────────────────────────────────────────────────────────────────


def test_a_first_visit_has_no_last_one_and_asks_those_who_care_first(session, child):
    known = visits.opening(session, child)
    assert known.last is None
    assert [(one.name, one.relation) for one in known.asked] == [
        ("黄秀英", "祖母"), ("周建军", "父亲"), ("周小禾", "本人"),
    ]  # fmt: skip
    assert (known.name, known.who, known.risk, known.kind) == ("周小禾", "女，9岁，3组", "黄", "日常走访")
    assert "委托照护确认书还没签" in known.attention


def test_the_last_visit_is_remembered_with_its_ticks_and_its_sealed_words_are_not_told(session, child):
    visits.save(session, child, FULL)
    session.clock.moment += timedelta(days=14)
    known = visits.opening(session, child)
    assert known.last.living == "床铺整洁；水电火和防溺水有问题（灶台边柴草没隔开，7天内复查）"
    assert known.last.ticks["safety"] == Tick(seen.BAD, "灶台边柴草没隔开", recheck=True)
    assert known.last.guardianship == "一般；同意春节签确认书"
    assert known.last.sealed
    assert "话变少" not in repr(known)
    assert known.kind == "定期回访"
    assert "父母已17天没有联系，先问一声" in known.attention
    assert "上次水电火和防溺水有问题，看改了没有" in known.attention


def test_a_child_that_is_not_there_is_refused(session):
    with pytest.raises(Refused):
        visits.opening(session, "0" * 32)


# ── saving ──────────────────────────────────────────────────────────────────────────────────────────


def test_a_full_form_fills_the_national_fields_and_the_files_last_contact_in_one_entry(session, child):
    saved = visits.save(session, child, FULL)
    assert [issue.text for issue in saved.issues if issue.level in ("missing", "impossible")] == []
    row = stored(session, saved.id)
    assert row["date"] == TODAY.isoformat()
    assert row["visitor"] == "陈桂兰"
    assert row["place"].startswith("云溪镇河湾村3组12号")
    assert (row["asked_person"], row["asked_relation"]) == ("黄秀英、周小禾", "祖母、本人")
    assert row["living"] == "床铺整洁；吃穿住处没问题；水电火和防溺水有问题（灶台边柴草没隔开，7天内复查）"
    assert (row["family"], row["guardianship"], row["mind"]) == ("奶奶七十二岁", "一般", "有些变化：话变少")
    assert row["next_date"] == "2026-11-30"
    assert reader.get(session.ledger.connection, "child", child)["last_contact"] == "2026-11-20"
    done = history.apply_undo(session, saved.entry)
    # The visit, the last contact in the file, and the task that the hazard left.
    assert (done.reverted, stored(session, saved.id)) == (3, None)
    assert reader.get(session.ledger.connection, "child", child)["last_contact"] is None


def test_an_older_contact_never_replaces_a_newer_one(session, child):
    visits.save(session, child, FULL)
    visits.save(session, child, Answers(date="2026-11-22", last_contact="2026-10-01"))
    assert reader.get(session.ledger.connection, "child", child)["last_contact"] == "2026-11-20"


def test_nobody_met_needs_only_the_reason_and_a_new_day(session, child):
    answers = Answers(
        date="今天", way=visits.NOBODY, reason="邻居说去了外婆家", next_date="2026-11-26", opinion="不算"
    )
    saved = visits.save(session, child, answers)
    row = stored(session, saved.id)
    assert (row["nobody_home"], row["findings"], row["opinion"]) == ("是", "邻居说去了外婆家", None)
    assert [issue for issue in saved.issues if issue.level == "missing"] == []


def test_a_missing_answer_is_an_issue_and_not_a_refusal(session, child):
    saved = visits.save(session, child, Answers(date="今天"))
    missing = {issue.field for issue in saved.issues if issue.level == "missing"}
    assert {"asked_person", "living", "guardianship", "mind", "opinion"} <= missing


@pytest.mark.parametrize(
    ("answers", "field"),
    [
        (Answers(date="2025-11-31"), "date"),
        (Answers(date=""), "date"),
        (Answers(date="今天", last_contact="2026-11-31"), "last_contact"),
        (Answers(date="今天", living="字" * 201), "living"),
    ],
)
def test_what_cannot_be_read_is_refused_at_its_field_and_nothing_is_written(session, child, answers, field):
    before = reader.count(session.ledger.connection, "visit")
    with pytest.raises(Refused) as refused:
        visits.save(session, child, answers)
    assert refused.value.field == field
    assert reader.count(session.ledger.connection, "visit") == before


def test_saving_forgets_the_draft(session, child):
    drafting.keep(session, visits.PAGE, child, visits.flat(FULL))
    assert visits.thaw(drafting.load(session, visits.PAGE, child)) == FULL
    visits.save(session, child, FULL)
    assert drafting.load(session, visits.PAGE, child) == {}


def test_problems_are_told_while_the_form_is_open(session, child):
    known = visits.opening(session, child)
    told = visits.problems(session, known, Answers(date="2027-01-01", last_contact="2026-11-31"))
    assert {"date", "last_contact", "opinion"} <= {issue.field for issue in told}


def test_a_village_assistant_may_write_what_they_may_not_read(tmp_path):
    session = made.session_in(tmp_path / "desk", s3=False, role="副手")
    row = made.child(session, "周小禾")
    assert visits.save(session, row, FULL).entry
    session.ledger.close()


words = st.text(alphabet="春夏秋冬 ，、", max_size=8)


@given(
    st.builds(
        Answers,
        date=words,
        way=st.sampled_from(visits.WAYS),
        asked=st.lists(st.builds(Asked, st.sampled_from("甲乙丙"), st.sampled_from("子丑")), max_size=3).map(
            tuple
        ),
        ticks=st.dictionaries(
            st.sampled_from(list(seen.BY_KEY)),
            st.builds(Tick, st.sampled_from(seen.VERDICTS), words, st.booleans()),
        ),
        changes=st.lists(st.sampled_from(seen.CHANGES), unique=True).map(tuple),
        opinion=words,
        more=st.dictionaries(st.sampled_from(["schooling", "place"]), words.filter(bool)),
    )
)
def test_every_draft_comes_back_as_it_was(answers):
    assert visits.thaw(visits.flat(answers)) == answers


def test_a_draft_of_another_version_is_taken_as_far_as_it_goes():
    kept = {"date": "今天", "tick.moon": "没问题\t\t", "tick.food": "maybe", "more.moon": "x", "asked": "甲"}
    assert visits.thaw(kept) == Answers(date="今天", asked=(Asked("甲", ""),))


# ── the next day ────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("met", "days", "why"),
    [
        (Met(TODAY, "红"), 7, "红色，每周1次（默认值，请按本县文件修改）"),
        (Met(TODAY, "黄"), 15, "黄色，每月2次（默认值，请按本县文件修改）"),
        (Met(TODAY, "绿"), 90, "绿色，每季度1次（默认值，请按本县文件修改）"),
        (Met(TODAY), 30, "还没评风险，每月1次（默认值，请按本县文件修改）"),
        (Met(TODAY, "绿", nobody=True), 3, "没见到人，3天内再去一次"),
        (Met(TODAY, "绿", recheck=True), 7, "有安全隐患，7天内复查"),
        (Met(TODAY, "绿", soon=True), 7, "七日内再看"),
        (Met(TODAY, "绿", danger=True, nobody=True), 1, "有危险信号，第二天就再看"),
        (Met(JULY, "绿", left_behind=True), 30, "防溺水期，留守儿童每月1次（默认值，请按本县文件修改）"),
    ],
)
def test_the_earliest_day_wins_and_says_why(met, days, why):
    assert propose(met, RULES) == visit_rules.Proposal(met.on + timedelta(days), why)


def test_a_call_does_not_stand_for_seeing_a_child_in_red_or_yellow():
    met = Met(TODAY, "黄", by_phone=True, last_met=TODAY - timedelta(10))
    assert propose(met, RULES).day == TODAY + timedelta(5)
    assert propose(met, RULES).why.startswith("电话不算见到人，黄色要每月2次见面")
    late = Met(TODAY, "红", by_phone=True, last_met=TODAY - timedelta(60))
    assert propose(late, RULES).day == TODAY + timedelta(1)
    assert propose(Met(TODAY, "蓝", by_phone=True), RULES).day == TODAY + timedelta(30)


@given(
    st.builds(
        Met,
        st.dates(date(2020, 1, 1), date(2030, 1, 1)),
        st.sampled_from(["红", "黄", "蓝", "绿", "", "橙"]),
        nobody=st.booleans(),
        by_phone=st.booleans(),
        recheck=st.booleans(),
        danger=st.booleans(),
        soon=st.booleans(),
        left_behind=st.booleans(),
    )
)
def test_the_proposed_day_is_always_later_and_always_has_a_reason(met):
    found = propose(met, RULES)
    assert timedelta(0) < found.day - met.on <= timedelta(90)
    assert found.why


def test_a_county_changes_the_days_and_the_notice_goes(session, child):
    assert visit_rules.change(session, "黄", 10).entry
    assert visit_rules.change(session, "黄", 12).entry
    rule = visit_rules.rules(session)["黄"]
    assert (rule.days, rule.words, rule.usual) == (12, "每12天1次", False)
    assert (
        visits.propose(visits.opening(session, child), Answers(date="今天"), TODAY).why == "黄色，每12天1次"
    )
    for wrong in (0, 367):
        with pytest.raises(Refused):
            visit_rules.change(session, "黄", wrong)


# ── one after the other ─────────────────────────────────────────────────────────────────────────────


def test_the_queue_holds_the_latest_first_and_leaves_out_who_is_done(session):
    ids = [made.child(session, name, risk="绿") for name in ("周小禾", "吴思远", "赵一鸣")]
    for row, following in zip(ids, ("2026-11-20", "2026-11-23", "2026-12-20"), strict=True):
        made.visit(session, row, "2026-11-01", next_date=following)
    assert [(one.name, one.why) for one in visits.queue(session)] == [
        ("周小禾", "晚了3天"),
        ("吴思远", "今天"),
    ]
    assert [one.name for one in visits.queue(session, [ids[0]])] == ["吴思远"]


def test_a_child_is_found_by_name_pinyin_and_the_code_on_the_sheet(session, child):
    assert [one.child for one in choosing.look_up(session, "周小")] == [child]
    assert [one.child for one in choosing.look_up(session, "zxh")] == [child]
    assert [one.child for one in choosing.look_up(session, f"{child[:4]} {child[4:8]}")] == [child]
    assert choosing.look_up(session, "没有这个人") == []
    assert choosing.look_up(session, " ") == []


# ── what a visit leaves to be done ──────────────────────────────────────────────────────────────────


def ticked(session, child, verdict, note="", *, recheck=False, day="2026-11-23"):
    ticks = {"safety": seen.Tick(verdict, note, recheck)}
    return visits.save(session, child, visits.Answers(date=day, ticks=ticks, next_date="2026-12-01"))


def hazards(session):
    return [(one.due, one.reason) for one in due.due(session, days=30) if one.kind == "task"]


def test_a_hazard_to_be_looked_at_again_is_one_task_until_it_is_mended(session):
    child = made.child(session, "周小禾")
    ticked(session, child, seen.BAD, "灶台边柴草没隔开", recheck=True, day="2026-11-20")
    ticked(session, child, seen.BAD, "还是没隔开", recheck=True)
    assert hazards(session) == [("2026-11-27", "水电火和防溺水：灶台边柴草没隔开")]
    ticked(session, child, seen.GOOD)
    assert hazards(session) == []


def test_a_problem_that_need_not_be_looked_at_again_leaves_no_task(session):
    ticked(session, made.child(session, "周小禾"), seen.BAD, "作业没写完")
    assert hazards(session) == []


def test_a_closed_file_takes_no_visit_of_a_later_day_but_what_was_seen_before(session, child):
    children.close(session, child, "户籍迁出", "2026-11-20")
    with pytest.raises(Refused, match="周小禾那天已经退出。补记请写以前的日子") as refused:
        visits.save(session, child, FULL)
    assert refused.value.field == "date"
    saved = visits.save(session, child, replace(FULL, date="2026-11-20"))
    assert stored(session, saved.id)["date"] == "2026-11-20"
