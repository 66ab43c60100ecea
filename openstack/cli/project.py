"""The project of an extension: what it is called, and how it is made."""

from __future__ import annotations

import importlib.metadata
import importlib.util
import keyword
import re
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

import attrs

import openstack
from openstack import catalog, extending
from openstack._similar import did_you_mean
from openstack.cli.template import template_path
from openstack.errors import OpenStackError
from openstack.extending import manifest as manifests
from openstack.extending import registry

if TYPE_CHECKING:
    from collections.abc import Iterable

Kind: TypeAlias = Literal["vendor", "mixin"]

#: Installs what makes a project.
INSTALL = 'pip install "stackbase[template]"'

#: The folders of a project beside its package.
_FOLDERS = frozenset({"build", "ci", "dist", "tests"})

# Longer ones do not fit into the lines of the project.
_NAME = re.compile(r"[A-Z][A-Za-z0-9]{0,19}")
_PACKAGE = re.compile(r"[a-z][a-z0-9_]{0,23}")
_DISTRIBUTION = re.compile(r"[A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?")


class ProjectError(OpenStackError):
    """The project of an extension cannot be made. Nothing was written."""


@attrs.frozen(kw_only=True)
class Project:
    """What is asked for: the answers to the questions of the template."""

    #: What users call the extension: ``Nimbus``.
    name: str
    #: Its top-level package: ``nimbus``.
    package: str
    #: What ``pip install`` calls it: ``nimbus-sdk``.
    distribution: str
    #: A vendor's, or code that several vendors share.
    kind: Kind
    #: The services that it changes, by their attribute of a connection.
    services: tuple[str, ...]
    #: What it is, in one sentence.
    description: str
    #: Who makes it.
    author: str
    #: Where users of the cloud log in, or a parent domain of it.
    auth_host: str

    def answers(self) -> dict[str, Any]:
        """Return what the template is filled in with."""
        return {
            **attrs.asdict(self),
            "services": list(self.services),
            "classes": core_classes(),
            "core_api": extending.API_VERSION,
            "core_version": openstack.__version__,
        }


def plan(
    name: str,
    *,
    kind: Kind = "vendor",
    services: Iterable[str] = ("object_store",),
    package: str = "",
    distribution: str = "",
    description: str = "",
    author: str = "",
    auth_host: str = "",
) -> Project:
    """Return the project of an extension; what is left out follows from the name.

    :param name: ``Nimbus``, or ``cloud-vendor`` for ``CloudVendor``.
    :raises ProjectError: it cannot be called so, or there is no such service.
    """
    name = camel_case(name)
    _check(_NAME, name, "the name", "a letter and up to 19 more, or digits: Nimbus")
    package = package or snake_case(name)
    dashed = package.replace("_", "-")
    project = Project(
        name=name,
        package=package,
        distribution=distribution or f"{dashed}-sdk",
        kind=kind,
        services=tuple(dict.fromkeys(map(service_attribute, services))),
        description=description or f"{name} for stackbase, the OpenStack SDK",
        author=author or f"The {name} authors",
        auth_host=auth_host or f"{dashed}.example",
    )
    _check_names(project)
    if kind == "mixin" and not project.services:
        raise ProjectError("A mixin needs a service to change: name one or more.")
    return project


def camel_case(text: str) -> str:
    """Return a name as a class has it: ``cloud-vendor`` is ``CloudVendor``."""
    words = re.split(r"[\s._-]+", text)
    return "".join(word[:1].upper() + word[1:] for word in words)


def snake_case(name: str) -> str:
    """Return a name as a package has it: ``CloudVendor`` is ``cloud_vendor``."""
    boundary = r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])"
    return re.sub(boundary, "_", name).lower()


def core_classes() -> dict[str, str]:
    """Return the class of each service that the core has, by its attribute."""
    declared = openstack.Connection.services
    return {name: declared[name].where.partition(":")[2] for name in sorted(declared)}


def service_attribute(name: str) -> str:
    """Return the attribute of a connection that a service is, by any of its names.

    :raises ProjectError: this core has no class for it.
    """
    attribute = catalog.official_attribute(name.strip().lower())
    known = core_classes()
    if attribute not in known:
        raise ProjectError(
            f"stackbase has no class for a service {name!r}."
            f"{did_you_mean(attribute, known)} There are: {', '.join(known)}."
        )
    return attribute


def make(project: Project, target: Path) -> None:
    """Make a project: whole, or not at all.

    :param target: a new or empty folder.
    :raises ProjectError: it cannot be made there, or copier is missing.
    """
    try:
        import copier
    except ImportError as error:
        raise ProjectError(
            f"Making a project needs copier, which is not installed: {INSTALL}"
        ) from error
    target = target.resolve()
    try:
        _check_target(target)
        # Beside the target, so that the last step is one renaming.
        with tempfile.TemporaryDirectory(prefix=".new-", dir=target.parent) as place:
            made = Path(place, target.name)
            copier.run_copy(
                str(template_path()),
                made,
                data=project.answers(),
                settings=copier.Settings(),
                defaults=True,
                quiet=True,
            )
            if target.exists():
                target.rmdir()
            made.rename(target)
    except OSError as error:
        reason = error.strerror or error
        raise ProjectError(f"{target} cannot be written: {reason}.") from error


def _check_target(target: Path) -> None:
    if not target.parent.is_dir():
        raise ProjectError(f"There is no folder {target.parent} to make it in.")
    if target.is_dir():
        if any(target.iterdir()):
            raise ProjectError(
                f"{target} exists and is not empty. Name another with --output."
            )
    elif target.exists():
        raise ProjectError(f"{target} is a file. Name another with --output.")


def _check(pattern: re.Pattern[str], value: str, what: str, expected: str) -> None:
    if not pattern.fullmatch(value):
        raise ProjectError(f"{value!r} cannot be {what}, which has {expected}.")


def _check_names(project: Project) -> None:
    package, distribution = project.package, project.distribution
    _check(_PACKAGE, package, "the package", "up to 24 of a-z, 0-9 and _: nimbus")
    _check(
        _DISTRIBUTION, distribution, "the distribution", "letters, digits, dots, dashes"
    )
    for text in (project.description, project.author):
        if not text.isprintable():
            raise ProjectError(f"{text!r} is more than one line of text.")
    if owner := _owner_of(package, distribution):
        raise ProjectError(
            f"The package cannot be called {package!r}: that is {owner}."
            " Name another with --package."
        )
    _check_extension(project)


def _check_extension(project: Project) -> None:
    """Check what the manifest will say, and that nobody else says it."""
    try:
        manifests.parse(
            {
                "schema": manifests.SCHEMA,
                "name": project.name,
                "kind": "vendor",
                "requires_core_api": extending.API_VERSION,
                "connection": f"{project.package}.connection:Connection",
                "auth_hosts": [project.auth_host],
            }
        )
    except extending.BrokenExtension as error:
        raise ProjectError(f"The manifest cannot be written: {error}") from error
    for other in registry.named(project.name):
        if _plain(other.distribution) != _plain(project.distribution):
            raise ProjectError(
                f"There is an extension {other} already. Choose another name."
            )


def _owner_of(package: str, distribution: str) -> str:
    """Say whose name a package would take, or ``""`` when it is free."""
    reserved = {
        "a word of Python's own": keyword.iskeyword(package),
        "a module of Python's own": package in sys.stdlib_module_names,
        "stackbase itself": package.replace("_", "") == "openstack",
        "another folder of the project": package in _FOLDERS,
    }
    found = next((owner for owner, taken in reserved.items() if taken), "")
    return found or _installer_of(package, distribution)


def _installer_of(package: str, distribution: str) -> str:
    """Say what else installed a package here, or ``""`` when nothing did."""
    spec = importlib.util.find_spec(package)
    # A folder of that name that happens to be in the way has no origin.
    if spec is None or spec.origin is None:
        return ""
    owners = importlib.metadata.packages_distributions().get(package, [])
    if _plain(distribution) in map(_plain, owners):
        return ""
    return f"installed here already, by {owners[0] if owners else spec.origin}"


def _plain(distribution: str) -> str:
    return re.sub(r"[-_.]+", "-", distribution).lower()
