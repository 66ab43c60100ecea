"""Servers: the virtual machines of the Compute service."""

from __future__ import annotations

import re
from datetime import datetime
from typing import TYPE_CHECKING, Any, Literal

from openstack._unset import UNSET, Unset
from openstack.resource import Resource, id_of, wire
from openstack.service import Service

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from openstack.compute.flavors import Flavor


#: What the zone is called in answers.
#: https://docs.openstack.org/api-ref/compute/#show-server-details
_ZONE = "OS-EXT-AZ:availability_zone"


class Server(Resource):
    """A virtual machine."""

    base_path = "/servers"
    resource_key = "server"
    resources_key = "servers"

    name: str | None = None
    #: ``ACTIVE``, ``BUILD``, ``ERROR`` and so on.
    status: str | None = None
    #: The IPv4 address to reach it by, when someone set one.
    access_ipv4: str | None = wire("accessIPv4")
    #: The IPv6 address to reach it by, when someone set one.
    access_ipv6: str | None = wire("accessIPv6")
    #: Its addresses, by the name of the network.
    addresses: dict[str, Any] | None = None
    #: The administrator's password; only the answer to its creation has it.
    admin_password: str | None = wire("adminPass", secret=True)
    #: The zone that the scheduler placed it in.
    availability_zone: str | None = wire(_ZONE)
    #: When it was asked for.
    created_at: datetime | None = wire("created")
    description: str | None = wire(since="2.19")
    #: Its size; the flavor itself may be gone by now.
    flavor: dict[str, Any] | None = None
    #: The image that it was made of; ``""`` when it boots from a volume.
    image: Any = None
    #: The key pair to log in with.
    key_name: str | None = None
    #: What its owner noted of it, and its programs can read.
    metadata: dict[str, str] | None = None
    #: The project that it belongs to.
    project_id: str | None = wire("tenant_id")
    #: Words that a list can be filtered by.
    tags: list[str] | None = wire(since="2.52")
    #: When it last changed.
    updated_at: datetime | None = wire("updated")
    #: Who made it.
    user_id: str | None = None

    @classmethod
    def to_wire(cls, members: Mapping[str, Any]) -> dict[str, Any]:
        """Return the members of a request; the zone has another name there."""
        sent = super().to_wire(members)
        if _ZONE in sent:
            sent["availability_zone"] = sent.pop(_ZONE)
        return sent


class Servers(Service):
    """The operations on servers."""

    #: What a server is to this service; a vendor may put a subclass here.
    server_class: type[Server] = Server

    def create_server(
        self,
        name: str,
        *,
        flavor_id: str | Flavor,
        image_id: str | Unset = UNSET,
        networks: Sequence[Mapping[str, str]] | str = "auto",
        key_name: str | Unset = UNSET,
        availability_zone: str | Unset = UNSET,
        description: str | Unset = UNSET,
        metadata: Mapping[str, str] | Unset = UNSET,
        tags: Sequence[str] | Unset = UNSET,
        extra: Mapping[str, Any] = {},
    ) -> Server:
        """Create a server. It is answered before the server runs.

        :param name: its name; names need not be unique.
        :param flavor_id: the flavor, or its ID.
        :param image_id: the ID of the image to boot; leave it out to boot a volume.
        :param networks: its networks, each ``{"uuid": …}`` or ``{"port": …}``; or
            ``"auto"``, or ``"none"``.
        :param key_name: the key pair to log in with.
        :param extra: more members of the request; they win over the others.
        :returns: the server's ID and, only here, its ``admin_password``; ask
            :meth:`wait_for_server` or :meth:`get_server` for the rest.
        :raises Forbidden: the quota of the project is spent.
        :raises MicroversionTooOld: the cloud is older than what was asked for.

        API: `POST /servers
        <https://docs.openstack.org/api-ref/compute/#create-server>`_
        """
        if isinstance(networks, str):
            self._require("2.37", what=f"networks={networks!r}")
        members = {
            "name": name,
            "flavorRef": id_of(flavor_id),
            "imageRef": image_id,
            "networks": networks,
            "key_name": key_name,
            "availability_zone": availability_zone,
            "description": description,
            "metadata": metadata,
            "tags": tags,
        }
        return self._create(self.server_class, members, extra=extra)

    def get_server(self, server: str | Server) -> Server:
        """Return a server.

        :param server: the server, or its ID.
        :raises NotFound: there is none.

        API: `GET /servers/{server_id}
        <https://docs.openstack.org/api-ref/compute/#show-server-details>`_
        """
        return self._get(self.server_class, server)

    def find_server(
        self, name_or_id: str, *, ignore_missing: bool = True
    ) -> Server | None:
        """Return the server that has an ID or a name, or ``None``.

        :raises NotFound: there is none, and ``ignore_missing`` is false.
        :raises Ambiguous: several have the name.

        API: `GET /servers/detail
        <https://docs.openstack.org/api-ref/compute/#list-servers-detailed>`_
        """
        # The service reads the name as a regular expression.
        # https://docs.openstack.org/api-ref/compute/#list-servers-detailed
        query = {"name": f"^{re.escape(name_or_id)}$"}
        return self._find(
            self.server_class,
            name_or_id,
            ignore_missing=ignore_missing,
            query=query,
            list_path="/servers/detail",
        )

    def servers(
        self,
        *,
        name: str | Unset = UNSET,
        status: str | Unset = UNSET,
        flavor_id: str | Flavor | Unset = UNSET,
        image_id: str | Unset = UNSET,
        all_projects: bool | Unset = UNSET,
        limit: int | Unset = UNSET,
        extra: Mapping[str, Any] = {},
    ) -> Iterator[Server]:
        """Yield the servers of the project.

        :param name: a regular expression, which the name matches in some place.
        :param all_projects: yield those of every project, which administrators may.
        :param limit: how many a page has; every page is fetched.
        :param extra: more filters, by their name on the wire.

        API: `GET /servers/detail
        <https://docs.openstack.org/api-ref/compute/#list-servers-detailed>`_
        """
        query = {
            "name": name,
            "status": status,
            "flavor": flavor_id if isinstance(flavor_id, Unset) else id_of(flavor_id),
            "image": image_id,
            "all_tenants": all_projects,
            "limit": limit,
        }
        return self._list(self.server_class, query, path="/servers/detail", extra=extra)

    def update_server(
        self,
        server: str | Server,
        *,
        name: str | Unset = UNSET,
        description: str | Unset | None = UNSET,
        access_ipv4: str | Unset = UNSET,
        access_ipv6: str | Unset = UNSET,
        extra: Mapping[str, Any] = {},
    ) -> Server:
        """Change a server, and return it.

        :param description: ``None`` takes it away.
        :param extra: more members of the request; they win over the others.
        :raises NotFound: there is none.

        API: `PUT /servers/{server_id}
        <https://docs.openstack.org/api-ref/compute/#update-server>`_
        """
        members = {
            "name": name,
            "description": description,
            "access_ipv4": access_ipv4,
            "access_ipv6": access_ipv6,
        }
        return self._update(self.server_class, server, members, extra=extra)

    def delete_server(
        self, server: str | Server, *, ignore_missing: bool = True
    ) -> None:
        """Delete a server. It is answered before the server is gone.

        :raises NotFound: there is none, and ``ignore_missing`` is false.

        API: `DELETE /servers/{server_id}
        <https://docs.openstack.org/api-ref/compute/#delete-server>`_
        """
        self._delete(self.server_class, server, ignore_missing=ignore_missing)

    def reboot_server(
        self,
        server: str | Server,
        reboot_type: Literal["SOFT", "HARD"] = "SOFT",
    ) -> None:
        """Reboot a server. It is answered before the server runs again.

        :param reboot_type: ``"SOFT"`` asks the system to, ``"HARD"`` switches it off
            and on.
        :raises NotFound: there is none.
        :raises Conflict: it is in a state in which it cannot be rebooted.

        API: `POST /servers/{server_id}/action
        <https://docs.openstack.org/api-ref/compute/#reboot-server-reboot-action>`_
        """
        self._action(self.server_class, server, "reboot", {"type": reboot_type})

    def wait_for_server(
        self,
        server: str | Server,
        status: str = "ACTIVE",
        *,
        failures: Iterable[str] = ("ERROR",),
        interval: float = 2,
        wait: float | None = 120,
        callback: Callable[[Server], object] | None = None,
    ) -> Server:
        """Wait until a server has a status; return it. Calls :meth:`get_server`.

        :param failures: the statuses that end the waiting with an error.
        :param interval: the seconds between two looks.
        :param wait: the seconds after which to give up; ``None`` for never.
        :param callback: is called with the server after each look that was in vain.
        :raises WaitFailed: it has one of the failure statuses.
        :raises WaitTimeout: time is up.
        """
        return self._wait(
            lambda: self.get_server(server),
            status,
            failures=failures,
            interval=interval,
            wait=wait,
            callback=callback,
        )

    def wait_for_delete(
        self,
        server: str | Server,
        *,
        interval: float = 2,
        wait: float | None = 120,
        callback: Callable[[Server], object] | None = None,
    ) -> None:
        """Wait until a server is gone. Calls :meth:`get_server`.

        :param interval: the seconds between two looks.
        :param wait: the seconds after which to give up; ``None`` for never.
        :param callback: is called with the server after each look that was in vain.
        :raises WaitTimeout: time is up.
        """
        self._wait_deleted(
            lambda: self.get_server(server),
            interval=interval,
            wait=wait,
            callback=callback,
        )
