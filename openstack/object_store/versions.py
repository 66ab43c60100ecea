"""Versions of objects."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from openstack import errors
from openstack._unset import UNSET, Unset
from openstack.object_store.objects import Object
from openstack.object_store.sending import Sending

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from openstack.object_store.containers import Container


class Versions(Sending):
    """The operations on versions of objects.

    A container keeps them if it was made, or updated, with ``versions_enabled=True``.
    Other operations take a ``version_id``.
    """

    def object_versions(
        self,
        container: str | Container,
        *,
        prefix: str | Unset = UNSET,
        marker: str | Unset = UNSET,
        version_marker: str | Unset = UNSET,
        limit: int | Unset = UNSET,
        reverse: bool | Unset = UNSET,
        extra: Mapping[str, Any] = {},
    ) -> Iterator[Object]:
        """Yield the versions of all objects, by name, and the newest of each first.

        That an object was deleted is a version as well: see ``is_delete_marker``.

        :param container: the container, or its name.
        :param prefix: what the names begin with; a whole name also yields those that
            are longer.
        :param marker: yield what comes after this name.
        :param version_marker: yield what comes after this version of that name.
        :param limit: how many to ask for at once; all are yielded.
        :param reverse: begin with the last name, and the oldest version.
        :param extra: more of the query.
        :raises NotFound: there is no such container.

        API: `GET /{container}?versions
        <https://docs.openstack.org/swift/latest/api/object_versioning.html>`_
        """
        if version_marker and not marker:
            raise errors.InvalidArgument(
                "A version to go on from needs the name of its object, as `marker`."
            )
        query = {
            "versions": "true",
            "prefix": prefix,
            "marker": marker,
            "version_marker": version_marker,
            "limit": limit,
            "reverse": reverse,
            **extra,
        }
        return self._list_objects(container, query)

    def restore_object_version(
        self,
        obj: str | Object,
        container: str | Container | None = None,
        *,
        version_id: str | Unset = UNSET,
    ) -> Object:
        """Make a version of an object the current one again; return it.

        :param obj: the object, as ``object_versions`` yields it, or its name.
        :param container: the container that it is in, if ``obj`` is a name.
        :param version_id: the version, if ``obj`` is a name.
        :raises NotFound: there is no such version.

        API: `PUT /{container}/{object}?version-id
        <https://docs.openstack.org/swift/latest/api/object_versioning.html>`_
        """
        known = obj.version_id if isinstance(obj, Object) else None
        version = version_id or known
        if not version or version == "null":
            raise errors.InvalidArgument(
                "Which version to restore must be given, as `version_id`; what was"
                ' stored while no versions were kept, "null", is none.'
            )
        place = self._place(obj, container)
        path = self._object_path(obj, container)
        params = {"version-id": version}
        response = self._request("PUT", path, params=params, data=b"")
        return self._made(response, {}, place)
