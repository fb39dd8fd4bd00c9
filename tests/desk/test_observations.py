"""识别 ends in one of four things to do; the table is a file, and it neither scores nor grades."""

from __future__ import annotations

import itertools

import pytest

from childdesk.desk import due, observations
from childdesk.desk.observations import NOW, REFER, WATCH, WEEK, Answers
from childdesk.domain.errors import Refused
from childdesk.store import reader
from tests.desk import made

TOLD = "11月20日上课叫几声才应"


@pytest.fixture
def session(tmp_path):
    opened = made.session_in(tmp_path / "desk")
    yield opened
    opened.ledger.close()


def stored(session, row):
    return reader.get(session.ledger.connection, "observation", row)


@pytest.mark.parametrize(
    ("signs", "lasting", "end"),
    [
        ((), False, WATCH),
        (("adult", "friend"), False, WATCH),
        (("cry",), False, WEEK),
        (("cry", "sleep"), False, WEEK),
        (("cry", "sleep", "eat"), False, REFER),
        (("sleep",), True, REFER),
        (("die",), False, NOW),
        (("friend", "means"), False, NOW),
    ],
)
def test_what_was_seen_ends_in_one_of_four_things(session, signs, lasting, end):
    known = observations.table(session)
    assert observations.propose(known, Answers(signs, lasting)).result == end


def test_a_person_may_choose_something_graver_and_never_something_lighter(session):
    known = observations.table(session)
    for signs, chosen in itertools.product(((), ("cry",), ("die",)), observations.ORDER):
        made_ = observations.result(known, Answers(signs, result=chosen))
        proposed = observations.propose(known, Answers(signs)).result
        assert observations.ORDER.index(made_) == max(map(observations.ORDER.index, (proposed, chosen)))


def test_it_is_kept_in_words_sealed_and_comes_back_on_its_day(session):
    child = made.child(session, "周小禾", risk="绿")
    row = observations.save(session, child, Answers(("cry", "adult"), examples=TOLD)).id
    kept = stored(session, row)
    assert (kept["signs"], kept["protective"]) == ("常常哭，或一个人发呆", "有一个信得过的大人")
    assert (kept["result"], kept["next_date"], kept["form"]) == (WEEK, "2026-11-30", "参考观察清单（参考）")
    fields = reader.catalogue.RECORDS["observation"].fields()
    assert all(item.privacy == 3 for key, item in fields.items() if key != "child")
    (item,) = [one for one in due.due(session, days=7) if one.kind == "referral.observe"]
    assert (item.child, item.due) == (child, "2026-11-30")


def test_what_was_seen_needs_one_thing_that_happened(session):
    child = made.child(session, "周小禾")
    with pytest.raises(Refused) as refused:
        observations.save(session, child, Answers(("cry",)))
    assert refused.value.field == "examples"
    assert observations.save(session, child, Answers(("die",))).id


def test_the_shipped_table_says_that_it_is_a_reference_and_has_no_word_of_illness(session):
    known = observations.table(session)
    assert known.reference
    words = " ".join(sign.label + sign.example for group in known.groups for sign in group.signs)
    for word in ("抑郁", "焦虑", "症", "障碍", "绿色", "黄色", "红色", "分"):
        assert word not in words.replace("分送", "").replace("十分", ""), word
    assert [group.key for group in known.groups] == ["mood", "acts", "events", "danger", "protective"]


def test_a_countys_table_takes_its_place_and_a_broken_one_is_refused(session):
    head = 'name = "县表"\n[[group]]\nkey = "danger"\nlabel = "危险信号"\n'
    text = head + 'danger = true\nitems = [["die", "说不想活", ""]]\n'
    observations.load(session, text)
    assert observations.table(session).name == "县表"
    assert not observations.table(session).reference
    for broken in (
        "",
        "x",
        text.replace("danger = true", ""),
        text + "score = 3\n",
        text.replace('["die"', '["a","b","c"],["a"'),
    ):
        with pytest.raises(Refused):
            observations.load(session, broken)
    assert observations.table(session).name == "县表"
