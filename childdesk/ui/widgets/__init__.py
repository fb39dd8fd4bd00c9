"""The building blocks of pages: editors, tables, banners, the plan's preview.

Law: a widget is named for what it is, knows kinds and values, and never knows which page it stands on.
"""
