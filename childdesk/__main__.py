"""Starts the program: the command line when there is a command, else the window."""

from __future__ import annotations

import sys

from childdesk.cli import run


def main() -> None:
    """Runs what the arguments ask for and ends with its exit code."""
    sys.exit(run(sys.argv[1:]))


if __name__ == "__main__":
    main()
