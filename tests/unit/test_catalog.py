from __future__ import annotations

import logging
from typing import Any

import pytest

from openstack import errors
from openstack.catalog import official_attribute
from openstack.microversions import Endpoint
from openstack.service import Service
from openstack.testing import Answer, FakeCloud
from openstack.testing.fake_cloud import ENDPOINTS, PROJECT_ID

COMPUTE = ENDPOINTS["compute"]
LINKS = [{"rel": "self", "href": f"{COMPUTE}/"}]


class Weather(Service):
    """A service that the catalog lacks."""

    service_type = "weather-report"


@pytest.mark.parametrize(
    ("name", "attribute"),
    [
        ("volume", "block_storage"),
        ("volumev3", "block_storage"),
        ("block_storage", "block_storage"),
        ("compute", "compute"),
        ("weather_report", "weather_report"),
    ],
)
def test_official_attribute(name: str, attribute: str) -> None:
    assert official_attribute(name) == attribute


@pytest.mark.parametrize("interface", ["public", "internal", "admin"])
def test_endpoint__of_the_catalog(cloud: FakeCloud, interface: str) -> None:
    assert cloud.connect(interface=interface).compute.endpoint() == COMPUTE


def test_endpoint__missing(cloud: FakeCloud) -> None:
    """It says what was looked for, and what there is."""
    with pytest.raises(errors.EndpointNotFound) as caught:
        Weather(cloud.connect()).endpoint()

    assert str(caught.value) == (
        "The catalog has no public endpoint for service 'weather-report' in region"
        " 'RegionOne'. It has compute in RegionOne (public, internal, admin);"
        " identity in RegionOne (public, internal, admin); object-store in RegionOne"
        " (public, internal, admin). Where the service is there all the same, its"
        " address goes into `weather_report_endpoint_override`."
    )


def test_endpoint__missing_in_a_region(cloud: FakeCloud) -> None:
    with pytest.raises(errors.EndpointNotFound, match="in region 'RegionTwo'"):
        cloud.connect(region_name="RegionTwo").compute.endpoint()


def test_endpoint__missing_in_every_region(cloud: FakeCloud) -> None:
    with pytest.raises(errors.EndpointNotFound) as caught:
        Weather(cloud.connect(region_name=None)).endpoint()

    assert "for service 'weather-report'. It has compute" in str(caught.value)


def test_endpoint__missing_at_every_interface(cloud: FakeCloud) -> None:
    with pytest.raises(errors.EndpointNotFound, match="no internal or public endpoint"):
        Weather(cloud.connect(interface=["internal", "public"])).endpoint()


def test_endpoint__of_an_empty_catalog() -> None:
    cloud = FakeCloud({"identity": ENDPOINTS["identity"]})
    connection = cloud.connect()
    cloud.endpoints.clear()
    cloud.endpoints["identity"] = ENDPOINTS["identity"]

    with pytest.raises(errors.EndpointNotFound, match="It has identity in RegionOne"):
        connection.compute.endpoint()


def test_endpoint__without_a_catalog(cloud: FakeCloud) -> None:
    connection = cloud.connect(auth_type="none", auth={})

    with pytest.raises(errors.EndpointNotFound) as caught:
        connection.compute.endpoint()

    assert "This way of logging in gives no catalog. Where" in str(caught.value)
    assert connection.service_catalog == []


def test_service_catalog(cloud: FakeCloud) -> None:
    found = {entry["type"] for entry in cloud.connect().service_catalog}

    assert found == set(ENDPOINTS)


@pytest.mark.parametrize("place", ["%(project_id)s", "%(tenant_id)s"])
def test_endpoint__overridden(cloud: FakeCloud, place: str) -> None:
    url = f"https://box.cloud.example/v1/AUTH_{place}"
    connection = cloud.connect(compute_endpoint_override=url)

    assert connection.compute.endpoint() == (
        f"https://box.cloud.example/v1/AUTH_{PROJECT_ID}"
    )


def test_endpoint__overridden_needs_no_login(cloud: FakeCloud) -> None:
    connection = cloud.connect(compute_endpoint_override=COMPUTE)

    assert connection.compute.endpoint() == COMPUTE
    assert cloud.logins == []


def test_discover(cloud: FakeCloud) -> None:
    assert cloud.connect().compute.located() == Endpoint(
        url=COMPUTE, min_microversion="2.1", max_microversion="2.96"
    )


def test_discover__without_microversions(cloud: FakeCloud) -> None:
    assert cloud.connect().identity.located() == Endpoint(url=ENDPOINTS["identity"])


@pytest.mark.parametrize(
    "answer",
    [
        Answer(status=404),
        Answer(status=403),
        Answer(body=b"<html>"),
        Answer(json={}),
        Answer(json={"version": {"id": "v9.0", "status": "CURRENT", "links": LINKS}}),
    ],
)
@pytest.mark.parametrize(
    "auth", [{}, {"auth_type": "none", "auth": {"endpoint": COMPUTE}}]
)
def test_discover__no_document_of_versions(
    cloud: FakeCloud,
    caplog: pytest.LogCaptureFixture,
    answer: Answer,
    auth: dict[str, Any],
) -> None:
    """The service is taken as it is, and the log says so."""
    cloud.on("compute", "GET", "/", answer)

    with caplog.at_level(logging.INFO, "openstack.http"):
        assert cloud.connect(**auth).compute.located() == Endpoint(url=COMPUTE)

    assert f"{COMPUTE} names no microversions of version 2." in caplog.text


def test_discover__at_an_address_without_a_version() -> None:
    """Of those that the document has, the one for the class is taken."""
    root = "https://compute.cloud.example"
    cloud = FakeCloud({**ENDPOINTS, "compute": root})
    versions = [
        {"id": f"v{v}", "status": "CURRENT", "version": newest, "min_version": "2.1"}
        | {"links": [{"rel": "self", "href": f"{root}/v{v}/"}]}
        for v, newest in (("2.1", "2.60"), ("3.0", "3.5"))
    ]
    cloud.on("compute", "GET", "/", Answer(status=300, json={"versions": versions}))

    assert cloud.connect().compute.located() == Endpoint(
        url=f"{root}/v2.1", min_microversion="2.1", max_microversion="2.60"
    )


def test_discover__below_a_project(cloud: FakeCloud) -> None:
    """The address of the catalog goes on after the version."""
    cloud.connect()
    url = "https://compute.cloud.example/v2.1/" + PROJECT_ID
    with_project = FakeCloud({**ENDPOINTS, "compute": url})
    with_project.endpoints["versions"] = COMPUTE
    version = {"id": "v2.1", "status": "CURRENT", "version": "2.60", "links": LINKS}
    document = Answer(json={"version": {**version, "min_version": "2.1"}})
    with_project.on("compute", "GET", "/", Answer(status=404))
    with_project.on("versions", "GET", "/", document)

    assert with_project.connect().compute.located() == Endpoint(
        url=url, min_microversion="2.1", max_microversion="2.60"
    )


@pytest.mark.parametrize("status", [429, 500, 503])
def test_discover__busy(cloud: FakeCloud, pauses: list[float], status: int) -> None:
    """A service that is busy is not one without microversions."""
    cloud.on("compute", "GET", "/", Answer(status=status))

    with pytest.raises(errors.HTTPError) as caught:
        cloud.connect(retries=0).compute.located()

    assert caught.value.status_code == status
    assert pauses == []


def test_discover__wrong_password(cloud: FakeCloud) -> None:
    """It says nothing of the service; and is not tried a second time."""
    cloud.on_login(Answer(status=401), Answer(status=401))

    with pytest.raises(errors.Unauthorized):
        cloud.connect(compute_endpoint_override=COMPUTE).compute.located()

    assert len(cloud.logins) == 1
    assert cloud.sent == []


def test_discover__busy_for_a_while(cloud: FakeCloud, pauses: list[float]) -> None:
    cloud.on("compute", "GET", "/", Answer(status=503), Answer(status=404))

    assert cloud.connect().compute.located() == Endpoint(url=COMPUTE)
    assert len(pauses) == 1


def test_discover__address_with_a_percent_sign() -> None:
    url = "https://compute.cloud.example/v2.1/a%20b"
    cloud = FakeCloud({**ENDPOINTS, "compute": url})
    cloud.endpoints["root"] = COMPUTE
    for service_type in ("compute", "root"):
        cloud.on(service_type, "GET", "/", Answer(status=404))

    assert cloud.connect().compute.located() == Endpoint(url=url)
