"""A list that is not hers is held against the register; nothing of it is taken in by itself."""

from __future__ import annotations

import pytest

from childdesk.desk import checks, comparing, finding, history, importing, viewing
from childdesk.desk.comparing import DIFFERENT, HERE, TASK, THERE
from childdesk.desk.import_beside import KEEP, TAKE
from childdesk.store import reader
from tests.desk import made
from tests.desk.test_import_identity import FOURTH, THIRD
from tests.desk.test_importing import FIRST, SECOND, number, workbook

NEW = ["1", "钱戊", "女", number("20160302", 71), "2016-03-02", "钱大", "祖母", "13800005671", "34"]
CHANGED = [*SECOND[:5], "李大有", "外祖父", "13900000999", "33"]


@pytest.fixture
def session(tmp_path):
    opened = made.session_in(tmp_path / "home")
    importing.apply(
        opened, importing.plan(opened, workbook(tmp_path / "a.xlsx", FIRST, SECOND, THIRD, FOURTH))
    )
    yield opened
    opened.ledger.close()


@pytest.fixture
def found(session, tmp_path):
    path = workbook(tmp_path / "学校.xlsx", NEW, FIRST, CHANGED, THIRD)
    return comparing.compare(session, importing.plan(session, path))


def rows(session, record):
    return dict(reader.everyone(session.ledger.connection, record))


def test_who_stands_only_there_only_here_or_otherwise_is_said_and_nothing_is_written(session, found):
    assert (found.rows, found.same) == (4, 2)
    assert [line.name for line in found.of(THERE)] == ["钱戊"]
    assert [line.name for line in found.of(HERE)] == ["赵丁"]
    other = found.of(DIFFERENT)[0]
    assert (other.name, {d.field for d in other.differences}) == (
        "李乙然",
        {"guardian.relation", "guardian.phone"},
    )
    assert len(rows(session, "child")) == 4


def test_each_difference_is_taken_over_left_or_becomes_a_task_in_one_entry(session, found):
    there, here, other = found.of(THERE)[0], found.of(HERE)[0], found.of(DIFFERENT)[0]
    choices = {
        there.key: {"": TAKE},
        here.key: {"": TASK},
        other.key: {"guardian.phone": TAKE, "guardian.relation": KEEP},
    }

    saved = comparing.settle(session, found, choices)

    assert len(rows(session, "child")) == 5
    guardian = viewing.view(session, "child", other.child).related["guardian"][0]
    fields = viewing.view(session, "guardian", guardian).fields
    assert (fields["relation"], fields["phone"]) == ("祖父", "139****0999")
    (task,) = rows(session, "task").values()
    assert (task["child"], task["title"]) == (here.child, "核实赵丁的去向：学校.xlsx里没有")
    assert task["due"] == "2026-11-30"

    history.apply_undo(session, saved.entry)

    assert len(rows(session, "child")) == 4
    assert rows(session, "task") == {}
    assert finding.find(session, "钱戊").count == 0
    assert viewing.view(session, "guardian", guardian).fields["phone"] == "139****0812"


def test_a_task_says_what_the_list_says_so_that_one_can_answer_without_the_list(session, found):
    there, here, other = found.of(THERE)[0], found.of(HERE)[0], found.of(DIFFERENT)[0]
    comparing.settle(session, found, {one.key: {"": TASK} for one in (there, here, other)})

    relation, phone = "监护人与儿童关系", "监护人联系电话"
    told = {one.brief: one.told for one in checks.every(session)}
    assert told == {
        "核实钱戊：名单里有，台账里没有": "名单上写：女，2016-03-02，钱大，祖母",
        "核实赵丁的去向：名单里没有": "",
        f"核实李乙然：和名单不一样，{relation}、{phone}": f"名单上写：{relation}外祖父，{phone}139****0999",
    }


def test_nothing_chosen_writes_nothing(session, found):
    before = reader.count(session.ledger.connection, "task")

    assert comparing.settle(session, found, {}).entry == ""
    assert reader.count(session.ledger.connection, "task") == before


def test_a_list_of_one_class_is_compared_with_that_class_alone(session, tmp_path):
    head = ["姓名", "性别", "身份证号", "学校", "年级", "班级"]
    of_class = [[row[1], row[2], row[3], "中心小学", "三年级", "1班"] for row in (FIRST, SECOND, THIRD)]
    importing.apply(session, importing.plan(session, workbook(tmp_path / "b.xlsx", *of_class, head=head)))

    path = workbook(tmp_path / "c.xlsx", *of_class[:2], head=head)
    found = comparing.compare(session, importing.plan(session, path))

    # Of 赵丁 nobody knows the school: whether he belongs into that class is not known either.
    assert [(line.name, line.group) for line in found.of(HERE)] == [("王丙和", "三年级1班")]
    assert found.of(THERE) == []


def test_who_is_not_in_a_list_of_the_insured_is_no_one_too_many_but_is_asked_where_that_is(session, tmp_path):
    path = workbook(tmp_path / "城乡居民医保参保名单.xlsx", FIRST, SECOND, THIRD)
    found = comparing.compare(session, importing.plan(session, path))
    [line] = found.of(HERE)
    assert (line.name, found.word(HERE)) == ("赵丁", "名单里没有")
    assert "多半在别处参保" in found.meant(HERE)
    comparing.settle(session, found, {line.key: {"": TASK}})
    [task] = checks.every(session)
    assert task.title == "核实赵丁在哪里参保：城乡居民医保参保名单.xlsx里没有"


def test_who_is_not_in_another_list_is_called_so_as_ever(found):
    assert (found.word(HERE), found.meant(HERE)) == (comparing.WORDS[HERE], comparing.MEANT[HERE])
    assert found.word(THERE) == "疑似漏报"
