"""The command ``stackbase localcloud``."""

from __future__ import annotations

import argparse
import contextlib
import math
import os
import shlex
import shutil
import signal
import subprocess
import sys
import time
from typing import TYPE_CHECKING, NoReturn

from rich.console import Console

from openstack.localcloud.cloud import LocalCloud
from openstack.localcloud.errors import LocalCloudError
from openstack.localcloud.plan import HOST

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Mapping, Sequence
    from types import FrameType

    from openstack.localcloud.cloud import RunningCloud

#: What a shell adds to the number of the signal that ended a command.
_BY_SIGNAL = 128

#: How often it is looked whether the servers still run, in seconds.
_INTERVAL = 1

_RUNNING = """\
Keystone and Swift run on this machine. To use them from another terminal:

{exports}

The file has the clouds localcloud, localcloud-alt and localcloud-admin.
Ctrl-C ends them, and leaves nothing behind.
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add what the command takes."""
    parser.add_argument(
        "--start-timeout",
        type=_seconds,
        default=60.0,
        metavar="SECONDS",
        help="give up when the servers do not answer by then (default: 60)",
    )
    parser.add_argument(
        "--run",
        dest="program",
        nargs=argparse.REMAINDER,
        metavar="COMMAND",
        help="run COMMAND, with all that follows, on the cloud; end with its status",
    )


def run(arguments: argparse.Namespace) -> int:
    """Run a cloud until Ctrl-C, or for as long as a command takes.

    :raises LocalCloudError: when the command cannot be run, or the cloud fails.
    """
    program: list[str] | None = arguments.program
    if program is not None:
        _require(program)
    with _on(signal.SIGTERM, _exit), contextlib.ExitStack() as stack:
        local_cloud, cloud = _start(stack, start_timeout=arguments.start_timeout)
        if program is None:
            return _stay(local_cloud, cloud)
        return _run(program, environment(cloud, os.environ))


def environment(cloud: RunningCloud, outer: Mapping[str, str]) -> dict[str, str]:
    """Return an environment in which a command uses a cloud, and no other.

    :param outer: the environment otherwise.
    """
    kept = {name: outer[name] for name in outer if not name.startswith("OS_")}
    direct = outer.get("no_proxy") or outer.get("NO_PROXY")
    direct = f"{direct},{HOST}" if direct else HOST
    return {**kept, "no_proxy": direct, "NO_PROXY": direct, **cloud.environment()}


def _seconds(text: str) -> float:
    with contextlib.suppress(ValueError):
        if 0 < float(text) < math.inf:
            return float(text)
    raise argparse.ArgumentTypeError(f"{text!r} is not a number of seconds")


def _require(program: Sequence[str]) -> None:
    if not program:
        raise LocalCloudError("--run needs a command to run.")
    if shutil.which(program[0]) is None:
        raise LocalCloudError(f"There is no command {program[0]!r} to run.")


def _start(
    stack: contextlib.ExitStack, *, start_timeout: float
) -> tuple[LocalCloud, RunningCloud]:
    """Start a cloud that ends with the stack, and show how far it is."""
    console = Console(stderr=True, highlight=False)
    with contextlib.ExitStack() as shown:
        progress: Callable[[str], None] = console.print
        if console.is_terminal:
            progress = shown.enter_context(console.status("")).update
        local_cloud = LocalCloud(progress=progress, start_timeout=start_timeout)
        return local_cloud, stack.enter_context(local_cloud)


def _stay(local_cloud: LocalCloud, cloud: RunningCloud) -> int:
    """Say how to use the cloud, and wait for Ctrl-C."""
    exports = "\n".join(
        f"    export {name}={shlex.quote(value)}"
        for name, value in cloud.environment().items()
    )
    sys.stdout.write(_RUNNING.format(exports=exports))
    sys.stdout.flush()
    with contextlib.suppress(KeyboardInterrupt):
        while True:
            time.sleep(_INTERVAL)
            local_cloud.check()
    return 0


def _run(program: Sequence[str], env: Mapping[str, str]) -> int:
    """Run a program to its end, and return its status as a shell would."""
    try:
        process = subprocess.Popen(program, env=env)
    except OSError as error:
        raise LocalCloudError(
            f"{program[0]} cannot be run: {error.strerror}."
        ) from error

    def end(_number: int, _frame: FrameType | None) -> None:
        process.terminate()

    try:
        with _on(signal.SIGINT, _leave_alone), _on(signal.SIGTERM, end):
            status = process.wait()
    finally:
        process.terminate()
        process.wait()
    return status if status >= 0 else _BY_SIGNAL - status


@contextlib.contextmanager
def _on(
    number: int, handler: Callable[[int, FrameType | None], object]
) -> Generator[None]:
    """Handle a signal while the block runs."""
    before = signal.signal(number, handler)
    try:
        yield
    finally:
        signal.signal(number, before)


def _exit(number: int, _frame: FrameType | None) -> NoReturn:
    raise SystemExit(_BY_SIGNAL + number)


def _leave_alone(_number: int, _frame: FrameType | None) -> None:
    """Leave Ctrl-C to the command, which the terminal sends it as well."""
