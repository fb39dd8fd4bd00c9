"""Fills card forms: a label beside its blank, one child per sheet, or several one below the other."""
