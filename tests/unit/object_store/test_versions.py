from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from openstack import errors
from openstack.errors import InvalidArgument
from openstack.object_store import Object
from openstack.testing import Answer

if TYPE_CHECKING:
    from openstack.object_store import ObjectStorage
    from openstack.testing import FakeCloud


def version(name: str, version_id: str, **members: Any) -> dict[str, Any]:
    """Return what a list says of a version."""
    return {"name": name, "version_id": version_id, "is_latest": False, **members}


def test_object_versions(cloud: FakeCloud, ob: ObjectStorage) -> None:
    """One name may have more versions than a page has items."""
    pages: tuple[list[dict[str, Any]], ...] = (
        [version("a", "9", is_latest=True), version("a", "8")],
        [version("a", "7"), version("a", "null")],
        [],
    )
    cloud.on("object-store", "GET", "/c", *(Answer(json=page) for page in pages))

    found = list(ob.object_versions("c", prefix="a", reverse=False, extra={"x": "y"}))

    assert ["9", "8", "7", "null"] == [v.version_id for v in found]
    assert [True, False, False, False] == [v.is_latest for v in found]
    assert {"c"} == {v.container for v in found}
    markers = [
        (s.query.get("marker"), s.query.get("version_marker")) for s in cloud.sent
    ]
    assert [(None, None), ("a", "8"), ("a", "null")] == markers
    assert {
        "versions": "true",
        "prefix": "a",
        "reverse": "false",
        "x": "y",
    }.items() <= (cloud.sent[0].query.items())


def test_object_versions__backwards(cloud: FakeCloud, ob: ObjectStorage) -> None:
    """Swift would leave out the versions that come after one without an ID."""
    pages: tuple[list[dict[str, Any]], ...] = (
        [version("b", "7")],
        [version("a", "null", is_latest=True)],
        [version("a", "8")],
        [],
    )
    cloud.on("object-store", "GET", "/c", *(Answer(json=page) for page in pages))

    found = list(ob.object_versions("c", reverse=True))

    assert ["7", "null", "8"] == [v.version_id for v in found]
    assert [(None, None), ("b", "7"), ("a", None), ("a", "8")] == [
        (s.query.get("marker"), s.query.get("version_marker")) for s in cloud.sent
    ]


def test_object_versions__from_one_on(cloud: FakeCloud, ob: ObjectStorage) -> None:
    cloud.on("object-store", "GET", "/c", Answer(json=[]))

    assert [] == list(ob.object_versions("c", marker="a", version_marker="7", limit=5))
    assert ("a", "7", "5") == tuple(
        cloud.sent[0].query[name] for name in ("marker", "version_marker", "limit")
    )


def test_object_versions__bad(cloud: FakeCloud, ob: ObjectStorage) -> None:
    with pytest.raises(InvalidArgument, match="needs the name of its object"):
        ob.object_versions("c", version_marker="7")
    with pytest.raises(InvalidArgument, match="limit is 0"):
        ob.object_versions("c", limit=0)

    assert [] == cloud.sent


def test_restore_object_version(cloud: FakeCloud, ob: ObjectStorage) -> None:
    headers = {"X-Object-Version-Id": "7", "Etag": "e"}
    cloud.on("object-store", "PUT", "/c/a", Answer(status=201, headers=headers))

    members = {**version("a", "7"), "container": "c"}
    for found in (
        ob.restore_object_version("a", "c", version_id="7"),
        ob.restore_object_version(Object.from_wire(members)),
    ):
        assert ("a", "c", "7", "e") == (
            found.name,
            found.container,
            found.version_id,
            found.etag,
        )

    assert [("7", b"")] * 2 == [(s.query["version-id"], s.body) for s in cloud.sent]


def test_restore_object_version__missing(cloud: FakeCloud, ob: ObjectStorage) -> None:
    cloud.on("object-store", "PUT", "/c/a", Answer(status=404))

    with pytest.raises(errors.NotFound):
        ob.restore_object_version("a", "c", version_id="7")


def test_restore_object_version__none(cloud: FakeCloud, ob: ObjectStorage) -> None:
    for arguments in ({}, {"version_id": "null"}):
        with pytest.raises(InvalidArgument, match="Which version to restore must be"):
            ob.restore_object_version("a", "c", **arguments)

    assert [] == cloud.sent
