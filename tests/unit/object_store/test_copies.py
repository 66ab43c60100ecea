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


@pytest.mark.parametrize(
    ("options", "path"),
    [
        ({"destination": "p"}, "/c/p"),
        ({"destination_container": "d"}, "/d/ö?"),
        ({"destination": "p", "destination_container": "d"}, "/d/p"),
        ({"version_id": "7"}, "/c/ö?"),
    ],
)
def test_copy_object(
    cloud: FakeCloud, ob: ObjectStorage, options: dict[str, Any], path: str
) -> None:
    headers = {"Etag": "e", "X-Object-Meta-A": "b", "Content-Length": "0"}
    cloud.on("object-store", "PUT", path, Answer(status=201, headers=headers))

    made = ob.copy_object("ö?", "c", **options)

    sent = cloud.sent[0]
    assert ("c/%C3%B6%3F", b"") == (sent.headers["x-copy-from"], sent.body)
    assert path == f"/{made.container}/{made.name}"
    assert ("e", {"a": "b"}, None) == (made.etag, made.metadata, made.content_length)


def test_copy_object__settings(cloud: FakeCloud, ob: ObjectStorage) -> None:
    cloud.on("object-store", "PUT", "/c/p", Answer(status=201))

    ob.copy_object(
        "o",
        "c",
        destination="p",
        source_account="AUTH_ö",
        content_type="text/plain",
        metadata={"a": "b"},
        fresh_metadata=True,
        delete_at=1800000000,
        delete_after=60,
        manifest_only=True,
        follow_symlinks=False,
        version_id="7",
        extra={"If-Match": "e"},
    )

    sent = cloud.sent[0]
    expected = {
        "x-copy-from": "c/o",
        "x-copy-from-account": "AUTH_%C3%B6",
        "content-type": "text/plain",
        "x-object-meta-a": "b",
        "x-fresh-metadata": "true",
        "x-delete-at": "1800000000",
        "x-delete-after": "60",
        "if-match": "e",
    }
    assert expected == {name: sent.headers[name] for name in expected}
    assert {
        "multipart-manifest": "get",
        "symlink": "get",
        "version-id": "7",
    } == sent.query


def test_copy_object__plainly(cloud: FakeCloud, ob: ObjectStorage) -> None:
    cloud.on("object-store", "PUT", "/c/p", Answer(status=201))

    ob.copy_object("o", "c", destination="p")

    sent = cloud.sent[0]
    assert {} == sent.query
    assert [] == [n for n in sent.headers if n.lower() in {"x-fresh-metadata", "range"}]
    assert "x-copy-from-account" not in sent.headers


def test_copy_object__version_of_a_list(cloud: FakeCloud, ob: ObjectStorage) -> None:
    """An older version is made the current one again, if no other name is given."""
    cloud.on("object-store", "PUT", "/c/o", Answer(status=201))
    members = {"name": "o", "container": "c", "version_id": "7", "is_latest": False}

    ob.copy_object(Object.from_wire(members))

    assert {"version-id": "7"} == cloud.sent[0].query


@pytest.mark.parametrize(
    ("options", "why"),
    [
        ({}, "needs another name or container"),
        ({"destination": "\0"}, "null character"),
        ({"destination_container": "a/b"}, "may hold no slash"),
        ({"destination": "p", "metadata": {"a": "\n"}}, "line break"),
    ],
)
def test_copy_object__bad(
    cloud: FakeCloud, ob: ObjectStorage, options: dict[str, Any], why: str
) -> None:
    with pytest.raises(InvalidArgument, match=why):
        ob.copy_object("o", "c", **options)

    assert [] == cloud.sent


def test_copy_object__missing(cloud: FakeCloud, ob: ObjectStorage) -> None:
    cloud.on("object-store", "PUT", "/c/p", Answer(status=404))

    with pytest.raises(errors.NotFound):
        ob.copy_object("o", "c", destination="p")
