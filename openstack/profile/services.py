"""The names of services: official types, and the aliases people use."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

import os_service_types

if TYPE_CHECKING:
    from collections.abc import Mapping


@functools.cache
def prefixes() -> Mapping[str, tuple[str, int]]:
    """Return the official type of each prefix of a setting, and its rank.

    ``volumev3`` is an alias of ``block-storage``: where both are set, the one
    with the lower rank counts.
    """
    known = os_service_types.ServiceTypes().all_types_by_service_type
    return {
        prefix(alias): (official, rank)
        for official, aliases in known.items()
        for rank, alias in enumerate(aliases)
    }


def prefix(service_type: str) -> str:
    """Return what the settings of a service begin with."""
    return service_type.lower().replace("-", "_")


def official(service_type: str) -> str:
    """Return the official type; a service nobody knows keeps its own."""
    own = service_type.lower().replace("_", "-")
    return prefixes().get(prefix(service_type), (own, 0))[0]
