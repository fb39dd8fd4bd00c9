"""返乡 as a person meets it: doors in walking order, when each parent is home, what they sign, on paper."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtTest import QTest

from childdesk.desk import homecomings, records
from childdesk.domain.paper import Table
from childdesk.store import reader
from childdesk.ui.page import Page, Route
from childdesk.ui.pages.homecoming import HomecomingPage
from tests.desk import made
from tests.stories.pages import press, type_into


@pytest.fixture
def kids(desk):
    def add(session):
        found = []
        for name, group in (("吴思远", "9组"), ("周小禾", "2组")):
            child = made.child(session, name, village_group=group)
            for record in ("father", "mother"):
                holder = records.add(session, record, {"child": child, "name": "大人"}).id
                away = {"child": child, "holder": holder, "begins": "2026-03-01"}
                records.add(session, "absence", away)
            found.append(child)
        return found

    return desk.do(add)


@pytest.fixture
def page(desk, window, kids):
    for key in ("children", "calls"):
        window.add_route(Route(key, lambda host, key=key: Page(host, key)))
    return desk.show(window, "homecoming", HomecomingPage)


def lines(page):
    return [page.list.item(at).text() for at in range(page.list.count())]


def test_the_list_goes_in_walking_order_and_says_who_was_not_asked(page):
    assert page.head.sentence.whole() == "2个孩子的父母在外，还有2个没问哪天回来"
    assert lines(page) == ["2组　周小禾　还没问", "9组　吴思远　还没问"]


def test_days_are_typed_as_people_say_them_and_kept_with_enter(page, desk, window, kids):
    for fields in list(page.fields.values()):
        row = next(row for row, held in page.fields.items() if not held["begins"].text())
        type_into(page.fields[row]["begins"], "2027-1-28")
        type_into(page.fields[row]["ends"], "2027-2-16")
        QTest.keyClick(page.fields[row]["ends"], Qt.Key.Key_Return)
        assert len(fields) == 3
    kept = desk.ask(lambda s: [raw for _, raw in reader.everyone(s.ledger.connection, "homecoming")])
    assert [(raw["child"], raw["begins"], raw["ends"]) for raw in kept] == [
        (kids[1], "2027-01-28", "2027-02-16")
    ] * 2
    assert lines(page)[0] == "2组　周小禾　问过了"
    row = next(iter(page.fields))
    type_into(page.fields[row]["ends"], "2027-1-20")
    QTest.keyClick(page.fields[row]["ends"], Qt.Key.Key_Return)
    assert window._frame.bar.sentence() == "离家日期在到家以前，请看一眼"
    assert len(desk.ask(lambda s: list(reader.everyone(s.ledger.connection, "homecoming")))) == 2


def test_the_list_is_printed_and_one_goes_on_to_the_telephone(page, desk, window, kids, tmp_path):
    paper = desk.ask(lambda s: homecomings.paper(s, homecomings.lines(s)))
    [table] = [block for block in paper.blocks if isinstance(block, Table)]
    assert table.rows[0][1:6] == ("2组", "周小禾", "周小禾", "父亲还没问；母亲还没问", "委托照护确认书")
    printer = QPrinter()
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "名单.pdf"))
    window.ask.prepare(printer)
    press(page.print_button)
    assert (tmp_path / "名单.pdf").stat().st_size > 1000
    assert "返乡名单送去打印了，2个孩子" in window._toast.sentence()


def test_where_nobody_is_away_it_says_so(desk, window):
    window.add_route(Route("children", lambda host: Page(host, "台账")))
    page = desk.show(window, "homecoming", HomecomingPage)
    assert page._pages.currentIndex() == 0
    assert not page.print_button.isVisible()
