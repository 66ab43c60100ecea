from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest

from openstack.errors import InvalidArgument, NotFound
from openstack.object_store import Container, ObjectStorage
from openstack.resource import wire
from openstack.testing import Answer

if TYPE_CHECKING:
    from collections.abc import Callable

    from openstack.testing import FakeCloud

HEADERS = {
    "Content-Type": "text/plain; charset=utf-8",
    "X-Container-Object-Count": "2",
    "X-Container-Bytes-Used": "10",
    "X-Container-Read": ".r:*",
    "X-Container-Sync-Key": "t0p",
    "X-Container-Meta-Quota-Count": "7",
    "X-Container-Meta-Colour": "bl\u00c3\u00a5",
    "X-Versions-Enabled": "False",
    "X-Versions-Location": "old%20ones",
    "X-Storage-Policy": "gold",
    "X-Timestamp": "1700000000.12345",
    "Last-Modified": "Tue, 14 Nov 2023 22:13:21 GMT",
}


def test_create_container(cloud: FakeCloud, ob: ObjectStorage) -> None:
    cloud.on("object-store", "PUT", "/a b", Answer(status=201))
    cloud.on("object-store", "HEAD", "/a b", Answer(status=204, headers=HEADERS))

    made = ob.create_container(
        "a b",
        metadata={"Colour": "blå"},
        read_acl=".r:*",
        write_acl="project:*",
        storage_policy="gold",
        quota_bytes=100,
        quota_count=7,
        versions_enabled=False,
        sync_to="//realm/cluster/account/other",
        sync_key="t0p",
        extra={"X-Thing": "1"},
    )

    assert made.name == "a b"
    sent = cloud.sent[0]
    expected = {
        "x-container-meta-colour": "bl\u00c3\u00a5",
        "x-container-read": ".r:*",
        "x-container-write": "project:*",
        "x-storage-policy": "gold",
        "x-container-meta-quota-bytes": "100",
        "x-container-meta-quota-count": "7",
        "x-versions-enabled": "false",
        "x-container-sync-to": "//realm/cluster/account/other",
        "x-container-sync-key": "t0p",
        "x-thing": "1",
    }
    assert expected == {n: v for n, v in sent.headers.items() if n in expected}
    assert ("/a%20b", b"") == (sent.path, sent.body)


def test_create_container__with_older_versions(
    cloud: FakeCloud, ob: ObjectStorage
) -> None:
    cloud.on("object-store", "PUT", "/c", Answer(status=201))
    cloud.on("object-store", "HEAD", "/c", Answer(status=204))

    old = Container.from_wire({"name": "ånd/so"})
    ob.create_container("c", versions_location="ånd so")
    ob.create_container("c", history_location=old)

    assert cloud.sent[0].headers["x-versions-location"] == "%C3%A5nd%20so"
    assert cloud.sent[2].headers["x-history-location"] == "%C3%A5nd%2Fso"


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("", "The name of the container is empty"),
        ("a/b", "may hold no slash"),
        ("\u00e5" * 129, "is 258 bytes long in UTF-8, and may have 256"),
        ("a\0b", "holds a null character"),
        ("\ud800", "is no valid Unicode"),
        (7, "The container, or its name, is needed, and 'int' is neither"),
        (None, "'NoneType' is neither"),
    ],
)
def test_create_container__bad_name(
    cloud: FakeCloud, ob: ObjectStorage, name: Any, why: str
) -> None:
    with pytest.raises(InvalidArgument, match=why):
        ob.create_container(name)

    assert [] == cloud.sent


@pytest.mark.parametrize(
    ("options", "why"),
    [
        ({"read_acl": ".r:*\r\nX-Evil: 1"}, "has a line break"),
        ({"metadata": {"a": "b\n"}}, "has a line break"),
        ({"metadata": {"a": "b "}}, "or a space at an end"),
        ({"metadata": {"a": "\ud800"}}, "is no valid Unicode"),
        ({"metadata": {"a": 7}}, "is 'int', and must be text"),
        ({"metadata": {"a b": "c"}}, "Metadata cannot be named 'a b'"),
        ({"metadata": {"a_b": "c"}}, "without spaces, colons and underscores"),
        ({"metadata": {"": "c"}}, "Metadata cannot be named ''"),
        ({"metadata": {"\u00e5": "c"}}, "made of ASCII letters"),
        ({"metadata": {"a": "b", "A": "c"}}, "named 'A' twice"),
        ({"quota_bytes": -1}, "cannot be negative"),
        ({"quota_count": -1}, "cannot be negative"),
        ({"extra": {"bad name": "1"}}, "A header cannot be named 'bad name'"),
    ],
)
def test_create_container__bad_setting(
    cloud: FakeCloud, ob: ObjectStorage, options: dict[str, Any], why: str
) -> None:
    with pytest.raises(InvalidArgument, match=why):
        ob.create_container("c", **options)

    assert [] == cloud.sent


def test_create_container__misspelt(ob: ObjectStorage) -> None:
    create: Any = ob.create_container

    with pytest.raises(TypeError, match="read_ACL"):
        create("c", read_ACL=".r:*")


def test_get_container(cloud: FakeCloud, ob: ObjectStorage) -> None:
    cloud.on("object-store", "HEAD", "/c", Answer(status=204, headers=HEADERS))

    found = ob.get_container("c")

    assert ("c", "c", 2, 10) == (found.id, found.name, found.count, found.bytes)
    assert found.versions_enabled is False
    assert ("old ones", "gold", 7) == (
        found.versions_location,
        found.storage_policy,
        found.quota_count,
    )
    assert datetime(2023, 11, 14, 22, 13, 21, tzinfo=UTC) == found.last_modified
    assert {"colour": "blå"} == found.metadata
    assert "t0p" not in repr(found)


def test_get_container__missing(cloud: FakeCloud, ob: ObjectStorage) -> None:
    cloud.on("object-store", "HEAD", "/c", Answer(status=404))

    with pytest.raises(NotFound):
        ob.get_container("c")


def test_get_container__of_a_list_that_tells_a_prefix(
    cloud: FakeCloud, ob: ObjectStorage
) -> None:
    """What several names begin with is no container."""
    with pytest.raises(InvalidArgument, match="'a-' is what several names begin with"):
        ob.get_container(Container.from_wire({"subdir": "a-"}))

    assert [] == cloud.sent


class NimbusContainer(Container):
    """A container of Nimbus."""

    #: The department that pays for it.
    department: str | None = wire("x-container-meta-department")


class NimbusStorage(ObjectStorage):
    """The Object Storage of Nimbus."""

    container_class = NimbusContainer


OPERATIONS: list[Callable[[NimbusStorage], Container]] = [
    lambda ob: ob.get_container("c"),
    lambda ob: ob.get_container_metadata("c"),
    lambda ob: ob.create_container("c", extra={"department": "it"}),
    lambda ob: ob.update_container("c", extra={"department": "it"}),
    lambda ob: ob.set_container_metadata("c", {"a": "b"}),
    lambda ob: ob.set_container_website("c", index="index.html"),
    lambda ob: ob.delete_container_website("c"),
    lambda ob: next(ob.containers()),
]


@pytest.mark.parametrize("operation", OPERATIONS)
def test_container_class(
    cloud: FakeCloud, operation: Callable[[NimbusStorage], Container]
) -> None:
    """Every operation returns what a vendor put in the place of a container."""
    headers = {"X-Container-Meta-Department": "it"}
    cloud.on("object-store", "HEAD", "/c", Answer(status=204, headers=headers))
    for method in ("PUT", "POST"):
        cloud.on("object-store", method, "/c", Answer(status=204))
    listed = [{"name": "c", "x-container-meta-department": "it"}]
    cloud.on("object-store", "GET", "/", Answer(json=listed))

    found = operation(NimbusStorage(cloud.connect()))

    assert isinstance(found, NimbusContainer)
    assert found.department == "it"
    assert {} == found.metadata


def test_container_class__settings(cloud: FakeCloud) -> None:
    """A vendor's field is set by its name, and sent as its header."""
    cloud.on("object-store", "POST", "/c", Answer(status=204))
    cloud.on("object-store", "HEAD", "/c", Answer(status=204))

    NimbusStorage(cloud.connect()).update_container("c", extra={"department": "it"})

    assert cloud.sent[0].headers["x-container-meta-department"] == "it"


def test_get_container_metadata(cloud: FakeCloud, ob: ObjectStorage) -> None:
    cloud.on("object-store", "HEAD", "/c", Answer(status=204, headers=HEADERS))

    assert {"colour": "blå"} == ob.get_container_metadata("c").metadata


def test_containers(cloud: FakeCloud, ob: ObjectStorage) -> None:
    listed = [
        {"name": "a", "count": 1, "bytes": 2, "last_modified": "2023-11-14T22:13:20.5"},
        {"subdir": "b-"},
    ]
    cloud.on("object-store", "GET", "/", Answer(json=listed), Answer(json=[]))

    found = list(ob.containers(prefix="", delimiter="-", reverse=True))

    assert ["a", "b-"] == [c.name for c in found]
    assert [None, "b-"] == [c.subdir for c in found]
    assert (1, 2) == (found[0].count, found[0].bytes)
    assert datetime(2023, 11, 14, 22, 13, 20, 500000, UTC) == found[0].last_modified
    first, second = (sent.query for sent in cloud.sent)
    assert {
        "format": "json",
        "prefix": "",
        "delimiter": "-",
        "reverse": "true",
    } == first
    assert second["marker"] == "b-"


def test_containers__all_on_one_page(cloud: FakeCloud, ob: ObjectStorage) -> None:
    """A page that holds as many as the account is the only one."""
    headers = {"X-Account-Container-Count": "2"}
    listed = [{"name": "a"}, {"name": "b"}]
    cloud.on("object-store", "GET", "/", Answer(json=listed, headers=headers))

    assert ["a", "b"] == [c.name for c in ob.containers()]
    assert len(cloud.sent) == 1


def test_containers__bad_limit(cloud: FakeCloud, ob: ObjectStorage) -> None:
    with pytest.raises(InvalidArgument, match="limit is 0, and must be above zero"):
        ob.containers(limit=0)

    assert [] == cloud.sent


def test_containers__none(cloud: FakeCloud, ob: ObjectStorage) -> None:
    """An empty list may come without a body."""
    cloud.on("object-store", "GET", "/", Answer(status=204))

    assert [] == list(ob.containers())


def test_update_container(cloud: FakeCloud, ob: ObjectStorage) -> None:
    cloud.on("object-store", "POST", "/c", Answer(status=204))
    cloud.on("object-store", "HEAD", "/c", Answer(status=204, headers=HEADERS))

    found = ob.update_container(
        "c",
        read_acl=None,
        write_acl="w",
        quota_bytes=None,
        versions_enabled=True,
        history_location=None,
        metadata={"a": "b"},
    )

    sent = cloud.sent[0].headers
    assert ("", "w", "", "true", "", "b") == tuple(
        sent[name]
        for name in (
            "x-container-read",
            "x-container-write",
            "x-container-meta-quota-bytes",
            "x-versions-enabled",
            "x-history-location",
            "x-container-meta-a",
        )
    )
    assert "x-versions-location" not in sent
    assert found.count == 2


def test_set_container_metadata(cloud: FakeCloud, ob: ObjectStorage) -> None:
    cloud.on("object-store", "POST", "/c", Answer(status=204))
    cloud.on("object-store", "HEAD", "/c", Answer(status=204, headers=HEADERS))

    assert {"colour": "blå"} == ob.set_container_metadata("c", {"b": "c"}).metadata
    assert cloud.sent[0].headers["x-container-meta-b"] == "c"


def test_set_container_metadata__without_looking(
    cloud: FakeCloud, ob: ObjectStorage
) -> None:
    cloud.on("object-store", "POST", "/c", Answer(status=204))

    found = ob.set_container_metadata("c", {"b": "c"}, refresh=False)

    assert ("c", {"b": "c"}) == (found.name, found.metadata)
    assert len(cloud.sent) == 1


def test_delete_container_metadata(cloud: FakeCloud, ob: ObjectStorage) -> None:
    cloud.on("object-store", "POST", "/c", Answer(status=204))

    ob.delete_container_metadata("c", ["B"])

    assert cloud.sent[0].headers["x-container-meta-b"] == ""
