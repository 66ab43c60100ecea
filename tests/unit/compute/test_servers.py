from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from openstack import errors
from openstack.compute import Flavor, Server
from openstack.testing import Answer, FakeCloud

# The members of an answer of nova, from its API reference.
# https://docs.openstack.org/api-ref/compute/#show-server-details
WIRE: dict[str, Any] = {
    "id": "9168b536-cd40-4630-b43f-b259807c6e87",
    "name": "new-server-test",
    "status": "ACTIVE",
    "accessIPv4": "192.0.2.1",
    "accessIPv6": "2001:db8::1",
    "addresses": {"private": [{"addr": "192.0.2.3", "version": 4}]},
    "OS-EXT-AZ:availability_zone": "us-west",
    "OS-EXT-STS:power_state": 1,
    "created": "2026-02-28T13:15:13Z",
    "description": None,
    "flavor": {"original_name": "m1.tiny", "ram": 512},
    "image": "",
    "key_name": None,
    "metadata": {"My Server Name": "Apache1"},
    "tenant_id": "6f70656e737461636b20342065766572",
    "tags": ["web"],
    "updated": "2026-02-28T13:15:14Z",
    "user_id": "fake",
}
SERVER = Answer(json={"server": WIRE})


def test_server__every_field() -> None:
    server = Server.from_wire(WIRE)

    assert server == Server(
        id="9168b536-cd40-4630-b43f-b259807c6e87",
        name="new-server-test",
        status="ACTIVE",
        access_ipv4="192.0.2.1",
        access_ipv6="2001:db8::1",
        addresses={"private": [{"addr": "192.0.2.3", "version": 4}]},
        availability_zone="us-west",
        created_at=datetime(2026, 2, 28, 13, 15, 13, tzinfo=UTC),
        flavor={"original_name": "m1.tiny", "ram": 512},
        image="",
        metadata={"My Server Name": "Apache1"},
        project_id="6f70656e737461636b20342065766572",
        tags=["web"],
        updated_at=datetime(2026, 2, 28, 13, 15, 14, tzinfo=UTC),
        user_id="fake",
        extra={"OS-EXT-STS:power_state": 1},
    )


def test_server__password_is_not_shown() -> None:
    server = Server.from_wire({"id": "1", "adminPass": "correct horse"})

    assert server.admin_password == "correct horse"
    assert "correct horse" not in repr(server)


def test_create_server(cloud: FakeCloud) -> None:
    created = {"id": "1", "adminPass": "p"}
    cloud.on(
        "compute", "POST", "/servers", Answer(status=202, json={"server": created})
    )

    server = cloud.connect().compute.create_server(
        "web",
        flavor_id=Flavor(id="m1"),
        image_id="i1",
        networks=[{"uuid": "n1"}],
        key_name="k1",
        availability_zone="us-west",
        description="d",
        metadata={"a": "b"},
        tags=["t"],
        extra={"OS-DCF:diskConfig": "AUTO"},
    )

    assert server == Server(id="1", admin_password="p")
    assert cloud.sent[0].json() == {
        "server": {
            "name": "web",
            "flavorRef": "m1",
            "imageRef": "i1",
            "networks": [{"uuid": "n1"}],
            "key_name": "k1",
            "availability_zone": "us-west",
            "description": "d",
            "metadata": {"a": "b"},
            "tags": ["t"],
            "OS-DCF:diskConfig": "AUTO",
        }
    }


def test_create_server__with_no_more_than_it_takes(cloud: FakeCloud) -> None:
    cloud.on("compute", "POST", "/servers", SERVER)

    cloud.connect().compute.create_server("web", flavor_id="m1")

    assert cloud.sent[0].json() == {
        "server": {"name": "web", "flavorRef": "m1", "networks": "auto"}
    }


@pytest.mark.parametrize(
    ("microversion", "options", "message"),
    [
        ("2.36", {}, "networks='auto' needs microversion 2.37, and only 2.36"),
        ("2.36", {"networks": "none"}, "networks='none' needs microversion 2.37"),
        ("2.51", {"tags": ["t"]}, "Server.tags needs microversion 2.52, and only 2.51"),
        ("2.18", {"description": "d", "networks": []}, "Server.description needs"),
    ],
)
def test_create_server__the_cloud_is_older(
    cloud: FakeCloud, microversion: str, options: dict[str, Any], message: str
) -> None:
    cloud.microversions["compute"] = ("2.1", microversion)

    with pytest.raises(errors.MicroversionTooOld, match=message):
        cloud.connect().compute.create_server("web", flavor_id="m1", **options)

    assert cloud.sent == []


def test_create_server__older_cloud_with_networks_of_its_own(cloud: FakeCloud) -> None:
    cloud.microversions["compute"] = ("2.1", "2.1")
    cloud.on("compute", "POST", "/servers", SERVER)

    cloud.connect().compute.create_server("web", flavor_id="m1", networks=[])

    assert cloud.sent[0].json()["server"]["networks"] == []


def test_get_server(cloud: FakeCloud) -> None:
    cloud.on("compute", "GET", "/servers/1", SERVER)

    assert cloud.connect().compute.get_server("1").name == "new-server-test"


def test_find_server__by_name(cloud: FakeCloud) -> None:
    """The service reads the name as a regular expression: it is made one."""
    found = {"servers": [{"id": "1", "name": "web.1"}]}
    cloud.on("compute", "GET", "/servers/web.1", Answer(status=404))
    cloud.on("compute", "GET", "/servers/detail", Answer(json=found))

    server = cloud.connect().compute.find_server("web.1", ignore_missing=False)

    assert server == Server(id="1", name="web.1")
    assert cloud.sent[1].query == {"name": r"^web\.1$"}


def test_find_server__missing(cloud: FakeCloud) -> None:
    cloud.on("compute", "GET", "/servers/web", Answer(status=404))
    cloud.on("compute", "GET", "/servers/detail", Answer(json={"servers": []}))

    assert cloud.connect().compute.find_server("web") is None


def test_servers(cloud: FakeCloud) -> None:
    cloud.on("compute", "GET", "/servers/detail", Answer(json={"servers": [WIRE]}))

    found = cloud.connect().compute.servers(
        name="a",
        status="ACTIVE",
        flavor_id=Flavor(id="m1"),
        image_id="i1",
        all_projects=True,
        limit=10,
        extra={"ip": "192.0.2"},
    )

    assert [server.status for server in found] == ["ACTIVE"]
    assert cloud.sent[0].query == {
        "name": "a",
        "status": "ACTIVE",
        "flavor": "m1",
        "image": "i1",
        "all_tenants": "true",
        "limit": "10",
        "ip": "192.0.2",
    }


def test_servers__all(cloud: FakeCloud) -> None:
    cloud.on("compute", "GET", "/servers/detail", Answer(json={"servers": []}))

    assert list(cloud.connect().compute.servers()) == []
    assert cloud.sent[0].query == {}


def test_update_server(cloud: FakeCloud) -> None:
    cloud.on("compute", "PUT", "/servers/1", SERVER)

    cloud.connect().compute.update_server(
        Server(id="1"),
        name="b",
        description=None,
        access_ipv4="192.0.2.9",
        access_ipv6="2001:db8::9",
        extra={"hostname": "b"},
    )

    assert cloud.sent[0].json() == {
        "server": {
            "name": "b",
            "description": None,
            "accessIPv4": "192.0.2.9",
            "accessIPv6": "2001:db8::9",
            "hostname": "b",
        }
    }


def test_delete_server(cloud: FakeCloud) -> None:
    cloud.on("compute", "DELETE", "/servers/1", Answer(status=204))

    cloud.connect().compute.delete_server("1")

    assert cloud.sent[0].method == "DELETE"


def test_delete_server__missing(cloud: FakeCloud) -> None:
    cloud.on("compute", "DELETE", "/servers/1", Answer(status=404))
    compute = cloud.connect().compute

    compute.delete_server("1")
    with pytest.raises(errors.NotFound):
        compute.delete_server("1", ignore_missing=False)


def test_wait_for_server(cloud: FakeCloud, pauses: list[float]) -> None:
    building = Answer(json={"server": {"id": "1", "status": "BUILD"}})
    cloud.on("compute", "GET", "/servers/1", building, building, SERVER)
    seen: list[Server] = []

    server = cloud.connect().compute.wait_for_server(
        "1", interval=5, wait=None, callback=seen.append
    )

    assert server.status == "ACTIVE"
    assert [s.status for s in seen] == ["BUILD", "BUILD"]
    assert pauses == [5, 5]


def test_wait_for_server__another_status_and_failures(cloud: FakeCloud) -> None:
    shut = Answer(json={"server": {"id": "1", "status": "SHUTOFF"}})
    cloud.on("compute", "GET", "/servers/1", shut)
    compute = cloud.connect().compute

    assert compute.wait_for_server("1", "SHUTOFF").status == "SHUTOFF"
    with pytest.raises(errors.WaitFailed):
        compute.wait_for_server("1", failures=["SHUTOFF"])


def test_reboot_server(cloud: FakeCloud) -> None:
    cloud.on("compute", "POST", "/servers/1/action", Answer(status=202))
    compute = cloud.connect().compute
    compute.reboot_server("1")
    compute.reboot_server(Server(id="1"), "HARD")

    assert [sent.json() for sent in cloud.sent] == [
        {"reboot": {"type": "SOFT"}},
        {"reboot": {"type": "HARD"}},
    ]


def test_wait_for_delete(cloud: FakeCloud, pauses: list[float]) -> None:
    deleting = Answer(json={"server": {"id": "1", "status": "ACTIVE"}})
    cloud.on("compute", "GET", "/servers/1", deleting, Answer(status=404))
    seen: list[Server] = []
    cloud.connect().compute.wait_for_delete("1", interval=3, callback=seen.append)

    assert [server.id for server in seen] == ["1"]
    assert pauses == [3]


def test_server_class__of_a_vendor(cloud: FakeCloud) -> None:
    from openstack.compute import Compute
    from openstack.resource import wire

    class PoolServer(Server):
        pool: str | None = wire("acme:pool")

    class PoolCompute(Compute):
        server_class = PoolServer

    pooled = {"id": "1", "acme:pool": "fast"}
    cloud.on("compute", "GET", "/servers/1", Answer(json={"server": pooled}))
    cloud.on("compute", "GET", "/servers/detail", Answer(json={"servers": [pooled]}))
    compute = PoolCompute(cloud.connect())

    assert compute.get_server("1") == PoolServer(id="1", pool="fast")
    assert list(compute.servers()) == [PoolServer(id="1", pool="fast")]
