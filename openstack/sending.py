"""Handing a request to keystoneauth."""

from __future__ import annotations

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


def adapter(session: Session, settings: ServiceSettings) -> Adapter:
    """Return the HTTP client of a service, as keystoneauth has it."""
    return Adapter(
        session,
        service_type=settings.service_type,
        service_name=settings.service_name,
        interface=list(settings.interface),
        region_name=settings.region_name,
        endpoint_override=settings.endpoint_override,
        rate_limit=settings.rate_limit,
        concurrency=settings.concurrency,
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
