"""记走访. `page` is the page, `form` what is filled in, `memory` the cards beside it."""

from childdesk.ui.pages.visit.page import VisitPage

__all__ = ["VisitPage"]
