from __future__ import annotations

import io
import threading
import traceback
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, ClassVar, TypeAlias

import attrs
import pytest

import openstack
from openstack import errors
from openstack._unset import UNSET
from openstack.compute import Compute
from openstack.extending.hooks import REMOVE
from openstack.microversions import Endpoint
from openstack.service import Service
from openstack.testing import Answer, FakeCloud, Sent
from openstack.testing.fake_cloud import ENDPOINTS, PROJECT_ID

if TYPE_CHECKING:
    from collections.abc import Iterator

    from openstack.http import Failure, Request, Response

AtOnce: TypeAlias = Callable[[int, Callable[[], object]], None]

BOX = "https://box.cloud.example/v1"
OK = Answer(json={"done": True})
BUSY = Answer(status=503)


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


def test_request(cloud: FakeCloud, box: Box) -> None:
    response = box.ask(
        params={"a": [1, 2], "b": True, "c": UNSET}, headers={"X-A": "1"}
    )

    (sent,) = cloud.sent
    assert response.json() == {"done": True}
    assert sent.url == f"{BOX}/a?a=1&a=2&b=true"
    assert sent.headers["X-A"] == "1"
    assert sent.headers["Accept"] == "application/json"
    assert sent.headers["X-Auth-Token"] == "token-1-of-the-fake-cloud"
    assert sent.body == b""


def test_request__header_that_is_not_given(cloud: FakeCloud, box: Box) -> None:
    box.ask(headers={"X-A": UNSET, "X-B": "2"})

    assert "X-A" not in cloud.sent[0].headers
    assert cloud.sent[0].headers["X-B"] == "2"


@pytest.mark.parametrize(
    ("options", "body"),
    [
        ({"json": {"a": None}}, b'{"a": null}'),
        ({"json": []}, b"[]"),
        ({"data": b"bytes"}, b"bytes"),
        ({"data": "text"}, b"text"),
        ({"data": io.BytesIO(b"file")}, b"file"),
        ({"data": iter([b"pie", b"ces"])}, b"pieces"),
    ],
)
def test_request__body(
    cloud: FakeCloud, box: Box, options: dict[str, Any], body: bytes
) -> None:
    box.ask("PUT", **options)

    assert cloud.sent[0].body == body


def test_request__without_a_token(cloud: FakeCloud, box: Box) -> None:
    box.ask(path=f"{BOX}/a", authenticated=False)

    assert "X-Auth-Token" not in cloud.sent[0].headers
    assert cloud.logins == []


def test_request__whole_url(cloud: FakeCloud, box: Box) -> None:
    cloud.endpoints["other"] = "https://other.cloud.example"
    cloud.on("other", "GET", "/b", OK)

    box.ask(path="https://other.cloud.example/b")

    assert cloud.sent[0].url == "https://other.cloud.example/b"


def test_request__in_pieces(box: Box) -> None:
    response = box.ask(stream=True)

    assert b"".join(response.pieces(4)) == b'{"done": true}'


def test_request__header_that_cannot_be_sent(cloud: FakeCloud, box: Box) -> None:
    with pytest.raises(errors.InvalidArgument):
        box.ask(headers={"X-A": "two\nlines"})

    assert cloud.sent == []


class Noted(Box):
    """Notes which hooks are called, and changes what it may."""

    notes: ClassVar[list[str]] = []

    default_headers = {"X-Base": "base", "X-Both": "base"}

    def on_request(self, request: Request) -> Request | None:
        self.notes.append("base request")
        return request.with_headers({"X-Order": "base"})

    def on_response(self, response: Response) -> Response | None:
        self.notes.append("base response")
        return attrs.evolve(response, body={**response.json(), "base": True})

    def on_error(self, failure: Failure) -> Failure | None:
        self.notes.append(f"base error {type(failure.error).__name__}")
        return None


class VendorError(errors.OpenStackError):
    """What a vendor makes of an error."""


class MoreNoted(Noted):
    default_headers = {"X-Both": "vendor", "X-Vendor": "vendor"}

    def on_request(self, request: Request) -> Request | None:
        self.notes.append("vendor request")
        return request.with_headers(
            {"X-Order": request.headers["X-Order"] + ", vendor"}
        )

    def on_response(self, response: Response) -> Response | None:
        self.notes.append("vendor response")
        return attrs.evolve(response, body={"vendor": True})

    def on_error(self, failure: Failure) -> Failure | None:
        self.notes.append(f"vendor error {type(failure.error).__name__}")
        return attrs.evolve(failure, error=VendorError("Ours."))


@pytest.fixture
def noted(cloud: FakeCloud) -> Iterator[MoreNoted]:
    """Return a service that notes its hooks."""
    Noted.notes.clear()
    yield MoreNoted(cloud.connect())
    Noted.notes.clear()


def test_hooks__requests_base_first_and_answers_subclass_first(
    cloud: FakeCloud, noted: MoreNoted
) -> None:
    response = noted.ask()

    assert noted.notes == [
        "base request",
        "vendor request",
        "vendor response",
        "base response",
    ]
    assert cloud.sent[0].headers["X-Order"] == "base, vendor"
    assert response.json() == {"vendor": True, "base": True}


def test_hooks__errors_subclass_first(cloud: FakeCloud, noted: MoreNoted) -> None:
    cloud.on("box", "GET", "/a", Answer(status=404))

    with pytest.raises(VendorError) as caught:
        noted.ask()

    assert noted.notes[2:] == ["vendor error NotFound", "base error VendorError"]
    assert isinstance(caught.value.__cause__, errors.NotFound)


def test_on_error__the_error_may_stay(cloud: FakeCloud) -> None:
    cloud.on("box", "GET", "/a", Answer(status=404))

    with pytest.raises(errors.NotFound) as caught:
        Noted(cloud.connect()).ask()

    assert caught.value.__cause__ is None


def test_on_error__what_a_hook_raises(cloud: FakeCloud, noted: MoreNoted) -> None:
    """An error that another hook raised goes the same way."""

    class Strict(MoreNoted):
        def on_response(self, response: Response) -> Response | None:
            raise errors.InvalidAnswer(f"{response.status_code} is too little.")

    with pytest.raises(VendorError) as caught:
        Strict(cloud.connect()).ask()

    assert "200 is too little." in str(caught.value.__cause__)
    assert noted.notes[-2] == "vendor error InvalidAnswer"


def test_on_request__once_however_often_it_is_tried(
    cloud: FakeCloud, noted: MoreNoted, pauses: list[float]
) -> None:
    cloud.on("box", "GET", "/a", BUSY, BUSY, OK)

    noted.ask()

    assert noted.notes.count("vendor request") == 1
    assert len(cloud.sent) == 3
    assert len(pauses) == 2


def test_on_request__may_change_everything(cloud: FakeCloud) -> None:
    class Elsewhere(Box):
        def on_request(self, request: Request) -> Request | None:
            return attrs.evolve(
                request, method="PUT", path="/b", params={"x": 1}, data=b"body"
            )

    cloud.on("box", "PUT", "/b", OK)

    Elsewhere(cloud.connect()).ask()

    assert cloud.sent[0].method == "PUT"
    assert cloud.sent[0].url == f"{BOX}/b?x=1"
    assert cloud.sent[0].body == b"body"


def test_default_headers__collected(cloud: FakeCloud) -> None:
    """Of the connection, of the service and its bases, and of the request."""

    class Connection(openstack.Connection):
        default_headers = {"X-Connection": "1", "X-Base": "connection"}

    service = MoreNoted(cloud.connect(Connection))
    service.ask(headers={"X-Vendor": "request"})

    sent = cloud.sent[0].headers
    assert sent["X-Connection"] == "1"
    assert sent["X-Base"] == "base"
    assert sent["X-Both"] == "vendor"
    assert sent["X-Vendor"] == "request"


def test_default_headers__removed(cloud: FakeCloud) -> None:
    class Without(Noted):
        default_headers = {"X-Base": REMOVE}

    Without(cloud.connect()).ask()

    assert "X-Base" not in cloud.sent[0].headers


def test_default_headers__in_lists_too(cloud: FakeCloud) -> None:
    class MoreCompute(Compute):
        default_headers = {"X-A": "1"}

    cloud.on("compute", "GET", "/servers/detail", Answer(json={"servers": []}))

    list(MoreCompute(cloud.connect()).servers())

    assert cloud.sent[0].headers["X-A"] == "1"


def test_error_classes__of_a_vendor(cloud: FakeCloud) -> None:
    class QuotaSpent(errors.Forbidden):
        pass

    class Own(Box):
        error_classes = {402: QuotaSpent}

    cloud.on("box", "GET", "/a", Answer(status=402), Answer(status=404))
    service = Own(cloud.connect())

    with pytest.raises(QuotaSpent):
        service.ask()
    with pytest.raises(errors.NotFound):
        service.ask()


def test_microversion__is_sent_with_every_request(cloud: FakeCloud) -> None:
    found = Answer(json={"server": {"id": "1"}})
    cloud.on("compute", "GET", "/servers/1", found)
    cloud.microversions["compute"] = ("2.1", "2.60")
    compute = cloud.connect().compute

    compute.get_server("1")

    assert compute.microversion == "2.60"
    assert cloud.sent[0].headers["OpenStack-API-Version"] == "compute 2.60"
    assert cloud.sent[0].headers["X-OpenStack-Nova-API-Version"] == "2.60"


def test_microversion__is_asked_for_once(cloud: FakeCloud, at_once: AtOnce) -> None:
    """Also by many threads at once."""
    version = {
        "id": "v2.1",
        "status": "CURRENT",
        "version": "2.60",
        "min_version": "2.1",
    }
    links = [{"rel": "self", "href": cloud.endpoints["compute"]}]
    cloud.on(
        "compute", "GET", "/", Answer(json={"version": {**version, "links": links}})
    )
    cloud.on("compute", "GET", "/servers/1", Answer(json={"server": {"id": "1"}}))
    compute = cloud.connect().compute

    at_once(8, lambda: compute.get_server("1"))

    assert [sent.path for sent in cloud.sent].count("/") == 1
    assert len(cloud.logins) == 1


def test_microversion__of_the_profile(cloud: FakeCloud) -> None:
    found = Answer(json={"server": {"id": "1"}})
    cloud.on("compute", "GET", "/servers/1", found)
    compute = cloud.connect(compute_default_microversion="2.53").compute

    compute.get_server("1")

    assert compute.microversion == "2.53"
    assert cloud.sent[0].headers["OpenStack-API-Version"] == "compute 2.53"


def test_microversion__too_new_in_the_profile(cloud: FakeCloud) -> None:
    compute = cloud.connect(compute_default_microversion="2.99").compute

    with pytest.raises(errors.MicroversionTooOld, match=r"^compute 2\.99 needs"):
        compute.get_server("1")

    assert cloud.sent == []


@pytest.mark.parametrize("version", ["2", "2.1", "v2", "2.79"])
def test_api_version__of_the_class(cloud: FakeCloud, version: str) -> None:
    conn = cloud.connect(compute_api_version=version)

    assert conn.compute.located().url == ENDPOINTS["compute"]


def test_api_version__another_one_in_the_profile(cloud: FakeCloud) -> None:
    conn = cloud.connect(identity_api_version="2.0")

    with pytest.raises(
        errors.NotSupported, match=r"version 2\.0 of the identity API.*version 3 of it"
    ):
        list(conn.identity.projects())

    assert cloud.sent == []


def test_microversion__a_service_without(cloud: FakeCloud, box: Box) -> None:
    box.ask()

    assert box.microversion is None
    assert "OpenStack-API-Version" not in cloud.sent[0].headers


def test_microversion_for__another_for_one_operation(cloud: FakeCloud) -> None:
    class Careful(Compute):
        def microversion_for(self, request: Request) -> str | None:
            if request.path == "/servers/old":
                return "2.1"
            return super().microversion_for(request)

    for name in ("old", "new"):
        found = Answer(json={"server": {"id": name}})
        cloud.on("compute", "GET", f"/servers/{name}", found)
    compute = Careful(cloud.connect())

    compute.get_server("old")
    compute.get_server("new")

    assert [s.headers["X-OpenStack-Nova-API-Version"] for s in cloud.sent] == [
        "2.1",
        "2.96",
    ]


def test_discovery__a_cloud_that_is_slow_holds_up_no_other(cloud: FakeCloud) -> None:
    asked, answer = threading.Event(), threading.Event()

    def wait(_: Sent) -> Answer:
        asked.set()
        answer.wait(10)
        return Answer(status=404)

    cloud.on("compute", "GET", "/", wait)
    slow = cloud.connect().compute
    thread = threading.Thread(target=slow.located)
    thread.start()
    asked.wait(10)
    other = FakeCloud()

    found: list[str | None] = []
    quick = threading.Thread(
        target=lambda: found.append(other.connect().compute.microversion)
    )
    quick.start()
    quick.join(5)
    answer.set()
    thread.join()
    quick.join()

    assert found == ["2.96"]


def test_endpoint__overridden(cloud: FakeCloud) -> None:
    """It is asked for once."""
    asked: list[str] = []

    class Moved(Box):
        def endpoint(self) -> str:
            asked.append(super().endpoint())
            return asked[-1].replace("box.", "new-box.")

    cloud.endpoints["new box"] = "https://new-box.cloud.example/v1"
    cloud.on("new box", "GET", "/a", OK)
    moved = Moved(cloud.connect())

    moved.ask()
    moved.ask()

    assert {s.url for s in cloud.sent} == {"https://new-box.cloud.example/v1/a"}
    assert asked == [BOX]


def test_discover_version__overridden(cloud: FakeCloud) -> None:
    class Known(Compute):
        def discover_version(self, url: str) -> Endpoint:
            return Endpoint(url=url, max_microversion="2.50")

    assert Known(cloud.connect()).microversion == "2.50"


def test_repr(cloud: FakeCloud, box: Box) -> None:
    assert repr(box) == "<Box of <Connection to defaults RegionOne>>"
    assert cloud.sent == []


def test_http__what_has_no_method_here(cloud: FakeCloud, box: Box) -> None:
    """It logs in, and has the address of the service, by itself."""
    assert box.http.get("/a").json() == {"done": True}
    assert cloud.sent[0].url == f"{BOX}/a"
    assert box.http is box.http


def test_settings__what_the_profile_says(cloud: FakeCloud) -> None:
    connection = cloud.connect(box_endpoint_override="https://x/%(project_id)s")

    assert Box(connection).settings.endpoint_override == "https://x/%(project_id)s"
    assert Box(connection).endpoint() == f"https://x/{PROJECT_ID}"


def test_init__is_sealed() -> None:
    with pytest.raises(TypeError, match="Override configure"):

        class Own(Box):  # pyright: ignore[reportUnusedClass]
            def __init__(self) -> None:  # type: ignore[misc]  # pyright: ignore[reportMissingSuperCall]  # what is tested
                pass


def test_traceback__of_an_error_has_no_token(cloud: FakeCloud, box: Box) -> None:
    cloud.on("box", "GET", "/a", Answer(status=404))

    with pytest.raises(errors.NotFound) as caught:
        box.ask()

    shown = "".join(traceback.format_exception(caught.value))
    assert "/a was answered 404" in shown
    assert "token-1-of-the-fake-cloud" not in shown
