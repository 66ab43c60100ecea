"""What a connection takes beside the name of its cloud."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypedDict

if TYPE_CHECKING:
    from collections.abc import Mapping


class ConnectOptions(TypedDict, total=False):
    """What a connection takes beside the cloud: what a profile says, given here.

    Any other key of a profile is taken as well, such as
    ``compute_endpoint_override``; type checkers know only these.
    """

    auth: Mapping[str, Any]
    auth_type: str
    auth_url: str
    username: str
    user_id: str
    password: str
    user_domain_name: str
    user_domain_id: str
    project_name: str
    project_id: str
    project_domain_name: str
    project_domain_id: str
    token: str
    application_credential_id: str
    application_credential_name: str
    application_credential_secret: str
    system_scope: str
    interface: str
    verify: bool | str
    insecure: bool
    cacert: str
    cert: str
    key: str
    api_timeout: float
    connect_timeout: float
    retries: int
    app_name: str
    app_version: str
