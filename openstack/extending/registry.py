"""The extensions there are: those that are installed, and those registered here."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Any

from openstack._similar import did_you_mean
from openstack.extending import API_VERSION, loading
from openstack.extending import manifest as manifests
from openstack.extending.checks import in_core
from openstack.extending.discovery import Extension, installed
from openstack.extending.errors import (
    DuplicateExtension,
    UnknownExtension,
)
from openstack.extending.manifest import normalised

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from openstack.connection import Connection


class _Registry:
    """What is known: the extensions of one scan, and the registered ones."""

    def __init__(self) -> None:
        self.lock = threading.RLock()
        self.scanned: tuple[Extension, ...] | None = None
        self.registered: dict[str, Extension] = {}

    def all(self) -> tuple[Extension, ...]:
        with self.lock:
            if self.scanned is None:
                self.scanned = tuple(installed())
            return (*self.registered.values(), *self.scanned)


_registry = _Registry()


def extensions() -> Sequence[Extension]:
    """Return the extensions there are, the broken ones too; nothing is imported."""
    return _registry.all()


def rescan() -> None:
    """Look anew for what is installed, the next time that a name is needed.

    For a process that installs an extension while it runs, such as a notebook.
    """
    with _registry.lock:
        _registry.scanned = None


class Registration:
    """An extension that was registered; as a context manager, for a while."""

    def __init__(self, extension: Extension) -> None:
        #: The extension.
        self.extension = extension

    def __enter__(self) -> Extension:
        return self.extension

    def __exit__(self, *_: object) -> None:
        unregister(self.extension.name)


def register(
    name: str,
    *,
    connection: type[Connection] | str,
    exports: Mapping[str, type | str] = {},
    profiles: Mapping[str, Mapping[str, Any]] = {},
    auth_hosts: Iterable[str] = (),
    description: str = "",
) -> Registration:
    """Make a vendor known in this process, as if it were installed.

    For tests, which use what is returned as a context manager, and for notebooks.

    :param name: what users call it.
    :param connection: its connection class, or where that is: ``"module:Class"``.
    :param exports: further classes by the name that users import, or where they are.
    :param profiles: profiles by name, each like an entry of ``clouds.yaml``.
    :param auth_hosts: hosts that its users log in at, or parent domains of them.
    :param description: what it is, in one sentence.
    :raises DuplicateExtension: there is an extension of that name.
    :raises BrokenExtension: a value is not what a manifest may hold.
    """
    given = {"": connection, **exports}
    manifest = manifests.parse(
        {
            "schema": manifests.SCHEMA,
            "name": name,
            "kind": "vendor",
            "requires_core_api": API_VERSION,
            "connection": _place(connection),
            "exports": {export: _place(what) for export, what in exports.items()},
            "profiles": {key: dict(settings) for key, settings in profiles.items()},
            "auth_hosts": list(auth_hosts),
            **({"description": description} if description else {}),
        }
    )
    extension = Extension(
        name=name,
        package="",
        manifest=manifest,
        objects={k: what for k, what in given.items() if not isinstance(what, str)},
    )
    if isinstance(connection, type):
        loading.check_connection(extension, manifest.connection, connection)
    with _registry.lock:
        if others := named(name):
            raise DuplicateExtension(
                f"There is an extension {others[0]} already, so {name!r} cannot be"
                " registered. Take another name, or unregister() the other."
            )
        _registry.registered[normalised(name)] = extension
    return Registration(extension)


def _place(what: type | str) -> str:
    return what if isinstance(what, str) else f"{what.__module__}:{what.__name__}"


def unregister(name: str) -> None:
    """Forget an extension that was registered; connections it made stay as they are.

    :raises UnknownExtension: none of that name was registered.
    """
    with _registry.lock:
        if _registry.registered.pop(normalised(name), None) is None:
            raise UnknownExtension(f"No extension named {name!r} was registered.")


def named(name: str) -> list[Extension]:
    """Return the extensions of a name, however it is spelt."""
    wanted = normalised(name)
    return [e for e in extensions() if normalised(e.name) == wanted]


def find(name: str) -> Extension:
    """Return the extension of a name, which can be used.

    :raises UnknownExtension: there is none.
    :raises DuplicateExtension: there are several.
    :raises BrokenExtension: its manifest cannot be read.
    :raises IncompatibleExtension: it needs another version of the extension API.
    """
    found = named(name)
    if not found:
        names = sorted({extension.name for extension in extensions()})
        raise UnknownExtension(
            f"No installed extension is named {name!r}.{did_you_mean(name, names)}"
            f" Installed: {', '.join(names) or 'none'}. Install the distribution that"
            " brings it into the environment of this Python."
        )
    extension = one_of(found, f"are named {name!r}")
    extension.usable()
    return extension


def one_of(found: Sequence[Extension], claim: str) -> Extension:
    """Return the only extension of those found.

    :param claim: what they all do, for the error: "are named …".
    :raises DuplicateExtension: there are several.
    """
    if len(found) > 1:
        raise DuplicateExtension(
            f"{len(found)} extensions {claim}: {'; '.join(map(str, found))}."
            " Uninstall all but one of them."
        )
    return found[0]


def claims(host: str) -> list[Extension]:
    """Return the extensions whose users log in at a host, or below one."""
    lowered = host.rstrip(".").lower()
    return [e for e in extensions() if e.manifest and e.manifest.claims(lowered)]


def shipper(profile_name: str) -> Extension | None:
    """Return the extension that ships a profile, if there is one.

    :raises DuplicateExtension: there are several.
    :raises ExtensionError: it cannot be used.
    """
    wanted = normalised(profile_name)
    found = [
        extension
        for extension in extensions()
        if extension.manifest and wanted in map(normalised, extension.manifest.profiles)
    ]
    if not found:
        return None
    extension = one_of(found, f"ship a profile {profile_name!r}")
    extension.usable()
    return extension


def profile(name: str) -> Mapping[str, Any] | None:
    """Return the profile of a name that an extension ships, if there is one.

    :raises DuplicateExtension: there are several.
    :raises ExtensionError: the extension cannot be used.
    """
    extension = shipper(name)
    if extension is None:
        return None
    profiles = extension.usable().profiles
    return next(s for key, s in profiles.items() if normalised(key) == normalised(name))


def exports(name: str) -> list[Extension]:
    """Return the extensions from which a name can be imported, or that have it."""
    return [extension for extension in extensions() if _exports(extension, name)]


def _exports(extension: Extension, name: str) -> bool:
    if extension.manifest is None:
        # Its entry point may be written in another way than users write it.
        return normalised(extension.name) == normalised(name)
    return name == extension.name or name in extension.manifest.exports


def owner_of(cls: type) -> str | None:
    """Return the name of the extension that a class belongs to, or builds upon."""
    extension = owner(cls)
    return extension.name if extension else None


def owner(cls: type) -> Extension | None:
    """Return the extension that a class belongs to, or builds upon.

    That is the one which registered the first class of its MRO that belongs to one, or
    in whose package that class stands. A class of the core belongs to none.
    """
    outside = [base for base in cls.__mro__ if not in_core(base)]
    owners = (e for base in outside for e in extensions() if _owns(e, base))
    return next(owners, None)


def _owns(extension: Extension, cls: type) -> bool:
    if any(cls is what for what in extension.objects.values()):
        return True
    package = extension.package
    inside = f"{cls.__module__}.".startswith(f"{package}.")
    return bool(package) and inside


def load_connection(name: str) -> type[Connection]:
    """Import the connection class of a vendor.

    :raises ExtensionError: there is no such vendor, or it cannot be used.
    """
    extension = find(name)
    where = extension.usable().connection
    if not where:
        raise UnknownExtension(
            f"Extension {extension} is code that vendors share, and no vendor: no"
            " connection can be made with it."
        )
    given = extension.objects.get("")
    found = given if given is not None else loading.load_from(extension, where)
    return loading.check_connection(extension, where, found)


def load_export(extension: Extension, name: str) -> Any:
    """Import what an extension exports under a name.

    :raises BrokenExtension: it cannot be imported.
    """
    if name in extension.objects:
        return extension.objects[name]
    return loading.load_from(extension, extension.usable().exports[name])
