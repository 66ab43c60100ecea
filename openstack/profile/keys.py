"""Every setting there is.

The spellings of one setting have one name here: ``volume_endpoint_type`` is
``block_storage_interface``. So a keyword argument wins over a file, whichever
spelling each of them has.
"""

from __future__ import annotations

import difflib
import functools
from typing import TYPE_CHECKING

import attrs

from openstack.profile import kinds
from openstack.profile.kinds import Kind
from openstack.profile.services import official, prefix, prefixes
from openstack.profile.tables import (
    AUTH_ALIASES,
    GENERAL,
    GENERAL_ALIASES,
    PUBLIC_AUTH,
    SECRET_AUTH,
    SUFFIXES,
    VENDOR_SUFFIXES,
)

if TYPE_CHECKING:
    from collections.abc import Iterator


@attrs.frozen
class Key:
    """A setting, found by one of its spellings."""

    #: The one name of it.
    name: str
    #: What its value may be.
    kind: Kind
    #: Which of two spellings counts, if both stand in one place: the lower.
    rank: int = 0
    #: Whether it is an option of the authentication.
    auth: bool = False


@functools.cache
def find(name: str) -> Key | None:
    """Return the setting of that spelling; ``-`` and ``_`` are the same."""
    name = name.replace("-", "_")
    if name in GENERAL:
        return Key(name, GENERAL[name])
    if name in GENERAL_ALIASES:
        target = GENERAL_ALIASES[name]
        return Key(target, GENERAL[target], rank=1)
    option = find_auth(name)
    if option.name in PUBLIC_AUTH | SECRET_AUTH:
        return option
    if name.startswith("has_"):
        return _of_service(name.removeprefix("has_"), "has_{}", "has", kinds.FLAG)
    for suffix in sorted(SUFFIXES, key=len, reverse=True):
        if name.endswith(f"_{suffix}"):
            target, kind = SUFFIXES[suffix]
            service = name.removesuffix(f"_{suffix}")
            return _of_service(service, "{}_" + target, suffix, kind)
    return None


def find_auth(name: str) -> Key:
    """Return an option of the authentication; plugins may have any."""
    name = name.replace("-", "_")
    kind = kinds.NAMES if name == "auth_methods" else kinds.TEXT
    if name in AUTH_ALIASES:
        return Key(AUTH_ALIASES[name], kind, rank=1, auth=True)
    if name in PUBLIC_AUTH | SECRET_AUTH:
        return Key(name, kind, auth=True)
    return Key(name, kinds.ANYTHING, auth=True)


def _of_service(service: str, form: str, suffix: str, kind: Kind) -> Key | None:
    """Return a setting of a service: one of OpenStack's, or one of a vendor's.

    A vendor's services are not known here, so any name will do that is not
    nearly one of OpenStack's.
    """
    if service not in prefixes():
        near = difflib.get_close_matches(service, prefixes(), n=1, cutoff=0.75)
        misspelt = not service or bool(near)
        if suffix not in VENDOR_SUFFIXES or misspelt:
            return None
    _, rank = prefixes().get(service, (service, 0))
    # Of one alias, the spelling that is the name of the setting counts first.
    other = 0 if form.endswith(suffix) or suffix == "has" else 1
    return Key(form.format(prefix(official(service))), kind, rank=2 * rank + other)


def spellings() -> Iterator[str]:
    """Return every spelling there is, to compare a misspelt one with."""
    yield from (GENERAL.keys() | GENERAL_ALIASES.keys())
    yield from (PUBLIC_AUTH | SECRET_AUTH | AUTH_ALIASES.keys())
    for service in prefixes():
        yield f"has_{service}"
        yield from (f"{service}_{suffix}" for suffix in SUFFIXES)
