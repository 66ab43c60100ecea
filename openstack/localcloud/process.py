"""The servers, each in a process of its own, as their parent sees them."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import sys
from pathlib import Path
from typing import IO, TYPE_CHECKING, cast

import attrs

from openstack.localcloud import packages
from openstack.localcloud.errors import LocalCloudError
from openstack.localcloud.plan import HOST

if TYPE_CHECKING:
    from collections.abc import Generator

    from openstack.localcloud.plan import Plan

#: A server that has no parent left ends within the blink of an eye.
_STOP_TIMEOUT = 10

#: What Keystone and Swift are warned of is no news to whoever uses them here, and
#: what lies in the current directory is no module of theirs.
_PYTHON = (sys.executable, "-W", "ignore", "-P")

#: How many lines of a log say what was wrong.
_TAIL = 15


@attrs.frozen(kw_only=True, eq=False)
class Server:
    """A server in a process of its own."""

    #: The name people know it by.
    title: str
    #: Everything it says.
    log: Path
    #: Its process.
    process: subprocess.Popen[bytes]

    def check(self, *, patience: float = 0) -> None:
        """Make sure that the server still runs.

        :param patience: for how many seconds it may still end.
        :raises LocalCloudError: when it has ended.
        """
        try:
            status = self.process.wait(patience)
        except subprocess.TimeoutExpired:
            return
        raise self.failure(f"{self.title} ended {_how(status)}.")

    def failure(self, sentence: str) -> LocalCloudError:
        """Return the error that says what is wrong, and what the log says of it."""
        text = self.log.read_text(errors="replace") if self.log.exists() else ""
        lines = [f"    {line}" for line in text.splitlines()[-_TAIL:]]
        said = ["The end of its log:", *lines] if lines else ["Its log is empty."]
        advice = (
            f"With {packages.installed_versions()}. The versions that work together"
            f" are installed by {packages.INSTALL}"
        )
        return LocalCloudError("\n".join([sentence, *said, advice]))


def _how(status: int) -> str:
    if status < 0:
        return f"by signal {-status} ({signal.strsignal(-status)})"
    return f"with status {status}"


def listen() -> socket.socket:
    """Return a socket that listens on a free port.

    Whoever connects waits until a server accepts. So there is nobody who could take
    the port in the meantime, and no need to ask again and again.
    """
    listener = socket.socket()
    try:
        listener.bind((HOST, 0))
        listener.listen(128)
    except BaseException:
        listener.close()
        raise
    return listener


@contextlib.contextmanager
def running(
    name: str, *, title: str, directory: Path, listener: socket.socket, plan: Plan
) -> Generator[Server]:
    """Run a server.

    :param name: the module in :mod:`openstack.localcloud.servers`.
    :param directory: where the cloud keeps everything.
    :param listener: what it accepts connections from.
    """
    log = directory / f"{name}.log"
    arguments = [name, str(directory), str(listener.fileno())]
    with log.open("wb") as output:
        process = subprocess.Popen(
            [*_PYTHON, "-m", "openstack.localcloud.servers", *arguments],
            bufsize=0,
            stdin=subprocess.PIPE,
            stdout=output,
            stderr=output,
            env=_environment(directory),
            pass_fds=[listener.fileno()],
            # Ctrl-C in a terminal is for the parent, which then ends its servers.
            start_new_session=True,
        )
    # The server ends when this closes, and so it does when this process ends.
    pipe = cast("IO[bytes]", process.stdin)
    try:
        # A server that ended at once is found out by who waits for its answer.
        with contextlib.suppress(BrokenPipeError):
            pipe.write(plan.to_json().encode())
        yield Server(title=title, log=log, process=process)
    finally:
        pipe.close()
        _await_end(process)


def _environment(directory: Path) -> dict[str, str]:
    """Return the environment of a server, which takes nothing from a real cloud's."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith("OS_") and not name.lower().endswith("_proxy")
    }
    return kept | {
        # What eventlet brings to resolve names takes long to import, and is not used.
        "EVENTLET_NO_GREENDNS": "yes",
        # Otherwise stevedore leaves a file in the home of the user.
        "XDG_CACHE_HOME": str(directory / "cache"),
        "TZ": "UTC",
    }


def _await_end(process: subprocess.Popen[bytes]) -> None:
    try:
        process.wait(_STOP_TIMEOUT)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
