"""Calls that type-check, and what they return. Nothing here is ever run."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, assert_type, cast

import openstack
from openstack.compute import Compute, Flavor, Server
from openstack.errors import HTTPError, NotFound
from openstack.extending import (
    UNSET,
    Request,
    Response,
    override,
    service,
    signature_of,
    wire,
)
from openstack.identity import Identity, Project
from openstack.object_store import ObjectStorage


def connecting() -> None:
    conn = openstack.connect("mine", region_name="east", vendor="none")

    assert_type(conn, openstack.Connection)
    assert_type(openstack.connect(username="me", api_timeout=5.0), openstack.Connection)
    assert_type(conn.compute, Compute)
    assert_type(conn.identity, Identity)
    assert_type(conn.object_store, ObjectStorage)
    assert_type(conn.current_project_id, str | None)
    with openstack.Connection(cloud="mine") as own:
        assert_type(own, openstack.Connection)
    with Compute(cloud="mine") as compute:
        assert_type(compute, Compute)
    assert_type(Compute(conn), Compute)


def operations(compute: Compute, identity: Identity) -> None:
    flavor = compute.get_flavor("m1")
    server = compute.create_server("web", flavor_id=flavor, networks=[{"uuid": "n"}])

    assert_type(flavor, Flavor)
    assert_type(server, Server)
    assert_type(compute.get_server(server), Server)
    assert_type(compute.find_server("web"), Server | None)
    assert_type(compute.servers(name="a", limit=5), Iterator[Server])
    assert_type(compute.update_server(server, description=None), Server)
    assert_type(compute.wait_for_server(server, "ACTIVE", wait=None), Server)
    assert_type(next(identity.projects(is_enabled=True)), Project)
    compute.update_server("id", name=UNSET, extra={"hostname": "web"})
    compute.delete_server(server, ignore_missing=False)


def resources(server: Server) -> None:
    assert_type(server.id, str)
    assert_type(server.name, str | None)
    assert_type(server["name"], Any)
    assert_type(dict(server), dict[str, Any])
    assert_type(server.to_dict(), dict[str, Any])
    assert_type(Server(id="1", name="web"), Server)
    assert_type(Server.from_wire({"id": "1"}), Server)


def errors(compute: Compute) -> None:
    try:
        compute.get_server("1")
    except NotFound as error:
        assert_type(error.status_code, int)
        assert_type(error.request_id, str | None)
    except HTTPError as error:
        assert_type(error.details, str)


class AcmeServer(Server):
    """A server of Acme, which lives in a pool."""

    #: The pool that it lives in.
    pool: str | None = wire("acme:pool")


class AcmeCompute(Compute):
    """The Compute service of Acme."""

    server_class = AcmeServer

    @override
    def create_server(
        self, name: str, *, pool: str = "shared", **options: Any
    ) -> AcmeServer:
        """Create a server in a pool."""
        created = super().create_server(name, extra={"pool": pool}, **options)
        return cast("AcmeServer", created)

    def drain_pool(self, pool: str, *, force: bool = False) -> Response:
        """Drain a pool: an operation of the vendor's own."""
        return self._request("POST", f"/pools/{pool}/drain", json={"force": force})

    def on_request(self, request: Request) -> Request | None:
        """Say who asks."""
        return request.with_headers({"X-Acme": "1"})

    if TYPE_CHECKING:  # What is inherited returns servers of this class.

        @signature_of(Compute.get_server)
        def get_server(self) -> AcmeServer: ...

        @signature_of(Compute.servers)
        def servers(self) -> Iterator[AcmeServer]: ...


class AcmeConnection(openstack.Connection):
    """A connection to Acme, with a service that differs and one of its own."""

    compute = service["AcmeCompute"]("acme.compute:AcmeCompute")
    billing = service["Billing"]("acme.billing:Billing")


class Billing(openstack.Service):
    """What it costs."""

    service_type = "billing"


def vendors() -> None:
    conn = AcmeConnection(cloud="acme")

    assert_type(conn.compute, AcmeCompute)
    assert_type(conn.billing, Billing)
    assert_type(conn.identity, Identity)
    assert_type(conn.compute.get_server("1"), AcmeServer)
    assert_type(conn.compute.get_server("1").pool, str | None)
    assert_type(AcmeServer(id="1", pool="fast"), AcmeServer)
    assert_type(conn.compute.drain_pool("a", force=True), Response)
    assert_type(conn.compute.servers(name="a", limit=5), Iterator[AcmeServer])
    assert_type(conn.compute.create_server("web", pool="fast"), AcmeServer)
    assert_type(AcmeCompute(cloud="acme").get_server("1"), AcmeServer)
