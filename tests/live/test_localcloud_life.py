"""How a cloud on this machine starts and ends. Each time takes seconds."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import requests
import yaml
from keystoneauth1.identity import v3
from keystoneauth1.session import Session

from openstack.localcloud import LocalCloud, LocalCloudError, RunningCloud

if TYPE_CHECKING:
    from collections.abc import Callable, Generator

pytestmark = [pytest.mark.live, pytest.mark.slow]

#: More than a loaded machine takes to start or end a cloud, in seconds.
PATIENCE = 120

COMMAND = [sys.executable, "-m", "openstack.localcloud"]


def containers(cloud: RunningCloud, new: str) -> str:
    """Create a container, and return the names of all."""
    clouds = yaml.safe_load(cloud.clouds_yaml.read_text())["clouds"]
    with requests.Session() as http:
        auth = v3.Password(**clouds["localcloud"]["auth"])
        session = Session(auth=auth, session=http)
        storage = {"service_type": "object-store"}
        session.put(f"/{new}", endpoint_filter=storage)
        return session.get("", endpoint_filter=storage).text


def comes_true(condition: Callable[[], bool], seconds: float = PATIENCE) -> bool:
    """Say whether a condition comes true in time."""
    end = time.monotonic() + seconds
    while not (true := condition()) and time.monotonic() < end:
        time.sleep(0.05)
    return true


def processes(place: Path) -> dict[int, str]:
    """Return the servers that work in a place, with the command of each."""
    found: dict[int, str] = {}
    for file in Path("/proc").glob("[0-9]*/cmdline"):
        # It may end while we look at it.
        with contextlib.suppress(OSError):
            command = file.read_text(errors="replace").replace("\0", " ")
            if str(place) in command:
                found[int(file.parent.name)] = command
    return found


def is_gone(cloud: RunningCloud) -> bool:
    """Say whether nothing is left of a cloud."""
    return not cloud.directory.exists() and not processes(cloud.directory)


def test_local_cloud__two_at_once() -> None:
    with LocalCloud() as one, LocalCloud() as other:
        assert containers(one, new="mine") == "mine\n"
        assert containers(other, new="yours") == "yours\n"
    assert is_gone(one)
    assert is_gone(other)


def test_local_cloud__the_block_fails() -> None:
    clouds: list[RunningCloud] = []
    with contextlib.suppress(KeyboardInterrupt), LocalCloud() as cloud:
        clouds.append(cloud)
        raise KeyboardInterrupt

    assert is_gone(clouds[0])


def test_local_cloud__started_by_a_thread() -> None:
    """It outlives the thread that started it."""
    local_cloud = LocalCloud()
    clouds: list[RunningCloud] = []
    thread = threading.Thread(target=lambda: clouds.append(local_cloud.__enter__()))
    thread.start()
    thread.join()
    try:
        local_cloud.check()

        assert containers(clouds[0], new="mine") == "mine\n"
    finally:
        local_cloud.__exit__(None, None, None)

    assert is_gone(clouds[0])


def test_local_cloud__progress() -> None:
    told: list[str] = []
    with LocalCloud(progress=told.append):
        pass

    assert told == [
        "starting Keystone",
        "starting Swift",
        "waiting for Keystone",
        "waiting for Swift",
    ]


def test_local_cloud__too_slow(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It says what was waited for, what can be done, and leaves nothing behind."""
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))

    with (
        pytest.raises(LocalCloudError, match=r"^Keystone did not .+start_timeout\.\n"),
        LocalCloud(start_timeout=0.2),
    ):
        pytest.fail("It started in no time.")

    assert not list(tmp_path.iterdir())


def test_local_cloud__does_not_start(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The end of the log says why."""
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    monkeypatch.setenv("PYTHONHASHSEED", "no number")

    with (
        pytest.raises(LocalCloudError) as caught,
        LocalCloud(),
    ):
        pytest.fail("It started without Python.")

    assert str(caught.value).startswith("Keystone ended with status 1.\n")
    assert "    Fatal Python error: config_init_hash_seed: PYTHON" in str(caught.value)
    assert not list(tmp_path.iterdir())


def test_check__a_server_was_killed() -> None:
    local_cloud = LocalCloud()
    with local_cloud as cloud:
        local_cloud.check()
        (server,) = (
            pid for pid, said in processes(cloud.directory).items() if " swift " in said
        )
        os.kill(server, signal.SIGKILL)

        def is_noticed() -> bool:
            local_cloud.check()
            return False

        with pytest.raises(LocalCloudError, match=r"^Swift ended by signal 9 "):
            comes_true(is_noticed)
    assert is_gone(cloud)


def test_command__run() -> None:
    """It ends with the status of the command, which used the cloud."""
    program = """
import os, sys, yaml
from pathlib import Path
file = Path(os.environ["OS_CLIENT_CONFIG_FILE"])
auth = yaml.safe_load(file.read_text())["clouds"][os.environ["OS_CLOUD"]]["auth"]
print(file.parent, auth["auth_url"], auth["username"])
sys.exit(7)
"""
    done = subprocess.run(
        [*COMMAND, "--run", sys.executable, "-c", program],
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )
    directory, auth_url, user = done.stdout.split()

    assert done.returncode == 7
    assert user == "demo"
    assert is_gone(RunningCloud(directory=Path(directory), auth_url=auth_url))
    assert done.stderr == (
        "starting Keystone\nstarting Swift\nwaiting for Keystone\nwaiting for Swift\n"
    )


def test_command__run_ended_by_signal() -> None:
    """The status is what a shell makes of it."""
    program = "import os, signal; os.kill(os.getpid(), signal.SIGKILL)"
    done = subprocess.run(
        [*COMMAND, "--run", sys.executable, "-c", program],
        capture_output=True,
        timeout=PATIENCE,
        check=False,
    )

    assert done.returncode == 128 + signal.SIGKILL


@contextlib.contextmanager
def command(*arguments: str, place: Path) -> Generator[subprocess.Popen[str]]:
    """Run the command in the background, as the leader of a group of processes.

    :param place: where it makes the directory of the cloud.
    """
    with subprocess.Popen(
        [*COMMAND, *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**os.environ, "TMPDIR": str(place)},
        text=True,
        start_new_session=True,
    ) as started:
        try:
            yield started
        finally:
            started.kill()


def said_by(started: subprocess.Popen[str]) -> str:
    """Return the next line that a command writes."""
    assert started.stdout
    return started.stdout.readline()


def is_clean(place: Path) -> bool:
    """Say whether nothing is left in a place, and no process that works there."""
    return not list(place.iterdir()) and not processes(place)


@pytest.mark.parametrize(
    ("number", "status"),
    [
        (signal.SIGINT, 0),
        (signal.SIGTERM, 128 + signal.SIGTERM),
        (signal.SIGKILL, -signal.SIGKILL),
    ],
)
def test_command__ended(number: signal.Signals, status: int, tmp_path: Path) -> None:
    """Whatever ends it, nothing is left behind."""
    with command(place=tmp_path) as started:
        while "export OS_CLIENT_CONFIG_FILE=" not in said_by(started):
            pass
        running = processes(tmp_path)
        os.killpg(started.pid, number)

        assert started.wait(PATIENCE) == status
        assert len(running) == 2
        assert comes_true(lambda: is_clean(tmp_path))


@pytest.mark.parametrize(
    ("number", "status"),
    [
        (signal.SIGINT, 130),
        (signal.SIGTERM, 128 + signal.SIGTERM),
        (signal.SIGKILL, -signal.SIGKILL),
    ],
)
def test_command__ended_while_it_starts(
    number: signal.Signals, status: int, tmp_path: Path
) -> None:
    with command(place=tmp_path) as started:
        assert started.stderr
        while "starting Swift" not in started.stderr.readline():
            pass
        assert comes_true(lambda: len(processes(tmp_path)) == 2)
        os.killpg(started.pid, number)

        assert started.wait(PATIENCE) == status
        assert comes_true(lambda: is_clean(tmp_path))


def test_command__a_server_was_killed(tmp_path: Path) -> None:
    """It ends as well, and says which one it was."""
    with command(place=tmp_path) as started:
        while "export " not in said_by(started):
            pass
        os.kill(next(iter(processes(tmp_path))), signal.SIGKILL)

        assert started.wait(PATIENCE) == 1
        assert started.stderr
        assert " ended by signal 9 (Killed).\n" in started.stderr.read()
    assert is_clean(tmp_path)


PROGRAM = """
import os, signal, sys, time
def end(number, frame):
    os.write(1, b"told\\n")  # print() may be what was interrupted
    sys.exit(5)
for number in (signal.SIGINT, signal.SIGTERM):
    signal.signal(number, end)
print("ready", flush=True)
time.sleep(600)
"""


def test_command__run_interrupted(tmp_path: Path) -> None:
    """Ctrl-C is for the command that runs, which may do with it what it likes."""
    arguments = ("--run", sys.executable, "-c", PROGRAM)
    with command(*arguments, place=tmp_path) as started:
        assert said_by(started) == "ready\n"
        os.killpg(started.pid, signal.SIGINT)

        assert started.wait(PATIENCE) == 5
        assert said_by(started) == "told\n"
    assert is_clean(tmp_path)


def test_command__run_terminated(tmp_path: Path) -> None:
    """The command that runs is told, and waited for."""
    arguments = ("--run", sys.executable, "-c", PROGRAM)
    with command(*arguments, place=tmp_path) as started:
        assert said_by(started) == "ready\n"
        started.terminate()

        assert started.wait(PATIENCE) == 5
        assert said_by(started) == "told\n"
    assert is_clean(tmp_path)


def test_command__cannot_be_run(tmp_path: Path) -> None:
    file = tmp_path / "program"
    file.write_text("neither a script nor a program")
    file.chmod(0o700)
    done = subprocess.run(
        [*COMMAND, "--run", str(file)],
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )

    assert done.returncode == 1
    assert done.stderr.endswith(f"{file} cannot be run: Exec format error.\n")


TESTS = """
import pathlib, pytest, time
@pytest.mark.parametrize("number", range(4))
def test(localcloud, number):
    time.sleep(0.5)
    assert localcloud.clouds_yaml.exists()
    pathlib.Path(__file__).with_name(f"seen-{number}").write_text(str(localcloud))
"""


def test_pytest_plugin__workers_share_a_cloud(tmp_path: Path) -> None:
    (tmp_path / "pytest.ini").write_text("[pytest]\nfilterwarnings = error\n")
    (tmp_path / "test_workers.py").write_text(TESTS)
    plugins = ["-p", "openstack.localcloud.pytest_plugin", "-p", "xdist"]
    done = subprocess.run(
        [sys.executable, "-m", "pytest", *plugins, "-n", "2", str(tmp_path)],
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )
    seen = {path.read_text() for path in tmp_path.glob("seen-*")}

    assert done.returncode == 0, done.stdout + done.stderr
    assert len(list(tmp_path.glob("seen-*"))) == 4
    assert len(seen) == 1
    assert not Path(seen.pop().split("'")[1]).exists()
