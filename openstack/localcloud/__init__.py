"""A real cloud on this machine: Keystone and Swift, for as long as it is used.

.. code-block:: python

    with openstack.localcloud.LocalCloud() as cloud:
        print(cloud.clouds_yaml)

Both are OpenStack's own code, from their packages, which the extra
``stackbase[localcloud]`` installs. They listen on free ports of 127.0.0.1, keep
everything in one temporary directory, and need neither root nor any other server.
``stackbase localcloud`` does the same on the command line, and
``openstack.localcloud.pytest_plugin`` has a fixture for tests.
"""

from __future__ import annotations

from openstack.localcloud.cloud import LocalCloud, RunningCloud
from openstack.localcloud.errors import LocalCloudError

__all__ = ["LocalCloud", "LocalCloudError", "RunningCloud"]
