"""Fills somebody else's workbook: its parts are patched where they must be, and nowhere else."""
