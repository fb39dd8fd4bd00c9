"""The one trick of the house: a class whose body is its catalogue of fields; instances hold the values."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, ClassVar, Generic, Self, TypeVar, overload

from childdesk.domain.kinds import Kind, Scalar
from childdesk.domain.privacy import Privacy

T = TypeVar("T")


class Field(Generic[T]):
    """One item of a record. It knows six things and no more: key, label, kind, required, privacy, hint.

    On the class it is the Field; on an instance it is the value or None. `required` means "incomplete
    without it" and never refuses a row.
    """

    key: str

    def __init__(
        self, label: str, kind: Kind[T], *, privacy: Privacy, required: bool = False, hint: str = ""
    ) -> None:
        self.label = label
        self.kind = kind
        self.privacy = privacy
        self.required = required
        self.hint = hint

    def __set_name__(self, owner: type[Record], name: str) -> None:
        self.key = name

    @overload
    def __get__(self, instance: None, owner: type[Record]) -> Self: ...

    @overload
    def __get__(self, instance: Record, owner: type[Record]) -> T | None: ...

    def __get__(self, instance: Record | None, owner: type[Record]) -> Self | T | None:
        if instance is None:
            return self
        raw = instance.raw.get(self.key)
        return None if raw is None else self.kind.from_db(raw)

    def __repr__(self) -> str:
        return f"<Field {self.key} {self.label}>"


class Current(Field[T]):
    """A field that is kept as dated rows and read from those valid today (or on the given day).

    `rows` is the record that keeps them, `column` the key there. Writing through it ends the row that
    is no longer true and begins another, so files, scripts and tests keep one name for the fact.
    """

    def __init__(
        self,
        label: str,
        kind: Kind[T],
        *,
        rows: str,
        column: str,
        privacy: Privacy,
        required: bool = False,
        hint: str = "",
    ) -> None:
        super().__init__(label, kind, privacy=privacy, required=required, hint=hint)
        self.rows = rows
        self.column = column


class Derived(Generic[T]):
    """A value computed when asked for, never stored: `function(record, on)`."""

    key: str

    def __init__(
        self, label: str, kind: Kind[T], function: Callable[[Any, date], T | None], *, privacy: Privacy
    ) -> None:
        self.label = label
        self.kind = kind
        self.function = function
        self.privacy = privacy

    def __set_name__(self, owner: type[Record], name: str) -> None:
        self.key = name

    @overload
    def __get__(self, instance: None, owner: type[Record]) -> Self: ...

    @overload
    def __get__(self, instance: Record, owner: type[Record]) -> Callable[[date], T | None]: ...

    def __get__(self, instance: Record | None, owner: type[Record]) -> Self | Callable[[date], T | None]:
        if instance is None:
            return self
        return lambda on: self.function(instance, on)


class Record:
    """One thing that is. `raw` maps field keys to stored scalars; absent and None are the same."""

    record: ClassVar[str]
    """Permanent name: table, journal, wire."""
    label: ClassVar[str]
    travels: ClassVar[bool] = True
    """Whether its changes are ever sent to another desk."""
    comes_down: ClassVar[bool] = False
    """Whether the desks below the unit that it belongs to receive it too."""
    anchors: ClassVar[tuple[tuple[str, ...], ...]] = ()
    """The keys without which a new one is refused; of each inner tuple one is enough."""

    def __init__(self, id: str, raw: Mapping[str, Scalar]) -> None:
        self.id = id
        self.raw = raw

    @classmethod
    def fields(cls) -> dict[str, Field[Any]]:
        """All fields by key in the order of the class body, inherited ones first."""
        return _fields(cls)

    @classmethod
    def stored(cls) -> dict[str, Field[Any]]:
        """The fields that are columns of its own table."""
        return _stored(cls)

    @classmethod
    def through(cls) -> dict[str, Current[Any]]:
        """The fields that are kept as dated rows."""
        return _through(cls)

    @classmethod
    def derived(cls) -> dict[str, Derived[Any]]:
        """The values computed when asked for."""
        found: dict[str, Derived[Any]] = {}
        for owner in reversed(cls.__mro__):
            found.update({key: item for key, item in vars(owner).items() if isinstance(item, Derived)})
        return found

    @classmethod
    def sealed(cls) -> frozenset[str]:
        """The keys of its stored S3 fields: they travel as a change of their own."""
        return _sealed(cls)


_FIELDS: dict[type, dict[str, Field[Any]]] = {}
_STORED: dict[type, dict[str, Field[Any]]] = {}
_THROUGH: dict[type, dict[str, Current[Any]]] = {}
_SEALED: dict[type, frozenset[str]] = {}


def _fields(cls: type[Record]) -> dict[str, Field[Any]]:
    if cls in _FIELDS:
        return _FIELDS[cls]
    found: dict[str, Field[Any]] = {}
    for owner in reversed(cls.__mro__):
        found.update({key: item for key, item in vars(owner).items() if isinstance(item, Field)})
    _FIELDS[cls] = found
    return found


def _stored(cls: type[Record]) -> dict[str, Field[Any]]:
    if cls not in _STORED:
        _STORED[cls] = {key: item for key, item in _fields(cls).items() if not isinstance(item, Current)}
    return _STORED[cls]


def _through(cls: type[Record]) -> dict[str, Current[Any]]:
    if cls not in _THROUGH:
        _THROUGH[cls] = {key: item for key, item in _fields(cls).items() if isinstance(item, Current)}
    return _THROUGH[cls]


def _sealed(cls: type[Record]) -> frozenset[str]:
    if cls not in _SEALED:
        _SEALED[cls] = frozenset(k for k, item in _stored(cls).items() if item.privacy is Privacy.S3)
    return _SEALED[cls]
