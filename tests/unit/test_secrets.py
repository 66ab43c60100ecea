"""Passwords and tokens never leave a connection but to the cloud itself."""

from __future__ import annotations

import logging
import pickle
import traceback
from typing import TYPE_CHECKING, Any

import pytest

import openstack
from openstack import errors
from openstack.testing import Answer, FakeCloud

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

#: What the fake cloud is logged in to with, and what it gives.
PASSWORD = "s3cret-of-the-fake-cloud"
TOKENS = [f"token-{n}-of-the-fake-cloud" for n in range(1, 5)]


def assert_clean(*shown: str) -> None:
    """Check that no secret stands in a text."""
    for text in shown:
        for secret in (PASSWORD, *TOKENS):
            assert secret not in text


@pytest.fixture
def log(caplog: pytest.LogCaptureFixture) -> Iterator[pytest.LogCaptureFixture]:
    """Return a log of everything: each logger of every library, each level."""
    with caplog.at_level(logging.DEBUG):
        for name in ("keystoneauth", "urllib3", "requests", "openstack"):
            logging.getLogger(name).setLevel(logging.DEBUG)
        yield caplog
    for name in ("keystoneauth", "urllib3", "requests", "openstack"):
        logging.getLogger(name).setLevel(logging.NOTSET)


@pytest.mark.usefixtures("pauses")
def test_log__of_everything_that_happens(
    cloud: FakeCloud, log: pytest.LogCaptureFixture
) -> None:
    """A login, an answer, one that is tried again, a renewed token, and errors."""
    server = Answer(json={"server": {"id": "1"}})
    cloud.on("compute", "GET", "/servers/1", server, Answer(status=503), server)
    cloud.on("compute", "GET", "/servers/2", Answer(status=404))
    compute = cloud.connect().compute

    compute.get_server("1")
    compute.get_server("1")
    cloud.revoke()
    compute.get_server("1")
    with pytest.raises(errors.NotFound):
        compute.get_server("2")
    cloud.revoke()
    cloud.on_login(Answer(status=401))
    with pytest.raises(errors.Unauthorized):
        compute.get_server("1")

    assert len(cloud.logins) == 3
    assert "/servers/2 404" in log.text
    assert "keystoneauth" in {record.name.partition(".")[0] for record in log.records}
    assert_clean(log.text, *(str(vars(record)) for record in log.records))


def test_log__has_no_bodies(cloud: FakeCloud, log: pytest.LogCaptureFixture) -> None:
    """They hold the passwords of servers, and what their owners put there."""
    created = {"id": "1", "adminPass": "correct horse"}
    cloud.on("compute", "POST", "/servers", Answer(json={"server": created}))

    cloud.connect().compute.create_server(
        "web", flavor_id="1", extra={"user_data": "battery staple"}
    )

    assert "/servers 200" in log.text
    assert "correct horse" not in log.text
    assert "battery staple" not in log.text


def test_log__over_the_network(
    log: pytest.LogCaptureFixture, serve: Callable[..., str]
) -> None:
    """The loggers below the requests are as silent."""
    url = serve(b"HTTP/1.1 404 No\r\nContent-Length: 0\r\n\r\n")
    compute = openstack.connect(
        auth_type="admin_token", auth={"endpoint": url, "token": TOKENS[0]}
    ).compute

    assert compute.located().url == url
    assert "urllib3.connectionpool" in {record.name for record in log.records}
    assert_clean(log.text)


def test_repr_and_str(cloud: FakeCloud) -> None:
    cloud.on("compute", "GET", "/servers/2", Answer(status=404))
    connection = cloud.connect()
    with pytest.raises(errors.NotFound) as caught:
        connection.compute.get_server("2")

    assert_clean(
        f"{connection!r} {connection}",
        f"{connection.profile!r} {connection.profile}",
        f"{connection.compute!r} {connection.session!r} {connection.login!r}",
        f"{connection.resolution!r} {connection.resolution}",
        f"{caught.value!r} {caught.value} {caught.value.response!r}",
        str([str(row) for row in connection.profile.describe()]),
    )


def shown(error: BaseException) -> str:
    """Return what a traceback shows of an error, and of its causes."""
    return "".join(traceback.format_exception(error))


def test_traceback__of_a_refused_login(cloud: FakeCloud) -> None:
    cloud.on_login(Answer(status=401))

    with pytest.raises(errors.Unauthorized) as caught:
        cloud.connect().authorize()

    assert "refused to log 'demo' in" in shown(caught.value)
    assert_clean(shown(caught.value))


@pytest.mark.parametrize(
    "answer", [Answer(status=404), Answer(body=b"<html>"), Answer(json={})]
)
def test_traceback__of_a_failed_request(cloud: FakeCloud, answer: Answer) -> None:
    cloud.on("compute", "GET", "/servers/2", answer)

    with pytest.raises(errors.OpenStackError) as caught:
        cloud.connect().compute.get_server("2")

    assert "/servers/2" in shown(caught.value)
    assert_clean(shown(caught.value))


def test_traceback__of_a_server_that_is_down(serve: Callable[..., str]) -> None:
    """The errors of the libraries below are shown as well."""
    compute = openstack.connect(
        auth_type="admin_token",
        auth={"endpoint": serve(b""), "token": TOKENS[0]},
        retries=0,
    ).compute

    with pytest.raises(errors.NoAnswer) as caught:
        compute.get_server("1")

    assert "RemoteDisconnected" in shown(caught.value)
    assert_clean(shown(caught.value))


def test_pickle__of_a_profile(clouds_yaml: str) -> None:
    connection = openstack.connect(clouds_yaml)

    assert connection.profile.auth["password"] == PASSWORD
    assert_clean(str(pickle.dumps(connection.profile)), str(pickle.dumps(connection)))


def test_pickle__of_an_error(cloud: FakeCloud) -> None:
    cloud.on("compute", "GET", "/servers/2", Answer(status=404))
    with pytest.raises(errors.NotFound) as caught:
        cloud.connect().compute.get_server("2")
    request: Any = caught.value.response.request

    assert request.headers["X-Auth-Token"] == TOKENS[0]
    assert_clean(str(pickle.dumps(caught.value)))
