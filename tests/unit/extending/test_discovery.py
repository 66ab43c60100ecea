from __future__ import annotations

import importlib
import json
import sys
from typing import TYPE_CHECKING

import pytest

from openstack.extending import registry
from openstack.extending.discovery import Extension, installed
from openstack.extending.errors import BrokenExtension, IncompatibleExtension

if TYPE_CHECKING:
    from tests.unit.conftest import Site


def found(name: str) -> list[Extension]:
    """Return the installed extensions of a name."""
    return [extension for extension in installed() if extension.name == name]


def test_installed__is_described_by_its_distribution_and_manifest(site: Site) -> None:
    folder = site.install("nimbus", version="1.2", description="Clouds.")

    extension = found("Nimbus")[0]

    assert extension.package == "nimbus"
    assert extension.distribution == "nimbus"
    assert extension.version == "1.2"
    assert extension.location == str(folder)
    assert extension.problem is None
    assert extension.usable().description == "Clouds."
    assert str(extension) == f"Nimbus (nimbus 1.2, {folder})"


def test_installed__imports_nothing_of_the_extension(site: Site) -> None:
    site.install("nimbus", modules={"__init__": "raise AssertionError('imported')"})

    assert found("Nimbus")[0].problem is None
    assert "nimbus" not in sys.modules


def test_installed__imports_no_parent_of_a_nested_package(site: Site) -> None:
    site.write_package("acme", {"__init__": "raise AssertionError('imported')"})
    site.install("acme.nimbus", distribution="acme", name="Nimbus")

    assert found("Nimbus")[0].problem is None
    assert "acme" not in sys.modules


def test_installed__finds_a_package_that_is_imported_already(site: Site) -> None:
    site.install("nimbus")
    importlib.import_module("nimbus")

    assert found("Nimbus")[0].problem is None


def test_installed__finds_a_package_without_init(site: Site) -> None:
    """Such a package may be spread over several folders."""
    folder = site.install("nimbus")
    (folder / "__init__.py").unlink()
    importlib.invalidate_caches()

    assert found("Nimbus")[0].location == str(folder)


def test_installed__the_same_distribution_twice_counts_once(site: Site) -> None:
    """So it is with an editable install beside a wheel."""
    site.install("nimbus", version="1.0")
    site.folder = site.folder.parent / "other"
    sys.path.insert(0, str(site.folder))
    site.write_metadata("nimbus", "2.0", {"Nimbus": "nimbus"})

    assert [extension.version for extension in found("Nimbus")] == ["2.0"]


def test_installed__two_entries_for_one_package_count_once(site: Site) -> None:
    site.install("nimbus")
    site.write_metadata("other", "1", {"nim-bus": "nimbus", "nim_bus": "nimbus"})

    assert [e.distribution for e in found("Nimbus")].count("other") == 1


def test_installed__metadata_may_be_missing(site: Site) -> None:
    site.install("nimbus")
    (site.folder / "nimbus-1.0.dist-info" / "METADATA").unlink()

    extension = found("Nimbus")[0]

    assert (extension.distribution, extension.version) == (
        "an unnamed distribution",
        "",
    )


def broken(name: str = "Nimbus") -> str:
    """Return why an extension cannot be used."""
    extension = found(name)[0]
    assert isinstance(extension.problem, BrokenExtension)
    with pytest.raises(BrokenExtension) as caught:
        extension.usable()
    assert caught.value.args == extension.problem.args
    return str(caught.value)


def test_installed__package_is_not_there(site: Site) -> None:
    site.write_metadata("nimbus", "1.0", {"Nimbus": "nimbus"})

    assert broken() == (
        "Extension Nimbus (nimbus 1.0) cannot be used: its package 'nimbus' is not"
        " there. Install the extension again."
    )


@pytest.mark.parametrize("package", ["nimbus.inner", "nimbus.inner.most", "nimbus:x"])
def test_installed__part_of_the_package_is_not_there(package: str, site: Site) -> None:
    site.write_package("nimbus", {"__init__": ""})
    site.write_metadata("nimbus", "1.0", {"Nimbus": package})

    assert f"its package '{package}' is not there" in broken()


def test_installed__package_is_a_module(site: Site) -> None:
    (site.folder / "nimbus.py").write_text("")
    site.write_metadata("nimbus", "1.0", {"Nimbus": "nimbus"})

    assert "its package 'nimbus' is not there" in broken()


def test_installed__package_was_put_into_sys_modules_by_hand(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Such a module has no specification to find a folder by."""
    module = type(sys)("nimbus")
    monkeypatch.setitem(sys.modules, "nimbus", module)
    site.write_metadata("nimbus", "1.0", {"Nimbus": "nimbus"})

    assert "its package 'nimbus' is not there" in broken()


def test_installed__package_has_no_manifest(site: Site) -> None:
    folder = site.write_package("nimbus", {"__init__": ""})
    site.write_metadata("nimbus", "1.0", {"Nimbus": "nimbus"})

    assert broken() == (
        "Extension Nimbus (nimbus 1.0) cannot be used: its package 'nimbus' has no"
        f" openstack-extension.json, in {folder}."
    )


def test_installed__manifest_is_wrong(site: Site) -> None:
    folder = site.install("nimbus", kind="seller")

    assert broken() == (
        f"Extension Nimbus (nimbus 1.0, {folder}) cannot be used:"
        f" {folder}/openstack-extension.json: 'kind' is \"seller\", and must be"
        ' "vendor" or "mixin".'
    )


def test_installed__manifest_has_another_name_than_the_entry_point(site: Site) -> None:
    folder = site.install("nimbus")
    manifest = json.loads((folder / "openstack-extension.json").read_text())
    manifest["name"] = "Cirrus"
    (folder / "openstack-extension.json").write_text(json.dumps(manifest))

    assert broken().endswith(
        "its entry point is called 'Nimbus', and its manifest 'Cirrus': they must be"
        " the same."
    )


def test_installed__name_of_the_entry_point_may_be_spelt_in_another_way(
    site: Site,
) -> None:
    folder = site.install("cloudvendor", name="Other")
    (folder.parent / "cloudvendor-1.0.dist-info" / "entry_points.txt").write_text(
        "[openstack.extensions]\no-ther = cloudvendor\n"
    )

    assert found("Other")[0].problem is None


def test_installed__needs_a_newer_core(site: Site) -> None:
    folder = site.install("nimbus", requires_core_api="99.0")

    extension = found("Nimbus")[0]

    assert extension.manifest is not None
    with pytest.raises(IncompatibleExtension) as caught:
        extension.usable()
    assert str(caught.value) == (
        f"Extension Nimbus (nimbus 1.0, {folder}) cannot be used: it needs version 99.0"
        " of the extension API, and this core offers 1.0. Upgrade stackbase."
    )


def test_installed__has_a_manifest_that_only_a_newer_core_reads(site: Site) -> None:
    site.install("nimbus", schema=2)

    extension = found("Nimbus")[0]

    assert extension.manifest is None
    with pytest.raises(IncompatibleExtension, match="'schema' is 2"):
        extension.usable()


def test_usable__raises_a_new_error_each_time(site: Site) -> None:
    """One that is raised again would keep alive what it passed through."""
    site.install("nimbus", kind="seller")
    extension = found("Nimbus")[0]

    caught: list[BrokenExtension] = []
    for _ in range(2):
        with pytest.raises(BrokenExtension) as raised:
            extension.usable()
        caught.append(raised.value)

    assert caught[0] is not caught[1]
    assert extension.problem is not None
    assert extension.problem.__traceback__ is None


def test_registry__scans_once(site: Site) -> None:
    site.install("nimbus")
    before = registry.extensions()
    (site.folder / "nimbus-1.0.dist-info" / "entry_points.txt").unlink()

    assert list(registry.extensions()) == list(before)

    registry.rescan()

    assert "Nimbus" not in [extension.name for extension in registry.extensions()]
