"""What every test shares: properties that repeat, Qt without a display, who runs beside whom."""

from __future__ import annotations

import os

import pytest
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


def pytest_itemcollected(item: pytest.Item) -> None:
    """The tests of a file stay in one process, where what they share is set up once; but for those that say
    with whom they go."""
    if item.get_closest_marker("xdist_group") is None:
        item.add_marker(pytest.mark.xdist_group(item.path.relative_to(item.config.rootpath).as_posix()))


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What takes long is begun first: at the end no process is left alone with it."""
    items.sort(key=lambda item: item.get_closest_marker("long") is None)
