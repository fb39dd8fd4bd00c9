"""Opens workbooks that have a password, in memory; the reading child alone does it."""

from __future__ import annotations

import io
import struct
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

from childdesk.domain.errors import Refused
from childdesk.files import sentences
from childdesk.files.grid import Budget

EVERYBODYS = "VelvetSweatshop"
"""The password of workbooks that are only protected against writing: Excel opens them without a question."""


def workbook(data: bytes, password: str, budget: Budget) -> bytes:
    """The .xlsx inside an encrypted container. Raises Refused: password wanted, wrong, or no way in."""
    from msoffcrypto.format import ooxml  # noqa: PLC0415 - few workbooks have a password

    budget.unpack(len(data))
    return _opened(ooxml.OOXMLFile, data, password, verify_password=True)


def old_workbook(data: bytes, password: str) -> bytes:
    """The .xls without its password. Raises Refused as `workbook` does."""
    from msoffcrypto.format import xls97  # noqa: PLC0415 - few workbooks have a password

    # The library would put the open workbook on the disk for a moment.
    xls97.tempfile = SimpleNamespace(TemporaryFile=io.BytesIO)
    return _opened(xls97.Xls97File, data, password)


def _opened(kind: Callable[..., Any], data: bytes, password: str, **how: bool) -> bytes:
    from msoffcrypto import exceptions  # noqa: PLC0415 - as above

    made = io.BytesIO()
    try:
        file = kind(io.BytesIO(data))
        file.load_key(password=password or EVERYBODYS, **how)
        file.decrypt(made)
    except exceptions.InvalidKeyError:
        raise Refused(sentences.WRONG_PASSWORD if password else sentences.PASSWORD, "password") from None
    except (
        exceptions.DecryptionError,
        exceptions.ParseError,
        exceptions.FileFormatError,
        OSError,
        struct.error,
        LookupError,
        ValueError,
        AssertionError,
        TypeError,
        AttributeError,
    ):  # what a damaged container makes the library stumble over
        raise Refused(sentences.LOCKED) from None
    return made.getvalue()
