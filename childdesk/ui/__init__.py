"""What one sees: the window, its pages and widgets, papers as they are drawn.

Law: the only floor with Qt, and Qt's overrides do nothing that can fail. It may use desk and domain.
Window, pages, widgets, in this direction; one page never sees another.
"""
