"""Who can open the desk: the list, somebody new, another role, a new passphrase, no way in any more."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QWidget

from childdesk.desk import people
from childdesk.desk.people import Member
from childdesk.desk.session import RIGHTS, Right, Session
from childdesk.domain.errors import Refused
from childdesk.ui import fit
from childdesk.ui.one_draft import FieldsDraft
from childdesk.ui.page import Host
from childdesk.ui.pages.settings.rows import Form, Group, Row
from childdesk.ui.undoing import undo_of
from childdesk.ui.widgets.buttons import because, button
from childdesk.ui.widgets.question import Question
from childdesk.ui.widgets.secret import NewSecret
from childdesk.ui.widgets.segmented import Segmented
from childdesk.ui.widgets.words import words
from childdesk.ui.workbench import Workbench

ROLES = {
    "主任": "什么都能做，包括管人员、导出、彻底删除",
    "副手": "看和填；不导出，不看保密记录",
    "督导员": "乡镇来督导时用，和主任一样",
    "审计员": "只看不改，能看谁看过什么",
    "村干部": "只看不改；有没有保密记录也看不到",
}
SEALED = (("", "不能看"), ("1", "能看"))
BUSY = "正在换上…"
DRAFT = "member-new"


class MemberForm(Question):
    """Name, role, protected records, passphrase; only what is asked for is shown."""

    def __init__(self) -> None:
        super().__init__()
        self.name = QLineEdit()
        self.role = Segmented([(role, role) for role in RIGHTS])
        self.sealed = Segmented(SEALED)
        self.secret = NewSecret("口令")
        self.about = words("", "small", wrap=True)
        self._told = words("", "note", wrap=True)
        self._parts = {
            "name": self.field("name", "全名", self.name),
            "role": self.field("role", "身份", self.role),
            "told": self._told,
            "s3": self.field("s3", "保密记录（受侵害、父母情况、转介）", self.sealed),
        }
        fit.fix(self.name, width=180)
        self.body.addWidget(self.about)
        name, role, told, sealed = self._parts.values()
        self.body.addLayout(fit.row(name, role, None, spacing=20))
        for part in (told, sealed, self.secret):
            self.body.addWidget(part)
        self._asks_role = False
        self.role.chosen.connect(lambda _key: self._show_role())

    def ask(self, *wanted: str, about: str = "", role: str = "副手", s3: bool = False) -> None:
        """Begins anew with the parts that are wanted: name, role, secret."""
        self.clear()
        self.name.clear()
        self.secret.wipe()
        self.role.choose(role)
        self.sealed.choose("1" if s3 else "")
        self.about.setText(about)
        self.about.setVisible(bool(about))
        for key, part in self._parts.items():
            part.setVisible(key in wanted or (key == "told" and "role" in wanted))
        self._asks_role = "role" in wanted
        self.secret.setVisible("secret" in wanted)
        first = {"name": self.name, "role": self.role.part(role), "secret": self.secret.first.line}
        self.begin_with(first[wanted[0]] if wanted else self)
        self._show_role()

    def may_seal(self) -> bool:
        """Whether the chosen role may ever see protected records."""
        return Right.S3 in RIGHTS.get(self.role.key() or "", frozenset())

    def sees(self) -> bool:
        """Whether protected records were chosen."""
        return self.may_seal() and self.sealed.key() == "1"

    def refuse(self, refused: Refused) -> None:
        """Says it where it is wrong."""
        if refused.field == "passphrase":
            self.secret.first.refuse(refused.sentence)
            self.secret.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            super().refuse(refused)

    def _show_role(self) -> None:
        self._told.setText(ROLES.get(self.role.key() or "", ""))
        self._parts["s3"].setVisible(self._asks_role and self.may_seal())
        if not self.may_seal():
            self.sealed.choose("")


class Members(Group):
    """The group 人员."""

    def __init__(self, host: Host, bench: Workbench) -> None:
        super().__init__("人员", "谁能打开这份档案")
        self.host = host
        self.bench = bench
        self.add_one = button("加一个人", self._ask_new, kind="small", icon="person_add")
        self.row(
            "副手、督导员、审计员、村干部", "各有各的口令，谁做的都记在谁名下。不要共用一个口令", self.add_one
        )
        self.fields = MemberForm()
        self.draft = FieldsDraft(bench, DRAFT, {"name": self.fields.name})
        self.form = Form(self.fields, "加上")
        self.form.go.clicked.connect(self._go)
        self.fields.secret.entered.connect(self._go)
        self._do: Callable[[], object] = lambda: None
        self.add(self.form)
        self.people = self.list_of()

    def load(self) -> None:
        """Everybody, those with a way in first."""
        may = self.bench.may(Right.PEOPLE)
        because(self.add_one, "" if may else f"您的身份是{self.bench.session().role}，不能管人员")
        self.bench.read(lambda session, _p: people.everyone(session), self._know, owner=self)

    def leave(self) -> None:
        """The name waits; a passphrase is forgotten."""
        self.form.close_form()
        self.fields.secret.wipe()

    def first(self) -> QWidget:
        """Adding somebody."""
        return self.add_one

    def _know(self, members: list[Member]) -> None:
        self.people.empty()
        mine, may = self.bench.session().person, self.bench.may(Right.PEOPLE)
        for member in sorted(members, key=lambda one: (not one.can_open, one.id != mine, one.name)):
            self.people.put(self._line(member, mine=member.id == mine, may=may))

    def _line(self, member: Member, *, mine: bool, may: bool) -> Row:
        parts: list[QWidget] = []
        if may and not mine and member.can_open:
            parts = [
                button("改身份", partial(self._ask_role, member), kind="small"),
                button("换口令", partial(self._ask_secret, member), kind="small"),
                button("移走", partial(self._ask_removal, member), kind="small"),
            ]
        elif may and not mine:
            parts = [button("再给口令", partial(self._ask_secret, member), kind="small")]
        for part in parts:
            part.setAccessibleName(f"{member.name}：{part.accessibleName()}")
        told = [f"{member.role}{'（您）' if mine else ''}"]
        told += ["能看保密记录"] if member.s3 and member.can_open else []
        told += [] if member.can_open else ["口令已移走，写过的都留着"]
        return Row(member.name, "，".join(told), *parts, icon="person")

    # -- what is asked -------------------------------------------------------------------------------

    def _open(
        self, verb: str, do: Callable[[], object], *, danger: bool = False, draft: FieldsDraft | None = None
    ) -> None:
        self._do = do
        self.form.say(verb, danger=danger)
        self.form.open_form(draft)

    def _ask_new(self) -> None:
        about = "口令让他自己输，您别看。记录记在谁名下，看的就是谁的口令"
        self.fields.ask("name", "role", "secret", about=about)
        self._open("加上", self._add, draft=self.draft)

    def _ask_role(self, member: Member) -> None:
        self.fields.ask("role", about=f"{member.name}现在是{member.role}", role=member.role, s3=member.s3)
        self._open("改成这样", partial(self._set_role, member))

    def _ask_secret(self, member: Member) -> None:
        self.fields.ask("secret", about=f"请{member.name}自己输一个新口令，旧的从此打不开")
        self._open("换上新口令", partial(self._give, member))

    def _ask_removal(self, member: Member) -> None:
        self.fields.ask(about=f"{member.name}以后打不开这份档案。他写过的都留着，以后还能再给口令")
        self._open("移走口令", partial(self._remove, member), danger=True)

    # -- what is done --------------------------------------------------------------------------------

    def _go(self) -> None:
        self.fields.clear()
        if self.fields.secret.isVisible() and not self.fields.secret.check():
            return
        self._do()

    def _add(self) -> None:
        fields = self.fields
        name, role, secret, s3 = fields.name.text(), fields.role.key(), fields.secret.text(), fields.sees()
        if not name.strip():
            fields.refuse(Refused("写上全名", "name"))
            return
        self._run(
            lambda session, _p: people.add(session, name, role or "", secret, s3=s3),
            lambda made: self.host.toast(f"已加{made.name}，{made.role}"),
        )

    def _set_role(self, member: Member) -> None:
        role, s3 = self.fields.role.key() or "", self.fields.sees()
        self._run(
            lambda session, _p: people.set_role(session, member.id, role, s3=s3),
            lambda saved: self.host.toast(
                f"{member.name}现在是{role}", undo_of(self.bench, self.host, saved.entry)
            ),
        )

    def _give(self, member: Member) -> None:
        secret = self.fields.secret.text()
        self._run(
            lambda session, _p: people.give_passphrase(session, member.id, secret),
            lambda _none: self.host.toast(f"{member.name}有新口令了"),
        )

    def _remove(self, member: Member) -> None:
        self._run(
            lambda session, _p: people.remove(session, member.id),
            lambda _none: self.host.toast(f"已移走{member.name}的口令，可以再给"),
        )

    def _run(self, work: Callable[[Session, Any], Any], told: Callable[[Any], object]) -> None:
        self.form.wait(BUSY)

        def done(found: object) -> None:
            self.form.settled()
            self.leave()
            self.load()
            told(found)

        def refused(trouble: Refused) -> None:
            self.form.wait()
            self.fields.refuse(trouble)

        self.bench.write(work, done, refused=refused, failed=lambda _t: self.form.wait(), owner=self)
