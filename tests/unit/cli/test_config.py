from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from openstack.cli import main

if TYPE_CHECKING:
    import pytest

    from tests.unit.conftest import Site

CLOUDS = """\
clouds:
  mine:
    profile: nimbus
    auth:
      username: demo
      password: s3cret-of-the-demo
    regions: [eu, us]
  yours: {}
"""


def test_config_list__names_and_places(capsys: pytest.CaptureFixture[str]) -> None:
    Path("clouds.yaml").write_text(CLOUDS)
    path = Path("clouds.yaml").absolute()

    assert main(["config", "list"]) == 0
    assert [line.split() for line in capsys.readouterr().out.splitlines()] == [
        ["cloud", "source"],
        ["mine", f"{path}:2"],
        ["yours", f"{path}:8"],
    ]


def test_config_list__there_are_none(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["config", "list"]) == 0
    assert capsys.readouterr().out == "No cloud is configured.\n"


def shown(site: Site, capsys: pytest.CaptureFixture[str], *argv: str) -> list[str]:
    """Return the lines that are shown of a cloud whose vendor ships a profile."""
    auth = {"auth_url": "https://id.nimbus.example/v3"}
    site.install("nimbus", profiles={"nimbus": {"auth": auth}})
    Path("clouds.yaml").write_text(CLOUDS)
    assert main(["config", "show", "mine", *argv]) == 0
    return [" ".join(line.split()) for line in capsys.readouterr().out.splitlines()]


def test_config_show__values_and_places(
    site: Site, capsys: pytest.CaptureFixture[str]
) -> None:
    path = Path("clouds.yaml").absolute()

    lines = shown(site, capsys)

    assert lines[0] == "setting value source"
    assert f"auth.username demo {path}:5" in lines
    assert f"region_name eu {path}:7" in lines
    assert "verify true default" in lines


def test_config_show__what_the_vendor_ships(
    site: Site, capsys: pytest.CaptureFixture[str]
) -> None:
    expected = "auth.auth_url https://id.nimbus.example/v3 vendor profile nimbus"

    assert expected in shown(site, capsys)


def test_config_show__secrets_are_masked(
    site: Site, capsys: pytest.CaptureFixture[str]
) -> None:
    path = Path("clouds.yaml").absolute()

    lines = shown(site, capsys)

    assert f"auth.password *** {path}:6" in lines
    assert "s3cret" not in "".join(lines)


def test_config_show__of_a_region(
    site: Site, capsys: pytest.CaptureFixture[str]
) -> None:
    lines = shown(site, capsys, "--region", "us")

    assert [line for line in lines if line.startswith("region_name us ")]


def test_config_show__unknown_region(capsys: pytest.CaptureFixture[str]) -> None:
    Path("clouds.yaml").write_text(CLOUDS.replace("    profile: nimbus\n", ""))

    assert main(["config", "show", "mine", "--region", "uk"]) == 1
    assert "the cloud 'mine' has no region 'uk'" in capsys.readouterr().err
