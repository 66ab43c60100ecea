from __future__ import annotations

import sys
from types import ModuleType
from typing import Any

import pytest

import openstack
from openstack import _lazy
from openstack._lazy import service
from openstack.compute import Compute


def test_load__module_and_name() -> None:
    assert _lazy.load("openstack.compute") is sys.modules["openstack.compute"]
    assert _lazy.load("openstack.compute:Compute") is Compute


@pytest.fixture
def package(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """Return a package whose names load on first use."""
    made = ModuleType("made_up")
    monkeypatch.setitem(sys.modules, "made_up", made)
    table = {"Compute": "openstack.compute:Compute", "errors": "openstack.errors"}
    getter, directory = _lazy.names("made_up", table)
    made.__dict__.update({"__getattr__": getter, "__dir__": directory, "here": 1})
    return made


def test_names__load_on_first_use(package: ModuleType) -> None:
    assert "Compute" not in vars(package)
    assert package.Compute is Compute
    assert vars(package)["Compute"] is Compute
    assert package.errors is sys.modules["openstack.errors"]


def test_names__unknown(package: ModuleType) -> None:
    with pytest.raises(AttributeError) as caught:
        _ = package.compute

    assert str(caught.value) == (
        "module 'made_up' has no attribute 'compute'. Did you mean 'Compute'?"
    )
    assert caught.value.name == "compute"
    assert caught.value.obj is package


def test_names__are_listed_before_they_load(package: ModuleType) -> None:
    assert {"Compute", "errors", "here"} <= set(dir(package))


def test_service__of_a_class_is_its_declaration() -> None:
    declared = openstack.Connection.compute

    assert repr(declared) == "service('openstack.compute:Compute')"
    assert declared.name == "compute"
    assert declared.owner == "Connection"
    assert declared.service_class is Compute


def test_services__later_classes_win() -> None:
    class Base(openstack.Connection):
        first = service["Compute"]("a:A")
        second = service["Compute"]("a:B")
        third = service["Compute"]("a:C")

    class Vendor(Base):
        second = service["Compute"]("b:B")
        third: Any = None

    found = {name: one.where for name, one in Vendor.services.items()}

    assert found["first"] == "a:A"
    assert found["second"] == "b:B"
    assert found["compute"] == "openstack.compute:Compute"
    assert "third" not in found
    assert Base.services["third"].where == "a:C"
