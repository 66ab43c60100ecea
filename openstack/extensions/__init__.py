"""The extensions that are installed, by name; only vendors live here.

``from openstack.extensions import CloudVendor`` gives everything of a vendor,
``from openstack.extensions import CloudVendorStorage`` one class that it exports.
Nothing is imported before it is asked for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    # What type checkers know; an extension that is installed beside is `Any` to them.
    from openstack.extensions.cloudvendor.static import CloudVendor, CloudVendorStorage

    __all__ = ["CloudVendor", "CloudVendorStorage"]


def __getattr__(name: str) -> Any:
    if not name.startswith("_"):
        from openstack.extending import namespace

        return namespace.find(name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    from openstack.extending import namespace

    return namespace.names()
