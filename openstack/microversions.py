"""Microversions: which version of an API both sides speak."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from openstack import errors

if TYPE_CHECKING:
    from openstack.profile import ServiceSettings


@attrs.frozen(kw_only=True)
class Endpoint:
    """Where a service is, and which versions it speaks there."""

    #: The address that paths are below, without a slash at its end.
    url: str
    #: The oldest microversion it speaks, or ``""`` where it has none.
    min_microversion: str = ""
    #: The newest microversion it speaks, or ``""`` where it has none.
    max_microversion: str = ""


def number(microversion: str) -> tuple[int, int]:
    """Return a microversion as numbers, which compare as versions do.

    :raises InvalidArgument: it is none.
    """
    major, dot, minor = microversion.partition(".")
    if not (dot and major.isdecimal() and minor.isdecimal()):
        raise errors.InvalidArgument(
            f"{microversion!r} is no microversion: one looks like '2.79'."
        )
    return int(major), int(minor)


def check_major(known: str, settings: ServiceSettings) -> None:
    """Refuse a profile that asks for another major version than there is a class for.

    :param known: the major version of the API that the class speaks.
    :param settings: what the profile says of the service.
    :raises NotSupported: before anything is sent.
    """
    asked_for = settings.api_version
    if asked_for and asked_for.removeprefix("v").partition(".")[0] != known:
        key = settings.service_type.replace("-", "_")
        raise errors.NotSupported(
            f"The profile asks for version {asked_for} of the {settings.service_type}"
            f" API (`{key}_api_version`), and this library speaks version {known} of"
            " it. Nothing was sent."
        )


def negotiate(
    endpoint: Endpoint, *, newest: str, asked_for: str | None, service: str
) -> str | None:
    """Return the microversion to speak; ``None`` where there are none.

    :param newest: the newest one that this library knows, or ``""``.
    :param asked_for: the one that the profile asks for, if it does.
    :param service: the service's type, for the message.
    :raises MicroversionTooOld: the service does not speak what is asked for.
    :raises NotSupported: it speaks only newer ones.
    """
    if asked_for is not None:
        require(asked_for, endpoint.max_microversion, what=f"{service} {asked_for}")
        key = f"{service.replace('-', '_')}_default_microversion"
        why = f"{asked_for} is what the profile asks for (`{key}`)."
        _refuse_older(endpoint, asked_for, service, why)
        return asked_for
    if not (newest and endpoint.max_microversion):
        return None
    why = (
        f"{newest} is the newest that this library knows. A newer stackbase is needed."
    )
    _refuse_older(endpoint, newest, service, why)
    return min(newest, endpoint.max_microversion, key=number)


def _refuse_older(
    endpoint: Endpoint, microversion: str, service: str, why: str
) -> None:
    """Refuse a microversion that the service no longer speaks."""
    if number(microversion) < number(endpoint.min_microversion or microversion):
        raise errors.NotSupported(
            f"The {service} service at {endpoint.url} speaks microversions from"
            f" {endpoint.min_microversion} on, and {why}"
        )


def require(needed: str, spoken: str | None, *, what: str) -> None:
    """Refuse what needs a newer microversion than is spoken.

    :raises MicroversionTooOld: before anything is sent.
    """
    if not spoken or number(spoken) < number(needed):
        has = f"only {spoken} is spoken" if spoken else "the service has none"
        raise errors.MicroversionTooOld(
            f"{what} needs microversion {needed}, and {has}. Nothing was sent."
        )
