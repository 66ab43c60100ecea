"""The way to the wire: one pool of connections, time limits, and the log."""

from __future__ import annotations

import logging
import time
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit, urlunsplit

import requests
from keystoneauth1.session import TCPKeepAliveAdapter
from requests import exceptions

from openstack import errors
from openstack.http import without_secrets

if TYPE_CHECKING:
    from requests.adapters import BaseAdapter

_log = logging.getLogger("openstack.http")

#: What urllib3 calls it when no connection came about.
_NEVER_CONNECTED = frozenset({"NewConnectionError", "NameResolutionError"})

#: As many threads may use a connection at once without opening one in vain.
POOL_SIZE = 32


class Transport(requests.Session):
    """Sends every request of a connection, those for tokens too.

    :param timeout: how many seconds to wait for a connection, and for each piece of
        an answer.
    :param adapter: what to send with, in the place of the network.
    """

    def __init__(
        self, *, timeout: tuple[float, float], adapter: BaseAdapter | None = None
    ) -> None:
        super().__init__()
        self.timeout = timeout
        if adapter is None:
            adapter = TCPKeepAliveAdapter(
                pool_connections=POOL_SIZE, pool_maxsize=POOL_SIZE
            )
        self.mount("http://", adapter)
        self.mount("https://", adapter)

    def prepare_request(self, request: requests.Request) -> requests.PreparedRequest:
        """Prepare a request; its path stays as it is.

        The name of an object may be ``..``, or hold it as a segment: the HTTP
        library would take that for a way up.
        """
        prepared = super().prepare_request(request)
        path = urlsplit(request.url).path
        if "/." in path:
            parts = urlsplit(prepared.url or "")
            prepared.url = urlunsplit(parts._replace(path=path))
        return prepared

    def send(
        self, request: requests.PreparedRequest, **options: Any
    ) -> requests.Response:
        """Send a request, within the time limits, and log it.

        :raises NoAnswer: no whole answer came; in one of its forms.
        """
        if options.get("timeout") is None:
            options["timeout"] = self.timeout
        started = time.perf_counter()
        try:
            response = super().send(request, **options)
        except exceptions.RequestException as error:
            raise no_answer(error, request) from error
        _log.debug(
            "%s %s %d %s %.0f ms",
            request.method,
            without_secrets(request.url or ""),
            response.status_code,
            errors.request_id(response.headers) or "-",
            (time.perf_counter() - started) * 1000,
        )
        return response


def no_answer(
    error: exceptions.RequestException, request: requests.PreparedRequest
) -> errors.NoAnswer:
    """Return what an error of the HTTP library means."""
    what = f"{request.method} {without_secrets(request.url or '')}"
    if isinstance(error, exceptions.SSLError):
        return errors.CertificateInvalid(
            f"{what} failed: the server's certificate cannot be trusted. If it is"
            f" your cloud's own, name its authority with `cacert`. ({_reason(error)})"
        )
    if isinstance(error, (exceptions.ConnectTimeout, exceptions.ProxyError)):
        return errors.ConnectionFailed(
            f"{what} failed: the server could not be reached. ({_reason(error)})"
        )
    if isinstance(error, exceptions.Timeout) or "ReadTimeoutError" in _names(error):
        return errors.RequestTimeout(
            f"{what} failed: the server was silent for too long. A longer limit is"
            f" set with `api_timeout`. ({_reason(error)})"
        )
    if _names(error) & _NEVER_CONNECTED:
        return errors.ConnectionFailed(
            f"{what} failed: the server could not be reached. Is the address right,"
            f" and the network there? ({_reason(error)})"
        )
    return errors.ConnectionBroken(
        f"{what} failed: the connection was cut before the whole answer had come."
        f" ({_reason(error)})"
    )


def _causes(error: BaseException) -> list[BaseException]:
    """Return what an error of the HTTP library wraps, from the outside in."""
    found: list[BaseException] = []
    inner: object = error
    while isinstance(inner, BaseException) and inner not in found:
        found.append(inner)
        first = next((a for a in inner.args if isinstance(a, BaseException)), None)
        inner = getattr(inner, "reason", None) or first
    return found


def _names(error: BaseException) -> set[str]:
    return {type(cause).__name__ for cause in _causes(error)}


def _reason(error: BaseException) -> str:
    innermost = _causes(error)[-1]
    # The HTTP library writes the object before what happened to it.
    return str(innermost).rsplit(": ", 1)[-1] or type(innermost).__name__
