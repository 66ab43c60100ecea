"""What must be installed."""

from __future__ import annotations

import importlib.metadata
import importlib.util
from typing import TYPE_CHECKING

from openstack.localcloud.errors import LocalCloudError

if TYPE_CHECKING:
    from collections.abc import Iterable

#: Installs the versions that the servers are made for.
INSTALL = 'pip install "stackbase[localcloud]"'

#: The packages that the servers are run from.
SERVERS = ("keystone", "swift")


def require(packages: Iterable[str] = SERVERS) -> None:
    """Make sure that packages are installed, without importing them.

    :raises LocalCloudError: when one is missing.
    """
    missing = [name for name in packages if not _is_installed(name)]
    if missing:
        raise LocalCloudError(
            f"Not installed in this environment: {', '.join(missing)}."
            f" Install what a cloud on this machine needs: {INSTALL}"
        )


def _is_installed(name: str) -> bool:
    spec = importlib.util.find_spec(name)
    # A folder of that name that happens to be in the way has no origin.
    return spec is not None and spec.origin is not None


def installed_versions(packages: Iterable[str] = SERVERS) -> str:
    """Return packages with their versions, as a sentence has them."""
    return " and ".join(f"{name} {_version(name)}" for name in packages)


def _version(name: str) -> str:
    try:
        return importlib.metadata.version(name)
    except importlib.metadata.PackageNotFoundError:
        return "of unknown version"
