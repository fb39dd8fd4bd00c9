"""Holds the preview of an import to hiding numbers wherever they stand: in fields, items and remarks."""

from __future__ import annotations

from childdesk.desk.import_view import Preview
from tests.desk.test_odd_ledgers import DAYONG, RAN, YU


def test_telephones_and_numbers_in_items_and_remarks_are_hidden_in_the_preview(planned):
    made = planned(
        [
            "姓名 身份证号 户主电话 班主任手机 户主身份证 联系村干部 备注 邻居".split(),
            [
                "石雨桐",
                YU,
                "13800005678",
                "0736-5551234",
                DAYONG,
                "张三13900001111",
                "有事打13800002222",
                "无",
            ],
            ["石浩然", RAN, 13800005679, "1380736000", DAYONG, None, f"母{DAYONG}", "138 0736 0001转2"],
        ]
    )
    preview = Preview(made, made.sheets[0])
    assert {column.state for column in preview.columns[2:6]} == {"extra"}
    seen = [[preview.cell(at, column).text for column in range(2, 8)] for at in (1, 2)]
    hidden = f"{DAYONG[:4]}{'*' * 10}{DAYONG[-4:]}"
    assert seen == [
        ["138****5678", "073*****1234", hidden, "张三139****1111", "有事打138****2222", "无"],
        ["138****5679", "138***6000", hidden, "", f"母{hidden}", "138******0001转2"],
    ]
    assert preview.cell(1, 2).whole == "13800005678"
    assert preview.samples(2)[0].startswith("138****567")
