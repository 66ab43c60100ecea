from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

import openstack
from openstack.extending import registry, service
from openstack.extending.errors import AmbiguousHook, BrokenExtension

if TYPE_CHECKING:
    from openstack.compute import Compute
    from openstack.testing import FakeCloud
    from tests.unit.conftest import Site


def broken(site: Site, **modules: str) -> tuple[str, BaseException | None]:
    """Return why a vendor of these modules cannot be used, and what caused that."""
    folder = site.install("nimbus", modules=modules)
    with pytest.raises(BrokenExtension) as caught:
        registry.load_connection("nimbus")
    prefix = f"Extension Nimbus (nimbus 1.0, {folder}) cannot be used: "
    assert str(caught.value).startswith(prefix)
    return str(caught.value).removeprefix(prefix), caught.value.__cause__


def test_load__own_module_is_missing(site: Site) -> None:
    folder = site.install("nimbus")
    (folder / "connection.py").unlink()

    with pytest.raises(BrokenExtension) as caught:
        registry.load_connection("nimbus")

    assert str(caught.value).endswith(
        "its own module 'nimbus.connection' is missing. Is it called so? If it is,"
        " install it again."
    )
    assert isinstance(caught.value.__cause__, ModuleNotFoundError)


def test_load__imports_what_is_not_installed(site: Site) -> None:
    reason, cause = broken(site, connection="import not_there.inner")

    assert reason == "it imports 'not_there', which is not installed."
    assert isinstance(cause, ModuleNotFoundError)


def test_load__raises_an_error(site: Site) -> None:
    reason, cause = broken(site, connection="raise RuntimeError('no licence')")

    assert reason == (
        "importing its module 'nimbus.connection' raised RuntimeError: no licence"
    )
    assert isinstance(cause, RuntimeError)


def test_load__package_raises_an_error(site: Site) -> None:
    reason, _cause = broken(site, __init__="1 / 0")

    assert "raised ZeroDivisionError" in reason


def test_load__module_not_found_that_names_nothing(site: Site) -> None:
    reason, _cause = broken(site, connection="raise ModuleNotFoundError('gone')")

    assert reason == "it imports '?', which is not installed."


def test_load__breaks_the_contract(site: Site) -> None:
    """What a class does wrong is found when it is made, and told as it is."""
    code = """
    import openstack

    class One(openstack.Connection):
        def make_auth(self): ...

    class Two(openstack.Connection):
        def make_auth(self): ...

    class Connection(One, Two):
        pass
    """

    reason, cause = broken(site, connection=code)

    assert "raised AmbiguousHook: Connection inherits make_auth from One" in reason
    assert isinstance(cause, AmbiguousHook)


def test_load__class_is_not_there(site: Site) -> None:
    reason, _cause = broken(site, connection="class Connector: ...")

    assert reason == (
        "its module 'nimbus.connection' has no 'Connection'. Did you mean 'Connector'?"
    )


@pytest.mark.parametrize("code", ["Connection = 3", "class Connection: ..."])
def test_load__class_is_no_connection(code: str, site: Site) -> None:
    reason, _cause = broken(site, connection=code)

    assert reason == (
        "its 'nimbus.connection:Connection' is no subclass of openstack.Connection."
    )


def test_load__an_interruption_is_no_fault_of_the_extension(site: Site) -> None:
    site.install("nimbus", modules={"connection": "raise KeyboardInterrupt"})

    with pytest.raises(KeyboardInterrupt):
        registry.load_connection("nimbus")


def test_load__an_extension_does_not_end_the_process(site: Site) -> None:
    reason, cause = broken(site, connection="raise SystemExit('no licence')")

    assert reason == (
        "importing its module 'nimbus.connection' raised SystemExit: no licence"
    )
    assert isinstance(cause, SystemExit)


@pytest.mark.parametrize(
    ("where", "reason"),
    [
        ("not_there.cdn:CDN", "its own module 'not_there' is missing. Is it"),
        ("openstack.compute:Computer", "its module 'openstack.compute' has no"),
        ("openstack.compute:Server", "its 'openstack.compute:Server' is no subclass"),
        ("openstack:Service", "its 'openstack:Service' says no `service_type`"),
    ],
)
def test_load_service__is_not_there(where: str, reason: str, cloud: FakeCloud) -> None:
    """An error that no default of ``getattr`` swallows."""

    class Nimbus(openstack.Connection):
        cdn = service["Compute"](where)

    with pytest.raises(BrokenExtension) as caught:
        getattr(cloud.connect(Nimbus), "cdn", None)

    assert ".Nimbus.cdn cannot be used: " + reason in str(caught.value)
