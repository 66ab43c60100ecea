from __future__ import annotations

import io
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from openstack import errors
from openstack.errors import InvalidArgument, PartialFailure
from openstack.object_store import Object, ObjectStorage
from openstack.testing import Answer

if TYPE_CHECKING:
    from openstack.testing import FakeCloud, Sent


def done(**members: Any) -> Answer:
    """Answer as Swift does, whose status says nothing."""
    body: dict[str, Any] = {"Response Status": "200 OK", "Errors": []}
    return Answer(json={**body, **members})


DELETED = {"Number Deleted": 2, "Number Not Found": 0}


def test_delete_objects(cloud: FakeCloud, ob: ObjectStorage) -> None:
    cloud.on("object-store", "POST", "/", done(**DELETED))
    listed = Object.from_wire({"name": "ö?", "container": "c"})

    assert ob.delete_objects(["a b\n%", listed], "c") == 2

    sent = cloud.sent[0]
    assert "c/a%20b%0A%25\nc/ö?".encode() == sent.body
    assert {"bulk-delete": "true"} == sent.query
    assert ("text/plain", "application/json") == (
        sent.headers["Content-Type"],
        sent.headers["Accept"],
    )


def test_delete_objects__none(cloud: FakeCloud, ob: ObjectStorage) -> None:
    assert ob.delete_objects([], "c") == 0
    assert [] == cloud.sent


def test_delete_objects__many(cloud: FakeCloud) -> None:
    """They are taken as they come, and some at a time."""

    class NimbusStorage(ObjectStorage):
        """The Object Storage of Nimbus, which deletes two at once."""

        bulk_delete_limit = 2

    cloud.on(
        "object-store",
        "POST",
        "/",
        done(**DELETED),
        done(**{**DELETED, "Number Deleted": 1}),
    )
    names = (name for name in "abc")

    assert NimbusStorage(cloud.connect()).delete_objects(names, "c") == 3
    assert [b"c/a\nc/b", b"c/c"] == [sent.body for sent in cloud.sent]


def test_delete_objects__some_fail(cloud: FakeCloud, ob: ObjectStorage) -> None:
    failing = {
        **DELETED,
        "Response Status": "400 Bad Request",
        "Errors": [["/c/%C3%B6", "409 Conflict"], ["c/b", "403 Forbidden"]],
    }
    cloud.on("object-store", "POST", "/", done(**failing))

    with pytest.raises(
        PartialFailure, match=r"2 objects .* The first: 'c/ö', 409"
    ) as caught:
        ob.delete_objects(["ö", "b", "d", "e"], "c")

    assert (("c/ö", "409 Conflict"), ("c/b", "403 Forbidden")) == caught.value.failures


def test_delete_objects__all_fail(cloud: FakeCloud, ob: ObjectStorage) -> None:
    refused = {
        **DELETED,
        "Response Status": "413 Request Entity Too Large",
        "Response Body": "Maximum Bulk Deletes: 1 per request",
    }
    cloud.on("object-store", "POST", "/", done(**refused))

    with pytest.raises(
        errors.ContentTooLarge, match=r"413 .*Maximum Bulk Deletes"
    ) as caught:
        ob.delete_objects(["a", "b"], "c")

    assert caught.value.status_code == 413


@pytest.mark.parametrize(
    "answer",
    [
        Answer(status=204),
        Answer(json=["what"]),
        Answer(json={"what": 1}),
        Answer(status=400),
        Answer(status=403),
        Answer(status=404),
    ],
)
def test_delete_objects__one_after_another(
    cloud: FakeCloud, ob: ObjectStorage, answer: Answer
) -> None:
    """A service that cannot delete many at once may not even notice that it should."""
    cloud.on("object-store", "POST", "/", answer)
    cloud.on("object-store", "DELETE", "/c/a", Answer(status=204))
    cloud.on("object-store", "DELETE", "/c/b", Answer(status=404))
    cloud.on("object-store", "DELETE", "/c/d", Answer(status=409))

    with pytest.raises(
        PartialFailure, match=r"1 objects .*, and 1 were.* 'c/d', DELETE"
    ):
        ob.delete_objects(["a", "b", "d"], "c")


def test_delete_objects__server_fails(
    cloud: FakeCloud, ob: ObjectStorage, pauses: list[float]
) -> None:
    """That is no reason to think that it cannot."""
    cloud.on("object-store", "POST", "/", Answer(status=503), Answer(status=500))

    with pytest.raises(errors.ServerError):
        ob.delete_objects(["a"], "c")

    assert len(pauses) == 1


def test_delete_objects__long_names(cloud: FakeCloud, ob: ObjectStorage) -> None:
    """Swift would refuse a line so long, and with it all others."""
    long = " " * 1024
    cloud.on("object-store", "POST", "/", done(**{**DELETED, "Number Deleted": 1}))
    cloud.on("object-store", "DELETE", f"/c/{long}", Answer(status=204))

    assert ob.delete_objects(["a", long], "c") == 2
    assert ob.delete_objects([long], "c") == 1
    assert ["POST", "DELETE", "DELETE"] == [sent.method for sent in cloud.sent]


def test_delete_objects__bad_name(cloud: FakeCloud, ob: ObjectStorage) -> None:
    with pytest.raises(InvalidArgument, match="The name of the object is empty"):
        ob.delete_objects(["a", ""], "c")

    assert [] == cloud.sent


CREATED = {"Response Status": "201 Created", "Number Files Created": 3}


@pytest.fixture
def ob(cloud: FakeCloud) -> ObjectStorage:
    """Return an Object Storage that says that it can unpack archives."""
    info: dict[str, Any] = {"swift": {}, "bulk_upload": {}}
    cloud.on("root", "GET", "/info", Answer(json=info))
    return cloud.connect().object_store


def uploads(cloud: FakeCloud) -> list[Sent]:
    """Return what was uploaded."""
    return [sent for sent in cloud.sent if sent.method == "PUT"]


def test_upload_archive(cloud: FakeCloud, ob: ObjectStorage, tmp_path: Path) -> None:
    cloud.on("object-store", "PUT", "/c/p q/", done(**CREATED))
    (tmp_path / "a.tar").write_bytes(b"tar")

    number = ob.upload_archive(
        "c",
        filename=tmp_path / "a.tar",
        archive_format="tar",
        prefix="p q/",
        metadata={"a": "b"},
        delete_after=60,
    )

    assert number == 3
    (sent,) = uploads(cloud)
    assert (b"tar", {"extract-archive": "tar"}) == (sent.body, sent.query)
    assert ("b", "60", "application/json") == (
        sent.headers["x-object-meta-a"],
        sent.headers["x-delete-after"],
        sent.headers["accept"],
    )
    assert "etag" not in sent.headers


@pytest.mark.parametrize(("container", "path"), [("c", "/c"), (None, "/")])
@pytest.mark.parametrize("data", [b"tar", io.BytesIO(b"tar"), [b"t", b"ar"]])
def test_upload_archive__data(
    cloud: FakeCloud, ob: ObjectStorage, container: str | None, path: str, data: Any
) -> None:
    cloud.on("object-store", "PUT", path, done(**CREATED))
    if isinstance(data, io.BytesIO):
        data.seek(0)

    ob.upload_archive(container, data=data, archive_format="tar.gz")

    assert uploads(cloud)[0].body == b"tar"


def test_upload_archive__some_fail(cloud: FakeCloud, ob: ObjectStorage) -> None:
    failing = {
        "Response Status": "400 Bad Request",
        "Number Files Created": 1,
        "Errors": [["c/a", "413 Request Entity Too Large"]],
    }
    cloud.on("object-store", "PUT", "/c", done(**failing))

    with pytest.raises(PartialFailure, match=r"for 1 objects\. The first: 'c/a'"):
        ob.upload_archive("c", data=b"tar", archive_format="tar")


def test_upload_archive__all_fail(cloud: FakeCloud, ob: ObjectStorage) -> None:
    failing = {
        "Response Status": "400 Bad Request",
        "Response Body": "Invalid Tar File: No Valid Files",
        "Number Files Created": 0,
    }
    cloud.on("object-store", "PUT", "/c", done(**failing))

    with pytest.raises(errors.BadRequest, match="Invalid Tar File"):
        ob.upload_archive("c", data=b"tar", archive_format="tar")


def test_upload_archive__not_supported(cloud: FakeCloud, ob: ObjectStorage) -> None:
    """The archive would become an object, in the place of one that may be there."""
    cloud.on("root", "GET", "/info", Answer(json={"swift": {}}))

    with pytest.raises(errors.NotSupported, match="cannot unpack archives"):
        ob.upload_archive("c", data=b"tar", archive_format="tar", prefix="p")

    assert [] == uploads(cloud)


def test_upload_archive__not_supported_and_not_said(
    cloud: FakeCloud, ob: ObjectStorage
) -> None:
    cloud.on("root", "GET", "/info", Answer(status=404))
    cloud.on("object-store", "PUT", "/c", Answer(status=202))

    with pytest.raises(errors.NotSupported, match="took no notice"):
        ob.upload_archive("c", data=b"tar", archive_format="tar")


@pytest.mark.parametrize(
    ("options", "why"),
    [
        ({"data": b"", "filename": "f"}, "and not as both"),
        ({}, "must be given, as `data` or `filename`"),
        ({"data": b"", "prefix": "p"}, "only given for one container"),
        ({"data": b"", "archive_format": "zip"}, "'zip' is no format of an archive"),
    ],
)
def test_upload_archive__bad(
    cloud: FakeCloud, ob: ObjectStorage, options: dict[str, Any], why: str
) -> None:
    merged: dict[str, Any] = {"archive_format": "tar", **options}
    with pytest.raises(InvalidArgument, match=why):
        ob.upload_archive(**merged)

    assert [] == uploads(cloud)


def test_upload_archive__missing_file(cloud: FakeCloud, ob: ObjectStorage) -> None:
    with pytest.raises(FileNotFoundError):
        ob.upload_archive("c", filename=Path("missing"), archive_format="tar")

    assert [] == uploads(cloud)


def test_error_classes(cloud: FakeCloud) -> None:
    """What a vendor makes of a status holds for one in a body as well."""

    class Full(errors.ContentTooLarge):
        """Nimbus is full."""

    class NimbusStorage(ObjectStorage):
        """The Object Storage of Nimbus."""

        error_classes = {413: Full}

    def answer(sent: Sent) -> Answer:
        assert sent.body
        return done(**{**DELETED, "Response Status": "413 Full"})

    cloud.on("object-store", "POST", "/", answer)

    with pytest.raises(Full):
        NimbusStorage(cloud.connect()).delete_objects(["a"], "c")
