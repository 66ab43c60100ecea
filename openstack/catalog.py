"""Where the services of a cloud are, and what they are called."""

from __future__ import annotations

import logging
from functools import cache
from typing import TYPE_CHECKING

from keystoneauth1 import exceptions
from keystoneauth1.adapter import Adapter

from openstack import errors
from openstack.microversions import Endpoint

if TYPE_CHECKING:
    from keystoneauth1.access import AccessInfo
    from keystoneauth1.discover import EndpointData

    from openstack.authentication import Login
    from openstack.profile import ServiceSettings

_log = logging.getLogger("openstack.http")


@cache
def official_attribute(name: str) -> str:
    """Return the attribute of a service, of an alias of its type: ``block_storage``."""
    from os_service_types import ServiceTypes

    alias = name.replace("_", "-")
    official = ServiceTypes().get_service_type(alias) or alias
    return str(official).replace("-", "_")


def find_endpoint(login: Login, settings: ServiceSettings) -> str:
    """Return the address that the catalog has for a service.

    :raises EndpointNotFound: it has none; the error says what it has.
    """
    try:
        found = login.call(
            lambda: login.session.get_endpoint(
                service_type=settings.service_type,
                service_name=settings.service_name,
                interface=list(settings.interface),
                region_name=settings.region_name,
                skip_discovery=True,
            )
        )
    except errors.EndpointNotFound as error:
        raise _not_found(settings, login.access()) from error
    if not found:
        raise _not_found(settings, login.access())
    return found


def _not_found(
    settings: ServiceSettings, access: AccessInfo | None
) -> errors.EndpointNotFound:
    region = settings.region_name
    where = f" in region {region!r}" if region else ""
    key = settings.service_type.replace("-", "_")
    return errors.EndpointNotFound(
        f"The catalog has no {' or '.join(settings.interface)} endpoint for service"
        f" {settings.service_type!r}{where}. {_contents(access)} Where the service is"
        f" there all the same, its address goes into `{key}_endpoint_override`."
    )


def _contents(access: AccessInfo | None) -> str:
    if access is None or not access.has_service_catalog():
        return "This way of logging in gives no catalog."
    places: dict[str, list[str]] = {}
    for entry in access.service_catalog.normalize_catalog():
        for endpoint in entry["endpoints"]:
            place = f"{entry['type']} in {endpoint['region_id'] or 'no region'}"
            places.setdefault(place, []).append(endpoint["interface"])
    found = [f"{place} ({', '.join(places[place])})" for place in sorted(places)]
    return f"It has {'; '.join(found) or 'nothing'}."


def discover(login: Login, url: str, *, major: str) -> Endpoint:
    """Return what the document of versions at an address says.

    A service without one is taken as it is, and without microversions.

    :param major: the major version of the API.
    """
    # What goes wrong with logging in says nothing of the service.
    login.headers()
    adapter = Adapter(
        login.session,
        endpoint_override=url,
        min_version=major,
        max_version=f"{major}.latest",
    )
    data = login.call(lambda: _document(adapter))
    if data is None or not data.max_microversion:
        _log.info("%s names no microversions of version %s.", url, major)
    if data is None:
        return Endpoint(url=url.rstrip("/"))
    return Endpoint(
        url=(data.url or url).rstrip("/"),
        min_microversion=_text(data.min_microversion),
        max_microversion=_text(data.max_microversion),
    )


def _document(adapter: Adapter) -> EndpointData | None:
    try:
        return adapter.get_endpoint_data()
    except (exceptions.DiscoveryFailure, exceptions.HttpError):
        return None


def _text(version: tuple[int | float, ...] | None) -> str:
    return ".".join(map(str, version)) if version else ""
