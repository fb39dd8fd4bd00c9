"""Counts wrong passphrases and makes the next guess wait; a brake for the shared desk, not a lock.

Who has carried the files away is held up by Argon2id and by nothing in this file.
"""

from __future__ import annotations

import contextlib
import json
import math
from dataclasses import dataclass
from pathlib import Path

from childdesk.domain.clock import Clock
from childdesk.domain.errors import Refused, Unavailable
from childdesk.store import durable

FILE = "attempts.json"
FREE_TRIES = 5
WAIT = 60.0
"""Seconds."""

WRONG = "口令不对。您的数据没有动。"


@dataclass(frozen=True)
class Attempts:
    """The wrong tries at one home folder: by person id how many, and when the last was."""

    home: Path
    clock: Clock

    def check(self, person: str) -> None:
        """Raise Refused while this person has to wait; a clock that was set back holds nobody up."""
        left = self.left(person)
        if left:
            raise Refused(f"请等{left}秒再试。您的数据没有动。", "passphrase")

    def left(self, person: str) -> int:
        """Whole seconds until this person may try again; 0 when at once."""
        wrong, last = self._known().get(person, (0, 0.0))
        passed = self._now() - last
        return math.ceil(WAIT - passed) if wrong >= FREE_TRIES and 0 <= passed < WAIT else 0

    def wrong(self, person: str) -> Refused:
        """Note a wrong try; returns what to raise."""
        known = self._known()
        count = known.get(person, (0, 0.0))[0] + 1
        self._keep(known | {person: (count, self._now())})
        left = FREE_TRIES - count
        tail = f"再试{left}次后要等1分钟。" if left > 0 else "请等1分钟再试。"
        return Refused(WRONG + tail, "passphrase")

    def right(self, person: str) -> None:
        """Forget this person's wrong tries."""
        known = self._known()
        if known.pop(person, None):
            self._keep(known)

    def _now(self) -> float:
        return self.clock.now().timestamp()

    def _known(self) -> dict[str, tuple[int, float]]:
        try:
            content = json.loads((self.home / FILE).read_bytes())
            return {str(person): (int(count), float(last)) for person, (count, last) in content.items()}
        except (OSError, ValueError, TypeError, AttributeError):
            # Absent, damaged or tampered with: whoever can do that can carry the files away as well.
            return {}

    def _keep(self, known: dict[str, tuple[int, float]]) -> None:
        # A full disk must not keep the right passphrase from opening the ledger.
        with contextlib.suppress(Unavailable):
            durable.replace_file(self.home / FILE, json.dumps(known).encode())
