"""The main job, end to end, as `make demo` runs it."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Generator

DEMO = Path(__file__).parents[2] / "examples/demo.py"

#: More than a loaded machine takes, in seconds.
PATIENCE = 180

pytestmark = [pytest.mark.live, pytest.mark.slow]


@contextlib.contextmanager
def demo(place: Path, **variables: str) -> Generator[subprocess.Popen[str]]:
    """Start the demo, with all that is temporary below one folder."""
    process = subprocess.Popen(
        [sys.executable, "-u", DEMO],
        env={**os.environ, "TMPDIR": str(place), **variables},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    with process:
        try:
            yield process
        finally:
            process.kill()


def left_behind(place: Path) -> list[str]:
    """List what is still there: files, and processes that work on them."""
    found = [str(path) for path in place.iterdir()]
    for file in Path("/proc").glob("[0-9]*/cmdline"):
        # It may end while we look at it.
        with contextlib.suppress(OSError):
            command = file.read_text(errors="replace").replace("\0", " ")
            found += [command] if str(place) in command else []
    return found


def test_demo(tmp_path: Path) -> None:
    with demo(tmp_path) as started:
        said, _ = started.communicate(timeout=PATIENCE)
    words = " ".join(said.split())

    assert started.returncode == 0, said
    assert 'openstack.connect(cloud="nimbus") nimbus.connection.Connection' in words
    assert "conn.object_store nimbus.object_store.NimbusObjectStorage" in words
    assert "conn.compute openstack.compute.Compute" in words
    assert "Nimbus.ObjectStorage nimbus.object_store.NimbusObjectStorage" in words
    assert "create_container blah, paid by marketing" in words
    assert "upload_object hello.txt, 13 bytes" in words
    assert "objects hello.txt" in words
    assert "download_object Hello, cloud!" in words
    assert "GET …/blah/hello.txt 200, Hello, cloud!" in words
    assert said.endswith(" seconds. Nothing is left behind.\n")
    assert left_behind(tmp_path) == []


@pytest.mark.parametrize("moment", ["starting Swift", "… $ pip install ./nimbus-sdk"])
def test_demo__ctrl_c(moment: str, tmp_path: Path) -> None:
    """Wherever it is, everything ends, and the exit status tells."""
    with demo(tmp_path) as started:
        assert started.stdout is not None
        while started.stdout.readline().strip() != moment:
            assert started.poll() is None
        started.send_signal(signal.SIGINT)
        said, _ = started.communicate(timeout=PATIENCE)

    assert started.returncode == 128 + signal.SIGINT
    assert said.endswith("\nStopped. Nothing is left behind.\n")
    assert left_behind(tmp_path) == []


def test_demo__failure(tmp_path: Path) -> None:
    """It says what a command said, and cleans up as well."""
    place, packages = tmp_path / "place", tmp_path / "packages"
    place.mkdir()
    (packages / "nimbus").mkdir(parents=True)
    (packages / "nimbus/__init__.py").touch()

    with demo(place, PYTHONPATH=str(packages)) as started:
        said, _ = started.communicate(timeout=PATIENCE)

    assert started.returncode == 1
    assert "ended with status 1.\nstackbase: The package cannot be called 'nimbus'" in (
        said
    )
    assert left_behind(place) == []
