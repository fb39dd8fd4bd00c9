"""Reports of a county: villages by 乡镇, a 小计 of each and a sum, and all are those of counting children."""

from __future__ import annotations

import re
from collections import Counter
from datetime import timedelta

import openpyxl
import pytest

from childdesk.desk import checks, importing, records, report_look, reports, transfers, typed, villages
from childdesk.desk.report_view import Asked
from childdesk.desk.rosters import Sheet
from childdesk.domain.clock import SetClock
from childdesk.domain.errors import Refused
from childdesk.domain.report import period
from childdesk.domain.report.hiding import KEPT_BACK
from childdesk.domain.report.tally import Tally
from childdesk.store import reader
from tests.desk.made import visit
from tests.ui import townships

TOWNS = ("云溪镇", "梨树乡")
CHILDREN = 50
BY_VILLAGE = ("left-behind-summary", "hardship-summary", "overview", "age", "disability", "relief")


@pytest.fixture
def session(tmp_path):
    base = townships.county(CHILDREN)
    made = townships.opened(townships.copied(tmp_path / "county", base), base, SetClock(townships.NOON))
    yield made
    made.ledger.close()


def counted(session, of=lambda raw: True):
    """Unit → how many children, looked at one by one."""
    rows = reader.everyone(session.ledger.connection, "child")
    return Counter(str(raw["unit"]) for _, raw in rows if not raw.get("exit_reason") and of(raw))


def by_labels(tally: Tally, key="count"):
    """Labels → number of one column, or of the first."""
    at = next((n for n, leaf in enumerate(tally.leaves()) if leaf.key == key), 0)
    return {line.labels: line.cells[at].number for line in tally.lines}


def meant(session):
    """What the lines of a table of everybody must say: by labels, 小计 below the villages of its 乡镇."""
    held = counted(session)
    told = {}
    for at, town in enumerate(TOWNS):
        code = f"990101{at + 1:03d}"
        for line in villages.every(session):
            if line.unit.startswith(code):
                told[town, line.name] = held[line.unit]
        told[town, "小计"] = sum(number for unit, number in held.items() if unit.startswith(code))
    return told


@pytest.mark.parametrize("name", BY_VILLAGE)
def test_every_village_stands_by_its_township_with_a_sum_that_counting_children_gives(session, name):
    made = reports.produce(session, Asked(name))
    assert made.labels == ("乡镇", "村")
    told = by_labels(made)
    assert list(told) == list(meant(session)), "a village stands under its 乡镇, its 小计 below it"
    if name != "hardship-summary":
        assert told == meant(session)
        assert made.total.cells[0].number == CHILDREN == sum(counted(session).values())
    sums = [check for check in made.checks() if check.rule in ("小计＝各村相加", "合计＝各行相加")]
    assert [check.holds for check in sums] == [True, True]
    assert ("云溪镇", "河湾村") in told and ("梨树乡", "河湾村") in told, "two villages of one name"


def test_what_a_check_finds_names_the_township_and_no_subtotal(session):
    checks_ = reports.produce(session, Asked("left-behind-summary")).checks()
    [found] = [check for check in checks_ if not check.holds]
    assert found.why.startswith("云溪镇河湾村：")
    assert "小计" not in found.why


def test_a_subtotal_that_is_not_the_sum_of_its_villages_is_told(session):
    made = reports.produce(session, Asked("age"))
    at = next(n for n, line in enumerate(made.lines) if line.sub)
    assert [made.lines[n].labels[1] for n in made.adds(at)] == ["河湾村", "石桥村", "上坪村"]
    lost = tuple(line for n, line in enumerate(made.lines) if n != 1)
    broken = type(made)(**{key: getattr(made, key) for key in made.__slots__} | {"lines": lost})
    assert [check.holds for check in broken.checks() if "相加" in check.rule][-2:] == [False, False]


def test_who_is_at_the_township_or_the_county_itself_has_a_line_of_its_own(session):
    rows = [row for row, _ in reader.everyone(session.ledger.connection, "child")][:2]
    records.edit(session, "child", rows[0], {"unit": "990101002"})
    records.edit(session, "child", rows[1], {"unit": "990101"})
    told = by_labels(reports.produce(session, Asked("age")))
    assert told["青禾县", "本级"] == told["青禾县", "小计"] == 1
    assert told["梨树乡", "本级"] == 1
    assert told["梨树乡", "小计"] == sum(n for unit, n in counted(session).items() if unit[:9] == "990101002")
    assert next(iter(told))[0] == "青禾县"


def test_visits_and_changes_are_put_together_by_township_too(session):
    first = next(row for row, raw in reader.everyone(session.ledger.connection, "child"))
    visit(session, first, "2026-11-10")
    town = villages.names(session)[str(reader.get(session.ledger.connection, "child", first)["unit"])][:3]
    made = reports.produce(session, Asked("visit-summary"))
    told = by_labels(made, "visits")
    assert told[town, "小计"] == 1 == made.total.cells[made.at("visits")].number
    assert by_labels(made, "registered") == meant(session)

    month = period.parse("2026-11")
    changes = reports.produce(session, Asked("monthly-change", period=month))
    assert changes.labels == ("乡镇", "村", "对象类型")
    now = by_labels(changes, "now")
    assert {key[:2]: number for key, number in now.items() if key[2] == "留守儿童"} == meant(session)
    assert changes.total.cells[changes.at("now")].number == CHILDREN
    assert all(check.holds for check in changes.checks())


def test_numbers_of_referrals_that_are_hidden_in_a_village_do_not_show_in_its_township(session):
    rows = [row for row, _ in reader.everyone(session.ledger.connection, "child")]
    texts = {"date": "2026-11-10", "route": "学校", "urgency": "一般", "consent": "监护人口头同意"}
    for child in (*rows[:1], *rows[1:2] * 5):
        records.add(session, "referral", {"child": child, "reason": "饮食起居", **texts})
    made = reports.produce(session, Asked("referral-ledger"))
    assert made.labels == ("乡镇", "村")
    for town in TOWNS:
        at = next(n for n, line in enumerate(made.lines) if line.labels == (town, "小计"))
        for column, cell in enumerate(made.lines[at].cells):
            parts = [made.lines[n].cells[column] for n in made.adds(at)]
            hidden = any(part.said for part in parts)
            assert cell.said == (KEPT_BACK if hidden else "")
            assert hidden or cell.number == sum(part.number for part in parts)
    assert any(line.sub and line.cells[0].said for line in made.lines)


def test_lists_say_the_township_of_every_child_and_stand_by_it(session):
    for name in ("village-roster", "left-behind-roster", "mobile-roster"):
        made = reports.produce(session, Asked(name))
        assert isinstance(made, Sheet)
        assert [column.header for column in made.columns[:3]] == ["序号", "乡镇", "村"]
        assert len({column.header for column in made.columns}) == len(made.columns)
        whose = {row: str(raw["unit"]) for row, raw in reader.everyone(session.ledger.connection, "child")}
        names = villages.names(session)
        told = [f"{row[1]}{row[2]}" for row in made.rows]
        assert told == [names[whose[child]] for child in made.children]
        assert [row[1] for row in made.rows] == sorted((row[1] for row in made.rows), key=TOWNS.index)


@pytest.mark.parametrize("name", [*BY_VILLAGE, "monthly-change", "visit-summary"])
def test_the_workbook_adds_up_by_formula_to_what_is_on_screen(session, tmp_path, name):
    out = tmp_path / "out.xlsx"
    reports.make(session, Asked(name), out)
    made = reports.produce(session, Asked(name))
    values = openpyxl.load_workbook(out, data_only=True)["统计表"]
    formulas = openpyxl.load_workbook(out)["统计表"]
    first, wide = reports.first_row(made), len(made.labels)
    for at, line in enumerate((*made.lines, made.total)):
        row = first + at
        if at < len(made.lines):
            assert values.cell(row, 1).value == line.labels[0], "the 乡镇 stands in every line"
        for column, (leaf, cell) in enumerate(zip(made.leaves(), line.cells, strict=True), wide + 1):
            if leaf.share:
                continue
            assert values.cell(row, column).value == cell.number == reckoned(formulas, row, column)
            if line.sub or at == len(made.lines):
                assert str(formulas.cell(row, column).value).startswith("=")


def reckoned(sheet, row, column):
    """What an office gets for a cell, by its formula: a SUM of a range, or cells added up."""
    held = sheet.cell(row, column).value
    if not isinstance(held, str):
        return held

    def at(word):
        cell = sheet[word]
        return reckoned(sheet, cell.row, cell.column)

    if found := re.fullmatch(r"=SUM\((\w+):(\w+)\)", held):
        return sum(reckoned(sheet, cell.row, cell.column) for (cell,) in sheet[found[1] : found[2]])
    return sum(at(word) for word in held.removeprefix("=").split("+"))


def test_the_screen_shows_the_same_lines_and_a_subtotal_names_its_children(session):
    look = report_look.look(session, Asked("age"), "全文")
    told = {row[:2]: row[2] for row in look.grid.rows}
    assert told == {labels: str(number) for labels, number in meant(session).items()}
    assert [look.grid.rows[at][1] for at in sorted(look.grid.subs)] == ["小计", "小计"]
    sub = min(look.grid.subs)
    whose = {row: str(raw["unit"]) for row, raw in reader.everyone(session.ledger.connection, "child")}
    assert {whose[child][:9] for child in look.grid.children(sub, 2)} == {"990101001"}
    assert len(look.grid.children(len(look.grid.rows), 2)) == CHILDREN


def test_a_village_is_called_with_its_township_wherever_a_county_lists_children(session):
    child = next(row for row, raw in reader.everyone(session.ledger.connection, "child"))
    unit = str(reader.get(session.ledger.connection, "child", child)["unit"])
    due = (townships.NOON + timedelta(days=5)).date().isoformat()
    texts = {"child": child, "unit": unit, "title": "核实一件事", "listed": "学籍.xlsx", "due": due}
    records.add(session, "task", texts)
    assert [one.village for one in checks.every(session)] == [villages.names(session)[unit]]
    assert villages.names(session)[unit] == "云溪镇河湾村"
    assert [one.name for one in transfers.offers(session)].count("梨树乡河湾村") == 1
    assert villages.one(session, "梨树乡河湾村").unit == "990101002201"
    assert any(one.group.startswith("云溪镇河湾村") for one in typed.waiting(session))
    assert not any(one.group.startswith("云溪镇") for one in typed.waiting(session, unit))
    with pytest.raises(Refused, match="对得上好几个村"):
        villages.one(session, "河湾村")


def test_a_list_of_the_county_that_comes_back_changes_nothing_here_and_at_a_township(session, tmp_path):
    out = tmp_path / "list.xlsx"
    reports.make(session, Asked("village-roster"), out)
    base = townships.made(12, many=3)
    town = townships.opened(townships.copied(tmp_path / "town", base), base, SetClock(townships.NOON))
    for desk in (session, town):
        made = importing.plan(desk, out)
        [sheet] = [sheet for sheet in made.sheets if sheet.is_roster]
        told = {column.header: column.field for column in sheet.columns}
        assert told["乡镇"] is None and told["村"] is None
        assert {issue.level for issue in sheet.issues if issue.column in (1, 2)} <= {"note"}
    assert {row.outcome for row in sheet_rows(importing.plan(session, out))} == {"same"}
    town.ledger.close()


def sheet_rows(made):
    """Every row of a plan."""
    return [row for sheet in made.sheets for row in sheet.rows]


def test_a_township_says_its_villages_as_before(tmp_path):
    base = townships.made(12, many=3)
    session = townships.opened(townships.copied(tmp_path / "town", base), base, SetClock(townships.NOON))
    made = reports.produce(session, Asked("age"))
    assert made.labels == ("区域",)
    assert [line.labels for line in made.lines] == [("河湾村",), ("石桥村",), ("上坪村",)]
    assert not made.towns and not any(line.sub for line in made.lines)
    listed = reports.produce(session, Asked("village-roster"))
    assert [column.header for column in listed.columns[:3]] == ["序号", "村", "村民组"]
    assert set(villages.names(session).values()) == {"云溪镇", "河湾村", "石桥村", "上坪村"}
    session.ledger.close()
