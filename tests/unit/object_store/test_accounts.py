from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from openstack.errors import InvalidArgument
from openstack.object_store import Account, ObjectStorage
from openstack.testing import Answer
from openstack.testing.fake_cloud import PROJECT_ID

if TYPE_CHECKING:
    from openstack.testing import FakeCloud

NAME = f"AUTH_{PROJECT_ID}"
HEADERS = {
    "X-Account-Bytes-Used": "12",
    "X-Account-Container-Count": "2",
    "X-Account-Object-Count": "3",
    "X-Account-Meta-Temp-Url-Key": "t0p",
    "X-Account-Meta-Team": "Z\u00c3\u00bcrich",
    "X-Timestamp": "1700000000.12345",
    "X-Account-Project-Domain-Id": "default",
}


def test_get_account_metadata(cloud: FakeCloud, ob: ObjectStorage) -> None:
    cloud.on("object-store", "HEAD", "/", Answer(status=204, headers=HEADERS))

    account = ob.get_account_metadata()

    assert NAME == account.id == account.name
    assert (12, 2, 3) == (
        account.account_bytes_used,
        account.account_container_count,
        account.account_object_count,
    )
    assert datetime(2023, 11, 14, 22, 13, 20, 123450, UTC) == account.timestamp
    assert {"team": "Zürich"} == account.metadata
    assert account.meta_temp_url_key == "t0p"
    assert "t0p" not in repr(account)
    assert account.extra["x-account-project-domain-id"] == "default"


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        ({"X-Account-Meta-Quota-Bytes": "5"}, 5),
        ({"X-Account-Quota-Bytes": "6", "X-Account-Meta-Quota-Bytes": "5"}, 6),
        ({}, None),
    ],
)
def test_get_account_metadata__quota(
    cloud: FakeCloud, ob: ObjectStorage, headers: dict[str, str], expected: int | None
) -> None:
    """The newer name of the quota goes before the older one."""
    cloud.on("object-store", "HEAD", "/", Answer(status=204, headers=headers))

    account = ob.get_account_metadata()

    assert expected == account.quota_bytes
    assert {} == account.metadata


def test_get_account_metadata__another(cloud: FakeCloud, ob: ObjectStorage) -> None:
    cloud.on("root", "HEAD", "/v1/AUTH_of/other", Answer(status=204))
    cloud.on("root", "HEAD", "/v1/AUTH_other", Answer(status=204))

    assert ob.get_account_metadata("AUTH_other").name == "AUTH_other"
    for name in ("", "AUTH_of/other"):
        with pytest.raises(InvalidArgument, match="An account cannot be named"):
            ob.get_account_metadata(name)


def test_get_account_metadata__of_a_vendor(cloud: FakeCloud) -> None:
    class NimbusAccount(Account):
        """An account of Nimbus."""

    class NimbusStorage(ObjectStorage):
        """The Object Storage of Nimbus."""

        account_class = NimbusAccount

    cloud.on("object-store", "HEAD", "/", Answer(status=204))

    found = NimbusStorage(cloud.connect()).get_account_metadata()

    assert isinstance(found, NimbusAccount)


def test_set_account_metadata(cloud: FakeCloud, ob: ObjectStorage) -> None:
    cloud.on("object-store", "POST", "/", Answer(status=204))

    ob.set_account_metadata({"Team": "Zürich"})

    assert cloud.sent[0].headers["x-account-meta-team"] == "Z\u00c3\u00bcrich"


def test_set_account_metadata__empty(cloud: FakeCloud, ob: ObjectStorage) -> None:
    """Object Storage would delete it."""
    with pytest.raises(InvalidArgument, match=r"'team' is empty.*would delete it"):
        ob.set_account_metadata({"team": ""})

    assert [] == cloud.sent


def test_delete_account_metadata(cloud: FakeCloud, ob: ObjectStorage) -> None:
    cloud.on("object-store", "POST", "/", Answer(status=204))

    ob.delete_account_metadata(["Team", "place"])

    sent = cloud.sent[0].headers
    assert ("", "") == (sent["x-account-meta-team"], sent["x-account-meta-place"])


def test_set_account_quota(cloud: FakeCloud, ob: ObjectStorage) -> None:
    """The older name is sent as well, for older services."""
    cloud.on("root", "POST", "/v1/AUTH_other", Answer(status=204))

    ob.set_account_quota(quota_bytes=5, quota_count=None, account="AUTH_other")

    sent = cloud.sent[0].headers
    assert sent["x-account-quota-bytes"] == "5"
    assert sent["x-account-meta-quota-bytes"] == "5"
    assert sent["x-account-quota-count"] == ""


def test_set_account_quota__one(cloud: FakeCloud, ob: ObjectStorage) -> None:
    cloud.on("object-store", "POST", "/", Answer(status=204))

    ob.set_account_quota(quota_count=7)

    assert cloud.sent[0].headers["x-account-quota-count"] == "7"
    assert "x-account-quota-bytes" not in cloud.sent[0].headers


def test_set_account_quota__negative(cloud: FakeCloud, ob: ObjectStorage) -> None:
    with pytest.raises(InvalidArgument, match="quota is -1, and cannot be negative"):
        ob.set_account_quota(quota_bytes=-1)

    assert [] == cloud.sent
