from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

import pytest
from keystoneauth1 import loading
from stevedore import ExtensionManager

from openstack import errors
from openstack.profile import Profile, load
from openstack.profile.auth import load_plugin

if TYPE_CHECKING:
    from pathlib import Path

Write = Callable[[str, str], str]

URL = {"auth_url": "http://a/v3"}
USER = {"username": "u", "user_domain_id": "d"}
PROJECT = {"project_name": "p", "project_domain_name": "d"}
IDP = {"identity_provider": "i", "protocol": "openid"}
OIDC = {**URL, **PROJECT, **IDP, "discovery_endpoint": "http://d", "client_id": "c"}
OAUTH2 = {"oauth2_endpoint": "http://o", "oauth2_client_id": "c"}

#: For each plugin, options that are enough.
ENOUGH: dict[str, dict[str, Any]] = {
    "admin_token": {"endpoint": "http://e", "token": "t"},
    "http_basic": {"endpoint": "http://e", "username": "u", "password": "p"},
    "none": {"endpoint": "http://e"},
    "password": {**URL, **USER, **PROJECT, "password": "p"},
    "token": {**URL, **PROJECT, "token": "t"},
    "v2password": {**URL, "username": "u", "password": "p", "tenant_name": "p"},
    "v2token": {**URL, "token": "t", "project_id": "p"},
    "v3adfspassword": {
        **URL,
        **IDP,
        "username": "u",
        "password": "p",
        "identity_provider_url": "http://i",
        "service_provider_endpoint": "http://s",
        "service_provider_entity_id": "e",
    },
    "v3applicationcredential": {
        **URL,
        "application_credential_id": "i",
        "application_credential_secret": "s",
    },
    "v3kerberos": URL,
    "v3fedkerb": {**URL, **IDP},
    "v3multifactor": {
        **URL,
        **USER,
        **PROJECT,
        "auth_methods": "v3password,v3totp",
        "password": "p",
        "passcode": "c",
    },
    "v3oauth1": {
        **URL,
        "consumer_key": "k",
        "consumer_secret": "s",
        "access_key": "k",
        "access_secret": "s",
    },
    "v3oauth2clientcredential": {**URL, **OAUTH2, "oauth2_client_secret": "s"},
    "v3oauth2mtlsclientcredential": {**URL, **OAUTH2},
    "v3oidcaccesstoken": {**URL, **PROJECT, **IDP, "access_token": "t"},
    "v3oidcauthcode": {**OIDC, "code": "c", "redirect_uri": "http://r"},
    "v3oidcclientcredentials": {**OIDC, "client_secret": "s"},
    "v3oidcdeviceauthz": {**OIDC, "client_secret": "s"},
    "v3oidcpassword": {**OIDC, "username": "u", "password": "p", "scope": "openid"},
    "v3password": {**URL, **USER, "password": "p", "system_scope": "all"},
    "v3samlpassword": {
        **URL,
        **IDP,
        "username": "u",
        "password": "p",
        "identity_provider_url": "http://i",
    },
    "v3token": {**URL, "token": "t", "domain_id": "d"},
    "v3tokenlessauth": {**URL, **PROJECT},
    "v3totp": {**URL, **USER, **PROJECT, "passcode": "c"},
    "v3websso": {**URL, **IDP, "redirect_port": "7"},
}


def made(auth_type: str | None = None, **auth: Any) -> Profile:
    """Load what only keyword arguments say."""
    return load(options={"auth_type": auth_type, "auth": auth})


@pytest.mark.parametrize("auth_type", sorted(loading.get_available_plugin_names()))
@pytest.mark.parametrize("beside", [True, False])
def test_load_plugin__each_that_is_installed(auth_type: str, *, beside: bool) -> None:
    """With its options in `auth` as well as beside it."""
    options: dict[str, Any] = ENOUGH[auth_type]
    loaders: dict[str, Any] = loading.get_available_plugin_loaders()

    profile = load(
        options={"auth_type": auth_type, **(options if beside else {"auth": options})}
    )

    profile.check_auth()
    assert isinstance(load_plugin(profile), loaders[auth_type].plugin_class)


def test_load_plugin__gives_it_every_option() -> None:
    plugin: Any = load_plugin(made(**ENOUGH["password"]))

    given = plugin.get_cache_id_elements()
    expected = {**ENOUGH["password"]}
    assert expected == {key: given[key] for key in given if given[key] is not None}


def test_load_plugin__old_names() -> None:
    auth = {**URL, "user_name": "u", "password": "p", "tenant_id": "t"}
    plugin: Any = load_plugin(made("v2password", **auth))
    basic: Any = load_plugin(made("password", **auth))

    assert "u" == plugin.username
    assert "t" == plugin.tenant_id
    assert "t" == basic.get_cache_id_elements()["project_id"]


def test_load_plugin__name_of_the_constructor() -> None:
    """The option is `openid-scope`, the argument `scope`."""
    plugin: Any = load_plugin(made("v3oidcpassword", **ENOUGH["v3oidcpassword"]))
    default: Any = load_plugin(made("v3oidcclientcredentials", **OIDC))

    assert "openid" == plugin.scope
    assert "openid profile" == default.scope


def test_load_plugin__public_client() -> None:
    """It has no secret, which keystoneauth does not let anyone leave out."""
    plugin: Any = load_plugin(made("v3oidcpassword", **ENOUGH["v3oidcpassword"]))

    assert None is plugin.client_secret


@pytest.mark.parametrize("auth_type", ["token_endpoint", "admin_token"])
def test_load_plugin__token_endpoint(auth_type: str) -> None:
    plugin: Any = load_plugin(made(auth_type, url="http://e", token="t"))

    assert "http://e" == plugin.endpoint
    assert "t" == plugin.token


def test_load_plugin__unknown() -> None:
    with pytest.raises(errors.ProfileError) as caught:
        load_plugin(made("v3passworrd", **URL))

    message = str(caught.value)
    assert message.startswith(
        "keyword argument: there is no auth plugin 'v3passworrd'. Did you mean "
        "'v3password'? Installed are admin_token, http_basic, none, "
    )
    for name in loading.get_available_plugin_names():
        assert name in message


def test_load_plugin__unknown_method() -> None:
    auth = {**URL, "auth_methods": ["v3password", "v3totpp"]}

    with pytest.raises(errors.ProfileError, match="there is no auth plugin 'v3totpp'"):
        load_plugin(made("v3multifactor", **auth))


def test_load_plugin__no_methods() -> None:
    with pytest.raises(errors.ProfileError, match=r"auth\.auth_methods is not set"):
        load_plugin(made("v3multifactor", **URL))


def test_load_plugin__methods_need_options_of_their_own() -> None:
    auth = {**URL, "auth_methods": ["v3password", "v3totp"], "username": "u"}

    with pytest.raises(errors.ProfileError) as caught:
        load_plugin(made("v3multifactor", **auth))

    assert (
        "The cloud 'defaults' cannot be logged in to with the auth plugin "
        "v3multifactor, since auth.password and auth.passcode are not set. "
        "Pass password and passcode."
    ) == str(caught.value)


@pytest.mark.parametrize(
    ("auth_type", "missing"),
    [
        ("password", "auth.username or auth.user_id is"),
        ("http_basic", "auth.username is"),
        ("token", "auth.token is"),
        ("v3totp", "auth.username or auth.user_id and auth.passcode are"),
        (
            "v3applicationcredential",
            "auth.application_credential_secret and auth.application_credential_id",
        ),
        (
            "v3oidcaccesstoken",
            "auth.identity_provider, auth.protocol and auth.access_to",
        ),
        ("admin_token", "auth.endpoint and auth.token are"),
    ],
)
def test_load_plugin__missing(auth_type: str, missing: str) -> None:
    needs_url = auth_type not in ("admin_token", "http_basic")
    auth = URL if needs_url else {}
    secret = {"password": "hunter2"} if auth_type in ("password", "http_basic") else {}

    with pytest.raises(errors.ProfileError) as caught:
        made(auth_type, **auth, **secret).check_auth()

    assert str(caught.value).startswith(
        "The cloud 'defaults' cannot be logged in to with the auth plugin "
        f"{auth_type}, since {missing}"
    )


def test_load_plugin__missing_in_a_file(write: Write) -> None:
    write("clouds.yaml", "clouds: {a: {auth: {auth_url: 'http://a', username: u}}}")

    with pytest.raises(errors.ProfileError) as caught:
        load().check_auth()

    assert (
        "The cloud 'a' cannot be logged in to with the auth plugin password, since "
        "auth.password is not set. Add it below auth in clouds.yaml or secure.yaml."
    ) == str(caught.value)


def test_load_plugin__missing_in_the_environment(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("OS_USERNAME", "u")

    with pytest.raises(errors.ProfileError) as caught:
        load().check_auth()

    assert str(caught.value).endswith(
        "since auth.auth_url and auth.password are not set. Set OS_AUTH_URL and "
        "OS_PASSWORD."
    )


def test_load_plugin__misspelt(write: Write) -> None:
    path = write(
        "clouds.yaml",
        "clouds:\n  a:\n    auth:\n      auth_url: http://a\n"
        "      passworrd: hunter2\n",
    )

    with pytest.raises(errors.ProfileError) as caught:
        load().check_auth()

    assert (
        f"{path}:5: the auth plugin password has no option passworrd. Did you mean "
        "'password'?"
    ) == str(caught.value)


def test_load_plugin__option_of_another_plugin(write: Write) -> None:
    path = write(
        "clouds.yaml",
        "clouds: {a: {auth: {auth_url: 'http://a', application_credential_id: i}}}",
    )

    with pytest.raises(errors.ProfileError) as caught:
        load().check_auth()

    assert (
        f"{path}:1: the auth plugin password has no option application_credential_id. "
        "Set auth_type to one that has it: v3applicationcredential."
    ) == str(caught.value)


def test_load_plugin__options_for_a_plugin_that_was_replaced(write: Write) -> None:
    """What was written for the plugin of the file is not what the caller wants."""
    write(
        "clouds.yaml",
        "clouds: {a: {auth: {auth_url: 'http://a', username: u, password: p}}}",
    )

    plugin: Any = load_plugin(load(options={"auth_type": "token", "token": "t"}))

    assert "http://a" == plugin.auth_url
    assert "t" == plugin.get_cache_id_elements()["token"]


def test_load_plugin__environment_may_hold_more(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name in ("AUTH_URL", "TOKEN", "USERNAME", "PASSWORD", "PROJECT_NAME"):
        monkeypatch.setenv(f"OS_{name}", "http://x")
    monkeypatch.setenv("OS_AUTH_TYPE", "token")

    plugin: Any = load_plugin(load())

    assert "http://x" == plugin.get_cache_id_elements()["token"]


def test_load_plugin__two_scopes(write: Write) -> None:
    path = write(
        "clouds.yaml",
        "clouds: {a: {auth: {auth_url: 'http://a', username: u, password: p,\n"
        "  system_scope: all, project_name: p}}}",
    )

    with pytest.raises(errors.ProfileError) as caught:
        load().check_auth()

    assert (
        "The cloud 'a' asks for a project and the system, and a token is for one of "
        f"them. Remove one of auth.project_name ({path}:2) and auth.system_scope "
        f"({path}:2)."
    ) == str(caught.value)


def test_load_plugin__refused_by_keystoneauth() -> None:
    with pytest.raises(errors.ProfileError) as caught:
        load_plugin(made("v3password", **URL, username="u", password="hunter2"))

    message = str(caught.value)
    assert message.startswith(
        "The auth plugin v3password does not take the options of the cloud 'defaults': "
        "You have provided a username."
    )
    assert "hunter2" not in message
    assert None is caught.value.__context__


OWN_PLUGIN = """
from keystoneauth1 import loading, noauth


class Plugin(noauth.NoAuth):
    def __init__(self, agency=None, pin=None, level=None):
        super().__init__()
        self.found = (agency, pin, level)
        if pin == "1234":
            raise ValueError(f"{pin} is no pin")


class Loader(loading.BaseLoader):
    plugin_class = Plugin
    available = {available}

    def get_options(self):
        return [
            loading.Opt("agency"),
            loading.Opt("pin", secret=True),
            loading.Opt("level", type=int, default=3),
        ]
"""


@pytest.fixture
def own_plugin(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Callable[[str], str]]:
    """Install a plugin of our own, as a distribution with an entry point."""
    monkeypatch.setattr(ExtensionManager, "ENTRY_POINT_CACHE", {})
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setattr(sys, "path", [str(tmp_path), *sys.path])
    names: list[str] = []

    def install(available: str) -> str:
        name = f"own_{available.lower()}"
        names.append(name)
        info = tmp_path / f"{name}-1.dist-info"
        info.mkdir()
        (info / "METADATA").write_text(f"Name: {name}\nVersion: 1\n")
        (info / "entry_points.txt").write_text(
            f"[keystoneauth1.plugin]\n{name} = {name}:Loader\n"
        )
        text = OWN_PLUGIN.replace("{available}", available)
        (tmp_path / f"{name}.py").write_text(text)
        return name

    yield install
    for name in names:
        sys.modules.pop(name, None)


def test_load_plugin__own(
    own_plugin: Callable[[str], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its options are known to nobody but itself."""
    name = own_plugin("True")
    monkeypatch.setenv("OS_AUTH_TYPE", name)
    monkeypatch.setenv("OS_AGENCY", "a")
    monkeypatch.setenv("OS_PIN", "hunter2")

    profile = load(options={"auth": {"level": "7"}})
    plugin: Any = load_plugin(profile)

    assert ("a", "hunter2", 7) == plugin.found
    assert "hunter2" not in repr(profile)
    monkeypatch.setenv("OS_LEVEL", "x")
    with pytest.raises(errors.ProfileError, match=r"^OS_LEVEL: auth\.level must be"):
        load_plugin(load())


def test_load_plugin__own_with_a_wrong_number(own_plugin: Callable[[str], str]) -> None:
    name = own_plugin("True")

    with pytest.raises(errors.ProfileError) as caught:
        load_plugin(made(name, level="x"))

    assert "keyword argument: auth.level must be of the type int." == str(caught.value)


def test_load_plugin__own_that_fails(own_plugin: Callable[[str], str]) -> None:
    name = own_plugin("True")

    with pytest.raises(errors.ProfileError) as caught:
        load_plugin(made(name, pin="1234"))

    assert (
        f"The auth plugin {name} does not take the options of the cloud 'defaults': "
        "*** is no pin"
    ) == str(caught.value)


def test_load_plugin__package_is_missing(own_plugin: Callable[[str], str]) -> None:
    name = own_plugin("False")

    with pytest.raises(errors.ProfileError) as caught:
        load_plugin(made(name, pin="1"))

    assert (
        f"keyword argument: the auth plugin {name} needs a package that is not "
        "installed."
    ) == str(caught.value)
