"""What the template makes, as its first user would find it."""

from __future__ import annotations

import filecmp
import inspect
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING
from zipfile import ZipFile

import copier
import pytest

from openstack.cli import project
from openstack.cli.template import template_path
from openstack.compute import Compute
from openstack.object_store import ObjectStorage

if TYPE_CHECKING:
    from collections.abc import Iterator

    import openstack

REPOSITORY = Path(__file__).parents[2]
SERVICES = tuple(project.core_classes())

pytestmark = pytest.mark.slow


def run(
    *command: str | Path, cwd: Path, path: Path | None = None
) -> subprocess.CompletedProcess[str]:
    """Run a command with the tools of this environment.

    :param path: where installed packages are, beside this environment.
    """
    tools = Path(sys.executable).parent
    environment = {**os.environ, "PATH": f"{tools}:{os.environ['PATH']}"}
    if path is not None:
        environment["PYTHONPATH"] = str(path)
    return subprocess.run(
        command, cwd=cwd, env=environment, capture_output=True, text=True, check=False
    )


def install(made: Path, target: Path) -> None:
    """Install a project as pip does it, without a network, into a directory."""
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "install"]
    offline = ["--no-index", "--no-deps", "--no-build-isolation"]
    installed = run(*pip, *offline, "--target", target, made, cwd=made)

    assert installed.returncode == 0, installed.stderr


@pytest.fixture(scope="module", params=["vendor", "mixin"])
def made(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """Make and install a project of each kind, with every service."""
    place = tmp_path_factory.mktemp(request.param)
    planned = project.plan("Nimbus", kind=request.param, services=SERVICES)
    project.make(planned, place / "nimbus-sdk")
    install(place / "nimbus-sdk", place / "site-packages")
    return place / "nimbus-sdk"


EXACT = """
from collections.abc import Iterator
from typing import assert_type

from nimbus import Connection
from nimbus.compute import NimbusServer
from nimbus.object_store import NimbusContainer


def exact(connection: Connection) -> None:
    storage, compute = connection.object_store, connection.compute
    assert_type(storage.create_container("a", department="b"), NimbusContainer)
    assert_type(storage.get_container("a"), NimbusContainer)
    assert_type(storage.containers(prefix="a"), Iterator[NimbusContainer])
    assert_type(storage.get_container("a").department, str | None)
    assert_type(compute.find_server("a", ignore_missing=True), NimbusServer | None)
"""


def test_ci_run(made: Path) -> None:
    """Its own checks pass at once: linters, both type checkers, tests."""
    if (made / "nimbus/connection.py").exists():
        (made / "tests/exact.py").write_text(f'"""Exact types."""\n{EXACT}')

    ran = run("ci/run", cwd=made, path=made.parent / "site-packages")

    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert re.search(r"\b\d+ passed\b", ran.stdout)


def test_wheel(made: Path, tmp_path: Path) -> None:
    """What is shipped is its own package, and nothing below `openstack`."""
    build = [sys.executable, "-m", "build", "--wheel", "--no-isolation"]
    built = run(*build, "--outdir", tmp_path, cwd=made)
    (wheel,) = tmp_path.iterdir()
    with ZipFile(wheel) as archive:
        inside = set(archive.namelist())
    code = {name for name in inside if ".dist-info/" not in name}
    sources = {f"nimbus/{path.name}" for path in (made / "nimbus").glob("*.*")}

    assert built.returncode == 0, built.stderr
    assert code == sources
    assert code > {"nimbus/openstack-extension.json", "nimbus/py.typed"}


IMPORT = """
import sys


def watch(event, arguments):
    if event.split(".")[0] in {"socket", "subprocess", "os.system"}:
        raise AssertionError(f"importing it: {event} {arguments}")


sys.addaudithook(watch)
from openstack.extensions import Nimbus, NimbusObjectStorage
from nimbus.connection import Connection
import openstack.compute

assert Nimbus.Connection is Connection
assert Nimbus.ObjectStorage is NimbusObjectStorage
assert Nimbus.Compute is openstack.compute.Compute
"""


def test_import__sends_nothing(tmp_path: Path) -> None:
    """A service that was not asked for is the core's own."""
    project.make(project.plan("Nimbus"), tmp_path / "nimbus-sdk")
    install(tmp_path / "nimbus-sdk", tmp_path / "site-packages")

    ran = run(
        sys.executable, "-c", IMPORT, cwd=tmp_path, path=tmp_path / "site-packages"
    )

    assert ran.returncode == 0, ran.stderr


def test_new__of_an_installed_wheel(tmp_path: Path) -> None:
    """Who has no working copy gets the same project, and can run its checks."""
    tree, packages = tmp_path / "tree", tmp_path / "packages"
    for folder in ("openstack", "vendor_template"):
        shutil.copytree(REPOSITORY / folder, tree / folder)
    for file in ("LICENSE", "README.md", "pyproject.toml", "setup.cfg", "setup.py"):
        shutil.copy(REPOSITORY / file, tree)
    install(tree, packages)
    new = [sys.executable, "-P", "-m", "openstack", "new", "Nimbus"]

    ran = run(*new, "--output", "new", cwd=tmp_path, path=packages)
    project.make(project.plan("Nimbus"), tmp_path / "made")

    assert ran.returncode == 0, ran.stderr
    assert (packages / "openstack/cli/_template").is_dir()
    assert list(differences(tmp_path / "new", tmp_path / "made")) == []
    assert os.access(tmp_path / "new/ci/run", os.X_OK)


@pytest.mark.parametrize("kind", ["vendor", "mixin"])
def test_style__whatever_the_name(kind: project.Kind, tmp_path: Path) -> None:
    """Lines break in the right places for short names and for long ones."""
    for name in ("N", "Nimbus", "N" * 13, "N" * 20, "NimbNimbNimbNimbNimb"):
        planned = project.plan(name, kind=kind, services=SERVICES)
        project.make(planned, tmp_path / planned.distribution)

    checked = run("ruff", "check", cwd=tmp_path)
    formatted = run("ruff", "format", "--diff", cwd=tmp_path)

    assert checked.returncode == 0, checked.stdout
    assert formatted.returncode == 0, formatted.stdout


def test_copier__asks_for_the_name_alone(tmp_path: Path) -> None:
    """Who uses the template without the command gets the same project."""
    settings = copier.Settings()
    asked = {"name": "MyCloud", "services": list(SERVICES)}
    copier.run_copy(
        str(template_path()),
        tmp_path / "copied",
        data=asked,
        defaults=True,
        quiet=True,
        settings=settings,
    )
    project.make(project.plan("MyCloud", services=SERVICES), tmp_path / "made")

    assert list(differences(tmp_path / "copied", tmp_path / "made")) == []


def differences(one: Path, other: Path) -> Iterator[str]:
    """Yield the names of files that two folders do not share."""
    compared = filecmp.dircmp(one, other)
    yield from [*compared.left_only, *compared.right_only, *compared.diff_files]
    for common in compared.common_dirs:
        yield from differences(one / common, other / common)


@pytest.mark.parametrize(
    ("core", "resource", "part"),
    [(Compute, "Server", "compute"), (ObjectStorage, "Container", "object_store")],
)
def test_exact_types__of_every_method(
    core: type[openstack.Service], resource: str, part: str
) -> None:
    """What returns a substituted resource is declared to return it."""
    returns = re.compile(rf"\b{resource}\b")
    expected = {
        name
        for name, method in inspect.getmembers(core, inspect.isfunction)
        if not name.startswith("_")
        and returns.search(str(method.__annotations__.get("return", "")))
    }
    module = (template_path() / f"parts/vendor/{part}.py.jinja").read_text()
    declared = set(re.findall(r"def (\w+)\(", module))

    assert expected - declared == set()
