from __future__ import annotations

import hashlib
import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import attrs
import pytest

from openstack import errors
from openstack.errors import InvalidArgument, PartialFailure
from openstack.object_store import Object, ObjectStorage, Segment
from openstack.testing import Answer
from openstack.testing.fake_cloud import PROJECT_ID

if TYPE_CHECKING:
    from openstack.testing import FakeCloud


def md5(data: bytes) -> str:
    """Return a checksum as Object Storage has it."""
    return hashlib.md5(data, usedforsecurity=False).hexdigest()


def part(name: str, **members: Any) -> Object:
    """Return an object as a list tells of it."""
    listed = {"name": name, "container": "s", "bytes": 3, "hash": md5(name.encode())}
    return Object.from_wire({**listed, **members})


ONE, TWO = part("ö 1"), part("2")
STORED = Answer(
    status=202,
    json={
        "Response Status": "201 Created",
        "Errors": [],
        "Etag": '"e"',
        "Last Modified": "Tue, 14 Nov 2023 22:13:21 GMT",
    },
)


def test_create_static_large_object(cloud: FakeCloud, ob: ObjectStorage) -> None:
    cloud.on("object-store", "PUT", "/c/o", STORED)

    made = ob.create_static_large_object(
        "c",
        "o",
        [ONE, TWO],
        content_type="text/plain",
        content_encoding="gzip",
        content_disposition="inline",
        metadata={"a": "b"},
        delete_at=1800000000,
        delete_after=60,
        extra={"X-Thing": "1"},
    )

    sent = cloud.sent[0]
    assert [
        {"path": "/s/ö 1", "etag": ONE.etag, "size_bytes": 3},
        {"path": "/s/2", "etag": TWO.etag, "size_bytes": 3},
    ] == json.loads(sent.body)
    assert {"multipart-manifest": "put", "heartbeat": "on"} == sent.query
    expected = {
        "etag": md5(f"{ONE.etag}{TWO.etag}".encode()),
        "accept": "application/json",
        "content-type": "text/plain",
        "content-encoding": "gzip",
        "content-disposition": "inline",
        "x-object-meta-a": "b",
        "x-delete-at": "1800000000",
        "x-delete-after": "60",
        "x-thing": "1",
    }
    assert expected == {name: sent.headers[name] for name in expected}
    assert ("o", "c", "e", True) == (
        made.name,
        made.container,
        made.etag,
        made.is_static_large_object,
    )
    assert datetime(2023, 11, 14, 22, 13, 21, tzinfo=UTC) == made.last_modified_at


def test_create_static_large_object__older_service(
    cloud: FakeCloud, ob: ObjectStorage
) -> None:
    """It answers when it is done, and in headers."""
    cloud.on("object-store", "PUT", "/c/o", Answer(status=201, headers={"Etag": '"e"'}))

    assert ob.create_static_large_object("c", "o", [ONE]).etag == "e"


def test_create_static_large_object__segments(
    cloud: FakeCloud, ob: ObjectStorage
) -> None:
    cloud.on("object-store", "PUT", "/c/o", STORED)
    nested = part("3", slo_etag='"n"')
    bare = Object.from_wire({"name": "4", "container": "s"})

    segments: list[Object | Segment] = [
        Segment(obj=ONE, first=1, last=2),
        Segment(obj=ONE, first=1),
        Segment(data=b"\0"),
        nested,
        bare,
    ]
    ob.create_static_large_object("c", "o", segments)

    entry = {"path": "/s/ö 1", "etag": ONE.etag, "size_bytes": 3}
    assert [
        {**entry, "range": "1-2"},
        {**entry, "range": "1-"},
        {"data": "AA=="},
        {"path": "/s/3", "etag": "n", "size_bytes": 3},
        {"path": "/s/4", "etag": None, "size_bytes": None},
    ] == json.loads(cloud.sent[0].body)
    assert "etag" not in cloud.sent[0].headers


def test_create_static_large_object__data(cloud: FakeCloud, ob: ObjectStorage) -> None:
    """Data counts with its checksum, like a segment."""
    cloud.on("object-store", "PUT", "/c/o", STORED)

    ob.create_static_large_object("c", "o", [ONE, Segment(data=b"x")])

    expected = md5(f"{ONE.etag}{md5(b'x')}".encode())
    assert expected == cloud.sent[0].headers["etag"]


def test_create_static_large_object__fails(cloud: FakeCloud, ob: ObjectStorage) -> None:
    body: dict[str, Any] = {
        "Response Status": "400 Bad Request",
        "Errors": [["/s/%C3%B6", "404"]],
    }
    cloud.on("object-store", "PUT", "/c/o", Answer(status=202, json=body))

    with pytest.raises(PartialFailure, match="The first: 's/ö', 404"):
        ob.create_static_large_object("c", "o", [ONE])

    body = {"Response Status": "422 Unprocessable Entity", "Errors": []}
    cloud.on("object-store", "PUT", "/c/o", Answer(status=202, json=body))
    with pytest.raises(errors.UnprocessableContent):
        ob.create_static_large_object("c", "o", [ONE])


def test_create_static_large_object__bad(cloud: FakeCloud, ob: ObjectStorage) -> None:
    with pytest.raises(InvalidArgument, match="needs segments"):
        ob.create_static_large_object("c", "o", [])
    with pytest.raises(InvalidArgument, match="container of the object 'x' must be"):
        ob.create_static_large_object("c", "o", [Object.from_wire({"name": "x"})])

    assert [] == cloud.sent


def test_create_static_large_object__etag_that_is_no_md5(cloud: FakeCloud) -> None:
    class NimbusStorage(ObjectStorage):
        """The Object Storage of Nimbus, which makes ETags in its own way."""

        etag_is_md5 = False

    cloud.on("object-store", "PUT", "/c/o", STORED)

    NimbusStorage(cloud.connect()).create_static_large_object("c", "o", [ONE])

    assert "etag" not in cloud.sent[0].headers


@pytest.mark.parametrize(
    ("options", "why"),
    [
        ({}, "either of an object, or data"),
        ({"obj": ONE, "data": b"x"}, "either of an object, or data"),
        ({"obj": ONE, "first": -1}, "No bytes lie from -1 to None"),
        ({"obj": ONE, "first": 2, "last": 1}, "No bytes lie from 2 to 1"),
    ],
)
def test_segment__bad(options: dict[str, Any], why: str) -> None:
    with pytest.raises(InvalidArgument, match=why):
        Segment(**options)


def test_segment() -> None:
    assert ONE == attrs.evolve(Segment(obj=ONE), last=7).obj


@pytest.mark.parametrize(
    ("where", "expected"),
    [({}, "c/%C3%B6%20/"), ({"segment_container": "s é"}, "s%20%C3%A9/%C3%B6%20/")],
)
def test_create_dynamic_large_object(
    cloud: FakeCloud, ob: ObjectStorage, where: dict[str, Any], expected: str
) -> None:
    cloud.on("object-store", "PUT", "/c/o", Answer(status=201))

    made = ob.create_dynamic_large_object(
        "c",
        "o",
        prefix="ö /",
        metadata={"a": "b"},
        content_type="text/plain",
        delete_after=60,
        **where,
    )

    sent = cloud.sent[0]
    assert (expected, "b", "text/plain", "60", b"") == (
        sent.headers["x-object-manifest"],
        sent.headers["x-object-meta-a"],
        sent.headers["content-type"],
        sent.headers["x-delete-after"],
        sent.body,
    )
    assert made.object_manifest is not None
    assert made.object_manifest.endswith("/ö /")


def test_create_dynamic_large_object__bad(cloud: FakeCloud, ob: ObjectStorage) -> None:
    """All objects of the container would be segments, and deleted with it."""
    with pytest.raises(InvalidArgument, match="The prefix of the segments is empty"):
        ob.create_dynamic_large_object("c", "o", prefix="")

    assert [] == cloud.sent


STATIC = Answer(headers={"X-Static-Large-Object": "True"})
DYNAMIC = Answer(headers={"X-Object-Manifest": "s/%C3%B6%20/"})
LISTED = Answer(json=[{"name": "ö /1"}], headers={"X-Container-Object-Count": "1"})


def test_object_segments__static(cloud: FakeCloud, ob: ObjectStorage) -> None:
    cloud.on("object-store", "HEAD", "/c/o", STATIC)
    manifest = [
        {"name": "/s/ö 1", "hash": "e", "bytes": 3, "range": "1-2"},
        {"data": "AA=="},
        {"name": "/s/a/2", "hash": "f", "bytes": 4},
    ]
    cloud.on("object-store", "GET", "/c/o", Answer(json=manifest))

    found = list(ob.object_segments("o", "c"))

    assert [("s", "ö 1", "e", 3), ("s", "a/2", "f", 4)] == [
        (s.container, s.name, s.etag, s.content_length) for s in found
    ]
    assert found[0].extra["range"] == "1-2"
    assert {"multipart-manifest": "get"} == cloud.sent[1].query


def test_object_segments(cloud: FakeCloud, ob: ObjectStorage) -> None:
    cloud.on("object-store", "HEAD", "/c/o", DYNAMIC, Answer())
    cloud.on("object-store", "GET", "/s", LISTED, Answer(json=[]))

    assert [("s", "ö /1")] == [
        (s.container, s.name) for s in ob.object_segments("o", "c")
    ]
    assert cloud.sent[1].query["prefix"] == "ö /"
    assert [] == list(ob.object_segments("o", "c"))


@pytest.mark.parametrize("manifest", ["s", "s/", "/", "/p"])
def test_object_segments__of_a_whole_container(
    cloud: FakeCloud, ob: ObjectStorage, manifest: str
) -> None:
    """No service says so; but if one did, all objects would be deleted."""
    answer = Answer(headers={"X-Object-Manifest": manifest})
    cloud.on("object-store", "HEAD", "/c/o", answer)
    cloud.on("object-store", "DELETE", "/c/o", Answer(status=204))

    with pytest.raises(errors.InvalidAnswer, match="says that its segments are"):
        ob.object_segments("o", "c")
    with pytest.raises(errors.InvalidAnswer, match="says that its segments are"):
        ob.delete_large_object("o", "c")

    assert [] == [sent for sent in cloud.sent if sent.method == "POST"]


def test_delete_large_object(cloud: FakeCloud, ob: ObjectStorage) -> None:
    cloud.on("object-store", "HEAD", "/c/o", STATIC)
    body: dict[str, Any] = {
        "Response Status": "200 OK",
        "Errors": [],
        "Number Deleted": 3,
    }
    cloud.on("object-store", "DELETE", "/c/o", Answer(json=body), Answer(status=204))

    ob.delete_large_object("o", "c")
    ob.delete_large_object("o", "c")

    assert {"multipart-manifest": "delete"} == cloud.sent[1].query
    assert cloud.sent[1].headers["accept"] == "application/json"


def test_delete_large_object__fails(cloud: FakeCloud, ob: ObjectStorage) -> None:
    cloud.on("object-store", "HEAD", "/c/o", STATIC)
    body: dict[str, Any] = {
        "Response Status": "400 Bad Request",
        "Errors": [["/s/1", "403 Forbidden"]],
        "Number Deleted": 1,
    }
    cloud.on("object-store", "DELETE", "/c/o", Answer(json=body))

    with pytest.raises(PartialFailure, match="'s/1', 403 Forbidden"):
        ob.delete_large_object("o", "c")


def test_delete_large_object__dynamic(cloud: FakeCloud, ob: ObjectStorage) -> None:
    """The object goes first: if that fails, nothing is lost."""
    cloud.on("object-store", "HEAD", "/c/o", DYNAMIC)
    cloud.on("object-store", "DELETE", "/c/o", Answer(status=403), Answer(status=204))
    cloud.on("object-store", "GET", "/s", LISTED, Answer(json=[]))
    body: dict[str, Any] = {
        "Response Status": "200 OK",
        "Errors": [],
        "Number Deleted": 1,
    }
    cloud.on("object-store", "POST", "/", Answer(json=body))

    with pytest.raises(errors.Forbidden):
        ob.delete_large_object("o", "c")
    assert ["HEAD", "DELETE"] == [sent.method for sent in cloud.sent]

    ob.delete_large_object("o", "c")
    assert "s/ö%20/1".encode() == cloud.sent[-1].body


def test_delete_large_object__small(cloud: FakeCloud, ob: ObjectStorage) -> None:
    cloud.on("object-store", "HEAD", "/c/o", Answer())
    cloud.on("object-store", "DELETE", "/c/o", Answer(status=204))

    ob.delete_large_object(Object.from_wire({"name": "o", "container": "c"}))

    assert {} == cloud.sent[1].query


@pytest.mark.parametrize("target", [STATIC, DYNAMIC])
def test_delete_large_object__symlink(
    cloud: FakeCloud, ob: ObjectStorage, target: Answer
) -> None:
    """What the link leads to keeps its segments."""
    location = {"Content-Location": f"/v1/AUTH_{PROJECT_ID}/c/target"}
    linked = Answer(headers={**target.headers, **location})
    cloud.on("object-store", "HEAD", "/c/o", linked)
    cloud.on("object-store", "DELETE", "/c/o", Answer(status=204))

    ob.delete_large_object("o", "c")

    assert {} == cloud.sent[1].query
    assert len(cloud.sent) == 2


def test_delete_large_object__version(cloud: FakeCloud, ob: ObjectStorage) -> None:
    """Where versions are kept, an object is found behind a link to itself."""
    location = {"Content-Location": f"/v1/AUTH_{PROJECT_ID}/c/o?version-id=7"}
    linked = Answer(headers={**STATIC.headers, **location})
    cloud.on("object-store", "HEAD", "/c/o", linked)
    cloud.on("object-store", "DELETE", "/c/o", Answer(status=204))

    ob.delete_large_object("o", "c")

    assert {"multipart-manifest": "delete"} == cloud.sent[1].query


def test_delete_large_object__missing(cloud: FakeCloud, ob: ObjectStorage) -> None:
    cloud.on("object-store", "HEAD", "/c/o", Answer(status=404))

    ob.delete_large_object("o", "c")
    with pytest.raises(errors.NotFound):
        ob.delete_large_object("o", "c", ignore_missing=False)
