"""A connection for a service that stands alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from openstack.extending import registry

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Unpack

    from openstack.client import Client
    from openstack.connection import Connection
    from openstack.options import ConnectOptions


def refuse(
    client_class: type[Client], connection: object, options: Mapping[str, object]
) -> None:
    """Refuse the name of a cloud in the place of a connection, and both at once.

    :param options: what another connection would be made of.
    """
    name = client_class.__name__
    if isinstance(connection, str):
        raise TypeError(
            f"{name}({connection!r}) takes a connection; the name of a cloud is given"
            f" as {name}(cloud={connection!r})."
        )
    too_much = [key for key, value in options.items() if value is not None]
    if connection is not None and too_much:
        raise TypeError(
            f"{name}() takes a connection, or what it makes one of: with a connection,"
            f" {', '.join(too_much)} would have no effect."
        )


def connect(
    client_class: type[Client],
    cloud: str | None,
    *,
    region_name: str | None,
    vendor: str | None,
    **options: Unpack[ConnectOptions],
) -> Connection:
    """Return a connection for a class of service: its vendor's, if it has one."""
    # A vendor's own class is never connected in another way than the vendor's.
    owner = registry.owner_of(client_class)
    if owner is None or vendor is not None:
        import openstack

        return openstack.connect(
            cloud, region_name=region_name, vendor=vendor, **options
        )
    connection_class: type[Connection] = registry.load_connection(owner)
    return connection_class(cloud, region_name=region_name, **options)
