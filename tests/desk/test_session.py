"""Rights follow the role, and sealed records besides the person's own mark."""

from __future__ import annotations

import pytest

from childdesk.desk.session import RIGHTS, Right
from childdesk.domain.errors import Refused
from tests.desk.made import session_in

EXPECTED = {
    "主任": set(Right),
    "督导员": set(Right),
    "副手": {Right.VIEW, Right.EDIT, Right.BACKUP},
    "审计员": {Right.VIEW, Right.AUDIT},
    "村干部": {Right.VIEW},
    "": set(),
    "厨师": set(),
}


@pytest.mark.parametrize("role", EXPECTED)
@pytest.mark.parametrize("s3", [True, False])
def test_a_role_allows_what_is_written_here_and_no_more(tmp_path, role, s3):
    session = session_in(tmp_path / "home", role=role, s3=s3)
    allowed = {right for right in Right if session.may(right)}
    assert allowed == EXPECTED[role] - (set() if s3 else {Right.S3})
    for right in set(Right) - allowed:
        with pytest.raises(Refused, match=right.value):
            session.require(right)
    session.ledger.close()


def test_every_role_that_can_be_given_is_known():
    assert set(RIGHTS) == {"主任", "副手", "督导员", "审计员", "村干部"}


def test_who_may_do_what_is_written_only_by_those_who_manage_people(tmp_path):
    session = session_in(tmp_path / "home", role="副手")
    session.require_to_write("child")
    with pytest.raises(Refused, match="管人员"):
        session.require_to_write("person")
    session.ledger.close()
