from __future__ import annotations

from collections.abc import Callable

import pytest

from openstack import errors
from openstack.profile import files, load

Write = Callable[[str, str], str]

TWO = "clouds: {prod: {auth: {token: p}}, dev: {auth: {token: d}}}\n"


def test_choose__named(write: Write) -> None:
    write("clouds.yaml", TWO)

    assert "prod" == load("prod").name
    assert "d" == load("dev").auth["token"]


def test_choose__os_cloud(write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    write("clouds.yaml", TWO)
    monkeypatch.setenv("OS_CLOUD", "dev")

    assert "dev" == load().name
    assert "dev" == load("").name
    assert "prod" == load("prod").name


def test_choose__os_cloud_wins_over_the_cloud_of_the_environment(
    write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    write("clouds.yaml", TWO)
    monkeypatch.setenv("OS_CLOUD", "dev")
    monkeypatch.setenv("OS_TOKEN", "e")

    assert "d" == load().auth["token"]
    assert "e" == load("envvars").auth["token"]


def test_choose__only_one(write: Write) -> None:
    write("clouds.yaml", "clouds: {only: {auth: {token: t}}}")

    assert "only" == load().name


def test_choose__arguments_upon_the_only_one(write: Write) -> None:
    write("clouds.yaml", "clouds: {only: {auth: {token: t, project_name: p}}}")

    profile = load(options={"auth": {"token": "mine"}})

    assert "only" == profile.name
    assert {"token": "mine", "project_name": "p"} == profile.auth


def test_choose__environment_before_the_only_one(
    write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    write("clouds.yaml", "clouds: {only: {auth: {token: t}}}")
    monkeypatch.setenv("OS_TOKEN", "e")

    assert "envvars" == load().name


@pytest.mark.parametrize(
    "options",
    [
        {"auth_url": "http://a"},
        {"auth": {"token": "t"}},
        {"auth_type": "none"},
        {"compute_endpoint_override": "http://c"},
    ],
)
def test_choose__only_arguments(options: dict[str, object]) -> None:
    assert "defaults" == load(options=options).name


def test_choose__arguments_beside_many_clouds(write: Write) -> None:
    write("clouds.yaml", TWO)

    profile = load(options={"auth_url": "http://a"})

    assert "defaults" == profile.name
    assert {"auth_url": "http://a"} == profile.auth


@pytest.mark.parametrize("options", [{}, {"verify": False}, {"vendor": "nimbus"}])
def test_choose__nothing(options: dict[str, object]) -> None:
    with pytest.raises(errors.NoConfiguration) as caught:
        load(options=options)

    places = files.directories()
    assert (
        "No cloud is configured: there is no clouds.yaml in "
        f"{', '.join(places[:-1])} or {places[-1]}, and no OS_* variable says how to "
        "log in. Write a clouds.yaml, or pass auth_url, username and password."
    ) == str(caught.value)


def test_choose__unnamed_of_many(write: Write) -> None:
    path = write("clouds.yaml", TWO)

    with pytest.raises(errors.UnknownCloud) as caught:
        load(options={"verify": False})

    assert (
        f"{path} has the clouds prod and dev, and none of them was named. Pass cloud=, "
        "or set OS_CLOUD."
    ) == str(caught.value)


def test_choose__unknown(write: Write) -> None:
    path = write("clouds.yaml", TWO)

    with pytest.raises(errors.UnknownCloud) as caught:
        load("Prdo")

    assert (
        f"There is no cloud 'Prdo' in {path}. Did you mean 'prod'? The clouds are prod "
        "and dev."
    ) == str(caught.value)


def test_choose__unknown_beside_the_environment(
    write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write("clouds.yaml", TWO)
    monkeypatch.setenv("OS_TOKEN", "e")

    with pytest.raises(errors.UnknownCloud) as caught:
        load("x")

    assert (
        f"There is no cloud 'x' in {path} and the OS_* variables. The clouds are prod, "
        "dev and envvars."
    ) == str(caught.value)


def test_choose__unknown_to_os_cloud(
    write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write("clouds.yaml", TWO)
    monkeypatch.setenv("OS_CLOUD", "x")

    with pytest.raises(errors.UnknownCloud) as caught:
        load()

    assert str(caught.value).startswith(f"OS_CLOUD: there is no cloud 'x' in {path}.")


def test_choose__unknown_of_very_many(write: Write) -> None:
    write("clouds.yaml", f"clouds: {{{', '.join(f'c{n}: {{}}' for n in range(20))}}}")

    with pytest.raises(errors.UnknownCloud, match=r"c10, c11 and 8 more\.$"):
        load("none")


def test_choose__named_without_any_file() -> None:
    with pytest.raises(errors.NoConfiguration) as caught:
        load("prod")

    assert str(caught.value).startswith(
        "There is no cloud 'prod': there is no clouds.yaml in "
    )


@pytest.mark.parametrize("value", ["", "[a]", "text"])
def test_choose__cloud_that_is_no_mapping(write: Write, value: str) -> None:
    path = write("clouds.yaml", f"clouds:\n  prod: {value}\n")

    with pytest.raises(errors.ProfileError) as caught:
        load("prod")

    assert str(caught.value).startswith(
        f"{path}:2: the cloud 'prod' must be a mapping of its settings, and is "
    )


def test_choose__name_of_the_cloud_of_the_environment(
    write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    write("clouds.yaml", TWO)
    monkeypatch.setenv("OS_TOKEN", "e")
    monkeypatch.setenv("OS_CLOUD_NAME", "mine")

    assert "mine" == load().name


def test_choose__two_clouds_of_one_name(
    write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write("clouds.yaml", "clouds:\n  envvars: {auth: {token: t}}\n")
    monkeypatch.setenv("OS_TOKEN", "e")

    with pytest.raises(errors.ProfileError) as caught:
        load()

    assert (
        f"{path}:2: the cloud 'envvars' has the name of the cloud that the OS_* "
        "variables make. Rename it, or set OS_CLOUD_NAME to another name."
    ) == str(caught.value)


def test_choose__names_that_yaml_takes_for_something_else(write: Write) -> None:
    write("clouds.yaml", "clouds: {no: {auth: {token: a}}, 2024: {auth: {token: b}}}")

    assert "a" == load("no").auth["token"]
    assert "b" == load("2024").auth["token"]
