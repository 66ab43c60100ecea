from __future__ import annotations

import os
import pickle
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from openstack import errors
from openstack.profile import NotPicklable, Profile, load

Write = Callable[[str, str], str]

SECRET = "hunter2"

CLOUDS = f"""\
clouds:
  a:
    regions: [one, two]
    profile: nimbus
    auth: {{auth_url: http://a, username: u, password: {SECRET}}}
  b: {{}}
"""


def known(_: str) -> Mapping[str, Any]:
    """Answer as an extension does, which ships a profile."""
    return {"image_format": "raw"}


def carried(profile: Profile) -> Profile:
    """Return the profile after a way through another process."""
    data = pickle.dumps(profile)
    assert SECRET.encode() not in data
    loaded: Profile = pickle.loads(data)
    return loaded


def test_pickle__is_loaded_again(write: Write) -> None:
    write("clouds.yaml", CLOUDS)
    profile = load(
        "a",
        region_name="two",
        options={"retries": 7, "vendor_options": {"zone": ["z"]}, "project_name": "p"},
        vendor_profile=known,
    ).with_defaults({"concurrency": 8, "networks": ({"name": "n"},)}, source="vendor V")

    again = carried(profile)

    assert profile == again
    assert "two" == again.region_name
    assert SECRET == again.auth["password"]
    assert "raw" == again.settings["image_format"]
    assert "vendor V" == again.sources["concurrency"]
    assert again == carried(again)


def test_pickle__reads_the_files_again(write: Write) -> None:
    write("clouds.yaml", CLOUDS)
    data = pickle.dumps(load("a", vendor_profile=known))
    write("clouds.yaml", CLOUDS.replace("username: u", "username: v"))

    assert "v" == pickle.loads(data).auth["username"]


def test_pickle__cloud_that_the_environment_chose(
    write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The other process has no such environment."""
    path = write("mine.yaml", CLOUDS)
    for name, value in {
        "OS_CLIENT_CONFIG_FILE": "mine.yaml",
        "OS_CLIENT_SECURE_FILE": "mine.yaml",
        "OS_CLOUD": "a",
        "OS_REGION_NAME": "two",
        "OS_VENDOR": "nimbus",
    }.items():
        monkeypatch.setenv(name, value)
    profile = load(vendor_profile=known)
    data = pickle.dumps(profile)
    for name in [name for name in os.environ if name.startswith("OS_")]:
        monkeypatch.delenv(name)
    monkeypatch.chdir(Path.home())

    again: Profile = pickle.loads(data)

    assert profile == again
    assert "nimbus" == again.vendor
    assert f"{path}:5" == again.sources["auth.username"]


def test_pickle__cloud_of_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OS_TOKEN", SECRET)
    monkeypatch.setenv("OS_REGION_NAME", "r")
    profile = load()

    assert profile == carried(profile)


def test_pickle__arguments_alone(write: Write) -> None:
    """A file that appears in the meantime has no part in it."""
    profile = load(options={"auth_url": "http://a", "project_name": "p"})
    data = pickle.dumps(profile)
    write("clouds.yaml", "clouds: {only: {auth: {token: t}}}")

    assert profile == pickle.loads(data)


@pytest.mark.parametrize(
    ("options", "names"),
    [
        ({"password": SECRET}, "auth.password"),
        ({"auth": {"token": SECRET, "passcode": "1"}}, "auth.passcode and auth.token"),
        ({"auth": {"own_option": SECRET}}, "auth.own_option"),
        ({"auth_type": "own", "user_id": SECRET}, "auth.project_name and auth.user_id"),
        ({"auth_url": f"http://u:{SECRET}@a"}, "auth.auth_url"),
        (
            {"image_endpoint_override": f"http://u:{SECRET}@a"},
            "image_endpoint_override",
        ),
        ({"vendor_options": {"a": [{"api_key": SECRET}]}}, "vendor_options"),
        (
            {"regions": [{"name": "r", "values": {"auth": {"password": SECRET}}}]},
            "auth.password",
        ),
    ],
)
def test_pickle__secret_of_an_argument(options: dict[str, Any], names: str) -> None:
    profile = load(options={"project_name": "p", **options})

    with pytest.raises(NotPicklable) as caught:
        pickle.dumps(profile)

    assert (
        f"The profile of the cloud 'defaults' cannot be pickled, since {names} came as "
        "an argument. Write the cloud into clouds.yaml and secure.yaml, and name it "
        "instead."
    ) == str(caught.value)
    assert isinstance(caught.value, pickle.PicklingError)
    assert isinstance(caught.value, errors.ProfileError)


def test_pickle__secret_of_defaults(write: Write) -> None:
    write("clouds.yaml", CLOUDS)
    profile = load("a", vendor_profile=lambda _: {"auth": {"token": SECRET}})
    other = load("b").with_defaults({"auth": {"password": SECRET}}, source="vendor V")

    for one, name in ((profile, "token"), (other, "password")):
        with pytest.raises(NotPicklable, match=rf"auth\.{name} came as an argument"):
            pickle.dumps(one)


def test_pickle__cloud_is_gone(write: Write) -> None:
    write("clouds.yaml", CLOUDS)
    data = pickle.dumps(load("b"))
    write("clouds.yaml", "clouds: {c: {}}")

    with pytest.raises(errors.UnknownCloud, match="There is no cloud 'b' in "):
        pickle.loads(data)


def test_pickle__into_a_new_process(write: Write) -> None:
    write("clouds.yaml", CLOUDS)
    Path("profile.pickle").write_bytes(pickle.dumps(load("b")))
    code = (
        "import pathlib, pickle\n"
        "print(pickle.loads(pathlib.Path('profile.pickle').read_bytes()).name)"
    )

    found = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )

    assert "b" == found.stdout.strip()
