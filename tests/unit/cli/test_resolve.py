from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from openstack.cli import main

if TYPE_CHECKING:
    from tests.unit.conftest import Site

CONNECTION = """
import openstack
from openstack.extending import service

class Connection(openstack.Connection):
    compute = service["NimbusCompute"]("nimbus.compute:NimbusCompute")
    cdn = service["CDN"]("nimbus.cdn:CDN")
    identity = None
"""


@pytest.fixture(autouse=True)
def a_vendor(site: Site) -> None:
    """Install a vendor that changes one service, adds one, and leaves one out."""
    site.install("nimbus", modules={"connection": CONNECTION})


def write_cloud(**entry: Any) -> None:
    """Write a ``clouds.yaml`` with the one cloud ``mine``."""
    auth = {"auth_url": "https://id.cloud.example/v3", "username": "demo"}
    clouds = {"clouds": {"mine": {"auth": auth, **entry}}}
    Path("clouds.yaml").write_text(json.dumps(clouds))


def shown(capsys: pytest.CaptureFixture[str], *argv: str) -> list[str]:
    """Return the lines that are shown."""
    assert main(["resolve", "mine", *argv]) == 0
    return [" ".join(line.split()) for line in capsys.readouterr().out.splitlines()]


def test_resolve__vendor(capsys: pytest.CaptureFixture[str]) -> None:
    write_cloud(vendor="nimbus", region_name="eu")

    lines = shown(capsys)

    assert lines[:4] == [
        "cloud mine eu",
        "class nimbus.connection:Connection",
        "from Nimbus (nimbus 1.0)",
        "chosen by profile",
    ]
    assert lines[4].startswith("because `vendor` is 'nimbus', in ")


def test_resolve__services_say_whose_they_are(
    capsys: pytest.CaptureFixture[str],
) -> None:
    write_cloud(vendor="nimbus")

    lines = shown(capsys)

    assert "service class of" in lines
    assert "compute nimbus.compute:NimbusCompute Nimbus" in lines
    assert "cdn nimbus.cdn:CDN Nimbus" in lines
    assert "object_store openstack.object_store:ObjectStorage the core" in lines
    assert not [line for line in lines if line.startswith("identity")]


def test_resolve__core(capsys: pytest.CaptureFixture[str]) -> None:
    write_cloud()

    lines = shown(capsys)

    assert lines[:4] == [
        "cloud mine",
        "class openstack.connection:Connection",
        "from the core",
        "chosen by core",
    ]
    assert "identity openstack.identity:Identity the core" in lines


def test_resolve__as_if_a_vendor_was_given(capsys: pytest.CaptureFixture[str]) -> None:
    write_cloud()

    assert "chosen by vendor=" in shown(capsys, "--vendor", "nimbus")


def test_resolve__in_a_region(capsys: pytest.CaptureFixture[str]) -> None:
    write_cloud(regions=["eu", "us"])

    assert "cloud mine us" in shown(capsys, "--region", "us")


def test_resolve__vendor_that_is_not_installed(
    capsys: pytest.CaptureFixture[str],
) -> None:
    write_cloud(vendor="nimbas")

    assert main(["resolve", "mine"]) == 1
    assert capsys.readouterr().err.startswith(
        "stackbase: No installed extension is named 'nimbas'. Did you mean 'Nimbus'?"
    )


def test_resolve__vendor_that_is_broken(
    site: Site, capsys: pytest.CaptureFixture[str]
) -> None:
    site.install("cirrus", modules={"connection": "import not_there"})
    write_cloud(vendor="cirrus")

    assert main(["resolve", "mine"]) == 1

    told = capsys.readouterr().err
    assert "it imports 'not_there', which is not installed." in told
    assert "Traceback" not in told
