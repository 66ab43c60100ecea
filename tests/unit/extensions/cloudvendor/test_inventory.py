from __future__ import annotations

from typing import Any

import pytest

from openstack.extensions import CloudVendor
from openstack.testing import Answer, FakeCloud

CONTAINERS: list[dict[str, Any]] = [
    {"name": "a", "count": 1, "bytes": 10},
    {"name": "b", "count": 3, "bytes": 30},
    {"name": "c", "count": 2, "bytes": 20},
]


@pytest.fixture
def inventory(cloud: FakeCloud) -> CloudVendor.Inventory:
    """Return the inventory of a cloud with three containers."""
    headers = {"X-Account-Container-Count": "3"}
    cloud.on("object-store", "GET", "/", Answer(json=CONTAINERS, headers=headers))
    return cloud.connect(CloudVendor.Connection).inventory


def test_usages__every_container(inventory: CloudVendor.Inventory) -> None:
    usages = list(inventory.usages())

    assert [(u.id, u.name, u.count, u.bytes) for u in usages] == [
        ("a", "a", 1, 10),
        ("b", "b", 3, 30),
        ("c", "c", 2, 20),
    ]


def test_usages__prefix(cloud: FakeCloud, inventory: CloudVendor.Inventory) -> None:
    cloud.on("object-store", "GET", "/", Answer(json=[]))

    assert list(inventory.usages(prefix="log-")) == []
    assert cloud.sent[0].query == {"format": "json", "prefix": "log-"}


def test_largest_containers__the_largest_first(
    inventory: CloudVendor.Inventory,
) -> None:
    assert [usage.name for usage in inventory.largest_containers()] == ["b", "c", "a"]
    assert [usage.name for usage in inventory.largest_containers(count=1)] == ["b"]
