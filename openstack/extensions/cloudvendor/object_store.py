"""Object Storage as CloudVendor has it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from openstack.extending import UNSET, Request, Unset, override, signature_of, wire
from openstack.object_store import Container, ObjectStorage
from openstack.resource import id_of
from openstack.service import below

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


class CloudVendorContainer(Container):
    """A container, which belongs to a team."""

    #: The team that answers for it.
    team: str | None = wire("x-container-meta-team")


class CloudVendorObjectStorage(ObjectStorage):
    """Object Storage, whose containers belong to teams and can be published."""

    container_class = CloudVendorContainer

    @override
    def on_request(self, request: Request) -> Request:
        """Say in every request which client asks."""
        return request.with_headers({"X-CloudVendor-Client": "stackbase"})

    @override
    def create_container(
        self,
        name: str,
        *,
        team: str | Unset = UNSET,
        extra: Mapping[str, str] = {},
        **options: Any,
    ) -> CloudVendorContainer:
        """Create a container; of one that exists, change the settings.

        :param team: the team that answers for it.
        :param options: what else ``ObjectStorage.create_container`` takes.
        """
        if team is not UNSET:
            extra = {"team": team, **extra}
        created = super().create_container(name, extra=extra, **options)
        return cast("CloudVendorContainer", created)

    def publish_container(
        self, container: str | Container, *, index: str = "index.html"
    ) -> str:
        """Show a container to everyone, as a web site; return its address.

        :param container: the container, or its name.
        :param index: the object to show for a directory.
        :raises NotFound: there is none.
        """
        # Readable last: until then, nobody sees half a site.
        self.set_container_website(container, index=index)
        self.update_container(container, read_acl=".r:*")
        return below(self.located().url, id_of(container)) + "/"

    if TYPE_CHECKING:  # What is inherited returns containers of this class.

        @signature_of(ObjectStorage.get_container)
        def get_container(self) -> CloudVendorContainer: ...

        @signature_of(ObjectStorage.containers)
        def containers(self) -> Iterator[CloudVendorContainer]: ...

        @signature_of(ObjectStorage.update_container)
        def update_container(self) -> CloudVendorContainer: ...
