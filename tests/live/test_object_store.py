"""Containers and objects, on a real Swift."""

from __future__ import annotations

import gzip
import hashlib
import io
import os
import tarfile
import threading
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import pytest

from openstack import errors
from openstack.object_store import ObjectStorage

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = pytest.mark.live

#: Names that something on the way could take for something else.
NAMES = [
    "plain.txt",
    "with space",
    " space at its ends ",
    "a/deep/path",
    "/slash first",
    "slash last/",
    "two//slashes",
    "/",
    "//",
    "..",
    ".",
    "../up",
    "../../../up",
    "a/../b",
    "a/./b",
    "a/..",
    ".hidden",
    "?query",
    "#fragment",
    "100%",
    "%41",
    "%2F",
    "%",
    "a+b",
    "a&b=c;d",
    "~tilde",
    "*",
    "back\\slash",
    "\"quotes'",
    "new\nline",
    "\r\n",
    "\t",
    "\x01\x7f",
    "Zürich",
    "Zu\u0308rich",
    "中文",
    "🎉",
    "\u202eleft",
    "\ud7ff\ue000\uffff",
    "x" * 1024,
    "é" * 512,
    "%" * 1024,
]


@pytest.mark.parametrize("name", NAMES, ids=lambda name: ascii(name[:9]))
def test_names(ob: ObjectStorage, container: str, name: str) -> None:
    data = name.encode()

    ob.upload_object(container, name, data=data)

    assert data == ob.download_object(name, container)
    assert name == ob.get_object(name, container).name
    assert [name] == [o.name for o in ob.objects(container)]
    assert ob.copy_object(name, container, destination="copy").name == "copy"
    assert data == ob.download_object("copy", container)
    ob.set_object_metadata(name, container, metadata={"a": "b"})
    assert {"a": "b"} == ob.get_object(name, container).metadata

    ob.delete_object(name, container, ignore_missing=False)
    assert ["copy"] == [o.name for o in ob.objects(container)]


# Swift answers 503 to a symlink whose target is longer when it is quoted.
@pytest.mark.parametrize(
    "name",
    [name for name in NAMES if len(name) < 512],
    ids=lambda name: ascii(name[:9]),
)
def test_names__of_targets(ob: ObjectStorage, container: str, name: str) -> None:
    ob.upload_object(container, name, data=b"1")

    ob.create_symlink(container, "link", target=name)

    assert ob.download_object("link", container) == b"1"
    link = ob.get_object("link", container, follow_symlinks=False)
    assert f"{container}/{name}" == link.symlink_target
    ob.set_object_metadata("link", container, metadata={"a": "b"})
    assert {"a": "b"} == ob.get_object(name, container).metadata


def test_names__deleted_at_once(ob: ObjectStorage, container: str) -> None:
    for name in NAMES:
        ob.upload_object(container, name, data=b"")

    assert len(NAMES) == ob.delete_objects([*NAMES, "never was"], container)
    assert [] == list(ob.objects(container))


@pytest.mark.parametrize(
    "name", [".", "..", "?", "#", "%41", " ", "å\n", "🎉", "x" * 256]
)
def test_names__of_containers(ob: ObjectStorage, name: str) -> None:
    ob.create_container(name, metadata={"a": "b"})

    assert name in [c.name for c in ob.containers()]
    assert {"a": "b"} == ob.get_container(name).metadata
    ob.upload_object(name, "../o", data=b"1")
    assert ob.download_object("../o", name) == b"1"

    ob.delete_container(name, with_objects=True)
    assert name not in [c.name for c in ob.containers()]


@pytest.mark.parametrize(
    "value",
    [
        "Zürich",
        "Å",
        "voilà",
        "…Å",
        "100%41",
        'a "b" \\ c, d; e=f',
        "中文 🎉",
        "=?utf-8?q?x?=",
        "\u2028",
    ],
    ids=ascii,
)
def test_metadata(ob: ObjectStorage, container: str, value: str) -> None:
    """Text arrives as it is, though HTTP knows little of text."""
    metadata = {"a": value, "b-c.d!": "e"}

    ob.upload_object(container, "o", data=b"", metadata=metadata)
    ob.set_container_metadata(container, metadata)
    ob.set_account_metadata({"of-a-test": value})

    assert metadata == ob.get_object("o", container).metadata
    assert metadata == ob.get_container(container).metadata
    assert value == ob.get_account_metadata().metadata["of-a-test"]
    ob.delete_account_metadata(["of-a-test"])
    ob.delete_container_metadata(container, metadata)
    assert {} == ob.get_container(container).metadata


def test_metadata__of_an_object(ob: ObjectStorage, container: str) -> None:
    """What is not named stays, and not only the metadata."""
    tomorrow = datetime.now(UTC).replace(microsecond=0) + timedelta(days=1)
    ob.upload_object(
        container,
        "o.txt",
        data=b"1",
        content_type="text/x-odd",
        content_encoding="odd",
        content_disposition="inline",
        metadata={"kept": "é", "empty": ""},
        delete_at=tomorrow,
        extra={"cache-control": "no-cache"},
    )

    ob.set_object_metadata("o.txt", container, metadata={"new": "1"})

    found = ob.get_object("o.txt", container)
    assert {"kept": "é", "empty": "", "new": "1"} == found.metadata
    assert ("text/x-odd", "odd", "inline", tomorrow, "no-cache") == (
        found.content_type,
        found.content_encoding,
        found.content_disposition,
        found.delete_at,
        found.extra["cache-control"],
    )

    ob.set_object_metadata("o.txt", container, delete_at=None, content_type="a/b")
    found = ob.delete_object_metadata("o.txt", container, keys=["kept", "nothing"])
    assert ({"empty": "", "new": "1"}, None, "a/b") == (
        found.metadata,
        found.delete_at,
        found.content_type,
    )


def test_metadata__behind_a_symlink(ob: ObjectStorage, container: str) -> None:
    ob.upload_object(container, "o", data=b"1", metadata={"a": "b"})
    ob.create_symlink(container, "l", target="o", metadata={"of": "the link"})

    ob.set_object_metadata("l", container, metadata={"c": "d"})

    assert {"a": "b", "c": "d"} == ob.get_object("o", container).metadata
    link = ob.get_object("l", container, follow_symlinks=False)
    assert {"of": "the link"} == link.metadata


def test_expiry(ob: ObjectStorage, container: str) -> None:
    ob.upload_object(container, "o", data=b"1", delete_after=3600)

    left = ob.get_object("o", container).delete_at

    assert left is not None
    assert timedelta(minutes=58) < left - datetime.now(UTC) < timedelta(minutes=62)


def test_uploads_and_downloads(
    ob: ObjectStorage, container: str, tmp_path: Path
) -> None:
    data = os.urandom(3_000_000)
    md5 = hashlib.md5(data, usedforsecurity=False).hexdigest()
    file = tmp_path / "file"
    file.write_bytes(data)

    def pieces() -> Iterator[bytes]:
        for start in range(0, len(data), 70_001):
            yield data[start : start + 70_001]

    sources: list[dict[str, Any]] = [
        {"data": data},
        {"data": io.BytesIO(data)},
        {"data": pieces()},
        {"filename": file},
        {"filename": str(file)},
    ]
    for source in sources:
        made = ob.upload_object(container, "o", **source)

        assert (md5, len(data)) == (made.etag, made.content_length)
        assert data == ob.download_object("o", container)

    assert data == b"".join(ob.stream_object("o", container, chunk_size=1000))
    found = ob.save_object("o", container, outfile=tmp_path / "copy")
    assert md5 == found.etag
    assert data == (tmp_path / "copy").read_bytes()
    assert ["copy", "file"] == sorted(path.name for path in tmp_path.iterdir())


def test_uploads__empty(ob: ObjectStorage, container: str, tmp_path: Path) -> None:
    (tmp_path / "empty").touch()
    ob.upload_object(container, "a", data=b"")
    ob.upload_object(container, "b", data=io.BytesIO())
    ob.upload_object(container, "c", data=iter([]))
    ob.upload_object(container, "d", filename=tmp_path / "empty")

    assert [0] * 4 == [o.content_length for o in ob.objects(container)]
    assert ob.download_object("d", container) == b""


def test_uploads__pipe(ob: ObjectStorage, container: str, tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    writer = threading.Thread(target=pipe.write_bytes, args=(b"piped",))
    writer.start()

    ob.upload_object(container, "o", filename=pipe)

    writer.join()
    assert ob.download_object("o", container) == b"piped"


def test_uploads__refused(ob: ObjectStorage, container: str) -> None:
    """What is there stays as it is."""
    ob.upload_object(container, "o", data=b"old")

    with pytest.raises(errors.PreconditionFailed):
        ob.upload_object(container, "o", data=b"new", if_none_match="*")
    with pytest.raises(errors.UnprocessableContent):
        ob.upload_object(container, "o", data=b"new", md5="0" * 32)
    with pytest.raises(errors.NotFound):
        ob.upload_object(f"no-{uuid4().hex}", "o", data=b"new")

    assert ob.download_object("o", container) == b"old"


def test_uploads__that_fail(ob: ObjectStorage, container: str) -> None:
    """Nothing of what was sent is stored; the error is the one that was raised."""

    def failing() -> Iterator[bytes]:
        yield b"x" * 100_000
        raise OSError(5, "the disk is gone")

    ob.upload_object(container, "o", data=b"old")
    with pytest.raises(OSError, match="the disk is gone"):
        ob.upload_object(container, "o", data=failing())

    class Shrinking(io.BytesIO):
        """A file that somebody cuts short."""

        def read(self, size: int | None = -1, /) -> bytes:
            """Read what is left."""
            self.truncate(100_000)
            return super().read(size)

    with pytest.raises(errors.InvalidArgument, match="ended after 100000 bytes"):
        ob.upload_object(container, "o", data=Shrinking(b"x" * 200_000))

    assert ob.download_object("o", container) == b"old"


def test_uploads__only_what_changed(
    ob: ObjectStorage, container: str, tmp_path: Path
) -> None:
    file = tmp_path / "f"
    file.write_bytes(b"one")

    first = ob.upload_object(container, "o", filename=file, generate_checksums=True)
    ob.upload_object(container, "o", filename=file, generate_checksums=True)

    assert not ob.is_object_stale(container, "o", file)
    assert first.last_modified_at == ob.get_object("o", container).last_modified_at
    file.write_bytes(b"two")
    assert ob.is_object_stale(container, "o", file)
    assert ob.is_object_stale(container, "missing", file)


def test_downloads__parts(ob: ObjectStorage, container: str) -> None:
    ob.upload_object(container, "o", data=b"0123456789")

    assert ob.download_object("o", container, offset=2, length=3) == b"234"
    assert ob.download_object("o", container, offset=7) == b"789"
    assert ob.download_object("o", container, length=2) == b"01"
    assert ob.download_object("o", container, tail=2) == b"89"
    assert ob.download_object("o", container, offset=8, length=99) == b"89"
    assert ob.stream_object("o", container, tail=2).object.content_length == 10
    with pytest.raises(errors.RangeNotSatisfiable):
        ob.download_object("o", container, offset=10)


def test_downloads__conditions(ob: ObjectStorage, container: str) -> None:
    etag = ob.upload_object(container, "o", data=b"1").etag or ""
    hour = timedelta(hours=1)
    now = datetime.now(UTC)

    assert ob.download_object("o", container, if_match=etag) == b"1"
    assert ob.download_object("o", container, if_modified_since=now - hour) == b"1"
    unmet: list[dict[str, Any]] = [
        {"if_match": "0" * 32},
        {"if_none_match": etag},
        {"if_modified_since": now + hour},
        {"if_unmodified_since": now - hour},
    ]
    for condition in unmet:
        with pytest.raises(errors.PreconditionFailed):
            ob.download_object("o", container, **condition)


def test_downloads__packed(ob: ObjectStorage, container: str) -> None:
    packed = gzip.compress(b"x" * 10_000)

    ob.upload_object(container, "o", data=packed, content_encoding="gzip")

    assert packed == ob.download_object("o", container)


def test_lists(ob: ObjectStorage, container: str) -> None:
    names = ["a", "b/1", "b/2", "b/c/3", "d"]
    for name in names:
        ob.upload_object(container, name, data=b"1")

    def found(**options: Any) -> list[str]:
        return [o.name for o in ob.objects(container, **options)]

    assert names == found()
    assert names == found(limit=1) == found(limit=2) == found(limit=5) == found(limit=9)
    assert names[::-1] == found(reverse=True) == found(reverse=True, limit=2)
    assert ["b/1", "b/2", "b/c/3"] == found(prefix="b/") == found(prefix="b/", limit=2)
    assert ["a", "b/", "d"] == found(delimiter="/") == found(delimiter="/", limit=1)
    assert ["b/1", "b/2", "b/c/"] == found(delimiter="/", prefix="b/", limit=2)
    assert ["b/2", "b/c/3"] == found(marker="b/1", end_marker="d")
    assert [
        ("", ["b/"], ["a", "d"]),
        ("b/", ["b/c/"], ["b/1", "b/2"]),
        ("b/c/", [], ["b/c/3"]),
    ] == [(d, i, [o.name for o in f]) for d, i, f in ob.walk_objects(container)]


def test_lists__of_containers(ob: ObjectStorage) -> None:
    start = f"list-{uuid4().hex}-"
    names = [f"{start}{letter}" for letter in "abc"]
    for name in names:
        ob.create_container(name)

    try:
        for limit in (1, 2, 100):
            assert names == [c.name for c in ob.containers(prefix=start, limit=limit)]
            everything = [c.name for c in ob.containers(limit=limit)]
            assert everything == sorted(everything, key=str.encode)
            assert {*names} <= {*everything}
    finally:
        for name in names:
            ob.delete_container(name)


def test_container__settings(ob: ObjectStorage, container: str) -> None:
    made = ob.update_container(
        container, read_acl=".r:*,.rlistings", quota_bytes=10, quota_count=1
    )

    assert (".r:*,.rlistings", 10, 1) == (
        made.read_acl,
        made.quota_bytes,
        made.quota_count,
    )
    assert made.storage_policy
    with pytest.raises(errors.ContentTooLarge):
        ob.upload_object(container, "o", data=b"x" * 11)
    made = ob.update_container(container, read_acl=None, quota_bytes=None)
    assert (None, None, 1) == (made.read_acl, made.quota_bytes, made.quota_count)


def test_container__deleted(ob: ObjectStorage, container: str) -> None:
    ob.upload_object(container, "o", data=b"1")

    with pytest.raises(errors.Conflict):
        ob.delete_container(container)
    ob.delete_container(container, with_objects=True)

    ob.delete_container(container)
    for with_objects in (False, True):
        with pytest.raises(errors.NotFound):
            ob.delete_container(
                container, ignore_missing=False, with_objects=with_objects
            )


def test_copies(ob: ObjectStorage, container: str) -> None:
    ob.upload_object(
        container, "o", data=b"1", content_type="a/b", metadata={"a": "1", "b": "2"}
    )

    ob.copy_object("o", container, destination="p", metadata={"b": "3"})
    ob.copy_object(
        "o", container, destination="q", fresh_metadata=True, metadata={"c": "4"}
    )

    copied = ob.get_object("p", container)
    assert ({"a": "1", "b": "3"}, "a/b") == (copied.metadata, copied.content_type)
    assert {"c": "4"} == ob.get_object("q", container).metadata
    with pytest.raises(errors.PreconditionFailed):
        ob.copy_object("o", container, destination="r", extra={"if-match": "0" * 32})


def archive(names: list[str]) -> bytes:
    """Return an archive with files of a few bytes."""
    file = io.BytesIO()
    with tarfile.open(fileobj=file, mode="w:gz") as tar:
        for name in names:
            member = tarfile.TarInfo(name)
            member.size = 3
            tar.addfile(member, io.BytesIO(b"abc"))
    return file.getvalue()


def test_archive(ob: ObjectStorage, container: str) -> None:
    data = archive(["a.txt", "d/é ?.txt"])

    assert 2 == ob.upload_archive(
        container,
        data=data,
        archive_format="tar.gz",
        prefix="p q/",
        metadata={"a": "b"},
    )

    assert ["p q/a.txt", "p q/d/é ?.txt"] == [o.name for o in ob.objects(container)]
    assert {"a": "b"} == ob.get_object("p q/a.txt", container).metadata
    with pytest.raises(errors.BadRequest, match="Invalid Tar File"):
        ob.upload_archive(container, data=b"no archive", archive_format="tar.gz")


def test_archive__some_fail(ob: ObjectStorage, container: str) -> None:
    data = archive(["ok", "x" * 1025])

    with pytest.raises(errors.PartialFailure) as caught:
        ob.upload_archive(container, data=iter([data]), archive_format="tar.gz")

    ((failed, why),) = caught.value.failures
    assert f"{container}/{'x' * 1025}"[:1025] == failed[:1025]
    assert why.startswith("400")
    assert ["ok"] == [o.name for o in ob.objects(container)]


def test_many(ob: ObjectStorage, container: str) -> None:
    """More than a page of a list holds, and more than one request deletes."""

    class Cautious(ObjectStorage):
        """An Object Storage that deletes a few at once."""

        bulk_delete_limit = 20

    names = [f"{number:03}" for number in range(50)]
    ob.upload_archive(container, data=archive(names), archive_format="tar.gz")

    assert names == [o.name for o in ob.objects(container, limit=20)]
    assert len(names) == Cautious(ob.connection).empty_container(container)
    assert [] == list(ob.objects(container))
