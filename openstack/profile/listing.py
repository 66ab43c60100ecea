"""The clouds there are."""

from __future__ import annotations

import attrs

from openstack.profile import environment, files


@attrs.frozen
class Listed:
    """A cloud that can be named."""

    #: Its name.
    name: str
    #: Where it is written: ``/etc/openstack/clouds.yaml:12``, or ``OS_*``.
    source: str


def clouds() -> list[Listed]:
    """Return the clouds of clouds.yaml and of the environment.

    :raises ProfileError: a file cannot be read, or makes no sense.
    """
    found = files.find(
        environment.path("OS_CLIENT_CONFIG_FILE"),
        environment.path("OS_CLIENT_SECURE_FILE"),
    )
    listed = [Listed(name, found.clouds.origins[name]) for name in found.clouds]
    if environment.cloud() is not None:
        listed.append(Listed(environment.cloud_name(), "OS_*"))
    return listed
