from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import copier
import pytest

import openstack
from openstack import extending
from openstack.cli import main, project
from openstack.extending import manifest as manifests

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(autouse=True)
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Work in an empty folder."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def files(folder: Path) -> set[str]:
    """List the files below a folder."""
    return {
        path.relative_to(folder).as_posix()
        for path in folder.rglob("*")
        if path.is_file()
    }


EVERYWHERE = {
    ".gitignore",
    "CHANGELOG.md",
    "LICENSE",
    "README.md",
    "ci/run",
    "nimbus/__init__.py",
    "nimbus/openstack-extension.json",
    "nimbus/py.typed",
    "pyproject.toml",
    "pyrightconfig.json",
    "ruff.toml",
    "setup.cfg",
    "setup.py",
    "tests/conftest.py",
}


def test_new__vendor(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status = main(["new", "Nimbus", "--services", "object_store,compute"])
    captured = capsys.readouterr()

    assert (status, captured.err) == (0, "")
    assert files(place / "nimbus-sdk") == EVERYWHERE | {
        "nimbus/compute.py",
        "nimbus/connection.py",
        "nimbus/object_store.py",
        "tests/test_compute.py",
        "tests/test_connection.py",
        "tests/test_object_store.py",
    }
    assert captured.out == (
        "Made nimbus-sdk: the vendor Nimbus, which changes object_store, compute."
        " Go on with\n\n"
        "    cd nimbus-sdk\n"
        "    python -m pip install --editable '.[dev]'\n"
        "    ci/run\n\n"
    )


def test_new__mixin(place: Path) -> None:
    status = main(["new", "Nimbus", "--kind", "mixin"])

    assert status == 0
    assert files(place / "nimbus-sdk") == EVERYWHERE | {
        "nimbus/object_store.py",
        "tests/test_object_store.py",
    }


def test_new__no_service(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A vendor may differ in nothing but the way to log in."""
    status = main(["new", "Nimbus", "--services", ""])

    assert status == 0
    assert "which changes no service yet." in capsys.readouterr().out
    assert files(place / "nimbus-sdk") == EVERYWHERE | {
        "nimbus/connection.py",
        "tests/test_connection.py",
    }


def test_new__output(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (place / "an empty one").mkdir()

    status = main(["new", "Nimbus", "--output", "an empty one"])

    assert status == 0
    assert files(place) > {"an empty one/nimbus/connection.py"}
    assert "cd 'an empty one'" in capsys.readouterr().out


def test_new__options_are_used(place: Path) -> None:
    options = {
        "--package": "nimbus_cloud",
        "--distribution": "Nimbus.Cloud",
        "--description": 'What "Nimbus" adds \\ 100 %',
        "--author": "Nimbus & Söhne",
        "--auth-host": "login.nimbus.example",
    }
    arguments = [word for option in options.items() for word in option]

    status = main(["new", "Nimbus", *arguments, "--output", "made"])
    made = manifests.read(place / "made/nimbus_cloud/openstack-extension.json")
    configured = (place / "made/setup.cfg").read_text()

    assert status == 0
    assert made.description == options["--description"]
    assert list(made.auth_hosts) == [options["--auth-host"]]
    assert "\nname = Nimbus.Cloud\n" in configured
    assert '\ndescription = What "Nimbus" adds \\ 100 %\n' in configured
    assert "\nauthor = Nimbus & Söhne\n" in configured
    assert "\n    nimbus = nimbus_cloud\n" in configured


@pytest.mark.parametrize(
    ("given", "name", "package", "distribution"),
    [
        ("Nimbus", "Nimbus", "nimbus", "nimbus-sdk"),
        ("my-cloud", "MyCloud", "my_cloud", "my-cloud-sdk"),
        ("my cloud_2", "MyCloud2", "my_cloud2", "my-cloud2-sdk"),
        ("XYZCloud", "XYZCloud", "xyz_cloud", "xyz-cloud-sdk"),
        ("XYZ", "XYZ", "xyz", "xyz-sdk"),
    ],
)
def test_plan__names(given: str, name: str, package: str, distribution: str) -> None:
    planned = project.plan(given)

    assert planned.name == name
    assert planned.package == package
    assert planned.distribution == distribution


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["3com"], "'3com' cannot be the name"),
        (["N" * 21], "'NNNNNNNNNNNNNNNNNNNNN' cannot be the name, which has a letter"),
        (["Söhne"], "'Söhne' cannot be the name"),
        (["None"], "The manifest cannot be written: 'name' is \"None\""),
        (["Class"], "'class': that is a word of Python's own."),
        (["JSON"], "'json': that is a module of Python's own."),
        (["Yaml"], "'yaml': that is installed here already, by PyYAML."),
        (["OpenStack"], "'open_stack': that is stackbase itself."),
        (["Tests"], "'tests': that is another folder of the project."),
        (["Nimbus", "--package", "nim-bus"], "'nim-bus' cannot be the package"),
        (["Nimbus", "--distribution", "-"], "'-' cannot be the distribution"),
        (["Nimbus", "--auth-host", "nimbus"], "'auth_hosts[0]' is \"nimbus\""),
        (["Nimbus", "--author", "a\nb"], "'a\\nb' is more than one line of text."),
        (["Nimbus", "--services", "compute,computing"], "'computing'. Did you mean 'c"),
        (["Nimbus", "--services", "x"], "There are: compute, identity, object_store."),
        (["Nimbus", "--services", "", "--kind", "mixin"], "A mixin needs a service"),
        (["Nimbus", "--output", "there/nimbus"], "There is no folder "),
        (["Nimbus", "--output", 300 * "n"], "n cannot be written: File name too long."),
    ],
)
def test_new__refused(
    arguments: list[str],
    sentence: str,
    place: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    status = main(["new", *arguments])
    said = capsys.readouterr().err

    assert status == 1
    assert sentence in said
    assert said.count("\n") == 1
    assert files(place) == set()


def test_new__name_of_another_extension(capsys: pytest.CaptureFixture[str]) -> None:
    with extending.register("NimBus", connection=openstack.Connection):
        status = main(["new", "Nimbus"])

    assert status == 1
    assert "There is an extension NimBus (registered) already." in (
        capsys.readouterr().err
    )


def test_plan__installed_by_the_same_project() -> None:
    """Whoever has installed what was made can make it anew."""
    planned = project.plan("Attr", distribution="Attrs")

    assert planned.package == "attr"


def test_plan__folder_in_the_way(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder beside the command is no package."""
    (place / "nimbus").mkdir()
    monkeypatch.setattr(sys, "path", [str(place), *sys.path])

    assert project.plan("Nimbus").package == "nimbus"


@pytest.mark.parametrize("name", ["object-store", " Object_Store"])
def test_plan__service_by_any_name(name: str) -> None:
    planned = project.plan("Nimbus", services=["object_store", name])

    assert planned.services == ("object_store",)


def test_new__target_exists(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    target = place / "nimbus-sdk"
    target.mkdir()
    (target / "thesis.txt").write_text("Years of work.")

    status = main(["new", "Nimbus"])

    assert status == 1
    assert f"{target} exists and is not empty." in capsys.readouterr().err
    assert files(place) == {"nimbus-sdk/thesis.txt"}


def test_new__target_is_a_file(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (place / "nimbus-sdk").write_text("Years of work.")

    status = main(["new", "Nimbus"])

    assert status == 1
    assert "nimbus-sdk is a file." in capsys.readouterr().err
    assert (place / "nimbus-sdk").read_text() == "Years of work."


def test_new__no_copier(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "copier", None)

    status = main(["new", "Nimbus"])

    assert status == 1
    assert capsys.readouterr().err == (
        "stackbase: Making a project needs copier, which is not installed:"
        ' pip install "stackbase[template]"\n'
    )


@pytest.mark.parametrize(
    ("error", "expected"), [(KeyboardInterrupt(), 130), (RuntimeError("no"), 1)]
)
def test_new__ends_in_the_middle(
    error: BaseException, expected: int, place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Ctrl-C, or whatever else, leaves nothing half-made behind."""
    written: list[Path] = []

    def run_copy(_: str, target: Path, **__: Any) -> None:
        target.mkdir()
        written.append(target / "setup.py")
        written[0].write_text("from setup")
        raise error

    monkeypatch.setattr(copier, "run_copy", run_copy)

    status = main(["new", "Nimbus"])

    assert status == expected
    assert written[0].is_relative_to(place)
    assert list(place.iterdir()) == []
