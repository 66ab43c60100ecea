from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest

from openstack.compute import Compute
from openstack.extending import registry
from openstack.extending.errors import BrokenExtension
from openstack.extending.facade import Facade

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
COMPUTE = """
from openstack.compute import Compute

class NimbusCompute(Compute):
    pass
"""
CDN = """
from openstack import Service

class CDN(Service):
    service_type = "cdn"
"""


@pytest.fixture
def nimbus(site: Site) -> Facade:
    """Return everything of a vendor that is installed."""
    site.install(
        "nimbus",
        description="The clouds of Nimbus.",
        exports={"NimbusServer": "nimbus.servers:Server"},
        modules={
            "connection": CONNECTION,
            "compute": COMPUTE,
            "cdn": CDN,
            "servers": "class Server: ...",
        },
    )
    return Facade(registry.find("nimbus"))


def test_facade__imports_nothing_before_it_is_needed(nimbus: Facade) -> None:
    assert "nimbus" not in sys.modules
    assert repr(nimbus).startswith("<extension Nimbus (nimbus 1.0, ")
    assert nimbus.__doc__ == "The clouds of Nimbus."
    assert "nimbus" not in sys.modules


def test_facade__connection(nimbus: Facade) -> None:
    assert nimbus.Connection is registry.load_connection("nimbus")
    assert "nimbus.compute" not in sys.modules


def test_facade__service_that_the_vendor_changes_goes_by_its_official_name(
    nimbus: Facade,
) -> None:
    assert nimbus.Compute.__name__ == "NimbusCompute"
    assert issubclass(nimbus.Compute, Compute)


def test_facade__service_that_the_vendor_leaves_alone_is_the_cores(
    site: Site,
) -> None:
    site.install("cirrus")

    assert Facade(registry.find("cirrus")).Compute is Compute


def test_facade__service_of_the_vendors_own(nimbus: Facade) -> None:
    assert nimbus.CDN.service_type == "cdn"


def test_facade__export(nimbus: Facade) -> None:
    assert nimbus.NimbusServer.__module__ == "nimbus.servers"


def test_facade__service_that_the_vendor_leaves_out_is_not_there(
    nimbus: Facade,
) -> None:
    with pytest.raises(AttributeError, match="has no 'Identity'"):
        nimbus.Identity  # noqa: B018 - reading it is what fails


def test_facade__dir_lists_what_is_there(nimbus: Facade) -> None:
    own = {"CDN", "Compute", "Connection", "NimbusServer", "ObjectStorage"}

    assert own <= set(dir(nimbus))
    assert "Identity" not in dir(nimbus)
    assert all(hasattr(nimbus, name) for name in own - {"ObjectStorage"})


def test_facade__misspelt_name(nimbus: Facade) -> None:
    with pytest.raises(AttributeError) as caught:
        nimbus.Connector  # noqa: B018 - reading it is what fails

    assert str(caught.value).endswith(" has no 'Connector'. Did you mean 'Connection'?")


def test_facade__private_name(nimbus: Facade) -> None:
    with pytest.raises(AttributeError):
        nimbus._private  # noqa: B018, SLF001 - reading it is what fails

    assert "nimbus" not in sys.modules


def test_facade__service_that_cannot_be_imported(site: Site) -> None:
    site.install(
        "nimbus", modules={"connection": CONNECTION, "compute": "import not_there"}
    )
    nimbus = Facade(registry.find("nimbus"))

    with pytest.raises(BrokenExtension, match="it imports 'not_there', which is not"):
        nimbus.Compute  # noqa: B018 - reading it is what fails


def test_facade__of_a_mixin_has_its_exports(site: Site) -> None:
    site.install(
        "audit",
        kind="mixin",
        connection=None,
        exports={"AuditMixin": "audit.mixin:AuditMixin"},
        modules={"mixin": "class AuditMixin: ..."},
    )
    audit = Facade(registry.find("audit"))

    assert dir(audit) == ["AuditMixin"]
    assert audit.AuditMixin.__module__ == "audit.mixin"
    with pytest.raises(AttributeError, match="has no 'Connection'"):
        audit.Connection  # noqa: B018 - reading it is what fails
