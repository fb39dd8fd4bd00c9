"""专项排查 and 去向核对: worked off with number keys; `page` is the page, `asking` one child."""

from childdesk.ui.pages.sweep.page import SweepPage

__all__ = ["SweepPage"]
