from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

import openstack
from openstack import extending
from openstack.service import Service
from openstack.testing import Answer, FakeCloud
from openstack.testing.fake_cloud import ENDPOINTS

if TYPE_CHECKING:
    from openstack.http import Response

BOX = "https://box.cloud.example/v1"
OK = Answer(json={"done": True})


class Box(Service):
    """A service that sends whatever it is asked to."""

    service_type = "box"

    def ask(self, method: str = "GET", path: str = "/a", **options: Any) -> Response:
        return self._request(method, path, **options)


class AcmeBox(Box):
    """The service as a vendor has it."""


@pytest.fixture
def cloud() -> FakeCloud:
    """Return a cloud with a box service."""
    cloud = FakeCloud({**ENDPOINTS, "box": BOX})
    for method in ("GET", "POST", "PUT"):
        cloud.on("box", method, "/a", OK)
    return cloud


@pytest.fixture
def box(cloud: FakeCloud) -> Box:
    """Return the service."""
    return Box(cloud.connect())


def test_alone__makes_its_connection_and_closes_it(cloud: FakeCloud) -> None:
    with cloud.connect(Box) as box:
        box.ask()
        closed: list[str] = []
        cloud_closed(cloud, closed)

    assert "closed" in closed
    assert box.connection.profile.auth["username"] == "demo"


def cloud_closed(cloud: FakeCloud, closed: list[str]) -> None:
    """Note when a cloud is closed."""
    cloud.close = lambda: closed.append("closed")  # type: ignore[method-assign]  # the transport is ours


def test_alone__leaves_the_connection_of_another_open(cloud: FakeCloud) -> None:
    connection = cloud.connect()
    closed: list[str] = []
    cloud_closed(cloud, closed)

    with Box(connection) as box:
        box.ask()
    assert closed == []

    connection.close()
    assert "closed" in closed


def test_alone__by_the_name_of_a_cloud(cloud: FakeCloud, clouds_yaml: str) -> None:
    transport: Any = {"transport": cloud}

    with Box(cloud=clouds_yaml, region_name="RegionOne", **transport) as box:
        box.ask()

    assert box.connection.profile.name == "mine"
    assert cloud.sent[0].url == f"{BOX}/a"


def test_alone__of_a_vendor(cloud: FakeCloud) -> None:
    """A vendor's service is connected in the vendor's way."""

    class Connection(openstack.Connection):
        default_headers = {"X-Acme": "1"}

    with (
        extending.register("Acme", connection=Connection, exports={"AcmeBox": AcmeBox}),
        cloud.connect(AcmeBox) as box,
    ):
        box.ask()

    assert type(box.connection) is Connection
    assert box.connection.resolution.extension == "Acme"
    assert cloud.sent[0].headers["X-Acme"] == "1"


def test_alone__of_a_vendor_with_the_core(cloud: FakeCloud) -> None:
    """A vendor that was named is the one, also when it is none."""

    class Connection(openstack.Connection):
        """A vendor's."""

    with (
        extending.register("Acme", connection=Connection, exports={"AcmeBox": AcmeBox}),
        cloud.connect(AcmeBox, vendor="none") as box,
    ):
        assert type(box.connection) is openstack.Connection
        assert box.connection.resolution.rule == "vendor="


def test_name_in_the_place_of_a_connection() -> None:
    with pytest.raises(TypeError) as caught:
        Box("mine")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]  # what is tested

    assert str(caught.value) == (
        "Box('mine') takes a connection; the name of a cloud is given as"
        " Box(cloud='mine')."
    )


@pytest.mark.parametrize(
    "options",
    [{"cloud": "mine"}, {"region_name": "east"}, {"vendor": "acme"}, {"retries": 1}],
)
def test_connection_and_what_to_make_one_of(
    cloud: FakeCloud, options: dict[str, Any]
) -> None:
    with pytest.raises(TypeError) as caught:
        Box(cloud.connect(), **options)

    assert str(caught.value) == (
        "Box() takes a connection, or what it makes one of: with a connection,"
        f" {next(iter(options))} would have no effect."
    )
