"""Logging in: keystoneauth's errors in our words."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from keystoneauth1 import exceptions

from openstack import errors
from openstack.http import http_error

if TYPE_CHECKING:
    from collections.abc import Iterator

    from openstack.profile import Profile


@contextmanager
def translated(profile: Profile) -> Iterator[None]:
    """Raise our own errors for those of keystoneauth.

    :param profile: whose login it is, for the message.
    """
    try:
        yield
    except exceptions.HttpError as error:
        raise _refused(error, profile) from error
    except exceptions.DiscoveryFailure as error:
        raise errors.InvalidAnswer(
            f"No Identity service was found at {profile.auth.get('auth_url')}: is"
            f" `auth_url` of cloud {profile.name!r} the address of one? ({error})"
        ) from error
    except exceptions.EndpointNotFound as error:
        raise errors.EndpointNotFound(str(error)) from error
    except exceptions.ClientException as error:
        raise errors.ProfileError(
            f"Logging in to cloud {profile.name!r} is not possible: {error}"
        ) from error


def _refused(error: exceptions.HttpError, profile: Profile) -> errors.OpenStackError:
    if error.response is None:
        return errors.InvalidAnswer(
            f"Logging in to cloud {profile.name!r} failed: {error}"
        )
    found = http_error(error.response)
    if isinstance(found, errors.Unauthorized):
        message = (
            f"Cloud {profile.name!r} refused to log {who(profile)} in: is the password"
            f" (or token, or secret) right, and the project one of theirs? {found}"
        )
        return errors.Unauthorized(
            message, response=found.response, details=found.details
        )
    return found


def who(profile: Profile) -> str:
    """Return who logs in, as a message says it."""
    for key in ("username", "user_id", "application_credential_id"):
        if key in profile.auth:
            return f"{profile.auth[key]!r}"
    return f"with {profile.auth_type!r}"
