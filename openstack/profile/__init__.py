"""Profiles: everything known of one cloud and region.

``load()`` makes one of clouds.yaml and its relatives, the environment and
keyword arguments. Nothing here touches the network.
"""

from __future__ import annotations

from openstack.profile.errors import NotPicklable, UnknownOption
from openstack.profile.listing import Listed, clouds
from openstack.profile.loading import load
from openstack.profile.profile import Described, Profile
from openstack.profile.settings import ServiceSettings

__all__ = [
    "Described",
    "Listed",
    "NotPicklable",
    "Profile",
    "ServiceSettings",
    "UnknownOption",
    "clouds",
    "load",
]
