"""The table of broken rules and the tests that catch them: `python -m tests.prove.prove_sync_rules`."""

from __future__ import annotations

import sys

from tests.store.broken_rules import BROKEN, caught

if __name__ == "__main__":
    missed = 0
    for name, (_, test) in BROKEN.items():
        how = caught(name)
        missed += not how
        print(f"{name:40} {test.__name__} → {how or 'NOT CAUGHT'}", flush=True)
    print(f"prove_sync_rules: broken rules={len(BROKEN)} not caught={missed}")
    sys.exit(1 if missed else 0)
