"""Downloads: how an object becomes bytes again."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from openstack._unset import UNSET, Unset
from openstack.object_store.bodies import PIECE
from openstack.object_store.files import Outfile, written
from openstack.object_store.options import version_of
from openstack.object_store.receiving import Download, Receiving, byte_range, conditions
from openstack.object_store.storage import positive

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from openstack.object_store.containers import Container
    from openstack.object_store.objects import Object


class Downloads(Receiving):
    """The operations that download objects.

    What arrives is compared with the object's checksum, where all of an ordinary
    object arrives; and always with the length that the service announced.
    """

    def download_object(
        self,
        obj: str | Object,
        container: str | Container | None = None,
        *,
        offset: int | Unset = UNSET,
        length: int | Unset = UNSET,
        tail: int | Unset = UNSET,
        if_match: str | Unset = UNSET,
        if_none_match: str | Unset = UNSET,
        if_modified_since: datetime | str | Unset = UNSET,
        if_unmodified_since: datetime | str | Unset = UNSET,
        version_id: str | Unset = UNSET,
        extra: Mapping[str, str] = {},
    ) -> bytes:
        """Return the bytes of an object, which must have room in memory.

        Calls ``stream_object``.

        :param obj: the object, or its name.
        :param container: the container that it is in, if ``obj`` is a name.
        :param offset: the first byte, counted from 0.
        :param length: how many bytes at most.
        :param tail: how many bytes at the end, in the place of ``offset``.
        :param if_match: only if the object has this ETag.
        :param if_none_match: only if the object has another ETag.
        :param if_modified_since: only if it was changed after this time.
        :param if_unmodified_since: only if it was not.
        :param version_id: of this version, and not the current one.
        :param extra: more headers.
        :raises NotFound: there is none.
        :raises RangeNotSatisfiable: it has no byte at ``offset``.
        :raises PreconditionFailed: a condition does not hold.
        :raises ChecksumMismatch: what arrived is not what is stored.

        API: `GET /{container}/{object}
        <https://docs.openstack.org/api-ref/object-store/#get-object-content-and-metadata>`_
        """
        pieces = self.stream_object(
            obj,
            container,
            offset=offset,
            length=length,
            tail=tail,
            if_match=if_match,
            if_none_match=if_none_match,
            if_modified_since=if_modified_since,
            if_unmodified_since=if_unmodified_since,
            version_id=version_id,
            extra=extra,
        )
        whole = io.BytesIO()
        whole.writelines(pieces)
        return whole.getvalue()

    def stream_object(
        self,
        obj: str | Object,
        container: str | Container | None = None,
        *,
        chunk_size: int = PIECE,
        offset: int | Unset = UNSET,
        length: int | Unset = UNSET,
        tail: int | Unset = UNSET,
        if_match: str | Unset = UNSET,
        if_none_match: str | Unset = UNSET,
        if_modified_since: datetime | str | Unset = UNSET,
        if_unmodified_since: datetime | str | Unset = UNSET,
        version_id: str | Unset = UNSET,
        extra: Mapping[str, str] = {},
    ) -> Download:
        """Return the bytes of an object in pieces, as they arrive.

        Only when the last piece was taken is it certain that all of them are right.
        What is returned is also a context manager, and closes at its end.
        The parameters that are not named here are those of ``download_object``.

        :param obj: the object, or its name.
        :param container: the container that it is in, if ``obj`` is a name.
        :param chunk_size: how many bytes a piece has at most.
        :raises NotFound: there is none.
        :raises RangeNotSatisfiable: it has no byte at ``offset``.
        :raises PreconditionFailed: a condition does not hold.
        :raises ChecksumMismatch: what arrived is not what is stored.

        API: `GET /{container}/{object}
        <https://docs.openstack.org/api-ref/object-store/#get-object-content-and-metadata>`_
        """
        positive("size of a piece", chunk_size)
        headers = {
            **byte_range(offset, length, tail),
            **conditions(
                if_match, if_none_match, if_modified_since, if_unmodified_since
            ),
            **extra,
        }
        params = {"version-id": version_of(obj, version_id)}
        return self._receive(
            obj, container, headers=headers, params=params, size=chunk_size
        )

    def save_object(
        self,
        obj: str | Object,
        container: str | Container | None = None,
        *,
        outfile: Outfile,
        offset: int | Unset = UNSET,
        length: int | Unset = UNSET,
        tail: int | Unset = UNSET,
        if_match: str | Unset = UNSET,
        if_none_match: str | Unset = UNSET,
        if_modified_since: datetime | str | Unset = UNSET,
        if_unmodified_since: datetime | str | Unset = UNSET,
        version_id: str | Unset = UNSET,
        extra: Mapping[str, str] = {},
    ) -> Object:
        """Write the bytes of an object to a file, and return the object.

        A file that is named has all of them in the end; if anything goes wrong, it is
        as it was, or is not there. Calls ``stream_object``. The parameters that are not
        named here are those of ``download_object``.

        :param obj: the object, or its name.
        :param container: the container that it is in, if ``obj`` is a name.
        :param outfile: the name of the file, or a file opened in binary mode.
        :raises NotFound: there is none.
        :raises RangeNotSatisfiable: it has no byte at ``offset``.
        :raises PreconditionFailed: a condition does not hold.
        :raises ChecksumMismatch: what arrived is not what is stored.
        :raises OSError: the file cannot be written, or is a directory.

        API: `GET /{container}/{object}
        <https://docs.openstack.org/api-ref/object-store/#get-object-content-and-metadata>`_
        """
        with written(outfile) as write:
            download = self.stream_object(
                obj,
                container,
                offset=offset,
                length=length,
                tail=tail,
                if_match=if_match,
                if_none_match=if_none_match,
                if_modified_since=if_modified_since,
                if_unmodified_since=if_unmodified_since,
                version_id=version_id,
                extra=extra,
            )
            for piece in download:
                write(piece)
        return download.object
