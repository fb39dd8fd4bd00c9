"""本县规则: the rule files of the county, looked at and edited; `page` is the page."""

from childdesk.ui.pages.rulefile.page import RuleFilePage

__all__ = ["RuleFilePage"]
