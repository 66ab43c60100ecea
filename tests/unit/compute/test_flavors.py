from __future__ import annotations

from typing import Any

import pytest

from openstack import errors
from openstack.compute import Flavor
from openstack.testing import Answer, FakeCloud

# The members of an answer of nova, from its API reference.
# https://docs.openstack.org/api-ref/compute/#show-flavor-details
WIRE: dict[str, Any] = {
    "id": "1",
    "name": "m1.tiny",
    "description": None,
    "vcpus": 1,
    "ram": 512,
    "disk": 1,
    "OS-FLV-EXT-DATA:ephemeral": 0,
    "swap": 64,
    "os-flavor-access:is_public": True,
    "extra_specs": {"hw:numa_nodes": "1"},
    "rxtx_factor": 1.0,
}


def test_flavor__every_field() -> None:
    assert Flavor.from_wire(WIRE) == Flavor(
        id="1",
        name="m1.tiny",
        vcpus=1,
        ram=512,
        disk=1,
        ephemeral=0,
        swap=64,
        is_public=True,
        extra_specs={"hw:numa_nodes": "1"},
        extra={"rxtx_factor": 1.0},
    )


def test_flavor__without_swap_on_an_older_cloud() -> None:
    """It has none, which the service writes as an empty string."""
    assert Flavor.from_wire(WIRE | {"swap": ""}).swap == 0


def test_flavor__swap_that_is_no_number() -> None:
    with pytest.raises(errors.InvalidAnswer, match="'much' as 'swap' of a Flavor"):
        Flavor.from_wire(WIRE | {"swap": "much"})


def test_get_flavor(cloud: FakeCloud) -> None:
    cloud.on("compute", "GET", "/flavors/1", Answer(json={"flavor": WIRE}))

    assert cloud.connect().compute.get_flavor(Flavor(id="1")).ram == 512


def test_find_flavor__by_name(cloud: FakeCloud) -> None:
    """The service cannot filter by name: all of them are looked at."""
    found = {"flavors": [{"id": "0", "name": "m1"}, WIRE]}
    cloud.on("compute", "GET", "/flavors/m1.tiny", Answer(status=404))
    cloud.on("compute", "GET", "/flavors/detail", Answer(json=found))

    flavor = cloud.connect().compute.find_flavor("m1.tiny", ignore_missing=False)

    assert flavor is not None
    assert flavor.id == "1"
    assert cloud.sent[1].query == {}


def test_flavors(cloud: FakeCloud) -> None:
    cloud.on("compute", "GET", "/flavors/detail", Answer(json={"flavors": [WIRE]}))

    found = cloud.connect().compute.flavors(
        min_disk=1, min_ram=512, limit=5, extra={"is_public": "None"}
    )

    assert [flavor.name for flavor in found] == ["m1.tiny"]
    assert cloud.sent[0].query == {
        "minDisk": "1",
        "minRam": "512",
        "limit": "5",
        "is_public": "None",
    }
