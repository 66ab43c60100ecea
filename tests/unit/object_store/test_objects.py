from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest

from openstack.errors import InvalidArgument, NotFound
from openstack.object_store import Container, Object, ObjectStorage
from openstack.testing import Answer

if TYPE_CHECKING:
    from collections.abc import Callable

    from openstack.testing import FakeCloud, Sent

HEADERS = {
    "Content-Type": "text/plain",
    "Content-Length": "5",
    "Etag": '"5d41402abc4b2a76b9719d911017c592"',
    "Last-Modified": "Tue, 14 Nov 2023 22:13:21 GMT",
    "X-Timestamp": "1700000000.12345",
    "X-Object-Meta-Colour": "bl\u00c3\u00a5",
    "X-Object-Meta-Odd": "\u00e5",
    "X-Delete-At": "1800000000",
    "X-Static-Large-Object": "False",
    "X-Trans-Id": "tx1",
}
LISTED = {
    "name": "a/b",
    "bytes": 5,
    "hash": "5d41402abc4b2a76b9719d911017c592",
    "content_type": "text/plain",
    "last_modified": "2023-11-14T22:13:20.123450",
}
DELETED = "application/x-deleted;swift_versions_deleted=1"


def test_get_object(cloud: FakeCloud, ob: ObjectStorage) -> None:
    cloud.on("object-store", "HEAD", "/c/a b", Answer(headers=HEADERS))

    found = ob.get_object("a b", "c")

    assert ("a b", "a b", "c") == (found.id, found.name, found.container)
    assert (5, "text/plain") == (found.content_length, found.content_type)
    assert found.etag == "5d41402abc4b2a76b9719d911017c592"
    assert datetime(2023, 11, 14, 22, 13, 21, tzinfo=UTC) == found.last_modified_at
    assert datetime(2027, 1, 15, 8, 0, tzinfo=UTC) == found.delete_at
    assert {"colour": "blå", "odd": "\u00e5"} == found.metadata
    assert found.is_static_large_object is False
    assert found.extra["x-trans-id"] == "tx1"
    assert {} == cloud.sent[0].query


def test_get_object__missing(cloud: FakeCloud, ob: ObjectStorage) -> None:
    cloud.on("object-store", "HEAD", "/c/o", Answer(status=404))

    with pytest.raises(NotFound):
        ob.get_object("o", "c")


def test_get_object__version(cloud: FakeCloud, ob: ObjectStorage) -> None:
    headers = {"X-Object-Version-Id": "1700000000.12345"}
    cloud.on("object-store", "HEAD", "/c/o", Answer(headers=headers))

    found = ob.get_object("o", "c", version_id="1700000000.12345")

    assert {"version-id": "1700000000.12345"} == cloud.sent[0].query
    assert found.version_id == "1700000000.12345"


def test_get_object__symlink_itself(cloud: FakeCloud, ob: ObjectStorage) -> None:
    headers = {"X-Symlink-Target": "%C3%A5/b%3F", "X-Symlink-Target-Etag": '"e"'}
    cloud.on("object-store", "HEAD", "/c/o", Answer(headers=headers))

    found = ob.get_object("o", "c", follow_symlinks=False)

    assert {"symlink": "get"} == cloud.sent[0].query
    assert ("å/b?", "e") == (found.symlink_target, found.symlink_target_etag)


@pytest.mark.parametrize(
    ("obj", "container", "why"),
    [
        ("", "c", "The name of the object is empty"),
        ("o", None, "The container of the object 'o' must be given"),
        ("o", "", "The name of the container is empty"),
        ("o", "a/b", "may hold no slash"),
        ("\u00e5" * 513, "c", "is 1026 bytes long in UTF-8, and may have 1024"),
        ("a\0b", "c", "holds a null character"),
        ("\ud800", "c", "is no valid Unicode"),
        (7, "c", "The object, or its name, is needed, and 'int' is neither"),
        ("o", False, "The container, or its name, is needed, and 'bool' is neither"),
        (
            Object.from_wire({"name": "o", "container": "a"}),
            "b",
            "is in .*'a', and not",
        ),
        (Object.from_wire({"subdir": "a/"}), "c", "is what several names begin with"),
    ],
)
def test_get_object__bad_name(
    cloud: FakeCloud, ob: ObjectStorage, obj: Any, container: Any, why: str
) -> None:
    with pytest.raises(InvalidArgument, match=why):
        ob.get_object(obj, container)

    assert [] == cloud.sent


def test_get_object__of_a_list(cloud: FakeCloud, ob: ObjectStorage) -> None:
    """An object knows its container; it may be given all the same."""
    cloud.on("object-store", "HEAD", "/c/a/b", Answer())
    listed = Object.from_wire({**LISTED, "container": "c"})

    assert ob.get_object(listed) == ob.get_object(
        listed, Container.from_wire({"name": "c"})
    )


def test_max_object_name_length(cloud: FakeCloud) -> None:
    class NimbusStorage(ObjectStorage):
        """The Object Storage of Nimbus, which takes short names only."""

        max_object_name_length = 3

    with pytest.raises(InvalidArgument, match="4 bytes long in UTF-8, and may have 3"):
        NimbusStorage(cloud.connect()).get_object("long", "c")


def test_objects(cloud: FakeCloud, ob: ObjectStorage) -> None:
    pages = (
        Answer(json=[LISTED, {"subdir": "d/"}]),
        Answer(json=[{**LISTED, "name": "z", "symlink_path": "/v1/AUTH_1/t/%C3%A5"}]),
        Answer(json=[]),
    )
    cloud.on("object-store", "GET", "/c", *pages)

    found = list(ob.objects("c", prefix="", delimiter="/", end_marker="zz"))

    assert ["a/b", "d/", "z"] == [o.name for o in found]
    assert [None, "d/", None] == [o.subdir for o in found]
    assert {"c"} == {o.container for o in found}
    assert (5, "text/plain") == (found[0].content_length, found[0].content_type)
    assert datetime(2023, 11, 14, 22, 13, 20, 123450, UTC) == found[0].last_modified_at
    assert found[2].symlink_path == "/v1/AUTH_1/t/å"
    assert [None, "d/", "z"] == [sent.query.get("marker") for sent in cloud.sent]
    assert cloud.sent[0].query["end_marker"] == "zz"


@pytest.mark.parametrize("count", ["2", "9"])
def test_objects__whole_list(cloud: FakeCloud, ob: ObjectStorage, count: str) -> None:
    """The service is asked again where it has more than came, and only there."""
    headers = {"X-Container-Object-Count": count}
    listed = [{"name": "a"}, {"name": "b"}]
    cloud.on(
        "object-store",
        "GET",
        "/c",
        Answer(json=listed, headers=headers),
        Answer(json=[]),
    )

    assert ["a", "b"] == [o.name for o in ob.objects("c")]
    assert (1 if count == "2" else 2) == len(cloud.sent)


def test_objects__picked(cloud: FakeCloud, ob: ObjectStorage) -> None:
    """The length of the whole list says nothing of a part of it."""
    headers = {"X-Container-Object-Count": "1"}
    listed = Answer(json=[{"name": "a"}], headers=headers)
    cloud.on(
        "object-store",
        "GET",
        "/c",
        listed,
        Answer(json=[{"name": "ab"}]),
        Answer(json=[]),
    )

    assert ["a", "ab"] == [o.name for o in ob.objects("c", prefix="a")]


def test_objects__short_page(cloud: FakeCloud, ob: ObjectStorage) -> None:
    """A page shorter than the limit that was asked for is the last one."""
    pages = (Answer(json=[{"name": "a"}, {"name": "b"}]), Answer(json=[{"name": "c"}]))
    cloud.on("object-store", "GET", "/c", *pages)

    assert ["a", "b", "c"] == [o.name for o in ob.objects("c", prefix="", limit=2)]
    assert ["2", "2"] == [sent.query["limit"] for sent in cloud.sent]


@pytest.mark.parametrize("limit", [0, -1])
def test_objects__bad_limit(cloud: FakeCloud, ob: ObjectStorage, limit: int) -> None:
    with pytest.raises(InvalidArgument, match="limit is"):
        ob.objects("c", limit=limit)

    assert [] == cloud.sent


def test_objects__extra(cloud: FakeCloud, ob: ObjectStorage) -> None:
    cloud.on("object-store", "GET", "/c", Answer(json=[]))

    assert [] == list(ob.objects("c", extra={"path": "a", "prefix": "b"}))
    assert {"format": "json", "path": "a", "prefix": "b"} == cloud.sent[0].query


@pytest.mark.parametrize("answer", [Answer(json={"a": 1}), Answer(json=[1])])
def test_objects__nonsense(cloud: FakeCloud, ob: ObjectStorage, answer: Answer) -> None:
    from openstack.errors import InvalidAnswer

    cloud.on("object-store", "GET", "/c", answer)

    with pytest.raises(InvalidAnswer):
        list(ob.objects("c"))


def test_walk_objects(cloud: FakeCloud, ob: ObjectStorage) -> None:
    inside = {
        "p/": [{"name": "p/1"}, {"subdir": "p/q/"}, {"subdir": "p/r/"}],
        "p/q/": [{"name": "p/q/2"}],
        "p/r/": [{"name": "p/r/3"}],
    }

    def answer(sent: Sent) -> Answer:
        assert sent.query["delimiter"] == "/"
        return Answer(
            json=[] if "marker" in sent.query else inside[sent.query["prefix"]]
        )

    cloud.on("object-store", "GET", "/c", answer)

    found = [(d, [*s], [o.name for o in f]) for d, s, f in ob.walk_objects("c", "p")]

    assert [
        ("p/", ["p/q/", "p/r/"], ["p/1"]),
        ("p/q/", [], ["p/q/2"]),
        ("p/r/", [], ["p/r/3"]),
    ] == found


def test_walk_objects__pruned(cloud: FakeCloud, ob: ObjectStorage) -> None:
    listed = [{"subdir": "q/"}, {"subdir": "r/"}]
    cloud.on("object-store", "GET", "/c", Answer(json=listed), Answer(json=[]))

    visited: list[str] = []
    for directory, inside, _ in ob.walk_objects("c"):
        visited.append(directory)
        inside.clear()

    assert [""] == visited


def test_walk_objects__bad_name(cloud: FakeCloud, ob: ObjectStorage) -> None:
    """It fails where it is called, and not where it is used."""
    with pytest.raises(InvalidArgument, match="may hold no slash"):
        ob.walk_objects("a/b")

    assert [] == cloud.sent


def test_delete_object(cloud: FakeCloud, ob: ObjectStorage) -> None:
    cloud.on("object-store", "DELETE", "/c/o", Answer(status=204))

    ob.delete_object("o", "c")

    assert {} == cloud.sent[0].query


def test_delete_object__missing(cloud: FakeCloud, ob: ObjectStorage) -> None:
    cloud.on("object-store", "DELETE", "/c/o", Answer(status=404))

    ob.delete_object("o", container="c")
    with pytest.raises(NotFound):
        ob.delete_object("o", container="c", ignore_missing=False)


def test_delete_object__version(cloud: FakeCloud, ob: ObjectStorage) -> None:
    """What a list of versions yielded is that version, and not the current one."""
    cloud.on("object-store", "DELETE", "/c/o", Answer(status=204))
    members = {"name": "o", "container": "c", "version_id": "7"}

    ob.delete_object(Object.from_wire({**members, "is_latest": False}))
    ob.delete_object(Object.from_wire(members))
    ob.delete_object("o", "c", version_id="8")
    ob.delete_object(
        Object.from_wire({"name": "o", "container": "c", "is_latest": True})
    )

    assert ["7", None, "8", None] == [s.query.get("version-id") for s in cloud.sent]


class NimbusObject(Object):
    """An object of Nimbus."""


class NimbusStorage(ObjectStorage):
    """The Object Storage of Nimbus."""

    object_class = NimbusObject


OPERATIONS: list[Callable[[NimbusStorage], Object]] = [
    lambda ob: ob.get_object("o", "c"),
    lambda ob: ob.get_object_metadata("o", "c"),
    lambda ob: ob.set_object_metadata("o", "c", metadata={"a": "b"}),
    lambda ob: ob.delete_object_metadata("o", "c", keys=["a"]),
    lambda ob: ob.upload_object("c", "o", data=b"1"),
    lambda ob: ob.create_object("c", "o", data=b"1"),
    lambda ob: ob.copy_object("p", "c", destination="o"),
    lambda ob: ob.create_symlink("c", "o", target="t"),
    lambda ob: ob.create_static_large_object("c", "o", [ob.get_object("o", "c")]),
    lambda ob: ob.create_dynamic_large_object("c", "o", prefix="p"),
    lambda ob: ob.restore_object_version("o", "c", version_id="7"),
    lambda ob: ob.save_object("o", "c", outfile="o"),
    lambda ob: ob.stream_object("o", "c").object,
    lambda ob: next(ob.objects("c")),
    lambda ob: next(ob.object_versions("c")),
    lambda ob: next(ob.walk_objects("c"))[2][0],
]


@pytest.mark.parametrize("operation", OPERATIONS)
def test_object_class(
    cloud: FakeCloud, operation: Callable[[NimbusStorage], Object]
) -> None:
    """Every operation returns what a vendor put in the place of an object."""
    for method in ("HEAD", "GET", "PUT", "POST"):
        cloud.on("object-store", method, "/c/o", Answer())
    cloud.on("object-store", "GET", "/c", Answer(json=[LISTED]), Answer(json=[]))

    assert isinstance(operation(NimbusStorage(cloud.connect())), NimbusObject)


def test_is_delete_marker() -> None:
    assert Object.from_wire({"name": "o", "content_type": DELETED}).is_delete_marker
    assert not Object.from_wire(LISTED).is_delete_marker


def test_object__as_a_mapping() -> None:
    found = Object.from_wire({**LISTED, "container": "c"})

    assert found["content_length"] == 5
    assert found.to_dict()["last_modified_at"] == "2023-11-14T22:13:20.123450+00:00"
