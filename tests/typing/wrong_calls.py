"""Calls that must not type-check. Nothing here is ever run.

Each carries the errors that it must have: where one is missing, its comment is
itself an error.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import openstack
from openstack.compute import Compute, Server
from openstack.extending import Request, Response, override, signature_of


def connecting() -> None:
    openstack.connect(usrename="me")  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]
    openstack.connect("mine", "east")  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]
    openstack.connect(api_timeout="long")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    openstack.conect("mine")  # type: ignore[attr-defined]  # pyright: ignore[reportAttributeAccessIssue, reportUnknownMemberType]
    openstack.extending.enlist()  # type: ignore[attr-defined]  # pyright: ignore[reportAttributeAccessIssue, reportUnknownMemberType]
    Compute("mine")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]


def services(conn: openstack.Connection) -> None:
    conn.comptue.get_server("1")  # type: ignore[attr-defined]  # pyright: ignore[reportAttributeAccessIssue, reportUnknownMemberType]
    conn.compute.get_srever("1")  # type: ignore[attr-defined]  # pyright: ignore[reportAttributeAccessIssue, reportUnknownMemberType]
    conn.compute.get_flavor_id("1")  # type: ignore[attr-defined]  # pyright: ignore[reportAttributeAccessIssue, reportUnknownMemberType]


def operations(compute: Compute) -> None:
    compute.get_server()  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]
    compute.get_server(5)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    compute.get_server(None)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    compute.get_server(compute.get_flavor("1"))  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    compute.servers(nmae="a")  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]
    compute.servers("a")  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]
    compute.servers(limit="5")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    compute.create_server("web")  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]
    compute.create_server("web", "m1")  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]
    compute.create_server("web", flavour_id="m1")  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]
    compute.update_server("1", "b")  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]
    compute.update_server("1", access_ipv4=None)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    compute.delete_server("1", True)  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]  # noqa: FBT003
    compute.find_server("web").id  # type: ignore[union-attr]  # pyright: ignore[reportOptionalMemberAccess]  # noqa: B018
    compute.servers()[0]  # type: ignore[index]  # pyright: ignore[reportIndexIssue]


def resources(server: Server) -> None:
    server.name = "b"  # type: ignore[misc]  # pyright: ignore[reportAttributeAccessIssue]
    server.nmae  # type: ignore[attr-defined]  # pyright: ignore[reportAttributeAccessIssue, reportUnknownMemberType]  # noqa: B018
    Server(nmae="a", id="1")  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]
    Server("1")  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]
    Server()  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]


class AcmeCompute(Compute):
    """A vendor that breaks what the core promises."""

    server_class = str  # type: ignore[assignment]  # pyright: ignore[reportAssignmentType]

    def get_server(self, server_id: str) -> Server:  # type: ignore[override]  # pyright: ignore[reportIncompatibleMethodOverride]
        raise NotImplementedError

    @override
    def get_srever(self, server: str) -> Server:  # type: ignore[misc]  # pyright: ignore[reportGeneralTypeIssues]
        raise NotImplementedError

    def delete_server(self, server: str | Server) -> None:  # type: ignore[override]  # pyright: ignore[reportIncompatibleMethodOverride]
        raise NotImplementedError

    def on_request(self, request: Request) -> Response:  # type: ignore[override]  # pyright: ignore[reportIncompatibleMethodOverride]
        raise NotImplementedError

    def __init__(self, pool: Any) -> None:  # type: ignore[misc]  # pyright: ignore[reportIncompatibleMethodOverride]
        raise NotImplementedError


class OtherServer(Server):
    """A server of another vendor."""

    #: The pool that it lives in.
    pool: str | None = None


class OtherCompute(Compute):
    """A vendor that says what is inherited returns its own."""

    if TYPE_CHECKING:

        @signature_of(Compute.get_server)
        def get_server(self) -> OtherServer: ...


def vendors(compute: OtherCompute) -> None:
    compute.get_server()  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]
    compute.get_server("1").pol  # type: ignore[attr-defined]  # pyright: ignore[reportAttributeAccessIssue, reportUnknownMemberType]  # noqa: B018
    next(compute.servers()).pool  # type: ignore[attr-defined]  # pyright: ignore[reportAttributeAccessIssue, reportUnknownMemberType]  # noqa: B018
