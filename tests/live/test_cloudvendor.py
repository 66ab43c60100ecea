"""The model of a vendor, on a real Swift."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import uuid4

import pytest
import requests

from openstack.extensions import CloudVendor

if TYPE_CHECKING:
    from collections.abc import Iterator

    from openstack.localcloud import RunningCloud

pytestmark = pytest.mark.live


@pytest.fixture
def conn(
    localcloud: RunningCloud, monkeypatch: pytest.MonkeyPatch
) -> Iterator[CloudVendor.Connection]:
    """Connect to the local cloud by the vendor's class."""
    monkeypatch.setenv("OS_CLIENT_CONFIG_FILE", str(localcloud.clouds_yaml))
    with CloudVendor.Connection(cloud="localcloud") as connection:
        yield connection


@pytest.fixture
def container(conn: CloudVendor.Connection) -> Iterator[str]:
    """Name a container that is gone after the test."""
    name = f"vendor-{uuid4().hex}"
    yield name
    for entry in conn.object_store.objects(name):
        conn.object_store.delete_object(entry)
    conn.object_store.delete_container(name)


def test_container__belongs_to_a_team(
    conn: CloudVendor.Connection, container: str
) -> None:
    created = conn.object_store.create_container(container, team="Küche")

    assert created.team == "Küche"
    assert conn.object_store.get_container(container).team == "Küche"

    changed = conn.object_store.update_container(container, extra={"team": "garden"})

    assert changed.team == "garden"


def test_container__is_published(conn: CloudVendor.Connection, container: str) -> None:
    conn.object_store.create_container(container)
    conn.object_store.upload_object(container, "index.html", data=b"<h1>Hello</h1>")

    address = conn.object_store.publish_container(container)
    answer = requests.get(f"{address}index.html", timeout=30)

    assert (answer.status_code, answer.content) == (200, b"<h1>Hello</h1>")


def test_inventory__knows_what_holds_most(
    conn: CloudVendor.Connection, container: str
) -> None:
    conn.object_store.create_container(container)
    conn.object_store.upload_object(container, "large", data=b"x" * 100_000)

    # Swift counts a container's bytes with a delay, so the container is all that is
    # certain to be told.
    usages = list(conn.inventory.usages(prefix=container))
    largest = conn.inventory.largest_containers(count=1000)

    assert [usage.name for usage in usages] == [container]
    assert container in [usage.name for usage in largest]
    assert largest == sorted(largest, key=lambda usage: usage.bytes, reverse=True)
