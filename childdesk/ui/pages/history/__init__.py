"""修改记录 of the whole desk: `page` is the list with its filters, `detail` one entry and its undo."""

from childdesk.ui.pages.history.page import HistoryPage

__all__ = ["HistoryPage"]
