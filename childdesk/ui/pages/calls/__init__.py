"""电话访: the evening round; `page` is the page, `form` one call."""

from childdesk.ui.pages.calls.page import CallsPage

__all__ = ["CallsPage"]
