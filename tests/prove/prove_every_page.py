"""Every page in every look with nobody, five and 5,000 children: the walk of tests/ui in full.

python -m tests.prove.prove_every_page [PYTEST'S WORDS…]
"""

from __future__ import annotations

import os
import subprocess
import sys
import time

from tests.ui import villages

NAMES = ["whole_in_every_look", "are_seen", "is_seen", "has_a_scene"]
"""The nine walks, and what shows that a broken page would be seen."""


def main() -> int:
    """Runs them two at a time, in processes of their own; the desk of 5,000 is made once, before."""
    begun = time.monotonic()
    villages.made(5000, longest=True)
    print(
        f"a desk of 5,000 children with their story is there ({time.monotonic() - begun:.0f} s)", flush=True
    )
    environment = {**os.environ, "CHILDDESK_EVERY_PAGE": "1", "QT_QPA_PLATFORM": "offscreen"}
    command = [sys.executable, "-m", "pytest", "-q", "tests/ui/test_every_page.py", "-k", " or ".join(NAMES)]
    command += ["--numprocesses", "2", "--dist", "load", "--durations", "9", *sys.argv[1:]]
    return subprocess.run(command, env=environment, check=False).returncode


if __name__ == "__main__":
    raise SystemExit(main())
