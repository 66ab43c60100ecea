"""The connection: which services differ from the core's."""

from __future__ import annotations

from typing import TYPE_CHECKING

import openstack
from openstack.extending import service

if TYPE_CHECKING:
    from openstack.extensions.cloudvendor.inventory import Inventory
    from openstack.extensions.cloudvendor.object_store import CloudVendorObjectStorage

_HERE = "openstack.extensions.cloudvendor"


class Connection(openstack.Connection):
    """A connection to a cloud of CloudVendor."""

    object_store: service[CloudVendorObjectStorage] = service(
        f"{_HERE}.object_store:CloudVendorObjectStorage"
    )
    inventory: service[Inventory] = service(f"{_HERE}.inventory:Inventory")
