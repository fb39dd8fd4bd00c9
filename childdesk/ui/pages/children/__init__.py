"""儿童台账: everybody, narrowed and ordered. `page` is the page, `columns` what it knows of columns."""

from childdesk.ui.pages.children.page import ChildrenPage

__all__ = ["ChildrenPage"]
