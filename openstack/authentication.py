"""Logging in, and staying so: keystoneauth's work, with our errors and retries."""

from __future__ import annotations

import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING, TypeVar

from keystoneauth1 import exceptions
from keystoneauth1.identity.base import BaseIdentityPlugin

from openstack import errors
from openstack.http import http_error
from openstack.retrying import RetryPolicy, persist, retry_after
from openstack.transport import busy_is_an_error

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Mapping

    import requests
    from keystoneauth1.access import AccessInfo
    from keystoneauth1.session import Session

    from openstack.profile import Profile

T = TypeVar("T")


class Login:
    """Who a connection is logged in as: one token, which its threads share.

    :param session: the keystoneauth session that logs in.
    :param profile: what is known of the cloud.
    :param policy: which failures of logging in are tried again.
    """

    def __init__(
        self, session: Session, profile: Profile, *, policy: RetryPolicy
    ) -> None:
        self.session = session
        self.profile = profile
        self._policy = policy
        self._lock = threading.RLock()

    def call(self, call: Callable[[], T]) -> T:
        """Call what may have to log in first; try again what may be gone then.

        :raises Unauthorized: the credentials are wrong.
        :raises ProfileError: the profile is not enough to log in with.
        """

        def attempt() -> T:
            with self.translated(), busy_is_an_error():
                return call()

        return persist(
            attempt,
            policy=self._policy,
            may_repeat=lambda error: self._policy.may_repeat(error, idempotent=True),
            retry_after=retry_after,
        )

    def headers(self) -> Mapping[str, str]:
        """Return the headers that a request has to have, the token among them."""

        def headers() -> Mapping[str, str]:
            return self.session.get_auth_headers() or {}

        return self.call(headers)

    def renew(self, refused: requests.Response) -> bool:
        """Forget the token that an answer refused; say whether there is another.

        Of many threads whose token was refused, one has it renewed.
        """
        used = refused.request.headers.get("X-Auth-Token")
        with self._lock:
            if self.headers().get("X-Auth-Token") != used:
                return True
            return bool(self.session.invalidate())

    def access(self) -> AccessInfo | None:
        """Return what the Identity service said of the login.

        ``None`` where the way of logging in asks no Identity service.
        """
        auth = self.session.auth
        if not isinstance(auth, BaseIdentityPlugin):
            return None
        return self.call(lambda: auth.get_access(self.session))

    @contextmanager
    def translated(self) -> Generator[None]:
        """Raise our own errors for those of keystoneauth."""
        profile = self.profile
        try:
            yield
        except exceptions.HttpError as error:
            raise _refused(error, profile) from error
        except (exceptions.DiscoveryFailure, exceptions.InvalidResponse) as error:
            raise _nobody_there(error, profile) from error
        except exceptions.EndpointNotFound as error:
            raise errors.EndpointNotFound(str(error)) from error
        except exceptions.ClientException as error:
            raise errors.ProfileError(
                f"Logging in to cloud {profile.name!r} is not possible: {error}"
            ) from error


def _refused(error: exceptions.HttpError, profile: Profile) -> errors.OpenStackError:
    what = f"Logging in to cloud {profile.name!r} failed."
    if error.response is None:
        return errors.InvalidAnswer(f"{what} ({error})")
    found = http_error(error.response)
    if isinstance(found, errors.NotFound):
        # What is missing is no resource: nobody may take it for one that is gone.
        return _nobody_there(found, profile)
    if isinstance(found, errors.Unauthorized):
        what = (
            f"Cloud {profile.name!r} refused to log {who(profile)} in: is the password"
            " (or token, or secret) right, and the project one of theirs?"
        )
    return type(found)(
        f"{what} ({found})", response=found.response, details=found.details
    )


def _nobody_there(error: Exception, profile: Profile) -> errors.InvalidAnswer:
    return errors.InvalidAnswer(
        f"No Identity service was found at {profile.auth.get('auth_url')}: is"
        f" `auth_url` of cloud {profile.name!r} the address of one? ({error})"
    )


def who(profile: Profile) -> str:
    """Return who logs in, as a message says it."""
    for key in ("username", "user_id", "application_credential_id"):
        if key in profile.auth:
            return f"{profile.auth[key]!r}"
    return f"with {profile.auth_type!r}"
