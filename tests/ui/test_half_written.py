"""What is typed into any form and not saved is there again: after a cut of power, a lock, another page."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtWidgets import QPushButton, QWidget

from childdesk.desk import drafting
from childdesk.ui.one_draft import OneDraft
from childdesk.ui.pages.settings.items import VillageItems
from childdesk.ui.pages.settings.members import Members
from childdesk.ui.pages.settings.old_places import OldPlaces
from childdesk.ui.pages.settings.rows import Group
from childdesk.ui.pages.today.side import draft_title
from childdesk.ui.workbench import KEPT_WITHIN
from tests.stories.pages import press, type_into
from tests.ui import scenes_township, stage
from tests.ui.stage import Stage

Form = Callable[[Stage], tuple[OneDraft, QWidget]]
"""Opens a form: its draft, and a field to type into."""


def contact(there: Stage) -> tuple[OneDraft, QWidget]:
    page = there.go("directory")
    press(page.new)
    there.settle()
    return page.draft, page.form.frames["name"].editor.part()


def rules(there: Stage) -> tuple[OneDraft, QWidget]:
    page = there.go("rulefile", "risk")
    return page.draft, page.text


def sweep(there: Stage) -> tuple[OneDraft, QWidget]:
    page = there.go("sweep")
    return page.beginning, page.begin.questions


def paper(there: Stage) -> tuple[OneDraft, QWidget]:
    page = there.go("handins")
    press(page.new)
    there.settle()
    return page.draft, page.form.title


FORMS: dict[str, Form] = {"directory": contact, "rulefile": rules, "sweep": sweep, "handin": paper}
TYPED = "huihua zhan # 2"


@pytest.fixture
def there(qapp, tmp_path: Path):
    with stage.opened(tmp_path, 5) as made:
        yield made


def text_of(field: QWidget) -> str:
    return field.toPlainText() if hasattr(field, "toPlainText") else field.text()


def kept(there: Stage, page: str) -> list[str]:
    """The drafts of a page, as they stand in the ledger."""
    bench = there.app.bench
    waiting = bench.glance(lambda session: drafting.waiting(session, page))
    found = [
        bench.glance(lambda session, one=one: drafting.load(session, one.page, one.record)) for one in waiting
    ]
    return [text for draft in found for text in draft.values()]


@pytest.mark.parametrize("form", FORMS)
def test_what_is_typed_is_kept_within_two_seconds_and_survives_the_lock(there, form: str):
    draft, field = FORMS[form](there)
    type_into(field, TYPED)
    assert draft._soon.isActive(), "nothing would be kept"
    assert draft._soon.interval() == KEPT_WITHIN < 2000
    draft._soon.timeout.emit()
    there.settle()
    assert TYPED in kept(there, form)
    type_into(field, TYPED + "2")
    there.window.act("lock")
    there.settle()
    there.enter()
    _, again = FORMS[form](there)
    assert text_of(again) == TYPED + "2"


def test_another_rule_file_and_back_keeps_what_was_changed_and_giving_up_forgets_it(there):
    page = there.go("rulefile", "risk")
    usual = text_of(page.text)
    type_into(page.text, TYPED)
    for kind in ("cadence", "risk"):
        press(page.kinds.part(kind)) if kind in page.kinds._buttons else press(
            list(page.kinds._buttons.values())[1]
        )
        there.settle()
    assert text_of(page.text) == TYPED
    press(page.give_up)
    there.settle()
    assert text_of(page.text) == usual
    assert not page.give_up.isVisible()
    assert kept(there, "rulefile") == []


def test_what_nobody_wants_or_is_written_waits_no_more(there):
    page = there.go("directory")
    press(page.new)
    there.settle()
    type_into(page.form.frames["name"].editor.part(), TYPED)
    page.draft.keep()
    there.settle()
    press(next(one for one in page.bar.findChildren(type(page.new)) if one.text().strip() == "不改了"))
    there.settle()
    assert kept(there, "directory") == []

    papers = there.go("handins")
    press(papers.new)
    there.settle()
    type_into(papers.form.title, TYPED)
    type_into(papers.form.due, "12-01")
    papers.draft.keep()
    press(papers.form.go)
    there.settle()
    assert kept(there, "handin") == []
    assert any(line.title == TYPED for line in papers.lines)
    there.window.undo()
    there.settle()
    assert not any(line.title == TYPED for line in papers.lines)


def test_a_changed_request_keeps_a_draft_of_its_own(there):
    papers = there.go("handins")
    press(papers.new)
    type_into(papers.form.title, TYPED)
    type_into(papers.form.due, "12-01")
    press(papers.form.go)
    there.settle()
    press(papers.detail.acts["amend"])
    there.settle()
    type_into(papers.form.title, "gai")
    changed = papers.form.title.text()
    assert changed != TYPED
    papers.draft._soon.timeout.emit()
    there.settle()
    there.window.act("lock")
    there.settle()
    there.enter()
    again = there.go("handins")
    press(again.new)
    there.settle()
    assert again.form.title.text() == "", "what is new begins empty"
    again.form.cancelled.emit()
    there.settle()
    press(again.detail.acts["amend"])
    there.settle()
    assert again.form.title.text() == changed
    press(again.form.go)
    there.settle()
    assert [line.title for line in again.lines] == [changed]
    assert kept(there, "handin") == []


def test_a_sweep_that_was_begun_by_mistake_is_taken_back(there):
    page = there.go("sweep")
    type_into(page.begin.name, "fangnishui")
    type_into(page.begin.questions, "youmeiyou xiahe")
    page.beginning.keep()
    press(page.begin.start)
    there.settle()
    assert page.opened is not None
    assert kept(there, "sweep") == []
    there.window.undo()
    there.settle()
    assert page.opened is None
    assert not page.going.isVisible()
    assert page.begin.questions.toPlainText() == ""


def collecting(there: Stage) -> tuple[OneDraft, QWidget]:
    page = there.go("villages")
    press(page.collect)
    there.settle()
    return page.paper_draft, page.paper_form.title


def villages_listed(there: Stage) -> tuple[OneDraft, QWidget]:
    page = there.go("villages")
    press(page.add)
    there.settle()
    return page.list_draft, page.list_form.text


def test_a_paper_and_a_list_of_villages_are_kept_and_offered_by_their_name(qapp, tmp_path: Path):
    with scenes_township.opened(tmp_path, 5) as there:
        for form, page in ((collecting, "paper-new"), (villages_listed, "villages-new")):
            _, field = form(there)
            type_into(field, TYPED)
            there.window.act("lock")
            there.settle()
            there.enter()
            assert kept(there, page) == [TYPED]
            _, field = form(there)
            assert text_of(field) == TYPED
        side = there.go("today").side
        assert {draft_title(one) for one in there.app.bench.glance(drafting.waiting)} == {
            "没写完的收表",
            "没写完的各村名单",
        }
        press(next(part for part in side.findChildren(QPushButton) if "各村名单" in part.accessibleName()))
        there.settle()
        assert there.window.page() is there.go("villages")


def item(there: Stage) -> tuple[OneDraft, QWidget]:
    group = setting(there, "本村项目", VillageItems)
    press(group.add_one)
    there.settle()
    return group.draft, group.fields.name


def old_place(there: Stage) -> tuple[OneDraft, QWidget]:
    group = setting(there, "旧地名", OldPlaces)
    press(group.more)
    there.settle()
    return group.draft, group.old


def member(there: Stage) -> tuple[OneDraft, QWidget]:
    group = setting(there, "人员", Members)
    press(group.add_one)
    there.settle()
    return group.draft, group.fields.name


def setting(there: Stage, title: str, kind: type[Group]) -> Group:
    page = there.go("settings", title)
    return next(group for group in page.groups if isinstance(group, kind))


SETTINGS: dict[str, tuple[Form, str]] = {
    "item-new": (item, "没写完的补充项目"),
    "old-place-new": (old_place, "没写完的旧地名"),
    "member-new": (member, "没写完的人员"),
}


@pytest.mark.parametrize("page", SETTINGS)
def test_a_form_in_the_settings_keeps_what_is_typed_too_and_giving_up_forgets_it(there, page: str):
    form, title = SETTINGS[page]
    draft, field = form(there)
    type_into(field, TYPED)
    assert draft._soon.isActive(), "nothing would be kept"
    draft._soon.timeout.emit()
    there.settle()
    assert kept(there, page) == [TYPED]
    type_into(field, TYPED + "2")
    there.window.act("lock")
    there.settle()
    there.enter()
    assert kept(there, page) == [TYPED + "2"]
    assert [draft_title(one) for one in there.app.bench.glance(drafting.waiting)] == [title]
    side = there.go("today").side
    press(next(part for part in side.findChildren(QPushButton) if title in part.accessibleName()))
    there.settle()
    assert there.window.page() is there.go("settings")
    _, field = form(there)
    assert text_of(field) == TYPED + "2"
    group = next(part for part in there.window.page().groups if part.isVisible())
    press(group.form.back)
    there.settle()
    assert kept(there, page) == []
    _, field = form(there)
    assert text_of(field) == ""


def test_what_is_written_in_the_settings_waits_no_more_and_a_passphrase_is_never_kept(there):
    _, field = item(there)
    type_into(field, "zaocan")
    group = setting(there, "本村项目", VillageItems)
    item(there)
    press(group.form.go)
    there.settle()
    assert kept(there, "item-new") == []
    draft, field = member(there)
    type_into(field, "wang")
    people = setting(there, "人员", Members)
    member(there)
    type_into(people.fields.secret.first.line, "mi ma mi ma")
    draft.touch()
    there.window.act("lock")
    there.settle()
    there.enter()
    assert kept(there, "member-new") == ["wang"]
