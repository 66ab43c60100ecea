from __future__ import annotations

import pytest

from openstack.errors import NotFound
from openstack.extensions import CloudVendorStorage
from openstack.testing import Answer, FakeCloud

HEADERS = {"X-Container-Object-Count": "0", "X-Container-Meta-Team": "Küche"}


@pytest.fixture
def storage(cloud: FakeCloud) -> CloudVendorStorage:
    """Return the Object Storage of a cloud with one container."""
    sent = {name: value.encode().decode("latin-1") for name, value in HEADERS.items()}
    cloud.on("object-store", "HEAD", "/blah", Answer(status=204, headers=sent))
    for method in ("PUT", "POST"):
        cloud.on("object-store", method, "/blah", Answer(status=204))
    return cloud.connect(CloudVendorStorage)


def sent_headers(cloud: FakeCloud, method: str) -> dict[str, str]:
    """Return the headers of each request of a method, as one."""
    found: dict[str, str] = {}
    for sent in cloud.sent:
        if sent.method == method:
            found |= {name.lower(): value for name, value in sent.headers.items()}
    return found


def test_create_container__team(cloud: FakeCloud, storage: CloudVendorStorage) -> None:
    container = storage.create_container("blah", team="kitchen", read_acl=".r:*")

    headers = sent_headers(cloud, "PUT")
    assert headers["x-container-meta-team"] == "kitchen"
    assert headers["x-container-read"] == ".r:*"
    assert container.team == "Küche"


def test_create_container__without_a_team(
    cloud: FakeCloud, storage: CloudVendorStorage
) -> None:
    storage.create_container("blah", extra={"x-other": "1"})

    headers = sent_headers(cloud, "PUT")
    assert "x-container-meta-team" not in headers
    assert headers["x-other"] == "1"


def test_create_container__misspelt_argument(storage: CloudVendorStorage) -> None:
    with pytest.raises(TypeError, match="read_alc"):
        storage.create_container("blah", read_alc=".r:*")


def test_get_container__has_the_vendors_field(storage: CloudVendorStorage) -> None:
    container = storage.get_container("blah")

    assert (container.name, container.count, container.team) == ("blah", 0, "Küche")
    assert "team" not in container.metadata


def test_update_container__changes_the_vendors_field(
    cloud: FakeCloud, storage: CloudVendorStorage
) -> None:
    storage.update_container("blah", extra={"team": "garden"})

    assert sent_headers(cloud, "POST")["x-container-meta-team"] == "garden"


def test_publish_container__becomes_readable_last(
    cloud: FakeCloud, storage: CloudVendorStorage
) -> None:
    address = storage.publish_container("blah")

    posts = [sent for sent in cloud.sent if sent.method == "POST"]
    assert address == f"{cloud.endpoints['object-store']}/blah/"
    assert posts[0].headers["X-Container-Meta-Web-Index"] == "index.html"
    assert "X-Container-Read" not in posts[0].headers
    assert posts[-1].headers["X-Container-Read"] == ".r:*"


def test_publish_container__name_is_quoted(
    cloud: FakeCloud, storage: CloudVendorStorage
) -> None:
    for method in ("HEAD", "POST"):
        cloud.on("object-store", method, "/a b?", Answer(status=204))

    address = storage.publish_container("a b?", index="start.html")

    assert address == f"{cloud.endpoints['object-store']}/a%20b%3F/"


def test_publish_container__missing(
    cloud: FakeCloud, storage: CloudVendorStorage
) -> None:
    cloud.on("object-store", "POST", "/blah", Answer(status=404))

    with pytest.raises(NotFound):
        storage.publish_container("blah")


def test_requests__say_which_client_asks(
    cloud: FakeCloud, storage: CloudVendorStorage
) -> None:
    storage.create_container("blah")

    assert [sent.headers["X-CloudVendor-Client"] for sent in cloud.sent] == [
        "stackbase"
    ] * len(cloud.sent)
