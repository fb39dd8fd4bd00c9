"""返乡: which parents are home from when to when, and what only they can sign; `page` is the page."""

from childdesk.ui.pages.homecoming.page import HomecomingPage

__all__ = ["HomecomingPage"]
