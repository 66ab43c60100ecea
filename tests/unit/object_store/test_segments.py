from __future__ import annotations

import hashlib
import io
import json
from typing import TYPE_CHECKING, Any

import pytest
import requests

from openstack import errors
from openstack.errors import InvalidArgument
from openstack.object_store import ObjectStorage
from openstack.testing import Answer, FakeCloud
from openstack.testing.fake_cloud import ENDPOINTS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from openstack.testing import Sent

DATA = b"hello, segments"
LIMITS = {
    "swift": {"max_file_size": 100},
    "slo": {"min_segment_size": 2, "max_manifest_segments": 5},
}
ROOT = "https://object-store.cloud.example"


def md5(data: bytes) -> str:
    """Return a checksum as Object Storage has it."""
    return hashlib.md5(data, usedforsecurity=False).hexdigest()


class Keeping(FakeCloud):
    """A cloud that keeps the objects that it is sent, by their paths."""

    def __init__(self) -> None:
        super().__init__(endpoints={**ENDPOINTS, "root": ROOT})
        self.kept: dict[str, Sent] = {}
        self.on("root", "GET", "/info", Answer(json=LIMITS))
        policy = {"X-Storage-Policy": "gold"}
        self.on("object-store", "HEAD", "/c", Answer(status=204, headers=policy))
        self.on("object-store", "HEAD", "/c_segments", Answer(status=404))
        self.on("object-store", "PUT", "/c_segments", Answer(status=201))
        self.on("object-store", "POST", "/", self.delete)
        self.on("object-store", "PUT", "/c/o", self.keep)

    def _find(self, service_type: str, sent: Sent) -> Answer | Callable[[Sent], Answer]:
        key = service_type, sent.method, sent.path
        if sent.path.startswith("/c_segments/") and key not in self._routes:
            self.sent.append(sent)
            return self.keep
        return super()._find(service_type, sent)

    def keep(self, sent: Sent) -> Answer:
        """Keep an object."""
        self.kept[sent.path] = sent
        return Answer(status=201, headers={"Etag": md5(sent.body)})

    def delete(self, sent: Sent) -> Answer:
        """Delete many objects."""
        for line in sent.body.decode().splitlines():
            self.kept.pop(f"/{line}", None)
        body: dict[str, Any] = {
            "Response Status": "200 OK",
            "Errors": [],
            "Number Deleted": 1,
        }
        return Answer(json=body)

    @property
    def segments(self) -> list[tuple[str, bytes]]:
        """The segments: how their names end, and what they hold."""
        return [
            (path.rpartition("/")[2], sent.body)
            for path, sent in self.kept.items()
            if path.startswith("/c_segments/")
        ]


@pytest.fixture
def cloud() -> Keeping:
    """Return a cloud that keeps what it is sent."""
    return Keeping()


@pytest.fixture
def ob(cloud: Keeping) -> ObjectStorage:
    """Return its Object Storage."""
    return cloud.connect().object_store


def pieces(*, error: Exception | None = None) -> Iterator[bytes]:
    """Yield the bytes, one by one."""
    for byte in DATA:
        yield bytes([byte])
    if error:
        raise error


CUT = [
    ("00000000", b"hello,"),
    ("00000001", b" segme"),
    ("00000002", b"nts"),
]


@pytest.mark.parametrize("make", [lambda: DATA, lambda: io.BytesIO(DATA), pieces])
def test_upload_object__in_segments(
    cloud: Keeping, ob: ObjectStorage, make: Callable[[], Any]
) -> None:
    made = ob.upload_object(
        "c",
        "o",
        data=make(),
        segment_size=6,
        content_type="text/plain",
        metadata={"a": "b"},
        delete_after=60,
    )

    assert CUT == cloud.segments
    manifest = cloud.kept["/c/o"]
    assert [(6, md5(b"hello,")), (6, md5(b" segme")), (3, md5(b"nts"))] == [
        (entry["size_bytes"], entry["etag"]) for entry in json.loads(manifest.body)
    ]
    assert ("text/plain", "b", "60") == (
        manifest.headers["content-type"],
        manifest.headers["x-object-meta-a"],
        manifest.headers["x-delete-after"],
    )
    of_segments = [s.headers for p, s in cloud.kept.items() if p.startswith("/c_")]
    assert [("60", None)] * 3 == [
        (headers["x-delete-after"], headers.get("content-type"))
        for headers in of_segments
    ]
    (created,) = (s for s in cloud.sent if (s.method, s.path) == ("PUT", "/c_segments"))
    assert created.headers["x-storage-policy"] == "gold"
    assert ("o", len(DATA), True) == (
        made.name,
        made.content_length,
        made.is_static_large_object,
    )


def test_upload_object__in_segments_of_a_dynamic_object(
    cloud: Keeping, ob: ObjectStorage
) -> None:
    made = ob.upload_object("c", "o", data=DATA, segment_size=6, use_slo=False)

    assert CUT == cloud.segments
    where = cloud.kept["/c/o"].headers["x-object-manifest"]
    assert [] == [
        path
        for path in cloud.kept
        if path != "/c/o" and not path.startswith(f"/{where}")
    ]
    assert len(DATA) == made.content_length


def test_upload_object__no_two_share_segments(
    cloud: Keeping, ob: ObjectStorage
) -> None:
    """The object that is replaced is whole to the end."""
    for _ in range(2):
        ob.upload_object("c", "o", data=DATA, segment_size=6)

    assert CUT * 2 == cloud.segments


@pytest.mark.parametrize(
    "data",
    [b"12345", io.BytesIO(b"12345"), iter([]), b""],
    ids=["bytes", "a file", "an iterator", "nothing"],
)
def test_upload_object__that_needs_no_segments(
    cloud: Keeping, ob: ObjectStorage, data: Any
) -> None:
    ob.upload_object("c", "o", data=data, segment_size=5)

    assert ["/c/o"] == [*cloud.kept]
    assert [] == cloud.segments


def test_upload_object__stream_that_fills_its_segments(
    cloud: Keeping, ob: ObjectStorage
) -> None:
    """No empty segment comes after the last one."""
    ob.upload_object("c", "o", data=iter([b"123", b"456"]), segment_size=3)

    assert [("00000000", b"123"), ("00000001", b"456")] == cloud.segments


def test_segment_size(cloud: Keeping) -> None:
    """What is larger is cut, whether or not it was asked for."""

    class NimbusStorage(ObjectStorage):
        """The Object Storage of Nimbus, whose segments are small."""

        segment_size = 6

    ob = cloud.connect(NimbusStorage)

    ob.upload_object("c", "o", data=DATA)
    assert CUT == cloud.segments
    ob.upload_object("c", "o", data=pieces())
    assert DATA == cloud.kept["/c/o"].body


def test_segment_size__many_segments(cloud: Keeping) -> None:
    """They are made larger, so that there are not too many."""

    class NimbusStorage(ObjectStorage):
        """The Object Storage of Nimbus, whose segments are tiny."""

        segment_size = 2

    cloud.connect(NimbusStorage).upload_object("c", "o", data=DATA)

    assert [3] * 5 == [len(data) for _, data in cloud.segments]


def test_upload_object__too_many_segments(cloud: Keeping, ob: ObjectStorage) -> None:
    with pytest.raises(
        InvalidArgument, match="15 bytes are 8 segments of 2 bytes, and"
    ):
        ob.upload_object("c", "o", data=DATA, segment_size=2)
    assert {} == cloud.kept

    ob.upload_object("c", "o", data=DATA, segment_size=2, use_slo=False)
    assert len(cloud.segments) == 8


def test_upload_object__segment_container(cloud: Keeping, ob: ObjectStorage) -> None:
    """One that exists is used as it is."""
    cloud.on("object-store", "HEAD", "/c_segments", Answer(status=204))

    ob.upload_object(
        "c", "o", data=DATA, segment_size=6, segment_container="c_segments"
    )

    assert CUT == cloud.segments
    assert "/c_segments" not in [s.path for s in cloud.sent if s.method == "PUT"]


def test_upload_object__segment_container_without_policy(
    cloud: Keeping, ob: ObjectStorage
) -> None:
    cloud.on("object-store", "HEAD", "/c", Answer(status=204))

    ob.upload_object("c", "o", data=DATA, segment_size=6)

    (created,) = (s for s in cloud.sent if (s.method, s.path) == ("PUT", "/c_segments"))
    assert "x-storage-policy" not in created.headers


@pytest.mark.parametrize(
    ("container", "name", "why"),
    [
        ("c" * 250, "o", "The name of the container is 259 bytes long"),
        ("c", "o" * 1000, "The name of the object is 10.. bytes long"),
    ],
)
def test_upload_object__segments_with_bad_names(
    cloud: Keeping, ob: ObjectStorage, container: str, name: str, why: str
) -> None:
    with pytest.raises(InvalidArgument, match=why):
        ob.upload_object(container, name, data=DATA, segment_size=6)

    assert {} == cloud.kept


@pytest.mark.parametrize("error", [ValueError("mine"), KeyboardInterrupt()])
def test_upload_object__segments_of_what_fails(
    cloud: Keeping, ob: ObjectStorage, error: Exception
) -> None:
    """They are deleted."""
    with pytest.raises(type(error)):
        ob.upload_object("c", "o", data=pieces(error=error), segment_size=6)

    assert {} == cloud.kept


def test_upload_object__segments_that_stay(cloud: Keeping, ob: ObjectStorage) -> None:
    """Where they cannot be deleted, the error says where they are."""
    cloud.on("object-store", "POST", "/", Answer(status=500))

    with pytest.raises(ValueError, match="mine") as caught:
        ob.upload_object(
            "c", "o", data=pieces(error=ValueError("mine")), segment_size=6
        )

    (note,) = caught.value.__notes__
    assert "still in the container 'c_segments', under 'o/" in note


def test_upload_object__manifest_is_refused(cloud: Keeping, ob: ObjectStorage) -> None:
    cloud.on("object-store", "PUT", "/c/o", Answer(status=403))

    with pytest.raises(errors.Forbidden):
        ob.upload_object("c", "o", data=DATA, segment_size=6)

    assert {} == cloud.kept


@pytest.mark.parametrize(
    "answer", [Answer(status=500), Answer(error=requests.ConnectionError("cut"))]
)
def test_upload_object__manifest_that_may_be_stored(
    cloud: Keeping, ob: ObjectStorage, pauses: list[float], answer: Answer
) -> None:
    """The segments are kept: without them, the object would be lost."""
    cloud.on("object-store", "PUT", "/c/o", answer)

    with pytest.raises((errors.ServerError, errors.NoAnswer)) as caught:
        ob.upload_object("c", "o", data=DATA, segment_size=6)

    assert CUT == cloud.segments
    (note,) = caught.value.__notes__
    assert "It is not known whether the object was stored" in note
    assert pauses is not None


def test_upload_object__segment_is_damaged(cloud: Keeping, ob: ObjectStorage) -> None:
    def damage(sent: Sent) -> Answer:
        cloud.kept[sent.path] = sent
        return Answer(status=201, headers={"Etag": "0" * 32})

    cloud.keep = damage  # type: ignore[method-assign]  # the cloud is the test's own
    with pytest.raises(errors.ChecksumMismatch, match="c_segments/o/"):
        ob.upload_object("c", "o", data=DATA, segment_size=6)

    assert {} == cloud.kept


def test_upload_object__segment_again(
    cloud: Keeping, ob: ObjectStorage, pauses: list[float]
) -> None:
    """A segment of a file is sent again from its own start."""
    tried: list[bytes] = []
    keep = cloud.keep

    def fail_once(sent: Sent) -> Answer:
        tried.append(sent.body)
        return Answer(status=503) if tried.count(sent.body) == 1 else keep(sent)

    cloud.keep = fail_once  # type: ignore[method-assign]  # the cloud is the test's own
    ob.upload_object("c", "o", data=io.BytesIO(DATA), segment_size=6)

    assert CUT == cloud.segments
    assert len(pauses) == 3


@pytest.mark.parametrize(
    ("limits", "wanted", "expected"),
    [
        (LIMITS, 50, 50),
        (LIMITS, 500, 100),
        (LIMITS, 1, 2),
        (LIMITS, None, 100),
        ({"swift": {}}, None, 1024**3),
        ({"swift": {}, "slo": {}}, 10 * 1024**3, 5 * 1024**3 + 2),
        (None, 10 * 1024**3, 5 * 1024**3 + 2),
        (None, 7, 7),
    ],
)
def test_get_object_segment_size(
    cloud: Keeping,
    ob: ObjectStorage,
    limits: Mapping[str, Any] | None,
    wanted: int | None,
    expected: int,
) -> None:
    answer = Answer(status=404) if limits is None else Answer(json=limits)
    cloud.on("root", "GET", "/info", answer)

    assert expected == ob.get_object_segment_size(wanted)


def test_get_object_segment_size__nonsense(cloud: Keeping, ob: ObjectStorage) -> None:
    """A page that is no answer of the service says nothing."""
    cloud.on("root", "GET", "/info", Answer(body=b"<html>"))

    assert ob.get_object_segment_size() == 1024**3
    with pytest.raises(InvalidArgument, match="size of a segment is -1"):
        ob.get_object_segment_size(-1)
