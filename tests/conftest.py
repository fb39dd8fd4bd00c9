"""What every test shares: properties that repeat, and Qt without a display."""

from __future__ import annotations

import os

from hypothesis import HealthCheck, settings

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

# The same examples on every machine and every day: a red build can be repeated. A property that wants other
# seeds says so itself. Deadlines would measure the machine, not the code.
settings.register_profile(
    "childdesk",
    derandomize=True,
    database=None,
    deadline=None,
    print_blob=True,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("childdesk")
