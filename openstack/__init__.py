"""stackbase: the OpenStack SDK that vendors subclass.

``openstack.connect(cloud="mine")`` opens a connection; its attributes are the
services of the cloud. Every name below loads on first use.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from openstack import _lazy

if TYPE_CHECKING:
    from openstack import compute as compute
    from openstack import errors as errors
    from openstack import extending as extending
    from openstack import extensions as extensions
    from openstack import identity as identity
    from openstack import object_store as object_store
    from openstack._unset import UNSET as UNSET
    from openstack.connection import Connection as Connection
    from openstack.extending.resolver import connect as connect
    from openstack.resource import Resource as Resource
    from openstack.service import Service as Service

    __version__: str

_TABLE = {
    "Connection": "openstack.connection:Connection",
    "Resource": "openstack.resource:Resource",
    "Service": "openstack.service:Service",
    "UNSET": "openstack._unset:UNSET",
    "__version__": "openstack._version:VERSION",
    "compute": "openstack.compute",
    "connect": "openstack.extending.resolver:connect",
    "errors": "openstack.errors",
    "extending": "openstack.extending",
    "extensions": "openstack.extensions",
    "identity": "openstack.identity",
    "object_store": "openstack.object_store",
}

__all__ = [
    "UNSET",
    "Connection",
    "Resource",
    "Service",
    "compute",
    "connect",
    "errors",
    "extending",
    "extensions",
    "identity",
    "object_store",
]

_lookup, __dir__ = _lazy.names(__name__, _TABLE)

if not TYPE_CHECKING:  # a checker would take every misspelt name for right

    def __getattr__(name: str) -> Any:
        if name not in _TABLE and name[:1].isupper():
            _refuse_extension(name)
        return _lookup(name)


def _refuse_extension(name: str) -> None:
    """Say where an extension is found, to one who looks for it here."""
    from openstack.extending import registry

    if registry.exports(name):
        raise ImportError(
            f"{name} is an extension: from openstack.extensions import {name}",
            name=__name__,
        )
