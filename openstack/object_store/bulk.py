"""Many objects at once: deleting them, and unpacking them from an archive."""

from __future__ import annotations

import io
import itertools
import re
from typing import TYPE_CHECKING, Any, ClassVar, Literal, get_args
from urllib.parse import unquote

import requests

from openstack import errors, http
from openstack._unset import UNSET, Unset
from openstack.object_store.info import Infos
from openstack.object_store.options import expiry
from openstack.object_store.sending import Sending, opened

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from os import PathLike

    from openstack.http import Response
    from openstack.object_store.bodies import Data
    from openstack.object_store.containers import Container
    from openstack.object_store.objects import Object

#: The format of an archive.
ArchiveFormat = Literal["tar", "tar.gz", "tar.bz2"]

#: What has to be quoted in a line of a request.
_SPECIAL = re.compile(rb"[\x00-\x20%\x7f]")

_JSON = {"accept": "application/json"}


class Bulk(Sending, Infos):
    """The operations on many objects at once."""

    #: How many objects one request deletes at most.
    bulk_delete_limit: ClassVar[int] = 1000

    def delete_objects(
        self,
        objects: Iterable[str | Object],
        container: str | Container | None = None,
    ) -> int:
        """Delete objects, and return how many there were; missing ones are ignored.

        Of large objects, the segments stay. A service that cannot delete many at once
        is asked for one after another.

        :param objects: the objects, or their names. They are taken as they come, a
            thousand at a time.
        :param container: the container that they are in, if they are names.
        :raises PartialFailure: some could not be deleted; all were tried.

        API: `POST /?bulk-delete
        <https://docs.openstack.org/swift/latest/api/bulk-delete.html>`_
        """
        places = (self._place(obj, container) for obj in objects)
        deleted = 0
        failures: list[tuple[str, str]] = []
        while chunk := list(itertools.islice(places, self.bulk_delete_limit)):
            number, failed = self._delete_chunk(chunk)
            deleted += number
            failures += failed
        if failures:
            raise errors.PartialFailure(
                f"{len(failures)} objects could not be deleted, and {deleted} were."
                f" The first: {failures[0][0]!r}, {failures[0][1]}.",
                failures,
            )
        return deleted

    def upload_archive(
        self,
        container: str | Container | None = None,
        *,
        data: Data | None = None,
        filename: str | PathLike[str] | None = None,
        archive_format: ArchiveFormat,
        prefix: str = "",
        metadata: Mapping[str, str] = {},
        delete_after: int | Unset = UNSET,
    ) -> int:
        """Make objects of the files in an archive; return how many. Calls ``get_info``.

        :param container: the container to unpack it in, or its name; it is created
            if need be. Left out, each directory at the top of the archive is one.
        :param data: the archive: bytes, a file opened in binary mode, or pieces.
        :param filename: the archive, in the place of ``data``.
        :param archive_format: how it is packed.
        :param prefix: what the names of the objects begin with: a pseudo-directory in
            the container.
        :param metadata: what each of them gets.
        :param delete_after: in how many seconds to delete them.
        :raises PartialFailure: some files could not be stored; the others were.
        :raises NotSupported: the service cannot unpack archives.

        API: `PUT /{container}?extract-archive
        <https://docs.openstack.org/swift/latest/middleware.html#extract-archive>`_
        """
        if archive_format not in get_args(ArchiveFormat):
            raise errors.InvalidArgument(
                f"{archive_format!r} is no format of an archive: give one of"
                f" {', '.join(get_args(ArchiveFormat))}."
            )
        if container is not None:
            path = self._container_path(container)
            path = self._object_path(prefix, container) if prefix else path
        elif prefix:
            raise errors.InvalidArgument(
                "What names begin with is only given for one container: give it, too."
            )
        else:
            path = ""
        self._require_archives()
        settings = expiry(UNSET, delete_after)
        sent = self._headers(self.object_class, settings, metadata, _JSON)
        params = {"extract-archive": archive_format}
        with opened(data, filename) as source:
            response = self._send_stretch(
                path, source, source.stretch(), sent, params=params
            )
        if (found := self._outcome(response, "Number Files Created")) is None:
            raise errors.NotSupported(
                "This Object Storage cannot unpack archives: it took no notice of what"
                " was asked."
            )
        self._raise_for(response, found)
        return int(found["Number Files Created"])

    def _require_archives(self) -> None:
        """Refuse to send an archive where it would be stored as it is.

        :raises NotSupported: the service says that it cannot unpack archives.
        """
        info = self._known_info()
        if info.swift is not None and info.bulk_upload is None:
            raise errors.NotSupported("This Object Storage cannot unpack archives.")

    def _delete_chunk(
        self, chunk: list[tuple[str, str]]
    ) -> tuple[int, list[tuple[str, str]]]:
        """Delete some objects; return how many, and what failed."""
        # A longer line may be refused, and all others with it.
        # https://github.com/openstack/swift/blob/2.38.1/swift/common/middleware/bulk.py#L322
        longest = self.max_container_name_length + self.max_object_name_length + 2
        short = [place for place in chunk if len(_line(place)) <= longest]
        rest = [place for place in chunk if len(_line(place)) > longest]
        found = self._delete_at_once(short) if short else None
        if found is None:
            return self._delete_each(chunk)
        deleted, failures = self._delete_each(rest)
        return deleted + int(found["Number Deleted"]), failures + _failures(found)

    def _delete_at_once(self, chunk: list[tuple[str, str]]) -> dict[str, Any] | None:
        """Delete objects with one request.

        Return what the answer says of it, or ``None`` if the service cannot do that.
        """
        try:
            response = self._request(
                "POST",
                "",
                params={"bulk-delete": "true"},
                headers={"content-type": "text/plain", **_JSON},
                data=b"\n".join(map(_line, chunk)),
                idempotent=True,
            )
        except (errors.BadRequest, errors.Forbidden, errors.NotFound):
            return None
        # Without its middleware, this was a change of the account that changes nothing.
        found = self._outcome(response, "Number Deleted")
        if found and not found["Errors"]:
            self._raise_for(response, found)
        return found

    def _delete_each(
        self, chunk: list[tuple[str, str]]
    ) -> tuple[int, list[tuple[str, str]]]:
        """Delete objects one after another; return how many, and what failed."""
        deleted = 0
        failures: list[tuple[str, str]] = []
        for container, name in chunk:
            path = self._object_path(name, container)
            try:
                self._remove(path, ignore_missing=False)
                deleted += 1
            except errors.NotFound:
                continue
            except errors.HTTPError as error:
                failures.append((f"{container}/{name}", str(error)))
        return deleted, failures

    def _outcome(self, response: Response, member: str) -> dict[str, Any] | None:
        """Return the body of an answer that says in it what came of the request.

        :param member: what such a body has; without it, it is no such answer.
        """
        try:
            found: dict[str, Any] = response.json()
        except errors.InvalidAnswer:
            return None
        return found if member in found else None

    def _raise_for(self, response: Response, found: Mapping[str, Any]) -> None:
        """Raise what an answer stands for, if it is an error.

        These answers begin before their work is done, so their status says nothing:
        https://github.com/openstack/swift/blob/2.38.1/swift/common/middleware/bulk.py#L123

        :param found: the body of the answer.
        :raises PartialFailure: some objects failed.
        :raises HTTPError: all of it failed.
        """
        status, _, reason = str(found["Response Status"]).partition(" ")
        if status.startswith("2"):
            return
        if failures := _failures(found):
            raise errors.PartialFailure(
                f"{http.asked(response.raw)} failed for {len(failures)} objects. The"
                f" first: {failures[0][0]!r}, {failures[0][1]}.",
                failures,
            )
        late = requests.Response()
        late.request, late.url = response.raw.request, response.raw.url
        late.headers = response.raw.headers
        late.status_code, late.reason = int(status), reason
        late.raw = io.BytesIO(str(found.get("Response Body", "")).encode())
        raise http.http_error(late, self.error_classes)


def _line(place: tuple[str, str]) -> bytes:
    """Return the line of a request that names an object."""
    return _SPECIAL.sub(lambda m: b"%%%02X" % m[0][0], "/".join(place).encode())


def _failures(found: Mapping[str, Any]) -> list[tuple[str, str]]:
    return [(unquote(path).lstrip("/"), why) for path, why in found["Errors"]]
