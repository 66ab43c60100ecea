"""What is uploaded: read once, piece by piece, and its checksum taken on the way."""

from __future__ import annotations

import hashlib
import io
import os
from collections.abc import Iterable, Iterator
from typing import IO, Any, TypeAlias

from typing_extensions import Buffer

from openstack.errors import InvalidArgument

#: What can be uploaded: bytes, text (as UTF-8), a file opened in binary mode, or
#: pieces of bytes.
Data: TypeAlias = bytes | str | IO[bytes] | Iterable[bytes]

#: How many bytes are read at once.
PIECE = 1 << 20


class Source:
    """Bytes to upload: those that a file or an iterator has still to give.

    :raises InvalidArgument: there are no bytes in it.
    """

    def __init__(self, data: Data) -> None:
        #: All of them, where they are in memory.
        self.content: bytes | None = None
        #: How many there are, where that can be known.
        self.size: int | None = None
        #: Why they could not be read, if so.
        self.failure: Exception | None = None
        self._ahead = b""
        if isinstance(data, (str, Buffer)):
            self.content = data.encode() if isinstance(data, str) else bytes(data)
            self.size = len(self.content)
        self._file = _file_of(data if self.content is None else [])
        self._start = _position(self._file)
        if self._start is not None:
            self.size = self._measured(self._start)

    def _measured(self, start: int) -> int | None:
        """Return how many bytes the file has from a place on, if it knows."""
        try:
            size = max(0, int(self._file.seek(0, os.SEEK_END)) - start)
            self._file.seek(start)
        except OSError:
            return None
        # What the system makes up as it is read says that it is empty.
        if not size and self.reaches(0):
            return None
        return size

    def stretch(self, offset: int = 0, size: int | None = None) -> bytes | Stream:
        """Return the body of one request.

        :param offset: where it starts. What cannot be read again goes on from where
            it is, whatever this says.
        :param size: how many bytes it has at most; ``None`` for all.
        """
        if self.content is not None:
            return self.content[offset : None if size is None else offset + size]
        if self.size is None:
            return Stream(self, size)
        rest = self.size - offset
        length = rest if size is None else min(rest, size)
        return Window(self, offset, length) if length else b""

    def reaches(self, offset: int) -> bool:
        """Say whether there is something from an offset on.

        Of what cannot be read again, it is whether there is something left.
        """
        if self.size is not None:
            return offset < self.size
        self._ahead = self.read(1)
        return bool(self._ahead)

    def read(self, size: int) -> bytes:
        """Return the next bytes, at most so many; none at the end."""
        if self._ahead or not size:
            ahead, self._ahead = self._ahead[:size], self._ahead[size:]
            return ahead
        try:
            return _bytes_of(self._file.read(size))
        except Exception as error:
            # The HTTP library takes errors of the operating system for its own.
            self.failure = error
            raise

    def seek(self, offset: int) -> None:
        """Go back to so many bytes from the start, where that can be done."""
        if self.failure is not None:
            raise self.failure
        self._file.seek((self._start or 0) + offset)


class Stream:
    """What a source has still to give, as the body of one request.

    The HTTP library iterates over it. It sends it in chunks, once.

    :param limit: how many bytes to take at most; ``None`` for all.
    """

    def __init__(self, source: Source, limit: int | None = None) -> None:
        self._source = source
        self._limit = limit
        self._begin()

    def _begin(self) -> None:
        #: How many bytes were read.
        self.sent = 0
        self._md5 = hashlib.md5(usedforsecurity=False)

    def __iter__(self) -> Iterator[bytes]:
        while piece := self._source.read(self._wanted()):
            self.sent += len(piece)
            self._md5.update(piece)
            yield piece

    def _wanted(self) -> int:
        return PIECE if self._limit is None else min(PIECE, self._limit - self.sent)

    @property
    def md5(self) -> str:
        """The checksum of what was read, in hexadecimal."""
        return self._md5.hexdigest()


class Window(Stream):
    """A stretch of a source that can be read again, as the body of one request.

    The HTTP library finds its length, and goes back in it to send it again.

    :param offset: where in the source it starts.
    :param size: how many bytes it has.
    """

    def __init__(self, source: Source, offset: int, size: int) -> None:
        super().__init__(source, size)
        self._offset = offset
        #: The length, where the HTTP library looks for it.
        self.len = size
        self.seek(0)

    def __iter__(self) -> Iterator[bytes]:
        yield from super().__iter__()
        if self.sent < self.len:
            self._source.failure = InvalidArgument(
                f"What is uploaded ended after {self._offset + self.sent} bytes, and"
                " had more when that began: it was changed meanwhile. This upload"
                " stored nothing."
            )
            raise self._source.failure

    def tell(self) -> int:
        """Return how far it was read."""
        return self.sent

    def seek(self, offset: int) -> None:
        """Go back to its start."""
        self._source.seek(self._offset + offset)
        self._begin()


class _Pieces:
    """Reads pieces as if they were a file."""

    def __init__(self, pieces: Iterable[bytes]) -> None:
        self._pieces = iter(pieces)
        self._rest = b""
        self._at = 0

    def read(self, size: int) -> bytes:
        while self._at >= len(self._rest):
            piece = next(self._pieces, None)
            if piece is None:
                return b""
            self._rest, self._at = _bytes_of(piece), 0
        start, self._at = self._at, self._at + size
        return self._rest[start : self._at]


def _bytes_of(piece: object) -> bytes:
    if isinstance(piece, Buffer):
        return bytes(piece)
    raise InvalidArgument(
        "What is uploaded must be bytes, and there came a"
        f" {type(piece).__name__!r}. Was the file opened in binary mode?"
    )


def _file_of(data: Any) -> Any:
    """Return something to read bytes from.

    :raises InvalidArgument: there is no such thing.
    """
    if isinstance(data, io.TextIOBase):
        raise InvalidArgument(
            "The file to upload is open as text: open it in binary mode, 'rb'."
        )
    if hasattr(data, "read"):
        return data
    if hasattr(data, "__iter__") and not hasattr(data, "keys"):
        return _Pieces(data)
    raise InvalidArgument(
        f"A {type(data).__name__!r} cannot be uploaded: give bytes, text, a file"
        " opened in binary mode or pieces of bytes; or the name of a file, as"
        " `filename`."
    )


def _position(file: Any) -> int | None:
    """Return where a file is read next, if it can be read again from there."""
    seekable = getattr(file, "seekable", None)
    if seekable is None or not seekable():
        return None
    return int(file.tell())
