"""The drill with two desks and a stick that is pulled in the middle."""

from childdesk.ui.pages.drill.page import DrillPage

__all__ = ["DrillPage"]
