"""Filling a form from the register: who goes in, in whose words, what is asked, what is never written."""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter

from childdesk.desk import filling, import_memory, importing, leaving, records
from childdesk.desk.filling import Wish
from childdesk.desk.session import Session
from childdesk.domain.errors import Refused
from childdesk.store import access
from tests.desk.made import child, session_in, visit
from tests.files import feature_form


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    made = session_in(tmp_path / "desk")
    yield made
    made.ledger.close()


def blank(
    path: Path, heads: tuple[str, ...], rows: int = 3, people: tuple[tuple[str, ...], ...] = ()
) -> Path:
    """A plain form with these heads; some rows may hold somebody already."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    sheet = book.add_worksheet("名册")
    line = book.add_format({"border": 1})
    sheet.write(0, 0, "填报单位：")
    for at, head in enumerate(heads):
        sheet.write(1, at, head, line)
    for row in range(max(rows, len(people))):
        for at in range(len(heads)):
            sheet.write(2 + row, at, people[row][at] if row < len(people) else "", line)
    book.close()
    path.write_bytes(out.getvalue())
    return path


def column(path: Path, at: int) -> list[object]:
    """The cells of a column below the header."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        sheet = openpyxl.load_workbook(path)["名册"]
    return [sheet.cell(row, at).value for row in range(3, sheet.max_row + 1)]


def two(session: Session) -> tuple[str, str]:
    one = child(session, "周小禾", id_number="990101201703020326", village_group="1组")
    other = child(session, "李思远", sex="男", village_group="2组", categories="困境儿童")
    records.add(
        session, "guardian", {"child": one, "name": "何梅", "relation": "祖母", "phone": "10412345678"}
    )
    return one, other


def filled(
    session: Session, path: Path, out: Path, wish: Wish | None = None, **more: object
) -> filling.FillPlan:
    made = filling.plan(session, path, wish or Wish(), **more)  # type: ignore[arg-type] # keywords of plan
    filling.write(session, made, out)
    return made


def test_every_open_child_is_filled_in_the_order_of_the_roster(session: Session, tmp_path: Path) -> None:
    two(session)
    child(session, "王走了", exit_on="2026-01-02", exit_reason="随父母生活")
    form = blank(
        tmp_path / "f.xlsx", ("序号", "姓名", "性别", "身份证号", "年龄", "监护人", "监护人电话", "所在村")
    )
    before = form.read_bytes()
    made = filled(session, form, tmp_path / "o.xlsx")
    assert made.rows == 2
    assert made.unfilled == ()
    assert column(tmp_path / "o.xlsx", 2)[:2] == ["周小禾", "李思远"]
    assert column(tmp_path / "o.xlsx", 1)[:2] == [1, 2]
    assert column(tmp_path / "o.xlsx", 5)[0] == 9
    assert column(tmp_path / "o.xlsx", 7)[0] == "10412345678"
    assert column(tmp_path / "o.xlsx", 8)[0] == "河湾村"
    assert form.read_bytes() == before


def test_only_those_who_are_asked_for_are_filled(session: Session, tmp_path: Path) -> None:
    two(session)
    form = blank(tmp_path / "f.xlsx", ("姓名", "性别", "身份证号"))
    for where, names in (
        ("child.categories=困境儿童", ["李思远"]),
        ("sex=女", ["周小禾"]),
        ("nation=汉", None),
    ):
        made = filling.plan(session, form, Wish((where,)))
        assert names is None or [row[0].text for row in made.first.people] == names
    assert filling.plan(session, form, Wish(("nation=汉",))).rows == 2
    for wrong in ("不是这样", "child.nothing=1"):
        with pytest.raises(Refused):
            filling.plan(session, form, Wish((wrong,)))


def test_a_past_day_is_filled_as_it_was_known_then(session: Session, tmp_path: Path) -> None:
    two(session)
    form = blank(tmp_path / "f.xlsx", ("姓名", "性别", "身份证号"))
    assert filling.plan(session, form, Wish(as_of=date(2026, 11, 22))).rows == 0
    assert filling.plan(session, form, Wish(as_of=date(2026, 11, 23))).rows == 2
    with pytest.raises(Refused, match="还没到"):
        filling.plan(session, form, Wish(as_of=date(2026, 11, 24)))


def test_a_question_is_asked_once_and_remembered(session: Session, tmp_path: Path) -> None:
    two(session)
    form = blank(tmp_path / "f.xlsx", ("姓名", "身份证号", "姓名2", "监护情况或就读学校"))
    first = filling.plan(session, form, Wish())
    asked = [left.header for left in first.unfilled if left.asks]
    answers = dict.fromkeys(asked or ["监护情况或就读学校"], "child.village_group")
    made = filled(session, form, tmp_path / "o.xlsx", answers=answers)
    assert not any(left.asks for left in made.unfilled)
    again = filling.plan(session, form, Wish())
    assert {c.header for c in again.columns if c.decided == "memory"} == set(answers)
    assert set(import_memory.recalled(session).values()) == {"child.village_group"}


def test_what_nobody_knows_is_left_and_said(session: Session, tmp_path: Path) -> None:
    visit(session, two(session)[0], "2026-11-20")
    form = blank(tmp_path / "f.xlsx", ("姓名", "身份证号", "鞋码", "是否留守儿童", "最近走访日期"))
    made = filled(session, form, tmp_path / "o.xlsx", Wish(("name=周小禾",)))
    assert [left.header for left in made.unfilled] == ["鞋码"]
    assert column(tmp_path / "o.xlsx", 4)[0] == "是"
    assert "2026-11-20" in column(tmp_path / "o.xlsx", 5)


def test_an_item_of_this_desk_is_filled_under_its_name(session: Session, tmp_path: Path) -> None:
    source = blank(
        tmp_path / "in.xlsx", ("姓名", "身份证号", "鞋码"), people=(("周小禾", "990101201703020326", "32"),)
    )
    importing.apply(session, importing.plan(session, source))
    filled(session, blank(tmp_path / "f.xlsx", ("姓名", "鞋码")), tmp_path / "o.xlsx")
    assert column(tmp_path / "o.xlsx", 2)[0] == "32"


def test_people_who_stand_in_the_form_are_completed_and_nobody_stands_twice(
    session: Session, tmp_path: Path
) -> None:
    two(session)
    people = (("1", "周小禾", "", "男"), ("2", "陌生人", "", ""))
    form = blank(tmp_path / "f.xlsx", ("序号", "姓名", "身份证号", "性别"), people=people, rows=3)
    made = filled(session, form, tmp_path / "o.xlsx")
    assert column(tmp_path / "o.xlsx", 2)[:3] == ["周小禾", "陌生人", "李思远"]
    assert column(tmp_path / "o.xlsx", 3)[0] == "990101201703020326"
    assert column(tmp_path / "o.xlsx", 4)[0] == "男"
    assert [w for w in made.warnings if "第4行" in w]


def test_what_is_sealed_is_not_written_without_right_and_reason(session: Session, tmp_path: Path) -> None:
    one, _ = two(session)
    records.add(session, "father", {"child": one, "name": "周强", "status": "服刑在押"})
    form = blank(tmp_path / "f.xlsx", ("姓名", "身份证号", "父亲姓名", "父亲现状况"))
    made = filled(session, form, tmp_path / "o.xlsx")
    assert [left.why for left in made.unfilled] == [filling.SEALED]
    assert b"\xe6\x9c\x8d\xe5\x88\x91" not in (tmp_path / "o.xlsx").read_bytes()
    assert "服刑在押" not in column(tmp_path / "o.xlsx", 4)
    with pytest.raises(Refused, match="理由"):
        filling.plan(session, form, Wish(with_s3=True))
    filled(session, form, tmp_path / "s.xlsx", Wish(with_s3=True, reason="县里要"))
    assert column(tmp_path / "s.xlsx", 4)[0] == "服刑在押"


def test_numbers_can_be_masked_and_what_leaves_is_counted_and_noted(session: Session, tmp_path: Path) -> None:
    two(session)
    form = blank(tmp_path / "f.xlsx", ("姓名", "身份证号", "监护人电话"))
    made = filling.plan(session, form, Wish(level=filling.MASKED))
    assert made.holds == {"id": 1, "phone": 1}
    filling.write(session, made, tmp_path / "o.xlsx", purpose="月报", recipient="镇民政办")
    assert "*" in str(column(tmp_path / "o.xlsx", 2)[0])
    line = access.lines(session.ledger.connection, 1)[0]
    assert (line.act, line.reason) == ("export", "月报")
    assert line.fields == "2人，证件号1，电话1，保密0，部分遮盖，镇民政办"


def test_a_form_with_a_password_asks_for_it_and_can_leave_with_one(session: Session, tmp_path: Path) -> None:
    two(session)
    plain = blank(tmp_path / "f.xlsx", ("姓名", "身份证号"))
    filling.write(session, filling.plan(session, plain, Wish()), tmp_path / "sealed.xlsx", seal="三个字")
    with pytest.raises(Refused) as refused:
        filling.plan(session, tmp_path / "sealed.xlsx", Wish())
    assert refused.value.field == "password"
    made = filling.plan(session, tmp_path / "sealed.xlsx", Wish(), password="三个字")
    assert made.rows == 2


@pytest.mark.parametrize("make", ["folder", "missing", "open", "suffix"])
def test_where_it_cannot_be_written_a_sentence_says_so_and_the_form_is_untouched(
    session: Session, tmp_path: Path, make: str
) -> None:
    two(session)
    form = blank(tmp_path / "f.xlsx", ("姓名", "身份证号"))
    before = form.read_bytes()
    out = tmp_path / "o.xlsx"
    if make == "folder":
        out.mkdir()
    elif make == "missing":
        out = tmp_path / "nowhere" / "o.xlsx"
    elif make == "open":
        out.write_bytes(b"theirs")
        (tmp_path / "~$o.xlsx").write_bytes(b"")
    else:
        out = tmp_path / "o.pdf"
    made = filling.plan(session, form, Wish())
    with pytest.raises(Refused) as refused:
        filling.write(session, made, out)
    assert refused.value.sentence
    assert form.read_bytes() == before
    if make == "open":
        assert "o（2）.xlsx" in refused.value.sentence
        assert out.read_bytes() == b"theirs"


def test_their_own_file_is_never_written_over(session: Session, tmp_path: Path) -> None:
    two(session)
    form = blank(tmp_path / "f.xlsx", ("姓名", "身份证号"))
    with pytest.raises(Refused, match="原表"):
        filling.write(session, filling.plan(session, form, Wish()), form)


@pytest.mark.parametrize(
    ("heads", "words"), [(("区域", "留守儿童人数", "合计"), "报表"), (("物品", "数量", "单价"), "名单")]
)
def test_a_form_that_asks_for_no_children_is_refused(
    session: Session, tmp_path: Path, heads: tuple[str, ...], words: str
) -> None:
    with pytest.raises(Refused, match=words):
        filling.plan(session, blank(tmp_path / "f.xlsx", heads), Wish())


def test_what_was_filled_is_read_back_as_the_same_children(session: Session, tmp_path: Path) -> None:
    two(session)
    form = tmp_path / "f.xlsx"
    form.write_bytes(feature_form.make())
    filled(session, form, tmp_path / "o.xlsx")
    again = importing.plan(session, tmp_path / "o.xlsx", only=feature_form.SHEET)
    assert [sheet.same for sheet in again.sheets] == [2]
    assert [sheet.changed + sheet.added + sheet.rejected for sheet in again.sheets] == [0]


@pytest.mark.parametrize(
    ("recipient", "level"),
    [("工作群", "去标识"), ("微信", "去标识"), ("外面打印店", "去标识"), ("图文店", "去标识"), ("", "全文"),
     ("镇民政办", "全文"), ("镇党群服务中心", "全文"), ("群众办", "全文")],
)  # fmt: skip
def test_groups_and_shops_outside_get_nobodys_name_by_themselves(recipient: str, level: str) -> None:
    assert leaving.usual_level(recipient) == level


def test_nameless_means_that_nobody_is_recognised(session: Session, tmp_path: Path) -> None:
    one, _ = two(session)
    records.edit(session, "child", one, {"live_address": "云溪镇河湾村1组3号", "note": "常去周小禾外婆家"})
    heads = (
        "姓名",
        "性别",
        "身份证号",
        "出生日期",
        "年龄",
        "监护人",
        "监护人电话",
        "现住址",
        "备注",
        "村民组",
        "是否留守儿童",
    )
    made = filled(
        session, blank(tmp_path / "f.xlsx", heads), tmp_path / "o.xlsx", Wish(level=filling.NAMELESS)
    )
    row = [column(tmp_path / "o.xlsx", at)[0] for at in range(1, len(heads) + 1)]
    assert row == ["周某", "女", None, "2017", 9, "何某", None, None, None, "1组", "是"]
    assert made.holds == {}
    assert "周小禾" not in str([column(tmp_path / "o.xlsx", at) for at in range(1, len(heads) + 1)])
