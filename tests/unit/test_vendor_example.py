"""The vendor that the design was drawn with: five classes, and all of it works."""

from __future__ import annotations

import importlib
import sys
from typing import TYPE_CHECKING, Any

import pytest

import openstack
from openstack.testing import Answer, FakeCloud

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

COMPUTE = '''
import openstack
from openstack.extending import service, wire

class AcmeServer(openstack.compute.Server):
    """A server of Acme, which lives in a pool."""
    pool: str | None = wire("acme:pool")

class AcmeCompute(openstack.compute.Compute):
    server_class = AcmeServer                       # substitute a resource
    def create_server(self, name, *, pool="shared", **options):   # with super()
        return super().create_server(name, extra={"acme:pool": pool}, **options)

class Connection(openstack.Connection):             # declare what differs
    compute = service["AcmeCompute"]("acme.compute:AcmeCompute")
    cdn = service["CDN"]("acme.cdn:CDN")            # a service of its own
'''

CDN = '''
import openstack

class CDN(openstack.Service):
    """The content delivery network of Acme."""
    service_type = "acme:cdn"
'''


@pytest.fixture
def acme(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """Return the module of the vendor, as it stands on disk."""
    package = tmp_path / "acme"
    package.mkdir()
    (package / "__init__.py").write_text("")
    (package / "compute.py").write_text(COMPUTE)
    (package / "cdn.py").write_text(CDN)
    monkeypatch.setattr(sys, "path", [str(tmp_path), *sys.path])
    yield importlib.import_module("acme.compute")
    for name in ("acme", "acme.compute", "acme.cdn"):
        sys.modules.pop(name, None)


@pytest.fixture
def cloud() -> FakeCloud:
    cloud = FakeCloud()
    server = {"id": "7", "name": "web", "acme:pool": "fast"}
    cloud.on("compute", "POST", "/servers", Answer(status=202, json={"server": server}))
    cloud.on("compute", "GET", "/servers/7", Answer(json={"server": server}))
    return cloud


def connect(acme: Any, cloud: FakeCloud) -> Any:
    """Connect by the vendor's class, as its users do."""
    plain = cloud.connect()
    return acme.Connection(profile=plain.profile, transport=cloud)


def test_an_override_adds_to_what_the_base_sends(acme: Any, cloud: FakeCloud) -> None:
    conn = connect(acme, cloud)
    conn.compute.create_server("web", pool="fast", flavor_id="1")

    assert cloud.sent[-1].json() == {
        "server": {
            "name": "web",
            "flavorRef": "1",
            "networks": "auto",
            "acme:pool": "fast",
        }
    }


def test_what_comes_back_is_the_vendors(acme: Any, cloud: FakeCloud) -> None:
    server = connect(acme, cloud).compute.get_server("7")

    assert type(server) is acme.AcmeServer
    assert server.pool == "fast"


def test_the_vendor_has_a_service_of_its_own(acme: Any, cloud: FakeCloud) -> None:
    conn = connect(acme, cloud)

    assert type(conn.cdn).__name__ == "CDN"
    assert conn.cdn.connection is conn


def test_nobody_else_sees_the_vendor(acme: Any, cloud: FakeCloud) -> None:
    plain = cloud.connect()
    connect(acme, cloud).compute.get_server("7")
    server = plain.compute.get_server("7")

    assert type(server) is openstack.compute.Server
    assert server.extra == {"acme:pool": "fast"}
    assert not hasattr(plain, "cdn")
