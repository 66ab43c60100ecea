from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from openstack.identity import User
from openstack.testing import Answer, FakeCloud

# The members of an answer of keystone, from its API reference.
# https://docs.openstack.org/api-ref/identity/v3/#show-user-details
WIRE: dict[str, Any] = {
    "id": "9fe1d3",
    "name": "jsmith",
    "description": "James Smith user",
    "email": "jsmith@example.com",
    "domain_id": "1789d1",
    "default_project_id": "263fd9",
    "enabled": True,
    "password_expires_at": "2026-11-06T15:32:17.000000",
    "federated": [],
}
USERS = Answer(json={"users": [WIRE], "links": {"next": None}})


def test_user__every_field() -> None:
    assert User.from_wire(WIRE) == User(
        id="9fe1d3",
        name="jsmith",
        description="James Smith user",
        email="jsmith@example.com",
        domain_id="1789d1",
        default_project_id="263fd9",
        is_enabled=True,
        password_expires_at=datetime(2026, 11, 6, 15, 32, 17, tzinfo=UTC),
        extra={"federated": []},
    )


def test_get_user(cloud: FakeCloud) -> None:
    cloud.on("identity", "GET", "/users/9fe1d3", Answer(json={"user": WIRE}))

    assert cloud.connect().identity.get_user(User(id="9fe1d3")).name == "jsmith"


def test_find_user__by_name(cloud: FakeCloud) -> None:
    cloud.on("identity", "GET", "/users/jsmith", Answer(status=404))
    cloud.on("identity", "GET", "/users", USERS)

    user = cloud.connect().identity.find_user("jsmith", domain_id="1789d1")

    assert user is not None
    assert user.id == "9fe1d3"
    assert cloud.sent[1].query == {"name": "jsmith", "domain_id": "1789d1"}


def test_users(cloud: FakeCloud) -> None:
    cloud.on("identity", "GET", "/users", USERS)

    found = cloud.connect().identity.users(
        name="a", domain_id="d", is_enabled=True, extra={"idp_id": "i"}
    )

    assert [user.id for user in found] == ["9fe1d3"]
    assert cloud.sent[0].query == {
        "name": "a",
        "domain_id": "d",
        "enabled": "true",
        "idp_id": "i",
    }
