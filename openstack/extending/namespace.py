"""What ``openstack.extensions`` holds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from weakref import WeakValueDictionary

from openstack._similar import did_you_mean
from openstack.extending import registry
from openstack.extending.facade import Facade

if TYPE_CHECKING:
    from openstack.extending.discovery import Extension

#: The one of each extension, so that its name is the same object everywhere.
_facades: WeakValueDictionary[Extension, Facade] = WeakValueDictionary()


def find(name: str) -> Any:
    """Return everything of an extension, or one thing that an extension exports.

    :raises AttributeError: no extension has the name.
    :raises ExtensionError: one has it, and cannot be used.
    """
    found = registry.exports(name)
    if not found:
        raise AttributeError(
            f"No installed extension is named {name!r}, or exports it."
            f"{did_you_mean(name, names())} There are: {', '.join(names()) or 'none'}.",
            name=name,
        )
    extension = registry.one_of(found, f"have the name {name!r}")
    if name in extension.usable().exports:
        return registry.load_export(extension, name)
    return _facades.setdefault(extension, Facade(extension))


def names() -> list[str]:
    """Return what can be imported from ``openstack.extensions``, sorted."""
    found: set[str] = set()
    for extension in registry.extensions():
        if extension.manifest and not extension.problem:
            found |= {extension.name, *extension.manifest.exports}
    return sorted(found)
