"""A card form: every child on a card of its own, nothing of the form lost, boxes ticked in its words."""

from __future__ import annotations

import io
import warnings
import zipfile
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest

from childdesk.desk import filling, records
from childdesk.desk.filling import Wish
from childdesk.desk.session import Session
from childdesk.domain.errors import Refused
from childdesk.files.filling.cards import card as cards
from tests.desk.made import child, fill, session_in
from tests.files.card_form import SHEET, card


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    made = session_in(tmp_path / "desk")
    yield made
    made.ledger.close()


def made(session: Session, tmp_path: Path, data: bytes, wish: Wish | None = None) -> openpyxl.Workbook:
    source, out = tmp_path / "card.xlsx", tmp_path / "filled.xlsx"
    source.write_bytes(data)
    plan = filling.plan(session, source, wish or Wish())
    filling.write(session, plan, out)
    assert source.read_bytes() == data
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return openpyxl.load_workbook(out)


def two(session: Session) -> None:
    one = child(
        session,
        "周小禾",
        id_number="990101201703020326",
        village_group="1组",
        school="云溪小学",
        grade="三年级",
    )
    child(session, "李思远", sex="男", village_group="2组", categories="困境儿童、留守儿童")
    kin = {"child": one, "name": "何梅", "relation": "祖母", "phone": "10412345678"}
    records.add(session, "guardian", kin)
    records.add(
        session, "father", {"child": one, "name": "周大山", "phone": "10498765432", "work_place": "浙江温州"}
    )


def test_each_child_has_a_card_with_its_own_words(session: Session, tmp_path: Path) -> None:
    two(session)
    book = made(session, tmp_path, card())
    assert book.sheetnames == ["周小禾", "字典", "李思远"]
    first, second = book["周小禾"], book["李思远"]
    assert [first["C3"].value, first["C4"].value, first["G3"].value.date().isoformat()] == [
        "周小禾", "990101201703020326", "2017-03-02",
    ]  # fmt: skip
    assert first["G4"].value == 9
    assert first["E3"].value == "□男  ☑女"
    assert second["E3"].value == "☑男  □女"
    assert [first["C7"].value, first["E7"].value, first["C8"].value] == ["周大山", "10498765432", "浙江温州"]
    assert [first["C9"].value, first["E9"].value, first["G9"].value] == ["何梅", "祖母", "10412345678"]
    assert second["C7"].value is None
    assert first["A2"].value.split() == [
        "填报单位：云溪镇河湾村",
        "填表人：陈桂兰",
        "填表日期：2026年11月23日",
    ]


def test_boxes_are_ticked_and_what_has_no_box_goes_to_the_other(session: Session, tmp_path: Path) -> None:
    two(session)
    book = made(session, tmp_path, card())
    assert book["周小禾"]["C5"].value == "☑留守儿童 □孤儿 □事实无人抚养儿童 □其他____"
    assert book["李思远"]["C5"].value == "☑留守儿童 □孤儿 □事实无人抚养儿童 ☑其他____"


def test_words_behind_a_label_keep_the_labels_in_their_places(session: Session, tmp_path: Path) -> None:
    two(session)
    said = made(session, tmp_path, card())["周小禾"]["B6"].value
    assert said.split() == ["就读学校：云溪小学", "年级：三年级"]


def test_what_a_pen_answers_stays_blank(session: Session, tmp_path: Path) -> None:
    two(session)
    book = made(session, tmp_path, card())
    assert book["李思远"]["C10"].value == "（盖章）   年  月  日"


def test_every_copy_has_the_picture_the_comment_the_merges_and_the_print_area(
    session: Session, tmp_path: Path
) -> None:
    two(session)
    book = made(session, tmp_path, card())
    merges = {str(merge) for merge in book["周小禾"].merged_cells.ranges}
    for name in ("周小禾", "李思远"):
        sheet = book[name]
        assert sheet["B3"].comment.text == "与户口簿一致"
        assert {str(merge) for merge in sheet.merged_cells.ranges} == merges
        assert sheet.print_area == f"'{name}'!$A$1:$H$11"
        assert sheet.oddHeader.center.text == "民政"
        assert [str(v.sqref) for v in sheet.data_validations.dataValidation] == ["E9"]


def test_no_two_parts_of_the_package_share_a_name_and_every_relation_leads_somewhere(
    session: Session, tmp_path: Path
) -> None:
    two(session)
    made(session, tmp_path, card())
    with zipfile.ZipFile(tmp_path / "filled.xlsx") as file:
        names = file.namelist()
        assert len(names) == len(set(names))
        types = file.read("[Content_Types].xml").decode()
        for name in names:
            if name.startswith("xl/worksheets/sheet"):
                assert f'PartName="/{name}"' in types
            if name.endswith(".rels"):
                for target in _targets(file.read(name).decode()):
                    folder = name.replace("_rels/", "").rpartition("/")[0]
                    assert _resolved(folder, target) in names, (name, target)
        drawn = [name for name in names if name.startswith("xl/drawings/drawing")]
        assert len(drawn) == 2
        assert len([name for name in names if name.startswith("xl/media/")]) == 1


def _targets(text: str) -> list[str]:
    return [piece.partition('"')[0] for piece in text.split('Target="')[1:]]


def _resolved(folder: str, target: str) -> str:
    if target.startswith("/"):
        return target[1:]
    parts = folder.split("/") if folder else []
    for step in target.split("/"):
        if step == "..":
            parts.pop()
        else:
            parts.append(step)
    return "/".join(parts)


def test_two_cards_on_a_sheet_take_two_children(session: Session, tmp_path: Path) -> None:
    two(session)
    child(session, "孙小满", village_group="3组")
    book = made(session, tmp_path, card(copies=2))
    assert book.sheetnames == ["周小禾", "字典", "孙小满"]
    assert [book["周小禾"]["C3"].value, book["周小禾"]["C12"].value] == ["周小禾", "李思远"]
    assert [book["孙小满"]["C3"].value, book["孙小满"]["C12"].value] == ["孙小满", None]


def test_a_sheet_that_is_called_by_its_name_keeps_it(session: Session, tmp_path: Path) -> None:
    two(session)
    assert made(session, tmp_path, card(called=True)).sheetnames == [SHEET, "字典", "李思远"]


def test_two_children_of_one_name_get_two_names_of_sheets(session: Session, tmp_path: Path) -> None:
    child(session, "王小一", village_group="1组")
    child(session, "王小一", village_group="2组", birth="2015-01-01")
    assert made(session, tmp_path, card()).sheetnames == ["王小一", "字典", "王小一(2)"]


def test_masked_numbers_stay_masked_on_cards(session: Session, tmp_path: Path) -> None:
    two(session)
    book = made(session, tmp_path, card(), Wish(level=filling.MASKED))
    assert "*" in book["周小禾"]["C4"].value
    assert "20170302" not in book["周小禾"]["C4"].value


def test_more_cards_than_an_old_computer_opens_are_refused_and_nothing_is_written(
    session: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(session, 12)
    monkeypatch.setattr(cards, "MOST_SHEETS", 5)
    with pytest.raises(Refused, match="分几次填"):
        made(session, tmp_path, card())
    assert not (tmp_path / "filled.xlsx").exists()


def test_a_list_is_never_taken_for_a_card(session: Session, tmp_path: Path) -> None:
    two(session)
    out = io.BytesIO()
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.append(["花名册"])
    sheet.append(["序号", "姓名", "性别", "身份证号", "监护人", "联系电话"])
    for number in range(1, 8):
        sheet.append([number])
    book.save(out)
    filled = made(session, tmp_path, out.getvalue())
    assert [row[1].value for row in filled.worksheets[0].iter_rows(min_row=3, max_row=4)] == [
        "周小禾",
        "李思远",
    ]
