"""The one list of all records and fields: every loop over fields of the house begins here."""

from __future__ import annotations

from typing import Any

from childdesk.domain.agency import Agency
from childdesk.domain.child import Child
from childdesk.domain.directive import Directive
from childdesk.domain.errors import Refused
from childdesk.domain.facts import Absence, Category, Name, ParentState, PhoneRow, Residence
from childdesk.domain.grading import Grading
from childdesk.domain.handin import Form, HandIn, Version
from childdesk.domain.household import Household
from childdesk.domain.item import Attachment, Item
from childdesk.domain.kin import Father, Guardian, Mother
from childdesk.domain.kinds import Link
from childdesk.domain.mandatory import MandatoryReport, TemporaryCare
from childdesk.domain.observation import Assessment, Observation
from childdesk.domain.options import names_sealed_matter
from childdesk.domain.outgoing import Outgoing
from childdesk.domain.person import Person
from childdesk.domain.privacy import Privacy
from childdesk.domain.record import Derived, Field, Record
from childdesk.domain.referral import ConsentScan, Referral
from childdesk.domain.relief import Relief
from childdesk.domain.setting import Setting
from childdesk.domain.sweep import Sweep, SweepAnswer
from childdesk.domain.task import Task
from childdesk.domain.township import Collection, Handed, Typed, Village
from childdesk.domain.transfer import Transfer
from childdesk.domain.trip import Homecoming, Sheet, Stop, Trip
from childdesk.domain.visit import Visit

RECORDS: dict[str, type[Record]] = {
    cls.record: cls
    for cls in (
        Child,
        Father,
        Mother,
        Guardian,
        Household,
        Trip,
        Visit,
        Referral,
        Person,
        Category,
        Absence,
        Residence,
        ParentState,
        PhoneRow,
        Name,
        Relief,
        Attachment,
        Item,
        Setting,
        Observation,
        Assessment,
        MandatoryReport,
        TemporaryCare,
        Agency,
        Task,
        Sheet,
        Stop,
        Homecoming,
        Sweep,
        SweepAnswer,
        Grading,
        Outgoing,
        Form,
        HandIn,
        Version,
        Directive,
        Village,
        Collection,
        Handed,
        Typed,
        ConsentScan,
        Transfer,
    )
}
"""Record name → class, in the order in which records are made: what is pointed at comes first."""

DATED: dict[str, type[Record]] = {
    name: RECORDS[name]
    for name in ("category", "absence", "residence", "parent_state", "phone", "name", "relief")
}
"""The records whose rows begin and end."""

KIN: dict[str, type[Record]] = {name: RECORDS[name] for name in ("father", "mother", "guardian")}
"""The records of the grown-ups of a child; a `holder` is the id of one of them, or of the child."""

PROTECTED: dict[str, str] = {
    "referral": "date",
    "parent_state": "checked_on",
    "observation": "date",
    "assessment": "date",
    "mandatory_report": "found_at",
    "temporary_care": "begins_at",
    "consent_scan": "taken_on",
}
"""The records that are sealed as a whole, with the field that says their day: everybody who may write can
make one, few can open it."""

RETIRED: frozenset[str] = frozenset()
"""`record.key` of fields that are no longer shown; their columns and values stay for ever."""

FIELDS: dict[str, Field[Any]] = {
    f"{name}.{key}": item for name, cls in RECORDS.items() for key, item in cls.fields().items()
}
"""`record.key` → field, records and fields in their order; derived values are not among them."""

DERIVED: dict[str, Derived[Any]] = {
    f"{name}.{key}": item for name, cls in RECORDS.items() for key, item in cls.derived().items()
}
"""`record.key` → a value computed when asked for."""

_NAMES = {id(item): name for name, item in [*FIELDS.items(), *DERIVED.items()]}


def record(name: str) -> type[Record]:
    """The class of a record name. Raises Refused for an unknown one."""
    found = RECORDS.get(name)
    if found is None:
        raise Refused("没有这种记录")
    return found


def field(name: str) -> Field[Any]:
    """The field of `record.key`. Raises Refused for an unknown one."""
    found = FIELDS.get(name)
    if found is None:
        raise Refused("没有这个栏目", name)
    return found


def name_of(item: Field[Any] | Derived[Any]) -> str:
    """`record.key` of a field object; raises KeyError for one that is in no record."""
    return _NAMES[id(item)]


def columns(record_name: str) -> tuple[str, ...]:
    """The columns of a record's table besides `id`: the keys of its stored fields in order."""
    return tuple(record(record_name).stored())


def links(cls: type[Record]) -> tuple[str, ...]:
    """The keys of a record's stored fields that point to other records."""
    return tuple(key for key, item in cls.stored().items() if isinstance(item.kind, Link))


def kept_as_typed(record_name: str, key: str, words: str) -> str:
    """The key (`was` or `was_sealed`) under which words that were not understood are kept.

    What was meant for a sealed field, or speaks of a sealed matter, is sealed too. Empty where the
    record keeps no such words.
    """
    fields = record(record_name).stored()
    meant = fields.get(key) or record(record_name).through().get(key)
    sealed = names_sealed_matter(words) or (meant is not None and meant.privacy is Privacy.S3)
    if sealed and "was_sealed" in fields:
        return "was_sealed"
    return "was" if "was" in fields else ""
