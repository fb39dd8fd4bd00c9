"""The check and the rebuild as a person asks for them."""

from __future__ import annotations

import pytest

from childdesk.desk import checking
from childdesk.domain.errors import Refused
from tests.desk.made import fill, session_in


@pytest.fixture
def session(tmp_path):
    made = session_in(tmp_path / "home")
    fill(made, 30)
    yield made
    made.ledger.close()


def test_a_filled_desk_is_sound(session):
    assert checking.check(session) == []


def test_a_rebuild_mends_rows_and_search(session):
    connection = session.ledger.connection
    connection.execute("UPDATE child SET name = '改过的'")
    connection.execute("DELETE FROM search_source")
    connection.commit()
    assert {problem.where for problem in checking.check(session)} == {"child", "查找"}
    checking.rebuild(session)
    assert checking.check(session) == []


def test_an_auditor_may_look_but_not_mend(session):
    auditor = session_in(session.ledger.home, role="审计员")
    assert checking.check(auditor) == []
    with pytest.raises(Refused, match="不能备份恢复"):
        checking.rebuild(auditor)
    auditor.ledger.close()
