"""A connection for a service that stands alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from openstack.extending import registry

if TYPE_CHECKING:
    from collections.abc import Mapping

    from openstack.client import Client
    from openstack.connection import Connection


def connection_for(
    client_class: type[Client],
    connection: Connection | None,
    options: Mapping[str, Any],
) -> Connection:
    """Return the connection of a service: the given one, or one of its own.

    :param options: what to make it of, as :func:`openstack.connect` takes it.
    :raises TypeError: both are given; or the connection is a name.
    """
    given = {key: value for key, value in options.items() if value is not None}
    if connection is None:
        return _connect(client_class, **given)
    name = client_class.__name__
    if isinstance(connection, str):
        raise TypeError(
            f"{name}({connection!r}) takes a connection; the name of a cloud is given"
            f" as {name}(cloud={connection!r})."
        )
    if given:
        raise TypeError(
            f"{name}() takes a connection, or what it makes one of: with a connection,"
            f" {', '.join(given)} would have no effect."
        )
    return connection


def _connect(client_class: type[Client], **options: Any) -> Connection:
    # A vendor's own class is never connected in another way than the vendor's.
    owner = registry.owner_of(client_class)
    if owner is None or "vendor" in options:
        import openstack

        return openstack.connect(**options)
    connection_class: type[Connection] = registry.load_connection(owner)
    return connection_class(**options)
