from __future__ import annotations

import importlib
import sys
from typing import TYPE_CHECKING

import pytest

from openstack.localcloud.servers import deferral

if TYPE_CHECKING:
    from collections.abc import Generator
    from pathlib import Path

MODULE = """
from pathlib import Path
Path(__file__).with_suffix(".loaded").touch()
number = 42
"""


@pytest.fixture(name="package")
def package_fixture(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Generator[Path]:
    """Give a package, whose modules leave a file behind when they are loaded."""
    package = tmp_path / "slow_package"
    package.mkdir()
    for name in ("__init__", "part"):
        (package / f"{name}.py").write_text(MODULE)
    monkeypatch.setattr(sys, "path", [str(tmp_path), *sys.path])
    monkeypatch.setattr(sys, "meta_path", list(sys.meta_path))
    yield package
    for name in ("slow_package", "slow_package.part"):
        sys.modules.pop(name, None)


def loaded(package: Path) -> set[str]:
    """Return which modules of a package have been loaded."""
    return {path.stem for path in package.glob("*.loaded")}


def test_defer__not_used(package: Path) -> None:
    deferral.defer("slow_package")
    importlib.import_module("slow_package")

    assert set() == loaded(package)


def test_defer__used(package: Path) -> None:
    """To import a module of it uses the package, and not yet the module."""
    deferral.defer("slow_package")
    part = importlib.import_module("slow_package.part")

    assert {"__init__"} == loaded(package)
    assert part.number == 42
    assert {"__init__", "part"} == loaded(package)


def test_defer__another_package(package: Path) -> None:
    deferral.defer("another_package")
    importlib.import_module("slow_package")

    assert {"__init__"} == loaded(package)


@pytest.mark.usefixtures("package")
def test_defer__no_such_module() -> None:
    deferral.defer("slow_package")

    with pytest.raises(ModuleNotFoundError):
        importlib.import_module("slow_package.missing")
