"""Vendor profiles: what a vendor says of its own cloud."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from typing import Any

from openstack._similar import did_you_mean
from openstack.errors import ProfileError
from openstack.profile.files import public_clouds
from openstack.profile.layers import Layer
from openstack.profile.normalising import warn
from openstack.profile.sections import Section, thawed
from openstack.profile.wording import kind_of

_log = logging.getLogger("openstack.profile")

#: Asked for the settings of a vendor profile by its name.
VendorProfile = Callable[[str], Mapping[str, Any] | None]


def named_profile(
    name: str, origin: str, vendor_profile: VendorProfile
) -> tuple[Layer, Mapping[str, Mapping[str, Any]]]:
    """Return the layer of a vendor profile, and what an extension said of it.

    :param origin: where the profile was named.
    :raises ProfileError: nobody knows it, or it makes no sense.
    """
    source = f"vendor profile {name}"
    public = public_clouds()
    if name in public:
        return vendor_layer(_public(name, public), source), {}
    if "://" in name:
        raise ProfileError(
            f"{origin}: the profile is a URL, and nothing is fetched while the "
            "configuration is read. Write its settings into clouds-public.yaml, "
            "under public-clouds and a name of your own."
        )
    known = vendor_profile(name)
    if known is None:
        raise ProfileError(
            f"{origin}: there is no vendor profile {name!r}."
            f"{did_you_mean(name, public)} Install the extension that has it, or "
            "write its settings into clouds-public.yaml, under public-clouds."
        )
    return vendor_layer(Section.of(known, source), source), {name: thawed(known)}


def vendor_layer(section: Section, source: str) -> Layer:
    """Make a layer of what a vendor says of its cloud.

    :param source: which vendor, for messages.
    :raises ProfileError: the cloud is no more, or a value makes no sense.
    """
    section = section.copy()
    message = section.drop("message") or "no reason is given."
    status = section.drop("status")
    if status == "shutdown":
        raise ProfileError(f"{source}: this cloud is no more: {message}")
    if status == "deprecated":
        _log.warning("%s: this cloud will be no more: %s", source, message)
    for key in ("profile", "cloud"):
        if key in section:
            raise ProfileError(
                f"{section.origins[key]}: a vendor profile cannot name another one."
            )
    return Layer.of(section, warn)


def _public(name: str, public: Section) -> Section:
    settings = public[name]
    if not isinstance(settings, Section):
        raise ProfileError(
            f"{public.origins[name]}: the vendor profile {name!r} must be a mapping of "
            f"settings, and is {kind_of(settings)}."
        )
    return settings
