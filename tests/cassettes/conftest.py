"""Connections that replay a cassette; with STACKBASE_RECORD set, that record one."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import openstack
from openstack import profile
from openstack.testing.cassettes import cassette
from openstack.testing.scrubbing import REDACTED

if TYPE_CHECKING:
    from collections.abc import Iterator

CASSETTES = Path(__file__).parent / "recorded"
RECORD = bool(os.environ.get("STACKBASE_RECORD"))

#: The login as it stands on every cassette: hosts are numbered as they come.
REPLAYED = {
    "auth_url": "http://host-1.cloud.invalid/v3",
    "username": "demo",
    "password": REDACTED,
    "project_name": "demo",
    "user_domain_name": "Default",
    "project_domain_name": "Default",
}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Leave a replay no way to a network: not even to this machine."""
    for item in items:
        if CASSETTES.parent in item.path.parents and not RECORD:
            item.add_marker("disable_socket")


@pytest.fixture
def conn(request: pytest.FixtureRequest) -> Iterator[openstack.Connection]:
    """Yield a connection whose cassette is named after the test."""
    name = request.node.name
    if not RECORD:
        with cassette(name, directory=CASSETTES) as transport:
            yield openstack.connect(
                auth=REPLAYED, region_name="RegionOne", transport=transport
            )
        return
    cloud = request.getfixturevalue("localcloud")
    monkeypatch = request.getfixturevalue("monkeypatch")
    monkeypatch.setenv("OS_CLIENT_CONFIG_FILE", str(cloud.clouds_yaml))
    secrets = [str(profile.load("localcloud").auth["password"])]
    recorded = cassette(name, directory=CASSETTES, record=True, secrets=secrets)
    with recorded as transport:
        yield openstack.connect("localcloud", transport=transport)
