"""Objects: named bytes in a container."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any, ClassVar
from urllib.parse import quote, unquote, urlsplit

import attrs

from openstack._unset import UNSET, Unset
from openstack.object_store.headers import Described
from openstack.object_store.options import itself, version_of
from openstack.object_store.storage import Storage, name_of, positive
from openstack.resource import wire

if TYPE_CHECKING:
    from openstack.http import Response
    from openstack.object_store.containers import Container

#: What a list of versions calls one that notes that the object was deleted.
_DELETED = "application/x-deleted;swift_versions_deleted=1"


def _etag(value: str) -> str:
    # Quotes stand around it by the operator's choice, and for large objects:
    # https://docs.openstack.org/swift/latest/middleware.html#etag-quoter
    return value.strip('"')


class Object(Described):
    """An object. Its ID is its name.

    A list tells name, size, type, checksum and age; the other fields are ``None``
    there.
    """

    metadata_prefix = "x-object-meta-"
    keeps_empty_metadata = True
    header_members: ClassVar[Mapping[str, str]] = {
        "content-length": "bytes",
        "content-type": "content_type",
        "etag": "hash",
        "last-modified": "last_modified",
        "x-object-version-id": "version_id",
    }

    name: str = ""
    #: The container that it is in.
    container: str = ""
    #: How many bytes it has.
    content_length: int | None = wire("bytes")
    #: What the bytes are, such as ``text/plain``.
    content_type: str | None = None
    #: The MD5 checksum of the bytes in hexadecimal; of a large object, of the
    #: checksums of its segments.
    etag: str | None = wire("hash", convert=_etag)
    #: When its bytes, or its metadata, last changed.
    last_modified_at: datetime | None = wire("last_modified")
    #: How its bytes are packed, such as ``gzip``; what is downloaded is packed, too.
    content_encoding: str | None = wire("content-encoding")
    #: What a browser does with it.
    content_disposition: str | None = wire("content-disposition")
    #: When it will be deleted.
    delete_at: datetime | None = wire("x-delete-at")
    #: What its owner noted of it; names are in lower case.
    metadata: Mapping[str, str] = attrs.field(factory=dict[str, str])
    #: Whether it is a static large object: a list of segments.
    is_static_large_object: bool | None = wire("x-static-large-object")
    #: Of a dynamic large object, ``container/prefix`` of its segments.
    object_manifest: str | None = wire("x-object-manifest", convert=unquote)
    #: Of a symlink that is looked at itself, ``container/object`` it leads to.
    symlink_target: str | None = wire("x-symlink-target", convert=unquote)
    #: The account that the symlink leads to, if it is another one.
    symlink_target_account: str | None = wire("x-symlink-target-account")
    #: The checksum that the object it leads to must have.
    symlink_target_etag: str | None = wire("x-symlink-target-etag", convert=_etag)
    #: In a list, the path that the symlink leads to.
    symlink_path: str | None = wire("symlink_path", convert=unquote)
    #: Which version it is; ``"null"`` if it was made while none were kept.
    version_id: str | None = None
    #: In a list of versions, whether this is the current one.
    is_latest: bool | None = None
    #: When it was made.
    timestamp: datetime | None = wire("x-timestamp")
    #: In a list with a delimiter, what several names begin with; it is then no
    #: object at all, but a pseudo-directory.
    subdir: str | None = None

    @property
    def is_delete_marker(self) -> bool:
        """Whether it is the version that notes that the object was deleted."""
        return self.content_type == _DELETED


class Objects(Storage):
    """The operations on objects, but for their bytes."""

    #: What an object is to this service; a vendor may put a subclass here.
    object_class: type[Object] = Object

    def get_object(
        self,
        obj: str | Object,
        container: str | Container | None = None,
        *,
        version_id: str | Unset = UNSET,
        follow_symlinks: bool = True,
    ) -> Object:
        """Return an object, without its bytes.

        :param obj: the object, or its name.
        :param container: the container that it is in, if ``obj`` is a name.
        :param version_id: return this version, and not the current one.
        :param follow_symlinks: whether to return what a symlink leads to, or the
            symlink itself.
        :raises NotFound: there is none.

        API: `HEAD /{container}/{object}
        <https://docs.openstack.org/api-ref/object-store/#show-object-metadata>`_
        """
        place, name = self._place(obj, container)
        params = {
            "version-id": version_of(obj, version_id),
            "symlink": itself(not follow_symlinks),
        }
        return self._describe(
            self.object_class,
            self._object_path(obj, container),
            params,
            name=name,
            container=place,
        )

    def objects(
        self,
        container: str | Container,
        *,
        prefix: str | Unset = UNSET,
        delimiter: str | Unset = UNSET,
        marker: str | Unset = UNSET,
        end_marker: str | Unset = UNSET,
        limit: int | Unset = UNSET,
        reverse: bool | Unset = UNSET,
        extra: Mapping[str, Any] = {},
    ) -> Iterator[Object]:
        """Yield the objects of a container, in the order of their names.

        :param container: the container, or its name.
        :param prefix: what their names begin with.
        :param delimiter: what ends a pseudo-directory, usually ``"/"``: names that
            have it after the prefix are one item, whose ``subdir`` they begin with.
        :param marker: yield what comes after this name.
        :param end_marker: yield what comes before this name.
        :param limit: how many to ask for at once; all are yielded.
        :param reverse: begin with the last one; ``marker`` and ``end_marker`` change
            their parts.
        :param extra: more of the query.
        :raises NotFound: there is no such container.

        API: `GET /{container}
        <https://docs.openstack.org/api-ref/object-store/#show-container-details-and-list-objects>`_
        """
        query = {
            "prefix": prefix,
            "delimiter": delimiter,
            "marker": marker,
            "end_marker": end_marker,
            "limit": limit,
            "reverse": reverse,
            **extra,
        }
        return self._list_objects(container, query)

    def walk_objects(
        self,
        container: str | Container,
        directory: str = "",
        *,
        delimiter: str = "/",
    ) -> Iterator[tuple[str, list[str], list[Object]]]:
        """Yield each pseudo-directory, from the top down, as ``os.walk`` does.

        Each is three things: what all names in it begin with, the same of the
        directories in it, and the objects in it. A directory that is taken out of
        the list is not looked into. Calls ``objects``.

        :param container: the container, or its name.
        :param directory: where to begin.
        :param delimiter: what ends a directory.
        :raises NotFound: there is no such container.

        API: `GET /{container}
        <https://docs.openstack.org/api-ref/object-store/#show-container-details-and-list-objects>`_
        """
        self._container_path(container)
        if directory and not directory.endswith(delimiter):
            directory += delimiter
        return self._walk(container, directory, delimiter)

    def _walk(
        self, container: str | Container, top: str, delimiter: str
    ) -> Iterator[tuple[str, list[str], list[Object]]]:
        pending = [top]
        while pending:
            here = pending.pop()
            found = list(self.objects(container, prefix=here, delimiter=delimiter))
            inside = [o.subdir for o in found if o.subdir is not None]
            yield here, inside, [o for o in found if o.subdir is None]
            pending.extend(reversed(inside))

    def delete_object(
        self,
        obj: str | Object,
        container: str | Container | None = None,
        *,
        ignore_missing: bool = True,
        version_id: str | Unset = UNSET,
    ) -> None:
        """Delete an object; of a large one, not its segments.

        Where versions are kept, what is deleted stays as an older version; unless
        ``obj`` is what ``object_versions`` yielded, or ``version_id`` is given: then
        that version is deleted for good, and nothing else.

        The segments may belong to other objects, or older versions, as well. See
        ``delete_large_object`` and ``delete_objects``.

        :param obj: the object, or its name.
        :param container: the container that it is in, if ``obj`` is a name.
        :param version_id: the version to delete.
        :raises NotFound: there is none, and ``ignore_missing`` is false.

        API: `DELETE /{container}/{object}
        <https://docs.openstack.org/api-ref/object-store/#delete-object>`_
        """
        path = self._object_path(obj, container)
        params = {"version-id": version_of(obj, version_id)}
        self._remove(path, ignore_missing=ignore_missing, params=params)

    def _target(self, found: Response, path: str) -> str:
        """Return where the object is that an answer describes.

        Behind a symlink, it is not where it was asked for:
        https://github.com/openstack/swift/blob/2.38.1/swift/common/middleware/symlink.py#L79
        """
        location = urlsplit(found.headers.get("content-location", "")).path
        parts = location.split("/", 3)
        if len(parts) < len(("", "version", "account", "container/object")):
            return path
        account, below = unquote(parts[2]), f"/{quote(unquote(parts[3]))}"
        if account == self._account_path().rpartition("/")[2]:
            return below
        return self._path_of_account(account) + below

    def _list_objects(
        self, container: str | Container, query: Mapping[str, Any]
    ) -> Iterator[Object]:
        """Yield the objects of a container, each with the container's name."""
        if isinstance(limit := query.get("limit", UNSET), int):
            positive("limit", limit)
        query = {"format": "json", **query}
        path, name = self._container_path(container), name_of("container", container)
        found = self._list(self.object_class, query, path=path)
        return (_in(name, obj) for obj in found)


def _in(container: str, obj: Object) -> Object:
    """Note in an object of a list which container was listed."""
    # Nobody has seen it yet; a changed copy of each would take longer than reading it.
    obj.__dict__["container"] = container
    return obj
