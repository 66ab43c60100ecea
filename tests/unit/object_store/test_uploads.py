from __future__ import annotations

import hashlib
import io
import os
import threading
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest
import requests

from openstack import errors
from openstack.errors import ChecksumMismatch, InvalidArgument
from openstack.object_store import ObjectStorage
from openstack.testing import Answer, FakeCloud

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from openstack.testing import Sent

DATA = b"hello"
MD5 = hashlib.md5(DATA, usedforsecurity=False).hexdigest()
SHA256 = hashlib.sha256(DATA).hexdigest()


def stored(sent: Sent) -> Answer:
    """Answer as a service that stores what arrives."""
    md5 = hashlib.md5(sent.body, usedforsecurity=False).hexdigest()
    headers = {
        "Etag": f'"{md5}"',
        "Last-Modified": "Tue, 14 Nov 2023 22:13:21 GMT",
        "Content-Type": "text/html",
        "X-Object-Version-Id": "7",
    }
    return Answer(status=201, headers=headers)


@pytest.fixture
def ob(cloud: FakeCloud) -> ObjectStorage:
    """Return an Object Storage that stores what is put at `c/o`."""
    cloud.on("object-store", "PUT", "/c/o", stored)
    return cloud.connect().object_store


def pieces() -> Iterator[bytes]:
    """Yield the bytes."""
    yield b"he"
    yield b""
    yield b"llo"


class Odd:
    """A file of few abilities."""

    def __init__(self) -> None:
        self.rest = DATA

    def read(self, size: int) -> bytes:
        """Return less than was asked for."""
        found, self.rest = self.rest[: min(2, size)], self.rest[min(2, size) :]
        return found


@pytest.mark.parametrize(
    ("data", "length"),
    [
        (DATA, "5"),
        ("hello", "5"),
        (bytearray(DATA), "5"),
        (memoryview(DATA), "5"),
        (io.BytesIO(DATA), "5"),
        (pieces(), None),
        ([b"hel", bytearray(b"lo")], None),
        (Odd(), None),
    ],
    ids=lambda value: type(value).__name__,
)
def test_upload_object(
    cloud: FakeCloud, ob: ObjectStorage, data: Any, length: str | None
) -> None:
    made = ob.upload_object("c", "o", data=data)

    sent = cloud.sent[0]
    assert sent.body == DATA
    assert length == sent.headers.get("Content-Length")
    assert (None if length else "chunked") == sent.headers.get("Transfer-Encoding")
    assert ("c", "o", 5, MD5) == (
        made.container,
        made.name,
        made.content_length,
        made.etag,
    )
    assert datetime(2023, 11, 14, 22, 13, 21, tzinfo=UTC) == made.last_modified_at
    assert (None, "7") == (made.content_type, made.version_id)
    assert "Content-Type" not in sent.headers


class Unmeasured(io.BytesIO):
    """A file whose content the system makes up as it is read: it says it is empty."""

    def seek(self, offset: int, whence: int = os.SEEK_SET, /) -> int:
        """Find the end at the start."""
        return 0 if whence == os.SEEK_END else super().seek(offset, whence)


class Endless(io.BytesIO):
    """A file that has no end to be found."""

    def seek(self, offset: int, whence: int = os.SEEK_SET, /) -> int:
        """Fail, as the system does."""
        del offset, whence
        raise OSError(22, "Invalid argument")


@pytest.mark.parametrize("make", [Unmeasured, Endless])
def test_upload_object__file_of_the_system(
    cloud: FakeCloud, ob: ObjectStorage, make: Callable[[bytes], Any]
) -> None:
    made = ob.upload_object("c", "o", data=make(DATA))

    assert cloud.sent[0].body == DATA
    assert cloud.sent[0].headers["Transfer-Encoding"] == "chunked"
    assert (5, MD5) == (made.content_length, made.etag)


@pytest.mark.parametrize("data", [b"", "", io.BytesIO(), io.BytesIO(DATA)])
def test_upload_object__of_nothing(
    cloud: FakeCloud, ob: ObjectStorage, data: Any
) -> None:
    """What has no bytes left to read is an empty object."""
    if data:
        data.seek(5)

    ob.upload_object("c", "o", data=data)

    assert ("0", b"") == (cloud.sent[0].headers["Content-Length"], cloud.sent[0].body)


def test_upload_object__rest_of_a_file(cloud: FakeCloud, ob: ObjectStorage) -> None:
    """A file is read from where it is."""
    data = io.BytesIO(DATA)
    data.seek(2)

    ob.upload_object("c", "o", data=data)

    assert cloud.sent[0].body == b"llo"


def test_upload_object__file(
    cloud: FakeCloud, ob: ObjectStorage, tmp_path: Path
) -> None:
    (tmp_path / "o").write_bytes(DATA)

    for filename in (tmp_path / "o", str(tmp_path / "o")):
        ob.upload_object("c", "o", filename=filename)

    assert [DATA, DATA] == [sent.body for sent in cloud.sent]


def test_upload_object__file_of_its_name(
    cloud: FakeCloud, ob: ObjectStorage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "o").write_bytes(DATA)

    ob.upload_object("c", "o")

    assert cloud.sent[0].body == DATA


def test_upload_object__pipe(
    cloud: FakeCloud, ob: ObjectStorage, tmp_path: Path
) -> None:
    """A pipe has no length, and cannot be read twice."""
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    writer = threading.Thread(target=pipe.write_bytes, args=(DATA,))
    writer.start()

    ob.upload_object("c", "o", filename=pipe)

    writer.join()
    assert cloud.sent[0].body == DATA


def test_upload_object__settings(cloud: FakeCloud, ob: ObjectStorage) -> None:
    made = ob.upload_object(
        "c",
        "o",
        data=DATA,
        content_type="text/plain",
        content_encoding="gzip",
        content_disposition="inline",
        metadata={"Colour": "blå", "empty": ""},
        delete_at=datetime(2027, 1, 15, 8, tzinfo=UTC),
        delete_after=60,
        if_none_match="*",
        extra={"Cache-Control": "no-cache"},
    )

    expected = {
        "content-type": "text/plain",
        "content-encoding": "gzip",
        "content-disposition": "inline",
        "x-object-meta-colour": "bl\u00c3\u00a5",
        "x-object-meta-empty": "",
        "x-delete-at": "1800000000",
        "x-delete-after": "60",
        "if-none-match": "*",
        "cache-control": "no-cache",
        "etag": MD5,
    }
    assert expected == {n: cloud.sent[0].headers.get(n) for n in expected}
    assert {"colour": "blå", "empty": ""} == made.metadata
    assert ("text/plain", "gzip") == (made.content_type, made.content_encoding)


@pytest.mark.parametrize(
    ("options", "why"),
    [
        ({"data": b"", "filename": "f"}, "as either .*, and not as both"),
        ({"data": io.StringIO("text")}, "open as text"),
        ({"data": {"a": 1}}, "A 'dict' cannot be uploaded"),
        ({"data": 7}, "A 'int' cannot be uploaded"),
        ({"data": b"", "segment_size": 0}, "size of a segment is 0"),
        ({"data": b"", "delete_after": -1}, "cannot be negative"),
        ({"data": b"", "metadata": {"a": "\n"}}, "has a line break"),
        ({"data": b"", "generate_checksums": True}, "give `filename`, and not `data`"),
    ],
)
def test_upload_object__bad(
    cloud: FakeCloud, ob: ObjectStorage, options: dict[str, Any], why: str
) -> None:
    with pytest.raises(InvalidArgument, match=why):
        ob.upload_object("c", "o", **options)

    assert [] == cloud.sent


def test_upload_object__missing_file(
    cloud: FakeCloud, ob: ObjectStorage, tmp_path: Path
) -> None:
    with pytest.raises(FileNotFoundError):
        ob.upload_object("c", "o", filename=tmp_path / "missing")
    with pytest.raises(IsADirectoryError):
        ob.upload_object("c", "o", filename=tmp_path)

    assert [] == cloud.sent


@pytest.mark.parametrize("data", [["text"], iter([1]), open(__file__)])  # noqa: SIM115, PTH123 - it is closed below
def test_upload_object__no_bytes(ob: ObjectStorage, data: Any) -> None:
    """It only shows when it is read."""
    with pytest.raises(InvalidArgument, match=r"must be bytes|open as text"):
        ob.upload_object("c", "o", data=data)
    if hasattr(data, "close"):
        data.close()


@pytest.mark.parametrize("failure", [ValueError("mine"), OSError("mine")])
def test_upload_object__source_fails(
    cloud: FakeCloud, ob: ObjectStorage, failure: Exception
) -> None:
    """The error of what is read reaches the caller, and nothing is sent again."""

    def failing() -> Iterator[bytes]:
        yield b"he"
        raise failure

    def broken(sent: Sent) -> Answer:
        raise AssertionError(sent)

    cloud.on("object-store", "PUT", "/c/o", broken)
    with pytest.raises(type(failure), match="mine"):
        ob.upload_object("c", "o", data=failing())


class Torn(io.BytesIO):
    """A file whose disk fails."""

    def read(self, size: int | None = -1, /) -> bytes:
        """Fail after the first bytes."""
        del size
        if self.tell():
            raise OSError(5, "Input/output error")
        return super().read(2)


class Breaking(FakeCloud):
    """A cloud that is reached through a library which takes every error for its own."""

    def send(  # type: ignore[override]  # as the fake cloud has it
        self, request: requests.PreparedRequest, **_: object
    ) -> requests.Response:
        """Read the body, as an adapter of the network does."""
        try:
            return super().send(request)
        except OSError as error:
            raise requests.ConnectionError(error) from error


def test_upload_object__source_fails_in_the_http_library(pauses: list[float]) -> None:
    """It is no broken connection, and no reason to try again."""
    cloud = Breaking()
    ob = cloud.connect().object_store

    for data in (Torn(DATA), iter(Torn(DATA).read, b"")):
        with pytest.raises(OSError, match="Input/output error"):
            ob.upload_object("c", "o", data=data)

    assert [] == pauses
    assert [] == cloud.sent


def test_upload_object__no_answer(
    cloud: FakeCloud, ob: ObjectStorage, pauses: list[float]
) -> None:
    """What can be read again is sent again; the checksum begins anew."""
    cut = Answer(error=requests.ConnectionError("cut"))
    cloud.on("object-store", "PUT", "/c/o", cut, cut, stored)

    assert ob.upload_object("c", "o", data=io.BytesIO(DATA)).etag == MD5
    assert [DATA] * 3 == [sent.body for sent in cloud.sent]
    assert len(pauses) == 2


def test_upload_object__no_answer_about_a_condition(
    cloud: FakeCloud, ob: ObjectStorage
) -> None:
    """Sent again, it would be refused for what it stored itself."""
    cut = Answer(error=requests.ConnectionError("cut"))
    cloud.on("object-store", "PUT", "/c/o", cut, Answer(status=412))

    with pytest.raises(errors.ConnectionBroken):
        ob.upload_object("c", "o", data=DATA, if_none_match="*")


def test_upload_object__no_answer_to_a_stream(
    cloud: FakeCloud, ob: ObjectStorage
) -> None:
    """What cannot be read again is not."""
    cut = Answer(error=requests.ConnectionError("cut"))
    cloud.on("object-store", "PUT", "/c/o", cut)

    with pytest.raises(errors.ConnectionBroken):
        ob.upload_object("c", "o", data=pieces())

    assert len(cloud.sent) == 1


def test_upload_object__file_that_shrinks(ob: ObjectStorage) -> None:
    class Shrinking(io.BytesIO):
        """A file that somebody cuts short."""

        def read(self, size: int | None = -1, /) -> bytes:
            """Read what is left."""
            self.truncate(3)
            return super().read(size)

    with pytest.raises(InvalidArgument, match="ended after 3 bytes, and had more"):
        ob.upload_object("c", "o", data=Shrinking(DATA))


def test_upload_object__file_that_grows(cloud: FakeCloud, ob: ObjectStorage) -> None:
    """What was there when it began is uploaded."""

    class Growing(io.BytesIO):
        """A file that somebody writes to."""

        def read(self, size: int | None = -1, /) -> bytes:
            """Read while there comes more."""
            here = self.tell()
            self.seek(0, os.SEEK_END)
            self.write(b"more")
            self.seek(here)
            return super().read(size)

    ob.upload_object("c", "o", data=Growing(DATA))

    assert cloud.sent[0].body == DATA


@pytest.mark.parametrize("data", [DATA, io.BytesIO(DATA), [DATA]])
def test_upload_object__damaged(cloud: FakeCloud, ob: ObjectStorage, data: Any) -> None:
    answer = Answer(status=201, headers={"Etag": "0" * 32})
    cloud.on("object-store", "PUT", "/c/o", answer)

    with pytest.raises(ChecksumMismatch, match="c/o was stored with the checksum 000"):
        ob.upload_object("c", "o", data=data)

    assert ["PUT"] == [sent.method for sent in cloud.sent]


@pytest.mark.parametrize("etag", ['"7-2"', "", "A" * 32])
def test_upload_object__etag_that_is_no_md5(
    cloud: FakeCloud, ob: ObjectStorage, etag: str
) -> None:
    """It says nothing of the bytes."""
    cloud.on("object-store", "PUT", "/c/o", Answer(headers={"Etag": etag}))

    assert ob.upload_object("c", "o", data=DATA).content_length == 5


def test_etag_is_md5(cloud: FakeCloud) -> None:
    class NimbusStorage(ObjectStorage):
        """The Object Storage of Nimbus, which makes ETags in its own way."""

        etag_is_md5 = False

    cloud.on("object-store", "PUT", "/c/o", Answer(headers={"Etag": "0" * 32}))

    made = NimbusStorage(cloud.connect()).upload_object("c", "o", data=DATA, md5=MD5)

    assert made.etag == "0" * 32
    assert "etag" not in cloud.sent[0].headers


def test_upload_object__refused(cloud: FakeCloud, ob: ObjectStorage) -> None:
    cloud.on("object-store", "PUT", "/c/o", Answer(status=412))
    with pytest.raises(errors.PreconditionFailed):
        ob.upload_object("c", "o", data=DATA, if_none_match="*")

    cloud.on("object-store", "PUT", "/c/o", Answer(status=422))
    with pytest.raises(errors.UnprocessableContent):
        ob.upload_object("c", "o", data=DATA)


def test_upload_object__checksum_that_is_known(
    cloud: FakeCloud, ob: ObjectStorage
) -> None:
    """The service compares it, and it is noted for `is_object_stale`."""
    made = ob.upload_object("c", "o", data=pieces(), md5=MD5, sha256=SHA256)

    assert MD5 == cloud.sent[0].headers["etag"]
    assert {"x-sdk-md5": MD5, "x-sdk-sha256": SHA256} == made.metadata


def test_upload_object__generate_checksums(
    cloud: FakeCloud, ob: ObjectStorage, tmp_path: Path
) -> None:
    """What is there already is not uploaded."""
    (tmp_path / "o").write_bytes(DATA)
    there = {"Content-Length": "5", "X-Object-Meta-X-Sdk-Sha256": SHA256}
    cloud.on("object-store", "HEAD", "/c/o", Answer(status=404), Answer(headers=there))

    for _ in range(2):
        made = ob.upload_object(
            "c", "o", filename=tmp_path / "o", generate_checksums=True
        )
        assert SHA256 == made.metadata["x-sdk-sha256"]

    assert ["HEAD", "PUT", "HEAD", "HEAD"] == [sent.method for sent in cloud.sent]


def test_create_object(cloud: FakeCloud, ob: ObjectStorage) -> None:
    made = ob.create_object("c", "o", data=DATA, metadata={"a": "b"})

    assert ("o", {"a": "b"}) == (made.name, made.metadata)
    assert cloud.sent[0].body == DATA
