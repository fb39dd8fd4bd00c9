"""今日: what do I do now. `page` is the page, `rows` the children to see, `side` the cards beside them."""

from childdesk.ui.pages.today.page import TodayPage

__all__ = ["TodayPage"]
