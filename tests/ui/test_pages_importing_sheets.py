"""导入 of a workbook of several sheets as a person uses it: who stands in two of them is one child."""

from __future__ import annotations

import openpyxl
import pytest

from childdesk.store import reader
from childdesk.ui.page import Page, Route
from childdesk.ui.pages.importing.page import ImportPage
from tests.stories import workbooks_kinds
from tests.stories.pages import ImportStory, press
from tests.stories.workbooks_kinds import HARD, ORPHANS
from tests.ui import opened


@pytest.fixture
def desk(tmp_path):
    with opened.village(tmp_path) as made:
        yield made
        assert made.troubles == []


@pytest.fixture
def story(desk, window, tmp_path):
    window.add_route(Route("children", lambda host: Page(host, "儿童台账")))
    story = ImportStory(desk.show(window, "importing", ImportPage))
    workbooks_kinds.kinds(tmp_path / "a.xlsx")
    story.page.read(tmp_path / "a.xlsx")
    return story


def asked(story):
    return [one for one in story.page.plan.issues._issues if one.group == "要您看"]


def test_who_stands_in_two_sheets_is_told_asked_where_they_differ_and_comes_in_once(desk, story):
    assert story.numbers() == {"新增": 24, "更新": 0, "相同": 0, "不收": 0, "要您看": 0}
    story.page._sheet(HARD)
    assert story.numbers() == {"新增": 4, "更新": 6, "相同": 0, "不收": 0, "要您看": 3}
    assert any("并入前面6人" in tile.accessibleName() for tile in story.page.plan.tiles._tiles.values())
    assert {word for one in asked(story) for _, word in one.remedies} == {"照这里", "照前面"}
    schools = [one for one in asked(story) if "石门中心小学" in one.text]

    story.page.deciding.remedied(schools[0].key, "take")
    assert story.numbers()["要您看"] == 2
    (left,) = [one for one in asked(story) if "石门中心小学" in one.text]
    story.page.deciding.remedied(left.key, "keep")
    assert story.numbers()["要您看"] == 1

    (phone,) = asked(story)
    assert "的监护人联系电话：这里“139*4601234”，“留守儿童”第" in phone.text
    assert phone.note == "" and "13904601234" not in phone.text
    assert "29" in story.page.plan._go.text()
    story.take_in()
    raws = desk.ask(lambda s: [raw for _, raw in reader.everyone(s.ledger.connection, "child")])
    assert len(raws) == 29
    assert sum(raw["school"] == "石门中心小学" for raw in raws) == 1


def test_one_number_under_two_names_is_looked_at_side_by_side_and_put_to_the_child(desk, story):
    story.page._sheet(ORPHANS)
    assert (story.numbers()["新增"], story.numbers()["更新"], story.numbers()["不收"]) == (1, 1, 1)
    (issue,) = [one for one in asked(story) if "名字不一样" in one.text]
    assert [word for _, word in issue.remedies] == ["就是他", "另建一份", "对着看"]

    story.page.deciding.remedied(issue.key, "beside")
    card = story.page.deciding.beside
    assert [line.apart.label for line in card.lines] == ["姓名"]
    assert [line.way() for line in card.lines] == ["ask"]
    card.lines[0].ways.choose("keep")
    press(card.join)

    assert story.page.preview.plan.name == ORPHANS
    assert (story.numbers()["更新"], story.numbers()["不收"]) == (2, 0)
    assert not [one for one in asked(story) if "姓名" in one.text]


def test_one_click_lets_a_whole_sheet_count_in_one_field(desk, story, tmp_path):
    workbooks_kinds.kinds(tmp_path / "b.xlsx", other_schools=4)
    story.page.read(tmp_path / "b.xlsx")
    story.page._sheet(HARD)
    schools = [one for one in asked(story) if "的学校：" in one.text]
    assert [word for _, word in schools[0].remedies] == ["照这里", "照前面", "都照这里"]

    story.page.deciding.remedied(schools[2].key, "take_all")

    assert [one for one in asked(story) if "的学校：" in one.text] == []
    story.take_in()
    raws = desk.ask(lambda s: [raw for _, raw in reader.everyone(s.ledger.connection, "child")])
    assert sum(raw["school"] == "石门中心小学" for raw in raws) == 4


def test_what_a_title_says_of_its_children_is_left_out_and_taken_after_all_by_a_click(story, tmp_path):
    book = openpyxl.Workbook()
    for line in (["河湾村留守儿童花名册"], ["姓名", "出生日期"], ["石雨桐", "2016-03-02"]):
        book.active.append(line)
    book.save(tmp_path / "b.xlsx")
    story.page.read(tmp_path / "b.xlsx")

    def by_title():
        (one,) = [one for one in story.page.plan.issues._issues if "标题是" in one.text]
        return one

    def categories():
        return [op.values["kind"] for op in story.page.made.ops() if op.record == "category"]

    assert by_title().group == "整理过" and "1人记作留守儿童（来自标题）" in by_title().text
    assert by_title().remedies == (("no_kind", "不记这个类别"),) and categories() == ["留守儿童"]
    story.page.deciding.remedied(by_title().key, "no_kind")
    assert "不记作留守儿童" in by_title().text
    assert by_title().remedies == (("kind", "还是记上"),) and categories() == []
    story.page.deciding.remedied(by_title().key, "kind")
    assert categories() == ["留守儿童"]
