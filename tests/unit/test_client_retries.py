from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from requests import exceptions

from openstack import errors
from openstack.errors import ConnectionBroken, ConnectionFailed
from openstack.retrying import RetryPolicy
from openstack.service import Service
from openstack.testing import Answer, FakeCloud
from openstack.testing.fake_cloud import ENDPOINTS

if TYPE_CHECKING:
    from pathlib import Path

    import requests

    from openstack.http import Response

BOX = "https://box.cloud.example/v1"
OK = Answer(json={"done": True})
BUSY = Answer(status=503)
REFUSED = Answer(error=ConnectionFailed("The server could not be reached."))
CUT = Answer(error=ConnectionBroken("The connection was cut."))


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


@pytest.mark.parametrize("failure", [BUSY, Answer(status=429), REFUSED, CUT])
def test_retry__get(
    cloud: FakeCloud, box: Box, pauses: list[float], failure: Answer
) -> None:
    cloud.on("box", "GET", "/a", failure, OK)

    assert box.ask().json() == {"done": True}
    assert len(pauses) == 1


@pytest.mark.parametrize("failure", [Answer(status=429), REFUSED])
def test_retry__post_that_had_no_effect(
    cloud: FakeCloud, box: Box, pauses: list[float], failure: Answer
) -> None:
    cloud.on("box", "POST", "/a", failure, OK)

    box.ask("POST", json={"a": 1})

    assert [sent.body for sent in cloud.sent] == [b'{"a": 1}'] * 2
    assert len(pauses) == 1


@pytest.mark.parametrize("failure", [BUSY, CUT, Answer(status=504)])
def test_retry__post_that_may_have_had_an_effect(
    cloud: FakeCloud, box: Box, pauses: list[float], failure: Answer
) -> None:
    cloud.on("box", "POST", "/a", failure, OK)

    with pytest.raises((errors.HTTPError, errors.ConnectionBroken)):
        box.ask("POST")

    assert len(cloud.sent) == 1
    assert pauses == []


def test_retry__post_that_may_have_its_effect_twice(
    cloud: FakeCloud, box: Box, pauses: list[float]
) -> None:
    cloud.on("box", "POST", "/a", BUSY, OK)

    box.ask("POST", idempotent=True)

    assert len(pauses) == 1


def test_retry__put_that_may_not(
    cloud: FakeCloud, box: Box, pauses: list[float]
) -> None:
    cloud.on("box", "PUT", "/a", BUSY, OK)

    with pytest.raises(errors.ServiceUnavailable):
        box.ask("PUT", idempotent=False)

    assert pauses == []


@pytest.mark.parametrize(("options", "tries"), [({}, 4), ({"retries": 1}, 2)])
def test_retry__as_often_as_the_profile_says(
    cloud: FakeCloud, pauses: list[float], options: dict[str, int], tries: int
) -> None:
    cloud.on("box", "GET", "/a", BUSY)

    with pytest.raises(errors.ServiceUnavailable):
        Box(cloud.connect(**options)).ask()

    assert len(cloud.sent) == tries
    assert len(pauses) == tries - 1


def test_retry__never(cloud: FakeCloud, pauses: list[float]) -> None:
    cloud.on("box", "GET", "/a", BUSY)

    with pytest.raises(errors.ServiceUnavailable):
        Box(cloud.connect(retries=0)).ask()

    assert len(cloud.sent) == 1
    assert pauses == []


def test_retry__policy_of_a_vendor(cloud: FakeCloud, pauses: list[float]) -> None:
    class Patient(Box):
        retry_policy = RetryPolicy(statuses=frozenset({418}), first_pause=8)

    cloud.on("box", "GET", "/a", Answer(status=418), OK)

    Patient(cloud.connect()).ask()

    assert 4 <= pauses[0] <= 8


def test_retry_after__of_a_vendor(cloud: FakeCloud, pauses: list[float]) -> None:
    class Own(Box):
        def retry_after(self, response: requests.Response) -> float | None:
            return float(response.headers["X-Come-Back-In"])

    busy = Answer(status=503, headers={"X-Come-Back-In": "5"})
    cloud.on("box", "GET", "/a", busy, OK)

    Own(cloud.connect()).ask()

    assert pauses == [5]


def test_retry__429_for_a_while(
    cloud: FakeCloud, box: Box, pauses: list[float]
) -> None:
    limited = Answer(status=429, headers={"Retry-After": "20"})
    cloud.on("box", "POST", "/a", limited, limited, OK)

    box.ask("POST")

    assert pauses == [20, 20]


def test_retry__file_is_sent_anew(
    cloud: FakeCloud, box: Box, pauses: list[float], tmp_path: Path
) -> None:
    """From where it stood."""
    (tmp_path / "data").write_bytes(b"head and body")
    cloud.on("box", "PUT", "/a", BUSY, CUT, OK)
    with (tmp_path / "data").open("rb") as file:
        file.seek(9)

        box.ask("PUT", data=file)

    assert [sent.body for sent in cloud.sent] == [b"body"] * 3
    assert len(pauses) == 2


@pytest.mark.parametrize("failure", [BUSY, Answer(status=429), CUT])
def test_retry__pieces_that_are_gone(
    cloud: FakeCloud, box: Box, pauses: list[float], failure: Answer
) -> None:
    """An upload that cannot be repeated whole is not repeated in part."""
    cloud.on("box", "PUT", "/a", failure, OK)

    with pytest.raises((errors.HTTPError, errors.ConnectionBroken)):
        box.ask("PUT", data=iter([b"a", b"b"]))

    assert len(cloud.sent) == 1
    assert pauses == []


def test_retry__pieces_that_were_never_begun(pauses: list[float]) -> None:
    class Unreachable(FakeCloud):
        """Cannot be reached the first time, so reads nothing of the body."""

        tries = 0

        def send(self, request: requests.PreparedRequest, *_: Any, **__: Any) -> Any:
            self.tries += request.method == "PUT"
            if request.method == "PUT" and self.tries == 1:
                raise exceptions.ConnectTimeout("timed out")
            return super().send(request)

    cloud = Unreachable({**ENDPOINTS, "box": BOX})
    cloud.on("box", "PUT", "/a", OK)

    Box(cloud.connect()).ask("PUT", data=iter([b"a", b"b"]))

    assert cloud.sent[0].body == b"ab"
    assert len(pauses) == 1
