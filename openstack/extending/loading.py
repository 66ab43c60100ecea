"""Importing what an extension has, with an error that tells what went wrong."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

from openstack._lazy import load
from openstack._similar import did_you_mean
from openstack.extending.errors import BrokenExtension

if TYPE_CHECKING:
    from types import ModuleType

    from openstack.connection import Connection
    from openstack.extending.discovery import Extension


def load_from(extension: Extension, where: str) -> Any:
    """Import something of an extension.

    :param where: ``"module:name"``.
    :raises BrokenExtension: it cannot be imported, or is not there.
    """
    module_name, _, name = where.partition(":")
    module = _module(extension, module_name)
    if not hasattr(module, name):
        raise _broken(
            extension,
            f"its module '{module_name}' has no '{name}'."
            f"{did_you_mean(name, vars(module))}",
        )
    return getattr(module, name)


def _module(extension: Extension, name: str) -> ModuleType:
    try:
        return importlib.import_module(name)
    except ModuleNotFoundError as error:
        missing = error.name or "?"
        if name == missing or name.startswith(f"{missing}."):
            reason = f"its own module '{missing}' is missing. Install it again."
        else:
            reason = f"it imports '{missing}', which is not installed."
        raise _broken(extension, reason) from error
    except Exception as error:
        kind = type(error).__name__
        reason = f"importing its module '{name}' raised {kind}: {error}"
        raise _broken(extension, reason) from error


def check_connection(
    extension: Extension, where: str, found: object
) -> type[Connection]:
    """Return what an extension has as its connection class, if it is one.

    :raises BrokenExtension: it is none.
    """
    core: type[Connection] = load("openstack.connection:Connection")
    if isinstance(found, type) and issubclass(found, core):
        return found
    raise _broken(extension, f"its '{where}' is no subclass of openstack.Connection.")


def _broken(extension: Extension, reason: str) -> BrokenExtension:
    return BrokenExtension(f"Extension {extension} cannot be used: {reason}")
