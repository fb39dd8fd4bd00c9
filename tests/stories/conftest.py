"""Stories run as the tests of the window do: one look, nothing left behind, every warning of Qt a failure."""

from __future__ import annotations

from tests.ui.conftest import (  # noqa: F401 fixtures are found by their names here
    ask,
    nothing_left,
    nothing_slow,
    pytest_itemcollected,
    shown,
    usual_look,
    window,
)
