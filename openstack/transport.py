"""The way to the wire: one pool of connections, time limits, and the log."""

from __future__ import annotations

import logging
import time
from contextlib import contextmanager
from contextvars import ContextVar
from http.client import TOO_MANY_REQUESTS
from types import NoneType
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin, urlsplit, urlunsplit

import requests
from keystoneauth1.session import TCPKeepAliveAdapter
from requests import exceptions

from openstack import errors
from openstack._version import VERSION
from openstack.http import http_error, without_secrets

if TYPE_CHECKING:
    from collections.abc import Generator, Mapping

    from requests.adapters import BaseAdapter

    from openstack.profile import Profile

_log = logging.getLogger("openstack.http")

#: What urllib3 calls it when no connection came about.
_NEVER_CONNECTED = frozenset({"NewConnectionError", "NameResolutionError"})

#: What it calls a certificate that it does not trust.
_DISTRUST = frozenset({"CertificateError", "SSLCertVerificationError"})

#: The answers that keystoneauth follows.
_REDIRECTS = frozenset({301, 302, 303, 305, 307, 308})

#: As many threads may use a connection at once without opening one in vain.
POOL_SIZE = 32


def user_agent(profile: Profile, products: Mapping[str, str]) -> str:
    """Return who asks, as servers are told.

    :param products: names and versions of what asks, beside this library and the
        application that the profile names.
    """
    name, version = profile.get("app_name"), profile.get("app_version")
    application = {name: version} if name else {}
    everyone = {**application, **products, "stackbase": VERSION}
    return " ".join(f"{n}/{v}" if v else n for n, v in everyone.items())


_busy_is_an_error: ContextVar[bool] = ContextVar("busy_is_an_error", default=False)


@contextmanager
def busy_is_an_error() -> Generator[None]:
    """Raise for an answer of a service that is busy, or broken, within the context.

    Where keystoneauth asks for versions, it takes such an answer for none, and goes
    on with a guess.
    """
    token = _busy_is_an_error.set(True)
    try:
        yield
    finally:
        _busy_is_an_error.reset(token)


def _is_busy(response: requests.Response) -> bool:
    return response.status_code == TOO_MANY_REQUESTS or response.status_code >= 500  # noqa: PLR2004 - as the standard has it


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

        :raises InvalidArgument: its address or a header cannot be sent.
        """
        try:
            prepared = super().prepare_request(request)
            self.get_adapter(prepared.url or "")
            _check_headers(prepared)
        except (exceptions.RequestException, UnicodeError) as error:
            # Without the cause, which quotes headers: they hold secrets.
            raise _not_sendable(error, request) from None
        path = urlsplit(str(request.url)).path
        if "/." in path:
            parts = urlsplit(prepared.url or "")
            prepared.url = urlunsplit(parts._replace(path=path))
        return prepared

    def send(
        self, request: requests.PreparedRequest, **options: Any
    ) -> requests.Response:
        """Send a request, within the time limits, and log it.

        :raises NoAnswer: no whole answer came; in one of its forms.
        :raises InvalidAnswer: it leads to where the request must not go.
        :raises HTTPError: the service is busy, and :func:`busy_is_an_error` holds.
        """
        if options.get("timeout") is None:
            options["timeout"] = self.timeout
        started = time.perf_counter()
        try:
            response = super().send(request, **options)
            if not response.ok:
                # Also of an answer that is read in pieces: it says what went wrong.
                _ = response.content
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
        if _busy_is_an_error.get() and _is_busy(response):
            raise http_error(response)
        if response.status_code in _REDIRECTS:
            self._check_redirect(request, response)
        return response

    def _check_redirect(
        self, request: requests.PreparedRequest, response: requests.Response
    ) -> None:
        """Refuse a redirect that keystoneauth, which follows them, should not."""
        url = request.url or ""
        target = urljoin(url, response.headers.get("location", ""))
        body: Any = request.body
        if "X-Auth-Token" in request.headers and _leads_away(url, target):
            why = "it carries a token, which is for that server alone"
        elif not isinstance(body, (bytes, str, NoneType)):
            why = "its body has been sent, and cannot be read again"
        else:
            # Keystoneauth does not know what a relative address is relative to.
            response.headers["location"] = target
            return
        raise errors.InvalidAnswer(
            f"{request.method} {without_secrets(url)} was answered with a redirect to"
            f" {without_secrets(target)}, and is not sent there: {why}."
        )


def _leads_away(url: str, target: str) -> bool:
    """Return whether an address is of another server, or of the same without TLS."""
    scheme, server = _server(url)
    new_scheme, new_server = _server(target)
    return server != new_server or scheme not in {"http", new_scheme}


def _server(url: str) -> tuple[str, str]:
    parts = urlsplit(url)
    default_port = {"http": ":80", "https": ":443"}.get(parts.scheme, "")
    return parts.scheme, parts.netloc.lower().removesuffix(default_port)


def _check_headers(prepared: requests.PreparedRequest) -> None:
    for value in prepared.headers.values():
        value.encode("latin-1")


def _not_sendable(error: Exception, request: requests.Request) -> Exception:
    """Return the error that says why a request was not sent."""
    reason = str(error)
    if isinstance(error, (exceptions.InvalidHeader, UnicodeError)):
        reason = (
            "a header is no text, has a line break, begins with a space, or holds a"
            " character that none can hold."
        )
    return errors.InvalidArgument(
        f"{request.method} {without_secrets(request.url)} cannot be sent: {reason}"
    )


def no_answer(
    error: exceptions.RequestException, request: requests.PreparedRequest
) -> errors.NoAnswer:
    """Return what an error of the HTTP library means."""
    what = f"{request.method} {without_secrets(request.url or '')}"
    if isinstance(error, exceptions.SSLError):
        if _names(error).isdisjoint(_DISTRUST):
            return errors.ConnectionBroken(
                f"{what} failed: TLS broke down. Does the server speak it at that"
                f" address? ({_reason(error)})"
            )
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
    # The HTTP library writes the object, or a code, before what happened to it.
    text = str(innermost).rpartition("] ")[2].rpartition(": ")[2]
    if text.count(")") > text.count("("):
        # It closes one that was opened before.
        text = text.removesuffix(")")
    return " ".join(text.split()) or type(innermost).__name__
