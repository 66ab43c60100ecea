from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from openstack.object_store import Info, ObjectStorage
from openstack.testing import Answer, FakeCloud
from openstack.testing.fake_cloud import ENDPOINTS

if TYPE_CHECKING:
    from openstack.testing import Sent

ABILITIES = {"swift": {"version": "2.38.3"}, "symlink": {}, "rare": {"limit": 1}}


def test_get_info(cloud: FakeCloud, ob: ObjectStorage) -> None:
    cloud.on("root", "GET", "/info", Answer(json=ABILITIES))

    info = ob.get_info()

    assert {"version": "2.38.3"} == info.swift
    assert {} == info.symlink
    assert info.slo is None
    assert {"rare": {"limit": 1}} == info.extra
    assert "X-Auth-Token" not in cloud.sent[0].headers


@pytest.mark.parametrize(
    ("account", "expected"),
    [
        ("https://cloud.example/v1/AUTH_1", "https://cloud.example/info"),
        ("https://cloud.example/swift/v1", "https://cloud.example/swift/info"),
        ("https://cloud.example/v1.0/KEY_v1", "https://cloud.example/info"),
        ("https://v1.cloud.example/x", "https://v1.cloud.example/x/info"),
    ],
)
def test_get_info__address(account: str, expected: str) -> None:
    """It stands where the version of the API does."""
    asked: list[str] = []

    def answer(sent: Sent) -> Answer:
        asked.append(sent.url)
        return Answer(json=ABILITIES)

    root = expected.removesuffix("/info")
    endpoints = {**ENDPOINTS, "object-store": account}
    if account != root:
        endpoints["root"] = root
    cloud = FakeCloud(endpoints=endpoints)
    cloud.on("root" if "root" in endpoints else "object-store", "GET", "/info", answer)

    cloud.connect().object_store.get_info()

    assert [expected] == asked


def test_get_info__of_a_vendor(cloud: FakeCloud) -> None:
    class NimbusInfo(Info):
        """What Nimbus can do."""

    class NimbusStorage(ObjectStorage):
        """The Object Storage of Nimbus."""

        info_class = NimbusInfo

    cloud.on("root", "GET", "/info", Answer(json=ABILITIES))

    assert isinstance(NimbusStorage(cloud.connect()).get_info(), NimbusInfo)
