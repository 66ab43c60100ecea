from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import pytest

from openstack import errors
from openstack.profile import load

Write = Callable[[str, str], str]

CLOUDS = "clouds: {a: {profile: nimbus, retries: 7, auth: {username: u}}}\n"

PROFILE: Mapping[str, Any] = {
    "auth": {"auth_url": "https://{region_name}.nimbus", "username": "nobody"},
    "regions": ["one", {"name": "two", "values": {"retries": 1, "image_format": "r2"}}],
    "image_format": "raw",
    "retries": 9,
    "interface": None,
}


def known(name: str) -> Mapping[str, Any] | None:
    """Answer as an extension does that knows one profile."""
    return PROFILE if name == "nimbus" else None


def test_profile__of_an_extension(write: Write) -> None:
    path = write("clouds.yaml", CLOUDS)

    profile = load(vendor_profile=known)

    assert "nimbus" == profile.vendor_profile
    assert {"auth_url": "https://one.nimbus", "username": "u"} == profile.auth
    assert "raw" == profile.settings["image_format"]
    assert 7 == profile.retries
    assert ("public",) == profile.settings["interface"]
    assert "vendor profile nimbus" == profile.sources["auth.auth_url"]
    assert "vendor profile nimbus" == profile.sources["region_name"]
    assert f"{path}:1" == profile.sources["profile"]


def test_profile__user_wins_over_the_vendor_for_a_region(write: Write) -> None:
    write("clouds.yaml", CLOUDS)

    profile = load(region_name="two", vendor_profile=known)

    assert 7 == profile.retries
    assert "r2" == profile.settings["image_format"]


def test_profile__regions_of_the_user_keep_the_values_of_the_vendor(
    write: Write,
) -> None:
    write("clouds.yaml", "clouds: {a: {profile: nimbus, regions: [two, three]}}")

    profile = load(vendor_profile=known)

    assert "two" == profile.region_name
    assert "r2" == profile.settings["image_format"]
    assert "three" == load(region_name="three", vendor_profile=known).region_name


def test_profile__file_may_name_a_region_that_the_vendor_does_not(write: Write) -> None:
    write("clouds.yaml", "clouds: {a: {profile: nimbus, region_name: three}}")

    assert "three" == load(vendor_profile=known).region_name
    assert "two" == load(region_name="two", vendor_profile=known).region_name
    with pytest.raises(errors.UnknownRegion, match="It has one, two and three"):
        load(region_name="four", vendor_profile=known)


@pytest.mark.parametrize("name", ["clouds-public.yaml", "clouds-public.json"])
def test_profile__of_a_file(write: Write, name: str) -> None:
    path = write(
        name, '{"public-clouds": {"nimbus": {"auth": {"auth_url": "http://file"}}}}'
    )
    write("clouds.yaml", CLOUDS)

    profile = load(vendor_profile=known)

    assert "http://file" == profile.auth["auth_url"]
    assert profile.sources["auth.auth_url"].startswith(path)


def test_profile__argument_wins(write: Write) -> None:
    write("clouds.yaml", "clouds: {a: {profile: other}}")

    profile = load(options={"profile": "nimbus"}, vendor_profile=known)

    assert "https://one.nimbus" == profile.auth["auth_url"]


def test_profile__of_arguments_alone() -> None:
    profile = load(options={"profile": "nimbus"}, vendor_profile=known)

    assert "defaults" == profile.name
    assert "https://one.nimbus" == profile.auth["auth_url"]


def test_profile__old_key(write: Write) -> None:
    write("clouds.yaml", "clouds: {a: {cloud: nimbus}}")

    assert "nimbus" == load(vendor_profile=known).vendor_profile


@pytest.mark.parametrize("url", ["https://vexxhost.com", "http://a"])
def test_profile__url(write: Write, url: str) -> None:
    path = write("clouds.yaml", f"clouds:\n  a:\n    profile: {url}\n")

    with pytest.raises(errors.ProfileError) as caught:
        load()

    assert (
        f"{path}:3: the profile is a URL, and nothing is fetched while the "
        "configuration is read. Write its settings into clouds-public.yaml, under "
        "public-clouds and a name of your own."
    ) == str(caught.value)


def test_profile__url_as_a_name_of_ones_own(write: Write) -> None:
    write("clouds.yaml", "clouds: {a: {profile: 'https://a.com'}}")
    write("clouds-public.yaml", "public-clouds: {'https://a.com': {image_format: raw}}")

    assert "raw" == load().settings["image_format"]


def test_profile__unknown(write: Write) -> None:
    path = write("clouds.yaml", "clouds: {a: {profile: nimbsu}}")
    write("clouds-public.yaml", "public-clouds: {nimbus: {}}")

    with pytest.raises(errors.ProfileError) as caught:
        load()

    assert (
        f"{path}:1: there is no vendor profile 'nimbsu'. Did you mean 'nimbus'? "
        "Install the extension that has it, or write its settings into "
        "clouds-public.yaml, under public-clouds."
    ) == str(caught.value)


def test_profile__no_mapping(write: Write) -> None:
    write("clouds.yaml", "clouds: {a: {profile: nimbus}}")
    path = write("clouds-public.yaml", "public-clouds:\n  nimbus: [x]\n")

    with pytest.raises(errors.ProfileError) as caught:
        load()

    assert (
        f"{path}:2: the vendor profile 'nimbus' must be a mapping of settings, and is "
        "a list."
    ) == str(caught.value)


@pytest.mark.parametrize("key", ["profile", "cloud"])
def test_profile__names_another_one(key: str) -> None:
    with pytest.raises(errors.ProfileError) as caught:
        load(options={"profile": "x"}, vendor_profile=lambda _: {key: "y"})

    assert ("vendor profile x: a vendor profile cannot name another one.") == str(
        caught.value
    )


def test_profile__shut_down() -> None:
    said: dict[str, Any] = {"status": "shutdown", "message": "Gone since 2024."}

    with pytest.raises(errors.ProfileError) as caught:
        load(options={"profile": "x"}, vendor_profile=lambda _: said)

    assert "vendor profile x: this cloud is no more: Gone since 2024." == str(
        caught.value
    )


def test_profile__deprecated(caplog: pytest.LogCaptureFixture) -> None:
    said: dict[str, Any] = {"status": "deprecated", "auth_type": "none"}

    profile = load(options={"profile": "x"}, vendor_profile=lambda _: said)

    assert None is profile.get("status")
    assert ["vendor profile x: this cloud will be no more: no reason is given."] == (
        caplog.messages
    )


def test_profile__names_no_code(caplog: pytest.LogCaptureFixture) -> None:
    """A hook of openstacksdk is kept as text, and never imported."""
    hook = {"vendor_hook": "os:abort"}

    profile = load(options={"profile": "x"}, vendor_profile=lambda _: hook)

    assert "os:abort" == profile.settings["vendor_hook"]
    assert [] == caplog.messages


def test_with_defaults__beneath_everything(write: Write) -> None:
    path = write(
        "clouds.yaml",
        "clouds: {a: {profile: nimbus, api_timeout: 7, auth: {username: u}}}",
    )
    profile = load(options={"token": "t"}, vendor_profile=known)

    filled = profile.with_defaults(
        {
            "auth": {"username": "x", "token": "x", "trust_id": "d"},
            "api_timeout": 8,
            "image_format": "x",
            "concurrency": 9,
            "interface": "internal",
        },
        source="vendor Nimbus",
    )

    assert {
        "auth_url": "https://one.nimbus",
        "username": "u",
        "token": "t",
        "trust_id": "d",
    } == filled.auth
    assert 7 == filled.settings["api_timeout"]
    assert "raw" == filled.settings["image_format"]
    assert 9 == filled.settings["concurrency"]
    assert ("internal",) == filled.settings["interface"]
    assert "vendor Nimbus" == filled.sources["concurrency"]
    assert f"{path}:1" == filled.sources["api_timeout"]
    assert None is profile.get("concurrency")


def test_with_defaults__bring_regions() -> None:
    profile = load(options={"auth": {"token": "t"}})

    filled = profile.with_defaults(PROFILE, source="vendor Nimbus")

    assert "one" == filled.region_name
    assert "https://one.nimbus" == filled.auth["auth_url"]


def test_with_defaults__do_not_know_the_region() -> None:
    profile = load(region_name="x", options={"auth": {"token": "t"}})

    with pytest.raises(
        errors.UnknownRegion, match=r"no region 'x'\. It has one and two"
    ):
        profile.with_defaults(PROFILE, source="vendor Nimbus")


def test_with_defaults__first_ones_win() -> None:
    profile = load(options={"auth": {"token": "t"}})

    filled = profile.with_defaults({"retries": 1}, source="x").with_defaults(
        {"retries": 2, "concurrency": 2}, source="y"
    )

    assert 1 == filled.retries
    assert 2 == filled.settings["concurrency"]


def test_with_defaults__twice_the_same() -> None:
    profile = load(options={"auth": {"token": "t"}})
    filled = profile.with_defaults({"retries": 1}, source="x")

    assert filled == filled.with_defaults({"retries": 1}, source="x")


def test_with_defaults__wrong_value() -> None:
    profile = load(options={"auth": {"token": "t"}})

    with pytest.raises(errors.ProfileError) as caught:
        profile.with_defaults({"verify": 7}, source="vendor Nimbus")

    assert str(caught.value).startswith("vendor Nimbus: verify must be ")
