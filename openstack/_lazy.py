"""Names that load on first use, so that importing the package is free."""

from __future__ import annotations

import importlib
import sys
from typing import TYPE_CHECKING, Any, Generic, Self, TypeVar, overload

from openstack._similar import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from openstack.connection import Connection
    from openstack.service import Service

S = TypeVar("S", bound="Service")


def load(where: str) -> Any:
    """Return what ``"module:name"`` names, or the module that ``"module"`` names."""
    module, _, name = where.partition(":")
    loaded = importlib.import_module(module)
    return getattr(loaded, name) if name else loaded


def names(
    package: str, table: Mapping[str, str]
) -> tuple[Callable[[str], Any], Callable[[], list[str]]]:
    """Return ``__getattr__`` and ``__dir__`` of a package whose names load on use.

    :param package: the package's ``__name__``.
    :param table: where each name is found, as :func:`load` takes it.
    """

    def module_getattr(name: str) -> Any:
        if name not in table:
            raise AttributeError(
                f"module {package!r} has no attribute {name!r}."
                f"{did_you_mean(name, table)}",
                name=name,
                obj=sys.modules[package],
            )
        value = load(table[name])
        # Found in the module from now on, without this function.
        setattr(sys.modules[package], name, value)
        return value

    def module_dir() -> list[str]:
        return sorted({*vars(sys.modules[package]), *table})

    return module_getattr, module_dir


class service(Generic[S]):  # noqa: N801 - read as a keyword in a class body
    """Declare a service of a connection by the module and the name of its class.

    ``compute: service[Compute] = service("openstack.compute:Compute")`` makes the
    object on first use; the type in brackets is for type checkers.
    """

    def __init__(self, where: str) -> None:
        #: Where the class is: ``"module:Class"``.
        self.where = where
        #: The attribute of the connection.
        self.name = ""
        #: The class of the connection that declares it.
        self.owner = ""

    def __set_name__(self, owner: type, name: str) -> None:
        self.name = name
        self.owner = owner.__qualname__

    def __repr__(self) -> str:
        return f"service({self.where!r})"

    @property
    def service_class(self) -> type[S]:
        """The class of the service; reading it imports the class."""
        found: type[S] = load(self.where)
        return found

    @overload
    def __get__(self, connection: None, owner: type) -> Self: ...
    @overload
    def __get__(self, connection: Connection, owner: type) -> S: ...
    def __get__(self, connection: Connection | None, owner: type) -> Self | S:
        if connection is None:
            return self
        return connection.make_service(self)


class Services:
    """The services that a connection class declares, by attribute."""

    def __get__(
        self, connection: Connection | None, owner: type[Connection]
    ) -> Mapping[str, service[Any]]:
        declared: dict[str, service[Any]] = {}
        for base in reversed(owner.__mro__):
            for name, member in base.__dict__.items():
                if isinstance(member, service):
                    declared[name] = member
                elif name in declared:
                    # A vendor without the service set the attribute to None.
                    del declared[name]
        return declared
