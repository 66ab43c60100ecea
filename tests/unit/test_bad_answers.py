"""What a connection makes of servers that fail, over a real socket."""

from __future__ import annotations

import json
import socket
import threading
from collections.abc import Callable, Iterator
from typing import Any, TypeAlias

import pytest

import openstack
from openstack import errors
from openstack.compute import Compute
from openstack.microversions import Endpoint
from openstack.service import Service

Serve: TypeAlias = Callable[..., str]


class QuietCompute(Compute):
    """The service, without asking for its versions."""

    def discover_version(self, url: str) -> Endpoint:
        return Endpoint(url=url)


class Files(Service):
    """A service whose answers are read in pieces."""

    service_type = "compute"

    def download(self) -> Iterator[bytes]:
        return self._request("GET", "/file", stream=True).pieces(4)


def http(status: str, body: bytes = b"", **headers: str) -> bytes:
    """Return an answer, as it goes over the wire."""
    fields = {"Content-Length": str(len(body)), "Connection": "close", **headers}
    head = "".join(f"{name.replace('_', '-')}: {v}\r\n" for name, v in fields.items())
    return f"HTTP/1.1 {status}\r\n{head}\r\n".encode() + body


SERVER = http("200 OK", json.dumps({"server": {"id": "1"}}).encode())
CUT_JSON = http("200 OK", b'{"server": {"id": "1', Content_Type="application/json")


def compute_at(url: str, **options: Any) -> QuietCompute:
    """Return the Compute service at an address."""
    auth = {"endpoint": url, "token": "t"}
    return QuietCompute(
        openstack.connect(auth_type="admin_token", auth=auth, **options)
    )


def test_answer(serve: Serve) -> None:
    assert compute_at(serve(SERVER)).get_server("1").id == "1"


def test_server_that_is_down(pauses: list[float]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        url = f"http://127.0.0.1:{server.getsockname()[1]}"

    with pytest.raises(errors.ConnectionFailed) as caught:
        compute_at(url).get_server("1")

    assert str(caught.value) == (
        f"GET {url}/servers/1 failed: the server could not be reached. Is the address"
        " right, and the network there? (Connection refused)"
    )
    assert len(pauses) == 3


def test_server_that_is_back(serve: Serve, pauses: list[float]) -> None:
    """Cut, cut in the middle, busy, limited, and there again."""
    url = serve(
        b"",
        SERVER[:-3],
        http("503 Service Unavailable"),
        http("429 Too Many Requests", Retry_After="7"),
        SERVER,
    )

    assert compute_at(url, retries=4).get_server("1").id == "1"
    assert len(pauses) == 4
    assert pauses[3] == 7


def test_server_that_is_slow(serve: Serve, pauses: list[float]) -> None:
    over = threading.Event()

    def wait(_connection: socket.socket, _request: bytes) -> None:
        over.wait(30)

    with pytest.raises(errors.RequestTimeout, match="api_timeout"):
        compute_at(serve(wait), api_timeout=0.05, retries=0).get_server("1")
    over.set()

    assert pauses == []


def test_server_that_answers_html(serve: Serve) -> None:
    page = http("200 OK", b"<html><p>Log in</p></html>", Content_Type="text/html")

    with pytest.raises(errors.InvalidAnswer) as caught:
        compute_at(serve(page)).get_server("1")

    assert "no JSON, text/html: 'Log in'. Is http://127.0.0.1:" in str(caught.value)


def test_proxy_that_answers_html(serve: Serve) -> None:
    page = b"<html><head><title>502</title></head><h1>502 Bad Gateway</h1></html>"
    url = serve(http("502 Bad Gateway", page, Content_Type="text/html"))

    with pytest.raises(errors.ServerError) as caught:
        compute_at(url, retries=0).get_server("1")

    assert str(caught.value) == (f"GET {url}/servers/1 was answered 502 Bad Gateway")


def test_json_that_is_cut(serve: Serve) -> None:
    """The whole answer came, and it is half a sentence."""
    with pytest.raises(errors.InvalidAnswer, match="was answered with something that"):
        compute_at(serve(CUT_JSON)).get_server("1")


def test_download_that_is_cut(serve: Serve) -> None:
    """What came is given, and then the error: the rest is not missing in silence."""
    url = serve(b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n12345678")
    pieces = Files(compute_at(url).connection).download()

    assert [next(pieces), next(pieces)] == [b"1234", b"5678"]
    with pytest.raises(errors.ConnectionBroken, match="/file failed"):
        next(pieces)


def test_download_that_fails(serve: Serve) -> None:
    url = serve(http("404 Not Found", b"No such file.", Content_Type="text/plain"))

    with pytest.raises(errors.NotFound, match=r"No such file\.$"):
        Files(compute_at(url).connection).download()


def test_error_that_is_cut(serve: Serve, pauses: list[float]) -> None:
    """Of a request that may not have an effect twice, it is not tried again."""
    url = serve(http("409 Conflict", b"12345678")[:-3])

    with pytest.raises(errors.ConnectionBroken):
        compute_at(url).create_server("a", flavor_id="1", networks=[])

    assert pauses == []
