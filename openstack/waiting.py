"""Waiting until a resource becomes something, or is gone."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, TypeVar

from openstack import errors
from openstack.resource import Resource

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

R = TypeVar("R", bound=Resource)


def for_status(
    look: Callable[[], R],
    status: str,
    *,
    attribute: str = "status",
    failures: Iterable[str] = ("ERROR",),
    interval: float = 2,
    wait: float | None = 120,
    callback: Callable[[R], object] | None = None,
) -> R:
    """Look at a resource until it has a status; return it.

    :param look: returns the resource as it is now.
    :param status: what to wait for; upper and lower case are the same.
    :param attribute: the field that holds the status.
    :param failures: the statuses that end the waiting with an error.
    :param interval: the seconds between two looks.
    :param wait: the seconds after which to give up; ``None`` for never.
    :param callback: is called with the resource after each look that was in vain.
    :raises WaitFailed: it has one of the failure statuses.
    :raises WaitTimeout: time is up.
    """
    bad = {failure.casefold() for failure in failures}
    deadline = _Deadline(wait)
    while True:
        resource = look()
        found = str(resource[attribute]).casefold()
        if found == status.casefold():
            return resource
        where = f"{type(resource).__name__} {resource.id}"
        if found in bad:
            raise errors.WaitFailed(
                f"{where} became {resource[attribute]} while it was waited for to"
                f" become {status}."
            )
        deadline.check(f"{where} is {resource[attribute]} and not {status}")
        if callback is not None:
            callback(resource)
        deadline.pause(interval)


def for_deletion(
    look: Callable[[], R],
    *,
    interval: float = 2,
    wait: float | None = 120,
    callback: Callable[[R], object] | None = None,
) -> None:
    """Look at a resource until there is none.

    :param look: returns the resource as it is now, or raises ``NotFound``.
    :param interval: the seconds between two looks.
    :param wait: the seconds after which to give up; ``None`` for never.
    :param callback: is called with the resource after each look that was in vain.
    :raises WaitTimeout: time is up.
    """
    deadline = _Deadline(wait)
    while True:
        try:
            resource = look()
        except errors.NotFound:
            return
        if str(resource.get("status", "")).casefold() in {"deleted", "soft_deleted"}:
            return
        deadline.check(f"{type(resource).__name__} {resource.id} is still there")
        if callback is not None:
            callback(resource)
        deadline.pause(interval)


class _Deadline:
    def __init__(self, wait: float | None) -> None:
        self.wait = wait
        self.ends = None if wait is None else time.monotonic() + wait

    def check(self, state: str) -> None:
        if self.ends is not None and time.monotonic() >= self.ends:
            raise errors.WaitTimeout(f"{state} after {self.wait:g} seconds.")

    def pause(self, interval: float) -> None:
        left = interval if self.ends is None else self.ends - time.monotonic()
        # The last look is taken when time is up, and no later.
        time.sleep(max(0, min(interval, left)))
