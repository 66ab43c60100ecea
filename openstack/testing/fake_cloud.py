"""A cloud that answers from a table of routes, in the place of the network."""

from __future__ import annotations

import io
import json as jsonlib
import os
import threading
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime, timedelta
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, TypeAlias, TypeVar, cast, overload
from unittest import mock
from urllib.parse import parse_qs, unquote, urlsplit

import attrs
import urllib3
from requests.adapters import HTTPAdapter
from requests.structures import CaseInsensitiveDict

import openstack

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    import requests

    from openstack import Connection

C = TypeVar("C")

PROJECT_ID = "a1b2c3d4e5f60718293a4b5c6d7e8f90"
USER_ID = "0f9e8d7c6b5a49382716051423324150"
REGION = "RegionOne"


@attrs.frozen(kw_only=True)
class Sent:
    """A request that reached the cloud."""

    #: ``GET``, ``PUT`` and so on.
    method: str
    #: The whole URL.
    url: str
    #: The path below the endpoint of the service, as it was sent: quoted.
    path: str
    #: The query: a value, or a list where the name stands several times.
    query: Mapping[str, Any]
    #: The headers; names are found in any case.
    headers: Mapping[str, str]
    #: The body, to its end.
    body: bytes

    def json(self) -> Any:
        """Return the body as JSON."""
        return jsonlib.loads(self.body)


@attrs.frozen(kw_only=True)
class Answer:
    """What the cloud answers: a response, or an error on the way to it."""

    #: The status.
    status: int = 200
    #: The body, as JSON.
    json: Any = None
    #: The body as it is sent, where it is no JSON.
    body: bytes = b""
    #: More headers, or others than the body asks for.
    headers: Mapping[str, str] = attrs.field(factory=dict[str, str])
    #: Is raised in the place of an answer.
    error: Exception | None = None

    def content(self) -> bytes:
        """Return the body that is sent."""
        return self.body if self.json is None else jsonlib.dumps(self.json).encode()


Handler: TypeAlias = Callable[[Sent], Answer]

#: Where the services are, by type; what the catalog of the cloud says.
ENDPOINTS: Mapping[str, str] = {
    "identity": "https://identity.cloud.example/v3",
    "compute": "https://compute.cloud.example/v2.1",
    "object-store": f"https://object-store.cloud.example/v1/AUTH_{PROJECT_ID}",
}

#: The oldest and the newest microversion that a service speaks, by its type; of a
#: service that has a document of versions, and no microversions, they are empty.
MICROVERSIONS: Mapping[str, tuple[str, str]] = {
    "identity": ("", ""),
    "compute": ("2.1", "2.96"),
}


class FakeCloud(HTTPAdapter):
    """A cloud without a network.

    ``cloud.on("compute", "GET", "/servers", Answer(json=...))`` adds a route, and
    ``cloud.connect()`` opens a connection that is answered from them. ``cloud.sent``
    is what was asked. It logs in whoever asks, with a token that can be revoked, and
    says which versions its services speak.

    :param endpoints: where the services are, by type, in the place of ``ENDPOINTS``.
    :param microversions: what they speak, by type, in the place of ``MICROVERSIONS``.
    """

    def __init__(
        self,
        endpoints: Mapping[str, str] = ENDPOINTS,
        *,
        microversions: Mapping[str, tuple[str, str]] = MICROVERSIONS,
    ) -> None:
        super().__init__()
        #: Where the services are, by type.
        self.endpoints = dict(endpoints)
        #: The oldest and the newest microversion that they speak, by type.
        self.microversions = dict(microversions)
        #: What was asked of the services, in order.
        self.sent: list[Sent] = []
        #: What was asked of the Identity service to log in, in order.
        self.logins: list[Sent] = []
        self._routes: dict[tuple[str, str, str], list[Answer | Handler]] = {}
        self._lock = threading.Lock()
        self._token = ""
        self._login: list[Answer] = []

    def on(
        self, service_type: str, method: str, path: str, *answers: Answer | Handler
    ) -> None:
        """Answer a method and path so, in order; the last answer goes on.

        :param path: below the endpoint of the service, unquoted, without a query.
        """
        self._routes[service_type, method, path] = list(answers)

    def on_login(self, *answers: Answer) -> None:
        """Answer the next logins so, before one succeeds."""
        self._login = list(answers)

    def revoke(self) -> None:
        """Revoke the token: it is answered with 401 from now on."""
        self._token = ""

    @overload
    def connect(self, **options: Any) -> Connection: ...
    @overload
    def connect(self, make: Callable[..., C], **options: Any) -> C: ...
    def connect(self, make: Any = None, **options: Any) -> Any:
        """Open a connection to the cloud.

        :param make: what opens it, in the place of :func:`openstack.connect`: a class
            of connections, or of services that stand alone.
        """
        auth = {
            "auth_url": self.endpoints["identity"],
            "username": "demo",
            "password": "s3cret-of-the-fake-cloud",
            "project_name": "demo",
            "user_domain_id": "default",
            "project_domain_id": "default",
        }
        given = {"auth": auth, "region_name": REGION, "transport": self, **options}
        make = make or openstack.connect
        with _nobodys_configuration():
            return make(**given)

    def send(  # type: ignore[override]  # the options of the network mean nothing here
        self, request: requests.PreparedRequest, **_: object
    ) -> requests.Response:
        """Answer a request from the table of routes."""
        sent, service_type = self._read(request)
        with self._lock:
            found = self._find(service_type, sent)
        # Without the lock: a handler may wait for another request.
        answer = found if isinstance(found, Answer) else found(sent)
        if answer.error is not None:
            raise answer.error
        raw = urllib3.HTTPResponse(
            body=io.BytesIO(b"" if sent.method == "HEAD" else answer.content()),
            headers=_headers(answer),
            status=answer.status,
            reason=HTTPStatus(answer.status).phrase,
            preload_content=False,
            request_method=sent.method,
        )
        return self.build_response(request, raw)

    def _read(self, request: requests.PreparedRequest) -> tuple[Sent, str]:
        url = request.url or ""
        found = [t for t, e in self.endpoints.items() if url.startswith(e)]
        if not found:
            raise AssertionError(f"{request.method} {url} leads out of the fake cloud.")
        service_type = max(found, key=lambda t: len(self.endpoints[t]))
        below = url.removeprefix(self.endpoints[service_type])
        query = parse_qs(urlsplit(url).query, keep_blank_values=True)
        sent = Sent(
            method=request.method or "",
            url=url,
            path=below.partition("?")[0],
            query={n: v[0] if len(v) == 1 else v for n, v in query.items()},
            headers=CaseInsensitiveDict(request.headers),
            body=_body(request.body),
        )
        return sent, service_type

    def _find(self, service_type: str, sent: Sent) -> Answer | Handler:
        key = (service_type, sent.method, unquote(sent.path) or "/")
        if key == ("identity", "POST", "/auth/tokens"):
            return self._log_in(sent)
        answers = self._routes.get(key)
        asks_for_versions = key == (service_type, "GET", "/")
        if not answers and asks_for_versions and service_type in self.microversions:
            return Answer(json={"version": self._version(service_type)})
        self.sent.append(sent)
        token = sent.headers.get("X-Auth-Token")
        if token is not None and token != self._token:
            return Answer(status=401, json={"error": {"message": "Token expired."}})
        if not answers:
            raise AssertionError(
                f"The fake cloud has no route for {' '.join(key)!r}; it has:"
                f" {sorted(' '.join(k) for k in self._routes)}."
            )
        return answers[0] if len(answers) == 1 else answers.pop(0)

    def _version(self, service_type: str) -> dict[str, Any]:
        url = self.endpoints[service_type]
        oldest, newest = self.microversions[service_type]
        return {
            "id": url.rpartition("/")[2],
            "status": "CURRENT",
            "min_version": oldest,
            "version": newest,
            "links": [{"rel": "self", "href": f"{url}/"}],
        }

    def _log_in(self, sent: Sent) -> Answer:
        self.logins.append(sent)
        if self._login:
            return self._login.pop(0)
        self._token = f"token-{len(self.logins)}-of-the-fake-cloud"
        headers = {"X-Subject-Token": self._token}
        return Answer(status=201, headers=headers, json={"token": self._token_body()})

    def _token_body(self) -> dict[str, Any]:
        now = datetime.now(UTC)
        domain = {"id": "default", "name": "Default"}
        return {
            "methods": ["password"],
            "user": {"id": USER_ID, "name": "demo", "domain": domain},
            "project": {"id": PROJECT_ID, "name": "demo", "domain": domain},
            "roles": [{"id": "9fe2ff9ee4384b1894a90878d3e92bab", "name": "member"}],
            "issued_at": now.isoformat(),
            "expires_at": (now + timedelta(hours=1)).isoformat(),
            "catalog": [_entry(t, e) for t, e in self.endpoints.items()],
        }


def _nobodys_configuration() -> AbstractContextManager[object]:
    """Hide the clouds of whoever runs the test: it knows the fake one only."""
    kept = {n: v for n, v in os.environ.items() if not n.startswith("OS_")}
    nothing = {
        "OS_CLIENT_CONFIG_FILE": os.devnull,
        "OS_CLIENT_SECURE_FILE": os.devnull,
    }
    return mock.patch.dict(os.environ, kept | nothing, clear=True)


def _entry(service_type: str, url: str) -> dict[str, Any]:
    endpoints = [
        {"id": name, "interface": name, "region": REGION, "region_id": REGION}
        | {"url": url}
        for name in ("public", "internal", "admin")
    ]
    return {
        "id": service_type,
        "type": service_type,
        "name": service_type,
        "endpoints": endpoints,
    }


def _body(body: Any) -> bytes:
    """Read a body as a server does: to its end."""
    if body is None:
        return b""
    if isinstance(body, str):
        return body.encode()
    if isinstance(body, bytes):
        return body
    if hasattr(body, "read"):
        return cast("bytes", body.read())
    return b"".join(cast("Iterable[bytes]", body))


def _headers(answer: Answer) -> dict[str, str]:
    headers = {"Content-Length": str(len(answer.content()))}
    if answer.json is not None:
        headers["Content-Type"] = "application/json"
    return headers | dict(answer.headers)
