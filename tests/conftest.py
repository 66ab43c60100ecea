"""What holds for every test."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

#: Where the fixture ``localcloud`` comes from.
pytest_plugins = ["openstack.localcloud.pytest_plugin"]

UNIT_TESTS = Path(__file__).parent / "unit"

#: What the environment says about clouds, and about the way to them.
FOREIGN = ("OS_", "OPENSTACK_", "XDG_")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Run the unit tests first, and count the coverage of no others.

    The others prove other things. First, because a module that loads on first use
    is measured where it loads.
    """
    for item in items:
        if UNIT_TESTS not in item.path.parents:
            item.add_marker("no_cover")
    items.sort(key=lambda item: item.get_closest_marker("no_cover") is not None)


@pytest.fixture(autouse=True)
def clean_environment(
    monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Let no test see, or change, the configuration of whoever runs it."""
    for name in os.environ:
        if name.startswith(FOREIGN) or name.lower().endswith("_proxy"):
            monkeypatch.delenv(name)
    place = tmp_path_factory.mktemp("environment")
    for folder in ("home", "xdg", "work"):
        (place / folder).mkdir()
    monkeypatch.setenv("HOME", str(place / "home"))
    monkeypatch.setenv("XDG_CONFIG_DIRS", str(place / "xdg"))
    monkeypatch.chdir(place / "work")
