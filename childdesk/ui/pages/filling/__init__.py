"""Is the page 填表: somebody else's form, filled from the register and written beside it."""

from childdesk.ui.pages.filling.page import FillPage

__all__ = ["FillPage"]
