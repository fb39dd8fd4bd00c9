"""Pictures as the pages of a paper view: they stand in memory only."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QImage


class Scanned:
    """Pictures as pages."""

    def __init__(self, pictures: Sequence[bytes]) -> None:
        self._images = [QImage.fromData(picture) for picture in pictures]

    def pages(self) -> int:
        """How many."""
        return len(self._images)

    def image(self, number: int, wide: int) -> QImage:
        """One of them, as wide as it is wanted."""
        return self._images[number].scaledToWidth(wide, Qt.TransformationMode.SmoothTransformation)
