"""Large objects, symlinks and versions, on a real Swift."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

import pytest

from openstack import errors
from openstack.object_store import Segment

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from openstack.object_store import ObjectStorage

pytestmark = pytest.mark.live

DATA = bytes(range(256)) * 40


def segments(ob: ObjectStorage, container: str) -> list[str]:
    """Return the names of the segments that there are beside a container."""
    try:
        return [o.name for o in ob.objects(f"{container}_segments")]
    except errors.NotFound:
        return []


def pieces(data: bytes) -> Iterator[bytes]:
    """Yield bytes, and do not say how many there will be."""
    yield data[:10]
    yield data[10:]


@pytest.mark.parametrize("static", [True, False])
@pytest.mark.parametrize("make", [bytes, io.BytesIO, pieces])
def test_segments(
    ob: ObjectStorage,
    container: str,
    make: Callable[[bytes], Any],
    static: bool,  # noqa: FBT001 - one of two
) -> None:
    made = ob.upload_object(
        container,
        "ö/o",
        data=make(DATA),
        segment_size=3000,
        use_slo=static,
        metadata={"a": "é"},
        delete_after=3600,
    )

    found = ob.get_object("ö/o", container)
    assert len(DATA) == made.content_length == found.content_length
    assert {"a": "é"} == found.metadata
    assert DATA == ob.download_object("ö/o", container)
    assert DATA[2990:3010] == ob.download_object(
        "ö/o", container, offset=2990, length=20
    )
    parts = list(ob.object_segments("ö/o", container))
    assert [3000, 3000, 3000, 1240] == [part.content_length for part in parts]
    assert ob.get_object(parts[0]).delete_at is not None

    ob.set_object_metadata("ö/o", container, metadata={"b": "c"})
    assert DATA == ob.download_object("ö/o", container)
    ob.delete_large_object("ö/o", container, ignore_missing=False)
    assert [] == segments(ob, container)
    assert [] == list(ob.objects(container))


def test_segments__replaced(ob: ObjectStorage, container: str) -> None:
    """What fails leaves the object as it was, and nothing behind."""

    def failing() -> Any:
        yield DATA
        raise ValueError("mine")

    ob.upload_object(container, "o", data=DATA, segment_size=3000)
    before = segments(ob, container)
    with pytest.raises(ValueError, match="mine"):
        ob.upload_object(container, "o", data=failing(), segment_size=3000)

    assert before == segments(ob, container)
    assert DATA == ob.download_object("o", container)
    ob.delete_object("o", container)
    assert before == segments(ob, container)


def test_static_large_object(ob: ObjectStorage, container: str) -> None:
    parts = [
        ob.upload_object(container, f"s/ö {i}?", data=b"abc" * i) for i in (1, 2, 3)
    ]

    ob.create_static_large_object(container, "a", parts, content_type="text/plain")
    ob.create_static_large_object(
        container,
        "b",
        [
            parts[0],
            Segment(obj=parts[2], first=1, last=3),
            Segment(data=b"<>"),
            Segment(obj=parts[1], first=4),
        ],
    )
    listed = list(ob.objects(container, marker="`", end_marker="c"))
    ob.create_static_large_object(container, "c", listed)

    assert b"abc" * 6 == ob.download_object("a", container)
    assert ob.get_object("a", container).content_type == "text/plain"
    assert ob.download_object("b", container) == b"abcbca<>bc"
    assert ob.download_object("c", container) == b"abc" * 6 + b"abcbca<>bc"
    assert [(part.name, part.etag) for part in parts] == [
        (part.name, part.etag) for part in ob.object_segments("a", container)
    ]


def test_static_large_object__fails(ob: ObjectStorage, container: str) -> None:
    part = ob.upload_object(container, "s", data=b"abc")
    ob.delete_object(part)

    with pytest.raises(errors.PartialFailure) as caught:
        ob.create_static_large_object(container, "a", [part])

    assert ((f"{container}/s", "404 Not Found"),) == caught.value.failures
    with pytest.raises(errors.NotFound):
        ob.get_object("a", container)


def test_dynamic_large_object(ob: ObjectStorage, container: str) -> None:
    for i in range(3):
        ob.upload_object(container, f"p ö/{i}", data=str(i))

    ob.create_dynamic_large_object(container, "o", prefix="p ö/")

    assert ob.download_object("o", container) == b"012"
    ob.upload_object(container, "p ö/9", data="9")
    assert ob.download_object("o", container) == b"0129"
    assert f"{container}/p ö/" == ob.get_object("o", container).object_manifest


def test_copies(ob: ObjectStorage, container: str) -> None:
    ob.upload_object(container, "o", data=DATA, segment_size=3000)

    ob.copy_object("o", container, destination="whole")
    ob.copy_object("o", container, destination="shared", manifest_only=True)

    assert DATA == ob.download_object("whole", container)
    assert DATA == ob.download_object("shared", container)
    assert not ob.get_object("whole", container).is_static_large_object
    assert ob.get_object("shared", container).is_static_large_object


def test_symlinks(ob: ObjectStorage, container: str) -> None:
    target = ob.upload_object(container, "t", data=DATA, segment_size=3000)
    plain = ob.upload_object(container, "p", data=b"1")
    ob.create_symlink(container, "l", target=target)
    ob.create_symlink(container, "s", target=plain, target_etag=plain.etag or "")

    assert DATA == ob.download_object("l", container)
    listed = {o.name: o.symlink_path for o in ob.objects(container)}
    assert (listed["l"] or "").endswith(f"/{container}/t")
    with pytest.raises(errors.Conflict):
        ob.create_symlink(container, "x", target=plain, target_etag="0" * 32)
    ob.copy_object("l", container, destination="m", follow_symlinks=False)
    moved = ob.get_object("m", container, follow_symlinks=False)
    assert f"{container}/t" == moved.symlink_target

    ob.delete_large_object("l", container)
    assert DATA == ob.download_object("t", container)
    ob.upload_object(container, "p", data=b"2")
    with pytest.raises(errors.Conflict):
        ob.download_object("s", container)


@pytest.fixture
def versioned(ob: ObjectStorage, container: str) -> str:
    """Return a container that keeps versions, of which it has some."""
    ob.update_container(container, versions_enabled=True)
    for name in ("a", "b", "c"):
        for i in range(3):
            ob.upload_object(container, name, data=f"{name}{i}".encode())
    ob.delete_object("b", container)
    return container


def test_versions(ob: ObjectStorage, versioned: str) -> None:
    found = list(ob.object_versions(versioned))

    assert ["a"] * 3 + ["b"] * 4 + ["c"] * 3 == [v.name for v in found]
    assert [True, False, False] == [v.is_latest for v in found[:3]]
    assert [True, False, False, False] == [v.is_delete_marker for v in found[3:7]]
    assert [b"a2", b"a1", b"a0"] == [ob.download_object(v) for v in found[:3]]
    assert [v.version_id for v in found[:3]] == [
        ob.get_object(v).version_id for v in found[:3]
    ]
    assert ob.download_object("a", versioned) == b"a2"

    ob.restore_object_version(found[2])
    assert ob.download_object("a", versioned) == b"a0"
    ob.delete_object(found[1])
    assert ["a", "a"] == [v.name for v in ob.object_versions(versioned, prefix="a")]
    assert ob.download_object("a", versioned) == b"a0"
    ob.set_object_metadata("c", versioned, metadata={"x": "y"})
    assert {"x": "y"} == ob.get_object("c", versioned).metadata


@pytest.mark.parametrize("suspended", [True, False])
def test_versions__in_pages(
    ob: ObjectStorage,
    versioned: str,
    suspended: bool,  # noqa: FBT001 - one of two
) -> None:
    if suspended:
        ob.update_container(versioned, versions_enabled=False)
        for name in ("a", "d"):
            ob.upload_object(versioned, name, data=b"null")

    def found(**options: Any) -> list[tuple[str, str | None]]:
        listed = ob.object_versions(versioned, **options)
        return [(v.name, v.version_id) for v in listed]

    whole = found()
    assert (12 if suspended else 10) == len(whole)
    for limit in (1, 2, 3, 7, 20):
        assert whole == found(limit=limit)
        assert sorted(whole) == sorted(found(limit=limit, reverse=True))


def test_versions__emptied(ob: ObjectStorage, versioned: str) -> None:
    with pytest.raises(errors.Conflict):
        ob.delete_container(versioned)

    assert ob.empty_container(versioned) == 10
    assert [] == list(ob.object_versions(versioned))
    ob.delete_container(versioned, ignore_missing=False)


def test_versions__of_large_objects(ob: ObjectStorage, versioned: str) -> None:
    ob.upload_object(versioned, "o", data=DATA, segment_size=3000)
    ob.upload_object(versioned, "o", data=b"small")

    old = [v for v in ob.object_versions(versioned, prefix="o") if not v.is_latest]

    assert [DATA] == [ob.download_object(v) for v in old]
    ob.delete_object("o", versioned)
    assert DATA == ob.download_object(old[0])


def test_versions__in_a_second_container(ob: ObjectStorage, container: str) -> None:
    """The older way: an older version returns when its object is deleted."""
    second = f"{container} é"
    ob.create_container(second)
    try:
        made = ob.update_container(container, versions_location=second)
        assert second == made.versions_location
        for data in (b"1", b"2"):
            ob.upload_object(container, "o", data=data)
        assert [b"1"] == [ob.download_object(o) for o in ob.objects(second)]
        ob.delete_object("o", container)
        assert ob.download_object("o", container) == b"1"

        made = ob.update_container(container, versions_location=None)
        assert made.versions_location is None
        made = ob.update_container(container, history_location=second)
        assert second == made.history_location
    finally:
        ob.update_container(container, history_location=None)
        ob.delete_container(second, with_objects=True)
