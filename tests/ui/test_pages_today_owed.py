"""On 今日 of a village: what the township asked for is given after one look, and taken back by one press."""

from __future__ import annotations

from childdesk.desk import collecting
from childdesk.domain.ids import new_id
from childdesk.domain.plan import New
from childdesk.ui.pages.today import TodayPage
from tests.ui import opened


def test_a_paper_that_is_owed_is_given_after_a_look_and_taken_back(window, tmp_path):
    with opened.village(tmp_path, 5) as desk:
        paper = new_id()

        def asked(session):
            own = session.ledger.identity.unit
            values = {"unit": own[:9], "title": "11月花名册", "due": "2026-11-23"}
            share = {"unit": own, "collection": paper, "state": "未交"}
            ops = [New("collection", paper, values), New("handed", new_id(), share)]
            return session.ledger.writer.write("ask_villages", session.person, ops)

        desk.do(asked)
        page = desk.show(window, "today", TodayPage)
        row = next(row for row in page.matters.rows if "11月花名册" in row.matter.why)
        window.ask.prepare("no")
        row.act.click()
        assert not desk.ask(collecting.owed)[0][1].is_in
        window.ask.prepare("yes")
        row.act.click()
        share = desk.ask(collecting.owed)[0][1]
        assert (share.state, share.children, share.way) == ("已交", 5, "村里同步")
        window.undo()
        assert not desk.ask(collecting.owed)[0][1].is_in
        assert desk.troubles == []
