"""A school's list asks whether two are one child: asked, answered, decided, one file with both histories."""

from __future__ import annotations

from pathlib import Path

import pytest

from childdesk.desk import checks, records, twins
from childdesk.store import reader
from tests.stories import workbooks
from tests.stories.pages import FileStory, press
from tests.ui import scenes_township, townships

ABOUT = {"name": "林小舟", "sex": "女", "birth": "2016-03-02"}
HOMES = {1: ("石桥教学点", "2026-10-08", "奶奶在家"), 3: ("云溪镇中心小学", "2026-11-02", "外婆在家")}
"""Village → school, day of a visit and what was seen there."""


@pytest.fixture
def stage(qapp, tmp_path: Path):
    """A township's desk in which two villages hold a file of one child, each with a visit."""
    with scenes_township.opened(tmp_path, 12) as made:
        scenes_township._write(made, two_files)
        yield made
        assert made.ask.said == []


def two_files(session):
    for at, (school, day, seen) in HOMES.items():
        child = records.add(session, "child", {**ABOUT, "unit": townships.unit(at), "school": school}).id
        told = {"child": child, "date": day, "visit_type": "日常走访", "living": seen}
        records.add(session, "visit", told)


def ask(stage, question, *words):
    """What the ledger says."""
    return stage.app.bench.glance(lambda session: question(session, *words))


def held(session, record):
    """Every row of a record that has not been withdrawn."""
    return dict(reader.everyone(session.ledger.connection, record))


def pill(page, word):
    return next(one for one in page.given().pills() if one.text().strip() == word)


@pytest.mark.parametrize("keep", HOMES)
def test_whether_two_are_one_child_is_asked_answered_decided_and_one_file_has_both_histories(
    stage, tmp_path, keep
):
    home = f"{townships.NAMES[keep]}村的档案"
    theirs = tmp_path / "中心小学名册.xlsx"
    workbooks.school(theirs, [(ABOUT["name"], ABOUT["sex"], "", ABOUT["birth"])])
    stage.go("importing", theirs)
    page = stage.window.page()
    press(page.kinds.part("unsure"))
    [card] = page.cards
    press(card.whole.part("task"))
    press(page.go)
    stage.settle()

    there = stage.go("checks")
    assert there.head.sentence.text() == "1份名单，要核查1件，还有1件没答"
    assert there.title.text() == "核实林小舟是不是同一个孩子"
    press(pill(there, "是同一个孩子"))
    press(there.go)
    stage.settle()
    press(there.which.part("done"))
    stage.settle()
    assert there.decide.text().strip() == "去定：合成一份"
    press(there.decide)
    stage.settle()

    decide = stage.window.page()
    assert decide.cases[decide.at].name == "林小舟"
    [question] = decide.cards
    assert {side.where for side in question.question.sides} == {"石桥村的档案", "下坪村的档案"}
    at = next(n for n, side in enumerate(question.question.sides) if side.where == home)
    press(question.takes[at])
    press(decide.go)
    stage.settle()

    [kept] = [row for row, raw in ask(stage, held, "child").items() if raw["name"] == "林小舟"]
    raw = ask(stage, held, "child")[kept]
    assert (raw["unit"], raw["school"]) == (townships.unit(keep), HOMES[keep][0])
    visits = [raw for raw in ask(stage, held, "visit").values() if raw["child"] == kept]
    assert {(raw["date"], raw["living"]) for raw in visits} == {home[1:] for home in HOMES.values()}
    assert not ask(stage, twins.waits, kept)
    assert stage.go("conflicts").cases == []
    file = FileStory(stage.go("child", kept))
    assert sum("日常走访" in title for title in file.told()) == len(HOMES), file.told()
    [told] = ask(stage, checks.every)
    assert (told.answer, told.child) == ("是同一个孩子", kept), "the question leads to the file that is there"
