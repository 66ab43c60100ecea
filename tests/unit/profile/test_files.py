from __future__ import annotations

import builtins
import errno
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import platformdirs
import pytest

from openstack import errors
from openstack.profile import files, load

Write = Callable[[str, str], str]

CLOUD = "clouds: {{a: {{region_name: {0}, auth: {{auth_url: http://a}}}}}}\n"


def test_directories__order(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", "/home/me")
    monkeypatch.setenv("XDG_CONFIG_HOME", "/xdg/home")
    monkeypatch.setenv("XDG_CONFIG_DIRS", "/xdg/one:/xdg/two")

    found = files.directories()

    assert [
        ".",
        "/xdg/home/openstack",
        "/home/me/.config/openstack",
        "/xdg/one/openstack",
        "/xdg/two/openstack",
        files.SYSTEM,
    ] == found


def test_directories__real_home_of_a_snap(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SNAP_REAL_HOME", "/home/me")

    assert "/home/me/.config/openstack" in files.directories()


def test_find__first_directory_wins(
    write: Write, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """There is no merging of two files of one kind."""
    user = platformdirs.user_config_dir("openstack", "OpenStack")
    last = tmp_path / "etc"
    write(str(last / "clouds.yaml"), CLOUD.format("system"))
    assert "system" == load().region_name
    write(f"{user}/clouds.yaml", CLOUD.format("user"))
    assert "user" == load().region_name
    write("clouds.yaml", CLOUD.format("here"))
    assert "here" == load().region_name

    monkeypatch.setenv("OS_CLIENT_CONFIG_FILE", str(last / "clouds.yaml"))

    assert "system" == load().region_name


def test_find__first_suffix_wins(write: Write) -> None:
    write("clouds.json", '{"clouds": {"a": {"auth_type": "none", "region_name": "j"}}}')
    assert "j" == load().region_name
    write("clouds.yml", CLOUD.format("yml"))
    assert "yml" == load().region_name
    write("clouds.yaml", CLOUD.format("yaml"))
    assert "yaml" == load().region_name


def test_find__secure_file_wins_by_key(write: Write) -> None:
    clouds = write(
        "clouds.yaml", "clouds: {a: {verify: false, auth: {username: u, password: x}}}"
    )
    secure = write(
        "secure.yaml", "clouds: {a: {auth: {password: p}}, b: {auth: {token: t}}}"
    )

    profile = load("a")

    assert {"username": "u", "password": "p"} == profile.auth
    assert f"{secure}:1" == profile.sources["auth.password"]
    assert f"{clouds}:1" == profile.sources["auth.username"]
    assert "t" == load("b").auth["token"]


def test_find__null_in_the_secure_file_says_nothing(write: Write) -> None:
    write("clouds.yaml", "clouds: {a: {auth: {password: p}}}")
    write("secure.yaml", "clouds: {a: {auth: {password: ~}}, b: ~}")

    assert "p" == load("a").auth["password"]


def test_find__secure_file_of_the_environment(
    write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    write("clouds.yaml", "clouds: {a: {auth: {username: u}}}")
    write("secure.yaml", "clouds: {a: {auth: {password: wrong}}}")
    write("other.json", '{"clouds": {"a": {"auth": {"password": "right"}}}}')
    monkeypatch.setenv("OS_CLIENT_SECURE_FILE", "other.json")

    assert "right" == load().auth["password"]


def test_find__file_of_the_environment_in_the_home_directory(
    write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(f"{os.environ['HOME']}/mine.yaml", CLOUD.format("r"))
    monkeypatch.setenv("OS_CLIENT_CONFIG_FILE", "~/mine.yaml")

    assert "r" == load().region_name


@pytest.mark.parametrize("name", ["OS_CLIENT_CONFIG_FILE", "OS_CLIENT_SECURE_FILE"])
def test_find__missing_file_of_the_environment(
    monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setenv(name, "/nowhere/clouds.yaml")

    with pytest.raises(errors.ProfileError) as caught:
        load()

    assert f"{name} names /nowhere/clouds.yaml, which does not exist." == str(
        caught.value
    )


def test_find__empty_file_says_nothing(
    write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    """To name /dev/null is a way to look in no file."""
    write("clouds.yaml", CLOUD.format("r"))
    monkeypatch.setenv("OS_CLIENT_CONFIG_FILE", os.devnull)

    with pytest.raises(errors.NoConfiguration, match=f"{os.devnull} names none"):
        load()


def test_find__settings_of_all_clouds(write: Write) -> None:
    path = write(
        "clouds.yaml",
        """
        clouds:
          a: {cache: {auth: true}, auth_type: none}
        cache: {auth: false, expiration_time: 7}
        client: {force_ipv4: true}
        metrics: {statsd: {host: h}}
        """,
    )

    profile = load()

    assert {"auth": True, "expiration_time": 7} == profile.get("cache")
    assert {"force_ipv4": True} == profile.get("client")
    assert f"{path}:5" == profile.sources["client"]


@pytest.mark.parametrize("value", ["", "~", "[a]", "text", "7"])
@pytest.mark.parametrize("key", ["clouds", "public-clouds"])
def test_find__no_mapping_of_clouds(write: Write, key: str, value: str) -> None:
    path = write("clouds.yaml", f"# mine\n{key}: {value}\n")

    with pytest.raises(errors.ProfileError) as caught:
        load()

    assert str(caught.value).startswith(
        f"{path}:2: {key} must be a mapping from names to settings, and is "
    )


def test_find__file_without_clouds(
    write: Write, caplog: pytest.LogCaptureFixture
) -> None:
    path = write("clouds.yaml", "cloud: {a: {}}\nansible: {}\n")

    with pytest.raises(errors.NoConfiguration, match=r"clouds\.yaml names none"):
        load()

    assert [
        f"{path}:1: a file of clouds has no key 'cloud'. Did you mean 'clouds'?",
        f"{path} has no key clouds, so it says of no cloud",
    ] == caplog.messages


@pytest.fixture
def denied(write: Write, monkeypatch: pytest.MonkeyPatch) -> str:
    """Write a file that may not be read, not even by root."""
    path = write("clouds.yaml", "clouds: {}")
    really_open: Any = builtins.open

    def refuse(file: str, **options: Any) -> Any:
        if file == path:
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), file)
        return really_open(file, **options)

    monkeypatch.setattr(builtins, "open", refuse)
    return path


def test_find__file_that_may_not_be_read(
    denied: str, write: Write, caplog: pytest.LogCaptureFixture
) -> None:
    """As openstacksdk has it: the next one is read."""
    write("clouds.yml", CLOUD.format("next"))

    profile = load()

    assert "next" == profile.region_name
    assert [f"{denied} may not be read by this user, and is left out"] == (
        caplog.messages
    )


def test_find__only_file_may_not_be_read(denied: str) -> None:
    with pytest.raises(errors.NoConfiguration) as caught:
        load()

    assert f" {denied} may not be read by this user." in str(caught.value)


def test_find__file_of_the_environment_may_not_be_read(
    denied: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OS_CLIENT_CONFIG_FILE", denied)

    with pytest.raises(errors.ProfileError) as caught:
        load()

    assert f"{denied} may not be read by this user." == str(caught.value)


def test_find__directory_of_that_name(write: Write) -> None:
    path = Path(write("clouds.yaml/x", "")).parent

    with pytest.raises(errors.ProfileError, match=rf"{path} cannot be read: Is a dir"):
        load()


def test_find__no_working_directory(tmp_path: Path, write: Write) -> None:
    write(str(tmp_path / "etc" / "clouds.yaml"), CLOUD.format("r"))
    gone = Path.cwd()
    gone.rmdir()
    try:
        assert "r" == load().region_name
    finally:
        gone.mkdir()


def test_find__no_home(monkeypatch: pytest.MonkeyPatch, write: Write) -> None:
    monkeypatch.delenv("HOME")
    write("clouds.yaml", CLOUD.format("r"))

    assert "r" == load().region_name
