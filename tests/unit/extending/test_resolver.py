from __future__ import annotations

import importlib
import json
import logging
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

import openstack
from openstack import profile as profiles
from openstack.errors import ProfileError, UnknownCloud
from openstack.extending import registry
from openstack.extending.errors import (
    AmbiguousCloud,
    BrokenExtension,
    DuplicateExtension,
    IncompatibleExtension,
    UnknownExtension,
)
from openstack.extending.resolver import connect, resolve

if TYPE_CHECKING:
    from openstack.extending.resolution import Resolution
    from openstack.testing import FakeCloud
    from tests.unit.conftest import Site

AUTH = {
    "auth_url": "https://id.eu.nimbus.example:5000/v3",
    "username": "demo",
    "password": "s3cret-of-the-demo",
}


@pytest.fixture(autouse=True)
def two_vendors(site: Site) -> None:
    """Install two vendors; one of them claims the host that the clouds have."""
    site.install(
        "nimbus",
        auth_hosts=["nimbus.example"],
        profiles={"nimbus-eu": {"auth": AUTH}},
    )
    site.install("cirrus", profiles={"cirrus": {"auth": AUTH}})


def write_cloud(**entry: Any) -> None:
    """Write a ``clouds.yaml`` with the one cloud ``mine``."""
    clouds = {"clouds": {"mine": {"auth": AUTH, **entry}}}
    Path("clouds.yaml").write_text(json.dumps(clouds))


def resolved(vendor: str | None = None) -> Resolution:
    """Return what is chosen for the cloud."""
    profile = profiles.load("mine", vendor_profile=registry.profile)
    chosen, resolution = resolve(profile, vendor=vendor)
    assert resolution.connection == f"{chosen.__module__}:{chosen.__name__}"
    return resolution


def test_resolve__argument_beats_everything(monkeypatch: pytest.MonkeyPatch) -> None:
    write_cloud(vendor="unknown", profile="nimbus-eu")
    monkeypatch.setenv("OS_VENDOR", "unknown too")

    resolution = resolved(vendor="cirrus")

    assert resolution.rule == "vendor="
    assert resolution.extension == "Cirrus"
    assert resolution.connection == "cirrus.connection:Connection"
    assert (resolution.distribution, resolution.version) == ("cirrus", "1.0")
    assert str(resolution) == (
        "cirrus.connection:Connection (Cirrus, cirrus 1.0), by vendor=:"
        " `vendor='cirrus'` was given."
    )


def test_resolve__environment_beats_the_file(monkeypatch: pytest.MonkeyPatch) -> None:
    write_cloud(vendor="nimbus")
    monkeypatch.setenv("OS_VENDOR", "cirrus")

    resolution = resolved()

    assert (resolution.rule, resolution.extension) == ("OS_VENDOR", "Cirrus")
    assert resolution.reason == "`OS_VENDOR` is 'cirrus'."


def test_resolve__vendor_of_the_file_beats_its_profile() -> None:
    write_cloud(vendor="cirrus", profile="nimbus-eu")

    resolution = resolved()

    assert (resolution.rule, resolution.extension) == ("profile", "Cirrus")
    assert resolution.reason.startswith("`vendor` is 'cirrus', in ")
    assert "clouds.yaml:" in resolution.reason


def test_resolve__profile_that_an_extension_ships_beats_the_host() -> None:
    write_cloud(profile="cirrus")

    resolution = resolved()

    assert (resolution.rule, resolution.extension) == ("profile", "Cirrus")
    assert resolution.reason.startswith("`profile` is 'cirrus', in ")
    assert resolution.reason.endswith(", and Cirrus ships it.")


def test_resolve__profile_of_a_file_is_nobodys(site: Site) -> None:
    del site
    public = {"public-clouds": {"shared": {"auth": {"auth_url": "https://a.example"}}}}
    Path("clouds-public.yaml").write_text(json.dumps(public))
    write_cloud(profile="shared", auth={"username": "demo", "password": "s3cret"})

    assert resolved().rule == "core"


def test_resolve__host_that_one_extension_claims(
    caplog: pytest.LogCaptureFixture,
) -> None:
    write_cloud()

    with caplog.at_level(logging.INFO, logger="openstack.extending"):
        resolution = resolved()

    assert (resolution.rule, resolution.extension) == ("auth host", "Nimbus")
    assert resolution.reason == (
        "The auth host is 'id.eu.nimbus.example', and Nimbus claims it."
    )
    assert [record.getMessage() for record in caplog.records] == [
        f"Cloud 'mine' is connected to by {resolution}"
    ]


@pytest.mark.parametrize("value", ["0", "false", "No", "off"])
def test_resolve__host_is_not_looked_at_when_that_is_switched_off(
    value: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_cloud()
    monkeypatch.setenv("OPENSTACK_AUTO_EXTENSION", value)

    assert resolved().rule == "core"


def test_resolve__host_that_two_claim(site: Site) -> None:
    """No longer name wins: users would log in at whoever installs the longest."""
    write_cloud()
    site.install("thief", auth_hosts=["id.eu.nimbus.example"])

    with pytest.raises(AmbiguousCloud) as caught:
        resolved()

    message = str(caught.value)
    assert message.startswith(
        "2 extensions claim the host 'id.eu.nimbus.example' of the cloud 'mine': "
    )
    assert "Nimbus (nimbus 1.0, " in message
    assert "Thief (thief 1.0, " in message
    assert message.endswith(" Name one of them with `vendor` in the cloud's entry.")


def test_resolve__host_that_two_claim_does_not_matter_when_one_is_named(
    site: Site,
) -> None:
    write_cloud(vendor="nimbus")
    site.install("thief", auth_hosts=["nimbus.example"])

    assert resolved().extension == "Nimbus"


def test_resolve__host_that_nobody_claims_is_the_cores() -> None:
    write_cloud(auth={**AUTH, "auth_url": "https://notnimbus.example/v3"})

    resolution = resolved()

    assert resolution.rule == "core"
    assert resolution.extension is None
    assert str(resolution) == (
        "openstack.connection:Connection (the core), by core: Nothing names a vendor."
    )


def test_resolve__without_an_auth_url_is_the_cores() -> None:
    write_cloud(auth_type="none", auth={"endpoint": "https://id.nimbus.example"})

    assert resolved().rule == "core"


def test_resolve__host_of_an_extension_that_cannot_be_used(site: Site) -> None:
    """It is meant all the same, so the core does not take its place."""
    write_cloud(auth={**AUTH, "auth_url": "https://stratus.example/v3"})
    site.install("stratus", auth_hosts=["stratus.example"], requires_core_api="99.0")

    with pytest.raises(IncompatibleExtension):
        resolved()


@pytest.mark.parametrize("name", ["none", "None", "NONE"])
def test_resolve__none_is_the_core(name: str) -> None:
    write_cloud(vendor="nimbus")

    resolution = resolved(vendor=name)

    assert (resolution.rule, resolution.extension) == ("vendor=", None)


def test_resolve__none_of_a_file_is_the_core() -> None:
    write_cloud(vendor="none")

    resolution = resolved()

    assert (resolution.rule, resolution.extension) == ("profile", None)
    assert resolution.connection == "openstack.connection:Connection"


def test_resolve__vendor_that_is_missing() -> None:
    write_cloud(vendor="nimbas")

    with pytest.raises(UnknownExtension, match="Did you mean 'Nimbus'"):
        resolved()


def test_resolve__vendor_that_raises_on_import(site: Site) -> None:
    write_cloud(vendor="stratus")
    site.install("stratus", modules={"connection": "raise RuntimeError('no')"})

    with pytest.raises(BrokenExtension, match="raised RuntimeError: no"):
        resolved()


def test_resolve__vendor_that_needs_a_newer_core(site: Site) -> None:
    write_cloud(vendor="stratus")
    site.install("stratus", requires_core_api="1.99")

    with pytest.raises(IncompatibleExtension, match=r"needs version 1\.99"):
        resolved()


def test_resolve__vendor_that_shares_its_name(site: Site) -> None:
    write_cloud(vendor="nimbus")
    site.install("nimbus_fork", name="NIMBUS")

    with pytest.raises(DuplicateExtension, match="are named 'nimbus'"):
        resolved()


def test_resolve__vendor_that_was_registered() -> None:
    class Connection(openstack.Connection):
        pass

    write_cloud(vendor="stratus")

    with registry.register("Stratus", connection=Connection):
        profile = profiles.load("mine")
        chosen, resolution = resolve(profile)

    assert chosen is Connection
    assert resolution.distribution == ""
    assert "(Stratus, registered), by profile" in str(resolution)


def test_connect__is_of_the_class_that_is_resolved() -> None:
    write_cloud()

    with connect("mine") as connection:
        assert type(connection).__module__ == "nimbus.connection"
        assert connection.resolution.rule == "auth host"
        assert connection.profile.name == "mine"


def test_connect__takes_what_a_profile_says() -> None:
    write_cloud(regions=["eu", "us"])

    with connect(
        "mine", region_name="us", vendor="cirrus", api_timeout=5
    ) as connection:
        assert type(connection).__module__ == "cirrus.connection"
        assert connection.profile.region_name == "us"
        assert connection.profile.timeout == (5, 5)


def test_connect__sends_with_the_transport(cloud: FakeCloud) -> None:
    auth = {**AUTH, "auth_url": cloud.endpoints["identity"], "project_name": "demo"}

    with connect(auth=auth, vendor="cirrus", transport=cloud) as connection:
        connection.authorize()

    assert len(cloud.logins) == 1


def test_connect__unknown_cloud() -> None:
    write_cloud()

    with pytest.raises(UnknownCloud):
        connect("yours")


def test_explicit__class_that_is_called() -> None:
    write_cloud(vendor="nimbus")
    connection_class = registry.load_connection("nimbus")

    with connection_class("mine") as connection:
        resolution = connection.resolution

    assert (resolution.rule, resolution.extension) == ("explicit class", "Nimbus")
    assert resolution.reason == "Connection was called."
    assert (resolution.distribution, resolution.version) == ("nimbus", "1.0")


def test_explicit__class_of_the_core() -> None:
    write_cloud()

    with openstack.Connection("mine") as connection:
        resolution = connection.resolution

    assert (resolution.rule, resolution.extension) == ("explicit class", None)


def test_explicit__class_whose_name_two_have(site: Site) -> None:
    """Which of the two is meant, the class says."""
    write_cloud()
    connection_class = registry.load_connection("cirrus")
    site.install("cirrus_fork", name="Cirrus")

    with connection_class("mine") as connection:
        assert connection.resolution.distribution == "cirrus"


def test_explicit__class_of_an_extension_that_needs_a_newer_core(site: Site) -> None:
    write_cloud()
    site.install("stratus", requires_core_api="99.0")
    connection_class = importlib.import_module("stratus.connection").Connection

    with pytest.raises(IncompatibleExtension):
        connection_class("mine")


def test_explicit__subclass_of_a_users_own() -> None:
    write_cloud(vendor="nimbus")
    connection_class = registry.load_connection("nimbus")

    class Mine(connection_class):  # type: ignore[misc, valid-type]  # made at run time
        pass

    with Mine("mine") as connection:
        assert connection.resolution.extension == "Nimbus"


@pytest.mark.parametrize("vendor", ["nimbus", "none"])
def test_explicit__another_vendor_than_the_file_names(vendor: str) -> None:
    """Neither word is dropped in silence."""
    write_cloud(vendor=vendor)
    connection_class = registry.load_connection("cirrus")

    with pytest.raises(AmbiguousCloud) as caught:
        connection_class("mine")

    message = str(caught.value)
    assert f": the cloud 'mine' is of vendor '{vendor}', and" in message
    assert "cirrus.connection.Connection is of Cirrus." in message


def test_explicit__core_where_the_file_names_a_vendor() -> None:
    write_cloud(vendor="nimbus")

    with pytest.raises(AmbiguousCloud) as caught:
        openstack.Connection("mine")

    assert str(caught.value).endswith(
        "and openstack.connection.Connection is of the core. Use"
        " openstack.connect(cloud='mine'), or change `vendor`."
    )


def test_explicit__class_beats_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    write_cloud()
    monkeypatch.setenv("OS_VENDOR", "nimbus")

    with openstack.Connection("mine") as connection:
        assert connection.resolution.extension is None


@pytest.mark.parametrize("key", ["vendor_hook", "connection", "class"])
def test_resolve__no_file_can_name_code(key: str, site: Site) -> None:
    """Only what is installed, or registered, is ever imported."""
    site.write_package("trap", {"__init__": "raise AssertionError('imported')"})
    write_cloud(**{key: "trap:Connection"})

    assert resolved().extension == "Nimbus"


def test_resolve__vendor_of_a_file_is_a_name_and_no_place(site: Site) -> None:
    site.write_package("trap", {"__init__": "raise AssertionError('imported')"})
    write_cloud(vendor="trap:Connection")

    with pytest.raises((UnknownExtension, ProfileError)):
        resolved()
