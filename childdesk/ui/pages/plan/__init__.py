"""走访: the month and the week of visits, and what lies around them; `page` is the page, `grid` its days."""

from childdesk.ui.pages.plan.page import PlanPage

__all__ = ["PlanPage"]
