"""What is asked for, so that it can be loaded again in another process."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import attrs

from openstack.profile import environment
from openstack.profile.normalising import ARGUMENT
from openstack.profile.sections import Section, thawed


@attrs.frozen
class Recipe:
    """How to load a profile, here or in another process."""

    #: The cloud; with ``None``, what the environment and the files say.
    cloud: str | None
    #: Who named the cloud.
    cloud_origin: str
    #: Whether there are only arguments, and no cloud.
    alone: bool
    #: What the environment says of whichever cloud is used.
    selectors: Section
    #: The keyword arguments.
    options: Mapping[str, Any] = attrs.field(repr=False)
    #: The file that OS_CLIENT_CONFIG_FILE names.
    config_file: str | None
    #: The file that OS_CLIENT_SECURE_FILE names.
    secure_file: str | None
    #: The vendor profiles that an extension knew, by name.
    profiles: Mapping[str, Mapping[str, Any]] = attrs.field(
        factory=dict[str, Any], repr=False
    )
    #: The defaults that a vendor added, each with where they come from.
    defaults: tuple[tuple[str, Mapping[str, Any]], ...] = attrs.field(
        default=(), repr=False
    )

    @classmethod
    def now(cls, cloud: str | None, options: Mapping[str, Any]) -> Recipe:
        """Note what is asked, and what the environment says to it."""
        return cls(
            cloud=cloud or environment.variable("OS_CLOUD"),
            cloud_origin=ARGUMENT if cloud else "OS_CLOUD",
            alone=False,
            # A region of the environment belongs to the cloud it chose, or is.
            selectors=environment.selectors(
                region=cloud in (None, "", environment.cloud_name())
            ),
            options=thawed(options),
            config_file=environment.path("OS_CLIENT_CONFIG_FILE"),
            secure_file=environment.path("OS_CLIENT_SECURE_FILE"),
        )
