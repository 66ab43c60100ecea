from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest
import requests

from openstack import errors, waiting
from openstack.resource import Resource

if TYPE_CHECKING:
    from collections.abc import Callable


class Box(Resource):
    status: str | None = None
    power: str | None = None


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """Return the pauses that were made; a clock goes on by them alone."""
    made: list[float] = []
    monkeypatch.setattr(time, "sleep", made.append)
    monkeypatch.setattr(time, "monotonic", lambda: 1000 + sum(made))
    return made


def looks(*found: str | Exception) -> Callable[[], Box]:
    """Return what sees a box in one status after another; the last one stays."""
    left = list(found)

    def look() -> Box:
        status = left.pop(0) if len(left) > 1 else left[0]
        if isinstance(status, Exception):
            raise status
        return Box(id="b1", status=status, power=status)

    return look


def missing() -> errors.NotFound:
    """Return the error of something that is not there."""
    return errors.NotFound("No box.", response=requests.Response())


def test_for_status(clock: list[float]) -> None:
    box = waiting.for_status(looks("BUILD", "BUILD", "ACTIVE"), "ACTIVE")

    assert box == Box(id="b1", status="ACTIVE", power="ACTIVE")
    assert clock == [2, 2]


def test_for_status__at_once(clock: list[float]) -> None:
    waiting.for_status(looks("ACTIVE"), "ACTIVE")

    assert clock == []


def test_for_status__in_any_case(clock: list[float]) -> None:
    assert waiting.for_status(looks("active"), "ACTIVE").status == "active"
    assert waiting.for_status(looks("ACTIVE"), "Active").status == "ACTIVE"
    assert clock == []


def test_for_status__of_another_field(clock: list[float]) -> None:
    waiting.for_status(looks("off", "on"), "on", attribute="power", interval=0.5)

    assert clock == [0.5]


def test_for_status__failure(clock: list[float]) -> None:
    with pytest.raises(errors.WaitFailed) as caught:
        waiting.for_status(looks("BUILD", "ERROR", "ACTIVE"), "ACTIVE")

    assert str(caught.value) == (
        "Box b1 became ERROR while it was waited for to become ACTIVE."
    )
    assert clock == [2]


def test_for_status__other_failures(clock: list[float]) -> None:
    look = looks("error", "gone")

    with pytest.raises(errors.WaitFailed, match="became gone"):
        waiting.for_status(look, "ACTIVE", failures=["LOST", "GONE"])

    assert clock == [2]


def test_for_status__waiting_for_a_failure(clock: list[float]) -> None:
    """What is waited for is no failure, even if it is called one."""
    assert waiting.for_status(looks("BUILD", "ERROR"), "error").status == "ERROR"
    assert clock == [2]


def test_for_status__timeout(clock: list[float]) -> None:
    with pytest.raises(errors.WaitTimeout) as caught:
        waiting.for_status(looks("BUILD"), "ACTIVE", interval=4, wait=10)

    assert str(caught.value) == "Box b1 is BUILD and not ACTIVE after 10 seconds."
    assert clock == [4, 4, 2]


def test_for_status__no_time_at_all(clock: list[float]) -> None:
    with pytest.raises(errors.WaitTimeout, match=r"after 0 seconds\.$"):
        waiting.for_status(looks("BUILD"), "ACTIVE", wait=0)

    assert clock == []


def test_for_status__for_ever(clock: list[float]) -> None:
    looked = looks(*["BUILD"] * 500, "ACTIVE")

    waiting.for_status(looked, "ACTIVE", wait=None)

    assert clock == [2] * 500


def test_for_status__callback(clock: list[float]) -> None:
    seen: list[Box] = []

    waiting.for_status(looks("BUILD", "BOOT", "ACTIVE"), "ACTIVE", callback=seen.append)

    assert [box.status for box in seen] == ["BUILD", "BOOT"]
    assert len(clock) == 2


def test_for_status__it_disappears(clock: list[float]) -> None:
    with pytest.raises(errors.NotFound):
        waiting.for_status(looks("BUILD", missing()), "ACTIVE")

    assert clock == [2]


def test_for_deletion(clock: list[float]) -> None:
    seen: list[Box] = []

    waiting.for_deletion(looks("ACTIVE", "DELETING", missing()), callback=seen.append)

    assert [box.status for box in seen] == ["ACTIVE", "DELETING"]
    assert clock == [2, 2]


@pytest.mark.parametrize("status", ["DELETED", "deleted", "SOFT_DELETED"])
def test_for_deletion__still_shown(clock: list[float], status: str) -> None:
    """Some services go on to show what was deleted."""
    waiting.for_deletion(looks("ACTIVE", status))

    assert clock == [2]


def test_for_deletion__without_a_status(clock: list[float]) -> None:
    class Plain(Resource):
        name: str | None = None

    left = [Plain(id="p1")]

    def look() -> Plain:
        if not left:
            raise missing()
        return left.pop()

    waiting.for_deletion(look, interval=1)

    assert clock == [1]


def test_for_deletion__timeout(clock: list[float]) -> None:
    with pytest.raises(errors.WaitTimeout) as caught:
        waiting.for_deletion(looks("ACTIVE"), interval=1, wait=2.5)

    assert str(caught.value) == "Box b1 is still there after 2.5 seconds."
    assert clock == [1, 1, 0.5]
