"""Each server here is a process that holds on to its parent and does nothing."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

#: More than a loaded machine takes to start or end a process, in seconds.
PATIENCE = 60

SERVER = """
import sys, time
from pathlib import Path
from openstack.localcloud.servers import lifeline
print(lifeline.hold(Path(sys.argv[1])).decode(), end="", flush=True)
time.sleep(600)
"""

#: Starts a server and a fork of itself, which holds the same pipe, and is killed.
PARENT = """
import os, signal, subprocess, sys, time
server = subprocess.Popen(sys.argv[1:], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
server.stdin.write(b"plan\\n")
server.stdin.flush()
server.stdout.readline()
fork = os.fork()
if not fork:
    os.close(1)
    time.sleep(600)
print(fork, flush=True)
os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.fixture
def directory(tmp_path: Path) -> Path:
    """Give a directory that is not empty."""
    found = tmp_path / "cloud"
    (found / "swift").mkdir(parents=True)
    (found / "swift" / "object").touch()
    return found


def command(directory: Path) -> list[str]:
    """Return how a server is run."""
    return [sys.executable, "-c", SERVER, str(directory)]


def start(directory: Path) -> subprocess.Popen[bytes]:
    """Start a server, and wait until it knows the plan."""
    server = subprocess.Popen(
        command(directory), stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    assert server.stdin
    assert server.stdout
    server.stdin.write(b"plan\n")
    server.stdin.flush()
    assert server.stdout.readline() == b"plan\n"
    return server


def let_go(server: subprocess.Popen[bytes]) -> int:
    """Close the pipe to a server, and return its status when it has ended."""
    server.communicate(timeout=PATIENCE)
    return server.returncode


def test_hold__the_last_cleans_up(directory: Path) -> None:
    servers = [start(directory) for _ in range(3)]

    assert [let_go(server) for server in servers[:2]] == [0, 0]
    assert (directory / "swift" / "object").exists()
    assert let_go(servers[2]) == 0
    assert not directory.exists()


def test_hold__all_at_once(directory: Path) -> None:
    """One of them is the last, whatever the order."""
    servers = [start(directory) for _ in range(3)]
    for server in servers:
        assert server.stdin
        server.stdin.close()
        server.stdin = None

    assert [let_go(server) for server in servers] == [0, 0, 0]
    assert not directory.exists()


def test_hold__another_was_killed(directory: Path) -> None:
    """Whoever was killed is not waited for."""
    killed, other = start(directory), start(directory)
    killed.kill()

    assert let_go(killed) == -signal.SIGKILL
    assert let_go(other) == 0
    assert not directory.exists()


def test_hold__no_plan_came(directory: Path) -> None:
    """The parent ended before it could say anything."""
    done = subprocess.run(
        command(directory), stdin=subprocess.DEVNULL, timeout=PATIENCE, check=True
    )

    assert done.returncode == 0
    assert not directory.exists()


def test_hold__a_fork_of_the_parent_remains(directory: Path) -> None:
    """The pipe is still open, but the parent is gone."""
    parent = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", PARENT, *command(directory)],
        stdout=subprocess.PIPE,
        timeout=PATIENCE,
        check=False,
    )
    fork = int(parent.stdout)
    try:
        end = time.monotonic() + PATIENCE
        while directory.exists() and time.monotonic() < end:
            time.sleep(0.1)
        assert not directory.exists()
    finally:
        os.kill(fork, signal.SIGKILL)
