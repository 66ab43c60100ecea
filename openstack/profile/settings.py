"""What a profile says of one service."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import attrs

from openstack.errors import ProfileError
from openstack.profile.sections import is_mapping
from openstack.profile.services import official, prefix

if TYPE_CHECKING:
    from collections.abc import Mapping

#: A token with one of these has a catalog, which knows the Identity service.
_SCOPES = (
    *("domain_id", "domain_name", "project_id", "project_name"),
    *("system_scope", "trust_id"),
    *("application_credential_id", "application_credential_name"),
)


@attrs.frozen
class ServiceSettings:
    """What is known of one service before the cloud is asked."""

    #: The type to look for in the catalog.
    service_type: str
    #: The name to look for, where a catalog has two of one type.
    service_name: str | None
    #: The interfaces to look for, the best first.
    interface: tuple[str, ...]
    #: The region to look for.
    region_name: str | None
    #: The major version of the API, such as ``3``.
    api_version: str | None
    #: The microversion to ask for, instead of the newest that both sides know.
    default_microversion: str | None
    #: Where the service is, whatever the catalog says.
    endpoint_override: str | None
    #: Whether the service may be used.
    enabled: bool
    #: How many requests may be sent in a second.
    rate_limit: float | None
    #: How many requests may be under way at once.
    concurrency: int | None
    #: How often a failed request is sent again.
    retries: int


def service_settings(
    service_type: str,
    settings: Mapping[str, Any],
    *,
    auth_type: str,
    auth: Mapping[str, Any],
    region_name: str | None,
) -> ServiceSettings:
    """Gather what the settings say of a service.

    :param service_type: its official type or an alias.
    :raises ProfileError: two settings contradict each other.
    """
    service = official(service_type)
    start = prefix(service)

    def own(name: str, default: Any = None) -> Any:
        return settings.get(f"{start}_{name}", default)

    version, microversion = _versions(start, settings)
    return ServiceSettings(
        service_type=own("service_type", service),
        service_name=own("service_name"),
        interface=own("interface", settings["interface"]),
        region_name=own("region_name", region_name),
        api_version=version,
        default_microversion=microversion,
        endpoint_override=own("endpoint_override", _endpoint(service, auth_type, auth)),
        enabled=settings.get(f"has_{start}", True),
        rate_limit=_limit(settings.get("rate_limit"), service),
        concurrency=_limit(settings.get("concurrency"), service),
        retries=own("retries", settings["retries"]),
    )


def _versions(start: str, settings: Mapping[str, Any]) -> tuple[str | None, str | None]:
    """Return the major version and the microversion.

    ``2.79`` is both in one; the ``.0`` of ``2.0`` is no microversion.
    """
    version: str | None = settings.get(f"{start}_api_version")
    microversion: str | None = settings.get(f"{start}_default_microversion")
    if version is None or version == "latest":
        return None, microversion
    major, _, minor = version.partition(".")
    if not minor.strip("0"):
        return version, microversion
    if microversion not in (None, version):
        raise ProfileError(
            f"{start}_api_version {version} asks for another microversion than "
            f"{start}_default_microversion {microversion}. Leave out one of them, or "
            f"write {major} for the first."
        )
    return major, version


def _endpoint(service: str, auth_type: str, auth: Mapping[str, Any]) -> str | None:
    """Return where a service is that no catalog can tell of."""
    if auth_type == "none":
        return auth.get("endpoint")
    if service == "identity" and auth.keys().isdisjoint(_SCOPES):
        # Without a scope, a token comes without a catalog.
        return auth.get("auth_url")
    return None


def _limit(limit: Any, service: str) -> Any:
    """Return the limit of a service, of one for all or of one for each."""
    return limit.get(service) if is_mapping(limit) else limit
