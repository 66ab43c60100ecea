"""Handing a request to keystoneauth."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from openstack._unset import UNSET

if TYPE_CHECKING:
    from collections.abc import Mapping

    import requests
    from keystoneauth1.adapter import Adapter

    from openstack.http import Request


def send(
    client: Adapter, url: str, request: Request, headers: Mapping[str, str]
) -> requests.Response:
    """Send a request, once; whatever comes back is returned.

    :param headers: those of the connection, the token among them; the request's win.
    """
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
