"""What a vendor extends stackbase with: the one place to import it from.

The names here, and the public names of the services, are the contract:
:data:`API_VERSION` is its version. Every name loads on first use.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from openstack import _lazy

if TYPE_CHECKING:
    from typing import final

    from typing_extensions import override

    from openstack._lazy import service
    from openstack._unset import UNSET, Unset, given
    from openstack.extending.discovery import Extension
    from openstack.extending.errors import (
        AmbiguousCloud,
        AmbiguousHook,
        BrokenExtension,
        DuplicateExtension,
        ExtensionError,
        FinalOverride,
        HookError,
        IncompatibleExtension,
        IncompatibleOverride,
        UnknownExtension,
        UnknownHook,
    )
    from openstack.extending.exact import signature_of
    from openstack.extending.hooks import (
        REMOVE,
        Hook,
        chain,
        collect,
        replace,
    )
    from openstack.extending.registry import (
        extensions,
        register,
        rescan,
        unregister,
    )
    from openstack.extending.resolution import Resolution
    from openstack.http import (
        Failure,
        Request,
        Response,
    )
    from openstack.paging import Page
    from openstack.resource import wire
    from openstack.retrying import RetryPolicy

#: The version of the contract: major.minor. A minor adds, a major takes away.
API_VERSION: Final = "1.0"

_HOME = {
    "openstack._lazy": ["service"],
    "openstack._unset": ["UNSET", "Unset", "given"],
    "openstack.extending.discovery": ["Extension"],
    "openstack.extending.errors": [
        "AmbiguousCloud",
        "AmbiguousHook",
        "BrokenExtension",
        "DuplicateExtension",
        "ExtensionError",
        "FinalOverride",
        "HookError",
        "IncompatibleExtension",
        "IncompatibleOverride",
        "UnknownExtension",
        "UnknownHook",
    ],
    "openstack.extending.exact": ["signature_of"],
    "openstack.extending.hooks": ["REMOVE", "Hook", "chain", "collect", "replace"],
    "openstack.extending.registry": ["extensions", "register", "rescan", "unregister"],
    "openstack.extending.resolution": ["Resolution"],
    "openstack.http": ["Failure", "Request", "Response"],
    "openstack.paging": ["Page"],
    "openstack.resource": ["wire"],
    "openstack.retrying": ["RetryPolicy"],
    "typing": ["final"],
    "typing_extensions": ["override"],
}
_TABLE = {n: f"{module}:{n}" for module, names in _HOME.items() for n in names}

__all__ = [
    "API_VERSION",
    "REMOVE",
    "UNSET",
    "AmbiguousCloud",
    "AmbiguousHook",
    "BrokenExtension",
    "DuplicateExtension",
    "Extension",
    "ExtensionError",
    "Failure",
    "FinalOverride",
    "Hook",
    "HookError",
    "IncompatibleExtension",
    "IncompatibleOverride",
    "Page",
    "Request",
    "Resolution",
    "Response",
    "RetryPolicy",
    "UnknownExtension",
    "UnknownHook",
    "Unset",
    "chain",
    "collect",
    "extensions",
    "final",
    "given",
    "override",
    "register",
    "replace",
    "rescan",
    "service",
    "signature_of",
    "unregister",
    "wire",
]

if not TYPE_CHECKING:  # a checker would take every misspelt name for right
    __getattr__, __dir__ = _lazy.names(__name__, _TABLE)
