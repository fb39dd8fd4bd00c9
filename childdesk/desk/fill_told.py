"""What a person has said so far about a form on the table, and writing it when everything is said."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from childdesk.desk import filling, forms, handin_changes, handins
from childdesk.desk.filling import FillPlan, Wish
from childdesk.desk.leaving import Terms
from childdesk.desk.session import Session
from childdesk.files.filling.source import Given

PLAIN = Terms()


@dataclass(slots=True)
class Told:
    """What was said so far about the form on the table."""

    name: str = ""
    path: Path | None = None
    heads: str = ""
    kept: str = ""
    handin: str = ""
    secret: str = ""
    wish: Wish = field(default_factory=Wish)
    answers: dict[str, str] = field(default_factory=dict)

    def plan(self, session: Session) -> FillPlan:
        """What filling it would do."""
        if self.path is not None:
            made = filling.plan(session, self.path, self.wish, answers=self.answers, password=self.secret)
        else:
            made = filling.plan_given(session, self.given(session), self.wish, self.answers)
            made.file = self.name
        return made

    def given(self, session: Session) -> Given:
        """The form where it is no file of somebody."""
        if self.kept:
            return forms.given(session, self.kept)
        return forms.from_heads(session, self.name, self.heads)


def write(
    session: Session, told: Told, made: FillPlan, out: Path, terms: Terms = PLAIN, *, seal: str = ""
) -> str:
    """Writes the form, keeps it under its name for the next time, freezes it where somebody waits for it."""
    scope = told.wish.where
    kept = told.kept
    if told.path is not None and not told.secret:
        kept = forms.keep_workbook(session, told.name, told.path, scope=scope)
    elif told.heads:
        kept = forms.keep_heads(session, told.name, told.heads, scope=scope)
    if not told.handin:
        why, whom = terms.purpose, terms.recipient
        filling.write(session, made, out, purpose=why, recipient=whom, seal=seal)
        return ""
    handins.use(session, told.handin, forms.own(session, kept), scope)
    handin_changes.mark(session, told.handin, made)
    handins.make(session, told.handin, made, out, seal=seal)
    return told.handin
