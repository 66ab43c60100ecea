"""Whether an object still holds what a file does."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING

from openstack import errors
from openstack.object_store.bodies import PIECE
from openstack.object_store.objects import Object, Objects
from openstack.object_store.sending import MD5

if TYPE_CHECKING:
    from os import PathLike

    from openstack.object_store.containers import Container

#: Where checksums are noted with an object: by this library, and by an older one.
NOTED_MD5 = ("x-sdk-md5", "x-shade-md5")
NOTED_SHA256 = ("x-sdk-sha256", "x-shade-sha256")


class Staleness(Objects):
    """The operation that compares an object with a file."""

    def is_object_stale(
        self,
        container: str | Container,
        name: str,
        filename: str | PathLike[str],
        *,
        file_md5: str | None = None,
        file_sha256: str | None = None,
    ) -> bool:
        """Say whether an object is missing, or holds other bytes than a file.

        It is stale as well if its checksum is not known. Calls ``get_object``.

        :param container: the container, or its name.
        :param file_md5: the checksum of the file, if it was taken already.
        :param file_sha256: the same of SHA-256.
        :raises OSError: the file cannot be read.

        API: `HEAD /{container}/{object}
        <https://docs.openstack.org/api-ref/object-store/#show-object-metadata>`_
        """
        size = Path(filename).stat().st_size
        try:
            found = self.get_object(name, container)
        except errors.NotFound:
            return True
        if found.content_length != size:
            return True
        sha256 = _noted(found, NOTED_SHA256)
        md5 = _noted(found, NOTED_MD5) or self._md5_of(found)
        if sha256:
            return sha256 != (file_sha256 or checksums(filename)[1])
        return md5 != (file_md5 or checksums(filename)[0]) if md5 else True

    def _md5_of(self, obj: Object) -> str | None:
        """Return the checksum of an object's bytes, if its ETag is that."""
        large = obj.is_static_large_object or obj.object_manifest is not None
        etag = obj.etag or ""
        if large or not self.etag_is_md5 or not MD5.fullmatch(etag):
            return None
        return etag


def checksums(filename: str | PathLike[str]) -> tuple[str, str]:
    """Return the MD5 and the SHA-256 checksum of a file."""
    md5, sha256 = hashlib.md5(usedforsecurity=False), hashlib.sha256()
    with Path(filename).open("rb") as file:
        while piece := file.read(PIECE):
            md5.update(piece)
            sha256.update(piece)
    return md5.hexdigest(), sha256.hexdigest()


def _noted(obj: Object, names: tuple[str, ...]) -> str | None:
    found = (obj.metadata[name] for name in names if name in obj.metadata)
    return next(found, None)
