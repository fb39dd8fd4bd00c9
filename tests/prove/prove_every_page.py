"""Every page in every look with nobody, five and 5,000 children: the walk of tests/ui in full.

python -m tests.prove.prove_every_page
"""

from __future__ import annotations

import os
import subprocess
import sys

NAMES = ["whole_in_every_look", "are_seen", "is_seen", "has_a_scene"]
"""The nine walks, and what shows that a broken page would be seen."""


def main() -> int:
    """Runs them in a process of their own, since the numbers of children are read when it starts."""
    environment = {**os.environ, "CHILDDESK_EVERY_PAGE": "1", "QT_QPA_PLATFORM": "offscreen"}
    command = [sys.executable, "-m", "pytest", "-q", "tests/ui/test_every_page.py", "-k", " or ".join(NAMES)]
    return subprocess.run(command, env=environment, check=False).returncode


if __name__ == "__main__":
    raise SystemExit(main())
