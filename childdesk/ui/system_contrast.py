"""Asks the desktop whether a high-contrast scheme is in force, in which its colours win over ours."""

from __future__ import annotations

import ctypes
from typing import Any, ClassVar

SPI_GETHIGHCONTRAST = 0x0042
HCF_HIGHCONTRASTON = 0x0001


class HighContrast(ctypes.Structure):
    """HIGHCONTRASTW of the Windows interface."""

    _fields_: ClassVar[list[tuple[str, Any]]] = [
        ("cbSize", ctypes.c_uint),
        ("dwFlags", ctypes.c_uint),
        ("lpszDefaultScheme", ctypes.c_wchar_p),
    ]


def in_force() -> bool:
    """Whether Windows shows a high-contrast scheme; elsewhere never, since no other desktop tells."""
    windows: Any = getattr(ctypes, "windll", None)
    if windows is None:
        return False
    asked = HighContrast(cbSize=ctypes.sizeof(HighContrast))
    told = windows.user32.SystemParametersInfoW(SPI_GETHIGHCONTRAST, asked.cbSize, ctypes.byref(asked), 0)
    return bool(told and asked.dwFlags & HCF_HIGHCONTRASTON)
