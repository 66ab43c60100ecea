from __future__ import annotations

import io
import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, TypeAlias

import pytest
from keystoneauth1.identity.v3 import Password

import openstack
from openstack import errors
from openstack.service import Service
from openstack.testing import Answer, FakeCloud, Sent
from openstack.testing.fake_cloud import ENDPOINTS

if TYPE_CHECKING:
    from keystoneauth1.plugin import BaseAuthPlugin

    from openstack.http import Response

AtOnce: TypeAlias = Callable[[int, Callable[[], object]], None]

BOX = "https://box.cloud.example/v1"
PUBLIC = {"interface": "public", "region_id": "RegionOne", "url": BOX}
OK = Answer(json={"done": True})


class Box(Service):
    """A service that sends whatever it is asked to."""

    service_type = "box"

    def ask(self, method: str = "GET", path: str = "/a", **options: Any) -> Response:
        return self._request(method, path, **options)


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


def test_token__one_for_all_requests(cloud: FakeCloud, box: Box) -> None:
    box.ask()
    box.ask()

    assert len(cloud.logins) == 1


def test_token__about_to_expire_is_renewed_once(cloud: FakeCloud, box: Box) -> None:
    """Before it is sent, as its time is known."""
    soon = (datetime.now(UTC) + timedelta(seconds=5)).isoformat()
    catalog = [{"type": "box", "endpoints": [PUBLIC]}]
    token = {"expires_at": soon, "methods": ["password"], "catalog": catalog}
    headers = {"X-Subject-Token": "old"}
    cloud.on_login(Answer(status=201, headers=headers, json={"token": token}))
    assert box.connection.authorize() == "old"

    box.ask()
    box.ask()

    assert len(cloud.logins) == 2
    assert {sent.headers["X-Auth-Token"] for sent in cloud.sent} == {
        "token-2-of-the-fake-cloud"
    }


def test_token__revoked_is_renewed_once(cloud: FakeCloud, box: Box) -> None:
    """Whoever called does not notice."""
    box.ask()
    cloud.revoke()

    assert box.ask().json() == {"done": True}
    assert len(cloud.logins) == 2
    assert [sent.headers["X-Auth-Token"] for sent in cloud.sent] == [
        "token-1-of-the-fake-cloud",
        "token-1-of-the-fake-cloud",
        "token-2-of-the-fake-cloud",
    ]


def test_token__revoked_is_renewed_by_one_thread_of_many(
    cloud: FakeCloud, box: Box, at_once: AtOnce
) -> None:
    """Though each of them is refused."""
    together = threading.Barrier(8)

    def refuse_all(sent: Sent) -> Answer:
        if sent.headers["X-Auth-Token"] == "token-1-of-the-fake-cloud":
            together.wait(10)
            return Answer(status=401)
        return OK

    cloud.on("box", "GET", "/a", refuse_all)

    at_once(8, box.ask)

    assert len(cloud.logins) == 2
    assert len(cloud.sent) == 16


def test_token__forgotten_by_one_thread_of_many(
    cloud: FakeCloud, at_once: AtOnce
) -> None:
    """The others, which come while it is at it, take what it gets."""
    forgotten: list[str] = []
    together = threading.Barrier(8)

    class Slow(Password):
        def invalidate(self) -> bool:
            forgotten.append(cloud.logins[-1].url)
            time.sleep(0.1)
            return super().invalidate()

    class Connection(openstack.Connection):
        def make_auth(self) -> BaseAuthPlugin:
            return Slow(
                ENDPOINTS["identity"],
                username="demo",
                password="p",
                user_domain_id="d",
                project_id="p",
            )

    def refuse_all(sent: Sent) -> Answer:
        if sent.headers["X-Auth-Token"] == "token-1-of-the-fake-cloud":
            together.wait(10)
            return Answer(status=401)
        return OK

    cloud.on("box", "GET", "/a", refuse_all)

    at_once(8, Box(cloud.connect(Connection)).ask)

    assert len(forgotten) == 1
    assert len(cloud.logins) == 2


def test_token__body_is_sent_again(cloud: FakeCloud, box: Box) -> None:
    box.ask()
    cloud.revoke()

    box.ask("PUT", data=io.BytesIO(b"body"))

    assert [sent.body for sent in cloud.sent[1:]] == [b"body", b"body"]


def test_token__pieces_that_are_gone(cloud: FakeCloud, box: Box) -> None:
    """The error is that of the request; the next one has the new token."""
    box.ask()
    cloud.revoke()

    with pytest.raises(errors.Unauthorized):
        box.ask("PUT", data=iter([b"a"]))
    box.ask()

    assert len(cloud.logins) == 2


def test_token__refused_though_it_is_new(cloud: FakeCloud, box: Box) -> None:
    refused = Answer(status=401, json={"error": {"message": "Not you."}})
    cloud.on("box", "GET", "/a", refused)

    with pytest.raises(errors.Unauthorized) as caught:
        box.ask()

    assert len(cloud.sent) == 2
    assert len(cloud.logins) == 2
    assert str(caught.value) == f"GET {BOX}/a was answered 401 Unauthorized: Not you."


def test_token__a_request_without_one_is_not_repeated(
    cloud: FakeCloud, box: Box
) -> None:
    cloud.on("box", "GET", "/a", Answer(status=401))

    with pytest.raises(errors.Unauthorized):
        box.ask(path=f"{BOX}/a", authenticated=False)

    assert len(cloud.sent) == 1
    assert cloud.logins == []


def test_token__that_cannot_be_renewed(cloud: FakeCloud) -> None:
    """One that was given ready-made."""
    connection = cloud.connect(
        auth_type="admin_token", auth={"endpoint": BOX, "token": "given"}
    )

    with pytest.raises(errors.Unauthorized):
        Box(connection).ask()

    assert len(cloud.sent) == 1


def test_token__password_that_became_wrong(cloud: FakeCloud, box: Box) -> None:
    box.ask()
    cloud.revoke()
    cloud.on_login(Answer(status=401))

    with pytest.raises(errors.Unauthorized, match="refused to log 'demo' in"):
        box.ask()
