"""How a service talks to its API: one way down, and one way up."""

from __future__ import annotations

import threading
from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar, Self, final

import attrs

from openstack import errors, http, microversions, retrying
from openstack._unset import UNSET, Unset, given
from openstack.extending.hooks import Extensible, chain, collect, replace
from openstack.http import Body, Failure, Request, Response
from openstack.microversions import Endpoint
from openstack.paging import NEXT_PAGE, Page, Paging
from openstack.retrying import RetryPolicy
from openstack.standalone import connection_for

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import Unpack

    import requests
    from keystoneauth1.adapter import Adapter

    from openstack.connection import Connection
    from openstack.options import ConnectOptions
    from openstack.profile import ServiceSettings


class Client(Extensible):
    """What sends the requests of a service. Its subclass ``Service`` has the verbs.

    A vendor overrides a hook to change every request.

    :param connection: the connection that it belongs to; left out, it makes its own
        of the other parameters, which are those of :func:`openstack.connect`.
    """

    #: The type of the service in the catalog.
    service_type: ClassVar[str] = ""
    #: The major version of the API, where the catalog's address leads to a document
    #: of versions; ``""`` where that address is used as it is.
    api_version: ClassVar[str] = ""
    #: The newest microversion that this class knows; ``""`` where there are none.
    max_microversion: ClassVar[str] = ""
    #: How the API says where the next page is.
    paging: ClassVar[Paging] = "links"
    #: The member of an item that the next page is asked for with.
    page_marker: ClassVar[str] = "id"
    #: Whether the next page is fetched while the caller works through this one.
    read_ahead: ClassVar[bool] = True
    #: Which failures are tried again; the profile's ``retries`` sets how often.
    retry_policy: ClassVar[RetryPolicy] = RetryPolicy()
    #: Headers that every request has, unless it has its own.
    default_headers: ClassVar[Mapping[str, str]] = collect(
        {"Accept": "application/json"}, since="1.0"
    )
    #: The error that each status stands for.
    error_classes: ClassVar[Mapping[int, type[errors.HTTPError]]] = collect(
        errors.BY_STATUS, since="1.0"
    )

    @final
    def __init__(
        self,
        connection: Connection | None = None,
        *,
        cloud: str | None = None,
        region_name: str | None = None,
        vendor: str | None = None,
        **options: Unpack[ConnectOptions],
    ) -> None:
        self._owns_connection = connection is None
        where = {"cloud": cloud, "region_name": region_name, "vendor": vendor}
        #: The connection that it belongs to.
        self.connection = connection_for(type(self), connection, {**where, **options})
        self._lock = threading.RLock()
        self._located: Endpoint | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the connection, if the service made it itself."""
        if self._owns_connection:
            self.connection.close()

    def __repr__(self) -> str:
        return f"<{type(self).__name__} of {self.connection!r}>"

    @cached_property
    def settings(self) -> ServiceSettings:
        """What the profile says of this service."""
        return self.connection.profile.service(self.service_type)

    @cached_property
    def http(self) -> Adapter:
        """The HTTP client of the service, for what has no method here."""
        from openstack.sending import adapter

        return adapter(self.connection.session, self.settings)

    @replace("1.0")
    def endpoint(self) -> str:
        """Return the address of the service.

        Override it where the catalog's is wrong, or lacks something; the base
        returns what the profile's ``endpoint_override`` or the catalog says.

        :raises EndpointNotFound: neither has it.
        """
        return self.connection.endpoint_for(self.settings)

    @replace("1.0")
    def discover_version(self, url: str) -> Endpoint:
        """Return where the service is, and which versions it speaks there.

        Override it where the service has no document of versions, or a wrong one.

        :param url: what :meth:`endpoint` returned.
        """
        if not self.api_version:
            return Endpoint(url=url.rstrip("/"))
        microversions.check_major(self.api_version, self.settings)
        from openstack.catalog import discover

        return discover(self.connection.login, url, major=self.api_version)

    @replace("1.0")
    def microversion_for(self, request: Request) -> str | None:
        """Return the microversion that a request speaks; ``None`` for the oldest.

        Override it where an operation works only in some versions; the base returns
        the newest that both sides know.

        :param request: the request, complete but for its microversion.
        """
        del request
        return self.microversion

    @replace("1.0")
    def next_page(self, page: Page) -> Request | None:
        """Return the request for the next page, or ``None`` after the last one.

        Override it where the API pages in a way that ``paging`` has no word for.

        :param page: the page that came.
        """
        return NEXT_PAGE[self.paging](page)

    @replace("1.0")
    def retry_after(self, response: requests.Response) -> float | None:
        """Return the seconds that an answer asks to wait before the next try.

        Override it where the service says so in a way of its own.

        :param response: an answer with a status of ``retry_policy.statuses``.
        """
        return retrying.retry_after(response)

    @chain("1.0")
    def on_request(self, request: Request) -> Request | None:
        """Change a request before it is sent, or say ``None`` to leave it.

        Called once a request, however often it is tried. Base classes come first.

        :param request: change it with ``attrs.evolve`` or ``request.with_headers``.
        """

    @chain("1.0", base_last=True)
    def on_response(self, response: Response) -> Response | None:
        """Change an answer before it is read, or say ``None`` to leave it.

        Called for answers that are no errors; an error raised here reaches the
        caller. Subclasses come first.

        :param response: change it with ``attrs.evolve``.
        """

    @chain("1.0", base_last=True)
    def on_error(self, failure: Failure) -> Failure | None:
        """Put another error in the place of one, or say ``None`` to leave it.

        Called when a request has failed for good. Subclasses come first.

        :param failure: change it with ``attrs.evolve(failure, error=...)``.
        """

    @property
    def microversion(self) -> str | None:
        """The microversion that is spoken; ``None`` where there are none."""
        return microversions.negotiate(
            self.located(),
            newest=self.max_microversion,
            asked_for=self.settings.default_microversion,
            service=self.service_type,
        )

    def located(self) -> Endpoint:
        """Return where the service is, and which versions it speaks there.

        :raises EndpointNotFound: neither the profile nor the catalog says.
        """
        # One thread asks; the others wait for what it hears.
        with self._lock:
            if self._located is None:
                self._located = self.discover_version(self.endpoint())
            return self._located

    @replace("1.0")
    def _request(
        self,
        method: str,
        path: str,
        *,
        params: Mapping[str, Any] = {},
        headers: Mapping[str, str | Unset] = {},
        json: Any = UNSET,
        data: Body | None = None,
        authenticated: bool = True,
        stream: bool = False,
        idempotent: bool | Unset = UNSET,
    ) -> Response:
        """Send a request, and return the answer.

        :param path: below the endpoint, quoted; or a whole URL.
        :param params: the query; a list stands for the same name several times.
        :param json: is sent as JSON.
        :param data: is sent as it is.
        :param stream: leave the body to be read by the caller.
        :param idempotent: whether it may be sent again though it may have had an
            effect; left out, the method says.
        :raises HTTPError: the service answered with an error.
        :raises NoAnswer: no whole answer came.
        """
        request = Request(
            method=method,
            path=path,
            params=http.query(params),
            headers={**self.default_headers, **given(headers)},
            json=json,
            data=data,
            authenticated=authenticated,
            stream=stream,
            **given({"idempotent": idempotent}),
        )
        return self._exchange(request)

    def _exchange(self, request: Request) -> Response:
        """Take a request down through the hooks, and its answer up again."""
        try:
            if self.max_microversion or self.settings.default_microversion:
                spoken = self.microversion_for(request)
                request = attrs.evolve(request, microversion=spoken)
            request = self._run("on_request", request)
            return self._run("on_response", self._answer(request))
        except errors.OpenStackError as error:
            failure = Failure(request=request, error=error)
            found = self._run("on_error", failure).error
            if found is error:
                raise
            raise found from error

    def _answer(self, request: Request) -> Response:
        """Return the answer, after as many tries as it takes and is allowed."""
        rewind = http.rewinder(request.data)
        policy = attrs.evolve(self.retry_policy, limit=self.settings.retries)

        def may_repeat(error: errors.OpenStackError) -> bool:
            allowed = policy.may_repeat(error, idempotent=request.idempotent)
            # A body that was never begun needs no rewinding.
            unread = isinstance(error, errors.ConnectionFailed)
            return allowed and (rewind() or unread)

        return retrying.persist(
            lambda: self._send(request, rewind),
            policy=policy,
            may_repeat=may_repeat,
            retry_after=self.retry_after,
        )

    def _send(self, request: Request, rewind: Callable[[], bool]) -> Response:
        """Send a request once; twice when the token had to be renewed."""
        from openstack.sending import send

        whole = request.path.startswith(("http://", "https://"))
        url = request.path if whole else self.located().url + request.path
        raw = send(self.connection, self.http, url, request)
        expired = raw.status_code == 401 and request.authenticated  # noqa: PLR2004
        if expired and self.connection.login.renew(raw) and rewind():
            raw = send(self.connection, self.http, url, request)
        if raw.ok:
            return Response(request=request, raw=raw)
        raise http.http_error(raw, self.error_classes)
