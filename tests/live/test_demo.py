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
    from collections.abc import Iterator

DEMO = Path(__file__).parents[2] / "examples/demo.py"

#: More than a loaded machine takes, in seconds.
PATIENCE = 180

pytestmark = [pytest.mark.live, pytest.mark.slow]


@pytest.fixture
def demo(tmp_path: Path) -> Iterator[subprocess.Popen[str]]:
    """Start the demo, with all that is temporary below one folder."""
    process = subprocess.Popen(
        [sys.executable, "-u", DEMO],
        cwd=tmp_path,
        env={**os.environ, "TMPDIR": str(tmp_path)},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    with process:
        yield process
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


def test_demo(demo: subprocess.Popen[str], tmp_path: Path) -> None:
    said, _ = demo.communicate(timeout=PATIENCE)
    words = " ".join(said.split())

    assert demo.returncode == 0, said
    assert 'openstack.connect(cloud="nimbus") nimbus.connection.Connection' in words
    assert "conn.object_store nimbus.object_store.NimbusObjectStorage" in words
    assert "conn.compute openstack.compute.Compute" in words
    assert "Nimbus.ObjectStorage nimbus.object_store.NimbusObjectStorage" in words
    assert "create_container blah, paid by marketing" in words
    assert "upload_object hello.txt, 13 bytes" in words
    assert "objects hello.txt" in words
    assert "download_object Hello, cloud!" in words
    assert "GET …/blah/hello.txt 200, Hello, cloud!" in words
    assert said.splitlines()[-1].endswith("Nothing is left behind.")
    assert left_behind(tmp_path) == []


@pytest.mark.parametrize("moment", ["starting Swift", "… $ pip install ./nimbus-sdk"])
def test_demo__ctrl_c(moment: str, demo: subprocess.Popen[str], tmp_path: Path) -> None:
    """Wherever it is, everything ends, and the exit status tells."""
    assert demo.stdout is not None
    for line in demo.stdout:
        if line.strip() == moment:
            demo.send_signal(signal.SIGINT)
            break

    said, _ = demo.communicate(timeout=PATIENCE)

    assert demo.returncode == 128 + signal.SIGINT
    assert said.splitlines()[-1] == "Stopped. Nothing is left behind."
    assert left_behind(tmp_path) == []
