from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from openstack import errors

if TYPE_CHECKING:
    import openstack


def test_container_and_object(conn: openstack.Connection) -> None:
    storage = conn.object_store
    created = storage.create_container("cassette", metadata={"colour": "blue"})
    storage.upload_object("cassette", "a/b ü.txt", data=b"recorded")
    listed = list(storage.objects("cassette"))
    body = storage.download_object("a/b ü.txt", container="cassette")
    storage.delete_object("a/b ü.txt", container="cassette")
    storage.delete_container("cassette")

    assert created.metadata == {"colour": "blue"}
    assert [(o.name, o.content_length) for o in listed] == [("a/b ü.txt", 8)]
    assert body == b"recorded"


def test_get_container__missing(conn: openstack.Connection) -> None:
    with pytest.raises(errors.NotFound, match="no-such-container") as raised:
        conn.object_store.get_container("no-such-container")

    assert re.fullmatch("tx[0-9a-f]{21}-[0-9a-f]{10}", raised.value.request_id or "")


def test_containers__pages(conn: openstack.Connection) -> None:
    storage = conn.object_store
    for number in range(5):
        storage.create_container(f"page-{number}")
    names = [c.name for c in storage.containers(prefix="page-", limit=2)]
    for name in names:
        storage.delete_container(name)

    assert names == [f"page-{number}" for number in range(5)]
