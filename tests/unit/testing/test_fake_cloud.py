from __future__ import annotations

import io
import os
from typing import TYPE_CHECKING, Any

import pytest
import requests

import openstack
from openstack import errors
from openstack.compute import Compute
from openstack.testing import Answer, FakeCloud, Sent
from openstack.testing.fake_cloud import ENDPOINTS, PROJECT_ID, USER_ID
from openstack.transport import Transport

if TYPE_CHECKING:
    from pathlib import Path

URL = ENDPOINTS["compute"]


def ask(cloud: FakeCloud, method: str = "GET", path: str = "/a", **options: Any) -> Any:
    """Ask the fake cloud, without logging in."""
    transport = Transport(timeout=(1, 1), adapter=cloud)
    return transport.request(method, URL + path, **options)


def test_on__answers_in_order_and_the_last_goes_on(cloud: FakeCloud) -> None:
    cloud.on("compute", "GET", "/a", Answer(status=201), Answer(status=202))

    assert [ask(cloud).status_code for _ in range(4)] == [201, 202, 202, 202]


def test_on__replaces_what_was_there(cloud: FakeCloud) -> None:
    cloud.on("compute", "GET", "/a", Answer(status=201))
    cloud.on("compute", "GET", "/a", Answer(status=202))

    assert ask(cloud).status_code == 202


def test_on__handler(cloud: FakeCloud) -> None:
    cloud.on("compute", "PUT", "/a", lambda sent: Answer(json=sent.json()))

    assert ask(cloud, "PUT", json={"a": 1}).json() == {"a": 1}


def test_on__path_is_unquoted(cloud: FakeCloud) -> None:
    cloud.on("compute", "GET", "/a b/ä?", Answer(status=204))

    assert ask(cloud, path="/a%20b/%C3%A4%3F").status_code == 204
    assert cloud.sent[0].path == "/a%20b/%C3%A4%3F"


def test_answer__json(cloud: FakeCloud) -> None:
    cloud.on("compute", "GET", "/a", Answer(json={"a": 1}, headers={"X-A": "1"}))

    response = ask(cloud)

    assert response.json() == {"a": 1}
    assert response.headers["Content-Type"] == "application/json"
    assert response.headers["Content-Length"] == "8"
    assert response.headers["X-A"] == "1"
    assert response.reason == "OK"


def test_answer__bytes(cloud: FakeCloud) -> None:
    cloud.on("compute", "GET", "/a", Answer(body=b"\x00\x01"))

    response = ask(cloud)

    assert response.content == b"\x00\x01"
    assert "Content-Type" not in response.headers


def test_answer__head_has_no_body(cloud: FakeCloud) -> None:
    cloud.on("compute", "HEAD", "/a", Answer(body=b"1234"))

    response = ask(cloud, "HEAD")

    assert response.content == b""
    assert response.headers["Content-Length"] == "4"


def test_answer__error(cloud: FakeCloud) -> None:
    cut = Answer(error=requests.ConnectionError("cut"))
    cloud.on("compute", "GET", "/a", cut)

    with pytest.raises(errors.ConnectionBroken):
        ask(cloud)


def test_sent__what_was_asked(cloud: FakeCloud) -> None:
    cloud.on("compute", "POST", "/a", Answer())

    ask(
        cloud,
        "POST",
        params={"a": ["1", "2"], "b": ""},
        data=b"x",
        headers={"X-A": "1"},
    )

    (sent,) = cloud.sent
    assert sent.method == "POST"
    assert sent.url == f"{URL}/a?a=1&a=2&b="
    assert sent.path == "/a"
    assert sent.query == {"a": ["1", "2"], "b": ""}
    assert sent.headers["x-a"] == "1"
    assert sent.body == b"x"


@pytest.mark.parametrize(
    "body", [b"data", "data", io.BytesIO(b"data"), iter([b"da", b"ta"])]
)
def test_sent__body_of_every_kind(cloud: FakeCloud, body: Any) -> None:
    cloud.on("compute", "PUT", "/a", Answer())

    ask(cloud, "PUT", data=body)

    assert cloud.sent[0].body == b"data"


def test_unknown_route(cloud: FakeCloud) -> None:
    cloud.on("compute", "GET", "/b", Answer())

    with pytest.raises(AssertionError) as caught:
        ask(cloud)

    assert str(caught.value) == (
        "The fake cloud has no route for 'compute GET /a'; it has: ['compute GET /b']."
    )


def test_unknown_host(cloud: FakeCloud) -> None:
    with pytest.raises(AssertionError, match="leads out of the fake cloud"):
        Transport(timeout=(1, 1), adapter=cloud).get("https://elsewhere.example/")


def test_login__is_noted_apart(cloud: FakeCloud) -> None:
    connection = cloud.connect()

    assert connection.authorize() == "token-1-of-the-fake-cloud"
    assert connection.current_user_id == USER_ID
    assert connection.current_project_id == PROJECT_ID
    assert [sent.path for sent in cloud.logins] == ["/auth/tokens"]
    assert cloud.sent == []


def test_on_login__before_one_succeeds(cloud: FakeCloud) -> None:
    cloud.on_login(Answer(status=401))

    with pytest.raises(errors.Unauthorized):
        cloud.connect().authorize()
    assert cloud.connect().authorize() == "token-2-of-the-fake-cloud"


def test_revoke(cloud: FakeCloud) -> None:
    cloud.on("compute", "GET", "/a", Answer())
    token = {"X-Auth-Token": cloud.connect().authorize()}
    assert ask(cloud, headers=token).status_code == 200

    cloud.revoke()

    assert ask(cloud, headers=token).status_code == 401
    assert ask(cloud).status_code == 200


def test_microversions__of_a_service(cloud: FakeCloud) -> None:
    cloud.microversions["compute"] = ("2.1", "2.50")

    assert cloud.connect().compute.microversion == "2.50"
    assert cloud.sent == []


def test_microversions__document_of_the_tests_own(cloud: FakeCloud) -> None:
    cloud.on("compute", "GET", "/", Answer(status=404))

    assert cloud.connect().compute.microversion is None
    assert {sent.path for sent in cloud.sent} <= {"", "/"}


def test_microversions__none_of_a_service_that_nobody_named(cloud: FakeCloud) -> None:
    del cloud.microversions["compute"]

    with pytest.raises(AssertionError, match="no route for 'compute GET /'"):
        cloud.connect().compute.located()


def test_endpoints__of_the_tests_own() -> None:
    cloud = FakeCloud({**ENDPOINTS, "compute": "https://other.example/v2.1"})

    assert cloud.connect().compute.endpoint() == "https://other.example/v2.1"


def test_endpoints__the_longest_that_fits() -> None:
    inner = f"{URL}/inner"
    cloud = FakeCloud({**ENDPOINTS, "inner": inner})
    cloud.on("inner", "GET", "/a", Answer(status=204))

    assert ask(cloud, path="/inner/a").status_code == 204


def test_connect__with_another_class(cloud: FakeCloud) -> None:
    class Connection(openstack.Connection):
        """A vendor's."""

    assert type(cloud.connect(Connection)) is Connection
    assert type(cloud.connect(Compute).connection) is openstack.Connection
    assert cloud.connect(region_name="two").profile.region_name == "two"


def test_handler__may_wait_for_another_request(cloud: FakeCloud) -> None:
    def ask_another(_: Sent) -> Answer:
        return Answer(json=ask(cloud, path="/b").json())

    cloud.on("compute", "GET", "/a", ask_another)
    cloud.on("compute", "GET", "/b", Answer(json="b"))

    assert ask(cloud).json() == "b"


def test_connect__knows_nothing_of_who_runs_it(
    cloud: FakeCloud, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    clouds = tmp_path / "clouds.yaml"
    clouds.write_text("clouds: {mine: {vendor: acme, has_compute: false}}")
    monkeypatch.setenv("OS_CLIENT_CONFIG_FILE", str(clouds))
    monkeypatch.setenv("OS_CLOUD", "mine")
    conn = cloud.connect()

    assert conn.profile.name == "defaults"
    assert conn.compute.connection is conn
    assert os.environ["OS_CLOUD"] == "mine"
