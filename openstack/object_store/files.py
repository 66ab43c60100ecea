"""Files that downloads go to: whole in the end, or as they were."""

from __future__ import annotations

import contextlib
import errno
import io
import os
import secrets
import stat
from collections.abc import Callable, Generator
from os import PathLike
from pathlib import Path
from typing import IO, Any, TypeAlias

from openstack.errors import InvalidArgument

#: Where a download goes: the name of a file, or a file opened in binary mode.
Outfile: TypeAlias = str | PathLike[str] | IO[bytes]

#: Writes all of some bytes.
Write: TypeAlias = Callable[[bytes], None]


@contextlib.contextmanager
def written(outfile: Outfile) -> Generator[Write]:
    """Open where a download goes; what is yielded writes there.

    A file that is named has its new content when the block ends well, and its old one
    until then, or for good.

    :raises InvalidArgument: it is open as text.
    :raises OSError: it cannot be written, or is a directory.
    """
    if not isinstance(outfile, (str, PathLike)):
        with _given(outfile) as write:
            yield write
        return
    # What a link leads to is replaced, and not the link.
    path = Path(outfile).resolve()
    if path.is_dir():
        reason = os.strerror(errno.EISDIR)
        raise IsADirectoryError(errno.EISDIR, reason, str(path))
    # A device or a pipe cannot be replaced.
    special = path.exists() and not path.is_file()
    with _special(path) if special else _replaced(path) as write:
        yield write


@contextlib.contextmanager
def _given(file: Any) -> Generator[Write]:
    if isinstance(file, io.TextIOBase):
        raise InvalidArgument(
            "The file to download to is open as text: open it in binary mode, 'wb'."
        )
    yield _writer(file)
    if hasattr(file, "flush"):
        file.flush()


@contextlib.contextmanager
def _special(path: Path) -> Generator[Write]:
    with path.open("wb", buffering=0) as file:
        yield _writer(file, path)


@contextlib.contextmanager
def _replaced(path: Path) -> Generator[Write]:
    partial = path.with_name(f".{secrets.token_hex(8)}.part")
    try:
        with _open_new(partial, path) as file:
            # Who could not read the old content shall not read the new one.
            with contextlib.suppress(FileNotFoundError):
                partial.chmod(stat.S_IMODE(path.stat().st_mode))
            yield _writer(file, path)
        partial.replace(path)
    finally:
        partial.unlink(missing_ok=True)


def _open_new(partial: Path, path: Path) -> IO[bytes]:
    with _naming(path):
        return partial.open("xb", buffering=0)


def _writer(file: Any, path: Path | None = None) -> Write:
    def write(piece: bytes) -> None:
        rest = memoryview(piece)
        while rest:
            with _naming(path):
                taken = file.write(rest)
            # What has no buffer may take a part of it.
            rest = rest[len(rest) if taken is None else taken :]

    return write


@contextlib.contextmanager
def _naming(path: Path | None) -> Generator[None]:
    """Name the file that was asked for in an error of the operating system."""
    try:
        yield
    except OSError as error:
        if path is None:
            raise
        raise OSError(error.errno, error.strerror, str(path)) from None
