from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from openstack import errors
from openstack.object_store import Container, ObjectStorage
from openstack.testing import Answer

if TYPE_CHECKING:
    from openstack.testing import FakeCloud

DONE = Answer(
    json={
        "Response Status": "200 OK",
        "Errors": [],
        "Number Deleted": 2,
        "Number Not Found": 0,
    }
)


@pytest.fixture
def ob(cloud: FakeCloud) -> ObjectStorage:
    """Return an Object Storage with two objects in a container."""
    headers = {"X-Container-Object-Count": "2"}
    listed = Answer(json=[{"name": "a"}, {"name": "b"}], headers=headers)
    cloud.on("object-store", "HEAD", "/c", Answer(status=204))
    cloud.on("object-store", "GET", "/c", listed)
    cloud.on("object-store", "POST", "/", DONE)
    cloud.on("object-store", "DELETE", "/c", Answer(status=204))
    return cloud.connect().object_store


def methods(cloud: FakeCloud) -> list[str]:
    """Return what was asked for, in order."""
    return [f"{sent.method} {sent.path or '/'}" for sent in cloud.sent]


def test_empty_container(cloud: FakeCloud, ob: ObjectStorage) -> None:
    assert ob.empty_container("c") == 2

    assert ["HEAD /c", "GET /c", "POST /"] == methods(cloud)
    assert cloud.sent[2].body == b"c/a\nc/b"


def test_empty_container__versions(cloud: FakeCloud, ob: ObjectStorage) -> None:
    """All versions go as well, each by itself: nothing notes that it was deleted."""
    headers = {"X-Versions-Enabled": "False"}
    cloud.on("object-store", "HEAD", "/c", Answer(status=204, headers=headers))
    listed = [
        {"name": "a", "version_id": "null", "is_latest": True},
        {"name": "a", "version_id": "7", "is_latest": False},
    ]
    cloud.on("object-store", "GET", "/c", Answer(json=listed), Answer(json=[]))
    cloud.on("object-store", "DELETE", "/c/a", Answer(status=204))

    assert ob.empty_container("c") == 2

    first, second = (sent.query for sent in cloud.sent if sent.method == "GET")
    assert first["versions"] == "true"
    assert ("a", "7") == (second["marker"], second["version_marker"])
    deleted = [s.query["version-id"] for s in cloud.sent if s.method == "DELETE"]
    assert ["null", "7"] == deleted


def test_empty_container__versions_that_stay(
    cloud: FakeCloud, ob: ObjectStorage
) -> None:
    headers = {"X-Versions-Enabled": "True"}
    cloud.on("object-store", "HEAD", "/c", Answer(status=204, headers=headers))
    listed = [
        {"name": "a", "version_id": "8", "is_latest": True},
        {"name": "a", "version_id": "7", "is_latest": False},
    ]
    cloud.on("object-store", "GET", "/c", Answer(json=listed), Answer(json=[]))
    cloud.on("object-store", "DELETE", "/c/a", Answer(status=403), Answer(status=204))

    with pytest.raises(errors.PartialFailure, match=r"1 versions .* 1 were.*'a 8'"):
        ob.empty_container("c")


def test_delete_container(cloud: FakeCloud, ob: ObjectStorage) -> None:
    ob.delete_container(Container.from_wire({"name": "c"}))

    assert ["DELETE /c"] == methods(cloud)


def test_delete_container__missing(cloud: FakeCloud, ob: ObjectStorage) -> None:
    cloud.on("object-store", "DELETE", "/c", Answer(status=404))
    cloud.on("object-store", "HEAD", "/c", Answer(status=404))

    for with_objects in (False, True):
        ob.delete_container("c", with_objects=with_objects)
        with pytest.raises(errors.NotFound):
            ob.delete_container("c", ignore_missing=False, with_objects=with_objects)


def test_delete_container__not_empty(cloud: FakeCloud, ob: ObjectStorage) -> None:
    """Nothing is deleted that was not asked for."""
    cloud.on("object-store", "DELETE", "/c", Answer(status=409))

    with pytest.raises(errors.Conflict):
        ob.delete_container("c")

    assert ["DELETE /c"] == methods(cloud)


def test_delete_container__with_objects(cloud: FakeCloud, ob: ObjectStorage) -> None:
    ob.delete_container("c", with_objects=True)

    assert ["HEAD /c", "GET /c", "POST /", "DELETE /c"] == methods(cloud)


def test_delete_container__list_that_lags(
    cloud: FakeCloud, ob: ObjectStorage, pauses: list[float]
) -> None:
    """Objects may be in the list for a while after they were deleted."""
    cloud.on("object-store", "DELETE", "/c", Answer(status=409), Answer(status=204))

    ob.delete_container("c", with_objects=True)

    assert [0.5] == pauses
    assert ["HEAD /c", "GET /c", "POST /"] == methods(cloud)[4:7]


def test_delete_container__list_that_does_not_end(
    cloud: FakeCloud, ob: ObjectStorage, pauses: list[float]
) -> None:
    cloud.on("object-store", "DELETE", "/c", Answer(status=409))

    with pytest.raises(errors.Conflict):
        ob.delete_container("c", with_objects=True)

    assert [0.5, 1, 2] == pauses
