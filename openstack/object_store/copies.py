"""Copies, which the service makes by itself."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

from openstack import errors
from openstack._unset import UNSET, Unset
from openstack.object_store.options import expiry, itself, version_of
from openstack.object_store.sending import Sending
from openstack.object_store.storage import quoted

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from openstack.object_store.containers import Container
    from openstack.object_store.objects import Object


class Copies(Sending):
    """The operation that copies objects."""

    def copy_object(
        self,
        obj: str | Object,
        container: str | Container | None = None,
        *,
        destination: str | Unset = UNSET,
        destination_container: str | Container | Unset = UNSET,
        source_account: str | Unset = UNSET,
        content_type: str | Unset = UNSET,
        metadata: Mapping[str, str] = {},
        fresh_metadata: bool = False,
        delete_at: datetime | int | Unset = UNSET,
        delete_after: int | Unset = UNSET,
        manifest_only: bool = False,
        follow_symlinks: bool = True,
        version_id: str | Unset = UNSET,
        extra: Mapping[str, str] = {},
    ) -> Object:
        """Copy an object within the service, and return the copy.

        One of that name is replaced. What is left out is as the object has it.

        :param obj: the object, or its name.
        :param container: the container that it is in, if ``obj`` is a name.
        :param destination: the name of the copy.
        :param destination_container: the container of the copy, or its name.
        :param source_account: the account that the object is in, if not in one's own.
        :param content_type: what the bytes are, such as ``text/plain``.
        :param metadata: what to add to the metadata, or to change.
        :param fresh_metadata: begin with none, and not with the object's.
        :param delete_at: when to delete the copy, as a time with a zone or in seconds
            since 1970.
        :param delete_after: in how many seconds to delete the copy.
        :param manifest_only: of a large object, let the copy share the segments;
            otherwise it is an ordinary object of at most five gigabytes.
        :param follow_symlinks: copy what a symlink leads to, or the symlink itself.
        :param version_id: copy this version, and not the current one.
        :param extra: more headers; those of conditions are about the object.
        :raises NotFound: there is none, or no such container for the copy.
        :raises ContentTooLarge: it is too large to be copied.

        API: `PUT /{container}/{object}
        <https://docs.openstack.org/api-ref/object-store/#create-or-replace-object>`_
        """
        source_container, source = self._place(obj, container)
        version = version_of(obj, version_id)
        if not (destination or destination_container or version):
            raise errors.InvalidArgument(
                f"A copy of {source!r} needs another name or container: give"
                " `destination` or `destination_container`."
            )
        self._object_path(source, source_container)
        target = self._place(
            destination or source, destination_container or source_container
        )
        settings = {
            "content_type": content_type,
            "x-copy-from": quoted(source_container, source),
            "x-copy-from-account": quote(source_account or "", safe="") or UNSET,
            "x-fresh-metadata": fresh_metadata or UNSET,
            **expiry(delete_at, delete_after),
        }
        params = {
            "multipart-manifest": "get" if manifest_only else UNSET,
            "symlink": itself(not follow_symlinks),
            "version-id": version,
        }
        sent = self._headers(self.object_class, settings, metadata, extra)
        path = self._object_path(target[1], target[0])
        response = self._request("PUT", path, params=params, headers=sent, data=b"")
        return self._made(response, sent, target)
