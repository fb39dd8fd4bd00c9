"""ChildDesk keeps the records of one village's children, sealed, on one computer."""
