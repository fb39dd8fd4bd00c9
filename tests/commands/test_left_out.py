"""What `test_bad_input.py` would say if a check of the program were left out: each of its kinds is seen."""

from __future__ import annotations

import inspect

import pytest

from childdesk import cli
from childdesk.desk import practice, records, sameness
from childdesk.store import archive, folders, lock
from childdesk.store.attempts import Attempts
from tests.commands import test_bad_input as bad


def nothing(*_given: object, **_more: object) -> None:
    """Instead of a check."""


def writes_before_it_refuses(session, record, texts, *, reason=""):
    """As `records.add`, but something is in the ledger before it is known whether it may be."""
    ADD(session, "household", {"number": "99"})
    return ADD(session, record, texts, reason=reason)


ADD = records.add
NAMELESS = {"words": ("add", "child", "sex=男"), "said": ("没有姓名",)}
NO_DAY = {"words": ("add", "visit", "child=CHILD", "date=2026-13-01"), "said": ("13月", "没有存")}
MISTAKES = {
    "a trace behind the sentence": (
        cli, "_ended", lambda words: f"{words}。\n  File 1", bad.test_no_passphrase_at_all, {}
    ),
    "another exit code": (cli, "REFUSED", 4, bad.test_no_passphrase_at_all, {}),
    "no sentence": (cli, "_ended", lambda words: "", bad.test_backups_that_are_none, {}),
    "not a word in JSON": (cli, "_tell", nothing, bad.test_json_says_why_too, {}),
    "tries are not counted": (Attempts, "check", nothing, bad.test_a_wrong_passphrase, {}),
    "opened twice": (lock, "_take", nothing, bad.test_a_ledger_that_is_open_elsewhere, {}),
    "into a cloud": (
        folders, "synced_by", lambda *_: "", bad.test_a_folder_that_a_cloud_copies,
        {"folder": "OneDrive/desk", "words": ("OneDrive",)},
    ),
    "onto the network": (folders, "on_network", lambda *_: False, bad.test_a_folder_on_the_network, {}),
    "a child without a name": (
        records, "_anchored", nothing,
        bad.test_a_value_that_cannot_be_refuses_the_command_and_changes_nothing, NAMELESS,
    ),
    "a day that there is not": (
        records, "_readable", nothing,
        bad.test_a_value_that_cannot_be_refuses_the_command_and_changes_nothing, NO_DAY,
    ),
    "written and then refused": (
        records, "add", writes_before_it_refuses,
        bad.test_a_value_that_cannot_be_refuses_the_command_and_changes_nothing, NAMELESS,
    ),
    "one number for two": (sameness, "beside_register", lambda *_: [], bad.test_the_same_child_twice, {}),
    "any file is a backup": (
        archive, "_starts_like_ours", lambda _: True, bad.test_backups_that_are_none, {}
    ),
    "practice among the real": (
        practice, "fill", lambda *_: {},
        bad.test_a_practice_village_comes_only_into_an_empty_practice_desk, {},
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", MISTAKES)
def test_a_check_that_is_left_out_is_seen(name, request, monkeypatch):
    place, attribute, mistaken, test, given = MISTAKES[name]
    fixtures = inspect.signature(test).parameters.keys() - given.keys()
    prepared = {one: request.getfixturevalue(one) for one in fixtures}
    monkeypatch.setattr(place, attribute, mistaken)
    with pytest.raises((AssertionError, ValueError)):
        test(**prepared, **given)
