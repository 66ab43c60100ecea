"""``OS_*`` variables: a cloud of their own, and what chooses among clouds."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final

from openstack.errors import ProfileError
from openstack.profile import keys
from openstack.profile.files import exists, expanded
from openstack.profile.sections import Section

#: What these say is no setting of a cloud.
_SELECTORS: Final = frozenset(
    {
        *("OS_CLOUD", "OS_CLOUD_NAME", "OS_REGION_NAME", "OS_VENDOR"),
        *("OS_CLIENT_CONFIG_FILE", "OS_CLIENT_SECURE_FILE"),
    }
)

#: Variables of test runners, which begin with OS_ too.
_FOREIGN: Final = ("OS_TEST", "OS_STD", "OS_LOG")


def variable(name: str) -> str | None:
    """Return a variable; an empty one is as good as none."""
    return os.environ.get(name) or None


def path(name: str) -> str | None:
    """Return the path of a file that a variable names.

    :raises ProfileError: there is no such file.
    """
    value = variable(name)
    if not value:
        return None
    found = expanded(value)
    if not exists(found):
        raise ProfileError(f"{name} names {found}, which does not exist.")
    return str(Path(found).absolute())


def cloud_name() -> str:
    """Return what the cloud of the environment is called."""
    return variable("OS_CLOUD_NAME") or "envvars"


def selectors(*, region: bool) -> Section:
    """Return what the environment says of whichever cloud is used.

    :param region: whether the region is among it.
    """
    section = Section()
    for name in ("OS_VENDOR", "OS_REGION_NAME"):
        value = variable(name)
        if value and (region or name != "OS_REGION_NAME"):
            section.put(name.removeprefix("OS_").lower(), value, name)
    return section


def cloud() -> Section | None:
    """Return the cloud of the environment, if it says how to log in."""
    section = Section()
    for name, value in os.environ.items():
        foreign = name in _SELECTORS or name.startswith(_FOREIGN)
        if not name.startswith("OS_") or foreign or not value:
            continue
        option = name.removeprefix("OS_").lower()
        key = keys.find(option)
        if key is None or key.kind.in_environment:
            section.put(option, value, name)
    return section if says_how_to_log_in(section) else None


def says_how_to_log_in(section: Section) -> bool:
    """Whether settings, as they were written, name a cloud to log in to."""
    for name in section:
        key = keys.find(name)
        if key and (
            key.auth
            or key.name in ("auth", "auth_type", "profile")
            or key.name.endswith("_endpoint_override")
        ):
            return True
    return False
