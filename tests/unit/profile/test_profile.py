from __future__ import annotations

import copy
import subprocess
import sys
from collections.abc import Callable
from typing import Any

import attrs
import pytest

from openstack import errors
from openstack.profile import Profile, load

Write = Callable[[str, str], str]


def given(**options: Any) -> Profile:
    """Load what only keyword arguments say."""
    return load(options={"auth_type": "none", **options})


def test_profile__is_frozen() -> None:
    profile: Any = given()

    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        profile.name = "other"
    for mapping in (profile.auth, profile.settings, profile.sources):
        with pytest.raises(TypeError, match="does not support item assignment"):
            mapping["x"] = "y"


def test_profile__structures_are_frozen() -> None:
    options = {"networks": [{"name": "n"}]}
    profile = given(**options)
    options["networks"].append({})

    assert ({"name": "n"},) == profile.settings["networks"]
    with pytest.raises(TypeError, match="does not support item assignment"):
        profile.settings["networks"][0]["name"] = "m"


def test_profile__equals_and_hashes_by_what_it_says() -> None:
    assert given(retries=1) == given(retries=1)
    assert given(retries=1) != given(retries=2)
    assert 1 == len({given(retries=1), given(retries=1)})


def test_profile__is_its_own_copy() -> None:
    profile = given()

    assert profile is copy.copy(profile)
    assert profile is copy.deepcopy(profile)


def test_get() -> None:
    profile = given(vendor_options={"a": "b"}, volume_api_version="3")

    assert {"a": "b"} == profile.get("vendor_options")
    assert "3" == profile.get("block-storage-api-version")
    assert None is profile.get("nothing")
    assert 7 == profile.get("nothing", 7)


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ({}, (10.0, 60.0)),
        ({"api_timeout": 300}, (10.0, 300.0)),
        ({"api_timeout": 5}, (5.0, 5.0)),
        ({"connect_timeout": 2}, (2.0, 60.0)),
        ({"connect_timeout": 90}, (90.0, 60.0)),
        ({"connect_timeout": 20, "api_timeout": 5}, (20.0, 5.0)),
        ({"api_timeout": 0}, (10.0, 86400.0)),
        ({"connect_timeout": 0, "api_timeout": 1e300}, (86400.0, 86400.0)),
    ],
)
def test_timeout(options: dict[str, Any], expected: tuple[float, float]) -> None:
    assert expected == given(**options).timeout


def test_verify__default() -> None:
    assert True is given().verify


def test_verify__cacert(write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write("home/ca.pem", "")
    monkeypatch.setenv("HOME", path.removesuffix("/ca.pem"))

    assert path == given(cacert="~/ca.pem").verify
    assert False is given(cacert="~/ca.pem", insecure=True).verify


def test_verify__missing_cacert() -> None:
    profile = given(cacert="/nowhere/ca.pem")

    with pytest.raises(errors.ProfileError) as caught:
        _ = profile.verify

    assert (
        "keyword argument: cacert names /nowhere/ca.pem, which does not exist."
    ) == str(caught.value)


def test_cert(write: Write) -> None:
    cert, key = write("cert.pem", ""), write("key.pem", "")

    assert None is given().cert
    assert cert == given(cert=cert).cert
    assert (cert, key) == given(cert=cert, key=key).cert


def test_cert__key_alone(write: Write) -> None:
    profile = given(key=write("key.pem", ""))

    with pytest.raises(errors.ProfileError) as caught:
        _ = profile.cert

    assert (
        "keyword argument: key is the key of a client certificate, and there is none: "
        "set cert too."
    ) == str(caught.value)


def test_cert__missing() -> None:
    with pytest.raises(
        errors.ProfileError, match="cert names /x, which does not exist"
    ):
        _ = given(cert="/x").cert


def test_retries() -> None:
    assert 3 == given().retries
    assert 0 == given(retries=0).retries


@pytest.mark.parametrize("module", ["openstack.profile", "openstack.profile.loading"])
def test_import__loads_no_http(module: str) -> None:
    code = (
        f"import sys, {module}\n"
        "openstack.profile.load(options={'auth_url': 'http://a', 'password': 'p'})\n"
        "print(*{'requests', 'keystoneauth1', 'urllib3'} & sys.modules.keys())"
    )

    found = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )

    assert "" == found.stdout.strip()
