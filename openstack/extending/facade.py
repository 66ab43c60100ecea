"""Everything of one extension, by name: ``from openstack.extensions import Nimbus``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from openstack._lazy import load
from openstack._similar import did_you_mean
from openstack.extending import loading, registry

if TYPE_CHECKING:
    from openstack._lazy import service
    from openstack.connection import Connection
    from openstack.extending.discovery import Extension


class Facade:
    """Everything of one extension; its code is imported when it is first needed.

    ``Nimbus.Connection`` is its connection class. Each service goes by its official
    name, ``Nimbus.ObjectStorage``, and is the vendor's class, or the core's own where
    the vendor leaves it alone. The vendor's own services go by the names of their
    classes. What the manifest exports is there, too.

    :param extension: the extension.
    """

    def __init__(self, extension: Extension) -> None:
        self._extension = extension
        self.__doc__ = extension.usable().description

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(f"{self!r} has no {name!r}.", name=name)
        if name in self._extension.usable().exports:
            return registry.load_export(self._extension, name)
        if self._is_vendor():
            if name == "Connection":
                return registry.load_connection(self._extension.name)
            if name in (services := self._services()):
                return loading.load_from(self._extension, services[name].where)
        raise AttributeError(
            f"{self!r} has no {name!r}.{did_you_mean(name, dir(self))}", name=name
        )

    def __dir__(self) -> list[str]:
        names = {*self._extension.usable().exports}
        if self._is_vendor():
            names |= {"Connection", *self._services()}
        return sorted(names)

    def __repr__(self) -> str:
        return f"<extension {self._extension}>"

    def _is_vendor(self) -> bool:
        return self._extension.usable().kind == "vendor"

    def _services(self) -> dict[str, service[Any]]:
        """Return the services that the vendor's connection has, by class name."""
        core: type[Connection] = load("openstack.connection:Connection")
        official = {n: _class_name(declared) for n, declared in core.services.items()}
        own = registry.load_connection(self._extension.name).services
        return {
            official.get(attribute, _class_name(declared)): declared
            for attribute, declared in own.items()
        }


def _class_name(declared: service[Any]) -> str:
    return declared.where.partition(":")[2]
