from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING

from openstack.sending import Limits
from openstack.testing import Answer, FakeCloud, Sent

if TYPE_CHECKING:
    from collections.abc import Callable

    import pytest

SERVER = Answer(json={"server": {"id": "1"}})


def test_limits__none(pauses: list[float]) -> None:
    limits = Limits(rate=None, concurrency=None)

    with limits, limits, limits:
        pass

    assert pauses == []


def test_limits__rate(monkeypatch: pytest.MonkeyPatch) -> None:
    """Requests keep their distance, and do not make up for a time without any."""
    now = [100.0]
    begun: list[float] = []

    def sleep(seconds: float) -> None:
        now[0] += seconds

    monkeypatch.setattr(time, "monotonic", lambda: now[0])
    monkeypatch.setattr(time, "sleep", sleep)
    limits = Limits(rate=4, concurrency=1)

    for pause in (0, 0, 0, 60, 0, 0.1):
        now[0] += pause
        with limits:
            begun.append(now[0])

    assert begun == [100, 100.25, 100.5, 160.5, 160.75, 161]


def test_rate__is_that_of_the_profile(cloud: FakeCloud, pauses: list[float]) -> None:
    cloud.on("compute", "GET", "/servers/1", SERVER)
    compute = cloud.connect(rate_limit={"compute": 0.1}).compute

    for _ in range(3):
        compute.get_server("1")

    assert [round(pause) for pause in pauses] == [10, 20]


def test_adapter__has_what_the_profile_says(cloud: FakeCloud) -> None:
    connection = cloud.connect(
        compute_interface=["internal", "public"],
        compute_service_name="nova",
        compute_endpoint_override="https://compute.cloud.example/v2.1",
    )

    client = connection.compute.http

    assert client.service_type == "compute"
    assert client.service_name == "nova"
    assert client.interface == ["internal", "public"]
    assert client.region_name == "RegionOne"
    assert client.endpoint_override == "https://compute.cloud.example/v2.1"


def test_concurrency__is_limited(
    cloud: FakeCloud, at_once: Callable[[int, Callable[[], object]], None]
) -> None:
    under_way, most = 0, 0
    lock, third = threading.Lock(), threading.Event()

    def answer(_: Sent) -> Answer:
        nonlocal under_way, most
        with lock:
            under_way += 1
            most = max(most, under_way)
            if under_way > 2:
                third.set()
        third.wait(0.1)
        with lock:
            under_way -= 1
        return SERVER

    cloud.on("compute", "GET", "/servers/1", answer)
    compute = cloud.connect(concurrency={"compute": 2}).compute

    at_once(6, lambda: compute.get_server("1"))

    assert most == 2
