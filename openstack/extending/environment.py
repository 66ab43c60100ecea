"""Whether this Python's environment is one that stackbase can work in."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version

#: Has an import package ``openstack`` of its own.
OTHER = "openstacksdk"


def clash() -> str | None:
    """Say that another distribution owns the package ``openstack`` too, if one does.

    What is imported then is whichever file of the two was installed last.
    """
    try:
        installed = version(OTHER)
    except PackageNotFoundError:
        return None
    return (
        f"{OTHER} {installed} is installed in the same environment, and it owns the"
        " import package 'openstack' as stackbase does: each has overwritten files of"
        " the other. Install stackbase into an environment of its own."
    )
