"""Tests mirror the package; stories are what a village officer does; the house holds the contracts."""
