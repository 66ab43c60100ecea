"""The value of an argument that was not given."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING, Any, Final, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping


class Unset(Enum):
    """``UNSET`` is left out of a request; ``None`` is sent as ``null``."""

    UNSET = "UNSET"

    def __repr__(self) -> str:
        return "UNSET"

    def __bool__(self) -> Literal[False]:
        return False


UNSET: Final = Unset.UNSET


def given(members: Mapping[str, Any]) -> dict[str, Any]:
    """Return the members that were given: all that are not ``UNSET``."""
    return {name: value for name, value in members.items() if value is not UNSET}
