"""儿童档案: one child. `page` is the page; each tab is a module of its own, `layout` places the fields."""

from childdesk.ui.pages.child.page import ChildPage

__all__ = ["ChildPage"]
