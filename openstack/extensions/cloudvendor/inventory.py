"""The inventory: a service that only CloudVendor has."""

from __future__ import annotations

import heapq
from typing import TYPE_CHECKING, Any, Self

from openstack.extending import UNSET, Unset, override
from openstack.object_store import Storage
from openstack.resource import Resource

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


class Usage(Resource):
    """How much a container holds. Its ID is the container's name."""

    name: str = ""
    #: How many objects it holds.
    count: int = 0
    #: How many bytes they have.
    bytes: int = 0

    @override
    @classmethod
    def from_wire(cls, members: Mapping[str, Any]) -> Self:
        return super().from_wire({**members, "id": members.get("name")})


class Inventory(Storage):
    """The inventory: how much the containers hold, and which hold most.

    A service of a vendor's own derives from ``openstack.Service``, and has a type of
    its own in the catalog. This one asks Object Storage, so that it runs on any cloud.
    """

    #: What a usage is to this service; a subclass may be put here.
    usage_class: type[Usage] = Usage

    def usages(self, *, prefix: str | Unset = UNSET) -> Iterator[Usage]:
        """Yield how much each container holds, in the order of their names.

        :param prefix: what their names begin with.

        API: `GET /
        <https://docs.openstack.org/api-ref/object-store/#show-account-details-and-list-containers>`_
        """
        return self._list(self.usage_class, {"format": "json", "prefix": prefix})

    def largest_containers(self, *, count: int = 10) -> list[Usage]:
        """Return the containers that hold most bytes, the largest first.

        Calls ``usages``.

        :param count: how many, at most.
        """
        return heapq.nlargest(count, self.usages(), key=lambda usage: usage.bytes)
