"""录入助手: `page` is a child's fields in the national system's order, `shelf` who is left."""

from childdesk.ui.pages.typing.page import TypingPage

__all__ = ["TypingPage"]
