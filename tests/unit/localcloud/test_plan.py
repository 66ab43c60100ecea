from __future__ import annotations

import json

from openstack.localcloud.plan import USERS, Plan


def test_draw__passwords_differ() -> None:
    """No two users share a password, and no two clouds."""
    plans = [Plan.draw(keystone_port=1, swift_port=2) for _ in range(2)]
    passwords = {word for plan in plans for word in plan.passwords.values()}

    assert 2 * len(USERS) == len(passwords)


def test_json__round_trip() -> None:
    plan = Plan.draw(keystone_port=5000, swift_port=8080)
    line = plan.to_json()

    assert "\n" not in line.removesuffix("\n")
    assert plan == Plan.from_json(line)


def test_repr__hides_passwords() -> None:
    plan = Plan.draw(keystone_port=1, swift_port=2)

    assert not [word for word in plan.passwords.values() if word in repr(plan)]


def test_credentials() -> None:
    plan = Plan.draw(keystone_port=5000, swift_port=8080)
    credentials = plan.credentials(USERS[0])

    assert {
        "auth_url": "http://127.0.0.1:5000/v3",
        "username": "demo",
        "password": plan.passwords["demo"],
        "project_name": "demo",
        "user_domain_name": "Default",
        "project_domain_name": "Default",
    } == credentials
    assert json.loads(plan.to_json())["passwords"]["demo"] == credentials["password"]
