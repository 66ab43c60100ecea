"""The metadata of objects, which Object Storage only takes as a whole."""

from __future__ import annotations

from typing import TYPE_CHECKING

from openstack._unset import UNSET, Unset
from openstack.object_store import headers
from openstack.object_store.objects import Object, Objects
from openstack.object_store.options import expiry

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from datetime import datetime

    from openstack.object_store.containers import Container

#: What a change of the metadata drops, unless it is sent again. A dynamic large
#: object that lost its manifest would be an empty one.
#: https://github.com/openstack/swift/blob/2.38.1/swift/obj/server.py#L726
_DROPPED = frozenset(
    {
        "cache-control",
        "content-disposition",
        "content-encoding",
        "content-language",
        "expires",
        "x-delete-at",
        "x-object-manifest",
        "x-robots-tag",
    }
)

#: Settings that are deleted like metadata; an underscore tells them apart from it.
_SETTINGS = {
    "content_disposition": "content-disposition",
    "content_encoding": "content-encoding",
    "delete_after": "x-delete-at",
    "delete_at": "x-delete-at",
}


class ObjectMetadata(Objects):
    """The operations on the metadata of objects."""

    def get_object_metadata(
        self, obj: str | Object, container: str | Container | None = None
    ) -> Object:
        """Return an object, its metadata too. Calls ``get_object``.

        :param obj: the object, or its name.
        :param container: the container that it is in, if ``obj`` is a name.
        :raises NotFound: there is none.

        API: `HEAD /{container}/{object}
        <https://docs.openstack.org/api-ref/object-store/#show-object-metadata>`_
        """
        return self.get_object(obj, container)

    def set_object_metadata(
        self,
        obj: str | Object,
        container: str | Container | None = None,
        *,
        metadata: Mapping[str, str] = {},
        content_type: str | Unset = UNSET,
        content_encoding: str | Unset | None = UNSET,
        content_disposition: str | Unset | None = UNSET,
        delete_at: datetime | int | Unset | None = UNSET,
        delete_after: int | Unset = UNSET,
        extra: Mapping[str, str | None] = {},
    ) -> Object:
        """Add metadata to an object, or change it; what is not named stays.

        Object Storage replaces all of it at once, so it is read first: what another
        changes between is lost. Of a symlink, what it leads to is changed. Calls
        ``get_object``.

        :param obj: the object, or its name.
        :param container: the container that it is in, if ``obj`` is a name.
        :param metadata: text by name; upper and lower case of names are the same.
        :param content_type: what the bytes are, such as ``text/plain``.
        :param content_encoding: how they are packed; ``None`` for not.
        :param content_disposition: what a browser does with it.
        :param delete_at: when to delete it, as a time with a zone or in seconds since
            1970; ``None`` for never.
        :param delete_after: in how many seconds to delete it.
        :param extra: more headers; ``None`` takes one away.
        :raises NotFound: there is none.

        API: `POST /{container}/{object}
        <https://docs.openstack.org/api-ref/object-store/#create-or-update-object-metadata>`_
        """
        settings = {
            "content_type": content_type,
            "content_encoding": content_encoding,
            "content_disposition": content_disposition,
            **expiry(delete_at, delete_after),
        }
        sent = self._headers(self.object_class, settings, metadata, extra)
        if "x-delete-after" in sent:
            sent["x-delete-at"] = ""

        def change(kept: Mapping[str, str]) -> dict[str, str]:
            changed = {**kept, **sent}
            prefix = self.object_class.metadata_prefix
            return {n: v for n, v in changed.items() if v or n.startswith(prefix)}

        return self._replace_metadata(obj, container, change)

    def delete_object_metadata(
        self,
        obj: str | Object,
        container: str | Container | None = None,
        *,
        keys: Iterable[str],
    ) -> Object:
        """Delete metadata of an object; names that it lacks are ignored.

        Object Storage replaces all of it at once, so it is read first: what another
        changes between is lost. Calls ``get_object``.

        :param obj: the object, or its name.
        :param container: the container that it is in, if ``obj`` is a name.
        :param keys: the names of metadata; ``delete_at``, ``content_encoding`` and
            ``content_disposition`` as well.
        :raises NotFound: there is none.

        API: `POST /{container}/{object}
        <https://docs.openstack.org/api-ref/object-store/#create-or-update-object-metadata>`_
        """
        prefix = self.object_class.metadata_prefix
        gone = {_SETTINGS.get(k) or headers.metadata_header(prefix, k) for k in keys}

        def change(kept: Mapping[str, str]) -> dict[str, str]:
            return {name: v for name, v in kept.items() if name not in gone}

        return self._replace_metadata(obj, container, change)

    def _replace_metadata(
        self,
        obj: str | Object,
        container: str | Container | None,
        change: Callable[[Mapping[str, str]], dict[str, str]],
    ) -> Object:
        """Change the metadata of an object; return the object as it is then.

        :param change: takes the headers that are there, and returns those to set.
        """
        path = self._object_path(obj, container)
        found = self._request("HEAD", path)
        prefix = self.object_class.metadata_prefix
        kept = {
            name.lower(): value
            for name, value in found.headers.items()
            if name.lower() in _DROPPED or name.lower().startswith(prefix)
        }
        sent = change(kept)
        # What is set twice is set as if it were once.
        target = self._target(found, path)
        self._request("POST", target, headers=sent, idempotent=True)
        return self.get_object(obj, container)
