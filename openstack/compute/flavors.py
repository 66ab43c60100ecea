"""Flavors: the sizes of servers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from openstack._unset import UNSET, Unset
from openstack.decoding import to_int
from openstack.resource import Resource, wire
from openstack.service import Service

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


def _swap(swap: int | str) -> int:
    # Before microversion 2.75, nothing is "".
    # https://docs.openstack.org/api-ref/compute/#list-flavors-with-details
    return to_int(swap or 0)


class Flavor(Resource):
    """A size of server."""

    base_path = "/flavors"
    resource_key = "flavor"
    resources_key = "flavors"

    name: str | None = None
    description: str | None = wire(since="2.55")
    #: How many virtual processors.
    vcpus: int | None = None
    #: Memory, in MiB.
    ram: int | None = None
    #: The root disk, in GiB; 0 for as large as the image.
    disk: int | None = None
    #: A second, empty disk, in GiB.
    ephemeral: int | None = wire("OS-FLV-EXT-DATA:ephemeral")
    #: Swap space, in MiB.
    swap: int | None = wire(convert=_swap)
    #: Whether every project may use it.
    is_public: bool | None = wire("os-flavor-access:is_public")
    #: What it asks of the hosts that its servers run on.
    extra_specs: dict[str, str] | None = wire(since="2.61")


class Flavors(Service):
    """The operations on flavors."""

    #: What a flavor is to this service; a vendor may put a subclass here.
    flavor_class: type[Flavor] = Flavor

    def get_flavor(self, flavor: str | Flavor) -> Flavor:
        """Return a flavor.

        :param flavor: the flavor, or its ID.
        :raises NotFound: there is none.

        API: `GET /flavors/{flavor_id}
        <https://docs.openstack.org/api-ref/compute/#show-flavor-details>`_
        """
        return self._get(self.flavor_class, flavor)

    def find_flavor(
        self, name_or_id: str, *, ignore_missing: bool = True
    ) -> Flavor | None:
        """Return the flavor that has an ID or a name, or ``None``.

        :raises NotFound: there is none, and ``ignore_missing`` is false.
        :raises Ambiguous: several have the name.

        API: `GET /flavors/detail
        <https://docs.openstack.org/api-ref/compute/#list-flavors-with-details>`_
        """
        # The service cannot filter flavors by name, so all of them are looked at.
        return self._find(
            self.flavor_class,
            name_or_id,
            ignore_missing=ignore_missing,
            query={},
            list_path="/flavors/detail",
        )

    def flavors(
        self,
        *,
        min_disk: int | Unset = UNSET,
        min_ram: int | Unset = UNSET,
        limit: int | Unset = UNSET,
        extra: Mapping[str, Any] = {},
    ) -> Iterator[Flavor]:
        """Yield the flavors.

        :param min_disk: only those with a root disk of so many GiB.
        :param min_ram: only those with so many MiB of memory.
        :param limit: how many a page has; every page is fetched.
        :param extra: more filters, by their name on the wire.

        API: `GET /flavors/detail
        <https://docs.openstack.org/api-ref/compute/#list-flavors-with-details>`_
        """
        query = {"minDisk": min_disk, "minRam": min_ram, "limit": limit}
        return self._list(self.flavor_class, query, path="/flavors/detail", extra=extra)
