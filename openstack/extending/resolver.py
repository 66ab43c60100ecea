"""Choosing the class of a connection.

The first of these that says anything chooses: the class itself, when it is called;
``vendor=``; ``OS_VENDOR``; ``vendor`` or ``profile`` of the cloud's entry; the host
that users log in at, when exactly one extension claims it; and last, the core. A vendor
that was named is never replaced by the core.
"""

from __future__ import annotations

import logging
import os
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from openstack import profile as profiles
from openstack._lazy import load
from openstack.extending import registry
from openstack.extending.errors import AmbiguousCloud
from openstack.extending.manifest import normalised
from openstack.extending.resolution import NO_VENDOR, Resolution, Rule, resolved

if TYPE_CHECKING:
    from typing import Unpack

    from requests.adapters import BaseAdapter

    from openstack.connection import Connection
    from openstack.options import ConnectOptions
    from openstack.profile import Profile

_log = logging.getLogger("openstack.extending")

#: Set to 0, false, no or off, no extension is chosen by the auth host.
SWITCH = "OPENSTACK_AUTO_EXTENSION"


def connect(
    cloud: str | None = None,
    *,
    region_name: str | None = None,
    vendor: str | None = None,
    transport: BaseAdapter | None = None,
    **options: Unpack[ConnectOptions],
) -> Connection:
    """Return a connection to a cloud, of its vendor's class.

    Nothing is sent: the first request logs in.

    :param cloud: the name of a cloud in ``clouds.yaml``; left out, ``OS_CLOUD``, or
        the only one there is.
    :param region_name: one of the cloud's regions; left out, its first.
    :param vendor: the extension to use, whatever the cloud's entry says; ``"none"`` for
        the core.
    :param transport: what to send with, in the place of the network.
    :raises ProfileError: what is known of the cloud is incomplete or wrong.
    :raises ExtensionError: the vendor cannot be found, or used.
    """
    profile = profiles.load(
        cloud,
        region_name=region_name,
        options=options,
        vendor_profile=registry.profile,
    )
    connection_class, resolution = resolve(profile, vendor=vendor)
    return connection_class(profile=profile, resolution=resolution, transport=transport)


def resolve(
    profile: Profile, *, vendor: str | None = None
) -> tuple[type[Connection], Resolution]:
    """Return the class of a connection to a cloud, and why it is that one.

    :param vendor: the extension to use, whatever the profile says.
    :raises UnknownExtension: nothing that is installed has the name.
    :raises DuplicateExtension: two distributions claim the name.
    :raises IncompatibleExtension: it needs another version of the extension API.
    :raises BrokenExtension: it cannot be imported, or read.
    :raises AmbiguousCloud: two extensions claim the host that users log in at.
    """
    if vendor is not None:
        return _named(vendor, "vendor=", f"`vendor={vendor!r}` was given.")
    if profile.vendor is not None:
        return _by_vendor(profile, profile.vendor)
    return _by_profile(profile) or _by_host(profile) or _core("Nothing names a vendor.")


def _named(name: str, rule: Rule, reason: str) -> tuple[type[Connection], Resolution]:
    if normalised(name) == NO_VENDOR:
        return _core(reason, rule)
    extension = registry.find(name)
    chosen = registry.load_connection(name)
    return chosen, resolved(chosen, rule, reason, extension)


def _core(reason: str, rule: Rule = "core") -> tuple[type[Connection], Resolution]:
    chosen: type[Connection] = load("openstack.connection:Connection")
    return chosen, resolved(chosen, rule, reason)


def _by_vendor(profile: Profile, vendor: str) -> tuple[type[Connection], Resolution]:
    source = profile.sources["vendor"]
    if source == "OS_VENDOR":
        return _named(vendor, "OS_VENDOR", f"`OS_VENDOR` is {vendor!r}.")
    return _named(vendor, "profile", f"`vendor` is {vendor!r}, in {source}.")


def _by_profile(profile: Profile) -> tuple[type[Connection], Resolution] | None:
    name = profile.vendor_profile
    extension = registry.shipper(name) if name else None
    if extension is None:
        return None
    source = profile.sources["profile"]
    reason = f"`profile` is {name!r}, in {source}, and {extension.name} ships it."
    return _named(extension.name, "profile", reason)


def _by_host(profile: Profile) -> tuple[type[Connection], Resolution] | None:
    host = urlsplit(profile.auth.get("auth_url") or "").hostname
    if not host or os.environ.get(SWITCH, "").lower() in {"0", "false", "no", "off"}:
        return None
    claimants = registry.claims(host)
    if not claimants:
        return None
    if len(claimants) > 1:
        raise AmbiguousCloud(
            f"{len(claimants)} extensions claim the host {host!r} of the cloud"
            f" {profile.name!r}: {'; '.join(map(str, claimants))}. Name one of them"
            " with `vendor` in the cloud's entry."
        )
    name = claimants[0].name
    reason = f"The auth host is {host!r}, and {name} claims it."
    found = _named(name, "auth host", reason)
    _log.info("Cloud %r is connected to by %s", profile.name, found[1])
    return found
