"""What the tests of Object Storage share: a user's, on a real Swift."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING
from uuid import uuid4

import pytest

from openstack import errors
from openstack.object_store import ObjectStorage

if TYPE_CHECKING:
    from collections.abc import Iterator

    from openstack.localcloud import RunningCloud


@pytest.fixture
def ob(
    localcloud: RunningCloud, monkeypatch: pytest.MonkeyPatch
) -> Iterator[ObjectStorage]:
    """Return the Object Storage of a user; other users are in reach as well."""
    monkeypatch.setenv("OS_CLIENT_CONFIG_FILE", str(localcloud.clouds_yaml))
    with ObjectStorage(cloud="localcloud") as storage:
        yield storage


@pytest.fixture
def container(ob: ObjectStorage) -> Iterator[str]:
    """Return a container, which is gone after the test, and what lies beside it."""
    name = f"c é-{uuid4().hex}"
    ob.create_container(name)
    yield name
    for made in (name, f"{name}_segments"):
        with contextlib.suppress(errors.NotFound):
            ob.delete_container(made, with_objects=True)
