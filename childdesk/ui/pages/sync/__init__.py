"""U盘同步: `page` is the stick and its one button, `pairing` the way to a first meeting."""

from childdesk.ui.pages.sync.page import SyncPage

__all__ = ["SyncPage"]
