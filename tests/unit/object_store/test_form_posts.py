from __future__ import annotations

import hmac
import time
from typing import TYPE_CHECKING, Any

import pytest

from openstack.errors import InvalidArgument
from openstack.testing import Answer
from openstack.testing.fake_cloud import PROJECT_ID

if TYPE_CHECKING:
    from openstack.object_store import ObjectStorage
    from openstack.testing import FakeCloud

OPTIONS: dict[str, Any] = {
    "object_prefix": "å/",
    "redirect_url": "https://example.com/",
    "max_file_size": 100,
    "max_upload_count": 2,
    "timeout": 60,
}


def test_generate_form_signature(cloud: FakeCloud, ob: ObjectStorage) -> None:
    headers = {"X-Container-Meta-Temp-Url-Key": "k"}
    cloud.on("object-store", "HEAD", "/c", Answer(status=204, headers=headers))
    before = int(time.time())

    expires, signature = ob.generate_form_signature("c", **OPTIONS)

    assert before + 60 <= expires <= time.time() + 60
    lines = (
        f"/v1/AUTH_{PROJECT_ID}/c/å/\nhttps://example.com/\n100\n2\n{expires}"
    ).encode()
    assert hmac.new(b"k", lines, "sha256").hexdigest() == signature


def test_generate_form_signature__key(cloud: FakeCloud, ob: ObjectStorage) -> None:
    _, signature = ob.generate_form_signature(
        "c", **OPTIONS, temp_url_key="k", digest="sha512"
    )

    assert signature.startswith("sha512:")
    assert [] == cloud.sent


@pytest.mark.parametrize(
    ("options", "why"),
    [
        ({"max_file_size": 0}, "size of a file is 0"),
        ({"max_upload_count": 0}, "number of files is 0"),
        ({"timeout": 0}, "timeout is 0, and must be a second at least"),
        ({"timeout": 0.5}, "timeout is 0.5"),
        ({"redirect_url": "a\nb"}, "has a line break"),
        ({"object_prefix": "a\0"}, "null character"),
    ],
)
def test_generate_form_signature__bad(
    cloud: FakeCloud, ob: ObjectStorage, options: dict[str, Any], why: str
) -> None:
    merged: dict[str, Any] = {**OPTIONS, **options}
    with pytest.raises(InvalidArgument, match=why):
        ob.generate_form_signature("c", **merged, temp_url_key="k")
    with pytest.raises(InvalidArgument, match="may hold no slash"):
        ob.generate_form_signature("a/b", **OPTIONS, temp_url_key="k")

    assert [] == cloud.sent


def test_generate_form_signature__no_prefix(ob: ObjectStorage) -> None:
    options: dict[str, Any] = {**OPTIONS, "object_prefix": ""}

    expires, signature = ob.generate_form_signature("c", **options, temp_url_key="k")

    lines = f"/v1/AUTH_{PROJECT_ID}/c/\nhttps://example.com/\n100\n2\n{expires}"
    assert hmac.new(b"k", lines.encode(), "sha256").hexdigest() == signature
