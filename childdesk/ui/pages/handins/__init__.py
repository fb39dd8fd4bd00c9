"""Is the page 上报: what is asked for and by when, and how far each paper is."""

from childdesk.ui.pages.handins.page import HandInsPage

__all__ = ["HandInsPage"]
