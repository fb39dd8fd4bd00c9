"""A request for one of our own reports through the window: written with one click, then the same life."""

from __future__ import annotations

from PySide6.QtWidgets import QApplication, QScrollArea

from childdesk.desk import handins, leaving, records
from childdesk.desk.report_view import Asked
from childdesk.desk.rosters import NAMELESS
from childdesk.domain import handin_options as steps
from childdesk.store import reader
from childdesk.ui.page import Route
from childdesk.ui.pages.handins import HandInsPage
from childdesk.ui.pages.reports import ReportsPage
from tests.stories.pages import press
from tests.ui.test_pages_filling import desk, places, shown, states, told, written_down

__all__ = ["desk", "places"]


def report_asked(page: HandInsPage, name: str, title: str = "", **more: str) -> None:
    press(page.new)
    page.form.paper.choose(name)
    page.form.paper.chosen.emit(name)
    if title:
        page.form.title.setText(title)
    page.form.due.setText("2026-11-25")
    page.form.cycle.choose(more.get("cycle", "临时"))
    press(page.form.go)


def test_choosing_our_own_report_proposes_its_title_and_offers_its_times(places):
    page = shown(places, "handins")
    press(page.new)
    assert page.form.of_when.isHidden()
    for name in ("monthly-change", "visit-list"):
        page.form.paper.choose(name)
        page.form.paper.chosen.emit(name)
    assert page.form.title.text() == "11月走访明细表"
    assert page.form.time.key() == "2026-11"
    assert page.form.texts()["report"] == "visit-list"
    page.form.paper.choose("theirs")
    page.form.paper.chosen.emit("theirs")
    assert page.form.of_when.isHidden()
    assert (page.form.texts()["report"], page.form.texts()["period"]) == ("", "")


def test_our_own_report_is_written_with_one_click_and_lives_the_same_life(desk, places, window):
    [first, *_] = desk.ask(
        lambda session: [row for row, _ in reader.everyone(session.ledger.connection, "child")]
    )
    desk.do(lambda session: records.edit(session, "child", first, {"sex": ""}))
    page = shown(places, "handins")
    report_asked(page, "village-roster", "11月儿童台账", cycle="月")
    assert "5个孩子" in page.detail.draft.load.text()
    assert len(page.detail.draft.checks.names) == 1, "who stands behind the broken check"
    press(page.detail.acts["fill"])
    assert "已写好第1版" in told(window)
    assert states(desk)["11月儿童台账"] == steps.TO_CHECK
    assert page.detail.draft.checks.names, "the checks stand there before 待核 is left"
    for act in (steps.TO_PRINT, steps.TO_SIGN, steps.TO_SEAL, "give"):
        press(page.detail.acts[act])
    first = next(line.id for line in page.lines if line.title == "11月儿童台账")
    page._choose(first)
    assert page.detail.draft is None
    window.ask.prepare("性别漏了", "no")
    press(page.detail.acts["return"])
    press(page.detail.acts["fill"])
    press(page.detail.acts[steps.TO_PRINT])
    press(page.detail.acts["give"])
    assert states(desk) == {"11月儿童台账": steps.GIVEN_AGAIN, "12月儿童台账": steps.TO_FILL}
    [line] = [line for line in desk.ask(handins.every) if line.id == first]
    assert [version.number for version in line.versions] == [2, 1]
    assert all(version.receipt and version.digest for version in line.versions)


def test_a_group_gets_nobodys_name_and_what_is_typed_stays(desk, places):
    page = shown(places, "handins")
    report_asked(page, "village-roster", "台账")
    draft = page.detail.draft
    draft.terms.recipient.setEditText("工作群")
    assert draft is page.detail.draft, "it is not built anew while somebody types"
    assert draft.terms.level.key() == NAMELESS
    assert "遮住" in draft.load.text() or "没有身份证号" in draft.load.text()
    press(page.detail.acts["fill"])
    [copy] = desk.ask(leaving.copies)
    assert (copy.level, copy.recipient) == (NAMELESS, "工作群")


def test_what_comes_next_stays_in_sight_below_the_cards(desk, places, window):
    page = shown(places, "handins")
    report_asked(page, "village-roster", "台账")
    area = page.detail.findChild(QScrollArea)
    page.detail.setFixedHeight(260)
    QApplication.processEvents()
    assert area.verticalScrollBar().maximum() > 0, "the cards do not fit"
    for act in ("fill", "look", "zero"):
        assert not area.isAncestorOf(page.detail.acts[act])
        assert not page.detail.acts[act].visibleRegion().isEmpty()


def test_a_request_is_changed_to_our_own_report_and_back(desk, places):
    page = shown(places, "handins")
    written_down(page, "月报", "2026-11-25")
    press(page.detail.acts["amend"])
    assert page.form.title.text() == "月报"
    page.form.paper.choose("overview")
    page.form.paper.chosen.emit("overview")
    assert page.form.title.text() == "月报", "a title that somebody wrote stays"
    press(page.form.go)
    [line] = desk.ask(handins.every)
    assert line.report == "overview"
    press(page.detail.acts["amend"])
    page.form.paper.choose("theirs")
    press(page.form.go)
    assert desk.ask(handins.every)[0].report == ""


def test_a_report_whose_time_has_not_begun_says_so(desk, places, window):
    row = desk.do(
        lambda session: handins.ask(
            session, {"title": "12月", "due": "2026-12-25", "report": "visit-list", "period": "2026-12"}
        )
    ).id
    page = shown(places, "handins", row)
    assert "还没有开始" in told(window)
    assert page.detail.draft is None


def test_where_the_report_cannot_be_written_another_place_is_offered(desk, places, window, tmp_path):
    page = shown(places, "handins")
    report_asked(page, "age", "年龄表")
    folder = desk.ask(leaving.folder)
    name = desk.ask(lambda session: handins.file_name(session, page.chosen))
    (folder / f"~${name}").write_bytes(b"")
    (folder / name).write_bytes(b"theirs")
    press(page.detail.acts["fill"])
    assert "开着" in told(window)
    assert (folder / name).read_bytes() == b"theirs"
    assert states(desk)["年龄表"] == steps.TO_FILL
    window.ask.prepare(tmp_path / "o.xlsx")
    press(window._frame.bar._buttons.itemAt(0).widget())
    assert (tmp_path / "o.xlsx").exists()
    assert states(desk)["年龄表"] == steps.TO_CHECK


def test_what_a_request_asks_for_is_looked_at_on_the_page_of_reports(desk, places, window):
    window.add_route(Route("reports", lambda host: ReportsPage(host, desk.bench)))
    texts = {"title": "走访", "due": "2026-11-25", "report": "visit-list", "period": "2026-10"}
    some = {"scope": "child.categories=困境儿童"}
    row = desk.do(lambda session: handins.ask(session, texts | some)).id
    page = shown(places, "handins", row)
    press(page.detail.acts["look"])
    there = window.page()
    asked = there.look.asked
    assert (asked.name, asked.period.text, asked.where) == (
        "visit-list", "2026-10", ("child.categories=困境儿童",),
    )  # fmt: skip
    assert "只含困境儿童" in there.head.sentence.whole()
    there.time.setCurrentIndex(0)
    there.time.activated.emit(0)
    assert there.look.asked == Asked("visit-list", there.look.asked.period), "a person chose another time"
