"""The place 报表上报."""

from __future__ import annotations

from childdesk.ui.pages.reports.page import ReportsPage

__all__ = ["ReportsPage"]
