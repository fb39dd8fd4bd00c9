"""开户和停用: `page` is which village has a desk of its own, `one` one village, `given` the packs written."""

from childdesk.ui.pages.packs.page import PacksPage

__all__ = ["PacksPage"]
