"""转村申请: `page` is every request that waits, with its answer, and those that were answered."""

from childdesk.ui.pages.transfers.page import TransfersPage

__all__ = ["TransfersPage"]
