"""Who can open the desk: the list, adding somebody, taking a passphrase away."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtWidgets import QVBoxLayout, QWidget

from childdesk.desk import people
from childdesk.desk.people import Member
from childdesk.desk.session import RIGHTS, Right
from childdesk.domain.errors import Refused
from childdesk.ui import fit
from childdesk.ui.ask import Choice
from childdesk.ui.page import Host
from childdesk.ui.pages.settings.rows import line
from childdesk.ui.widgets.buttons import button
from childdesk.ui.widgets.card import Card
from childdesk.ui.workbench import Workbench


class Members(Card):
    """The card 人员. `told` says what was done and reads everything anew."""

    def __init__(self, host: Host, bench: Workbench, told: Callable[[str], object]) -> None:
        super().__init__("人员", "谁能打开这份档案")
        self.host = host
        self.bench = bench
        self._told = told
        self._people: QVBoxLayout = fit.column(spacing=6)
        self.add(self._people)
        add = button("加一个人", self._add_person, kind="small", icon="person_add")
        self.add(
            line(
                "副手、督导员、审计员、村干部", "各有各的口令；副手不看保密记录，村干部连有没有都看不到", add
            )
        )

    def show_people(self, members: list[Member]) -> None:
        fit.clear(self._people)
        mine = self.bench.session().person
        for member in members:
            state = "" if member.can_open else "，口令已移走"
            told = f"{member.role}{'，可看保密记录' if member.s3 else ''}{state}"
            parts: list[QWidget] = []
            if member.can_open and member.id != mine and self.bench.may(Right.PEOPLE):
                parts.append(button("移走", partial(self._remove, member), kind="small"))
            self._people.addWidget(line(member.name, told, *parts))

    def _add_person(self) -> None:
        ask = self.host.ask
        name = ask.words("加一个人", "他叫什么？写全名")
        if not name:
            return
        choices = [Choice(role, role, primary=role == "副手") for role in RIGHTS]
        role = ask.choose(
            "加一个人", [f"{name}是什么身份？"], [*choices, Choice("", "先不加", harmless=True)]
        )
        secret = ask.passphrase("加一个人", f"请{name}自己输一个口令，至少8个字") if role else None
        if not role or not secret:
            return
        self.bench.write(
            lambda session, _p: people.add(session, name, role, secret),
            lambda made: self._told(f"已加{made.name}，{made.role}"),
            refused=self._refused,
            owner=self,
        )

    def _remove(self, member: Member) -> None:
        verbs = [Choice("go", "移走口令", danger=True), Choice("stay", "留着", harmless=True)]
        sentences = [f"{member.name}以后打不开这份档案。", "他写过的记录都留着。"]
        if self.host.ask.choose("移走一个人", sentences, verbs) == "go":
            self.bench.write(
                lambda session, _p: people.remove(session, member.id),
                lambda _none: self._told(f"已移走{member.name}的口令"),
                refused=self._refused,
                owner=self,
            )

    def _refused(self, trouble: Refused) -> None:
        self.host.banner("bad", trouble.sentence)
