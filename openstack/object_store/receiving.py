"""Receiving bytes, with their checksum taken on the way and compared in the end."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, Self

from openstack import errors, http
from openstack._unset import Unset
from openstack.object_store.headers import http_date
from openstack.object_store.staleness import Staleness
from openstack.object_store.storage import not_negative, positive

if TYPE_CHECKING:
    from collections.abc import Generator
    from datetime import datetime

    from openstack.http import Response
    from openstack.object_store.containers import Container
    from openstack.object_store.objects import Object

_OK, _PARTIAL, _UNCHANGED = 200, 206, 304


class Download(Iterator[bytes]):
    """The bytes of an object, in pieces, as they arrive.

    It holds a connection until it is at its end, is closed, or is forgotten.
    """

    def __init__(self, obj: Object, pieces: Generator[bytes, None, None]) -> None:
        #: The object, as it is described with its bytes.
        self.object = obj
        self._pieces = pieces

    def __next__(self) -> bytes:
        return next(self._pieces)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Leave the rest, and free the connection."""
        self._pieces.close()


class Receiving(Staleness):
    """What the operations share that receive bytes."""

    def _receive(
        self,
        obj: str | Object,
        container: str | Container | None,
        *,
        headers: Mapping[str, Any],
        params: Mapping[str, Any],
        size: int,
    ) -> Download:
        """Ask for the bytes of an object.

        :param size: how many bytes a piece has at most.
        :raises PreconditionFailed: a condition does not hold.
        :raises InvalidAnswer: all of it comes, and a part was asked for.
        """
        place, name = self._place(obj, container)
        path = self._object_path(obj, container)
        sent = self._headers(
            self.object_class, headers, {}, {"accept-encoding": "identity"}
        )
        response = self._request("GET", path, params=params, headers=sent, stream=True)
        if response.status_code == _UNCHANGED:
            unmet = {_UNCHANGED: errors.PreconditionFailed}
            raise http.http_error(response.raw, {**self.error_classes, **unmet})
        if "range" in sent and response.status_code != _PARTIAL:
            response.raw.close()
            raise errors.InvalidAnswer(
                f"{http.asked(response.raw)} was answered with the whole object, and"
                " only some of its bytes were asked for."
            )
        known = {"name": name, "container": place, **_total(response)}
        found = self.object_class.from_headers(response.headers, **known)
        return Download(found, self._verified(response, found, size))

    def _verified(
        self, response: Response, found: Object, size: int
    ) -> Generator[bytes, None, None]:
        """Yield the body of an answer; in the end, compare its checksum."""
        # The bytes are the object's own, however they are packed.
        response.raw.raw.headers.discard("content-encoding")
        expected = self._md5_of(found) if response.status_code == _OK else None
        md5 = hashlib.md5(usedforsecurity=False)
        for piece in response.pieces(size):
            if expected:
                md5.update(piece)
            yield piece
        if expected and md5.hexdigest() != expected:
            raise errors.ChecksumMismatch(
                f"{http.asked(response.raw)} was answered with the checksum {expected},"
                f" and what arrived has {md5.hexdigest()}."
            )


def byte_range(
    offset: int | Unset, length: int | Unset, tail: int | Unset
) -> dict[str, str]:
    """Return the header that asks for some of the bytes, if not for all.

    :raises InvalidArgument: there can be no such bytes.
    """
    not_negative("offset", offset)
    positive("length", length)
    positive("tail", tail)
    if tail:
        if offset or length:
            raise errors.InvalidArgument(
                "The last bytes of an object are given as `tail` alone, without"
                " `offset` and `length`."
            )
        return {"range": f"bytes=-{tail}"}
    first = offset or 0
    if length:
        return {"range": f"bytes={first}-{first + length - 1}"}
    return {"range": f"bytes={first}-"} if first else {}


def conditions(
    if_match: str | Unset,
    if_none_match: str | Unset,
    if_modified_since: datetime | str | Unset,
    if_unmodified_since: datetime | str | Unset,
) -> dict[str, Any]:
    """Return the headers of the conditions on what is received."""
    return {
        "if-match": if_match,
        "if-none-match": if_none_match,
        "if-modified-since": _date("if_modified_since", if_modified_since),
        "if-unmodified-since": _date("if_unmodified_since", if_unmodified_since),
    }


def _date(name: str, moment: datetime | str | Unset) -> str | Unset:
    return moment if isinstance(moment, Unset) else http_date(name, moment)


def _total(response: Response) -> dict[str, int]:
    """Return the length of the whole object, of an answer with a part of it."""
    found = re.search(r"/(\d+)$", response.headers.get("content-range", ""))
    return {"bytes": int(found[1])} if found else {}
