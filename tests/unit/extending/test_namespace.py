from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest

import openstack
from openstack import extensions
from openstack.extending import registry
from openstack.extending.errors import (
    BrokenExtension,
    DuplicateExtension,
    IncompatibleExtension,
)

if TYPE_CHECKING:
    from tests.unit.conftest import Site

STORAGE = {"NimbusStorage": "nimbus.storage:Storage"}


def import_from(module: str, name: str) -> object:
    """Import a name, and return what it stands for."""
    namespace: dict[str, object] = {}
    exec(f"from {module} import {name}", namespace)  # noqa: S102 - names of this file
    return namespace[name]


def test_extensions__have_everything_of_a_vendor(site: Site) -> None:
    site.install("nimbus")

    from openstack.extensions import Nimbus

    assert Nimbus.Connection is registry.load_connection("nimbus")


def test_extensions__are_not_imported_by_their_name(site: Site) -> None:
    site.install("nimbus")

    from openstack.extensions import Nimbus

    assert repr(Nimbus).startswith("<extension Nimbus (nimbus 1.0, ")
    assert "nimbus" not in sys.modules


def test_extensions__of_one_name_are_one_object(site: Site) -> None:
    site.install("nimbus")

    first = extensions.Nimbus

    assert extensions.Nimbus is first


def test_extensions__have_what_a_vendor_exports(site: Site) -> None:
    site.install("nimbus", exports=STORAGE, modules={"storage": "class Storage: ..."})

    from openstack.extensions import NimbusStorage

    assert NimbusStorage.__module__ == "nimbus.storage"


def test_extensions__have_what_was_registered() -> None:
    class Connection(openstack.Connection):
        pass

    with registry.register("Nimbus", connection=Connection):
        assert extensions.Nimbus.Connection is Connection

    assert not hasattr(extensions, "Nimbus")


def test_extensions__are_listed(site: Site) -> None:
    site.install("nimbus", exports=STORAGE)
    site.install("cirrus", kind="seller")
    site.install("stratus", requires_core_api="99.0")

    listed = dir(extensions)

    assert {"Nimbus", "NimbusStorage"} <= set(listed)
    assert not {"Cirrus", "Stratus"} & set(listed)
    assert listed == sorted(listed)


def test_extensions__unknown_name_says_which_there_are(site: Site) -> None:
    site.install("nimbus")

    with pytest.raises(AttributeError) as caught:
        extensions.Nimbas  # noqa: B018 - reading it is what fails

    message = str(caught.value)
    assert message.startswith(
        "No installed extension is named 'Nimbas', or exports it. Did you mean"
        " 'Nimbus'? There are: "
    )
    assert "Nimbus" in message.partition("There are: ")[2]
    assert caught.value.name == "Nimbas"


def test_extensions__unknown_name_is_an_import_error_of_its_import(site: Site) -> None:
    del site
    with pytest.raises(ImportError, match="cannot import name 'NoSuchVendor'"):
        import_from("openstack.extensions", "NoSuchVendor")


def test_extensions__small_letters_are_for_modules(site: Site) -> None:
    """``openstack.extensions.nimbus`` would be a package that is not there."""
    site.install("nimbus")

    assert not hasattr(extensions, "nimbus")


def test_extensions__private_names_scan_nothing(site: Site) -> None:
    site.install("nimbus", kind="seller")

    assert not hasattr(extensions, "_nimbus")
    assert not hasattr(extensions, "__nimbus__")


def test_extensions__broken_one_says_why(site: Site) -> None:
    site.install("nimbus", kind="seller")

    with pytest.raises(BrokenExtension, match="'kind' is \"seller\""):
        import_from("openstack.extensions", "Nimbus")


def test_extensions__incompatible_one_says_why(site: Site) -> None:
    site.install("nimbus", requires_core_api="99.0", exports=STORAGE)

    with pytest.raises(IncompatibleExtension, match=r"needs version 99\.0"):
        import_from("openstack.extensions", "Nimbus")
    with pytest.raises(IncompatibleExtension, match=r"needs version 99\.0"):
        import_from("openstack.extensions", "NimbusStorage")


def test_extensions__duplicate_says_who(site: Site) -> None:
    site.install("nimbus")
    site.install("nimbus_fork", name="Nimbus")

    with pytest.raises(DuplicateExtension, match="2 extensions have the name 'Nimbus'"):
        import_from("openstack.extensions", "Nimbus")


def test_extensions__export_of_two_says_who(site: Site) -> None:
    site.install("nimbus", exports=STORAGE)
    site.install("cirrus", exports={"NimbusStorage": "cirrus.storage:Storage"})

    with pytest.raises(DuplicateExtension, match="have the name 'NimbusStorage'"):
        import_from("openstack.extensions", "NimbusStorage")


def test_openstack__has_no_extension_and_says_where_they_are(site: Site) -> None:
    site.install("nimbus")

    with pytest.raises(ImportError) as caught:
        import_from("openstack", "Nimbus")

    assert "from openstack.extensions import Nimbus" in str(caught.value)


def test_openstack__unknown_name_is_no_extension() -> None:
    name = "Connector"

    with pytest.raises(AttributeError, match="has no attribute 'Connector'"):
        getattr(openstack, name)
