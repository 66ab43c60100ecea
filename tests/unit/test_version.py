from __future__ import annotations

from importlib.metadata import version

import openstack
from openstack._version import VERSION


def test_version__is_that_of_the_distribution() -> None:
    assert version("stackbase") == VERSION
    assert version("stackbase") == openstack.__version__
