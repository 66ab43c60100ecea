"""Uploads: how bytes become an object."""

from __future__ import annotations

from typing import TYPE_CHECKING

from openstack import errors
from openstack._unset import UNSET, Unset, given
from openstack.object_store.options import expiry
from openstack.object_store.segments import Segments
from openstack.object_store.sending import opened
from openstack.object_store.staleness import (
    NOTED_MD5,
    NOTED_SHA256,
    Staleness,
    checksums,
)
from openstack.object_store.storage import positive

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from os import PathLike

    from openstack.object_store.bodies import Data, Source
    from openstack.object_store.containers import Container
    from openstack.object_store.objects import Object


class Uploads(Segments, Staleness):
    """The operations that upload objects."""

    def upload_object(
        self,
        container: str | Container,
        name: str,
        *,
        data: Data | None = None,
        filename: str | PathLike[str] | None = None,
        content_type: str | Unset = UNSET,
        content_encoding: str | Unset = UNSET,
        content_disposition: str | Unset = UNSET,
        metadata: Mapping[str, str] = {},
        delete_at: datetime | int | Unset = UNSET,
        delete_after: int | Unset = UNSET,
        if_none_match: str | Unset = UNSET,
        md5: str | Unset = UNSET,
        sha256: str | Unset = UNSET,
        generate_checksums: bool = False,
        segment_size: int | Unset = UNSET,
        segment_container: str | Container | Unset = UNSET,
        use_slo: bool = True,
        extra: Mapping[str, str] = {},
    ) -> Object:
        """Upload an object; one of that name is replaced when all has arrived.

        What has more than a gigabyte becomes a large object, of segments beside it:
        delete it with ``delete_large_object``. The bytes are read once, and their
        checksum is compared with that of what was stored.

        :param container: the container, or its name.
        :param name: the name of the object; slashes make it look like a path.
        :param data: bytes, text (stored as UTF-8), a file opened in binary mode, or
            pieces of bytes, such as a generator yields.
        :param filename: the file to upload, in the place of ``data``; with neither,
            it is called as the object.
        :param content_type: what the bytes are, such as ``text/plain``; left out, the
            service goes by the name.
        :param content_encoding: how they are packed, such as ``gzip``.
        :param content_disposition: what a browser does with it.
        :param metadata: text by name; upper and lower case of names are the same.
        :param delete_at: when to delete it, as a time with a zone or in seconds since
            1970.
        :param delete_after: in how many seconds to delete it.
        :param if_none_match: ``"*"`` to replace no object that is there.
        :param md5: the MD5 checksum of the bytes, in hexadecimal, if it is known: the
            service refuses others. It is noted in the metadata.
        :param sha256: the same of SHA-256, which the service does not look at.
        :param generate_checksums: take both checksums of the file first, and upload
            nothing if the object has them already.
        :param segment_size: into segments of how many bytes to cut what is larger;
            needed for more than five gigabytes of unknown length.
        :param segment_container: where the segments go; left out, to the container of
            the same name with ``_segments`` after it, which is created if need be.
        :param use_slo: make a static large object of them, or a dynamic one.
        :param extra: more headers.
        :raises NotFound: there is no such container.
        :raises PreconditionFailed: there is one already, and ``if_none_match`` says
            not to replace it.
        :raises ChecksumMismatch: what was stored is not what was sent.
        :raises OSError: the file cannot be read.

        API: `PUT /{container}/{object}
        <https://docs.openstack.org/api-ref/object-store/#create-or-replace-object>`_
        """
        self._object_path(name, container)
        if data is None and filename is None:
            filename = name
        if generate_checksums:
            filename = _needed(filename)
            md5, sha256 = checksums(filename)
            if not self.is_object_stale(
                container, name, filename, file_md5=md5, file_sha256=sha256
            ):
                return self.get_object(name, container)
        settings = {
            "content_type": content_type,
            "content_encoding": content_encoding,
            "content_disposition": content_disposition,
            "if-none-match": if_none_match,
            **expiry(delete_at, delete_after),
        }
        noted = given({NOTED_MD5[0]: md5, NOTED_SHA256[0]: sha256})
        sent = self._headers(self.object_class, settings, {**metadata, **noted}, extra)
        with opened(data, filename) as source:
            return self._upload(
                self._place(name, container),
                source,
                sent,
                md5=md5,
                segment_size=positive("size of a segment", segment_size),
                segment_container=segment_container,
                static=use_slo,
            )

    def _upload(
        self,
        place: tuple[str, str],
        source: Source,
        headers: Mapping[str, str],
        *,
        md5: str | Unset,
        segment_size: int | Unset,
        segment_container: str | Container | Unset,
        static: bool,
    ) -> Object:
        """Make an object of a source, in segments if it is too large for one."""
        if source.size is None:
            large = bool(segment_size) and source.reaches(0)
        else:
            large = source.size > (segment_size or self.segment_size)
        if not large:
            checksum = given({"etag": md5}) if self.etag_is_md5 else {}
            return self._put(place, source, {**checksum, **headers})
        plan = self._plan(
            place,
            source,
            headers,
            segment_size=segment_size,
            segment_container=segment_container,
            static=static,
        )
        return self._put_segments(plan, source)

    def create_object(
        self,
        container: str | Container,
        name: str,
        *,
        data: Data | None = None,
        filename: str | PathLike[str] | None = None,
        content_type: str | Unset = UNSET,
        content_encoding: str | Unset = UNSET,
        content_disposition: str | Unset = UNSET,
        metadata: Mapping[str, str] = {},
        delete_at: datetime | int | Unset = UNSET,
        delete_after: int | Unset = UNSET,
        if_none_match: str | Unset = UNSET,
        md5: str | Unset = UNSET,
        sha256: str | Unset = UNSET,
        generate_checksums: bool = False,
        segment_size: int | Unset = UNSET,
        segment_container: str | Container | Unset = UNSET,
        use_slo: bool = True,
        extra: Mapping[str, str] = {},
    ) -> Object:
        """Upload an object, under an older name. Calls ``upload_object``.

        The parameters are those of ``upload_object``.

        API: `PUT /{container}/{object}
        <https://docs.openstack.org/api-ref/object-store/#create-or-replace-object>`_
        """
        return self.upload_object(
            container,
            name,
            data=data,
            filename=filename,
            content_type=content_type,
            content_encoding=content_encoding,
            content_disposition=content_disposition,
            metadata=metadata,
            delete_at=delete_at,
            delete_after=delete_after,
            if_none_match=if_none_match,
            md5=md5,
            sha256=sha256,
            generate_checksums=generate_checksums,
            segment_size=segment_size,
            segment_container=segment_container,
            use_slo=use_slo,
            extra=extra,
        )


def _needed(filename: str | PathLike[str] | None) -> str | PathLike[str]:
    if filename is None:
        raise errors.InvalidArgument(
            "Checksums are only taken beforehand of a file: give `filename`, and not"
            " `data`."
        )
    return filename
