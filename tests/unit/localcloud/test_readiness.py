from __future__ import annotations

import contextlib
import json
import subprocess
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import TYPE_CHECKING, Any

import pytest

from openstack.localcloud import LocalCloudError, process, readiness
from openstack.localcloud.plan import HOST, Plan

if TYPE_CHECKING:
    from collections.abc import Generator
    from pathlib import Path

URL = "http://127.0.0.1:8080/v1/AUTH_1"


class Handler(BaseHTTPRequestHandler):
    """Answers as the servers do."""

    password = ""

    def do_POST(self) -> None:
        """Log in."""
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        user = body["auth"]["identity"]["password"]["user"]
        right = (user["name"], user["password"]) == ("demo", self.password)
        services: list[dict[str, Any]] = [
            {"name": "keystone", "endpoints": []},
            {"name": "swift", "endpoints": [{"url": URL}]},
        ]
        self.send_response(201 if right and self.path == "/v3/auth/tokens" else 401)
        self.send_header("X-Subject-Token", "a-token")
        self.end_headers()
        self.wfile.write(json.dumps({"token": {"catalog": services}}).encode())

    def do_HEAD(self) -> None:
        """Show the account."""
        right = (self.path, self.headers["X-Auth-Token"]) == ("/v1/AUTH_1", "a-token")
        self.send_response(204 if right else 401)
        self.end_headers()

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """Say nothing."""


@pytest.fixture
def server(tmp_path: Path) -> Generator[process.Server]:
    """Give a server that runs, and says nothing."""
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=-1) as started:
        yield process.Server(title="Swift", log=tmp_path / "log", process=started)


@contextlib.contextmanager
def answering(handler: type[Handler]) -> Generator[Plan]:
    """Answer at a port, and give the plan that has this port."""
    with HTTPServer((HOST, 0), handler) as http:
        thread = threading.Thread(target=http.serve_forever, args=(0.01,))
        thread.start()
        yield Plan.draw(keystone_port=http.server_port, swift_port=http.server_port)
        http.shutdown()
        thread.join()


def soon(seconds: float = 60) -> float:
    """Return when to give up."""
    return time.monotonic() + seconds


def test_log_in(server: process.Server) -> None:
    with answering(Handler) as plan:
        Handler.password = plan.passwords["demo"]
        access = readiness.log_in(server, plan=plan, deadline=soon())

    assert readiness.Access(token="a-token", url=URL) == access


def test_log_in__refused(server: process.Server) -> None:
    with answering(Handler) as plan:
        Handler.password = "another"
        with pytest.raises(LocalCloudError, match=r"^Swift answered with 401\.\n"):
            readiness.log_in(server, plan=plan, deadline=soon())


def test_open_storage(server: process.Server) -> None:
    with answering(Handler) as plan:
        url = f"{plan.swift_url}/v1/AUTH_1"
        access = readiness.Access(token="a-token", url=url)
        readiness.open_storage(server, access=access, deadline=soon())


def test_open_storage__refused(server: process.Server) -> None:
    with answering(Handler) as plan:
        access = readiness.Access(token="none", url=f"{plan.swift_url}/v1/AUTH_1")
        with pytest.raises(LocalCloudError, match=r"^Swift answered with 401\.\n"):
            readiness.open_storage(server, access=access, deadline=soon())


def test_open_storage__too_slow(server: process.Server) -> None:
    """Whoever connects waits, but not for ever."""
    with process.listen() as listener:
        url = f"http://{HOST}:{listener.getsockname()[1]}/v1/AUTH_1"
        access = readiness.Access(token="a-token", url=url)
        with pytest.raises(LocalCloudError, match=r"in time\..+ with start_timeout\."):
            readiness.open_storage(server, access=access, deadline=soon(0.1))


def test_open_storage__server_ended(server: process.Server) -> None:
    """The end of the server explains why its port is closed."""
    with process.listen() as listener:
        url = f"http://{HOST}:{listener.getsockname()[1]}/v1/AUTH_1"
    access = readiness.Access(token="a-token", url=url)
    server.process.communicate(b"\n")

    with pytest.raises(LocalCloudError, match=r"^Swift ended with status 0\."):
        readiness.open_storage(server, access=access, deadline=soon())


def test_open_storage__server_hung_up(server: process.Server) -> None:
    """It runs, and yet its port is closed."""
    with process.listen() as listener:
        url = f"http://{HOST}:{listener.getsockname()[1]}/v1/AUTH_1"
    access = readiness.Access(token="a-token", url=url)

    with pytest.raises(LocalCloudError, match=r"^Swift hung up: ConnectionRefused"):
        readiness.open_storage(server, access=access, deadline=soon())
