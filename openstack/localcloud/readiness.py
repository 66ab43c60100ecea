"""Waits until the servers answer."""

from __future__ import annotations

import contextlib
import http.client
import json
import time
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import attrs

from openstack.localcloud.plan import USERS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from openstack.localcloud.plan import Plan
    from openstack.localcloud.process import Server

#: A connection breaks a moment before the process of the server is gone.
_PATIENCE = 2


@attrs.frozen(kw_only=True)
class Access:
    """What opens a user's object storage."""

    #: The token.
    token: str
    #: Where the object storage is, as the catalog says.
    url: str


def log_in(keystone: Server, *, plan: Plan, deadline: float) -> Access:
    """Log in as the first user as soon as Keystone lets anyone in.

    :param deadline: when to give up, by the monotonic clock.
    :raises LocalCloudError: when it fails.
    """
    said = plan.credentials(USERS[0])
    domain = {"name": said["user_domain_name"]}
    user = {"name": said["username"], "domain": domain, "password": said["password"]}
    auth = {
        "identity": {"methods": ["password"], "password": {"user": user}},
        "scope": {"project": {"name": said["project_name"], "domain": domain}},
    }
    headers, body = _ask(
        keystone,
        "POST",
        f"{plan.auth_url}/auth/tokens",
        headers={"Content-Type": "application/json"},
        body=json.dumps({"auth": auth}),
        deadline=deadline,
    )
    catalog: list[dict[str, Any]] = json.loads(body)["token"]["catalog"]
    url = next(s["endpoints"][0]["url"] for s in catalog if s["name"] == "swift")
    return Access(token=headers["X-Subject-Token"], url=url)


def open_storage(swift: Server, *, access: Access, deadline: float) -> None:
    """Ask for the object storage of a user as soon as Swift answers anyone.

    :param deadline: when to give up, by the monotonic clock.
    :raises LocalCloudError: when it fails.
    """
    headers = {"X-Auth-Token": access.token}
    _ask(swift, "HEAD", access.url, headers=headers, deadline=deadline)


def _ask(
    server: Server,
    method: str,
    url: str,
    *,
    headers: Mapping[str, str],
    deadline: float,
    body: str | None = None,
) -> tuple[http.client.HTTPMessage, bytes]:
    parts = urlsplit(url)
    # Not through requests: it would obey the environment, which may name a proxy.
    connection = http.client.HTTPConnection(
        parts.netloc, timeout=max(deadline - time.monotonic(), 0.001)
    )
    with contextlib.closing(connection):
        try:
            connection.request(method, parts.path, body=body, headers=dict(headers))
            answer = connection.getresponse()
            content = answer.read()
        except TimeoutError:
            raise server.failure(
                f"{server.title} did not answer in time. On a slow machine, allow it"
                " more with start_timeout."
            ) from None
        except (OSError, http.client.HTTPException) as error:
            server.check(patience=_PATIENCE)
            raise server.failure(f"{server.title} hung up: {error!r}.") from error
    if answer.status >= http.HTTPStatus.MULTIPLE_CHOICES:
        raise server.failure(f"{server.title} answered with {answer.status}.")
    return answer.headers, content
