"""The main job, from nothing: make a vendor's SDK, and use it on a real cloud.

``make demo`` runs it. Everything is made in one temporary directory, and goes with
it: at the end, after a failure, and after Ctrl-C.
"""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import yaml
from rich.console import Console

from openstack.errors import OpenStackError
from openstack.localcloud import LocalCloud
from openstack.localcloud.command import environment

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Mapping
    from types import FrameType

    from openstack.localcloud import RunningCloud

QUICKSTART = Path(__file__).with_name("quickstart.py")
SIGNALS = (signal.SIGINT, signal.SIGTERM)

console = Console(highlight=False, soft_wrap=True)


class CommandFailed(Exception):
    """A command ended with another status than 0."""


def main() -> int:
    """Run the demo, and return its exit status."""
    for number in SIGNALS:
        signal.signal(number, stop)
    started = time.monotonic()
    try:
        with undisturbed():
            directory = tempfile.TemporaryDirectory(prefix="stackbase-demo-")
        with directory as place:
            # From here on everything temporary is in there, also that of commands.
            tempfile.tempdir = os.environ["TMPDIR"] = place
            demonstrate(Path(place))
    except SystemExit as stopped:
        console.print("\nStopped. Nothing is left behind.")
        return int(stopped.code or 0)
    except (CommandFailed, OpenStackError) as error:
        console.print("\n[red]✗[/]", end=" ")
        console.print(str(error), markup=False)
        return 1
    seconds = time.monotonic() - started
    console.print(f"\nDone in {seconds:.0f} seconds. Nothing is left behind.")
    return 0


def stop(number: int, _: FrameType | None) -> NoReturn:
    """End the demo, wherever it is; from then on, nothing disturbs the cleaning up."""
    for each in SIGNALS:
        signal.signal(each, signal.SIG_IGN)
    # As a shell has it: 130 for Ctrl-C.
    raise SystemExit(128 + number)


@contextlib.contextmanager
def undisturbed() -> Generator[None]:
    """Let signals wait, so that what is begun here is known to who must end it."""
    signal.pthread_sigmask(signal.SIG_BLOCK, SIGNALS)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, SIGNALS)


def demonstrate(place: Path) -> None:
    """Do the main job.

    :param place: the directory for everything.
    """
    project, packages = place / "nimbus-sdk", place / "site-packages"
    console.print("[bold]A vendor's SDK, made and used on a real cloud[/]\n")
    with contextlib.ExitStack() as stack:
        with step("A real Keystone and a real Swift run on this machine") as tell:
            cloud = stack.enter_context(LocalCloud(progress=tell))
        with step("$ stackbase new Nimbus --services object_store"):
            new = ["openstack", "new", "Nimbus", "--services", "object_store"]
            run_module(*new, "--output", str(project))
        with step("$ pip install ./nimbus-sdk"):
            install(project, packages)
        with step("clouds.yaml has a cloud nimbus, with `vendor: nimbus`"):
            clouds_yaml = write_clouds_yaml(place, cloud)
        console.print("  $ python examples/quickstart.py\n")
        variables = {
            "OS_CLIENT_CONFIG_FILE": str(clouds_yaml),
            "OS_CLOUD": "nimbus",
            "PYTHONPATH": str(packages),
        }
        run([str(QUICKSTART)], env={**environment(cloud, os.environ), **variables})


def install(project: Path, packages: Path) -> None:
    """Install the project where nothing else is, so that no environment changes.

    All that it needs is there: neither a network nor a package index is asked.
    """
    pip = ["pip", "--isolated", "--disable-pip-version-check", "install"]
    offline = ["--no-index", "--no-deps", "--no-build-isolation"]
    run_module(*pip, *offline, "--target", str(packages), str(project))


def write_clouds_yaml(place: Path, cloud: RunningCloud) -> Path:
    """Write the configuration of a user of Nimbus, which only they may read."""
    clouds = yaml.safe_load(cloud.clouds_yaml.read_text())["clouds"]
    path = place / "clouds.yaml"
    path.touch(mode=0o600)
    nimbus = {"vendor": "nimbus", **clouds["localcloud"]}
    path.write_text(yaml.safe_dump({"clouds": {"nimbus": nimbus}}, sort_keys=False))
    return path


@contextlib.contextmanager
def step(title: str) -> Generator[Callable[[str], None]]:
    """Show that something is done, and then how long it took."""
    started = time.monotonic()
    if console.is_terminal:
        with console.status(title) as status:
            yield lambda what: status.update(f"{title} [dim]{what}[/]")
    else:
        console.print(f"… {title}")
        yield lambda what: console.print(f"  {what}")
    console.print(f"[green]✓[/] {title}  [dim]{time.monotonic() - started:.1f} s[/]")


def run_module(*command: str) -> None:
    """Run a Python module; what it says is only shown when it fails."""
    run(["-m", *command], env=os.environ, stdout=subprocess.PIPE)


def run(
    arguments: list[str], *, env: Mapping[str, str], stdout: int | None = None
) -> None:
    """Run Python.

    :raises CommandFailed: it ended with another status than 0.
    """
    process: subprocess.Popen[str] | None = None
    try:
        with undisturbed():
            process = subprocess.Popen(  # noqa: S603 - what runs is named above
                [sys.executable, *arguments],
                env=env,
                stdout=stdout,
                stderr=subprocess.STDOUT if stdout else None,
                text=True,
                # Ctrl-C in a terminal is for this process, which then ends that one.
                start_new_session=True,
            )
        said, _ = process.communicate()
    except BaseException:
        if process:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
        raise
    if process.returncode:
        command = " ".join(["python", *arguments])
        raise CommandFailed(
            f"{command} ended with status {process.returncode}.\n{said or ''}".strip()
        )


if __name__ == "__main__":
    sys.exit(main())
