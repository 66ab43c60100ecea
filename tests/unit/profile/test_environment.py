from __future__ import annotations

from collections.abc import Callable

import pytest

from openstack import errors
from openstack.profile import load

Write = Callable[[str, str], str]
SetVariables = Callable[..., None]


@pytest.fixture
def variables(monkeypatch: pytest.MonkeyPatch) -> SetVariables:
    """Set ``OS_*`` variables, by the names without it."""

    def set_all(**values: str) -> None:
        for name, value in values.items():
            monkeypatch.setenv(f"OS_{name}", value)

    return set_all


def test_environment__cloud(variables: SetVariables) -> None:
    variables(
        AUTH_URL="http://a/v3",
        USERNAME="u",
        PASSWORD="{p}",
        TENANT_NAME="t",
        USER_DOMAIN_NAME="d",
        REGION_NAME="r",
        INTERFACE="internal",
        COMPUTE_API_VERSION="2.10",
        INSECURE="yes",
        AUTH_TYPE="v3password",
    )

    profile = load()

    assert "envvars" == profile.name
    assert "r" == profile.region_name
    assert "v3password" == profile.auth_type
    assert {
        "auth_url": "http://a/v3",
        "username": "u",
        "password": "{p}",
        "project_name": "t",
        "user_domain_name": "d",
    } == profile.auth
    assert ("internal",) == profile.settings["interface"]
    assert "2.10" == profile.settings["compute_api_version"]
    assert False is profile.verify
    assert "OS_PASSWORD" == profile.sources["auth.password"]
    assert "OS_TENANT_NAME" == profile.sources["auth.project_name"]
    assert "OS_INSECURE" == profile.sources["verify"]
    assert "OS_REGION_NAME" == profile.sources["region_name"]


@pytest.mark.parametrize(
    "values",
    [
        {"CLOUD_NAME": "x"},
        {"REGION_NAME": "r"},
        {"VENDOR": "v"},
        {"TEST_TOKEN": "t"},
        {"STDOUT_CAPTURE": "1"},
        {"LOG_CAPTURE": "1"},
        {"COMPUTE_API_VERSION": "2.79"},
        {"PASSWORD": ""},
    ],
)
def test_environment__says_not_how_to_log_in(
    variables: SetVariables, values: dict[str, str]
) -> None:
    variables(**values)

    with pytest.raises(errors.NoConfiguration):
        load()


def test_environment__other_clouds_get_nothing_of_it(
    variables: SetVariables, write: Write
) -> None:
    """A password of one cloud is not sent to another."""
    write("clouds.yaml", "clouds: {a: {auth: {auth_url: http://a}}}")
    variables(PASSWORD="p", REGION_NAME="r", INTERFACE="internal")

    profile = load("a")

    assert {"auth_url": "http://a"} == profile.auth
    assert None is profile.region_name
    assert ("public",) == profile.settings["interface"]


def test_environment__region_of_the_cloud_it_chose(
    variables: SetVariables, write: Write
) -> None:
    write("clouds.yaml", "clouds: {a: {regions: [q, r], auth: {token: t}}}")
    variables(CLOUD="a", REGION_NAME="r")

    assert "r" == load().region_name
    assert "q" == load("a").region_name
    assert "q" == load(region_name="q").region_name


def test_environment__region_of_its_own_cloud(variables: SetVariables) -> None:
    variables(TOKEN="t", REGION_NAME="r")

    assert "r" == load("envvars").region_name


def test_environment__unknown_region(variables: SetVariables, write: Write) -> None:
    write("clouds.yaml", "clouds: {a: {regions: [q, r], auth: {token: t}}}")
    variables(CLOUD="a", REGION_NAME="x")

    with pytest.raises(errors.UnknownRegion, match=r"^OS_REGION_NAME: the cloud"):
        load()


def test_environment__vendor_beats_the_file(
    variables: SetVariables, write: Write
) -> None:
    write("clouds.yaml", "clouds: {a: {vendor: file, auth: {token: t}}}")
    assert "file" == load("a").vendor
    variables(VENDOR="environment")

    assert "environment" == load("a").vendor
    assert "OS_VENDOR" == load("a").sources["vendor"]
    assert "argument" == load("a", options={"vendor": "argument"}).vendor


def test_environment__structures_cannot_be_said(variables: SetVariables) -> None:
    variables(TOKEN="t", REGIONS="a,b", NETWORKS="x", AUTH="y")

    profile = load()

    assert None is profile.region_name
    assert None is profile.get("networks")


def test_environment__lists(variables: SetVariables) -> None:
    variables(AUTH_METHODS="v3password, v3totp", INTERFACE="internal,public")

    profile = load()

    assert ("v3password", "v3totp") == profile.auth["auth_methods"]
    assert ("internal", "public") == profile.settings["interface"]


def test_environment__unknown_variables_are_kept_and_hidden(
    variables: SetVariables, caplog: pytest.LogCaptureFixture
) -> None:
    """An option of somebody's own plugin can be among them."""
    variables(TOKEN="t", AGENCY="hunter2")

    profile = load()

    assert "hunter2" == profile.get("agency")
    assert "hunter2" not in repr(profile)
    assert [] == caplog.messages


def test_environment__wrong_value(variables: SetVariables) -> None:
    variables(TOKEN="t", API_TIMEOUT="soon")

    with pytest.raises(errors.ProfileError) as caught:
        load()

    assert (
        "OS_API_TIMEOUT: api_timeout must be a number of seconds, not 'soon'."
    ) == str(caught.value)


@pytest.mark.parametrize("value", ["None", "none"])
def test_environment__no_authentication(variables: SetVariables, value: str) -> None:
    variables(AUTH_TYPE=value, ENDPOINT="http://ironic")

    profile = load()

    assert "none" == profile.auth_type
    assert "http://ironic" == profile.service("baremetal").endpoint_override
