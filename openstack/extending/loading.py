"""Importing what an extension has, with an error that tells what went wrong."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any, TypeVar

from openstack._lazy import load
from openstack._similar import did_you_mean
from openstack.extending.errors import BrokenExtension

if TYPE_CHECKING:
    from types import ModuleType

    from openstack._lazy import service
    from openstack.connection import Connection
    from openstack.extending.discovery import Extension
    from openstack.service import Service

S = TypeVar("S", bound="Service")


def load_from(extension: Extension, where: str) -> Any:
    """Import something of an extension.

    :param where: ``"module:name"``.
    :raises BrokenExtension: it cannot be imported, or is not there.
    """
    return _import(where, _whole(extension))


def load_service(declared: service[S]) -> type[S]:
    """Import the class of a service that a connection declares.

    :raises BrokenExtension: it cannot be imported, or is no service.
    """
    whose = f"Service {declared.owner}.{declared.name}"
    found: Any = _import(declared.where, whose)
    if reason := _why_no_service(found):
        raise _broken(whose, f"its '{declared.where}' {reason}")
    chosen: type[S] = found
    return chosen


def _why_no_service(found: object) -> str:
    core: type[Service] = load("openstack.service:Service")
    if not (isinstance(found, type) and issubclass(found, core)):
        return "is no subclass of openstack.Service."
    if not found.service_type:
        return "says no `service_type`, as the catalog has it."
    return ""


def check_connection(
    extension: Extension, where: str, found: object
) -> type[Connection]:
    """Return what an extension has as its connection class, if it is one.

    :raises BrokenExtension: it is none.
    """
    core: type[Connection] = load("openstack.connection:Connection")
    if isinstance(found, type) and issubclass(found, core):
        return found
    reason = f"its '{where}' is no subclass of openstack.Connection."
    raise _broken(_whole(extension), reason)


def _import(where: str, whose: str) -> Any:
    module_name, _, name = where.partition(":")
    module = _module(module_name, whose)
    if not hasattr(module, name):
        raise _broken(
            whose,
            f"its module '{module_name}' has no '{name}'."
            f"{did_you_mean(name, vars(module))}",
        )
    return getattr(module, name)


def _module(name: str, whose: str) -> ModuleType:
    try:
        return importlib.import_module(name)
    except ModuleNotFoundError as error:
        missing = error.name or "?"
        if name == missing or name.startswith(f"{missing}."):
            reason = (
                f"its own module '{missing}' is missing. Is it called so? If it is,"
                " install it again."
            )
        else:
            reason = f"it imports '{missing}', which is not installed."
        raise _broken(whose, reason) from error
    # Who imports an extension has not asked it to end the process.
    except (Exception, SystemExit) as error:
        kind = type(error).__name__
        reason = f"importing its module '{name}' raised {kind}: {error}"
        raise _broken(whose, reason) from error


def _whole(extension: Extension) -> str:
    return f"Extension {extension}"


def _broken(whose: str, reason: str) -> BrokenExtension:
    return BrokenExtension(f"{whose} cannot be used: {reason}")
