"""What can go wrong with a cloud on this machine."""

from __future__ import annotations

from openstack.errors import OpenStackError


class LocalCloudError(OpenStackError):
    """The cloud on this machine did not start, or one of its servers ended."""
