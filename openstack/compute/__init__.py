"""The Compute service (nova): servers and flavors."""

from __future__ import annotations

from openstack.compute.flavors import Flavor, Flavors
from openstack.compute.servers import Server, Servers

__all__ = ["Compute", "Flavor", "Flavors", "Server", "Servers"]


class Compute(Servers, Flavors):
    """The Compute service: servers, and what they are made of."""

    service_type = "compute"
    api_version = "2"
    # The newest microversion whose answers these resources were written for.
    # https://docs.openstack.org/nova/latest/reference/api-microversion-history.html
    max_microversion = "2.96"
