from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from openstack.testing import Answer

if TYPE_CHECKING:
    from openstack.object_store import ObjectStorage
    from openstack.testing import FakeCloud

DATA = b"hello"
MD5 = hashlib.md5(DATA, usedforsecurity=False).hexdigest()
SHA256 = hashlib.sha256(DATA).hexdigest()
OTHER = "0" * 32


@pytest.mark.parametrize(
    ("headers", "stale"),
    [
        ({"Etag": MD5}, False),
        ({"Etag": f'"{MD5}"'}, False),
        ({"Etag": OTHER}, True),
        ({"Etag": MD5, "Content-Length": "6"}, True),
        ({"Etag": MD5, "X-Static-Large-Object": "True"}, True),
        ({"Etag": MD5, "X-Object-Manifest": "c/p"}, True),
        ({"Etag": "7-2"}, True),
        ({}, True),
        ({"Etag": OTHER, "X-Object-Meta-X-Sdk-Sha256": SHA256}, False),
        ({"Etag": MD5, "X-Object-Meta-X-Sdk-Sha256": OTHER}, True),
        ({"Etag": "7-2", "X-Object-Meta-X-Sdk-Md5": MD5}, False),
        ({"Etag": "7-2", "X-Object-Meta-X-Shade-Md5": OTHER}, True),
    ],
)
def test_is_object_stale(
    cloud: FakeCloud,
    ob: ObjectStorage,
    tmp_path: Path,
    headers: dict[str, str],
    stale: bool,  # noqa: FBT001 - what is expected
) -> None:
    (tmp_path / "f").write_bytes(DATA)
    answer = Answer(headers={"Content-Length": "5", **headers})
    cloud.on("object-store", "HEAD", "/c/o", answer)

    assert stale is ob.is_object_stale("c", "o", tmp_path / "f")


def test_is_object_stale__missing(
    cloud: FakeCloud, ob: ObjectStorage, tmp_path: Path
) -> None:
    (tmp_path / "f").write_bytes(DATA)
    cloud.on("object-store", "HEAD", "/c/o", Answer(status=404))

    assert ob.is_object_stale("c", "o", tmp_path / "f")


def test_is_object_stale__checksums_that_are_known(
    cloud: FakeCloud, ob: ObjectStorage, tmp_path: Path
) -> None:
    (tmp_path / "f").write_bytes(DATA)
    headers = {"Content-Length": "5", "Etag": OTHER}
    noted = {**headers, "X-Object-Meta-X-Sdk-Sha256": OTHER}
    answers = Answer(headers=headers), Answer(headers=noted)
    cloud.on("object-store", "HEAD", "/c/o", *answers)

    assert not ob.is_object_stale("c", "o", tmp_path / "f", file_md5=OTHER)
    assert not ob.is_object_stale("c", "o", tmp_path / "f", file_sha256=OTHER)


def test_is_object_stale__missing_file(cloud: FakeCloud, ob: ObjectStorage) -> None:
    with pytest.raises(FileNotFoundError):
        ob.is_object_stale("c", "o", Path("missing"))

    assert [] == cloud.sent
