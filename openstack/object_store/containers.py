"""Containers: what holds the objects of an account."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any, ClassVar
from urllib.parse import quote, unquote

import attrs

from openstack._unset import UNSET, Unset
from openstack.object_store import headers
from openstack.object_store.headers import Described
from openstack.object_store.storage import Storage, name_of, not_negative, positive
from openstack.resource import wire


class Container(Described):
    """A container. Its ID is its name.

    A list tells name, size and age; the other fields are ``None`` there.
    """

    metadata_prefix = "x-container-meta-"
    header_members: ClassVar[Mapping[str, str]] = {
        "last-modified": "last_modified",
        "x-container-bytes-used": "bytes",
        "x-container-object-count": "count",
        "x-storage-policy": "storage_policy",
    }

    name: str = ""
    #: How many objects it holds.
    count: int | None = None
    #: How many bytes they have.
    bytes: int | None = None
    #: When its settings, or the objects in it, last changed.
    last_modified: datetime | None = None
    #: When it was made.
    timestamp: datetime | None = wire("x-timestamp")
    #: Where its objects are stored.
    storage_policy: str | None = None
    #: Who may read it; for example ``".r:*"`` for everyone.
    read_acl: str | None = wire("x-container-read")
    #: Who may write to it.
    write_acl: str | None = wire("x-container-write")
    #: The container that it is synchronised to.
    sync_to: str | None = wire("x-container-sync-to")
    #: The key that both ends of the synchronisation share.
    sync_key: str | None = wire("x-container-sync-key", secret=True)
    #: Whether versions of objects are kept; ``None`` if they never were.
    versions_enabled: bool | None = wire("x-versions-enabled")
    #: The container that older versions of objects move to, and return from.
    versions_location: str | None = wire("x-versions-location", convert=unquote)
    #: The container that older versions of objects move to, and stay in.
    history_location: str | None = wire("x-history-location", convert=unquote)
    #: How many bytes its objects may have.
    quota_bytes: int | None = wire("x-container-meta-quota-bytes")
    #: How many objects it may have.
    quota_count: int | None = wire("x-container-meta-quota-count")
    #: A key that temporary URLs and forms are signed with.
    meta_temp_url_key: str | None = wire("x-container-meta-temp-url-key", secret=True)
    #: Another one, so that keys can be changed one at a time.
    meta_temp_url_key_2: str | None = wire(
        "x-container-meta-temp-url-key-2", secret=True
    )
    #: What its owner noted of it; names are in lower case.
    metadata: Mapping[str, str] = attrs.field(factory=dict[str, str])
    #: In a list with a delimiter, what several names begin with; it is then no
    #: container at all.
    subdir: str | None = None


class Containers(Storage):
    """The operations on containers."""

    #: What a container is to this service; a vendor may put a subclass here.
    container_class: type[Container] = Container

    def create_container(
        self,
        name: str,
        *,
        metadata: Mapping[str, str] = {},
        read_acl: str | Unset = UNSET,
        write_acl: str | Unset = UNSET,
        storage_policy: str | Unset = UNSET,
        quota_bytes: int | Unset = UNSET,
        quota_count: int | Unset = UNSET,
        versions_enabled: bool | Unset = UNSET,
        versions_location: str | Container | Unset = UNSET,
        history_location: str | Container | Unset = UNSET,
        sync_to: str | Unset = UNSET,
        sync_key: str | Unset = UNSET,
        extra: Mapping[str, str] = {},
    ) -> Container:
        """Create a container; of one that exists, change the settings.

        Calls ``get_container``.

        :param name: its name; it may hold no slash.
        :param metadata: text by name; upper and lower case of names are the same.
        :param read_acl: who may read it; ``".r:*,.rlistings"`` for everyone.
        :param write_acl: who may write to it.
        :param storage_policy: where to store its objects, from then on.
        :param quota_bytes: how many bytes its objects may have.
        :param quota_count: how many objects it may have.
        :param versions_enabled: keep the versions of objects.
        :param versions_location: the container for older versions, which return when
            the object is deleted. ``versions_enabled`` is the better way.
        :param history_location: the container for older versions, which stay there.
        :param sync_to: the container to synchronise to,
            ``//realm/cluster/account/container``.
        :param sync_key: the key that both containers of a synchronisation have.
        :param extra: more headers.
        :raises Conflict: it exists, with another storage policy.

        API: `PUT /{container}
        <https://docs.openstack.org/api-ref/object-store/#create-container>`_
        """
        settings = {
            "read_acl": read_acl,
            "write_acl": write_acl,
            "storage_policy": storage_policy,
            "quota_bytes": not_negative("quota", quota_bytes),
            "quota_count": not_negative("quota", quota_count),
            "versions_enabled": versions_enabled,
            "versions_location": _location(versions_location),
            "history_location": _location(history_location),
            "sync_to": sync_to,
            "sync_key": sync_key,
        }
        sent = self._headers(self.container_class, settings, metadata, extra)
        self._request("PUT", self._container_path(name), headers=sent)
        return self.get_container(name)

    def get_container(self, container: str | Container) -> Container:
        """Return a container.

        :param container: the container, or its name.
        :raises NotFound: there is none.

        API: `HEAD /{container}
        <https://docs.openstack.org/api-ref/object-store/#show-container-metadata>`_
        """
        path = self._container_path(container)
        return self._describe(
            self.container_class, path, name=name_of("container", container)
        )

    def get_container_metadata(self, container: str | Container) -> Container:
        """Return a container, its metadata too. Calls ``get_container``.

        :param container: the container, or its name.
        :raises NotFound: there is none.

        API: `HEAD /{container}
        <https://docs.openstack.org/api-ref/object-store/#show-container-metadata>`_
        """
        return self.get_container(container)

    def containers(
        self,
        *,
        prefix: str | Unset = UNSET,
        delimiter: str | Unset = UNSET,
        marker: str | Unset = UNSET,
        end_marker: str | Unset = UNSET,
        limit: int | Unset = UNSET,
        reverse: bool | Unset = UNSET,
        extra: Mapping[str, Any] = {},
    ) -> Iterator[Container]:
        """Yield the containers of the account, in the order of their names.

        :param prefix: what their names begin with.
        :param delimiter: what ends the names to tell apart: those that have it after
            the prefix are one item, whose ``subdir`` they begin with.
        :param marker: yield what comes after this name.
        :param end_marker: yield what comes before this name.
        :param limit: how many to ask for at once; all are yielded.
        :param reverse: begin with the last one; ``marker`` and ``end_marker`` change
            their parts.
        :param extra: more of the query.

        API: `GET /
        <https://docs.openstack.org/api-ref/object-store/#show-account-details-and-list-containers>`_
        """
        query = {
            "format": "json",
            "prefix": prefix,
            "delimiter": delimiter,
            "marker": marker,
            "end_marker": end_marker,
            "limit": positive("limit", limit),
            "reverse": reverse,
        }
        return self._list(self.container_class, query, extra=extra)

    def update_container(
        self,
        container: str | Container,
        *,
        metadata: Mapping[str, str] = {},
        read_acl: str | Unset | None = UNSET,
        write_acl: str | Unset | None = UNSET,
        quota_bytes: int | Unset | None = UNSET,
        quota_count: int | Unset | None = UNSET,
        versions_enabled: bool | Unset = UNSET,
        versions_location: str | Container | Unset | None = UNSET,
        history_location: str | Container | Unset | None = UNSET,
        sync_to: str | Unset | None = UNSET,
        sync_key: str | Unset | None = UNSET,
        extra: Mapping[str, str] = {},
    ) -> Container:
        """Change the settings of a container; what is not given stays.

        The parameters are those of ``create_container``; ``None`` takes away what is
        set. Calls ``get_container``.

        :param container: the container, or its name.
        :raises NotFound: there is none.

        API: `POST /{container}
        <https://docs.openstack.org/api-ref/object-store/#create-update-or-delete-container-metadata>`_
        """
        settings = {
            "read_acl": read_acl,
            "write_acl": write_acl,
            "quota_bytes": not_negative("quota", quota_bytes),
            "quota_count": not_negative("quota", quota_count),
            "versions_enabled": versions_enabled,
            "versions_location": _location(versions_location),
            "history_location": _location(history_location),
            "sync_to": sync_to,
            "sync_key": sync_key,
        }
        sent = self._headers(self.container_class, settings, metadata, extra)
        self._set(container, sent)
        return self.get_container(container)

    def set_container_metadata(
        self,
        container: str | Container,
        metadata: Mapping[str, str],
        *,
        refresh: bool = True,
    ) -> Container:
        """Add metadata to a container, or change it; what is not named stays.

        :param container: the container, or its name.
        :param metadata: text by name; upper and lower case of names are the same.
        :param refresh: return the container as it is now, with ``get_container``;
            otherwise what is returned has nothing but its name and this metadata.
        :raises NotFound: there is none.

        API: `POST /{container}
        <https://docs.openstack.org/api-ref/object-store/#create-update-or-delete-container-metadata>`_
        """
        self._set(container, self._headers(self.container_class, {}, metadata))
        if refresh:
            return self.get_container(container)
        known = {"name": name_of("container", container), "metadata": dict(metadata)}
        return self.container_class.from_wire(known)

    def delete_container_metadata(
        self, container: str | Container, keys: Iterable[str]
    ) -> None:
        """Delete metadata of a container; names that it lacks are ignored.

        :param container: the container, or its name.
        :raises NotFound: there is none.

        API: `POST /{container}
        <https://docs.openstack.org/api-ref/object-store/#create-update-or-delete-container-metadata>`_
        """
        prefix = self.container_class.metadata_prefix
        sent = {headers.metadata_header(prefix, key): "" for key in keys}
        self._set(container, sent)

    def _set(self, container: str | Container, sent: Mapping[str, str]) -> None:
        path = self._container_path(container)
        # What is set twice is set as if it were once.
        self._request("POST", path, headers=sent, idempotent=True)


def _location(container: str | Container | Unset | None) -> str | Unset | None:
    """Return the name of a container as headers have it."""
    if container is None or isinstance(container, Unset):
        return container
    return quote(name_of("container", container), safe="")
