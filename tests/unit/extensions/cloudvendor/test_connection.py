from __future__ import annotations

from typing import TYPE_CHECKING

import openstack
from openstack import profile as profiles
from openstack.compute import Compute
from openstack.extending import registry
from openstack.extensions import CloudVendor, CloudVendorStorage
from openstack.extensions.cloudvendor import static

if TYPE_CHECKING:
    from openstack.testing import FakeCloud


def test_connection__services(cloud: FakeCloud) -> None:
    with cloud.connect(vendor="cloud-vendor") as conn:
        assert type(conn) is CloudVendor.Connection
        assert type(conn.object_store) is CloudVendorStorage
        assert type(conn.compute) is Compute


def test_connection__chosen_by_the_auth_host() -> None:
    auth = {"auth_url": "https://identity.north.cloudvendor.example/v3"}

    with openstack.connect(auth={**auth, "username": "a", "password": "b"}) as conn:
        assert conn.resolution.rule == "auth host"
        assert conn.resolution.extension == "CloudVendor"


def test_profile__has_the_address_of_each_region() -> None:
    south = profiles.load(
        options={"profile": "cloudvendor", "region_name": "south", "username": "a"},
        vendor_profile=registry.profile,
    )

    assert south.auth["auth_url"] == "https://identity.south.cloudvendor.example/v3"


def test_static__is_what_there_is() -> None:
    """Type checkers are told the truth."""
    told = {
        name: what for name, what in vars(static.CloudVendor).items() if name[0] != "_"
    }

    assert told == {name: getattr(CloudVendor, name) for name in dir(CloudVendor)}
    assert static.CloudVendorStorage is CloudVendorStorage
