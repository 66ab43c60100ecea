from __future__ import annotations

from collections.abc import Callable

import pytest

from openstack import errors
from openstack.profile import load

Write = Callable[[str, str], str]

MEANT = ", which names no setting. Did you mean 'region_name'?"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("https://{region_name}.a", "https://r.a"),
        ("https://a/{project_id}/{image_format}", "https://a/p/raw"),
        ("https://a/{{region_name}}", "https://a/{region_name}"),
        ("https://a/{{{region_name}}}", "https://a/{r}"),
        ("https://a/plain", "https://a/plain"),
    ],
)
def test_expand(write: Write, text: str, expected: str) -> None:
    write(
        "clouds.yaml",
        f"""
        clouds:
          a:
            region_name: r
            image_format: raw
            volume_endpoint_override: "{text}"
            auth: {{project_id: p, auth_url: "{text}"}}
        """,
    )

    profile = load()

    assert expected == profile.auth["auth_url"]
    assert expected == profile.settings["block_storage_endpoint_override"]


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("https://a/{", "a single '{'."),
        ("https://a/}", "a single '}'."),
        ("https://a/{{}", "a single '}'."),
        ("https://a/{}", "a template that names no setting."),
        ("https://a/{xyzzy}", "a template that names no setting."),
        (
            "https://{region_nam}",
            f"the template {{region_nam}}{MEANT}",
        ),
        ("https://a/{password}", "a template that names no setting."),
        (
            "https://a/{region_name.__class__}",
            f"the template {{region_name.__class__}}{MEANT}",
        ),
    ],
)
def test_expand__stray_brace(write: Write, text: str, problem: str) -> None:
    path = write(
        "clouds.yaml",
        f"clouds:\n  a:\n    region_name: r\n    auth:\n      password: p\n"
        f"      auth_url: '{text}'\n",
    )

    with pytest.raises(errors.ProfileError) as caught:
        load()

    assert (
        f"{path}:6: auth.auth_url has {problem} Write {{{{ and }}}} for a brace that "
        "stands for itself."
    ) == str(caught.value)


def test_expand__no_region(write: Write) -> None:
    path = write(
        "clouds.yaml", "clouds: {a: {auth: {auth_url: 'http://{region_name}'}}}"
    )

    with pytest.raises(errors.ProfileError) as caught:
        load()

    assert str(caught.value).startswith(
        f"{path}:1: auth.auth_url has the template {{region_name}}, and no region is "
        "chosen."
    )
    assert "http://x" == load(region_name="x").auth["auth_url"]


@pytest.mark.parametrize("secret", ["pa{ss", "}{", "{region_name}", "{{x}}", "{0}"])
def test_expand__secret_is_no_template(write: Write, secret: str) -> None:
    write(
        "clouds.yaml",
        f"""
        clouds:
          a:
            region_name: r
            passworrd: "{secret}"
            auth:
              password: "{secret}"
              token: "{secret}"
              passcode: "{secret}"
              own_option: "{secret}"
        """,
    )

    assert {secret} == set(load().auth.values())


def test_expand__own_plugin(write: Write) -> None:
    """Of the options that nobody knows, those with an address in their name."""
    write(
        "clouds.yaml",
        """
        clouds:
          a:
            region_name: r
            auth_type: agency
            auth:
              auth_url: http://{region_name}
              iam_endpoint: http://{region_name}
              agency_name: "{region_name}"
              username: "{region_name}"
        """,
    )

    assert {
        "auth_url": "http://r",
        "iam_endpoint": "http://r",
        "agency_name": "{region_name}",
        "username": "{region_name}",
    } == load().auth


def test_expand__argument_and_environment_are_literal(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    options = {"auth_url": "http://{x", "image_format": "{"}

    profile = load(options=options)

    assert "http://{x" == profile.auth["auth_url"]
    assert "{" == profile.settings["image_format"]
    monkeypatch.setenv("OS_AUTH_URL", "http://{x")
    assert "http://{x" == load().auth["auth_url"]


def test_expand__literal_no_more_where_a_file_says_it() -> None:
    """The mark belongs to the value that counts."""
    profile = load(options={"auth_url": "http://{x"}, region_name="r")

    filled = profile.with_defaults({"image_format": "{region_name}"}, source="vendor v")

    assert "r" == filled.settings["image_format"]
    assert "http://{x" == filled.auth["auth_url"]


def test_expand__name_of_a_region_may_hold_a_brace(write: Write) -> None:
    write("clouds.yaml", "clouds: {a: {region_name: '{r}'}}")

    assert "{r}" == load().region_name


def test_expand__structures_are_left_alone(write: Write) -> None:
    write("clouds.yaml", "clouds: {a: {vendor_options: {a: '{'}, networks: ['{']}}")

    profile = load()

    assert {"a": "{"} == profile.settings["vendor_options"]
    assert ("{",) == profile.settings["networks"]
