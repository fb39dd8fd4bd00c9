"""录入走访单: the code of a sheet, then number keys in its order; `page` is the page, `rows` its lines."""

from childdesk.ui.pages.keying.page import KeyingPage

__all__ = ["KeyingPage"]
