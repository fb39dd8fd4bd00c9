"""The one place through which every change of a followed record goes, whoever makes it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from childdesk.domain import mandatory_steps, referral_steps
from childdesk.domain.kinds import Scalar

Values = Mapping[str, Scalar]
FOLLOWED = ("referral", "mandatory_report", "temporary_care")


def obeyed(record: str, before: Values, changes: Mapping[str, Scalar], now: datetime) -> dict[str, Scalar]:
    """The changes with what belongs to them. Raises Refused at the field for what is not allowed.

    `before` is empty for a record that is new. Records that nobody follows pass as they are.
    """
    if record == "referral":
        made = referral_steps.patch(before, changes, now)
        referral_steps.refuse(before, {**before, **made}, now)
        return made
    if record in FOLLOWED:
        made = mandatory_steps.patch(record, before, changes, now)
        mandatory_steps.refuse(record, before, {**before, **made}, now)
        return made
    return dict(changes)
