from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from openstack import errors
from openstack.profile import Profile, UnknownOption, load

Write = Callable[[str, str], str]


def given(**options: Any) -> Profile:
    """Load what only keyword arguments say."""
    return load(options={"auth_type": "none", **options})


@pytest.mark.parametrize(
    ("option", "name"),
    [
        ("timeout", "api_timeout"),
        ("api-timeout", "api_timeout"),
        ("status_code_retries", "retries"),
        ("connect_retries", "retries"),
        ("volume_retries", "block_storage_retries"),
        ("image_status_code_retries", "image_retries"),
        ("bare-metal-connect-retries", "baremetal_retries"),
    ],
)
def test_normalise__one_name_for_each_setting(option: str, name: str) -> None:
    profile = given(**{option: 7})

    assert 7 == profile.settings[name]
    assert 7 == profile.get(option)
    assert "keyword argument" == profile.sources[name]


@pytest.mark.parametrize(
    ("option", "name"),
    [
        ("tenant_id", "project_id"),
        ("tenant-name", "project_name"),
        ("user_name", "username"),
        ("auth_token", "token"),
        ("authorization_code", "code"),
        ("url", "endpoint"),
        ("scope", "openid_scope"),
        ("default_domain", "default_domain_id"),
    ],
)
@pytest.mark.parametrize("inside", [True, False])
def test_normalise__one_name_for_each_option(
    option: str, name: str, *, inside: bool
) -> None:
    options = {option: "http://x"}

    profile = given(**({"auth": options} if inside else options))

    assert {name: "http://x"} == profile.auth
    assert "keyword argument" == profile.sources[f"auth.{name}"]


def test_normalise__spelling_does_not_decide_between_layers(write: Write) -> None:
    write(
        "clouds.yaml",
        "clouds: {a: {block_storage_api_version: 2, auth: {project_name: a}}}",
    )

    profile = load(options={"volume_api_version": "3", "tenant_name": "b"})

    assert "3" == profile.settings["block_storage_api_version"]
    assert "b" == profile.auth["project_name"]


@pytest.mark.parametrize(
    ("first", "second", "name"),
    [
        ("project_name: a", "auth: {project_name: b}", "project_name"),
        ("tenant_name: a", "auth: {project_name: b}", "project_name"),
        ("api_timeout: 7", "timeout: 8", "api_timeout"),
        ("block_storage_retries: 1", "volumev3_retries: 2", "block_storage_retries"),
        ("volumev3_retries: 1", "volume_retries: 2", "block_storage_retries"),
        ("image_endpoint_override: a", "image_endpoint: b", "image_endpoint_override"),
    ],
)
@pytest.mark.parametrize("swap", [True, False])
def test_normalise__two_spellings_in_one_place(
    write: Write,
    caplog: pytest.LogCaptureFixture,
    first: str,
    second: str,
    name: str,
    *,
    swap: bool,
) -> None:
    """What stands beside `auth` wins, then what has the name of the setting."""
    first, second = (text.replace(" a", " http://a") for text in (first, second))
    lines = [second, first] if swap else [first, second]
    path = write(
        "clouds.yaml", "clouds:\n  a:\n" + "".join(f"    {x}\n" for x in lines)
    )

    profile = load()

    value = profile.auth.get(name) or profile.get(name)
    assert value in ("http://a", 7, 1)
    winner, loser = (4, 3) if swap else (3, 4)
    message = (
        f"{name} is set here and, differently, at {path}:{loser}; the first counts"
    )
    assert [f"{path}:{winner}: {message}"] == caplog.messages


def test_normalise__same_value_twice_is_no_conflict(
    write: Write, caplog: pytest.LogCaptureFixture
) -> None:
    write("clouds.yaml", "clouds: {a: {project_id: x, auth: {tenant_id: x}}}")

    assert "x" == load().auth["project_id"]
    assert [] == caplog.messages


@pytest.mark.parametrize("value", ["", "None", "~", "null"])
def test_normalise__no_authentication(write: Write, value: str) -> None:
    write("clouds.yaml", f"clouds: {{a: {{auth_type: {value}, auth: ~}}}}")

    assert "none" == load().auth_type


def test_normalise__no_authentication_of_argument() -> None:
    options = {"auth_type": None, "auth_url": "http://a"}
    assert "password" == load(options=options).auth_type
    assert "none" == load(options={"auth_type": ""}).auth_type


def test_normalise__token_endpoint() -> None:
    assert "admin_token" == load(options={"auth_type": "token_endpoint"}).auth_type
    assert "token" == load(options={"auth_plugin": "token"}).auth_type


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("verify: 7", "true, false or the path of a file of CA certificates, not 7"),
        ("verify: maybe", "true, false or the path of a file of CA certificates, not"),
        ("insecure: 2", "true or false, not 2"),
        ("insecure: []", "true or false, not a list"),
        ("api_timeout: soon", "a number of seconds, not 'soon'"),
        ("api_timeout: -1", "a number of seconds, not -1"),
        ("api_timeout: .inf", "a number of seconds, not '.inf'"),
        ("api_timeout: inf", "a number of seconds, not 'inf'"),
        ("api_timeout: true", "a number of seconds, not true"),
        ("retries: 1.5", "a whole number, not 1.5"),
        (
            "regions: {}",
            "a list of names, or of mappings with the keys name and values",
        ),
        ("regions: a", "a list of names, or of mappings with the keys name and values"),
        ("auth: x", "a mapping, not 'x'"),
        ("auth: [x]", "a mapping, not a list"),
        (
            "interface: pubic",
            "public, internal or admin, or a list of these, not 'pubi",
        ),
        ("interface: []", "public, internal or admin, or a list of these, not a list"),
        ("interface: {}", "public, internal or admin, or a list of these, not a mappi"),
        (
            "interface: [public, ~]",
            "public, internal or admin, or a list of these, not",
        ),
        ("cacert: 7", "the path of a file, not 7"),
        ("cert: [a, b]", "the path of a file, not a list"),
        (
            "rate_limit: 0",
            "a number of requests a second, or a mapping of it by service",
        ),
        (
            "rate_limit: {image: x}",
            "a number of requests a second, or a mapping of it b",
        ),
        (
            "concurrency: 0",
            "a whole number above 0, or a mapping of it by service type",
        ),
        ("networks: x", "a list, not 'x'"),
        ("vendor_options: x", "a mapping, not 'x'"),
        ("vendor: {}", "a name, not a mapping"),
        ("image_api_version: three", "a version such as 2 or 2.79, not 'three'"),
        ("image_api_version: {}", "a version such as 2 or 2.79, not a mapping"),
        ("has_image: perhaps", "true or false, not 'perhaps'"),
    ],
)
def test_normalise__wrong_type(write: Write, text: str, expected: str) -> None:
    path = write("clouds.yaml", f"clouds:\n  a:\n    {text}\n")
    key = text.partition(":")[0]

    with pytest.raises(errors.ProfileError) as caught:
        load("a")

    assert str(caught.value).startswith(f"{path}:3: {key} must be {expected}")


WRONG_ARGUMENTS: list[tuple[dict[str, Any], str]] = [
    ({"verify": 7}, "verify must be true, false or the path of a file of CA "),
    ({"api_timeout": True}, "api_timeout must be a number of seconds, not True."),
    ({"api_timeout": float("nan")}, "api_timeout must be a number of seconds, not"),
    (
        {"region_name": ["a", 7, {}]},
        "region_name must be a name or a list of names",
    ),
    ({"auth": {"username": {}}}, "auth.username must be text, not a mapping."),
    ({"auth": {"project_id": True}}, "auth.project_id must be text, not True."),
    (
        {"auth": {"password": ["hunter2"]}},
        "auth.password must be text, not a list.",
    ),
    ({"password": object()}, "auth.password must be text, not of the type object."),
    ({"cert": ("a", "b")}, "cert must be the path of a file, not a list."),
    ({"retries": "x" * 7}, "retries must be a whole number, not 'xxxxxxx'."),
    (
        {"retries": "http://u:hunter2@h"},
        "retries must be a whole number, not 'http://***@h'.",
    ),
]


@pytest.mark.parametrize(("options", "expected"), WRONG_ARGUMENTS)
def test_normalise__wrong_type_of_argument(
    options: dict[str, Any], expected: str
) -> None:
    with pytest.raises(errors.ProfileError) as caught:
        given(**options)

    assert str(caught.value).startswith(f"keyword argument: {expected}")
    assert "hunter2" not in str(caught.value)


@pytest.mark.parametrize(
    ("options", "name", "value"),
    [
        ({"verify": "yes"}, "verify", True),
        ({"verify": "0"}, "verify", False),
        ({"api_timeout": "7.5"}, "api_timeout", 7.5),
        ({"retries": 0}, "retries", 0),
        ({"retries": "2"}, "retries", 2),
        ({"cacert": Path("/ca")}, "cacert", "/ca"),
        ({"interface": "adminURL"}, "interface", ("admin",)),
        ({"interface": ["internalURL", "Public"]}, "interface", ("internal", "public")),
        ({"network_endpoint_type": "internal"}, "network_interface", ("internal",)),
        ({"compute_api_version": 2.1}, "compute_api_version", "2.1"),
        ({"compute_api_version": "v2.1"}, "compute_api_version", "2.1"),
        ({"rate_limit": {"volume": 7}}, "rate_limit", {"block-storage": 7.0}),
        ({"concurrency": 7}, "concurrency", 7),
        ({"networks": [{"name": "n"}]}, "networks", ({"name": "n"},)),
        ({"vendor_options": {"a": [1]}}, "vendor_options", {"a": (1,)}),
        ({"app_name": "x"}, "app_name", "x"),
        ({"cdn_endpoint_override": " http://c\n"}, "cdn_endpoint_override", "http://c"),
        ({"has_cdn": False}, "has_cdn", False),
    ],
)
def test_normalise__values(options: dict[str, Any], name: str, value: object) -> None:
    assert value == given(**options).settings[name]


def test_normalise__text_of_yaml_is_what_was_written(write: Write) -> None:
    write(
        "clouds.yaml",
        """
        clouds:
          a:
            region_name: NO
            compute_api_version: 2.10
            auth: {password: 0123, project_id: 610275, username: yes}
        """,
    )

    profile = load()

    assert "NO" == profile.region_name
    assert "2.10" == profile.settings["compute_api_version"]
    assert {"password": "0123", "project_id": "610275", "username": "yes"} == (
        profile.auth
    )


def test_normalise__empty_text_says_nothing(write: Write) -> None:
    write(
        "clouds.yaml",
        "clouds: {a: {cacert: '', profile: '', auth: {token: t, project_name: ''}}}",
    )

    profile = load()

    assert {"token": "t"} == profile.auth
    assert None is profile.vendor_profile
    assert True is profile.verify


@pytest.mark.parametrize(
    ("option", "hint"),
    [
        ("verifyy", " Did you mean 'verify'?"),
        ("usrname", " Did you mean 'username'?"),
        ("compute_api_versionn", " Did you mean 'compute_api_version'?"),
        ("conpute_api_version", " Did you mean 'compute_api_version'?"),
        ("has_computee", " Did you mean 'has_compute'?"),
        ("max_retries", ""),
        ("_api_version", ""),
        ("has_", ""),
        ("xyzzy", ""),
    ],
)
def test_normalise__unknown_argument(write: Write, option: str, hint: str) -> None:
    """It is an error before anything is read."""
    write("clouds.yaml", "this: [is: no yaml")

    with pytest.raises(UnknownOption) as caught:
        load("x", options={option: "hunter2"})

    message = str(caught.value)
    assert isinstance(caught.value, TypeError)
    assert isinstance(caught.value, errors.ProfileError)
    assert message.startswith(f"There is no keyword argument {option!r}.")
    assert message.endswith(hint)
    assert "hunter2" not in message


def test_normalise__unknown_key_of_a_file(
    write: Write, caplog: pytest.LogCaptureFixture
) -> None:
    path = write(
        "clouds.yaml", "clouds:\n  a:\n    auth_type: none\n    verifyy: hunter2\n"
    )

    profile = load()

    message = "'verifyy' is not known here, and has no effect. Did you mean 'verify'?"
    assert [f"{path}:4: {message}"] == caplog.messages
    assert "hunter2" == profile.settings["verifyy"]
    assert "hunter2" not in repr(profile)


def test_normalise__insecure_wins_over_verify(
    write: Write, caplog: pytest.LogCaptureFixture
) -> None:
    path = write("clouds.yaml", "clouds:\n  a:\n    insecure: true\n    verify: true\n")

    profile = load()

    assert False is profile.verify
    assert f"{path}:3" == profile.sources["verify"]
    assert [
        f"{path}:3: insecure wins over verify ({path}:4): nothing is verified"
    ] == caplog.messages


def test_normalise__insecure_false_says_nothing() -> None:
    assert False is given(insecure=False, verify=False).verify
    assert True is given(insecure=False).verify


def test_normalise__argument_wins_over_insecure_of_a_file(write: Write) -> None:
    write("clouds.yaml", "clouds: {a: {insecure: true, auth_type: none}}")

    assert True is load(options={"verify": True}).verify


def test_normalise__verify_is_a_path(write: Write) -> None:
    path = write("ca.pem", "")

    assert path == given(verify=path).verify


def test_normalise__cacert_wins_over_path_of_verify(write: Write) -> None:
    one, other = write("one.pem", ""), write("other.pem", "")

    assert one == given(verify=other, cacert=one).verify


def test_normalise__no_verification_makes_cacert_useless(
    write: Write, caplog: pytest.LogCaptureFixture
) -> None:
    path = write("clouds.yaml", "clouds:\n  a: {verify: no,\n      cacert: /ca.pem}\n")

    assert False is load().verify
    assert [
        f"{path}:2: nothing is verified, so cacert ({path}:3) has no effect"
    ] == caplog.messages
