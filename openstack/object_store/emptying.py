"""Deleting containers, and all that is in them."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, ClassVar

from openstack import errors
from openstack.object_store.bulk import Bulk
from openstack.object_store.containers import Container, Containers
from openstack.object_store.versions import Versions

if TYPE_CHECKING:
    from collections.abc import Iterator

    from openstack.object_store.objects import Object


class Emptying(Containers, Bulk, Versions):
    """The operations that empty and delete containers."""

    #: After how many seconds to look again whether a container is empty: the list of
    #: its objects may lag behind.
    emptying_pauses: ClassVar[tuple[float, ...]] = (0.5, 1, 2)

    def empty_container(self, container: str | Container) -> int:
        """Delete all objects of a container, and their versions; return how many.

        Of large objects, segments that are in other containers stay.

        :param container: the container, or its name.
        :raises NotFound: there is no such container.
        :raises PartialFailure: some could not be deleted; all were tried.

        API: `POST /?bulk-delete
        <https://docs.openstack.org/swift/latest/api/bulk-delete.html>`_
        """
        found = self.get_container(container)
        if found.versions_enabled is None:
            return self.delete_objects(self.objects(container))
        return self._delete_versions(self.object_versions(container))

    def delete_container(
        self,
        container: str | Container,
        *,
        ignore_missing: bool = True,
        with_objects: bool = False,
    ) -> None:
        """Delete a container.

        :param container: the container, or its name.
        :param with_objects: delete all that is in it first, with ``empty_container``.
        :raises NotFound: there is none, and ``ignore_missing`` is false.
        :raises Conflict: there are objects in it.
        :raises PartialFailure: some objects could not be deleted.

        API: `DELETE /{container}
        <https://docs.openstack.org/api-ref/object-store/#delete-container>`_
        """
        path = self._container_path(container)
        if with_objects and not self._emptied(container, ignore_missing=ignore_missing):
            return
        for pause in self.emptying_pauses if with_objects else ():
            try:
                self._remove(path, ignore_missing=ignore_missing)
            except errors.Conflict:
                time.sleep(pause)
                self.empty_container(container)
            else:
                return
        self._remove(path, ignore_missing=ignore_missing)

    def _emptied(self, container: str | Container, *, ignore_missing: bool) -> bool:
        """Empty a container; say whether it is there."""
        try:
            self.empty_container(container)
        except errors.NotFound:
            if ignore_missing:
                return False
            raise
        return True

    def _delete_versions(self, versions: Iterator[Object]) -> int:
        """Delete versions, one after another; return how many."""
        deleted = 0
        failures: list[tuple[str, str]] = []
        for version in versions:
            try:
                self.delete_object(version)
                deleted += 1
            except errors.HTTPError as error:
                failures.append((f"{version.name} {version.version_id}", str(error)))
        if failures:
            raise errors.PartialFailure(
                f"{len(failures)} versions could not be deleted, and {deleted} were."
                f" The first: {failures[0][0]!r}, {failures[0][1]}.",
                failures,
            )
        return deleted
