"""A fixture with a cloud: ``pytest -p openstack.localcloud.pytest_plugin``.

In a ``conftest.py`` it is ``pytest_plugins = ["openstack.localcloud.pytest_plugin"]``.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from openstack.localcloud.cloud import LocalCloud, RunningCloud
from openstack.localcloud.sharing import shared_cloud

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(scope="session")
def localcloud(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningCloud]:
    """Give a cloud that all tests share, also the workers of pytest-xdist."""
    if "PYTEST_XDIST_WORKER" in os.environ:
        # https://pytest-xdist.readthedocs.io/en/stable/how-to.html
        with shared_cloud(tmp_path_factory.getbasetemp().parent) as cloud:
            yield cloud
    else:
        with LocalCloud() as cloud:
            yield cloud
