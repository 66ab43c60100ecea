from __future__ import annotations

import gzip
import hashlib
import io
import os
import resource
import signal
import threading
from contextlib import contextmanager
from datetime import datetime, timedelta, timezone
from typing import TYPE_CHECKING, Any

import pytest
import requests

from openstack import errors
from openstack.errors import ChecksumMismatch, InvalidAnswer, InvalidArgument
from openstack.object_store import Object
from openstack.testing import Answer

if TYPE_CHECKING:
    from collections.abc import Callable, Generator
    from pathlib import Path

    from openstack.object_store import ObjectStorage
    from openstack.testing import FakeCloud

DATA = b"hello"
MD5 = hashlib.md5(DATA, usedforsecurity=False).hexdigest()
WHOLE = Answer(body=DATA, headers={"Etag": MD5, "Content-Type": "text/plain"})
PART = {"Content-Range": "bytes 1-2/5", "Etag": MD5}


@pytest.fixture
def ob(cloud: FakeCloud) -> ObjectStorage:
    """Return an Object Storage that has an object `o` in `c`."""
    cloud.on("object-store", "GET", "/c/o", WHOLE)
    return cloud.connect().object_store


def test_download_object(cloud: FakeCloud, ob: ObjectStorage) -> None:
    assert DATA == ob.download_object("o", "c")
    assert DATA == ob.download_object(Object.from_wire({"name": "o", "container": "c"}))

    sent = cloud.sent[0]
    assert {} == sent.query
    assert "Range" not in sent.headers
    # Nobody on the way shall pack the bytes.
    assert sent.headers["Accept-Encoding"] == "identity"


def test_download_object__missing(cloud: FakeCloud, ob: ObjectStorage) -> None:
    cloud.on("object-store", "GET", "/c/o", Answer(status=404))

    with pytest.raises(errors.NotFound):
        ob.download_object("o", "c")


def test_download_object__packed(cloud: FakeCloud, ob: ObjectStorage) -> None:
    """The bytes are those that were uploaded, and not what they unpack to."""
    packed = gzip.compress(DATA)
    md5 = hashlib.md5(packed, usedforsecurity=False).hexdigest()
    headers = {"Etag": md5, "Content-Encoding": "gzip"}
    cloud.on("object-store", "GET", "/c/o", Answer(body=packed, headers=headers))

    assert packed == ob.download_object("o", "c")
    assert ob.stream_object("o", "c").object.content_encoding == "gzip"


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ({"offset": 1, "length": 2}, "bytes=1-2"),
        ({"offset": 3}, "bytes=3-"),
        ({"length": 2}, "bytes=0-1"),
        ({"tail": 2}, "bytes=-2"),
        ({"offset": 0, "length": 1}, "bytes=0-0"),
    ],
)
def test_download_object__part(
    cloud: FakeCloud, ob: ObjectStorage, options: dict[str, Any], expected: str
) -> None:
    """The checksum of the whole says nothing of a part."""
    part = Answer(status=206, body=b"el", headers=PART)
    cloud.on("object-store", "GET", "/c/o", part)

    assert b"el" == ob.download_object("o", "c", **options)
    assert expected == cloud.sent[0].headers["Range"]


@pytest.mark.parametrize(
    ("options", "why"),
    [
        ({"offset": -1}, "offset is -1, and cannot be negative"),
        ({"length": 0}, "length is 0, and must be above zero"),
        ({"length": -1}, "length is -1"),
        ({"tail": 0}, "tail is 0"),
        ({"tail": 1, "offset": 1}, "given as `tail` alone"),
        ({"tail": 1, "length": 1}, "given as `tail` alone"),
        ({"if_modified_since": datetime(2023, 1, 1)}, "if_modified_since has no zone"),  # noqa: DTZ001 - that is the mistake
        ({"if_match": "a\nb"}, "has a line break"),
    ],
)
def test_download_object__bad(
    cloud: FakeCloud, ob: ObjectStorage, options: dict[str, Any], why: str
) -> None:
    with pytest.raises(InvalidArgument, match=why):
        ob.download_object("o", "c", **options)

    assert [] == cloud.sent


def test_download_object__part_that_is_not_there(
    cloud: FakeCloud, ob: ObjectStorage
) -> None:
    cloud.on("object-store", "GET", "/c/o", Answer(status=416))

    with pytest.raises(errors.RangeNotSatisfiable):
        ob.download_object("o", "c", offset=9)


def test_download_object__all_in_the_place_of_a_part(ob: ObjectStorage) -> None:
    with pytest.raises(InvalidAnswer, match="answered with the whole object"):
        ob.download_object("o", "c", offset=1)


def test_download_object__conditions(cloud: FakeCloud, ob: ObjectStorage) -> None:
    moment = datetime(2023, 11, 14, 23, 13, 21, tzinfo=timezone(timedelta(hours=1)))
    ob.download_object(
        "o",
        "c",
        if_match="e",
        if_none_match="f",
        if_modified_since=moment,
        if_unmodified_since="Tue, 14 Nov 2023 22:13:21 GMT",
        version_id="7",
        extra={"X-Newest": "true"},
    )

    expected = {
        "If-Match": "e",
        "If-None-Match": "f",
        "If-Modified-Since": "Tue, 14 Nov 2023 22:13:21 GMT",
        "If-Unmodified-Since": "Tue, 14 Nov 2023 22:13:21 GMT",
        "X-Newest": "true",
    }
    assert expected == {name: cloud.sent[0].headers[name] for name in expected}
    assert {"version-id": "7"} == cloud.sent[0].query


@pytest.mark.parametrize("status", [304, 412])
def test_download_object__condition_that_does_not_hold(
    cloud: FakeCloud, ob: ObjectStorage, status: int
) -> None:
    cloud.on("object-store", "GET", "/c/o", Answer(status=status))

    with pytest.raises(errors.PreconditionFailed) as caught:
        ob.download_object("o", "c", if_none_match=MD5)

    assert status == caught.value.status_code


def test_download_object__damaged(cloud: FakeCloud, ob: ObjectStorage) -> None:
    answer = Answer(body=DATA, headers={"Etag": "0" * 32})
    cloud.on("object-store", "GET", "/c/o", answer)

    with pytest.raises(ChecksumMismatch, match=f"what arrived has {MD5}"):
        ob.download_object("o", "c")


@pytest.mark.parametrize(
    "headers",
    [
        {"Etag": f'"{"0" * 32}"', "X-Static-Large-Object": "True"},
        {"Etag": f'"{"0" * 32}"', "X-Object-Manifest": "c/p"},
        {"Etag": "7-2"},
        {},
    ],
)
def test_download_object__no_checksum(
    cloud: FakeCloud, ob: ObjectStorage, headers: dict[str, str]
) -> None:
    """The ETag of a large object is none of its bytes."""
    cloud.on("object-store", "GET", "/c/o", Answer(body=DATA, headers=headers))

    assert DATA == ob.download_object("o", "c")


def test_download_object__cut(cloud: FakeCloud, ob: ObjectStorage) -> None:
    """Less came than was announced."""
    cut = Answer(body=DATA, headers={"Content-Length": "9"})
    cloud.on("object-store", "GET", "/c/o", cut)

    with pytest.raises(errors.ConnectionBroken):
        ob.download_object("o", "c")


def test_stream_object(ob: ObjectStorage) -> None:
    download = ob.stream_object("o", "c", chunk_size=2)

    assert [b"he", b"ll", b"o"] == [*download]
    assert ("o", "c", "text/plain", 5, MD5) == (
        download.object.name,
        download.object.container,
        download.object.content_type,
        download.object.content_length,
        download.object.etag,
    )


def test_stream_object__part(cloud: FakeCloud, ob: ObjectStorage) -> None:
    """The object is as long as it is, however little of it comes."""
    part = Answer(status=206, body=b"el", headers=PART)
    cloud.on("object-store", "GET", "/c/o", part)

    assert ob.stream_object("o", "c", offset=1, length=2).object.content_length == 5


def test_stream_object__left_early(ob: ObjectStorage) -> None:
    with ob.stream_object("o", "c", chunk_size=2) as download:
        assert next(download) == b"he"

    assert [] == [*download]


def test_stream_object__missing(cloud: FakeCloud, ob: ObjectStorage) -> None:
    """It fails where it is called, and not where it is used."""
    cloud.on("object-store", "GET", "/c/o", Answer(status=404))

    with pytest.raises(errors.NotFound):
        ob.stream_object("o", "c")
    with pytest.raises(InvalidArgument, match="size of a piece is 0"):
        ob.stream_object("o", "c", chunk_size=0)


def test_stream_object__version_of_a_list(cloud: FakeCloud, ob: ObjectStorage) -> None:
    members = {"name": "o", "container": "c", "version_id": "7", "is_latest": False}

    ob.download_object(Object.from_wire(members))

    assert {"version-id": "7"} == cloud.sent[0].query


def test_save_object(ob: ObjectStorage, tmp_path: Path) -> None:
    for outfile in (tmp_path / "f", str(tmp_path / "g")):
        found = ob.save_object("o", "c", outfile=outfile)

        assert (5, MD5) == (found.content_length, found.etag)

    assert {"f": DATA, "g": DATA} == {
        p.name: p.read_bytes() for p in tmp_path.iterdir()
    }


def test_save_object__options(cloud: FakeCloud, ob: ObjectStorage) -> None:
    part = Answer(status=206, body=b"el", headers=PART)
    cloud.on("object-store", "GET", "/c/o", part)
    file = io.BytesIO()

    ob.save_object("o", "c", outfile=file, offset=1, length=2, version_id="7")

    assert file.getvalue() == b"el"
    assert ("bytes=1-2", "7") == (
        cloud.sent[0].headers["Range"],
        cloud.sent[0].query["version-id"],
    )


def test_save_object__keeps_who_may_read(ob: ObjectStorage, tmp_path: Path) -> None:
    (tmp_path / "f").write_bytes(b"old")
    (tmp_path / "f").chmod(0o640)

    ob.save_object("o", "c", outfile=tmp_path / "f")

    assert ("0o100640", DATA) == (
        oct((tmp_path / "f").stat().st_mode),
        (tmp_path / "f").read_bytes(),
    )


def test_save_object__symlink(ob: ObjectStorage, tmp_path: Path) -> None:
    """What a link leads to is replaced, and not the link."""
    (tmp_path / "f").write_bytes(b"old")
    (tmp_path / "link").symlink_to(tmp_path / "f")

    ob.save_object("o", "c", outfile=tmp_path / "link")

    assert (tmp_path / "link").is_symlink()
    assert DATA == (tmp_path / "f").read_bytes()


class Slow(io.RawIOBase):
    """A file without a buffer, which takes a little at a time."""

    def __init__(self) -> None:
        super().__init__()
        self.taken = b""

    def writable(self) -> bool:
        """Say that it can be written."""
        return True

    def write(self, data: Any) -> int:
        """Take three bytes at most."""
        piece = bytes(data[:3])
        self.taken += piece
        return len(piece)


class Plain:
    """What has only the method that is needed."""

    def __init__(self) -> None:
        self.taken = b""

    def write(self, data: Any) -> None:
        """Take all, and say nothing."""
        self.taken += bytes(data)


@pytest.mark.parametrize("make", [Slow, Plain])
def test_save_object__file(ob: ObjectStorage, make: Callable[[], Any]) -> None:
    file = make()

    ob.save_object("o", "c", outfile=file)

    assert DATA == file.taken


def test_save_object__pipe(ob: ObjectStorage, tmp_path: Path) -> None:
    """A pipe, or a device, is written to, and never replaced."""
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    read: list[bytes] = []
    reader = threading.Thread(target=lambda: read.append(pipe.read_bytes()))
    reader.start()

    ob.save_object("o", "c", outfile=pipe)

    reader.join()
    assert ([DATA], True) == (read, pipe.is_fifo())


def test_save_object__bad(cloud: FakeCloud, ob: ObjectStorage, tmp_path: Path) -> None:
    text: Any = io.StringIO()

    with pytest.raises(InvalidArgument, match="open as text"):
        ob.save_object("o", "c", outfile=text)
    with pytest.raises(IsADirectoryError):
        ob.save_object("o", "c", outfile=tmp_path)
    with pytest.raises(FileNotFoundError) as caught:
        ob.save_object("o", "c", outfile=tmp_path / "missing" / "f")

    assert str(tmp_path / "missing" / "f") == caught.value.filename
    assert [] == cloud.sent


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        (Answer(body=DATA, headers={"Etag": "0" * 32}), ChecksumMismatch),
        (Answer(body=DATA, headers={"Content-Length": "9"}), errors.ConnectionBroken),
        (Answer(status=404), errors.NotFound),
    ],
)
def test_save_object__fails(
    cloud: FakeCloud,
    ob: ObjectStorage,
    tmp_path: Path,
    answer: Answer,
    error: type[Exception],
) -> None:
    """The file is as it was, or is not there."""
    (tmp_path / "old").write_bytes(b"old")
    cloud.on("object-store", "GET", "/c/o", answer)

    for name in ("old", "new"):
        with pytest.raises(error):
            ob.save_object("o", "c", outfile=tmp_path / name)

    assert {"old": b"old"} == {p.name: p.read_bytes() for p in tmp_path.iterdir()}


@contextmanager
def small_disk() -> Generator[None]:
    """Let no file become longer than three bytes: in here, pytest writes none."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    ignored = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (3, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, ignored)


def test_save_object__full_disk(ob: ObjectStorage, tmp_path: Path) -> None:
    """The error names the file, and nothing is left behind."""
    full = pytest.raises(OSError, match="File too large")
    with full as caught, small_disk():
        ob.save_object("o", "c", outfile=tmp_path / "f")

    assert str(tmp_path / "f") == caught.value.filename
    assert [] == [*tmp_path.iterdir()]


def test_save_object__file_fails(ob: ObjectStorage) -> None:
    class Broken(Plain):
        """A file whose disk is gone."""

        def write(self, data: Any) -> None:
            """Fail."""
            del data
            raise OSError(5, "mine")

    broken: Any = Broken()
    with pytest.raises(OSError, match="mine"):
        ob.save_object("o", "c", outfile=broken)


def test_save_object__interrupted(
    cloud: FakeCloud, ob: ObjectStorage, tmp_path: Path
) -> None:
    cloud.on("object-store", "GET", "/c/o", Answer(error=KeyboardInterrupt()))  # type: ignore[arg-type]  # what Ctrl-C raises

    with pytest.raises(KeyboardInterrupt):
        ob.save_object("o", "c", outfile=tmp_path / "f")

    assert [] == [*tmp_path.iterdir()]


def test_download_object__tries_again(
    cloud: FakeCloud, ob: ObjectStorage, pauses: list[float]
) -> None:
    cut = Answer(error=requests.ConnectionError("cut"))
    cloud.on("object-store", "GET", "/c/o", cut, Answer(status=503), WHOLE)

    assert DATA == ob.download_object("o", "c")
    assert len(pauses) == 2
