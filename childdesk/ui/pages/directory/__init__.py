"""服务机构名录: whom to call, with hours and the day on which the number was tried."""

from childdesk.ui.pages.directory.page import DirectoryPage

__all__ = ["DirectoryPage"]
