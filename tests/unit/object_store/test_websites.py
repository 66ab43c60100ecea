from __future__ import annotations

from typing import TYPE_CHECKING

from openstack.testing import Answer

if TYPE_CHECKING:
    from openstack.object_store import ObjectStorage
    from openstack.testing import FakeCloud

NAMES = (
    "index",
    "error",
    "listings",
    "listings-css",
    "listings-label",
    "directory-type",
)


def test_set_container_website(cloud: FakeCloud, ob: ObjectStorage) -> None:
    headers = {"X-Container-Meta-Web-Index": "index.html"}
    cloud.on("object-store", "POST", "/c", Answer(status=204))
    cloud.on("object-store", "HEAD", "/c", Answer(status=204, headers=headers))

    found = ob.set_container_website(
        "c", index="index.html", listings=True, listings_css=None
    )

    sent = cloud.sent[0].headers
    expected = {"index": "index.html", "listings": "true", "listings-css": ""}
    assert expected == {
        name: sent[f"x-container-meta-web-{name}"]
        for name in NAMES
        if f"x-container-meta-web-{name}" in sent
    }
    assert {"web-index": "index.html"} == found.metadata


def test_delete_container_website(cloud: FakeCloud, ob: ObjectStorage) -> None:
    cloud.on("object-store", "POST", "/c", Answer(status=204))
    cloud.on("object-store", "HEAD", "/c", Answer(status=204))

    ob.delete_container_website("c")

    sent = cloud.sent[0].headers
    assert [""] * 6 == [sent[f"x-container-meta-web-{name}"] for name in NAMES]
