from __future__ import annotations

import io
import logging
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias, cast

import pytest
from requests import exceptions

from openstack import errors
from openstack.http import Request, Response, without_secrets
from openstack.testing import Answer, FakeCloud
from openstack.testing.fake_cloud import ENDPOINTS
from openstack.transport import Transport

if TYPE_CHECKING:
    from collections.abc import Generator

Serve: TypeAlias = Callable[..., str]

WHOLE = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"
HALF = b"HTTP/1.1 %d -\r\nContent-Length: 10\r\n\r\nhalf"
SELF_SIGNED = Path(__file__).with_name("self_signed.pem")


@pytest.fixture
def transport() -> Transport:
    return Transport(timeout=(5, 5))


@pytest.fixture
def silence() -> Iterator[Callable[[socket.socket, bytes], None]]:
    """Return what a server does that begins to answer, and says no more."""
    over = threading.Event()

    def keep_silent(connection: socket.socket, _: bytes) -> None:
        connection.sendall(HALF % 200)
        over.wait(30)

    yield keep_silent
    over.set()


def test_send(serve: Serve, transport: Transport) -> None:
    assert transport.get(serve(WHOLE)).content == b"ok"


def test_send__logs_one_line(
    serve: Serve, transport: Transport, caplog: pytest.LogCaptureFixture
) -> None:
    url = serve(
        b"HTTP/1.1 404 No\r\nContent-Length: 0\r\nX-Openstack-Request-Id: req-1\r\n\r\n"
    )

    with caplog.at_level(logging.DEBUG, "openstack.http"):
        transport.get(f"{url}/v1/a?temp_url_sig=secret&temp_url_expires=1")

    (record,) = caplog.records
    method, path, status, request_id, milliseconds, unit = record.getMessage().split()
    assert (method, status, request_id, unit) == ("GET", "404", "req-1", "ms")
    assert path == f"{url}/v1/a?temp_url_sig=***&temp_url_expires=1"
    assert float(milliseconds) >= 0


def test_send__logs_a_dash_without_a_request_id(
    serve: Serve, transport: Transport, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG, "openstack.http"):
        transport.get(serve(WHOLE))

    assert " 200 - " in caplog.records[0].getMessage()


@pytest.mark.parametrize(
    "path",
    ["/c/..", "/c/../d", "/c/./d", "/c/.hidden", "/../c", "/c/a%20b/..", "/c/%2F.."],
)
def test_send__path_stays_as_it_is(
    serve: Serve, transport: Transport, path: str
) -> None:
    """The name of an object may be ``..``; it is no way up."""
    seen: list[bytes] = []

    def note(connection: socket.socket, request: bytes) -> None:
        seen.append(request.splitlines()[0])
        connection.sendall(WHOLE)

    transport.get(serve(note) + path, params={"a": "b"})

    assert seen == [f"GET {path}?a=b HTTP/1.1".encode()]


def test_send__nothing_listens(transport: Transport) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        url = f"http://127.0.0.1:{server.getsockname()[1]}/v3"

    with pytest.raises(errors.ConnectionFailed) as caught:
        transport.get(url)

    assert str(caught.value) == (
        f"GET {url} failed: the server could not be reached. Is the address right, and"
        " the network there? (Connection refused)"
    )


def test_send__no_such_host(transport: Transport) -> None:
    with pytest.raises(errors.ConnectionFailed, match="could not be reached") as caught:
        transport.get("http://no-such-host.invalid/v3")

    assert str(caught.value).count("(") == str(caught.value).count(")")


@pytest.mark.parametrize(
    "error", [exceptions.ConnectTimeout("timed out"), exceptions.ProxyError("refused")]
)
def test_send__not_reached_in_another_way(error: exceptions.RequestException) -> None:
    cloud = FakeCloud({"compute": "https://compute.example"})
    cloud.on("compute", "GET", "/", Answer(error=error))

    with pytest.raises(errors.ConnectionFailed) as caught:
        Transport(timeout=(1, 1), adapter=cloud).get("https://compute.example/")

    assert str(caught.value) == (
        f"GET https://compute.example/ failed: the server could not be reached."
        f" ({error})"
    )
    assert caught.value.__cause__ is error


@pytest.mark.parametrize("answer", [b"", HALF % 200])
def test_send__cut(serve: Serve, transport: Transport, answer: bytes) -> None:
    """Before the answer, and in its body."""
    url = serve(answer)

    with pytest.raises(errors.ConnectionBroken) as caught:
        transport.get(f"{url}/v3")

    assert str(caught.value).startswith(
        f"GET {url}/v3 failed: the connection was cut before the whole answer had come."
    )


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (b"", "Remote end closed connection without response"),
        (HALF % 200, "IncompleteRead(4 bytes read, 6 more expected)"),
        (b"SSH-2.0-OpenSSH_9\r\n", "SSH-2.0-OpenSSH_9"),
    ],
)
def test_send__cut_says_how(
    serve: Serve, transport: Transport, answer: bytes, reason: str
) -> None:
    with pytest.raises(errors.ConnectionBroken) as caught:
        transport.get(serve(answer))

    assert str(caught.value).endswith(f" ({reason})")


@pytest.mark.parametrize("stream", [False, True])
def test_send__cut_in_the_body_of_an_error(
    serve: Serve, transport: Transport, *, stream: bool
) -> None:
    """The message of an error is read at once, though the body is left to be read."""
    with pytest.raises(errors.ConnectionBroken):
        transport.get(serve(HALF % 500), stream=stream)


def test_send__an_error_is_read_though_the_body_is_left(
    serve: Serve, transport: Transport
) -> None:
    url = serve(b"HTTP/1.1 404 No\r\nContent-Length: 4\r\n\r\ngone")

    assert transport.get(url, stream=True).raw.closed


def test_send__too_slow(serve: Serve, silence: Any) -> None:
    url = serve(silence)

    with pytest.raises(errors.RequestTimeout) as caught:
        Transport(timeout=(5, 0.05)).get(f"{url}/v3")

    assert str(caught.value) == (
        f"GET {url}/v3 failed: the server was silent for too long. A longer limit is"
        " set with `api_timeout`. (Read timed out.)"
    )


def test_send__too_slow_to_begin(serve: Serve) -> None:
    over = threading.Event()

    def wait(_connection: socket.socket, _request: bytes) -> None:
        over.wait(30)

    with pytest.raises(errors.RequestTimeout):
        Transport(timeout=(5, 0.05)).get(serve(wait))
    over.set()


def test_send__a_request_may_have_a_limit_of_its_own(
    serve: Serve, silence: Any, transport: Transport
) -> None:
    with pytest.raises(errors.RequestTimeout):
        transport.get(serve(silence), timeout=0.05)


@pytest.fixture
def tls() -> Iterator[str]:
    """Return the URL of a server with a certificate that nobody vouches for."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(SELF_SIGNED)
    listener = socket.create_server(("127.0.0.1", 0))

    def answer() -> None:
        with suppress(OSError):
            plain, _ = listener.accept()
            with plain, context.wrap_socket(plain, server_side=True) as connection:
                connection.recv(65536)
                connection.sendall(WHOLE)

    thread = threading.Thread(target=answer)
    thread.start()
    yield f"https://127.0.0.1:{listener.getsockname()[1]}"
    with suppress(OSError):
        listener.shutdown(socket.SHUT_RDWR)
    listener.close()
    thread.join()


def test_send__certificate_that_nobody_vouches_for(
    tls: str, transport: Transport
) -> None:
    with pytest.raises(errors.CertificateInvalid) as caught:
        transport.get(f"{tls}/v3")

    assert str(caught.value).startswith(
        f"GET {tls}/v3 failed: the server's certificate cannot be trusted. If it is"
        " your cloud's own, name its authority with `cacert`. (self"
    )


def test_send__certificate_of_the_clouds_own(tls: str, transport: Transport) -> None:
    assert transport.get(tls, verify=str(SELF_SIGNED)).content == b"ok"


def test_send__https_where_no_tls_is_spoken(transport: Transport) -> None:
    def plain_text() -> None:
        with listener, listener.accept()[0] as connection:
            connection.recv(65536)
            connection.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n")

    listener = socket.create_server(("127.0.0.1", 0))
    thread = threading.Thread(target=plain_text)
    thread.start()
    url = f"https://127.0.0.1:{listener.getsockname()[1]}/v3"

    with pytest.raises(errors.ConnectionBroken) as caught:
        transport.get(url)
    thread.join()

    assert str(caught.value).startswith(
        f"GET {url} failed: TLS broke down. Does the server speak it at that address?"
    )


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("compute.example/v2.1", "No scheme supplied"),
        ("ftp://compute.example/v2.1", "No connection adapters were found"),
        ("http://", "No host supplied"),
        ("http://[compute/v2.1", "not a valid host"),
    ],
)
def test_prepare_request__no_address(
    transport: Transport, url: str, reason: str
) -> None:
    with pytest.raises(errors.InvalidArgument) as caught:
        transport.get(url)

    assert str(caught.value).startswith(f"GET {url} cannot be sent: ")
    assert reason in str(caught.value)


@pytest.mark.parametrize("value", ["the-secret\nb", " the-secret", "the-secret☃", 3])
def test_prepare_request__header_that_cannot_be_sent(
    transport: Transport, value: Any
) -> None:
    """The message does not quote it: it may be a secret."""
    with pytest.raises(errors.InvalidArgument) as caught:
        transport.get("http://127.0.0.1:1/v1/c", headers={"X-Container-Meta-A": value})

    assert str(caught.value) == (
        "GET http://127.0.0.1:1/v1/c cannot be sent: a header is no text, has a line"
        " break, begins with a space, or holds a character that none can hold."
    )
    assert caught.value.__suppress_context__
    assert caught.value.__cause__ is None


def cloud_that_redirects(url: str, target: str, *, status: int = 307) -> FakeCloud:
    """Return a cloud whose Compute service leads somewhere else."""
    cloud = FakeCloud({**ENDPOINTS, "compute": f"{url}/v2.1"})
    answer = Answer(status=status, headers={"Location": target})
    cloud.on("compute", "GET", "/servers/1", answer)
    cloud.on("compute", "GET", "/moved", Answer(json={"server": {"id": "1"}}))
    return cloud


@pytest.mark.parametrize("status", [301, 302, 303, 305, 307, 308])
@pytest.mark.parametrize(
    ("url", "target"),
    [
        ("https://compute.example", "https://elsewhere.example/v2.1/moved"),
        ("https://compute.example", "//elsewhere.example/v2.1/moved"),
        ("https://compute.example", "https://compute.example:8443/v2.1/moved"),
        ("https://compute.example", "http://compute.example/v2.1/moved"),
        ("https://compute.example", "https://compute.example@else.example/v2.1/moved"),
        ("http://compute.example", "http://compute.example:8080/v2.1/moved"),
    ],
)
def test_send__a_token_stays_at_its_server(url: str, target: str, status: int) -> None:
    """Keystoneauth follows redirects, and takes the headers along."""
    cloud = cloud_that_redirects(url, target, status=status)

    with pytest.raises(errors.InvalidAnswer) as caught:
        cloud.connect().compute.get_server("1")

    whole = target if "://" in target else f"https:{target}"
    assert str(caught.value) == (
        f"GET {url}/v2.1/servers/1 was answered with a redirect to"
        f" {without_secrets(whole)}, and is not sent there: it carries a token, which"
        " is for that server alone."
    )
    assert len(cloud.sent) == 1


@pytest.mark.parametrize(
    ("url", "target"),
    [
        ("https://compute.example", "https://compute.example/v2.1/moved"),
        ("https://compute.example:443", "https://COMPUTE.example/v2.1/moved"),
        ("https://compute.example:8774", "https://compute.example:8774/v2.1/moved"),
        ("https://compute.example", "/v2.1/moved"),
        ("https://compute.example", "../moved"),
        ("http://compute.example", "https://compute.example/v2.1/moved"),
    ],
)
def test_send__redirect_within_a_server(url: str, target: str) -> None:
    cloud = cloud_that_redirects(url, target)
    for host in ("compute.example", "COMPUTE.example"):
        cloud.endpoints[host] = f"https://{host}/v2.1"
        cloud.on(host, "GET", "/moved", Answer(json={"server": {"id": "1"}}))

    assert cloud.connect().compute.get_server("1").id == "1"


def test_send__redirect_elsewhere_without_a_token() -> None:
    """Whoever signs a URL, or asks for versions, has nothing to lose there."""
    cloud = cloud_that_redirects("https://a.example", "https://b.example/moved")
    cloud.endpoints["moved"] = "https://b.example"
    cloud.on("moved", "GET", "/moved", Answer(body=b"here"))
    client = cloud.connect().compute.http

    assert client.get("/servers/1", authenticated=False).content == b"here"


@pytest.mark.parametrize("body", [io.BytesIO(b"data"), iter([b"data"])])
def test_send__redirect_of_a_body_that_was_read(body: Any) -> None:
    """Sent again, it would be empty; and so would the object."""
    cloud = FakeCloud()
    url = cloud.endpoints["compute"]
    moved = Answer(status=308, headers={"Location": f"{url}/c/moved"})
    cloud.on("compute", "PUT", "/c/o", moved)
    client = cloud.connect().compute.http

    with pytest.raises(errors.InvalidAnswer) as caught:
        client.put("/c/o", data=body)

    assert str(caught.value).endswith(
        "is not sent there: its body has been sent, and cannot be read again."
    )
    assert [sent.body for sent in cloud.sent] == [b"data"]


def test_send__redirect_of_a_body_that_is_kept() -> None:
    cloud = FakeCloud()
    url = cloud.endpoints["compute"]
    moved = Answer(status=308, headers={"Location": f"{url}/c/moved"})
    cloud.on("compute", "PUT", "/c/o", moved)
    cloud.on("compute", "PUT", "/c/moved", Answer(status=201))

    cloud.connect().compute.http.put("/c/o", data=b"data")

    assert [sent.body for sent in cloud.sent] == [b"data", b"data"]


def test_pieces(serve: Serve, transport: Transport) -> None:
    response = streamed(transport, serve(WHOLE))

    assert list(response.pieces(1)) == [b"o", b"k"]
    assert response.raw.raw.closed


def test_pieces__cut(serve: Serve, transport: Transport) -> None:
    url = serve(HALF % 200)
    pieces = streamed(transport, url).pieces(4)

    assert next(pieces) == b"half"
    with pytest.raises(errors.ConnectionBroken, match=rf"^GET {url}/ failed: "):
        next(pieces)


def test_pieces__too_slow(serve: Serve, silence: Any) -> None:
    pieces = streamed(Transport(timeout=(5, 0.05)), serve(silence)).pieces(4)

    assert next(pieces) == b"half"
    with pytest.raises(errors.RequestTimeout):
        next(pieces)


def test_pieces__abandoned(serve: Serve, silence: Any, transport: Transport) -> None:
    """Who takes no more of it lets the connection go."""
    response = streamed(transport, serve(silence))
    pieces = response.pieces(2)
    next(pieces)

    cast("Generator[bytes]", pieces).close()

    assert response.raw.raw.closed


def streamed(transport: Transport, url: str) -> Response:
    """Return an answer whose body is still to be read."""
    raw = transport.get(url, stream=True)
    return Response(request=Request(method="GET", path="/"), raw=raw)
