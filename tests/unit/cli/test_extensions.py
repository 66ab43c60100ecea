from __future__ import annotations

from typing import TYPE_CHECKING

import openstack
from openstack.cli import main
from openstack.extending import registry

if TYPE_CHECKING:
    import pytest

    from tests.unit.conftest import Site

CONNECTION = """
import openstack
from openstack.extending import service

class Connection(openstack.Connection):
    compute = service["NimbusCompute"]("nimbus.compute:NimbusCompute")
    cdn = service["CDN"]("nimbus.cdn:CDN")
    identity = None
"""


def row(capsys: pytest.CaptureFixture[str], name: str) -> str:
    """Return what is shown of an extension."""
    assert main(["extensions"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].split() == ["name", "version", "kind", "from", "overrides"]
    found = [" ".join(x.split()) for x in lines if x.startswith(f"{name} ")]
    return found[0].removeprefix(f"{name} ")


def test_extensions__vendor(site: Site, capsys: pytest.CaptureFixture[str]) -> None:
    folder = site.install("nimbus", modules={"connection": CONNECTION})

    assert row(capsys, "Nimbus") == (
        f"1.0 vendor nimbus, {folder} compute, cdn (new), identity (left out)"
    )


def test_extensions__vendor_that_changes_no_service(
    site: Site, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = site.install("nimbus")

    assert row(capsys, "Nimbus") == f"1.0 vendor nimbus, {folder} nothing"


def test_extensions__mixin(site: Site, capsys: pytest.CaptureFixture[str]) -> None:
    folder = site.install(
        "audit",
        kind="mixin",
        connection=None,
        exports={"AuditMixin": "audit.mixin:AuditMixin"},
    )

    assert row(capsys, "Audit") == f"1.0 mixin audit, {folder} AuditMixin"


def test_extensions__registered(capsys: pytest.CaptureFixture[str]) -> None:
    class Connection(openstack.Connection):
        pass

    with registry.register("Nimbus", connection=Connection):
        assert row(capsys, "Nimbus") == "vendor registered nothing"


def test_extensions__broken_ones_say_why(
    site: Site, capsys: pytest.CaptureFixture[str]
) -> None:
    site.install("nimbus", kind="seller")
    site.install("cirrus", modules={"connection": "1 / 0"})
    site.install("stratus", requires_core_api="99.0")
    site.install("cumulus")
    site.install("cumulus_fork", name="Cumulus")

    assert "'kind' is \"seller\"" in row(capsys, "Nimbus")
    assert "raised ZeroDivisionError: division by zero" in row(capsys, "Cirrus")
    assert "it needs version 99.0 of the extension API" in row(capsys, "Stratus")
    assert "2 extensions are named 'Cumulus'" in row(capsys, "Cumulus")


def test_extensions__broken_ones_are_red_on_a_terminal(
    site: Site,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    site.install("nimbus", kind="seller")
    monkeypatch.setenv("TTY_COMPATIBLE", "1")
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("COLUMNS", "400")
    monkeypatch.delenv("NO_COLOR", raising=False)

    assert main(["extensions"]) == 0
    assert "\x1b[31mExtension Nimbus" in capsys.readouterr().out
