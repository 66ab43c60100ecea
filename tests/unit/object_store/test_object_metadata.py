from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest

from openstack.errors import InvalidArgument, NotFound
from openstack.testing import Answer
from openstack.testing.fake_cloud import PROJECT_ID

if TYPE_CHECKING:
    from openstack.object_store import ObjectStorage
    from openstack.testing import FakeCloud

HEADERS = {
    "Content-Type": "text/plain",
    "Content-Length": "5",
    "Content-Disposition": "inline",
    "Content-Encoding": "gzip",
    "Cache-Control": "no-cache",
    "X-Object-Meta-Colour": "bl\u00c3\u00a5",
    "X-Object-Meta-Empty": "",
    "X-Delete-At": "1800000000",
    "X-Object-Manifest": "segments/o%20",
    "X-Timestamp": "1700000000.12345",
}
KEPT = {
    "content-disposition": "inline",
    "content-encoding": "gzip",
    "cache-control": "no-cache",
    "x-object-meta-colour": "bl\u00c3\u00a5",
    "x-object-meta-empty": "",
    "x-delete-at": "1800000000",
    "x-object-manifest": "segments/o%20",
}


def posted(cloud: FakeCloud) -> dict[str, str]:
    """Return the headers of an object that were sent to replace those it has."""
    (sent,) = (sent for sent in cloud.sent if sent.method == "POST")
    names = {*KEPT, "content-type", "x-delete-after"}
    headers = {name.lower(): value for name, value in sent.headers.items()}
    return {
        name: value
        for name, value in headers.items()
        if name in names or name.startswith("x-object-")
    }


@pytest.fixture
def stored(cloud: FakeCloud, ob: ObjectStorage) -> ObjectStorage:
    """Return an Object Storage that has an object with all that can be set of it."""
    cloud.on("object-store", "HEAD", "/c/o", Answer(headers=HEADERS))
    cloud.on("object-store", "POST", "/c/o", Answer(status=202))
    return ob


def test_get_object_metadata(stored: ObjectStorage) -> None:
    assert {"colour": "blå", "empty": ""} == stored.get_object_metadata(
        "o", "c"
    ).metadata


def test_set_object_metadata(cloud: FakeCloud, stored: ObjectStorage) -> None:
    """What is not named is sent again: otherwise the service would drop it."""
    found = stored.set_object_metadata("o", "c", metadata={"New": "ö"})

    assert {**KEPT, "x-object-meta-new": "\u00c3\u00b6"} == posted(cloud)
    assert found.content_length == 5
    assert ["HEAD", "POST", "HEAD"] == [sent.method for sent in cloud.sent]


def test_set_object_metadata__all(cloud: FakeCloud, stored: ObjectStorage) -> None:
    stored.set_object_metadata(
        "o",
        "c",
        metadata={"colour": "", "empty": "full"},
        content_type="text/html",
        content_encoding="br",
        content_disposition=None,
        delete_at=datetime(2027, 1, 16, tzinfo=UTC),
        extra={"Cache-Control": None, "X-Object-Thing": "1"},
    )

    expected = {
        "content-type": "text/html",
        "content-encoding": "br",
        "x-object-meta-colour": "",
        "x-object-meta-empty": "full",
        "x-delete-at": "1800057600",
        "x-object-manifest": "segments/o%20",
        "x-object-thing": "1",
    }
    assert expected == posted(cloud)


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ({"delete_after": 60}, {"x-delete-after": "60"}),
        ({"delete_at": None}, {}),
        ({"delete_at": 1900000000}, {"x-delete-at": "1900000000"}),
    ],
)
def test_set_object_metadata__expiry(
    cloud: FakeCloud,
    stored: ObjectStorage,
    options: dict[str, Any],
    expected: dict[str, str],
) -> None:
    stored.set_object_metadata("o", "c", **options)

    found = posted(cloud)
    assert expected == {n: v for n, v in found.items() if n.startswith("x-delete")}


@pytest.mark.parametrize(
    ("options", "why"),
    [
        ({"delete_at": datetime(2027, 1, 16)}, "The time of delete_at has no zone"),  # noqa: DTZ001 - that is the mistake
        ({"delete_at": -1}, "time of deletion is -1"),
        ({"delete_after": -1}, "time to deletion is -1"),
        ({"content_type": "text/\nplain"}, "has a line break"),
        ({"metadata": {"a:b": "c"}}, "cannot be named 'a:b'"),
    ],
)
def test_set_object_metadata__bad(
    cloud: FakeCloud, stored: ObjectStorage, options: dict[str, Any], why: str
) -> None:
    with pytest.raises(InvalidArgument, match=why):
        stored.set_object_metadata("o", "c", **options)

    assert [] == cloud.sent


def test_set_object_metadata__missing(cloud: FakeCloud, ob: ObjectStorage) -> None:
    cloud.on("object-store", "HEAD", "/c/o", Answer(status=404))

    with pytest.raises(NotFound):
        ob.set_object_metadata("o", "c", metadata={"a": "b"})


@pytest.mark.parametrize(
    ("location", "endpoint", "path"),
    [
        (f"/v1/AUTH_{PROJECT_ID}/t/%C3%A5b%3F", "object-store", "/t/åb?"),
        ("/v1/AUTH_other/t/%C3%A5b", "root", "/v1/AUTH_other/t/åb"),
        (f"/v1/AUTH_{PROJECT_ID}/c/o?version-id=7", "object-store", "/c/o"),
        ("", "object-store", "/c/o"),
        ("/v1/odd", "object-store", "/c/o"),
    ],
)
def test_set_object_metadata__symlink(
    cloud: FakeCloud, ob: ObjectStorage, location: str, endpoint: str, path: str
) -> None:
    """It is set where the symlink leads to: the service would answer where that is."""
    headers = {**HEADERS, "Content-Location": location} if location else HEADERS
    cloud.on("object-store", "HEAD", "/c/o", Answer(headers=headers))
    cloud.on(endpoint, "POST", path, Answer(status=202))

    ob.set_object_metadata("o", "c", metadata={"a": "b"})

    assert posted(cloud)["x-object-meta-a"] == "b"


def test_delete_object_metadata(cloud: FakeCloud, stored: ObjectStorage) -> None:
    stored.delete_object_metadata(
        "o", "c", keys=["Colour", "missing", "delete_at", "content_encoding"]
    )

    gone = {"x-object-meta-colour", "x-delete-at", "content-encoding"}
    assert {n: v for n, v in KEPT.items() if n not in gone} == posted(cloud)


def test_delete_object_metadata__bad_name(
    cloud: FakeCloud, stored: ObjectStorage
) -> None:
    with pytest.raises(InvalidArgument, match="cannot be named 'a b'"):
        stored.delete_object_metadata("o", "c", keys=["a b"])

    assert [] == cloud.sent
