from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from openstack.localcloud import LocalCloudError, packages, process
from openstack.localcloud.plan import Plan

if TYPE_CHECKING:
    from pathlib import Path

#: More than a loaded machine takes to start or end a process, in seconds.
PATIENCE = 60


def ended(log: Path, program: str = "raise SystemExit(3)") -> process.Server:
    """Return a server that has ended."""
    with subprocess.Popen([sys.executable, "-c", program]) as started:
        started.wait(PATIENCE)
    return process.Server(title="Swift", log=log, process=started)


def test_check__ended(tmp_path: Path) -> None:
    with pytest.raises(LocalCloudError) as caught:
        ended(tmp_path / "log").check()

    assert str(caught.value) == (
        "Swift ended with status 3.\n"
        "Its log is empty.\n"
        f"With {packages.installed_versions()}. The versions that work together are"
        ' installed by pip install "stackbase[localcloud]"'
    )


def test_check__ended_by_signal(tmp_path: Path) -> None:
    server = ended(tmp_path / "log", "import os; os.kill(os.getpid(), 9)")

    with pytest.raises(LocalCloudError, match=r"^Swift ended by signal 9 \(Killed\)\."):
        server.check()


def test_failure__end_of_log(tmp_path: Path) -> None:
    """The last lines are shown, also when they are no text."""
    log = tmp_path / "log"
    log.write_bytes(b"".join(b"line %d\n" % number for number in range(100)) + b"\xff")

    lines = str(ended(log).failure("Swift hung up.")).splitlines()

    assert lines[:3] == ["Swift hung up.", "The end of its log:", "    line 86"]
    assert lines[-3:-1] == ["    line 99", "    \N{REPLACEMENT CHARACTER}"]


def test_listen__any_free_port() -> None:
    with process.listen() as one, process.listen() as other:
        assert one.getsockname()[1] != other.getsockname()[1]


def test_running__no_such_server(tmp_path: Path) -> None:
    """The parent learns what the server said last."""
    plan = Plan.draw(keystone_port=1, swift_port=2)

    with (
        process.listen() as listener,
        process.running(
            "nonesuch",
            title="Nonesuch",
            directory=tmp_path,
            listener=listener,
            plan=plan,
        ) as server,
        pytest.raises(LocalCloudError) as caught,
    ):
        server.check(patience=PATIENCE)

    said = str(caught.value)
    assert said.startswith("Nonesuch ended with status 1.\nThe end of its log:\n")
    assert "No module named 'openstack.localcloud.servers.nonesuch'" in said
