from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from openstack import errors
from openstack.object_store import Container, Object
from openstack.testing import Answer

if TYPE_CHECKING:
    from openstack.object_store import ObjectStorage
    from openstack.testing import FakeCloud

TARGET = Object.from_wire({"name": "t?", "container": "d"})


@pytest.mark.parametrize(
    ("target", "container", "expected"),
    [
        ("å/t", None, "c/%C3%A5/t"),
        ("t", "d é", "d%20%C3%A9/t"),
        ("t", Container.from_wire({"name": "d"}), "d/t"),
        (TARGET, None, "d/t%3F"),
        (Object.from_wire({"name": "t"}), None, "c/t"),
    ],
)
def test_create_symlink(
    cloud: FakeCloud,
    ob: ObjectStorage,
    target: str | Object,
    container: str | Container | None,
    expected: str,
) -> None:
    cloud.on("object-store", "PUT", "/c/l", Answer(status=201, headers={"Etag": "e"}))

    made = ob.create_symlink("c", "l", target=target, target_container=container)

    sent = cloud.sent[0]
    assert (expected, "0", b"") == (
        sent.headers["x-symlink-target"],
        sent.headers["Content-Length"],
        sent.body,
    )
    assert ("l", "c", "e") == (made.name, made.container, made.etag)
    assert "x-symlink-target-account" not in sent.headers


def test_create_symlink__settings(cloud: FakeCloud, ob: ObjectStorage) -> None:
    cloud.on("object-store", "PUT", "/c/l", Answer(status=201))

    made = ob.create_symlink(
        "c",
        "l",
        target="t",
        target_account="AUTH_ö",
        target_etag="e",
        content_type="text/plain",
        metadata={"a": "b"},
        extra={"X-Delete-After": "60"},
    )

    expected = {
        "x-symlink-target": "c/t",
        "x-symlink-target-account": "AUTH_%C3%B6",
        "x-symlink-target-etag": "e",
        "content-type": "text/plain",
        "x-object-meta-a": "b",
        "x-delete-after": "60",
    }
    assert expected == {name: cloud.sent[0].headers[name] for name in expected}
    assert ("c/t", "e") == (made.symlink_target, made.symlink_target_etag)


def test_create_symlink__that_does_not_match(
    cloud: FakeCloud, ob: ObjectStorage
) -> None:
    cloud.on("object-store", "PUT", "/c/l", Answer(status=409))

    with pytest.raises(errors.Conflict):
        ob.create_symlink("c", "l", target="t", target_etag="e")
