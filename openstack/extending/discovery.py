"""Finding the extensions that are installed, without importing them."""

from __future__ import annotations

import importlib.util
from collections.abc import Iterator, Mapping
from importlib.machinery import PathFinder
from importlib.metadata import Distribution, EntryPoint, entry_points
from pathlib import Path
from typing import Any, Final, cast

import attrs

from openstack.extending import manifest as manifests
from openstack.extending.errors import (
    BrokenExtension,
    ExtensionError,
    IncompatibleExtension,
)
from openstack.extending.manifest import Manifest, normalised

#: The group of entry points in which distributions name their extensions.
GROUP: Final = "openstack.extensions"


@attrs.frozen(kw_only=True, eq=False)
class Extension:
    """An extension, as it was found; its code is not imported yet."""

    #: Its name, as its manifest has it; that of its entry point, if that is broken.
    name: str
    #: The package that its code is in; ``""`` if it was registered as classes.
    package: str
    #: The distribution that brought it; ``""`` if it was registered.
    distribution: str = ""
    #: The version of the distribution.
    version: str = ""
    #: Where its code is.
    location: str = ""
    #: What it says of itself, or ``None`` if that cannot be read.
    manifest: Manifest | None = None
    #: Why it cannot be used, or ``None``.
    problem: ExtensionError | None = None
    #: What was registered as an object: the connection as ``""``, exports by name.
    objects: Mapping[str, Any] = attrs.field(factory=dict[str, Any])

    @property
    def origin(self) -> str:
        """Where it comes from, to be put into a sentence."""
        brought = f"{self.distribution} {self.version}".strip() or "registered"
        return f"{brought}, {self.location}" if self.location else brought

    def __str__(self) -> str:
        return f"{self.name} ({self.origin})"

    def usable(self) -> Manifest:
        """Return the manifest of an extension that can be used.

        :raises ExtensionError: why it cannot be used.
        """
        if self.problem is not None:
            # A fresh one: what is raised again would keep the frames it passed.
            raise type(self.problem)(*self.problem.args)
        # Only what has a problem can be without.
        return cast("Manifest", self.manifest)


def installed() -> Iterator[Extension]:
    """Yield the extensions that the installed distributions bring."""
    seen: set[tuple[str, str, str]] = set()
    for entry in entry_points(group=GROUP):
        distribution, version = _distribution(entry)
        # An editable install beside a wheel gives the same entries twice.
        key = (normalised(distribution), normalised(entry.name), entry.value)
        if key not in seen:
            seen.add(key)
            yield _found(entry, distribution, version)


def _distribution(entry: EntryPoint) -> tuple[str, str]:
    # What `entry_points` returns knows who brought it.
    metadata = cast("Distribution", entry.dist).metadata
    # A failed installation leaves no metadata behind, or half of it.
    name, version = (metadata.get_all(k, [""])[0] for k in ("Name", "Version"))
    return name or "an unnamed distribution", version


def _found(entry: EntryPoint, distribution: str, version: str) -> Extension:
    found = Extension(
        name=entry.name,
        package=entry.value,
        distribution=distribution,
        version=version,
    )
    try:
        folder = _folder(entry.value)
        found = attrs.evolve(found, location=str(folder))
        manifest = manifests.read(folder / manifests.FILE_NAME)
        _check_name(entry.name, manifest)
    except ExtensionError as error:
        problem = type(error)(f"Extension {found} cannot be used: {error}")
        return attrs.evolve(found, problem=problem)
    found = attrs.evolve(found, name=manifest.name, manifest=manifest)
    if reason := manifests.why_incompatible(manifest):
        problem = IncompatibleExtension(f"Extension {found} cannot be used: {reason}")
        return attrs.evolve(found, problem=problem)
    return found


def _check_name(entry_name: str, manifest: Manifest) -> None:
    if normalised(entry_name) != normalised(manifest.name):
        raise BrokenExtension(
            f"its entry point is called '{entry_name}', and its manifest"
            f" '{manifest.name}': they must be the same."
        )


def _folder(package: str) -> Path:
    """Return the folder of a package that has a manifest, without importing it."""
    folders = [Path(place) for place in _places(package)]
    if not folders:
        raise BrokenExtension(
            f"its package '{package}' is not there. Install the extension again."
        )
    for folder in folders:
        if (folder / manifests.FILE_NAME).is_file():
            return folder
    raise BrokenExtension(
        f"its package '{package}' has no {manifests.FILE_NAME}, in {folders[0]}."
    )


def _places(package: str) -> list[str]:
    """Return the folders of a package; importlib would import its parents."""
    top, *inner = package.split(".")
    try:
        spec = importlib.util.find_spec(top)
    except (ImportError, ValueError):
        return []
    name = top
    for part in inner:
        name = f"{name}.{part}"
        if spec is not None:
            spec = PathFinder.find_spec(name, spec.submodule_search_locations)
    return list(spec.submodule_search_locations or ()) if spec is not None else []
