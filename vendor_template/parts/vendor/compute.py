"""The Compute service of {{ name }}."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from openstack.compute import Compute, Server
from openstack.extending import UNSET, Unset, given, override, signature_of, wire

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


class {{ name }}Server(Server):
    """A server of {{ name }}."""

    #: The rack that it stands in. Put what your cloud adds in the place of this.
    rack: str | None = wire("{{ name | lower }}:rack")


class {{ class }}(Compute):
    """The Compute service of {{ name }}."""

    server_class = {{ name }}Server

    @override
    def create_server(
        self,
        name: str,
        *,
        rack: str | Unset = UNSET,
        extra: Mapping[str, Any] = {},
        **options: Any,
    ) -> {{ name }}Server:
        """Create a server, in a rack.

        :param rack: where it is to stand; left out, {{ name }} chooses.
        :param options: the other arguments of ``Compute.create_server``.
        """
        members = {**given({"{{ name | lower }}:rack": rack}), **extra}
        server = super().create_server(name, extra=members, **options)
        return cast("{{ name }}Server", server)

    if TYPE_CHECKING:  # Inherited, and told what server_class makes of them.

        @signature_of(Compute.get_server)
        def get_server(self) -> {{ name }}Server: ...

        @signature_of(Compute.find_server)
        def find_server(self) -> {{ name }}Server | None: ...

        @signature_of(Compute.servers)
        def servers(self) -> Iterator[{{ name }}Server]: ...

        @signature_of(Compute.update_server)
        def update_server(self) -> {{ name }}Server: ...

        @signature_of(Compute.wait_for_server)
        def wait_for_server(self) -> {{ name }}Server: ...
