"""What the unit tests share: a cloud without a network, small servers, packages."""

from __future__ import annotations

import importlib
import json
import socket
import sys
import textwrap
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, TypeAlias

import pytest

from openstack.extending import registry
from openstack.testing import FakeCloud
from openstack.testing.fake_cloud import ENDPOINTS

#: What a small server does with a connection, once it has read the request.
Behaviour: TypeAlias = bytes | Callable[[socket.socket, bytes], None]

CLOUDS_YAML = f"""
clouds:
  mine:
    auth:
      auth_url: {ENDPOINTS["identity"]}
      username: demo
      password: s3cret-of-the-fake-cloud
      project_name: demo
      user_domain_id: default
      project_domain_id: default
    region_name: RegionOne
"""


@pytest.fixture
def cloud() -> FakeCloud:
    """Return a cloud without a network."""
    return FakeCloud()


@pytest.fixture
def clouds_yaml() -> str:
    """Write a configuration file; return the name of the fake cloud in it."""
    Path("clouds.yaml").write_text(CLOUDS_YAML, encoding="utf-8")
    return "mine"


@pytest.fixture
def pauses(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """Return the pauses that were made; none of them takes any time."""
    made: list[float] = []
    monkeypatch.setattr(time, "sleep", made.append)
    return made


@pytest.fixture
def at_once() -> Callable[[int, Callable[[], object]], None]:
    """Call something in several threads, all at once; raise what one of them raises."""

    def call_at_once(number: int, call: Callable[[], object]) -> None:
        start = threading.Barrier(number)

        def wait_and_call(_: int) -> object:
            start.wait(10)
            return call()

        with ThreadPoolExecutor(number) as pool:
            list(pool.map(wait_and_call, range(number)))

    return call_at_once


@pytest.fixture
def serve() -> Iterator[Callable[..., str]]:
    """Start a server that treats one connection after another so; return its URL.

    Bytes are sent, and the connection is closed; anything else is called with it and
    with the request.
    """
    servers: list[_Server] = []

    def start(*behaviours: Behaviour) -> str:
        servers.append(_Server(behaviours))
        return servers[-1].url

    yield start
    for server in servers:
        server.close()


class _Server:
    def __init__(self, behaviours: tuple[Behaviour, ...]) -> None:
        self.behaviours = behaviours
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self.listener.getsockname()[1]}"
        self.thread = threading.Thread(target=self.run)
        self.thread.start()

    def run(self) -> None:
        for behaviour in self.behaviours:
            try:
                connection, _ = self.listener.accept()
            except OSError:
                return
            with connection:
                request = _read_request(connection)
                if isinstance(behaviour, bytes):
                    connection.sendall(behaviour)
                else:
                    behaviour(connection, request)

    def close(self) -> None:
        # Who waits for a connection is told that there will be none.
        self.listener.shutdown(socket.SHUT_RDWR)
        self.listener.close()
        self.thread.join()


def _read_request(connection: socket.socket) -> bytes:
    """Read a request to its end: closing over unread bytes would reset the peer."""
    received = b""
    while b"\r\n\r\n" not in received:
        received += connection.recv(65536)
    head, _, body = received.partition(b"\r\n\r\n")
    lines = head.lower().split(b"\r\n")
    length = next(
        (int(x.partition(b":")[2]) for x in lines if x.startswith(b"content-length")), 0
    )
    while len(body) < length:
        body += connection.recv(65536)
    return head + b"\r\n\r\n" + body


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    """Return a folder of installed packages, of which nothing remains."""
    folder = tmp_path / "site"
    folder.mkdir()
    path, modules = [*sys.path], {*sys.modules}
    sys.path.insert(0, str(folder))
    registry.rescan()
    yield Site(folder)
    sys.path[:] = path
    for name in {*sys.modules} - modules:
        file = getattr(sys.modules[name], "__file__", None) or ""
        if file.startswith(str(folder)):
            del sys.modules[name]
    importlib.invalidate_caches()
    registry.rescan()


_CONNECTION = """
import openstack

class Connection(openstack.Connection):
    pass
"""


class Site:
    """A folder on ``sys.path`` that packages are installed into, as pip would."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def install(
        self,
        package: str,
        *,
        modules: Mapping[str, str] = {},
        distribution: str = "",
        version: str = "1.0",
        **manifest: Any,
    ) -> Path:
        """Install a vendor; return the folder of its package.

        :param modules: the text of each, by its name below the package.
        :param distribution: what brings it; left out, it has the package's name.
        :param manifest: members of the manifest in the place of the usual ones;
            ``None`` leaves one out.
        """
        usual: dict[str, Any] = {
            "schema": 1,
            "name": package.title(),
            "kind": "vendor",
            "requires_core_api": "1.0",
            "connection": f"{package}.connection:Connection",
        }
        given = {**usual, **manifest}
        written = {key: value for key, value in given.items() if value is not None}
        texts = {"__init__": "", "connection": _CONNECTION, **modules}
        folder = self.write_package(package, texts)
        (folder / "openstack-extension.json").write_text(json.dumps(written))
        self.write_metadata(distribution or package, version, {given["name"]: package})
        return folder

    def write_package(self, package: str, modules: Mapping[str, str]) -> Path:
        """Write a package; return its folder."""
        folder = self.folder.joinpath(*package.split("."))
        folder.mkdir(parents=True)
        for name, text in modules.items():
            (folder / f"{name}.py").write_text(textwrap.dedent(text))
        importlib.invalidate_caches()
        return folder

    def write_metadata(
        self, distribution: str, version: str, entries: Mapping[str, str]
    ) -> None:
        """Write what pip notes of a distribution.

        :param entries: the package of each extension, by the name of its entry point.
        """
        folder = self.folder / f"{distribution}-{version}.dist-info"
        folder.mkdir(parents=True)
        metadata = f"Metadata-Version: 2.1\nName: {distribution}\nVersion: {version}\n"
        (folder / "METADATA").write_text(metadata)
        lines = [f"{name} = {package}" for name, package in entries.items()]
        text = "\n".join(["[openstack.extensions]", *lines, ""])
        (folder / "entry_points.txt").write_text(text)
        importlib.invalidate_caches()
        registry.rescan()
