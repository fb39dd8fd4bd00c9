"""两边都改了，请您定: what two places wrote differently, decided by a person."""

from childdesk.ui.pages.conflicts.page import ConflictsPage

__all__ = ["ConflictsPage"]
