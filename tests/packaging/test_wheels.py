"""The wheels that setup.py makes of one tree."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from email.parser import HeaderParser
from itertools import combinations
from pathlib import Path
from zipfile import ZipFile

import pytest

REPOSITORY = Path(__file__).parents[2]
NO_SOURCES = shutil.ignore_patterns(
    ".*", "*.egg-info", "build", "dist", "docs", "tests"
)
CACHES = shutil.ignore_patterns("__pycache__")
VENDORS = sorted(
    found.parent.name for found in REPOSITORY.glob("openstack/extensions/*/__init__.py")
)
# What a user installs, and the wheels that it brings.
WAYS = {
    "stackbase": ["core"],
    **{f"stackbase[{vendor}]": ["core", vendor] for vendor in VENDORS},
    "stackbase[all]": ["core", "all", *VENDORS],
}

LIST_EXTENSIONS = """
import openstack, openstack.extending
print(openstack.__file__)
for extension in openstack.extending.extensions():
    if extension.package.startswith("openstack."):
        extension.usable()
        print(extension.package)
"""

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def wheels(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Build a wheel of each flavour, one after the other in one tree."""
    tree = tmp_path_factory.mktemp("wheels") / "tree"
    shutil.copytree(REPOSITORY, tree, ignore=without)
    return {flavour: build(tree, flavour) for flavour in ("core", "all", *VENDORS)}


def without(folder: str, names: list[str]) -> set[str]:
    """Choose what a build has no use for; the template has files of all names."""
    return (NO_SOURCES if Path(folder) == REPOSITORY else CACHES)(folder, names)


def build(tree: Path, flavour: str) -> Path:
    """Build the wheel of a flavour without a network."""
    place = tree.parent / flavour
    subprocess.run(
        [sys.executable, "-m", "build", "--wheel", "--no-isolation", "-o", place],
        cwd=tree,
        env={**os.environ, "STACKBASE_DIST": flavour},
        check=True,
    )
    (wheel,) = place.iterdir()
    return wheel


def code(wheel: Path) -> set[str]:
    """List the files that a wheel installs, without its metadata."""
    with ZipFile(wheel) as archive:
        return {name for name in archive.namelist() if ".dist-info/" not in name}


def text(wheel: Path, name: str) -> str:
    """Read one of the files of a wheel's metadata."""
    with ZipFile(wheel) as archive:
        (path,) = (n for n in archive.namelist() if n.endswith(f".dist-info/{name}"))
        return archive.read(path).decode()


def requirements(wheel: Path) -> set[str]:
    """List what a wheel requires."""
    metadata = HeaderParser().parsestr(text(wheel, "METADATA"))
    return set(metadata.get_all("Requires-Dist", []))


def version(wheel: Path) -> str:
    """Read the version of a wheel out of its name."""
    return wheel.name.split("-")[1]


def test_wheels__share_no_file(wheels: dict[str, Path]) -> None:
    shared = [
        code(one) & code(other) for one, other in combinations(wheels.values(), 2)
    ]

    assert set() == set().union(*shared)


def test_core__no_vendor(wheels: dict[str, Path]) -> None:
    inside = {name for name in code(wheels["core"]) if "openstack/extensions/" in name}

    assert {"openstack/extensions/__init__.py"} == inside
    assert "openstack.extensions" not in text(wheels["core"], "entry_points.txt")


def test_core__is_typed(wheels: dict[str, Path]) -> None:
    assert "openstack/py.typed" in code(wheels["core"])


def test_core__brings_the_template(wheels: dict[str, Path]) -> None:
    template = REPOSITORY / "vendor_template"
    expected = {
        f"openstack/cli/_template/{path.relative_to(template).as_posix()}"
        for path in template.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }

    assert expected == {name for name in code(wheels["core"]) if "/_template/" in name}


@pytest.mark.parametrize("name", ["all", *VENDORS])
def test_core__extra_brings_what_it_names(name: str, wheels: dict[str, Path]) -> None:
    core = wheels["core"]
    expected = f'stackbase-{name}=={version(core)}; extra == "{name}"'

    assert expected in requirements(core)


@pytest.mark.parametrize("vendor", VENDORS)
def test_vendor__its_folder_alone(vendor: str, wheels: dict[str, Path]) -> None:
    wheel = wheels[vendor]
    folder = f"openstack/extensions/{vendor}/"

    assert all(name.startswith(folder) for name in code(wheel))
    assert f"{folder}__init__.py" in code(wheel)
    assert {f"stackbase=={version(wheel)}"} == requirements(wheel)


@pytest.mark.parametrize("vendor", VENDORS)
def test_vendor__its_entry_point(vendor: str, wheels: dict[str, Path]) -> None:
    expected = f"{vendor} = openstack.extensions.{vendor}"

    assert expected in text(wheels[vendor], "entry_points.txt").splitlines()


def test_all__no_code(wheels: dict[str, Path]) -> None:
    wheel = wheels["all"]
    expected = {f"stackbase-{vendor}=={version(wheel)}" for vendor in VENDORS}

    assert set() == code(wheel)
    assert expected == requirements(wheel)


@pytest.mark.parametrize("way", WAYS)
def test_install__finds_what_it_brought(
    way: str, wheels: dict[str, Path], tmp_path: Path
) -> None:
    chosen = [wheels[flavour] for flavour in WAYS[way]]
    pip = [sys.executable, "-m", "pip", "install", "--no-deps", "--no-index"]
    subprocess.run([*pip, "--quiet", "--target", tmp_path, *chosen], check=True)
    listed = subprocess.run(
        [sys.executable, "-c", LIST_EXTENSIONS],
        env={**os.environ, "PYTHONPATH": str(tmp_path)},
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    )
    expected = [f"openstack.extensions.{name}" for name in WAYS[way] if name in VENDORS]

    assert [str(tmp_path / "openstack/__init__.py"), *expected] == listed.stdout.split()
