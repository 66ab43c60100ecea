"""Ends a server together with its parent, and cleans up after the last one."""

from __future__ import annotations

import fcntl
import os
import sys
import threading
from select import select
from typing import TYPE_CHECKING, NoReturn

if TYPE_CHECKING:
    from pathlib import Path

#: How often it is looked whether the parent is still there, in seconds.
_INTERVAL = 2

_REMOVE = "import shutil, sys; shutil.rmtree(sys.argv[1], ignore_errors=True)"


def hold(directory: Path) -> bytes:
    """Return the first line of standard input, and end this process at its end.

    The parent has the other end of the pipe, which closes when it lets go or dies.
    Linux could send a signal instead (``PR_SET_PDEATHSIG``), but sends it already
    when the *thread* ends that started the server.

    :param directory: what is removed when its last server ends.
    """
    parent = os.getppid()
    # Shared with the other servers of the directory, as long as this one lives.
    lock = os.open(directory / "lock", os.O_RDWR | os.O_CREAT, 0o600)
    fcntl.flock(lock, fcntl.LOCK_SH)
    line = sys.stdin.buffer.readline()
    if not line:
        _end(directory, lock)
    threading.Thread(target=_watch, args=(parent, directory, lock), daemon=True).start()
    return line


def _watch(parent: int, directory: Path, lock: int) -> None:
    # A process that the parent forked may hold the pipe open after the parent died.
    while os.getppid() == parent and not select([sys.stdin], [], [], _INTERVAL)[0]:
        pass
    _end(directory, lock)


def _end(directory: Path, lock: int) -> NoReturn:
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        # Not the last one. This also gave up the lock, so the last one will know.
        os._exit(0)
    # In place of this program, so that no thread of it puts a file back meanwhile.
    command = [sys.executable, "-I", "-S", "-c", _REMOVE, str(directory)]
    os.execv(command[0], command)  # noqa: S606 - this very interpreter
