"""The way to a profile."""

from __future__ import annotations

import logging
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

from openstack.profile.gathering import gather
from openstack.profile.profile import Profile
from openstack.profile.recipes import Recipe

if TYPE_CHECKING:
    from collections.abc import Mapping

    from openstack.profile.vendors import VendorProfile

_log = logging.getLogger("openstack.profile")

_NO_OPTIONS: Final[Mapping[str, Any]] = MappingProxyType({})


def _knows_none(_: str) -> None:
    return None


def load(
    cloud: str | None = None,
    *,
    region_name: str | None = None,
    options: Mapping[str, Any] = _NO_OPTIONS,
    vendor_profile: VendorProfile = _knows_none,
) -> Profile:
    """Read clouds.yaml, secure.yaml and the environment. Nothing is sent.

    :param cloud: a name in clouds.yaml, or ``envvars``; else what OS_CLOUD says,
        the cloud that OS_* variables make, or the only one of the file.
    :param region_name: one of the cloud's regions; else its first.
    :param options: settings as clouds.yaml has them, which win over all others;
        ``None`` says nothing.
    :param vendor_profile: asked for what a cloud names as its ``profile``.
    :raises UnknownOption: an option has no meaning.
    :raises NoConfiguration: there is no file, and the environment says nothing.
    :raises UnknownCloud: there is no cloud of that name.
    :raises UnknownRegion: the cloud has no region of that name.
    :raises ProfileError: a file cannot be read, or a value makes no sense.
    """
    if region_name:
        options = {**options, "region_name": region_name}
    profile = Profile.of(gather(Recipe.now(cloud, options), vendor_profile))
    if not profile.settings["verify"] and "cacert" in profile.settings:
        _log.warning(
            "%s: nothing is verified, so cacert (%s) has no effect",
            profile.sources["verify"],
            profile.sources["cacert"],
        )
    return profile
