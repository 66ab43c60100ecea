from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from openstack.testing import Answer, FakeCloud, Sent

if TYPE_CHECKING:
    from collections.abc import Callable

SERVER = Answer(json={"server": {"id": "1"}})


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
    lock, both = threading.Lock(), threading.Event()

    def answer(_: Sent) -> Answer:
        nonlocal under_way, most
        with lock:
            under_way += 1
            most = max(most, under_way)
            if under_way == 2:
                both.set()
        both.wait(1)
        with lock:
            under_way -= 1
        return SERVER

    cloud.on("compute", "GET", "/servers/1", answer)
    compute = cloud.connect(concurrency={"compute": 2}).compute

    at_once(6, lambda: compute.get_server("1"))

    assert most == 2
