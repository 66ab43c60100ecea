"""What the tests of Object Storage share."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from openstack.testing import FakeCloud
from openstack.testing.fake_cloud import ENDPOINTS

if TYPE_CHECKING:
    from openstack.object_store import ObjectStorage

#: What stands beside the account in the address: the capabilities.
ROOT = "https://object-store.cloud.example"


@pytest.fixture
def cloud() -> FakeCloud:
    """Return a cloud whose Object Storage also says what it can do, as `root`."""
    return FakeCloud(endpoints={**ENDPOINTS, "root": ROOT})


@pytest.fixture
def ob(cloud: FakeCloud) -> ObjectStorage:
    """Return the Object Storage of the cloud."""
    return cloud.connect().object_store
