"""What type checkers know of ``from openstack.extensions import CloudVendor``."""

from __future__ import annotations

from typing import TypeAlias

from openstack import compute, identity
from openstack.extensions.cloudvendor import connection, inventory, object_store

CloudVendorStorage = object_store.CloudVendorObjectStorage


class CloudVendor:
    """Everything of CloudVendor, by name."""

    Connection: TypeAlias = connection.Connection
    Compute: TypeAlias = compute.Compute
    Identity: TypeAlias = identity.Identity
    Inventory: TypeAlias = inventory.Inventory
    ObjectStorage: TypeAlias = object_store.CloudVendorObjectStorage
    CloudVendorStorage: TypeAlias = object_store.CloudVendorObjectStorage
