"""Lists that others keep (学籍, 残联, 低保, 接种) beside the register: who is missing, and in which class."""

from __future__ import annotations

import pytest

from childdesk.desk import comparing, history, importing, records, viewing
from childdesk.desk.comparing import DIFFERENT, HERE, TASK, THERE, UNSURE
from childdesk.desk.import_beside import KEEP, TAKE
from childdesk.store import reader
from tests.desk import lists_made, made
from tests.desk.test_importing import number

SCHOOL = "河湾小学"
MANY = 8


def born(at):
    return f"{2017 - at % 2}-0{at % 9 + 1}-12"


@pytest.fixture
def session(tmp_path):
    """Eight pupils of one school, one of another, one of whom no school is known, two little ones."""
    opened = made.session_in(tmp_path / "home")
    ops = []
    for at, sign in enumerate("甲乙丙丁戊己庚辛"):
        more = {
            "grade": ("三年级", "四年级")[at % 2],
            "school_class": ("1班", "2班")[at // 4],
            "school": SCHOOL,
        }
        digits = number(born(at).replace("-", ""), 2 * at)
        ops += child(opened, f"周{sign}", born(at), id_number=digits, village_group=f"{at % 3 + 1}组", **more)
        ops += kin(opened, ops, "father", name=f"周大{sign}", phone=f"1040000{at:04d}")
        ops += kin(opened, ops, "mother", name=f"吴大{sign}")
    ops += child(opened, "别校", "2017-05-05", school="云溪镇中心小学", grade="三年级", school_class="1班")
    ops += child(opened, "没写学校", "2017-06-06")
    for at, name in enumerate(("小一", "小二")):
        ops += child(opened, name, f"202{at + 3}-04-0{at + 1}", schooling="学龄前", village_group="2组")
    opened.ledger.writer.write("import", opened.person, ops)
    yield opened
    opened.ledger.close()


def child(session, name, day, **more):
    """The ops that make a child with what every child has."""
    usual = {"sex": "女", "nation": "汉族", "village_group": "3组", "health": "健康", "schooling": "小学"}
    usual |= {"hukou_kind": "农村居民户口", "id_type": "内地居民身份证", "boarding": "非寄宿生"}
    values = {**usual, "name": name, "birth": day, "categories": "留守儿童", **more}
    return records.creation(session, "child", values, source="")[0]


def kin(session, ops, record, **values):
    """The ops that make a parent of the child made last."""
    whose = next(op.row for op in reversed(ops) if op.record == "child")
    return records.creation(session, record, {"child": whose, **values}, source="")[0]


def compared(session, path):
    return comparing.compare(session, importing.plan(session, path))


def known(session, *names):
    there = {one["name"]: one for one in lists_made.known(session).values()}
    return [there[name] for name in names] if names else list(there.values())


def pupils(session):
    return [one for one in known(session) if one.get("school") == SCHOOL]


def lines(found, kind):
    return [(line.name, line.group) for line in found.of(kind)]


def test_a_schools_list_misses_only_children_of_that_school_and_says_their_class(session, tmp_path):
    path = lists_made.school(tmp_path / "名单.xlsx", pupils(session)[:-2], f"{SCHOOL}学籍信息")

    found = compared(session, path)

    assert lines(found, HERE) == [("周庚", "三年级2班"), ("周辛", "四年级2班")]
    assert lines(found, THERE) == []
    assert lines(found, DIFFERENT) == []
    assert found.same == found.rows == MANY - 2


def test_a_list_that_names_no_school_is_that_of_those_whom_it_names(session, tmp_path):
    path = lists_made.school(tmp_path / "导出.xlsx", pupils(session)[:-1], "学生基本信息")

    assert lines(compared(session, path), HERE) == [("周辛", "四年级2班")]


def test_who_stands_only_there_is_sorted_with_those_who_came_to_the_school_with_it(session, tmp_path):
    there = [
        {**one, "entered": "202309" if one["grade"] == "四年级" else "202409"} for one in pupils(session)
    ]
    new = {"name": "钱新", "sex": "男", "birth": "2016-02-02", "entered": "202309", "school_class": "2"}

    found = compared(session, lists_made.school(tmp_path / "a.xlsx", [*there, new], f"{SCHOOL}学籍"))

    assert lines(found, THERE) == [("钱新", "四年级2班")]


def test_one_class_is_compared_with_that_class_alone_whatever_it_is_called(session, tmp_path):
    first = [{**one, "school_class": "（1）班"} for one in pupils(session) if one["school_class"] == "1班"]
    path = lists_made.school(tmp_path / "a.xlsx", first[:-1], f"{SCHOOL}学籍信息")

    found = compared(session, path)

    assert lines(found, HERE) == [("周丁", "四年级1班")]
    assert lines(found, DIFFERENT) == []


def test_a_small_school_with_one_class_a_year_is_compared_as_a_school(session, tmp_path):
    whole = [
        {
            **one,
            "school_class": "1",
            "birth": f"{2013 + at}-01-02",
            "id_number": "",
            "name": f"新{one['name']}",
        }
        for at, one in enumerate(pupils(session)[:4])
    ]
    path = lists_made.school(tmp_path / "a.xlsx", [*whole, *pupils(session)[:3]], f"{SCHOOL}学籍信息")

    assert {name for name, _ in lines(compared(session, path), HERE)} == {*"周丁 周戊 周己 周庚 周辛".split()}


def test_a_disabled_persons_list_misses_only_children_known_as_disabled(session, tmp_path):
    ids = {raw["name"]: row for row, raw in reader.everyone(session.ledger.connection, "child")}
    for name, digits in (("周甲", "43"), ("周乙", "52"), ("没写学校", "")):
        numbered = next(one for one in known(session) if one["name"] == name).get("id_number", "")
        values = {"disability_certificate": numbered + digits} if digits else {"categories": "残疾儿童"}
        records.edit(session, "child", ids[name], values)
    path = lists_made.disabled(tmp_path / "a.xlsx", known(session, "周甲"))

    found = compared(session, path)

    assert lines(found, HERE) == [("周乙", "2组"), ("没写学校", "3组")]
    assert found.of(UNSURE) == []  # the certificate begins with the identity number


def test_a_list_of_low_incomes_misses_only_those_who_draw_it(session, tmp_path):
    ids = {raw["name"]: row for row, raw in reader.everyone(session.ledger.connection, "child")}
    for name in ("周甲", "周乙", "周丙"):
        records.edit(session, "child", ids[name], {"poverty": "最低生活保障"})
    path = lists_made.on_relief(tmp_path / "a.xlsx", known(session, "周甲", "周丁"))

    plan = importing.plan(session, path)
    found = comparing.compare(session, plan)

    assert {name for name, _ in lines(found, HERE)} == {"周乙", "周丙"}
    other = {line.name: {d.field for d in line.differences} for line in found.of(DIFFERENT)}
    assert other == {"周甲": {"child.amount"}, "周丁": {"child.poverty", "child.amount"}}


def test_a_list_of_vaccinations_misses_only_children_of_those_years(session, tmp_path):
    path = lists_made.vaccinated(tmp_path / "a.xlsx", known(session, "小二"))
    assert lines(compared(session, path), HERE) == []

    more = child(session, "小三", "2024-11-01", schooling="学龄前", village_group="5组")
    session.ledger.writer.write("add", session.person, more)
    assert lines(compared(session, path), HERE) == [("小三", "5组")]


def test_what_was_taken_is_written_and_nothing_else_of_that_line(session, tmp_path):
    one = {**known(session, "周甲")[0], "boarding": "寄宿生", "nation": "苗族", "血型": "A"}
    found = compared(session, lists_made.school(tmp_path / "a.xlsx", [one], f"{SCHOOL}学籍信息"))
    line = found.of(DIFFERENT)[0]
    assert {d.field for d in line.differences} == {"child.boarding", "child.nation"}

    saved = comparing.settle(session, found, {line.key: {"child.boarding": TAKE, "child.nation": KEEP}})

    changed = history.of_entry(session, saved.entry)
    fields = viewing.view(session, "child", line.child).fields
    assert (fields["boarding"], fields["nation"]) == ("寄宿生", "汉族")
    assert not [key for key in fields if key.startswith("x.")]
    assert reader.count(session.ledger.connection, "item") == 0
    assert changed.source == "a.xlsx"


def test_each_difference_may_become_a_task(session, tmp_path):
    one = {**known(session, "周甲")[0], "boarding": "寄宿生"}
    found = compared(session, lists_made.school(tmp_path / "a.xlsx", [one], f"{SCHOOL}学籍信息"))

    comparing.settle(session, found, {found.of(DIFFERENT)[0].key: {"child.boarding": TASK}})

    ((_, task),) = reader.everyone(session.ledger.connection, "task")
    assert task["title"] == "核实周甲的寄宿情况：和a.xlsx不一样"


def test_columns_of_a_register_of_pupils_are_taken_for_what_they_are(session, tmp_path):
    some = [{**one, "随班就读": "非随班就读"} for one in pupils(session)]
    sheet = importing.plan(session, lists_made.school(tmp_path / "a.xlsx", some)).sheets[0]

    taken = {column.header: column.field for column in sheet.columns}

    assert len(taken) == len(lists_made.SCHOOL_HEAD)
    assert not [column for column in sheet.columns if column.decided == "ask"]
    assert taken["随班就读"] is None
    assert (taken["班号"], taken["就读方式"]) == ("child.school_class", "child.boarding")
    assert (taken["成员1姓名"], taken["成员2身份证件号"]) == ("father.name", "mother.id_number")
