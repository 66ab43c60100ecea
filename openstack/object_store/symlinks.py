"""Symlinks: objects that lead to other objects."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

from openstack._unset import UNSET, Unset
from openstack.object_store.objects import Object
from openstack.object_store.sending import Sending
from openstack.object_store.storage import quoted

if TYPE_CHECKING:
    from collections.abc import Mapping

    from openstack.object_store.containers import Container


class Symlinks(Sending):
    """The operation that makes symlinks.

    Other operations follow them; ``follow_symlinks=False`` shows, or copies, the
    symlink itself, and ``delete_object`` always deletes it alone.
    """

    def create_symlink(
        self,
        container: str | Container,
        name: str,
        *,
        target: str | Object,
        target_container: str | Container | None = None,
        target_account: str | Unset = UNSET,
        target_etag: str | Unset = UNSET,
        content_type: str | Unset = UNSET,
        metadata: Mapping[str, str] = {},
        extra: Mapping[str, str] = {},
    ) -> Object:
        """Make an object that leads to another one; return it.

        :param container: the container, or its name.
        :param name: the name of the symlink.
        :param target: the object that it leads to, or its name; it need not exist.
        :param target_container: the container of that object; left out, it is in the
            same one.
        :param target_account: the account of that object, if not the same.
        :param target_etag: the ETag that the object has now: the symlink leads to it
            only as long as it is unchanged.
        :param content_type: what the symlink itself is said to be.
        :param metadata: of the symlink itself.
        :param extra: more headers.
        :raises Conflict: the object has not that ETag.

        API: `PUT /{container}/{object}
        <https://docs.openstack.org/swift/latest/middleware.html#symlink>`_
        """
        known = isinstance(target, Object) and target.container
        where = target_container or (None if known else container)
        settings = {
            "content_type": content_type,
            "x-symlink-target": quoted(*self._place(target, where)),
            "x-symlink-target-account": quote(target_account or "", safe="") or UNSET,
            "x-symlink-target-etag": target_etag,
        }
        sent = self._headers(self.object_class, settings, metadata, extra)
        place = self._place(name, container)
        path = self._object_path(name, container)
        response = self._request("PUT", path, headers=sent, data=b"")
        return self._made(response, sent, place)
