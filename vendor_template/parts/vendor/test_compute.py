from __future__ import annotations

from typing import TYPE_CHECKING

from openstack.testing import Answer

from {{ package }}.compute import {{ name }}Server

if TYPE_CHECKING:
    from openstack.testing import FakeCloud

    from {{ package }} import Connection


def test_get_server(connection: Connection, cloud: FakeCloud) -> None:
    answer = Answer(json={"server": {"id": "s1", "{{ name | lower }}:rack": "b12"}})
    cloud.on("compute", "GET", "/servers/s1", answer)

    server = connection.compute.get_server("s1")

    assert isinstance(server, {{ name }}Server)
    assert server.rack == "b12"


def test_create_server__in_a_rack(connection: Connection, cloud: FakeCloud) -> None:
    cloud.on("compute", "POST", "/servers", Answer(json={"server": {"id": "s1"}}))

    connection.compute.create_server("web", flavor_id="f1", rack="b12")

    assert cloud.sent[-1].json()["server"]["{{ name | lower }}:rack"] == "b12"


def test_create_server__left_out(connection: Connection, cloud: FakeCloud) -> None:
    cloud.on("compute", "POST", "/servers", Answer(json={"server": {"id": "s1"}}))

    connection.compute.create_server("web", flavor_id="f1")

    assert "{{ name | lower }}:rack" not in cloud.sent[-1].json()["server"]
