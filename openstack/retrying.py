"""When a request is sent again, and after which pause."""

from __future__ import annotations

import logging
import random
import time
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, TypeVar

import attrs

from openstack import errors

if TYPE_CHECKING:
    from collections.abc import Callable

    import requests

T = TypeVar("T")

_log = logging.getLogger("openstack.http")

#: The service did not begin with a request that it answered so.
_REFUSED = frozenset({429})


@attrs.frozen(kw_only=True)
class RetryPolicy:
    """Which failures are tried again, how often, and after which pause.

    A failure is tried again when no answer came, or when the status is in
    ``statuses``; but a request that may have had an effect, and may not have it
    twice, only when it certainly had none: when the server could not be reached, or
    answered 429. Pauses double, and are drawn at random from their upper half, so
    that clients do not come back all at once.
    """

    #: How often it is tried again.
    limit: int = 3
    #: The first pause, in seconds.
    first_pause: float = 0.5
    #: No pause is longer, in seconds. A service that asks for more is not waited for.
    longest_pause: float = 60
    #: The statuses that may be gone the next time.
    statuses: frozenset[int] = frozenset({429, 502, 503, 504})

    def may_repeat(self, error: errors.OpenStackError, *, idempotent: bool) -> bool:
        """Say whether a request that failed so may be sent again."""
        if isinstance(error, errors.HTTPError):
            status = error.status_code
            return status in self.statuses and (idempotent or status in _REFUSED)
        if isinstance(error, errors.CertificateInvalid):
            return False
        if isinstance(error, errors.ConnectionFailed):
            return True
        return isinstance(error, errors.NoAnswer) and idempotent

    def pause(self, tried: int, asked_for: float | None) -> float | None:
        """Return the seconds until the next try; ``None`` when there is none.

        :param tried: how often it was tried, the first time included.
        :param asked_for: the seconds that the service asks to wait, if it does.
        """
        if tried > self.limit:
            return None
        if asked_for is not None:
            return max(0, asked_for) if asked_for <= self.longest_pause else None
        longest = min(self.first_pause * 2 ** (tried - 1), self.longest_pause)
        return random.uniform(longest / 2, longest)  # noqa: S311 - no secret


def persist(
    attempt: Callable[[], T],
    *,
    policy: RetryPolicy,
    may_repeat: Callable[[errors.OpenStackError], bool],
    retry_after: Callable[[requests.Response], float | None],
) -> T:
    """Call until it succeeds, fails for good, or was tried often enough.

    :raises OpenStackError: the last failure.
    """
    tried = 0
    while True:
        tried += 1
        try:
            return attempt()
        except errors.OpenStackError as error:
            if not may_repeat(error):
                raise
            asked_for = (
                retry_after(error.response)
                if isinstance(error, errors.HTTPError)
                else None
            )
            pause = policy.pause(tried, asked_for)
            if pause is None:
                raise
            _log.warning(
                "%s; trying again in %.1f s (%d of %d)",
                str(error).rstrip("."),
                pause,
                tried,
                policy.limit,
            )
        time.sleep(pause)


def retry_after(response: requests.Response) -> float | None:
    """Return the seconds that an answer asks to wait, if it does.

    ``Retry-After`` holds seconds or a date.
    """
    value = response.headers.get("retry-after", "").strip()
    if value.isdecimal():
        return float(value)
    try:
        moment = parsedate_to_datetime(value)
    except (ValueError, OverflowError):
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return max(0.0, (moment - datetime.now(UTC)).total_seconds())
