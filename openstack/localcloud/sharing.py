"""One cloud for several processes, such as the workers of pytest-xdist."""

from __future__ import annotations

import contextlib
import fcntl
import json
import time
from pathlib import Path
from typing import IO, TYPE_CHECKING

from openstack.localcloud.cloud import LocalCloud, RunningCloud

if TYPE_CHECKING:
    from collections.abc import Generator

#: How often it is looked whether the others are still there, in seconds.
_INTERVAL = 0.2


@contextlib.contextmanager
def shared_cloud(directory: Path) -> Generator[RunningCloud]:
    """Use the cloud of all processes that name the same directory.

    The first of them starts it, and ends it when no other uses it any more.

    :param directory: where they meet.
    """
    state = directory / "localcloud.json"
    with (
        (directory / "localcloud.lock").open("w") as entrance,
        (directory / "localcloud.users").open("w") as users,
        contextlib.ExitStack() as stack,
    ):
        with _locked(entrance):
            cloud = _running(state)
            if started := cloud is None:
                cloud = stack.enter_context(LocalCloud())
                _announce(cloud, state)
            fcntl.flock(users, fcntl.LOCK_SH)
        try:
            yield cloud
        finally:
            fcntl.flock(users, fcntl.LOCK_UN)
            if started:
                _end(stack, state=state, entrance=entrance, users=users)


@contextlib.contextmanager
def _locked(file: IO[str]) -> Generator[None]:
    fcntl.flock(file, fcntl.LOCK_EX)
    try:
        yield
    finally:
        fcntl.flock(file, fcntl.LOCK_UN)


def _announce(cloud: RunningCloud, state: Path) -> None:
    said = {"directory": str(cloud.directory), "auth_url": cloud.auth_url}
    state.write_text(json.dumps(said))


def _running(state: Path) -> RunningCloud | None:
    """Return the cloud that was announced, if it still runs."""
    if not state.exists():
        return None
    said = json.loads(state.read_text())
    cloud = RunningCloud(directory=Path(said["directory"]), auth_url=said["auth_url"])
    # Who started it may have been killed, and then the cloud is gone.
    return cloud if cloud.clouds_yaml.exists() else None


def _end(
    stack: contextlib.ExitStack, *, state: Path, entrance: IO[str], users: IO[str]
) -> None:
    """End the cloud as soon as nobody uses it, while nobody can come in."""
    while True:
        with _locked(entrance), contextlib.suppress(BlockingIOError):
            fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
            state.unlink()
            stack.close()
            return
        time.sleep(_INTERVAL)
