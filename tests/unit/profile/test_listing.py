from __future__ import annotations

from pathlib import Path

import pytest

from openstack.errors import ProfileError
from openstack.profile import Listed, clouds


def test_clouds__of_the_file_with_their_lines() -> None:
    Path("clouds.yaml").write_text("clouds:\n  one: {}\n  two: {}\n")
    path = Path("clouds.yaml").absolute()

    assert clouds() == [Listed("one", f"{path}:2"), Listed("two", f"{path}:3")]


def test_clouds__of_the_file_that_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    Path("other.yaml").write_text("clouds: {other: {}}")
    monkeypatch.setenv("OS_CLIENT_CONFIG_FILE", "other.yaml")

    assert [listed.name for listed in clouds()] == ["other"]


def test_clouds__of_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OS_AUTH_URL", "https://id.cloud.example/v3")
    monkeypatch.setenv("OS_CLOUD_NAME", "mine")

    assert clouds() == [Listed("mine", "OS_*")]


def test_clouds__there_are_none() -> None:
    assert clouds() == []


def test_clouds__file_that_makes_no_sense() -> None:
    Path("clouds.yaml").write_text("clouds: 3\n")

    with pytest.raises(ProfileError):
        clouds()
