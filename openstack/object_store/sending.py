"""Sending bytes, with their checksum taken on the way and compared in the end."""

from __future__ import annotations

import contextlib
import hashlib
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

from openstack import errors
from openstack.object_store.bodies import Data, Source, Stream
from openstack.object_store.objects import Object, Objects

if TYPE_CHECKING:
    from collections.abc import Generator, Mapping
    from os import PathLike

    from openstack.http import Response

#: What an ETag looks like that is the MD5 checksum of the bytes.
MD5 = re.compile(r"[0-9a-f]{32}")


class Sending(Objects):
    """What the operations share that send bytes."""

    def _put(
        self,
        place: tuple[str, str],
        source: Source,
        headers: Mapping[str, str],
        *,
        offset: int = 0,
        size: int | None = None,
    ) -> Object:
        """Make an object of a stretch of a source, and return it.

        What is in memory is sent with its checksum, and the service refuses anything
        else. What is read on the way has none before it is sent: its checksum is
        compared with the answer's.

        :param place: the container, and the name.
        :raises ChecksumMismatch: what was stored is not what was sent.
        """
        container, name = place
        body = source.stretch(offset, size)
        md5 = (
            hashlib.md5(body, usedforsecurity=False).hexdigest()
            if isinstance(body, bytes)
            else ""
        )
        if md5 and self.etag_is_md5:
            headers = {"etag": md5, **headers}
        path = self._object_path(name, container)
        response = self._send_stretch(path, source, body, headers)
        if isinstance(body, Stream):
            md5, length = body.md5, body.sent
        else:
            length = len(body)
        self._compare(place, response, md5)
        return self._made(response, headers, place, bytes=length)

    def _send_stretch(
        self,
        path: str,
        source: Source,
        body: bytes | Stream,
        headers: Mapping[str, str],
        *,
        params: Mapping[str, Any] = {},
    ) -> Response:
        """Send a stretch of a source.

        :raises OSError: the source could not be read.
        """
        # Sent again, it would be refused for what it stored itself.
        repeatable = "if-none-match" not in headers
        try:
            return self._request(
                "PUT",
                path,
                params=params,
                headers=headers,
                data=body,
                idempotent=repeatable,
            )
        except errors.NoAnswer:
            if source.failure is not None:
                raise source.failure from None
            raise

    def _compare(self, place: tuple[str, str], response: Response, md5: str) -> None:
        etag = response.headers.get("etag", "").strip('"')
        if self.etag_is_md5 and MD5.fullmatch(etag) and etag != md5:
            raise errors.ChecksumMismatch(
                f"{'/'.join(place)} was stored with the checksum {etag}, and what was"
                f" sent has {md5}: what is there now is damaged. Upload it again."
            )

    def _made(
        self,
        response: Response,
        headers: Mapping[str, str],
        place: tuple[str, str],
        **known: Any,
    ) -> Object:
        """Return the object that an answer says was made.

        :param headers: those of the request.
        :param place: the container, and the name.
        """
        # The type and length in the answer are those of its own body.
        answered = {
            name: value
            for name, value in response.headers.items()
            if not name.lower().startswith("content-")
        }
        container, name = place
        return self.object_class.from_headers(
            {**headers, **answered}, container=container, name=name, **known
        )


@contextlib.contextmanager
def opened(
    data: Data | None, filename: str | PathLike[str] | None
) -> Generator[Source]:
    """Open what is to be uploaded.

    :raises InvalidArgument: it is neither of both, or no bytes.
    :raises OSError: the file cannot be read.
    """
    if data is not None and filename is not None:
        raise errors.InvalidArgument(
            "What to upload is given as either `data` or `filename`, and not as both."
        )
    if data is not None:
        yield Source(data)
    elif filename is not None:
        with Path(filename).open("rb") as file:
            yield Source(file)
    else:
        raise errors.InvalidArgument(
            "What to upload must be given, as `data` or `filename`."
        )
