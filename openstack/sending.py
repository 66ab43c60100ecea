"""Handing a request to keystoneauth."""

from __future__ import annotations

import time
from contextlib import nullcontext
from threading import Lock, Semaphore
from typing import TYPE_CHECKING, Any

from keystoneauth1.adapter import Adapter

from openstack._unset import UNSET

if TYPE_CHECKING:
    from collections.abc import Mapping

    import requests
    from keystoneauth1.session import Session

    from openstack.connection import Connection
    from openstack.http import Request
    from openstack.profile import ServiceSettings


class Limits:
    """Has each request wait for its turn; as keystoneauth wants it, a context manager.

    Its own lets one more begin than it should, and after a pause all at once.

    :param rate: how many may begin in a second.
    :param concurrency: how many may be under way at once.
    """

    def __init__(self, *, rate: float | None, concurrency: int | None) -> None:
        self._places = Semaphore(concurrency) if concurrency else nullcontext()
        self._spacing = 1 / rate if rate else 0.0
        self._next = 0.0
        self._lock = Lock()

    def __enter__(self) -> None:
        self._places.__enter__()
        with self._lock:
            begin = max(self._next, time.monotonic())
            self._next = begin + self._spacing
        if (pause := begin - time.monotonic()) > 0:
            time.sleep(pause)

    def __exit__(self, *_: object) -> None:
        self._places.__exit__(None, None, None)


class LimitedAdapter(Adapter):
    """A keystoneauth adapter whose requests keep limits.

    :param limits: the limits.
    """

    def __init__(self, session: Session, limits: Limits, **options: Any) -> None:
        super().__init__(session, **options)
        self._limits = limits

    def request(self, url: str, method: str, **options: Any) -> requests.Response:
        """Send a request when it is its turn."""
        options.setdefault("rate_semaphore", self._limits)
        return super().request(url, method, **options)


def adapter(session: Session, settings: ServiceSettings) -> Adapter:
    """Return the HTTP client of a service, as keystoneauth has it."""
    return LimitedAdapter(
        session,
        Limits(rate=settings.rate_limit, concurrency=settings.concurrency),
        service_type=settings.service_type,
        service_name=settings.service_name,
        interface=list(settings.interface),
        region_name=settings.region_name,
        endpoint_override=settings.endpoint_override,
    )


def send(
    connection: Connection, client: Adapter, url: str, request: Request
) -> requests.Response:
    """Send a request, once; whatever comes back is returned.

    :param client: the HTTP client of the service.
    :param url: where to.
    :raises NoAnswer: no whole answer came.
    """
    headers = {**connection.default_headers}
    if request.authenticated:
        headers.update(connection.login.headers())
    with connection.login.translated():
        return _hand_over(client, url, request, headers)


def _hand_over(
    client: Adapter, url: str, request: Request, headers: Mapping[str, str]
) -> requests.Response:
    options: dict[str, Any] = {}
    if request.json is not UNSET:
        options["json"] = request.json
    if request.data is not None:
        options["data"] = request.data
    if request.params:
        options["params"] = request.params
    return client.request(
        url,
        request.method,
        headers={**headers, **request.headers},
        microversion=request.microversion,
        # The connection has the token, and renews it for all its threads at once;
        # the retries and the log are ours as well.
        authenticated=False,
        raise_exc=False,
        log=False,
        stream=request.stream,
        **options,
    )
