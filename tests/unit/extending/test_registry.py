from __future__ import annotations

import importlib
import threading
from typing import TYPE_CHECKING, Any

import pytest

import openstack
from openstack.compute import Compute
from openstack.extending import registry
from openstack.extending.errors import (
    BrokenExtension,
    DuplicateExtension,
    IncompatibleExtension,
    UnknownExtension,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.unit.conftest import Site


class Connection(openstack.Connection):
    """The connection of a vendor that is registered."""


class FastCompute(Compute):
    """What a vendor exports."""


@pytest.fixture(autouse=True)
def nothing_stays_registered() -> Iterator[None]:
    yield
    assert not [e.name for e in registry.extensions() if not e.distribution]


def test_find__by_any_spelling(site: Site) -> None:
    site.install("far_cloud", name="FarCloud")

    names = {registry.find(n).name for n in ("FarCloud", "far-cloud", "FARCLOUD")}

    assert names == {"FarCloud"}


def test_find__unknown_says_what_is_installed(site: Site) -> None:
    site.install("nimbus")

    with pytest.raises(UnknownExtension) as caught:
        registry.find("nimbas")

    message = str(caught.value)
    assert message.startswith(
        "No installed extension is named 'nimbas'. Did you mean 'Nimbus'? Installed: "
    )
    assert "Nimbus" in message.partition("Installed: ")[2]
    assert message.endswith("into the environment of this Python.")


def test_find__unknown_is_an_import_error(site: Site) -> None:
    del site
    with pytest.raises(ImportError):
        registry.find("nothing of that name")


def test_find__name_of_two_distributions(site: Site) -> None:
    one = site.install("nimbus", version="1.0")
    two = site.install("nimbus_fork", version="2.0", name="Nimbus")

    with pytest.raises(DuplicateExtension) as caught:
        registry.find("nimbus")

    message = str(caught.value)
    assert message.startswith("2 extensions are named 'nimbus': ")
    assert f"Nimbus (nimbus 1.0, {one})" in message
    assert f"Nimbus (nimbus_fork 2.0, {two})" in message
    assert message.endswith(" Uninstall all but one of them.")


def test_find__broken(site: Site) -> None:
    site.install("nimbus", kind="seller")

    with pytest.raises(BrokenExtension, match="'kind' is \"seller\""):
        registry.find("nimbus")


def test_find__another_one_being_broken_does_not_matter(site: Site) -> None:
    site.install("nimbus")
    site.install("cirrus", kind="seller")

    assert registry.find("Nimbus").name == "Nimbus"


def test_find__incompatible_is_not_imported(site: Site) -> None:
    site.install(
        "nimbus",
        requires_core_api="99.0",
        modules={"__init__": "raise AssertionError('imported')"},
    )

    with pytest.raises(IncompatibleExtension, match=r"needs version 99\.0"):
        registry.load_connection("nimbus")


def test_extensions__are_the_same_for_every_thread(site: Site) -> None:
    site.install("nimbus")
    seen: list[object] = []
    start = threading.Barrier(8)

    def look() -> None:
        start.wait()
        seen.append(registry.find("nimbus"))

    threads = [threading.Thread(target=look) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(seen) == 8
    assert len(set(map(id, seen))) == 1


def test_claims__host_and_what_is_below(site: Site) -> None:
    site.install("nimbus", auth_hosts=["nimbus.example"])

    hosts = ["nimbus.example", "id.nimbus.example", "ID.Nimbus.Example."]

    assert [[e.name for e in registry.claims(host)] for host in hosts] == [
        ["Nimbus"]
    ] * 3
    assert registry.claims("notnimbus.example") == []


def test_profile__that_an_extension_ships(site: Site) -> None:
    settings = {"auth": {"auth_url": "https://id.nimbus.example/v3"}}
    site.install("nimbus", profiles={"nimbus-eu": settings})

    assert registry.profile("nimbus-eu") == settings
    assert registry.profile("Nimbus_EU") == settings


def test_profile__that_none_ships_is_none(site: Site) -> None:
    site.install("nimbus", profiles={"nimbus-eu": {}})

    assert registry.profile("nimbus-us") is None


def test_profile__that_two_ship(site: Site) -> None:
    site.install("nimbus", profiles={"public": {}})
    site.install("cirrus", profiles={"public": {}})

    with pytest.raises(
        DuplicateExtension, match="2 extensions ship a profile 'public'"
    ):
        registry.profile("public")


def test_profile__of_an_extension_that_cannot_be_used(site: Site) -> None:
    """Half a vendor is no vendor: its profile alone is not taken."""
    site.install("nimbus", profiles={"nimbus": {}}, requires_core_api="99.0")

    with pytest.raises(IncompatibleExtension):
        registry.profile("nimbus")


def test_exports__by_what_can_be_imported(site: Site) -> None:
    site.install("nimbus", exports={"NimbusStorage": "nimbus.storage:Storage"})

    assert [e.name for e in registry.exports("Nimbus")] == ["Nimbus"]
    assert [e.name for e in registry.exports("NimbusStorage")] == ["Nimbus"]
    assert registry.exports("nimbus") == []
    assert registry.exports("Storage") == []


def test_exports__of_a_broken_one_by_the_name_of_its_entry_point(site: Site) -> None:
    site.install("far_cloud", name="far-cloud", kind="seller")

    assert [e.package for e in registry.exports("FarCloud")] == ["far_cloud"]


def test_owner_of__class_in_the_package(site: Site) -> None:
    site.install("nimbus")
    connection_class = registry.load_connection("nimbus")

    class Mine(connection_class):  # type: ignore[misc, valid-type]  # made at run time
        pass

    assert registry.owner_of(connection_class) == "Nimbus"
    assert registry.owner_of(Mine) == "Nimbus"


def test_owner_of__package_of_a_longer_name_is_another(site: Site) -> None:
    site.install("nimbus")
    site.write_package("nimbus_tools", {"__init__": "class Tool: ..."})

    tool = importlib.import_module("nimbus_tools").Tool

    assert registry.owner_of(tool) is None


def test_owner_of__class_of_the_core() -> None:
    assert registry.owner_of(openstack.Connection) is None
    assert registry.owner_of(Compute) is None


def test_owner_of__class_of_nobody() -> None:
    assert registry.owner_of(Connection) is None


def test_owner_of__class_that_was_registered() -> None:
    class Mine(FastCompute):
        pass

    with registry.register(
        "Nimbus", connection=Connection, exports={"Fast": FastCompute}
    ):
        assert registry.owner_of(Connection) == "Nimbus"
        assert registry.owner_of(Mine) == "Nimbus"

    assert registry.owner_of(Connection) is None


def test_load_connection__imports_it(site: Site) -> None:
    site.install("nimbus")

    loaded = registry.load_connection("nimbus")

    assert (loaded.__module__, loaded.__name__) == ("nimbus.connection", "Connection")
    assert registry.load_connection("Nimbus") is loaded


def test_load_connection__of_a_mixin(site: Site) -> None:
    site.install("audit", kind="mixin", connection=None)

    with pytest.raises(UnknownExtension, match="is code that vendors share, and no"):
        registry.load_connection("audit")


def test_load_export__imports_it(site: Site) -> None:
    site.install(
        "nimbus",
        exports={"NimbusStorage": "nimbus.storage:Storage"},
        modules={"storage": "class Storage: ..."},
    )

    loaded = registry.load_export(registry.find("nimbus"), "NimbusStorage")

    assert (loaded.__module__, loaded.__name__) == ("nimbus.storage", "Storage")


def registered(**changes: Any) -> registry.Registration:
    """Register a vendor."""
    options: dict[str, Any] = {"connection": Connection, **changes}
    return registry.register("Nimbus", **options)


def test_register__is_known_while_it_lasts() -> None:
    with registered() as extension:
        assert registry.find("nimbus") is extension
        assert registry.load_connection("nimbus") is Connection
        assert str(extension) == "Nimbus (registered)"

    with pytest.raises(UnknownExtension):
        registry.find("nimbus")


def test_register__until_it_is_unregistered() -> None:
    registered()
    registry.unregister("nim-bus")

    with pytest.raises(UnknownExtension) as caught:
        registry.unregister("Nimbus")

    assert str(caught.value) == "No extension named 'Nimbus' was registered."


def test_register__everything() -> None:
    with registered(
        exports={"Fast": FastCompute, "Plain": "openstack.compute:Compute"},
        profiles={"nimbus": {"auth": {"auth_url": "https://id.nimbus.example"}}},
        auth_hosts=["nimbus.example"],
        description="A cloud of one's own.",
    ) as extension:
        manifest = extension.usable()

        assert registry.load_export(extension, "Fast") is FastCompute
        assert registry.load_export(extension, "Plain") is Compute
        assert registry.claims("id.nimbus.example") == [extension]
        assert registry.profile("nimbus") == {
            "auth": {"auth_url": "https://id.nimbus.example"}
        }
        assert manifest.connection == f"{__name__}:Connection"
        assert manifest.description == "A cloud of one's own."


def test_register__by_the_place_of_the_class(site: Site) -> None:
    site.write_package("cirrus", {"__init__": "", "connection": "x = 1"})

    with (
        registered(connection="cirrus.connection:Connection"),
        pytest.raises(BrokenExtension, match=r"its module 'cirrus\.connection' has"),
    ):
        registry.load_connection("nimbus")


def test_register__a_name_that_is_taken(site: Site) -> None:
    site.install("nimbus")

    with pytest.raises(DuplicateExtension) as caught:
        registered()

    assert str(caught.value).startswith("There is an extension Nimbus (nimbus 1.0, ")


def test_register__twice() -> None:
    with registered(), pytest.raises(DuplicateExtension, match="or unregister"):
        registered()


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        (
            {"connection": int},
            "its 'builtins:int' is no subclass of openstack.Connection",
        ),
        ({"connection": "nimbus"}, "'connection' is \"nimbus\", and must be a place"),
        ({"auth_hosts": ["nimbus"]}, "'auth_hosts[0]' is"),
        ({"exports": {"a b": int}}, "'exports.<key>' is"),
        ({"profiles": {"a": {"vendor": "b"}}}, "'profiles.a.vendor' is there"),
    ],
)
def test_register__what_makes_no_sense(changes: dict[str, Any], told: str) -> None:
    with pytest.raises(BrokenExtension) as caught:
        registered(**changes)

    assert told in str(caught.value)
