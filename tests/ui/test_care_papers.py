"""转介单, 知情同意书, 反馈单, script, 强制报告表, 一人一档 as they are drawn, whatever their length."""

from __future__ import annotations

from unittest.mock import patch

import pytest

from childdesk.desk import care_papers, mandatory, referrals, reports
from childdesk.desk.report_view import Asked
from childdesk.domain.paper import Paper, Paragraph, Signature, Table
from childdesk.ui import paper_pen
from childdesk.ui.paper import Drawn
from tests.desk import made
from tests.ui.paper_faults import faults, lines

TOLD = "夜里常常惊醒，白天在课堂上发呆，老师叫好几遍才答应；11月18日放学后一个人坐在河边，说“没人要我”。" * 24
LONG_NAME = "阿卜杜热西提·买买提江·吐尔逊"
FAR = "云溪县未成年人救助保护中心（云溪县儿童福利院）"


@pytest.fixture(scope="module")
def session(tmp_path_factory):
    opened = made.session_in(tmp_path_factory.mktemp("papers") / "home")
    yield opened
    opened.ledger.close()


def papers(session, length):
    """Every paper about one child of whom so much is told."""
    told = TOLD[:length] or "无"
    name = LONG_NAME if length % 180 else f"周小{'一二三四五六七八九十'[length // 180 % 10]}"
    child = made.child(session, name, school="云溪镇中心小学", birth="2017-03-02", id_number="")
    texts = {"reason": told[:1000], "route": "12355", "receiver": FAR, "receiver_contact": "李老师"}
    texts |= {"done_before": told[:500], "child_wish": told[:200], "consent": "同意", "danger": "没有"}
    row = referrals.save_new(session, child, texts | {"prevention": "谈心陪伴", "consent_way": "当面"}).id
    found = {kind: care_papers.of_referral(session, row, kind, "试印") for kind in care_papers.PAPERS}
    facts = {"facts": told[:1000], "injury": told[:200], "done": told[:300], "suspect": "父亲"}
    facts |= {"situations": "身体多处损伤、被遗弃或无人照料、疑似受家庭暴力或侵害", "found_how": "走访"}
    report = mandatory.save(session, "mandatory_report", {**facts, "child": child}).id
    for named in (False, True):
        found[f"report{named}"] = care_papers.of_report(session, report, "试印", named=named)
    made.visit(session, child, "2026-11-10", findings=told[:500])
    return found | {"file": reports.produce(session, Asked("case-file", child=child)).paper}


@pytest.mark.parametrize("length", [0, 90, 180, 270, 720, 1000])
def test_nothing_is_cut_laid_over_another_or_left_alone(qapp, session, length):
    told = {name: faults(Drawn(paper)) for name, paper in papers(session, length).items()}
    assert {name: found for name, found in told.items() if found} == {}


def test_every_word_of_a_long_referral_is_on_its_paper_and_the_script_stays_a_page_or_two(qapp, session):
    drawn = {name: Drawn(paper) for name, paper in papers(session, 999).items()}
    printed = "".join(one.text for one in lines(drawn["slip"]))
    assert TOLD[:999] in printed
    assert drawn["slip"].pages() == 3
    assert drawn["script"].pages() <= 2
    assert "其余在转介单上" in drawn["script"].document.toPlainText()
    assert [drawn[name].pages() for name in ("consent", "answer")] == [1, 1]


def test_what_belongs_together_is_parted_without_the_keeping(qapp, session):
    """The judge can be trusted: it sees a head without its text and a signature alone."""
    rows = tuple((f"{at}", "字") for at in range(44))
    for count in range(18, 40, 2):
        blocks = (Table((), rows[:count], (1, 3)), Paragraph("一句话。"), Signature(("村委会",), seal=True))
        paper = Paper("单子", blocks)
        assert faults(Drawn(paper)) == []
    with patch.object(Drawn, "_keep", lambda *_args: None):
        seen = [
            fault
            for count in range(18, 40, 2)
            for fault in faults(Drawn(Paper("单子", (Table((), rows[:count], (1, 3)), *blocks[1:]))))
        ]
        heads = [
            fault
            for count in range(18, 40)
            for fault in faults(
                Drawn(
                    Paper("单子", (Table((), rows[:count]), Paragraph("标题", "heading"), Paragraph("正文")))
                )
            )
        ]
    assert any("signature stands alone" in fault for fault in seen)
    assert any("a head without its text" in fault for fault in heads)


def test_a_line_that_is_cut_or_out_of_its_margins_is_seen(qapp):
    # A label of two or three lines beside a short value, somewhere at the end of a page.
    tables = [
        Paper(
            "单子",
            (Paragraph("行\n" * more), Table((), (("涉嫌的人和孩子的关系，说不清楚的", "短"),) * 30, (2, 9))),
        )
        for more in range(1, 4)
    ]
    assert [faults(Drawn(paper)) for paper in tables] == [[], [], []]
    ruled = paper_pen.ruled_cell
    with patch.object(paper_pen, "ruled_cell", lambda **_how: ruled(middle=True)):
        assert any("cut at the end" in fault for paper in tables for fault in faults(Drawn(paper)))
