"""What an Object Storage service can do, as it says itself."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Self

from openstack import errors
from openstack.object_store.storage import Storage
from openstack.resource import Resource

#: The version of the API, and what stands after it in an address.
_BELOW_VERSION = re.compile(r"/v\d+(\.\d+)?(/.*)?$")


class Info(Resource):
    """What an Object Storage service can do.

    A field holds the limits of one ability: it is empty where there are none, and
    ``None`` where the service has not the ability. What has no field is in ``extra``.
    """

    id: str = "info"
    #: The limits of the service as such, its policies and its version.
    swift: Mapping[str, Any] | None = None
    #: Limits on how much an account may hold.
    account_quotas: Mapping[str, Any] | None = None
    #: Limits on how much a container may hold.
    container_quotas: Mapping[str, Any] | None = None
    #: Deleting many objects at once.
    bulk_delete: Mapping[str, Any] | None = None
    #: Unpacking archives.
    bulk_upload: Mapping[str, Any] | None = None
    #: Keeping containers of two services alike.
    container_sync: Mapping[str, Any] | None = None
    #: Dynamic large objects; services that have them need not say so.
    dlo: Mapping[str, Any] | None = None
    #: Static large objects.
    slo: Mapping[str, Any] | None = None
    #: Uploads from the forms of web pages.
    formpost: Mapping[str, Any] | None = None
    #: Versions of objects.
    object_versioning: Mapping[str, Any] | None = None
    #: Versions of objects in a second container.
    versioned_writes: Mapping[str, Any] | None = None
    #: Containers as web sites.
    staticweb: Mapping[str, Any] | None = None
    #: Symlinks.
    symlink: Mapping[str, Any] | None = None
    #: Temporary URLs.
    tempurl: Mapping[str, Any] | None = None

    @classmethod
    def from_wire(cls, members: Mapping[str, Any]) -> Self:
        """Make it of the body of an answer."""
        return super().from_wire({"id": "info", **members})


class Infos(Storage):
    """The operation that asks what the service can do."""

    #: What it can do is to this service; a vendor may put a subclass here.
    info_class: type[Info] = Info

    def get_info(self) -> Info:
        """Return what the service can do, and its limits.

        :raises NotFound: the service does not say.

        API: `GET /info
        <https://docs.openstack.org/api-ref/object-store/#list-activated-capabilities>`_
        """
        # It is no account's, so it is beside the version in the address.
        address = _BELOW_VERSION.sub("", self.located().url)
        response = self._request("GET", f"{address}/info", authenticated=False)
        return self._read(self.info_class, response)

    def _known_info(self) -> Info:
        """Return what the service says of itself; it need not say anything."""
        try:
            return self.get_info()
        except (errors.HTTPError, errors.InvalidAnswer):
            return self.info_class.from_wire({})
