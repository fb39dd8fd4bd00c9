"""The privacy door: values leave this floor only as what the viewer may see, masked by their kind."""

from __future__ import annotations

from collections.abc import Mapping

from childdesk.desk.session import Right, Session
from childdesk.domain import catalogue
from childdesk.domain.change import ITEM
from childdesk.domain.errors import Refused
from childdesk.domain.kinds import Scalar, typed_words
from childdesk.domain.privacy import S3, SEALED, asks_telephone, hidden, mask
from childdesk.domain.record import Field
from childdesk.store import access, reader


def text(field: Field[object], raw: Scalar) -> str:
    """A stored scalar in words, unmasked; only for what this floor itself computes with."""
    if raw is None:
        return ""
    return field.kind.shown(raw)


def one(field: Field[object], raw: Scalar) -> str:
    """A stored scalar as a screen or list shows it: S3 sealed, numbers masked, everything else whole."""
    if raw is None:
        return ""
    if field.privacy is S3:
        return SEALED
    words = text(field, raw)
    return mask(words, field.kind.mask) if field.kind.mask else words


def item(label: str, raw: Scalar) -> str:
    """What stands in an item of the desk's own as a screen shows it: numbers in it are masked."""
    return "" if raw is None else hidden(str(raw), telephone=asks_telephone(label))


def typed(record: str, raw: Scalar) -> dict[str, str]:
    """What was typed and not understood, by field key, each masked by the kind that it was meant for."""
    if raw is None:
        return {}
    cls_fields = catalogue.RECORDS[record].fields()
    found: dict[str, str] = {}
    for key, words in typed_words(str(raw)).items():
        way = cls_fields[key].kind.mask if key in cls_fields else None
        found[key] = mask(words, way) if way else words
    return found


def fields(record: str, raw: Mapping[str, Scalar]) -> dict[str, str | None]:
    """Every field of a record as shown; None where nothing was collected."""
    items = catalogue.RECORDS[record].fields()
    found = {key: one(field, raw.get(key)) or None for key, field in items.items()}
    if found.get("was") and items["was"].privacy is not S3:
        kept = typed(record, raw.get("was"))
        found["was"] = "；".join(f"{items[key].label}：{words}" for key, words in kept.items())
    return found


def reveal(session: Session, record: str, row: str, key: str, reason: str) -> str:
    """The whole value of one field; noted in the access log.

    S3 needs the right and a reason; a masked number needs neither but is noted. Raises Refused.
    """
    field = catalogue.RECORDS[record].fields().get(key)
    if field is None and not key.startswith(ITEM):
        raise Refused(f"没有“{key}”这一项", key)
    if field is not None and field.privacy is S3:
        session.require(Right.S3)
        if not reason.strip():
            raise Refused("打开保密记录要写明理由", key)
    session.require(Right.VIEW)
    raw = reader.whole(session.ledger.connection, record, row, session.today)
    if raw is None:
        raise Refused("没有找到这份记录")
    access.note(
        session.ledger.connection,
        session.clock,
        session.person,
        "reveal",
        record=row,
        fields=f"{record}.{key}",
        reason=reason,
    )
    return str(raw.get(key) or "") if field is None else text(field, raw.get(key))
