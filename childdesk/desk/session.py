"""Who is at the desk, with which ledger, and what they may do: the first argument on this floor."""

from __future__ import annotations

import enum
from dataclasses import dataclass, replace
from datetime import date

from childdesk.domain.clock import Clock
from childdesk.domain.errors import Refused
from childdesk.store.ledger import Ledger


class Right(enum.Enum):
    """What a role may allow."""

    VIEW = "查看"
    EDIT = "填写"
    IMPORT = "导入"
    EXPORT = "导出"
    S3 = "看保密记录"
    PEOPLE = "管人员"
    AUDIT = "看访问记录"
    BACKUP = "备份恢复"
    ERASE = "彻底删除"


RIGHTS: dict[str, frozenset[Right]] = {
    "主任": frozenset(Right),
    "副手": frozenset((Right.VIEW, Right.EDIT, Right.BACKUP)),
    "督导员": frozenset(Right),
    "审计员": frozenset((Right.VIEW, Right.AUDIT)),
    "村干部": frozenset((Right.VIEW,)),
}
"""By role (design §3); S3 besides needs the person's own mark."""


NO_TRACE = frozenset(["村干部"])
"""Roles that meet no trace of what is protected: no number, no line, no name of a record."""


@dataclass(frozen=True, slots=True)
class Session:
    """A value, not a place to keep things: the ledger belongs to the lane that runs the function."""

    ledger: Ledger
    person: str
    name: str
    role: str
    s3: bool
    clock: Clock
    acting: str = ""
    """The village on whose behalf a desk above works; empty at one's own work."""

    @property
    def today(self) -> date:
        """Today where the desk stands."""
        return self.clock.today()

    def may(self, right: Right) -> bool:
        """Whether this person's role allows it."""
        return right in RIGHTS.get(self.role, frozenset()) and (right is not Right.S3 or self.s3)

    def require(self, right: Right) -> None:
        """Raises Refused unless the role allows it."""
        if not self.may(right):
            raise Refused(f"您的身份是{self.role}，不能{right.value}。数据没有动，请找主任")

    @property
    def sees_traces(self) -> bool:
        """Whether this person may know that there is something protected: a village head may not."""
        return self.role not in NO_TRACE

    def require_to_write(self, record: str) -> None:
        """Raises Refused unless the role may write such a record: not everybody says who may do what."""
        self.require(Right.PEOPLE if record == "person" else Right.EDIT)

    def on_behalf_of(self, unit: str, name: str) -> Session:
        """The same person, seated where a village below would sit."""
        return replace(self, ledger=self.ledger.for_unit(unit, name), acting=unit)

    def on(self, ledger: Ledger) -> Session:
        """The same person on another lane's connection."""
        return replace(self, ledger=ledger)
