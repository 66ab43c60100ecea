from __future__ import annotations

import copy
import pickle
import traceback
from collections.abc import Callable
from typing import Any

import pytest
from keystoneauth1 import loading
from rich.pretty import pretty_repr

from openstack.profile import Described, NotPicklable, Profile, keys, load
from openstack.profile.assembling import assemble
from openstack.profile.gathering import gather
from openstack.profile.masking import Masked
from openstack.profile.recipes import Recipe
from openstack.profile.tables import PLUGINS, PUBLIC_AUTH

Write = Callable[[str, str], str]

SECRET = "hunter2"


@pytest.fixture
def profile(write: Write) -> Profile:
    """Load a cloud with its secret in many places."""
    write(
        "clouds.yaml",
        f"""
        clouds:
          a:
            passworrd: {SECRET}
            image_endpoint_override: https://me:{SECRET}@i
            network_endpoint_override: https://n/?key={SECRET}
            vendor_options: {{api_key: {SECRET}, deep: [{{token: {SECRET}}}], zone: z}}
            metrics: {{influxdb: {{password: {SECRET}, host: h}}}}
            requires_floating_ip: yes
            timeout: 7.5
            auth:
              auth_url: https://me:{SECRET}@{SECRET}@a/v3
              username: me
              password: {SECRET}
              passworrd: {SECRET}
        """,
    )
    return load()


def test_repr(profile: Profile) -> None:
    text = repr(profile)

    assert SECRET not in text
    assert "'username': 'me'" in text
    assert "'auth_url': 'https://***@a/v3'" in text
    assert "'password': '***'" in text
    assert "zone: z" in text
    assert text == str(profile)
    assert text == f"{profile}"


def test_repr__of_the_parts(profile: Profile) -> None:
    for part in (profile.auth, profile.settings, profile.sources, vars):
        assert SECRET not in repr(part)


def test_repr__of_a_debugger(profile: Profile) -> None:
    """It looks into classes itself."""
    assert SECRET not in pretty_repr(profile, expand_all=True)
    assert SECRET not in pretty_repr(profile.auth)


@pytest.mark.parametrize("show", [repr, pretty_repr])
def test_repr__of_everything_below(show: Callable[[object], str]) -> None:
    """A traceback that shows local variables shows these."""
    defaults = {"auth": {"token": SECRET}}
    recipe = Recipe.now(None, {"password": SECRET, "profile": "p"})
    stack = gather(recipe, lambda _: defaults).with_defaults(defaults, "vendor")

    assert SECRET not in show(stack)
    assert "Section of ['auth'" in show(stack)
    assert SECRET not in show(assemble("a", stack.layers))


def test_repr__name_that_holds_the_secret(write: Write) -> None:
    write("clouds.yaml", f"clouds: {{my-{SECRET}: {{auth: {{password: {SECRET}}}}}}}")

    assert repr(load()).startswith("Profile(name='my-***', ")


def test_repr__secret_of_another_is_the_beginning(write: Write) -> None:
    write(
        "clouds.yaml",
        "clouds: {a: {auth: {token: abcd, password: abcdef, username: abcdef}}}",
    )

    assert "ef" not in load().auth.show("username")


def test_repr__secret_in_a_structure_of_ones_own(write: Write) -> None:
    write(
        "clouds.yaml",
        f"clouds: {{a: {{auth: {{own: [{{x: {SECRET}}}], username: {SECRET}}}}}}}",
    )

    assert "***" == load().auth.show("username")


def test_repr__short_secret_is_masked_in_its_place_alone(write: Write) -> None:
    write("clouds.yaml", "clouds: {a: {auth: {password: me, username: me}}}")

    assert "{'password': '***', 'username': 'me'}" == repr(load().auth)


def test_traceback(profile: Profile) -> None:
    error = ValueError(profile)

    assert SECRET not in "".join(traceback.format_exception(error))


def test_describe(profile: Profile) -> None:
    rows = profile.describe()

    assert SECRET not in repr(rows)
    shown = {row.key: row.value for row in rows}
    assert {
        "auth_type": "password",
        "auth.auth_url": "https://***@a/v3",
        "auth.password": "***",
        "auth.passworrd": "***",
        "auth.username": "me",
        "api_timeout": "7.5",
        "connect_timeout": "10",
        "image_endpoint_override": "https://***@i",
        "interface": "[public]",
        "metrics": "{influxdb: {password: ***, host: h}}",
        "network_endpoint_override": "https://n/?key=***",
        "passworrd": "***",
        "requires_floating_ip": "true",
        "retries": "3",
        "vendor_options": "{api_key: ***, deep: [{token: ***}], zone: z}",
        "verify": "true",
    } == shown


def test_describe__says_where_from(write: Write) -> None:
    path = write("clouds.yaml", "clouds:\n  a:\n    regions: [r]\n    vendor: v\n")
    profile = load(options={"token": "t", "profile": "p"}, vendor_profile=lambda _: {})

    assert [
        Described("auth_type", "password", "default"),
        Described("auth.token", "***", "keyword argument"),
        Described("region_name", "r", f"{path}:3"),
        Described("vendor", "v", f"{path}:4"),
        Described("profile", "p", "keyword argument"),
    ] == profile.describe()[:5]


def test_own_plugin__shows_its_address_alone(write: Write) -> None:
    write(
        "clouds.yaml",
        "clouds: {a: {auth_type: agency, auth: {auth_url: http://a, username: hunter2, "
        "project_name: a}}}",
    )
    profile = load()

    assert (
        "{'auth_url': 'http://a', 'username': '***', 'project_name': '***'}"
    ) == repr(profile.auth)


def test_every_secret_that_keystoneauth_declares_is_hidden() -> None:
    loaders: dict[str, Any] = loading.get_available_plugin_loaders()
    for plugin, loader in loaders.items():
        assert plugin in PLUGINS
        for option in loader.get_options():
            if option.secret:
                assert option.dest not in PUBLIC_AUTH


def test_every_option_of_keystoneauth_is_known() -> None:
    loaders: dict[str, Any] = loading.get_available_plugin_loaders()
    for loader in loaders.values():
        for option in loader.get_options():
            for name in (option.name, option.dest):
                key = keys.find(name)
                assert key is not None
                assert key.auth


def test_masked__is_a_mapping(profile: Profile) -> None:
    assert SECRET == profile.auth["password"]
    assert 4 == len(profile.auth)
    assert dict(profile.auth) == profile.auth


def test_masked__is_never_copied(profile: Profile) -> None:
    assert profile.auth is copy.copy(profile.auth)
    assert profile.auth is copy.deepcopy(profile.auth)


def test_masked__is_not_pickled(profile: Profile) -> None:
    with pytest.raises(NotPicklable, match="pickle the profile instead"):
        pickle.dumps(profile.auth)


def test_masked__has_no_hash(profile: Profile) -> None:
    with pytest.raises(TypeError, match="unhashable"):
        hash(profile.auth)


@pytest.mark.parametrize("value", [None, 7, 7.0, True, ("a", 1), {"a": None}])
def test_masked__shows_any_value(value: Any) -> None:
    shown = Masked({"a": value}, ["a"], []).show("a")

    assert shown in ("None", "7", "true", "[a, 1]", "{a: None}")
