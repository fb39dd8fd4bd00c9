"""ChildDesk (童档) keeps the records of one village's children, sealed, on one computer.

Five floors, one direction: ui → desk → store | files → domain. app.py (the window) and cli.py (the command
line) stand on the roof and alone know all of them. A feature has one name on every floor. ARCHITECTURE.md
is the plan.
"""
