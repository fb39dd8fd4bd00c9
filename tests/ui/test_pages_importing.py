"""导入表格 as a person uses it: read, looked at, asked, taken in, taken back; nothing is lost on the way."""

from __future__ import annotations

import io

import openpyxl
import pytest
from msoffcrypto.format.ooxml import OOXMLFile

from childdesk.desk import finding
from childdesk.store import reader
from childdesk.ui.page import Page, Route
from childdesk.ui.pages.importing.page import ImportPage
from tests.desk.test_importing import FIRST, HEAD, SECOND, workbook
from tests.stories.pages import ImportStory, press
from tests.ui import opened

WORD = "青山村2026"


@pytest.fixture
def desk(tmp_path):
    with opened.village(tmp_path) as made:
        yield made
        assert made.troubles == []


@pytest.fixture
def story(desk, window):
    window.add_route(Route("children", lambda host: Page(host, "儿童台账")))
    return ImportStory(desk.show(window, "importing", ImportPage))


def children(desk) -> int:
    return desk.ask(lambda s: reader.count(s.ledger.connection, "child"))


def test_an_empty_page_says_what_to_do(story):
    assert story.page.file.choose.isVisible()
    assert not story.seen()


def test_a_roster_is_looked_at_before_anything_is_written(desk, story, tmp_path):
    story.page.read(workbook(tmp_path / "a.xlsx", FIRST, SECOND))

    assert story.seen()
    assert story.numbers() == {"新增": 2, "更新": 0, "相同": 0, "不收": 0, "要您看": 0}
    assert children(desk) == 0


def test_what_was_taken_in_goes_back_with_one_click(desk, window, story, tmp_path):
    story.page.read(workbook(tmp_path / "a.xlsx", FIRST, SECOND))
    story.take_in()
    assert children(desk) == 2
    assert window.trail.current().route == "children"

    window.undo()

    assert children(desk) == 0


def test_a_file_chosen_by_the_button_is_read(ask, story, tmp_path):
    ask.prepare(workbook(tmp_path / "a.xlsx", FIRST))
    story.choose()
    assert story.numbers()["新增"] == 1


def test_an_open_column_is_asked_and_the_answer_counts(desk, story, tmp_path):
    head = [*HEAD[:7], "联系方式", "状况"]
    rows = [[*FIRST[:8], "一般"], [*SECOND[:8], "较好"]]
    story.page.read(workbook(tmp_path / "a.xlsx", *rows, head=head))
    column = next(c for c in story.page.preview.plan.columns if c.header == "状况")

    story.page._map(column.index)
    story.page.plan.question.choose("extra")
    press(story.page.plan.question._next)

    taken = next(c for c in story.page.preview.plan.columns if c.header == "状况")
    assert (taken.extra, taken.decided) == ("状况", "answer")


def test_a_likely_double_can_be_joined_or_kept_apart(desk, story, tmp_path):
    story.page.read(workbook(tmp_path / "a.xlsx", FIRST))
    story.take_in()
    nearly = ["1", "周甲禾", "女", "", "2016-03-02", "周建军", "父亲", "", "35"]
    story.page.read(workbook(tmp_path / "b.xlsx", nearly))
    assert story.numbers()["不收"] == 1
    issue = next(one for one in story.page.plan.issues._issues if one.remedies)

    story.page._remedied(issue.key, issue.remedies[0][0])

    assert story.numbers()["更新"] == 1
    assert desk.ask(lambda s: finding.find(s, "周甲禾")).count == 1


def test_a_workbook_with_a_password_asks_for_it_and_a_wrong_one_again(desk, ask, story, tmp_path):
    plain, sealed = workbook(tmp_path / "a.xlsx", FIRST), io.BytesIO()
    with plain.open("rb") as file:
        OOXMLFile(file).encrypt(WORD, sealed)
    locked = tmp_path / "b.xlsx"
    locked.write_bytes(sealed.getvalue())
    ask.prepare("不对的密码", WORD)

    story.page.read(locked)

    assert [kind for kind, _ in ask.asked] == ["passphrase", "passphrase"]
    assert story.numbers()["新增"] == 1


def test_without_the_password_the_page_says_so_and_nothing_happened(desk, ask, story, tmp_path):
    plain, sealed = workbook(tmp_path / "a.xlsx", FIRST), io.BytesIO()
    with plain.open("rb") as file:
        OOXMLFile(file).encrypt(WORD, sealed)
    locked = tmp_path / "b.xlsx"
    locked.write_bytes(sealed.getvalue())
    ask.prepare(None)

    story.page.read(locked)

    assert "密码" in story.why_not()
    assert children(desk) == 0


def test_a_workbook_that_is_no_roster_says_why_and_offers_another(story, tmp_path):
    book = openpyxl.Workbook()
    for row in (["项目", "数量"], ["电脑", 3], ["桌子", 12], ["椅子", 30]):
        book.active.append(row)
    book.save(tmp_path / "c.xlsx")

    story.page.read(tmp_path / "c.xlsx")

    assert "没有儿童名册" in story.why_not()
    assert story.page.file.choose.isVisible()


def test_issues_lead_to_their_cells(story, tmp_path):
    odd = ["3", "吴丁远", "男", "123", "2015-02-30", "陈玉梅", "外祖母", "", ""]
    story.page.read(workbook(tmp_path / "a.xlsx", FIRST, SECOND, odd))
    assert any("2015年2月没有30日" in line for line in story.issues())

    assert story.page.take("next_issue")

    row = story.page.sheet.currentIndex().row()
    assert story.page.preview.rows[row] == 5
