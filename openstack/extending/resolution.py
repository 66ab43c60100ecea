"""Why a connection is of its class."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypeAlias

import attrs

from openstack.extending import registry
from openstack.extending.errors import AmbiguousCloud
from openstack.extending.manifest import normalised

if TYPE_CHECKING:
    from openstack.connection import Connection
    from openstack.extending.discovery import Extension
    from openstack.profile import Profile

#: What chooses the class of a connection; the first of them that says anything does.
Rule: TypeAlias = Literal[
    "explicit class", "vendor=", "OS_VENDOR", "profile", "auth host", "core"
]

#: As the name of a vendor: none, hence the core.
NO_VENDOR = "none"


@attrs.frozen(kw_only=True)
class Resolution:
    """What chose the class of a connection, and which one it is."""

    #: What chose it.
    rule: Rule
    #: Why that chose it: a sentence.
    reason: str
    #: The class: ``"module:Class"``.
    connection: str
    #: The extension that the class belongs to, or ``None`` for the core.
    extension: str | None = None
    #: The distribution that brought the extension; ``""`` if it was registered.
    distribution: str = ""
    #: The version of that distribution.
    version: str = ""

    def __str__(self) -> str:
        brought = f"{self.distribution} {self.version}".strip() or "registered"
        owner = f"{self.extension}, {brought}" if self.extension else "the core"
        return f"{self.connection} ({owner}), by {self.rule}: {self.reason}"


def resolved(
    connection_class: type[Connection],
    rule: Rule,
    reason: str,
    extension: Extension | None = None,
) -> Resolution:
    """Describe a choice.

    :param extension: what the class belongs to; left out, the core.
    """
    return Resolution(
        rule=rule,
        reason=reason,
        connection=f"{connection_class.__module__}:{connection_class.__qualname__}",
        extension=extension.name if extension else None,
        distribution=extension.distribution if extension else "",
        version=extension.version if extension else "",
    )


def explicit(connection_class: type[Connection], profile: Profile) -> Resolution:
    """Describe a connection that was made by calling its class.

    :raises AmbiguousCloud: the cloud's entry in a file names another vendor.
    :raises ExtensionError: the class is of an extension that cannot be used.
    """
    extension = registry.owner(connection_class)
    if extension is not None:
        extension.usable()
    _check_vendor(connection_class, extension, profile)
    reason = f"{connection_class.__qualname__} was called."
    return resolved(connection_class, "explicit class", reason, extension)


def _check_vendor(
    connection_class: type[Connection], extension: Extension | None, profile: Profile
) -> None:
    named = profile.vendor
    # The environment says what `connect` takes; a file, what the cloud is.
    if named is None or profile.sources["vendor"] == "OS_VENDOR":
        return
    own = extension.name if extension else "the core"
    if normalised(named) != normalised(extension.name if extension else NO_VENDOR):
        where = f"{connection_class.__module__}.{connection_class.__qualname__}"
        raise AmbiguousCloud(
            f"{profile.sources['vendor']}: the cloud {profile.name!r} is of vendor"
            f" {named!r}, and {where} is of {own}."
            f" Use openstack.connect(cloud={profile.name!r}), or change `vendor`."
        )
