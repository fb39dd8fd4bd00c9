"""What desks above send down is told below for a week: rules, institutions, items, tasks; nothing else is."""

from __future__ import annotations

from datetime import timedelta

from childdesk.desk import arrived, records, visit_rules
from tests.desk import paired
from tests.desk.made import child


def test_everything_that_came_down_is_told_for_a_week_and_only_below(tmp_path):
    with paired.paired(tmp_path) as pair:
        records.add(pair.below, "agency", {"name": "河湾村卫生室", "kind": "医疗卫生机构"})
        child(pair.below, "周小禾")
        visit_rules.change(pair.above, "红", 3)
        for name in ("云溪镇卫生院", "云溪镇派出所"):
            records.add(pair.above, "agency", {"name": name})
        records.add(pair.above, "item", {"label_words": "家里有没有井"})
        task = {"unit": paired.ONE, "title": "核对学籍", "due": "2026-12-01", "listed": "中心小学名册"}
        records.add(pair.above, "task", task)
        found = paired.carry(pair.above, pair.below, pair.stick)
        paired.carry(pair.below, pair.above, pair.stick)
        told = [(one.record, one.number) for one in arrived.lately(pair.below)]
        assert told == [("task", 1), ("directive", 1), ("agency", 2), ("item", 1)]
        assert arrived.lately(pair.below) == arrived.among(pair.below, found.changed | found.fresh)
        rules = arrived.lately(pair.below)[1]
        assert (rules.what, rules.whose) == ("1项规定", "走访频次")
        assert arrived.lately(pair.above) == ()
        pair.below.clock.moment += timedelta(days=arrived.NEWS + 1)
        assert arrived.lately(pair.below) == ()
